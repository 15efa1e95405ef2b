"""The same blocks as a Word file, for an office that must still change a word. Never a final letter.

It is set as the paper is: in the same type, between the same margins, with the same white.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from db.rules.dates import long_date
from db.rules.letter_kinds import kind_label
from db.rules.letters import Frame, Letter
from db.rules.templates import SIGNING, Block, BlockKind
from desktop.paper.blocks import COLON_GAP, FIRST_LINE, label_width, marker_width, section_indent, title
from desktop.paper.content import (
    Pieces,
    clauses,
    facts_of,
    lines_of,
    markers_of,
    one_sentence,
    paragraphs_of,
    space_of,
    style_of,
    words_of,
)
from desktop.paper.engine import (
    ANNOUNCING,
    COPIES_LABEL,
    DATED,
    FEW_COPIES,
    FRESH,
    KNOWN,
    OPENING,
    OUTSIDE,
    PAIR_SIZE,
    PAIR_SPACE,
    PAIR_SPACE_HALF,
    PAIR_START,
    setting_of,
    white_between,
    with_place_to_sign,
)
from desktop.paper.fonts import width_of
from desktop.paper.foot import BOTTOM_HALF, SENTENCE, SIDE, qr_picture
from desktop.paper.forms import SIGNATURE_SPACE, nip_text, parted, signature_start
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import ADDRESS_SIZE, BESIDE_LOGO, LOGO, head_lines, logo_picture
from desktop.paper.press import fitted_layout
from desktop.paper.setting import (
    ANNEX_LABEL,
    ANNEX_SIZE,
    ANNEX_START,
    BELOW_RULES,
    NARROW,
    RULE_HEIGHT,
    SIZES,
    WHOLE,
    Setting,
    plan_table,
    words_for,
)
from desktop.paper.strips import DATE, Bold, Run, Strips, Text, balanced, gap
from desktop.paper.table import DOT, PAD, PAD_HEIGHT, widths_of
from desktop.paper.word_pieces import Cell, Sheet, Words

MARK = "KONSEP – BUKAN NASKAH FINAL"
PRACTICE = "LATIHAN"
SAFE = 1.04  # of a width: the faces of Word are a little wider than those on paper
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
NO_TIME = (1980, 1, 1, 0, 0, 0)


def render_word(frame: Frame, letter: Letter) -> bytes:
    """The letter as a .docx, marked as a draft on every page. The same facts give the same bytes."""
    layout = fitted_layout(frame, letter)
    blocks, setting = setting_of(frame, letter, layout)
    sheet = Sheet(layout)
    sheet.head(f"{PRACTICE} – {MARK}" if frame.practice else MARK)
    sheet.title(kind_label(letter.kind), datetime.combine(frame.dated_on, datetime.min.time()))
    half = layout.room is not None
    if frame.code and not frame.is_preview:
        at = layout.page[1] / 2 - BOTTOM_HALF - SIDE if half else None
        sheet.foot(SENTENCE.format(code=frame.code), qr_picture(frame.code), SIDE, at)
    writer = _Writer(setting, sheet)
    for block in blocks:
        writer.add(block)
    return _fixed(sheet.save())


def _fixed(content: bytes) -> bytes:
    """The same file without the time of its making."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = ZipInfo(name, NO_TIME)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return made.getvalue()


@dataclass
class _Writer:
    """Writes one block below the other, with the white that stands between them on paper."""

    setting: Setting
    sheet: Sheet
    last: BlockKind | None = None
    top: bool = True  # nothing but head and titles so far

    @property
    def layout(self) -> Layout:
        return self.setting.layout

    def add(self, block: Block) -> None:
        """Write a block."""
        kind, sheet = block.kind, self.sheet
        if kind in OUTSIDE:
            self._indent(0.0)
        announced = self.last in ANNOUNCING and kind is BlockKind.LIST
        before, added = sheet.white, sheet.added
        if announced or kind in SIGNING or kind is BlockKind.COPIES:
            sheet.bind()
        if self.last is not None and not announced:
            self.white(white_between(self.last, kind, top=self.top))
        WRITERS[kind](self, block)
        if sheet.added == added and kind is not BlockKind.SPACE:  # it says nothing
            sheet.white = before
            return
        if kind is BlockKind.SECTION:
            self._indent(section_indent(self.layout))
        self.top = kind in FRESH or (self.top and kind in OPENING)
        self.last = kind

    def white(self, lines: float) -> None:
        """White of so many lines, as tight as on paper."""
        self.sheet.white += gap(lines, self.layout).height

    def say(self, words: Text) -> Words:
        """Words as Word takes them: without control signs, a date on one line."""
        pieces = (words,) if isinstance(words, str) else words
        clean = [(DATE.sub("\\1\u00a0\\2\u00a0\\3", CONTROL.sub("", piece)), piece) for piece in pieces]
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
        column = label_width(filter(None, labels), layout) * SAFE if any(labels) else 0.0
        size = _own(layout, self.layout)
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
        column = marker_width(markers, layout) * SAFE
        for marker, line in zip(markers, lines, strict=True):
            size = _own(layout, self.layout)
            self.sheet.hang([(marker, column)], self.pieces(line), left=left, size=size, align=align)

    def centred(self, strips: Strips, words: Text, size: float | None = None, *, keep: bool = False) -> None:
        """A text that is broken where it is on paper."""
        inset = 0.0
        if len(strips) > 1:
            starts = [mark.x for strip in strips for mark in strip.marks[:1] if isinstance(mark, Run)]
            inset = max(min(starts, default=0.0) / SAFE - 2, 0.0)
        said = self.say(words)
        self.sheet.paragraph(said, left=inset, right=inset, align="center", size=size, keep=keep)

    def _indent(self, indent: float) -> None:
        self.sheet.indent, self.sheet.width = indent, self.layout.width - indent
        self.setting = replace(self.setting, width=self.sheet.width, in_section=bool(indent))


def _own(layout: Layout, usual: Layout) -> float | None:
    """The size of type, where it is not the usual one."""
    return layout.size if layout.size != usual.size else None


def _styled(style: set[str], layout: Layout) -> Layout:
    size = next((size for name, size in SIZES.items() if name in style), None)
    return layout.small(size) if size else layout


def _head(writer: _Writer, _block: Block) -> None:
    layout, head = writer.layout, writer.setting.frame.head
    logo = logo_picture(head.logo) if head.logo else None
    side = LOGO * layout.head
    aside = side + BESIDE_LOGO if logo else 0.0
    small, large, others = head_lines(head, layout, layout.width - aside)
    lines = [(head.government.upper(), small), (Bold(head.office.upper()), large)]
    lines += [(line, ADDRESS_SIZE * layout.head) for line in others]
    said = [(writer.say([words])[0], size) for words, size in lines]
    picture = (logo[0], logo[1] * side, logo[2] * side) if logo else None
    writer.sheet.letterhead(picture, aside, said)
    writer.sheet.white = 0.9 * layout.size * layout.space


def _title(writer: _Writer, block: Block) -> None:
    for line in block.lines:
        words = writer.setting.plain(line)
        if line:
            writer.centred(title([words], writer.layout), [Bold(words)], keep=True)
        else:
            writer.white(0.5)


def _reference(writer: _Writer, block: Block) -> None:
    frame, layout = writer.setting.frame, writer.layout
    dated = f"{frame.place}, {long_date(frame.dated_on)}" if frame.place else long_date(frame.dated_on)
    start = signature_start(frame.signer, layout)
    writer.sheet.paragraph(writer.say(dated), left=start, align="left")
    writer.white(0.4)
    writer.facts(facts_of(block, writer.setting.values), 0.0, layout)


def _to(writer: _Writer, block: Block) -> None:
    layout, sheet = writer.layout, writer.sheet
    honour = width_of("Yth. ", layout.family.regular, layout.size) * SAFE
    right = layout.width * (1 - NARROW) - honour
    for place, line in enumerate(lines_of(block, writer.setting.values)):
        label = "Yth." if place == 0 else ""
        sheet.hang([(label, honour)], writer.pieces(line), align="left", right=right)
    if block.text:
        sheet.paragraph(["di"], align="left")
        sheet.paragraph(writer.say(writer.setting.words(block.text)), left=FIRST_LINE, align="left")


def _body(writer: _Writer, block: Block) -> None:
    style = style_of(block)
    layout = _styled(style, writer.layout)
    size = _own(layout, writer.layout)
    for place, pieces in enumerate(paragraphs_of(block, writer.setting.values)):
        if place:
            writer.white(0.5)
        words = words_for(pieces)
        if "center" in style:
            writer.centred(balanced(words, layout, writer.setting.width), words, size)
        else:
            first = writer.setting.indent if not style else 0.0
            writer.sheet.paragraph(writer.say(words), first=first, size=size)


def _facts(writer: _Writer, block: Block) -> None:
    style = style_of(block)
    indent = 0.0 if "plain" in style else writer.setting.indent
    numbering = next(iter(style & {"1", "a"}), "")
    layout = _styled(style, writer.layout)
    writer.facts(facts_of(block, writer.setting.values), indent, layout, numbering)


def _list(writer: _Writer, block: Block) -> None:
    style = style_of(block)
    marker = next(iter(style - {"plain", "small"}), "1")
    lines = lines_of(block, writer.setting.values)
    lines = one_sentence(lines) if marker.endswith(";") else lines
    indent = 0.0 if "plain" in style else writer.setting.indent
    writer.items(lines, marker.rstrip(";"), indent, _styled(style, writer.layout))


def _recital(writer: _Writer, block: Block) -> None:
    """A label with its colon, and beside it paragraphs and items."""
    style, values, layout, sheet = style_of(block), writer.setting.values, writer.layout, writer.sheet
    said: list[tuple[list[tuple[str, float]], Pieces, str]] = []
    for pieces in paragraphs_of(replace(block, field=""), values):
        said.append(([], pieces, "left" if words_of(pieces).isupper() else "justify"))
    if "facts" in style:
        pairs = facts_of(block, values)
        wide = label_width([words_of(label) for label, _value in pairs], layout) * SAFE if pairs else 0.0
        for label, value in pairs:
            beside = [(words_of(label), wide), (":", layout.size * (0.28 + COLON_GAP))]
            said.append((beside if words_of(label) else [], value, "left"))
    else:
        lines = lines_of(block, values)
        lines = one_sentence(lines) if block.text else clauses(lines)
        alone = len(lines) == 1 and not block.text
        markers = [] if alone else markers_of(next(iter(style), "1"), len(lines))
        wide = marker_width(markers, layout) * SAFE
        for place, line in enumerate(lines):
            said.append(([] if alone else [(markers[place], wide)], line, "justify"))
    label = writer.plain(block.label)
    column, colon = writer.setting.recitals * SAFE, layout.size * (0.28 + COLON_GAP)
    for beside, pieces, align in said:
        before = [(label, column), (":" if label else "", colon)]
        if label:
            sheet.hang([*before, *beside], writer.pieces(pieces), align=align)
        elif beside:
            sheet.hang(beside, writer.pieces(pieces), left=column + colon, align=align)
        else:
            sheet.paragraph(writer.pieces(pieces), left=column + colon, align=align)
        label = ""


def _section(writer: _Writer, block: Block) -> None:
    label, text = writer.plain(block.label), writer.plain(block.text)
    if not (label or text):
        return
    beside = [(label, section_indent(writer.layout))]
    writer.sheet.hang(beside, [Bold(text)], align="left", keep=True, bold=True)


def _table(writer: _Writer, block: Block) -> None:
    plan = plan_table(block, writer.setting)
    if plan is None:
        return
    size, bold = plan.layout.size, plan.layout.family.bold
    widths = widths_of(plan.columns, plan.rows, plan.layout, writer.sheet.width)
    heads = [[Cell([Bold(column.title)], "center", size) for column in plan.columns]]
    for cell, column, width in zip(heads[0], plan.columns, widths, strict=True):
        longest = max((width_of(word, bold, 1) for word in column.title.split()), default=0.0)
        if longest * size > width - 2 * PAD:  # no word of a title is parted
            fits = int(2 * (width - 2 * PAD) / longest) / 2
            heads[0] = [replace(other, size=min(other.size or size, fits)) for other in heads[0]]
            size = min(size, fits) if cell.size else size
    if plan.numbered:
        heads.append([Cell([str(i)], "center", 8.0) for i in range(1, len(plan.columns) + 1)])
    rows = [
        [
            Cell(writer.say(cell), column.align, plan.layout.size)
            for cell, column in zip(row, plan.columns, strict=True)
        ]
        for row in plan.rows
    ]
    if plan.signed is not None and not plan.waiting:
        for i, row in enumerate(rows):
            row[plan.signed] = _to_sign(i, widths[plan.signed], plan.layout)
    writer.sheet.table(
        [*heads, *rows],
        widths,
        heads=len(heads),
        pads=(PAD, PAD_HEIGHT),
        height=plan.height,
        middle=plan.signed is not None,
        whole=len(rows) <= WHOLE,
    )


def _to_sign(i: int, width: float, layout: Layout) -> Cell:
    """Dots to sign on, alternately at the left and in the middle."""
    font, half = layout.family.regular, width / 2
    room = half - 3 * PAD - width_of(f"{i + 1}. ", font, layout.size)
    dots = DOT * max(2, int(room / width_of(DOT, font, layout.size)))
    left = half - PAD if i % 2 else 0.0
    return Cell([f"{i + 1}. {dots}"], "left", layout.size, left=left, bottom=True)


def _sign(writer: _Writer, block: Block) -> None:
    """Position, room to sign, name, rank and NIP, which stay together."""
    setting, layout = writer.setting, writer.layout
    style, signer = style_of(block), setting.frame.signer
    start = signature_start(signer, layout)
    before = [setting.plain(line) for line in block.lines]
    before += [setting.plain(DATED)] if "dated" in style else []
    before += [KNOWN] if "known" in style else []
    for line in (*before, *signer.position):
        prefix, rest = parted(line) if line in signer.position else ("", line)
        hang = width_of(f"{prefix} ", layout.family.regular, layout.size) if prefix else 0.0
        words = writer.say(f"{prefix} {rest}" if prefix else rest)
        writer.sheet.paragraph(words, left=start, first=-hang, align="left", single=True, keep=True)
    known = [line for line in (signer.rank, nip_text(signer.nip) if signer.nip else "") if line]
    name = writer.sheet.paragraph(
        writer.say([Bold(signer.name)]),
        left=start,
        align="left",
        single=True,
        keep=bool(known),
        before=SIGNATURE_SPACE,
    )
    for run in name.runs:
        run.underline = True
    for place, line in enumerate(known, 1):
        keep = place < len(known)
        writer.sheet.paragraph(writer.say(line), left=start, align="left", single=True, keep=keep)


def _sign_pair(writer: _Writer, block: Block) -> None:
    setting, half = writer.setting, writer.layout.half
    layout = writer.layout.small(PAIR_SIZE) if half else writer.layout
    size, space = _own(layout, writer.layout), PAIR_SPACE_HALF if half else PAIR_SPACE
    people = [[writer.plain(part) for part in line.split("|")] for line in block.lines]
    if len(people) == 1:
        people.insert(0, [])
    above = writer.plain(block.text or (DATED if "dated" in style_of(block) else ""))
    for place in range(0, len(people), 2):
        sides = []
        for side in range(2):
            over = [Cell([above if side else ""], size=size)] if above and place == 0 else []
            person = people[place + side] if people[place + side :] else []
            position, name, *known = [*person, "", ""][: max(len(person), 2)]
            signed = [Cell([position], size=size), Cell([Bold(name)], size=size, before=space)]
            signed += [Cell([line], size=size) for line in known if line]
            sides.append([*over, *(signed if person else ())])
        if place:
            writer.sheet.bind()
            writer.white(1)
        writer.sheet.columns(sides, PAIR_START * writer.sheet.width)


def _sign_all(writer: _Writer, block: Block) -> None:
    words = writer.setting.plain(block.label)
    if block.label:
        writer.centred(title([words], writer.layout), [Bold(words)], keep=True)
        writer.white(0.3)
    setting = writer.setting
    writer.setting = with_place_to_sign(block, setting)
    _table(writer, block)
    writer.setting = setting


def _copies(writer: _Writer, block: Block) -> None:
    layout = writer.layout.small(writer.layout.size - 1)
    lines = one_sentence(lines_of(block, writer.setting.values))
    if not lines:
        return
    label = writer.plain(block.label) or COPIES_LABEL
    writer.sheet.paragraph([label], align="left", size=layout.size, keep=True)
    for place in range(len(lines)):
        if place and len(lines) < FEW_COPIES:
            writer.sheet.bind()
        column = marker_width(["9."], layout) * SAFE
        words = writer.pieces(lines[place])
        writer.sheet.hang([(f"{place + 1}.", column)], words, align="left", size=layout.size)


def _annex(writer: _Writer, block: Block) -> None:
    left, setting = writer.layout.width * ANNEX_START, writer.setting
    small = writer.layout.small(ANNEX_SIZE)
    writer.sheet.new_page()
    for words in (writer.plain(block.label) or ANNEX_LABEL, writer.plain(block.text)):
        if words:
            writer.sheet.paragraph([words], left=left, align="left", size=small.size)
    writer.facts(facts_of(block, setting.values), left, small)


def _page(writer: _Writer, _block: Block) -> None:
    writer.sheet.new_page()


def _space(writer: _Writer, block: Block) -> None:
    lines, ruled = space_of(block)
    if not ruled:
        writer.white(lines)
        return
    for _line in range(round(lines)):
        writer.sheet.rule(RULE_HEIGHT)
    writer.white(BELOW_RULES)


def _cut(writer: _Writer, _block: Block) -> None:
    layout = writer.layout
    if layout.room is not None or not layout.half:
        writer.sheet.cut(layout.page[1] / 2 if layout.room is not None else None)


WRITERS: dict[BlockKind, Callable[[_Writer, Block], None]] = {
    BlockKind.HEAD: _head,
    BlockKind.TITLE: _title,
    BlockKind.REFERENCE: _reference,
    BlockKind.TO: _to,
    BlockKind.BODY: _body,
    BlockKind.FACTS: _facts,
    BlockKind.LIST: _list,
    BlockKind.RECITAL: _recital,
    BlockKind.SECTION: _section,
    BlockKind.TABLE: _table,
    BlockKind.SIGN: _sign,
    BlockKind.SIGN_PAIR: _sign_pair,
    BlockKind.SIGN_ALL: _sign_all,
    BlockKind.COPIES: _copies,
    BlockKind.ANNEX: _annex,
    BlockKind.PAGE: _page,
    BlockKind.SPACE: _space,
    BlockKind.CUT: _cut,
}
