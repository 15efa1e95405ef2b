"""How a cell of a table is painted: plain words, or a state as a word on a quiet colour."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from desktop.widgets.columns import MUTED, TONE
from desktop.widgets.theme import Colours, colours

PADDING, RIGHT_PADDING = 11, 5  # the words of a cell stand under the words of its header
PILL_PADDING = 9
WRAP, HIGHEST = int(Qt.TextFlag.TextWordWrap), 2000
Index = QModelIndex | QPersistentModelIndex


def paint_pill(painter: QPainter, area: QRect, text: str, tone: str, worn: Colours) -> None:
    """A pill at the left of `area`, never wider than it."""
    metrics = painter.fontMetrics()
    height = metrics.height() + 5
    width = min(metrics.horizontalAdvance(text) + 2 * PILL_PADDING, area.width())
    box = QRectF(area.x(), area.y() + (area.height() - height) / 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(worn.tone_bg(tone))
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(worn.tone(tone))
    room = int(width) - 2 * PILL_PADDING + 1
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(box.adjusted(PILL_PADDING, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


class CellDelegate(QStyledItemDelegate):
    """Paints whole cells itself: quicker than the style sheet, and no word leaves its column."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        worn, area = colours(), option.rect
        painter.save()
        self._paint_ground(painter, option, index, worn)
        if text := index.data():
            painter.setFont(_font(index, option.font))
            if tone := index.data(TONE):
                paint_pill(painter, area.adjusted(8, 0, -4, -1), text, tone, worn)
            else:
                inner = _inner(area, index)
                painter.setPen(QColor(worn.muted if index.data(MUTED) else worn.text))
                view = option.widget
                if isinstance(view, QTableView) and view.wordWrap():
                    painter.drawText(inner, _alignment(index) | WRAP, text)
                else:
                    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
                    painter.drawText(inner, _alignment(index), shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetrics(_font(index, option.font))
        view = option.widget
        if isinstance(view, QTableView) and view.wordWrap() and not index.data(TONE):
            room = QRect(0, 0, view.columnWidth(index.column()) - PADDING - RIGHT_PADDING, HIGHEST)
            height = metrics.boundingRect(room, WRAP, index.data() or "").height()
            return QSize(room.width(), height + 12)
        return QSize(metrics.horizontalAdvance(index.data() or "") + 2 * PADDING + 4, metrics.height() + 12)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        text = index.data() or ""
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        if event.type() == QEvent.Type.ToolTip and (tip or self._is_cut(text, view, index)):
            QToolTip.showText(event.globalPos(), tip or text, view, view.visualRect(index))
            return True
        return super().helpEvent(event, view, option, index)

    def _is_cut(self, text: str, view: QAbstractItemView, index: Index) -> bool:
        metrics = QFontMetrics(_font(index, view.font()))
        return metrics.horizontalAdvance(text) > view.visualRect(index).width() - PADDING - RIGHT_PADDING

    @staticmethod
    def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, index: Index, worn: Colours) -> None:
        area, state = option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(worn.chosen))
        elif option.features & QStyleOptionViewItem.ViewItemFeature.Alternate:
            painter.fillRect(area, QColor(worn.alt))
        painter.setPen(QColor(worn.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        view = option.widget
        if (
            isinstance(view, QAbstractItemView)
            and view.hasFocus()
            and view.currentIndex().row() == index.row()
        ):
            painter.setPen(QPen(QColor(worn.accent), 1))
            painter.drawLine(area.topLeft(), area.topRight())
            painter.drawLine(area.bottomLeft(), area.bottomRight())


def _font(index: Index, plain: QFont) -> QFont:
    bold = index.data(Qt.ItemDataRole.FontRole)
    return bold if isinstance(bold, QFont) else plain


def _alignment(index: Index) -> int:
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
    return int(alignment if alignment is not None else Qt.AlignmentFlag.AlignVCenter)


def _inner(area: QRect, index: Index) -> QRect:
    if _alignment(index) & int(Qt.AlignmentFlag.AlignRight):
        return area.adjusted(RIGHT_PADDING, 0, -PADDING, -1)
    return area.adjusted(PADDING, 0, -RIGHT_PADDING, -1)
