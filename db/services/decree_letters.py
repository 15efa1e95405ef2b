"""The letters that follow from a decree: to each Camat, and the kabupaten's own Keputusan."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.office import Reference
from db.models.officers import Assignment, Decree, DecreeMember, Officer, serves_on
from db.models.regions import Region
from db.people import address_of
from db.rules.access import Right
from db.rules.letters import DecreeFacts, DecreeReference, DecreeRow, PresentationFacts
from db.rules.officers import AssignmentKind
from db.rules.problems import Problem, RuleViolation
from db.rules.words import _
from db.services.office import get_office


@needs(Right.LETTERS)
def issue_presentations(
    session: Session, decree_id: int, *, dated_on: date, render: Render, official_id: int | None = None
) -> list[IssuedLetter]:
    """One letter to each Camat presenting the officer of the kecamatan, in the order of the decree."""
    decree = session.get_one(Decree, decree_id)
    return [
        write_letter(
            session,
            *_presentation(session, decree, member),
            dated_on=dated_on,
            render=render,
            official_id=official_id,
        )
        for member in decree.members
    ]


@needs(Right.READ)
def presentation_facts(session: Session, decree_id: int) -> list[PresentationFacts]:
    """What the letter to each Camat states, in the order of the decree."""
    decree = session.get_one(Decree, decree_id)
    return [_presentation(session, decree, member)[0] for member in decree.members]


@needs(Right.READ)
def decree_facts(
    session: Session, *, starts_on: date, ends_on: date, notices: tuple[str, ...]
) -> DecreeFacts:
    """The kabupaten's own Keputusan with everybody who serves on its first day as annex."""
    office = get_office(session)
    serving = session.scalars(
        select(Assignment)
        .join(Assignment.kecamatan)
        .where(
            Assignment.kind == AssignmentKind.DEFINITIVE,
            serves_on(starts_on),
        )
        .order_by(Region.name)
        .options(joinedload(Assignment.kecamatan), joinedload(Assignment.officer).joinedload(Officer.person))
    )
    return DecreeFacts(
        regency=office.regency,
        capital=office.capital,
        province=office.province,
        province_capital=office.province_capital,
        year=starts_on.year,
        starts_on=starts_on,
        ends_on=ends_on,
        legal_basis=_reference(session, "legal_basis"),
        notices=notices,
        duties=_reference(session, "duties"),
        report_day=5,
        budget="Anggaran Pendapatan dan Belanja Daerah",
        rows=tuple(_decree_row(session, assignment) for assignment in serving),
    )


@needs(Right.LETTERS)
def issue_decree(
    session: Session, facts: DecreeFacts, *, dated_on: date, render: Render, official_id: int | None = None
) -> IssuedLetter:
    """Make the kabupaten's Keputusan final. Refuses one that names nobody."""
    if not facts.rows:
        raise RuleViolation([Problem(_("Belum ada TKSK yang bertugas pada hari pertama masa tugas."))])
    subject = f"Penetapan TKSK {facts.regency} Tahun {facts.year}"
    addressing = Addressing(subject)
    return write_letter(session, facts, addressing, dated_on=dated_on, render=render, official_id=official_id)


def reference_of(decree: Decree) -> DecreeReference:
    """A decree as letters quote it."""
    return DecreeReference(
        decree.number, decree.dated_on, decree.issuer, decree.title, decree.starts_on, decree.ends_on
    )


def _presentation(
    session: Session, decree: Decree, member: DecreeMember
) -> tuple[PresentationFacts, Addressing]:
    office, person = get_office(session), member.officer.person
    facts = PresentationFacts(
        kecamatan=member.kecamatan.name,
        regency=office.regency,
        name=person.full_name,
        niat=member.officer.niat or "",
        address=address_of(session, person),
        phone=person.phone,
        decree=reference_of(decree),
        duties=_reference(session, "duties"),
    )
    addressing = Addressing(
        subject=f"Penghadapan TKSK Kecamatan {facts.kecamatan}",
        recipient=f"Camat {facts.kecamatan}",
        decree_id=decree.id,
        officer_id=member.officer_id,
    )
    return facts, addressing


def _decree_row(session: Session, assignment: Assignment) -> DecreeRow:
    officer, person = assignment.officer, assignment.officer.person
    kecamatan = assignment.kecamatan.name  # stands in its own column
    address = address_of(session, person).removesuffix(f", Kecamatan {kecamatan}")
    return DecreeRow(person.full_name, person.birth, officer.niat or "", address, kecamatan)


def _reference(session: Session, list_name: str) -> tuple[str, ...]:
    query = select(Reference.text).where(Reference.list_name == list_name, Reference.active)
    return tuple(session.scalars(query.order_by(Reference.position)))
