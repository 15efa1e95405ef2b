"""The usual rows of a long list, read column by column; the unusual is left to the reader of rows.

A column's cells go through a dictionary that reads a cell when it is new.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from db.rules.import_cells import NOTHING_SAID, cased
from db.rules.import_fast import BARE_TITLES, PHONE
from db.rules.import_rows import READERS
from db.rules.imports import Field
from db.rules.people import NUMBER

KEPT = 20_000  # different cells of one column that are remembered
SIMPLE = {"text", "person", "date", "town", "sex", "religion", "marital", "education", "block", "digits"}
SIMPLE |= {"degree", "email"}
Column = Sequence[Any]


class Cells(dict[Any, Any]):
    """What cells say; None: ask the reader of rows."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        value = self._read(cell)
        if len(self) < KEPT:
            self[cell] = value
        return value


def simple(field: Field, today: date) -> Callable[[Column], list[Any]] | None:
    """A reader of a whole column whose cells say one thing each; None where a cell may say several."""
    if field.read == "nik":
        return _niks
    if field.read in ("kk", "phone"):
        form = NUMBER if field.read == "kk" else PHONE
        return lambda column: _formed(column, form)
    if field.read == "name":
        return lambda column: list(map(_name, column))
    if field.read not in SIMPLE:
        return None
    if field.read == "text":
        texts = Cells(_text)
        return lambda column: list(map(texts.__getitem__, column))
    reader = READERS[field.read]

    def read(cell: Any) -> Any:
        if cell is None or cell == "":
            return ""
        reading = reader(cell, field, today)
        if reading.warning or reading.error or set(reading.values) - {field.name}:
            return None
        return reading.values.get(field.name, "")

    cells = Cells(read)
    return lambda column: list(map(cells.__getitem__, column))


def born_of(column: Sequence[date | str | None]) -> list[tuple[str, str, str] | None]:
    """Days as the database keeps them, and as the NIK of a man and of a woman has them."""
    return list(map(_born.__getitem__, column))


def _read_born(day: date | str | None) -> tuple[str, str, str] | None:
    if not day or isinstance(day, str):
        return None
    rest = f"{day.month:02}{day.year % 100:02}"
    return day.isoformat(), f"{day.day:02}{rest}", f"{day.day + 40:02}{rest}"


def _niks(column: Column) -> list[str | None]:
    match = NUMBER.fullmatch
    return [cell if type(cell) is str and match(cell) else None for cell in column]


def _formed(column: Column, form: re.Pattern[str]) -> list[str | None]:
    match = form.fullmatch
    return ["" if not cell else cell if type(cell) is str and match(cell) else None for cell in column]


def _name(cell: Any) -> str | None:
    if type(cell) is not str or "." in cell or "," in cell:
        return None
    words = cell.split()
    if not words or words[0].casefold() in BARE_TITLES:
        return None
    if cell.isupper() or cell.islower():
        words = [_cased[word] for word in words]
    return " ".join(words)


def _text(cell: Any) -> str | None:
    if not cell:
        return ""
    if type(cell) is not str:
        return None
    text = " ".join(cell.split())
    return text if len(text) > 9 or text.casefold() not in NOTHING_SAID else ""


_cased = Cells(cased)
_born = Cells(_read_born)
