"""The page of an import that shows what would become of each row, before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.import_cells import cell_text
from db.rules.import_told import picked
from db.rules.imports import (
    Difference,
    Outcome,
    PlannedRow,
    Result,
    SourceRow,
    Target,
    count_placed,
    outcome_label,
    values_of,
)
from db.rules.words import _, grouped, ngettext
from desktop.parts.import_pages import WideTable
from desktop.widgets.basics import Pill, clear, label, row
from desktop.widgets.columns import Column
from desktop.widgets.table_view import TableView

SIDES, NARROWEST, WIDEST = 26, 180, 640  # of a cell; the column of reasons

TONES = {
    Outcome.NEW: "good",
    Outcome.CHANGED: "warn",
    Outcome.SAME: "neutral",
    Outcome.ERROR: "bad",
    Outcome.SKIPPED: "neutral",
    Outcome.UNCLEAR: "info",
}
SHORT, PART = (
    10_000,
    5_000,
)  # a list of up to so many rows is shown whole, of a longer one so many of each outcome


WANT_A_LOOK = (Outcome.ERROR, Outcome.UNCLEAR, Outcome.CHANGED)


def tone_of(plan: PlannedRow) -> str:
    """A row whose assignment does not begin wants another look, though it was taken in."""
    taken = plan.outcome not in (Outcome.ERROR, Outcome.SKIPPED, Outcome.UNCLEAR)
    return "warn" if taken and plan.placed is False else TONES[plan.outcome]


@dataclass(frozen=True)
class _Shown:
    """A planned row with the cells it came from."""

    plan: PlannedRow
    cells: tuple[Any, ...]
    differences: Mapping[str, Difference]

    @property
    def id(self) -> tuple[str, int]:
        """Its place in the file."""
        return self.plan.id


class PreviewPage(QWidget):
    """What would become of each row, before anything is written."""

    def __init__(self, target: Target) -> None:
        super().__init__()
        self.target = target
        self._make: Callable[[PlannedRow], _Shown] = lambda plan: _Shown(plan, (), {})
        self._planned: Sequence[PlannedRow] = ()
        self._most = SHORT
        self.summary = label("", "strong", wrap=True)
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("Tampilkan hasil"))
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.model = WideTable((), parent=self)
        self.table = TableView(self.model)
        self.table.set_empty(_("Tidak ada baris dengan hasil ini."), _("Tampilkan semua"), self.show_all)
        self.part = label("", "muted")
        self.pills = QWidget()
        self._pills = row(spacing=6)
        self.pills.setLayout(self._pills)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        head = row(self.summary, self.pills, self.filter, spacing=12)
        head.setStretch(0, 1)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        box.addWidget(self.part)
        self.filter.currentIndexChanged.connect(self._show)

    def show_result(
        self, result: Result, columns: Sequence[str], source: Mapping[tuple[str, int], SourceRow], sheets: int
    ) -> None:
        """The rows with what would become of them, and how many of each."""
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.addItem(_("Semua ({n})").format(n=grouped(len(result.rows))), None)
        clear(self._pills)
        for outcome, number in result.totals.items():
            if number:
                words = f"{outcome_label(outcome)} {grouped(number)}"
                self.filter.addItem(f"{outcome_label(outcome)} ({grouped(number)})", outcome)
                self._pills.addWidget(Pill(words, _tone_of_all(result, outcome)))
        self.filter.blockSignals(False)
        said = [_("{rows} di berkas").format(rows=rows_said(len(result.rows)))]
        if self.target.option:
            said.append(placed_said(result))
        self.summary.setText(" · ".join(said))
        fields = self.target.by_name()
        owner = {value: name for name in columns if name for value in values_of(fields[name])}
        nothing: tuple[Any, ...] = ()
        self._make = lambda plan: _Shown(
            plan,
            source[plan.id].cells if plan.id in source else nothing,
            {owner.get(one.field, one.field): one for one in plan.differences},
        )
        self._planned, self._most = result.rows, SHORT if len(result.rows) <= SHORT else PART
        if len(result.rows) > SHORT:  # of a long list what wants a look
            wanted = next((one for one in WANT_A_LOOK if result.totals.get(one)), None)
            self.filter.blockSignals(True)
            self.filter.setCurrentIndex(max(self.filter.findData(wanted), 0))
            self.filter.blockSignals(False)
        looked_at = picked(result.rows, None, self._most)
        shown = _columns(sheets, looked_at, self.fontMetrics().horizontalAdvance)
        if source:
            shown += [
                _cell_column(place, fields[name].label, name) for place, name in enumerate(columns) if name
            ]
        self.model.show(shown, [])
        self._show()

    def show_all(self) -> None:
        """Without filter."""
        self.filter.setCurrentIndex(0)

    def _show(self) -> None:
        wanted = self.filter.currentData()
        chosen = picked(self._planned, None if wanted is None else {wanted}, self._most)
        self.model.set_rows(map(self._make, chosen))
        text = _("Hanya {n} baris pertama ditampilkan; semuanya ada di berkas hasil.")
        self.part.setText(text.format(n=grouped(self._most)))
        self.part.setVisible(len(chosen) == self._most < len(self._planned))


def rows_said(number: int) -> str:
    """5.000 baris."""
    return ngettext("{n} baris", "{n} baris", number).format(n=grouped(number))


def placed_said(result: Result) -> str:
    """12 mendapat penugasan, 3 belum bertugas."""
    placed, not_placed = map(grouped, count_placed(result.rows))
    return _("{n} mendapat penugasan, {m} belum bertugas").format(n=placed, m=not_placed)


def _cell_column(place: int, title: str, field: str) -> Column:
    def text(row: _Shown) -> str:
        if (difference := row.differences.get(field)) and difference.before:
            return f"{difference.before} → {difference.after}"
        return cell_text(row.cells[place]) if place < len(row.cells) else ""

    width = 160 if field in ("nik", "kk") else 130  # sixteen digits whole
    return Column(title, text, lambda row: "warn" if field in row.differences else None, width=width)


def _tone_of_all(result: Result, outcome: Outcome) -> str:
    """Amber as soon as one of the rows is, as in the table."""
    tones = {tone_of(row) for row in picked(result.rows, {outcome}, SHORT)}
    return "warn" if "warn" in tones else TONES[outcome]


def _columns(sheets: int, rows: Sequence[PlannedRow], wide: Callable[[str], int]) -> list[Column]:
    """What stands before the cells of the file: reasons as wide as they are, changes where there are any."""
    reason = wide(max((row.reason for row in rows), key=len, default="")) + SIDES
    changes = Column(
        _("Perubahan"),
        lambda row: row.plan.changes,
        lambda row: "warn" if row.plan.outcome is Outcome.CHANGED else None,
        tooltip=lambda row: row.plan.changes.replace("; ", "\n"),
        width=250,
    )
    sheet = Column(_("Lembar"), lambda row: row.plan.sheet, width=110)
    return [
        Column(_("Baris"), lambda row: str(row.plan.number), align_right=True, width=60),
        *([sheet] if sheets > 1 else []),
        Column(
            _("Hasil"),
            lambda row: outcome_label(row.plan.outcome),
            lambda row: tone_of(row.plan),
            width=160 if any(row.outcome is Outcome.UNCLEAR for row in rows) else 92,
        ),
        Column(_("Nama"), lambda row: row.plan.name, width=190),
        Column(
            _("Alasan"),
            lambda row: row.plan.reason,
            tooltip=lambda row: row.plan.reason.replace("; ", "\n"),
            width=min(max(reason, NARROWEST), WIDEST),
        ),
        *([changes] if any(row.differences for row in rows) else []),
    ]


def outcome_columns() -> tuple[Column, ...]:
    """Planned rows alone, without the cells they came from."""
    return (
        Column(_("Baris"), lambda row: str(row.number), align_right=True, width=60),
        Column(_("Lembar"), lambda row: row.sheet, width=110),
        Column(_("Hasil"), lambda row: outcome_label(row.outcome), tone_of, width=160),
        Column(_("Nama"), lambda row: row.name, width=200),
        Column(
            _("Alasan"), lambda row: row.reason, tooltip=lambda row: row.reason.replace("; ", "\n"), width=400
        ),
    )
