"""Writing a person and saying where he or she lives, for the services that share the table."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.people import Person
from db.models.regions import Region
from db.records import merge
from db.rules.dates import short_date
from db.rules.office import digits
from db.rules.people import check_birth, check_nik, check_phone, is_dummy, is_owner, normalise_phone
from db.rules.problems import Conflict, Problem, require
from db.rules.words import _

FIELDS = (
    *("nik", "no_nik_reason", "kk", "front_title", "name", "back_title", "mother", "birth_place"),
    *("birth_date", "sex", "religion", "marital_status", "education", "occupation"),
    *("address", "rt", "rw", "desa_code", "outside", "phone", "email"),
)
MAY_BE_NONE = {"nik", "birth_date", "sex", "desa_code"}


def write_person(
    session: Session,
    person_id: int | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    today: date,
) -> Person:
    """Add or change a person for a service that has checked its own right. Returns the record.

    before: the values the form was opened with. after: the values it holds now.
    """
    after = _typed(after)
    require(check_person(session, person_id, after, today))
    if person_id is None:
        person = Person(**after)
        session.add(person)
        session.flush()
        return person
    person = session.get_one(Person, person_id)
    merge(session, person, _cleaned(before), after)
    return person


def complete_person(session: Session, person_id: int | None, typed: Mapping[str, Any], today: date) -> Person:
    """Add a person, or complete a known one: what is typed replaces, what is left empty erases nothing."""
    if person_id is None:
        return write_person(session, None, {}, typed, today)
    person = session.get_one(Person, person_id)
    before = {field: getattr(person, field) for field in FIELDS}
    given = {field: value for field, value in _typed(typed).items() if value not in ("", None)}
    if "desa_code" in given:
        given["outside"] = ""
    elif "outside" in given:
        given["desa_code"] = None
    after = before | given
    if after["nik"]:
        after["no_nik_reason"] = ""
    return write_person(session, person_id, before, after, today)


def hold_person(session: Session, person_id: int) -> Person:
    """A known person, kept from other writers; a sentence where somebody has just merged him into another."""
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        text = _("Orang ini baru saja digabungkan atau dihapus. Cari lagi orangnya, lalu ulangi.")
        raise Conflict([Problem(text)])
    return person


def family_number(person: Person) -> str:
    """The No. KK by which the family is found: none where the database of before knows but a dummy."""
    kk = digits(person.kk)
    return "" if is_dummy(kk) else kk


def check_owner(owner: Person, name: str, birth_date: date | None, label: str = "NIK") -> list[Problem]:
    """Whoever writes a list may complete the owner of a NIK or NIAT, never turn him into somebody else."""
    known = owner.birth_date
    if is_owner(owner.name, known, name, birth_date):
        return []
    text = _("{label} ini milik {name} ({born}); periksa {label}, nama, dan tanggal lahirnya.")
    born = short_date(known) if known else _("tanpa tanggal lahir")
    return [Problem(text.format(label=label, name=owner.name, born=born), label.lower())]


def check_person(
    session: Session, person_id: int | None, values: Mapping[str, Any], today: date
) -> list[Problem]:
    """Name and NIK must be usable, and a NIK belongs to one person only."""
    problems = []
    if not (values.get("name") or "").strip():
        problems.append(Problem(_("Isi nama lengkap."), "name"))
    if values.get("nik"):
        problems += check_nik(values["nik"], today)
        owner = session.scalars(select(Person).where(Person.nik == values["nik"])).first()
        if owner is not None and owner.id != person_id:
            text = _("NIK ini sudah dimiliki {name}. Pilih orang itu dari daftar di samping.")
            problems.append(Problem(text.format(name=owner.name), "nik"))
    problems += check_birth(values.get("birth_date"), today)
    problems += check_phone(values.get("phone") or "")
    return problems


def places_of(session: Session, people: Collection[Person]) -> dict[str, str]:
    """Desa and kecamatan of many people by code, asked for at once."""
    codes = {person.desa_code for person in people if person.desa_code}
    codes |= {code[:6] for code in codes}
    rows = session.execute(select(Region.code, Region.name).where(Region.code.in_(codes)))
    return {code: name for code, name in rows}


def place_of(session: Session, person: Person, places: Mapping[str, str] | None = None) -> str:
    """Motong, Kecamatan Utan; or the place outside the kabupaten; or nothing."""
    if person.desa_code is None:
        return person.outside
    codes = (person.desa_code, person.desa_code[:6])
    desa, kecamatan = (places[code] if places else session.get_one(Region, code).name for code in codes)
    return f"{desa}, Kecamatan {kecamatan}"


def address_of(session: Session, person: Person, places: Mapping[str, str] | None = None) -> str:
    """The whole address on one line, as letters print it. places: of a list of people, `places_of`."""
    neighbourhood = f"RT {person.rt} RW {person.rw}" if person.rt and person.rw else ""
    parts = (person.address, neighbourhood, place_of(session, person, places))
    return ", ".join(part for part in parts if part)


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that are to be written: a dummy No. KK would make one family of strangers."""
    cleaned = _cleaned(values)
    return cleaned | ({"kk": ""} if is_dummy(digits(cleaned.get("kk", ""))) else {})


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = {field: values[field] for field in FIELDS if field in values}
    if "nik" in cleaned:
        cleaned["nik"] = digits(cleaned["nik"] or "") or None
    if "phone" in cleaned:
        cleaned["phone"] = normalise_phone(cleaned["phone"] or "")
    for field, value in cleaned.items():
        text = value.strip() if type(value) is str else value
        cleaned[field] = text or (None if field in MAY_BE_NONE else "")
    return cleaned
