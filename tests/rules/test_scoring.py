"""The arithmetic of a selection and the agreement of a panel (domain.md 5.2, 5.3)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.agreement import (
    agreement_in_words,
    concordance,
    deviation,
    is_wide,
    leaning_in_words,
    leanings,
    spread,
)
from db.rules.dates import decimal_text
from db.rules.scoring import (
    below_minimum,
    check_choice,
    check_components,
    check_weights,
    final_score,
    formula_in_words,
    interview_score,
    member_total,
    plain,
    shares,
    shown,
)
from db.rules.selection import Component, Scale
from db.rules.ties import Candidate, rank_by_ladder

WEIGHTS = dict(enumerate(map(Decimal, (20, 20, 20, 15, 15, 10))))
SHEETS = {
    "73.75": (80, 75, 70, 85, 60, 70),
    "74.00": (70, 80, 75, 80, 70, 65),
    "80.00": (90, 85, 80, 75, 65, 80),
}
SEVENTY = Decimal(70)
VALUES = st.decimals(0, 100, places=2)
FINALS = st.dictionaries(st.integers(1, 40), st.fractions(0, 100, max_denominator=60), max_size=12)


def rank(finals):
    """As the program ranks, of candidates of whom nothing but the final score is known."""
    return rank_by_ladder([Candidate(key, final) for key, final in finals.items()], SEVENTY)


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


@pytest.mark.parametrize(
    ("value", "seen"),
    [("72.745", "72.75"), ("72.7449999", "72.74"), ("0.005", "0.01"), ("99.995", "100.00"), ("72", "72.00")],
)
def test_halves_are_rounded_up_to_two_places(value, seen):
    assert shown(Fraction(value)) == Decimal(seen)


@given(st.lists(VALUES, min_size=6, max_size=6))
def test_a_total_lies_between_the_lowest_and_the_highest_value(values):
    assert Fraction(min(values)) <= member_total(WEIGHTS, sheet(values)) <= Fraction(max(values))


@given(FINALS)
def test_a_rank_is_one_more_than_the_number_of_better_ones(finals):
    for row in rank(finals):
        assert row.rank == 1 + sum(other > row.final for other in finals.values())
        assert row.tied == (list(finals.values()).count(row.final) > 1)
        assert row.passes == (row.final >= 70)


def test_equal_scores_share_a_rank_and_the_next_is_left_out():
    finals = {1: Fraction(80), 2: Fraction(75), 3: Fraction(80), 4: Fraction(60)}
    rows = rank(finals)
    assert [(row.applicant_id, row.rank, row.tied) for row in rows] == [
        (1, 1, True),
        (3, 1, True),
        (2, 3, False),
        (4, 4, False),
    ]


def test_nobody_is_ranked_where_nobody_is():
    assert rank({}) == []


def test_the_pass_mark_itself_passes_and_is_compared_exactly():
    exact, below = rank({1: Fraction(70), 2: Fraction(70) - Fraction(1, 1000)})
    assert (exact.passes, below.passes) == (True, False)
    assert shown(below.final) == Decimal("70.00")


def test_below_the_pass_mark_nobody_is_proposed_whatever_the_reason():
    [row] = rank({1: Fraction(69)})
    [problem] = check_choice(row, "satu-satunya calon")
    assert problem.text == "Nilai di bawah ambang lulus; calon ini tidak dapat diusulkan."


def test_the_single_first_needs_no_reason():
    first, second = rank({1: Fraction(80), 2: Fraction(75)})
    assert check_choice(first, "") == []
    assert "bukan peringkat 1" in check_choice(second, " ")[0].text
    assert check_choice(second, "calon pertama diterima PPPK") == []


def test_a_tie_needs_a_reason():
    first, _other = rank({1: Fraction(80), 2: Fraction(80)})
    assert "bernilai sama" in check_choice(first, "")[0].text
    assert check_choice(first, "pengabdian lebih lama") == []


# --- components


WEIGHTS_OF = st.fixed_dictionaries({c: st.decimals(0, 100, places=3) for c in Component})
SCORES = st.fractions(0, 100, max_denominator=60)
FORTY_SIXTY = {
    Component.WRITTEN: Decimal(40),
    Component.COMPUTER: Decimal(0),
    Component.INTERVIEW: Decimal(60),
}


@given(WEIGHTS_OF, st.sets(st.sampled_from(Component)))
def test_redistribution_sums_to_one_and_keeps_proportions(weights, used):
    parts = shares(weights, used)
    assert not parts or sum(parts.values()) == 1
    for one in parts:
        for other in parts:
            assert parts[one] * Fraction(weights[other]) == parts[other] * Fraction(weights[one])


@given(WEIGHTS_OF, st.fixed_dictionaries({c: SCORES for c in Component}))
def test_the_final_score_lies_between_its_components(weights, scores):
    parts = shares(weights)
    final = final_score(parts, scores)
    if parts:
        counted = [scores[component] for component in parts]
        assert min(counted) <= final <= max(counted)
    else:
        assert final is None


def test_the_worked_example_gives_72_75_exactly():
    interview = interview_score([member_total(WEIGHTS, sheet(values)) for values in SHEETS.values()])
    scores = {Component.WRITTEN: Fraction(68), Component.INTERVIEW: interview}
    assert final_score(shares(FORTY_SIXTY), scores) == Fraction("72.75")
    assert spread([Fraction(t) for t in SHEETS]) == Fraction("6.25")
    assert not is_wide([Fraction(t) for t in SHEETS], Decimal(20))


def test_a_component_that_is_off_leaves_its_weight_to_the_others():
    assert shares(FORTY_SIXTY, {Component.INTERVIEW}) == {Component.INTERVIEW: 1}
    thirds = {
        Component.WRITTEN: Decimal(30),
        Component.COMPUTER: Decimal(10),
        Component.INTERVIEW: Decimal(60),
    }
    assert shares(thirds, {Component.WRITTEN, Component.INTERVIEW}) == {
        Component.WRITTEN: Fraction(1, 3),
        Component.INTERVIEW: Fraction(2, 3),
    }


def test_a_missing_component_is_never_zero():
    assert final_score(shares(FORTY_SIXTY), {Component.INTERVIEW: Fraction(80)}) is None


@given(st.lists(SCORES, min_size=2, max_size=5), st.integers(0, 4))
def test_recusal_equals_absence(totals, place):
    """Who is recused changes the divisor exactly as if he did not sit on the panel."""
    panel = dict(enumerate(totals))
    recused = place % len(totals)
    scoring = [total for member, total in panel.items() if member != recused]
    del panel[recused]
    assert interview_score(scoring) == interview_score(list(panel.values()))
    assert interview_score(scoring) == sum(scoring) / (len(totals) - 1)


def test_a_minimum_is_compared_exactly():
    minimums = {Component.WRITTEN: Decimal(60), Component.INTERVIEW: None}
    assert below_minimum(minimums, {Component.WRITTEN: Fraction(60)}) == ()
    assert below_minimum(minimums, {Component.WRITTEN: Fraction(60) - Fraction(1, 1000)}) == (
        Component.WRITTEN,
    )


@pytest.mark.parametrize(
    ("weights", "minimums", "sentence"),
    [
        ((40, 0, 59), {}, "Jumlah bobot komponen harus 100; sekarang 99."),
        ((40, 60, 0), {}, "Wawancara harus mempunyai bobot."),
        ((-10, 10, 100), {}, "Bobot tes tertulis harus 0 atau lebih"),
        ((0, 0, 100), {Component.WRITTEN: Decimal(60)}, "komponen ini tidak dipakai"),
        ((40, 0, 60), {Component.WRITTEN: Decimal(101)}, "harus antara 0 dan 100"),
    ],
)
def test_components_that_make_no_sense_are_refused(weights, minimums, sentence):
    [problem] = check_components(dict(zip(Component, map(Decimal, weights), strict=True)), minimums)
    assert sentence in problem.text


def test_components_that_make_sense_pass():
    assert check_components(FORTY_SIXTY, {Component.WRITTEN: Decimal(60)}) == []


def test_the_formula_is_said_in_words():
    words = formula_in_words(FORTY_SIXTY, set(Component), Scale.FIVE, list(WEIGHTS.values()))
    assert words.startswith("Nilai akhir = 40% tes tertulis + 60% wawancara; ")
    assert "nilai 1–5 dikalikan 20" in words
    off = formula_in_words(FORTY_SIXTY, {Component.INTERVIEW}, Scale.HUNDRED, [])
    assert off.startswith("Nilai akhir = 100% wawancara; ")
    assert "tes tertulis tidak dipakai, bobotnya dibagi sebanding" in off


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (Fraction(911, 12), "75,91666666…"),
        (Fraction("72.75"), "72,75"),
        (Fraction(40), "40"),
        (Fraction(-1, 3), "-0,33333333…"),
    ],
)
def test_an_exact_value_is_written_as_far_as_it_goes(value, seen):
    assert plain(value) == seen


# --- agreement


def table(*rows):
    return {key: dict(enumerate(map(Fraction, row))) for key, row in enumerate(rows)}


def test_a_spread_of_the_limit_is_flagged_and_just_below_it_is_not():
    assert is_wide([Fraction(60), Fraction(80)], Decimal(20))
    assert not is_wide([Fraction(60), Fraction(80) - Fraction(1, 1000)], Decimal(20))
    assert not is_wide([Fraction(60)], Decimal(20))
    assert not is_wide([Fraction(0), Fraction(100)], Decimal(0))


def test_the_deviation_is_that_of_a_sample():
    assert deviation(
        [
            Fraction(2),
            Fraction(4),
            Fraction(4),
            Fraction(4),
            Fraction(5),
            Fraction(5),
            Fraction(7),
            Fraction(9),
        ]
    ) == pytest.approx(2.13809, abs=1e-5)
    assert deviation([Fraction(70)]) is None


def test_members_who_order_alike_agree_fully_and_opposites_do_not():
    alike = table(*[(60 + n, 50 + n, 70 + n) for n in range(5)])
    assert concordance(alike) == 1
    assert "sejalan secara kuat (W Kendall 1,00)" in agreement_in_words(alike, Decimal(30))
    mixed = table((1, 5, 3), (2, 4, 1), (3, 3, 5), (4, 2, 2), (5, 1, 4))
    assert concordance(mixed) < Fraction(1, 5)
    assert "lemah" in agreement_in_words(mixed, Decimal(20))


def test_kendalls_w_with_ties_as_in_the_textbook():
    found = concordance(table((90, 80, 85), (90, 70, 80), (70, 60, 85), (60, 50, 60), (50, 40, 50)))
    sums = [
        Fraction(9, 2) + 5 + Fraction(9, 2),
        Fraction(9, 2) + 4 + 3,
        3 + 3 + Fraction(9, 2),
        2 + 2 + 2,
        1 + 1 + 1,
    ]
    squares = sum((one - 9) ** 2 for one in sums)
    assert found == 12 * squares / (9 * (125 - 5) - 3 * (6 + 6))


def test_too_few_members_or_candidates_say_nothing_of_agreement():
    assert concordance(table((1, 2, 3), (4, 5, 6))) is None
    assert concordance(table(*[(n, n) for n in range(9)])) is None
    assert concordance(table(*[(50, 50, 50)] * 6)) is None
    assert agreement_in_words({}, Decimal(20)) == ""
    assert "tiga penilai dan lima calon" in agreement_in_words(table((1, 2, 3)), Decimal(20))


def test_strict_and_lenient_members_are_told():
    lean = leanings(table((80, 70, 60), (70, 60, 50)))
    assert lean == {0: 15, 1: 0, 2: -15}
    assert leaning_in_words("Sri", lean[0]) == "Sri lebih murah: rata-rata 15,00 di atas penilai lain"
    assert leaning_in_words("Lalu", lean[2]) == "Lalu lebih ketat: rata-rata 15,00 di bawah penilai lain"
    assert leaning_in_words("Ahmad", lean[1]) == "Ahmad sejalan dengan penilai lain"


@given(st.lists(st.lists(SCORES, min_size=3, max_size=3), min_size=5, max_size=8))
def test_kendalls_w_lies_between_nought_and_one(rows):
    found = concordance(table(*rows))
    assert found is None or 0 <= found <= 1
