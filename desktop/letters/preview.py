"""The chosen letter: what it is, how it stands, and its pages as they were printed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout

from db.rules.dates import long_date, short_date
from db.rules.letter_life import LetterStatus
from db.rules.words import _
from db.services.letters import LetterRow
from desktop.letters.columns import edition, number_of, state, tone
from desktop.viewer import PaperView
from desktop.widgets.banner import Banner
from desktop.widgets.basics import Pill, breakable, button, label, row
from desktop.widgets.theme import set_look
from desktop.worker import Worker


class LetterPreview(QFrame):
    """A card with the letter's subject, its state, its pages, and what can be done with them."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.subject = label("", "strong")
        self.facts, self.more_facts = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self.pill = Pill("")
        self.banner = Banner()
        self.banner.close_button.hide()
        self.banner.hide()
        self.correct_button = button(_("Perbaiki…"), "pencil-outline")
        self.return_button = button(_("Sudah kembali…"), "check")
        self.return_button.setToolTip(_("Catat bahwa surat kembali ditandatangani, dengan pindaiannya"))
        self.more_button = button(_("Lainnya"))
        set_look(self.more_button, menu="true")
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.more_button.setMenu(self.menu)
        self.paper = PaperView(worker)
        self.paper.make_print_primary()
        words = QVBoxLayout()
        words.setSpacing(0)
        for piece in (self.subject, self.facts, self.more_facts):
            words.addWidget(piece)
        head = row(words, self.pill, spacing=12)
        head.setStretch(0, 1)
        head.setAlignment(self.pill, Qt.AlignmentFlag.AlignTop)
        bar = row(self.correct_button, self.return_button, self.more_button, None)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.banner)
        box.addLayout(bar)
        box.addWidget(self.paper, 1)
        self.setMinimumWidth(400)
        self.clear()

    def show_letter(self, letter: LetterRow, pdf: bytes) -> None:
        """Show a letter of the register and its paper."""
        self.paper.show_paper(pdf, f"{letter.number} {letter.subject}".strip())
        self.tell(letter)

    def tell_hidden(self, letter: LetterRow, why: str) -> None:
        """A letter whose paper may not be read now: what is known of it, and why there are no pages."""
        self.paper.clear()
        self.paper.empty.set(why)
        self.tell(letter)

    def tell(self, letter: LetterRow) -> None:
        """What is known of the letter, above its pages that stay as they are."""
        to = _("kepada {recipient}").format(recipient=letter.recipient) if letter.recipient else ""
        facts = (number_of(letter), long_date(letter.dated_on), to)
        self.subject.setText(letter.subject)
        self.facts.setText(" · ".join(part for part in facts if part))
        self.more_facts.setText(" · ".join(_more_facts(letter)))
        self.pill.set(state(letter), tone(letter))
        self.pill.show()
        cancelled = letter.status is LetterStatus.CANCELLED
        self.banner.say(_cancelled(letter), "bad" if cancelled else "warn")
        self.paper.caution = _("Surat ini sudah dibatalkan. Cetak juga?") if cancelled else ""
        for piece in (self.correct_button, self.return_button, self.more_button):
            piece.show()

    def clear(self) -> None:
        """No letter is chosen."""
        for piece in (self.subject, self.facts, self.more_facts):
            piece.setText("")
        self.banner.clear()
        for widget in (self.pill, self.correct_button, self.return_button, self.more_button):
            widget.hide()
        self.paper.empty.set(_("Pilih surat pada daftar untuk melihat halamannya."))
        self.paper.clear()


def _more_facts(letter: LetterRow) -> list[str]:
    facts = [letter.signer_name] if letter.signer_name else []
    if letter.classification:
        facts.append(_("klasifikasi {code}").format(code=letter.classification))
    if letter.edition > 1:
        text = _("{version}, menggantikan {number}") if letter.replaces else "{version}"
        facts.append(text.format(version=edition(letter), number=letter.replaces))
    if letter.checked_by and letter.checked_on:
        text = _("diparaf {name} {day}")
        facts.append(text.format(name=letter.checked_by, day=short_date(letter.checked_on)))
    if letter.signed_on:
        facts.append(_("kembali {day}").format(day=short_date(letter.signed_on)))
    if letter.external_number:
        facts.append(_("SRIKANDI {number}").format(number=letter.external_number))
    if letter.code:
        facts.append(_("kode {code}").format(code=letter.code))
    return facts


def _cancelled(letter: LetterRow) -> str:
    if letter.status is not LetterStatus.CANCELLED:
        text = _("Digantikan oleh nomor {number}; berlaku sampai tanggal surat itu.")
        return text.format(number=breakable(letter.replaced_by)) if letter.replaced_by else ""
    if letter.replaced_by:
        text = _("DIBATALKAN: {reason}, diganti oleh nomor {number}.")
    else:
        text = _("DIBATALKAN: {reason}.")
    reason = letter.cancel_reason.rstrip(". ")
    return text.format(reason=reason, number=breakable(letter.replaced_by))
