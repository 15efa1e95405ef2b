"""The log of the program, and what becomes of a fault that nobody has caught."""

import logging
import sys
import threading
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from db.rules.words import _
from desktop.errors import show_error

log = logging.getLogger(__name__)


class FaultTeller(QObject):
    """Notes every fault and shows one box; what comes while it is open only goes to the log."""

    _told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._busy, self._closed = False, 0.0
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)  # from whatever thread

    def tell(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What Python calls with an exception that nobody has caught."""
        log.critical("unexpected failure", exc_info=(kind, error, trace))
        if isinstance(error, Exception):
            self._told.emit(error)

    def _show(self, error: Exception) -> None:
        if self._busy or time.monotonic() - self._closed < 1:  # painting that fails would ask again and again
            return
        self._busy = True
        try:
            text = _(
                "Terjadi kesalahan dalam program. Periksa apakah pekerjaan terakhir sudah tersimpan; "
                "rinciannya ada di catatan program."
            )
            show_error(None, error, text)
        finally:
            self._busy, self._closed = False, time.monotonic()


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
    teller = FaultTeller()
    sys.excepthook = teller.tell
    threading.excepthook = lambda args: teller.tell(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    qInstallMessageHandler(_log_qt)


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    level = logging.INFO if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else logging.WARNING
    logging.getLogger("qt").log(level, message)
