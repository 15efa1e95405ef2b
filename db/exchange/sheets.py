"""Spreadsheets and CSV files as rows of cells, whoever made them; read again as often as one likes."""

import csv
import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.rules.problems import Trouble
from db.rules.words import _

TOP = 40  # rows in which headings are looked for, and that a preview shows
MOST_ROWS = 2_000_000
LARGEST_FILE = 300 * 2**20
LARGEST_CONTENT = 3 * 2**30  # unpacked; two million rows of a wide list stay below
HIGHEST_RATIO = 400  # a workbook unpacks to ten or thirty times its size, a zip bomb to thousands
SEPARATORS = ";,\t|"
TEXTS = (".csv", ".txt", ".tsv")
KINDS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", *TEXTS)
Cells = list[Any]
Area = tuple[int, int, int, int]  # first row and column, last row and column; counted from 0


@dataclass(frozen=True)
class Sheet:
    """One sheet; row 0 is the first as the spreadsheet counts."""

    name: str
    height: int
    top: tuple[Cells, ...]
    merged: tuple[Area, ...]
    read: Callable[[], Iterator[Cells]]

    def rows(self, first: int) -> Iterator[tuple[int, Cells]]:
        """The rows from this one on, with their numbers as the spreadsheet shows them."""
        for number, cells in enumerate(self.read(), 1):
            if number > first:
                yield number, cells


@dataclass(frozen=True)
class Grid:
    """A file as its sheets that hold something."""

    path: Path
    sheets: tuple[Sheet, ...]
    sha256: str


def read_grid(path: Path) -> Grid:
    """Open a list; Trouble says in one sentence why it cannot be read."""
    if path.suffix.lower() not in KINDS:
        text = _("{file} bukan daftar. Pilih berkas Excel (.xlsx, .xls, .ods) atau CSV.")
        raise Trouble(text.format(file=path.name))
    with _in_words(path):
        if path.stat().st_size > LARGEST_FILE:
            text = _("{file} terlalu besar (lebih dari 300 MB). Bagi menjadi beberapa berkas.")
            raise Trouble(text.format(file=path.name))
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        is_text = path.suffix.lower() in TEXTS
        sheets = tuple(sheet for sheet in (_text(path) if is_text else _book(path)) if sheet.height)
    if not sheets:
        raise Trouble(_("{file} kosong: tidak ada baris satu pun.").format(file=path.name))
    if any(sheet.height > MOST_ROWS for sheet in sheets):
        text = _("{file} berisi lebih dari 2 juta baris. Bagi menjadi beberapa berkas.")
        raise Trouble(text.format(file=path.name))
    return Grid(path, sheets, sha256)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Why a file cannot be read, in one sentence."""
    try:
        yield
    except PermissionError as error:
        raise Trouble(_("{file} sedang dibuka program lain. Tutup dahulu.").format(file=path.name)) from error
    except FileNotFoundError as error:
        raise Trouble(_("{file} tidak ditemukan. Pilih lagi berkasnya.").format(file=path.name)) from error
    except OSError as error:
        raise Trouble(_unreadable(path)) from error


def _book(path: Path) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    _refuse_bomb(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        for place, about in enumerate(book.sheets_metadata):
            if about.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.DialogSheet):
                yield _sheet(about.name, book.get_sheet_by_index(place))
    except PasswordError as error:
        raise Trouble(_locked(path)) from error
    except CalamineError as error:
        raise Trouble(_locked(path) if _is_encrypted(path) else _unreadable(path)) from error


def _sheet(name: str, sheet: Any) -> Sheet:
    if sheet.start is None:
        return Sheet(name, 0, (), (), lambda: iter(()))
    left = sheet.start[1]  # the rows begin with the first column that is used

    def read() -> Iterator[Cells]:
        return iter(sheet.iter_rows())

    areas = ((r0, c0 - left, r1, c1 - left) for (r0, c0), (r1, c1) in sheet.merged_cell_ranges or ())
    merged = tuple(area for area in areas if area[0] < TOP)
    return Sheet(name, sheet.end[0] + 1, _top(read), merged, read)


def _text(path: Path) -> Iterator[Sheet]:
    encoding, changed = _encoding(path), path.stat().st_mtime_ns

    def lines() -> Iterator[str]:
        with _in_words(path), path.open(encoding=encoding, newline="") as stream:
            if path.stat().st_mtime_ns != changed:  # what is written is what was looked at
                text = _("{file} diubah sesudah dibaca. Pilih lagi berkasnya, lalu lihat pratinjaunya.")
                raise Trouble(text.format(file=path.name))
            yield from stream

    def read() -> Iterator[Cells]:
        return csv.reader(lines(), delimiter=separator)

    try:
        first = next((line for line in lines() if any(sign in line for sign in SEPARATORS)), "")
        separator = max(SEPARATORS, key=first.count)
        if first.startswith("sep=") and len(first) > 4:  # Excel's own hint
            separator = first[4]
        height = _lines(path) if encoding.startswith("utf-8") else None
        if height is None:
            height = sum(1 for _row in read())
        yield Sheet(path.stem, height, _top(read), (), read)
    except (csv.Error, UnicodeError) as error:
        raise Trouble(_unreadable(path)) from error


def _lines(path: Path) -> int | None:
    """How many rows a text has; None where a cell may go over several lines."""
    count, last = 0, b"\n"
    with path.open("rb") as stream:
        for chunk in iter(lambda: stream.read(2**20), b""):
            if b'"' in chunk or chunk.count(b"\r") > chunk.count(b"\n") + 1:
                return None
            count, last = count + chunk.count(b"\n"), chunk[-1:]
    return count + (last != b"\n")


def _encoding(path: Path) -> str:
    """UTF-8 with or without a mark, UTF-16, else as Windows writes it."""
    with path.open("rb") as stream:
        head = stream.read(4)
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if head.startswith(b"\xef\xbb\xbf"):
            return "utf-8-sig"
        stream.seek(0)
        if b"\0" in stream.read(4096):
            return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    with suppress(UnicodeDecodeError), path.open(encoding="utf-8") as text:
        for _chunk in iter(lambda: text.read(2**20), ""):
            pass
        return "utf-8"
    return "cp1252" if _fits(path, "cp1252") else "latin-1"


def _fits(path: Path, encoding: str) -> bool:
    with suppress(UnicodeDecodeError), path.open(encoding=encoding) as text:
        for _chunk in iter(lambda: text.read(2**20), ""):
            pass
        return True
    return False


def _top(read: Callable[[], Iterator[Cells]]) -> tuple[Cells, ...]:
    return tuple(cells for _number, cells in zip(range(TOP), read(), strict=False))


def _refuse_bomb(path: Path) -> None:
    """A small file that unpacks to a huge one would fill the memory."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Trouble(_unreadable(path)) from error
    if size > LARGEST_CONTENT or (size > 2**26 and size > HIGHEST_RATIO * path.stat().st_size):
        text = _("{file} mengembang menjadi terlalu besar saat dibuka, jadi tidak dibaca.")
        raise Trouble(text.format(file=path.name))


def _is_encrypted(path: Path) -> bool:
    """A workbook with a password is a compound file with these two streams."""
    with path.open("rb") as stream:
        head = stream.read(2**16)
    return head.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in head


def _locked(path: Path) -> str:
    text = _("{file} dilindungi kata sandi. Buka di Excel, simpan tanpa kata sandi, lalu pilih lagi.")
    return text.format(file=path.name)


def _unreadable(path: Path) -> str:
    text = _("{file} tidak dapat dibaca sebagai Excel. Simpan sebagai .xlsx, lalu pilih lagi.")
    if path.suffix.lower() in TEXTS:
        text = _("{file} bukan daftar CSV yang utuh. Simpan lagi dari Excel sebagai CSV atau .xlsx.")
    return text.format(file=path.name)
