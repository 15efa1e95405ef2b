"""The yearly evaluation: exact values, grades from limits, what is refused."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.evaluation import (
    Criterion,
    Grade,
    check_evaluation,
    grade_of,
    scores_in_words,
    weighted_value,
)
from db.rules.officer_card import (
    AccountRow,
    PaperRow,
    ProgrammeRow,
    TrainingRow,
    check_accounts,
    check_appointments,
    check_papers,
    check_programmes,
    check_trainings,
    is_expired,
    mask_account,
    propose_appointments,
)

TODAY = date(2020, 4, 13)
CRITERIA = tuple(
    Criterion(f"E{i}", f"Unsur {i}", weight) for i, weight in enumerate((20, 20, 20, 15, 10, 15), 1)
)


def scored(*points):
    return {criterion.code: score for criterion, score in zip(CRITERIA, points, strict=False)}


def said(problems):
    return {problem.field: problem.text for problem in problems}


def test_the_value_is_the_mean_by_weight():
    assert weighted_value(CRITERIA, scored(85, 80, 78, 90, 75, 90)) == Decimal("83.10")
    assert weighted_value(CRITERIA, scored(0, 0, 0, 0, 0, 0)) == Decimal("0.00")
    assert weighted_value(CRITERIA, scored(100, 100, 100, 100, 100, 100)) == Decimal("100.00")


def test_an_evaluation_that_is_not_complete_has_neither_value_nor_grade():
    assert weighted_value(CRITERIA, scored(85, 80)) is None
    assert weighted_value((), {}) is None
    assert grade_of(None, 80, 60) is None


def test_half_a_hundredth_is_rounded_up_once_at_the_end():
    thirds = tuple(Criterion(code, code, weight) for code, weight in (("a", 1), ("b", 7)))
    assert weighted_value(thirds, {"a": 1, "b": 0}) == Decimal("0.13")  # 0.125
    assert weighted_value(thirds, {"a": 3, "b": 0}) == Decimal("0.38")  # 0.375
    three = tuple(Criterion(code, code, 1) for code in "abc")
    assert weighted_value(three, {"a": 80, "b": 80, "c": 79}) == Decimal("79.67")


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(0, 100)), min_size=1, max_size=12))
def test_the_value_never_strays_from_the_exact_one(pairs):
    criteria = tuple(Criterion(str(i), "", weight) for i, (weight, _score) in enumerate(pairs))
    value = weighted_value(criteria, {str(i): score for i, (_weight, score) in enumerate(pairs)})
    exact = Fraction(sum(w * s for w, s in pairs), sum(w for w, _s in pairs))
    assert -Fraction(1, 200) < Fraction(exact - Fraction(value)) * -1 <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("100", "good"),
        ("80.00", "good"),
        ("79.99", "fair"),
        ("60.00", "fair"),
        ("59.99", "poor"),
        ("0", "poor"),
    ],
)
def test_the_grade_follows_from_the_limits(value, grade):
    assert grade_of(Decimal(value), 80, 60) is Grade(grade)


def test_what_is_typed_wrongly_is_said_at_its_field():
    found = said(check_evaluation(2021, CRITERIA, scored(101, -1, 80), date(2020, 4, 14), TODAY))
    assert found == {
        "year": "Tahun 2021 belum berjalan; evaluasi paling akhir untuk tahun 2020.",
        "score_E1": "Nilai dari 0 sampai 100; yang diketik 101.",
        "score_E2": "Nilai dari 0 sampai 100; yang diketik -1.",
        "assessed_on": "Tanggal penilaian belum tiba.",
    }
    assert set(said(check_evaluation(2020, CRITERIA, {"E9": 1}, date(2019, 12, 1), TODAY))) == {
        None,
        "assessed_on",
    }
    assert set(said(check_evaluation(2008, CRITERIA, {}, None, TODAY))) == {"year"}
    assert set(said(check_evaluation(None, CRITERIA, {}, None, TODAY))) == {"year"}
    assert check_evaluation(2019, CRITERIA, scored(0, 100), date(2020, 1, 5), TODAY) == []
    assert scores_in_words(scored(85, 70)) == "E1 85, E2 70"


# the rest of the card


def test_an_account_has_a_number_of_digits_and_a_source_of_its_own():
    rows = (
        AccountRow(None, "apbn", "BNI", "012-345 6789"),
        AccountRow(None, "apbd", "BRI", "12A4"),
        AccountRow(None, "apbn", "BRI", ""),
        AccountRow(None, None, "BRI", "1"),
    )
    assert said(check_accounts(rows)) == {
        "accounts/1/number": "Nomor rekening hanya berisi angka.",
        "accounts/2/source_code": (
            "Sumber dana ini sudah mempunyai rekening pada baris 1; satu sumber satu rekening."
        ),
        "accounts/2/number": "Isi nomor rekening.",
        "accounts/3/source_code": "Pilih sumber dana.",
    }
    assert mask_account("0123456789") == "••••••6789"
    assert mask_account("") == ""


def test_a_paper_does_not_end_before_its_date():
    wrong = PaperRow(None, "skck", dated_on=date(2020, 4, 2), expires_on=date(2020, 4, 1))
    assert said(check_papers([PaperRow(None, "skck"), wrong, PaperRow(number="7")])) == {
        "papers/1/expires_on": "Masa berlaku berakhir sebelum tanggal dokumen (2 April 2020).",
        "papers/2/kind_code": "Pilih jenis dokumen.",
    }
    assert is_expired(date(2020, 4, 12), TODAY)
    assert not is_expired(TODAY, TODAY)
    assert not is_expired(None, TODAY)


def test_trainings_programmes_and_years_of_appointment():
    trainings = [TrainingRow(None, " ", year=2021, hours=0), TrainingRow(None, "Bimtek", year=2018, hours=40)]
    assert set(said(check_trainings(trainings, TODAY))) == {
        *("trainings/0/name", "trainings/0/year", "trainings/0/hours")
    }
    programmes = [
        ProgrammeRow(None, "pkh", date(2019, 1, 1), date(2019, 6, 30)),
        ProgrammeRow(None, "pkh", date(2019, 7, 1), None),
        ProgrammeRow(None, "pkh", date(2020, 1, 1), None),
        ProgrammeRow(None, "kube", date(2020, 1, 1), date(2019, 1, 1)),
        ProgrammeRow(),
    ]
    assert set(said(check_programmes(programmes))) == {
        *("programmes/2/programme_code", "programmes/3/ends_on", "programmes/4/programme_code")
    }
    assert set(said(check_appointments({"first_year": 2021, "last_year": 1999}, TODAY))) == {
        *("first_year", "last_year")
    }
    assert set(said(check_appointments({"first_year": 2018, "last_year": 2015}, TODAY))) == {"last_year"}
    assert check_appointments({"first_year": 2015, "last_year": None}, TODAY) == []


def test_appointments_are_proposed_from_the_decrees_where_nothing_is_known():
    first, last = (2017, "1/SK/2017", "Dirjen"), (2020, "9/SK/2020", "Gubernur")
    found = propose_appointments({}, [first, (2018, "x", "y"), last])
    assert found == {
        **{"first_year": 2017, "first_decree": "1/SK/2017", "first_issuer": "Dirjen"},
        **{"last_year": 2020, "last_decree": "9/SK/2020", "last_issuer": "Gubernur"},
    }
    assert propose_appointments({"first_year": 2012}, [last]).keys() == {
        *("last_year", "last_decree", "last_issuer"),
    }
    assert propose_appointments({"last_decree": "dari daftar lama", "last_year": 2015}, [last]) == {}
    assert propose_appointments({"first_decree": "tanpa tahun"}, [first])["last_decree"] == "1/SK/2017"
    assert propose_appointments({}, []) == {}
