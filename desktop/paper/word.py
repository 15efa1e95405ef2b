"""The same blocks as a Word file, for an office that must still change a word. Never a final letter.

It is set as the paper is: in the same type, between the same margins, with the same white.
"""

from collections.abc import Callable
from dataclasses import replace
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
    FRESH,
    OPENING,
    OUTSIDE,
    setting_of,
    white_between,
)
from desktop.paper.fonts import width_of
from desktop.paper.foot import BOTTOM_HALF, SENTENCE, SIDE, qr_picture
from desktop.paper.forms import signature_start
from desktop.paper.letterhead import ADDRESS_SIZE, BESIDE_LOGO, LOGO, head_lines, logo_picture
from desktop.paper.press import fitted_layout
from desktop.paper.setting import (
    ANNEX_LABEL,
    ANNEX_SIZE,
    ANNEX_START,
    BELOW_RULES,
    NARROW,
    RULE_HEIGHT,
    words_for,
)
from desktop.paper.strips import Bold, Run, balanced
from desktop.paper.word_ends import write_copies, write_sign, write_sign_all, write_sign_pair, write_table
from desktop.paper.word_pieces import Sheet
from desktop.paper.word_writer import Writer, own_size, styled

MARK = "KONSEP – BUKAN NASKAH FINAL"
PRACTICE = "LATIHAN"
NO_TIME = (1980, 1, 1, 0, 0, 0)


def render_word(frame: Frame, letter: Letter) -> bytes:
    """The letter as a .docx, marked as a draft on every page. The same facts give the same bytes."""
    layout = fitted_layout(frame, letter)
    blocks, setting = setting_of(frame, letter, layout)
    sheet = Sheet(layout)
    sheet.mark(f"{PRACTICE} – {MARK}" if frame.practice else MARK)
    sheet.title(kind_label(letter.kind), datetime.combine(frame.dated_on, datetime.min.time()))
    writer = Writer(setting, sheet)
    for block in blocks:
        _add(writer, block)
    coded = bool(frame.code) and not frame.is_preview
    words, picture = (SENTENCE.format(code=frame.code), qr_picture(frame.code)) if coded else ("", b"")
    if layout.room is not None:
        sheet.half(words, picture, SIDE, BOTTOM_HALF)
    elif coded:
        sheet.foot(words, picture, SIDE)
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


def _add(writer: Writer, block: Block) -> None:
    """Write a block below the others, unless it says nothing."""
    kind, sheet = block.kind, writer.sheet
    if kind in OUTSIDE:
        writer.indent(0.0)
    announced = writer.last in ANNOUNCING and kind is BlockKind.LIST
    before, added = sheet.white, sheet.added
    if announced or kind in SIGNING or kind is BlockKind.COPIES:
        sheet.bind()
    if writer.last is not None and not announced:
        writer.white(white_between(writer.last, kind, top=writer.top))
    WRITERS[kind](writer, block)
    if sheet.added == added and kind is not BlockKind.SPACE:  # it says nothing
        sheet.white = before
        return
    if kind is BlockKind.SECTION:
        writer.indent(section_indent(writer.layout))
    writer.top = kind in FRESH or (writer.top and kind in OPENING)
    writer.last = kind


def _head(writer: Writer, _block: Block) -> None:
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


def _title(writer: Writer, block: Block) -> None:
    for line in block.lines:
        words = writer.setting.plain(line)
        if line:
            writer.centred(title([words], writer.layout), [Bold(words)], keep=True)
        else:
            writer.white(0.5)


def _reference(writer: Writer, block: Block) -> None:
    frame, layout = writer.setting.frame, writer.layout
    dated = f"{frame.place}, {long_date(frame.dated_on)}" if frame.place else long_date(frame.dated_on)
    start = signature_start(frame.signer, layout)
    writer.sheet.paragraph(writer.say(dated), left=start, align="left")
    writer.white(0.4)
    writer.facts(facts_of(block, writer.setting.values), 0.0, layout)


def _to(writer: Writer, block: Block) -> None:
    layout, sheet = writer.layout, writer.sheet
    honour = width_of("Yth. ", layout.family.regular, layout.size) * writer.wider
    right = layout.width * (1 - NARROW) - honour
    for place, line in enumerate(lines_of(block, writer.setting.values)):
        label = "Yth." if place == 0 else ""
        sheet.hang([(label, honour)], writer.pieces(line), align="left", right=right)
    if block.text:
        sheet.paragraph(["di"], align="left")
        sheet.paragraph(writer.say(writer.setting.words(block.text)), left=FIRST_LINE, align="left")


def _body(writer: Writer, block: Block) -> None:
    style = style_of(block)
    layout = styled(style, writer.layout)
    size = own_size(layout, writer.layout)
    for place, pieces in enumerate(paragraphs_of(block, writer.setting.values)):
        if place:
            writer.white(0.5)
        words = words_for(pieces)
        if "center" in style:
            writer.centred(balanced(words, layout, writer.setting.width), words, size)
        else:
            first = writer.setting.indent if not style else 0.0
            writer.sheet.paragraph(writer.say(words), first=first, size=size)


def _facts(writer: Writer, block: Block) -> None:
    style = style_of(block)
    indent = 0.0 if "plain" in style else writer.setting.indent
    numbering = next(iter(style & {"1", "a"}), "")
    layout = styled(style, writer.layout)
    writer.facts(facts_of(block, writer.setting.values), indent, layout, numbering)


def _list(writer: Writer, block: Block) -> None:
    style = style_of(block)
    marker = next(iter(style - {"plain", "small"}), "1")
    lines = lines_of(block, writer.setting.values)
    lines = one_sentence(lines) if marker.endswith(";") else lines
    indent = 0.0 if "plain" in style else writer.setting.indent
    writer.items(lines, marker.rstrip(";"), indent, styled(style, writer.layout))


def _recital(writer: Writer, block: Block) -> None:
    """A label with its colon, and beside it paragraphs and items."""
    style, values, layout, sheet = style_of(block), writer.setting.values, writer.layout, writer.sheet
    said: list[tuple[list[tuple[str, float]], Pieces, str]] = []
    for pieces in paragraphs_of(replace(block, field=""), values):
        said.append(([], pieces, "left" if words_of(pieces).isupper() else "justify"))
    if "facts" in style:
        pairs = facts_of(block, values)
        wide = label_width(["", *(words_of(name) for name, _value in pairs)], layout) * writer.wider
        for name, value in pairs:
            known = [(words_of(name), wide), (":", layout.size * (0.28 + COLON_GAP))]
            said.append((known if words_of(name) else [], value, "left"))
    else:
        lines = lines_of(block, values)
        lines = one_sentence(lines) if block.text else clauses(lines)
        alone = len(lines) == 1 and not block.text
        markers = [] if alone else markers_of(next(iter(style), "1"), len(lines))
        wide = marker_width(markers, layout) * writer.wider
        for place, line in enumerate(lines):
            said.append(([] if alone else [(markers[place], wide)], line, "justify"))
    label = writer.plain(block.label)
    column, colon = writer.setting.recitals * writer.wider, layout.size * (0.28 + COLON_GAP)
    for beside, pieces, align in said:
        before = [(label, column), (":" if label else "", colon)]
        if label:
            sheet.hang([*before, *beside], writer.pieces(pieces), align=align)
        elif beside:
            sheet.hang(beside, writer.pieces(pieces), left=column + colon, align=align)
        else:
            sheet.paragraph(writer.pieces(pieces), left=column + colon, align=align)
        label = ""


def _section(writer: Writer, block: Block) -> None:
    label, text = writer.plain(block.label), writer.plain(block.text)
    if not (label or text):
        return
    beside = [(label, section_indent(writer.layout))]
    writer.sheet.hang(beside, [Bold(text)], align="left", keep=True, bold=True)


def _annex(writer: Writer, block: Block) -> None:
    left, setting = writer.layout.width * ANNEX_START, writer.setting
    small = writer.layout.small(ANNEX_SIZE)
    writer.sheet.new_page()
    label, text = writer.plain(block.label) or ANNEX_LABEL, writer.plain(block.text)
    writer.sheet.paragraph([label], left=left, align="left", size=small.size)
    if text:
        wide = balanced(text, small, writer.layout.width - left, "left")
        ends = [m.x + width_of(m.words, m.font, m.size) for s in wide for m in s.marks if isinstance(m, Run)]
        right = max(writer.layout.width - left - max(ends) * writer.wider - 2, 0.0)
        writer.sheet.paragraph([text], left=left, right=right, align="left", size=small.size)
    writer.facts(facts_of(block, setting.values), left, small)


def _page(writer: Writer, _block: Block) -> None:
    writer.sheet.new_page()


def _space(writer: Writer, block: Block) -> None:
    lines, ruled = space_of(block)
    if not ruled:
        writer.white(lines)
        return
    for _line in range(round(lines)):
        writer.sheet.rule(RULE_HEIGHT)
    writer.white(BELOW_RULES)


def _cut(writer: Writer, _block: Block) -> None:
    if not writer.layout.half:
        writer.sheet.cut()


WRITERS: dict[BlockKind, Callable[[Writer, Block], None]] = {
    BlockKind.HEAD: _head,
    BlockKind.TITLE: _title,
    BlockKind.REFERENCE: _reference,
    BlockKind.TO: _to,
    BlockKind.BODY: _body,
    BlockKind.FACTS: _facts,
    BlockKind.LIST: _list,
    BlockKind.RECITAL: _recital,
    BlockKind.SECTION: _section,
    BlockKind.TABLE: write_table,
    BlockKind.SIGN: write_sign,
    BlockKind.SIGN_PAIR: write_sign_pair,
    BlockKind.SIGN_ALL: write_sign_all,
    BlockKind.COPIES: write_copies,
    BlockKind.ANNEX: _annex,
    BlockKind.PAGE: _page,
    BlockKind.SPACE: _space,
    BlockKind.CUT: _cut,
}
