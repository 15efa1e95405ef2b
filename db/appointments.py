"""Making somebody an officer, for the services that do: by hand, by decree, after a selection."""

from datetime import date
from gettext import gettext as _

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.officers import Assignment, Decree, Officer
from db.models.people import Person
from db.models.regions import Region
from db.rules.officers import AssignmentKind, Term, check_single_holder
from db.rules.problems import refuse, require


def find_officer(session: Session, person: Person, niat: str | None) -> Officer:
    """The officer record of a person, made if there is none; a NIAT belongs to one person only."""
    if niat:
        owner = session.scalars(select(Officer).where(Officer.niat == niat)).first()
        if owner is not None and owner.person_id != person.id:
            raise refuse(
                _("NIAT {niat} sudah dimiliki {name}.").format(niat=niat, name=owner.person.name), "niat"
            )
    officer = session.scalars(select(Officer).where(Officer.person_id == person.id)).first()
    if officer is None:
        officer = Officer(person=person, niat=niat)
        session.add(officer)
        session.flush()
    elif niat and not officer.niat:
        officer.niat = niat
    return officer


def appoint(
    session: Session,
    officer: Officer,
    kecamatan_code: str,
    starts_on: date,
    ends_on: date | None,
    decree: Decree | None,
) -> Assignment:
    """Give a kecamatan its definitive officer; refuses, naming the other, when it has one on that day."""
    kecamatan = session.get(Region, kecamatan_code)
    if kecamatan is None:
        raise refuse(_("Pilih kecamatan dari daftar."), "kecamatan_code")
    held = session.scalars(
        select(Assignment).where(
            Assignment.kecamatan_code == kecamatan_code, Assignment.kind == AssignmentKind.DEFINITIVE
        )
    )
    terms = [Term(other.officer.person.full_name, other.starts_on, other.ends_on) for other in held]
    require(check_single_holder(kecamatan.name, terms, starts_on, ends_on))
    assignment = Assignment(
        officer=officer,
        kecamatan=kecamatan,
        kind=AssignmentKind.DEFINITIVE,
        starts_on=starts_on,
        ends_on=ends_on,
        decree=decree,
    )
    session.add(assignment)
    session.flush()
    return assignment
