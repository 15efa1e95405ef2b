"""Days on which the office works: no weekends, and none of the days that the office keeps as holidays."""

from collections.abc import Container, Mapping
from datetime import date, timedelta

from db.rules.dates import FIXED_HOLIDAYS, day_and_date
from db.rules.problems import Problem
from db.rules.words import _

WORKDAYS = 5
FRIDAY = 4
FRIDAY_PRAYER = (11 * 60 + 30, 13 * 60)  # minutes of the day: 11.30 to 13.00
ONE = timedelta(1)
NOBODY: Mapping[date, str] = {}


def is_working_day(day: date, holidays: Container[date] = ()) -> bool:
    """Whether the office works on a day."""
    return day.weekday() < WORKDAYS and day not in holidays


def next_working_day(day: date, holidays: Container[date] = ()) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day, holidays):
        day += ONE
    return day


def add_working_days(day: date, number: int, holidays: Container[date] = ()) -> date:
    """The last of so many working days after `day`, which itself is not counted; 0 is the day itself."""
    for _step in range(number):
        day = next_working_day(day + ONE, holidays)
    return day


def working_days_between(first: date, last: date, holidays: Container[date] = ()) -> int:
    """How many working days come after `first` up to and with `last`; 0 when last is not later."""
    days = (first + timedelta(n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, holidays) for day in days)


def fixed_holidays(year: int) -> list[date]:
    """The national holidays that have the same day every year; the others are decreed each year."""
    return sorted(date(year, month, day) for month, day in FIXED_HOLIDAYS)


def why_free(day: date, holidays: Mapping[date, str] = NOBODY) -> str:
    """Why the office does not work on a day; nothing for a working day."""
    if day in holidays:
        return holidays[day]
    if (day.month, day.day) in FIXED_HOLIDAYS:
        return _("hari libur nasional")
    return _("hari libur akhir pekan") if day.weekday() >= WORKDAYS else ""


def check_working_day(day: date, holidays: Mapping[date, str], field: str = "") -> list[Problem]:
    """A day on which nobody works is refused with its name and the next working day."""
    why = why_free(day, holidays)
    if not why:
        return []
    free = {*holidays, *fixed_holidays(day.year), *fixed_holidays(day.year + 1)}
    text = _("{day} bukan hari kerja: {why}. Hari kerja berikutnya {next}.")
    after = day_and_date(next_working_day(day, free))
    return [Problem(text.format(day=day_and_date(day), why=why, next=after), field)]
