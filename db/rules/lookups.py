"""Lists to be compared with the people here: NIK, or names with birth dates (peers.md row 66)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain, islice
from typing import Any

from db.rules.import_cells import cell_text, damage_said, damaged, fold, number_text, read_date
from db.rules.people import check_nik
from db.rules.words import _

MOST = 20_000  # rows of one list
TOP = 15  # rows in which headings are looked for
SEPARATORS = "\t;|"
NIK_LIKE = re.compile(r"[0-9]{13,19}")


class Met(StrEnum):
    """What a look-up says of one row."""

    FOUND = "found"
    CHANGED = "changed"
    SEVERAL = "several"
    MISSING = "missing"
    UNREADABLE = "unreadable"


def met_label(met: Met) -> str:
    """What the screen calls an answer."""
    return {
        Met.FOUND: _("Ada"),
        Met.CHANGED: _("Ada, berbeda"),
        Met.SEVERAL: _("Beberapa orang"),
        Met.MISSING: _("Tidak ada"),
        Met.UNREADABLE: _("Tidak terbaca"),
    }[met]


@dataclass(frozen=True)
class Asked:
    """One row of the list, as far as it could be read; `problem` says why not."""

    row: int
    nik: str
    name: str
    born: date | None
    text: str  # as it stood there
    problem: str = ""


def read_text(text: str, today: date) -> list[Asked]:
    """Pasted lines: a NIK, or NIK;name;date, or name;date; cells from Excel come with tabs."""
    lines = [(number, _cells(line)) for number, line in enumerate(text.splitlines(), 1)]
    return list(read_rows(lines, today))


def read_rows(rows: Iterable[tuple[int, Sequence[Any]]], today: date) -> Iterator[Asked]:
    """Rows of a sheet: by their headings where there are some, else by what the cells look like."""
    rest = iter(rows)
    top = list(islice(rest, TOP))
    headed = ((count, found) for count, (_number, cells) in enumerate(top, 1) if (found := _headings(cells)))
    begins, places = next(headed, (0, {}))
    for number, cells in chain(top[begins:], rest):
        if any(map(cell_text, cells)):
            asked = _by_place(number, cells, places, today) if places else _by_shape(number, cells, today)
            if places or asked.nik or asked.name or asked.problem:
                yield asked


def _cells(line: str) -> list[str]:
    separator = max(SEPARATORS, key=line.count)
    if separator in line:
        return line.split(separator)
    parts = line.split(",")
    return parts if len(parts) in (2, 3) and any(re.search("[0-9]{2}", part) for part in parts) else [line]


def _headings(cells: Sequence[Any]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, word in enumerate(fold(cell_text(cell)) for cell in cells):
        if any(sign.isdigit() for sign in word):
            continue
        if word.startswith(("nik", "nonik", "nomorinduk", "noktp")):
            places.setdefault("nik", place)
        elif word in ("nama", "namalengkap", "namaorang", "namapenerima", "namakpm", "namaanggota"):
            places.setdefault("name", place)
        elif "lahir" in word and not word.startswith("tempat"):
            places.setdefault("born", place)
    return places


def _by_place(number: int, cells: Sequence[Any], places: dict[str, int], today: date) -> Asked:
    def cell(what: str) -> Any:
        place = places.get(what, len(cells))
        return cells[place] if place < len(cells) else None

    return _asked(number, cell("nik"), cell_text(cell("name")), read_date(cell("born"), today), cells, today)


def _by_shape(number: int, cells: Sequence[Any], today: date) -> Asked:
    nik, name, born = None, "", None
    for cell in cells:
        text = cell_text(cell)
        if nik is None and (damaged(cell) or NIK_LIKE.fullmatch(number_text(cell))):
            nik = cell
        elif born is None and (day := read_date(cell, today)):
            born = day
        elif sum(map(str.isalpha, text)) > max(1, sum(map(str.isalpha, name))):
            name = text
    return _asked(number, nik, name, born, cells, today)


def _asked(number: int, nik: Any, name: str, born: date | None, cells: Sequence[Any], today: date) -> Asked:
    text = "; ".join(filter(None, map(cell_text, cells)))
    if nik is not None and damaged(nik):
        return Asked(number, "", name, born, text, "" if name else damage_said(nik))
    digits = number_text(nik) if nik is not None else ""
    problems = check_nik(digits, today, "nik") if digits else []
    if problems and not name:
        return Asked(number, "", name, born, text, problems[0].text)
    if not digits and not name:
        return Asked(number, "", "", born, text, _("Tidak ada NIK atau nama di baris ini."))
    return Asked(number, "" if problems else digits, name, born, text)
