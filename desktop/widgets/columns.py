"""What the columns of a table show, and what every table model can do for its view."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
TONE = int(Role.UserRole) + 1  # "good" | "warn" | "bad" | "info" | "neutral": a pill instead of plain words
MUTED = TONE + 1  # words that may be passed over, such as a nought
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column:
    """One column: `text` says what stands in a row; with a `tone` it stands on a pill.

    A column with a `sort_key` sorts when its header is clicked.
    """

    title: str
    text: Callable[[Any], str]
    tone: Callable[[Any], str | None] | None = None
    align_right: bool = False
    width: int | None = None
    tooltip: Callable[[Any], str] | None = None
    sort_key: str | None = None
    bold: Callable[[Any], bool] | None = None
    muted: Callable[[Any], bool] | None = None
    heading: str = ""  # the title in two lines, where it is longer than what stands below it


def identity(row: Any) -> Any:
    """What makes a row the same row after it was read again."""
    return getattr(row, "id", row)


class TableModel(QAbstractTableModel):
    """Columns over rows; where the rows come from is the business of the two models below it."""

    searched = Signal(int)  # a search has finished and found so many rows
    failed = Signal(object)  # a search has failed with this exception

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows_loaded = False  # a search has finished: no rows now means that there are none

    def refresh(self) -> None:
        """Read the rows once more, where they come from somewhere."""

    def row_at(self, index: Index) -> Any | None:
        """The row behind a cell, or None where there is none or it is still being read."""
        return self.row(index.row()) if index.isValid() else None

    def row(self, number: int) -> Any | None:
        raise NotImplementedError

    def is_fresh(self, number: int) -> bool:
        """Whether this row is at hand and as the last search found it."""
        raise NotImplementedError

    def place_of(self, wanted: Any, first: int, last: int) -> int | None:
        """Where the row with this identity stands, if it is at hand between these two."""
        raise NotImplementedError

    def fetch(self, ranges: Iterable[tuple[int, int]], then: Callable[[list[Any]], object]) -> None:
        """Bring the rows from each first to last, in order, also those not at hand."""
        raise NotImplementedError

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Role.TextAlignmentRole:
            return RIGHT if column.align_right else LEFT
        reader = _READERS.get(role)
        row = self.row(index.row()) if reader else None
        return reader(column, row) if reader and row is not None else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Role.DisplayRole:
            return self.columns[section].heading or self.columns[section].title
        if role == Role.ToolTipRole:
            return self.columns[section].title
        if role == Role.TextAlignmentRole:
            return RIGHT if self.columns[section].align_right else LEFT
        return None

    def repaint_rows(self, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


def _font(column: Column, row: Any) -> QFont | None:
    if column.bold is None or not column.bold(row):
        return None
    font = QFont(QGuiApplication.font())
    font.setWeight(QFont.Weight.DemiBold)
    return font


_READERS: dict[int, Callable[[Column, Any], Any]] = {
    Role.DisplayRole: lambda column, row: column.text(row),
    TONE: lambda column, row: column.tone(row) if column.tone else None,
    MUTED: lambda column, row: bool(column.muted and column.muted(row)),
    Role.ToolTipRole: lambda column, row: column.tooltip(row) if column.tooltip else None,
    Role.FontRole: _font,
}


def as_text(columns: Sequence[Column], rows: Iterable[Any], with_titles: bool = False) -> str:
    """Rows as Excel takes them from the clipboard: a tab between cells, a line for each row."""
    lines = [[column.title for column in columns]] if with_titles else []
    lines += [[" ".join(column.text(row).split()) for column in columns] for row in rows]
    return "\n".join("\t".join(cells) for cells in lines)
