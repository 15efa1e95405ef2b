"""When a person may be recorded under a kind (domain.md 2.3)."""

from datetime import date

import pytest

from db.rules.mapping import KindRules, check_record, doubt_age
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
