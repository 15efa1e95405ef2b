"""Pages become a PDF here, and only here: watermark, page numbers, metadata, embedded fonts.

The same pages give the same bytes: no clock, no random identifier.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from desktop.paper.fonts import SANS, printable, width_of
from desktop.paper.foot import SENTENCE, write_foot
from desktop.paper.layout import CM, Layout
from desktop.paper.pages import Page
from desktop.paper.strips import Area, Picture, Rule, Run

rl_config.useA85 = 0  # fonts and pictures as plain bytes: smaller and quicker

PRACTICE = "LATIHAN"
EVEN_ODD = 0  # holes stay white
HATCH = 4.0  # points between the lines of what nobody knows
WATERMARK = 110  # points, where it fits
PAGE_NUMBER_TOP = 1.2 * CM  # from the edge of the sheet
FOOTER_BOTTOM = 0.8 * CM
FOOTER_SIZE = 8
FOOTER_LEADING = 10
FOOTER_COUNT = 3 * CM  # room for the count of pages
CREATOR = "Pilar TKSK"
LANGUAGE = "id"
_writing = Lock()  # reportlab's fonts remember the document they are written to


@dataclass(frozen=True, slots=True)
class Document:
    """A finished letter before it is written: its pages and how they are numbered."""

    layout: Layout
    pages: Sequence[Page]
    practice: bool = False
    footer: str | None = None  # with a footer, pages are counted there and not at the top
    first: int = 0  # pages of other documents that are counted before these
    of: int = 0  # pages of all of them; 0: these alone
    code: str = ""  # for the archive, at the foot of each page
    sentence: str = SENTENCE  # beside it
    watermark: str = ""  # across each sheet: what must not be passed on


def write(documents: Sequence[Document], title: str, author: str, subject: str = "") -> bytes:
    """One PDF of one or more letters. Title, author and subject must not hold personal data."""

    def draw(canvas: Canvas) -> None:
        for document in documents:
            _write_document(canvas, document, subject or title)

    return drawn(draw, title, author, subject)


def drawn(draw: Callable[[Canvas], None], title: str, author: str, subject: str = "") -> bytes:
    """A PDF of what is drawn on its pages."""
    output = BytesIO()
    with _writing:
        canvas = Canvas(output, invariant=1, pageCompression=1, initialFontName=SANS.regular, lang=LANGUAGE)  # type: ignore[arg-type]
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject(subject)
        canvas.setCreator(CREATOR)
        draw(canvas)
        canvas.save()
    return output.getvalue()


def _write_document(canvas: Canvas, document: Document, title: str) -> None:
    layout = document.layout
    parts = any(strip.bookmark for page in document.pages for strip in page)
    canvas.setPageSize(layout.page)
    for number, page in enumerate(document.pages, start=1):
        if document.practice or document.watermark:
            write_practice(canvas, layout, document.watermark or PRACTICE)
        words = canvas.beginText()
        top = layout.page[1] - layout.top
        if parts and number == 1:
            _write_bookmark(canvas, title)
        for strip in page:
            if strip.bookmark:
                _write_bookmark(canvas, strip.bookmark)
            for mark in strip.marks:
                if isinstance(mark, Run):
                    _write_run(words, mark, layout.left + mark.x, top - mark.y)
                elif isinstance(mark, Rule):
                    _write_rule(canvas, mark, layout.left, top)
                elif isinstance(mark, Area):
                    _write_area(canvas, mark, layout.left, top)
                else:
                    _write_picture(canvas, mark, layout.left, top)
            top -= strip.height
        words.setWordSpace(0)  # it would widen what follows
        canvas.drawText(words)
        _write_margin(canvas, document, number)
        canvas.showPage()


def _write_bookmark(canvas: Canvas, words: str) -> None:
    key = f"page {canvas.getPageNumber()} {words}"
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(words, key)


def _write_run(words: PDFTextObject, run: Run, x: float, y: float) -> None:
    if run.upright:
        words.setTextTransform(0, 1, -1, 0, x, y)
    else:
        words.setTextOrigin(x, y)
    words.setFont(run.font, run.size)
    words.setFillGray(run.grey)
    words.setWordSpace(run.gap)
    words.textOut(run.words)


def _write_rule(canvas: Canvas, rule: Rule, x: float, y: float) -> None:
    canvas.setLineWidth(rule.thick)
    canvas.setDash([3, 3] if rule.dashed else [])
    if rule.grey:
        canvas.setStrokeGray(rule.grey)
    canvas.line(x + rule.x, y - rule.y, x + rule.to_x, y - rule.to_y)
    if rule.grey:
        canvas.setStrokeGray(0)


def _write_area(canvas: Canvas, area: Area, x: float, y: float) -> None:
    path = canvas.beginPath()
    for ring in area.rings:
        path.moveTo(x + ring[0][0], y - ring[0][1])
        for right, down in ring[1:]:
            path.lineTo(x + right, y - down)
        path.close()
    canvas.saveState()
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0.35)
    canvas.setFillColor(HexColor(area.fill))
    canvas.drawPath(path, fill=1, stroke=1, fillMode=EVEN_ODD)
    if area.hatched:
        across = [point for ring in area.rings for point in ring]
        left, right = min(px for px, _py in across), max(px for px, _py in across)
        top, bottom = min(py for _px, py in across), max(py for _px, py in across)
        canvas.clipPath(path, stroke=0, fill=0, fillMode=EVEN_ODD)
        start = left - (bottom - top)
        while start < right:
            canvas.line(x + start, y - bottom, x + start + bottom - top, y - top)
            start += HATCH
    canvas.restoreState()


def _write_picture(canvas: Canvas, picture: Picture, x: float, y: float) -> None:
    image = ImageReader(BytesIO(picture.jpeg))
    canvas.drawImage(image, x + picture.x, y - picture.y - picture.height, picture.width, picture.height)


def write_practice(canvas: Canvas, layout: Layout, words: str = PRACTICE) -> None:
    """LATIHAN across the sheet, in light grey, before anything else: the text stays readable above it."""
    width, height = layout.page
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(52 if height > width else 30)
    canvas.setFillGray(0.88)
    size = min(WATERMARK, 0.92 * max(layout.page) / width_of(words, SANS.bold, 1))
    canvas.setFont(SANS.bold, size)
    canvas.drawCentredString(0, -size * 38 / WATERMARK, words)
    canvas.restoreState()


def _write_margin(canvas: Canvas, document: Document, number: int) -> None:
    """The page number at the top from page 2, or a footer on every page; the archive code at the foot."""
    layout = document.layout
    width, height = layout.page
    if document.code:
        write_foot(canvas, document.code, layout, document.sentence)
    if document.footer is not None:
        for place, words in enumerate(reversed(document.footer.split("\n"))):
            shown = printable(words, SANS.regular)
            room = layout.width - (FOOTER_COUNT if place == 0 else 0)
            canvas.setFont(SANS.regular, min(FOOTER_SIZE, room / max(width_of(shown, SANS.regular, 1), 1)))
            canvas.drawString(layout.left, FOOTER_BOTTOM + place * FOOTER_LEADING, shown)
        canvas.setFont(SANS.regular, FOOTER_SIZE)
        count = f"Halaman {document.first + number} dari {document.of or len(document.pages)}"
        canvas.drawRightString(width - layout.right, FOOTER_BOTTOM, count)
    elif number > 1:
        font = layout.family.regular
        words = f"- {number} -"
        x = layout.left + (layout.width - width_of(words, font, layout.size)) / 2
        canvas.setFont(font, layout.size)
        canvas.drawString(x, height - PAGE_NUMBER_TOP - layout.size, words)
