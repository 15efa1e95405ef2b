"""A bound file whose pages are counted as one: each gets its number, and what was cancelled says so."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from desktop.paper.binder import Binder, as_bytes, reference
from desktop.paper.fonts import SANS, width_of
from desktop.paper.stamp_font import StampFont

SIZE, BIG = 7.5, 84
SIDE, TOP = 28, 20  # from the edges of the sheet, in points
GREY, PALE = 0.35, 0.86
CANCELLED = "DIBATALKAN"
LOW = 0.28  # of the height: LATIHAN stands in the middle
LONGEST_REASON = 90
REGULAR, BOLD = "/CaseRegular", "/CaseBold"
Stamp = tuple[int, float, float, int, str]  # object, width, height, rotation, why it was cancelled


class StampedBinder(Binder):
    """Joins papers as they come; their pages are numbered when all of them are in."""

    def __init__(self, output: BinaryIO, name: str) -> None:
        super().__init__(output)
        self._name = name
        self._stamps: list[Stamp] = []
        self.cancelled = ""  # of the paper that is added next
        self._fonts = {REGULAR: StampFont(self, SANS.regular), BOLD: StampFont(self, SANS.bold)}

    def dress(self, page: Any, made: DictionaryObject, copy: Any) -> None:
        """Its own marks stand between a guard and the stamp, which is written when the number is known."""
        box, turn = page.mediabox, int(page.get("/Rotate", 0)) % 360
        sides = float(box.width), float(box.height)
        stamp = self.new()
        self._stamps.append((stamp, *sides, turn, self.cancelled))
        resources = made_of(page.get("/Resources"), copy)
        fonts = made_of(page.get("/Resources", {}).get("/Font"), copy)
        for name in (REGULAR, BOLD) if self.cancelled else (REGULAR,):
            fonts[NameObject(name)] = reference(self._fonts[name].number)
        resources[NameObject("/Font")] = fonts
        made[NameObject("/Resources")] = resources
        before = self.once(_stream(self._watermark(sides, turn) if self.cancelled else b"q"))
        contents = page.get("/Contents")
        contents = contents.get_object() if contents is not None else None
        own = contents if isinstance(contents, ArrayObject) else page.raw_get("/Contents") if contents else []
        parts = own if isinstance(own, Sequence) and not isinstance(own, str) else [own]
        made[NameObject("/Contents")] = ArrayObject(
            [reference(before), *(copy.moved(part) for part in parts), reference(stamp)]
        )

    def drop_stamps(self) -> None:
        """Of a paper that broke off: its pages are not in the file."""
        del self._stamps[self.pages :]

    def bring_to_front(self, first: int) -> None:
        """Pages from this one on, which were drawn last, come first."""
        number = self.pages - first
        self._pages = self._pages[first:] + self._pages[:first]
        self._stamps = self._stamps[first:] + self._stamps[:first]
        self._marks = [
            (page - first if page >= first else page + number, title, depth)
            for page, title, depth in self._marks
        ]
        self._marks.sort(key=lambda mark: mark[0])

    def close(self) -> None:
        for place, (stamp, width, height, turn, why) in enumerate(self._stamps, 1):
            words = f"{self._name} \u00b7 Halaman {place} dari {self.pages}"
            self.write(stamp, _stream(self._numbered(words, (width, height), turn, why)))
        for font in self._fonts.values():
            font.write()
        super().close()

    def _numbered(self, words: str, sides: tuple[float, float], turn: int, why: str) -> bytes:
        """The number at the top right, where letters have nothing; why it was cancelled at the left."""
        width, height = _seen(sides, turn)
        x = width - SIDE - width_of(words, SANS.regular, SIZE)
        drawn = [f"Q q {_turned(sides, turn)} {GREY} g".encode()]
        drawn.append(self._said(REGULAR, SIZE, x, height - TOP, words))
        if why:
            said = f"{CANCELLED}: {why}"
            cut = said if len(said) <= LONGEST_REASON else f"{said[: LONGEST_REASON - 3]}..."
            drawn += [b"0 g", self._said(BOLD, SIZE, SIDE, height - TOP - 1.6 * SIZE, cut)]
        return b" ".join([*drawn, b"Q"])

    def _watermark(self, sides: tuple[float, float], turn: int) -> bytes:
        """In pale letters across the sheet, under what stands on it."""
        width, height = _seen(sides, turn)
        half = width_of(CANCELLED, SANS.bold, BIG) / 2
        slope = (0.6, 0.8) if height > width else (0.87, 0.5)
        cosine, sine = slope
        placed = f"{cosine} {sine} {-sine} {cosine} {width / 2:.1f} {height * LOW:.1f} cm"
        start = f"q {_turned(sides, turn)} {placed} {PALE} g"
        return b" ".join([start.encode(), self._said(BOLD, BIG, -half, -BIG / 3, CANCELLED), b"Q q"])

    def _said(self, font: str, size: float, x: float, y: float, words: str) -> bytes:
        place = f"BT {font} {size} Tf {x:.1f} {y:.1f} Td".encode()
        return b"%s (%s) Tj ET" % (place, self._fonts[font].spell(words))


def made_of(found: Any, copy: Any) -> DictionaryObject:
    """A dictionary of a page under the new numbers, or an empty one."""
    found = found.get_object() if found is not None else None
    return (
        DictionaryObject(copy.entries(found)) if isinstance(found, DictionaryObject) else DictionaryObject()
    )


def _seen(sides: tuple[float, float], turn: int) -> tuple[float, float]:
    width, height = sides
    return (height, width) if turn in (90, 270) else (width, height)


def _turned(sides: tuple[float, float], turn: int) -> str:
    """From how a page is seen to how it is kept."""
    width, height = sides
    matrix = {
        90: (0, 1, -1, 0, width, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, height),
    }.get(turn, (1, 0, 0, 1, 0, 0))
    return " ".join(f"{number:g}" for number in matrix) + " cm"


def _stream(drawn: bytes) -> bytes:
    stream = StreamObject()
    stream._data = drawn + b"\n"
    return as_bytes(stream)
