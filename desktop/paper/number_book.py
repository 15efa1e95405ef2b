"""The book of numbers of a year on landscape paper: its header comes back on each page."""

from dataclasses import replace
from functools import partial

from db.rules.dates import short_date
from db.rules.number_book import NumberBook, NumberLine
from desktop.paper.blocks import title
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.pages import fitted
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Strips, gap, text
from desktop.paper.table import Column, table

MARGIN = 1.5 * CM
SIZE = 9.0
COLUMNS = (
    Column("No.", 1.6, "center"),
    Column("Tanggal", 2.2, "center"),
    Column("Nomor surat", 5.6),
    Column("Keadaan", 2.0, "center"),
    Column("Keterangan", 9.0),
    Column("Tujuan", 5.0),
)
RUN, EXTERNAL = Column("Urutan", 3.4), Column("Nomor SRIKANDI", 4.2)  # only where the book has them


def print_number_book(book: NumberBook) -> bytes:
    """Print the book; its footer says who printed it, when, and counts the pages."""
    layout = Layout(
        book.paper,
        landscape=True,
        top=MARGIN,
        bottom=MARGIN,
        left=MARGIN,
        right=MARGIN,
        size=11,
        line=1.0,
        one_page=False,
    )
    layout, pages = fitted(partial(compose, book), layout)
    author = f"{book.head.office}, {book.head.government}"
    return write([Document(layout, pages, book.practice, book.printed)], book.title, author)


def compose(book: NumberBook, layout: Layout) -> Strips:
    """The book as strips."""
    small = replace(layout.small(SIZE), line=1.0)
    runs = len({line.run for line in book.lines}) > 1
    external = any(line.external_number for line in book.lines)
    columns = [*([RUN] if runs else []), *COLUMNS, *([EXTERNAL] if external else [])]
    rows = [_cells(line, runs=runs, external=external) for line in book.lines]
    return [
        *letterhead(book.head, layout),
        *title([book.title, book.regency.upper()], layout),
        gap(0.5, layout, keep=True),
        *text(book.summary, small, align="left"),
        gap(0.4, layout, keep=True),
        *table(columns, rows, small),
    ]


def _cells(line: NumberLine, *, runs: bool, external: bool) -> list[str]:
    cells = [
        *(line.place, short_date(line.dated_on), line.number, line.state, line.explanation, line.recipient)
    ]
    return [*([line.run] if runs else []), *cells, *([line.external_number] if external else [])]
