"""Tables, signatures and copies of a letter in Word."""

from db.rules.templates import Block
from desktop.paper.blocks import marker_width, title
from desktop.paper.content import lines_of, one_sentence, style_of
from desktop.paper.engine import (
    COPIES_LABEL,
    DATED,
    FEW_COPIES,
    KNOWN,
    PAIR_SIZE,
    PAIR_SPACE,
    PAIR_SPACE_HALF,
    pair_start,
    with_place_to_sign,
)
from desktop.paper.fonts import width_of
from desktop.paper.forms import SIGNATURE_SPACE, nip_text, parted, signature_start
from desktop.paper.layout import Layout
from desktop.paper.setting import WHOLE, plan_table
from desktop.paper.strips import Bold, Run, text
from desktop.paper.table import DOT, PAD, PAD_HEIGHT, title_layout, widths_of
from desktop.paper.word_pieces import Cell
from desktop.paper.word_writer import Writer, own_size

TIGHTER = 0.9  # of the room to sign: the lines of a table are thicker in Word, and the page is the same


def write_table(writer: Writer, block: Block) -> None:
    """A table field, in columns as wide as on paper."""
    plan = plan_table(block, writer.setting)
    if plan is None:
        return
    widths = widths_of(plan.columns, plan.rows, plan.layout, writer.sheet.width)
    small = title_layout(plan.columns, widths, plan.layout)
    titles = [_broken(column.title, small, width) for column, width in zip(plan.columns, widths, strict=True)]
    heads = [[Cell([Bold(words)], "center", small.size) for words in titles]]
    if plan.numbered:
        heads.append([Cell([str(i)], "center", 8.0) for i in range(1, len(plan.columns) + 1)])
    scale = writer.layout.size / plan.layout.size
    rows = [
        [
            Cell(writer.say(cell, (width - 2 * PAD) * scale), column.align, plan.layout.size)
            for cell, column, width in zip(row, plan.columns, widths, strict=True)
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
        pads=(PAD, PAD_HEIGHT - 0.5),
        height=plan.height,
        middle=plan.signed is not None,
        whole=len(rows) <= WHOLE,
    )


def _broken(words: str, layout: Layout, width: float) -> str:
    """A title in the lines that it has on paper: Word would part 0–100."""
    lines = text([Bold(words)], layout, width - 2 * PAD, "center")
    return "\n".join("".join(mark.words for mark in line.marks if isinstance(mark, Run)) for line in lines)


def _to_sign(i: int, width: float, layout: Layout) -> Cell:
    """Dots to sign on, alternately at the left and in the middle."""
    font, half = layout.family.regular, width / 2
    room = half - 3 * PAD - width_of(f"{i + 1}. ", font, layout.size)
    dots = DOT * max(2, int(room / width_of(DOT, font, layout.size)))
    left = half - PAD if i % 2 else 0.0
    return Cell([f"{i + 1}. {dots}"], "left", layout.size, left=left, bottom=True)


def write_sign(writer: Writer, block: Block) -> None:
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
        before=SIGNATURE_SPACE * TIGHTER,
    )
    for run in name.runs:
        run.underline = True
    for place, line in enumerate(known, 1):
        keep = place < len(known)
        writer.sheet.paragraph(writer.say(line), left=start, align="left", single=True, keep=keep)


def write_sign_pair(writer: Writer, block: Block) -> None:
    """Who signs at the left and at the right, two by two."""
    half = writer.layout.room is not None
    layout = writer.layout.small(PAIR_SIZE) if half else writer.layout
    size, space = own_size(layout, writer.layout), PAIR_SPACE_HALF if half else PAIR_SPACE
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
        writer.sheet.columns(sides, pair_start(writer.setting))


def write_sign_all(writer: Writer, block: Block) -> None:
    """Everybody of a table signs in it."""
    words = writer.setting.plain(block.label)
    if block.label:
        writer.centred(title([words], writer.layout), [Bold(words)], keep=True)
        writer.white(0.3)
    setting = writer.setting
    writer.setting = with_place_to_sign(block, setting)
    write_table(writer, block)
    writer.setting = setting


def write_copies(writer: Writer, block: Block) -> None:
    """Tembusan below the signature."""
    layout = writer.layout.small(writer.layout.size - 1)
    lines = one_sentence(lines_of(block, writer.setting.values))
    if not lines:
        return
    label = writer.plain(block.label) or COPIES_LABEL
    writer.sheet.paragraph([label], align="left", size=layout.size, keep=True)
    for place in range(len(lines)):
        if place and len(lines) < FEW_COPIES:
            writer.sheet.bind()
        column = marker_width(["9."], layout) * writer.wider
        words = writer.pieces(lines[place])
        writer.sheet.hang([(f"{place + 1}.", column)], words, align="left", size=layout.size)
