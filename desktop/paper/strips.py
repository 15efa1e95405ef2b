"""A letter is a column of strips: lines of text, rows of tables, white. Everything printed is built here.

A strip knows its height and its marks; pages are cut between strips (`pages.py`). Text is never parsed as
markup, so whatever a person typed is printed as typed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from db.rules.dates import MONTHS
from desktop.paper.fonts import printable, width_of
from desktop.paper.layout import Layout

Align = Literal["left", "center", "right", "justify"]
BLANK = re.compile(r"[ \x00-\x1f\x7f\u2028\u2029]+")  # a no-break space is not a blank
SPACES = str.maketrans("\u00a0\u202f", "  ")
WIDEST_BLANK = 1.25  # of the size: a line that needs more to be justified stays ragged
# where a word may be cut that is longer than a line; between the thousands of an amount it may not
BREAKABLE = re.compile(r"(?<=[-/.@_\u00a0])(?!(?<=[0-9]\.)[0-9]{3}(?![0-9]))")
DATE = re.compile(rf"\b(\d\d?) ({'|'.join(MONTHS)}) (\d{{4}})\b")  # stays on one line


class Bold(str):
    """Words to be set in bold."""

    __slots__ = ()


Text = str | Sequence[str]  # plain words, or pieces of which some are Bold


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one font; y is measured down from the top of the strip to the baseline."""

    x: float
    y: float
    words: str
    font: str
    size: float
    gap: float = 0.0  # added to each space, to justify
    upright: bool = False  # written upwards, for narrow columns
    grey: float = 0.0

    def moved(self, dx: float, dy: float) -> "Run":
        return Run(
            self.x + dx, self.y + dy, self.words, self.font, self.size, self.gap, self.upright, self.grey
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    thick: float = 0.5
    dashed: bool = False
    grey: float = 0.0

    def moved(self, dx: float, dy: float) -> "Rule":
        return Rule(
            *(self.x + dx, self.y + dy, self.to_x + dx, self.to_y + dy), self.thick, self.dashed, self.grey
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG; y is its upper edge."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes

    def moved(self, dx: float, dy: float) -> "Picture":
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Area:
    """Rings of points, holes among them, filled with a colour; y grows downwards."""

    rings: tuple[tuple[tuple[float, float], ...], ...]
    fill: str  # #rrggbb
    hatched: bool = False

    def moved(self, dx: float, dy: float) -> "Area":
        rings = tuple(tuple((x + dx, y + dy) for x, y in ring) for ring in self.rings)
        return replace(self, rings=rings)


Mark = Run | Rule | Picture | Area


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of the page that is never cut."""

    height: float
    marks: tuple[Mark, ...] = ()
    keep: bool = False  # stays on the page of the strip that follows
    white: bool = False  # only space: it vanishes at the edges of a page
    header: tuple["Strip", ...] = ()  # repeated when a page begins with this strip
    page_break: bool = False
    bookmark: str = ""  # the part of the letter that begins here


Strips = list[Strip]
Word = list[tuple[str, str]]  # pieces of one word with their fonts: a bold name and its comma


def gap(lines: float, layout: Layout, *, keep: bool = False) -> Strip:
    """White of some lines, which may shrink when a letter has to be made shorter."""
    return Strip(lines * layout.size * layout.space * 1.15, white=True, keep=keep)


def page_break() -> Strip:
    """What follows begins on a new page."""
    return Strip(0, white=True, page_break=True)


def shifted(strips: Iterable[Strip], dx: float) -> Strips:
    """The same strips further to the right."""
    moved: dict[int, tuple[Strip, ...]] = {}  # rows of a table share one header

    def header(strip: Strip) -> tuple[Strip, ...]:
        if strip.header and id(strip.header) not in moved:
            moved[id(strip.header)] = tuple(shifted(strip.header, dx))
        return moved[id(strip.header)] if strip.header else ()

    return [
        replace(strip, marks=tuple(mark.moved(dx, 0) for mark in strip.marks), header=header(strip))
        for strip in strips
    ]


def kept(strips: Iterable[Strip]) -> Strips:
    """The same strips, not to be parted from each other nor from what follows."""
    return [replace(strip, keep=True) for strip in strips]


def greyed(strips: Iterable[Strip], grey: float) -> Strips:
    """The same strips with grey words."""
    return [
        replace(
            strip,
            marks=tuple(replace(mark, grey=grey) if isinstance(mark, Run) else mark for mark in strip.marks),
        )
        for strip in strips
    ]


def shaded(strips: Iterable[Strip], words: str, grey: float) -> Strips:
    """The same strips with these words in grey, wherever they stand in one line."""
    return [
        replace(strip, marks=tuple(part for mark in strip.marks for part in _shaded(mark, words, grey)))
        if any(isinstance(mark, Run) and words in mark.words for mark in strip.marks)
        else strip
        for strip in strips
    ]


def _shaded(mark: Mark, words: str, grey: float) -> Iterator[Mark]:
    """A run in up to three parts; anything else as it is."""
    if not isinstance(mark, Run) or mark.upright or words not in mark.words:
        yield mark
        return
    before, _words, after = mark.words.partition(words)
    x = mark.x
    for part, shade in ((before, mark.grey), (words, grey), (after, mark.grey)):
        if part:
            yield replace(mark, x=x, words=part, grey=shade)
        x += width_of(part, mark.font, mark.size) + mark.gap * part.count(" ")


def beside(left: Strips, right: Strips) -> Strips:
    """Two columns side by side: a label and its text. Either may be longer."""
    both = [
        replace(b, height=max(a.height, b.height), marks=a.marks + b.marks)
        for a, b in zip(left, right, strict=False)
    ]
    return both + (left[len(both) :] or right[len(both) :])


def stacked(strips: Iterable[Strip]) -> Strip:
    """One strip of many, never to be cut: a signature."""
    marks: list[Mark] = []
    top = 0.0
    for strip in strips:
        marks += [mark.moved(0, top) for mark in strip.marks]
        top += strip.height
    return Strip(top, tuple(marks))


def height_of(strips: Iterable[Strip]) -> float:
    """Total height."""
    return sum(strip.height for strip in strips)


def text(
    words: Text, layout: Layout, width: float | None = None, align: Align = "justify", first: float = 0.0
) -> Strips:
    """A paragraph as lines. `first` indents the first line.

    Its first two and last two lines stay together. An empty text is one empty line.
    """
    width = layout.width if width is None else width
    lines = list(_lines(_words(words, layout), layout, width, first)) or [([], 0.0)]
    last = len(lines) - 1
    return [
        Strip(
            layout.leading,
            _runs(
                line,
                length,
                layout,
                width,
                "left" if align == "justify" and i == last else align,
                first * (i == 0),
            ),
            keep=i != last and i in (0, last - 1),
        )
        for i, (line, length) in enumerate(lines)
    ]


def balanced(words: Text, layout: Layout, width: float | None = None, align: Align = "center") -> Strips:
    """Lines of nearly equal length, kept together: titles and long names."""
    width = layout.width if width is None else width
    pieces = _words(words, layout)
    wanted = len(list(_lines(pieces, layout, width)))
    low, high = 0.0, width
    for _ in range(10):
        middle = (low + high) / 2
        if len(list(_lines(pieces, layout, middle))) > wanted:
            low = middle
        else:
            high = middle
    indent = (width - high) / 2 if align == "center" else 0.0
    return kept(shifted(text(words, layout, high + 0.01, align), indent))


def _words(words: Text, layout: Layout) -> list[Word]:
    """Split text at its blanks; pieces that touch stay one word though their fonts differ."""
    found: list[Word] = []
    joins = False
    for piece in (words,) if isinstance(words, str) else words:
        font = layout.family.bold if isinstance(piece, Bold) else layout.family.regular
        shown = printable(BLANK.sub(" ", piece), font)
        for i, part in enumerate(BLANK.split(DATE.sub("\\1\u00a0\\2\u00a0\\3", shown))):
            if not part:
                joins = joins and i == 0
                continue
            if joins and i == 0 and found:
                found[-1].append((part, font))
            else:
                found.append([(part, font)])
            joins = True
        joins = joins and bool(piece) and not BLANK.fullmatch(piece[-1])
    return found


def _length(word: Word, size: float) -> float:
    return sum(width_of(part, font, size) for part, font in word)


def _lines(
    words: Iterable[Word], layout: Layout, width: float, first: float = 0.0
) -> Iterator[tuple[list[Word], float]]:
    """Fill lines greedily: (words, natural length)."""
    blank = width_of(" ", layout.family.regular, layout.size)
    line: list[Word] = []
    used, room = 0.0, width - first
    for word in words:
        for piece in _cut(word, layout, width):
            length = _length(piece, layout.size)
            if line and used + blank + length > room + 0.001:
                yield line, used
                line, used, room = [], 0.0, width
            used += length + (blank if line else 0.0)
            line.append(piece)
    if line:
        yield line, used


def _cut(word: Word, layout: Layout, width: float) -> Iterator[Word]:
    """Yield the word itself, or pieces that fit when it is longer than a whole line: an e-mail address."""
    if _length(word, layout.size) <= width + 0.001:  # type that was made small to fit
        yield word
        return
    line = ""
    for part, font in word:
        for piece in BREAKABLE.split(part):
            fits = width_of(piece, font, layout.size) <= width
            for bit in [piece] if fits else piece:
                if line and width_of(line + bit, font, layout.size) > width:
                    yield [(line, font)]
                    line = ""
                line += bit
        if line:
            yield [(line, font)]
            line = ""


def _runs(
    line: list[Word], length: float, layout: Layout, width: float, align: Align, first: float
) -> tuple[Run, ...]:
    spare = width - first - length
    x = first + {"left": 0.0, "justify": 0.0, "center": spare / 2, "right": spare}[align]
    extra = 0.0
    joined: list[tuple[str, str]] = []
    for i, word in enumerate(line):
        if i:
            before, font = joined[-1]
            joined[-1] = (f"{before} ", font)
        for part, font in ((part.translate(SPACES), font) for part, font in word):
            if joined and joined[-1][1] == font:
                joined[-1] = (joined[-1][0] + part, font)
            else:
                joined.append((part, font))
    if align == "justify":
        blanks = sum(words.count(" ") for words, _font in joined)
        extra = spare / blanks if blanks and spare / blanks <= WIDEST_BLANK * layout.size else 0.0
    runs = []
    for words, font in joined:
        runs.append(Run(x, layout.baseline, words, font, layout.size, extra))
        x += width_of(words, font, layout.size) + extra * words.count(" ")
    return tuple(runs)
