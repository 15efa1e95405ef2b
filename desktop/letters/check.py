"""Is this paper ours? The archive code at its foot, or its file, is asked of the register."""

from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.rules.archive_code import is_exact
from db.rules.dates import long_date
from db.rules.letter_kinds import kind_label
from db.rules.letter_life import LetterStatus
from db.rules.problems import RuleViolation, Trouble
from db.rules.words import _
from db.services import archive, letters
from db.services.archive import Checked
from desktop.files import ask_what_to_open
from desktop.letters import reader
from desktop.letters.columns import edition, number_of
from desktop.parts.opener import Opener
from desktop.widgets.banner import Banner
from desktop.widgets.basics import Facts, Pill, button, card, label, link, row
from desktop.widgets.busy import BusyCursor
from desktop.widgets.failure import sentence
from desktop.widgets.page import Page
from desktop.widgets.tab import Tab
from desktop.worker import Worker

WIDEST = 720
FIRST_PAGES = 10  # enough to know a letter by
LARGEST_FILE = 50 * 1024 * 1024


class CheckSection(Tab, Opener):
    """A code typed or scanned, or a file, and what the register knows of it."""

    reads = frozenset({"letter"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.checked: Checked | None = None
        self._typed = ""
        self._asked = 0  # tells a late answer from the one awaited
        self._busy = BusyCursor(self)
        self.code = QLineEdit()
        self.code.setPlaceholderText(_("misalnya 7F3A-9KC2"))
        self.code.setAccessibleName(_("Kode arsip"))
        self.code.setMaxLength(60)
        self.code.setClearButtonEnabled(True)
        self.code.setMinimumWidth(200)
        self.check_button = button(_("Periksa"), primary=True, on_click=self.check)
        self.file_button = button(_("Pilih berkas…"), on_click=self.choose_file)
        self.banner = Banner()
        self.banner.hide()
        self.verdict = label("", "strong", wrap=True)
        self.pill = Pill("")
        self.facts = Facts()
        self.paper_button = button(_("Lihat surat"), on_click=self._show_paper)
        self.register_link = link(_("Buka dalam daftar surat keluar"), self._show_in_register)
        head = row(self.verdict, self.pill, spacing=12)
        head.setStretch(0, 1)
        head.setAlignment(self.pill, Qt.AlignmentFlag.AlignTop)
        below = row(self.paper_button, self.register_link, None, spacing=12)
        self.result = card("", head, self.facts, below, spacing=12)
        self.result.hide()

        facts = _("Ketik atau pindai kode di kaki surat, atau jatuhkan berkasnya di sini")
        self.page = Page(_("Periksa keaslian"), facts)
        note = _(
            "Kode arsip internal bukan tanda tangan elektronik: kode hanya menunjukkan surat mana yang "
            "tersimpan di kantor ini. Tanda tangan elektronik diperiksa di tempat penerbit sertifikatnya."
        )
        asking = row(label(_("Kode arsip")), self.code, self.check_button, self.file_button, None)
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(card("", asking))
        inside.addWidget(self.banner)
        inside.addWidget(self.result)
        inside.addWidget(label(note, "muted", wrap=True))
        inside.addStretch(1)
        beside = QHBoxLayout()
        beside.addWidget(column, 1)
        beside.addStretch(0)
        self.page.add_main(beside, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self.setAcceptDrops(True)
        self.code.returnPressed.connect(self.check)  # a hand scanner ends with Enter
        self.code.textEdited.connect(lambda _text: self.banner.clear())

    def refresh(self) -> None:
        """What is shown is asked once more: the letter may have been cancelled meanwhile."""
        if self.checked is not None and self.checked.letter.code and self.checked.same_file is None:
            self._ask(partial(archive.check_code, typed=self.checked.letter.code))
        self.code.setFocus()

    def receive(self, topic: str, payload: Any) -> None:
        """`check` with a code: look it up."""
        if topic == "check" and payload:
            self.code.setText(str(payload))
            self.check()

    def check(self) -> None:
        """Look the typed code up; the next one may be typed or scanned over it."""
        typed = self.code.text().strip()
        self.code.selectAll()
        if not typed:
            self.checked = None
            self.result.hide()
            self.banner.say(_("Ketik kode di kaki surat, lalu tekan Enter."), "warn")
            return
        self._typed = typed
        self._ask(partial(archive.check_code, typed=typed))

    def choose_file(self) -> None:
        """Ask for a PDF or a picture of a letter."""
        ending = _("Surat atau pindaian (*.pdf *.jpg *.jpeg *.png)")
        if path := ask_what_to_open(self, _("Pilih berkas"), ending):
            self.check_file(path)

    def check_file(self, path: Path) -> None:
        """Compare this file with the register, byte for byte, and read its code."""
        self._asked += 1
        asked = self._asked
        self._busy.start()

        def ask(read: tuple[bytes, set[str]]) -> None:
            content, codes = read
            if asked == self._asked:
                self._ask(partial(archive.check_file, content=content, codes=codes))

        self.worker.run(self, partial(_read, path), ask, partial(self._fail, asked))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.check_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def _ask(self, work: Any) -> None:
        self._asked += 1
        asked = self._asked
        self._busy.start()
        self.worker.read(self, work, partial(self._show, asked), partial(self._fail, asked))

    def _show(self, asked: int, checked: Checked) -> None:
        if asked != self._asked:
            return
        self._busy.stop()
        self.checked = checked
        letter = checked.letter
        self.banner.clear()
        text, tone = _verdict(checked)
        self.verdict.setText(text)
        cancelled = letter.status is LetterStatus.CANCELLED
        self.pill.set(_("Dibatalkan") if cancelled else _("Berlaku"), "bad" if cancelled else "good")
        self.facts.set_facts(_facts(checked))
        if tone != "good":
            self.banner.say(_warning(checked), tone)
        elif checked.same_file is None and letter.code and not is_exact(self._typed, letter.code):
            text = _("Anda mengetik {typed}; yang ada dalam arsip {code}. Cocokkan dengan kode pada kertas.")
            self.banner.say(text.format(typed=self._typed, code=letter.code), "warn")
        self.result.show()

    def _fail(self, asked: int, error: Exception) -> None:
        if asked != self._asked:
            return
        self._busy.stop()
        self.checked = None
        self.result.hide()
        self._tell_failure(error)

    def _show_paper(self) -> None:
        if self.checked is not None:
            letter = self.checked.letter
            title = f"{number_of(letter)} {letter.subject}"
            work = partial(letters.get_paper, letter_id=letter.id)
            self.worker.read(self, work, partial(self.show_paper, title), self._tell_failure)

    def _tell_failure(self, error: Exception) -> None:
        self.banner.say(sentence(error), "warn" if isinstance(error, RuleViolation) else "bad")

    def _show_in_register(self) -> None:
        if self.checked is not None:
            self.navigate.emit("letters/show", self.checked.letter.id)


def _verdict(checked: Checked) -> tuple[str, str]:
    if checked.same_file:
        text = _("Berkas ini sama persis dengan PDF dalam arsip.")
    elif checked.is_scan:
        text = _("Berkas ini pindaian bertanda tangan yang tersimpan untuk surat ini.")
    elif checked.same_file is False:
        text = _("Kode pada berkas ini milik surat di bawah, tetapi berkasnya bukan PDF dari arsip.")
    else:
        text = _("Kode ini milik surat di bawah. Cocokkan isinya dengan kertas yang diperiksa.")
    return text, _tone(checked)


def _tone(checked: Checked) -> str:
    if not checked.intact or checked.letter.status is LetterStatus.CANCELLED:
        return "bad"
    return "warn" if _warning(checked) else "good"


def _warning(checked: Checked) -> str:
    letter = checked.letter
    if not checked.intact:
        return _("PDF dalam arsip sudah berubah sejak surat final. Jangan dipakai; hubungi pengelola data.")
    if letter.status is LetterStatus.CANCELLED:
        if letter.replaced_by:
            text = _("Surat ini DIBATALKAN dan diganti oleh nomor {number}: {reason}")
        else:
            text = _("Surat ini DIBATALKAN: {reason}")
        return text.format(number=letter.replaced_by, reason=letter.cancel_reason)
    if letter.replaced_by:
        return _("Surat ini kemudian digantikan oleh nomor {number}.").format(number=letter.replaced_by)
    if checked.same_file is False and not checked.is_scan:
        return _("Isi berkas tidak dapat dipastikan: mungkin pindaian, mungkin sudah diubah. Lihat suratnya.")
    return ""


def _facts(checked: Checked) -> list[tuple[str, str]]:
    letter = checked.letter
    pairs = [
        (_("Nomor"), number_of(letter)),
        (_("Tanggal"), long_date(letter.dated_on)),
        (_("Jenis"), kind_label(letter.kind)),
        (_("Hal"), letter.subject),
        (_("Tujuan"), letter.recipient),
        (_("Penandatangan"), letter.signer_name),
        (_("Versi"), edition(letter)),
        (_("Menggantikan"), letter.replaces),
        (_("Diganti oleh"), letter.replaced_by),
        (_("Kode arsip"), letter.code or ""),
        (
            _("PDF dalam arsip"),
            _("utuh sejak diterbitkan (SHA-256 cocok)")
            if checked.intact
            else _("BERUBAH, SHA-256 tidak cocok"),
        ),
    ]
    return [(name, text) for name, text in pairs if text]


def _read(path: Path) -> tuple[bytes, set[str]]:
    """The bytes of a file, and the codes on its pages."""
    try:
        large = path.stat().st_size > LARGEST_FILE
        content = b"" if large else path.read_bytes()
    except OSError as error:
        text = _("{file} tidak dapat dibuka; mungkin dipakai program lain.")
        raise Trouble(text.format(file=path.name)) from error
    if large:
        raise Trouble(_("{file} lebih dari 50 MB; surat tidak sebesar itu.").format(file=path.name))
    return content, {code for code in islice(reader.read_codes(content), FIRST_PAGES) if code}
