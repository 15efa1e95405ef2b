"""The public results on paper: one page for the notice board, or one after the other for many vacancies."""

from db.rules.letters import Letterhead, PaperSize
from db.rules.public_result import FREE, PublicPage, result_tables
from desktop.paper.blocks import heading, title
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.pages import paginate
from desktop.paper.press import author
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Strips, gap, page_break, text
from desktop.paper.table import Column
from desktop.paper.table import table as set_table

MARGIN, BOTTOM = 2 * CM, 2 * CM


def print_public_page(page: PublicPage, head: Letterhead, paper: PaperSize, *, practice: bool) -> bytes:
    """Print it; each vacancy begins on a page of its own."""
    layout = Layout(paper, top=MARGIN, bottom=BOTTOM, left=MARGIN, right=MARGIN, line=1.0, one_page=False)
    words = layout.small(11)
    strips: Strips = []
    for place, result in enumerate(page.results):
        lines = ["HASIL SELEKSI", "CALON TENAGA KESEJAHTERAAN SOSIAL KECAMATAN", result.title.upper()]
        strips += [page_break()] if place else []
        strips += [*letterhead(head, layout), gap(1, layout), *title(lines, layout), gap(0.4, layout)]
        strips += [*text(f"Diumumkan {page.published}", words, align="center"), gap(0.8, layout)]
        for table in result_tables(result):
            columns = [Column(column.title, column.share) for column in table.columns]
            rows = [[str(cell or "") for cell in row] for row in table.rows]
            strips += [gap(0.6, layout), *heading(table.title, layout), *set_table(columns, rows, words)]
            strips += [s for note in table.notes for s in text(note, layout.small(9), align="left")]
        strips.append(gap(1, layout))
        for line in (*result.lines, FREE, *page.contact):
            strips += [*text(line, words, align="left"), gap(0.3, layout)]
    pages = paginate(strips, layout.height)
    return write([Document(layout, pages, practice, page.title)], page.title, author(head))
