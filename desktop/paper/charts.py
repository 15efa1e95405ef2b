"""Charts as lines on paper: bars of greys with their numbers, sharp at any size."""

from dataclasses import replace

from db.rules.charts import Bar, Chart
from desktop.paper.blocks import heading
from desktop.paper.fonts import width_of
from desktop.paper.layout import Layout
from desktop.paper.strips import Mark, Rule, Run, Strip, Strips, gap, stacked, text

GREYS = (0.25, 0.6, 0.85, 0.95)  # of the parts, from the left
NAMES = 0.38  # of the width
THICK, GAP = 0.75, 0.35  # of the leading
SIZE = 8.0
FEW = 12  # so many bars stay on one page
NOTHING = "Tidak ada angka."


def chart_strips(chart: Chart, layout: Layout) -> Strips:
    """The title, what the greys mean, and a bar for each row."""
    small = layout.small(SIZE)
    found = heading(chart.title, layout.small(10))
    if not chart.longest:
        return [*found, *text(NOTHING, small, align="left")]
    if chart.series:
        found.append(_key(chart.series, small))
    found += [strip for bar in chart.bars for strip in (_bar(bar, chart.longest, small), gap(GAP, small))]
    together = len(found) if len(chart.bars) <= FEW else 6
    return [replace(strip, keep=True) for strip in found[: together - 1]] + found[together - 1 :]


def _key(series: tuple[str, ...], layout: Layout) -> Strip:
    x, marks = 0.0, list[Mark]()
    y = layout.leading / 2
    for name, grey in zip(series, GREYS, strict=False):
        marks.append(Rule(x, y, x + layout.size, y, thick=layout.size * THICK, grey=grey))
        marks.append(_run(x + 1.4 * layout.size, name, layout))
        x += 3 * layout.size + width_of(name, layout.family.regular, layout.size)
    return Strip(layout.leading * 1.5, tuple(marks))


def _bar(bar: Bar, longest: int, layout: Layout) -> Strip:
    left = layout.width * NAMES
    named = stacked(text(bar.name, layout, left - layout.size, "left"))
    room = layout.width - left - 6 * layout.size
    y, x, marks = layout.leading / 2, left, list[Mark](named.marks)
    for part, grey in zip(bar.parts, GREYS, strict=False):
        if isinstance(part, int) and part:
            end = x + room * part / longest
            marks.append(Rule(x, y, end, y, thick=layout.size * THICK, grey=grey))
            x = end
    marks.append(_run(x + layout.size / 2, bar.words, layout))
    return Strip(max(named.height, layout.leading), tuple(marks))


def _run(x: float, words: str, layout: Layout) -> Run:
    return Run(x, layout.baseline, words, layout.family.regular, layout.size)
