"""Letter numbers from tokens (domain.md 4.6)."""

from datetime import date

import pytest

from db.rules.letter_kinds import LetterKind
from db.rules.numbering import (
    check_by_hand,
    check_filled_tokens,
    check_number_format,
    default_format,
    default_type_code,
    format_number,
    with_type,
)


def number(pattern, sequence=41, day=date(2020, 4, 20), classification="400.9.12.3", **others):
    return format_number(
        pattern, classification=classification, sequence=sequence, code="Dinsos", day=day, **others
    )


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


@pytest.mark.parametrize(
    ("pattern", "suffix", "written"),
    [
        ("{urut:03}", 1, "005.01"),
        ("{urut}/{tahun}", 2, "5.02/2020"),
        ("{urut:03}/{urut}", 12, "005.12/5.12"),
        ("{urut:03}", 0, "005"),
    ],
)
def test_an_insertion_carries_its_suffix_behind_the_number_of_the_book(pattern, suffix, written):
    assert number(pattern, sequence=5, suffix=suffix) == written


def test_codes_of_office_section_kind_and_secrecy():
    pattern = "{klasifikasi}/{urut}/{kode_pd}/{kode_bidang}/{jenis}/{keamanan}"
    assert check_number_format(pattern) == []
    others = {"section_code": "BID.PEMSOS", "type_code": "ST", "secrecy": "R"}
    assert number(pattern, **others) == "400.9.12.3/41/Dinsos/BID.PEMSOS/ST/R"


def test_a_token_without_a_source_is_refused_before_it_leaves_a_hole():
    [problem] = check_filled_tokens("{urut}/{kode_bidang}", classification="", section_code="")
    assert "kode bidang" in problem.text
    [problem] = check_filled_tokens("{klasifikasi}/{urut}", classification="", section_code="")
    assert "klasifikasi" in problem.text
    assert check_filled_tokens("{urut}", classification="", section_code="") == []


@pytest.mark.parametrize("kind", LetterKind)
def test_what_ships_is_sound(kind):
    assert check_number_format(default_format(kind)) == []
    assert default_type_code(kind)


def test_the_kind_is_put_behind_the_number_of_the_book_once():
    once = with_type("{klasifikasi}/{urut:03}/{kode}")
    assert once == "{klasifikasi}/{urut:03}/{jenis}/{kode}"
    assert with_type(once) == once


@pytest.mark.parametrize("text", ["", "tanpa", "1\n2", "9" * 121])
def test_a_number_by_hand_is_one_line_with_a_digit(text):
    assert len(check_by_hand(text)) == 1


def test_a_number_by_hand_may_look_as_it_likes():
    assert check_by_hand("900/1300-Dayasos") == []
