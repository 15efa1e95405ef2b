"""A list whose chosen line is edited in the form below it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.words import _
from desktop.widgets.basics import button, row
from desktop.widgets.columns import Column
from desktop.widgets.form import Form
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView

T = TypeVar("T")


@dataclass(eq=False)
class Line(Generic[T]):
    """One line of the list; `facts` are exchanged as the person types."""

    id: int
    facts: T


class RuleLines(QWidget, Generic[T]):
    """`into_form(facts)` gives the values of the form, `from_form(facts, values)` the facts they make."""

    edited = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        form: Form,
        into_form: Callable[[T], dict[str, Any]],
        from_form: Callable[[T, dict[str, Any]], T],
        new: Callable[[int], T],
        words: tuple[str, str],
        name: str,
    ) -> None:
        """`words`: what the empty list says, and what its button says; `new` makes a line from its number."""
        super().__init__()
        self.form = form
        self._into_form, self._from_form, self._new = into_form, from_form, new
        self._ids = count(1)
        self._shown: Line[T] | None = None
        self.model = RowsTable(columns, (), self)
        self.table = TableView(self.model, name)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.table.wrap_rows()
        self.table.set_empty(words[0], words[1], self.add)
        self.add_button = button(words[1], "plus", on_click=self.add)
        self.remove_button = button(_("Hapus"), "delete-outline", on_click=self.remove)
        self.up_button = button("↑", on_click=lambda: self._move(-1))
        self.up_button.setToolTip(_("Naikkan"))
        self.down_button = button("↓", on_click=lambda: self._move(1))
        self.down_button.setToolTip(_("Turunkan"))
        self.buttons = row(self.add_button, self.remove_button, self.up_button, self.down_button, None)

        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 8)
        box.setSpacing(8)
        box.addWidget(self.table, 1)
        box.addLayout(self.buttons)
        box.addWidget(form)
        self.table.current_row_changed.connect(self._show)
        form.edited.connect(self._take)
        self._show(None)

    def facts(self) -> tuple[T, ...]:
        """What stands in the list now."""
        return tuple(line.facts for line in self.model.rows)

    def set_facts(self, facts: Iterable[T]) -> None:
        """Show these, with the first one chosen."""
        self._put([Line(next(self._ids), fact) for fact in facts])
        if self.model.rows:
            self.table.choose(self.model.rows[0].id)

    def add(self) -> None:
        """Add a line at the end, and go to its text."""
        line = Line(next(self._ids), self._new(self._free_number()))
        self._put([*self.model.rows, line])
        self.table.choose(line.id)
        self.edited.emit()
        self.form.focus_first()

    def remove(self) -> None:
        """Take the chosen line out; the next one is chosen."""
        lines = self.model.rows
        if self._shown in lines:
            place = lines.index(self._shown)
            rest = lines[:place] + lines[place + 1 :]
            self._put(rest)
            if rest:
                self.table.choose(rest[min(place, len(rest) - 1)].id)
            self.edited.emit()

    def _move(self, step: int) -> None:
        lines, chosen = self.model.rows, self._shown
        if chosen is None or chosen not in lines:
            return
        place = lines.index(chosen)
        if 0 <= place + step < len(lines):
            lines.insert(place + step, lines.pop(place))
            self._put(lines)
            self.table.choose(chosen.id)
            self.edited.emit()

    def _put(self, lines: Iterable[Line[T]]) -> None:
        self.model.set_rows(lines)

    def _show(self, line: Line[T] | None) -> None:
        if line is not None and line is self._shown:
            return
        self._shown = line
        self.form.setEnabled(line is not None)
        self.remove_button.setEnabled(line is not None)
        self.form.fill(self._into_form(line.facts) if line else {})

    def _take(self, _field: str) -> None:
        if self._shown is None:
            return
        self._shown.facts = self._from_form(self._shown.facts, self.form.values())
        if self._shown in self.model.rows:
            place = self.model.rows.index(self._shown)
            self.model.repaint_rows(place, place)
        self.edited.emit()

    def _free_number(self) -> int:
        """The number after the highest in use, for the code of a new line."""
        codes = (str(getattr(line.facts, "code", "")) for line in self.model.rows)
        return max((int("0" + "".join(c for c in code if c.isdigit())) for code in codes), default=0) + 1
