"""Which months are due, and how much."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.officers import AssignmentKind
from db.rules.stipends import (
    Rate,
    Service,
    check_rate,
    is_due,
    months_between,
    rate_of,
    read_rupiah,
    rupiah,
    said_months,
)

MONTHS = st.tuples(st.integers(2009, 2050), st.integers(1, 12))
RATES = [Rate(date(2020, 1, 1), 700_000), Rate(date(2024, 1, 1), 1_000_000), Rate(date(2026, 1, 1), 0)]


@pytest.mark.parametrize(
    ("month", "amount"),
    [((2019, 12), 0), ((2020, 1), 700_000), ((2023, 12), 700_000), ((2024, 1), 1_000_000), ((2026, 2), 0)],
)
def test_a_month_pays_the_latest_rate_that_has_begun(month, amount):
    assert rate_of(RATES, month) == amount
    assert rate_of(RATES[::-1], month) == amount


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "due"),
    [
        (date(2020, 4, 15), None, True),
        (date(2020, 4, 16), None, False),
        (date(2020, 1, 1), date(2020, 4, 15), True),
        (date(2020, 1, 1), date(2020, 4, 14), False),
    ],
)
def test_who_serves_on_the_deciding_day_is_paid_for_the_month(starts_on, ends_on, due):
    service = Service(AssignmentKind.DEFINITIVE, starts_on, ends_on)
    assert is_due([service], (2020, 4), 15, interim=False) is due


def test_an_interim_is_paid_only_where_the_office_says_so():
    service = Service(AssignmentKind.ACTING, date(2020, 1, 1), None)
    assert not is_due([service], (2020, 4), 15, interim=False)
    assert is_due([service], (2020, 4), 15, interim=True)


@given(MONTHS, MONTHS)
def test_months_follow_each_other_without_a_gap(first, last):
    months = months_between(min(first, last), max(first, last))
    assert months[0] == min(first, last)
    assert months[-1] == max(first, last)
    for (year, month), after in pairwise(months):
        assert (date(year, month, 28) + timedelta(days=7)).replace(day=1) == date(*after, 1)


def test_months_in_words():
    assert said_months([(2020, 3)]) == "Bulan Maret 2020"
    assert said_months([(2020, 3), (2020, 1), (2020, 2)]) == "Bulan Januari s.d. Maret 2020"
    assert said_months([(2020, 12), (2021, 1)]) == "Bulan Desember 2020 s.d. Januari 2021"


@given(st.integers(0, 999_999_999))
def test_rupiah_are_read_as_they_are_written(amount):
    assert read_rupiah(rupiah(amount)) == amount
    assert read_rupiah(f"Rp {rupiah(amount)}") == amount
    assert read_rupiah(str(amount)) == amount


@pytest.mark.parametrize("text", ["", "7.00", "700,5", "seratus", "-1", "70.0000", "1e6"])
def test_what_is_no_amount_is_not_guessed(text):
    assert read_rupiah(text) is None


def test_a_rate_begins_with_a_month():
    assert check_rate(date(2026, 1, 1), 1_000_000) == []
    assert [p.field for p in check_rate(date(2026, 1, 2), 1_000_000_000)] == ["starts_on", "amount"]
    assert [p.field for p in check_rate(date(2008, 1, 1), 0)] == ["starts_on"]
