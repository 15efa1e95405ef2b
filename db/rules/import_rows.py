"""One row of a list as values: each cell by the reader of its field, doubts told, faults refused."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db.rules.coordinates import LATITUDES, LONGITUDES
from db.rules.import_cells import (
    MARITAL_SIGNS,
    NOTHING_SAID,
    RELIGION_SIGNS,
    cased,
    cell_text,
    damage_said,
    damaged,
    fold,
    is_empty,
    number_text,
    read_date,
    read_education,
    read_phones,
    read_sex,
    read_yes,
    split_birth,
    split_name,
    zeros,
)
from db.rules.imports import CleanRow, Field, SourceRow
from db.rules.people import NUMBER, compare_nik, read_nik
from db.rules.words import _


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says; a doubt is told and the value left as it is read, a fault refuses the row."""

    values: Mapping[str, Any] = field(default_factory=dict)
    warning: str = ""
    error: str = ""


LONGEST_WHOLE = 12  # digits
DAYS = ("date", "past", "as_of")  # readers of days


def clean_row(row: SourceRow, columns: Sequence[tuple[int, Field]], today: date) -> CleanRow:
    """Read one row; each cell by the reader of its field."""
    clean = CleanRow(row.sheet, row.number, cells=row.cells)
    width = len(row.cells)
    for place, one in columns:
        cell = row.cells[place] if place < width else None
        if is_empty(cell):
            continue
        reading = READERS[one.read](cell, one, today)
        if reading.error:
            clean.errors.append(reading.error)
        if reading.warning:
            clean.warnings.append(reading.warning)
        for name, value in reading.values.items():
            if clean.values.get(name, value) != value:
                text = _("kolom “{label}” bertentangan dengan kolom lain; yang pertama dipakai")
                clean.warnings.append(text.format(label=one.label))
            else:
                clean.values[name] = value
    _join_niat(clean)
    if nik := clean.values.get("nik"):
        if read_nik(nik, today) is None:
            clean.warnings.append(_("tanggal lahir di dalam NIK tidak ada"))
        told = compare_nik(nik, clean.values.get("birth_date"), clean.values.get("sex"), today)
        clean.warnings += [problem.text.rstrip(".") for problem in told]
    return clean


def example(cell: Any, field: Field | None, today: date) -> str:
    """A cell as its column will be kept: dates and numbers of phones do not look so in the file."""
    if field is not None and field.read in (*DAYS, "birth", "phone") and not is_empty(cell):
        kept = READERS[field.read](cell, field, today).values
        return ", ".join(map(cell_text, kept.values())) or cell_text(cell)
    return cell_text(cell)


def _join_niat(clean: CleanRow) -> None:
    """Sulawesi Tengah's form has the NIAT in two boxes (domain.md 1.10)."""
    first, second = clean.values.pop("niat_a", ""), clean.values.pop("niat_b", "")
    if first and second and "niat" not in clean.values:
        reading = _check_niat(first + second.zfill(4))
        clean.values.update(reading.values)
        clean.errors += [reading.error] if reading.error else []


def _nik(cell: Any, _field: Field, _today: date) -> Reading:
    """domain.md 3.1: form is an error; a date that does not exist is only told, in lists."""
    if damaged(cell):
        return Reading(error=damage_said(cell))
    nik = number_text(cell)
    if not nik:
        return Reading()
    if not re.fullmatch("[0-9]+", nik):
        return Reading(error=_("NIK “{nik}” hanya boleh berisi angka").format(nik=nik[:30]))
    if len(nik) != 16:
        return Reading(error=_("NIK harus 16 angka; di daftar {count} angka").format(count=len(nik)))
    if len(set(nik)) == 1 or nik.endswith("0000"):
        return Reading(error=_("NIK {nik} tampak bukan nomor yang sebenarnya").format(nik=nik))
    return Reading({"nik": nik})


def _kk(cell: Any, field: Field, _today: date) -> Reading:
    """domain.md 3.2: only its form; many people share one."""
    if damaged(cell):
        text = _("{label} tersimpan sebagai angka sehingga angka terakhirnya hilang; tidak disimpan")
        return Reading(warning=text.format(label=field.label))
    kk = number_text(cell) or zeros(cell)
    if not kk or NUMBER.fullmatch(kk):
        return Reading({field.name: kk} if kk else {})
    text = _("No. KK “{kk}” bukan 16 angka yang sebenarnya; tidak disimpan")
    return Reading(warning=text.format(kk=kk[:20]))


def _degree(cell: Any, field: Field, _today: date) -> Reading:
    text = cell_text(cell).replace(",", ".")
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", text):
        low, high = LATITUDES if field.name == "latitude" else LONGITUDES
        if float(text) and not low <= float(text) <= high:
            said = _("{label} “{text}” di luar Indonesia; tidak disimpan")
            return Reading(warning=said.format(label=field.label, text=text))
        return Reading({field.name: float(text)} if float(text) else {})
    return _word(cell, field, "")


def _niat(cell: Any, _field: Field, _today: date) -> Reading:
    return _check_niat(number_text(cell))


def _check_niat(niat: str) -> Reading:
    """Ten digits; six are the old form of DKI, not a person's number (domain.md 1.7)."""
    if not niat or re.fullmatch("[0-9]{10}", niat):
        return Reading({"niat": niat} if niat else {})
    if re.fullmatch("[0-9]{6}", niat):
        return Reading(warning=_("NIAT {niat} hanya kode kecamatan; tidak disimpan").format(niat=niat))
    return Reading(error=_("NIAT “{niat}” harus 10 angka").format(niat=niat[:20]))


def _text(cell: Any, field: Field, _today: date) -> Reading:
    text = cell_text(cell)
    return Reading({} if text.casefold() in NOTHING_SAID else {field.name: text, **field.also})


def _digits(cell: Any, field: Field, _today: date) -> Reading:
    if damaged(cell):
        text = _("{label} tersimpan sebagai angka sehingga angka terakhirnya hilang; tidak disimpan")
        return Reading(warning=text.format(label=field.label))
    number = number_text(cell)
    return Reading({field.name: number, **field.also} if number else {})


def _whole(cell: Any, field: Field, _today: date) -> Reading:
    """How many, or rupiah: 4, Rp1.500.000,00; nothing below nought."""
    text = cell_text(cell).strip("'’`\" ").casefold()
    found = re.fullmatch(r"(?:rp\.?\s*)?([0-9]{1,3}(?:[., ][0-9]{3})+|[0-9]+)(?:,-|[.,]0+)?", text)
    number = re.sub(r"\D", "", found[1]).lstrip("0") if found else ""
    if found and len(number) <= LONGEST_WHOLE:
        return Reading({field.name: number} if number else {})
    return _word(cell, field, "")


def _account(cell: Any, field: Field, today: date) -> Reading:
    source, _dot, _bank = field.name.partition(".")
    return _digits(cell, Field(f"{source}.number", field.label, also=field.also), today)


def _name(cell: Any, _field: Field, _today: date) -> Reading:
    front, name, back = split_name(cell_text(cell))
    values = {"name": name, "front_title": front, "back_title": back}
    return Reading({key: value for key, value in values.items() if value})


def _person(cell: Any, field: Field, _today: date) -> Reading:
    text = cell_text(cell)
    if text.casefold() in NOTHING_SAID:
        return Reading()
    return Reading({field.name: " ".join(map(cased, text.split())) if text.isupper() else text})


def _date(cell: Any, field: Field, today: date) -> Reading:
    day = read_date(cell, today)
    text = cell_text(cell)
    if day is None and text.casefold() not in NOTHING_SAID:
        said = _("{label} “{text}” tidak terbaca; tulis seperti 12-03-1990")
        return Reading(warning=said.format(label=field.label, text=text[:30]))
    if day and not 1900 <= day.year <= today.year + 50:
        said = _("{label} {text} tidak mungkin")
        return Reading(warning=said.format(label=field.label, text=day.strftime("%d-%m-%Y")))
    return Reading({field.name: day} if day else {})


def _past(cell: Any, field: Field, today: date) -> Reading:
    reading = _date(cell, field, today)
    if (day := reading.values.get(field.name)) and day > today:
        said = _("{label} {day:%d-%m-%Y} sesudah hari ini")
        return Reading(error=said.format(label=field.label, day=day))
    return reading


def _as_of(cell: Any, field: Field, today: date) -> Reading:
    """Of which day a row tells: today's will not do for one that cannot be read."""
    reading = _past(cell, field, today)
    return Reading(reading.values, error=reading.error or reading.warning)


def _birth(cell: Any, field: Field, today: date) -> Reading:
    if not isinstance(cell, str):
        return _date(cell, Field("birth_date", field.label), today)
    place, day = split_birth(cell_text(cell), today)
    values = {"birth_place": _place(place), "birth_date": day}
    said = _("tanggal lahir pada “{text}” tidak terbaca").format(text=cell_text(cell)[:40])
    return Reading({key: value for key, value in values.items() if value}, "" if day else said)


def _town(cell: Any, field: Field, _today: date) -> Reading:
    text = cell_text(cell)
    return Reading({} if text.casefold() in NOTHING_SAID else {field.name: _place(text)})


def _place(text: str) -> str:
    return " ".join(map(cased, text.split())) if text.isupper() else text


def _year(cell: Any, field: Field, today: date) -> Reading:
    if isinstance(cell, datetime | date):
        return Reading({field.name: cell.year})
    text = cell_text(cell)
    if found := re.search(r"(?<![0-9])(19|20)[0-9]{2}(?![0-9])", text):
        if int(found[0]) <= today.year + 1:
            return Reading({field.name: int(found[0])})
    elif text.casefold() in NOTHING_SAID:
        return Reading()
    said = _("{label} “{text}” bukan tahun; tidak disimpan")
    return Reading(warning=said.format(label=field.label, text=text[:20]))


def _sex(cell: Any, field: Field, _today: date) -> Reading:
    return _word(cell, field, read_sex(cell_text(cell)))


def _school(cell: Any, field: Field, _today: date) -> Reading:
    return _word(cell, field, read_education(cell_text(cell)))


def _religion(cell: Any, field: Field, _today: date) -> Reading:
    return _word(cell, field, _by_sign(cell, RELIGION_SIGNS))


def _marital(cell: Any, field: Field, _today: date) -> Reading:
    return _word(cell, field, _by_sign(cell, MARITAL_SIGNS))


def _by_sign(cell: Any, signs: Sequence[tuple[str, str]]) -> str:
    folded = fold(cell_text(cell))
    return next((code for sign, code in signs if folded.startswith(sign)), "")


def _word(cell: Any, field: Field, value: Any) -> Reading:
    text = cell_text(cell)
    if not value and text.casefold() not in NOTHING_SAID:
        said = _("{label} “{text}” tidak dikenal; tidak disimpan")
        return Reading(warning=said.format(label=field.label, text=text[:30]))
    return Reading({field.name: value} if value else {})


def _tick(cell: Any, field: Field, _today: date) -> Reading:
    return Reading({} if cell_text(cell).casefold() in NOTHING_SAID else field.also)


def _flag(cell: Any, field: Field, _today: date) -> Reading:
    folded = fold(cell_text(cell))
    no = folded.startswith(("tidak", "non", "0", "false", "berhenti"))
    return Reading({field.name: not no} if folded else {})


def _yes(cell: Any, field: Field, _today: date) -> Reading:
    said = read_yes(cell_text(cell))
    return _word(cell, field, "") if said is None else Reading({field.name: said})


def _phone(cell: Any, field: Field, _today: date) -> Reading:
    phone, other = read_phones(re.sub(r"\.0$", "", cell_text(cell)))
    said = _("No. HP {numbers} tidak disimpan").format(numbers=other[:40]) if other.strip("0-") else ""
    return Reading({field.name: phone} if phone else {}, said)


def _block(cell: Any, field: Field, _today: date) -> Reading:
    """RT and RW: three digits with zeros (domain.md 3.5)."""
    number = number_text(cell)
    if number.isdigit() and len(number) <= 3:
        return Reading({field.name: number.zfill(3)})
    said = _("{label} “{text}” tidak disimpan").format(label=field.label, text=cell_text(cell)[:20])
    return Reading(warning=said if number else "")


def _blocks(cell: Any, _field: Field, _today: date) -> Reading:
    """RT/RW in one cell: 002/005."""
    found = re.search(r"([0-9]{1,3})\D+([0-9]{1,3})", cell_text(cell))
    return Reading({"rt": found[1].zfill(3), "rw": found[2].zfill(3)} if found else {})


def _email(cell: Any, field: Field, _today: date) -> Reading:
    text = cell_text(cell).replace(" ", "")
    if re.fullmatch(r"[^@]+@[^@]+\.[^@]+", text):
        return Reading({field.name: text})
    return _word(cell, field, "")


Reader = Callable[[Any, Field, date], Reading]
READERS: dict[str, Reader] = {
    "text": _text,
    "digits": _digits,
    "whole": _whole,
    "account": _account,
    "name": _name,
    "person": _person,
    "nik": _nik,
    "niat": _niat,
    "kk": _kk,
    "degree": _degree,
    "date": _date,
    "past": _past,
    "as_of": _as_of,
    "birth": _birth,
    "town": _town,
    "year": _year,
    "sex": _sex,
    "education": _school,
    "religion": _religion,
    "marital": _marital,
    "tick": _tick,
    "flag": _flag,
    "yes": _yes,
    "phone": _phone,
    "block": _block,
    "blocks": _blocks,
    "email": _email,
}
