"""Rounds of data: begun for all desa at once, watched, and locked (domain.md 2.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.mapping import Kind
from db.models.office import Office
from db.models.officers import Assignment, Officer, serves_on
from db.models.people import Person
from db.models.regions import Region
from db.models.rounds import HeadCount, Round, RoundCount, RoundFigure, RoundSheet, SheetStep, SurveyKit
from db.records import copy, hold, merge
from db.rules.access import Right
from db.rules.mapping import is_official
from db.rules.office import full_name
from db.rules.officers import AssignmentKind
from db.rules.problems import refuse, require
from db.rules.rounds import ROSTER_KIND, Progress, check_round, count_states
from db.rules.words import _
from db.services.mapping.named_cells import named_cells

DESA = 10  # digits of its code


@dataclass(frozen=True)
class RoundFacts:
    """One round, as lists and the head of the page show it."""

    id: int
    name: str
    year: int
    reference_date: date
    begins_on: date
    ends_on: date
    locked_at: datetime | None
    locked_by: str
    note: str

    @property
    def locked(self) -> bool:
        return self.locked_at is not None


@needs(Right.READ)
def list_rounds(session: Session) -> list[RoundFacts]:
    """All rounds, the newest first."""
    query = select(Round).order_by(Round.reference_date.desc(), Round.id.desc())
    return [copy(RoundFacts, found) for found in session.scalars(query)]


@needs(Right.READ)
def get_round(session: Session, round_id: int) -> RoundFacts:
    """One round."""
    return copy(RoundFacts, session.get_one(Round, round_id))


@needs(Right.MAPPING)
def create_round(session: Session, values: Mapping[str, Any], *, today: date) -> int:
    """Begin a round with a sheet for each desa; the TKSK of its kecamatan is proposed as its officer."""
    found = Round()
    _write(session, found, {}, values)
    session.add(found)
    session.flush()
    add_missing_sheets(session, found.id, today=today)
    return found.id


@needs(Right.MAPPING)
def change_round(
    session: Session, round_id: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Change the name or the days of a round that is not locked."""
    _write(session, find_open(session, round_id), before, after)
    session.flush()


@needs(Right.MAPPING)
def remove_round(session: Session, round_id: int) -> None:
    """Take a round back while nobody has said anything in it."""
    found = find_open(session, round_id)
    sheets = select(RoundSheet.id).where(RoundSheet.round_id == round_id)
    for kind, text in (
        (HeadCount, _("{name} sudah berisi angka desa; putaran ini tidak dapat dihapus.")),
        (SurveyKit, _("{name} sudah punya paket pendataan; putaran ini tidak dapat dihapus.")),
    ):
        if session.scalar(select(kind.id).where(kind.sheet_id.in_(sheets)).limit(1)) is not None:
            raise refuse(text.format(name=found.name))
    for step in session.scalars(select(SheetStep).where(SheetStep.sheet_id.in_(sheets))):
        session.delete(step)
    session.flush()
    for sheet in session.scalars(select(RoundSheet).where(RoundSheet.round_id == round_id)):
        session.delete(sheet)
    session.flush()
    session.delete(found)
    session.flush()


@needs(Right.MAPPING)
def add_missing_sheets(session: Session, round_id: int, *, today: date) -> int:
    """A sheet for each desa of the kabupaten that has none yet. Returns how many came."""
    found = find_open(session, round_id)
    known = set(session.scalars(select(RoundSheet.desa_code).where(RoundSheet.round_id == round_id)))
    officers = officers_on(session, max(found.begins_on, min(today, found.ends_on)))
    added = [code for code in desa_in_use(session, found.ends_on) if code not in known]
    session.add_all(
        RoundSheet(
            round_id=round_id,
            desa_code=code,
            recorder=officers.get(code[:6], ""),
            begins_on=found.begins_on,
            ends_on=found.ends_on,
        )
        for code in added
    )
    session.flush()
    return len(added)


@needs(Right.READ)
def get_progress(session: Session, round_id: int) -> Progress:
    """How far a round has come, for the overview on top."""
    found = session.get_one(Round, round_id)
    states = session.scalars(select(RoundSheet.state).where(RoundSheet.round_id == round_id)).all()
    kinds = set(asked_kinds(session, found))
    said = session.execute(
        select(RoundSheet.desa_code, HeadCount.kind_code)
        .join(RoundSheet, RoundSheet.id == HeadCount.sheet_id)
        .where(RoundSheet.round_id == round_id)
    )
    cells = {(place, kind) for place, kind in said if kind in kinds}
    desa = set(session.scalars(select(RoundSheet.desa_code).where(RoundSheet.round_id == round_id)))
    cells |= {cell for cell in named_cells(session, found) if cell[0] in desa and cell[1] in kinds}
    kits = session.execute(
        select(func.count(), func.count(SurveyKit.returned_at))
        .join(RoundSheet, RoundSheet.id == SurveyKit.sheet_id)
        .where(RoundSheet.round_id == round_id)
    ).one()
    return Progress(
        found.begins_on,
        found.ends_on,
        found.locked_at is not None,
        count_states(states),
        len(states) * len(kinds),
        len(cells),
        kits[0],
        kits[1],
    )


@needs(Right.READ)
def propose_round(session: Session, *, today: date) -> dict[str, Any]:
    """A round of the half year that it is, as a form begins."""
    half = 1 if today.month <= 6 else 2
    first, last = (date(today.year, 1, 1), date(today.year, 6, 30))
    if half == 2:
        first, last = date(today.year, 7, 1), date(today.year, 12, 31)
    name = _("Semester {half} {year}").format(half="I" * half, year=today.year)
    known = set(session.scalars(select(Round.name)))
    return {
        "name": "" if name in known else name,
        "year": today.year,
        "reference_date": last,
        "begins_on": first,
        "ends_on": last,
        "note": "",
    }


@needs(Right.READ)
def asked_kinds(session: Session, found: Round | None = None) -> list[str]:
    """The kinds that every desa is asked about, in official order; the TKSK stand in the roster.

    found: a round; a locked one stays with its own, whatever is closed or opened since.
    """
    query = select(Kind.code).where(is_asked(found), Kind.code != ROSTER_KIND)
    return [
        code for code in session.scalars(query.order_by(Kind.register, Kind.position)) if is_official(code)
    ]


def is_asked(found: Round | None) -> ColumnElement[bool]:
    """Kinds in force; of a locked round those of the day it was locked, and whatever it has frozen."""
    if found is None or found.locked_at is None:
        return Kind.valid_until.is_(None)
    day = found.locked_at.date()
    frozen = [
        Kind.code.in_(select(table.kind_code).where(table.round_id == found.id))
        for table in (RoundFigure, RoundCount)
    ]
    began = or_(Kind.valid_from.is_(None), Kind.valid_from <= day)
    return or_(and_(began, or_(Kind.valid_until.is_(None), Kind.valid_until >= day)), *frozen)


@needs(Right.READ)
def desa_in_use(session: Session, on: date) -> list[str]:
    """The desa and kelurahan of the kabupaten on a day."""
    regency = session.scalars(select(Office.regency_code)).one()
    query = select(Region.code).where(
        Region.level == DESA,
        Region.code.startswith(regency),
        or_(Region.closed_on.is_(None), Region.closed_on > on),
    )
    return list(session.scalars(query.order_by(Region.code)))


@needs(Right.READ)
def officers_on(session: Session, on: date) -> dict[str, str]:
    """Who serves in each kecamatan on a day: the definitive officer first, else the interim."""
    query = (
        select(Assignment.kecamatan_code, Assignment.kind, Person)
        .join(Officer, Officer.id == Assignment.officer_id)
        .join(Person, Person.id == Officer.person_id)
        .where(serves_on(on))
        .order_by(Assignment.starts_on)
    )
    rows = sorted(session.execute(query), key=lambda row: row[1] is AssignmentKind.DEFINITIVE)
    return {
        code: full_name(person.front_title, person.name, person.back_title) for code, _kind, person in rows
    }


@needs(Right.READ)
def find_open(session: Session, round_id: int) -> Round:
    """A round that may still be changed, held until the end of the transaction."""
    found = hold(session, Round, round_id)
    if found.locked_at is not None:
        text = _("{name} sudah dikunci; angkanya tidak berubah lagi.")
        raise refuse(text.format(name=found.name))
    return found


def _write(session: Session, found: Round, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    values = dict(after) | {"name": str(after.get("name") or "").strip()}
    require(check_round(values["name"], values["reference_date"], values["begins_on"], values["ends_on"]))
    same = select(Round.id).where(Round.name == values["name"], Round.id != (found.id or 0))
    if session.scalar(same) is not None:
        raise refuse(_("Sudah ada putaran bernama “{name}”.").format(name=values["name"]), "name")
    values["note"] = str(values.get("note") or "").strip()
    if found.id is None:
        for field, value in values.items():
            setattr(found, field, value)
    else:
        merge(session, found, before, values)
