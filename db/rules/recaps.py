"""Figures of the social map by sex and age (domain.md 11 L06); ages are those of the reference date (R2)."""

from datetime import date
from enum import StrEnum

from db.rules.dates import age_on
from db.rules.words import _


class AgeGroup(StrEnum):
    """Ages that belong to the same kinds: under-fives, school children, youths, adults, the old."""

    BABY = "0-5"
    CHILD = "6-12"
    YOUTH = "13-17"
    ADULT = "18-59"
    OLD = "60+"
    UNKNOWN = ""  # no birth date, or not a person


FIRST_AGES = {  # of each group, the oldest first
    AgeGroup.OLD: 60,
    AgeGroup.ADULT: 18,
    AgeGroup.YOUTH: 13,
    AgeGroup.CHILD: 6,
    AgeGroup.BABY: 0,
}


def age_group_label(group: AgeGroup) -> str:
    """What the screen calls an age group."""
    return {
        AgeGroup.BABY: _("0–5 th"),
        AgeGroup.CHILD: _("6–12 th"),
        AgeGroup.YOUTH: _("13–17 th"),
        AgeGroup.ADULT: _("18–59 th"),
        AgeGroup.OLD: _("60+ th"),
        AgeGroup.UNKNOWN: _("Tidak diketahui"),
    }[group]


def age_group_of(born: date | None, on: date) -> AgeGroup:
    """The age group of somebody on a day."""
    if born is None or born > on:
        return AgeGroup.UNKNOWN
    age = age_on(born, on)
    return next(group for group, first in FIRST_AGES.items() if age >= first)


def last_birth(age: int, on: date) -> date:
    """The latest birth date of who has reached an age on a day: for figures that the database groups."""
    year = on.year - age
    leap_day = (on.month, on.day) == (2, 29) and not _is_leap(year)
    return date(year, 2, 28) if leap_day else on.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
