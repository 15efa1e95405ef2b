"""How letters are numbered: one run or many, and each kind with its next number as it is being set."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.numbering import (
    TOKENS,
    NumberScope,
    check_filled_tokens,
    check_number_format,
    scope_label,
    with_type,
)
from db.rules.words import _
from db.services import classifications, numbering
from db.services.classifications import ClassificationRow
from db.services.numbering import Numbering, NumberingRow
from desktop.clock import today
from desktop.office.classifications_dialog import ClassificationsDialog
from desktop.office.numbering_line import NumberingLine
from desktop.office.panel import Panel
from desktop.office.start_dialog import StartDialog
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label, row, scrolled
from desktop.widgets.fields import line_edit
from desktop.worker import Worker


@dataclass(frozen=True)
class Found:
    """What the panel shows, read at once."""

    numbering: Numbering
    sequences: dict[LetterKind, int]  # the next one of each kind
    codes: list[ClassificationRow]


class NumberingPanel(Panel):
    """All kinds that have a number, below each other; saved together."""

    reads = frozenset({"letter_setting", "office", "classification", "letter_number", "number_counter"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._saved: Numbering | None = None
        self._filling = False
        self._sequences: dict[LetterKind, int] = {}
        self.scope = QComboBox()
        self.scope.setAccessibleName(_("Urutan nomor"))
        for scope in NumberScope:
            self.scope.addItem(scope_label(scope), scope)
        self.section_code = line_edit(40)
        self.section_code.setMaximumWidth(140)
        self.section_code.setPlaceholderText(_("misalnya BID.PEMSOS"))
        self.section_code.setAccessibleName(_("Kode bidang"))
        text = _("Dalam format, bagian berkurung diganti: {tokens}. {{urut:03}} menulis tiga angka.")
        tokens = ", ".join(f"{{{token}}}" for token in TOKENS)
        self.hint = label(text.format(tokens=tokens), "muted", wrap=True)
        self.codes_button = button(_("Klasifikasi…"), on_click=self.show_codes)
        self.start_button = button(_("Nomor awal…"), on_click=self.set_start)
        self.lines = {kind: NumberingLine(kind) for kind in numbering.numbered_kinds()}
        self.save_button = button(
            _("Simpan penomoran"), "content-save-outline", primary=True, on_click=self.save
        )
        self._lay_out()
        self.scope.currentIndexChanged.connect(lambda _place: self._judge())
        self.section_code.textChanged.connect(lambda _text: self._judge())
        for line in self.lines.values():
            line.edited.connect(self._judge)
        self.set_actions(None, self.save_button)
        self.main_button = self.save_button
        allow(worker, Right.OFFICE, *self._locked, self.save_button, self.start_button)

    def refresh(self) -> None:
        day = today()

        def work(session: Any) -> Found:
            return Found(
                numbering.get_numbering(session),
                numbering.next_sequences(session, day),
                classifications.list_classifications(session),
            )

        self.worker.read(self, work, then=self._show, failed=self.show_failure)

    def is_edited(self) -> bool:
        return self._saved is not None and self.value() != self._saved

    def value(self) -> Numbering:
        """What is set now."""
        return Numbering(
            NumberScope(self.scope.currentData()),
            self.section_code.text().strip(),
            self._saved.code if self._saved else "",
            tuple(line.value() for line in self.lines.values()),
        )

    def save(self) -> None:
        """Write all of it, or go to the first line that cannot be."""
        if not self.save_button.isEnabled() or self._saved is None:
            return
        wrong = [line for line in self.lines.values() if not self._judge_line(line, self.value())]
        if wrong:
            wrong[0].format.setFocus()
            return
        wanted, opened = self.value(), self._saved
        if problems := numbering.check_runs(wanted):
            self.banner.say(problems[0].text, "bad", _("Tambahkan {jenis}"), self._add_types)
            return
        self.save_button.setEnabled(False)
        work = partial(numbering.save_numbering, after=wanted, before=opened)
        self.worker.write(self, work, then=lambda _none: self._finish(wanted), failed=self._fail)

    def show_codes(self) -> None:
        """The codes to choose from, and which of them stand on top."""
        self.dialog = ClassificationsDialog(self, self.worker)
        self.dialog.open()

    def set_start(self) -> None:
        """Ask which number was the last one before this program counts."""
        self.dialog = StartDialog(self, self.worker, today().year)
        self.dialog.accepted.connect(lambda: self.tell(_("Nomor awal disimpan.")))
        self.dialog.open()

    def _lay_out(self) -> None:
        head = QWidget()
        head.setLayout(
            row(
                self.scope,
                label(_("Kode bidang")),
                self.section_code,
                None,
                self.codes_button,
                self.start_button,
                spacing=12,
            )
        )
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(4)
        for line in self.lines.values():
            box.addWidget(line)
        box.addStretch(1)
        self._locked = (content, self.scope, self.section_code)
        self.box.addWidget(head)
        self.box.addWidget(self.hint)
        self.box.addWidget(scrolled(content), 1)

    def _show(self, found: Found) -> None:
        self._sequences = found.sequences
        edited, self._filling = self.is_edited(), True
        for line in self.lines.values():
            line.offer(found.codes)
        if not edited:
            self._fill(found.numbering)
        self._filling = False
        self._judge()

    def _fill(self, opened: Numbering) -> None:
        self._saved = opened
        self.scope.setCurrentIndex(self.scope.findData(opened.scope))
        self.section_code.setText(opened.section_code)
        for line_row in opened.rows:
            self.lines[line_row.kind].fill(line_row)
        self._saved = replace(self.value(), code=opened.code)

    def _judge(self) -> None:
        if self._saved is not None and not self._filling:
            whole = self.value()
            for line in self.lines.values():
                self._judge_line(line, whole)

    def _judge_line(self, line: NumberingLine, whole: Numbering) -> bool:
        """Show the next number of a kind, or what is wrong with its format."""
        own = line.value()
        problems = check_number_format(own.number_format) or check_filled_tokens(
            own.number_format, classification=own.classification, section_code=whole.section_code
        )
        text = problems[0].text if problems else line.classification.problem()
        line.say(text or self._example(whole, own), bad=bool(text))
        return not text

    def _example(self, whole: Numbering, own: NumberingRow) -> str:
        number = numbering.example(whole, own, self._sequences.get(own.kind, 1), today())
        if own.number_by_hand:
            return _("Titik-titik; nomor dari bagian umum. Nomor sendiri akan berbentuk {number}").format(
                number=number
            )
        return _("Berikutnya: {number}").format(number=number)

    def _add_types(self) -> None:
        """Put {jenis} into every format, so that runs of each kind differ."""
        for line in self.lines.values():
            line.format.setText(with_type(line.format.text()))
        taken: set[str] = set()
        for line in self.lines.values():
            code = line.type_code.text().strip() or line.type_code.placeholderText()
            number, wanted = 2, code
            while wanted in taken:
                wanted, number = f"{code}{number}", number + 1
            taken.add(wanted)
            if wanted != code:
                line.type_code.setText(wanted)
        self.banner.say(_("Periksa kode jenisnya, lalu simpan."), "info")

    def _finish(self, saved: Numbering) -> None:
        self.save_button.setEnabled(True)
        self._saved = saved
        self.tell(_("Penomoran disimpan dan berlaku untuk surat berikutnya."))
        self.refresh()

    def _fail(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        self.show_failure(error)
