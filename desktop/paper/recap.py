"""Recap kecamatan × kinds on landscape paper (domain.md 11): narrow columns, totals, legend."""

from collections.abc import Sequence
from dataclasses import replace

from db.rules.dates import long_date
from db.rules.letters import RecapFacts
from desktop.paper.blocks import keep_to_last, title
from desktop.paper.fonts import width_of
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.strips import Bold, Mark, Run, Strip, Strips, Text, beside, gap, kept, shifted, text
from desktop.paper.table import box, grid_row

MARGIN = 1.3 * CM
NUMBER_WIDTH = 0.8 * CM
NAME_WIDTH = 3.6 * CM
TOTAL_WIDTH = 1.4 * CM
SIZE = 8.0
ROW_PAD = 1.6
CELL_SIDE = 2.2  # points left and right of a number
LEGEND_COLUMNS = 4
ZERO = "\u2013"


def landscape(layout: Layout) -> Layout:
    """The sheet turned, with narrow margins."""
    return replace(
        layout, landscape=True, top=MARGIN, bottom=MARGIN, left=MARGIN, right=MARGIN, size=11, line=1.0
    )


def compose(facts: RecapFacts, layout: Layout) -> Strips:
    """The recap as strips."""
    return [
        *letterhead(facts.head, layout),
        *title([facts.title.upper(), f"{facts.regency} KEADAAN {long_date(facts.as_of)}".upper()], layout),
        gap(0.6, layout, keep=True),
        *_table(facts, layout),
        gap(0.6, layout),
        *_legend(facts.columns, layout.small(7.5)),
    ]


def _table(facts: RecapFacts, layout: Layout) -> Strips:
    narrow = (layout.width - NUMBER_WIDTH - NAME_WIDTH - TOTAL_WIDTH) / max(len(facts.columns), 1)
    widths = [NUMBER_WIDTH, NAME_WIDTH, *([narrow] * len(facts.columns)), TOTAL_WIDTH]
    names = layout.small(SIZE)
    header = (_header([code for code, _name in facts.columns], widths, names),)
    largest = [_count(max(counts, default=0)) for _name, counts in facts.rows]
    numbers = layout.small(_size_for(largest, narrow, layout))
    body = [
        replace(_row([f"{i}.", name, *_counted(counts)], widths, numbers, names), header=header)
        for i, (name, counts) in enumerate(facts.rows, start=1)
    ]
    numbers = layout.small(_size_for([_count(number) for number in facts.totals], narrow, layout))
    sums = _row(["", "JUMLAH", *_counted(facts.totals)], widths, numbers, names, bold=True)
    return [*header, *keep_to_last(body, 2), replace(sums, header=header)]


def _counted(counts: Sequence[int]) -> list[str]:
    """The counts of a row, and their sum."""
    return [_count(number) for number in (*counts, sum(counts))]


def _count(number: int) -> str:
    """1.234; nothing at all as a dash."""
    return f"{number:,}".replace(",", ".") if number else ZERO


def _size_for(numbers: Sequence[str], width: float, layout: Layout) -> float:
    """The size in which the longest number fits its column, also in bold."""
    widest = max((width_of(number, layout.family.bold, 1) for number in numbers), default=1.0)
    return min(SIZE, (width - 2 * CELL_SIDE) / widest)


def _header(codes: Sequence[str], widths: Sequence[float], layout: Layout) -> Strip:
    """Codes stand upright when one of them is wider than its column."""
    font = layout.family.bold
    lengths = [width_of(code, font, layout.size) for code in codes]
    upright = any(length > width - 2 * CELL_SIDE for length, width in zip(lengths, widths[2:-1], strict=True))
    height = (max(lengths, default=0.0) if upright else layout.leading) + 4 * ROW_PAD
    marks = box(widths, height)
    x = 0.0
    for i, (words, width) in enumerate(zip(("No.", "Kecamatan", *codes, "Jumlah"), widths, strict=True)):
        turned = upright and 2 <= i < len(widths) - 1
        length = width_of(words, font, layout.size)
        if turned:
            run = Run(
                x + (width + 0.7 * layout.size) / 2,
                (height + length) / 2,
                words,
                font,
                layout.size,
                upright=True,
            )
        else:
            y = (height - layout.leading) / 2 + layout.baseline
            run = Run(x + (width - length) / 2, y, words, font, layout.size)
        marks.append(run)
        x += width
    return Strip(height, tuple(marks), keep=True)


def _row(
    cells: Sequence[str], widths: Sequence[float], numbers: Layout, names: Layout, *, bold: bool = False
) -> Strip:
    """Number and name of a kecamatan, then its counts at the right of their columns."""
    lead: list[Text] = [[Bold(cell)] if bold else cell for cell in cells[:2]]
    strip = grid_row(lead, widths[:2], ["center", "left"], names, pad=ROW_PAD)
    font = numbers.family.bold if bold else numbers.family.regular
    marks: list[Mark] = box(widths, strip.height)
    marks += [mark for mark in strip.marks if isinstance(mark, Run)]
    baseline = ROW_PAD + names.baseline
    x = sum(widths[:2])
    for cell, width in zip(cells[2:], widths[2:], strict=True):
        length = width_of(cell, font, numbers.size)
        place = (width - length) / 2 if cell == ZERO else width - CELL_SIDE - length
        marks.append(Run(x + place, baseline, cell, font, numbers.size))
        x += width
    return Strip(strip.height, tuple(marks))


def _legend(columns: Sequence[tuple[str, str]], layout: Layout) -> Strips:
    """What the codes mean, in columns read downwards."""
    if not columns:
        return []
    width = layout.width / LEGEND_COLUMNS
    code_width = max(width_of(code, layout.family.bold, layout.size) for code, _name in columns) + layout.size
    entries = [
        beside(
            text([Bold(code)], layout, code_width, "left"),
            shifted(text(name, layout, width - code_width - layout.size, "left"), code_width),
        )
        for code, name in columns
    ]
    deep = -(-len(entries) // LEGEND_COLUMNS)
    found: Strips = []
    for i in range(deep):
        line: Strips = []
        for column, entry in enumerate(entries[i::deep]):
            line = beside(line, shifted(entry, column * width)) if line else entry
        found += line
    return kept([*text([Bold("Keterangan:")], layout, align="left"), *found])
