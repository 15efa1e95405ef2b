"""The foot of a page: the archive code in words and as a QR, which files a scan and finds its letter."""

from functools import lru_cache
from io import BytesIO

import segno
from reportlab.pdfgen.canvas import Canvas

from db.rules.archive_code import qr_text
from desktop.paper.fonts import SANS
from desktop.paper.layout import CM, Layout

FOOT_TOP = 2 * CM  # a margin at the bottom must leave so much
FOOT_TOP_HALF = 1.65 * CM  # the middle of a sheet is not an edge that a printer leaves white
BOTTOM, BOTTOM_HALF = 0.55 * CM, 0.25 * CM
SIDE = 1.2 * CM
ASIDE = 0.3 * CM  # white at the right of the QR: a reader needs four of its squares
SIZE = 7.5
SENTENCE = "Kode arsip internal {code}, bukan tanda tangan elektronik"
PICTURE_SCALE = 12  # dots a square
MASK = 2  # the same code looks the same everywhere

Squares = tuple[tuple[int, int, int], ...]  # column, row, how many beside each other


def write_foot(canvas: Canvas, code: str, layout: Layout, sentence: str = SENTENCE) -> None:
    """The code at the foot of a page, or of its upper half."""
    squares, count = qr_squares(code)
    left, side = layout.left, SIDE / count
    bottom = BOTTOM if layout.room is None else layout.page[1] / 2 + BOTTOM_HALF
    path = canvas.beginPath()
    for column, row, length in squares:
        path.rect(left + column * side, bottom + SIDE - (row + 1) * side, length * side, side)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFont(SANS.regular, SIZE)
    words = sentence.format(code=code)
    canvas.drawString(left + SIDE + ASIDE, bottom + SIDE / 2 - SIZE / 3, words)


def qr_picture(code: str) -> bytes:
    """The same QR as a PNG, for a Word file."""
    output = BytesIO()
    _made(code).save(output, kind="png", scale=PICTURE_SCALE, border=0)
    return output.getvalue()


@lru_cache(maxsize=64)
def qr_squares(code: str) -> tuple[Squares, int]:
    """The dark runs of the QR, and its number of rows."""
    made = _made(code)
    found = []
    for y, row in enumerate(made.matrix):
        start = None
        for x, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                found.append((start, y, x - start))
                start = None
    return tuple(found), len(made.matrix)


def _made(code: str) -> segno.QRCode:
    return segno.make(qr_text(code), error="m", mask=MASK, micro=False, boost_error=False)
