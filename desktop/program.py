"""The running program: one window over one database at a time. Imported once the window is painted."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import resources
from db.rules.words import _
from desktop.app import data_folder
from desktop.clock import today
from desktop.log import start_log
from desktop.main_window import FRESH_PRACTICE, OFFICE, PRACTICE, MainWindow
from desktop.opening import Opened, nobody, opener
from desktop.widgets.failure import sentence
from desktop.worker import Worker

if TYPE_CHECKING:
    from db.rules.access import Actor

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

    def open(self, wanted: str = "") -> None:
        """Open a database: an address, one of the names, or what was open last when nothing is named."""
        if wanted == OFFICE:
            self._remember("")
        self._wanted, self._address = wanted, self._address_of(wanted)
        self.window.own_practice = wanted in (PRACTICE, FRESH_PRACTICE)
        back = (name for name in ("", OFFICE) if self._address_of(name) != self._address)
        self.window.way_back = next(back, None)
        self.window.show_waiting(_("Membuka basis data…"))
        job = opener(self._address, today(), practice=self.window.own_practice, anew=wanted == FRESH_PRACTICE)
        self.worker.open(self, job, then=self._look, failed=self._fail)

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
            user = _("{user}, tanpa masuk").format(user=self.worker.database.actor.name)
            self.window.set_office(opened.office, place_of(self.worker.database.url), user)

    def _ask_login(self, opened: Opened) -> None:
        from desktop.office.login import LoginDialog

        def enter(actor: "Actor") -> None:
            self.worker.database.actor = actor
            assert opened.office is not None
            self.window.set_office(opened.office, place_of(self.worker.database.url), actor.name)

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
            ways.append((_("Kembali ke basis data kantor"), self.window.go_back))
        self.window.show_waiting(sentence(error), *ways)


def translate(app: QApplication) -> None:
    """Qt's own words in Indonesian: it ships none."""
    translator = QTranslator(app)
    if translator.load(str(resources.path("locale", "qtbase_id.qm"))):
        app.installTranslator(translator)


def place_of(url: str) -> str:
    """Where the data are, for the status bar; never a password."""
    from sqlalchemy import make_url

    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _("Data: {file}").format(file=Path(address.database or "").name)
    return _("Data: server {host}").format(host=address.host or "localhost")
