"""Places as circles at their true coordinates, or within their borders: a colour says how each stands."""

from collections.abc import Iterable, Sequence
from math import cos, hypot, radians
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHelpEvent,
    QImage,
    QImageWriter,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from db.rules.words import _
from desktop.parts.map_places import Key, Place, brush_of, colour_of, path_of, readable_on, spot_of
from desktop.widgets.theme import Colours, colours, theme

MARGIN, NARROW_MARGIN, LEGEND_HEIGHT = 28, 4, 30
RADIUS, SMALLEST = 10.0, 3.0
CROWDED = 60  # places beyond which the circles shrink
CLOSEST = 40.0  # how far one may zoom in
ZOOM = 1.4  # by one step of the wheel or key
ZOOMS = {
    Qt.Key.Key_Plus: ZOOM,
    Qt.Key.Key_Equal: ZOOM,
    Qt.Key.Key_Minus: 1 / ZOOM,
    Qt.Key.Key_0: 0.0,
}
NEAR = 14  # pixels beside a shape that still count as a click on it
ASIDE = 2.0  # how much worse a step to the side is than one straight ahead
DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PlaceMap(QWidget):
    """North is up and all places fit, until somebody zooms (wheel, + and −, 0) or drags.

    What is drawn of a place is the business of `shape` alone.
    """

    chosen = Signal(object)  # the id of the place that somebody chose here
    activated = Signal(object)  # Enter or a double click

    def __init__(self, legend: Sequence[tuple[str, str] | Key] = ()) -> None:
        super().__init__()
        self.legend = tuple(Key(*entry) for entry in legend)
        self.current: Any | None = None
        self._places: dict[Any, Place] = {}
        self._flat: dict[Any, QPainterPath] = {}  # borders, before the view
        self._points: dict[Any, QPointF] = {}
        self._view = QTransform()
        self._zoom, self._centre = 1.0, QPointF()
        self._grabbed: QPointF | None = None
        self._drawn: QPixmap | None = None  # the places as they lie; anew when that changes
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Peta"))
        theme.changed.connect(self._draw_anew)

    @property
    def places(self) -> list[Place]:
        """What is shown."""
        return list(self._places.values())

    def set_places(self, places: Iterable[Place]) -> None:
        """Show these places; the chosen one stays chosen."""
        before = set(self._places)
        self._places = {place.id: place for place in places}
        self.current = self.current if self.current in self._places else None
        narrowed = self._narrowed()
        self._flat = {
            place.id: path_of(place.border, narrowed) for place in self._places.values() if place.border
        }
        if set(self._places) != before:
            self._zoom = 1.0
        self._lay_out()

    def set_legend(self, legend: Iterable[Key]) -> None:
        """Other classes."""
        self.legend = tuple(legend)
        self.update()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Nearer or further, a point staying where it is; 0: all places again."""
        if not self._places:
            return
        fixed = around or QPointF(self.rect().center())
        inverse = self._view.inverted()[0]
        before = inverse.map(fixed)
        self._zoom = min(CLOSEST, max(1.0, self._zoom * factor)) if factor else 1.0
        self._lay_out()
        if self._zoom > 1:
            moved = self._view.inverted()[0].map(fixed)
            self._centre += before - moved
            self._lay_out()

    def picture(self) -> bytes:
        """The map as a PNG, twice as fine as on the screen."""
        image = QImage(self.size() * 2, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2)
        self.render(image)
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        writer = QImageWriter(buffer, QByteArray(b"png"))
        writer.write(image)
        return bytes(content.data())

    def choose(self, place_id: Any) -> None:
        """Mark a place, because it was chosen elsewhere."""
        self.current = place_id if place_id in self._places else None
        self.setAccessibleDescription(self._places[place_id].tooltip if self.current is not None else "")
        spot = self._points.get(self.current)
        if self._zoom > 1 and spot is not None and not self.rect().contains(spot.toPoint()):
            self._centre = self._view.inverted()[0].map(spot)
            self._lay_out()
        self.update()

    def shape(self, place: Place) -> QPainterPath:
        """The outline of a place on the widget: its border, else a circle around its point."""
        if place.id in self._flat:
            return self._view.map(self._flat[place.id])
        radius = (
            RADIUS if len(self._places) <= CROWDED else max(SMALLEST, RADIUS * CROWDED / len(self._places))
        )
        path = QPainterPath()
        path.addEllipse(self._points[place.id], radius, radius)
        return path

    def place_at(self, at: QPointF) -> Place | None:
        """The place under a point of the widget, or the nearest close to it."""
        on_ground = self._view.inverted()[0].map(at)
        for number, path in self._flat.items():
            if path.boundingRect().contains(on_ground) and path.contains(on_ground):
                return self._places[number]
        circles = [place for place in self._places.values() if place.id not in self._flat]
        near = sorted(circles, key=lambda place: _away(self._points[place.id], at))
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
        self._grabbed = event.position() if self._zoom > 1 else None
        if place := self.place_at(event.position()):
            self._take(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            inverse = self._view.inverted()[0]
            self._centre += inverse.map(self._grabbed) - inverse.map(event.position())
            self._grabbed = event.position()
            self._lay_out()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grabbed = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        if turned := event.angleDelta().y():
            self.zoom(ZOOM if turned > 0 else 1 / ZOOM, event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if place := self.place_at(event.position()):
            self.activated.emit(place.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in DIRECTIONS and self._places:
            self._go(DIRECTIONS[key])
        elif key in ZOOMS:
            self.zoom(ZOOMS[key])
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
        if self._drawn is None:
            self._drawn = self._draw(worn)
        painter.drawPixmap(0, 0, self._drawn)
        if self.current is not None:
            self._paint_shape(painter, self._places[self.current], worn)
        self._paint_names(painter, worn)
        self._paint_legend(painter, worn)
        self._paint_values(painter, worn)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(worn.accent if self.hasFocus() else worn.line), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw_anew(self) -> None:
        self._drawn = None
        self.update()

    def _draw(self, worn: Colours) -> QPixmap:
        """All places, the faint ones below: hundreds of borders are not drawn at each move of the mouse."""
        ratio = self.devicePixelRatioF()
        drawn = QPixmap(self.size() * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(QColor(worn.surface))
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in sorted(self._places.values(), key=lambda place: not place.faint):
            self._paint_shape(painter, place, worn)
        painter.end()
        return drawn

    def _paint_shape(self, painter: QPainter, place: Place, worn: Colours) -> None:
        is_current, has_border = place.id == self.current, place.id in self._flat
        plain = place.faint or has_border or place.hatched
        edge = worn.text if is_current else worn.edge if plain else worn.surface
        painter.setBrush(brush_of(place, worn))
        painter.setPen(QPen(QColor(edge), 3 if is_current else 1))
        shape = self.shape(place)
        painter.drawPath(shape)
        if place.hatched:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(worn.edge), Qt.BrushStyle.BDiagPattern))
            painter.drawPath(shape)

    def _paint_names(self, painter: QPainter, worn: Colours) -> None:
        """Each name where it covers no other name; the chosen one first."""
        metrics, taken = painter.fontMetrics(), [QRectF(0, 0, self.width(), LEGEND_HEIGHT)]
        if self._flat:
            self._paint_names_within(painter, worn, taken)
        shown = [place for place in self._places.values() if not place.faint and place.id not in self._flat]
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

    def _paint_names_within(self, painter: QPainter, worn: Colours, taken: list[QRectF]) -> None:
        """The names of areas stand in them, where there is room."""
        metrics = painter.fontMetrics()
        for number in sorted(self._flat, key=lambda number: number != self.current):
            place, around = self._places[number], self._view.mapRect(self._flat[number].boundingRect())
            width, height = metrics.horizontalAdvance(place.name) + 2, metrics.height()
            at = self._points[number]
            box = QRectF(at.x() - width / 2, at.y() - height / 2, width, height)
            fits = width <= around.width() * 1.1 and height <= around.height()
            if (fits or number == self.current) and not any(box.intersects(other) for other in taken):
                painter.setPen(QColor(readable_on(place, worn)))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, place.name)
                taken.append(box)

    def _paint_legend(self, painter: QPainter, worn: Colours) -> None:
        if self._zoom > 1:
            painter.fillRect(0, 0, self.width(), LEGEND_HEIGHT, QColor(worn.surface))
        left, middle = 14.0, LEGEND_HEIGHT / 2 + 2
        for tone, word, hatched in self.legend:
            painter.setPen(QPen(QColor(worn.edge), 1) if tone.startswith("#") else Qt.PenStyle.NoPen)
            painter.setBrush(colour_of(tone, worn))
            if tone.startswith("#"):
                painter.drawRect(QRectF(left - 6, middle - 6, 14, 12))
            else:
                painter.drawEllipse(QPointF(left, middle), 5, 5)
            if hatched:
                painter.setBrush(QBrush(QColor(worn.edge), Qt.BrushStyle.BDiagPattern))
                painter.drawRect(QRectF(left - 6, middle - 6, 14, 12))
            painter.setPen(QColor(worn.text))
            width = painter.fontMetrics().horizontalAdvance(word) + 2
            painter.drawText(QRectF(left + 10, 2, width, LEGEND_HEIGHT), Qt.AlignmentFlag.AlignVCenter, word)
            left += width + 30

    def _paint_values(self, painter: QPainter, worn: Colours) -> None:
        """What the tooltip says of the chosen place, for those who use the keys."""
        if self.current is not None:
            line = QRectF(14, self.height() - LEGEND_HEIGHT, self.width() - 28, LEGEND_HEIGHT)
            if self._zoom > 1:
                painter.fillRect(line.adjusted(-14, 0, 14, 0), QColor(worn.surface))
            text = self._places[self.current].tooltip
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(line.width()))
            painter.setPen(QColor(worn.text))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)

    def _narrowed(self) -> float:
        """True distances: a degree of longitude is shorter than one of latitude, away from the equator."""
        places = self._places.values()
        return cos(radians(sum(place.latitude for place in places) / len(places))) if places else 1.0

    def _lay_out(self) -> None:
        """Where each place lies on the widget."""
        self._points = {}
        if places := list(self._places.values()):
            narrowed = self._narrowed()
            flat = {place.id: spot_of(place, narrowed) for place in places}
            ground = QPolygonF(list(flat.values())).boundingRect()
            for path in self._flat.values():
                ground = ground.united(path.boundingRect())
            margin = NARROW_MARGIN if self._flat else MARGIN  # names stand in areas, but beside circles
            width = self.width() - 2 * margin
            height = self.height() - 2 * margin - 2 * LEGEND_HEIGHT
            scale = min(width / max(ground.width(), 1e-6), height / max(ground.height(), 1e-6))
            if self._zoom <= 1:
                self._centre = ground.center()
            centre = QPointF(self.width() / 2, self.height() / 2)
            scale *= self._zoom
            self._view = QTransform(
                scale,
                0,
                0,
                scale,
                centre.x() - self._centre.x() * scale,
                centre.y() - self._centre.y() * scale,
            )
            self._points = {number: self._view.map(spot) for number, spot in flat.items()}
        self._draw_anew()

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
