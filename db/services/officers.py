"""The roster: who serves where on a day, who leaves, who comes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from db.access import needs
from db.appointments import (
    appoint,
    find_kecamatan,
    find_officer,
    require_definitive,
    require_interim,
)
from db.models.office import Office
from db.models.officers import Assignment, Officer
from db.people import address_of, complete_person
from db.records import merge
from db.roster import PostRow, PostTotals, count_totals, matches, read_posts
from db.rules.access import Right
from db.rules.dates import long_date, short_date
from db.rules.office import digits
from db.rules.officers import (
    AssignmentKind,
    PostState,
    assignment_label,
    check_niat,
    check_term,
)
from db.rules.people import mask_nik
from db.rules.problems import refuse, require
from db.rules.words import _

TERM = {"kecamatan_code", "kind", "starts_on", "ends_on"}  # what may clash with another term


@dataclass(frozen=True)
class OfficerFacts:
    """The card of one officer."""

    id: int
    person_id: int
    name: str
    niat: str
    masked_nik: str
    phone: str
    address: str
    first_year: int | None
    note: str
    posts: tuple[str, ...]  # Utan: 02-01-2015 s.d. 09-04-2020 (ikut Pilkades)


@dataclass(frozen=True)
class TermFacts:
    """One officer's time in one kecamatan: by which decree it began, by which letter it ended."""

    id: int  # of the assignment
    officer_id: int
    officer: str
    kecamatan_code: str
    kecamatan: str
    starts_on: date
    ends_on: date | None
    decree: str  # number; empty when put on the roster by hand
    end_letter_number: str
    end_letter_on: date | None
    stays: str  # why the kecamatan cannot be corrected; empty when it can
    kind: AssignmentKind = AssignmentKind.DEFINITIVE


@needs(Right.READ)
def list_posts(session: Session, on: date, text: str = "", state: PostState | None = None) -> list[PostRow]:
    """The roster as of a day; empty posts first, then by name of the kecamatan."""
    regency = session.scalars(select(Office.regency_code)).one()

    def ask(question: str) -> Iterable[Sequence[Any]]:
        typed = sql(question).bindparams(bindparam("day", on, Date), bindparam("regency", f"{regency}%"))
        return session.execute(typed)

    return [row for row in read_posts(ask, on) if matches(row, text, state)]


@needs(Right.READ)
def post_totals(session: Session, on: date) -> PostTotals:
    """How many posts are held, acted for and empty on a day."""
    return count_totals(list_posts(session, on))


@needs(Right.READ)
def get_officer(session: Session, officer_id: int) -> OfficerFacts:
    """The card of one officer, with every post held."""
    officer = session.get_one(Officer, officer_id)
    person = officer.person
    return OfficerFacts(
        id=officer.id,
        person_id=person.id,
        name=person.full_name,
        niat=officer.niat or "",
        masked_nik=mask_nik(person.nik),
        phone=person.phone,
        address=address_of(session, person),
        first_year=officer.first_year,
        note=officer.note,
        posts=tuple(_said(assignment) for assignment in reversed(officer.assignments)),
    )


@needs(Right.READ)
def find_term(session: Session, assignment_id: int) -> TermFacts | None:
    """The term behind one row of the roster: the present one, or the last one of an empty post.

    None when it was taken back since the roster was read.
    """
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        return None
    return TermFacts(
        id=assignment.id,
        officer_id=assignment.officer_id,
        officer=assignment.officer.person.full_name,
        kecamatan_code=assignment.kecamatan_code,
        kecamatan=assignment.kecamatan.name,
        starts_on=assignment.starts_on,
        ends_on=assignment.ends_on,
        decree=assignment.decree_number,
        end_letter_number=assignment.end_letter_number,
        end_letter_on=assignment.end_letter_on,
        stays=stays(assignment),
        kind=assignment.kind,
    )


@needs(Right.OFFICERS)
def add_officer(
    session: Session,
    person_id: int | None,
    person: Mapping[str, Any],
    *,
    niat: str,
    kecamatan_code: str,
    starts_on: date,
    ends_on: date | None,
    today: date,
) -> int:
    """Put somebody on the roster by hand. Returns the officer's id; refuses a post that is held."""
    require([*check_niat(niat), *check_term(starts_on, ends_on)])
    record = complete_person(session, person_id, person, today)
    officer = find_officer(session, record, digits(niat) or None)
    appoint(session, officer, kecamatan_code, starts_on, ends_on, None)
    return officer.id


@needs(Right.OFFICERS)
def correct_term(
    session: Session, assignment_id: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Put right what was typed wrongly: kecamatan_code, kind, starts_on, ends_on or decree_id."""
    assignment = session.get_one(Assignment, assignment_id)
    typed = {field: value for field, value in after.items() if value != before[field]}
    now = {name: typed.get(name, getattr(assignment, name)) for name in TERM}
    starts_on, ends_on = now["starts_on"], now["ends_on"]
    if ends_on is not None and ends_on < starts_on:
        if "ends_on" in typed:
            require(check_term(starts_on, ends_on))
        text = _("Penugasan ini berakhir {day}; tanggal mulainya tidak boleh sesudah itu.")
        raise refuse(text.format(day=long_date(ends_on)), "starts_on")
    if now["kecamatan_code"] != assignment.kecamatan_code and (reason := stays(assignment)):
        raise refuse(reason, "kecamatan_code")
    if typed.keys() & TERM:
        kecamatan, officer = find_kecamatan(session, now["kecamatan_code"], ends_on), assignment.officer
        if now["kind"] is AssignmentKind.DEFINITIVE:
            require_definitive(session, officer, kecamatan, starts_on, ends_on, assignment)
        else:
            last = require_interim(session, officer, kecamatan, now["kind"], starts_on, ends_on, assignment)
            before = {"ends_on": assignment.ends_on, **before}
            after = {**after, "ends_on": last}
    merge(session, assignment, before, after)


def stays(assignment: Assignment) -> str:
    """Why the kecamatan of a term cannot be corrected; empty when it can."""
    if assignment.decree:
        text = _("Kecamatan tidak dapat diubah karena tercantum dalam SK {number}.")
        return text.format(number=assignment.decree.number)
    if assignment.end_reason or assignment.end_letter_number:
        return _("Kecamatan tidak dapat diubah karena berhentinya sudah dicatat.")
    return ""


def _said(assignment: Assignment) -> str:
    until = short_date(assignment.ends_on) if assignment.ends_on else _("sekarang")
    kind = assignment.kind
    interim = "" if kind is AssignmentKind.DEFINITIVE else f" ({assignment_label(kind)})"
    said = f"{assignment.kecamatan.name}{interim}: {short_date(assignment.starts_on)} s.d. {until}"
    why = assignment.end_detail or assignment.end_reason
    return f"{said} ({why})" if why else said
