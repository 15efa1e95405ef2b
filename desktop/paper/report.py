"""Any report on paper: its header comes back on each page, its footer says what, whose, when and by whom."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from db.rules.reports import NUMBERS, ColumnKind, Report, ReportColumn, ReportTable, row_texts
from desktop.paper.blocks import heading, title
from desktop.paper.charts import chart_strips
from desktop.paper.fonts import width_of
from desktop.paper.forms import closed, signature
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.map import map_strips
from desktop.paper.pages import Page, paginate
from desktop.paper.press import author
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Align, Bold, Strips, Text, gap, page_break, text
from desktop.paper.table import PAD, Column, table

MARGIN, BOTTOM = 1.3 * CM, 1.9 * CM
SIZES = ((24, 6.5), (12, 7.0), (8, 8.0), (0, 9.0))  # more columns than this: letters of this size
NOTE_SIZE, KEY_SIZE = 8.0, 6.5
LEAST_TEXT = 0.5  # what texts keep of their share; with less, numbers break too
NOTHING = "Tidak ada data."
ALIGNS: dict[ColumnKind, Align] = {
    ColumnKind.MARK: "center",
    ColumnKind.DATE: "center",
    ColumnKind.YEAR: "center",
    **dict.fromkeys(NUMBERS, "right"),
}


def print_report(report: Report) -> bytes:
    """Print a report; tables that lie on paper of one direction follow each other on it."""
    layouts, pages = [], []
    parts = [(lies, list(tables)) for lies, tables in groupby(report.tables, lambda table: table.landscape)]
    for place, (lies, tables) in enumerate(parts):
        layout = paper_of(report, landscape=lies)
        strips = compose(report, tables, layout, first=place == 0, last=place == len(parts) - 1)
        layouts.append(layout)
        pages.append(paginate(strips, layout.height))
    return write(_documents(report, layouts, pages), report.title, author(report.head))


def paper_of(report: Report, *, landscape: bool) -> Layout:
    """The office's paper with narrow margins, and room for two lines of footer."""
    return Layout(
        report.paper,
        landscape=landscape,
        top=MARGIN,
        bottom=BOTTOM,
        left=MARGIN,
        right=MARGIN,
        size=11,
        line=1.0,
        one_page=False,
    )


def compose(
    report: Report, tables: Sequence[ReportTable], layout: Layout, *, first: bool = True, last: bool = True
) -> Strips:
    """Tables as strips; the letterhead above the first, the signature below the last."""
    strips: Strips = []
    if first:
        strips += _opening(report, tables[0], layout)
        if report.map:
            used = sum(strip.height for strip in strips)
            strips += [*map_strips(report.map, layout, layout.height - used), page_break()]
    for place, one in enumerate(tables):
        begins = one.own_page and place > 0
        if begins:
            strips += [page_break(), *_opening(report, one, layout)]
        same = place > 0 and _explained(tables[place - 1].columns) == _explained(one.columns)
        strips += set_table(one, layout, named=not (begins or (first and place == 0)), explained=not same)
    for chart in report.charts if last else ():
        strips += [gap(0.8, layout), *chart_strips(chart, layout)]
    if last and report.signer:
        strips = closed(strips, signature(report.signer, layout, [report.place, "Mengetahui,"]), layout)
    return strips


def _opening(report: Report, one: ReportTable, layout: Layout) -> Strips:
    """The letterhead and what the paper is about; each paper that is handed out apart has its own."""
    strips = [*letterhead(report.head, layout), *title([one.title.upper(), report.regency.upper()], layout)]
    for line in one.subtitle:
        strips += text(line, layout.small(9), align="center")
    return [*strips, gap(0.5, layout, keep=True)]


def set_table(
    one: ReportTable, layout: Layout, *, named: bool, nothing: str = NOTHING, explained: bool = True
) -> Strips:
    """One table with its notes, and its title above it where it is named; explained: its short titles."""
    small = layout.small(next(size for number, size in SIZES if len(one.columns) > number))
    strips = [gap(0.6, layout), *heading(one.title, layout.small(10))] if named else []
    if not one.rows:
        said = (nothing, *one.notes)
        return [*strips, *(strip for line in said for strip in text(line, layout.small(9), align="left"))]
    rows: list[Sequence[Text]] = [row_texts(one, row) for row in one.rows]
    if one.totals:
        rows.append([[Bold(words)] for words in row_texts(one, one.totals)])
    body = table(_columns(one, rows, small), rows, small)
    if one.totals:  # a sum does not stand alone on the next page
        body[-3:-1] = [replace(strip, keep=True) for strip in body[-3:-1]]
    meaning = _explained(one.columns) if explained else ""
    if not (one.notes or meaning):
        return [*strips, *body]
    notes, key = layout.small(NOTE_SIZE), layout.small(KEY_SIZE)
    return [
        *(*strips, *body[:-1], replace(body[-1], keep=True), gap(0.3, layout, keep=True)),
        *(strip for line in one.notes for strip in text(line, notes, align="left")),
        *(text(meaning, key, align="left") if meaning else ()),
    ]


def _explained(columns: Sequence[ReportColumn]) -> str:
    """What the short titles mean."""
    short = [column for column in columns if column.short]
    return "Keterangan: " + "; ".join(column.title for column in short) + "." if short else ""


def _columns(one: ReportTable, rows: Sequence[Sequence[Text]], layout: Layout) -> list[Column]:
    """Numbers, days and signs get a column in which none of them breaks; texts share what is left."""
    whole = sum(column.share for column in one.columns)
    widths = [layout.width * column.share / whole for column in one.columns]
    texts = [column.kind is ColumnKind.TEXT for column in one.columns]
    for place, column in enumerate(one.columns):
        if not texts[place]:
            longest = max(("".join(row[place]) for row in rows), key=len)
            words = [longest, *(column.short or column.title).split()]
            needed = max(width_of(word, layout.family.bold, layout.size) for word in words)
            widths[place] = max(widths[place], needed + 2 * PAD + 0.5)
    spare = layout.width - sum(width for width, is_text in zip(widths, texts, strict=True) if not is_text)
    given = sum(width for width, is_text in zip(widths, texts, strict=True) if is_text)
    if given and spare > given * LEAST_TEXT:
        widths = [w * spare / given if is_text else w for w, is_text in zip(widths, texts, strict=True)]
    return [
        Column(column.short or column.title, width, _align(column))
        for column, width in zip(one.columns, widths, strict=True)
    ]


def _align(column: ReportColumn) -> Align:
    return ALIGNS.get(column.kind, "left")


def _documents(report: Report, layouts: Sequence[Layout], pages: Sequence[list[Page]]) -> list[Document]:
    whole = sum(map(len, pages))
    footer = "\n".join(report.footer)
    return [
        Document(
            layout,
            own,
            report.practice,
            footer,
            first=sum(map(len, pages[:place])),
            of=whole,
            watermark=report.watermark,
        )
        for place, (layout, own) in enumerate(zip(layouts, pages, strict=True))
    ]
