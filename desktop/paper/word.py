"""The same blocks as a Word file, for an office that must still change a word. Never a final letter."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from db.catalog import spec_of
from db.rules.dates import long_date
from db.rules.letter_kinds import Profile, kind_label
from db.rules.letters import Frame, Letter, PaperSize
from db.rules.office import group_nip
from db.rules.templates import Block, BlockKind, Field, FieldType, Value, Values, fill
from desktop.paper.content import (
    Pieces,
    clauses,
    facts_of,
    lines_of,
    markers_of,
    one_sentence,
    paragraphs_of,
    printed_blocks,
    space_of,
    style_of,
    table_of,
    words_of,
)
from desktop.paper.word_pieces import Piece, Sheet

MARK = "KONSEP – BUKAN NASKAH FINAL"
PAPERS = {PaperSize.F4: (21.5, 33.0), PaperSize.A4: (21.0, 29.7)}  # cm
FACES = {"sans": "Arial", "bonum": "Bookman Old Style"}
FIRST_LINE = 1.25  # cm
PAIR = 0.55
UNDERSCORE = 0.25  # cm
ANNEX = 0.4
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
NO_TIME = (1980, 1, 1, 0, 0, 0)


def render_word(frame: Frame, letter: Letter) -> bytes:
    """The letter as a .docx, marked as a draft on every page. The same facts give the same bytes."""
    spec = spec_of(letter.kind)
    template = frame.template or spec.template
    own: dict[str, Value] = {
        "nomor": frame.number,
        "tanggal": frame.dated_on,
        "tahun": frame.dated_on.year,
        "ibu_kota": frame.place,
    }
    values: Values = {**frame.common, **own, **letter.values}
    blocks = printed_blocks(template.blocks, values)
    profile = template.profile
    sheet = Sheet(
        _paper(frame, profile),
        (profile.top, profile.bottom, profile.left, profile.right),
        FACES.get(profile.family, "Arial"),
        profile.size,
        profile.line,
    )
    sheet.mark(MARK)
    sheet.title(kind_label(letter.kind), datetime.combine(frame.dated_on, datetime.min.time()))
    writer = _Writer(frame, values, {field.name: field for field in spec.fields}, sheet)
    writer.indented = any(block.kind is BlockKind.REFERENCE for block in blocks)
    for block in blocks:
        WRITERS[block.kind](writer, block)
    return _fixed(sheet.save())


def _paper(frame: Frame, profile: Profile) -> tuple[float, float]:
    width, height = PAPERS[PaperSize(profile.paper) if profile.paper else frame.paper]
    return (height, width) if profile.landscape else (width, height)


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
    """Writes one block after the other."""

    frame: Frame
    values: Values
    fields: dict[str, Field]
    sheet: Sheet
    indented: bool = False  # paragraphs of a letter with Nomor and Hal

    def say(self, text: str) -> list[Piece]:
        return _clean(fill(text, self.values))

    def plain(self, text: str) -> str:
        return words_of(fill(text, self.values))

    def facts(self, pairs: Sequence[tuple[Pieces, Pieces]], indent: float = 0.0, style: str = "") -> None:
        markers = markers_of(style, len(pairs)) if style else [""] * len(pairs)
        labels = [
            f"{marker} {words_of(label)}".strip() for marker, (label, _v) in zip(markers, pairs, strict=True)
        ]
        column = self.sheet.width_of(max(labels, key=len, default="")) + 0.2
        for label, (_label, value) in zip(labels, pairs, strict=True):
            self.sheet.fact(label, _clean(value), column, indent)

    def items(self, lines: Sequence[Pieces], style: str, indent: float = 0.0) -> None:
        for marker, line in zip(markers_of(style, len(lines)), lines, strict=True):
            self.sheet.item(marker, _clean(line), indent)


def _clean(pieces: Pieces) -> list[Piece]:
    return [(CONTROL.sub("", piece.words), piece.bold) for piece in pieces]


def _head(writer: _Writer, _block: Block) -> None:
    writer.sheet.letterhead(writer.frame.head)


def _title(writer: _Writer, block: Block) -> None:
    writer.sheet.gap(0.3)
    for line in block.lines:
        writer.sheet.paragraph([(writer.plain(line), True)], align="center", keep=True)
    writer.sheet.gap(0.3)


def _reference(writer: _Writer, block: Block) -> None:
    frame = writer.frame
    dated = f"{frame.place}, {long_date(frame.dated_on)}" if frame.place else long_date(frame.dated_on)
    writer.sheet.paragraph([(dated, False)], left=writer.sheet.width / 2, align="left")
    writer.facts(facts_of(block, writer.values))
    writer.sheet.gap(1)


def _to(writer: _Writer, block: Block) -> None:
    lines = lines_of(block, writer.values)
    for place, line in enumerate(lines):
        writer.sheet.item("Yth." if place == 0 else "", _clean(line), 0.0, column=1.0)
    if block.text:
        writer.sheet.paragraph([("di", False)], align="left")
        writer.sheet.paragraph(writer.say(block.text), left=FIRST_LINE, align="left")
    writer.sheet.gap(1)


def _body(writer: _Writer, block: Block) -> None:
    style = style_of(block)
    size = 10.0 if "small" in style else 9.0 if "tiny" in style else None
    first = FIRST_LINE if writer.indented and not style else 0.0
    for pieces in paragraphs_of(block, writer.values):
        align = "center" if "center" in style else "justify"
        writer.sheet.paragraph(_clean(pieces), first=first, align=align, size=size, after=6)


def _facts(writer: _Writer, block: Block) -> None:
    style = style_of(block)
    indent = FIRST_LINE if writer.indented and "plain" not in style else 0.0
    writer.facts(facts_of(block, writer.values), indent, next(iter(style & {"1", "a"}), ""))
    writer.sheet.gap(0.4)


def _list(writer: _Writer, block: Block) -> None:
    style = style_of(block)
    marker = next(iter(style - {"plain", "small"}), "1")
    lines = lines_of(block, writer.values)
    lines = one_sentence(lines) if marker.endswith(";") else lines
    indent = FIRST_LINE if writer.indented and "plain" not in style else 0.0
    writer.items(lines, marker.rstrip(";"), indent)
    writer.sheet.gap(0.4)


def _recital(writer: _Writer, block: Block) -> None:
    style, values = style_of(block), writer.values
    words = [_clean(pieces) for pieces in paragraphs_of(replace(block, field=""), values)]
    if "facts" in style:
        lines = [[*label, *_between(label), *value] for label, value in facts_of(block, values)]
        markers = [""] * len(lines)
    else:
        lines = lines_of(block, values)
        lines = one_sentence(lines) if block.text else clauses(lines)
        alone = len(lines) == 1 and not block.text
        markers = [""] if alone else markers_of(next(iter(style), "1"), len(lines))
    if words or lines:
        said = [(marker, _clean(line)) for marker, line in zip(markers, lines, strict=True)]
        writer.sheet.recital(writer.plain(block.label), words, said)


def _between(label: Pieces) -> Pieces:
    from db.rules.templates import Piece as Words

    return [Words(": ")] if label else []


def _section(writer: _Writer, block: Block) -> None:
    if block.label or block.text:
        label, text = writer.plain(block.label), writer.plain(block.text)
        writer.sheet.item(label, [(text, True)], 0.0, column=1.0, bold=True, keep=True)


def _table(writer: _Writer, block: Block) -> None:
    asked = writer.fields.get(block.field) or Field(block.field, "", FieldType.TABLE)
    if not asked.columns:
        return
    style = style_of(block)
    columns, cells = table_of(asked, writer.values, numbered="bare" not in style, total="total" in style)
    size = 9.0 if "tiny" in style else 10.0 if "small" in style else 11.0
    total = sum(column.share for column in columns) or 1
    shares = [column.share or total * 0.07 for column in columns]
    titles = [column.title for column in columns]
    aligns = [column.align for column in columns]
    clean = [[CONTROL.sub("", cell) for cell in row] for row in cells]
    writer.sheet.table(titles, clean, shares, aligns, size)
    writer.sheet.gap(0.4)


def _sign(writer: _Writer, block: Block) -> None:
    style, signer = style_of(block), writer.frame.signer
    before = [writer.plain(line) for line in block.lines]
    if "dated" in style:
        before.append(writer.plain("{ibu_kota}, {tanggal}"))
    if "known" in style:
        before.append("Mengetahui,")
    known = [signer.rank, f"NIP {group_nip(signer.nip)}" if signer.nip else ""]
    after = [line for line in known if line]
    writer.sheet.gap(0.6, keep=True)
    writer.sheet.signature([*before, *signer.position], signer.name, after, writer.sheet.width / 2)


def _sign_pair(writer: _Writer, block: Block) -> None:
    people = [[writer.plain(part) for part in line.split("|")] for line in block.lines]
    if len(people) == 1:
        people.insert(0, [])
    dated = "{ibu_kota}, {tanggal}" if "dated" in style_of(block) else ""
    above = writer.plain(block.text or dated)
    for place in range(0, len(people), 2):
        right = people[place + 1] if people[place + 1 :] else []
        writer.sheet.pair(people[place], right, above if place == 0 else "", PAIR)


def _sign_all(writer: _Writer, block: Block) -> None:
    if block.label:
        writer.sheet.paragraph([(writer.plain(block.label), True)], align="center", keep=True)
    _table(writer, block)


def _copies(writer: _Writer, block: Block) -> None:
    lines = lines_of(block, writer.values)
    if lines:
        writer.sheet.gap(0.6)
        writer.sheet.paragraph([(writer.plain(block.label) or "Tembusan:", False)], align="left", keep=True)
        writer.items(one_sentence(lines), "1")


def _annex(writer: _Writer, block: Block) -> None:
    left = writer.sheet.width * ANNEX
    writer.sheet.new_page()
    writer.sheet.paragraph([(writer.plain(block.label) or "LAMPIRAN", False)], left=left, align="left")
    if block.text:
        writer.sheet.paragraph(writer.say(block.text), left=left, align="left")
    writer.facts(facts_of(block, writer.values), left)
    writer.sheet.gap(0.8)


def _page(writer: _Writer, _block: Block) -> None:
    writer.sheet.new_page()


def _space(writer: _Writer, block: Block) -> None:
    lines, ruled = space_of(block)
    if not ruled:
        writer.sheet.gap(lines)
    for _line in range(round(lines) if ruled else 0):
        writer.sheet.paragraph([("_" * int(writer.sheet.width / UNDERSCORE), False)], align="left", after=6)


def _cut(writer: _Writer, _block: Block) -> None:
    writer.sheet.paragraph([("- " * 45, False)], align="center", size=8.0)


WRITERS: dict[BlockKind, Callable[[_Writer, Block], Any]] = {
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
