"""Blocks of a template as strips: everything of a letter but its signatures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from db.rules.dates import long_date
from db.rules.letters import Frame
from db.rules.templates import Block, BlockKind, Field, FieldType, Values, fill
from desktop.paper.blocks import (
    FIRST_LINE,
    field,
    field_room,
    fields,
    heading,
    items,
    label_width,
    section_indent,
    title,
)
from desktop.paper.content import (
    SIGNED_HERE,
    Pieces,
    clauses,
    facts_of,
    lines_of,
    markers_of,
    one_sentence,
    paragraphs_of,
    space_of,
    style_of,
    table_of,
    words_of,
)
from desktop.paper.fonts import width_of
from desktop.paper.forms import signature_start
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.strips import (
    Align,
    Bold,
    Rule,
    Strip,
    Strips,
    Text,
    balanced,
    beside,
    gap,
    greyed,
    kept,
    page_break,
    shifted,
    text,
)
from desktop.paper.table import PAD, Column, table

SIZES = {"small": 10.0, "tiny": 9.0}
TABLE_SIZE = 11.0
MANY_COLUMNS = 8  # set in smaller type
WHOLE = 8  # a table of so many rows is not parted
SIGNING_HEIGHT = 1.1 * CM
RULE_HEIGHT = 0.75 * CM  # of a line to write on
BELOW_RULES = 0.6
WAITING_GREY = 0.55
ANNEX_START = 0.4  # of the width: where the block LAMPIRAN begins
ANNEX_SIZE = 10.5
ANNEX_LABEL = "LAMPIRAN"
ALIGNS: dict[str, Align] = {"center": "center", "right": "right"}
NARROW = 0.7  # of the width: what the address of a letter may take


@dataclass(frozen=True, slots=True)
class Setting:
    """What blocks are set with."""

    frame: Frame
    values: Values
    fields: Mapping[str, Field]
    layout: Layout
    width: float
    letter_form: bool  # paragraphs are indented, as in a letter with Nomor and Hal
    in_section: bool = False
    recitals: float = 0.0  # the column that all labels of recitals share

    @property
    def indent(self) -> float:
        """Where facts and lists of a letter begin."""
        return FIRST_LINE if self.letter_form and not self.in_section else 0.0

    def words(self, written: str) -> Text:
        """A text with its fields."""
        return words_for(fill(written, self.values))

    def plain(self, written: str) -> str:
        """A text with its fields, without its look."""
        return words_of(fill(written, self.values))


def words_for(pieces: Pieces) -> Text:
    """Pieces as strips take them."""
    if len(pieces) == 1 and not pieces[0].bold:
        return pieces[0].words
    return [Bold(piece.words) if piece.bold else piece.words for piece in pieces]


def labelled(
    pairs: Sequence[tuple[Pieces, Pieces]], layout: Layout, width: float, numbering: str = ""
) -> Strips:
    """Lines of label and value."""
    markers = markers_of(numbering, len(pairs)) if numbering else []
    said = [(words_of(label), words_for(value)) for label, value in pairs]
    return fields(said, layout, width=width, markers=markers)


def _items(lines: Sequence[Pieces], style: str, layout: Layout, width: float) -> Strips:
    return items([words_for(line) for line in lines], markers_of(style, len(lines)), layout, width)


def recital_column(blocks: Sequence[Block], values: Values, layout: Layout) -> float:
    """The column that the longest label of a recital needs."""
    labels = [words_of(fill(b.label, values)) for b in blocks if b.kind is BlockKind.RECITAL]
    return label_width(labels, layout) if labels else 0.0


def set_block(block: Block, setting: Setting) -> Strips:
    """The strips of one block; nothing where it says nothing."""
    return SETTERS[block.kind](block, setting)


def _head(_block: Block, setting: Setting) -> Strips:
    return letterhead(setting.frame.head, setting.layout)


def _title(block: Block, setting: Setting) -> Strips:
    found: Strips = []
    for line in block.lines:
        if line:
            found += title([setting.plain(line)], setting.layout)
        else:
            found.append(gap(0.5, setting.layout, keep=True))
    return found


def _reference(block: Block, setting: Setting) -> Strips:
    layout, frame = setting.layout, setting.frame
    start = signature_start(frame.signer, layout)
    dated = f"{frame.place}, {long_date(frame.dated_on)}" if frame.place else long_date(frame.dated_on)
    return [
        *shifted(text(dated, layout, layout.width - start, "left"), start),
        gap(0.4, layout),
        *labelled(facts_of(block, setting.values), layout, layout.width),
    ]


def _to(block: Block, setting: Setting) -> Strips:
    layout = setting.layout
    honour = width_of("Yth. ", layout.family.regular, layout.size)
    names = [
        strip
        for line in lines_of(block, setting.values)
        for strip in text(words_for(line), layout, layout.width * NARROW, "left")
    ]
    found = beside(text("Yth.", layout, honour, "left"), shifted(names, honour))
    if block.text:
        where = text(setting.words(block.text), layout, layout.width * NARROW, "left")
        found += [*text("di", layout, align="left"), *shifted(where, FIRST_LINE)]
    return found


def _body(block: Block, setting: Setting) -> Strips:
    style = style_of(block)
    layout = setting.layout
    for name, size in SIZES.items():
        if name in style:
            layout = layout.small(size)
    first = setting.indent if not style else 0.0
    found: Strips = []
    for pieces in paragraphs_of(block, setting.values):
        if found:
            found.append(gap(0.5, layout))
        words = words_for(pieces)
        found += (
            balanced(words, layout, setting.width)
            if "center" in style
            else text(words, layout, setting.width, first=first)
        )
    return found


def _facts(block: Block, setting: Setting) -> Strips:
    style = style_of(block)
    layout = setting.layout.small(SIZES["small"]) if "small" in style else setting.layout
    indent = 0.0 if "plain" in style else setting.indent
    pairs = facts_of(block, setting.values)
    numbering = next(iter(style & {"1", "a"}), "")
    lines = labelled(pairs, layout, setting.width - indent, numbering)
    return shifted(lines, indent) if indent else lines


def _list(block: Block, setting: Setting) -> Strips:
    style = style_of(block)
    layout = setting.layout.small(SIZES["small"]) if "small" in style else setting.layout
    indent = 0.0 if "plain" in style else setting.indent
    marker = next(iter(style - {"plain", "small"}), "1")
    lines = lines_of(block, setting.values)
    if marker.endswith(";"):
        lines = one_sentence(lines)
    found = _items(lines, marker.rstrip(";"), layout, setting.width - indent)
    return shifted(found, indent) if indent else found


def _recital(block: Block, setting: Setting) -> Strips:
    """A label, and what it says beside it; without a label it goes on below the one before."""
    layout, values, style = setting.layout, setting.values, style_of(block)
    room = field_room(setting.recitals, layout, setting.width)
    found: Strips = []
    for pieces in paragraphs_of(replace(block, field=""), values):
        words = words_for(pieces)
        found += text(words, layout, room, "left" if words_of(pieces).isupper() else "justify")
    if "facts" in style:
        found += labelled(facts_of(block, values), layout, room)
    else:
        lines = lines_of(block, values)
        lines = one_sentence(lines) if block.text else clauses(lines)
        if found and lines:
            found = kept(found)
        if len(lines) == 1 and not block.text:  # one alone has no number
            found += text(words_for(lines[0]), layout, room)
        else:
            found += _items(lines, next(iter(style), "1"), layout, room)
    if not found:
        return []
    label = setting.plain(block.label)
    column = setting.recitals
    return field(label, found, column, layout) if label else shifted(found, setting.width - room)


def _section(block: Block, setting: Setting) -> Strips:
    if not (block.label or block.text):
        return []
    layout = setting.layout
    head = shifted(heading(setting.plain(block.text), layout), section_indent(layout))
    return kept(beside(heading(setting.plain(block.label), layout), head))


@dataclass(frozen=True, slots=True)
class Plan:
    """A table before it is drawn: on paper, or in Word."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Text]]
    layout: Layout
    height: float  # of each row, at least
    numbered: bool
    signed: int | None  # the column in which people sign
    waiting: bool  # a preview that has no rows yet


def plan_table(block: Block, setting: Setting) -> Plan | None:
    """The table of a block; none where its field has no columns."""
    style = style_of(block)
    asked = setting.fields.get(block.field) or Field(block.field, "", FieldType.TABLE)
    if not asked.columns:
        return None
    columns, cells = table_of(
        asked,
        setting.values,
        numbered="bare" not in style,
        total="total" in style,
        preview=setting.frame.is_preview,
    )
    size = next((size for name, size in SIZES.items() if name in style), TABLE_SIZE)
    if "double" not in style and len(columns) > MANY_COLUMNS:
        size = min(size, SIZES["tiny"])
    layout = setting.layout.small(size)
    if not columns[0].name and not columns[0].share:
        total = sum(column.share for column in columns)
        longest = max((row[0] for row in cells), key=len)
        bold = layout.family.bold
        wide = 2 * PAD + 1 + max(width_of(words, bold, layout.size) for words in (longest, "No."))
        room = setting.width / 2 if "double" in style else setting.width
        columns[0] = replace(columns[0], share=total * wide / (room - wide))
    found = [Column(c.title, c.share, ALIGNS.get(c.align, "left")) for c in columns]
    rows: list[list[Text]] = [
        [[Bold(cell)] if column.bold else cell for cell, column in zip(row, columns, strict=True)]
        for row in cells
    ]
    if "total" in style and len(rows) > 1:
        rows[-1] = [[Bold(cell)] if cell else "" for cell in cells[-1]]
    if "double" in style:
        half = (len(rows) + 1) // 2
        right = rows[half:] + [[""] * len(columns)] * (2 * half - len(rows))
        found, rows = found * 2, [[*a, *b] for a, b in zip(rows[:half], right, strict=True)]
    names = [column.name for column in columns]
    signed = names.index(SIGNED_HERE) if SIGNED_HERE in names else None
    tall = signed is not None or "tall" in style
    waiting = setting.frame.is_preview and not setting.values.get(block.field)
    height = SIGNING_HEIGHT if tall else 0.0
    return Plan(found, rows, layout, height, "numbered" in style, signed, waiting)


def _table(block: Block, setting: Setting) -> Strips:
    plan = plan_table(block, setting)
    if plan is None:
        return []
    found = table(
        plan.columns,
        plan.rows,
        plan.layout,
        setting.width,
        row_height=plan.height,
        middle=plan.signed is not None,
        numbered=plan.numbered,
        whole=len(plan.rows) <= WHOLE,
        signed=None if plan.waiting else plan.signed,
    )
    return [*found[:-1], *greyed(found[-1:], WAITING_GREY)] if plan.waiting else found


def _annex(block: Block, setting: Setting) -> Strips:
    small = setting.layout.small(ANNEX_SIZE)
    start = ANNEX_START * setting.layout.width
    width = setting.layout.width - start
    label = setting.plain(block.label) or ANNEX_LABEL
    head = [
        *text(label, small, width, "left"),
        *(balanced(setting.plain(block.text), small, width, "left") if block.text else ()),
        *labelled(facts_of(block, setting.values), small, width),
    ]
    first, *others = kept(shifted(head, start))
    return [page_break(), replace(first, bookmark=label.capitalize()), *others]


def _page(_block: Block, _setting: Setting) -> Strips:
    return [page_break()]


def _space(block: Block, setting: Setting) -> Strips:
    lines, ruled = space_of(block)
    if not ruled:
        return [gap(lines, setting.layout)]
    rule = Rule(0, RULE_HEIGHT, setting.width, RULE_HEIGHT, 0.4)
    return [*[Strip(RULE_HEIGHT, (rule,))] * round(lines), gap(BELOW_RULES, setting.layout)]


def _cut(_block: Block, setting: Setting) -> Strips:
    """Dashes across the middle of the sheet while a half page keeps to its half; else where they stand."""
    layout = setting.layout
    across = (-layout.left, layout.width + layout.right)
    if layout.room is not None:
        y = layout.page[1] / 2 - layout.top
        return [Strip(0, (Rule(across[0], y, across[1], y, 0.4, dashed=True),), keep=True)]
    if layout.half:
        return []
    return [Strip(0.6 * CM, (Rule(across[0], 0.3 * CM, across[1], 0.3 * CM, 0.4, dashed=True),))]


SETTERS: dict[BlockKind, Callable[[Block, Setting], Strips]] = {
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
    BlockKind.ANNEX: _annex,
    BlockKind.PAGE: _page,
    BlockKind.SPACE: _space,
    BlockKind.CUT: _cut,
}
