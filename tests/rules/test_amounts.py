"""Amounts in the tables of letters: read, dotted, added up; words are refused."""

import pytest

from db.catalog import spec_of
from db.rules.amounts import amount_text, check_amounts, read_amount, settle
from db.rules.letter_kinds import LetterKind
from db.rules.letter_values import typed_values

FIELDS = spec_of(LetterKind.ALLOWANCE_LIST).fields


def rows(*amounts):
    return [{"nama": f"TKSK {place}", "jumlah": amount} for place, amount in enumerate(amounts, 1)]


@pytest.mark.parametrize(
    "text", ["700000", "700.000", "Rp700.000", "Rp 700.000,00", "rp. 700000,-", " 700.000 "]
)
def test_an_amount_as_it_is_typed(text):
    assert read_amount(text) == 700_000
    assert amount_text(700_000) == "700.000"


@pytest.mark.parametrize("text", ["tujuh ratus ribu", "700,5", "700.00", "7.000.00", "-700", "", "700 ribu"])
def test_what_is_no_amount(text):
    assert read_amount(text) is None


def test_the_sum_is_that_of_the_rows_whatever_was_typed():
    raw = {"penerima": rows("700000", "Rp 650.000"), "total": 9_000_000}
    values = settle(FIELDS, typed_values(FIELDS, raw))
    assert values["total"] == 1_350_000
    assert [row["jumlah"] for row in values["penerima"]] == ["700.000", "650.000"]
    assert settle(FIELDS, typed_values(FIELDS, {"total": 5}))["total"] is None


def test_words_and_blanks_that_a_sum_would_miss_are_refused_by_their_row():
    found = check_amounts(FIELDS, {"penerima": rows("700.000", "tujuh ratus ribu", "")})
    assert [problem.field for problem in found] == ["penerima", "penerima"]
    assert "Baris 2" in found[0].text
    assert "tujuh ratus ribu" in found[0].text
    assert found[1].text == "Baris 3: Jumlah (Rp) belum diisi."
    assert check_amounts(FIELDS, {"penerima": [*rows("700000"), {"nama": "", "jumlah": ""}]}) == []
