"""Classes of figures on a map: rising, whole, every figure in one of them."""

from hypothesis import given
from hypothesis import strategies as st

from db.rules.map_classes import NOBODY, STEPS, UNKNOWN, classify


@given(st.lists(st.integers(0, 100_000), max_size=80))
def test_every_figure_has_its_class_and_larger_ones_are_not_paler(figures):
    classes = classify(figures)
    ranges = classes.ranges()
    assert len(ranges) <= len(STEPS)
    assert all(first <= last for first, last in ranges)
    counted = sorted(figure for figure in figures if figure)
    if counted:
        assert ranges[-1][1] >= counted[-1]
        steps = [STEPS.index(classes.colour(figure)) for figure in counted]
        assert steps == sorted(steps)
        for figure in counted:
            first, last = ranges[classes.place(figure)]
            assert first <= figure <= last


def test_nobody_and_not_surveyed_are_not_classes():
    classes = classify([0, 4, 9])
    assert classes.colour(0) == NOBODY
    assert classes.colour(None) == UNKNOWN
    assert classes.ranges() == [(1, 4), (5, 9)]


def test_limits_are_round_where_that_moves_nobody():
    assert classify(range(1, 200)).limits == (40, 80, 120, 160, 199)
