"""Decrees: many officers in one decision, and the letters that follow from it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.appointments import appoint, find_officer, require_single_holder
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.office import Reference
from db.models.officers import Assignment, Decree, DecreeMember, Officer
from db.models.people import Person
from db.models.regions import Region
from db.people import address_of, write_person
from db.records import copy
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.letters import DecreeFacts, DecreeReference, DecreeRow, PresentationFacts
from db.rules.office import digits
from db.rules.officers import AssignmentKind, DecreeLevel, MemberForm, check_niat, check_term
from db.rules.people import check_nik, check_phone, is_same_name
from db.rules.problems import Problem, RuleViolation, require
from db.rules.words import _
from db.services.office import get_office

Owners = dict[tuple[str, str], str]  # name by kind of number and number


@dataclass(frozen=True)
class DecreeForm:
    """A decree as typed."""

    level: DecreeLevel
    number: str
    dated_on: date
    issuer: str
    title: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class DecreeListRow:
    id: int
    number: str
    dated_on: date
    level: DecreeLevel
    issuer: str
    title: str
    starts_on: date
    ends_on: date | None
    members: int


@needs(Right.READ)
def list_decrees(session: Session) -> list[DecreeListRow]:
    """The register of decrees, newest first."""
    members = select(func.count()).where(DecreeMember.decree_id == Decree.id).scalar_subquery()
    decrees = session.execute(select(Decree, members).order_by(Decree.dated_on.desc(), Decree.id.desc()))
    return [copy(DecreeListRow, decree, members=number) for decree, number in decrees]


@needs(Right.OFFICERS)
def record_decree(session: Session, form: DecreeForm, members: list[MemberForm], *, today: date) -> int:
    """Note a decree and put everybody it names on the roster: all of them, or nobody.

    Somebody who serves in the kecamatan already goes on serving under the new decree.
    Refuses with one sentence per row that cannot be read. Returns the decree's id.
    """
    require(check_decree(session, form))
    kecamatan = _kecamatan_by_name(session)
    require(_check_members(members, kecamatan, _owners(session, members), today))
    decree = new_decree(form)
    session.add(decree)
    session.flush()
    for position, member in enumerate(members, 1):
        code = kecamatan[_folded(member.kecamatan)]
        with _named(member):
            officer = _officer_of(session, member, code, today)
            _assign(session, officer, code, decree)
        session.add(DecreeMember(decree=decree, officer=officer, kecamatan_code=code, position=position))
    return decree.id


@needs(Right.READ)
def check_decree(session: Session, form: DecreeForm) -> list[Problem]:
    """A decree has a number, an issuer and a term, and is noted once."""
    problems = check_term(form.starts_on, form.ends_on)
    if not form.number.strip():
        problems.append(Problem(_("Isi nomor SK."), "number"))
    if not form.issuer.strip():
        problems.append(Problem(_("Isi pejabat penerbit SK."), "issuer"))
    same = select(Decree.id).where(Decree.number == form.number.strip(), Decree.dated_on == form.dated_on)
    if session.scalar(same) is not None:
        problems.append(Problem(_("SK dengan nomor dan tanggal ini sudah dicatat."), "number"))
    return problems


@needs(Right.READ)
def find_member_problems(session: Session, members: list[MemberForm], *, today: date) -> dict[int, str]:
    """What is wrong with each row of a list before it is recorded; a sound row is left out."""
    found = _member_problems(members, _kecamatan_by_name(session), _owners(session, members), today)
    return {row: _joined(problems) for row, problems in found.items()}


def new_decree(form: DecreeForm) -> Decree:
    """A decree as a record, without the spaces around what was typed."""
    return Decree(**{k: v.strip() if type(v) is str else v for k, v in vars(form).items()})


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
            Assignment.starts_on <= starts_on,
            (Assignment.ends_on.is_(None)) | (Assignment.ends_on >= starts_on),
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


def _officer_of(session: Session, member: MemberForm, kecamatan_code: str, today: date) -> Officer:
    known = select(Person).where(Person.nik == digits(member.nik)) if member.nik else None
    person = session.scalars(known).first() if known is not None else None
    niat = digits(member.niat) or None
    if person is None and niat:
        officer = session.scalars(select(Officer).where(Officer.niat == niat)).first()
        person = officer.person if officer else None
    if person is None:
        values = {
            field: getattr(member, field)
            for field in ("nik", "birth_place", "birth_date", "sex", "address", "phone", "education")
        }
        values["name"], _comma, values["back_title"] = member.name.partition(",")
        values["desa_code"] = _desa_code(session, member.desa, kecamatan_code)
        values["no_nik_reason"] = "" if member.nik else _("tidak ada pada daftar")
        person = write_person(session, None, {}, values, today)
    return find_officer(session, person, niat)


def _assign(session: Session, officer: Officer, kecamatan_code: str, decree: Decree) -> None:
    serving = session.scalars(
        select(Assignment)
        .where(
            Assignment.officer_id == officer.id,
            Assignment.kecamatan_code == kecamatan_code,
            Assignment.kind == AssignmentKind.DEFINITIVE,
            (Assignment.ends_on.is_(None)) | (Assignment.ends_on >= decree.starts_on),
            Assignment.starts_on <= (decree.ends_on or date.max),
        )
        .order_by(Assignment.starts_on.desc())
    ).first()
    if serving is None:
        appoint(session, officer, kecamatan_code, decree.starts_on, decree.ends_on, decree)
        return
    if serving.decree and serving.decree.starts_on > decree.starts_on:
        return  # an older decree, noted late
    serving.decree = decree
    if not serving.end_reason:  # who has left stays gone, though a decree that comes late names him
        require_single_holder(session, serving.kecamatan, serving.starts_on, decree.ends_on, serving)
        serving.ends_on = decree.ends_on


@contextmanager
def _named(member: MemberForm) -> Iterator[None]:
    """Puts row and name before a refusal that comes from one member of a list."""
    try:
        yield
    except RuleViolation as error:
        text = _("Baris {row}, {name}: {problem}")
        raise RuleViolation(
            Problem(text.format(row=member.row, name=member.name, problem=problem.text))
            for problem in error.problems
        ) from error


def _owners(session: Session, members: list[MemberForm]) -> Owners:
    """Whose the numbers of a list are, as far as they are known."""
    by_nik = select(Person.nik, Person.name).where(Person.nik.in_({digits(m.nik) for m in members}))
    by_niat = select(Officer.niat, Person.name).join(Officer.person)
    by_niat = by_niat.where(Officer.niat.in_({digits(m.niat) for m in members}))
    found: Owners = {("NIK", nik): name for nik, name in session.execute(by_nik) if nik}
    return found | {("NIAT", niat): name for niat, name in session.execute(by_niat) if niat}


def _check_members(
    members: list[MemberForm], kecamatan: dict[str, str], owners: Owners, today: date
) -> list[Problem]:
    if not members:
        return [Problem(_("Belum ada nama dalam SK ini."))]
    text = _("Baris {row}: {problem}")
    return [
        Problem(text.format(row=row, problem=problem.text))
        for row, problems in _member_problems(members, kecamatan, owners, today).items()
        for problem in problems
    ]


def _member_problems(
    members: list[MemberForm], kecamatan: dict[str, str], owners: Owners, today: date
) -> dict[int, list[Problem]]:
    problems: dict[int, list[Problem]] = {}
    seen: dict[tuple[str, str], int] = {}
    for member in members:
        found = [*check_niat(member.niat), *check_phone(member.phone)]
        if not member.name.strip():
            found.append(Problem(_("nama kosong")))
        if member.nik:
            found += check_nik(member.nik, today)
        if _folded(member.kecamatan) not in kecamatan:
            text = _("kecamatan “{name}” tidak ada di kabupaten/kota ini")
            found.append(Problem(text.format(name=member.kecamatan)))
        for label, number in (("NIK", digits(member.nik)), ("NIAT", digits(member.niat))):
            owner = owners.get((label, number))
            if owner and member.name.strip() and not is_same_name(owner, member.name):
                text = _("{label} baris ini milik {name}; periksa.")
                found.append(Problem(text.format(label=label, name=owner)))
            first = seen.setdefault((label, number), member.row) if number else member.row
            if first != member.row:
                found.append(Problem(_("{label} sama dengan baris {row}").format(label=label, row=first)))
        if found:
            problems[member.row] = found
    return problems


def _joined(problems: list[Problem]) -> str:
    said = "; ".join(problem.text.rstrip(".") for problem in problems)
    return f"{said[:1].upper()}{said[1:]}."


def _decree_row(session: Session, assignment: Assignment) -> DecreeRow:
    officer, person = assignment.officer, assignment.officer.person
    birth = ", ".join(
        part
        for part in (person.birth_place, long_date(person.birth_date) if person.birth_date else "")
        if part
    )
    kecamatan = assignment.kecamatan.name  # stands in its own column
    address = address_of(session, person).removesuffix(f", Kecamatan {kecamatan}")
    return DecreeRow(person.full_name, birth, officer.niat or "", address, kecamatan)


def _reference(session: Session, list_name: str) -> tuple[str, ...]:
    query = select(Reference.text).where(Reference.list_name == list_name, Reference.active)
    return tuple(session.scalars(query.order_by(Reference.position)))


def _kecamatan_by_name(session: Session) -> dict[str, str]:
    return _codes(session, 6, get_office(session).regency_code)


def _desa_code(session: Session, name: str, kecamatan_code: str) -> str | None:
    return _codes(session, 10, kecamatan_code).get(_folded(name))


def _codes(session: Session, level: int, prefix: str) -> dict[str, str]:
    """Codes by folded name; of two regions with one name the one that is not closed."""
    rows = session.execute(
        select(Region.name, Region.code)
        .where(Region.level == level, Region.code.startswith(prefix))
        .order_by(Region.closed_on.is_(None), Region.code)
    )
    return {_folded(name): code for name, code in rows}


def _folded(name: str) -> str:
    """Kec. Alas Barat -> alasbarat."""
    bare = re.sub(r"^\s*(kecamatan|kec|desa|kelurahan|kel|gampong)\b", "", name.lower())
    return re.sub(r"[\W_]", "", bare)
