"""One sentence for a refusal or trouble, a report for a fault."""

from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from shiboken6 import isValid

from db.rules.problems import Conflict, Forbidden, RuleViolation, Trouble
from db.rules.words import _
from desktop.widgets.failure import copy_report, is_expected, sentence


def show_error(owner: object, error: Exception, text: str = "") -> None:
    """Tell the user in a box; a fault goes to the log and can be copied as a report.

    text: other words for a fault that is in the log already.
    """
    parent = owner if isinstance(owner, QWidget) and isValid(owner) else QApplication.activeWindow()
    box = QMessageBox(parent)
    box.setWindowTitle(_title(error))
    box.setIcon(QMessageBox.Icon.Warning if is_expected(error) else QMessageBox.Icon.Critical)
    box.setText(text or sentence(error))
    close = box.addButton(_("Tutup"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(close)
    copy = (
        None if is_expected(error) else box.addButton(_("Salin laporan"), QMessageBox.ButtonRole.ActionRole)
    )
    box.exec()
    if not isValid(box):  # gone with its owner while it was open
        return
    if copy is not None and box.clickedButton() is copy:
        copy_report(error)


def _title(error: Exception) -> str:
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
