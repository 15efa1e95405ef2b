"""Making somebody an officer, for the services that do: by hand, by decree, after a selection."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.models.officers import Assignment, Decree, Officer
from db.models.people import Person
from db.models.regions import Region
from db.rules.dates import long_date
from db.rules.officers import AssignmentKind, Term, check_single_holder
from db.rules.problems import refuse, require
from db.rules.words import _

KECAMATAN = 6  # digits of its code


def require_own_niat(session: Session, person: Person, niat: str | None) -> None:
    """A NIAT belongs to one person only."""
    owner = session.scalars(select(Officer).where(Officer.niat == niat)).first() if niat else None
    if owner is not None and owner.person_id != person.id:
        text = _("NIAT {niat} sudah dimiliki {name}.")
        raise refuse(text.format(niat=niat, name=owner.person.name), "niat")


def find_officer(session: Session, person: Person, niat: str | None) -> Officer:
    """The officer record of a person, made if there is none."""
    require_own_niat(session, person, niat)
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
    kecamatan = find_kecamatan(session, kecamatan_code, ends_on)
    require_single_holder(session, kecamatan, starts_on, ends_on)
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


def find_kecamatan(session: Session, code: str, ends_on: date | None) -> Region:
    """The kecamatan of a term that ends then; refuses one that is closed before."""
    kecamatan = session.get(Region, code)
    if kecamatan is None or kecamatan.level != KECAMATAN:
        raise refuse(_("Pilih kecamatan dari daftar."), "kecamatan_code")
    if kecamatan.closed_on and (ends_on is None or ends_on >= kecamatan.closed_on):
        text = _("Kecamatan {name} sudah ditutup sejak {day}.")
        raise refuse(text.format(name=kecamatan.name, day=long_date(kecamatan.closed_on)), "kecamatan_code")
    return kecamatan


def require_single_holder(
    session: Session,
    kecamatan: Region,
    starts_on: date,
    ends_on: date | None,
    except_for: Assignment | None = None,
) -> None:
    """Refuse a definitive term that shares a day with another one in the kecamatan (domain.md 1.2)."""
    held = session.scalars(
        select(Assignment)
        .where(Assignment.kecamatan_code == kecamatan.code, Assignment.kind == AssignmentKind.DEFINITIVE)
        .order_by(Assignment.starts_on)
        .options(joinedload(Assignment.officer).joinedload(Officer.person))
    )
    terms = [Term(o.officer.person.full_name, o.starts_on, o.ends_on) for o in held if o is not except_for]
    require(check_single_holder(kecamatan.name, terms, starts_on, ends_on))
