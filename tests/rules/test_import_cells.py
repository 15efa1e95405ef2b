"""Cells as offices type them (domain.md 1.10, 3.1, 3.5, 7.1)."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.dates import long_date
from db.rules.import_cells import (
    EXCEL_DAY_ZERO,
    cell_text,
    fold_place,
    number_text,
    read_date,
    read_education,
    read_phones,
    read_sex,
    same_regency,
    split_birth,
    split_name,
)
from db.rules.import_rows import READERS, clean_row
from db.rules.imports import Field, SourceRow
from db.rules.imports_officers import officer_target
from db.rules.people import Sex

TODAY = date(2020, 4, 9)
BORN = date(1990, 3, 12)
NIK = "5204061203909001"
FIELDS = officer_target().by_name()


def read(field, cell):
    return READERS[FIELDS[field].read](cell, FIELDS[field], TODAY)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "12-03-1990",
            "12/03/90",
            "12 Maret 1990",
            "12 maret 1990 ",
            "12.3.1990",
            "1990-03-12",
            "12 Mar 1990",
        ),
        *("Senin, 12 Maret 1990", "12-Mar-90", "1990-03-12 00:00:00", "32944", "32944.0", 32944.0),
        *(BORN, datetime(1990, 3, 12, 8, 30), "12 - 03 - 1990", "12  Maret  1990", "12 March 1990"),
    ],
)
def test_a_date_however_it_is_written(cell):
    assert read_date(cell, TODAY) == BORN


@pytest.mark.parametrize(
    "cell", ["", "-", "31-02-1990", "12/31/1990", "Maret 1990", "1990", 1.5e9, True, "x"]
)
def test_what_is_no_date_is_none(cell):
    assert read_date(cell, TODAY) is None


def test_two_digits_of_a_year_lie_in_the_past():
    assert read_date("01-01-19", TODAY) == date(2019, 1, 1)
    assert read_date("01-01-21", TODAY) == date(1921, 1, 1)


@pytest.mark.parametrize(
    ("cell", "nik"),
    [
        *((NIK, NIK), (f"'{NIK}", NIK), ("5204 0612 0390 9001", NIK), (float(NIK), NIK), (f"{NIK}.0", NIK)),
        *(("0", None), ("-", None), ("", None), (0.0, None), (" ", None), ("tidak ada", None)),
    ],
)
def test_a_nik_however_it_is_kept(cell, nik):
    if str(cell).strip() in ("", "tidak ada"):
        assert number_text(cell) in ("", "tidakada")
        return
    reading = read("nik", cell)
    assert (reading.values.get("nik"), reading.error) == (nik, "")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        *((5204061203900000.0, "hilang"), ("5.204E+15", "5.204E+15"), ("5,20406E+15", "hilang")),
        *(("520406120390900", "15 angka"), ("52040612O3909001", "hanya boleh berisi angka")),
        *(
            ("1111111111111111", "bukan nomor"),
            ("5204061203900000", "bukan nomor"),
            (f"{NIK[:-1]}0.0", "hilang"),
        ),
        (9104061203909002.0, "hilang"),  # above what a number cell can tell exactly
    ],
)
def test_a_nik_that_cannot_be_one_is_refused(cell, words):
    assert words in read("nik", cell).error


@pytest.mark.parametrize(
    ("cell", "place", "day"),
    [
        *(
            ("Utan, 12-03-1990", "Utan", BORN),
            ("UTAN / 12 Maret 1990", "UTAN", BORN),
            ("Utan 12/03/90", "Utan", BORN),
        ),
        *(("12-03-1990", "", BORN), ("Utan", "Utan", None), ("Utan, 1990", "Utan, 1990", None)),
        ("Desa 2 Utan, 12-03-1990", "Desa 2 Utan", BORN),
    ],
)
def test_place_and_date_of_birth_in_one_cell(cell, place, day):
    assert split_birth(cell, TODAY) == (place, day)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        *(("H. Ahmad, S.Sos", ("H.", "Ahmad", "S.Sos")), ("AHMAD UJI", ("", "Ahmad Uji", ""))),
        *(
            ("Dra. Hj. Siti Uji, M.Si.", ("Dra. Hj.", "Siti Uji", "M.Si.")),
            ("Ahmad Uji S.Pd", ("", "Ahmad Uji", "S.Pd")),
        ),
        *(("M. Yusuf", ("", "M. Yusuf", "")), ("Hj", ("", "Hj", "")), ("H Ahmad", ("", "H Ahmad", ""))),
        *(("DRS. AHMAD", ("Drs.", "Ahmad", "")), ("I Made Uji", ("", "I Made Uji", ""))),
    ],
)
def test_titles_apart_from_the_name(cell, parts):
    assert split_name(cell) == parts


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        *(("L", Sex.MALE), ("laki-laki", Sex.MALE), ("Pria", Sex.MALE), ("1", Sex.MALE), ("[1] L", Sex.MALE)),
        *(("P", Sex.FEMALE), ("Wanita", Sex.FEMALE), ("[2] P", Sex.FEMALE), ("", None), ("x", None)),
    ],
)
def test_the_sex(text, sex):
    assert read_sex(text) == sex


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("SMA/MA/SMK/Sederajat", "5"), ("Diploma I/II", "6"), ("Diploma IV/S1", "8"), ("[3] SLTA", "5")),
        *(("S2/S3", ""), ("[5] S1/S2/S3", ""), ("Sarjana Sosial", "8"), ("D3 Keperawatan", "7"), ("3", "")),
    ],
)
def test_the_education(text, code):
    assert read_education(text) == code


@pytest.mark.parametrize(
    ("text", "phone", "other"),
    [
        *(("81234567890", "081234567890", ""), ("+62 812-3456-7890", "081234567890", "")),
        *(("0812 3456 7890 / 0813 1111 2222", "081234567890", "081311112222"), ("123", "", "123")),
    ],
)
def test_the_phone(text, phone, other):
    assert read_phones(text) == (phone, other)


def test_names_of_places():
    assert fold_place("Kec. Alas Barat ") == fold_place("ALAS BARAT") == "alasbarat"
    assert fold_place("Kelapa") == "kelapa"
    assert same_regency("Kab. Sumbawa", "Kabupaten Sumbawa")
    assert same_regency("SUMBAWA", "Kabupaten Sumbawa")
    assert not same_regency("Sumbawa Barat", "Kabupaten Sumbawa")
    assert not same_regency("Kota Bima", "Kab. Bima")


def clean(**cells):
    columns = [(place, FIELDS[name]) for place, name in enumerate(cells)]
    return clean_row(SourceRow("Sheet1", 2, tuple(cells.values())), columns, TODAY)


def test_ticks_in_two_columns_and_what_contradicts():
    assert clean(name="Budi", sex_male="v", sex_female="").values["sex"] == Sex.MALE
    assert clean(name="Siti", sex_male="-", sex_female="√").values["sex"] == Sex.FEMALE
    both = clean(name="Siti", sex_male="v", sex_female="v")
    assert "bertentangan" in both.warnings[0]


def test_a_nik_that_disagrees_is_a_doubt_never_a_refusal():
    row = clean(nik=NIK, birth_date="13-03-1990", sex="P")
    assert (row.errors, len(row.warnings)) == ([], 2)


def test_words_that_are_not_known_are_told():
    row = clean(religion="Jedi", education="entah", first_year="lama", rt="seribu", email="bukan", phone="12")
    assert (row.values, row.errors, len(row.warnings)) == ({}, [], 6)


@given(st.dates(date(1921, 1, 1), date(2020, 1, 1)))
def test_every_date_comes_back_however_it_was_written(day):
    serial = (day - EXCEL_DAY_ZERO).days
    forms = (
        day,
        long_date(day),
        f"{day:%d-%m-%Y}",
        f"{day:%d/%m/%Y}",
        day.isoformat(),
        float(serial),
        cell_text(day),
    )
    assert {read_date(form, TODAY) for form in forms} == {day}


CELLS = st.one_of(
    st.none(), st.text(max_size=60), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.integers()
)


@given(CELLS)
def test_no_cell_breaks_a_reader(cell):
    for field in FIELDS.values():
        reading = READERS[field.read](cell, field, TODAY)
        assert all(value not in ("", None) for value in reading.values.values())


@given(st.from_regex(r"[1-8][0-9]{14}[1-9]", fullmatch=True))
def test_a_nik_survives_text_and_number(nik):
    for cell in (nik, float(nik), f"{nik}.0", f"'{nik}"):
        assert READERS["nik"](cell, Field("nik", "NIK"), TODAY).values.get("nik") in (nik, None)
