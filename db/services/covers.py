"""Who serves for the time being where an officer has left."""

import math
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.appointments import appoint_interim, find_officer
from db.models.officers import Assignment, Officer, serves_on
from db.models.people import Person
from db.models.regions import Region
from db.people import complete_person
from db.rules.access import Right
from db.rules.exits import check_cover, cover_from, cover_until
from db.rules.office import digits
from db.rules.officers import AssignmentKind, serves
from db.rules.people import is_same_name
from db.rules.problems import refuse, require
from db.rules.words import _
from db.services.settings import get_limits


@dataclass(frozen=True)
class CoverForm:
    """Who serves for the time being: an officer of the roster, or somebody else by name; and from when."""

    officer_id: int | None = None
    name: str = ""
    nik: str = ""
    job: str = ""
    address: str = ""
    starts_on: date | None = None  # as a rule says, where nobody has chosen


@dataclass(frozen=True)
class CoverChoice:
    """An officer who may cover, the nearest first."""

    officer_id: int
    name: str
    kecamatan: str


@needs(Right.READ)
def list_covers(session: Session, kecamatan_code: str, on: date) -> list[CoverChoice]:
    """Who is definitive in another kecamatan on a day, the nearest kecamatan first."""
    here = session.get_one(Region, kecamatan_code)
    query = (
        select(Assignment)
        .where(
            Assignment.kind == AssignmentKind.DEFINITIVE,
            Assignment.kecamatan_code != kecamatan_code,
            serves_on(on),
        )
        .options(joinedload(Assignment.kecamatan), joinedload(Assignment.officer).joinedload(Officer.person))
    )

    def distance(term: Assignment) -> tuple[float, str]:
        there, spots = term.kecamatan, []
        for region in (here, term.kecamatan):
            if region.latitude is None or region.longitude is None:
                return math.inf, there.name
            spots.append((region.latitude, region.longitude))
        return math.dist(*spots), there.name

    return [
        CoverChoice(term.officer_id, term.officer.person.full_name, term.kecamatan.name)
        for term in sorted(session.scalars(query), key=distance)
    ]


@needs(Right.OFFICERS)
def appoint_cover(
    session: Session, assignment: Assignment, form: CoverForm | None, left_on: date, today: date
) -> Assignment:
    """Double duty for an officer of another kecamatan, else Plt; for as long as the office's limit says.

    left_on: the first day on which nobody serves.
    """
    if form is None or not (form.officer_id or form.name.strip()):
        raise refuse(_("Pilih siapa yang bertugas sementara."), "cover")
    starts_on = form.starts_on or cover_from(today, left_on)
    require(check_cover(starts_on, left_on))
    if form.officer_id:
        officer = session.get_one(Officer, form.officer_id)
    else:
        officer = find_officer(session, _person(session, form, today), None)
        officer.main_job = form.job.strip() or officer.main_job
    own = any(t.kind is AssignmentKind.DEFINITIVE and serves(t, starts_on) for t in officer.assignments)
    kind = AssignmentKind.DOUBLE if own else AssignmentKind.ACTING
    until = cover_until(starts_on, get_limits(session).acting_months)
    return appoint_interim(session, officer, assignment.kecamatan_code, kind, starts_on, until, None)


def _person(session: Session, form: CoverForm, today: date) -> Person:
    """Who was typed: the person with this NIK, if it is the same one, else somebody new."""
    nik = digits(form.nik)
    known = session.scalars(select(Person).where(Person.nik == nik)).first() if nik else None
    if known is not None and not is_same_name(known.name, form.name):
        text = _("NIK ini milik {name}. Periksa NIK atau nama yang bertugas sementara.")
        raise refuse(text.format(name=known.name), "nik")
    values = {"name": form.name, "nik": nik, "address": form.address}
    return complete_person(session, known.id if known else None, values, today)
