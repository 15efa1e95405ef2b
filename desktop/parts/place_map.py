"""Places at their true coordinates: a colour says how each stands, a click or the arrow keys choose one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from db.rules.words import _
from desktop.widgets.theme import Colours, colours, theme

MARGIN, LEGEND_HEIGHT = 28, 30
RADIUS, SMALLEST = 10.0, 3.0
CROWDED = 60  # places beyond which the circles shrink
NEAR = 14  # pixels beside a shape that still count as a click on it
ASIDE = 2.0  # how much worse a step to the side is than one straight ahead
DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True)
class Place:
    """One place; `tone` is its colour, `tooltip` the values behind it."""

    id: Any
    name: str
    latitude: float
    longitude: float
    tone: str = "neutral"
    tooltip: str = ""
    faint: bool = False  # not among what is looked for


class PlaceMap(QWidget):
    """North is up and all places fit. What is drawn of a place is the business of `shape` alone."""

    chosen = Signal(object)  # the id of the place that somebody chose here
    activated = Signal(object)  # Enter or a double click

    def __init__(self, legend: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.legend = tuple(legend)  # tone and word
        self.current: Any | None = None
        self._places: dict[Any, Place] = {}
        self._points: dict[Any, QPointF] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Peta"))
        theme.changed.connect(self.update)

    @property
    def places(self) -> list[Place]:
        """What is shown."""
        return list(self._places.values())

    def set_places(self, places: Iterable[Place]) -> None:
        """Show these places; the chosen one stays chosen."""
        self._places = {place.id: place for place in places}
        self.current = self.current if self.current in self._places else None
        self._lay_out()

    def choose(self, place_id: Any) -> None:
        """Mark a place, because it was chosen elsewhere."""
        self.current = place_id if place_id in self._places else None
        self.setAccessibleDescription(self._places[place_id].tooltip if self.current is not None else "")
        self.update()

    def shape(self, place: Place) -> QPainterPath:
        """The outline of a place on the widget: a circle around its point."""
        radius = (
            RADIUS if len(self._places) <= CROWDED else max(SMALLEST, RADIUS * CROWDED / len(self._places))
        )
        path = QPainterPath()
        path.addEllipse(self._points[place.id], radius, radius)
        return path

    def place_at(self, at: QPointF) -> Place | None:
        """The place under a point of the widget, or the nearest close to it."""
        near = sorted(self._places.values(), key=lambda place: _away(self._points[place.id], at))
        inside = [place for place in near[:8] if self.shape(place).contains(at)]
        close = [place for place in near[:1] if _away(self._points[place.id], at) <= NEAR]
        return next(iter([*inside, *close]), None)

    def sizeHint(self) -> QSize:
        return QSize(640, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if place := self.place_at(event.position()):
            self._take(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if place := self.place_at(event.position()):
            self.activated.emit(place.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in DIRECTIONS and self._places:
            self._go(DIRECTIONS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.activated.emit(self.current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.place_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), place.tooltip if place else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn, painter = colours(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(worn.surface))
        painter.setPen(QPen(QColor(worn.accent if self.hasFocus() else worn.line), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for place in sorted(
            self._places.values(), key=lambda place: (not place.faint, place.id == self.current)
        ):
            self._paint_shape(painter, place, worn)
        self._paint_names(painter, worn)
        self._paint_legend(painter, worn)
        self._paint_values(painter, worn)

    def _paint_shape(self, painter: QPainter, place: Place, worn: Colours) -> None:
        is_current = place.id == self.current
        edge = worn.text if is_current else worn.edge if place.faint else worn.surface
        painter.setBrush(worn.tone_bg(place.tone) if place.faint else worn.tone(place.tone))
        painter.setPen(QPen(QColor(edge), 3 if is_current else 1))
        painter.drawPath(self.shape(place))

    def _paint_names(self, painter: QPainter, worn: Colours) -> None:
        """Each name where it covers no other name; the chosen one first."""
        metrics, taken = painter.fontMetrics(), [QRectF(0, 0, self.width(), LEGEND_HEIGHT)]
        shown = [place for place in self._places.values() if not place.faint]
        shapes = [self.shape(place).boundingRect() for place in shown] if len(shown) <= CROWDED else []
        for place in sorted(shown, key=lambda place: place.id != self.current):
            around = self.shape(place).boundingRect()
            width, height = metrics.horizontalAdvance(place.name), metrics.height()
            right = QRectF(around.right() + 4, around.center().y() - height / 2, width + 2, height)
            left = right.translated(-(width + around.width() + 10), 0)
            below = QRectF(around.center().x() - width / 2, around.bottom() + 1, width + 2, height)
            for box in (right, left, below):
                inside = QRectF(self.rect()).contains(box)
                others = [shape for shape in shapes if shape != around]
                if inside and not any(box.intersects(other) for other in (*taken, *others)):
                    painter.setPen(QColor(worn.text if place.id == self.current else worn.muted))
                    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, place.name)
                    taken.append(box)
                    break

    def _paint_legend(self, painter: QPainter, worn: Colours) -> None:
        left, middle = 14.0, LEGEND_HEIGHT / 2 + 2
        for tone, word in self.legend:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.tone(tone))
            painter.drawEllipse(QPointF(left, middle), 5, 5)
            painter.setPen(QColor(worn.text))
            width = painter.fontMetrics().horizontalAdvance(word) + 2
            painter.drawText(QRectF(left + 10, 2, width, LEGEND_HEIGHT), Qt.AlignmentFlag.AlignVCenter, word)
            left += width + 30

    def _paint_values(self, painter: QPainter, worn: Colours) -> None:
        """What the tooltip says of the chosen place, for those who use the keys."""
        if self.current is not None:
            line = QRectF(14, self.height() - LEGEND_HEIGHT, self.width() - 28, LEGEND_HEIGHT)
            text = self._places[self.current].tooltip
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(line.width()))
            painter.setPen(QColor(worn.text))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)

    def _lay_out(self) -> None:
        """True distances: a degree of longitude is shorter than one of latitude, away from the equator."""
        self._points = {}
        if places := list(self._places.values()):
            narrowed = cos(radians(sum(place.latitude for place in places) / len(places)))
            flat = {place.id: (place.longitude * narrowed, -place.latitude) for place in places}
            left, right = min(x for x, _y in flat.values()), max(x for x, _y in flat.values())
            top, bottom = min(y for _x, y in flat.values()), max(y for _x, y in flat.values())
            width = self.width() - 2 * MARGIN
            height = self.height() - 2 * MARGIN - 2 * LEGEND_HEIGHT
            scale = min(width / max(right - left, 1e-6), height / max(bottom - top, 1e-6))
            across = (self.width() - (right - left) * scale) / 2
            down = LEGEND_HEIGHT + MARGIN + (height - (bottom - top) * scale) / 2
            for number, (x, y) in flat.items():
                self._points[number] = QPointF(across + (x - left) * scale, down + (y - top) * scale)
        self.update()

    def _go(self, direction: tuple[int, int]) -> None:
        """The nearest place that lies in a direction; from nowhere the first."""
        if self.current is None:
            self._take(next(iter(self._places.values())))
            return
        here, (right, down) = self._points[self.current], direction

        def cost(place: Place) -> float | None:
            step = self._points[place.id] - here
            ahead, aside = step.x() * right + step.y() * down, step.x() * down + step.y() * right
            return ahead + ASIDE * abs(aside) if ahead > 0 and place.id != self.current else None

        costs = [(far, place) for place in self._places.values() if (far := cost(place)) is not None]
        if costs:
            self._take(min(costs, key=lambda pair: pair[0])[1])

    def _take(self, place: Place) -> None:
        self.choose(place.id)
        self.chosen.emit(place.id)


def _away(one: QPointF, other: QPointF) -> float:
    return hypot(one.x() - other.x(), one.y() - other.y())
