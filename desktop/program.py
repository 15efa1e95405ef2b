"""The running program: one window over one database at a time. Imported once the window is painted."""

from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import resources
from db.address import file_of
from db.first_look import FirstLook, look
from db.rules.words import _
from desktop.app import data_folder
from desktop.clock import today
from desktop.log import start_log
from desktop.main_window import FRESH_PRACTICE, OFFICE, PRACTICE, MainWindow
from desktop.opening import Opened, nobody, opener, pc_name
from desktop.widgets.failure import sentence
from desktop.worker import Worker

if TYPE_CHECKING:
    from db.rules.access import Actor
    from db.rules.office import OfficeFacts

NAMED = ("", OFFICE, PRACTICE, FRESH_PRACTICE)


class Program(QObject):
    """Opens databases for the window, and asks who works where that is wanted."""

    def __init__(self, window: MainWindow, database: str = "") -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        start_log(data_folder())
        translate(app)
        app.setWindowIcon(QIcon(str(resources.path("icons", "pilar.svg"))))
        self.window = window
        self.asked_for = database  # --database or PILAR_DATABASE wins over what was remembered
        self.worker = Worker(self)
        self._wanted = self._address = ""
        window.attach(self.worker, self.open)
        window.user_leaves.connect(self.change_user)

    def open(self, wanted: str = "") -> None:
        """Open a database: an address, one of the names, or what was open last when nothing is named."""
        if wanted == OFFICE:
            self._remember("")
        self._wanted, self._address = wanted, self._address_of(wanted)
        self.window.own_practice = wanted in (PRACTICE, FRESH_PRACTICE)
        self.window.on_server = file_of(self._address) is None
        back = (name for name in ("", OFFICE) if self._address_of(name) != self._address)
        self.window.way_back = next(back, None)
        self.window.show_waiting(_("Membuka data…"))
        job = opener(
            self._address,
            today(),
            practice=self.window.own_practice,
            anew=wanted == FRESH_PRACTICE,
            after=self._take_first_look(),
        )
        self.worker.open(self, job, then=self._look, failed=self._fail)

    def _take_first_look(self) -> Event:
        """Show the roster before SQLAlchemy is loaded, where it is in front; set when that is done."""
        done = Event()
        path = file_of(self._address)
        if path is None or self.window.front != "officers" or self._wanted == FRESH_PRACTICE:
            done.set()
            return done

        def show(first: FirstLook | None) -> None:
            if first is not None:
                self.worker.guest = first.actor
                self._show_office(first.office, first.actor)
                self.window.navigate("officers/first", first.posts)
            QTimer.singleShot(0, done.set)  # painted

        self.worker.run(
            self, lambda: look(path, today(), pc_name()), then=show, failed=lambda _error: done.set()
        )
        return done

    def _show_office(self, office: "OfficeFacts", actor: "Actor") -> None:
        name = actor.name if office.login_required else _("{user}, tanpa masuk").format(user=actor.name)
        self.window.set_office(office, place_of(self._address), name)

    def change_user(self) -> None:
        """Somebody else sits down: nothing of the one before stays on the screen."""
        self.window.show_waiting(_("Menunggu penyimpanan selesai…"))
        self._look_once_written()

    def _look_once_written(self) -> None:
        if self.worker.writing:  # still the work of the one before
            QTimer.singleShot(50, self, self._look_once_written)
        else:
            self._look()

    def _address_of(self, wanted: str) -> str:
        if wanted in (PRACTICE, FRESH_PRACTICE):
            return str(data_folder() / "latihan.db")
        if wanted not in NAMED:
            return wanted
        remembered = "" if wanted == OFFICE else self.window.settings.database
        return self.asked_for or remembered or str(data_folder() / "pilar.db")

    def _remember(self, database: str) -> None:
        self.window.settings.database = database
        self.window.settings.save()

    def _look(self) -> None:
        if self.window.leaving:
            return

        def work(session: object) -> Opened:
            from db.services import office, users

            return Opened(office.find_office(session), users.login_is_required(session))  # type: ignore[arg-type]

        self.worker.read(self, work, then=self._enter, failed=self._fail)

    def _enter(self, opened: Opened) -> None:
        if self._wanted not in NAMED and self._address != self._address_of(OFFICE):
            self._remember(self._address)
        if opened.office is None:
            self._start_wizard()
        elif opened.login_required:
            self.worker.database.actor = nobody()
            self._ask_login(opened)
        else:
            self._show_office(opened.office, self.worker.actor)

    def _ask_login(self, opened: Opened) -> None:
        from desktop.office.login import LoginDialog

        def enter(actor: "Actor") -> None:
            self.worker.database.actor = actor
            assert opened.office is not None
            self._show_office(opened.office, actor)

        self.window.show_waiting(
            _("Masuk dahulu untuk bekerja."), (_("Masuk"), lambda: self._ask_login(opened))
        )
        self.window.dialog = dialog = LoginDialog(self.worker, self.window)
        dialog.logged_in.connect(enter)
        dialog.open()

    def _start_wizard(self) -> None:
        from desktop.office.wizard import FirstStartWizard

        self.window.show_waiting(
            _("Kantor belum diatur. Pengaturan awal hanya beberapa menit."),
            (_("Mulai pengaturan"), self._start_wizard),
        )
        self.window.dialog = wizard = FirstStartWizard(self.worker, self.window)
        wizard.accepted.connect(lambda: self.open(PRACTICE) if wizard.practice else self._look())
        wizard.finished.connect(wizard.deleteLater)  # a hidden wizard does not survive a change of the theme
        wizard.open()

    def _fail(self, error: Exception) -> None:
        ways = [(_("Coba lagi"), lambda: self.open(self._wanted))]
        if self.window.way_back is not None:
            ways.append((_("Kembali ke data kantor"), self.window.go_back))
        self.window.show_waiting(sentence(error), *ways)


def translate(app: QApplication) -> None:
    """Qt's own words in Indonesian: it ships none."""
    translator = QTranslator(app)
    if translator.load(str(resources.path("locale", "qtbase_id.qm"))):
        app.installTranslator(translator)


def place_of(address: str) -> str:
    """Where the data are, for the status bar; never a password."""
    if path := file_of(address):
        return _("Data: {file}").format(file=path.name)
    return _("Data: server {host}").format(host=urlsplit(address).hostname or "localhost")
