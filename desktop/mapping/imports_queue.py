"""Rows of imports that may mean one of several people: both sides, and who it is (peers.md row 70)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.imports import outcome_label
from db.rules.words import _
from db.services import import_queue
from db.services.import_queue import WaitingFacts, WaitingRow
from desktop.parts.import_pages import WideTable
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class _Line:
    """One value of both sides."""

    def __init__(self, place: int, title: str, values: tuple[str, ...]) -> None:
        self.id, self.title, self.values = place, title, values


class ImportQueue(QWidget):
    """Each decision can be taken back, now by *Urungkan*, later under *Sudah diputuskan*."""

    said = Signal(str)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self.facts: WaitingFacts | None = None
        self._wished: int | None = None
        self.banner = Banner()
        self.banner.hide()
        self.which = QComboBox()
        self.which.setAccessibleName(_("Baris yang ditampilkan"))
        self.which.addItem(_("Belum diputuskan"), False)
        self.which.addItem(_("Sudah diputuskan"), True)
        self.model = RowsTable(_columns(), parent=self)
        self.table = TableView(self.model, "mapping/import_queue")
        self.reason = label("", wrap=True)
        self.sides_model = WideTable((), parent=self)
        self.sides = TableView(self.sides_model)
        self.who = QComboBox()
        self.who.setAccessibleName(_("Orang yang dimaksud"))
        self.who.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.this_button = button(_("Ini orangnya"), "check", primary=True, on_click=self.choose)
        self.new_button = button(_("Orang baru"), "account-plus-outline", on_click=self.add_new)
        self.skip_button = button(_("Lewati"), "chevron-right", on_click=self.skip)
        self.undo_button = button(_("Batalkan keputusan"), "undo", on_click=self.undo_chosen)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.banner)
        box.addWidget(self.table, 2)
        box.addWidget(self.reason)
        box.addWidget(self.sides, 5)
        box.addLayout(
            row(
                self.who,
                self.this_button,
                self.new_button,
                self.skip_button,
                self.undo_button,
                None,
                self.which,
            )
        )
        self.which.currentIndexChanged.connect(lambda _place: self.refresh())
        self.table.current_row_changed.connect(self._open)
        self.table.copied.connect(self.said)
        self.sides.copied.connect(self.said)
        self._show_none()

    @property
    def settled(self) -> bool:
        """Whether decided rows are shown."""
        return bool(self.which.currentData())

    def refresh(self) -> None:
        """Read the queue anew; the row in front stays in front."""
        settled = self.settled
        work = partial(import_queue.list_waiting, settled=settled)
        self.worker.read(self, work, self._show, self._fail)

    def choose(self) -> None:
        """The chosen person is meant."""
        if self.facts and (person := self.who.currentData()) is not None:
            name = self.who.currentText().partition(". ")[2]
            self._decide(partial(import_queue.settle, person_id=person), _("{row} adalah {name}."), name)

    def add_new(self) -> None:
        """None of them: somebody new."""
        self._decide(partial(import_queue.settle, person_id=None), _("{row} dicatat sebagai orang baru."))

    def skip(self) -> None:
        """Leave the row out."""
        self._decide(import_queue.skip, _("{row} dilewati."))

    def undo_chosen(self) -> None:
        """Take the decision about the row in front back."""
        if chosen := self.table.current_row():
            self.undo(chosen.id)

    def undo(self, row_id: int) -> None:
        """Take a decision back; the row waits again."""

        def done(_nothing: object) -> None:
            self.banner.say(_("Keputusan dibatalkan; barisnya menunggu lagi."), "neutral")
            self._wished = row_id

        self.worker.write(self, partial(import_queue.unsettle, row_id=row_id), done, self._fail)

    def _decide(self, work: Callable[..., str | None], text: str, name: str = "") -> None:
        if self.facts is None:
            return
        row = self.facts.row
        place = next((n for n, one in enumerate(self.model.rows) if one.id == row.id), 0)
        rest = [one for one in self.model.rows if one.id != row.id]
        self._wished = rest[min(place, len(rest) - 1)].id if rest else None
        told = text.format(row=_("Baris {n} ({name})").format(n=row.row, name=row.name), name=name)
        self.facts = None  # a second press decides nothing, and *Urungkan* is that of this decision
        self.banner.clear()
        self._offer()

        def done(more: str | None) -> None:
            said = f"{told} {more}" if more else told
            self.banner.say(said, "warn" if more else "good", _("Urungkan"), lambda: self.undo(row.id))
            self.said.emit(said)

        self.worker.write(self, partial(work, row_id=row.id), done, self._fail)

    def _show(self, rows: list[WaitingRow]) -> None:
        current = self.table.current_row()
        wished = self._wished or (current.id if current else None)
        self._wished = None
        if self.settled:
            self.table.set_empty(_("Belum ada keputusan."))
        else:
            self.table.set_empty(_("Tidak ada baris yang menunggu keputusan."))
        self.model.set_rows(rows)
        if not rows:
            self._show_none()
            return
        place = next((number for number, one in enumerate(rows) if one.id == wished), 0)
        self.table.selectRow(place)
        self._open(rows[place])

    def _open(self, chosen: WaitingRow | None) -> None:
        if chosen is None:
            self._show_none()
            return
        self.worker.read(
            self, partial(import_queue.get_waiting, row_id=chosen.id), self._show_sides, self._fail
        )

    def _show_sides(self, facts: WaitingFacts) -> None:
        current = self.table.current_row()
        if current is None or current.id != facts.row.id:
            return  # another row is in front by now
        self.facts = facts
        self.reason.setText(facts.row.reason)
        sides = (facts.said, *facts.offers)
        titles = (_("Di berkas"), *(_("Tercatat {n}").format(n=n) for n in range(1, len(sides))))
        columns = [Column("", lambda line: line.title, muted=lambda _line: True, width=130)]
        columns += [_side_column(place, title) for place, title in enumerate(titles)]
        lines = [
            _Line(place, title, tuple(side.values[place] for side in sides))
            for place, title in enumerate(facts.labels)
        ]
        self.sides_model.show(columns, lines)
        self.who.clear()
        for number, side in enumerate(facts.offers, 1):
            self.who.addItem(_("{n}. {name}").format(n=number, name=side.values[0]), side.person_id)
        self._offer()

    def _show_none(self) -> None:
        self.facts = None
        self.reason.setText("")
        self.sides_model.show((), [])
        self.who.clear()
        self._offer()

    def _offer(self) -> None:
        waits, there = not self.settled, self.facts is not None
        for one in (self.who, self.this_button, self.new_button, self.skip_button):
            one.setVisible(waits)
            one.setEnabled(there)
        self.sides.setVisible(there)
        self.this_button.setEnabled(there and self.who.count() > 0)
        self.undo_button.setVisible(not waits)
        self.undo_button.setEnabled(there)

    def _fail(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")
        self.refresh()


def _side_column(place: int, title: str) -> Column:
    """Of the known people amber where they differ from the row."""

    def tone(line: _Line) -> str | None:
        value, said = line.values[place], line.values[0]
        return "warn" if place and value and said and value.casefold() != said.casefold() else None

    return Column(title, lambda line: line.values[place], tone, width=250)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Berkas"), lambda one: one.file_name, sort_key="file_name", width=200),
        Column(_("Baris"), lambda one: str(one.row), sort_key="row", align_right=True, width=60),
        Column(_("Nama"), lambda one: one.name, sort_key="name", width=190),
        Column(_("Jenis"), lambda one: one.kind, sort_key="kind", width=170),
        Column(_("Alasan"), lambda one: one.reason, tooltip=lambda one: one.reason, width=380),
        Column(_("Keputusan"), lambda one: outcome_label(one.outcome) if one.settled_at else "", width=110),
        Column(_("Oleh"), lambda one: one.settled_by, width=110),
    )
