"""Tables with lines: the header comes back on each page, rows are never cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.paper.fonts import width_of
from desktop.paper.layout import Layout
from desktop.paper.strips import (
    BLANK,
    BREAKABLE,
    Align,
    Bold,
    Mark,
    Rule,
    Run,
    Strip,
    Strips,
    Text,
    height_of,
    kept,
    text,
)

PAD = 3.5  # points on each side of a cell
PAD_HEIGHT = 2.5
SMALLEST = 4.0
DOT = "\u2026"


@dataclass(frozen=True, slots=True)
class Column:
    """A column takes its share of the width: the shares of a table need not have a particular sum."""

    title: str
    share: float
    align: Align = "left"


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Text]],
    layout: Layout,
    width: float | None = None,
    *,
    row_height: float = 0.0,
    numbered: bool = False,
    middle: bool = False,
    whole: bool = False,
    signed: int | None = None,
) -> Strips:
    """Rows of texts under a header.

    numbered: a row of column numbers below the header. middle: texts stand in the middle of tall rows.
    whole: a short table that is not to be parted. signed: the column in which people sign.
    """
    width = layout.width if width is None else width
    widths = widths_of(columns, rows, layout, width)
    centred: list[Align] = ["center"] * len(columns)
    titles = [[Bold(column.title)] for column in columns]
    header = [grid_row(titles, widths, centred, title_layout(columns, widths, layout), middle=True)]
    if numbered:
        header.append(
            grid_row([str(i) for i in range(1, len(columns) + 1)], widths, centred, layout.small(8))
        )
    repeated = tuple(replace(strip, keep=True) for strip in header)
    aligns = [column.align for column in columns]
    room = layout.height - height_of(repeated)
    body = [
        replace(_whole_row(row, widths, aligns, layout, row_height, room, middle=middle), header=repeated)
        for row in rows
    ]
    if signed is not None:
        start, room = sum(widths[:signed]), widths[signed]
        body = [_to_sign(strip, i, start, room, layout) for i, strip in enumerate(body)]
    return [*repeated, *(kept(body[:-1]) if whole else body[:-1]), *body[-1:]]


def widths_of(
    columns: Sequence[Column], rows: Sequence[Sequence[Text]], layout: Layout, width: float
) -> list[float]:
    """Each column its share; one whose longest word needs more takes it from those that have too much."""
    total = sum(column.share for column in columns)
    widths = [width * column.share / total for column in columns]
    needs = [
        2 * PAD + 0.1 + max((_longest(row[i], layout) for row in rows), default=0.0)
        for i in range(len(columns))
    ]
    spare = [max(0.0, has - need) for has, need in zip(widths, needs, strict=True)]
    lack = sum(max(0.0, need - has) for has, need in zip(widths, needs, strict=True))
    if not lack or lack > sum(spare):
        return widths
    give = lack / sum(spare)
    return [
        need if need > has else has - give * more
        for has, need, more in zip(widths, needs, spare, strict=True)
    ]


def _longest(cell: Text, layout: Layout) -> float:
    """The width of the longest piece that a line cannot break."""
    pieces = (cell,) if isinstance(cell, str) else cell
    return max(
        (
            width_of(
                part, layout.family.bold if isinstance(piece, Bold) else layout.family.regular, layout.size
            )
            for piece in pieces
            for word in BLANK.split(piece)
            for part in BREAKABLE.split(word)
        ),
        default=0.0,
    )


def _whole_row(
    cells: Sequence[Text],
    widths: Sequence[float],
    aligns: Sequence[Align],
    layout: Layout,
    height: float,
    room: float,
    *,
    middle: bool,
) -> Strip:
    """A row that is never cut; one that no page holds is set in smaller type."""
    strip = grid_row(cells, widths, aligns, layout, height=height, middle=middle)
    size = layout.size
    while strip.height > room and size > SMALLEST:
        size *= 0.85
        strip = grid_row(cells, widths, aligns, layout.small(size), height=height, middle=middle)
    return strip


def _to_sign(row: Strip, i: int, start: float, width: float, layout: Layout) -> Strip:
    """The row with its number and dots to sign on: alternately at the left and in the middle."""
    font, half = layout.family.regular, width / 2
    room = half - 2 * PAD - width_of(f"{i + 1}. ", font, layout.size)
    dots = DOT * max(2, int(room / width_of(DOT, font, layout.size)))
    place = Run(start + (i % 2) * half + PAD, row.height - 2 * PAD, f"{i + 1}. {dots}", font, layout.size)
    return replace(row, marks=(*row.marks, place))


def title_layout(columns: Sequence[Column], widths: Sequence[float], layout: Layout) -> Layout:
    """Type in which no word of a title is wider than its column."""
    size = layout.size
    for column, width in zip(columns, widths, strict=True):
        for word in column.title.split():
            size = min(size, (width - 2 * PAD) / width_of(word, layout.family.bold, 1))
    return layout.small(size)


def grid_row(
    cells: Sequence[Text],
    widths: Sequence[float],
    aligns: Sequence[Align],
    layout: Layout,
    *,
    height: float = 0.0,
    middle: bool = False,
    pad: float = PAD_HEIGHT,
) -> Strip:
    """One row of cells with lines around each."""
    inner = [
        text(cell, layout, width - 2 * PAD, align)
        for cell, width, align in zip(cells, widths, aligns, strict=True)
    ]
    heights = [height_of(lines) for lines in inner]
    height = max(height, max(heights) + 2 * pad)
    marks: list[Mark] = box(widths, height)
    x = 0.0
    for lines, own, width in zip(inner, heights, widths, strict=True):
        y = (height - own) / 2 if middle else pad
        for line in lines:
            marks += [mark.moved(x + PAD, y) for mark in line.marks]
            y += line.height
        x += width
    return Strip(height, tuple(marks))


def box(widths: Sequence[float], height: float) -> list[Mark]:
    """The lines around the cells of a row."""
    total = sum(widths)
    marks: list[Mark] = [Rule(0, 0, total, 0), Rule(0, height, total, height), Rule(0, 0, 0, height)]
    x = 0.0
    for width in widths:
        x += width
        marks.append(Rule(x, 0, x, height))
    return marks
