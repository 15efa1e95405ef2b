"""Assignments over time: definitive, Plt and double duty, each from a day until a day and by a decree."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.appointments import appoint, appoint_interim, end_term, find_officer, terms_of
from db.models.officers import Assignment, Decree, Officer, serves_on
from db.models.people import Person
from db.models.regions import Region
from db.people import complete_person
from db.rules.access import Right
from db.rules.office import full_name
from db.rules.officers import AssignmentKind, check_term, warn_of_interim
from db.rules.problems import refuse, require
from db.rules.words import _
from db.services.officers import stays


@dataclass(frozen=True)
class AssignmentRow:
    """One term of one officer in one kecamatan."""

    id: int
    officer_id: int
    officer: str
    kecamatan_code: str
    kecamatan: str
    kind: AssignmentKind
    starts_on: date
    ends_on: date | None
    decree_id: int | None
    decree: str
    cause: str  # why it ended
    stays: str  # why the kecamatan cannot be corrected; empty when it can


@dataclass(frozen=True)
class AssignmentForm:
    """A term as typed."""

    officer_id: int | None  # None: somebody who is no officer yet
    kecamatan_code: str
    kind: AssignmentKind
    starts_on: date
    ends_on: date | None
    decree_id: int | None


@dataclass(frozen=True)
class OfficerChoice:
    """Somebody who may serve: where he or she is definitive on the day."""

    id: int
    name: str
    kecamatan: str


@needs(Right.READ)
def list_assignments(
    session: Session, kecamatan_code: str = "", officer_id: int | None = None
) -> list[AssignmentRow]:
    """Everybody who served in a kecamatan, or every post of an officer; newest first."""
    of_kecamatan = Assignment.kecamatan_code == kecamatan_code
    query = select(Assignment).where(
        of_kecamatan if officer_id is None else Assignment.officer_id == officer_id
    )
    found = session.scalars(
        query.order_by(Assignment.starts_on.desc(), Assignment.id.desc()).options(
            joinedload(Assignment.kecamatan),
            joinedload(Assignment.decree),
            joinedload(Assignment.officer).joinedload(Officer.person),
        )
    )
    return [_row(assignment) for assignment in found]


@needs(Right.READ)
def list_choices(session: Session, on: date) -> list[OfficerChoice]:
    """All who are or were officers, by name; with the kecamatan where they are definitive on the day."""
    serving = (
        select(Assignment.officer_id, Region.name)
        .join(Region, Region.code == Assignment.kecamatan_code)
        .where(Assignment.kind == AssignmentKind.DEFINITIVE, serves_on(on))
    )
    held = {officer_id: name for officer_id, name in session.execute(serving)}
    names = select(Officer.id, Person.front_title, Person.name, Person.back_title).join(Officer.person)
    return [
        OfficerChoice(officer_id, full_name(*parts), held.get(officer_id, ""))
        for officer_id, *parts in session.execute(names.order_by(Person.name, Officer.id))
    ]


@needs(Right.OFFICERS)
def add_assignment(
    session: Session,
    form: AssignmentForm,
    *,
    today: date,
    person_id: int | None = None,
    person: dict[str, Any] | None = None,
) -> int:
    """Note a term. Returns its id; refuses, naming the other, what cannot be on the same day.

    person: who serves, where the form names no officer.
    """
    require(check_term(form.starts_on, form.ends_on))
    if form.officer_id is not None:
        officer = session.get_one(Officer, form.officer_id)
    elif person:
        officer = find_officer(session, complete_person(session, person_id, person, today), None)
    else:
        raise refuse(_("Pilih siapa yang bertugas."), "officer_id")
    decree = session.get_one(Decree, form.decree_id) if form.decree_id else None
    code, starts_on, ends_on = form.kecamatan_code, form.starts_on, form.ends_on
    if form.kind is AssignmentKind.DEFINITIVE:
        return appoint(session, officer, code, starts_on, ends_on, decree).id
    return appoint_interim(session, officer, code, form.kind, starts_on, ends_on, decree).id


@needs(Right.READ)
def warn_of_assignment(
    session: Session, kecamatan_code: str, kind: AssignmentKind, starts_on: date, ends_on: date | None
) -> str:
    """What to know before an interim is noted; empty where there is nothing."""
    if kind is AssignmentKind.DEFINITIVE:
        return ""
    definitive = terms_of(session, kecamatan_code, definitive=True)
    return warn_of_interim(definitive, starts_on, ends_on)


@needs(Right.OFFICERS)
def close_interim(session: Session, assignment_id: int, last_day: date, reason: str) -> None:
    """End a Plt or a double duty; somebody definitive leaves by an exit, with its papers."""
    assignment = session.get_one(Assignment, assignment_id)
    if assignment.kind is AssignmentKind.DEFINITIVE:
        raise refuse(_("Tugas definitif diakhiri lewat “Berhenti / mengundurkan diri”."))
    require(check_term(assignment.starts_on, last_day))
    if assignment.ends_on is not None and assignment.ends_on < last_day:
        raise refuse(_("Tugas ini sudah berakhir lebih dahulu; betulkan tanggal selesainya."), "ends_on")
    assignment.end_reason = ""
    end_term(assignment, last_day, reason.strip())


def _row(assignment: Assignment) -> AssignmentRow:
    return AssignmentRow(
        id=assignment.id,
        officer_id=assignment.officer_id,
        officer=assignment.officer.person.full_name,
        kecamatan_code=assignment.kecamatan_code,
        kecamatan=assignment.kecamatan.name,
        kind=assignment.kind,
        starts_on=assignment.starts_on,
        ends_on=assignment.ends_on,
        decree_id=assignment.decree_id,
        decree=assignment.decree_number,
        cause=assignment.cause,
        stays=stays(assignment),
    )
