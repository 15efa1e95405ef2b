"""Locking a round: what it counted is copied in one transaction and never changes again (peers.md row 89)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, func, insert, literal, or_, select, text, update
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.mapping import MappingRecord
from db.models.office import Office
from db.models.regions import Region
from db.models.rounds import (
    HeadCount,
    Round,
    RoundCount,
    RoundFigure,
    RoundPeople,
    RoundRecord,
    RoundSheet,
    SheetStep,
)
from db.rules.access import Right
from db.rules.mapping import Register
from db.rules.problems import refuse
from db.rules.recaps import AgeGroup, age_group_of
from db.rules.rounds import ROSTER_KIND, SheetState
from db.rules.words import _
from db.services.mapping.named_cells import named_cells
from db.services.mapping.recaps import list_seats
from db.services.mapping.rounds import find_open, get_progress
from db.tallies import DESA, count_cases, count_people

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
    progress = get_progress(session, round_id)
    cases = sum(named_cells(session, session.get_one(Round, round_id)).values())
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
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        session.execute(text("LOCK TABLE mapping_record IN SHARE MODE"))
    for place, code in enumerate(_kecamatan(session), 1):
        _freeze_records(session, round_id, code)
        tick(place)
    _freeze_figures(session, round_id, found.reference_date)
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
    _lock_sheets(session, found, today)
    found = session.get_one(Round, round_id)
    found.locked_at, found.locked_by = at, actor_of(session).name
    session.flush()  # from here on the database refuses any change
    return session.scalars(
        select(func.count()).select_from(RoundRecord).where(RoundRecord.round_id == round_id)
    ).one()


def _freeze_records(session: Session, round_id: int, kecamatan_code: str) -> None:
    columns = (MappingRecord.id, MappingRecord.kind_code, MappingRecord.desa_code, MappingRecord.sex)
    session.execute(
        insert(RoundRecord).from_select(
            ["round_id", "record_id", "kind_code", "desa_code", "sex", "born"],
            select(literal(round_id), *columns, MappingRecord.born).where(
                MappingRecord.closed_on.is_(None), MappingRecord.kecamatan_code == kecamatan_code
            ),
        )
    )


def _freeze_figures(session: Session, round_id: int, on: date) -> None:
    """From the figures that the database keeps in step with the records, for the ages of the day."""
    names = ("desa_code", "kind_code", "sex", "age_group")
    cases = count_cases(session, DESA, on, by=("place", *names[1:]))
    figures = [
        {"round_id": round_id, **dict(zip(names, key, strict=True)), "cases": n} for key, n in cases.items()
    ]
    people = [
        {"round_id": round_id, "desa_code": desa, "register": register, "people": number}
        for register in Register
        for (desa,), number in count_people(session, DESA, on, register).items()
    ]
    for table, rows in ((RoundFigure, figures), (RoundPeople, people)):
        if rows:
            session.execute(insert(table), rows)


def _lock_sheets(session: Session, found: Round, today: date) -> None:
    """All sheets at once; each keeps the step in its history."""
    own = RoundSheet.round_id == found.id
    columns = (literal(SheetState.LOCKED.value), literal(today, Date()), literal(actor_of(session).name))
    session.execute(
        insert(SheetStep).from_select(
            ["sheet_id", "state", "on_day", "by", "note"],
            select(RoundSheet.id, *columns, literal("")).where(own),
        )
    )
    session.execute(
        update(RoundSheet).where(own).values(state=SheetState.LOCKED, version=RoundSheet.version + 1),
        execution_options={
            "note": _("Semua lembar {name} dikunci").format(name=found.name),
            "synchronize_session": False,
        },
    )
    session.expire_all()


def _freeze_officers(session: Session, round_id: int, on: date) -> None:
    """The definitive TKSK of the day as PSKS-11, each in the kecamatan."""
    seats = [(seat.kecamatan_code, seat.sex, age_group_of(seat.born, on)) for seat in list_seats(session, on)]
    figures: dict[tuple[str, str, AgeGroup], int] = {}
    people: dict[str, int] = {}
    for seat in seats:
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


def _kecamatan(session: Session) -> list[str]:
    """Those of the office, and any other that something is recorded in."""
    regency = session.scalars(select(Office.regency_code)).one()
    recorded = select(MappingRecord.kecamatan_code).where(MappingRecord.closed_on.is_(None)).distinct()
    query = select(Region.code).where(
        Region.level == KECAMATAN, or_(Region.code.startswith(regency), Region.code.in_(recorded))
    )
    return list(session.scalars(query.order_by(Region.code)))
