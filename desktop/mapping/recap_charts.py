"""The charts of a recap on the screen; printed, they are drawn anew as lines (desktop/paper/charts.py)."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCharts import (
    QBarCategoryAxis,
    QBarSet,
    QChart,
    QChartView,
    QHorizontalStackedBarSeries,
    QValueAxis,
)
from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.charts import Chart
from desktop.widgets.basics import clear, label, scrolled
from desktop.widgets.theme import colours, theme

BAR, HEAD = 22, 92  # height of a bar with its gap; of title, legend and axis
FILLS = ("#0072b2", "#e69f00", "#8c8c8c", "#d9d9d9")  # told apart by everybody (Okabe and Ito)
LONGEST = 44  # letters of a name


class ChartsView(QWidget):
    """One chart below the other; what each bar stands for is told beside it, and its number behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: tuple[Chart, ...] = ()
        self.views: list[QChartView] = []
        inside = QWidget()
        self._box = QVBoxLayout(inside)
        self._box.setContentsMargins(0, 0, 12, 12)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(inside))
        theme.changed.connect(self._draw_anew)

    def show_charts(self, charts: Sequence[Chart]) -> None:
        """Draw these."""
        self.shown = tuple(charts)
        clear(self._box)
        self.views = []
        for chart in self.shown:
            self._box.addWidget(label(chart.title, "section"))
            view = _view(chart)
            self._box.addWidget(view)
            self.views.append(view)
        self._box.addStretch(1)

    def _draw_anew(self) -> None:
        self.show_charts(self.shown)


def _view(chart: Chart) -> QChartView:
    worn = colours()
    bars = list(reversed(chart.bars))  # the first one on top
    series = QHorizontalStackedBarSeries()
    for place, name in enumerate(chart.series or (chart.title,)):
        made = QBarSet(name)
        made.setColor(QColor(FILLS[place]))
        made.setBorderColor(QColor(worn.surface))
        made.append([float(part) if isinstance(part := bar.parts[place], int) else 0.0 for bar in bars])
        series.append(made)
    series.setBarWidth(0.72)
    drawn = QChart()
    drawn.addSeries(series)
    names, numbers = QBarCategoryAxis(), QValueAxis()
    names.append([escape(f"{_short(bar.name)}  {bar.words}") for bar in bars])  # "<5" would be a tag
    numbers.setRange(0, max(chart.longest, 1))
    numbers.setLabelFormat("%.0f")
    numbers.applyNiceNumbers()
    numbers.setTickCount(min(numbers.tickCount(), round(numbers.max()) + 1))  # whole numbers, each once
    names.setTruncateLabels(False)
    for axis, side in ((names, Qt.AlignmentFlag.AlignLeft), (numbers, Qt.AlignmentFlag.AlignBottom)):
        axis.setLabelsColor(QColor(worn.text))
        axis.setGridLineColor(QColor(worn.line))
        axis.setLinePenColor(QColor(worn.edge))
        drawn.addAxis(axis, side)
        series.attachAxis(axis)
    drawn.setBackgroundBrush(QColor(worn.surface))
    drawn.setMargins(QMargins(0, 0, 0, 0))
    drawn.legend().setVisible(bool(chart.series))
    drawn.legend().setLabelColor(QColor(worn.text))
    drawn.legend().setAlignment(Qt.AlignmentFlag.AlignTop)
    view = QChartView(drawn)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.setFixedHeight(HEAD + BAR * len(bars))
    view.setAccessibleName(chart.title)
    view.setAccessibleDescription("; ".join(f"{bar.name}: {bar.words}" for bar in chart.bars))
    return view


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
