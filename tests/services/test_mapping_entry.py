"""Taking down persons, families, groups and institutions; changing them; rules R1 to R9 (domain.md 2.3)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from db.models.families import Collective, Family, FamilyMember, PersonProfile
from db.models.mapping import MappingRecord, RecordStep
from db.models.people import Person
from db.models.rounds import Round
from db.rules.access import Right
from db.rules.people import Sex
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.services import people
from db.services.mapping import collectives, entry, families, lists, paste, records
from db.services.mapping.collectives import CollectiveForm
from db.services.mapping.families import FamilyForm, MemberForm
from db.services.mapping.paste import Usual
from db.services.mapping.records import Filter
from tests.services.test_mapping import AMAQ, DESA, INAQ, TODAY, form
from tests.services.utan import person

KK = "5204061002159103"
CHILD = person("Anak Kecil", "5204061001169003", date(2016, 1, 10), sex=Sex.MALE)
FIELDS = ("nik", "name", "birth_date", "sex", "kk", "phone", "address", "rt", "rw", "desa_code")


def record(act, *args, **kwargs):
    return act(entry.record, form(*args, **kwargs), today=TODAY)


def ask(act, query):
    def read(session):
        found = session.scalars(query).all()
        session.expunge_all()
        return found

    return act(read)


def test_a_family_kind_is_recorded_on_the_family_and_its_head(act):
    members = (
        MemberForm("Inaq Mariam", "5204064501909002", "3", Sex.FEMALE, date(1990, 1, 5)),
        MemberForm("Anak Kecil", "", "4", Sex.MALE, date(2016, 1, 10)),
    )
    done = record(
        act,
        AMAQ | {"kk": KK},
        {"PMKS-08": ["a"], "PMKS-24": ["b"]},
        family=FamilyForm(3, members),
        facts={"family_income": 400000, "health": "Sakit menahun"},
    )
    rows = act(records.list_records, 0, 10)
    assert [(row.name, row.kind_code) for row in rows] == [
        ("Amaq Sahnun", "PMKS-08"),
        ("Keluarga Amaq Sahnun", "PMKS-24"),
    ]
    assert rows[1].person_id is None
    family = act(families.get_family, done.family_id, today=TODAY)
    assert (family.head, family.size) == ("Amaq Sahnun", 3)
    assert [(one.name, one.relation) for one in family.members] == [
        ("Amaq Sahnun", "Kepala keluarga"),
        ("Inaq Mariam", "Istri"),
        ("Anak Kecil", "Anak"),
    ]
    [of_family] = ask(act, select(Family))
    assert of_family.facts == {"family_income": 400000}
    [of_person] = ask(act, select(PersonProfile))
    assert of_person.facts == {"health": "Sakit menahun"}


def test_a_family_that_is_known_is_used_again_and_stands_once_under_a_kind(act):
    record(act, AMAQ | {"kk": KK}, {"PMKS-24": ["a"]})
    with pytest.raises(RuleViolation, match="Keluarga Amaq Sahnun sudah tercatat sebagai Fakir miskin"):
        record(act, INAQ | {"kk": KK}, {"PMKS-24": ["a"]})
    record(act, INAQ | {"kk": KK}, {"PMKS-25": ["a"]})
    assert len(ask(act, select(Family))) == 1
    assert act(families.find_family, KK, today=TODAY).head == "Amaq Sahnun"


@pytest.mark.parametrize("dummy", ["0000000000000000", "1234567890123456", "5204 0610 0215 0000"])
def test_families_with_a_dummy_number_stay_two(act, dummy):
    for who in (AMAQ, INAQ):
        record(act, who | {"kk": dummy}, {"PMKS-24": ["a"]})
    assert [one.kk for one in ask(act, select(Family))] == [None, None]
    assert {one.kk for one in ask(act, select(Person))} == {""}


def test_a_group_and_an_institution_have_fields_of_their_own(act):
    group = CollectiveForm(None, {"name": "Komunitas Marente", "households": 40, "males": 90, "females": 80})
    done = record(
        act, {}, {"PMKS-26": ["a", "c"]}, collective=group, facts={"empowerment": "Belum", "distance": 14}
    )
    lks = CollectiveForm(None, {"name": "LKS Harapan", "phone": "0812 3456 7890"})
    record(act, {}, {"PSKS-04": ["a"]}, collective=lks, facts={"accreditation": "B", "empowerment": "x"})
    rows = act(records.list_records, 0, 10)
    assert [(row.name, str(row.subject)) for row in rows] == [
        ("Komunitas Marente", "community"),
        ("LKS Harapan", "institution"),
    ]
    [first, second] = ask(act, select(MappingRecord).order_by(MappingRecord.id))
    assert (first.facts, second.facts) == ({"empowerment": "Belum"}, {"accreditation": "B"})
    [of_group] = ask(act, select(Collective).where(Collective.id == done.collective_id))
    assert of_group.facts == {"distance": 14}
    assert act(records.count_records, Filter(text="harapan")) == 1
    assert [one.name for one in act(collectives.suggest_collectives, "lks har")] == ["LKS Harapan"]


@pytest.mark.parametrize(
    ("values", "kinds", "changes", "sentence"),
    [
        (AMAQ, {"PSKS-11": ["a"]}, {}, "TKSK dihitung sendiri dari daftar TKSK"),
        (AMAQ, {"PMKS-26": ["a"]}, {}, "Komunitas adat terpencil dicatat pada kelompok atau lembaga"),
        ({}, {"PMKS-08": ["a"]}, {"collective": CollectiveForm(None, {"name": "X"})}, "dicatat pada orang"),
        ({}, {"PMKS-26": ["a"]}, {"collective": CollectiveForm(None, {"name": " "})}, "Isi nama kelompok"),
        (AMAQ | {"kk": "123"}, {"PMKS-24": ["a"]}, {}, "No. KK terdiri dari 16 angka"),
        (INAQ, {"PMKS-08": ["a"]}, {"exception_reason": "sakit"}, "60 tahun ke atas"),
        (AMAQ, {"PMKS-23": ["a"]}, {"exception_reason": "ada"}, "hanya untuk perempuan"),
        (AMAQ | {"nik": "", "no_nik_reason": "hilang"}, {"PMKS-08": ["a"]}, {}, "dicatat dengan NIK"),
        (CHILD, {"PMKS-05": ["a"]}, {}, "Pilih jenis disabilitas"),
    ],
)
def test_what_a_rule_forbids_is_one_sentence_and_nothing_is_written(act, values, kinds, changes, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        record(act, values, kinds, **changes)
    assert act(records.count_records) == 0
    assert not ask(act, select(Collective))


def test_ages_are_those_of_the_round_that_runs(act):
    young = AMAQ | {"nik": "5204060112669007", "birth_date": date(1966, 12, 1)}  # 60 in December
    with pytest.raises(RuleViolation, match="Umur 59 tahun pada 21 November 2026"):
        record(act, young)
    days = {"begins_on": date(2026, 11, 1), "ends_on": date(2026, 12, 31), "year": 2026}
    act(lambda session: session.add(Round(name="Semester II", reference_date=date(2026, 12, 31), **days)))
    record(act, young)
    offered = act(lists.entry_lists, today=TODAY)
    assert (offered.round_name, offered.reference_date) == ("Semester II", date(2026, 12, 31))


def test_a_case_begins_as_reported_and_repeats_sex_and_birth(act):
    done = record(act)
    [made] = ask(act, select(MappingRecord))
    assert (made.sex, made.born, made.confirmed_on) == ("L", date(1950, 8, 15), TODAY)
    [step] = ask(act, select(RecordStep))
    assert (step.record_id, str(step.state)) == (done.record_ids[0], "reported")


def opened(act, record_id):
    found = act(lists.open_record, record_id)
    before = {name: getattr(found.person, name) for name in FIELDS}
    return replace(found.form, person=before, person_before=before)


def test_a_case_is_changed_field_by_field(act):
    done = record(act, facts={"health": "Sakit", "lives_alone": True})
    [record_id] = done.record_ids
    before = opened(act, record_id)
    assert before.facts == {"health": "Sakit", "lives_alone": True}
    after = replace(
        before,
        person=dict(before.person) | {"phone": "081234567890"},
        kinds={"PMKS-08": ["b"]},
        source="Verifikasi",
        facts={"health": "", "lives_alone": False, "needs_help": "Mandiri"},
    )
    act(entry.change, record_id, before, after, today=TODAY)
    [changed] = ask(act, select(MappingRecord))
    assert (changed.criteria, changed.source) == (["b"], "Verifikasi")
    assert changed.facts == {"lives_alone": False, "needs_help": "Mandiri"}
    assert ask(act, select(PersonProfile))[0].facts == {}
    assert act(people.get_person, done.person_id).phone == "081234567890"
    with pytest.raises(Conflict, match="Sumber"):
        act(entry.change, record_id, before, replace(before, source="Lain lagi"), today=TODAY)
    act(entry.change, record_id, before, replace(before, note="Catatan lain"), today=TODAY)
    assert ask(act, select(MappingRecord))[0].source == "Verifikasi"


def test_a_sensitive_case_opens_for_who_may_see_its_name(act, database):
    [record_id] = record(act, INAQ, {"PMKS-15": ["a"]}).record_ids
    narrower = replace(database.actor, rights=frozenset({Right.READ, Right.MAPPING}))
    with database.reading() as session:
        session.info["actor"] = narrower
        with pytest.raises(Forbidden, match="peka"):
            lists.open_record(session, record_id)
        assert records.list_records(session, 0, 10)[0].name == "(dirahasiakan)"
    assert act(lists.open_record, record_id).person.name == "Inaq Mariam"


def test_a_group_is_changed_too(act):
    done = record(act, {}, {"PMKS-26": ["a"]}, collective=CollectiveForm(None, {"name": "Marente"}))
    before = act(entry.get_form, done.record_ids[0])
    values = dict(before.collective.values) | {"name": "Marente Hulu", "males": 12}
    after = replace(before, collective=CollectiveForm(done.collective_id, values), kinds={"PMKS-26": ["b"]})
    act(entry.change, done.record_ids[0], before, after, today=TODAY)
    [row] = act(records.list_records, 0, 10)
    assert (row.name, row.criteria) == ("Marente Hulu", "b")


@pytest.mark.parametrize(
    ("where", "names"),
    [
        (Filter(sex="P"), ["Inaq Mariam"]),
        (Filter(age_from=60, age_on=TODAY), ["Amaq Sahnun"]),
        (Filter(age_from=30, age_to=40, age_on=TODAY), ["Inaq Mariam"]),
        (Filter(kind_code="PMKS-23"), ["Inaq Mariam"]),
        (Filter.of({"register": "psks"}, TODAY), []),
        (Filter.of({"register": "ppks", "age_to": 50}, TODAY), ["Inaq Mariam"]),
        (Filter(desa_code="5204062002"), ["Tanpa Nama"]),
        (Filter(without_nik=True), ["Tanpa Nama"]),
        (Filter(age_unknown=True), ["Tanpa Nama"]),
        (Filter(changed_since=date(2026, 11, 22)), []),
        (Filter(source="Pendataan 2026", text="inaq"), ["Inaq Mariam"]),
        (Filter(text="5204064501909002"), ["Inaq Mariam"]),
        (Filter(text=KK), ["Inaq Mariam"]),
        (Filter(record_ids=()), []),
        (Filter(), ["Amaq Sahnun", "Inaq Mariam", "Tanpa Nama"]),
    ],
)
@pytest.mark.parametrize("few", [2000, 0], ids=["few", "many"])
def test_one_filter_counts_and_lists_the_same(act, monkeypatch, where, names, few):
    monkeypatch.setattr("db.services.mapping.records.FEW", few)
    record(act)
    record(act, INAQ | {"kk": KK}, {"PMKS-23": ["a"]})
    nobody = {"name": "Tanpa Nama", "nik": "", "no_nik_reason": "belum merekam"}
    record(act, nobody, {"PMKS-11": ["a"]}, desa_code="5204062002", source="")
    if where.changed_since:
        act(
            lambda session: [
                setattr(one, "entered_at", one.entered_at.replace(year=2026, month=11, day=1))
                for one in session.scalars(select(MappingRecord))
            ]
        )
    rows = act(records.list_records, 0, 10, where)
    assert sorted(row.name for row in rows) == names
    assert act(records.count_records, where) == len(names)
    if not few:
        assert [row.id for row in rows] == sorted((row.id for row in rows), reverse=True)


def test_an_age_without_its_day_is_a_mistake_of_ours(act):
    with pytest.raises(ValueError, match="day"):
        act(records.count_records, Filter(age_from=60))


# --- rows pasted from Excel

GRID = {"nik": "5204061508509001", "name": "Amaq Sahnun", "birth_date": "15/08/1950", "sex": "L"}
USUAL = Usual(TODAY, DESA, "PMKS-08", ("a",), "Tempelan", "Sari")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, ""),
        ({"name": ""}, "Isi nama lengkap."),
        ({"nik": "5.20406150850900E+15"}, "tersimpan sebagai angka"),
        ({"birth_date": "29-02-2001"}, "Tanggal lahir “29-02-2001” tidak ada"),
        ({"sex": "X"}, "Jenis kelamin “X” tidak dikenal"),
        ({"desa": "Negeri Antah"}, "Desa “Negeri Antah” tidak ada dalam daftar wilayah"),
        ({"kind": "entahlah"}, "Jenis “entahlah” tidak dikenal"),
        ({"kind": "PRSE", "criteria": "a"}, "hanya untuk perempuan"),
        ({"birth_date": "15/08/1980"}, "60 tahun ke atas"),
        ({"kind": "tksk"}, "TKSK dihitung sendiri"),
        ({"nik": ""}, "Lanjut usia telantar dicatat dengan NIK"),
        ({"kind": "09 Penyandang disabilitas"}, ""),
    ],
)
def test_a_pasted_row_is_checked_in_words(act, changes, sentence):
    [said] = act(paste.check_rows, [GRID | changes], USUAL, today=TODAY)
    if sentence:
        assert sentence in " ".join(said.problems)
    elif not changes:
        assert said.problems == ()


def test_good_rows_are_saved_and_bad_ones_stay(act):
    rows = [
        GRID,
        GRID | {"nik": "5204060101459005", "name": "Pak Tua", "birth_date": "1-1-1945", "sex": "L"},
        GRID | {"nik": "5204060101459006", "name": "", "birth_date": ""},
    ]
    said = act(paste.save_rows, rows, USUAL, today=TODAY)
    assert [bool(one.problems) for one in said] == [False, False, True]
    assert act(records.count_records) == 2
    again = act(paste.save_rows, rows[:1], USUAL, today=TODAY)
    assert "sudah tercatat sebagai Lanjut usia" in again[0].problems[0]
    assert again[0].known == "Amaq Sahnun"
    assert act(records.count_records) == 2
    assert len(ask(act, select(Person).where(Person.nik == "5204060101459005"))) == 1
    assert not ask(act, select(FamilyMember))
