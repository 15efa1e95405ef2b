"""All that letters compute, against an oracle of its own: words are read back, weekdays counted otherwise."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.dates import ROMAN_MONTHS, count_in_words, day_and_date, in_words, minutes_opening
from db.rules.templates import FORMS

DAYS_OF_LETTERS = st.dates(date(2000, 1, 1), date(2050, 12, 31))
UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}
ZELLER = ("Sabtu", "Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat")


def read_back(words):
    """The number that Indonesian words name."""
    total = group = unit = 0
    for word in words.split():
        if word in UNITS:
            unit = UNITS.index(word)
        elif word in ("sepuluh", "sebelas"):
            group += 10 if word == "sepuluh" else 11
        elif word == "belas":
            group, unit = group + 10 + unit, 0
        elif word == "puluh":
            group, unit = group + 10 * unit, 0
        elif word in ("ratus", "seratus"):
            group, unit = group + 100 * (unit or 1), 0
        elif word == "seribu":
            total += 1000
        else:
            total, group, unit = total + (group + unit) * SCALES[word], 0, 0
    return total + group + unit


def weekday(day):
    """Zeller's congruence, which knows nothing of Python's calendar."""
    month, year = (day.month + 12, day.year - 1) if day.month < 3 else (day.month, day.year)
    century, of_century = divmod(year, 100)
    return ZELLER[
        (day.day + 13 * (month + 1) // 5 + of_century + of_century // 4 + century // 4 + 5 * century) % 7
    ]


@given(st.integers(0, 10**12))
def test_numbers_in_words_name_the_number(number):
    assert read_back(in_words(number)) == number


@given(st.integers(0, 12), st.integers(-1, 1))
def test_numbers_at_the_edges_of_scales_name_the_number(power, step):
    number = max(10**power + step, 0)
    assert read_back(in_words(number)) == number


@given(DAYS_OF_LETTERS)
def test_weekdays_are_those_of_the_calendar(day):
    assert day_and_date(day).partition(",")[0] == weekday(day)


def test_8_march_2022_is_a_tuesday():
    assert day_and_date(date(2022, 3, 8)) == "Selasa, 8 Maret 2022"
    with pytest.raises(AssertionError):
        assert day_and_date(date(2022, 3, 8)).startswith("Senin")


@given(DAYS_OF_LETTERS)
def test_minutes_say_day_and_year_in_words(day):
    said = minutes_opening(day)
    assert f"hari ini {weekday(day)} tanggal {in_words(day.day)} bulan" in said
    assert read_back(said.partition(" tahun ")[2].partition(" (")[0]) == day.year
    assert said.endswith(f"({day:%d-%m-%Y})")


@given(DAYS_OF_LETTERS)
def test_roman_months_add_up(day):
    values = {"I": 1, "V": 5, "X": 10}
    digits = [values[letter] for letter in ROMAN_MONTHS[day.month - 1]]
    following = [*digits[1:], 0]
    assert sum(-d if d < n else d for d, n in zip(digits, following, strict=True)) == day.month


@given(st.integers(0, 10**6))
def test_counts_say_their_number_twice(number):
    said = count_in_words(number, "orang")
    digits, words = said.removesuffix(" orang").split(" ", 1)
    assert int(digits) == read_back(words.strip("()")) == number


@given(st.integers(0, 10**12))
def test_amounts_say_their_rupiah_twice(amount):
    digits, _mark, words = FORMS["rupiah"](Decimal(amount)).removeprefix("Rp").partition(",00 (")
    assert int(digits.replace(".", "")) == read_back(words.removesuffix(" rupiah)")) == amount
