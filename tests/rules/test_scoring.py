"""The arithmetic of the interview (domain.md 5.3)."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.dates import decimal_text
from db.rules.scoring import (
    check_choice,
    check_value,
    check_weights,
    interview_score,
    member_total,
    rank,
    shown,
    tie_note,
)

WEIGHTS = dict(enumerate(map(Decimal, (20, 20, 20, 15, 15, 10))))
SHEETS = {
    "73.75": (80, 75, 70, 85, 60, 70),
    "74.00": (70, 80, 75, 80, 70, 65),
    "80.00": (90, 85, 80, 75, 65, 80),
}
SEVENTY = Decimal(70)
VALUES = st.decimals(0, 100, places=2)
FINALS = st.dictionaries(st.integers(1, 40), st.fractions(0, 100, max_denominator=60), max_size=12)


def sheet(values):
    return dict(enumerate(map(Decimal, values)))


@pytest.mark.parametrize(("total", "values"), SHEETS.items())
def test_the_total_of_one_member(total, values):
    assert member_total(WEIGHTS, sheet(values)) == Fraction(total)


def test_the_mean_of_three_members_stays_exact_until_it_is_shown():
    final = interview_score([member_total(WEIGHTS, sheet(values)) for values in SHEETS.values()])
    assert final == Fraction(911, 12)  # 75.91666…
    assert shown(final) == Decimal("75.92")
    assert decimal_text(shown(final)) == "75,92"


def test_a_missing_value_is_never_zero():
    values = sheet(SHEETS["73.75"])
    del values[5]
    assert member_total(WEIGHTS, values) is None
    assert member_total(WEIGHTS, values | {5: Decimal(0)}) == Fraction("66.75")
    assert interview_score([Fraction(80), None, Fraction(90)]) is None
    assert interview_score([]) is None
    assert shown(None) is None


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ((20, 20, 20, 15, 15, 9), "Jumlah bobot harus 100; sekarang 99."),
        ((20, 20, 20, 15, 15, "10.5"), "Jumlah bobot harus 100; sekarang 100,5."),
        ((), "Jumlah bobot harus 100; sekarang 0."),
        ((100, 0), "Setiap bobot harus lebih dari 0."),
        ((120, -20), "Setiap bobot harus lebih dari 0."),
        (("33.3333", "33.3333", "33.3334"), "Bobot paling banyak tiga angka di belakang koma."),
    ],
)
def test_weights_that_do_not_total_100_are_refused_with_the_total(weights, sentence):
    [problem] = check_weights(list(map(Decimal, weights)))
    assert problem.text == sentence


def test_weights_with_decimals_may_total_100():
    assert check_weights(list(map(Decimal, ("33.3", "33.3", "33.4")))) == []


@pytest.mark.parametrize("value", ["0", "100", "75.5", "33.333"])
def test_a_value_from_0_to_100_is_taken(value):
    assert check_value(Decimal(value)) == []


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("-1", "Nilai harus antara 0 dan 100; yang diketik -1."),
        ("101", "Nilai harus antara 0 dan 100; yang diketik 101."),
        ("100.5", "Nilai harus antara 0 dan 100; yang diketik 100,5."),
        ("NaN", "Nilai harus antara 0 dan 100; yang diketik NaN."),
        ("33.3333", "Nilai paling banyak tiga angka di belakang koma."),
    ],
)
def test_another_value_is_refused(value, sentence):
    [problem] = check_value(Decimal(value), "W1")
    assert (problem.text, problem.field) == (sentence, "W1")


@pytest.mark.parametrize(
    ("value", "seen"),
    [("72.745", "72.75"), ("72.7449999", "72.74"), ("0.005", "0.01"), ("99.995", "100.00"), ("72", "72.00")],
)
def test_halves_are_rounded_up_to_two_places(value, seen):
    assert shown(Fraction(value)) == Decimal(seen)


@given(st.lists(VALUES, min_size=6, max_size=6))
def test_a_total_lies_between_the_lowest_and_the_highest_value(values):
    assert Fraction(min(values)) <= member_total(WEIGHTS, sheet(values)) <= Fraction(max(values))


@given(FINALS, st.randoms(use_true_random=False))
def test_the_order_of_entry_never_changes_a_ranking(finals, chance: random.Random):
    entered = list(finals.items())
    chance.shuffle(entered)
    assert rank(dict(entered), SEVENTY) == rank(finals, SEVENTY)


@given(FINALS)
def test_a_rank_is_one_more_than_the_number_of_better_ones(finals):
    for row in rank(finals, SEVENTY):
        assert row.rank == 1 + sum(other > row.final for other in finals.values())
        assert row.tied == (list(finals.values()).count(row.final) > 1)
        assert row.passes == (row.final >= 70)


def test_equal_scores_share_a_rank_and_the_next_is_left_out():
    finals = {1: Fraction(80), 2: Fraction(75), 3: Fraction(80), 4: Fraction(60)}
    rows = rank(finals, SEVENTY)
    assert [(row.applicant_id, row.rank, row.tied) for row in rows] == [
        (1, 1, True),
        (3, 1, True),
        (2, 3, False),
        (4, 4, False),
    ]
    names = {1: "Rina", 2: "Ahmad", 3: "Budi", 4: "Nia"}
    assert tie_note(rows, names) == "nilai sama (80,00) pada peringkat 1: Rina, Budi"
    assert tie_note(rank({1: Fraction(80)}, SEVENTY), names) == ""


def test_nobody_is_ranked_where_nobody_is():
    assert rank({}, SEVENTY) == []


def test_the_pass_mark_itself_passes_and_is_compared_exactly():
    exact, below = rank({1: Fraction(70), 2: Fraction(70) - Fraction(1, 1000)}, SEVENTY)
    assert (exact.passes, below.passes) == (True, False)
    assert shown(below.final) == Decimal("70.00")


def test_below_the_pass_mark_nobody_is_proposed_whatever_the_reason():
    [row] = rank({1: Fraction(69)}, SEVENTY)
    [problem] = check_choice(row, "satu-satunya calon")
    assert problem.text == "Nilai di bawah ambang lulus; calon ini tidak dapat diusulkan."


def test_the_single_first_needs_no_reason():
    first, second = rank({1: Fraction(80), 2: Fraction(75)}, SEVENTY)
    assert check_choice(first, "") == []
    assert "bukan peringkat 1" in check_choice(second, " ")[0].text
    assert check_choice(second, "calon pertama diterima PPPK") == []


def test_a_tie_needs_a_reason():
    first, _other = rank({1: Fraction(80), 2: Fraction(80)}, SEVENTY)
    assert "bernilai sama" in check_choice(first, "")[0].text
    assert check_choice(first, "pengabdian lebih lama") == []
