"""Activities and monthly reports: which step follows which, what is late, what is refused."""

from datetime import date
from itertools import product

import pytest

from db.rules.settings import Limits
from db.rules.work import (
    MOVES,
    ReportState,
    activity_words,
    check_activity,
    check_received,
    doubt_day,
    month_cell,
    name_months,
    reminder,
    report_month,
    why_not,
)

R, P, A = ReportState.RECEIVED, ReportState.REVISE, ReportState.APPROVED
TODAY = date(2020, 5, 20)
ALLOWED = {(None, R), (R, P), (R, A), (R, None), (P, A), (P, None), (A, P), (A, None)}


@pytest.mark.parametrize(("before", "after"), list(product((None, R, P, A), repeat=2)))
def test_every_step_is_allowed_or_says_why_not(before, after):
    allowed = (before, after) in ALLOWED
    assert (after in MOVES[before]) is allowed
    assert bool(why_not(before, after)) is not allowed


def cell(month, found=None, spans=((date(2019, 1, 1), None),), on=TODAY, limits=None):
    return month_cell(spans, report_month(2020, month, limits or Limits()), found, on)


@pytest.mark.parametrize(
    ("month", "on", "late"),
    [(4, date(2020, 5, 5), False), (4, date(2020, 5, 6), True), (12, date(2021, 1, 6), True)],
)
def test_a_report_is_late_after_its_day(month, on, late):
    assert cell(month, on=on).late is late
    assert cell(month, on=on).missing is late


def test_what_came_after_its_day_is_late_but_not_missing():
    in_time, after = cell(3, (R, date(2020, 4, 5))), cell(3, (R, date(2020, 4, 6)))
    assert (in_time.late, after.late, after.missing) == (False, True, False)


def test_a_month_not_begun_or_not_served_takes_no_report():
    assert not cell(6).begun
    assert cell(5).begun
    assert not cell(5).late
    left = cell(4, spans=[(date(2019, 1, 1), date(2020, 4, 9))])
    assert left.begun
    assert not left.serves
    assert not left.late
    assert not cell(5, spans=[(date(2019, 1, 1), date(2020, 4, 9))]).begun


def test_who_serves_again_owes_again():
    spans = [(date(2019, 1, 1), date(2020, 1, 31)), (date(2020, 3, 10), None)]
    assert [cell(month, spans=spans).serves for month in (1, 2, 3)] == [True, False, True]


def test_the_day_it_came_lies_between_its_month_and_today():
    assert check_received(TODAY, date(2020, 5, 1), TODAY) == []
    assert check_received(date(2020, 5, 21), date(2020, 5, 1), TODAY)
    assert "April 2020" in check_received(date(2020, 3, 31), date(2020, 4, 1), TODAY)[0].text


def test_months_are_named_with_their_years():
    assert name_months([(2020, 4)]) == "April 2020"
    assert name_months([(2019, 12), (2020, 1), (2020, 2)]) == "Desember 2019, Januari dan Februari 2020"


def test_the_reminder_names_who_what_and_by_when():
    text = reminder("Dewi Lestari", "Alas", [(2020, 3), (2020, 4)], "Dinas Sosial Kabupaten Sumbawa", 5)
    assert "Dewi Lestari" in text
    assert "Kecamatan Alas" in text
    assert "Maret dan April 2020" in text
    assert "tanggal 5" in text
    assert text.endswith("Dinas Sosial Kabupaten Sumbawa")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"done_on": None}, "done_on"),
        ({"done_on": date(2020, 5, 21)}, "done_on"),
        ({"text": ""}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"duty": ""}, "duty_code"),
        ({"participants": 100_000}, "participants"),
    ],
)
def test_an_entry_that_cannot_be_is_told_where(changes, field):
    good = {"done_on": TODAY, "text": "Rapat", "duty": "T1", "programme": "", "participants": 3}
    assert check_activity(**good, today=TODAY) == []
    assert [p.field for p in check_activity(**good | changes, today=TODAY)] == [field]


def test_a_programme_may_stand_in_place_of_a_duty():
    assert check_activity(TODAY, "Penyaluran", "", "sembako", None, TODAY) == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2019, 3, 1), ""),
        (date(2018, 12, 31), "Sebelum mulai"),
        (date(2020, 4, 10), "Sesudah berhenti bertugas (9 April 2020)"),
    ],
)
def test_a_day_outside_the_term_is_doubted(day, said):
    spans = [(date(2019, 1, 1), date(2020, 4, 9))]
    assert doubt_day(spans, day).startswith(said)
    assert bool(doubt_day(spans, day)) is bool(said)


def test_a_cell_of_the_printed_report():
    assert activity_words("Penyuluhan.", 32, "Warga paham.") == "Penyuluhan (32 peserta). Hasil: Warga paham"
    assert activity_words("Rapat", None, "") == "Rapat"
