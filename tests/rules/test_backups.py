"""When data must be copied, and what the copy is called."""

from datetime import date

import pytest

from db.rules.backups import backup_name, is_backup_due, size_text

DAY = date(2020, 4, 20)


@pytest.mark.parametrize(
    ("last", "began", "has_letters", "due"),
    [
        (date(2020, 4, 13), None, True, False),
        (date(2020, 4, 12), None, False, True),
        (date(2020, 4, 20), date(2019, 1, 1), True, False),
        (None, None, False, False),
        (None, date(2020, 4, 14), False, False),
        (None, date(2020, 4, 13), False, True),
        (None, date(2020, 4, 20), True, True),
    ],
)
def test_more_than_seven_days_or_something_worth_it(last, began, has_letters, due):
    assert is_backup_due(last, began, has_letters, DAY, 7) is due


def test_the_name_says_whose_and_when():
    assert backup_name("Kabupaten Sumbawa", DAY) == "cadangan-kabupaten-sumbawa-2020-04-20.db"
    assert backup_name("Kota Banda Aceh / II", DAY) == "cadangan-kota-banda-aceh-ii-2020-04-20.db"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1000, "0,1 MB"),
        (2_625_536, "2,6 MB"),
        (12_000_000, "12 MB"),
        (362_400_000, "362 MB"),
        (1_440_000_000, "1,4 GB"),
    ],
)
def test_sizes_are_said_as_here(size, text):
    assert size_text(size) == text
