"""The office's paper as data: size, margins, type (domain.md 4.2). All lengths are points."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from db.rules.letters import PaperSize
from desktop.paper.fonts import ASCENT, DESCENT, SANS, Family

MM = 72 / 25.4
CM = 10 * MM
PAPERS = {PaperSize.F4: (215 * MM, 330 * MM), PaperSize.A4: (210 * MM, 297 * MM)}
LEAST_BOTTOM = 2 * CM  # the foot with the code has room below this
SINGLE = 1.15  # a line of single spacing, times the size of its letters

# How far a letter is tightened, from 0 as its profile has it to 1, the floor: line, white, margins, type.
STEPS = (
    (0.5, 0.0, 0.0, 0.0),
    (1.0, 0.0, 0.0, 0.0),
    (1.0, 0.3, 0.0, 0.0),
    (1.0, 0.7, 0.0, 0.0),
    (1.0, 1.0, 0.0, 0.0),
    (1.0, 1.0, 0.5, 0.0),
    (1.0, 1.0, 1.0, 0.0),
    (1.0, 1.0, 1.0, 0.5),
    (1.0, 1.0, 1.0, 1.0),
)


@dataclass(frozen=True, slots=True)
class Floor:
    """How tight a letter may become; margin is a part of the margins it has."""

    line: float = 1.0
    space: float = 0.35
    margin: float = 1.0
    size: float = 10.0


@dataclass(frozen=True, slots=True)
class Layout:
    """How a letter is set."""

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
    head: float = 1.0  # scale of the letterhead's type
    half: bool = False  # the upper half of a sheet
    room: float | None = None  # height to be kept to, when that is less than the page
    tte_box: bool = False  # room for an electronic signature
    one_page: bool = True  # tightened as far as the floor to stay on one page
    floor: Floor = Floor()

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

    def whole_page(self) -> "Layout":
        """What no half page holds stands at its ease on a whole one."""
        usual = Layout()
        return replace(
            self,
            room=None,
            top=max(self.top, usual.top),
            bottom=max(self.bottom, usual.bottom),
            line=max(self.line, usual.line),
            space=usual.space,
            head=usual.head,
        )

    def tighter(self, *, one_page: bool) -> Iterator["Layout"]:
        """The same paper, step by step tighter; margins and type only for what becomes one page."""
        floor = self.floor
        for line, space, margin, size in STEPS:
            if one_page or not margin:
                scale = _between(1.0, floor.margin, margin)
                yield replace(
                    self,
                    line=_between(self.line, floor.line, line),
                    space=_between(self.space, floor.space, space),
                    size=_between(self.size, floor.size, size),
                    top=self.top * scale,
                    bottom=max(self.bottom * scale, min(self.bottom, LEAST_BOTTOM)),
                    left=self.left * scale,
                    right=self.right * scale,
                )


def _between(start: float, floor: float, share: float) -> float:
    """A length on its way to its floor; what is below the floor already stays."""
    return start - max(0.0, start - floor) * share
