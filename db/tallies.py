"""The figures of the map as the database keeps them: read for any day, suspended for an import, made anew.

Triggers keep `case_tally` and `people_tally` in step, for the ages of one day (`tally_age`); for another day
those are moved whom a birthday between the two has brought into another age group.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, bindparam, select, text
from sqlalchemy.orm import Session

from db.models.tallies import TallyAge
from db.rules.mapping import LOCAL, Register
from db.rules.recaps import FIRST_AGES, AgeGroup, last_birth

KABUPATEN, KECAMATAN, DESA = 4, 6, 10  # digits of the code of a place
PLACES = {KABUPATEN: "substr(r.kecamatan_code, 1, 4)", KECAMATAN: "r.kecamatan_code", DESA: "r.desa_code"}
SUBJECTS = ("person_id", "family_id", "collective_id")
SUBJECT = "coalesce(r.person_id, -2 * r.family_id, 1 - 2 * r.collective_id)"  # one number for each of them
OFFICIAL = f"r.kind_code NOT LIKE '{LOCAL}%'"
OPEN = "FROM mapping_record r JOIN kind k ON k.code = r.kind_code WHERE r.closed_on IS NULL"
# Records are grouped once, and the figures of each level made of the groups: one record, one subject.
# Whoever has several is then counted apart, as often as there are places and registers, less what was there.
GROUPED = (
    "CREATE TEMPORARY TABLE grouped AS SELECT r.kecamatan_code, r.desa_code, r.kind_code, k.register, r.sex, "
    f"{{age}} AS age_group, count(*) AS cases {OPEN} AND r.id > {{after}} GROUP BY 1, 2, 3, 4, 5, 6"
)
SEVERAL = (
    f"SELECT {SUBJECT} AS subject, CASE WHEN r.id > {{after}} THEN 1 ELSE 0 END AS fresh, k.register, "
    f"r.kecamatan_code, r.desa_code, r.sex, {{age}} AS age_group {OPEN} AND {OFFICIAL} AND r.{{key}} IN "
    "(SELECT s.{key} FROM mapping_record s WHERE s.closed_on IS NULL AND s.{key} IS NOT NULL "
    "GROUP BY s.{key} HAVING count(*) > 1 AND max(s.id) > {after})"
)
CASES = (
    "INSERT INTO case_tally (level, place, kind_code, sex, age_group, cases) "
    "SELECT {level}, {place}, r.kind_code, r.sex, r.age_group, sum(r.cases) FROM grouped r "
    "GROUP BY 2, 3, 4, 5 ON CONFLICT (level, place, kind_code, sex, age_group) "
    "DO UPDATE SET cases = case_tally.cases + excluded.cases"
)
PEOPLE = (
    "INSERT INTO people_tally (level, place, register, sex, age_group, people) "
    "SELECT {level}, place, register, sex, age_group, sum(people) FROM ("
    "SELECT {place} AS place, r.register, r.sex, r.age_group, sum(r.cases) AS people FROM grouped r "
    f"WHERE {OFFICIAL} GROUP BY 1, 2, 3, 4 UNION ALL "
    "SELECT {place}, r.register, r.sex, r.age_group, count(DISTINCT r.subject) "
    "- count(DISTINCT CASE WHEN r.fresh = 0 THEN r.subject END) - sum(r.fresh) FROM counted r "
    "GROUP BY 1, 2, 3, 4) AS parts GROUP BY 2, 3, 4, 5 HAVING sum(people) <> 0 "
    "ON CONFLICT (level, place, register, sex, age_group) "
    "DO UPDATE SET people = people_tally.people + excluded.people"
)
BIRTHDAYS = f"{OPEN} AND r.born > :after AND r.born <= :until AND {{place}} LIKE :within"
Key = tuple[str, ...]


@contextmanager
def adding(session: Session, today: date) -> Iterator[None]:
    """Suspend the triggers while many records come, and only come; count these at the end, in one go.

    Triggers cost some 30 µs a record. Nobody else writes records meanwhile.
    """
    connection = session.connection()
    _alone(connection)
    day = day_of(session) or today
    last = connection.execute(text("SELECT coalesce(max(id), 0) FROM mapping_record")).scalar_one()
    connection.execute(text("DELETE FROM tally_age"))
    yield
    session.flush()
    _add(connection, day, last)


@contextmanager
def counting_later(session: Session, today: date) -> Iterator[None]:
    """Suspend the triggers for a large change of any sort and count everything anew at its end."""
    connection = session.connection()
    _alone(connection)
    connection.execute(text("DELETE FROM tally_age"))
    yield
    session.flush()
    rebuild(connection, today)


def rebuild(connection: Connection, today: date) -> None:
    """Count everything anew, for the ages of that day."""
    _alone(connection)
    for table in ("case_tally", "people_tally", "tally_age"):
        connection.execute(text(f"DELETE FROM {table}"))
    _add(connection, today, 0)


def _add(connection: Connection, day: date, after: int) -> None:
    """Count the records with a larger id, for the ages of that day; the triggers count from then on."""
    ages = (f"WHEN r.born <= '{last_birth(age, day)}' THEN '{group}'" for group, age in FIRST_AGES.items())
    age = f"CASE {' '.join(ages)} ELSE '' END"  # spelt out: a third of the time of asking for them
    connection.execute(text(GROUPED.format(age=age, after=after)))
    several = " UNION ALL ".join(SEVERAL.format(key=key, age=age, after=after) for key in SUBJECTS)
    connection.execute(text(f"CREATE TEMPORARY TABLE counted AS {several}"))
    for level, place in PLACES.items():
        if level != KABUPATEN:
            connection.execute(text(CASES.format(level=level, place=place)))
        connection.execute(text(PEOPLE.format(level=level, place=place)))
    for table in ("grouped", "counted"):
        connection.execute(text(f"DROP TABLE {table}"))
    _know(connection, day)


def advance(session: Session, today: date) -> None:
    """Move the tallies to the ages of that day: those who had a birthday go into their new group."""
    connection = session.connection()
    _alone(connection)
    for what, number, levels in (("case", "cases", (KECAMATAN, DESA)), ("people", "people", tuple(PLACES))):
        kind = "kind_code" if what == "case" else "register"
        for level in levels:
            moved: Counter[Key] = Counter()
            for place, code, register, sex, group, change in _birthdays(session, what, level, today, ""):
                moved[place, code if what == "case" else register, sex, group] += change
            names = ("place", "kind", "sex", "age_group", "number")
            rows = [dict(zip(names, (*key, n), strict=True)) for key, n in moved.items() if n]
            if rows:
                connection.execute(
                    text(
                        f"INSERT INTO {what}_tally (level, place, {kind}, sex, age_group, {number}) VALUES "
                        f"({level}, :place, :kind, :sex, :age_group, :number) ON CONFLICT "
                        f"(level, place, {kind}, sex, age_group) "
                        f"DO UPDATE SET {number} = {what}_tally.{number} + excluded.{number}"
                    ),
                    rows,
                )
    connection.execute(text("DELETE FROM tally_age"))
    _know(connection, today)


def day_of(session: Session) -> date | None:
    """The day whose ages the tallies know; the nearer to what is asked, the quicker the answer."""
    return session.scalar(select(TallyAge.born_until).where(TallyAge.age_group == AgeGroup.BABY))


def count_cases(
    session: Session,
    level: int,
    on: date,
    *,
    within: str = "",
    by: Sequence[str] = ("place", "kind_code"),
    kinds: Collection[str] = (),
    sex: str | None = None,
    age_group: AgeGroup | None = None,
) -> Counter[Key]:
    """Open cases by some of: place, kind_code, sex, age_group.

    within: how the codes of the places begin. kinds: only these; none: all.
    """
    return _count(session, "case", level, on, within, by, {"sex": sex, "age_group": age_group}, kinds)


def count_people(
    session: Session,
    level: int,
    on: date,
    register: Register,
    *,
    within: str = "",
    by: Sequence[str] = ("place",),
    sex: str | None = None,
    age_group: AgeGroup | None = None,
) -> Counter[Key]:
    """Different persons, families and groups under official kinds, by some of: place, sex, age_group.

    Somebody in two desa counts in each; so never add the figures of places up, ask the higher level.
    """
    only = {"register": str(register), "sex": sex, "age_group": age_group}
    return _count(session, "people", level, on, within, by, only)


def _count(
    session: Session,
    what: str,
    level: int,
    on: date,
    within: str,
    by: Sequence[str],
    only: dict[str, str | None],
    kinds: Collection[str] = (),
) -> Counter[Key]:
    asked = {name: str(value) for name, value in only.items() if value is not None}
    number = {"case": "cases", "people": "people"}[what]
    where = "".join(f" AND {name} = :{name}" for name in asked)
    where += " AND place LIKE :within" * bool(within) + " AND kind_code IN :kinds" * bool(kinds)
    columns = ", ".join(by)
    statement = text(
        f"SELECT {columns}, sum({number}) FROM {what}_tally WHERE level = :level{where} GROUP BY {columns}"
    )
    values: dict[str, Any] = {"level": level, "within": f"{within}%", **asked}
    if kinds:
        statement = statement.bindparams(bindparam("kinds", expanding=True))
        values["kinds"] = list(kinds)
    rows = session.execute(statement, values).all()  # one by one they take twice as long
    found: Counter[Key] = Counter({row[:-1]: int(row[-1]) for row in rows})
    if "age_group" in (*by, *asked):
        group = only["age_group"]
        for place, kind, register, sex, age_group, change in _birthdays(
            session, what, level, on, within, group
        ):
            facts = {"place": place, "kind_code": kind, "register": register, "sex": sex}
            facts["age_group"] = age_group
            if all(facts[name] == value for name, value in asked.items()) and (not kinds or kind in kinds):
                found[tuple(facts[name] for name in by)] += change
    return Counter({key: number for key, number in found.items() if number})


def _birthdays(
    session: Session, what: str, level: int, on: date, within: str, only_group: str | None = None
) -> Iterator[tuple[str, str, str, str, str, int]]:
    """Who is of another age group on that day than on the day of the tallies: out of one, into the next."""
    known = day_of(session)
    if known is None or known == on:
        return
    if what == "case":
        asked = f"SELECT {{place}}, r.kind_code, k.register, r.sex, count(*) {BIRTHDAYS} GROUP BY 1, 2, 3, 4"
    else:
        asked = (
            f"SELECT {{place}}, '', k.register, r.sex, count(DISTINCT {SUBJECT}) {BIRTHDAYS} "
            f"AND {OFFICIAL} GROUP BY 1, 3, 4"
        )
    statement = text(asked.format(place=PLACES[level])).bindparams(
        bindparam("after", type_=Date()), bindparam("until", type_=Date())
    )
    younger: dict[AgeGroup, AgeGroup] = dict(
        zip(FIRST_AGES, [*list(FIRST_AGES)[1:], AgeGroup.UNKNOWN], strict=True)
    )
    for group, age in FIRST_AGES.items():
        if only_group not in (None, str(group), str(younger[group])):
            continue
        before, after = sorted((last_birth(age, known), last_birth(age, on)))
        step = 1 if on > known else -1
        values: dict[str, Any] = {"after": before, "until": after, "within": f"{within}%"}
        for *facts, number in session.execute(statement, values):
            yield (*facts, str(group), step * number)
            yield (*facts, str(younger[group]), -step * number)


def _know(connection: Connection, day: date) -> None:
    """Write down whose ages the tallies know."""
    into = text("INSERT INTO tally_age (age_group, born_until) VALUES (:age_group, :born)")
    ages = [{"age_group": str(group), "born": last_birth(age, day)} for group, age in FIRST_AGES.items()]
    connection.execute(into.bindparams(bindparam("born", type_=Date())), ages)


def _alone(connection: Connection) -> None:
    """SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE mapping_record IN SHARE ROW EXCLUSIVE MODE"))
