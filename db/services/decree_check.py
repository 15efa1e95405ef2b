"""What the office expects an incoming decree to say, and how the decree answers (peers.md case D5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import actor_of, needs
from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.recruitment import Applicant, Vacancy
from db.models.regions import Region
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.dates import long_date
from db.rules.decree_check import (
    OURS,
    IncomingName,
    Match,
    OurName,
    Outcome,
    compare,
    count_outcomes,
    in_order,
)
from db.rules.office import full_name
from db.rules.officers import AssignmentKind, MemberForm, covers
from db.rules.people import mask_nik
from db.rules.recruitment import Applied, Stage
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.services.office import get_office

KECAMATAN = 6  # digits of its code
STILL_OURS = 92  # days: a decree for the new year comes when the old one has just ended
WAITING = (Stage.DECIDED, Stage.PROPOSED)
RESULTS = {  # as printed
    Outcome.SAME: "Sama",
    Outcome.ALIKE: "Nama mirip",
    Outcome.NIAT_DIFFERS: "NIAT berbeda",
    Outcome.MOVED: "Kecamatan lain",
    Outcome.NOT_PROPOSED: "Tidak diusulkan",
    Outcome.MISSING: "Tidak tercantum",
    Outcome.ELSEWHERE: "Kabupaten/kota lain",
}
COLUMNS = (
    ReportColumn("number", "No.", 4, ColumnKind.WHOLE),
    ReportColumn("row", "Baris SK", 6, ColumnKind.WHOLE),
    ReportColumn("came", "Nama pada SK", 24),
    ReportColumn("came_niat", "NIAT pada SK", 12, ColumnKind.NIK),
    ReportColumn("came_kecamatan", "Kecamatan pada SK", 15),
    ReportColumn("outcome", "Hasil", 16),
    ReportColumn("ours", "Data Dinas", 24),
    ReportColumn("our_niat", "NIAT", 12, ColumnKind.NIK),
    ReportColumn("our_kecamatan", "Kecamatan", 15),
    ReportColumn("note", "Keterangan", 30),
)


@dataclass(frozen=True)
class CheckRow:
    """One line of the result, in the order of what needs a look first."""

    id: int
    match: Match  # NIKs are masked for those who do not edit people


@dataclass(frozen=True)
class CheckResult:
    """The whole comparison."""

    rows: tuple[CheckRow, ...]
    counts: dict[Outcome, int]
    on: date


@needs(Right.READ)
def list_kecamatan_names(session: Session) -> list[str]:
    """The office's kecamatan, by which a pasted text is read."""
    regency = get_office(session).regency_code
    of_office = select(Region.name).where(Region.level == KECAMATAN, Region.code.startswith(regency))
    return list(session.scalars(of_office.order_by(Region.name)))


@needs(Right.READ)
def check_names(session: Session, incoming: Sequence[IncomingName], *, on: date) -> CheckResult:
    """Compare the names of a decree with whom we proposed, and with whoever else should go on.

    Where somebody is proposed for a kecamatan, who serves there is not: the decree should name the
    candidate. on: the first day of the decree.
    """
    regency = get_office(session).regency_code
    names = list_kecamatan_names(session)
    matches = compare(incoming, _ours(session, on), names, regency)
    whole = bool(actor_of(session).rights & EDITS_PEOPLE)
    rows = tuple(
        CheckRow(place, match if whole else _masked(match))
        for place, (_given, match) in enumerate(in_order(matches))
    )
    return CheckResult(rows, count_outcomes(matches), on)


@needs(Right.OFFICERS)
def members_of(session: Session, rows: Iterable[CheckRow]) -> list[MemberForm]:
    """The names of the decree that are ours, ready to be recorded; the kecamatan is the decree's."""
    members = []
    for row in sorted(rows, key=lambda one: one.match.incoming.row if one.match.incoming else 0):
        came, one = row.match.incoming, row.match.ours
        if came is None or one is None or row.match.outcome not in OURS:
            continue
        person = session.get_one(Person, one.person_id)
        members.append(
            MemberForm(
                row=came.row,
                name=person.full_name,
                nik=person.nik or "",
                niat=one.niat or came.niat,
                kecamatan=came.kecamatan or one.kecamatan,
                person_id=person.id,
            )
        )
    return members


@needs(Right.READ)
def result_table(session: Session, result: CheckResult, rows: Iterable[CheckRow], about: str) -> ReportTable:
    """The result as it is printed and attached to a letter; without any NIK. about: which decree."""
    regency = get_office(session).regency
    cells = tuple(
        (
            place,
            came.row if came else None,
            *((came.name, came.niat, came.kecamatan) if came else ("", "", "")),
            RESULTS[row.match.outcome],
            *((ours.name, ours.niat, ours.kecamatan) if ours else ("", "", "")),
            row.match.note,
        )
        for place, row in enumerate(rows, 1)
        for came, ours in ((row.match.incoming, row.match.ours),)
    )
    counted = "; ".join(f"{RESULTS[one]}: {number}" for one, number in result.counts.items() if number)
    asked = (f"Dibandingkan dengan usulan dan daftar TKSK {regency} per {long_date(result.on)}",)
    return ReportTable(
        "",
        "Pemeriksaan SK Masuk",
        COLUMNS,
        cells,
        subtitle=(about, *asked) if about else asked,
        notes=(f"{counted}.",) if counted else (),
    )


def _ours(session: Session, on: date) -> list[OurName]:
    """Candidates first; who serves where nobody is proposed; and whom else we know, to explain a name."""
    waiting = session.scalars(
        select(Vacancy)
        .where(Vacancy.stage.in_(WAITING))
        .options(joinedload(Vacancy.kecamatan))
        .order_by(Vacancy.kecamatan_code)
    ).all()
    applied = session.scalars(
        select(Applicant)
        .where(Applicant.vacancy_id.in_([vacancy.id for vacancy in waiting]))
        .options(joinedload(Applicant.person))
    ).all()
    places = {vacancy.id: vacancy.kecamatan.name for vacancy in waiting}
    niats = _niats(session, [applicant.person_id for applicant in applied])
    chosen = [one for one in applied if one.status is Applied.CHOSEN]
    found = [_of_applicant(one, places[one.vacancy_id], niats, "proposed") for one in chosen]
    proposed = {vacancy.kecamatan_code for vacancy in waiting if vacancy.id in _vacancies(chosen)}
    people = {one.person_id for one in found}
    held: set[str] = set()
    for term in session.execute(_terms()):
        serves = _goes_on(term, on) and term.kecamatan_code not in held
        if serves:
            held.add(term.kecamatan_code)
        if term.person_id in people:
            continue
        people.add(term.person_id)
        basis = "serving" if serves and term.kecamatan_code not in proposed else "former"
        name = full_name(term.front_title, term.name, term.back_title)
        found.append(OurName(term.person_id, name, term.nik or "", term.niat or "", term.kecamatan, basis))
    found += [
        _of_applicant(one, places[one.vacancy_id], niats, "applicant")
        for one in applied
        if one.person_id not in people
    ]
    return found


def _terms() -> Any:
    """Every definitive term, the newest first: columns, for thousands of them."""
    return (
        select(
            *(Assignment.kecamatan_code, Assignment.starts_on, Assignment.ends_on, Assignment.end_reason),
            *(Officer.person_id, Officer.niat, Region.name.label("kecamatan")),
            *(Person.front_title, Person.name, Person.back_title, Person.nik),
        )
        .join(Assignment.officer)
        .join(Officer.person)
        .join(Assignment.kecamatan)
        .where(Assignment.kind == AssignmentKind.DEFINITIVE)
        .order_by(Assignment.starts_on.desc(), Assignment.id.desc())
    )


def _goes_on(term: Any, on: date) -> bool:
    """Whether a term lasts, or would be renewed: it has only just run out."""
    still = timedelta(days=0 if term.end_reason else STILL_OURS)
    return covers(term.starts_on, term.ends_on and term.ends_on + still, on)


def _vacancies(applicants: Iterable[Applicant]) -> set[int]:
    return {one.vacancy_id for one in applicants}


def _of_applicant(one: Applicant, kecamatan: str, niats: dict[int, str], basis: str) -> OurName:
    person = one.person
    niat = niats.get(person.id, "")
    return OurName(person.id, person.full_name, person.nik or "", niat, kecamatan, basis)


def _niats(session: Session, people: Sequence[int]) -> dict[int, str]:
    query = select(Officer.person_id, Officer.niat).where(Officer.person_id.in_(people))
    return {person: niat for person, niat in session.execute(query) if niat}


def _masked(match: Match) -> Match:
    came = replace(match.incoming, nik=mask_nik(match.incoming.nik)) if match.incoming else None
    ours = replace(match.ours, nik=mask_nik(match.ours.nik)) if match.ours else None
    return replace(match, incoming=came, ours=ours)
