"""The two families of type on the office's paper, registered once when this module is first imported.

Liberation Sans stands for Arial, Pilar Bonum for Bookman Old Style (domain.md 4.2).
"""

from dataclasses import dataclass
from functools import lru_cache

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

for face in FACES:
    pdfmetrics.registerFont(TTFont(face, str(path("fonts", f"{face}.ttf"))))


@lru_cache(maxsize=20_000)
def unit_width(words: str, font: str) -> float:
    """The width of words set in one point; letters repeat their words, so most are measured once."""
    return float(pdfmetrics.stringWidth(words, font, 1))


def width_of(words: str, font: str, size: float) -> float:
    """The width of words in points."""
    return unit_width(words, font) * size
