"""People: found before they are typed, and written once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.mapping import Kind, MappingRecord
from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.recruitment import Applicant, Vacancy
from db.models.regions import Region
from db.models.twins import TwinPair
from db.people import place_of, places_of
from db.records import copy
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.dates import short_date
from db.rules.likeness import POSSIBLE, compare_people, near_dates
from db.rules.names import fold
from db.rules.office import digits, full_name
from db.rules.people import Sex, mask_nik
from db.rules.recruitment import applied_label
from db.rules.twins import Verdict
from db.rules.words import _
from db.search import named_ids
from db.services.mapping.seen import shown_kinds

LEAST_DIGITS = 9  # of a NIK, before anybody is looked up
LEAST_LETTERS = 3  # of a name
ENOUGH = 300  # who are named alike; more are told apart by the next letters


@dataclass(frozen=True)
class PersonFacts:
    """A person as forms show him or her."""

    id: int
    nik: str | None
    no_nik_reason: str
    kk: str
    front_title: str
    name: str
    back_title: str
    mother: str
    birth_place: str
    birth_date: date | None
    sex: Sex | None
    religion: str
    marital_status: str
    education: str
    occupation: str
    address: str
    rt: str
    rw: str
    desa_code: str | None
    outside: str
    phone: str
    email: str

    @property
    def full_name(self) -> str:
        return full_name(self.front_title, self.name, self.back_title)


@dataclass(frozen=True)
class KnownPerson:
    """Somebody already in the database, in one line, for the panel beside the form."""

    id: int
    name: str
    masked_nik: str
    birth_date: date | None
    place: str
    roles: tuple[str, ...]  # TKSK Utan sejak …, pelamar …
    why: str = ""  # nama mirip, tanggal lahir sama


@needs(Right.READ)
def get_person(session: Session, person_id: int) -> PersonFacts:
    """A person with every field, to fill a form; who may not edit people sees masked numbers."""
    person = session.get_one(Person, person_id)
    if actor_of(session).rights & EDITS_PEOPLE:
        return copy(PersonFacts, person)
    return copy(PersonFacts, person, nik=mask_nik(person.nik) or None, kk=mask_nik(person.kk))


@needs(Right.READ)
def count_people(session: Session) -> int:
    """How many people the database knows, in whatever role."""
    return session.scalars(select(func.count()).select_from(Person)).one()


@needs(Right.READ)
def find_by_nik(session: Session, nik: str) -> KnownPerson | None:
    """Who has this NIK, if anybody."""
    person = session.scalars(select(Person).where(Person.nik == digits(nik))).first()
    return _known_people(session, [person])[0] if person else None


@needs(Right.READ)
def find_by_part(session: Session, nik: str, limit: int = 5) -> list[KnownPerson]:
    """People whose NIK begins with these digits, from the ninth on: the first eight many share."""
    typed = digits(nik)
    if len(typed) < LEAST_DIGITS:
        return []
    query = select(Person).where(Person.nik.between(typed.ljust(16, "0"), typed.ljust(16, "9")))
    return _known_people(session, session.scalars(query.order_by(Person.nik).limit(limit)).all())


@needs(Right.READ)
def suggest(
    session: Session, name: str, birth_date: date | None = None, limit: int = 5, of: int | None = None
) -> list[KnownPerson]:
    """People who may be the one being typed, the likeliest first. A short name finds nobody.

    of: who is being edited: neither that person nor those who were decided to be others.

    Found by the beginnings of the words of the name, in any order and spelling; and, where the name is
    alike, by the birth date or by its day and month swapped.
    """
    typed = fold(name)
    if len(typed) < LEAST_LETTERS:
        return []
    asked = select(Person.id, Person.folded, Person.birth_date)
    found = [*session.execute(asked.where(Person.folded == typed).limit(ENOUGH))]
    found += session.execute(asked.where(Person.id.in_(named_ids(session, name, ENOUGH))))
    likely = {person: compare_people(typed, birth_date, folded, born) for person, folded, born in found}
    if birth_date is not None:
        for person, folded, born in session.execute(
            asked.where(Person.birth_date.in_(near_dates(birth_date)))
        ):
            likeness = compare_people(typed, birth_date, folded, born)
            if likeness.score >= POSSIBLE:
                likely[person] = likeness
    if of is not None:
        for other in {of, *_others_than(session, of)}:
            likely.pop(other, None)
    best = sorted(likely, key=lambda person: (-likely[person].score, person))[:limit]
    people = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(best)))}
    reasons = {person: likely[person].why for person in best}
    return _known_people(session, [people[person] for person in best], reasons)


def _others_than(session: Session, person_id: int) -> Iterator[int]:
    """Who was decided not to be this person."""
    different = select(TwinPair.first_id, TwinPair.second_id).where(TwinPair.verdict == Verdict.DIFFERENT)
    for one, other in session.execute(
        different.where(or_(TwinPair.first_id == person_id, TwinPair.second_id == person_id))
    ):
        yield other if one == person_id else one


def _known_people(
    session: Session, people: Sequence[Person], why: Mapping[int, str] = MappingProxyType({})
) -> list[KnownPerson]:
    """Each in one line, in this order; what they are here is asked for at once."""
    ids = [person.id for person in people]
    roles: dict[int | None, list[str]] = defaultdict(list)
    posts = session.execute(
        select(
            Officer.person_id,
            Region.name,
            Assignment.starts_on,
            Assignment.ends_on,
            Assignment.end_reason,
            Assignment.end_detail,
        )
        .join(Assignment.officer)
        .join(Assignment.kecamatan)
        .where(Officer.person_id.in_(ids))
        .order_by(Assignment.starts_on.desc())
    )
    for person_id, name, starts_on, ends_on, reason, detail in posts:
        roles[person_id].append(_post(name, starts_on, ends_on, reason, detail))
    applications = session.execute(
        select(Applicant.person_id, Region.name, Vacancy.opened_on, Applicant.status)
        .join(Vacancy, Vacancy.kecamatan_code == Region.code)
        .join(Applicant, Applicant.vacancy_id == Vacancy.id)
        .where(Applicant.person_id.in_(ids))
        .order_by(Vacancy.opened_on.desc())
    )
    for person_id, name, opened, status in applications:
        text = _("Pelamar {kecamatan} {year}: {status}")
        roles[person_id].append(text.format(kecamatan=name, year=opened.year, status=applied_label(status)))
    cases = session.execute(
        select(MappingRecord.person_id, Kind.name, MappingRecord.recorded_on)
        .join(MappingRecord.kind)
        .where(MappingRecord.person_id.in_(ids), MappingRecord.closed_on.is_(None))
        .where(shown_kinds(session))
        .order_by(MappingRecord.recorded_on.desc(), MappingRecord.id)
    )
    for whose, kind, day in cases:
        roles[whose].append(_("{kind}, {day}").format(kind=kind, day=short_date(day)))
    places = places_of(session, people)
    return [
        KnownPerson(
            person.id,
            person.name,
            mask_nik(person.nik),
            person.birth_date,
            place_of(session, person, places),
            tuple(roles[person.id]),
            why.get(person.id, ""),
        )
        for person in people
    ]


def _post(kecamatan: str, starts_on: date, ends_on: date | None, reason: str, detail: str) -> str:
    if ends_on is None:
        return _("TKSK {kecamatan} sejak {start}").format(kecamatan=kecamatan, start=short_date(starts_on))
    text = _("TKSK {kecamatan} {start} s.d. {end}")
    said = text.format(kecamatan=kecamatan, start=short_date(starts_on), end=short_date(ends_on))
    why = ", ".join(part for part in (reason, detail) if part)
    return f"{said} ({why})" if why else said
