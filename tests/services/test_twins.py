"""Who is there twice: found, told apart for good, made one and two again, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from db.base import Base
from db.models import every
from db.models.aid import Aid, WelfareStatus
from db.models.families import Family, FamilyMember, PersonProfile
from db.models.mapping import MappingRecord
from db.models.officer_card import PersonPhoto
from db.models.officers import Officer
from db.models.people import Person
from db.models.recruitment import Applicant
from db.models.twins import PersonMerge
from db.rules.aid import Standing
from db.rules.people import Sex
from db.rules.problems import Forbidden, RuleViolation
from db.rules.twins import Verdict
from db.services import history, people
from db.services.mapping import merges, twin_finding, twins
from tests.services.utan import announced, person, register

MOTONG, STOWE = "5204062002", "5204062001"
BORN = date(1980, 4, 17)
TODAY = date(2026, 11, 21)
OWN_KK, KK = "5204061002159002", "5204061002159001"


def add(act, name, nik=None, born=BORN, desa=MOTONG, **others):
    def make(session):
        facts = {"sex": Sex.MALE, "no_nik_reason": "" if nik else "Belum punya"} | others
        person = Person(name=name, nik=nik, birth_date=born, desa_code=desa, **facts)
        session.add(person)
        session.flush()
        return person.id

    return act(make)


def search(act, only=None):
    found = act(twin_finding.find_twins, lambda _part: None, only)
    return act(twin_finding.keep_twins, found, only)


def pairs(act, **where):
    return {(row.first_id, row.second_id): row for row in act(twins.list_pairs, 0, 100, **where)}


def others_than(act, person):
    return {one for pair in pairs(act, verdict=Verdict.DIFFERENT) if person in pair for one in pair} - {
        person
    }


def get(act, kind, key):
    return act(lambda session: detached(session, session.get(kind, key)))


def detached(session, record):
    if record is not None:
        session.refresh(record)
        session.expunge(record)
    return record


def records_of(act, person):
    query = select(MappingRecord).where(MappingRecord.person_id == person)
    return act(lambda session: [detached(session, record) for record in session.scalars(query).all()])


def test_a_double_is_found_and_said_in_words(act):
    one = add(act, "Muhammad Jusup", "5204061704809001")
    other = add(act, "Moh. Yusuf", "5204061704809002")
    add(act, "Lalu Zulkifli")
    kept = search(act)
    found = pairs(act)[one, other]
    assert kept.open >= 1
    assert found.score >= 88
    assert found.why == (
        "nama sama, ejaan lain (Muhammad Jusup / Moh. Yusuf), tanggal lahir sama, desa sama, NIK berbeda"
    )


def test_the_birth_year_may_be_a_slip_and_the_name_a_single_one(act):
    one = add(act, "Sahnunajudin", "5204061704809001")
    other = add(act, "Sahnunajuddin", "5204061704819001", born=BORN.replace(year=1981))
    search(act)
    assert "tahun lahir berbeda" in pairs(act)[one, other].why


def test_brothers_with_one_phone_and_twins_are_two_people(act):
    family = {"kk": "5204060101010001", "phone": "081234567890", "mother": "Inaq Hasanah"}
    add(act, "Rizal Fahmi Hidayat", "5204061704809001", **family)
    add(act, "Rizal Fahri Hidayat", "5204061704809002", **family)
    add(act, "Ahmad Hidayat", "5204061904829001", born=date(1982, 4, 19), **family)
    search(act)
    assert [row for row in pairs(act).values() if "Rizal" in row.first or "Ahmad H" in row.second] == []


def test_ten_without_a_nik_stay_ten(act):
    """peers.md 6.2, OpenSID#1032: nothing in common but that nobody has a NIK."""
    names = ["Burhan", "Siti Aminah", "Lalu Wira", "Baiq Rohana", "Made Sukarta", "Inaq Salmah"]
    ids = {add(act, name, born=None) for name in names} | {
        add(act, name, born=BORN.replace(month=month), desa=None)
        for month, name in enumerate(("Hasan", "Husni", "Fitri", "Endang"), 1)
    }
    search(act)
    assert not [one for one in pairs(act) if set(one) & ids]


def test_what_was_decided_is_never_offered_again(act):
    one, other = add(act, "Muhammad Jusup"), add(act, "Moh. Yusuf")
    search(act)
    act(twins.decide, pairs(act)[one, other].id, Verdict.DIFFERENT)
    said = [line.sentence for line in act(history.list_history, 0, 5)]
    assert any("Muhammad Jusup dan Moh. Yusuf" in line and "Bukan orang yang sama" in line for line in said)
    search(act)
    assert (one, other) not in pairs(act)
    assert pairs(act, verdict=Verdict.DIFFERENT)[one, other].decided_by == "Pilar TKSK"
    found = act(people.suggest, "Moh. Yusuf", BORN, of=one)
    assert [known.id for known in found if known.id in (one, other)] == []
    act(twins.decide, pairs(act, verdict=Verdict.DIFFERENT)[one, other].id, Verdict.OPEN)
    assert (one, other) in pairs(act)


def test_after_an_import_only_the_new_are_compared(act):
    one, other = add(act, "Muhammad Jusup"), add(act, "Moh. Yusuf")
    third, fourth = add(act, "Zulhaedi Rahmansyah", desa=STOWE), add(act, "Julhaidi Rahmansyah", desa=STOWE)
    search(act, only=[fourth])
    assert set(pairs(act)) >= {(third, fourth)}
    assert (one, other) not in pairs(act)
    search(act)
    act(twins.decide, pairs(act)[third, fourth].id, Verdict.DIFFERENT)
    search(act, only=[fourth])
    assert (one, other) in pairs(act)


def test_the_list_is_filtered_and_counted(act):
    one, other = add(act, "Muhammad Jusup"), add(act, "Moh. Yusuf")
    search(act)
    assert (one, other) in pairs(act, kecamatan_code="520406")
    assert (one, other) not in pairs(act, kecamatan_code="520401")
    assert act(twins.count_pairs, least=99) <= act(twins.count_pairs) == len(pairs(act))
    assert act(twins.count_verdicts)[Verdict.OPEN] == len(pairs(act))
    table = act(twins.report_pairs, kecamatan_code="520406")
    assert "Muhammad Jusup" in {cell for row in table.rows for cell in row}


def test_every_column_that_points_to_a_person_is_moved_or_settled():
    """A new table cannot be forgotten: it must be named in merges.MOVED, ONE_EACH or PAIRED."""
    assert every.ALL
    person = Base.metadata.tables["person"].c.id
    pointing = {
        (table.name, key.parent.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is person
    }
    settled = {(kind.__tablename__, column) for kind, column in (*merges.MOVED, *merges.PAIRED)}
    assert pointing == settled | {(kind.__tablename__, "person_id") for kind in merges.ONE_EACH}


@pytest.fixture
def couple(act):
    """Two records of one person, with all that may hang on them."""
    one = add(act, "Muhammad Jusup", "5204061704809001", mother="Inaq Hasanah")
    other = add(act, "Moh. Yusuf", "5204061704809002", phone="081234567890", born=BORN.replace(day=18))

    def hang(session):
        def record(owner, kind, day=TODAY):
            place = {"desa_code": MOTONG, "kecamatan_code": MOTONG[:6]}
            return MappingRecord(
                person_id=owner,
                kind_code=kind,
                recorded_on=day,
                criteria=["a"],
                disabilities=[],
                sex="L",
                born=BORN,
                **place,
            )

        session.add_all([record(one, "PMKS-24"), record(other, "PMKS-24"), record(other, "PMKS-17")])
        session.add_all([PersonPhoto(person_id=other, jpeg=b"\xff\xd8photo")])
        session.add_all([PersonProfile(person_id=one, facts={"house": "", "water": "sumur"})])
        session.add_all([PersonProfile(person_id=other, facts={"house": "kayu", "water": "PAM"})])
        for owner, day in ((one, date(2024, 1, 1)), (other, date(2026, 1, 1))):
            session.add(
                WelfareStatus(
                    person_id=owner, standing=next(iter(Standing)), decile=day.year - 2022, as_of=day
                )
            )
        session.add(Aid(person_id=other, programme_code="PKH", begins_on=date(2025, 1, 1)))
        session.add(Officer(person_id=other))
        family = Family(head_id=other, desa_code=MOTONG)
        session.add(family)
        session.flush()
        session.add(FamilyMember(person_id=other, family_id=family.id, relation_code="head"))

    act(hang)
    return one, other


def rows_of(act, person):
    def count(session):
        return {
            (kind.__tablename__, column): len(
                session.scalars(select(kind).where(getattr(kind, column) == person)).all()
            )
            for kind, column in (*merges.MOVED, *((kind, "person_id") for kind in merges.ONE_EACH))
        }

    return {key: number for key, number in act(count).items() if number}


def whole(act, person):
    return act(lambda session: merges._values(session.get_one(Person, person)) | {"version": 0})


def test_a_merge_moves_everything_and_is_undone_whole(act, couple):
    one, other = couple
    search(act)
    assert (one, other) in pairs(act)
    before = [(whole(act, person), rows_of(act, person)) for person in couple]
    merge = act(merges.merge_people, one, other, {"name", "nik", "phone"}, today=TODAY)
    kept = get(act, Person, one)
    assert (kept.name, kept.nik, kept.phone, kept.mother) == (
        "Moh. Yusuf",
        "5204061704809002",
        "081234567890",
        "Inaq Hasanah",
    )
    assert kept.folded == "muamad jusup"
    assert get(act, Person, other) is None
    assert rows_of(act, other) == {}
    moved = rows_of(act, one)
    assert (
        moved["mapping_record", "person_id"],
        moved["aid", "person_id"],
        moved["officer", "person_id"],
    ) == (3, 1, 1)
    records = records_of(act, one)
    assert sorted((record.kind_code, record.closed_reason) for record in records) == [
        ("PMKS-17", ""),
        ("PMKS-24", ""),
        ("PMKS-24", "Ganda"),
    ]
    assert {record.born for record in records} == {BORN}
    assert get(act, PersonProfile, one).facts == {"house": "kayu", "water": "sumur"}
    assert get(act, WelfareStatus, one).decile == 4
    assert get(act, PersonPhoto, one).jpeg == b"\xff\xd8photo"
    [row] = pairs(act, verdict=Verdict.SAME).values()
    assert (row.id, row.first, row.second, row.undone) == (merge, "Muhammad Jusup", "Moh. Yusuf", False)
    assert act(twins.count_verdicts)[Verdict.SAME] == 1
    assert "Bantuan (1)" in act(merges.get_merge, merge).moved

    act(merges.part_people, merge, today=TODAY)
    assert [(whole(act, person), rows_of(act, person)) for person in couple] == before
    assert (one, other) in pairs(act)
    records = records_of(act, other)
    assert sorted((record.kind_code, record.closed_on, record.born) for record in records) == [
        ("PMKS-17", None, BORN.replace(day=18)),
        ("PMKS-24", None, BORN.replace(day=18)),
    ]
    assert get(act, PersonProfile, one).facts == {"house": "", "water": "sumur"}
    assert get(act, WelfareStatus, one).decile == 2
    assert act(twins.count_verdicts)[Verdict.SAME] == 0
    with pytest.raises(RuleViolation, match="sudah dipisahkan"):
        act(merges.part_people, merge, today=TODAY)


def test_two_heads_made_one_are_one_family_with_a_kind_once_and_part_again(act):
    one = add(act, "Amaq Sahnun", "5204061704809001")
    other = add(act, "Amaq Sahnunn", "5204061704809002")
    child = add(act, "Baiq Anak", "5204061704809003", kk=KK)

    def fill(session):
        for head, kk, kinds in ((one, OWN_KK, ("PMKS-24",)), (other, KK, ("PMKS-24", "PMKS-25"))):
            family = Family(head_id=head, desa_code=MOTONG, kk=kk, size=5 if kk == KK else None)
            session.add(family)
            for kind in kinds:
                place = {"desa_code": MOTONG, "kecamatan_code": MOTONG[:6]}
                record = MappingRecord(
                    family=family, kind_code=kind, recorded_on=TODAY, criteria=["a"], disabilities=[], **place
                )
                session.add(record)
                session.flush()
        session.add(FamilyMember(person_id=other, family_id=family.id, relation_code="1"))

    def state(session):
        rows = session.scalars(select(MappingRecord).order_by(MappingRecord.id))
        cases = [(row.family.head_id, row.family_id, row.kind_code, row.closed_reason) for row in rows]
        families = session.scalars(select(Family).order_by(Family.id))
        known = [(row.id, row.head_id, row.kk, row.size) for row in families]
        members = session.execute(select(FamilyMember.person_id, FamilyMember.family_id)).all()
        return cases, known, sorted(map(tuple, members))

    act(fill)
    before = act(state)
    merge = act(merges.merge_people, one, other, [], today=TODAY)
    cases, families, members = act(state)
    [(family, *rest)] = families  # the one that was emptied has gone, its size and members are here
    assert rest == [one, OWN_KK, 5]
    assert members == [(one, family), (child, family)]
    assert {(case[0], case[1]) for case in cases} == {(one, family)}
    assert [case[2:] for case in cases] == [("PMKS-24", ""), ("PMKS-24", "Ganda"), ("PMKS-25", "")]
    act(merges.part_people, merge, today=TODAY)
    assert act(state) == before


def test_what_was_changed_since_the_merge_stays(act, couple):
    one, other = couple
    merge = act(merges.merge_people, one, other, {"phone"}, today=TODAY)

    def change(session):
        session.get_one(Person, one).phone = "085200000000"

    act(change)
    act(merges.part_people, merge, today=TODAY)
    assert get(act, Person, one).phone == "085200000000"
    assert get(act, Person, other).phone == "081234567890"


def test_two_officers_and_two_applicants_of_one_vacancy_are_not_merged(act, couple):
    one, other = couple

    def appoint(session):
        session.add(Officer(person_id=one))

    act(appoint)
    with pytest.raises(RuleViolation, match="sama-sama tercatat sebagai TKSK"):
        act(merges.merge_people, one, other, (), today=TODAY)
    assert get(act, Person, other) is not None


def test_two_applicants_of_one_vacancy_are_not_merged_but_of_different_ones_are(act):
    vacancy = announced(act)
    one = register(act, vacancy, person("Muhammad Jusup", "5204061704859001", BORN.replace(year=1985)))
    other = register(act, vacancy, person("Moh. Yusuf", "5204061704859002", BORN.replace(year=1985)))
    third = add(act, "Muh. Jusup", born=BORN.replace(year=1985))
    people_of = dict(act(lambda session: [*session.execute(select(Applicant.id, Applicant.person_id))]))
    with pytest.raises(RuleViolation, match="Keduanya melamar lowongan Utan 2020"):
        act(merges.merge_people, people_of[one], people_of[other], (), today=TODAY)
    merge = act(merges.merge_people, third, people_of[one], {"nik"}, today=TODAY)
    assert get(act, Applicant, one).person_id == third
    act(merges.part_people, merge, today=TODAY)
    assert get(act, Applicant, one).person_id == people_of[one]


def test_nobody_is_merged_with_himself_nor_with_somebody_gone(act, couple):
    one, _other = couple
    with pytest.raises(RuleViolation, match="dua orang yang berbeda"):
        act(merges.merge_people, one, one, (), today=TODAY)
    with pytest.raises(RuleViolation, match="sudah tidak ada"):
        act(merges.merge_people, one, 999_999, (), today=TODAY)


def test_a_chain_of_merges_is_undone_from_its_end(act, couple):
    one, other = couple
    third = add(act, "Muh. Yusup")
    first = act(merges.merge_people, other, third, (), today=TODAY)
    second = act(merges.merge_people, one, other, (), today=TODAY)
    add(act, "Yang Kemudian")  # SQLite gives the number of a row that is gone to the next one
    with pytest.raises(RuleViolation, match="digabungkan lagi"):
        act(merges.part_people, first, today=TODAY)
    act(merges.part_people, second, today=TODAY)
    act(merges.part_people, first, today=TODAY)
    restored = [get(act, Person, get(act, PersonMerge, merge).gone_id).name for merge in (first, second)]
    assert restored == ["Muh. Yusup", "Moh. Yusuf"]


def test_a_nik_that_somebody_else_has_now_hinders(act, couple):
    one, other = couple
    merge = act(merges.merge_people, one, other, (), today=TODAY)
    add(act, "Yang Kemudian")  # may get the number of the row that is gone
    add(act, "Lain Orang", "5204061704809002")
    with pytest.raises(RuleViolation, match="kini dipakai Lain Orang"):
        act(merges.part_people, merge, today=TODAY)
    assert act(merges.get_merge, merge).undone_at is None


def test_not_the_same_as_a_third_holds_for_the_one_who_stays(act, couple):
    one, other = couple
    third = add(act, "Moch. Yusuf")
    search(act)
    act(twins.decide, pairs(act)[other, third].id, Verdict.DIFFERENT)
    pair = pairs(act).get((one, third))
    if pair:
        act(twins.decide, pair.id, Verdict.DIFFERENT)
    merge = act(merges.merge_people, one, other, (), today=TODAY)
    assert others_than(act, one) == {third}
    act(merges.part_people, merge, today=TODAY)
    assert others_than(act, other) == {third}


def test_both_sides_are_compared_and_numbers_masked(act, act_as, couple):
    compared = act(twins.compare, *couple)
    fields = {one.name: one for one in compared.fields}
    assert (fields["nik"].first, fields["nik"].differs) == ("5204061704809001", True)
    assert compared.better["phone"] == "second"
    assert "TKSK" in compared.second_roles
    masked = act_as("auditor", twins.compare, *couple)
    assert {one.name: one.first for one in masked.fields}["nik"].startswith("5204••••")


def test_only_who_edits_the_map_decides(act_as):
    for call, arguments in (
        (twin_finding.find_twins, (lambda _part: None,)),
        (twins.decide, (1, Verdict.DIFFERENT)),
        (merges.merge_people, (1, 2, ())),
        (merges.part_people, (1,)),
    ):
        with pytest.raises(Forbidden):
            act_as(
                "auditor",
                call,
                *arguments,
                **({"today": TODAY} if call.__module__ == merges.__name__ else {}),
            )


def test_a_search_can_be_stopped(act):
    add(act, "Muhammad Jusup")

    def stop(_part):
        raise RuleViolation([])

    with pytest.raises(RuleViolation):
        act(twin_finding.find_twins, stop)
