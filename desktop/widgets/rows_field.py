"""A field of a form whose value is a short list of rows: accounts, papers, trainings; one row to a line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from db.rules.words import _
from desktop.widgets import adapters
from desktop.widgets.basics import button, icon_button, label, row
from desktop.widgets.theme import set_look

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
REMOVE_WIDTH = 34


@dataclass(frozen=True)
class RowColumn:
    """One field of each row; `stretch` 0 keeps it at the width it has."""

    name: str
    title: str
    make: Callable[[], QWidget]
    stretch: int = 0


class RowsField(QWidget):
    """The value is a tuple of dataclasses of one kind; what has no column is kept as it came.

    An empty row is not counted. Insert adds a row, Ctrl+Delete removes the one the cursor is in.
    """

    edited = Signal()

    def __init__(self, kind: "type[DataclassInstance]", columns: Sequence[RowColumn], add_text: str) -> None:
        super().__init__()
        self._kind, self._columns = kind, tuple(columns)
        self.lines: list[dict[str, Any]] = []  # the widgets of each row, by the name of their column
        self._given: list[dict[str, Any]] = []  # what each row was filled with
        self._removers: list[QWidget] = []
        self._filling = False
        self.add_button = button(add_text, "plus", on_click=self.add_row)
        self._heads = [label(column.title, "muted") for column in columns]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for place, (column, head) in enumerate(zip(columns, self._heads, strict=True)):
            self._grid.setColumnStretch(place, column.stretch)
            self._grid.addWidget(head, 0, place)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(self._grid)
        box.addLayout(row(self.add_button, None))
        self.setFocusProxy(self.add_button)
        self._show_heads()

    def value(self) -> tuple[Any, ...]:
        """The rows in which something stands."""
        return tuple(self._kind(**values) for _place, values in self._filled())

    def set_value(self, rows: Iterable[Any] | None) -> None:
        """Show these rows."""
        self._filling = True
        while self.lines:
            self._drop(0)
        for shown in rows or ():
            self._add({field.name: getattr(shown, field.name) for field in fields(self._kind)})
        self._filling = False
        self._settle()

    def problem(self) -> str:
        """What cannot be read as it is typed, in the first such row."""
        for place, line in enumerate(self.lines):
            for column in self._columns:
                if text := adapters.problem(line[column.name]):
                    return _("Baris {row}, {column}: {text}").format(
                        row=place + 1, column=column.title, text=text
                    )
        return ""

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Mark cells, named `place/column` as `value()` counts, and go to the first; {} clears all."""
        places = [place for place, _values in self._filled()]
        marked: dict[tuple[int, str], str] = {}
        for key, text in problems.items():
            row_number, _slash, column = key.partition("/")
            marked[places[int(row_number)], column] = text
        for place, line in enumerate(self.lines):
            for name, widget in line.items():
                text = marked.get((place, name), "")
                set_look(widget, tone="bad" if text else "")
                widget.setAccessibleDescription(text)
                widget.setToolTip(text)
        if marked:
            place, column = min(marked)
            self.lines[place][column].setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, place: int, column: str, tone: str) -> None:
        """Colour one cell: a paper that has expired."""
        set_look(self.lines[place][column], tone=tone)

    def add_row(self, values: Mapping[str, Any] | None = None) -> None:
        """One more row, with the cursor in it."""
        self._add({field.name: field.default for field in fields(self._kind)} | dict(values or {}))
        self._settle()
        for widget in self.lines[-1].values():
            widget.show()  # what is not shown yet takes no focus
        self.lines[-1][self._columns[0].name].setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def lock(self) -> None:
        """Rows that may only be read."""
        self.add_button.hide()
        for remover in self._removers:
            remover.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in ENTER and self._go_on(watched):
                return True
            if event.key() == Qt.Key.Key_Insert:
                self.add_row()
                return True
            if event.key() == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self._remove_by_hand(self._place_of(watched))
                return True
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox):
            event.ignore()  # scrolling the form must not change what stands in it
            return True
        return super().eventFilter(watched, event)

    def _filled(self) -> list[tuple[int, dict[str, Any]]]:
        found = []
        for place, line in enumerate(self.lines):
            values = self._given[place] | {name: adapters.read(widget) for name, widget in line.items()}
            typed = any(values[column.name] for column in self._columns)
            unread = any(adapters.problem(widget) for widget in line.values())
            if typed or unread:
                found.append((place, values))
        return found

    def _add(self, values: dict[str, Any]) -> None:
        line: dict[str, Any] = {}
        remover = icon_button("close", _("Hapus baris ini (Ctrl+Delete)"))
        remover.setFixedWidth(REMOVE_WIDTH)
        remover.clicked.connect(lambda: self._remove_by_hand(self._removers.index(remover)))
        place = self._grid.rowCount()
        before: QWidget | None = self._removers[-1] if self._removers else None
        for number, column in enumerate(self._columns):
            widget = line[column.name] = column.make()
            adapters.write(widget, values[column.name])
            widget.setAccessibleName(column.title)
            widget.installEventFilter(self)
            adapters.edited(widget).connect(lambda *_anything, widget=widget: self._on_edited(widget))
            self._grid.addWidget(widget, place, number)
            if before:
                self.setTabOrder(before, widget)
            before = widget
        self._grid.addWidget(remover, place, len(self._columns))
        assert before is not None
        self.setTabOrder(before, remover)
        self.setTabOrder(remover, self.add_button)
        self.lines.append(line)
        self._given.append(values)
        self._removers.append(remover)

    def _remove_by_hand(self, place: int) -> None:
        self._drop(place)
        self._settle()
        after = self.lines[min(place, len(self.lines) - 1)][self._columns[0].name] if self.lines else None
        (after or self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _drop(self, place: int) -> None:
        for widget in (*self.lines.pop(place).values(), self._removers.pop(place)):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._given.pop(place)

    def _settle(self) -> None:
        self._show_heads()
        self.setFocusProxy(self.lines[0][self._columns[0].name] if self.lines else self.add_button)

    def _show_heads(self) -> None:
        for head in self._heads:
            head.setVisible(bool(self.lines))

    def _on_edited(self, widget: QWidget) -> None:
        if not self._filling:
            set_look(widget, tone="")
            widget.setToolTip("")
            widget.setAccessibleDescription("")
            self.edited.emit()

    def _place_of(self, widget: QObject) -> int:
        return next(place for place, line in enumerate(self.lines) if widget in line.values())

    def _go_on(self, watched: QObject) -> bool:
        """Enter goes to the next field of the rows; in the last one it is for the form."""
        cells = [line[column.name] for line in self.lines for column in self._columns]
        after = cells[cells.index(watched) + 1 :] if watched in cells else []
        if after:
            after[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.add_button.setFocus(Qt.FocusReason.TabFocusReason)
        return True
