"""What a letter says, as the values of its template's fields."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from db.rules.fact_values import values_of_facts
from db.rules.letters import Facts, Letter, Signer
from db.rules.office import OfficeFacts, digits, group_nip
from db.rules.phrases import head_of_region, office_in_words, province_office
from db.rules.problems import Problem, require
from db.rules.templates import Field, FieldType, Row, Value, Values
from db.rules.words import _

EARLIEST = 1900
NIP_DIGITS = 18
THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
MANY_THOUSANDS = re.compile(r"\d{1,3}((\.\d{3}){2,}|(\.\d{3})+,\d+)")  # 72.750 alone is less than 73


def letter_of(facts: Facts | Letter) -> Letter:
    """The letter that states these facts."""
    if isinstance(facts, Letter):
        return facts
    return Letter(facts.kind, values_of_facts(facts))


def common_values(
    office: OfficeFacts, number: str, dated_on: date, signer: Signer, replaces: str = ""
) -> Values:
    """What every letter knows of itself and of the office: the fields of templates.COMMON."""
    return {
        "nomor": number,
        "tanggal": dated_on,
        "tahun": dated_on.year,
        "ibu_kota": office.capital,
        "dinas": office_in_words(office.name, office.regency),
        "kabupaten": office.regency,
        "nama_daerah": office.regency.removeprefix("Kabupaten ").removeprefix("Kota "),
        "provinsi": office.province,
        "dinas_provinsi": province_office(office.province),
        "ibu_kota_provinsi": office.province_capital,
        "kepala_daerah": head_of_region(office.regency),
        "bidang": office.section,
        "penanda_tangan": signer.name,
        "nip_penanda_tangan": signer.nip,
        "pangkat_penanda_tangan": signer.rank,
        "jabatan_penanda_tangan": " ".join(signer.position).rstrip(",").title(),
        "menggantikan": replaces,
    }


def typed_values(fields: Iterable[Field], raw: Mapping[str, Any]) -> Values:
    """Values as JSON keeps them (or as they were typed) as the Python values of their fields.

    Refuses what does not fit its field, a sentence each. Names that are no field are left out.
    """
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for field in fields:
        try:
            read = READERS[field.type]
            value = read(raw.get(field.name))
            values[field.name] = read(field.usual) if field.usual and value in (None, "", ()) else value
        except (TypeError, ValueError, InvalidOperation):
            problems.append(Problem(_misfit(field), field.name))
    require(problems)
    for field in fields:
        if field.after and not field.required and values[field.name] == values.get(field.after):
            values[field.name] = None  # until the same day: it is one day
    return values


def printed_values(fields: Iterable[Field], values: Values) -> Values:
    """What is printed of these values: what is usual where nothing is said, NIP in their groups."""
    found = {name: _grouped(name, value) for name, value in values.items()}
    for field in fields:
        if field.usual and found.get(field.name) in (None, "", ()):
            found[field.name] = READERS[field.type](field.usual)
    return found


def is_nip(name: str) -> bool:
    """Whether a field or column of this name holds a NIP."""
    return name == "nip" or name.startswith("nip_")


def _grouped(name: str, value: Value) -> Value:
    if isinstance(value, str):
        return group_nip(digits(value)) if is_nip(name) and len(digits(value)) == NIP_DIGITS else value
    if isinstance(value, tuple) and value and isinstance(value[0], Mapping) and any(map(is_nip, value[0])):
        rows = [row for row in value if isinstance(row, Mapping)]
        return tuple({key: str(_grouped(key, cell)) for key, cell in row.items()} for row in rows)
    return value


def _misfit(field: Field) -> str:
    wanted = {
        FieldType.DATE: _("{label} bukan tanggal. Tulis seperti 17-04-2020."),
        FieldType.NUMBER: _("{label} bukan bilangan. Tulis angka saja, misalnya 3."),
        FieldType.DECIMAL: _("{label} bukan angka. Tulis seperti 72,75."),
        FieldType.TABLE: _("{label} bukan tabel. Isi lagi baris-barisnya."),
    }
    return wanted.get(field.type, _("{label} tidak dapat dibaca. Isi lagi.")).format(label=field.label)


def _text(value: Any) -> str:
    if isinstance(value, list | tuple | dict):
        raise TypeError(value)
    return "" if value is None else str(value).strip()


def _lines(value: Any) -> tuple[str, ...]:
    lines = value if isinstance(value, list | tuple) else _text(value).splitlines()
    return tuple(line for line in map(_text, lines) if line)


def _date(value: Any) -> date | None:
    if isinstance(value, date) or value in (None, ""):
        return value or None
    written = _text(value)
    if written[:4].isdigit():
        return date.fromisoformat(written[:10])
    day, month, year = (int(part) for part in written.replace("/", "-").replace(".", "-").split("-"))
    if year < EARLIEST:  # 8-3-22
        raise ValueError(value)
    return date(year, month, day)


def _number(value: Any) -> int | None:
    if value in (None, ""):
        return None
    if isinstance(value, float):
        if not value.is_integer():
            raise ValueError(value)
        return int(value)
    written = _text(value)
    return int(written.replace(".", "") if THOUSANDS.fullmatch(written) else written)


def _decimal(value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    written = _text(value)
    if MANY_THOUSANDS.fullmatch(written):
        written = written.replace(".", "")
    found = Decimal(written.replace(",", "."))
    if not found.is_finite():
        raise ValueError(value)
    return found


def _table(value: Any) -> tuple[Row, ...]:
    if value in (None, ""):
        return ()
    rows = [{str(name): _text(cell) for name, cell in dict(row).items()} for row in value]
    return tuple(row for row in rows if any(row.values()))


READERS: dict[FieldType, Callable[[Any], Value]] = {
    FieldType.TEXT: _text,
    FieldType.LINES: _lines,
    FieldType.DATE: _date,
    FieldType.NUMBER: _number,
    FieldType.DECIMAL: _decimal,
    FieldType.TABLE: _table,
}
