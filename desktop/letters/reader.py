"""Which letter is on a scan: the QR at the foot of each page says so. No widget; runs in the worker."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from pathlib import Path

import zxingcpp
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from db.rules.archive_code import find_code
from db.rules.problems import Trouble
from db.rules.scans import LARGEST, check_scan, scan_kind
from db.rules.words import _
from desktop import paper

ENDINGS = frozenset({".pdf", ".jpg", ".jpeg", ".png"})
QUICK, CAREFUL = 150, 300  # dots to the inch; the finer look where the first has found nothing
POINTS = 72
LARGEST_SIDE = 5_000  # pixels: a page as large as a wall is read at what it can be
MOST_PAGES = 500
MOST_FILES = 3_000


@dataclass(frozen=True)
class Part:
    """What one file holds of one letter: the whole file, or the pages that carry its code."""

    path: Path
    code: str | None
    places: tuple[int, ...] | None = None  # pages from 0; None: the whole file
    sha256: str = ""
    trouble: str = ""  # why no code was found, or why the file cannot be filed at all

    @property
    def name(self) -> str:
        """The file, and which of its pages."""
        if self.places is None:
            return self.path.name
        pages = ", ".join(str(place + 1) for place in self.places)
        return _("{file}, halaman {pages}").format(file=self.path.name, pages=pages)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files meant by what was dropped: folders with all below them, without what systems hide there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (each for each in sorted(path.rglob("*")) if each.is_file())
            found += [each for each in inside if not _is_hidden(each)]
        else:
            found.append(path)
    return list(dict.fromkeys(found))[:MOST_FILES]


def read_parts(path: Path, stopped: Callable[[], bool] = lambda: False) -> list[Part]:
    """The letters in a file, or why there are none; `stopped` is asked before each page."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except OSError:
        return [Part(path, None, trouble=_("Berkas tidak dapat dibuka; mungkin dipakai program lain."))]
    if problems := check_scan(path.name, size, content):
        return [Part(path, None, trouble=problems[0].text)]
    digest = hashlib.sha256(content).hexdigest()
    pages = list(takewhile(lambda _code: not stopped(), read_codes(content)))
    if not pages:
        broken = _("Berkas rusak, dilindungi kata sandi, atau lebih dari 500 halaman.")
        return [Part(path, None, sha256=digest, trouble=broken)]
    codes = {code for code in pages if code}
    if len(codes) <= 1:
        trouble = "" if codes else _("Kode arsip tidak terbaca.")
        return [Part(path, codes.pop() if codes else None, None, digest, trouble)]
    return list(_split(path, digest, pages))


def read_codes(content: bytes) -> Iterator[str | None]:
    """The code on each page; nothing at all where the file cannot be shown."""
    if scan_kind(content) == "pdf":
        yield from _read_pdf(content)
        return
    image = QImage.fromData(content)
    if not image.isNull():
        small = image.width() if image.width() <= image.height() else image.height()
        quick = image.scaledToWidth(image.width() * 1300 // small) if small > 1600 else image
        yield _code_on(quick) or (_code_on(image) if quick is not image else None)


def _read_pdf(content: bytes) -> Iterator[str | None]:
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(content)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    for place in range(document.pageCount() if document.pageCount() <= MOST_PAGES else 0):
        yield _code_on(_picture(document, place, QUICK)) or _code_on(_picture(document, place, CAREFUL))
    document.close()


def _picture(document: QPdfDocument, place: int, dpi: int) -> QImage:
    size: QSize = (document.pagePointSize(place) * (dpi / POINTS)).toSize()
    longest = max(size.width(), size.height())
    page = document.render(place, size * (LARGEST_SIDE / longest) if longest > LARGEST_SIDE else size)
    white = QImage(page.size(), QImage.Format.Format_RGB32)  # a page without ground is transparent: black
    white.fill(0xFFFFFFFF)
    if not page.isNull():
        painter = QPainter(white)
        painter.drawImage(0, 0, page)
        painter.end()
    return white.convertToFormat(QImage.Format.Format_Grayscale8)


def _code_on(image: QImage) -> str | None:
    if image.isNull():
        return None
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return next((code for barcode in found if (code := find_code(barcode.text))), None)


def _split(path: Path, digest: str, pages: Sequence[str | None]) -> Iterator[Part]:
    """A stack of several letters: the pages of each; pages without a code are nobody's."""
    by_code = sorted(range(len(pages)), key=lambda place: (pages[place] or "~", place))
    for code, places in groupby(by_code, key=lambda place: pages[place]):
        trouble = "" if code else _("Kode arsip tidak terbaca pada halaman ini.")
        yield Part(path, code, tuple(places), digest, trouble)


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name.lower() in {"thumbs.db", "desktop.ini"}


def load(parts: Sequence[Part]) -> tuple[str, bytes]:
    """Name and bytes of what is filed: one whole file as it is, else its pages and pictures as one PDF."""
    parts = sorted({(part.sha256, part.places): part for part in parts}.values(), key=_in_order)
    try:
        contents = [part.path.read_bytes() for part in parts]
        if len(parts) == 1 and parts[0].places is None:
            return parts[0].path.name, contents[0]
        pieces = [(content, part.places) for content, part in zip(contents, parts, strict=True)]
        return f"{parts[0].path.stem}.pdf", paper.gather(pieces)
    except OSError as error:
        text = _("{file} tidak dapat dibuka; mungkin dipakai program lain.")
        raise Trouble(text.format(file=parts[0].path.name)) from error


def _in_order(part: Part) -> tuple[list[tuple[int, str]], tuple[int, ...]]:
    """Page 2 before page 10, as people number their files."""
    pieces = re.split(r"(\d+)", part.path.name.casefold())
    return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces], part.places or ()
