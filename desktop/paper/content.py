"""What a block says: its words with the fields filled in, before they are set on paper or written to Word."""

import re
from collections.abc import Sequence

from db.rules.templates import Block, Field, Piece, TableColumn, Values, fill, is_empty

Pieces = list[Piece]
LABELLED = re.compile(
    r"((?:[^:{}]|\{[^{}]*\})*):(.*)", re.DOTALL
)  # "nama: {nama}"; not the colon of {x:bentuk}
ALONE = re.compile(r"\s*\{([^{}:]*)\}\s*")  # a line that is one field
NIHIL, NOTHING = "NIHIL", "\u2013"
SIGNED_HERE = "tanda_tangan"  # a column of this name is a place to sign
ENDS = " ;."


def style_of(block: Block) -> set[str]:
    """The words of a block's style."""
    return set(block.style.split())


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
    field: Field, values: Values, *, numbered: bool = True
) -> tuple[list[TableColumn], list[list[str]]]:
    """Columns and cells of a table. A column that is empty in all rows is left out, unless it is kept.

    numbered: a column No. comes first.
    """
    rows = _rows(values.get(field.name))
    columns = [
        column
        for column in field.columns
        if not rows or column.keep or column.name == SIGNED_HERE or any(row.get(column.name) for row in rows)
    ]
    cells = [[str(row.get(column.name) or "") for column in columns] for row in rows]
    if not rows:
        cells = [[NIHIL, *([NOTHING] * (len(columns) - 1))]]
    if numbered:
        columns.insert(0, TableColumn("", "No.", 0.0, "center"))
        numbers = markers_of("1", len(cells)) if rows else [NOTHING]
        cells = [[number, *row] for number, row in zip(numbers, cells, strict=True)]
    return columns, cells


def words_of(pieces: Pieces) -> str:
    """The words without their look."""
    return "".join(piece.words for piece in pieces)


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
