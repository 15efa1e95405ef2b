"""Lists to be compared with the people here: NIK, or names with birth dates (peers.md row 66)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain, islice
from typing import Any

from db.rules.import_cells import (
    MONTH_OF,
    NOTHING_SAID,
    cell_text,
    damage_said,
    damaged,
    fold,
    number_text,
    read_date,
)
from db.rules.people import check_nik
from db.rules.words import _

MOST = 20_000  # rows of one list
TOP = 15  # rows in which headings are looked for
SEPARATORS = "\t;|"
FIRST_BORN = date(1900, 1, 1)
NIK_LIKE = re.compile(r"[0-9]{13,19}")
NIK_INSIDE = re.compile(r"(?<![0-9])[0-9]{16}(?![0-9])")
DATE_LIKE = re.compile(
    r"(?<![0-9])([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    rf"|[0-9]{{1,2}}[\s./-]+([0-9]{{1,2}}|({'|'.join(MONTH_OF)})[a-z]{{0,6}})\.?[\s./-]+([0-9]{{4}}|[0-9]{{2}}))"
    r"(?![0-9]|[-./][0-9])",
    re.IGNORECASE,
)
LABEL = re.compile(  # NIK: 5204…; Nama: Siti; Tgl lahir: …
    r"^((no\.?|nomor)?\s*(nik|ktp)\s*[:=.]?\s*(?=[0-9])|(nama|(tgl\.?|tanggal)\s*lahir|lahir|ttl)\s*[:=]\s*)",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"^[0-9]{1,4}(\s*[.)]\s*|\s+)(?=[^\W\d_]|[0-9]{16})")  # 1. Siti
NIK_HEADING = re.compile(r"(no|nomor)?(nik|ktp|induk(kependudukan)?)(ktp|kpm|pm|penerima|anggota|orang)?")


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
    """One row of the list, as far as it could be read; `problem` says what could not.

    Without NIK and name it is not looked up: of a row not understood nobody may hear that no one is there.
    """

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
    """Rows of a sheet: by their headings where there are some that fit, else by what the cells are."""
    rest = iter(rows)
    top = list(islice(rest, TOP))
    headed = ((count, found) for count, (_number, cells) in enumerate(top, 1) if (found := _headings(cells)))
    begins, places = next(headed, (0, {}))
    width = len(top[begins - 1][1]) if places else 0
    for number, cells in chain(top[begins:], rest):
        if not any(map(cell_text, cells)) or _is_bare_heading(cells):
            continue
        if places and (len(cells) == width or _fits(cells, places)):
            yield _by_place(number, cells, places, today)
        else:
            yield _by_shape(number, cells, today)


def _cells(line: str) -> list[str]:
    separator = max(SEPARATORS, key=line.count)
    if separator in line:
        return line.split(separator)
    parts = line.split(",")
    parted = len(parts) in (2, 3) and not damaged(line)
    if parted and (len(_headings(parts)) > 1 or any(re.search("[0-9]{2}", part) for part in parts)):
        return parts
    return [line]


def _headings(cells: Sequence[Any]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, word in enumerate(fold(cell_text(cell)) for cell in cells):
        if any(sign.isdigit() for sign in word):
            continue
        if NIK_HEADING.fullmatch(word):
            places.setdefault("nik", place)
        elif word in ("nama", "namalengkap", "namaorang", "namapenerima", "namakpm", "namaanggota"):
            places.setdefault("name", place)
        elif word in ("ttl", "lahir") or re.search("(tanggal|tgl|waktu).*lahir", word):
            places.setdefault("born", place)
    return places


def _is_bare_heading(cells: Sequence[Any]) -> bool:
    """NIK Nama Tanggal lahir, typed with blanks between."""
    words = {word for cell in cells for word in cell_text(cell).casefold().split()}
    return len(words & {"nik", "nama", "lahir"}) > 1


def _fits(cells: Sequence[Any], places: dict[str, int]) -> bool:
    """Whether a row with other cells than the headings has them in the same places."""
    nik, name, born = (_at(cells, places, what) for what in ("nik", "name", "born"))
    return (
        not any(map(str.isalpha, cell_text(nik)))
        and not DATE_LIKE.search(cell_text(nik))
        and not any(map(str.isdigit, cell_text(name)))
        and (not cell_text(born) or bool(DATE_LIKE.search(cell_text(born))))
        and bool(cell_text(nik) or cell_text(name))
    )


def _at(cells: Sequence[Any], places: dict[str, int], what: str) -> Any:
    place = places.get(what, len(cells))
    return cells[place] if place < len(cells) else None


def _by_place(number: int, cells: Sequence[Any], places: dict[str, int], today: date) -> Asked:
    nik, said = _tidy(_at(cells, places, "nik")), _at(cells, places, "born")
    name, day, lost = _part(_tidy(cell_text(_at(cells, places, "name"))), today)
    _place, born, unread = _part(said, today)
    if born is None and not unread and cell_text(said).casefold() not in NOTHING_SAID:
        unread = cell_text(said)
    return _asked(number, nik, name, born or day, unread or lost, cells, today)


def _by_shape(number: int, cells: Sequence[Any], today: date) -> Asked:
    nik, born, lost = None, None, ""
    names = [(False, False, 1, "")]  # without digits, without a day beside: the longest
    for value in map(_tidy, cells):
        if damaged(value) or NIK_LIKE.fullmatch(number_text(value)):
            nik = value if nik is None else nik
            continue
        if isinstance(value, str) and (inside := NIK_INSIDE.search(value)):
            nik = inside[0] if nik is None else nik
            value = _tidy(f"{value[: inside.start()]} {value[inside.end() :]}".strip(" ,/;:-–"))
        text, day, unread = _part(value, today)
        born, lost = born or day, lost or unread
        if (letters := sum(map(str.isalpha, text))) > 1:
            clean = not any(map(str.isdigit, text))
            names.append((clean, not day and not unread, letters, text))
    return _asked(number, nik, max(names)[-1], born, "" if born else lost, cells, today)


def _tidy(cell: Any) -> Any:
    """A cell without its label and the number of the line."""
    if not isinstance(cell, str):
        return cell
    text = LABEL.sub("", cell_text(cell))
    return text if DATE_LIKE.match(text) else LABEL.sub("", NUMBERED.sub("", text))


def _part(cell: Any, today: date) -> tuple[str, date | None, str]:
    """The words of a cell, the day of birth in it, and a day that cannot be one."""
    text = cell_text(cell)
    found = DATE_LIKE.search(text)
    day = read_date(found[0] if found else cell, today)
    words = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,/.;:-–()") if found else text
    if day and FIRST_BORN <= day <= today:
        return words if found else "", day, ""
    return words, None, found[0] if found else ""


def _asked(
    number: int, nik: Any, name: str, born: date | None, lost: str, cells: Sequence[Any], today: date
) -> Asked:
    text = "; ".join(filter(None, map(cell_text, cells)))
    digits, problem = "", ""
    if damaged(nik):
        problem = damage_said(nik)
    elif any(map(str.isdigit, cell_text(nik))):
        digits = number_text(nik)
        if problems := check_nik(digits, today, "nik") if digits else []:
            digits, problem = "", problems[0].text
    if lost:
        said = _("Tanggal lahir {text} tidak mungkin atau tidak lengkap; tulis seperti 17-04-1980.")
        problem = problem or said.format(text=lost)
        name = name if digits else ""  # a namesake may be somebody else
    if any(map(str.isdigit, name)):
        problem = problem or _("Nama berisi angka: {name}.").format(name=name)
        name = ""
    if not digits and not name:
        problem = problem or _("Tidak ada NIK atau nama di baris ini.")
    return Asked(number, digits, name, born, text, problem)
