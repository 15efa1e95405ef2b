"""A letter from its template: blocks and values become a column of strips.

How a block looks is decided in `setting.py`; here: what stands between blocks, what is indented, and
what stays on one page. Two lines of text always stay with the signature, and copies stay below it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from db.catalog import spec_of
from db.rules.joint_letters import fields_of, with_list
from db.rules.letter_kinds import Template
from db.rules.letter_values import printed_values
from db.rules.letters import Frame, Letter
from db.rules.templates import SIGNING, Block, BlockKind, TableColumn, Value, Values
from desktop.paper.blocks import keep_to_last, section_indent, title
from desktop.paper.content import SIGNED_HERE, lines_of, one_sentence, printed_blocks, style_of
from desktop.paper.forms import copies, signature, signature_start, signed_here
from desktop.paper.layout import CM, Layout
from desktop.paper.setting import Setting, recital_column, set_block, words_for
from desktop.paper.strips import Strip, Strips, beside, gap, kept, shaded, shifted, stacked, text

BEFORE_TITLE = 0.8  # of a title within the text: MEMUTUSKAN
BETWEEN = 0.5  # lines of white between blocks, unless one of them says otherwise
AFTER: Mapping[BlockKind, float] = {
    BlockKind.HEAD: 0.0,
    BlockKind.REFERENCE: 1.0,
    BlockKind.TO: 1.0,
    BlockKind.SECTION: 0.0,
    BlockKind.ANNEX: 1.2,
    BlockKind.SPACE: 0.0,
    BlockKind.CUT: 0.0,
    BlockKind.PAGE: 0.0,
}
BEFORE: Mapping[BlockKind, float] = {
    BlockKind.SIGN: 1.0,
    BlockKind.SIGN_PAIR: 1.0,
    BlockKind.SIGN_ALL: 0.8,
    BlockKind.COPIES: 1.0,
}
CLOSE = {BlockKind.SPACE, BlockKind.CUT, BlockKind.PAGE, BlockKind.ANNEX}  # nothing stands before them
OUTSIDE = {*SIGNING, BlockKind.COPIES, BlockKind.ANNEX, BlockKind.PAGE, BlockKind.SECTION}  # end a section
OPENING = {BlockKind.HEAD, BlockKind.TITLE, BlockKind.CUT}
ANNOUNCING = {BlockKind.BODY, BlockKind.FACTS}
FRESH = {BlockKind.ANNEX, BlockKind.PAGE}
BOUND = 2  # lines of text that stay with the signature
FEW_COPIES = 8  # stay on the page of the signature
COPIES_LABEL = "Tembusan:"
DATED = "{ibu_kota}, {tanggal}"
KNOWN = "Mengetahui,"
TO_SIGN = 0.6  # of the other columns together
PAIR_START = 0.55  # of the width, on half a page
PAIR_LEAST = 0.45
PAIR_SPACE = 2.0 * CM
PAIR_SPACE_HALF = 1.2 * CM
PAIR_SIZE = 10.5  # on half a page
EXPECTED_GREY = 0.6  # of a number that the letter does not have yet


def template_of(frame: Frame, letter: Letter) -> Template:
    """What is printed: the frame's own template, or the one that the kind ships with."""
    return with_list(frame.template or spec_of(letter.kind).template, letter.values)


def values_of(frame: Frame, letter: Letter) -> Values:
    """All fields of a letter: of the office, of the frame, its own."""
    own: dict[str, Value] = {
        "nomor": frame.number or frame.expected,
        "tanggal": frame.dated_on,
        "tahun": frame.dated_on.year,
        "ibu_kota": frame.place,
    }
    return {**frame.common, **own, **printed_values(spec_of(letter.kind).fields, letter.values)}


def compose(frame: Frame, letter: Letter, layout: Layout) -> Strips:
    """The letter as strips."""
    blocks, setting = setting_of(frame, letter, layout)
    column = _Column(setting)
    for block in blocks:
        column.add(block)
    return shaded(column.strips, frame.expected, EXPECTED_GREY) if frame.expected else column.strips


def setting_of(frame: Frame, letter: Letter, layout: Layout) -> tuple[list[Block], Setting]:
    """The blocks that are printed, and what they are set with."""
    values = values_of(frame, letter)
    blocks = printed_blocks(template_of(frame, letter).blocks, values)
    fields = {asked.name: asked for asked in fields_of(spec_of(letter.kind))}
    setting = Setting(
        frame,
        values,
        fields,
        layout,
        layout.width,
        letter_form=any(block.kind is BlockKind.REFERENCE for block in blocks),
        recitals=recital_column(blocks, values, layout),
    )
    return blocks, setting


@dataclass(slots=True)
class _Column:
    """The strips so far, and what the next block must know of the last."""

    setting: Setting
    strips: Strips = field(default_factory=list)
    last: BlockKind | None = None
    top: bool = True  # nothing but head and titles so far
    indented: bool = False  # inside a section

    def add(self, block: Block) -> None:
        """Set a block below the others."""
        kind = block.kind
        self.indented = self.indented and kind not in OUTSIDE
        made = self._set(block)
        if not made:
            return
        self.indented = self.indented or kind is BlockKind.SECTION
        keep = kind in SIGNING or (kind is BlockKind.COPIES and len(made) <= FEW_COPIES)
        if kind in SIGNING:
            self.strips = keep_to_last(self.strips, BOUND)
        elif keep:
            self.strips = [*self.strips[:-1], *kept(self.strips[-1:])]
            made = [*kept(made[:-1]), *made[-1:]]
        if self.last is not None:
            self._white(self.last, kind, keep=keep)
        self.strips += made
        self.top = kind in FRESH or (self.top and kind in OPENING)
        self.last = kind

    def _set(self, block: Block) -> Strips:
        setting = self.setting
        if block.kind in ENDINGS:
            return ENDINGS[block.kind](block, setting)
        if not self.indented:
            return set_block(block, setting)
        indent = section_indent(setting.layout)
        narrow = replace(setting, width=setting.layout.width - indent, in_section=True)
        return shifted(set_block(block, narrow), indent)

    def _white(self, last: BlockKind, kind: BlockKind, *, keep: bool) -> None:
        """What stands between two blocks; a text stays with the list that it announces."""
        if last in ANNOUNCING and kind is BlockKind.LIST:
            self.strips = keep_to_last(self.strips, 1)
        elif lines := white_between(last, kind, top=self.top):
            keep = keep or self.strips[-1].keep
            self.strips.append(gap(lines, self.setting.layout, keep=keep))


def white_between(last: BlockKind, kind: BlockKind, *, top: bool) -> float:
    """Lines of white between two blocks; top: nothing but head and titles stand above."""
    if kind in CLOSE:
        return 0.0
    if kind is BlockKind.TITLE:
        return AFTER.get(last, 0.0) if top else BEFORE_TITLE
    if last is BlockKind.TITLE:
        return 1.0 if top else BETWEEN
    return max(AFTER.get(last, BETWEEN), BEFORE.get(kind, 0.0))


def _sign(block: Block, setting: Setting) -> Strips:
    style = style_of(block)
    before = [setting.plain(line) for line in block.lines]
    if "dated" in style:
        before.append(setting.plain(DATED))
    if "known" in style:
        before.append(KNOWN)
    return [signature(setting.frame.signer, setting.layout, before)]


def _sign_pair(block: Block, setting: Setting) -> Strips:
    """Who signs at the left and at the right, two by two; one alone signs at the right."""
    half = setting.layout.room is not None
    layout = setting.layout.small(PAIR_SIZE if half else setting.layout.size)
    start, space = pair_start(setting), PAIR_SPACE_HALF if half else PAIR_SPACE
    people = [[setting.plain(part) for part in line.split("|")] for line in block.lines]
    if len(people) == 1:
        people.insert(0, [])
    above = setting.plain(block.text or (DATED if "dated" in style_of(block) else ""))
    found: Strips = []
    for i in range(0, len(people), 2):
        left = signed_here(people[i], layout, start - 0.5 * CM, space)
        right = signed_here(people[i + 1], layout, setting.width - start, space) if people[i + 1 :] else []
        if above and not found:
            left = [Strip(layout.leading), *left]
            right = [*text(above, layout, setting.width - start, "left")[:1], *right]
        found += [*([gap(1, layout)] if found else ()), stacked(beside(left, shifted(right, start)))]
    return [*kept(found[:-1]), *found[-1:]]


def pair_start(setting: Setting) -> float:
    """Where the right one of two signs: below each other, with the signature of the letter."""
    layout = setting.layout
    if layout.room is not None:
        return PAIR_START * setting.width
    return max(signature_start(setting.frame.signer, layout), PAIR_LEAST * setting.width)


def _sign_all(block: Block, setting: Setting) -> Strips:
    """Everybody of a table signs in it: it has a column for that, whatever its field says."""
    layout = setting.layout
    made = set_block(replace(block, kind=BlockKind.TABLE), with_place_to_sign(block, setting))
    head = title([setting.plain(block.label)], layout) if block.label else []
    return [*head, *([gap(0.3, layout, keep=True)] if head else ()), *made]


def with_place_to_sign(block: Block, setting: Setting) -> Setting:
    """The same, with the column in which those of a table sign."""
    asked = setting.fields.get(block.field)
    if asked is None or any(column.name == SIGNED_HERE for column in asked.columns):
        return setting
    room = TO_SIGN * sum(column.share for column in asked.columns)
    columns = (*asked.columns, TableColumn(SIGNED_HERE, "Tanda Tangan", room))
    return replace(setting, fields={**setting.fields, block.field: replace(asked, columns=columns)})


def _copies(block: Block, setting: Setting) -> Strips:
    lines = lines_of(block, setting.values)
    if not lines:
        return []
    names = [words_for(line) for line in one_sentence(lines)]
    return copies(names, setting.layout, setting.plain(block.label) or COPIES_LABEL)


ENDINGS = {
    BlockKind.SIGN: _sign,
    BlockKind.SIGN_PAIR: _sign_pair,
    BlockKind.SIGN_ALL: _sign_all,
    BlockKind.COPIES: _copies,
}
