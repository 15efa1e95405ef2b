"""The last page of an import: what was done, in a sentence, and which rows want another look."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.import_told import picked
from db.rules.imports import Outcome, Result, Target, count_placed
from db.rules.words import _, grouped
from desktop.parts.import_preview import PART, outcome_columns, placed_said, rows_said, tone_of
from desktop.widgets.basics import label
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView

SHOWN = 50_000  # rows in which those without an assignment are looked for


class ResultPage(QWidget):
    """Refused rows with their reasons, apart from those that came in without an assignment.

    All rows stand in the result file.
    """

    def __init__(self, twins: QWidget) -> None:
        super().__init__()
        self.sentence = label("", "title", wrap=True)
        self.details = label("", wrap=True)
        self.model = RowsTable(outcome_columns(), parent=self)
        self.table = TableView(self.model, "imports/refused")
        self.came_title = label(_("Sudah masuk, tetapi belum bertugas:"))
        self.came_model = RowsTable(outcome_columns(), parent=self)
        self.came_table = TableView(self.came_model, "imports/unplaced")
        self.rest = QWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.sentence)
        box.addWidget(self.details)
        box.addWidget(self.table, 1)
        box.addWidget(self.came_title)
        box.addWidget(self.came_table, 1)
        box.addWidget(self.rest, 1)
        box.addWidget(twins)

    def show_result(self, text: str, result: Result, rest: str = "") -> None:
        """Say what was done; rest: where those are found whom the list has not placed."""
        self.sentence.setText(text)
        refused = picked(result.rows, (Outcome.ERROR, Outcome.SKIPPED, Outcome.UNCLEAR), PART)
        short = result.rows if len(result.rows) <= SHOWN else ()
        unplaced = [row for row in short if tone_of(row) == "warn" and row.placed is False]
        self.model.set_rows(refused)
        self.table.setVisible(bool(refused))
        self.came_title.setVisible(bool(refused and unplaced))
        self.came_model.set_rows(unplaced)
        self.came_table.setVisible(bool(unplaced))
        self.rest.setVisible(not (refused or unplaced))
        hint = _("Baris ini belum masuk. Simpan hasil, perbaiki di Excel, lalu impor lagi berkas itu.")
        back = _("Seluruh impor dapat diambil kembali dari daftar impor.")
        waits = _("{rows} menunggu keputusan Anda: lihat Impor › Menunggu keputusan.")
        unclear = result.totals.get(Outcome.UNCLEAR, 0)
        lines = (
            back,
            rest if rest and count_placed(result.rows)[1] else "",
            hint if len(refused) > unclear or (refused and not unclear) else "",
            waits.format(rows=rows_said(unclear)) if unclear else "",
        )
        self.details.setText("\n".join(filter(None, lines)))


def result_sentence(file: str, result: Result, target: Target) -> str:
    """daftar.xlsx: 5.000 baris = 4.900 baru + 50 berubah + …: what went in comes out."""
    words = {
        Outcome.NEW: _("{n} baru"),
        Outcome.CHANGED: _("{n} berubah"),
        Outcome.SAME: _("{n} sama"),
        Outcome.ERROR: _("{n} ditolak"),
        Outcome.SKIPPED: _("{n} dilewati"),
    }
    if result.totals.get(Outcome.UNCLEAR):
        words[Outcome.UNCLEAR] = _("{n} menunggu keputusan")
    parts = [text.format(n=grouped(result.totals[outcome])) for outcome, text in words.items()]
    said = f"{file}: {rows_said(len(result.rows))} = {' + '.join(parts)}"
    return f"{said}; {placed_said(result)}" if target.option else said
