"""Letter numbers from tokens (domain.md 4.6)."""

from datetime import date

import pytest

from db.rules.numbering import check_number_format, format_number


def number(pattern, sequence=41, day=date(2020, 4, 20), classification="400.9.12.3"):
    return format_number(pattern, classification=classification, sequence=sequence, code="Dinsos", day=day)


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("{klasifikasi}/{urut:03}/{kode}/{tahun}", "400.9.12.3/041/Dinsos/2020"),
        ("{klasifikasi}/{urut:03}/{kode}/{bulan_romawi}/{tahun}", "400.9.12.3/041/Dinsos/IV/2020"),
        ("{klasifikasi}/{urut}/{tahun}", "400.9.12.3/41/2020"),
        ("{klasifikasi}/{urut:03}/Kpts/{kode}/{tahun}", "400.9.12.3/041/Kpts/Dinsos/2020"),
    ],
)
def test_numbers_as_offices_write_them(pattern, written):
    assert check_number_format(pattern) == []
    assert number(pattern) == written


def test_a_long_number_is_not_cut():
    assert number("{urut:03}", sequence=1540) == "1540"


@pytest.mark.parametrize("month", range(1, 13))
def test_months_in_roman_numerals(month):
    roman = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
    assert number("{urut}/{bulan_romawi}", day=date(2020, month, 1)) == f"41/{roman[month - 1]}"


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{klasifikasi}/{tahun}", "Format nomor harus memuat {urut}."),
        ("{nomor}/{tahun}", "Format nomor memakai {nomor}, yang tidak dikenal."),
        ("{urut.__class__}", "Format nomor memakai {urut.__class__}"),
        ("{urut/{tahun}", "tidak dapat dibaca"),
        ("{urut}/{", "tidak dapat dibaca"),
        ("{}", "yang tidak dikenal"),
        ("{urut:x}", "tidak dapat dibaca"),
        ("{urut!r}", "tidak dapat dibaca"),
        ("{urut:{kode}}", "tidak dapat dibaca"),
        ("{urut:99999}", "tidak dapat dibaca"),
        ("{urut}/{kode:03}", "tidak dapat dibaca"),
    ],
)
def test_a_format_that_cannot_work_is_refused_in_one_sentence(pattern, sentence):
    [problem] = check_number_format(pattern)
    assert sentence in problem.text
