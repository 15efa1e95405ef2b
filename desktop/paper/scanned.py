"""One PDF of the scanned pages of one letter: from a stack, from a picture to each page, or from both."""

from collections.abc import Sequence
from io import BytesIO

MM = 72 / 25.4
FULL_PAGE = (215 * MM, 330 * MM)


def gather(pieces: Sequence[tuple[bytes, Sequence[int] | None]]) -> bytes:
    """Pages of PDFs (places from 0, None: all) and pictures, in order. Same pieces, same bytes."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for content, places in pieces:
        pages = PdfReader(BytesIO(_as_pdf(content))).pages
        for place in range(len(pages)) if places is None else places:
            writer.add_page(pages[place])
    writer.metadata = {"/Creator": "Pilar TKSK", "/Producer": "Pilar TKSK"}
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def count_pages(content: bytes) -> int:
    """How many pages a scan has; a picture is one, and 0 says that nobody knows."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if b"%PDF-" not in content[:1024]:
        return 1
    try:
        return len(PdfReader(BytesIO(content)).pages)
    except (PyPdfError, KeyError, TypeError, ValueError):
        return 0


def _as_pdf(content: bytes) -> bytes:
    """A picture as a page, as large as F4 lets it be; a PDF as it is."""
    if b"%PDF-" in content[:1024]:
        return content
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture = ImageReader(BytesIO(content))
    width, height = picture.getSize()
    room = FULL_PAGE if height >= width else FULL_PAGE[::-1]
    scale = min(room[0] / width, room[1] / height)
    output = BytesIO()
    canvas = Canvas(output, pagesize=(width * scale, height * scale), invariant=1)
    canvas.drawImage(picture, 0, 0, width * scale, height * scale)
    canvas.save()
    return output.getvalue()
