"""Two records that may be one person, and why."""

from datetime import date

import pytest

from db.rules.likeness import POSSIBLE, compare_people, near_dates
from db.rules.names import fold

BORN = date(1990, 3, 4)


@pytest.mark.parametrize(
    ("other", "born_on", "possible", "why"),
    [
        ("Rina Marlina", BORN, True, "nama sama, tanggal lahir sama"),
        ("Rina Merlina", BORN, True, "nama mirip, tanggal lahir sama"),
        ("Marlina Rina", date(1990, 4, 3), True, "nama mirip, tanggal dan bulan lahir tertukar"),
        ("Rina Marlina", date(1991, 3, 4), False, "nama sama"),
        ("Budi Santoso", BORN, False, "tanggal lahir sama"),
        ("Budi Santoso", date(1970, 1, 1), False, ""),
        ("Rina Marlina", None, False, "nama sama"),
    ],
)
def test_name_and_birth_date_together_make_it_possible(other, born_on, possible, why):
    found = compare_people(fold("Rina Marlina"), BORN, fold(other), born_on)
    assert (found.score >= POSSIBLE, found.why) == (possible, why)


def test_near_dates_are_days_that_exist():
    assert near_dates(date(1990, 3, 4)) == (date(1990, 3, 4), date(1990, 4, 3))
    assert near_dates(date(1990, 3, 31)) == (date(1990, 3, 31),)
    assert near_dates(date(1990, 5, 5)) == (date(1990, 5, 5),)
