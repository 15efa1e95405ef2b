"""Matriks: what each desa says of each kind, typed at the speed of the keyboard, undone with Ctrl+Z."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.mapping import Register
from db.rules.problems import Problem, RuleViolation
from db.rules.rounds import BLANK, Cell, CellState
from db.rules.words import _, grouped, ngettext, ungrouped
from db.services.mapping import head_counts
from db.services.mapping.head_counts import CellChange, KindColumn, Matrix, MatrixRow, Said
from db.services.mapping.rounds import RoundFacts
from desktop.clock import today
from desktop.mapping.labels import register_label
from desktop.mapping.round_grid import FEMALES, MALES, TOTAL, MatrixGrid, MatrixTable, legend
from desktop.parts.rights import allow, may
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import BusyCursor
from desktop.widgets.fields import ChoiceField, DateField
from desktop.widgets.search_box import SearchBox
from desktop.worker import Worker

STEPS_KEPT = 100
MOST_UNASKED = 100  # cells that become 0 without a question
MOST_TOLD = 2_000  # cells: more are worked on behind the window


class RoundMatrix(QWidget):
    """One grid for typing and for looking: white is to be asked, 0 is nobody, a number was counted."""

    said = Signal(str)
    failed = Signal(object)
    changed = Signal()  # something else was typed: what was said of the last is old
    told = Signal(str, object)  # what was done, and what undoes it
    kits_wished = Signal(object)  # the cells that a kit is wanted for
    names_wished = Signal(str, str)  # codes of desa and kind

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self.round: RoundFacts | None = None
        self.matrix: Matrix | None = None
        self.pending = 0  # own writes on their way: what they change is shown already
        self._steps: list[list[CellChange]] = []
        self.grid = MatrixGrid(MatrixTable())
        self._busy = BusyCursor(self)
        self._make_filters()
        self._make_entry()
        self.words = label("", "strong")
        self.legend = label(legend(), "note")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        filters = row(self.search, self.kecamatan, self.registers, self.by_sex, self.incomplete, None)
        entry = row(
            label(_("Tanggal"), "muted"), self.day, label(_("Sumber"), "muted"), self.source,
            self.none_button, self.kit_button, self.undo_button, None,
        )  # fmt: skip
        for piece in (filters, entry):
            box.addLayout(piece)
        box.addWidget(self.grid, 1)
        box.addWidget(self.words)
        box.addWidget(self.legend)
        self.grid.typed.connect(self.take_typed)
        self.grid.emptied.connect(self.empty_chosen)
        self.grid.confirmed.connect(self.confirm_none)
        self.grid.moved.connect(self._tell_cell)
        self.grid.copied.connect(self.said)
        self.undo_key = QShortcut(QKeySequence.StandardKey.Undo, self, self.undo)
        self.names_key = QShortcut(QKeySequence("Ctrl+L"), self, self.show_names)

    def show_round(self, found: RoundFacts) -> None:
        """Another round, or the same once more."""
        if self.round is None or self.round.id != found.id:
            self._steps.clear()
        self.round = found
        self.refresh()

    def refresh(self) -> None:
        """Read the matrix."""
        if self.round is not None:
            round_id = self.round.id
            self.worker.read(
                self, lambda session: head_counts.read_matrix(session, round_id), self._take, self.failed.emit
            )

    def take_typed(self, typed: Sequence[tuple[Any, str]]) -> None:
        """Figures that were typed or pasted: shown at once, written behind."""
        try:
            changes = self._changes(typed)
        except RuleViolation as problem:
            self.failed.emit(problem)
            return
        self._write(changes)

    def empty_chosen(self) -> None:
        """Nothing is said any more of the chosen cells: they become white, or show the names alone."""
        changes = []
        for desa, kind in self.grid.chosen_cells():
            cell = self._cell(desa, kind)
            if cell.total is not None:
                changes.append(CellChange(desa, kind, _said(cell), Said(None)))
        self._write(changes)

    def confirm_none(self) -> None:
        """Nobody in the chosen cells: only white ones become 0; before many do, it is asked."""
        if not self.grid.table.editable:
            return
        chosen = self.grid.chosen_cells()
        white = [key for key in chosen if self._cell(*key).state is CellState.NOT_SURVEYED]
        kept = len(chosen) - len(white)
        if not white:
            self.said.emit(_("Sel yang dipilih sudah terisi; tidak ada yang dinihilkan."))
            return
        if len(white) > MOST_UNASKED and not self._ask_none(white):
            return
        if len(white) > MOST_TOLD:
            self._confirm_many(white)
            return
        self._write([CellChange(desa, kind, Said(None), Said(0, 0, 0)) for desa, kind in white])
        text = ngettext("{n} sel dipastikan nihil.", "{n} sel dipastikan nihil.", len(white)).format(
            n=grouped(len(white))
        )
        if kept:
            text += " " + _("{n} sel sudah terisi dan tetap.").format(n=grouped(kept))
        self.told.emit(text, self.undo)

    def _ask_none(self, white: Sequence[tuple[str, str]]) -> bool:
        """Whether so many are meant: N is a key that is hit by mistake too."""
        question = _("Pastikan nihil {n} sel di {places} desa?").format(
            n=grouped(len(white)), places=grouped(len({desa for desa, _kind in white}))
        )
        details = _("Nihil berarti sudah ditanyakan dan tidak ada. Sel yang sudah terisi tetap.")
        return confirm(self, question, _("Pastikan nihil"), details, danger=True)

    def _confirm_many(self, white: list[tuple[str, str]]) -> None:
        """So many that they are written behind the window, and shown then."""
        if self.round is None:
            return
        day, source, round_id = self.day.value() or today(), self.source.text(), self.round.id

        def done(changes: list[CellChange]) -> None:
            self._written()
            self._steps = [*self._steps[1 - STEPS_KEPT :], changes]
            text = ngettext("{n} sel dipastikan nihil.", "{n} sel dipastikan nihil.", len(changes))
            self.told.emit(text.format(n=grouped(len(changes))), self.undo)
            self.refresh()

        self.pending += 1
        self._busy.start()
        self.worker.write(
            self,
            lambda session: head_counts.confirm_none(session, round_id, white, on=day, source=source),
            done,
            partial(self._refused, True),
        )

    def undo(self) -> None:
        """Take back what was typed last."""
        if self._steps:
            last = self._steps.pop()
            back = [CellChange(one.desa_code, one.kind_code, one.after, one.before) for one in last]
            self._write(back, undoing=True)
            self.said.emit(_("Diurungkan."))
        self._offer()

    def show_names(self) -> None:
        """Who is behind the current cell."""
        here = self.grid.currentIndex()
        found = self.grid.table.row_at(here)
        if found:
            self.names_wished.emit(found.id, self.grid.table.parts[here.column()][0].code)

    def white_cells(self) -> list[tuple[str, str]]:
        """The chosen cells that nobody has surveyed; all that are shown where only one is chosen."""
        chosen = self.grid.chosen_cells()
        if len(chosen) < 2:
            table = self.grid.table
            kinds = [kind.code for kind, _part in table.parts]
            chosen = list(dict.fromkeys((found.id, kind) for found in table.rows for kind in kinds))
        return [key for key in chosen if self._cell(*key).state is CellState.NOT_SURVEYED]

    def _make_filters(self) -> None:
        self.search = SearchBox(_("Cari desa…"), self.grid, width=180)
        self.kecamatan = ChoiceField(hint=_("Semua kecamatan"))
        self.kecamatan.setAccessibleName(_("Kecamatan"))
        self._group = QButtonGroup(self)
        self.ppks, self.psks = (button(register_label(one)) for one in Register)
        for made in (self.ppks, self.psks):
            made.setCheckable(True)
            self._group.addButton(made)
        self.ppks.setChecked(True)
        self.registers = QWidget()
        self.registers.setLayout(row(self.ppks, self.psks, spacing=2))
        self.by_sex = button(_("L dan P"))
        self.by_sex.setToolTip(_("Isi laki-laki dan perempuan masing-masing; jumlahnya dihitung."))
        self.incomplete = button(_("Belum lengkap"))
        self.incomplete.setToolTip(_("Tampilkan hanya desa yang masih punya sel kosong."))
        for made in (self.by_sex, self.incomplete):
            made.setCheckable(True)
            made.toggled.connect(lambda _on: self._show())
        self.ppks.toggled.connect(lambda _on: self._show())
        self.search.searched.connect(lambda _text: self._show())
        self.kecamatan.currentIndexChanged.connect(lambda _place: self._show())
        self.kecamatan.editTextChanged.connect(lambda text: None if text else self._show())

    def _make_entry(self) -> None:
        self.day = DateField(maximum=today())
        self.day.set_value(today())
        self.day.setMaximumWidth(130)
        self.source = QLineEdit(_("Kepala desa/lurah"))
        self.source.setMaxLength(120)
        self.source.setMaximumWidth(180)
        self.source.setAccessibleName(_("Sumber angka"))
        self.none_button = button(_("Pastikan nihil (N)"), on_click=self.confirm_none)
        self.none_button.setToolTip(
            _("Sel kosong yang dipilih menjadi 0: sudah ditanya, tidak ada. Klik judul baris atau kolom "
              "untuk memilih semuanya.")
        )  # fmt: skip
        self.kit_button = button(
            _("Paket dari sel kosong…"), on_click=lambda: self.kits_wished.emit(self.white_cells())
        )
        self.undo_button = button(_("Urungkan"), "undo", on_click=self.undo)
        allow(self.worker, Right.MAPPING, self.none_button, self.kit_button, self.undo_button)

    def _take(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.kecamatan.set_choices(dict.fromkeys((row.kecamatan_code, row.kecamatan) for row in matrix.rows))
        self.grid.table.editable = not matrix.locked and may(self.worker, Right.MAPPING)
        self._show()

    def _show(self) -> None:
        if self.matrix is None:
            return
        kinds = self._kinds(self.matrix)
        words = self.search.text().casefold().split()
        code = self.kecamatan.value() or ""
        rows = [
            row
            for row in self.matrix.rows
            if row.kecamatan_code.startswith(code)
            and all(word in f"{row.desa} {row.kecamatan}".casefold() for word in words)
            and not (self.incomplete.isChecked() and _complete(row, kinds))
        ]
        tksk = "" if self.ppks.isChecked() else " · " + _("11 TKSK dihitung dari Daftar TKSK")
        self.legend.setText(legend() + tksk)
        self.grid.table.show_matrix(kinds, rows, by_sex=self.by_sex.isChecked())
        if self.incomplete.isChecked() and not words and not code:
            self.grid.set_empty(_("Semua desa sudah lengkap untuk daftar ini."))
        else:
            self.grid.set_empty(_("Tidak ada desa yang cocok."), _("Tampilkan semua"), self.clear)
        self._offer()
        self._tell_cell()

    def clear(self) -> None:
        """Show every desa again."""
        self.search.setText("")
        self.incomplete.setChecked(False)
        self.kecamatan.set_value(None)
        self._show()

    def _kinds(self, matrix: Matrix) -> list[KindColumn]:
        register = Register.PPKS if self.ppks.isChecked() else Register.PSKS
        return [kind for kind in matrix.kinds if kind.register is register]

    def _cell(self, desa: str, kind: str) -> Cell:
        return self.grid.table.cell_of(desa, kind)

    def _changes(self, typed: Sequence[tuple[Any, str]]) -> list[CellChange]:
        """Figures of one desa and kind typed in two columns are one change."""
        said: dict[tuple[str, str], Said] = {}
        table = self.grid.table
        for index, text in typed:
            found, (kind, part) = table.row_at(index), table.parts[index.column()]
            if found is None:
                continue
            number = _number(text, f"{found.row.desa}, {kind.name}")
            key = (found.id, kind.code)
            now = said.get(key) or _said(self._cell(*key))
            said[key] = _with(now, part, number)
        changes = [CellChange(*key, _said(self._cell(*key)), after) for key, after in said.items()]
        return [one for one in changes if one.before != one.after]

    def _write(self, changes: list[CellChange], *, undoing: bool = False) -> None:
        if not changes or self.round is None or not self.grid.table.editable:
            return
        day = self.day.value() or today()
        source, round_id = self.source.text(), self.round.id
        self.changed.emit()
        many = len(changes) > MOST_TOLD
        if not many:
            self._put(changes, day, source)
        if not undoing:
            self._steps = [*self._steps[1 - STEPS_KEPT :], changes]
        self.pending += 1
        self.worker.write(
            self,
            lambda session: head_counts.set_counts(session, round_id, changes, on=day, source=source),
            lambda _changed: self._written(many),
            partial(self._refused, undoing),
        )
        self._offer()
        self._tell_cell()

    def _put(self, changes: Sequence[CellChange], day: date, source: str) -> None:
        cells: dict[str, dict[str, Cell]] = {}
        for one in changes:
            named, after = self._cell(one.desa_code, one.kind_code).named, one.after
            cell = Cell(after.total, named, after.males, after.females, day, source)
            cells.setdefault(one.desa_code, {})[one.kind_code] = cell
        self.grid.table.put(cells)
        assert self.matrix is not None, "nothing is typed before it is shown"
        rows = (
            replace(row, cells={**row.cells, **cells[row.id]}) if row.id in cells else row
            for row in self.matrix.rows
        )
        self.matrix = replace(self.matrix, rows=tuple(rows))

    def _written(self, anew: bool = False) -> None:
        self.pending -= 1
        self._busy.stop()
        if anew:
            self.refresh()

    def _refused(self, undoing: bool, error: Exception) -> None:
        self._written()
        if not undoing and self._steps:
            self._steps.pop()
        self.failed.emit(error)
        self.refresh()

    def _offer(self) -> None:
        self.undo_button.setEnabled(bool(self._steps))
        for made in (self.none_button, self.kit_button, self.day, self.source):
            made.setEnabled(self.grid.table.editable)

    def _tell_cell(self) -> None:
        number = self.grid.count_chosen()
        if number > MOST_TOLD:
            self.words.setText(_("{n} sel dipilih").format(n=grouped(number)))
        elif number > 1:
            cells = [self._cell(*key) for key in self.grid.chosen_cells()]
            text = _("{n} sel dipilih: jumlah {sum}, kosong {white}, nihil {none}")
            states = [cell.state for cell in cells]
            self.words.setText(
                text.format(
                    n=len(cells),
                    sum=sum(cell.figure for cell in cells),
                    white=states.count(CellState.NOT_SURVEYED),
                    none=states.count(CellState.NONE),
                )
            )
        else:
            self.words.setText(self.grid.table.words_at(self.grid.currentIndex()))


def _complete(row: MatrixRow, kinds: Sequence[KindColumn]) -> bool:
    return all(row.cells.get(kind.code, BLANK).state is not CellState.NOT_SURVEYED for kind in kinds)


def _said(cell: Cell) -> Said:
    return Said(cell.total, cell.males, cell.females)


def _with(now: Said, part: str, number: int | None) -> Said:
    """What a desa says after one of its figures was typed; L and P make the sum."""
    if part == TOTAL:
        same = number is not None and number == (now.males or 0) + (now.females or 0)
        return replace(now, total=number) if same and now.males is not None else Said(number, *_none(number))
    males = number if part == MALES else now.males
    females = number if part == FEMALES else now.females
    if males is None and females is None:
        return Said(None)
    return Said((males or 0) + (females or 0), males, females)


def _none(number: int | None) -> tuple[int | None, int | None]:
    return (0, 0) if number == 0 else (None, None)


def _number(text: str, where: str) -> int | None:
    if not text.strip():
        return None
    number = ungrouped(text)
    if number is None:
        raise RuleViolation([Problem(_("{where}: “{text}” bukan angka.").format(where=where, text=text))])
    return number
