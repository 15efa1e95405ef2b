"""What a block says: its words with the fields filled in, before they are set on paper or written to Word."""

import re
from collections.abc import Sequence
from decimal import Decimal

from db.rules.phrases import weight_text
from db.rules.templates import Block, BlockKind, Field, Piece, TableColumn, Values, applies, fill, is_empty

Pieces = list[Piece]
LABELLED = re.compile(
    r"((?:[^:{}]|\{[^{}]*\})*):(.*)", re.DOTALL
)  # "nama: {nama}"; not the colon of {x:bentuk}
ALONE = re.compile(r"\s*\{([^{}:]*)\}\s*")  # a line that is one field
NIHIL, NOTHING = "NIHIL", "\u2013"
NO_ROWS = "(belum ada baris)"  # in a preview
SIGNED_HERE = "tanda_tangan"  # a column of this name is a place to sign
ENDS = " ;."
OPENING = {BlockKind.HEAD, BlockKind.TITLE, BlockKind.REFERENCE, BlockKind.CUT}
REPLACES = "menggantikan"  # the field that says which letter this one replaces
TOTAL = "JUMLAH"
NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
RULED = "garis"


def style_of(block: Block) -> set[str]:
    """The words of a block's style."""
    return set(block.style.split())


def printed_blocks(blocks: Sequence[Block], values: Values) -> list[Block]:
    """The blocks that are printed; version 2 says below its head what it replaces, unless a block does."""
    found = [block for block in blocks if applies(block, values)]
    said = any(f"{{{REPLACES}" in text for b in blocks for text in (b.text, b.label, *b.lines))
    if said or not values.get(REPLACES):
        return found
    place = next((i for i, block in enumerate(found) if block.kind not in OPENING), len(found))
    titled = any(block.kind is BlockKind.TITLE for block in found[:place])
    style = "small center" if titled else "small plain"
    return [*found[:place], Block(BlockKind.BODY, text=f"{{{REPLACES}}}", style=style), *found[place:]]


def lines_of(block: Block, values: Values) -> list[Pieces]:
    """The lines of a list: those of its field, then its own. Lines whose fields are all empty are left out.

    A line that is nothing but a field of several lines is all of them.
    """
    found = _items(values.get(block.field)) if block.field else []
    for line in block.lines:
        found += _line(line, values)
    return found


def paragraphs_of(block: Block, values: Values) -> list[Pieces]:
    """The paragraphs of a text, one for each of its lines, and those of its field."""
    own: list[Pieces] = []
    for line in block.text.split("\n"):
        own += _line(line, values) if ALONE.fullmatch(line) else [fill(line, values)] if line else []
    return own + (_items(values.get(block.field)) if block.field else [])


def facts_of(block: Block, values: Values) -> list[tuple[Pieces, Pieces]]:
    """Label and value of each line that says something; a line without a colon has no label."""
    found = []
    for line in block.lines:
        parts = LABELLED.fullmatch(line)
        label, words = parts.groups() if parts else ("", line)
        if says_something(words, values):
            found.append((fill(label.strip(), values), fill(words.strip(), values)))
    return found


def says_something(line: str, values: Values) -> bool:
    """Whether a line is printed: one of its fields says something, or waits for the number of the letter."""
    return "{nomor}" in line or not is_empty(line, values)


def one_sentence(lines: Sequence[Pieces]) -> list[Pieces]:
    """Every item ends with a semicolon, the last with a full stop."""
    return [_ended(line, "." if line is lines[-1] else ";") for line in lines]


def clauses(lines: Sequence[Pieces]) -> list[Pieces]:
    """Every item ends with a semicolon, also the last: Menimbang, Mengingat."""
    return [_ended(line, ";") for line in lines]


def markers_of(style: str, count: int) -> list[str]:
    """a. b. c. …, after z. aa.; or 1. 2. 3.; or dashes."""
    if style == "a":
        alphabet = "abcdefghijklmnopqrstuvwxyz"
        return [alphabet[i % 26] * (i // 26 + 1) + "." for i in range(count)]
    if style == "-":
        return ["-"] * count
    return [f"{i}." for i in range(1, count + 1)]


def table_of(
    field: Field, values: Values, *, numbered: bool = True, total: bool = False, preview: bool = False
) -> tuple[list[TableColumn], list[list[str]]]:
    """Columns and cells of a table. A column that is empty in all rows is left out, unless it is kept.

    numbered: a column No. comes first. total: a last row adds up the columns of numbers.
    preview: rows may still be typed; on the final paper there are none.
    """
    rows = _rows(values.get(field.name))
    columns = [
        column
        for column in field.columns
        if not rows or column.keep or column.name == SIGNED_HERE or any(row.get(column.name) for row in rows)
    ]
    cells = [[str(row.get(column.name) or "") for column in columns] for row in rows]
    if not rows:
        cells = [[NO_ROWS if preview else NIHIL, *(["" if preview else NOTHING] * (len(columns) - 1))]]
    if numbered:
        columns.insert(0, TableColumn("", "No.", 0.0, "center"))
        numbers = markers_of("1", len(cells)) if rows else [NOTHING]
        cells = [[number, *row] for number, row in zip(numbers, cells, strict=True)]
    if total and rows:
        sums = [_sum([row.get(column.name) or "" for row in rows]) for column in columns]
        sums[1 if numbered else 0] = TOTAL
        cells.append(sums)
    return columns, cells


def words_of(pieces: Pieces) -> str:
    """The words without their look."""
    return "".join(piece.words for piece in pieces)


def space_of(block: Block) -> tuple[float, bool]:
    """Lines of white, and whether they are ruled to be written on: 3, 3 garis."""
    style = style_of(block)
    return float(next((word for word in style if word.isdigit()), "1")), RULED in style


def _sum(cells: Sequence[str]) -> str:
    """The sum of a column in which every cell is a number; else nothing."""
    if not all(NUMBER.fullmatch(cell) for cell in cells):
        return ""
    found = sum((Decimal(cell.replace(".", "").replace(",", ".")) for cell in cells), Decimal(0))
    return weight_text(found)


def _line(line: str, values: Values) -> list[Pieces]:
    alone = ALONE.fullmatch(line)
    value = values.get(alone.group(1).strip()) if alone else None
    if isinstance(value, tuple):
        return _items(value)
    return [fill(line, values)] if says_something(line, values) else []


def _items(value: object) -> list[Pieces]:
    if not isinstance(value, tuple | list):
        return [[Piece(str(value))]] if value else []
    said = (item if isinstance(item, str) else ", ".join(filter(None, item.values())) for item in value)
    return [[Piece(words)] for words in said if words]


def _rows(value: object) -> list[dict[str, str]]:
    return [dict(row) for row in value if not isinstance(row, str)] if isinstance(value, tuple | list) else []


def _ended(line: Pieces, end: str) -> Pieces:
    if not line:
        return line
    last = line[-1]
    return [*line[:-1], Piece(last.words.rstrip(ENDS) + end, last.bold)]
