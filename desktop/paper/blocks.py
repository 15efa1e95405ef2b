"""Paragraphs, lists and labelled lines: what the body of every letter is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from desktop.paper.fonts import width_of
from desktop.paper.layout import CM, Layout
from desktop.paper.strips import Bold, Strip, Strips, Text, balanced, beside, gap, kept, shifted, text

FIRST_LINE = 1.25 * CM
COLON_GAP = 0.5  # of the size, on both sides of a colon


def paragraph(words: Text, layout: Layout) -> Strips:
    """A paragraph of a letter: justified, first line indented."""
    return [*text(words, layout, first=FIRST_LINE), gap(0.5, layout)]


def hanging(marker: Text, words: Text, indent: float, layout: Layout, width: float | None = None) -> Strips:
    """A marker, and its text beside it on all lines."""
    width = layout.width if width is None else width
    return beside(text(marker, layout, indent, "left"), shifted(text(words, layout, width - indent), indent))


def marker_width(markers: Sequence[str], layout: Layout) -> float:
    """The column that the widest marker of a list needs."""
    widest = max((width_of(marker, layout.family.regular, layout.size) for marker in markers), default=0)
    return widest + layout.size * 0.5


def items(
    texts: Sequence[Text], markers: Sequence[str], layout: Layout, width: float | None = None
) -> Strips:
    """A list: markers in a column, texts hanging beside them."""
    indent = marker_width(markers, layout)
    return [
        strip
        for marker, words in zip(markers, texts, strict=True)
        for strip in hanging(marker, words, indent, layout, width)
    ]


def label_width(labels: Iterable[str], layout: Layout) -> float:
    """The column that the longest label needs, with room before the colon."""
    font = layout.family.regular
    return max(width_of(label, font, layout.size) for label in labels) + layout.size * COLON_GAP


def field(label: Text, content: Strips, column: float, layout: Layout) -> Strips:
    """Label, colon, and content that begins after the colon on all its lines."""
    head = beside(
        text(label, layout, column, "left"), shifted(text(":", layout, layout.size, "left"), column)
    )
    return beside(head, shifted(content, column + layout.size * (0.28 + COLON_GAP)))


def field_room(column: float, layout: Layout, width: float) -> float:
    """The width left for the content of a field."""
    return width - column - layout.size * (0.28 + COLON_GAP)


def fields(
    pairs: Sequence[tuple[str, Text]],
    layout: Layout,
    *,
    width: float | None = None,
    markers: Sequence[str] = (),
) -> Strips:
    """Lines of label and value with their colons below each other; without a label, a line of its own."""
    named = [label for label, _value in pairs if label]
    width = layout.width if width is None else width
    if markers:
        width -= marker_width(markers, layout)
    column = label_width(named, layout) if named else 0.0
    room = field_room(column, layout, width)
    lines = [
        field(label, text(value, layout, room, "left"), column, layout)
        if label
        else text(value, layout, width, "left")
        for label, value in pairs
    ]
    if markers:
        indent = marker_width(markers, layout)
        lines = [
            beside(text(marker, layout, indent, "left"), shifted(line, indent))
            for marker, line in zip(markers, lines, strict=True)
        ]
    return [strip for line in lines for strip in line]


def heading(words: str, layout: Layout) -> Strips:
    """A bold line that stays with what follows."""
    return kept(text([Bold(words)], layout, align="left"))


def section(numeral: str, name: str, content: Strips, layout: Layout) -> Strips:
    """A bold numbered heading, and content below it that begins under the heading's words."""
    indent = section_indent(layout)
    head = beside(heading(numeral, layout), shifted(heading(name, layout), indent))
    return [*kept(head), *shifted(content, indent), gap(0.5, layout)]


def section_indent(layout: Layout) -> float:
    """Where the words of a numbered heading begin: VIII. must have room before them."""
    return 2.2 * layout.size


def title(lines: Sequence[str], layout: Layout, *, bold: bool = True) -> Strips:
    """Centred lines; each wraps into lines of equal length and stays with what follows."""
    found: list[Strip] = []
    for words in lines:
        found += balanced([Bold(words)] if bold else words, layout)
    return found


def keep_to_last(strips: Strips, lines: int) -> Strips:
    """Bind the last lines of a text to what follows, so that a signature never stands alone."""
    bound = list(strips)
    found = 0
    for i in range(len(bound) - 1, -1, -1):
        bound[i] = replace(bound[i], keep=True)
        found += not bound[i].white
        if found == lines:
            break
    return bound
