"""No small figure follows from what is printed: tried out with all values that fit."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.mapping import Register
from db.rules.masking import COVERED, LEAST, SMALL, cover, has_covered, visible_sum
from db.rules.recap_charts import recap_charts
from db.rules.recap_tables import RecapFigures, RecapKind, RecapPlace, RecapQuestion

MOST = 12


def fits(shown):
    """What a reader may think of: every value that a cell could have."""
    if shown == SMALL:
        return range(1, LEAST)
    return range(LEAST, MOST * 3) if shown == COVERED else (shown,)


def guesses(covered):
    wholes = set(fits(covered.whole)) if covered.whole != COVERED else None
    for values in product(*(fits(cell) for cell in covered.parts)):
        if wholes is None or sum(values) in wholes:
            yield values


@given(st.lists(st.integers(0, MOST), min_size=1, max_size=4))
def test_no_small_figure_can_be_reckoned(values):
    covered = cover(values)
    possible = list(guesses(covered))
    assert tuple(values) in possible
    for place, value in enumerate(values):
        if 0 < value < LEAST:
            assert covered.parts[place] == SMALL
            assert len({guess[place] for guess in possible}) > 1


def test_of_a_hidden_whole_nothing_is_seen():
    covered = cover((0, 3, 8), hidden_whole=True)
    assert (covered.parts, covered.whole) == ((0, COVERED, COVERED), COVERED)


@pytest.mark.parametrize(
    ("values", "parts", "whole"),
    [
        ((0, 7, 9), (0, 7, 9), 16),
        ((3, 7, 9), (SMALL, COVERED, 9), 19),
        ((1, 5, 9), (SMALL, COVERED, COVERED), 15),
        ((1, 1), (SMALL, SMALL), SMALL),
        ((4, 4), (SMALL, SMALL), COVERED),
        ((0, 0), (0, 0), 0),
    ],
)
def test_what_is_printed(values, parts, whole):
    covered = cover(values)
    assert (covered.parts, covered.whole) == (parts, whole)


def test_rows_add_up_what_is_seen():
    assert visible_sum((3, 5)) == 8
    assert visible_sum((3000, SMALL, COVERED, 5)) == "≥3.005"
    assert visible_sum((0, SMALL)) == COVERED
    assert has_covered((3, SMALL))
    assert not has_covered((3, 0))


def test_a_chart_shows_no_more_than_the_tables_by_sex():
    cells = {("1", "PMKS-08"): 10, ("2", "PMKS-08"): 10, ("1", "PMKS-09"): 12}
    parts = ((2, 8), (5, 5), (6, 6))
    by_sex = {
        (*key, sex): number
        for key, numbers in zip(cells, parts, strict=True)
        for sex, number in zip("LP", numbers, strict=True)
    }
    kinds = tuple(RecapKind(code, code, code, "") for code in ("PMKS-08", "PMKS-09"))
    places = RecapPlace("1", "Utan"), RecapPlace("2", "Rhee")
    question = RecapQuestion(Register.PPKS, date(2020, 4, 9))
    figures = RecapFigures(question, "", kinds, places, cells, None, None)
    [old, disabled] = recap_charts(figures, by_sex, masked=True)[0].bars
    assert old.parts == (COVERED, COVERED, 0, 20)  # 7 men, of whom 5 are told, would tell the other two
    assert disabled.parts == (6, 6, 0, 0)
    assert recap_charts(figures, by_sex)[0].bars[0].parts == (7, 13, 0)
