"""Where a thing stands: what is done, what is now and what is ahead, each with its day."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from db.rules.words import _
from desktop.widgets.theme import Colours, colours

DISC = 20
GAP = 4
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5)  # of the names, where they are too long for the usual one
Stage = tuple[str, str]  # its name, its day in short words
Tips = Sequence[str]  # what the pointer tells of each stage


class StageTrack(QWidget):
    """A line of numbered discs; `now` counts from 0, and len(stages) means that all is done."""

    def __init__(self, stages: Sequence[Stage] = (), now: int = 0) -> None:
        super().__init__()
        self.stages: tuple[Stage, ...] = ()
        self.now = 0
        self.late: frozenset[int] = frozenset()  # places of stages that should have been done
        self.undated: frozenset[int] = frozenset()  # places behind that were skipped, or are still open
        self._tips: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_stages(stages, now)

    def set_stages(
        self,
        stages: Sequence[Stage],
        now: int,
        late: Iterable[int] = (),
        tips: Tips = (),
        undated: Iterable[int] = (),
    ) -> None:
        """Show these; `late` and `undated` count from 0, and `tips` has one for each stage, or none."""
        self.undated = frozenset(undated)
        self.stages, self.now, self.late, self._tips = tuple(stages), now, frozenset(late), tuple(tips)
        self.setAccessibleName(self._in_words())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100 * max(len(self.stages), 1), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(48 * max(len(self.stages), 1), self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, worn = QPainter(self), colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(len(self.stages)):
            self._paint_line(painter, worn, place)
        for place, (name, day) in enumerate(self.stages):
            self._paint_disc(painter, worn, place)
            self._paint_words(painter, worn, place, name, day)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.stages:
            place = min(int(event.pos().x() / self._step()), len(self.stages) - 1)
            said = self._tips[place] if self._tips else "\n".join(part for part in self.stages[place] if part)
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def _paint_line(self, painter: QPainter, worn: Colours, place: int) -> None:
        if place:
            painter.setPen(QPen(QColor(worn.good if place <= self.now else worn.line), 2))
            left, right = self._middle(place - 1) + DISC / 2 + GAP, self._middle(place) - DISC / 2 - GAP
            painter.drawLine(int(left), DISC // 2 + 2, int(right), DISC // 2 + 2)

    def _paint_disc(self, painter: QPainter, worn: Colours, place: int) -> None:
        tone = worn.good if place < self.now else worn.accent if place == self.now else worn.edge
        tone = worn.edge if place < self.now and place in self.undated else tone
        tone = worn.bad if place in self.late else tone
        disc = QRectF(self._middle(place) - DISC / 2, 2, DISC, DISC)
        reached = place <= self.now and place not in self.undated
        painter.setPen(QPen(QColor(tone), 2))
        painter.setBrush(QColor(tone if reached else worn.surface))
        painter.drawEllipse(disc)
        if place < self.now and reached:
            x, y = disc.center().x(), disc.center().y()
            painter.setPen(QPen(QColor(worn.surface), 2))
            painter.drawPolyline(_tick(x, y))
            return
        painter.setPen(QColor(worn.on_accent if reached else worn.muted))
        painter.setFont(self._font(bold=True, small=True))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(place + 1))

    def _paint_words(self, painter: QPainter, worn: Colours, place: int, name: str, day: str) -> None:
        left, width = self._step() * place + GAP / 2, self._step() - GAP
        lines = (
            (name, self._name_font(bold=place == self.now), worn.text if place <= self.now else worn.muted),
            (day, self._font(small=True), worn.bad if place in self.late else worn.muted),
        )
        top = DISC + 6.0
        height = QFontMetrics(self._font()).height()
        for text, font, colour in lines:
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(QRectF(left, top, width, height), Qt.AlignmentFlag.AlignCenter, shown)
            top, height = top + height, QFontMetrics(self._font(small=True)).height()

    def _name_font(self, bold: bool) -> QFont:
        """As small as all names need it, so that none is cut."""
        width = self._step() - GAP
        for size in (None, *SIZES):
            font = self._font(bold=True)  # the stage of now is the widest
            if size is not None:
                font.setPointSizeF(min(size, font.pointSizeF()))
            if all(QFontMetrics(font).horizontalAdvance(name) <= width for name, _day in self.stages):
                break
        if not bold:
            font.setWeight(self.font().weight())
        return font

    def _font(self, bold: bool = False, small: bool = False) -> QFont:
        font = QFont(self.font())
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        if small:
            font.setPointSizeF(9)
        return font

    def _height(self) -> int:
        return DISC + 8 + QFontMetrics(self._font()).height() + QFontMetrics(self._font(small=True)).height()

    def _step(self) -> float:
        return self.width() / max(len(self.stages), 1)

    def _middle(self, place: int) -> float:
        return self._step() * (place + 0.5)

    def _in_words(self) -> str:
        states = (_("selesai"), _("sekarang"), _("berikutnya"))
        named = []
        for place, (name, day) in enumerate(self.stages):
            state = states[(place >= self.now) + (place > self.now)]
            state = _("tanpa tanggal") if place < self.now and place in self.undated else state
            state = _("terlambat") if place in self.late else state
            named.append(f"{name} {day} ({state})" if day else f"{name} ({state})")
        return _("Tahap: {stages}").format(stages=", ".join(named))


def _tick(x: float, y: float) -> QPolygonF:
    return QPolygonF([QPointF(x - 4.5, y + 0.5), QPointF(x - 1.5, y + 3.5), QPointF(x + 4.5, y - 3)])
