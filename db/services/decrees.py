"""The register of decrees: many officers per decree, many decrees per officer (domain.md 1.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from db.access import needs
from db.appointments import retime
from db.models.office import Reference
from db.models.officers import Assignment, Decree, DecreeMember, Officer
from db.people import address_of, places_of
from db.records import copy, merge
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.decrees import check_form
from db.rules.officers import AssignmentKind, DecreeLevel, MemberForm
from db.rules.problems import Problem, refuse, require
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.rules.words import _
from db.services.decree_members import last_terms, member_of, write_members
from db.services.scans import file_scan

ANNEX = (
    ReportColumn("number", "No.", 4, ColumnKind.WHOLE),
    ReportColumn("name", "Nama", 24),
    ReportColumn("birth", "Tempat, tanggal lahir", 22),
    ReportColumn("niat", "NIAT", 12, ColumnKind.NIK),
    ReportColumn("address", "Alamat", 30),
    ReportColumn("kecamatan", "Kecamatan tugas", 16),
    ReportColumn("starts_on", "TMT", 10, ColumnKind.DATE),
    ReportColumn("note", "Ket.", 10),
)


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
    kind_code: str = ""
    fiscal_year: int | None = None
    replaces_id: int | None = None
    scan_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class DecreeListRow(DecreeForm):
    """A decree of the register."""

    id: int = 0
    members: int = 0
    kind_name: str = ""
    replaces: str = ""  # number of the one that it replaces
    replaced_by: str = ""  # number of the one that replaces it
    replaced_by_id: int | None = None


@dataclass(frozen=True)
class DecreeMemberRow:
    """One name in a decree."""

    id: int
    officer_id: int
    person_id: int
    name: str
    niat: str
    kecamatan_code: str
    kecamatan: str
    left_on: date | None  # has stopped serving there, with a reason, before the decree ends


@needs(Right.READ)
def list_decrees(session: Session) -> list[DecreeListRow]:
    """The register of decrees, newest first."""
    members = select(func.count()).where(DecreeMember.decree_id == Decree.id).scalar_subquery()
    old = aliased(Decree)
    kinds = {code: text for code, text in session.execute(_kinds())}
    found = session.execute(
        select(Decree, members, old.number)
        .outerjoin(old, old.id == Decree.replaces_id)
        .order_by(Decree.dated_on.desc(), Decree.id.desc())
    ).all()
    newer = {decree.replaces_id: decree for decree, _number, _old in found if decree.replaces_id}
    return [
        copy(
            DecreeListRow,
            decree,
            members=number,
            kind_name=kinds.get(decree.kind_code, decree.kind_code),
            replaces=replaced or "",
            replaced_by=newer[decree.id].number if decree.id in newer else "",
            replaced_by_id=newer[decree.id].id if decree.id in newer else None,
        )
        for decree, number, replaced in found
    ]


@needs(Right.READ)
def list_members(session: Session, decree_id: int) -> list[DecreeMemberRow]:
    """Everybody a decree names, in its order."""
    rows = session.scalars(
        select(DecreeMember)
        .where(DecreeMember.decree_id == decree_id)
        .order_by(DecreeMember.position, DecreeMember.id)
        .options(
            joinedload(DecreeMember.kecamatan),
            joinedload(DecreeMember.decree),
            joinedload(DecreeMember.officer).joinedload(Officer.person),
        )
    ).all()
    terms = session.scalars(
        select(Assignment)
        .where(
            Assignment.officer_id.in_({row.officer_id for row in rows}),
            Assignment.kind == AssignmentKind.DEFINITIVE,
        )
        .order_by(Assignment.starts_on)
    )
    last = {(term.officer_id, term.kecamatan_code): term for term in terms}
    return [
        DecreeMemberRow(
            id=row.id,
            officer_id=row.officer_id,
            person_id=row.officer.person_id,
            name=row.officer.person.full_name,
            niat=row.officer.niat or "",
            kecamatan_code=row.kecamatan_code,
            kecamatan=row.kecamatan.name,
            left_on=_left_on(last.get((row.officer_id, row.kecamatan_code)), row.decree),
        )
        for row in rows
    ]


@needs(Right.OFFICERS)
def record_decree(session: Session, form: DecreeForm, members: Sequence[MemberForm], *, today: date) -> int:
    """Note a decree and put everybody it names on the roster: all of them, or nobody.

    Somebody who serves in the kecamatan already goes on serving under the new decree.
    Refuses with one sentence per row that cannot be read. Returns the decree's id.
    """
    require(check_decree(session, form))
    decree = new_decree(form)
    session.add(decree)
    session.flush()
    write_members(session, decree, members, today)
    return decree.id


@needs(Right.OFFICERS)
def change_decree(
    session: Session, decree_id: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Put right what was typed; terms that begin or end with the decree follow it."""
    decree = session.get_one(Decree, decree_id)
    after = {k: v.strip() if type(v) is str else v for k, v in after.items()}
    now = {k: v if v != before.get(k) else getattr(decree, k) for k, v in after.items()}
    problems = [*check_form(now), *_double(session, now["number"], now["dated_on"], decree_id)]
    if _leads_back(session, now.get("replaces_id"), decree_id):
        problems.append(Problem(_("SK tidak dapat menggantikan dirinya sendiri."), "replaces_id"))
    require(problems)
    starts_on, ends_on = decree.starts_on, decree.ends_on
    merge(session, decree, before, after)
    for term in session.scalars(select(Assignment).where(Assignment.decree_id == decree_id)):
        first = decree.starts_on if term.starts_on == starts_on else term.starts_on
        follows = term.ends_on == ends_on and not term.end_reason
        last = decree.ends_on if follows else term.ends_on
        if (first, last) == (term.starts_on, term.ends_on):
            continue
        if last is not None and last < first:
            text = _("{name} bertugas sejak {day}; SK tidak dapat berakhir sebelum itu.")
            name = term.officer.person.full_name
            raise refuse(text.format(name=name, day=long_date(first)), "ends_on")
        retime(session, term, first, last)


@needs(Right.OFFICERS)
def attach_scan(session: Session, decree_id: int, name: str, content: bytes) -> bool:
    """Keep the scan of a decree; an earlier one stays kept. Returns whether there was one."""
    decree = session.get_one(Decree, decree_id)
    before = decree.scan_id
    decree.scan_id = file_scan(session, name, content)
    return before not in (None, decree.scan_id)


@needs(Right.READ)
def check_decree(session: Session, form: DecreeForm) -> list[Problem]:
    """A decree has a number, an issuer and a term, and is noted once."""
    return [*check_form(vars(form)), *_double(session, form.number.strip(), form.dated_on)]


@needs(Right.READ)
def find_history(session: Session, decree_id: int) -> tuple[tuple[str, str], ...]:
    """The names in a decree and those taken out, as the log knows them: table and id of each."""
    from db.models.audit import AuditEntry

    there = session.scalars(select(DecreeMember.id).where(DecreeMember.decree_id == decree_id))
    gone = session.scalars(
        select(AuditEntry.record_id).where(
            AuditEntry.table_name == "decree_member", AuditEntry.old["SK"].as_integer() == decree_id
        )
    )
    return tuple(("decree_member", record) for record in dict.fromkeys((*map(str, there), *gone)))


@needs(Right.READ)
def annex_table(session: Session, decree_id: int) -> ReportTable:
    """The annex of a decree: everybody it names; whoever would go on under it where it names nobody."""
    decree = session.get_one(Decree, decree_id)
    listed = session.scalars(
        select(DecreeMember)
        .where(DecreeMember.decree_id == decree_id)
        .order_by(DecreeMember.position, DecreeMember.id)
        .options(
            joinedload(DecreeMember.kecamatan),
            joinedload(DecreeMember.officer).joinedload(Officer.person),
            joinedload(DecreeMember.officer).selectinload(Officer.assignments),
        )
    )
    rows: list[Any] = list(listed) or last_terms(session, decree.starts_on)
    places = places_of(session, [row.officer.person for row in rows])
    cells = (
        (
            place,
            row.officer.person.full_name,
            row.officer.person.birth,
            row.officer.niat or "",
            address_of(session, row.officer.person, places).removesuffix(f", Kecamatan {row.kecamatan.name}"),
            row.kecamatan.name,
            _since(row.officer, row.kecamatan_code, decree),
            "",
        )
        for place, row in enumerate(rows, 1)
    )
    about = f"Nomor {decree.number} tanggal {long_date(decree.dated_on)}"
    return ReportTable(
        "",
        "Lampiran Keputusan",
        ANNEX,
        tuple(cells),
        subtitle=tuple(part for part in (decree.issuer, about, decree.title) if part),
        keys=tuple(row.officer_id for row in rows),
    )


@needs(Right.OFFICERS)
def list_roster_members(session: Session, on: date) -> list[MemberForm]:
    """Everybody who serves on a day, or would go on from it, as rows of a decree."""
    return [member_of(place, term) for place, term in enumerate(last_terms(session, on), 1)]


def new_decree(form: DecreeForm) -> Decree:
    """A decree as a record, without the spaces around what was typed."""
    return Decree(**{k: v.strip() if type(v) is str else v for k, v in vars(form).items()})


def _kinds() -> Any:
    return select(Reference.code, Reference.text).where(Reference.list_name == "decree_kinds")


def _double(session: Session, number: str, dated_on: date, own_id: int | None = None) -> list[Problem]:
    same = select(Decree.id).where(Decree.number == number, Decree.dated_on == dated_on)
    if session.scalar(same.where(Decree.id != (own_id or 0))) is None:
        return []
    return [Problem(_("SK dengan nomor dan tanggal ini sudah dicatat."), "number")]


def _leads_back(session: Session, replaces_id: int | None, decree_id: int) -> bool:
    while replaces_id is not None:
        if replaces_id == decree_id:
            return True
        replaces_id = session.scalar(select(Decree.replaces_id).where(Decree.id == replaces_id))
    return False


def _left_on(term: Assignment | None, decree: Decree) -> date | None:
    if term is None or not term.end_reason or term.ends_on is None:
        return None
    early = decree.ends_on is None or term.ends_on < decree.ends_on
    return date.fromordinal(term.ends_on.toordinal() + 1) if early else None


def _since(officer: Officer, kecamatan_code: str, decree: Decree) -> date:
    """TMT: since when the officer serves there without a break, at the latest from the decree's first day."""
    terms = (term for term in officer.assignments if term.kecamatan_code == kecamatan_code)
    return max(
        (term.starts_on for term in terms if term.starts_on <= decree.starts_on), default=decree.starts_on
    )
