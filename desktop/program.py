"""The running program: one window over one database at a time. Imported once the window is painted."""

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, QTranslator, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import resources
from db.rules.words import _
from desktop.app import data_folder
from desktop.clock import today
from desktop.main_window import MainWindow
from desktop.opening import Opened, nobody, opener
from desktop.widgets.failure import sentence
from desktop.worker import Worker

if TYPE_CHECKING:
    from db.rules.access import Actor

log = logging.getLogger(__name__)


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
        self._wanted = self.url = ""
        window.attach(self.worker, self.open)

    def open(self, wanted: str = "") -> None:
        """Open a database: an address, `practice`, or the office's own when nothing is named."""
        self._wanted, self.url = wanted, self._address(wanted)
        self.window.office = None
        self.window.show_waiting(_("Membuka basis data…"))
        job = opener(self.url, today(), practice=wanted == "practice")
        self.worker.open(self, job, then=self._look, failed=self._fail)

    def _address(self, wanted: str) -> str:
        if wanted == "practice":
            return f"sqlite:///{data_folder() / 'latihan.db'}"
        return (
            wanted
            or self.asked_for
            or self.window.settings.database
            or f"sqlite:///{data_folder() / 'pilar.db'}"
        )

    def _look(self) -> None:
        def work(session: object) -> Opened:
            from db.services import office, users

            return Opened(office.find_office(session), users.login_is_required(session))  # type: ignore[arg-type]

        self.worker.read(self, work, then=self._enter, failed=self._fail)

    def _enter(self, opened: Opened) -> None:
        if opened.office is None:
            self._start_wizard()
        elif opened.login_required:
            self.worker.database.actor = nobody()
            self._ask_login(opened)
        else:
            user = _("{user}, tanpa masuk").format(user=self.worker.database.actor.name)
            self.window.set_office(opened.office, place_of(self.url), user)

    def _ask_login(self, opened: Opened) -> None:
        from desktop.office.login import LoginDialog

        def enter(actor: "Actor") -> None:
            self.worker.database.actor = actor
            assert opened.office is not None
            self.window.set_office(opened.office, place_of(self.url), actor.name)

        self.window.show_waiting(
            _("Masuk dahulu untuk bekerja."), _("Masuk"), lambda: self._ask_login(opened)
        )
        self.window.dialog = dialog = LoginDialog(self.worker, self.window)
        dialog.logged_in.connect(enter)
        dialog.open()

    def _start_wizard(self) -> None:
        from desktop.office.wizard import FirstStartWizard

        self.window.show_waiting(
            _("Kantor belum diatur. Pengaturan awal hanya beberapa menit."),
            _("Mulai pengaturan"),
            self._start_wizard,
        )
        self.window.dialog = wizard = FirstStartWizard(self.worker, self.window)
        wizard.accepted.connect(lambda: self.open("practice") if wizard.practice else self._look())
        wizard.open()

    def _fail(self, error: Exception) -> None:
        self.window.show_waiting(sentence(error), _("Coba lagi"), lambda: self.open(self._wanted))


def translate(app: QApplication) -> None:
    """Qt's own words in Indonesian: it ships none."""
    translator = QTranslator(app)
    if translator.load(str(resources.path("locale", "qtbase_id.qm"))):
        app.installTranslator(translator)


def place_of(url: str) -> str:
    """Where the data are, for the status bar; never a password."""
    if url.startswith("sqlite"):
        return _("Data: {file}").format(file=Path(url.removeprefix("sqlite:///")).name)
    return _("Data: server {host}").format(host=url.rpartition("@")[2].partition("/")[0])


def start_log(folder: Path) -> None:
    """A rotating file; every unexpected exception and every word of Qt ends there."""
    root = logging.getLogger()
    if root.handlers:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / "pilar.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    sys.excepthook = _log_exception
    threading.excepthook = lambda args: _log_exception(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    qInstallMessageHandler(_log_qt)


def _log_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("unexpected failure", exc_info=(kind, error, trace))


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    level = logging.INFO if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else logging.WARNING
    logging.getLogger("qt").log(level, message)
