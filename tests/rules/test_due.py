"""Days that follow from a birth or a start."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.due import age_limit, first_of_month, last_of_month, month_before, months_after, term_limit
from db.rules.settings import Limits, check_limits, read_limits

DAYS = st.dates(date(1950, 1, 1), date(2080, 12, 31))


def test_the_longest_term_is_five_years_to_the_day():
    assert term_limit(date(2015, 1, 2), 5) == date(2020, 1, 2)


@pytest.mark.parametrize(("birth", "expected"), [(date(1960, 2, 29), date(2020, 2, 29))])
def test_somebody_born_on_a_leap_day(birth, expected):
    assert age_limit(birth, 60) == expected
    assert age_limit(birth, 61) == date(2021, 2, 28)


@given(DAYS)
def test_the_month_before_ends_the_day_before_the_first(day):
    year, month = month_before(day)
    assert (first_of_month(day) - last_of_month(year, month)).days == 1


@given(DAYS, st.integers(-60, 60))
def test_months_move_the_month_and_never_a_later_day(day, months):
    moved = months_after(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


def test_an_unknown_limit_of_a_newer_program_is_left_out():
    assert read_limits({"report_day": 7, "of_tomorrow": 1}) == Limits(report_day=7)


def test_limits_lie_where_they_make_sense():
    assert check_limits(Limits()) == []
    assert [p.field for p in check_limits(Limits(report_day=31))] == ["report_day"]
    assert [p.field for p in check_limits(Limits(proposal_second=200))] == ["proposal_third"]


def test_grades_stand_in_their_order_and_no_month_limit_is_nought():
    assert [p.field for p in check_limits(Limits(grade_good=50))] == ["grade_fair"]
    assert [p.field for p in check_limits(Limits(acting_months=0))] == ["acting_months"]
