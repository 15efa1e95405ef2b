"""One sentence for a refusal or trouble, a report for a fault."""

import logging
import traceback
from gettext import gettext as _

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from db.rules.problems import Conflict, Forbidden, RuleViolation, Trouble

log = logging.getLogger(__name__)


def show_error(owner: object, error: Exception) -> None:
    """Tell the user in a box; personal data never reach the log."""
    parent = owner if isinstance(owner, QWidget) else QApplication.activeWindow()
    box = QMessageBox(parent)
    box.setWindowTitle(title_of(error))
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(sentence_of(error))
    close = box.addButton(_("Tutup"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(close)
    if not isinstance(error, RuleViolation | Trouble):
        log.error("unexpected failure", exc_info=error)
        box.setIcon(QMessageBox.Icon.Critical)
        copy = box.addButton(_("Salin laporan"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report_of(error)))
    box.exec()


def title_of(error: Exception) -> str:
    match error:
        case Forbidden():
            return _("Tidak berhak")
        case Conflict():
            return _("Data baru saja diubah")
        case RuleViolation():
            return _("Belum bisa")
        case Trouble():
            return _("Ada hambatan")
        case _:
            return _("Terjadi kesalahan")


def sentence_of(error: Exception) -> str:
    """What the user reads: our sentence, or for a fault that nothing was changed."""
    if isinstance(error, RuleViolation | Trouble):
        return str(error)
    return _("Terjadi kesalahan dalam program. Data tidak diubah; rincian ada di berkas log.")


def report_of(error: Exception) -> str:
    return "".join(traceback.format_exception(error))
