"""Who stands before whom: the ladder for equal scores (domain.md 5.3, 6)."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.selection import Component, TieStep
from db.rules.ties import (
    LADDER,
    Candidate,
    Draw,
    check_draw,
    check_ladder,
    rank_by_ladder,
    read_ladder,
    ties_in_words,
    undrawn,
)

SEVENTY = Decimal(70)
FEW = st.sampled_from([None, Fraction(60), Fraction(70), Fraction(80)])
PARTS = {
    "final": st.sampled_from([Fraction(70), Fraction(75), Fraction(80)]),
    "interview": FEW,
    "written": FEW,
    "service_years": st.sampled_from([None, 0, 3, 7]),
    "education": st.sampled_from([None, 5, 8]),
    "born": st.sampled_from([None, date(1990, 1, 1), date(1992, 5, 5)]),
}
CANDIDATES = st.lists(st.fixed_dictionaries(PARTS), max_size=10).map(
    lambda found: [Candidate(place, **values) for place, values in enumerate(found, 1)]
)
LADDERS = st.permutations([step for step in TieStep if step is not TieStep.DRAW]).flatmap(
    lambda steps: st.integers(0, len(steps)).map(lambda n: (*steps[:n], TieStep.DRAW))
)


def one(key, final=80, **values):
    return Candidate(key, Fraction(final), **values)


@given(CANDIDATES, LADDERS, st.randoms(use_true_random=False))
def test_the_order_of_entry_never_changes_a_ranking(candidates, ladder, chance: random.Random):
    mixed = list(candidates)
    chance.shuffle(mixed)
    assert rank_by_ladder(mixed, SEVENTY, ladder) == rank_by_ladder(candidates, SEVENTY, ladder)


@given(CANDIDATES, st.fixed_dictionaries(PARTS), LADDERS)
def test_one_more_candidate_never_swaps_two_others(candidates, values, ladder):
    before = {row.applicant_id: row.rank for row in rank_by_ladder(candidates, SEVENTY, ladder)}
    more = [*candidates, Candidate(99, **values)]
    after = {row.applicant_id: row.rank for row in rank_by_ladder(more, SEVENTY, ladder)}
    for first in before:
        for second in before:
            assert (before[first] < before[second]) == (after[first] < after[second])


@given(CANDIDATES, st.integers(0, 9), LADDERS)
def test_an_equal_score_never_swaps_two_others(candidates, place, ladder):
    """The same final score as somebody who is there, whatever else is known."""
    if candidates:
        twin = candidates[place % len(candidates)]
        rows = {r.applicant_id: r.rank for r in rank_by_ladder(candidates, SEVENTY, ladder)}
        more = rank_by_ladder([*candidates, Candidate(99, twin.final)], SEVENTY, ladder)
        order = [row.applicant_id for row in more if row.applicant_id != 99]
        assert [rows[key] for key in order] == sorted(rows.values())


@given(CANDIDATES, LADDERS)
def test_a_better_final_score_is_never_behind(candidates, ladder):
    finals = {c.applicant_id: c.final for c in candidates}
    ranked = rank_by_ladder(candidates, SEVENTY, ladder)
    assert [finals[row.applicant_id] for row in ranked] == sorted(finals.values(), reverse=True)


@given(CANDIDATES, LADDERS)
def test_a_shared_rank_is_marked_and_a_step_is_named_for_equal_finals_only(candidates, ladder):
    ranked = rank_by_ladder(candidates, SEVENTY, ladder)
    ranks, finals = [row.rank for row in ranked], [row.final for row in ranked]
    for row in ranked:
        assert row.tied == (ranks.count(row.rank) > 1)
        if row.step is not None:
            assert finals.count(row.final) > 1


STEPS = [
    (
        TieStep.INTERVIEW,
        {"interview": Fraction(81)},
        {"interview": Fraction(80)},
        "nilai wawancara lebih tinggi",
    ),
    (TieStep.WRITTEN, {"written": Fraction(71)}, {"written": Fraction(70)}, "nilai tertulis lebih tinggi"),
    (TieStep.SERVICE, {"service_years": 5}, {"service_years": 4}, "lebih lama menjadi PSM"),
    (TieStep.SERVICE, {"service_years": 0}, {}, "lebih lama menjadi PSM"),
    (TieStep.EDUCATION, {"education": 8}, {"education": 5}, "pendidikan lebih tinggi"),
    (TieStep.AGE, {"born": date(1990, 1, 1)}, {"born": date(1990, 1, 2)}, "usia lebih tua"),
]


@pytest.mark.parametrize(("step", "better", "worse", "said"), STEPS)
def test_each_step_decides_when_all_before_it_are_equal(step, better, worse, said):
    candidates = {1: one(1, **worse), 2: one(2, **better)}
    ranked = rank_by_ladder(list(candidates.values()), SEVENTY)
    assert [(r.applicant_id, r.rank, r.tied, r.step) for r in ranked] == [
        (2, 1, False, step),
        (1, 2, False, step),
    ]
    words = ties_in_words(ranked, candidates, {1: "Ahmad", 2: "Rina"})
    assert words.startswith("nilai akhir 80,00 sama: Rina di atas Ahmad karena ")
    assert said in words


def test_an_earlier_step_decides_whatever_the_later_ones_say():
    young_but_longer = one(1, service_years=9, born=date(1995, 1, 1))
    old = one(2, service_years=2, born=date(1985, 1, 1))
    assert rank_by_ladder([young_but_longer, old], SEVENTY)[0].applicant_id == 1
    other = (TieStep.AGE, TieStep.SERVICE)
    assert rank_by_ladder([young_but_longer, old], SEVENTY, other)[0].applicant_id == 2


def test_two_equal_down_the_whole_ladder_wait_for_a_draw_with_witnesses():
    pair = [one(1, interview=Fraction(80)), one(2, interview=Fraction(80)), one(3, 75)]
    ranked = rank_by_ladder(pair, SEVENTY)
    assert [(r.rank, r.tied, r.step) for r in ranked] == [(1, True, None), (1, True, None), (3, False, None)]
    assert undrawn(ranked, LADDER, None) == (1, 2)
    names = {1: "Ahmad", 2: "Rina", 3: "Budi"}
    candidates = {c.applicant_id: c for c in pair}
    assert ties_in_words(ranked, candidates, names) == "nilai sama (80,00) pada peringkat 1: Ahmad, Rina"
    draw = Draw(date(2020, 4, 20), ("Camat", "Sekcam"), (2, 1))
    drawn = rank_by_ladder(pair, SEVENTY, LADDER, draw)
    assert [(r.applicant_id, r.rank, r.tied) for r in drawn] == [(2, 1, False), (1, 2, False), (3, 3, False)]
    assert undrawn(drawn, LADDER, draw) == ()
    words = ties_in_words(drawn, candidates, names, LADDER, draw)
    assert words == "nilai akhir 80,00 sama: Rina di atas Ahmad karena undian dengan saksi"


def test_no_draw_is_asked_below_the_pass_mark_or_where_the_ladder_has_none():
    low = rank_by_ladder([one(1, 60), one(2, 60)], SEVENTY)
    assert undrawn(low, LADDER, None) == ()
    high = rank_by_ladder([one(1), one(2)], SEVENTY, LADDER[:-1])
    assert undrawn(high, LADDER[:-1], None) == ()


def test_a_minimum_that_is_not_reached_fails_whatever_the_total():
    [row] = rank_by_ladder([one(1, 90, below=(Component.WRITTEN,))], SEVENTY)
    assert not row.passes


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (Draw(date(2020, 4, 20), ("A", "B"), (1,)), "Susun urutan undian"),
        (Draw(date(2020, 4, 20), ("A", "B"), (1, 1, 2)), "Susun urutan undian"),
        (Draw(date(2020, 4, 20), ("A", " a "), (1, 2)), "dua saksi"),
        (Draw(date(2020, 4, 19), ("A", "B"), (1, 2)), "mendahului wawancara"),
    ],
)
def test_a_draw_that_nobody_could_trust_is_refused(draw, sentence):
    [problem] = check_draw(draw, (1, 2), date(2020, 4, 20))
    assert sentence in problem.text


def test_a_ladder_has_each_step_once_and_the_draw_last():
    assert check_ladder(LADDER) == []
    assert "dua kali" in check_ladder((TieStep.AGE, TieStep.AGE))[0].text
    assert "terakhir" in check_ladder((TieStep.DRAW, TieStep.AGE))[0].text
    assert read_ladder(None) == LADDER
    assert read_ladder(["age", "draw"]) == (TieStep.AGE, TieStep.DRAW)
