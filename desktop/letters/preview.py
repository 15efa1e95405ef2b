"""The chosen letter: what it is, and its pages as they were printed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from db.rules.dates import long_date
from db.rules.words import _
from db.services.letters import LetterRow
from desktop.viewer import PaperView
from desktop.widgets.basics import label, link, row
from desktop.worker import Worker


class LetterPreview(QFrame):
    """A card with the letter's subject, its pages, and what can be done with them."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.subject, self.facts = label("", "strong"), label("", "muted")
        self.history_button = link(_("Riwayat"))
        self.paper = PaperView(worker, _("Pilih surat pada daftar untuk melihat halamannya."))
        self.paper.make_print_primary()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.subject)
        words.addWidget(self.facts)
        head = row(words, self.history_button, spacing=12)
        head.setStretch(0, 1)
        head.setAlignment(self.history_button, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.paper, 1)
        self.setMinimumWidth(330)
        self.clear()

    def show_letter(self, letter: LetterRow, pdf: bytes) -> None:
        """Show a letter of the register and its paper."""
        day = long_date(letter.dated_on)
        to = _("kepada {recipient}").format(recipient=letter.recipient) if letter.recipient else ""
        self.subject.setText(letter.subject)
        self.facts.setText(" · ".join(part for part in (letter.number, day, to) if part))
        self.history_button.show()
        self.paper.show_paper(pdf, f"{letter.number} {letter.subject}")

    def clear(self) -> None:
        """No letter is chosen."""
        self.subject.setText("")
        self.facts.setText("")
        self.history_button.hide()
        self.paper.clear()
