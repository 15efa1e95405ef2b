"""The archive code at the foot of each page, as a scanner sees it."""

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtPdf import QPdfDocument

from db.rules.archive_code import find_code
from desktop import paper
from desktop.paper.foot import qr_squares
from tests.paper import samples

CODE = "7F3A-91C2"
DPI = 150


def scanned(pdf: bytes, dpi: int = DPI) -> list[QImage]:
    """Each page as a scanner gives it: grey, without any of what a PDF knows."""
    buffer = QBuffer()
    buffer.setData(pdf)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    found = []
    for page in range(document.pageCount()):
        size = document.pagePointSize(page) * dpi / 72
        picture = QImage(size.toSize(), QImage.Format.Format_RGB32)
        picture.fill("white")
        drawn = document.render(page, QSize(picture.size()))
        painter = QPainter(picture)
        painter.drawImage(0, 0, drawn)
        painter.end()
        found.append(picture.convertToFormat(QImage.Format.Format_Grayscale8))
    return found


def codes_in(picture: QImage) -> list[str | None]:
    size = (picture.bytesPerLine(), picture.height())
    grey = Image.frombuffer("L", size, bytes(picture.constBits()), "raw", "L", 0, 1)
    return [find_code(found.text) for found in zxingcpp.read_barcodes(grey)]


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("kind", samples.LETTERS)
def test_the_code_of_each_page_is_read_from_its_scan(qapp, kind, practice):
    frame, facts = samples.LETTERS[kind]
    pdf = paper.render(replace(frame(), code=CODE, practice=practice), facts())
    for picture in scanned(pdf):
        assert codes_in(picture) == [CODE]
    for page in PdfReader(BytesIO(pdf)).pages:
        assert f"Kode arsip internal {CODE}, bukan tanda tangan elektronik" in page.extract_text()


def test_a_scan_that_is_upside_down_is_read_too(qapp):
    pdf = paper.render(samples.frame(code=CODE), samples.call())
    [picture] = scanned(pdf)
    assert codes_in(picture.transformed(QTransform().rotate(180))) == [CODE]


def test_without_a_code_there_is_no_foot():
    [page] = PdfReader(BytesIO(paper.render(samples.frame(), samples.call()))).pages
    assert "Kode arsip" not in page.extract_text()


def test_the_same_code_looks_the_same_and_is_one_path():
    squares, rows = qr_squares(CODE)
    assert rows == 21
    assert squares == qr_squares.__wrapped__(CODE)[0]
    pdf = paper.render(samples.frame(code=CODE), samples.call())
    content = PdfReader(BytesIO(pdf)).pages[0].get_contents().get_data()
    path = content[content.index(b"\nn ") :]
    assert path[: path.index(b"f*")].count(b" re") == len(squares)


def test_the_receipt_keeps_its_code_in_the_upper_half():
    pdf = paper.render(samples.frame(code=CODE), samples.receipt())
    page = PdfReader(BytesIO(pdf)).pages[0]
    lowest = []
    page.extract_text(visitor_text=lambda words, _cm, tm, *_font: words.strip() and lowest.append(tm[5]))
    assert min(lowest) > float(page.mediabox.height) / 2
