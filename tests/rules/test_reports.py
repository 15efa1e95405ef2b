from datetime import date
from decimal import Decimal

import pytest

from db.rules.reports import ColumnKind, cell_text, share_of


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
