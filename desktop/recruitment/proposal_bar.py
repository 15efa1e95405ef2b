"""The way of a proposal as a bar: the steps of the SOP by their length, and how far its days have run."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from db.rules.sop import ProposalTime, place_in_words, time_in_words
from db.rules.words import _
from desktop.widgets.theme import colours

BAR, MARK, GAP = 10, 6, 2
TONES = ("good", "info", "warn", "bad")  # by the silence: below 60, from 60, 120 and 180 days


class ScaleBar(QWidget):
    """One segment for each step, filled up to today; the triangle stands where the days are now."""

    def __init__(self) -> None:
        super().__init__()
        self.time: ProposalTime | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_time(self, time: ProposalTime) -> None:
        """Show how far it is."""
        self.time = time
        self.setAccessibleName(f"{time_in_words(time)}. {place_in_words(time)}")
        self.update()

    @property
    def tone(self) -> str:
        """The colour of the part that has run."""
        return TONES[min(self.time.level, 3)] if self.time else TONES[0]

    def sizeHint(self) -> QSize:
        return QSize(200, BAR + MARK + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, BAR + MARK + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.time is None:
            return
        painter, worn = QPainter(self), colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        run = self._at(self.time.worked)
        left = 0.0
        for step in self._ends():
            width = max(step - left - GAP, 1)
            painter.setPen(QPen(QColor(worn.edge), 1))
            painter.setBrush(QColor(worn.neutral_bg))
            painter.drawRect(QRectF(left + 0.5, MARK + 0.5, width - 1, BAR))
            filled = min(max(run - left, 0), width)
            if filled > 0:
                painter.fillRect(QRectF(left, MARK, filled, BAR + 1), worn.tone(self.tone))
            left = step
        painter.setPen(QPen(QColor(worn.text), 1))
        painter.setBrush(QColor(worn.text))
        tip = min(max(run, MARK - 1), self.width() - MARK + 1)
        painter.drawPolygon(QPolygonF([QPointF(tip - 5, 0), QPointF(tip + 5, 0), QPointF(tip, MARK - 1)]))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.time:
            ends = self._ends()
            place = next((n for n, end in enumerate(ends) if event.pos().x() <= end), len(ends) - 1)
            step = self.time.steps[place]
            text = _("{n}. {name}: {days} hari kerja").format(n=place + 1, name=step.name, days=step.days)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _at(self, worked: int) -> float:
        assert self.time is not None
        return self.width() * min(worked / max(self.time.total, 1), 1.0)

    def _ends(self) -> list[float]:
        assert self.time is not None
        end, ends = 0, []
        for step in self.time.steps:
            end += step.days
            ends.append(self._at(end))
        return ends
