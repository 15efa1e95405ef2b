"""Making somebody an officer, for the services that do: by hand, by decree, after a selection."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.models.officers import Assignment, Decree, Officer
from db.models.people import Person
from db.models.regions import Region
from db.rules.dates import long_date
from db.rules.officers import (
    AssignmentKind,
    Term,
    check_interim,
    check_one_post,
    check_single_holder,
    check_term,
    interim_end,
)
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
    """Give a kecamatan its definitive officer; refuses, naming the other, when it has one on that day.

    Also refuses who is definitive elsewhere on that day. An interim ends the day before.
    """
    kecamatan = find_kecamatan(session, kecamatan_code, ends_on)
    require_single_holder(session, kecamatan, starts_on, ends_on)
    require_one_post(session, officer, starts_on, ends_on)
    end_interim(session, kecamatan_code, starts_on)
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


def appoint_interim(
    session: Session,
    officer: Officer,
    kecamatan_code: str,
    kind: AssignmentKind,
    starts_on: date,
    ends_on: date | None,
    decree: Decree | None,
) -> Assignment:
    """Let somebody serve for the time being; it ends at the latest before the next definitive officer."""
    require(check_term(starts_on, ends_on))
    kecamatan = find_kecamatan(session, kecamatan_code, None)
    require_interim(session, officer, kecamatan, kind, starts_on, ends_on)
    definitive = terms_of(session, kecamatan_code, definitive=True)
    assignment = Assignment(
        officer=officer,
        kecamatan=kecamatan,
        kind=kind,
        starts_on=starts_on,
        ends_on=interim_end(definitive, starts_on, ends_on),
        decree=decree,
    )
    session.add(assignment)
    session.flush()
    return assignment


def end_interim(
    session: Session, kecamatan_code: str, starts_on: date, except_for: Assignment | None = None
) -> None:
    """Who served for the time being stops the day before a definitive officer starts."""
    serving = session.scalars(
        select(Assignment).where(
            Assignment.kecamatan_code == kecamatan_code,
            Assignment.kind != AssignmentKind.DEFINITIVE,
            Assignment.starts_on < starts_on,
            (Assignment.ends_on.is_(None)) | (Assignment.ends_on >= starts_on),
        )
    )
    for assignment in serving:
        if assignment is except_for:
            continue
        assignment.ends_on = starts_on - timedelta(days=1)
        assignment.end_reason = assignment.end_reason or _("TKSK definitif mulai bertugas")


def require_interim(
    session: Session,
    officer: Officer,
    kecamatan: Region,
    kind: AssignmentKind,
    starts_on: date,
    ends_on: date | None,
    except_for: Assignment | None = None,
) -> None:
    """Refuse a second interim, one without end beside a definitive officer, double duty without a post."""
    code = kecamatan.code
    definitive = terms_of(session, code, definitive=True)
    interim = terms_of(session, code, definitive=False, except_for=except_for)
    require(check_interim(kecamatan.name, definitive, interim, starts_on, ends_on))
    held = [term for term in _definitive(officer) if _serves(term, starts_on)]
    if any(term.kecamatan_code == code for term in held):
        text = _("{officer} sudah menjadi TKSK definitif Kecamatan {kecamatan} pada {day}.")
        day = long_date(starts_on)
        shown = text.format(officer=officer.person.full_name, kecamatan=kecamatan.name, day=day)
        raise refuse(shown, "officer_id")
    if kind is AssignmentKind.DOUBLE and not held:
        text = _("{officer} bukan TKSK kecamatan lain pada {day}: pilih jenis Plt, bukan Rangkap.")
        day = long_date(starts_on)
        raise refuse(text.format(officer=officer.person.full_name, day=day), "kind")


def require_one_post(
    session: Session,
    officer: Officer,
    starts_on: date,
    ends_on: date | None,
    except_for: Assignment | None = None,
) -> None:
    """Refuse a definitive term while the officer is definitive in another kecamatan."""
    others = [
        (term.kecamatan.name, Term("", term.starts_on, term.ends_on))
        for term in _definitive(officer)
        if term is not except_for
    ]
    require(check_one_post(officer.person.full_name, others, starts_on, ends_on))


def terms_of(
    session: Session, kecamatan_code: str, *, definitive: bool, except_for: Assignment | None = None
) -> list[Term]:
    """The definitive terms of a kecamatan, or the interim ones, from the first to the last."""
    is_definitive = Assignment.kind == AssignmentKind.DEFINITIVE
    found = session.scalars(
        select(Assignment)
        .where(Assignment.kecamatan_code == kecamatan_code, is_definitive if definitive else ~is_definitive)
        .order_by(Assignment.starts_on)
        .options(joinedload(Assignment.officer).joinedload(Officer.person))
    )
    return [Term(o.officer.person.full_name, o.starts_on, o.ends_on) for o in found if o is not except_for]


def require_single_holder(
    session: Session,
    kecamatan: Region,
    starts_on: date,
    ends_on: date | None,
    except_for: Assignment | None = None,
) -> None:
    """Refuse a definitive term that shares a day with another one in the kecamatan (domain.md 1.2)."""
    terms = terms_of(session, kecamatan.code, definitive=True, except_for=except_for)
    require(check_single_holder(kecamatan.name, terms, starts_on, ends_on))


def _definitive(officer: Officer) -> list[Assignment]:
    return [term for term in officer.assignments if term.kind is AssignmentKind.DEFINITIVE]


def _serves(term: Assignment, day: date) -> bool:
    return term.starts_on <= day and (term.ends_on is None or term.ends_on >= day)
