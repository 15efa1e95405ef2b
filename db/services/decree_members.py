"""Who a decree names: finding them, saying what is wrong with a list, and putting them on the roster."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.appointments import appoint, find_officer, hold_posts, posts_of, retime
from db.models.officers import Assignment, Decree, DecreeMember, Officer, lasts_on, serves_within
from db.models.people import Person
from db.models.recruitment import Proposal, ProposalEvent, Vacancy
from db.models.regions import Region
from db.people import write_person
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.import_cells import fold_place, split_name
from db.rules.office import digits
from db.rules.officers import AssignmentKind, MemberForm, check_niat, left_before
from db.rules.people import check_nik, check_phone, is_same_name, split_address
from db.rules.problems import Problem, RuleViolation, require
from db.rules.proposals import check_proposed
from db.rules.recruitment import Applied, ProposalStatus, Stage
from db.rules.words import _
from db.services.decree_people import find_people
from db.services.office import get_office

DAY = timedelta(days=1)
GAP = 92  # days that may lie between the old decree and the new one
Owners = dict[tuple[str, str], str]  # name by kind of number and number


@dataclass(frozen=True)
class Removal:
    """What taking a name out of a decree did to the officer's term."""

    name: str
    kecamatan: str
    decree: str  # the earlier decree that counts again; empty: the term stands without one
    ends_on: date | None


@needs(Right.READ)
def find_member_problems(
    session: Session, members: Sequence[MemberForm], *, starts_on: date | None = None, today: date
) -> dict[int, str]:
    """What is wrong with each row of a list before it is recorded; a sound row is left out.

    starts_on: the first day of the decree; who has left before it is pointed out.
    """
    found = _problems(session, members, starts_on, today)
    return {row: _joined(problems) for row, problems in found.items()}


@needs(Right.OFFICERS)
def add_members(session: Session, decree_id: int, members: Sequence[MemberForm], *, today: date) -> int:
    """Name more officers in a decree: all of them, or nobody. Returns how many."""
    decree = session.get_one(Decree, decree_id)
    write_members(session, decree, members, today)
    return len(members)


@needs(Right.OFFICERS)
def remove_member(session: Session, member_id: int) -> Removal:
    """Take a name out of a decree.

    The term goes on under the decree before it that names the officer there, and ends with that one.
    """
    member = session.get_one(DecreeMember, member_id)
    decree, officer, kecamatan = member.decree, member.officer, member.kecamatan
    session.delete(member)
    session.flush()
    earlier = session.scalars(
        select(Decree)
        .join(DecreeMember)
        .where(
            DecreeMember.officer_id == officer.id,
            DecreeMember.kecamatan_code == kecamatan.code,
            Decree.starts_on <= decree.starts_on,
        )
        .order_by(Decree.starts_on.desc(), Decree.id.desc())
    ).first()
    ends_on = None
    for term in officer.assignments:
        if term.decree_id == decree.id and term.kecamatan_code == kecamatan.code:
            term.decree = earlier
            fits = earlier and (earlier.ends_on is None or earlier.ends_on >= term.starts_on)
            if earlier and fits and not term.end_reason:
                retime(session, term, term.starts_on, earlier.ends_on)
            ends_on = term.ends_on
    return Removal(officer.person.full_name, kecamatan.name, earlier.number if earlier else "", ends_on)


@needs(Right.OFFICERS)
def write_members(session: Session, decree: Decree, members: Sequence[MemberForm], today: date) -> None:
    """Put everybody a decree names on the roster; refuses with one sentence per row that cannot be."""
    kecamatan = kecamatan_codes(session)
    hold_posts(session, kecamatan.values())
    require(_check(session, decree, members, today))
    people, _doubts = find_people(session, members, kecamatan, decree.starts_on)
    last = max((member.position for member in decree.members), default=0)
    for place, member in enumerate(members):
        code = kecamatan[fold_place(member.kecamatan)]
        with _named(member):
            person = people.get(place) or _write(session, member, code, today)
            officer = find_officer(session, person, digits(member.niat) or None)
            assign(session, officer, code, decree)
            answer_proposal(session, officer.person_id, code, decree)
        session.add(
            DecreeMember(decree=decree, officer=officer, kecamatan_code=code, position=last + place + 1)
        )
    session.flush()


@needs(Right.OFFICERS)
def assign(session: Session, officer: Officer, kecamatan_code: str, decree: Decree) -> None:
    """Let an officer serve under a decree: who serves there already goes on, the others begin with it."""
    touches = or_(
        lasts_on(decree.starts_on),
        and_(Assignment.ends_on == decree.starts_on - DAY, Assignment.end_reason == ""),
    )
    serving = session.scalars(
        select(Assignment)
        .where(
            Assignment.officer_id == officer.id,
            Assignment.kecamatan_code == kecamatan_code,
            Assignment.kind == AssignmentKind.DEFINITIVE,
            touches,
            Assignment.starts_on <= (decree.ends_on or date.max),
        )
        .order_by(Assignment.starts_on.desc())
    ).first()
    if serving is None:
        appoint(session, officer, kecamatan_code, decree.starts_on, decree.ends_on, decree)
        return
    present = serving.decree
    if present and present.starts_on > decree.starts_on:
        return  # an older decree, noted late
    if present and present.level is not decree.level and _outlasts(serving.ends_on, decree.ends_on):
        return  # the decree of another level gives a longer term
    serving.decree = decree
    if not serving.end_reason:  # who has left stays gone, though a decree that comes late names him
        retime(session, serving, serving.starts_on, decree.ends_on)


@needs(Right.OFFICERS)
def answer_proposal(session: Session, person_id: int, kecamatan_code: str, decree: Decree) -> None:
    """A decree that names whom we proposed for the kecamatan ends that selection.

    Refuses one that came after our proposal and names somebody else: what became of ours is noted first.
    """
    waiting = session.scalars(
        select(Vacancy).where(Vacancy.kecamatan_code == kecamatan_code, Vacancy.stage == Stage.PROPOSED)
    ).first()
    if waiting is None:
        return
    chosen = next((one for one in waiting.applicants if one.status is Applied.CHOSEN), None)
    if chosen is None:
        return
    proposal = session.scalars(select(Proposal).where(Proposal.applicant_id == chosen.id)).first()
    if chosen.person_id != person_id:
        if proposal is not None and decree.dated_on >= proposal.events[0].on:
            require(check_proposed(chosen.person.full_name, waiting.kecamatan.name))
        return
    chosen.status, waiting.stage = Applied.APPOINTED, Stage.FILLED
    if proposal is not None:
        proposal.status, proposal.status_on = ProposalStatus.DECREED, decree.dated_on
        proposal.decree = decree
        proposal.events.append(
            ProposalEvent(
                status=ProposalStatus.DECREED,
                on=decree.dated_on,
                note=decree.number,
                noted_at=datetime.now(UTC),
            )
        )


@needs(Right.READ)
def last_terms(session: Session, starts_on: date) -> list[Assignment]:
    """The definitive term of each kecamatan that lasts, or has only just run out without a reason."""
    found = session.scalars(
        select(Assignment)
        .where(
            Assignment.kind == AssignmentKind.DEFINITIVE,
            serves_within(starts_on - timedelta(days=GAP), starts_on),
        )
        .order_by(Assignment.kecamatan_code, Assignment.starts_on)
        .options(
            joinedload(Assignment.kecamatan),
            joinedload(Assignment.decree),
            joinedload(Assignment.officer).joinedload(Officer.person),
        )
    )
    last = {term.kecamatan_code: term for term in found}
    lasting = (term for term in last.values() if not term.end_reason)
    return sorted(lasting, key=lambda term: term.kecamatan.name)


def member_of(place: int, term: Assignment) -> MemberForm:
    """Who serves, as a row of a decree."""
    person = term.officer.person
    return MemberForm(
        row=place,
        name=person.full_name,
        nik=person.nik or "",
        niat=term.officer.niat or "",
        kecamatan=term.kecamatan.name,
        person_id=person.id,
    )


@needs(Right.READ)
def kecamatan_codes(session: Session) -> dict[str, str]:
    """The office's kecamatan: codes by folded name."""
    return _codes(session, 6, get_office(session).regency_code)


def _check(session: Session, decree: Decree, members: Sequence[MemberForm], today: date) -> Iterator[Problem]:
    if not members:
        yield Problem(_("Belum ada nama dalam SK ini."))
    there = {(one.officer.person_id, one.kecamatan_code) for one in decree.members}
    codes = kecamatan_codes(session)
    people, _doubts = find_people(session, members, codes, decree.starts_on)
    for place, person in people.items():
        if (person.id, codes.get(fold_place(members[place].kecamatan))) in there:
            text = _("{name} sudah tercantum dalam SK ini.")
            yield Problem(text.format(name=person.full_name))
    text = _("Baris {row}: {problem}")
    for row, problems in _problems(session, members, decree.starts_on, today).items():
        for problem in problems:
            yield Problem(text.format(row=row, problem=problem.text))


def _problems(
    session: Session, members: Sequence[MemberForm], starts_on: date | None, today: date
) -> dict[int, list[Problem]]:
    kecamatan, owners = kecamatan_codes(session), _owners(session, members)
    people, doubts = find_people(session, members, kecamatan, starts_on)
    problems: dict[int, list[Problem]] = {}
    seen: dict[tuple[str, str], int] = {}
    for place, member in enumerate(members):
        found = [*check_niat(member.niat), *check_phone(member.phone)]
        if not member.name.strip():
            found.append(Problem(_("nama kosong")))
        if member.nik:
            found += check_nik(member.nik, today)
        if fold_place(member.kecamatan) not in kecamatan:
            text = _("kecamatan “{name}” tidak ada di kabupaten/kota ini")
            found.append(Problem(text.format(name=member.kecamatan)))
        found += _number_problems(member, owners, seen) or doubts.get(place, [])
        if starts_on and place in people:
            found += _left(session, people[place], starts_on)
        if found:
            problems[member.row] = found
    return problems


def _number_problems(member: MemberForm, owners: Owners, seen: dict[tuple[str, str], int]) -> list[Problem]:
    problems = []
    for label, number in (("NIK", digits(member.nik)), ("NIAT", digits(member.niat))):
        owner = owners.get((label, number))
        if owner and member.name.strip() and not is_same_name(owner, member.name):
            text = _("{label} baris ini milik {name}; periksa.")
            problems.append(Problem(text.format(label=label, name=owner)))
        first = seen.setdefault((label, number), member.row) if number else member.row
        if first != member.row:
            problems.append(Problem(_("{label} sama dengan baris {row}").format(label=label, row=first)))
    return problems


def _left(session: Session, person: Person, starts_on: date) -> Iterator[Problem]:
    """Somebody who left before the decree begins does not come back by standing in a list."""
    officer = session.scalars(select(Officer).where(Officer.person_id == person.id)).first()
    if officer is not None and (last := left_before(posts_of(session, officer), starts_on)):
        text = _(
            "{name} sudah berhenti sejak {day} ({reason}). Keluarkan namanya; "
            "bila diangkat kembali, catat dahulu penugasannya pada daftar TKSK"
        )
        day = long_date((last.ends_on or starts_on) + DAY)
        yield Problem(text.format(name=person.full_name, day=day, reason=last.end_reason))


def _write(session: Session, member: MemberForm, kecamatan_code: str, today: date) -> Person:
    values = {
        field: getattr(member, field)
        for field in ("nik", "birth_place", "birth_date", "sex", "phone", "education")
    }
    values["address"], values["rt"], values["rw"] = split_address(member.address)
    values["front_title"], values["name"], values["back_title"] = split_name(member.name)
    values["desa_code"] = _codes(session, 10, kecamatan_code).get(fold_place(member.desa))
    values["no_nik_reason"] = "" if member.nik else _("tidak ada pada daftar")
    return write_person(session, None, {}, values, today)


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


def _owners(session: Session, members: Sequence[MemberForm]) -> Owners:
    """Whose the numbers of a list are, as far as they are known."""
    by_nik = select(Person.nik, Person.name).where(Person.nik.in_({digits(m.nik) for m in members}))
    by_niat = select(Officer.niat, Person.name).join(Officer.person)
    by_niat = by_niat.where(Officer.niat.in_({digits(m.niat) for m in members}))
    found: Owners = {("NIK", nik): name for nik, name in session.execute(by_nik) if nik}
    return found | {("NIAT", niat): name for niat, name in session.execute(by_niat) if niat}


def _joined(problems: list[Problem]) -> str:
    said = "; ".join(problem.text.rstrip(".") for problem in problems)
    return f"{said[:1].upper()}{said[1:]}."


def _codes(session: Session, level: int, prefix: str) -> dict[str, str]:
    """Codes by folded name; of two regions with one name the one that is not closed."""
    rows = session.execute(
        select(Region.name, Region.code)
        .where(Region.level == level, Region.code.startswith(prefix))
        .order_by(Region.closed_on.is_(None), Region.code)
    )
    return {fold_place(name): code for name, code in rows}


def _outlasts(one: date | None, other: date | None) -> bool:
    return other is not None and (one is None or one > other)
