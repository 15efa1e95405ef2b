"""The office's paper as data: size, margins, type (domain.md 4.2). All lengths are points."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from db.rules.letters import PaperSize
from desktop.paper.fonts import ASCENT, DESCENT, SANS, Family

MM = 72 / 25.4
CM = 10 * MM
PAPERS = {PaperSize.F4: (215 * MM, 330 * MM), PaperSize.A4: (210 * MM, 297 * MM)}
SINGLE = 1.15  # a line of single spacing, times the size of its letters

# Steps that make a letter tighter: space between lines, white between parts, points off the size.
STEPS = (
    (1.08, 1.0, 0.0),
    (1.0, 0.8, 0.0),
    (1.0, 0.55, 0.0),
    (1.0, 0.35, 0.0),
    (1.0, 0.55, 0.5),
    (1.0, 0.35, 1.0),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a letter is set. An office's own profile is another instance of this."""

    paper: PaperSize = PaperSize.F4
    landscape: bool = False
    top: float = 2 * CM
    bottom: float = 2.5 * CM
    left: float = 3 * CM
    right: float = 2 * CM
    family: Family = SANS
    size: float = 12
    line: float = 1.15  # space between lines of running text; 1 is single
    space: float = 1.0  # scale of the white between parts
    room: float | None = None  # height to be kept to, when that is less than the page

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the sheet."""
        width, height = PAPERS[self.paper]
        return (height, width) if self.landscape else (width, height)

    @property
    def width(self) -> float:
        """Width between the margins."""
        return self.page[0] - self.left - self.right

    @property
    def height(self) -> float:
        """Height between the margins, or what was set as room."""
        return self.room or self.page[1] - self.top - self.bottom

    @property
    def leading(self) -> float:
        """Height of one line."""
        return self.size * SINGLE * self.line

    @property
    def baseline(self) -> float:
        """How far below the top of its line a letter stands."""
        return (self.leading - (ASCENT + DESCENT) * self.size) / 2 + ASCENT * self.size

    def small(self, size: float) -> "Layout":
        """The same paper with smaller letters and single lines: for tables and notes."""
        return replace(self, size=min(size, self.size), line=1.0)

    def tighter(self, *, smaller_type: bool) -> Iterator["Layout"]:
        """The same paper, step by step tighter, down to the smallest type that may still be used."""
        for line, space, points in STEPS:
            if smaller_type or not points:
                line, space = min(line, self.line), min(space, self.space)
                yield replace(self, line=line, space=space, size=self.size - points)
