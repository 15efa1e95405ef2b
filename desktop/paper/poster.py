"""The poster of a vacancy: one sheet in large type, and the same as a picture for phones.

Its words are the blocks of its template, in their order: titles, paragraphs, lists, and the pale field of
facts; a paragraph at the very end stands on the dark field below. Both are arranged by the same measures in
the same type, so that one looks like the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from itertools import chain, repeat

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from db.rules.letters import Frame
from db.rules.templates import Block, BlockKind, Values, plain
from desktop.paper.content import facts_of, lines_of, paragraphs_of, space_of, style_of, words_of
from desktop.paper.fonts import SANS, printable, width_of
from desktop.paper.foot import FOOT_TOP, write_foot
from desktop.paper.layout import Layout
from desktop.paper.letterhead import logo_picture
from desktop.paper.sheet import PRACTICE, drawn, write_practice
from resources import path

PHONE = (1080, 1350)
SIDE = 0.07  # of the width: the margins
SCALES = tuple(step / 100 for step in range(150, 44, -3))  # the largest that fits is taken
LEADING = 1.24
DARK, PALE, WHITE, BLACK = (0.09, 0.22, 0.38), (0.92, 0.95, 0.98), (1.0, 1.0, 1.0), (0.1, 0.1, 0.12)
WATERMARK = (0.88, 0.88, 0.88)
TITLES = (66, 56, 36)  # the lines of a title, the last for all that follow
CENTRED, SMALL, HEADING, ITEM = 40, 26, 32, 31
MORE = "dan syarat lain: tanyakan kepada kami"
BULLET = "\u2022"

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """A line; y is its baseline, measured from the top."""

    x: float
    y: float
    words: str
    font: str
    size: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Box:
    """A coloured field; y is its upper edge."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Emblem:
    """The logo; y is its upper edge."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes


Mark = Words | Box | Emblem


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says."""

    blocks: Sequence[Block]  # those that are printed
    values: Values

    @property
    def last(self) -> Block | None:
        """What stands on the dark field at the end."""
        end = self.blocks[-1] if self.blocks else None
        return end if end is not None and end.kind is BlockKind.BODY else None

    def items(self) -> int:
        """How many items its lists have."""
        return sum(len(lines_of(b, self.values)) for b in self.blocks if b.kind is BlockKind.LIST)


def print_poster(
    frame: Frame, poster: Poster, layout: Layout, title: str, author: str, subject: str = ""
) -> bytes:
    """The poster on one sheet."""
    width, height = layout.page
    marks = arrange(frame, poster, width, height, FOOT_TOP if frame.code else 0.0)

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize(layout.page)
        for mark in marks:
            if isinstance(mark, Box):
                canvas.setFillColorRGB(*mark.colour)
                canvas.rect(mark.x, height - mark.y - mark.height, mark.width, mark.height, stroke=0, fill=1)
        if frame.practice:
            write_practice(canvas, layout)
        for mark in marks:
            if isinstance(mark, Words):
                canvas.setFillColorRGB(*mark.colour)
                canvas.setFont(mark.font, mark.size)
                canvas.drawString(mark.x, height - mark.y, mark.words)
            elif isinstance(mark, Emblem):
                image, y = ImageReader(BytesIO(mark.jpeg)), height - mark.y - mark.height
                canvas.drawImage(image, mark.x, y, mark.width, mark.height)
        if frame.code:
            write_foot(canvas, frame.code, layout)
        canvas.showPage()

    return drawn(draw, title, author, subject)


def draw_poster(frame: Frame, poster: Poster) -> bytes:
    """The poster as a PNG in the shape that phones show whole."""
    width, height = PHONE
    picture = Image.new("RGB", PHONE, "white")
    pen = ImageDraw.Draw(picture)
    marks = arrange(frame, poster, width, height, 0.0)
    for mark in marks:
        if isinstance(mark, Box):
            edges = (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
            pen.rectangle(edges, fill=_rgb(mark.colour))
    if frame.practice:
        _practice(picture)
    for mark in marks:
        if isinstance(mark, Words):
            font = _face(mark.font, round(mark.size))
            pen.text((mark.x, mark.y), mark.words, _rgb(mark.colour), font, anchor="ls")
        elif isinstance(mark, Emblem):
            with Image.open(BytesIO(mark.jpeg)) as emblem:
                small = emblem.resize((round(mark.width), round(mark.height)), Image.Resampling.LANCZOS)
            picture.paste(small, (round(mark.x), round(mark.y)))
    output = BytesIO()
    picture.save(output, "PNG", optimize=True)
    return output.getvalue()


def arrange(frame: Frame, poster: Poster, width: float, height: float, foot: float) -> list[Mark]:
    """Everything on the poster, in the largest type that fits above the foot."""

    def filled(scale: float, shown: int) -> tuple[bool, list[Mark]]:
        sheet = _Sheet(width, height - foot, width / 1000 * scale)
        return sheet.fill(frame, poster, shown), sheet.marks

    for shown in range(poster.items(), -1, -1):
        fits, smallest = filled(SCALES[-1], shown)
        if fits:
            break
    sizes = (filled(scale, shown) for scale in SCALES)
    return next((marks for fits, marks in sizes if fits), smallest)


class _Sheet:
    """A poster in one size of type; a unit is a thousandth of the width at the scale of 1."""

    def __init__(self, width: float, height: float, unit: float) -> None:
        self.width, self.height, self.unit = width, height, unit
        self.left, self.room = SIDE * width, (1 - 2 * SIDE) * width
        self.y = 0.0
        self._left = 0  # items of lists that may still be shown
        self.marks: list[Mark] = []

    def fill(self, frame: Frame, poster: Poster, shown: int) -> bool:
        """Whether all of it fits; of the items of its lists only so many are shown."""
        if any(block.kind is BlockKind.HEAD for block in poster.blocks):
            self._band(frame)
        else:
            self.y = 34 * self.unit
        body, last = len(self.marks), poster.last
        self._left = shown
        for block in poster.blocks:
            if block is not last:
                SETTERS.get(block.kind, _Sheet.others)(self, block, poster.values)
        end = self._last(" ".join(map(words_of, paragraphs_of(last, poster.values)))) if last else self.height
        spare = end - self.y - 20 * self.unit
        self._spread(body, min(spare / 2, 60 * self.unit), bool(last))
        return spare >= 0

    def title(self, block: Block, values: Values) -> None:
        """Lines in large capitals, each smaller than the one before."""
        sizes = chain(TITLES, repeat(TITLES[-1]))
        for line, size in zip(filter(None, block.lines), sizes, strict=False):
            self._lines(plain(line, values), SANS.bold, size * self.unit, DARK, centred=True)
        self.y += 14 * self.unit

    def body(self, block: Block, values: Values) -> None:
        """A line in the middle, or the heading of what follows."""
        style = style_of(block)
        centred = "center" in style
        size = SMALL if "small" in style else CENTRED if centred else HEADING
        colour = BLACK if centred else DARK
        for pieces in paragraphs_of(block, values):
            self._lines(words_of(pieces), SANS.bold, size * self.unit, colour, centred=centred)
        self.y += (22 if centred else 0) * self.unit

    def items(self, block: Block, values: Values) -> None:
        """A list with bullets; what is left out is said once."""
        lines = [words_of(pieces) for pieces in lines_of(block, values)]
        listed = lines[: self._left]
        if len(listed) < len(lines) and self._left >= 0:
            listed, self._left = [*listed, MORE], -1
        else:
            self._left -= len(listed)
        for line in listed:
            indent = 34 * self.unit
            self._lines(line, SANS.regular, ITEM * self.unit, BLACK, before=BULLET, indent=indent)
        self.y += (22 if listed else 0) * self.unit

    def facts(self, block: Block, values: Values) -> None:
        """Labels and what they stand for, on a pale field."""
        unit, top, first = self.unit, self.y, len(self.marks)
        self.y += 18 * unit
        for label, words in facts_of(block, values):
            self._lines(
                words_of(words),
                SANS.bold,
                ITEM * unit,
                BLACK,
                before=words_of(label),
                indent=200 * unit,
                pad=18 * unit,
            )
        self.y += 18 * unit
        self.marks.insert(first, Box(self.left, top, self.room, self.y - top, PALE))

    def others(self, block: Block, values: Values) -> None:
        """The words of a block that posters have no shape of their own for."""
        named = replace(block, lines=tuple(filter(None, (block.label, block.text, *block.lines))))
        for pieces in lines_of(named, values):
            self._lines(words_of(pieces), SANS.regular, ITEM * self.unit, BLACK)

    def space(self, block: Block, _values: Values) -> None:
        """White of so many lines."""
        self.y += space_of(block)[0] * ITEM * LEADING * self.unit

    def _band(self, frame: Frame) -> None:
        """The office on a dark field, with its logo."""
        unit, room, left = self.unit, self.room, self.left
        logo = logo_picture(frame.head.logo) if frame.head.logo else None
        side = 110 * unit
        if logo:
            left, room = left + side + 24 * unit, room - side - 24 * unit
        self.y = 26 * unit
        lines: list[Mark] = []
        for words, font, size in (
            (frame.head.government.upper(), SANS.regular, 30 * unit),
            (frame.head.office.upper(), SANS.bold, 42 * unit),
        ):
            for line in wrapped(words, font, size, room):
                lines.append(Words(left, self.y + size, line, font, size, WHITE))
                self.y += size * LEADING
        high = max(self.y + 26 * unit, (side + 40 * unit) if logo else 0.0)
        down = (high - self.y - 26 * unit) / 2
        self.marks.append(Box(0, 0, self.width, high, DARK))
        if logo:
            jpeg, wide, tall = logo[0], logo[1] * side, logo[2] * side
            top = (high - side) / 2
            self.marks.append(
                Box(self.left - 6 * unit, top - 6 * unit, side + 12 * unit, side + 12 * unit, WHITE)
            )
            x, y = self.left + (side - wide) / 2, top + (side - tall) / 2
            self.marks.append(Emblem(x, y, wide, tall, jpeg))
        self.marks += [_lower(line, down) for line in lines]
        self.y = high + 34 * unit

    def _lines(
        self,
        words: str,
        font: str,
        size: float,
        colour: Colour,
        *,
        centred: bool = False,
        before: str = "",
        indent: float = 0.0,
        pad: float = 0.0,
    ) -> None:
        """A text from here on, with something before its first line."""
        room = self.room - indent - 2 * pad
        left = self.left + pad
        if before:
            self.marks.append(Words(left, self.y + size, before, SANS.regular, size, DARK))
        lines = wrapped(words, font, size, room)
        if centred:
            lines = _alike(words, font, size, room, len(lines))
        for line in lines:
            x = left + indent + ((room - width_of(line, font, size)) / 2 if centred else 0.0)
            self.marks.append(Words(x, self.y + size, line, font, size, colour))
            self.y += size * LEADING

    def _last(self, words: str) -> float:
        """The dark field at the end; where it begins."""
        size = 32 * self.unit
        while width_of(words, SANS.bold, size) > self.room:
            size *= 0.95
        high = 2.2 * size
        top = self.height - high
        self.marks.append(Box(0, top, self.width, high, DARK))
        x = (self.width - width_of(words, SANS.bold, size)) / 2
        self.marks.append(Words(x, top + 1.45 * size, words, SANS.bold, size, WHITE))
        return top

    def _spread(self, first: int, down: float, ended: bool) -> None:
        """What stands between the dark fields, a little lower: into the middle of its room."""
        for place in range(first, len(self.marks) - (2 if ended else 0)):
            self.marks[place] = _lower(self.marks[place], max(down, 0.0))


SETTERS = {
    BlockKind.TITLE: _Sheet.title,
    BlockKind.BODY: _Sheet.body,
    BlockKind.LIST: _Sheet.items,
    BlockKind.FACTS: _Sheet.facts,
    BlockKind.SPACE: _Sheet.space,
}


def wrapped(words: str, font: str, size: float, room: float) -> list[str]:
    """The words in lines; a word that is longer than a line is cut."""
    lines = [""]
    room = max(room, size)
    for word in printable(words, font).split():
        rest = word
        while width_of(rest, font, size) > room and len(rest) > 1:
            count = max(1, int(len(rest) * room / width_of(rest, font, size)) - 1)
            lines += [rest[:count]]
            rest = rest[count:]
        longer = f"{lines[-1]} {rest}".strip()
        if width_of(longer, font, size) <= room:
            lines[-1] = longer
        else:
            lines.append(rest)
    return [line for line in lines if line]


def _alike(words: str, font: str, size: float, room: float, count: int) -> list[str]:
    """So many lines of about the same length."""
    narrow = room
    while narrow > room / 3 and len(wrapped(words, font, size, narrow * 0.95)) == count:
        narrow *= 0.95
    return wrapped(words, font, size, narrow)


def _lower(mark: Mark, down: float) -> Mark:
    if isinstance(mark, Words):
        return Words(mark.x, mark.y + down, mark.words, mark.font, mark.size, mark.colour)
    if isinstance(mark, Box):
        return Box(mark.x, mark.y + down, mark.width, mark.height, mark.colour)
    return Emblem(mark.x, mark.y + down, mark.width, mark.height, mark.jpeg)


def _practice(picture: Image.Image) -> None:
    """LATIHAN across the picture, below its words."""
    font = _face(SANS.bold, 210)
    layer = Image.new("L", (1300, 300), 0)
    ImageDraw.Draw(layer).text((650, 150), PRACTICE, 255, font, anchor="mm")
    mask = layer.rotate(50, expand=True)
    place = ((picture.width - mask.width) // 2, (picture.height - mask.height) // 2)
    picture.paste(_rgb(WATERMARK), place, mask)


@lru_cache(maxsize=32)
def _face(font: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path("fonts", f"{font}.ttf")), size)


def _rgb(colour: Colour) -> tuple[int, ...]:
    return tuple(round(part * 255) for part in colour)
