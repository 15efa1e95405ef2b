"""The same columns over a short list that is already at hand."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from desktop.widgets.columns import NOWHERE, Column, Index, TableModel, identity


class RowsTable(TableModel):
    """`set_rows` shows a list; a column with a `sort_key` sorts by that attribute of the rows."""

    def __init__(
        self, columns: Sequence[Column], rows: Iterable[Any] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._given: list[Any] = []
        self._rows: list[Any] = []
        self._order: tuple[str, bool] | None = None
        if rows is not None:
            self.set_rows(rows)

    def set_rows(self, rows: Iterable[Any]) -> None:
        self.beginResetModel()
        self._given = list(rows)
        self._rows = self._sorted()
        self.rows_loaded = True
        self.endResetModel()
        self.searched.emit(len(self._rows))

    @property
    def rows(self) -> list[Any]:
        """All rows in the order shown."""
        return list(self._rows)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        key = self.columns[column].sort_key if 0 <= column < len(self.columns) else None
        self._order = (key, order == Qt.SortOrder.DescendingOrder) if key else None
        self.beginResetModel()
        self._rows = self._sorted()
        self.endResetModel()

    def row(self, number: int) -> Any | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def is_fresh(self, number: int) -> bool:
        return 0 <= number < len(self._rows)

    def place_of(self, wanted: Any, first: int, last: int) -> int | None:
        places = range(max(first, 0), min(last + 1, len(self._rows)))
        return next((place for place in places if identity(self._rows[place]) == wanted), None)

    def fetch(self, ranges: Iterable[tuple[int, int]], then: Callable[[list[Any]], object]) -> None:
        then([row for first, last in ranges for row in self._rows[first : last + 1]])

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def _sorted(self) -> list[Any]:
        if self._order is None:
            return list(self._given)
        key, descending = self._order
        empty = [row for row in self._given if getattr(row, key) is None]  # last, whatever the order
        full = [row for row in self._given if getattr(row, key) is not None]
        return sorted(full, key=lambda row: _sort_value(getattr(row, key)), reverse=descending) + empty


def _sort_value(value: Any) -> Any:
    """A sign in a column of numbers comes after them."""
    return (1, value.casefold()) if isinstance(value, str) else (0, value)
