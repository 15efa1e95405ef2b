"""How each kind of letter is numbered, with an example that follows the typing."""

from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from db.rules.access import Right
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.numbering import check_number_format, format_number
from db.rules.words import _
from db.services import office
from db.services.office import NumberingRow
from desktop.clock import today
from desktop.office.panel import Panel
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label, scrolled
from desktop.widgets.fields import line_edit
from desktop.widgets.theme import set_look
from desktop.worker import Worker

EXAMPLE = 41  # the number in the example


class NumberingLine:
    """One kind of letter: its classification, its format, and what comes out."""

    def __init__(self, kind: LetterKind) -> None:
        self.kind = kind
        self.name = label(kind_label(kind))
        self.classification, self.format = line_edit(30), line_edit(120)
        self.classification.setAccessibleName(_("Klasifikasi {kind}").format(kind=kind_label(kind)))
        self.format.setAccessibleName(_("Format nomor {kind}").format(kind=kind_label(kind)))
        self.classification.setMinimumWidth(96)
        self.classification.setMaximumWidth(130)
        self.format.setMinimumWidth(200)
        self.example = label("", "muted", wrap=True)

    def fill(self, row: NumberingRow) -> None:
        """Put in what the office has."""
        for field, text in ((self.classification, row.classification), (self.format, row.number_format)):
            field.setText(text)
            field.setCursorPosition(0)

    def value(self) -> NumberingRow:
        """What is typed now."""
        return NumberingRow(self.kind, self.classification.text().strip(), self.format.text().strip())

    def judge(self, code: str) -> bool:
        """Show an example of the number, or what is wrong with the format."""
        problems = check_number_format(self.value().number_format)
        if problems:
            text = problems[0].text
        else:
            text = format_number(
                self.value().number_format,
                classification=self.value().classification,
                sequence=EXAMPLE,
                code=code,
                day=today(),
            )
        self.example.setText(text)
        set_look(self.example, role="note" if problems else "muted", tone="bad" if problems else "")
        set_look(self.format, tone="bad" if problems else "")
        return not problems


class NumberingPanel(Panel):
    """All kinds below each other; saved together."""

    reads = frozenset({"letter_setting", "office"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._code = ""
        self._saved_rows: list[NumberingRow] = []
        self.lines = {kind: NumberingLine(kind) for kind in LetterKind}
        self.save_button = button(
            _("Simpan penomoran"), "content-save-outline", primary=True, on_click=self.save
        )
        note = _(
            "Semua surat keluar berbagi satu nomor urut per tahun. Dalam format, bagian berkurung diganti: "
            "{klasifikasi}, {urut} atau {urut:03} (tiga angka), {kode}, {bulan_romawi}, {tahun}."
        )
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 3)
        grid.setColumnStretch(3, 2)
        titles = (_("Jenis surat"), _("Klasifikasi"), _("Format nomor"), _("Contoh"))
        for column, title in enumerate(titles):
            grid.addWidget(label(title, "section"), 0, column)
        for place, entry in enumerate(self.lines.values(), 1):
            for column, piece in enumerate((entry.name, entry.classification, entry.format, entry.example)):
                grid.addWidget(piece, place, column)
            entry.classification.textChanged.connect(self._judge)
            entry.format.textChanged.connect(self._judge)
        grid.setRowStretch(len(self.lines) + 1, 1)
        self.box.addWidget(label(note, "muted", wrap=True))
        self.box.addWidget(scrolled(content), 1)
        self.set_actions(None, self.save_button)
        self.main_button = self.save_button
        allow(worker, Right.OFFICE, content, self.save_button)

    def refresh(self) -> None:
        def work(session: Any) -> tuple[str, list[NumberingRow]]:
            return office.get_office(session).short_code, office.list_numbering(session)

        if not self.is_edited():
            self.worker.read(self, work, then=self._show, failed=self.show_failure)

    def is_edited(self) -> bool:
        return bool(self._saved_rows) and self._rows() != self._saved_rows

    def save(self) -> None:
        """Write all formats, or go to the one that cannot be read."""
        if not self.save_button.isEnabled():
            return
        wrong = [entry for entry in self.lines.values() if not entry.judge(self._code)]
        if wrong:
            wrong[0].format.setFocus()
            return
        rows, opened = self._rows(), self._saved_rows
        self.save_button.setEnabled(False)
        self.worker.write(
            self,
            lambda session: office.save_numbering(session, rows, before=opened),
            lambda _none: self._saved(rows),
            self._fail,
        )

    def _rows(self) -> list[NumberingRow]:
        return [entry.value() for entry in self.lines.values()]

    def _show(self, found: tuple[str, list[NumberingRow]]) -> None:
        self._code, rows = found
        for numbering in rows:
            self.lines[numbering.kind].fill(numbering)
        self._saved_rows = self._rows()
        self._judge()

    def _judge(self) -> None:
        for entry in self.lines.values():
            entry.judge(self._code)

    def _saved(self, rows: list[NumberingRow]) -> None:
        self.save_button.setEnabled(True)
        self._saved_rows = rows
        self.tell(_("Penomoran disimpan dan berlaku untuk surat berikutnya."))

    def _fail(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        self.show_failure(error)
