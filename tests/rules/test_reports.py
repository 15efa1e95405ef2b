from datetime import date
from decimal import Decimal

import pytest

from db.rules.officer_reports import (
    State,
    cause_words,
    decree_warning,
    duty_ends,
    month_signs,
    year_cells,
    years_served,
)
from db.rules.reports import ColumnKind, cell_text, share_of
from db.rules.settings import Limits
from db.rules.work import ReportState


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (ColumnKind.TEXT, None, ""),
        (ColumnKind.TEXT, "", ""),
        (ColumnKind.DATE, date(2020, 4, 9), "09-04-2020"),
        (ColumnKind.WHOLE, 1234, "1.234"),
        (ColumnKind.WHOLE, 0, "0"),
        (ColumnKind.WHOLE, -12, "-12"),
        (ColumnKind.YEAR, 2020, "2020"),
        (ColumnKind.MONEY, 1_250_000, "1.250.000"),
        (ColumnKind.PERCENT, Decimal("0.125"), "13%"),
        (ColumnKind.DECIMAL, Decimal("1072.5"), "1.072,50"),
        (ColumnKind.NIK, "5204060101909001", "5204060101909001"),
        (ColumnKind.MARK, "●", "●"),
        (ColumnKind.PERCENT, "belum", "belum"),
    ],
)
def test_a_cell_is_written_as_its_column_says(kind, value, text):
    assert cell_text(kind, value) == text


def test_a_share_is_rounded_once():
    assert share_of(1, 8) == Decimal("0.13")
    assert share_of(0, 12) == 0
    assert share_of(0, 0) is None


def test_months_have_signs_for_what_came_what_is_late_and_what_is_not_owed():
    arrived = {2: (ReportState.APPROVED, date(2020, 3, 4)), 4: (ReportState.RECEIVED, date(2020, 5, 20))}
    spans = [(date(2020, 2, 1), None)]
    signs = month_signs(year_cells(spans, arrived, 2020, date(2020, 5, 6), Limits()))
    assert signs[:5] == ("", "●", "×", "×", "")  # April's came after the day that is asked about
    assert signs[12] == Decimal("0.33")
    dates = month_signs(year_cells(spans, arrived, 2020, date(2020, 5, 20), Limits()), dates=True)
    assert (dates[1], dates[2], dates[3]) == ("04-03", "×", "20-05")


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (date(2020, 6, 1), None, "Belum berlaku"),
        (date(2020, 1, 1), None, "Berlaku"),
        (date(2020, 1, 1), date(2020, 4, 12), "Sudah berakhir"),
        (date(2020, 1, 1), date(2020, 4, 13), "Berakhir dalam 90 hari"),
        (date(2020, 1, 1), date(2020, 7, 12), "Berakhir dalam 90 hari"),
        (date(2020, 1, 1), date(2020, 7, 13), "Berlaku"),
    ],
)
def test_a_decree_warns_before_it_ends(starts, ends, words):
    assert decree_warning(starts, ends, date(2020, 4, 13), Limits()) == words


def test_the_end_of_duty_follows_the_offices_limits():
    limits = Limits(term_years=4, age_limit_years=58)
    assert duty_ends(date(2016, 2, 29), date(1964, 1, 2), date(2020, 12, 31), limits) == {
        State.TERM: date(2020, 2, 29),
        State.AGE: date(2022, 1, 2),
        State.LAST: date(2020, 12, 31),
    }
    assert duty_ends(date(2016, 1, 1), None, None, limits).keys() == {State.TERM}
    assert cause_words(State.AGE, limits) == "umur 58 tahun"


def test_years_served_count_from_an_older_list_too():
    assert years_served(date(2015, 6, 1), None, date(2020, 4, 13)) == 4
    assert years_served(date(2015, 6, 1), 2009, date(2020, 4, 13)) == 11
    assert years_served(date(2015, 6, 1), 2016, date(2020, 4, 13)) == 4
