"""The quality board: rules as questions to the database, their counts by day, and the records behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from db.access import needs
from db.models.aid import WelfareStatus
from db.models.families import Family
from db.models.mapping import Kind, KindCriterion, MappingRecord
from db.models.office import Reference
from db.models.people import Person
from db.models.quality import QualityCount
from db.models.regions import Region
from db.models.rounds import Round
from db.models.twins import TwinPair
from db.rules.access import Right
from db.rules.coordinates import LATITUDES, LONGITUDES
from db.rules.people import Sex
from db.rules.quality import BY_CODE, EVERYTHING, RULES, Check
from db.rules.twins import Verdict
from db.services.mapping.double_aid import double_aid
from db.services.settings import get_limits

MOST = 2000  # records that a list takes by their numbers
NO_LIST = "[]"  # an empty JSON list as text, on both databases
ALL = (*(rule.code for rule in RULES), EVERYTHING)


@dataclass(frozen=True)
class Findings:
    """The records that break a rule, at most so many as a list takes."""

    record_ids: tuple[int, ...]
    number: int


@needs(Right.READ)
def count_rule(session: Session, rule: str, *, today: date, kecamatan_code: str = "") -> int:
    """How many records a rule finds; EVERYTHING: how many there are."""
    if rule == EVERYTHING:
        return _count(session, _in_force(kecamatan_code))
    return _count(session, _broken(session, rule, today, kecamatan_code))


@needs(Right.MAPPING)
def keep_counts(session: Session, numbers: Mapping[str, int], *, today: date) -> None:
    """Keep what a check of the whole office has found, for the trend; the last one of a day stays."""
    session.execute(delete(QualityCount).where(QualityCount.on_day == today))
    rows = [{"on_day": today, "rule": rule, "number": number} for rule, number in numbers.items()]
    session.execute(insert(QualityCount), rows)


@needs(Right.READ)
def read_check(session: Session) -> Check:
    """The last kept check and the one before it."""
    query = select(QualityCount.on_day).distinct().order_by(QualityCount.on_day.desc()).limit(2)
    last, before = (*session.scalars(query), None, None)[:2]
    numbers = _kept(session, last)
    return Check(numbers, _kept(session, before), numbers.pop(EVERYTHING, 0), last, before)


@needs(Right.READ)
def check_kecamatan(session: Session, kecamatan_code: str, *, today: date) -> Check:
    """The board of one kecamatan, counted now; nothing of it is kept."""
    numbers = {rule: count_rule(session, rule, today=today, kecamatan_code=kecamatan_code) for rule in ALL}
    name = session.get_one(Region, kecamatan_code).name
    return Check(numbers, {}, numbers.pop(EVERYTHING), today, place=name)


@needs(Right.READ)
def read_trend(session: Session, rule: str) -> list[tuple[date, int]]:
    """The kept counts of a rule, the oldest first."""
    query = select(QualityCount.on_day, QualityCount.number).where(QualityCount.rule == rule)
    return [(day, number) for day, number in session.execute(query.order_by(QualityCount.on_day))]


@needs(Right.READ)
def find_broken(session: Session, rule: str, *, today: date, kecamatan_code: str = "") -> Findings:
    """The records behind a number of the board; the list itself hides names that a user may not see."""
    broken = _broken(session, rule, today, kecamatan_code)
    ids = tuple(session.scalars(broken.order_by(MappingRecord.id).limit(MOST)))
    return Findings(ids, len(ids) if len(ids) < MOST else _count(session, broken))


@needs(Right.READ)
def broken_rules(session: Session, *, today: date, kecamatan_code: str) -> dict[int, list[str]]:
    """Which rules each record of a kecamatan breaks: for the homework of its desa."""
    found: dict[int, list[str]] = {}
    for rule in BY_CODE:
        for record in session.scalars(_broken(session, rule, today, kecamatan_code)):
            found.setdefault(record, []).append(rule)
    return found


def _count(session: Session, ids: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def _kept(session: Session, day: date | None) -> dict[str, int]:
    if day is None:
        return {}
    query = select(QualityCount.rule, QualityCount.number).where(QualityCount.on_day == day)
    return {rule: number for rule, number in session.execute(query)}


def _in_force(kecamatan_code: str) -> Select[Any]:
    query = select(MappingRecord.id).where(MappingRecord.closed_on.is_(None))
    return query.where(MappingRecord.kecamatan_code == kecamatan_code) if kecamatan_code else query


def _broken(session: Session, rule: str, today: date, kecamatan_code: str) -> Select[Any]:
    """The ids of records in force that break a rule."""
    query = _in_force(kecamatan_code)
    record, person = MappingRecord, Person
    owner = func.coalesce(record.person_id, Family.head_id)  # a family is known by its head
    of_person = query.outerjoin(Family, Family.id == record.family_id).join(person, person.id == owner)
    of_kind = query.join(Kind, Kind.code == record.kind_code)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    match rule:
        case "nik_shape":
            return of_person.where(person.nik.is_not(None), not_(_is_nik()))
        case "nik_birth":
            born = _number_of(person.birth_date, is_sqlite)
            in_nik = _part(11, 2) * 10_000 + _part(9, 2) * 100 + _part(7, 2) % 40
            return of_person.where(_is_nik(), person.birth_date.is_not(None), in_nik != born % 1_000_000)
        case "nik_sex":
            woman = _part(7, 2) > 40
            wrong = or_(and_(woman, person.sex == Sex.MALE), and_(not_(woman), person.sex == Sex.FEMALE))
            return of_person.where(_is_nik(), wrong)
        case "twins":
            pairs = select(TwinPair).where(TwinPair.verdict == Verdict.OPEN).subquery()
            people = select(pairs.c.first_id).union(select(pairs.c.second_id))
            heads = select(Family.id).where(Family.head_id.in_(people))
            return query.where(or_(record.person_id.in_(people), record.family_id.in_(heads)))
        case "no_nik":
            return of_person.where(person.nik.is_(None))
        case "no_kk":
            families = select(Family.id).where(Family.kk.is_(None))
            without = select(person.id).where(person.kk == "")
            return query.where(or_(record.person_id.in_(without), record.family_id.in_(families)))
        case "odd_name":
            digit = or_(*(person.name.contains(sign) for sign in "0123456789"))
            return of_person.where(or_(func.length(person.name) < 2, digit))
        case "no_birth":
            return of_person.where(person.birth_date.is_(None))
        case "no_sex":
            return of_person.where(person.sex.is_(None))
        case "no_address":
            return of_person.where(person.address == "")
        case "age" | "age_excused":
            age = _age(session, is_sqlite)
            wrong = or_(age < Kind.minimum_age, age > Kind.maximum_age)
            excused = record.exception_reason != ""
            return of_kind.where(
                record.born.is_not(None), wrong, excused if rule == "age_excused" else not_(excused)
            )
        case "kind_sex":
            return of_kind.where(Kind.sex != "", record.sex != "", record.sex != Kind.sex)
        case "no_disability":
            return of_kind.where(Kind.needs_disability, cast(record.disabilities, String) == NO_LIST)
        case "no_criteria":
            has = select(KindCriterion.kind_code)
            return query.where(record.kind_code.in_(has), cast(record.criteria, String) == NO_LIST)
        case "both_child":
            return query.where(_also("PMKS-01", "PMKS-02"))
        case "both_disabled":
            return query.where(_also("PMKS-05", "PMKS-09"))
        case "died":
            return query.where(record.person_id.in_(_died()))
        case "double_aid":
            given, families = double_aid(today)
            return query.where(or_(record.person_id.in_(given), record.family_id.in_(families)))
        case "old":
            limit = _months_before(today, get_limits(session).record_stale_months)
            return query.where(func.coalesce(record.confirmed_on, record.recorded_on) < limit)
        case "old_welfare":
            limit = _months_before(today, get_limits(session).welfare_stale_months)
            old = select(WelfareStatus.person_id).where(WelfareStatus.as_of < limit)
            return query.where(record.person_id.in_(old))
        case "no_place_found":
            inside = and_(record.latitude.between(*LATITUDES), record.longitude.between(*LONGITUDES))
            return query.where(record.latitude.is_not(None), not_(inside))
    raise KeyError(rule)


def _part(start: int, length: int) -> ColumnElement[int]:
    """Digits of the NIK as a number; only of what `_is_nik` lets through."""
    return cast(func.substr(Person.nik, start, length), Integer)


def _is_nik() -> ColumnElement[bool]:
    """16 digits whose day and month can be (domain.md 3.1)."""
    digits = func.length(func.trim(Person.nik, "0123456789")) == 0
    day, month, serial = (func.substr(Person.nik, *place) for place in ((7, 2), (9, 2), (13, 4)))
    days = or_(day.between("01", "31"), day.between("41", "71"))
    return and_(func.length(Person.nik) == 16, digits, days, month.between("01", "12"), serial != "0000")


def _number_of(day: Any, is_sqlite: bool) -> ColumnElement[int]:
    """A date as 20200417."""
    text = func.strftime("%Y%m%d", day) if is_sqlite else func.to_char(day, "YYYYMMDD")
    return cast(text, Integer)


def _age(session: Session, is_sqlite: bool) -> ColumnElement[Any]:
    """Full years on the day that the form asked about: see `entry.day_of_ages`."""
    record = MappingRecord
    on, born = (_number_of(day, is_sqlite) for day in (record.recorded_on, record.born))
    rounds = session.scalars(select(Round).order_by(Round.begins_on.desc()))
    running: list[tuple[ColumnElement[bool], Any]] = []
    for one in rounds:
        first, after = (_midnight(day) for day in (one.begins_on, one.ends_on + timedelta(days=1)))
        end = min(after, one.locked_at) if one.locked_at else after
        day = literal(int(f"{one.reference_date:%Y%m%d}"), literal_execute=True)
        running.append((and_(record.entered_at >= first, record.entered_at < end), day))
    return ((case(*running, else_=on) if running else on) - born) // 10_000


def _midnight(day: date) -> datetime:
    """Where a day begins on this computer."""
    return datetime.combine(day, time()).astimezone(UTC)


def _died() -> Select[Any]:
    """Who has a record that was closed because of death, in the words of the office's list."""
    reason = select(Reference.text).where(Reference.list_name == "closing_reasons", Reference.code == "died")
    closed = aliased(MappingRecord)
    return select(closed.person_id).where(
        closed.person_id.is_not(None),
        closed.closed_on.is_not(None),
        closed.closed_reason == reason.scalar_subquery(),
    )


def _also(one: str, other: str) -> ColumnElement[bool]:
    """The person is in force under both kinds: the record is one of the two."""
    second = aliased(MappingRecord)
    return and_(
        MappingRecord.kind_code.in_((one, other)),
        select(second.id)
        .where(
            second.person_id == MappingRecord.person_id,
            second.kind_code.in_((one, other)),
            second.kind_code != MappingRecord.kind_code,
            second.closed_on.is_(None),
        )
        .exists(),
    )


def _months_before(day: date, months: int) -> date:
    """The first of the month so many months before: whole months are enough here."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)
