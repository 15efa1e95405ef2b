"""When an officer's time, age or papers call for something (domain.md 8.2)."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta


def term_limit(starts_on: date, years: int) -> date:
    """The first day after the longest term: 5 years by Pasal 20(1) Permensos 28/2018."""
    return _day(starts_on + relativedelta(years=years))


def age_limit(birth_date: date, years: int) -> date:
    """The birthday on which somebody reaches an age; 29 February counts as 28 in a common year."""
    return _day(birth_date + relativedelta(years=years))


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    return _day(day + relativedelta(months=months))


def month_before(day: date) -> tuple[int, int]:
    """Year and month of the month before a day's."""
    before = _day(day + relativedelta(months=-1))
    return before.year, before.month


def first_of_month(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return _day(date(year, month, 1) + relativedelta(day=31))


def _day(found: Any) -> date:  # the library has no types of its own
    assert isinstance(found, date)
    return found
