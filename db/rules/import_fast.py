"""Rows of long lists: the readers of import_rows, which remember what they have read.

A column of a million cells has few different desa, days and words; NIK and names of the usual form need no
reader at all.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from db.rules.import_cells import cased, number_text, zeros
from db.rules.import_rows import READERS
from db.rules.imports import Field, values_of
from db.rules.people import NUMBER, Sex, compare_nik, is_dummy, read_nik
from db.rules.words import _

KEPT = 60_000  # different cells of one column that are remembered
BARE_TITLES = {"dr", "drs", "dra", "hj", "prof"}  # titles also without a full stop
PHONE = re.compile(r"08[1-9][0-9]{7,10}")
Said = dict[str, Any]
CellReader = Callable[[Any], Said]
_cased = lru_cache(KEPT)(cased)


class Doubted(dict[str, Any]):
    """What a cell says, with a doubt or a fault."""

    warning = error = ""


class RowReader:
    """The cells of a row as values by name, with what is doubtful and what is wrong."""

    def __init__(
        self, columns: Sequence[tuple[int, Field]], today: date, strict: Collection[str] = ()
    ) -> None:
        """strict: the fields whose doubts are faults."""
        brought = Counter(name for _place, field in columns for name in values_of(field))
        self._columns: list[tuple[int, str, dict[Any, Said], CellReader]] = []
        for place, field in columns:
            shared = any(brought[name] > 1 for name in values_of(field))  # may contradict another column
            known: dict[Any, Said] = {}
            read = _reader(field, today, known, strict=field.name in strict)
            self._columns.append((place, field.label if shared else "", known, read))

    def read(self, cells: Sequence[Any]) -> tuple[Said, list[str], list[str]]:
        """Values, doubts, faults."""
        values: Said = {}
        warnings: list[str] = []
        errors: list[str] = []
        width = len(cells)
        for place, shared, known, read in self._columns:
            if place >= width or not (cell := cells[place]):
                continue
            said = known.get(cell) or read(cell)
            if type(said) is Doubted:
                warnings += [said.warning] if said.warning else []
                errors += [said.error] if said.error else []
            if shared and any(values.get(name, value) != value for name, value in said.items()):
                text = _("kolom “{label}” bertentangan dengan kolom lain; yang pertama dipakai")
                warnings.append(text.format(label=shared))
                said = said | values
            values.update(said)
        return values, warnings, errors


def _reader(field: Field, today: date, known: dict[Any, Said], *, strict: bool) -> CellReader:
    """The reader of a column; `known` is what it remembers."""
    slow, name = READERS[field.read], field.name

    def read(cell: Any) -> Said:
        reading = slow(cell, field, today)
        said = dict(reading.values)
        if reading.warning or reading.error:
            said = Doubted(said)
            said.warning, said.error = reading.warning, reading.error
            if strict:
                said.warning, said.error = "", reading.error or reading.warning
        if len(known) < KEPT:
            known[cell] = said
        return said

    usual: dict[str, CellReader] = {
        "nik": lambda cell: _nik(cell, read),
        "kk": lambda cell: {name: cell} if _is_number(cell) else read(cell),
        "name": lambda cell: _name(cell, read),
        "phone": lambda cell: {name: cell} if type(cell) is str and PHONE.fullmatch(cell) else read(cell),
    }
    return usual.get(field.read, read)


def nik_doubts(nik: str, born: date | None, sex: str, today: date) -> list[str]:
    """Where a NIK disagrees with birth date and sex; mostly it agrees, and nothing is computed."""
    if born is not None and sex:
        told = f"{born.day + 40 if sex == Sex.FEMALE else born.day:02}{born.month:02}{born.year % 100:02}"
        if nik[6:12] == told:
            return []
    if read_nik(nik, today) is None:
        return [_("tanggal lahir di dalam NIK tidak ada")]
    doubts = compare_nik(nik, born, Sex(sex) if sex else None, today)
    return [problem.text.rstrip(".") for problem in doubts]


def _is_number(cell: Any) -> bool:
    return type(cell) is str and NUMBER.fullmatch(cell) is not None


def _nik(cell: Any, read: CellReader) -> Said:
    """A number that only fills the place, such as 9999999999999999, is none: a person without NIK."""
    if _is_number(cell):
        return {"nik": cell}
    number = number_text(cell)
    filler = zeros(cell) or (number if isinstance(cell, str) and is_dummy(number) else "")
    if filler:
        said = Doubted()
        said.warning = _("NIK {nik} hanya pengganti; dicatat tanpa NIK").format(nik=filler)
        return said
    return read(cell)


def _name(cell: Any, read: CellReader) -> Said:
    if type(cell) is not str or "." in cell or "," in cell:
        return read(cell)
    words = cell.split()
    if not words or words[0].casefold() in BARE_TITLES:
        return read(cell)
    if cell.isupper() or cell.islower():
        words = [_cased(word) for word in words]
    return {"name": " ".join(words)}
