"""Working days: properties over years of days, and the list of holidays as it is pasted."""

import random
from datetime import date, datetime, timedelta

import pytest

from db.rules.holidays import HolidayForm, check_holiday, fixed_list, read_list, read_pasted
from db.rules.schedule import default_schedule
from db.rules.working_days import (
    add_working_days,
    check_working_day,
    fixed_holidays,
    is_working_day,
    next_working_day,
    why_free,
    working_days_between,
)

START = date(2020, 1, 1)
DAYS = [START + timedelta(n) for n in range(3 * 366)]


def some_holidays(seed):
    drawn = random.Random(seed)
    return {day: "libur" for day in drawn.sample(DAYS, drawn.randrange(0, 150))}


@pytest.mark.parametrize("seed", range(20))
def test_adding_and_counting_undo_each_other(seed):
    holidays, drawn = some_holidays(seed), random.Random(seed)
    for _turn in range(30):
        day, number = drawn.choice(DAYS), drawn.randrange(1, 60)
        last = add_working_days(day, number, holidays)
        assert is_working_day(last, holidays)
        assert working_days_between(day, last, holidays) == number
        assert working_days_between(day, last - timedelta(1), holidays) == number - 1


@pytest.mark.parametrize("seed", range(20))
def test_days_add_up_and_one_more_holiday_never_makes_it_earlier(seed):
    holidays, drawn = some_holidays(seed), random.Random(seed + 100)
    for _turn in range(30):
        day, a, b = drawn.choice(DAYS), drawn.randrange(20), drawn.randrange(20)
        assert add_working_days(add_working_days(day, a, holidays), b, holidays) == add_working_days(
            day, a + b, holidays
        )
        more = holidays | {drawn.choice(DAYS): "baru"}
        assert add_working_days(day, a, more) >= add_working_days(day, a, holidays)
        assert next_working_day(day, holidays) in (day, add_working_days(day, 1, holidays))


def test_without_holidays_a_week_has_five_working_days():
    for day in DAYS:
        assert add_working_days(day, 5) == day + timedelta(7 if day.weekday() < 5 else 11 - day.weekday())


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert working_days_between(START, START) == 0
    assert working_days_between(START, START - timedelta(9)) == 0


def test_a_holiday_is_refused_with_its_name_and_the_next_working_day():
    lebaran = {date(2020, 5, 25): "Idulfitri 1441 H", date(2020, 5, 26): "Cuti bersama"}
    (problem,) = check_working_day(date(2020, 5, 25), lebaran, "on")
    assert problem.field == "on"
    assert problem.text == (
        "Senin, 25 Mei 2020 bukan hari kerja: Idulfitri 1441 H. Hari kerja berikutnya Rabu, 27 Mei 2020."
    )
    assert check_working_day(date(2020, 5, 27), lebaran) == []
    assert why_free(date(2020, 8, 17)) == "hari libur nasional"
    assert why_free(date(2020, 4, 18)) == "hari libur akhir pekan"


def test_the_usual_days_of_a_selection_skip_holidays():
    good_friday = date(2020, 4, 10)
    days = default_schedule(date(2020, 4, 6), {good_friday})
    assert days["closes_on"] == date(2020, 4, 13)
    assert default_schedule(date(2020, 4, 6))["closes_on"] == good_friday


def test_only_the_fixed_national_days_are_offered():
    assert [row.on for row in fixed_list(2026)] == fixed_holidays(2026)
    assert len(fixed_list(2026)) == 5
    assert not any(check_holiday(row) for row in fixed_list(2026))
    assert check_holiday(HolidayForm(START, " "))[0].text == "Isi nama hari libur."


@pytest.mark.parametrize(
    "line",
    [
        "3-4-2026\tWafat Yesus Kristus",
        "3/4/2026;Wafat Yesus Kristus",
        "Jumat, 3 April 2026\tWafat Yesus Kristus",
        "3 April 2026 Wafat Yesus Kristus",
        "2026-04-03\tWafat Yesus Kristus",
        "1\tJumat\t03-04-2026\tWafat Yesus Kristus\tLibur nasional",
    ],
)
def test_a_pasted_line_is_read_however_the_day_is_written(line):
    assert read_pasted(line).rows == (HolidayForm(date(2026, 4, 3), "Wafat Yesus Kristus"),)


def test_joint_leave_is_marked_headings_are_left_out_and_the_unreadable_is_told():
    found = read_list(
        [
            ["No", "Tanggal", "Keterangan"],
            [1, datetime(2026, 3, 20), "Cuti bersama Idulfitri"],
            [2, date(2026, 3, 21), "Idulfitri 1447 H"],
            [3, "32-01-2026", "bukan tanggal"],
            [None, None, None],
        ]
    )
    assert [(row.on.day, row.joint_leave) for row in found.rows] == [(20, True), (21, False)]
    assert found.unread == ("3 32-01-2026 bukan tanggal",)
