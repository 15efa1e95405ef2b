"""Shows the letter that a dialog has just issued, over the window that stays."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.services.letters import IssuedLetter
from desktop.parts.numbered import with_number
from desktop.worker import Worker

if TYPE_CHECKING:
    from desktop.viewer import PaperDialog


def show_letter(dialog: QWidget, worker: Worker, letter: IssuedLetter) -> "PaperDialog":
    """Open a letter over the first window above `dialog` that is still there."""
    from desktop import viewer  # late: it brings QtPdf

    owner = dialog.parentWidget()
    while owner is not None and not owner.isVisible():
        owner = owner.parentWidget()
    return viewer.show_paper(owner, worker, with_number(letter.subject, letter), letter.pdf)
