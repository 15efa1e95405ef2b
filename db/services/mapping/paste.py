"""Rows pasted from a spreadsheet, saved together; what cannot be saved stays, with the reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.people import Person
from db.people import check_owner
from db.rules.access import Right
from db.rules.import_cells import fold_place
from db.rules.imports_mapping import KindSaid, words_of_kinds
from db.rules.mapping import Subject, check_by_hand, check_record, check_without_nik, doubt_age
from db.rules.paste import Lookups, ReadRow, read_row
from db.rules.people import check_nik, check_phone
from db.rules.problems import Conflict, RuleViolation
from db.rules.words import _
from db.services import regions
from db.services.mapping import entry
from db.services.mapping.entry import RecordForm
from db.services.mapping.kinds import KindFacts, list_kinds

PERSON = ("nik", "name", "birth_date", "sex", "kk", "phone", "address", "rt", "rw", "no_nik_reason")


@dataclass(frozen=True)
class Usual:
    """What holds for all rows that say nothing else."""

    recorded_on: date
    desa_code: str = ""
    kind_code: str = ""
    criteria: tuple[str, ...] = ()
    source: str = ""
    recorder: str = ""


@dataclass(frozen=True)
class RowSaid:
    """What is to be said of one row: why it cannot be saved, or who is known already."""

    problems: tuple[str, ...]
    known: str = ""  # whose data are completed


@needs(Right.MAPPING)
def check_rows(
    session: Session, rows: Sequence[Mapping[str, str]], usual: Usual, *, today: date
) -> list[RowSaid]:
    """Every row in words, before anything is saved."""
    kinds = {kind.code: kind for kind in list_kinds(session)}
    lookups = _lookups(session, kinds)
    read = [read_row(row, lookups, vars(usual), today) for row in rows]
    niks = [one.values["nik"] for one in read if one.values["nik"]]
    owners = {owner.nik or "": owner for owner in session.scalars(select(Person).where(Person.nik.in_(niks)))}
    day = entry.day_of_ages(session, usual.recorded_on, today)
    said = []
    for one in read:
        problems, owner = _problems(one, kinds, niks, day, today), owners.get(one.values["nik"])
        if owner is not None and one.values["name"]:
            other = check_owner(owner, one.values["name"], one.values["birth_date"])
            problems = (*problems, *(problem.text for problem in other))
        said.append(RowSaid(problems, owner.name if owner else ""))
    return said


@needs(Right.MAPPING)
def save_rows(
    session: Session, rows: Sequence[Mapping[str, str]], usual: Usual, *, today: date
) -> list[RowSaid]:
    """Save what can be saved in one transaction; for each row what is in its way, or nothing."""
    said = check_rows(session, rows, usual, today=today)
    lookups = _lookups(session, {kind.code: kind for kind in list_kinds(session)})
    done = []
    for row, found in zip(rows, said, strict=True):
        problems = found.problems
        if not problems:
            values = read_row(row, lookups, vars(usual), today).values
            try:
                with session.begin_nested():
                    entry.record(session, _form(session, values, usual), today=today)
            except (RuleViolation, Conflict) as refusal:
                problems = tuple(problem.text for problem in refusal.problems)
        done.append(RowSaid(problems, found.known))
    return done


def _form(session: Session, values: Mapping[str, Any], usual: Usual) -> RecordForm:
    nik = values["nik"]
    known = session.scalar(select(Person.id).where(Person.nik == nik)) if nik else None
    person = {name: values[name] for name in PERSON}
    if nik:
        person["no_nik_reason"] = ""
    return RecordForm(
        person_id=known,
        person=person,
        kinds={values["kind_code"]: values["criteria"]},
        disabilities=values["disabilities"],
        desa_code=values["desa_code"],
        recorded_on=usual.recorded_on,
        source=usual.source,
        recorder=usual.recorder,
        exception_reason=values["exception_reason"],
        note=values["note"],
    )


def _problems(
    read: ReadRow, kinds: Mapping[str, KindFacts], niks: Sequence[str], day: date, today: date
) -> tuple[str, ...]:
    values, found = read.values, list(read.problems)
    if not values["name"]:
        found.append(_("Isi nama lengkap."))
    kind = kinds.get(values["kind_code"])
    if not values["desa_code"] and not any("Desa" in text for text in found):
        found.append(_("Pilih desa/kelurahan."))
    if kind is None:
        if not found:
            found.append(_("Pilih paling sedikit satu jenis PPKS atau PSKS."))
        return tuple(found)
    problems = [*check_by_hand([kind.code]), *check_phone(values["phone"])]
    if values["nik"]:
        problems += check_nik(values["nik"], today)
        if niks.count(values["nik"]) > 1:
            found.append(_("NIK ini ada pada beberapa baris tempelan."))
    else:
        problems += check_without_nik([kind.code], [kind.name], values["no_nik_reason"])
    problems += check_record(kind.rules, values["criteria"], values["disabilities"], values["sex"])
    if kind.subject is Subject.PERSON and (kind.rules.strict_age or not values["exception_reason"]):
        problems += doubt_age(kind.rules, values["birth_date"], day)
    return (*found, *(problem.text for problem in problems))


def _lookups(session: Session, kinds: Mapping[str, KindFacts]) -> Lookups:
    said = [
        KindSaid(
            kind.code,
            kind.register,
            kind.name,
            kind.abbreviation,
            kind.subject,
            kind.rules.minimum_age,
            kind.rules.maximum_age,
            kind.rules.sex,
            kind.rules.needs_disability,
            frozenset(letter for letter, _text in kind.criteria),
        )
        for kind in kinds.values()
    ]
    desa: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for place in regions.list_desa(session):
        desa[fold_place(place.name.rpartition(",")[0])] += (place.code,)
    return Lookups(
        {word: kind.code for word, kind in words_of_kinds(said).items()},
        desa,
        {fold_place(place.name): place.code for place in regions.list_kecamatan(session)},
    )
