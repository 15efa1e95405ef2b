"""How many are recorded: kecamatan or desa × kinds, by sex and age, now or as a locked round counted them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db import tallies
from db.access import needs
from db.models.audit import AuditEntry
from db.models.mapping import Kind, MappingRecord
from db.models.office import Office
from db.models.officers import Assignment, Officer, serves_on
from db.models.people import Person
from db.models.regions import Region
from db.models.rounds import Round, RoundFigure, RoundPeople, RoundSheet
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.mapping import LOCAL, Register, Subject, is_official
from db.rules.officers import AssignmentKind
from db.rules.problems import refuse
from db.rules.recap_tables import RecapFigures, RecapKind, RecapPlace, RecapQuestion, covered
from db.rules.recaps import age_group_of
from db.rules.rounds import ROSTER_KIND
from db.rules.words import _
from db.services.mapping.confirmed import all_nought, statements
from db.services.mapping.rounds import is_asked
from db.tallies import DESA, KABUPATEN, KECAMATAN

STALE = 7  # days between the tallies' day and today after which they are moved on
PERSONAL = (Subject.PERSON, Subject.FAMILY)
SEAT_NAME = "TKSK (tingkat kecamatan)"  # as printed
Key = tuple[str, ...]
Counted = Counter[Key]


@dataclass(frozen=True)
class Recap:
    """How many are recorded: kecamatan × kinds."""

    columns: tuple[tuple[str, str, str], ...]  # code, abbreviation, name of the kind
    rows: tuple[tuple[str, tuple[int, ...]], ...]  # kecamatan and one count per column
    totals: tuple[int, ...]
    places: tuple[str, ...]  # code of the kecamatan of each row


@dataclass(frozen=True)
class Period:
    """A locked round whose figures can be asked for."""

    round_id: int
    name: str
    reference_date: date


@dataclass(frozen=True)
class Seat:
    """A TKSK who is definitive in a kecamatan."""

    kecamatan_code: str
    person_id: int
    sex: str
    born: date | None


@needs(Right.READ)
def recap(session: Session, register: Register = Register.PPKS) -> Recap:
    """Kecamatan × kinds from the records in force, without the roster: for the profile of a kecamatan."""
    figures = count(session, RecapQuestion(register, date.max), roster=False)
    return Recap(
        columns=tuple((kind.code, kind.abbreviation, kind.name) for kind in figures.kinds),
        rows=tuple((place.name, figures.row(place.code)) for place in figures.places),
        totals=figures.totals,
        places=tuple(place.code for place in figures.places),
    )


@needs(Right.READ)
def count(
    session: Session,
    question: RecapQuestion,
    *,
    roster: bool = True,
    sheets: bool = False,
    masked: bool = False,
) -> RecapFigures:
    """The figures that a recap asks for. sheets: by sex and by age too. masked: what may be shown of them."""
    if masked and (question.sex is not None or question.age_group is not None):
        text = _(
            "Versi publik hanya untuk semua jenis kelamin dan semua umur: pilih L dan P, dan semua umur."
        )
        raise refuse(text)
    kinds = _kinds(session, question)
    codes = [kind.code for kind in kinds]
    cells = _cases(session, question, codes, roster=roster)
    people, everybody = _people(session, question, roster=roster)
    figures = RecapFigures(
        question,
        _source(session, question),
        kinds,
        _places(session, question, {place for place, _kind in cells}),
        cells,
        people,
        everybody,
        kecamatan_name=_name(session, question.kecamatan_code),
    )
    if sheets:
        figures = replace(
            figures,
            by_sex=_cases(session, question, codes, roster=roster, also="sex"),
            by_age=_cases(session, question, codes, roster=roster, also="age_group"),
        )
    if roster and not question.local:
        said = statements(session, question)
        recorded, nobody = _surveyed(session, figures, said)
        figures = replace(figures, recorded=recorded, nobody=nobody, unnamed=_unnamed(session, figures, said))
    if masked and question.by_desa and question.kecamatan_code:
        figures = replace(figures, covered_totals=_covered_above(session, figures, roster=roster))
    return figures


def _surveyed(
    session: Session, figures: RecapFigures, said: Mapping[tuple[str, str], int]
) -> tuple[frozenset[Key], frozenset[Key]]:
    """Where somebody is recorded, of any sex and age; and where all desa have said that there is nobody."""
    question, kinds = figures.question, [kind.code for kind in figures.kinds]
    whole: Mapping[tuple[str, ...], int] = figures.cells
    if question.sex is not None or question.age_group is not None:
        whole = _cases(session, replace(question, sex=None, age_group=None), kinds, roster=False)
    served = {(place.code, ROSTER_KIND) for place in figures.places}
    nobody = served | all_nought(session, question, said)
    return frozenset(key for key, number in whole.items() if number), frozenset(nobody)


def _unnamed(session: Session, figures: RecapFigures, told: Mapping[tuple[str, str], int]) -> Counted:
    """What desa count beyond the names, place by place: it is no part of the recap, and not nothing."""
    question, codes = figures.question, {kind.code for kind in figures.kinds}
    said = {key: total for key, total in told.items() if total and key[1] in codes}
    if not said:
        return Counter()
    whole = replace(question, by_desa=True, sex=None, age_group=None)
    named = _cases(session, whole, sorted({kind for _desa, kind in said}), roster=False)
    level = DESA if question.by_desa else KECAMATAN
    beyond: Counted = Counter()
    for (desa, kind), total in said.items():
        if total > named[desa, kind]:
            beyond[desa[:level], kind] += total - named[desa, kind]
    return beyond


@needs(Right.READ)
def count_sexes(session: Session, question: RecapQuestion) -> Counted:
    """Cases by place, kind and sex: for the chart."""
    kinds = [kind.code for kind in _kinds(session, question)]
    return _cases(session, question, kinds, roster=True, also="sex")


@needs(Right.READ)
def list_periods(session: Session) -> list[Period]:
    """The locked rounds, the newest first."""
    query = select(Round).where(Round.locked_at.is_not(None)).order_by(Round.reference_date.desc(), Round.id)
    return [Period(one.id, one.name, one.reference_date) for one in session.scalars(query)]


@needs(Right.READ)
def is_stale(session: Session, today: date) -> bool:
    """Whether the figures by age take longer than they need: the tallies know the ages of another day."""
    known = tallies.day_of(session)
    return known is None or abs((today - known).days) > STALE


@needs(Right.READ)
def renew(session: Session, today: date) -> None:
    """Move the tallies to the ages of today; changes no figure."""
    if tallies.day_of(session) is None:
        tallies.rebuild(session.connection(), today)
    elif is_stale(session, today):
        tallies.advance(session, today)


@needs(Right.READ)
def list_seats(session: Session, on: date) -> list[Seat]:
    """Who is counted in PSKS-11: the definitive TKSK of a day."""
    query = (
        select(Assignment.kecamatan_code, Person.id, Person.sex, Person.birth_date)
        .join(Officer, Officer.id == Assignment.officer_id)
        .join(Person, Person.id == Officer.person_id)
        .where(serves_on(on), Assignment.kind == AssignmentKind.DEFINITIVE)
        .order_by(Assignment.kecamatan_code)
    )
    return [Seat(code, person, sex or "", born) for code, person, sex, born in session.execute(query)]


def _kinds(session: Session, question: RecapQuestion) -> tuple[RecapKind, ...]:
    """Those in force, and others that still hold records; a locked round stays with its own."""
    if question.round_id is not None:
        offered = is_asked(session.get_one(Round, question.round_id))
    else:
        recorded = select(MappingRecord.kind_code).where(
            MappingRecord.kind_code == Kind.code, MappingRecord.closed_on.is_(None)
        )
        offered = or_(Kind.valid_until.is_(None), recorded.exists())
    query = select(Kind.code, Kind.name, Kind.abbreviation, Kind.group, Kind.subject).where(
        Kind.register == question.register, offered
    )
    rows = session.execute(query.order_by(Kind.position, Kind.code))
    return tuple(
        RecapKind(code, name, short, group, subject in PERSONAL and code != ROSTER_KIND)
        for code, name, short, group, subject in rows
        if is_official(code) is not question.local
    )


def _cases(
    session: Session, question: RecapQuestion, kinds: Sequence[str], *, roster: bool, also: str = ""
) -> Counted:
    by = ("place", "kind_code", *((also,) if also else ()))
    if not kinds:
        return Counter()
    if question.round_id is not None:
        return _frozen(session, question, kinds, by)
    counted = tallies.count_cases(
        session,
        DESA if question.by_desa else KECAMATAN,
        question.on,
        within=question.kecamatan_code,
        by=by,
        kinds=kinds,
        sex=question.sex,
        age_group=question.age_group,
    )
    for seat in _seats(session, question) if roster else ():
        facts = {"sex": seat.sex, "age_group": str(age_group_of(seat.born, question.on))}
        counted[(seat.kecamatan_code, ROSTER_KIND, *((facts[also],) if also else ()))] += 1
    return counted


def _frozen(session: Session, question: RecapQuestion, kinds: Sequence[str], by: Sequence[str]) -> Counted:
    """What a locked round has counted; its TKSK stand under the code of their kecamatan."""
    place = RoundFigure.desa_code if question.by_desa else func.substr(RoundFigure.desa_code, 1, KECAMATAN)
    columns = {
        "place": place,
        "kind_code": RoundFigure.kind_code,
        "sex": RoundFigure.sex,
        "age_group": RoundFigure.age_group,
    }
    wanted = [columns[name] for name in by]
    query = select(*wanted, func.sum(RoundFigure.cases)).where(
        RoundFigure.round_id == question.round_id, RoundFigure.kind_code.in_(kinds)
    )
    if question.kecamatan_code:
        query = query.where(RoundFigure.desa_code.startswith(question.kecamatan_code))
    if question.sex is not None:
        query = query.where(RoundFigure.sex == question.sex)
    if question.age_group is not None:
        query = query.where(RoundFigure.age_group == str(question.age_group))
    rows = session.execute(query.group_by(*wanted))
    return Counter({tuple(row[:-1]): int(row[-1]) for row in rows})


def _people(
    session: Session, question: RecapQuestion, *, roster: bool
) -> tuple[dict[str, int] | None, int | None]:
    """How many different ones there are in each place, and in all of them."""
    if question.local:
        return None, None
    within = question.kecamatan_code
    if question.round_id is not None:
        if question.sex is not None or question.age_group is not None:
            return None, None
        place = (
            RoundPeople.desa_code if question.by_desa else func.substr(RoundPeople.desa_code, 1, KECAMATAN)
        )
        query = select(place, func.sum(RoundPeople.people)).where(
            RoundPeople.round_id == question.round_id,
            RoundPeople.register == str(question.register),
            RoundPeople.desa_code.startswith(within),
        )
        frozen = {code: int(number) for code, number in session.execute(query.group_by(place))}
        return frozen, sum(frozen.values())
    asked = {"sex": question.sex, "age_group": question.age_group}
    register, on = question.register, question.on
    level = DESA if question.by_desa else KECAMATAN
    own = tallies.count_people(session, level, on, register, within=within, **asked)  # type: ignore[arg-type]
    people = Counter({code: number for (code,), number in own.items()})
    above = KECAMATAN if within else KABUPATEN
    everybody = sum(
        tallies.count_people(session, above, on, register, within=within, **asked).values()  # type: ignore[arg-type]
    )
    seats = _seats(session, question) if roster else []
    for seat in seats:
        known = _recorded_in(session, seat.person_id, question.register)
        inside = any(code.startswith(seat.kecamatan_code) for code in known)
        people[seat.kecamatan_code] += question.by_desa or not inside
        everybody += not inside if within else not known
    return dict(people), everybody


def _recorded_in(session: Session, person_id: int, register: Register) -> list[str]:
    """The desa in which somebody is recorded as well, under an official kind."""
    query = (
        select(MappingRecord.desa_code)
        .join(Kind, Kind.code == MappingRecord.kind_code)
        .where(
            MappingRecord.person_id == person_id,
            MappingRecord.closed_on.is_(None),
            Kind.register == register,
            Kind.code.not_like(f"{LOCAL}%"),
        )
    )
    return list(session.scalars(query))


def _seats(session: Session, question: RecapQuestion) -> list[Seat]:
    """The TKSK that a live recap counts."""
    if question.register is not Register.PSKS or question.local:
        return []
    return [
        seat
        for seat in list_seats(session, question.day)
        if seat.kecamatan_code.startswith(question.kecamatan_code)
        and question.sex in (None, seat.sex)
        and question.age_group in (None, age_group_of(seat.born, question.on))
    ]


def _places(session: Session, question: RecapQuestion, counted: set[str]) -> tuple[RecapPlace, ...]:
    """All that are open, of a locked round those that were; and others in which something is recorded."""
    level = DESA if question.by_desa else KECAMATAN
    regency = session.scalars(select(Office.regency_code)).one()
    rows = session.execute(
        select(Region.code, Region.name, Region.level, Region.closed_on).where(
            Region.level.in_((KECAMATAN, level)),
            Region.code.startswith(question.kecamatan_code or regency),
        )
    ).all()
    names = {code: name for code, name, _own, _closed in rows}
    there = {code for code, _name, _own, closed in rows if closed is None}
    if question.round_id is not None:
        found = session.get_one(Round, question.round_id)
        sheets = select(RoundSheet.desa_code).where(RoundSheet.round_id == found.id)
        there = {code[:level] for code in session.scalars(sheets)}
        names |= names_before(session, found.locked_at)
    places = [
        RecapPlace(code, names[code], names.get(code[:KECAMATAN], "") if question.by_desa else "")
        for code, _name, own, _closed in rows
        if own == level and (code in there or code in counted)
    ]
    if question.by_desa:
        seats = [code for code in counted if len(code) == KECAMATAN]
        places += [RecapPlace(code, SEAT_NAME, names.get(code, "")) for code in seats]
    return tuple(sorted(places, key=lambda one: (one.kecamatan, len(one.code) < level, one.name, one.code)))


@needs(Right.READ)
def names_before(session: Session, moment: datetime | None) -> dict[str, str]:
    """What regions were called then that have another name since: the log says it."""
    renamed = select(AuditEntry.record_id, AuditEntry.old["Nama"].as_string()).where(
        AuditEntry.table_name == Region.__tablename__,
        AuditEntry.old["Nama"].as_string().is_not(None),
        AuditEntry.at > moment,
    )
    rows = session.execute(renamed.order_by(AuditEntry.id.desc()))
    return {code: name for code, name in rows}  # of several the first stays


def _source(session: Session, question: RecapQuestion) -> str:
    if question.round_id is None:
        return "Data berjalan" if question.day == date.max else f"Keadaan {long_date(question.day)}"
    found = session.get_one(Round, question.round_id)
    return f"Putaran {found.name}, dikunci, tanggal acuan {long_date(found.reference_date)}"


def _name(session: Session, code: str) -> str:
    found = session.get(Region, code) if code else None
    return found.name if found else ""


def _covered_above(session: Session, figures: RecapFigures, *, roster: bool) -> frozenset[str]:
    """The kinds whose figure of this kecamatan the public table of all kecamatan does not show."""
    question = replace(figures.question, by_desa=False, kecamatan_code="")
    above = count(session, question, roster=roster)
    cells, _totals = covered(above)
    own = figures.question.kecamatan_code
    return frozenset(kind.code for kind in above.kinds if isinstance(cells.get((own, kind.code)), str))


def period_words(period: Period | None) -> str:
    """What the choice of periods calls one."""
    if period is None:
        return _("Data berjalan")
    return _("Putaran {name}").format(name=period.name)
