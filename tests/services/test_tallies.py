"""The tallies always say what a count of all records would say, whoever changes what."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, insert, select, update

from db import tallies
from db.models.families import Collective, Family
from db.models.mapping import Kind, MappingRecord
from db.models.people import Person
from db.models.regions import Region
from db.rules.mapping import Register, Subject, is_official
from db.rules.recap_tables import (
    PEOPLE,
    UNSURVEYED,
    RecapQuestion,
    kinds_within,
    names_wanted,
    recap_table,
    seats_within,
)
from db.rules.recaps import AgeGroup, age_group_of
from db.rules.reports import ColumnKind
from db.services.mapping import frozen_names, recaps, records, rounds, snapshots
from db.services.mapping.filters import Filter
from tests.conftest import TODAY

DAYS = (TODAY, TODAY - timedelta(200), TODAY + timedelta(40), date(2028, 2, 29), date(2012, 3, 1))
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOTE = {"note": "uji"}
PLACES = select(MappingRecord.kecamatan_code).distinct().order_by(MappingRecord.kecamatan_code)


def new(chance, session, people, codes, kinds):
    """A record as it would be written, of a person, a family or a group."""
    kind = chance.choice(kinds)
    desa = chance.choice(codes)
    values = {
        "kind_code": kind.code,
        "desa_code": desa,
        "kecamatan_code": desa[:6],
        "criteria": [],
        "disabilities": [],
        "recorded_on": TODAY,
    }
    if kind.subject is Subject.PERSON:
        person = chance.choice(people)
        return values | {"person_id": person.id, "sex": person.sex or "", "born": person.birth_date}
    if kind.subject is Subject.FAMILY:
        return values | {"family_id": chance.choice((1, 2))}
    return values | {"collective_id": chance.choice((1, 2))}


@pytest.fixture
def play(act):
    """Two hundred changes of every sort, by objects and by statements."""
    chance = random.Random(5)

    def fill(session):
        codes = list(
            session.scalars(select(Region.code).where(Region.level == 10).order_by(Region.code).limit(9))
        )
        codes += ["5204082001"] * (not codes)
        session.add(
            Kind(
                code="LOK-01", register="ppks", position=90, name="Lokal", abbreviation="L", subject="person"
            )
        )
        people = [
            Person(
                name=f"Uji {n}",
                sex=chance.choice("LP") if n % 9 else None,
                birth_date=date(1950, 1, 1) + timedelta(chance.randrange(27000)) if n % 7 else None,
            )
            for n in range(40)
        ]
        session.add_all(people)
        session.flush()
        for n in (1, 2):
            session.add(Family(id=n, head_id=people[n].id, desa_code=codes[n], facts={}))
            session.add(
                Collective(id=n, subject=Subject.INSTITUTION, name="LKS", desa_code=codes[n], facts={})
            )
        session.flush()
        kinds = list(session.scalars(select(Kind).where(Kind.code != "PSKS-11")))
        return codes, people, kinds

    def change(session, codes, people, kinds):
        for _turn in range(120):
            values = new(chance, session, people, codes, kinds)
            subject = next(name for name in ("person_id", "family_id", "collective_id") if name in values)
            same = select(MappingRecord.id).where(
                getattr(MappingRecord, subject) == values[subject],
                MappingRecord.kind_code == values["kind_code"],
                MappingRecord.closed_on.is_(None),
            )
            if session.scalar(same) is None:
                session.add(MappingRecord(**values))
                session.flush()
        records = list(session.scalars(select(MappingRecord)))
        for record in chance.sample(records, 25):
            record.desa_code = chance.choice(codes)
            record.kecamatan_code = record.desa_code[:6]
        for record in chance.sample(records, 15):
            record.closed_on = TODAY
        for person in chance.sample(people, 12):
            person.birth_date = date(1950, 1, 1) + timedelta(chance.randrange(27000))
            person.sex = chance.choice("LP")
        session.flush()
        chosen = [record.id for record in chance.sample(records, 20)]
        session.execute(
            update(MappingRecord)
            .where(MappingRecord.id.in_(chosen))
            .values(desa_code=codes[0], kecamatan_code=codes[0][:6]),
            execution_options=NOTE,
        )
        gone = [record.id for record in chance.sample(records, 10)]
        session.execute(delete(MappingRecord).where(MappingRecord.id.in_(gone)), execution_options=NOTE)
        session.expire_all()

    return lambda: act(lambda session: change(session, *fill(session)))


def counted(session, on):
    """The same from all records, one by one."""
    cases, people = Counter(), {}
    registers = dict(session.execute(select(Kind.code, Kind.register)).all())
    for record in session.scalars(select(MappingRecord).where(MappingRecord.closed_on.is_(None))):
        age = str(age_group_of(record.born, on))
        for level, place in ((6, record.kecamatan_code), (10, record.desa_code)):
            cases[level, place, record.kind_code, record.sex, age] += 1
        subject = (record.person_id, record.family_id, record.collective_id)
        for level in (4, 6, 10) if is_official(record.kind_code) else ():
            key = (level, record.desa_code[:level], registers[record.kind_code], record.sex, age)
            people.setdefault(key, set()).add(subject)
    return cases, Counter({key: len(who) for key, who in people.items()})


def told(session, on):
    by = ("place", "kind_code", "sex", "age_group")
    cases = Counter(
        {
            (level, *key): number
            for level in (6, 10)
            for key, number in tallies.count_cases(session, level, on, by=by).items()
        }
    )
    people = Counter()
    for level in (4, 6, 10):
        for register in Register:
            found = tallies.count_people(session, level, on, register, by=("place", "sex", "age_group"))
            for (place, sex, age), number in found.items():
                people[level, place, register, sex, age] = number
    return cases, people


def test_always_what_a_count_would_say(act, play):
    play()
    for day in DAYS:
        assert act(told, day) == act(counted, day)


def test_made_anew_for_another_day(act, play):
    play()
    act(lambda session: tallies.rebuild(session.connection(), DAYS[1]))
    assert act(tallies.day_of) == DAYS[1]
    for day in DAYS:
        assert act(told, day) == act(counted, day)


def test_every_figure_leads_to_as_many_names(act, play):
    play()
    chance = random.Random(7)

    def look(session):
        seen = 0
        facts = {"name": "I", "year": TODAY.year, "note": "", "reference_date": TODAY}
        days = {"begins_on": TODAY, "ends_on": TODAY}
        locked = rounds.create_round(session, facts | days, today=TODAY)
        snapshots.lock_round(session, locked, at=AT, today=TODAY)
        for turn in range(80):
            question = RecapQuestion(
                chance.choice(list(Register)),
                chance.choice(DAYS) if turn % 2 else TODAY,
                None if turn % 2 else locked,
                by_desa=chance.random() < 0.5,
                kecamatan_code=chance.choice(("", chance.choice(session.scalars(PLACES).all()))),
                sex=chance.choice((None, None, "", "L", "P")),
                age_group=chance.choice((None, None, *AgeGroup)),
                local=chance.random() < 0.2,
            )
            figures = recaps.count(session, question)
            table = recap_table(figures, grouped=chance.random() < 0.5)
            rows = dict(zip((*table.keys, None), (*table.rows, table.totals), strict=True))
            figured = [
                (place, column.name, number)
                for place, row in rows.items()
                if not (place and question.by_desa and len(place) == 6)  # the TKSK: leads to the roster
                for column, number in zip(table.columns, row, strict=True)
                if column.kind is ColumnKind.WHOLE and column.name != PEOPLE and number not in (0, UNSURVEYED)
            ]
            for place, column, number in chance.sample(figured, min(4, len(figured))):
                if turn % 2:
                    where = Filter.of(names_wanted(figures, place, column), TODAY)
                    found = records.count_records(session, where)
                else:
                    kinds = kinds_within(figures, column)
                    found = len(frozen_names.find_frozen(session, question, place or "", kinds))
                seats = seats_within(figures, place, column)
                assert found + seats == number, (question, place, column)
                seen += 1
        return seen

    assert act(look) > 60


@pytest.mark.parametrize("counting", [tallies.adding, tallies.counting_later])
def test_an_import_counts_at_its_end(act, play, counting):
    """Also those who stand under other kinds already, here or elsewhere, and those who come twice."""
    play()

    def bring(session):
        codes = select(Region.code).where(Region.level == 10).order_by(Region.code)
        desa = session.scalars(codes).first()
        people = list(session.scalars(select(Person).order_by(Person.id).limit(30)))
        there = set(session.execute(select(MappingRecord.person_id, MappingRecord.kind_code)).all())
        with counting(session, TODAY):
            session.execute(
                insert(MappingRecord),
                [
                    {
                        "person_id": person.id,
                        "kind_code": code,
                        "desa_code": desa,
                        "kecamatan_code": desa[:6],
                        "sex": person.sex or "",
                        "born": person.birth_date,
                        "criteria": [],
                        "disabilities": [],
                        "recorded_on": TODAY,
                        "closed_on": TODAY if person.id % 5 == 0 else None,
                    }
                    for person in people
                    for code in ("PMKS-01", "PMKS-02", "PSKS-01", "LOK-01")
                    if (person.id, code) not in there
                ],
                execution_options=NOTE,
            )

    before = act(told, TODAY)
    act(bring)
    assert act(told, TODAY) == act(counted, TODAY) != before
    for day in DAYS:
        assert act(told, day) == act(counted, day)


def test_one_part_of_the_figures(act, play):
    play()
    cases, people = act(counted, TODAY)
    place = max(cases)[1][:6]
    told = act(tallies.count_cases, 10, TODAY, within=place, by=("kind_code",), sex="L", age_group="60+")
    assert sum(told.values()) == sum(
        number
        for key, number in cases.items()
        if key[0] == 10 and key[1][:6] == place and key[3:] == ("L", "60+")
    )
    someone = act(tallies.count_people, 4, TODAY, Register.PPKS, by=("sex",))
    for (sex,), number in someone.items():
        assert number == sum(n for key, n in people.items() if key[0] == 4 and key[2:4] == ("ppks", sex))
    assert act(lambda session: session.scalar(select(func.count()).select_from(MappingRecord)))
