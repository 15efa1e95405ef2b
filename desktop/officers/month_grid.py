"""The matrix of monthly reports: officers by months, marked from the keyboard, many at once."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTableView

from db.rules.dates import short_date
from db.rules.officer_reports import MONTHS, SIGNS
from db.rules.reports import ColumnKind, cell_text
from db.rules.words import _
from db.rules.work import MonthCell, ReportState, month_name, report_label
from db.services.monthly_paper import ReportKey
from db.services.monthly_reports import MonthsRow
from desktop.widgets.columns import Column
from desktop.widgets.pills import CellDelegate
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.widgets.theme import Colours, colours

FIRST = 2  # the column of January
MONTH_WIDTH = 52
WAITING, PART = "–", "·"  # not yet due; served a part of it, so none is owed
TONES = {ReportState.RECEIVED: "info", ReportState.REVISE: "warn", ReportState.APPROVED: "good"}
CORNER = 7
Index = QModelIndex | QPersistentModelIndex


def sign_of(cell: MonthCell) -> str:
    """The mark of a month, the same as on paper."""
    if cell.state is not None or cell.missing:
        return SIGNS[cell.state]
    return (WAITING if cell.serves else PART) if cell.begun else ""


def tone_of(cell: MonthCell) -> str:
    """The colour of a month; empty for none."""
    return TONES[cell.state] if cell.state else "bad" if cell.missing else ""


def words_of(row: MonthsRow, year: int, month: int) -> str:
    """A month in words, for the tooltip and for who cannot see the marks."""
    cell = row.cells[month - 1]
    said = [f"{row.name}, {month_name(year, month)}"]
    if cell.state is None and not cell.begun:
        said.append(_("belum mulai atau tidak bertugas"))
    elif cell.state is None and not cell.serves:
        said.append(_("bertugas sebagian bulan, tidak wajib lapor"))
    else:
        said.append(report_label(cell.state).lower())
    if cell.received_on:
        said.append(_("diterima {day}").format(day=short_date(cell.received_on)))
    if cell.late:
        said.append(_("terlambat"))
    return ": ".join((said[0], ", ".join(said[1:])))


class MonthTable(RowsTable):
    """A year of all officers."""

    def __init__(self) -> None:
        self.year = 0
        self.by_id: dict[tuple[int, str], MonthsRow] = {}
        super().__init__(
            (
                Column(_("Kecamatan"), lambda r: r.kecamatan, width=108, sort_key="kecamatan"),
                Column(_("TKSK"), lambda r: r.name, width=160, sort_key="name", bold=lambda _r: True),
                *(self._month(number, title) for number, title in enumerate(MONTHS, 1)),
                Column(_("Masuk"), _share, align_right=True, width=64, sort_key="share"),
            )
        )

    def show_year(self, year: int, rows: Sequence[MonthsRow]) -> None:
        self.year = year
        self.by_id = {row.id: row for row in rows}
        self.set_rows(rows)

    def _month(self, number: int, title: str) -> Column:
        return Column(
            title,
            lambda row: sign_of(row.cells[number - 1]),
            width=MONTH_WIDTH,
            tooltip=lambda row: words_of(row, self.year, number),
        )


def _share(row: MonthsRow) -> str:
    return cell_text(ColumnKind.PERCENT, row.share)


class MonthGrid(TableView):
    """Cells are chosen, not rows: Shift and arrows take many, the head of a month takes all of it.

    The chosen months stay chosen when the matrix is read anew.
    """

    received = Signal()  # Space
    approved = Signal()  # A
    revised = Signal()  # P
    removed = Signal()  # Delete
    moved = Signal()  # another cell or other cells are chosen

    def __init__(self, table: MonthTable) -> None:
        self._held: tuple[list[ReportKey], int] = ([], FIRST)
        super().__init__(table, "officers/months")
        self.table = table
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setItemDelegate(MonthDelegate(self))
        self.setAccessibleName(_("Laporan bulanan per TKSK"))
        self.set_compact(True)
        self.horizontalHeader().setStretchLastSection(True)
        self.selectionModel().selectionChanged.connect(lambda *_change: self.moved.emit())
        self.selectionModel().currentChanged.connect(lambda *_change: self.moved.emit())

    def current_key(self) -> ReportKey | None:
        """The month with the cursor."""
        return self._key(self.currentIndex())

    def chosen_keys(self) -> list[ReportKey]:
        """The chosen months that a report may come in for, from top to bottom."""
        found = []
        for index in sorted(self.selectionModel().selectedIndexes()):
            row, key = self.table.row_at(index), self._key(index)
            if row and key and (row.cells[key.month - 1].begun or row.cells[key.month - 1].state):
                found.append(key)
        return found

    def cell(self, key: ReportKey) -> MonthCell | None:
        """How a month stands, if it is shown."""
        row = self.table.by_id.get(key[:2]) if key.year == self.table.year else None
        return row.cells[key.month - 1] if row else None

    def choose_month(self, wanted: tuple[int, str], month: int) -> bool:
        """Put the cursor on a month of an officer."""
        place = self.table.place_of(wanted, 0, self.table.rowCount() - 1)
        if place is not None:
            index = self.table.index(place, FIRST + month - 1)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)
        return place is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Space: self.received,
            Qt.Key.Key_A: self.approved,
            Qt.Key.Key_P: self.revised,
            Qt.Key.Key_Delete: self.removed,
        }
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and (wish := keys.get(Qt.Key(event.key()))):
            wish.emit()
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            QTableView.keyPressEvent(self, event)
        else:
            super().keyPressEvent(event)

    def _key(self, index: Index) -> ReportKey | None:
        month = index.column() - FIRST + 1
        row = self.table.row_at(index)
        if row is None or not 1 <= month <= 12:
            return None
        return ReportKey(row.id[0], row.id[1], self.table.year, month)

    def _row_under_cursor(self) -> MonthsRow | None:
        return self.table.row_at(self.currentIndex())

    def _hold(self) -> None:
        super()._hold()
        chosen = (self._key(index) for index in self.selectionModel().selectedIndexes())
        self._held = [key for key in chosen if key], max(self.currentIndex().column(), 0)

    def _steer_to(self, place: int) -> None:
        """The cursor returns to its cell, and the chosen ones are chosen again."""
        keys, column = self._held
        places = {row.id: number for number, row in enumerate(self.table.rows)}
        again = QItemSelection()
        for key in keys:
            if key[:2] in places and key.year == self.table.year:
                cell = self.table.index(places[key[:2]], FIRST + key.month - 1)
                again.select(cell, cell)
        self._steering = True
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.table.index(place, column), flags.NoUpdate)
        self.selectionModel().select(again, flags.ClearAndSelect)
        self._steering = False
        self._set_chosen(self.table.row(place))


class MonthDelegate(CellDelegate):
    """A month is a mark on the colour of its state; a corner says that it was late."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        month, view = index.column() - FIRST, option.widget
        if not 0 <= month < 12 or not isinstance(view, MonthGrid):
            super().paint(painter, option, index)
            return
        row = view.table.row_at(index)
        if row is None:
            return
        worn, cell = colours(), row.cells[month]
        painter.save()
        self._paint_ground(painter, option, index, worn)
        box = QRectF(option.rect).adjusted(4, 3, -4, -4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = tone_of(cell)
        if tone:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.tone_bg(tone))
            painter.drawRoundedRect(box, 4, 4)
        painter.setPen(worn.tone(tone) if tone else QColor(worn.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign_of(cell))
        if cell.late and cell.state:
            _paint_corner(painter, box, worn)
        if index == view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(worn.accent), 2 if view.hasFocus() else 1))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -2), 4, 4)
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, index: Index, worn: Colours) -> None:
        area, state = option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(worn.chosen))
        elif option.features & QStyleOptionViewItem.ViewItemFeature.Alternate:
            painter.fillRect(area, QColor(worn.alt))
        painter.setPen(QColor(worn.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())


def _paint_corner(painter: QPainter, box: QRectF, worn: Colours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(worn.bad))
    corner = box.topRight()
    below, beside = corner + type(corner)(0, CORNER), corner - type(corner)(CORNER, 0)
    painter.drawPolygon(QPolygonF([beside, corner, below]))
