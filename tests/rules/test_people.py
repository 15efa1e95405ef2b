"""NIK, phone and what they tell (domain.md 3.1, 3.5)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.people import (
    Sex,
    check_birth,
    check_nik,
    check_phone,
    compare_nik,
    is_same_name,
    mask_nik,
    normalise_phone,
    read_nik,
    split_address,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("nik", "born", "sex"),
    [
        ("5204061508859001", date(1985, 8, 15), Sex.MALE),
        ("5204064501929002", date(1992, 1, 5), Sex.FEMALE),
        ("5204067112019003", date(2001, 12, 31), Sex.FEMALE),
        ("5204062902009001", date(2000, 2, 29), Sex.MALE),
        ("5204066902009001", date(2000, 2, 29), Sex.FEMALE),
    ],
)
def test_a_nik_tells_birth_date_and_sex(nik, born, sex):
    facts = read_nik(nik, TODAY)
    assert (facts.kecamatan_code, facts.birth_date, facts.sex) == ("520406", born, sex)
    assert check_nik(nik, TODAY) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("520406150885900", "NIK harus 16 angka; yang diketik 15 angka."),
        ("52040615088590011", "NIK harus 16 angka; yang diketik 17 angka."),
        ("52040615O8859001", "NIK hanya boleh berisi angka."),
        ("٥٢٠٤٠٦١٥٠٨٨٥٩٠٠١", "NIK hanya boleh berisi angka."),
        ("5204063213909004", "angka ke-7 sampai ke-12 adalah 321390"),
        ("5204062902019001", "angka ke-7 sampai ke-12 adalah 290201"),
        ("5204060008859001", "Tanggal lahir di dalam NIK tidak ada"),
        ("5204063508859001", "Tanggal lahir di dalam NIK tidak ada"),
        ("5204067208859001", "Tanggal lahir di dalam NIK tidak ada"),
        ("5204061508850000", "NIK ini tampak bukan nomor yang sebenarnya."),
        ("1111111111111111", "NIK ini tampak bukan nomor yang sebenarnya."),
    ],
)
def test_a_wrong_nik_is_refused_in_one_sentence(typed, sentence):
    [problem] = check_nik(typed, TODAY)
    assert sentence in problem.text
    assert problem.field == "nik"


@pytest.mark.parametrize("typed", ["5204 0615 0885 9001", "5204.0615.0885.9001", "'5204061508859001"])
def test_spaces_dots_and_the_apostrophe_of_excel_do_no_harm(typed):
    assert check_nik(typed, TODAY) == []


def test_the_century_is_the_one_in_which_the_person_lives():
    assert read_nik("5204062111269001", date(2026, 11, 21)).birth_date == date(2026, 11, 21)
    assert read_nik("5204062211269001", date(2026, 11, 21)).birth_date == date(1926, 11, 22)
    assert read_nik("5204060101009001", date(2026, 11, 21)).birth_date == date(2000, 1, 1)


@given(st.dates(date(1927, 1, 1), date(2026, 11, 20)), st.sampled_from(Sex), st.integers(1, 9999))
def test_every_real_nik_is_read_back(born, sex, serial):
    nik = f"520406{born.day + 40 * (sex is Sex.FEMALE):02}{born:%m%y}{serial:04}"
    facts = read_nik(nik, TODAY)
    assert (facts.birth_date, facts.sex) == (born, sex)
    assert check_nik(nik, TODAY) == []
    assert compare_nik(nik, born, sex, TODAY) == []


@given(st.text(max_size=20))
def test_whatever_is_typed_gets_an_answer(text):
    check_nik(text, TODAY)
    check_phone(text)


def test_a_man_typed_with_the_nik_of_a_woman_is_warned_about():
    [warning] = compare_nik("5204064501929002", date(1992, 1, 5), Sex.MALE, TODAY)
    assert (warning.text, warning.field) == ("NIK menunjukkan perempuan; periksa KTP.", "sex")


def test_another_birth_date_than_the_nik_says_is_warned_about():
    [warning] = compare_nik("5204061508859001", date(1985, 8, 16), None, TODAY)
    assert warning.text == "NIK menunjukkan tanggal lahir 15-08-1985; periksa KTP."


def test_what_is_not_typed_yet_is_not_compared():
    assert compare_nik("5204061508859001", None, None, TODAY) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+62 812-3456-7890", "081234567890"),
        ("6281234567890", "081234567890"),
        ("0812 3456 7890", "081234567890"),
        ("(0812) 3456.7890", "081234567890"),
        ("", ""),
    ],
)
def test_phone_numbers_are_kept_in_one_form(typed, kept):
    assert normalise_phone(typed) == kept
    assert check_phone(typed) == []


@pytest.mark.parametrize("typed", ["0371 21000", "08123456", "08123456789012", "0012345678", "rumah"])
def test_a_wrong_phone_number_is_refused(typed):
    [problem] = check_phone(typed)
    assert problem.text == "Nomor HP dimulai 08 dan berisi 10–13 angka."


def test_a_masked_nik_is_enough_to_recognise():
    assert mask_nik("5204061508859001") == "5204••••••••9001"
    assert mask_nik(None) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Rina Marlina", "RINA MARLINA, S.Sos.", True),
        ("Drs. H. Ahmad Fauzi", "Ahmad Fauzi", True),
        ("Muh. Rizal", "Muhammad Rizal", True),
        ("Teuku Rizal Maulidin", "T. Rizal Maulidin", True),
        ("Siti Aminah", "Sitti Aminah", True),
        ("Rina Marlina", "Lalu Wirya", False),
        ("Budi Santoso", "Nia Lestari", False),
        ("M.", "Rina Marlina", False),
    ],
)
def test_two_spellings_of_one_name_are_told_from_two_people(one, other, same):
    assert is_same_name(one, other) is is_same_name(other, one) is same


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dusun Stowe RT 003 RW 002", ("Dusun Stowe", "003", "002")),
        ("Jl. Garuda No. 1, RT. 1/RW. 2", ("Jl. Garuda No. 1", "1", "2")),
        ("Dusun Stowe RT 003", ("Dusun Stowe RT 003", "", "")),
        ("", ("", "", "")),
    ],
)
def test_rt_and_rw_stand_in_fields_of_their_own(text, parts):
    assert split_address(text) == parts


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (None, []),
        (TODAY, []),
        (TODAY.replace(year=TODAY.year + 1), ["Tanggal lahir sesudah hari ini."]),
        (date(1790, 1, 1), ["Tanggal lahir lebih dari 130 tahun yang lalu; periksa tahunnya."]),
    ],
)
def test_nobody_who_lives_is_born_tomorrow_or_long_ago(born, told):
    assert [problem.text for problem in check_birth(born, TODAY)] == told
