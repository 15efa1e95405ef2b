"""The quality board: each rule finds what it says and nothing else; counts, trend, homework of a desa."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from db.models.aid import Aid, AidPair, WelfareStatus
from db.models.families import Family, FamilyMember
from db.models.mapping import MappingRecord
from db.models.people import Person
from db.models.twins import TwinPair
from db.rules.aid import Standing
from db.rules.people import Sex
from db.rules.quality import EVERYTHING, RULES, quality_table, trend_chart
from db.services.mapping import homework, quality, records, rounds
from tests.services.test_mapping import AMAQ, INAQ, form
from tests.services.utan import person

TODAY = date(2026, 11, 21)
QUIET = {"note": "disiapkan untuk uji"}


@pytest.fixture
def amaq(act):
    """One record without a fault."""
    act(records.record, form(AMAQ | {"kk": "5204060101209001", "address": "Dusun Jorok"}), today=TODAY)


def change(database, model, **values):
    with database.writing() as session:
        of_amaq = [Person.name == AMAQ["name"]] if model is Person else []
        session.execute(update(model).where(*of_amaq).values(**values), execution_options=QUIET)
        session.expire_all()


def found(act, day=TODAY):
    return {code for code in quality.ALL if code != EVERYTHING and act(quality.count_rule, code, today=day)}


def test_a_record_without_a_fault_is_found_by_no_rule(act, amaq):
    assert found(act) == set()
    assert act(quality.count_rule, EVERYTHING, today=TODAY) == 1


@pytest.mark.parametrize(
    ("model", "values", "rules"),
    [
        (Person, {"nik": "5204063213509001"}, {"nik_shape"}),  # the 32nd of month 13
        (Person, {"nik": "520406150850900"}, {"nik_shape"}),
        (Person, {"nik": "5204061508500000"}, {"nik_shape"}),
        (Person, {"nik": "520406150850900A"}, {"nik_shape"}),
        (Person, {"nik": "5204061608509001"}, {"nik_birth"}),
        (Person, {"nik": "5204065508509001"}, {"nik_sex"}),
        (Person, {"nik": None}, {"no_nik"}),
        (Person, {"kk": ""}, {"no_kk"}),
        (Person, {"address": ""}, {"no_address"}),
        (Person, {"sex": None}, {"no_sex"}),
        (Person, {"birth_date": None}, {"no_birth"}),
        (Person, {"birth_date": date(1970, 8, 15), "nik": "5204061508709001"}, {"age"}),
        (MappingRecord, {"criteria": []}, {"no_criteria"}),
        (MappingRecord, {"confirmed_on": date(2025, 10, 31)}, {"old"}),
        (MappingRecord, {"latitude": 117.0, "longitude": -8.4}, {"no_place_found"}),
        (MappingRecord, {"kind_code": "PMKS-09"}, {"no_disability"}),
        (MappingRecord, {"kind_code": "PMKS-23", "exception_reason": "khusus"}, {"age_excused", "kind_sex"}),
    ],
)
def test_each_rule_finds_its_fault_and_no_other_does(act, database, amaq, model, values, rules):
    change(database, model, **values)
    assert found(act) == rules


def test_a_family_is_looked_at_by_its_head(act, database):
    amaq = AMAQ | {"kk": "5204060101209001", "address": "Dusun Jorok"}
    act(records.record, form(amaq, {"PMKS-24": ["a"]}), today=TODAY)
    assert found(act) == set()
    change(database, Person, birth_date=None, sex=None, nik=None)
    assert found(act) == {"no_nik", "no_birth", "no_sex"}


def test_nobody_has_died_under_one_kind_only(act, amaq):
    owner = act(lambda s: s.scalars(select(Person.id).where(Person.name == AMAQ["name"])).one())
    made = act(records.record, form({}, {"PMKS-20": ["a"]}, person_id=owner), today=TODAY)
    act(records.close_record, made.record_ids[0], on=TODAY, today=TODAY, reason="Meninggal")
    assert found(act) == {"died"}


def test_ages_are_full_years_on_the_day_of_the_record(act, database, amaq):
    change(database, Person, birth_date=date(1966, 11, 21), nik="5204062111669001")
    assert found(act) == set()  # sixty on this very day
    change(database, Person, birth_date=date(1966, 11, 22), nik="5204062211669001")
    assert found(act) == {"age"}


def test_ages_are_those_that_the_form_asked_about(act, database):
    days = {"reference_date": date(2026, 12, 31), "begins_on": date(2026, 11, 1), "ends_on": TODAY}
    act(rounds.create_round, {"name": "Semester II", "year": 2026, "note": "", **days}, today=TODAY)
    nearly = person("Amaq Sahnun", "5204060112669001", date(1966, 12, 1))  # sixty on the reference date
    act(records.record, form(nearly | {"kk": "5204060101209001", "address": "Jorok"}), today=TODAY)
    change(database, MappingRecord, entered_at=datetime(2026, 11, 10, 3, tzinfo=UTC))
    assert "age" not in found(act)
    change(
        database, MappingRecord, entered_at=datetime(2026, 12, 10, 3, tzinfo=UTC)
    )  # no round runs any more
    assert "age" in found(act)


def test_a_closed_record_is_nobodys_homework(act, database, amaq):
    change(database, Person, nik=None)
    change(database, MappingRecord, closed_on=TODAY)
    assert found(act) == set()


def test_two_kinds_that_exclude_each_other_are_found_on_both_records(act, database):
    child = person("Siti Aminah", "5204064501209003", date(2020, 1, 5), sex=Sex.FEMALE)
    kinds = {"PMKS-01": ["a"], "PMKS-02": ["a"]}
    act(records.record, form(child, kinds, exception_reason="diminta desa"), today=TODAY)
    assert act(quality.count_rule, "both_child", today=TODAY) == 2
    assert len(act(quality.find_broken, "both_child", today=TODAY).record_ids) == 2


def test_open_pairs_and_old_data_of_dtsen_are_found(act, database, amaq):
    act(records.record, form(INAQ, {"PMKS-23": ["a"]}), today=TODAY)
    with database.writing() as session:
        first, second = session.query(Person.id).order_by(Person.id.desc()).limit(2)
        low, high = sorted((first.id, second.id))
        session.add(TwinPair(first_id=low, second_id=high, score=9.0, reasons=[]))
        session.add(WelfareStatus(person_id=low, standing=Standing.LISTED, as_of=date(2024, 1, 1)))
    assert act(quality.count_rule, "twins", today=TODAY) == 2
    assert act(quality.count_rule, "old_welfare", today=TODAY) == 1


def test_counts_are_kept_by_day_and_compared(act, database, amaq):
    def check(day):
        numbers = {rule: act(quality.count_rule, rule, today=day) for rule in quality.ALL}
        act(quality.keep_counts, numbers, today=day)

    assert act(quality.read_check).on_day is None
    check(date(2026, 11, 1))
    change(database, Person, kk="")
    check(TODAY)
    check(TODAY)  # the last one of a day stays
    kept = act(quality.read_check)
    assert (kept.on_day, kept.before_day, kept.records) == (TODAY, date(2026, 11, 1), 1)
    rows = {key: row for key, row in zip(quality_table(kept).keys, quality_table(kept).rows, strict=True)}
    assert rows["no_kk"][2:] == (1, 1, 0, "+1")
    assert rows["no_nik"][-1] == "tetap"
    trend = act(quality.read_trend, "no_kk")
    assert trend == [(date(2026, 11, 1), 0), (TODAY, 1)]
    assert [bar.length for bar in trend_chart(RULES[0], trend).bars] == [0, 1]
    here = act(quality.check_kecamatan, "520406", today=TODAY)
    assert here.numbers["no_kk"] == here.records == 1
    assert act(quality.check_kecamatan, "520405", today=TODAY).records == 0


def test_homework_names_what_to_mend_and_leaves_sensitive_kinds_out(act, database, amaq):
    change(database, Person, kk="")
    kinds = {"PMKS-16": ["a"], "PMKS-23": ["a"]}
    act(records.record, form(INAQ | {"kk": ""}, kinds), today=TODAY)
    [table] = act(homework.list_homework, "520406", "", today=TODAY)
    assert [row[1] for row in table.rows] == ["Amaq Sahnun", "Inaq Mariam"]
    assert all("Tanpa No. KK" in row[7] for row in table.rows)
    assert table.rows[0][3:5] == ("L", date(1950, 8, 15))
    assert not any("5204061508509001" in str(row) for row in table.rows)
    assert "HIV" not in str(table.rows)
    assert table.notes[1:] == (
        "1 pendataan jenis yang peka tidak dicetak; diperbaiki di kantor Dinas Sosial.",
    )
    assert act(homework.list_homework, "520405", "", today=TODAY) == []
    change(database, Person, birth_date=date(1950, 8, 16))
    [table] = act(homework.list_homework, "520406", "", today=TODAY)
    assert "NIK tidak sesuai tanggal lahir (menurut NIK: 15-08-1950)" in table.rows[0][7]


def test_double_aid_is_found_whoever_of_the_family_gets_it(act, amaq):
    def give(session):
        one = session.scalars(select(Person).where(Person.name == AMAQ["name"])).one()
        wife = Person(name="INAQ SUMIATI", kk=one.kk, desa_code=one.desa_code)
        other = Person(name="ORANG LAIN", desa_code=one.desa_code)
        session.add_all((wife, other))
        session.flush()
        day = date(2026, 1, 1)
        gives = ((one, "BPNT"), (wife, "PKH"), (other, "BLT-DD"), (other, "PKH"))
        made = [Aid(person=who, programme_code=code, begins_on=day) for who, code in gives]
        session.add_all((*made, AidPair(first_code="BPNT", second_code="PKH")))
        session.flush()
        return wife.id, made[1].id

    def is_found():
        return "double_aid" in found(act)

    wife, aid = act(give)
    assert not is_found()  # the two go together; the other man is not on the map
    act(lambda session: session.delete(session.get_one(AidPair, ("BPNT", "PKH"))))
    assert is_found()
    assert act(quality.find_broken, "double_aid", today=TODAY).number == 1
    act(lambda session: setattr(session.get_one(Aid, aid), "exception_reason", "KK baru dipecah"))
    assert not is_found()

    def again(session):
        head = session.scalars(select(Person).where(Person.name == AMAQ["name"])).one()
        session.get_one(Person, wife).kk = ""  # now only a member of the family that he heads
        family = Family(head_id=head.id, desa_code=head.desa_code, facts={})
        session.add(family)
        session.flush()
        session.add(FamilyMember(person_id=wife, family_id=family.id))
        session.get_one(Aid, aid).exception_reason = ""

    act(again)
    assert is_found()
    act(lambda session: setattr(session.get_one(Aid, aid), "ends_on", date(2026, 11, 20)))
    assert not is_found()
