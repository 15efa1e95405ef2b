"""The two families of type on the office's paper, registered once when this module is first imported.

Liberation Sans stands for Arial, Pilar Bonum for Bookman Old Style (domain.md 4.2).
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from resources import path


@dataclass(frozen=True, slots=True)
class Family:
    """Names under which reportlab knows the faces of one family; they are the names of the files."""

    regular: str
    bold: str


SANS = Family("LiberationSans-Regular", "LiberationSans-Bold")
BONUM = Family("PilarBonum-Regular", "PilarBonum-Bold")
ASCENT, DESCENT = 0.905, 0.212  # of the size; close enough for both families
FACES = (SANS.regular, SANS.bold, BONUM.regular, BONUM.bold)

FONTS = {face: TTFont(face, str(path("fonts", f"{face}.ttf"))) for face in FACES}
for font in FONTS.values():
    pdfmetrics.registerFont(font)


@lru_cache(maxsize=20_000)
def unit_width(words: str, font: str) -> float:
    """The width of words set in one point; letters repeat their words, so most are measured once."""
    return float(pdfmetrics.stringWidth(words, font, 1))


def width_of(words: str, font: str, size: float) -> float:
    """The width of words in points."""
    return unit_width(words, font) * size


def printable(words: str, font: str) -> str:
    """The words as the font can print them, never as black boxes.

    What it lacks becomes a question mark; emoji and marks that cannot be seen are left out.
    """
    return words if words.isascii() else unicodedata.normalize("NFC", words).translate(_known(font))


class _Known(dict[int, int | str | None]):
    """What becomes of each character in one font; asked once for each."""

    def __init__(self, glyphs: dict[int, int]) -> None:
        super().__init__()
        self._glyphs = glyphs

    def __missing__(self, code: int) -> int | str | None:
        kind = unicodedata.category(chr(code))
        found: int | str | None = None if kind == "So" or kind[0] in "MC" or kind == "Sk" else "?"
        if code in self._glyphs and kind != "Cf":
            found = code
        self[code] = found
        return found


@cache
def _known(font: str) -> _Known:
    return _Known(FONTS[font].face.charToGlyph)
