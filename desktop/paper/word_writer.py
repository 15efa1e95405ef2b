"""Writes pieces of a letter into a Word document, with the white that stands between them on paper."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.rules.templates import BlockKind
from desktop.paper.blocks import COLON_GAP, label_width, marker_width
from desktop.paper.content import Pieces, markers_of, words_of
from desktop.paper.fonts import SANS, width_of
from desktop.paper.layout import Layout
from desktop.paper.setting import SIZES, Setting, words_for
from desktop.paper.strips import DATE, Bold, Run, Strips, Text, gap
from desktop.paper.word_pieces import Sheet, Words

WIDER = 1.03  # Bookman Old Style, at most, than the face on paper
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass
class Writer:
    """Writes one block below the other, with the white that stands between them on paper."""

    setting: Setting
    sheet: Sheet
    last: BlockKind | None = None
    top: bool = True  # nothing but head and titles so far

    @property
    def layout(self) -> Layout:
        return self.setting.layout

    @property
    def wider(self) -> float:
        """What a column needs that was measured on paper."""
        return 1.0 if self.layout.family is SANS else WIDER

    def white(self, lines: float) -> None:
        """White of so many lines, as tight as on paper."""
        self.sheet.white += gap(lines, self.layout).height

    def say(self, words: Text, room: float | None = None) -> Words:
        """Words as Word takes them: without control signs, and a date on one line if it has the room."""

        def whole(found: re.Match[str]) -> str:
            wide = width_of(found[0], layout.family.regular, layout.size)
            return found[0].replace(" ", "\u00a0") if room is None or wide < room else found[0]

        layout = self.layout
        pieces = (words,) if isinstance(words, str) else words
        clean = [(DATE.sub(whole, CONTROL.sub("", piece)), piece) for piece in pieces]
        return [Bold(said) if isinstance(piece, Bold) else said for said, piece in clean]

    def pieces(self, pieces: Pieces) -> Words:
        return self.say(words_for(pieces))

    def plain(self, text: str) -> str:
        return "".join(self.say(self.setting.plain(text)))

    def facts(
        self, pairs: Sequence[tuple[Pieces, Pieces]], left: float, layout: Layout, style: str = ""
    ) -> None:
        """Lines of label and value with their colons below each other."""
        markers = markers_of(style, len(pairs)) if style else [""] * len(pairs)
        aside = marker_width(markers, layout) if style else 0.0
        labels = [words_of(label) for label, _value in pairs]
        column = label_width(filter(None, labels), layout) * self.wider if any(labels) else 0.0
        size = own_size(layout, self.layout)
        for marker, label, (_label, value) in zip(markers, labels, pairs, strict=True):
            beside = [(marker, aside)] if style else []
            if label:
                beside += [("".join(self.say(label)), column), (":", layout.size * (0.28 + COLON_GAP))]
            words = self.pieces(value)
            if beside:
                self.sheet.hang(beside, words, left=left, align="left", size=size)
            else:
                self.sheet.paragraph(words, left=left, align="left", size=size)

    def items(
        self, lines: Sequence[Pieces], style: str, left: float, layout: Layout, align: str = "justify"
    ) -> None:
        markers = markers_of(style, len(lines))
        column = marker_width(markers, layout) * self.wider
        for marker, line in zip(markers, lines, strict=True):
            size = own_size(layout, self.layout)
            self.sheet.hang([(marker, column)], self.pieces(line), left=left, size=size, align=align)

    def centred(self, strips: Strips, words: Text, size: float | None = None, *, keep: bool = False) -> None:
        """A text that is broken where it is on paper."""
        inset = 0.0
        if len(strips) > 1:
            starts = [mark.x for strip in strips for mark in strip.marks[:1] if isinstance(mark, Run)]
            inset = max(min(starts, default=0.0) / self.wider - 2, 0.0)
        said = self.say(words)
        self.sheet.paragraph(said, left=inset, right=inset, align="center", size=size, keep=keep)

    def indent(self, indent: float) -> None:
        self.sheet.indent, self.sheet.width = indent, self.layout.width - indent
        self.setting = replace(self.setting, width=self.sheet.width, in_section=bool(indent))


def own_size(layout: Layout, usual: Layout) -> float | None:
    """The size of type, where it is not the usual one."""
    return layout.size if layout.size != usual.size else None


def styled(style: set[str], layout: Layout) -> Layout:
    """The paper of a block in small type."""
    size = next((size for name, size in SIZES.items() if name in style), None)
    return layout.small(size) if size else layout
