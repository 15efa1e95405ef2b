"""The cells of a kit that came back as values; what cannot be read is refused in words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from db.rules.dates import short_date
from db.rules.import_cells import fold, read_date, read_sex
from db.rules.kits import NO, YES, ReturnedCount
from db.rules.people import check_nik
from db.rules.problems import Problem, refuse, require
from db.rules.words import _, ungrouped

PERSON = ("nik", "no_nik_reason", "kk", "name", "address", "rt", "rw")


def readable(values: Mapping[str, str], today: date) -> dict[str, str]:
    """The cells with sex and birth date as kits write them."""
    read = {name: " ".join(text.split()) for name, text in values.items()}
    problems = []
    if text := read.get("sex"):
        read["sex"] = read_sex(text) or ""
        if not read["sex"]:
            problems.append(Problem(_("L/P “{text}” tidak dipahami").format(text=text), "sex"))
    if text := read.get("birth_date"):
        day = read_date(text, today)
        read["birth_date"] = short_date(day)
        if day is None:
            told = _("tanggal lahir “{text}” tidak ada; contoh 17-08-1950").format(text=text)
            problems.append(Problem(told, "birth_date"))
    if nik := read.get("nik"):
        problems += check_nik(nik, today)
    require(problems)
    for name in ("rt", "rw"):
        if read.get(name, "").isdigit():
            read[name] = read[name].zfill(3)[-3:]
    return read


def person_of(values: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a person; who has a NIK needs no reason for having none."""
    day = values.get("birth_date")
    said: dict[str, Any] = {name: values.get(name, "") for name in PERSON}
    if said["nik"]:
        said["no_nik_reason"] = ""
    born = datetime.strptime(day, "%d-%m-%Y").date() if day else None
    return said | {"nik": said["nik"] or None, "sex": values.get("sex") or None, "birth_date": born}


def numbers_of(count: ReturnedCount) -> tuple[int, int | None, int | None]:
    """Total, males and females that a desa says; three noughts for nihil."""
    males, females, total = (_whole(text) for text in (count.males, count.females, count.total))
    none = fold(count.none)
    if none == fold(YES):
        if males or females or total:
            raise refuse(_("nihil, tetapi juga ada angka"))
        return 0, 0, 0
    if none and none != fold(NO):
        raise refuse(_("kolom Nihil berisi “{text}”; tulis Ya").format(text=count.none))
    if total is None and males is None and females is None:
        raise refuse(_("tidak ada angkanya"))
    return (males or 0) + (females or 0) if total is None else total, males, females


def _whole(text: str) -> int | None:
    if not text.strip():
        return None
    number = ungrouped(text)
    if number is None:
        raise refuse(_("“{text}” bukan angka").format(text=text))
    return number
