"""Call letters to the candidates of many vacancies: who is to get one, who has one, who lacks what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.audit import note
from db.lettering import IssuedLetter, Render
from db.models.letters import Letter
from db.models.recruitment import Applicant, Vacancy
from db.models.regions import Region
from db.models.selection import Objection
from db.numbers import hold_book
from db.people import address_of, places_of
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import CallFacts
from db.rules.problems import refuse
from db.rules.recruitment import Stage
from db.rules.words import _
from db.services.recruitment.calls import facts_for, issue_to
from db.services.recruitment.slots import slots_for, told_to
from db.sheet_book import INTERVIEWED


@dataclass(frozen=True)
class CallRow:
    """One candidate who is MS, with what a call letter would say and whether there is one."""

    applicant_id: int
    vacancy_id: int
    kecamatan: str
    registration_number: str
    name: str
    phone: str
    address: str  # empty: the office has none
    on: date
    time: str
    planned: bool  # has a turn of the own; else comes when the interview begins
    number: str  # of the newest call letter that still counts
    called_on: date | None  # None: there is no such letter

    @property
    def id(self) -> int:
        return self.applicant_id


@dataclass(frozen=True)
class CallVacancy:
    """A vacancy at its interview, with its candidates in the order of their turns."""

    id: int
    kecamatan: str
    interview_on: date
    objections: int  # that wait for an answer
    rows: tuple[CallRow, ...]

    @property
    def uncalled(self) -> int:
        """How many have no call letter yet."""
        return sum(row.called_on is None for row in self.rows)


@dataclass(frozen=True)
class IssuedCall:
    """A call letter that is final, and whose it is."""

    letter: IssuedLetter
    recipient: str
    phone: str


@dataclass(frozen=True)
class IssuedCalls:
    """What one transaction has made; `skipped`: who has got a letter, or left, meanwhile."""

    made: tuple[IssuedCall, ...]
    skipped: tuple[str, ...]


@needs(Right.READ)
def list_calls(session: Session) -> list[CallVacancy]:
    """Every vacancy at its interview; a fixed number of questions however many there are."""
    vacancies = session.scalars(
        select(Vacancy)
        .where(Vacancy.stage == Stage.INTERVIEW)
        .join(Vacancy.kecamatan)
        .options(joinedload(Vacancy.kecamatan))
        .order_by(Region.name, Vacancy.id)
    ).all()
    people = _read(session, Applicant.vacancy_id.in_([vacancy.id for vacancy in vacancies]))
    places = places_of(session, [one.person for one in people])
    slots, called = slots_for(session, [one.id for one in people]), _called(session, people)
    rows: dict[int, list[tuple[int, CallRow]]] = {vacancy.id: [] for vacancy in vacancies}
    for one in people:
        vacancy, slot = one.vacancy, slots.get(one.id)
        on, time, _place = told_to(slot, vacancy.interview_on, vacancy.interview_time, vacancy.place)
        number, called_on = called.get(one.id, ("", None))
        row = CallRow(
            applicant_id=one.id,
            vacancy_id=one.vacancy_id,
            kecamatan=vacancy.kecamatan.name,
            registration_number=one.registration_number,
            name=one.person.full_name,
            phone=one.person.phone,
            address=address_of(session, one.person, places),
            on=on,
            time=time,
            planned=slot is not None,
            number=number,
            called_on=called_on,
        )
        rows[one.vacancy_id].append((slot.queue if slot else len(people), row))
    waiting = _objections(session)
    return [
        CallVacancy(
            *(vacancy.id, vacancy.kecamatan.name, vacancy.interview_on, waiting.get(vacancy.id, 0)),
            tuple(row for _queue, row in sorted(rows[vacancy.id], key=_turn)),
        )
        for vacancy in vacancies
    ]


@needs(Right.READ)
def batch_facts(session: Session, applicant_ids: Sequence[int]) -> list[CallFacts]:
    """What the letters to these candidates would say, in this order."""
    found = {one.id: one for one in _read(session, Applicant.id.in_(applicant_ids))}
    return facts_for(session, [found[key] for key in applicant_ids if key in found])


@needs(Right.RECRUITMENT)
def issue_batch(
    session: Session,
    applicant_ids: Sequence[int],
    *,
    dated_on: date,
    render: Render,
    official_id: int | None = None,
    again: bool = False,
    reason: str = "",
) -> IssuedCalls:
    """A call letter to each of these who has none yet, or `again` to all; one after the other in the book.

    reason: why somebody is called for a day that the letter does not precede, or while an objection waits;
    the history of the vacancy keeps it. Who has left or been called by somebody else meanwhile is passed
    over and named.
    """
    _hold(session, applicant_ids)
    hold_book(session, dated_on.year)  # who makes letters now is waited for, and then seen below
    found = {one.id: one for one in _read(session, Applicant.id.in_(applicant_ids))}
    called = {} if again else _called(session, list(found.values()))
    may = [
        found[key]
        for key in applicant_ids
        if key in found and key not in called and found[key].vacancy.stage is Stage.INTERVIEW
    ]
    _require_reason(session, may, dated_on, reason)
    letters = issue_to(session, may, dated_on=dated_on, render=render, official_id=official_id)
    made = tuple(
        IssuedCall(letter, one.person.full_name, one.person.phone)
        for letter, one in zip(letters, may, strict=True)
    )
    given = {one.id for one in may}
    names = _names(session, [key for key in applicant_ids if key not in given])
    return IssuedCalls(made, names)


def _require_reason(session: Session, people: Sequence[Applicant], dated_on: date, reason: str) -> None:
    slots, waiting = slots_for(session, [one.id for one in people]), _objections(session)
    doubtful: dict[int, str] = {}
    for one in people:
        vacancy = one.vacancy
        whole = (vacancy.interview_on, vacancy.interview_time, vacancy.place)
        on, _time, _place = told_to(slots.get(one.id), *whole)
        if on <= dated_on or waiting.get(vacancy.id):
            doubtful[vacancy.id] = vacancy.kecamatan.name
    if doubtful and not reason.strip():
        text = _("Jadwal tidak sesudah tanggal surat atau sanggahan belum dijawab: {names}. Tulis alasannya.")
        raise refuse(text.format(names=", ".join(dict.fromkeys(doubtful.values()))), "reason")
    for vacancy_id in doubtful:
        said = _("Panggilan wawancara tetap dicetak: {reason}").format(reason=reason.strip())
        note(session, Vacancy, said, vacancy_id)


def _hold(session: Session, applicant_ids: Sequence[int]) -> None:
    """Keep their vacancies as they are: nobody withdraws meanwhile. Before the book, as `decide` does."""
    wanted = select(Applicant.vacancy_id).where(Applicant.id.in_(applicant_ids))
    query = select(Vacancy).where(Vacancy.id.in_(wanted)).order_by(Vacancy.id).with_for_update()
    session.scalars(query.execution_options(populate_existing=True)).all()


def _turn(pair: tuple[int, CallRow]) -> tuple[date, int, str]:
    queue, row = pair
    return row.on, queue, row.registration_number


def _read(session: Session, which: ColumnElement[bool]) -> list[Applicant]:
    """Those who are interviewed, with person and vacancy."""
    query = (
        select(Applicant)
        .where(which, Applicant.status.in_(INTERVIEWED))
        .options(joinedload(Applicant.person), joinedload(Applicant.vacancy).joinedload(Vacancy.kecamatan))
        .order_by(Applicant.registration_number)
    )
    return list(session.scalars(query))


def _called(session: Session, people: Sequence[Applicant]) -> dict[int, tuple[str, date]]:
    """Number and day of the newest call letter of each that still counts."""
    query = (
        select(Letter.applicant_id, Letter.number, Letter.dated_on)
        .where(Letter.kind == LetterKind.CALL, Letter.status != LetterStatus.CANCELLED)
        .where(Letter.applicant_id.in_([one.id for one in people]))
        .order_by(Letter.id)
    )
    return {key: (number, on) for key, number, on in session.execute(query).all() if key is not None}


def _objections(session: Session) -> dict[int, int]:
    query = select(Applicant.vacancy_id, func.count(Objection.id)).join(Objection.applicant)
    waiting = query.where(Objection.outcome.is_(None)).group_by(Applicant.vacancy_id)
    return {owner: number for owner, number in session.execute(waiting).all()}


def _names(session: Session, ids: Sequence[int]) -> tuple[str, ...]:
    query = select(Applicant).where(Applicant.id.in_(ids)).options(joinedload(Applicant.person))
    return tuple(one.person.full_name for one in session.scalars(query)) if ids else ()
