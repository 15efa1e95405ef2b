"""Terms of office that never share a day, NIAT (domain.md 1.2, 1.7)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.roster import PostRow, next_step
from db.rules.officers import (
    NextStep,
    PostState,
    Term,
    check_interim,
    check_niat,
    check_single_holder,
    check_term,
    days_vacant,
    interim_end,
    overlaps,
    warn_of_interim,
)
from db.rules.recruitment import Stage

BURHAN = Term("Burhan Maulana", date(2020, 1, 2), date(2020, 12, 31))
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "together"),
    [
        (date(2021, 1, 1), None, False),
        (date(2020, 12, 31), None, True),
        (date(2019, 1, 1), date(2020, 1, 1), False),
        (date(2019, 1, 1), date(2020, 1, 2), True),
        (date(2019, 1, 1), None, True),
        (date(2020, 3, 1), date(2020, 3, 1), True),
    ],
)
def test_both_ends_of_a_term_count(starts_on, ends_on, together):
    assert overlaps(BURHAN, starts_on, ends_on) is together


@given(DAYS, st.integers(0, 900) | st.none(), DAYS, st.integers(0, 900) | st.none())
def test_terms_share_a_day_exactly_when_a_day_says_so(first, length, second, other_length):
    last = None if length is None else first + timedelta(days=length)
    other_last = None if other_length is None else second + timedelta(days=other_length)
    days = range(max(first, second).toordinal(), date(2040, 1, 1).toordinal())
    shared = any(
        (last is None or day <= last.toordinal()) and (other_last is None or day <= other_last.toordinal())
        for day in days[:1]
    )
    assert overlaps(Term("A", first, last), second, other_last) == shared
    assert overlaps(Term("B", second, other_last), first, last) == shared


def test_a_second_officer_is_refused_with_the_name_of_the_first():
    [problem] = check_single_holder("Utan", [BURHAN], date(2020, 4, 13), None)
    assert problem.text == (
        "Kecamatan Utan sudah dijabat Burhan Maulana pada 13 April 2020. "
        "Akhiri dahulu penugasan itu atau ubah tanggal mulainya."
    )
    assert problem.field == "starts_on"


def test_after_the_last_day_the_post_is_free():
    assert check_single_holder("Utan", [BURHAN], date(2021, 1, 1), None) == []


def test_a_term_does_not_end_before_it_starts():
    assert check_term(date(2020, 1, 2), date(2020, 1, 2)) == []
    assert check_term(date(2020, 1, 2), None) == []
    [problem] = check_term(date(2020, 1, 2), date(2020, 1, 1))
    assert problem.field == "ends_on"


@pytest.mark.parametrize("niat", ["5204060012", "52.04.06-0012", "52 04 06 0012", ""])
def test_a_niat_has_ten_digits_or_is_not_there_yet(niat):
    assert check_niat(niat) == []


@pytest.mark.parametrize("niat", ["520406001", "52040600123", "52.04.06-A012"])
def test_a_wrong_niat_is_refused_with_an_example(niat):
    [problem] = check_niat(niat)
    assert "5204060012" in problem.text


def test_days_without_an_officer_are_counted_from_the_first():
    assert days_vacant(date(2020, 4, 10), date(2020, 4, 13)) == 3
    assert days_vacant(date(2020, 4, 10), date(2020, 4, 10)) == 0
    assert days_vacant(date(2020, 4, 10), date(2020, 4, 1)) == 0


# interim


AHMAD = Term("Ahmad Zaelani", date(2021, 6, 1), None)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (date(2021, 1, 1), None, date(2021, 5, 31)),
        (date(2021, 1, 1), date(2021, 3, 1), date(2021, 3, 1)),
        (date(2021, 1, 1), date(2021, 9, 1), date(2021, 5, 31)),
        (date(2020, 6, 1), date(2020, 7, 1), date(2020, 7, 1)),
        (date(2021, 7, 1), date(2021, 8, 1), date(2021, 8, 1)),
        (date(2021, 7, 1), None, None),
    ],
)
def test_an_interim_ends_before_the_next_definitive_officer(starts_on, ends_on, expected):
    assert interim_end([BURHAN, AHMAD], starts_on, ends_on) == expected


@given(DAYS, st.integers(0, 900) | st.none())
def test_an_interim_that_begins_in_a_gap_never_meets_a_definitive_officer(starts_on, length):
    ends_on = None if length is None else starts_on + timedelta(days=length)
    if any(overlaps(term, starts_on, starts_on) for term in (BURHAN, AHMAD)):
        return
    last = interim_end([BURHAN, AHMAD], starts_on, ends_on)
    assert not any(overlaps(term, starts_on, last) for term in (BURHAN, AHMAD))


def test_beside_a_definitive_officer_an_interim_needs_an_end():
    [problem] = check_interim("Utan", [BURHAN], [], date(2020, 4, 13), None)
    assert problem.field == "ends_on"
    assert check_interim("Utan", [BURHAN], [], date(2020, 4, 13), date(2020, 7, 13)) == []
    assert "masih definitif" in warn_of_interim([BURHAN], date(2020, 4, 13), date(2020, 7, 13))
    assert warn_of_interim([BURHAN], date(2021, 1, 1), None) == ""


POST = PostRow("1", "Utan", PostState.FILLED, 1, 1, "Rina", "", date(2020, 12, 31), None, None, "", None)
EMPTY = replace(POST, state=PostState.VACANT, officer_id=None, officer="", decree_ends_on=None, days_vacant=3)


@pytest.mark.parametrize(
    ("row", "step"),
    [
        (POST, None),
        (replace(POST, decree_ends_on=date(2020, 6, 1)), NextStep.RENEW),
        (replace(POST, decree_ends_on=None), None),
        (EMPTY, NextStep.OPEN_VACANCY),
        (replace(EMPTY, state=PostState.NO_POST, posts=0), None),
        (replace(POST, state=PostState.ACTING), NextStep.OPEN_VACANCY),
        (replace(EMPTY, vacancy_id=1, vacancy_stage=Stage.ANNOUNCED), NextStep.SHOW_VACANCY),
        (
            replace(EMPTY, vacancy_id=1, vacancy_stage=Stage.ANNOUNCED, days_vacant=31),
            NextStep.APPOINT_INTERIM,
        ),
        (replace(EMPTY, vacancy_id=1, vacancy_stage=Stage.PROPOSED, days_vacant=31), NextStep.SHOW_PROPOSAL),
    ],
)
def test_the_next_step_of_a_kecamatan(row, step):
    assert next_step(row, date(2020, 4, 13), 90) is step
