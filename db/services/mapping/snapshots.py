"""Locking a round: what it counted is copied in one transaction and never changes again (peers.md row 89)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, insert, literal, or_, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.mapping import Kind, MappingRecord
from db.models.office import Office
from db.models.officers import Assignment, Officer, serves_on
from db.models.people import Person
from db.models.regions import Region
from db.models.rounds import HeadCount, RoundCount, RoundFigure, RoundPeople, RoundRecord, RoundSheet
from db.rules.access import Right
from db.rules.mapping import Register
from db.rules.officers import AssignmentKind
from db.rules.problems import refuse
from db.rules.recaps import FIRST_AGES, AgeGroup, age_group_of, last_birth
from db.rules.rounds import ROSTER_KIND, SheetState
from db.rules.words import _
from db.services.mapping.rounds import find_open
from db.services.mapping.sheets import step

Tick = Callable[[int], object]
KECAMATAN = 6  # digits of its code


@dataclass(frozen=True)
class LockPreview:
    """What locking would freeze, and what speaks against it."""

    kecamatan: int  # steps of the work
    cases: int
    sheets: int
    not_validated: int
    white: int  # cells that nobody has surveyed


@needs(Right.READ)
def preview_lock(session: Session, round_id: int) -> LockPreview:
    """What would be locked, to ask before it is done."""
    from db.services.mapping.rounds import get_progress

    progress = get_progress(session, round_id)
    cases = session.scalars(
        select(func.count()).select_from(MappingRecord).where(MappingRecord.closed_on.is_(None))
    ).one()
    return LockPreview(
        len(_kecamatan(session)),
        cases,
        progress.sheets,
        progress.sheets - progress.count(SheetState.VALIDATED),
        progress.cells - progress.surveyed,
    )


@needs(Right.MAPPING)
def lock_round(
    session: Session, round_id: int, *, at: datetime, today: date, tick: Tick = lambda _done: None
) -> int:
    """Freeze the cases in force now by desa, kind, sex and age on the reference date; returns how many.

    `tick` is told after each kecamatan, and ends the work by raising: then nothing is locked.
    """
    found = find_open(session, round_id)
    if today < found.begins_on:
        raise refuse(_("{name} belum mulai, jadi belum dapat dikunci.").format(name=found.name))
    for place, code in enumerate(_kecamatan(session), 1):
        _freeze_kecamatan(session, round_id, found.reference_date, code)
        tick(place)
    _freeze_officers(session, round_id, found.reference_date)
    session.execute(
        insert(RoundCount).from_select(
            ["round_id", "desa_code", "kind_code", "males", "females", "total"],
            select(
                RoundSheet.round_id,
                RoundSheet.desa_code,
                HeadCount.kind_code,
                HeadCount.males,
                HeadCount.females,
                HeadCount.total,
            )
            .join(RoundSheet, RoundSheet.id == HeadCount.sheet_id)
            .where(RoundSheet.round_id == round_id),
        )
    )
    for sheet in session.scalars(select(RoundSheet).where(RoundSheet.round_id == round_id)):
        step(session, sheet, SheetState.LOCKED, on=today)
    session.flush()
    found.locked_at, found.locked_by = at, actor_of(session).name
    session.flush()  # from here on the database refuses any change
    return session.scalars(
        select(func.count()).select_from(RoundRecord).where(RoundRecord.round_id == round_id)
    ).one()


def _freeze_kecamatan(session: Session, round_id: int, on: date, kecamatan_code: str) -> None:
    counted = (MappingRecord.closed_on.is_(None), MappingRecord.kecamatan_code == kecamatan_code)
    columns = (MappingRecord.id, MappingRecord.kind_code, MappingRecord.desa_code, MappingRecord.sex)
    session.execute(
        insert(RoundRecord).from_select(
            ["round_id", "record_id", "kind_code", "desa_code", "sex", "born"],
            select(literal(round_id), *columns, MappingRecord.born).where(*counted),
        )
    )
    group = _age_group(on)
    by = (MappingRecord.desa_code, MappingRecord.kind_code, MappingRecord.sex)
    session.execute(
        insert(RoundFigure).from_select(
            ["round_id", "desa_code", "kind_code", "sex", "age_group", "cases"],
            select(literal(round_id), *by, group, func.count()).where(*counted).group_by(*by, group),
        )
    )
    subjects = (MappingRecord.person_id, MappingRecord.family_id, MappingRecord.collective_id)
    people = sum((func.count(subject.distinct()) for subject in subjects), start=literal(0))
    session.execute(
        insert(RoundPeople).from_select(
            ["round_id", "desa_code", "register", "people"],
            select(literal(round_id), MappingRecord.desa_code, Kind.register, people)
            .join(Kind, Kind.code == MappingRecord.kind_code)
            .where(*counted)
            .group_by(MappingRecord.desa_code, Kind.register),
        )
    )


def _freeze_officers(session: Session, round_id: int, on: date) -> None:
    """The TKSK of the day as PSKS-11, each once, where he or she is definitive."""
    query = (
        select(Officer.id, Assignment.kecamatan_code, Assignment.kind, Person.sex, Person.birth_date)
        .join(Assignment, Assignment.officer_id == Officer.id)
        .join(Person, Person.id == Officer.person_id)
        .where(serves_on(on))
    )
    rows = sorted(session.execute(query), key=lambda row: (row[2] is not AssignmentKind.DEFINITIVE, row[1]))
    seats: dict[int, tuple[str, str, AgeGroup]] = {}
    for officer, kecamatan, _kind, sex, born in rows:
        seats.setdefault(officer, (kecamatan, sex or "", age_group_of(born, on)))
    figures: dict[tuple[str, str, AgeGroup], int] = {}
    people: dict[str, int] = {}
    for seat in seats.values():
        figures[seat] = figures.get(seat, 0) + 1
        people[seat[0]] = people.get(seat[0], 0) + 1
    session.add_all(
        RoundFigure(
            round_id=round_id, desa_code=code, kind_code=ROSTER_KIND, sex=sex, age_group=group, cases=number
        )
        for (code, sex, group), number in figures.items()
    )
    session.add_all(
        RoundPeople(round_id=round_id, desa_code=code, register=Register.PSKS, people=number)
        for code, number in people.items()
    )
    session.flush()


def _age_group(on: date) -> ColumnElement[str]:
    """The age group as the database reckons it, the oldest first."""
    born = MappingRecord.born
    whens = [(born <= last_birth(age, on), group.value) for group, age in FIRST_AGES.items()]
    return case(*((when, literal(group)) for when, group in whens), else_=literal(AgeGroup.UNKNOWN.value))


def _kecamatan(session: Session) -> list[str]:
    """Those of the office, and any other that something is recorded in."""
    regency = session.scalars(select(Office.regency_code)).one()
    recorded = select(MappingRecord.kecamatan_code).where(MappingRecord.closed_on.is_(None)).distinct()
    query = select(Region.code).where(
        Region.level == KECAMATAN, or_(Region.code.startswith(regency), Region.code.in_(recorded))
    )
    return list(session.scalars(query.order_by(Region.code)))
