"""Rows typed by hand, pasted from Excel or taken from a list: a table field of a letter, its recipients."""

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.rules.amounts import MONEY, amount_text, check_rows, read_amount
from db.rules.templates import TableColumn
from db.rules.words import _
from desktop.widgets.basics import button, label, row
from desktop.widgets.fields import DecimalField
from desktop.widgets.theme import set_look

EXTRAS = int(Qt.ItemDataRole.UserRole)  # what a row knows beside its cells, kept in its first cell
MOST_ROWS = 2000
SIGNED_HERE = "tanda_tangan"  # a column that is filled in with a pen
HYPHENATED = re.compile(r"-\s+(?=[a-z])")  # a title that is parted where its column is narrow
LOWEST, HIGHEST = 120, 260
ROW = 28


class LinesField(QPlainTextEdit):
    """One sentence on each line; blank lines do not count. Empty is None."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def value(self) -> list[str] | None:
        lines = [line.strip() for line in self.toPlainText().splitlines()]
        return [line for line in lines if line] or None

    def set_value(self, value: Sequence[str] | None) -> None:
        self.setPlainText("\n".join(value or ()))


class ParagraphField(QPlainTextEdit):
    """A longer text that is one paragraph on paper. Empty is None."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def value(self) -> str | None:
        return " ".join(self.toPlainText().split()) or None

    def set_value(self, value: str | None) -> None:
        self.setPlainText(value or "")


class WholeField(DecimalField):
    """A whole number as it is typed: a year has no point in it. Empty is None."""

    def __init__(self) -> None:
        super().__init__(0)

    def _written(self, value: Decimal) -> str:
        return f"{value:.0f}"


class TableField(QWidget):
    """Rows of named cells. What a row holds beside its columns (`officer_id`) goes with it. Empty is None."""

    edited = Signal()
    current_changed = Signal(int)  # the row the cursor is in

    def __init__(self, columns: Sequence[TableColumn], empty_text: str = "") -> None:
        super().__init__()
        self.columns = tuple(column for column in columns if column.name != SIGNED_HERE)
        self.table = _Grid(len(self.columns))
        titles = [HYPHENATED.sub("", column.title) for column in self.columns]
        self.table.setHorizontalHeaderLabels(titles)
        self.table.setAccessibleName(", ".join(titles))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(60)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.add_button = button(_("Tambah"), "plus", on_click=self.add_row)
        self.remove_button = button(_("Hapus"), on_click=self.remove_rows)
        self.paste_button = button(_("Tempel"), on_click=self.paste)
        self.add_button.setToolTip(_("Tambah satu baris"))
        self.remove_button.setToolTip(_("Hapus baris yang dipilih"))
        self.paste_button.setToolTip(_("Tempel sel yang disalin dari Excel"))
        self.tools = row(self.add_button, self.remove_button, self.paste_button, None, spacing=6)
        self.note = label(empty_text, "note", wrap=True)
        self._empty_text = empty_text
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(self.tools)
        box.addWidget(self.table)
        box.addWidget(self.note)
        self.table.itemChanged.connect(self._on_changed)
        self.table.currentCellChanged.connect(lambda place, *_others: self.current_changed.emit(place))
        self.table.wants_row.connect(self.add_row)
        self.table.pasted.connect(self.paste)
        self.table.removed.connect(self.remove_rows)
        self._fit()

    def add_source(self, text: str, icon: str = "account-group-outline") -> Any:
        """One more button above the rows, for taking rows from a list; returns it."""
        made = button(text, icon)
        self.tools.insertWidget(self.tools.count() - 1, made)
        return made

    def value(self) -> list[dict[str, Any]] | None:
        rows = []
        for place in range(self.table.rowCount()):
            cells = {column.name: self._text(place, number) for number, column in enumerate(self.columns)}
            if any(cells.values()):
                rows.append({**self._extras(place), **cells})
        return rows or None

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(0)
        for found in list(value or ())[:MOST_ROWS]:
            self._append(found)
        self.table.blockSignals(False)
        self._tell()

    def problem(self) -> str:
        """The first amount that cannot be read, or nothing."""
        return next((text for _place, text in check_rows(self.columns, self._rows())), "")

    def take(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows from a list; those already there stay, and blank ones go."""
        self.set_value([*(self.value() or ()), *rows])
        if self.table.rowCount():
            self.table.setCurrentCell(0, 0)

    def add_row(self) -> None:
        """One more row, ready to be typed in."""
        if self.table.rowCount() >= MOST_ROWS:
            return
        self.table.blockSignals(True)
        self._append({})
        self.table.blockSignals(False)
        self._fit()
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.setFocus()
        self.table.editItem(self.table.currentItem())

    def remove_rows(self) -> None:
        """Take the chosen rows out."""
        places = sorted({index.row() for index in self.table.selectedIndexes()}, reverse=True)
        for place in places:
            self.table.removeRow(place)
        if places:
            self._tell()

    def paste(self) -> None:
        """Lines and tabs of the clipboard become rows, from the chosen cell on."""
        lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
        lines = [cells for cells in lines if any(cell.strip() for cell in cells)]
        titles = [column.title.casefold() for column in self.columns]
        if lines and [cell.strip().casefold() for cell in lines[0]][: len(titles)] == titles:
            lines = lines[1:]  # the head of the sheet was copied too
        if not lines:
            self.note.setText(_("Papan klip kosong. Salin dulu selnya di Excel, lalu tempel di sini."))
            return
        first = max(self.table.currentRow(), 0) if self.table.rowCount() else 0
        if self.table.rowCount() and any(self._text(first, n) for n in range(len(self.columns))):
            first = self.table.rowCount() if len(lines) > 1 else first
        start = max(self.table.currentColumn(), 0) if len(lines[0]) < len(self.columns) else 0
        self.table.blockSignals(True)
        for offset, cells in enumerate(lines[: MOST_ROWS - first]):
            place = first + offset
            while place >= self.table.rowCount():
                self._append({})
            for number, cell in enumerate(cells, start):
                if number < len(self.columns):
                    item = self.table.item(place, number)
                    if item is not None:
                        item.setText(self._written(number, " ".join(cell.split())))
        self.table.blockSignals(False)
        self._tell()

    def _rows(self) -> list[dict[str, str]]:
        """All rows, also blank ones."""
        return [
            {column.name: self._text(place, number) for number, column in enumerate(self.columns)}
            for place in range(self.table.rowCount())
        ]

    def _on_changed(self, item: QTableWidgetItem) -> None:
        if self.columns[item.column()].type == MONEY:
            self.table.blockSignals(True)
            item.setText(_dotted(item.text()))
            self.table.blockSignals(False)
        self._tell()

    def _append(self, found: Mapping[str, Any]) -> None:
        place = self.table.rowCount()
        self.table.insertRow(place)
        names = [column.name for column in self.columns]
        for number, name in enumerate(names):
            value = found.get(name)
            item = QTableWidgetItem("" if value is None else self._written(number, str(value)))
            if self.columns[number].align == "right":
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(place, number, item)
        extras = {key: value for key, value in found.items() if key not in names}
        first = self.table.item(place, 0)
        if first is not None:
            first.setData(EXTRAS, extras)

    def _written(self, number: int, text: str) -> str:
        return _dotted(text) if self.columns[number].type == MONEY else text

    def _text(self, place: int, number: int) -> str:
        item = self.table.item(place, number)
        return " ".join(item.text().split()) if item else ""

    def _extras(self, place: int) -> dict[str, Any]:
        item = self.table.item(place, 0)
        return dict(item.data(EXTRAS) or {}) if item else {}

    def _tell(self) -> None:
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        """As high as its rows, within bounds; a table without rows says what to do."""
        rows = self.table.rowCount()
        header = self.table.horizontalHeader()
        wished = header.sizeHint().height() + rows * ROW + 8
        self.table.setFixedHeight(min(max(wished, LOWEST if rows else 0), HIGHEST))
        self.table.setVisible(rows > 0)
        self.remove_button.setEnabled(rows > 0)
        text = _("{n} baris").format(n=rows) if rows else self._empty_text
        wrong = self.problem()
        self.note.setText(wrong or text)
        set_look(self.note, tone="bad" if wrong else "")
        room = max(self.table.viewport().width(), 300)
        for number, width in enumerate(self._widths(room)[:-1]):
            self.table.setColumnWidth(number, width)
        header.setStretchLastSection(True)

    def _widths(self, room: int) -> list[int]:
        """Each column its share; one whose title needs more takes it from those that have too much."""
        shares = sum(column.share for column in self.columns) or 1
        needs = [self.table.horizontalHeader().sectionSizeHint(n) for n in range(len(self.columns))]
        widths = [max(int(room * c.share / shares), n) for c, n in zip(self.columns, needs, strict=True)]
        spare = sum(widths) - sum(needs)
        over = min(max(sum(widths) - room, 0), spare)
        give = over / spare if spare else 0
        return [width - math.ceil((width - need) * give) for width, need in zip(widths, needs, strict=True)]

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._fit()


def _dotted(text: str) -> str:
    """An amount with its dots; words stay as they are, and are refused."""
    amount = read_amount(text)
    return text if amount is None else amount_text(amount)


class _Grid(QTableWidget):
    """Cells that can be copied to Excel and pasted from it; Enter in the last row adds one."""

    wants_row = Signal()
    pasted = Signal()
    removed = Signal()

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().hide()
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentRow() == self.rowCount() - 1:
                self.wants_row.emit()
            else:
                self.setCurrentCell(self.currentRow() + 1, self.currentColumn())
        elif event.key() == Qt.Key.Key_Delete:
            for item in self.selectedItems():
                item.setText("")
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        for text, act in (
            (_("Salin"), self.copy),
            (_("Tempel"), self.pasted.emit),
            (_("Hapus baris"), self.removed.emit),
        ):
            action = QAction(text, menu)
            action.triggered.connect(act)
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def copy(self) -> None:
        """The chosen cells, as Excel takes them."""
        chosen = self.selectedIndexes()
        rows = sorted({index.row() for index in chosen})
        lines = [
            "\t".join(index.data() or "" for index in sorted(chosen) if index.row() == place)
            for place in rows
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
