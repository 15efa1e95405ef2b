"""Lembar desa: the sheets of a round with target, officer, days and state; many at once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QMenu, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.rounds import COMES_FROM, SheetState, sheet_state_label
from db.rules.words import _, grouped, ngettext
from db.services.mapping import sheets
from db.services.mapping.rounds import RoundFacts
from db.services.mapping.sheets import SheetRow
from desktop.clock import today
from desktop.mapping.round_sheet_dialogs import (
    SheetDialog,
    StateDialog,
    StepsDialog,
    TargetsDialog,
    state_tone,
)
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.fields import ChoiceField
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class RoundSheets(QWidget):
    """A row for each desa; what is done, is done with all that are selected."""

    said = Signal(str)
    failed = Signal(object)
    told = Signal(str, object)
    kits_wished = Signal(object)  # the sheets that a kit is wanted for

    def __init__(self, worker: Worker, open_dialog: Callable[[Any], object]) -> None:
        super().__init__()
        self.worker, self._open = worker, open_dialog
        self.round: RoundFacts | None = None
        self.rows: list[SheetRow] = []
        self.model = RowsTable(_columns())
        self.table = TableView(self.model, "mapping/sheets")
        self.search = SearchBox(_("Cari desa, petugas…"), self.table, width=200)
        self.kecamatan = ChoiceField(hint=_("Semua kecamatan"))
        self.kecamatan.setAccessibleName(_("Kecamatan"))
        self.state = QComboBox()
        self.state.setAccessibleName(_("Keadaan"))
        self.count = label("", "muted")
        self.state_button = button(_("Ubah keadaan"), "check")
        self.state_menu = QMenu(self)
        self.state_button.setMenu(self.state_menu)
        self.change_button = button(_("Petugas dan tanggal…"), "pencil-outline", on_click=self.change)
        self.target_button = button(
            _("Target dari Excel…"), "file-excel-outline", on_click=self.paste_targets
        )
        self.kit_button = button(
            _("Paket untuk yang dipilih…"), on_click=lambda: self.kits_wished.emit(self.chosen())
        )
        self.steps_button = button(_("Riwayat"), "history", on_click=self.show_steps)
        allow(
            worker, Right.MAPPING, self.state_button, self.change_button, self.target_button, self.kit_button
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(row(self.search, self.kecamatan, self.state, None, self.count))
        box.addLayout(
            row(
                self.state_button,
                self.change_button,
                self.target_button,
                self.kit_button,
                self.steps_button,
                None,
            )
        )
        box.addWidget(self.table, 1)
        self.search.searched.connect(lambda _text: self._show())
        self.kecamatan.currentIndexChanged.connect(lambda _place: self._show())
        self.kecamatan.editTextChanged.connect(lambda text: None if text else self._show())
        self.state.currentIndexChanged.connect(lambda _place: self._show())
        self.table.selectionModel().selectionChanged.connect(lambda *_change: self._offer())
        self.table.activated_row.connect(lambda _row: self.change())
        self.table.copied.connect(self.said)
        self._fill_states({})

    def show_round(self, found: RoundFacts) -> None:
        """Another round, or the same once more."""
        self.round = found
        self.refresh()

    def refresh(self) -> None:
        """Read the sheets."""
        if self.round is not None:
            round_id = self.round.id
            self.worker.read(
                self, lambda session: sheets.list_sheets(session, round_id), self._take, self.failed.emit
            )

    def show_state(self, *states: SheetState) -> None:
        """Filter by a state."""
        place = next((n for n in range(self.state.count()) if self.state.itemData(n) in states), 0)
        self.state.setCurrentIndex(place)
        self.table.setFocus()

    def chosen(self) -> list[SheetRow]:
        """The selected rows."""
        found = (
            self.model.row(n) for first, last in self.table.selected_ranges() for n in range(first, last + 1)
        )
        return [one for one in found if one is not None]

    def change(self) -> None:
        """Officer, target and days of the selected sheets."""
        if (rows := self.chosen()) and self.change_button.isEnabled():
            self._open(SheetDialog(self, self.worker, rows))

    def paste_targets(self) -> None:
        """Targets from the clipboard, if there is a table in it."""
        if self.round is not None:
            text = QGuiApplication.clipboard().text()
            lines = [line.split("\t") for line in text.splitlines()] if "\t" in text else []
            self._open(TargetsDialog(self, self.worker, self.round.id, lines))

    def show_steps(self) -> None:
        """The life of the chosen sheet."""
        if rows := self.chosen():
            self._open(StepsDialog(self, self.worker, rows[0]))

    def set_state(self, state: SheetState) -> None:
        """Bring the selected sheets to a state."""
        rows = [found for found in self.chosen() if found.state in COMES_FROM[state]]
        if rows:
            self._open(StateDialog(self, self.worker, rows, state, self._told))

    def clear(self) -> None:
        """Show every sheet again."""
        self.search.setText("")
        self.kecamatan.set_value(None)
        self.state.setCurrentIndex(0)
        self._show()

    def _told(self, text: str, before: Any) -> None:
        day = today()

        def undo() -> None:
            self.worker.write(
                self,
                lambda session: sheets.restore_states(session, before, on=day),
                lambda _nothing: self.said.emit(_("Diurungkan.")),
                self.failed.emit,
            )

        self.told.emit(text, undo)

    def _take(self, rows: list[SheetRow]) -> None:
        self.rows = rows
        self.kecamatan.set_choices(dict.fromkeys((found.kecamatan_code, found.kecamatan) for found in rows))
        numbers: dict[SheetState, int] = {}
        for found in rows:
            numbers[found.state] = numbers.get(found.state, 0) + 1
        self._fill_states(numbers)
        self._show()

    def _fill_states(self, numbers: dict[SheetState, int]) -> None:
        wanted = self.state.currentData()
        self.state.blockSignals(True)
        self.state.clear()
        self.state.addItem(_("Semua keadaan"), None)
        for state in SheetState:
            if number := numbers.get(state):
                self.state.addItem(f"{sheet_state_label(state)} ({number})", state)
        self.state.setCurrentIndex(max(self.state.findData(wanted), 0))
        self.state.blockSignals(False)

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        code, state = self.kecamatan.value() or "", self.state.currentData()
        shown = [
            found
            for found in self.rows
            if found.kecamatan_code.startswith(code)
            and (state is None or found.state is state)
            and all(word in f"{found.desa} {found.kecamatan} {found.recorder}".casefold() for word in words)
        ]
        self.table.set_empty(_("Tidak ada desa yang cocok."), _("Tampilkan semua"), self.clear)
        self.model.set_rows(shown)
        self.count.setText(ngettext("{n} desa", "{n} desa", len(shown)).format(n=len(shown)))
        if shown and self.table.current_row() is None:
            self.table.selectRow(0)
        self._offer()

    def _offer(self) -> None:
        rows = self.chosen()
        open_round = self.round is not None and not self.round.locked
        for made in (self.change_button, self.kit_button):
            made.setEnabled(bool(rows) and open_round)
        self.target_button.setEnabled(open_round)
        self.steps_button.setEnabled(len(rows) == 1)
        self.state_menu.clear()
        for state, sources in COMES_FROM.items():
            number = sum(found.state in sources for found in rows)
            if number:
                text = f"{sheet_state_label(state)}… ({number})"
                self.state_menu.addAction(text, partial(self.set_state, state))
        self.state_button.setEnabled(bool(self.state_menu.actions()) and open_round)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Kecamatan"), lambda r: r.kecamatan, width=112, sort_key="kecamatan"),
        Column(_("Desa/kelurahan"), lambda r: r.desa, width=140, sort_key="desa", bold=lambda _r: True),
        Column(
            _("Petugas"),
            lambda r: r.recorder or "—",
            width=176,
            sort_key="recorder",
            tooltip=lambda r: r.recorder,
        ),
        Column(
            _("Keadaan"),
            lambda r: sheet_state_label(r.state),
            lambda r: state_tone(r.state),
            width=196,
            sort_key="state",
        ),
        Column(_("Sejak"), lambda r: short_date(r.since), width=92, sort_key="since"),
        Column(_("Oleh"), lambda r: r.by, width=126, tooltip=lambda r: r.by),
        Column(_("Target"), lambda r: _grouped(r.target), align_right=True, width=66, sort_key="target"),
        Column(
            _("Terdata"),
            lambda r: _grouped(r.counted),
            align_right=True,
            width=70,
            sort_key="counted",
            muted=lambda r: not r.counted,
        ),
        Column(
            _("Jenis selesai"),
            lambda r: f"{r.surveyed}/{r.asked}",
            align_right=True,
            width=96,
            sort_key="surveyed",
            muted=lambda r: not r.surveyed,
        ),
        Column(_("Selesai"), lambda r: short_date(r.ends_on), width=92, sort_key="ends_on"),
        Column(_("Catatan"), lambda r: r.note, width=100, tooltip=lambda r: r.note),
    )


def _grouped(number: int | None) -> str:
    return "" if number is None else grouped(number)
