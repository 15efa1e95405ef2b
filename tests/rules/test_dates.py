"""Dates and numbers in words (domain.md 4.8), ages (3.5)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules import dates

WORDS = {
    0: "nol",
    1: "satu",
    10: "sepuluh",
    11: "sebelas",
    12: "dua belas",
    15: "lima belas",
    20: "dua puluh",
    21: "dua puluh satu",
    100: "seratus",
    101: "seratus satu",
    115: "seratus lima belas",
    200: "dua ratus",
    1000: "seribu",
    1001: "seribu satu",
    1999: "seribu sembilan ratus sembilan puluh sembilan",
    2020: "dua ribu dua puluh",
    2026: "dua ribu dua puluh enam",
    11_000: "sebelas ribu",
    100_000: "seratus ribu",
    1_000_000: "satu juta",
    1_500_000: "satu juta lima ratus ribu",
    10**9: "satu miliar",
    10**12: "satu triliun",
}
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def words_below_3000(number):
    """A second way to the same words, to compare with."""
    if number < 10:
        return DIGITS[number]
    if number < 12:
        return ("sepuluh", "sebelas")[number - 10]
    if number < 20:
        return f"{DIGITS[number - 10]} belas"
    for size, unit, one in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "sepuluh")):
        if number >= size:
            head = one if number // size == 1 else f"{DIGITS[number // size]} {unit}"
            return head if number % size == 0 else f"{head} {words_below_3000(number % size)}"
    raise AssertionError(number)


@pytest.mark.parametrize(("number", "words"), WORDS.items())
def test_numbers_in_words(number, words):
    assert dates.in_words(number) == words


def test_every_number_below_3000_in_words():
    assert [dates.in_words(n) for n in range(3000)] == [words_below_3000(n) for n in range(3000)]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2022, 3, 8), "Selasa"),
        (date(2020, 4, 17), "Jumat"),
        (date(2020, 4, 20), "Senin"),
        (date(2026, 1, 1), "Kamis"),
        (date(2026, 12, 31), "Kamis"),
        (date(2024, 2, 29), "Kamis"),
    ],
)
def test_days_of_the_week(day, name):
    assert dates.day_name(day) == name


def test_all_days_of_2026_open_minutes_rightly():
    week = ("Kamis", "Jumat", "Sabtu", "Minggu", "Senin", "Selasa", "Rabu")  # 1 January 2026 is a Thursday
    months = dict(zip(range(1, 13), dates.MONTHS, strict=True))
    for n in range(365):
        day = date(2026, 1, 1) + timedelta(days=n)
        assert dates.minutes_opening(day) == (
            f"Pada hari ini {week[n % 7]} tanggal {words_below_3000(day.day)} bulan {months[day.month]} "
            f"tahun dua ribu dua puluh enam ({day.day:02}-{day.month:02}-2026)"
        )


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            date(2020, 4, 17),
            "Pada hari ini Jumat tanggal tujuh belas bulan April tahun dua ribu dua puluh (17-04-2020)",
        ),
        (
            date(2020, 4, 20),
            "Pada hari ini Senin tanggal dua puluh bulan April tahun dua ribu dua puluh (20-04-2020)",
        ),
    ],
)
def test_the_minutes_of_utan_open_as_the_regulation_writes(day, sentence):
    assert dates.minutes_opening(day) == sentence


def test_dates_are_indonesian_whatever_the_computer_speaks():
    assert dates.long_date(date(2020, 8, 5)) == "5 Agustus 2020"
    assert dates.day_and_date(date(2020, 4, 17)) == "Jumat, 17 April 2020"
    assert dates.short_date(date(2020, 4, 7)) == "07-04-2020"
    assert dates.short_date(None) == ""


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2020, 4, 13), date(2020, 4, 16), "13 s.d. 16 April 2020"),
        (date(2020, 4, 30), date(2020, 5, 2), "30 April s.d. 2 Mei 2020"),
        (date(2020, 12, 30), date(2021, 1, 2), "30 Desember 2020 s.d. 2 Januari 2021"),
        (date(2020, 4, 17), date(2020, 4, 17), "17 April 2020"),
        (date(2020, 4, 17), None, "17 April 2020"),
    ],
)
def test_a_period_says_month_and_year_once(first, last, said):
    assert dates.period(first, last) == said


def test_counts_carry_their_words():
    assert dates.count_in_words(3, "rangkap") == "3 (tiga) rangkap"


@pytest.mark.parametrize(
    ("value", "shown"), [("72.745", "72,75"), ("72.744", "72,74"), ("0.005", "0,01"), ("100", "100,00")]
)
def test_halves_are_rounded_up(value, shown):
    assert dates.decimal_text(Decimal(value)) == shown


def test_a_missing_value_is_shown_as_nothing():
    assert dates.decimal_text(None) == ""


@pytest.mark.parametrize(
    ("day", "age"), [(date(2020, 4, 16), 35), (date(2020, 4, 17), 36), (date(2020, 4, 18), 36)]
)
def test_a_year_is_full_on_the_birthday(day, age):
    assert dates.age_on(date(1984, 4, 17), day) == age


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2021, 2, 28), 20), (date(2021, 3, 1), 21), (date(2024, 2, 28), 23), (date(2024, 2, 29), 24)],
)
def test_who_was_born_on_29_february_has_the_birthday_on_1_march(day, age):
    assert dates.age_on(date(2000, 2, 29), day) == age


@given(st.dates(date(1900, 1, 1), date(2005, 12, 31)), st.dates(date(2006, 1, 1), date(2100, 12, 31)))
def test_nobody_grows_younger(birth, day):
    assert 0 <= dates.age_on(birth, day) <= dates.age_on(birth, day + timedelta(days=1))
