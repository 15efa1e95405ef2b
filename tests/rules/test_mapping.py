"""When a person may be recorded under a kind (domain.md 2.3)."""

from datetime import date

import pytest

from db.rules.mapping import (
    KindRules,
    Subject,
    born_by,
    check_by_hand,
    check_record,
    check_without_nik,
    doubt_age,
    doubt_pairs,
    may_be_about,
)
from db.rules.people import Sex

LANSIA = KindRules("Lanjut usia telantar", 60, None, "", False, True)
PRSE = KindRules("Perempuan rawan sosial ekonomi", 18, 59, "P", False, True)
DISABILITAS = KindRules("Penyandang disabilitas", None, None, "", True, True)
BALITA = KindRules("Anak balita telantar", None, 5, "", False, True)
FREE = KindRules("Jenis setempat", None, None, "", False, False)
ON = date(2026, 11, 21)


def test_a_kind_with_criteria_needs_one():
    [problem] = check_record(LANSIA, [], [], None)
    assert (problem.text, problem.field) == ("Centang paling sedikit satu kriteria.", "criteria")
    assert check_record(LANSIA, ["a"], [], None) == []
    assert check_record(FREE, [], [], None) == []


def test_a_disability_is_named():
    [problem] = check_record(DISABILITAS, ["a"], [], Sex.MALE)
    assert problem.text == "Pilih jenis disabilitas untuk Penyandang disabilitas."
    assert check_record(DISABILITAS, ["a"], ["1"], Sex.MALE) == []


def test_a_man_is_not_a_perempuan_rawan_sosial_ekonomi():
    [problem] = check_record(PRSE, ["a"], [], Sex.MALE)
    assert problem.text == "Perempuan rawan sosial ekonomi hanya untuk perempuan."
    assert check_record(PRSE, ["a"], [], Sex.FEMALE) == []
    assert check_record(PRSE, ["a"], [], None) == []


@pytest.mark.parametrize(
    ("kind", "born", "words"),
    [
        (LANSIA, date(1966, 11, 22), "Umur 59 tahun pada 21 November 2026; {} untuk umur 60 tahun ke atas."),
        (BALITA, date(2020, 11, 21), "Umur 6 tahun pada 21 November 2026; {} untuk umur sampai 5 tahun."),
        (PRSE, date(1960, 1, 1), "Umur 66 tahun pada 21 November 2026; {} untuk umur 18–59 tahun."),
    ],
)
def test_an_age_that_does_not_fit_is_said_in_words(kind, born, words):
    [doubt] = doubt_age(kind, born, ON)
    assert doubt.text == words.format(kind.name)
    assert doubt.field == "exception_reason"


@pytest.mark.parametrize("born", [date(1966, 11, 21), date(1930, 1, 1), None])
def test_an_age_that_fits_or_is_not_known_raises_no_doubt(born):
    assert doubt_age(LANSIA, born, ON) == []


def test_tksk_are_counted_from_the_roster():
    assert "daftar TKSK" in check_by_hand(["PSKS-11"])[0].text
    assert check_by_hand(["PSKS-10"]) == []


@pytest.mark.parametrize(
    ("codes", "reason", "words"),
    [
        (["PMKS-11"], "belum merekam", ""),
        (["PMKS-11"], " ", "pilih alasan tanpa NIK"),
        (["PMKS-08"], "hilang", "dicatat dengan NIK"),
        (["PMKS-08", "PMKS-21"], "hilang karena banjir", ""),
    ],
)
def test_a_nik_may_lack_only_where_people_often_have_none(codes, reason, words):
    found = check_without_nik(codes, ["Lanjut usia telantar"], reason)
    assert (words in found[0].text) if words else not found


def test_two_kinds_that_exclude_each_other_are_doubted():
    assert doubt_pairs({"PMKS-01": "Balita", "PMKS-08": "Lansia"}) == []
    [problem] = doubt_pairs({"PMKS-05": "Anak", "PMKS-09": "Penyandang"})
    assert problem.text.startswith("Anak dan Penyandang")


@pytest.mark.parametrize(
    ("day", "age", "last"),
    [
        (date(2026, 11, 21), 60, date(1966, 11, 21)),
        (date(2024, 2, 29), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
    ],
)
def test_the_last_birthday_of_an_age(day, age, last):
    assert born_by(day, age) == last


def test_an_incident_may_be_of_a_group():
    assert may_be_about("PMKS-21", Subject.PERSON, Subject.COMMUNITY)
    assert not may_be_about("PMKS-08", Subject.PERSON, Subject.COMMUNITY)
    assert may_be_about("PMKS-26", Subject.COMMUNITY, Subject.COMMUNITY)
