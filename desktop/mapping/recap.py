"""Kecamatan × kinds on the screen, on paper and in Excel: all three from one recap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.letters import RecapFacts
from db.rules.mapping import Register
from db.rules.words import _
from db.services import mapping
from db.services.mapping import Recap
from desktop.clock import today
from desktop.mapping.labels import short_code
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView

NAME_WIDTH, TOTAL_WIDTH = 148, 76
NARROW, WIDE = 42, 88  # a column of 26, a column of 12
ZERO = "–"
TITLES = {  # as printed, so never translated
    Register.PPKS: "Rekapitulasi Data PPKS per Kecamatan",
    Register.PSKS: "Rekapitulasi Data PSKS per Kecamatan",
}


@dataclass(frozen=True)
class RecapRow:
    """One kecamatan, or the sum of all of them; its `id` is the kecamatan's code or empty."""

    id: str
    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def is_sum(self) -> bool:
        return not self.id


@dataclass(frozen=True)
class RecapAnswer:
    """What the database says for one register."""

    register: Register
    recap: Recap

    @property
    def total(self) -> int:
        return sum(self.recap.totals)


def read_recap(session: Any, register: Register) -> RecapAnswer:
    """The recap of one register."""
    return RecapAnswer(register, mapping.recap(session, register))


def recap_facts(session: Any, register: Register) -> RecapFacts:
    """The same recap as paper and Excel state it."""
    at = datetime.combine(today(), datetime.now().time())
    return mapping.export_recap(session, register, title=TITLES[register], at=at)


class RecapTable(RowsTable):
    """Narrow columns: the number of the kind above them, its whole name in the tooltip."""

    def __init__(self, columns: Sequence[Column], names: Sequence[str]) -> None:
        super().__init__(columns)
        self._names = names

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole and 0 <= section < len(self._names):
            return self._names[section]
        return super().headerData(section, orientation, role)


class RecapView(QWidget):
    """The table of one register; a click on a number asks for its names."""

    chosen = Signal(str, str)  # codes of kecamatan and kind; empty: all of them

    def __init__(self) -> None:
        super().__init__()
        self.table: TableView | None = None
        self.rows = RecapTable((), ())
        self._answer: RecapAnswer | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def show_recap(self, answer: RecapAnswer) -> None:
        """Show these figures; the table is made anew only when its columns are others."""
        known = self._answer
        if self.table is None or known is None or known.recap.columns != answer.recap.columns:
            self._make_table(answer)
        self._answer, recap = answer, answer.recap
        self.rows.set_rows(
            [
                RecapRow("", _("Jumlah"), recap.totals),  # first: what is asked for most is always in sight
                *(
                    RecapRow(code, name, counts)
                    for code, (name, counts) in zip(recap.places, recap.rows, strict=True)
                ),
            ]
        )

    def _make_table(self, answer: RecapAnswer) -> None:
        if self.table is not None:
            self._box.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        kinds = answer.recap.columns
        width = NARROW if len(kinds) > 16 else WIDE
        columns = [
            Column(_("Kecamatan"), lambda row: row.name, width=NAME_WIDTH, bold=lambda row: row.is_sum),
            *(_count_column(place, code, name, width) for place, (code, _short, name) in enumerate(kinds)),
            Column(
                _("Jumlah"),
                lambda row: _count(row.total),
                align_right=True,
                width=TOTAL_WIDTH,
                bold=lambda _row: True,
                muted=lambda row: not row.total,
            ),
        ]
        names = [_("Kecamatan"), *(name for _code, _short, name in kinds), _("Jumlah semua jenis")]
        self.rows = RecapTable(columns, names)
        self.table = TableView(self.rows, f"recap-{answer.register}")
        self.table.set_compact(True)
        self.table.clicked.connect(self._choose)
        self.table.activated_row.connect(lambda _row: self._choose(self.table.currentIndex()))
        self._box.addWidget(self.table)

    def _choose(self, index: QModelIndex) -> None:
        """A number leads to its names; a nought leads nowhere."""
        answer, table = self._answer, self.table
        if answer is None or table is None or not index.isValid() or index.column() == 0:
            return
        row: RecapRow | None = table.rows.row_at(index)
        place = index.column() - 1
        if row is None or not (row.counts[place] if place < len(row.counts) else row.total):
            return
        kinds = answer.recap.columns
        self.chosen.emit(row.id, kinds[place][0] if place < len(kinds) else "")


def _count_column(place: int, code: str, name: str, width: int) -> Column:
    return Column(
        short_code(code),
        lambda row: _count(row.counts[place]),
        align_right=True,
        width=width,
        tooltip=lambda row: f"{row.name} · {name}: {_count(row.counts[place])}",
        bold=lambda row: row.is_sum,
        muted=lambda row: not row.counts[place],
    )


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".") if number else ZERO
