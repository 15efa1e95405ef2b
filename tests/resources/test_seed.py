"""The lists for an empty database, and the invented people of the practice office."""

from collections import Counter
from datetime import date, datetime

import pytest
from python_calamine import CalamineWorkbook

from db.rules.people import check_nik
from resources import path, read_regions, read_seed

KEYS = {
    "kinds": ("code",),
    "kind_criteria": ("kind_code", "letter"),
    "requirements": ("set", "code"),
    "documents": ("set", "code"),
    "criteria": ("set", "code"),
    "duties": ("code",),
    "exit_reasons": ("code",),
    "ranks": ("golongan",),
    "educations": ("code",),
    "religions": ("code",),
    "marital_statuses": ("code",),
    "occupations": ("code",),
    "family_relations": ("code",),
    "disabilities": ("code",),
    "classifications": ("profile", "code"),
    "practice_sumbawa": ("nik",),
    "practice_banda_aceh": ("nik",),
    "practice_people": ("name", "kind_code"),
}
ROSTERS = {"practice_sumbawa": ("5204", 24), "practice_banda_aceh": ("1171", 9)}
NO_NIK_ALLOWED = {"PMKS-04", "PMKS-11", "PMKS-12", "PMKS-26"}


def age_on(day: str, birth: str) -> int:
    on, born = date.fromisoformat(day), date.fromisoformat(birth)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def assert_nik_fits(nik: str, birth: str, sex: str, region: str) -> None:
    """The rule of the program finds nothing wrong, and the digits say birth and sex."""
    assert check_nik(nik, date(2026, 1, 1)) == []
    born = date.fromisoformat(birth)
    assert nik[:6] == region
    assert nik[6:12] == f"{born.day + 40 * (sex == 'P'):02}{born:%m%y}"
    assert nik[12] == "9"


@pytest.mark.parametrize("name", sorted(KEYS))
def test_every_list_is_well_formed(name):
    rows = read_seed(name)
    assert rows
    for row in rows:
        assert None not in row
        assert all(value == value.strip() for value in row.values())
    keys = [tuple(row[column] for column in KEYS[name]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(all(key) for key in keys)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("kinds", 38),
        ("requirements", 11),
        ("documents", 18),
        ("criteria", 6),
        ("duties", 8),
        ("ranks", 17),
        ("educations", 10),
        ("religions", 7),
        ("marital_statuses", 4),
        ("occupations", 89),
        ("family_relations", 11),
        ("disabilities", 4),
        ("classifications", 110),
    ],
)
def test_lists_are_complete(name, count):
    assert len(read_seed(name)) == count


def test_the_kinds_are_26_and_12():
    kinds = read_seed("kinds")
    assert Counter(kind["register"] for kind in kinds) == {"ppks": 26, "psks": 12}
    for register in ("ppks", "psks"):
        positions = [int(kind["position"]) for kind in kinds if kind["register"] == register]
        assert positions == list(range(1, len(positions) + 1))
    for kind in kinds:
        assert kind["subject"] in ("person", "family", "community", "institution")
        assert kind["sex"] in ("", "L", "P")
        assert {kind["needs_disability"], kind["sensitive"], kind["specific_data"]} <= {"yes", "no"}
        assert kind["specific_data"] == "yes" or kind["sensitive"] == "no"
        assert all(kind[column] for column in ("name", "abbreviation", "group", "definition"))


def test_the_rules_of_age_sex_and_disability():
    kinds = {kind["code"]: kind for kind in read_seed("kinds")}
    ages = {code: (kind["minimum_age"], kind["maximum_age"]) for code, kind in kinds.items()}
    assert ages["PMKS-01"] == ("0", "5")
    assert ages["PMKS-02"] == ages["PMKS-07"] == ("6", "18")
    assert ages["PMKS-03"] == ("12", "17")
    assert ages["PMKS-08"] == ("60", "")
    assert ages["PMKS-23"] == ("18", "59")
    assert [code for code, kind in kinds.items() if kind["needs_disability"] == "yes"] == [
        "PMKS-05",
        "PMKS-09",
    ]
    assert [code for code, kind in kinds.items() if kind["sex"] == "P"] == ["PMKS-23", "PSKS-09"]
    assert [code[5:] for code, kind in kinds.items() if kind["sensitive"] == "yes"] == [
        *("03", "06", "07", "10", "14", "15", "16", "17", "18", "19")
    ]


def test_every_kind_has_criteria_lettered_from_a():
    letters = {kind["code"]: "" for kind in read_seed("kinds")}
    for criterion in read_seed("kind_criteria"):
        letters[criterion["kind_code"]] += criterion["letter"]  # a KeyError names a kind that does not exist
        assert criterion["text"]
    assert all(text and text == "abcdefghijkl"[: len(text)] for text in letters.values())


def test_weights_of_the_interview_total_100():
    assert sum(int(row["weight"]) for row in read_seed("criteria")) == 100


def test_requirements_speak_the_words_of_the_program():
    rows = read_seed("requirements")
    for row in rows:
        assert row["kind"] in (
            *("age", "education", "domicile", "document", "statement", "membership", "other"),
        )
        assert row["check"] in ("automatic", "manual")
        assert row["mandatory"] in ("yes", "no")
    age = next(row for row in rows if row["kind"] == "age")
    assert (age["minimum"], age["maximum"], age["article"]) == ("20", "35", "Pasal 9")
    levels = {row["level"]: row["name"] for row in read_seed("educations")}
    assert levels[next(row["minimum"] for row in rows if row["kind"] == "education")] == "SLTA/sederajat"


def test_documents_speak_the_words_of_the_program():
    assert Counter(row["mandatory"] for row in read_seed("documents")) == {
        "yes": 12,
        "conditional": 1,
        "optional": 4,
        "when_chosen": 1,
    }


def test_both_classifications_are_there():
    codes = {(row["profile"], row["code"]) for row in read_seed("classifications")}
    assert {("83/2022", "400.9.12.3"), ("lama", "467.1"), ("lama", "811.3")} <= codes


@pytest.mark.parametrize("name", sorted(ROSTERS))
def test_practice_rosters_hold_one_officer_for_each_kecamatan(name):
    code, count = ROSTERS[name]
    regions = {region.code for region in read_regions(code)}
    rows = read_seed(name)
    assert sorted(row["kecamatan_code"] for row in rows) == sorted(r for r in regions if len(r) == 6)
    assert len(rows) == count == len({row["niat"] for row in rows})
    educations = {row["code"] for row in read_seed("educations")}
    for row in rows:
        assert row["desa_code"] in regions
        assert row["desa_code"].startswith(row["kecamatan_code"])
        assert_nik_fits(row["nik"], row["birth_date"], row["sex"], row["kecamatan_code"])
        assert row["niat"].startswith(row["kecamatan_code"])
        assert len(row["niat"]) == 10
        assert row["phone"].isdigit()
        assert 10 <= len(row["phone"]) <= 13
        assert row["education_code"] in educations
        assert 20 <= age_on(f"{row['appointed_year']}-12-31", row["birth_date"]) <= 35


def test_no_nik_is_used_by_two_people():
    people: dict[str, set[str]] = {}
    for name in ("practice_people", *ROSTERS):
        for row in read_seed(name):
            people.setdefault(row["nik"], set()).add(row["name"])
    people.pop("")
    assert all(len(names) == 1 for names in people.values())


def test_practice_people_obey_the_rules():
    kinds = {kind["code"]: kind for kind in read_seed("kinds")}
    criteria = {(row["kind_code"], row["letter"]) for row in read_seed("kind_criteria")}
    disabilities = {row["code"] for row in read_seed("disabilities")}
    desa = {region.code for region in read_regions("5204") if len(region.code) == 10}
    rows = read_seed("practice_people")
    assert len({row["name"] for row in rows}) == 60
    for row in rows:
        kind = kinds[row["kind_code"]]
        assert kind["register"] == "ppks"
        assert row["desa_code"] in desa
        assert {(row["kind_code"], letter) for letter in row["criteria"].split(",")} <= criteria
        ticked = set(filter(None, row["disabilities"].split(",")))
        assert ticked <= disabilities
        assert bool(ticked) == (kind["needs_disability"] == "yes")
        assert len(row["family_card"]) == (16 if kind["subject"] == "family" else 0)
        if kind["subject"] == "community":
            assert not row["birth_date"] + row["sex"] + row["nik"]
            continue
        age = age_on(row["recorded_on"], row["birth_date"])
        assert int(kind["minimum_age"] or 0) <= age <= int(kind["maximum_age"] or 120)
        assert kind["sex"] in ("", row["sex"])
        if row["nik"]:
            assert_nik_fits(row["nik"], row["birth_date"], row["sex"], row["desa_code"][:6])
        else:
            assert row["kind_code"] in NO_NIK_ALLOWED
            assert row["no_nik_reason"]


def test_the_excel_list_looks_as_offices_keep_it():
    sheet = CalamineWorkbook.from_path(path("seed", "daftar_tksk_banda_aceh_2022.xlsx")).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    assert rows[0][0] == "DAFTAR TENAGA KESEJAHTERAAN SOSIAL KECAMATAN (TKSK)"
    assert rows[3] == [
        "NO",
        "NAMA LENGKAP",
        "NIAT",
        "NO. KTP / NIK",
        "TEMPAT LAHIR",
        "TANGGAL LAHIR",
        "JENIS KELAMIN",
        "ALAMAT",
        "DESA / KELURAHAN",
        "KECAMATAN LOKASI TUGAS",
        "NO. HANDPHONE",
        "PENDIDIKAN",
    ]
    roster = read_seed("practice_banda_aceh")
    assert len(rows) == 4 + len(roster)
    for cells, officer in zip(rows[4:], roster, strict=True):
        assert (cells[2], cells[3], cells[10]) == (officer["niat"], officer["nik"], officer["phone"])
        born = cells[5].date() if isinstance(cells[5], datetime) else cells[5]
        assert born == date.fromisoformat(officer["birth_date"])
