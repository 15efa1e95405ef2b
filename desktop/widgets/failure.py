"""What a widget says when its work has failed."""

import logging
import traceback

from PySide6.QtGui import QGuiApplication

from db.rules.problems import RuleViolation, Trouble
from db.rules.words import _

log = logging.getLogger(__name__)


def is_expected(error: Exception) -> bool:
    """A refusal or a trouble explains itself; anything else is a fault of ours."""
    return isinstance(error, RuleViolation | Trouble)


def sentence(error: Exception) -> str:
    """The words for the person; a fault goes to the log as well."""
    if is_expected(error):
        return str(error)
    log.error("unexpected failure", exc_info=error)
    return _("Terjadi kesalahan dalam program. Data tidak diubah; rinciannya ada di catatan program.")


def copy_report(error: Exception) -> None:
    """Put the details on the clipboard, for those who help."""
    QGuiApplication.clipboard().setText("".join(traceback.format_exception(error)))
