"""The window: five tabs, menu, status bar. It paints before anything slow is imported."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QLabel,
    QMainWindow,
    QTabWidget,
    QVBoxLayout,
)

from db.rules.access import Right, missing_right
from db.rules.words import _
from desktop.pages import Way, tabs, waiting_page
from desktop.settings import Settings
from desktop.widgets import theme

if TYPE_CHECKING:  # imported when the window has been painted
    from sqlalchemy.orm import Session

    from db.rules.office import OfficeFacts
    from desktop.widgets.tab import Tab
    from desktop.worker import Worker

VERSION = "0.1.0"
OFFICE, PRACTICE, FRESH_PRACTICE = (
    "office",
    "practice",
    "practice anew",
)  # what may be opened, beside addresses


class MainWindow(QMainWindow):
    """Empty tabs at first; `set_office` fills them once the database is open."""

    worker: "Worker"
    user_leaves = Signal()  # somebody else wants to log in

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self._open_database: Callable[[str], object] = lambda _wanted: None
        self.way_back: str | None = None  # what to open to be back at the office's own database; None: we are
        self.on_server = False  # its administrator makes the backups
        self.own_practice = False  # whether this is the practice office that the program itself has made
        self._attached = False
        self.leaving = False  # closed by the person, but a write must end first
        self.dialog: QDialog | None = None
        self.office: OfficeFacts | None = None
        self.pages: dict[str, Tab] = {}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setIconSize(QSize(18, 18))
        self.frame = QFrame()
        self.frame.setProperty("role", "window")
        inside = QVBoxLayout(self.frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.tabs)
        self.setCentralWidget(self.frame)
        self.practice_mark = QLabel(_("LATIHAN"))
        self.practice_mark.setProperty("role", "practice")
        self.practice_mark.hide()
        self.place_label, self.user_label = QLabel(), QLabel()
        for piece in (self.practice_mark, self.place_label, self.user_label):
            self.statusBar().addPermanentWidget(piece)

        self.theme_actions: dict[str, QAction] = {}
        self._make_menu()
        self.show_waiting(_("Membuka data…"))
        self.setMinimumSize(640, 360)
        if settings.geometry is None or not self.restoreGeometry(settings.geometry):
            room = self.screen().availableGeometry()
            self.resize(min(1280, room.width()), min(700, room.height() - 40))
        self.tabs.currentChanged.connect(self._build)
        theme.theme.changed.connect(self._draw_icons)

    def attach(self, worker: "Worker", open_database: Callable[[str], object]) -> None:
        """Give the painted window what it works with: `open_database("")` opens the office's own."""
        self.worker = worker
        self._attached = True
        self._open_database = open_database
        worker.changed.connect(self._follow)
        QTimer.singleShot(0, self, self._draw_icons)

    def show_waiting(self, text: str, *ways: Way) -> None:
        """Five empty tabs that say what is going on, and what to do about it; no word of another database."""
        self.office = None
        self.pages.clear()
        self.setWindowTitle(_("Pilar TKSK"))
        self.statusBar().clearMessage()
        for piece in (self.place_label, self.user_label):
            piece.clear()
        self._mark_practice(False)
        self._set_actions(may_open=bool(ways))
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self._take_out(0)
        for _name, title, _picture, _maker in tabs():
            self.tabs.addTab(waiting_page(text, ways), title)
        self.tabs.setCurrentIndex(min(self.settings.tab, self.tabs.count() - 1))
        self.tabs.blockSignals(False)
        if ways:
            self._draw_icons()

    def set_office(self, office: "OfficeFacts", place: str, user: str) -> None:
        """The database is open: fill the tab in front, and say whose office this is."""
        self.office = office
        self._name_office(office)
        self.place_label.setText(place)
        self.user_label.setText(user)
        self._mark_practice(office.practice)
        self._set_actions(may_open=True)
        self._build(self.tabs.currentIndex())

    @property
    def front(self) -> str:
        """The name of the tab in front."""
        return tabs()[self.tabs.currentIndex()][0]

    def show_tab(self, name: str) -> "Tab":
        """Bring a tab to the front: home, officers, recruitment, mapping or letters."""
        self.tabs.setCurrentIndex([tab[0] for tab in tabs()].index(name))
        return self.pages[name]

    def navigate(self, link: str, payload: object) -> None:
        """Follow a link from one tab to another: `recruitment/open` with the kecamatan's code."""
        name, _slash, topic = link.partition("/")
        if name == "office":
            self.open_office(topic)
        elif name == "data":
            self.open_backup()
        else:
            self.show_tab(name).receive(topic, payload)

    def say(self, sentence: str) -> None:
        """A quiet line in the status bar about what was done."""
        self.statusBar().showMessage(sentence, 15_000)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember size and tab; a write that runs is waited for."""
        self.settings.geometry = self.saveGeometry()
        self.settings.tab = self.tabs.currentIndex()
        self.settings.save()
        if self._attached and self.worker.writing:
            event.ignore()
            self._leave_later()
            return
        if self._attached:
            self.worker.close()
        super().closeEvent(event)

    def _leave_later(self) -> None:
        """The window stays until everything is written, then closes by itself."""
        if not self.leaving:
            self.leaving = True
            self.tabs.setEnabled(False)
            self.menuBar().setEnabled(False)
            self.statusBar().showMessage(
                _("Basis data masih dipakai. Jendela menutup sendiri setelah selesai.")
            )
        QTimer.singleShot(50, self, self._leave)

    def _leave(self) -> None:
        if self.worker.writing or QApplication.activeModalWidget() is not None:  # a failure is read first
            QTimer.singleShot(50, self, self._leave)
        else:
            self.close()

    def _name_office(self, office: "OfficeFacts") -> None:
        name = f"{office.name.title()} {office.regency}"
        self.setWindowTitle(f"{name} — Pilar TKSK" + (_(" (LATIHAN)") if office.practice else ""))
        self.statusBar().showMessage(name)

    def _follow(self, tables: frozenset[str]) -> None:
        """What the office is called has changed: the title and the status bar follow."""
        if "office" not in tables or self.office is None:
            return

        def work(session: "Session") -> "OfficeFacts | None":
            from db.services import office

            return office.find_office(session)

        def show(office: "OfficeFacts | None") -> None:
            if office is not None and self.office is not None:
                self.office = office
                self._name_office(office)
                self._set_actions(may_open=True)

        self.worker.read(self, work, then=show)

    def _mark_practice(self, practice: bool) -> None:
        self.practice_mark.setVisible(practice)
        theme.set_look(self.frame, practice="true" if practice else "false")

    def _set_actions(self, *, may_open: bool) -> None:
        """Nothing of Data without an office, and no opening while a database is being opened."""
        office = self.office
        reads_log = office is not None and Right.HISTORY in self.worker.actor.rights
        self.office_action.setEnabled(office is not None)
        self.history_action.setEnabled(reads_log)
        self.history_action.setToolTip("" if reads_log else missing_right(Right.HISTORY))
        reason = "" if office is None else self._why_no_backup()
        self.backup_action.setEnabled(office is not None and not reason)
        self.backup_action.setToolTip(reason)
        self.user_action.setVisible(office is not None and office.login_required)
        for action in (self.practice_action, self.home_action, self.open_action, self.restart_action):
            action.setEnabled(may_open)
        self.practice_action.setVisible(not self.own_practice)
        self.restart_action.setVisible(self.own_practice)
        self.home_action.setVisible(self.way_back is not None)

    def _why_no_backup(self) -> str:
        """A copy holds everything, so it wants the right to everything; a server is copied elsewhere."""
        if self.on_server:
            return _("Data ini ada di server. Cadangannya dibuat administrator server.")
        return "" if Right.OFFICE in self.worker.actor.rights else missing_right(Right.OFFICE)

    def _build(self, place: int) -> None:
        """Make a tab when it is first shown."""
        name, title, _picture, maker = tabs()[place]
        if self.office is None or name in self.pages:
            return
        page = maker(self.worker)
        page.navigate.connect(self.navigate)
        page.said.connect(self.say)
        self.pages[name] = page
        self.tabs.blockSignals(True)
        self._take_out(place)
        self.tabs.insertTab(place, page, title)
        self.tabs.setCurrentIndex(place)
        self.tabs.blockSignals(False)
        self._draw_icons()

    def _take_out(self, place: int) -> None:
        page = self.tabs.widget(place)
        self.tabs.removeTab(place)
        if page is not None:
            page.deleteLater()

    def _draw_icons(self) -> None:
        from desktop.widgets.icons import icon

        for place, (_name, _title, picture, _maker) in enumerate(tabs()):
            self.tabs.setTabIcon(place, icon(picture, "muted"))

    def _make_menu(self) -> None:
        bar = self.menuBar()
        file = bar.addMenu(_("&Berkas"))
        self.practice_action = self._action(_("Buka kantor latihan"), lambda: self._open_database(PRACTICE))
        self.restart_action = self._action(_("Mulai ulang kantor latihan…"), self._restart_practice)
        self.home_action = self._action(_("Kembali ke data kantor"), self.go_back)
        self.open_action = self._action(_("Buka data kantor lain…"), self._choose_database, "Ctrl+O")
        self.user_action = self._action(_("Ganti pengguna…"), self.user_leaves.emit)
        self.quit_action = self._action(_("Keluar"), self.close, QKeySequence.StandardKey.Quit)
        file.addActions([self.practice_action, self.home_action, self.restart_action, self.open_action])
        file.addSeparator()
        file.addActions([self.user_action, self.quit_action])
        data = bar.addMenu(_("&Data"))
        data.setToolTipsVisible(True)
        self.office_action = self._action(_("Kantor dan pejabat…"), self.open_office)
        self.history_action = self._action(_("Riwayat perubahan…"), self.open_history, "Ctrl+H")
        self.backup_action = self._action(_("Cadangkan data…"), self.open_backup)
        data.addActions([self.office_action, self.history_action])
        data.addSeparator()
        data.addAction(self.backup_action)
        view = bar.addMenu(_("&Tampilan"))
        for number, (_name, title, _picture, _maker) in enumerate(tabs()):
            view.addAction(
                self._action(
                    title, lambda place=number: self.tabs.setCurrentIndex(place), f"Ctrl+{number + 1}"
                )
            )
        view.addSeparator()
        group = QActionGroup(self)
        for key, text in (("system", _("Ikuti sistem")), ("light", _("Terang")), ("dark", _("Gelap"))):
            action = self.theme_actions[key] = self._action(text, lambda chosen=key: self._wear(chosen))
            action.setCheckable(True)
            action.setChecked(self.settings.theme == key)
            group.addAction(action)
            view.addAction(action)
        aid = bar.addMenu(_("Ba&ntuan"))
        aid.addAction(self._action(_("Buka folder data dan catatan program"), self._open_folder))
        aid.addAction(self._action(_("Tentang Pilar TKSK"), self._about))

    def _action(
        self, text: str, handler: Callable[..., object], keys: str | QKeySequence.StandardKey = ""
    ) -> QAction:
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked: handler())
        return action

    def open_office(self, panel: str = "") -> None:
        """Letterhead, signers, numbering, users, regions; `panel` names one of its tabs: officials."""
        from desktop.office.office_dialog import OfficeDialog

        self.dialog = dialog = OfficeDialog(self, self.worker)
        if panel:
            dialog.show_panel(getattr(dialog, panel))
        dialog.open()

    def open_history(self) -> None:
        """Everything that was changed, newest first."""
        from desktop.parts.history import HistoryDialog

        self.dialog = HistoryDialog(self, self.worker, _("semua perubahan"))
        self.dialog.open()

    def open_backup(self) -> None:
        """Everything into one file, for a stick or another computer."""
        from desktop.office.backup_dialog import BackupDialog

        assert self.office is not None
        self.dialog = dialog = BackupDialog(self, self.worker, self.office.regency)
        dialog.said.connect(self.say)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def go_back(self) -> None:
        """From the practice office or another database to the office's own."""
        if self.way_back is not None:
            self._open_database(self.way_back)

    def _restart_practice(self) -> None:
        from desktop.widgets.ask import confirm

        text = _("Mulai ulang kantor latihan?")
        details = _("Semua yang dikerjakan di kantor latihan dihapus. Basis data kantor tidak disentuh.")
        if confirm(self, text, _("Mulai ulang"), details, danger=True):
            self._open_database(FRESH_PRACTICE)

    def _choose_database(self) -> None:
        from desktop.files import ask_what_to_open

        if path := ask_what_to_open(self, _("Buka data kantor lain"), _("Data Pilar TKSK (*.db)")):
            self._open_database(str(path))

    def _wear(self, chosen: str) -> None:
        self.settings.theme = chosen
        self.settings.save()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        QTimer.singleShot(0, self, self._dress)  # once the menu is gone and the cursor shows

    def _dress(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        try:
            theme.apply_theme(app, {"light": False, "dark": True}.get(self.settings.theme))
        finally:
            QApplication.restoreOverrideCursor()

    def _open_folder(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        from desktop.app import data_folder

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(data_folder())))

    def _about(self) -> None:
        from desktop.widgets.ask import inform

        text = _("Pilar TKSK {version}")
        details = _(
            "Program kantor untuk Dinas Sosial kabupaten/kota: TKSK, seleksi, pemetaan sosial, dan surat.\n"
            "Perangkat lunak bebas dengan lisensi MIT. Kode arsip pada surat bukan tanda tangan elektronik."
        )
        inform(self, text.format(version=VERSION), details)
