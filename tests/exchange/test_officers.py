"""Lists of officers as offices really keep them in Excel."""

from datetime import date, datetime

import pytest
import xlsxwriter

import resources
from db.exchange.officers import read_officer_list
from db.rules.people import Sex
from db.rules.problems import RuleViolation, Trouble

HEADINGS = [
    "No",
    "Nama Lengkap",
    "NIK",
    "Kecamatan Lokasi Tugas",
    "Tanggal Lahir",
    "JK",
    "No. HP",
    "Pendidikan",
]
NIK = "5204061508859001"


@pytest.fixture
def workbook(tmp_path):
    """Writes rows to a workbook of one sheet, each cell as it is; gives the path."""

    def write(*rows, sheets=()):
        path = tmp_path / "daftar.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
            for content in (*sheets, rows):
                sheet = book.add_worksheet()
                for number, row in enumerate(content):
                    sheet.write_row(number, 0, row)
        return path

    return write


def row(name="Ahmad Zaelani", nik=NIK, kecamatan="Utan", born="15-08-1985", sex="L", phone="", school="S-1"):
    return [1, name, nik, kecamatan, born, sex, phone, school]


def only(path):
    [member] = read_officer_list(path)
    return member


def test_the_list_of_banda_aceh_is_read_with_its_nine_officers():
    members = read_officer_list(resources.path("seed", "daftar_tksk_banda_aceh_2022.xlsx"))
    assert [member.row for member in members] == list(range(5, 14))
    first = members[0]
    assert (first.name, first.kecamatan, first.desa) == (
        "Teuku Rizal Maulidin, S.Sos.",
        "BAITURRAHMAN",
        "PEUNITI",
    )
    assert (first.nik, first.niat, first.phone) == ("1171011605879001", "1171010103", "085300000001")
    assert (first.birth_date, first.sex, first.education) == (date(1987, 5, 16), Sex.MALE, "8")


def test_title_rows_other_sheets_and_empty_rows_are_passed_over(workbook):
    cover = [["DAFTAR TKSK"], ["Tahun 2020"]]
    path = workbook(
        ["DAFTAR TKSK"], [], HEADINGS, row(), [], ["", " ", "", "Alas"], row("Siti"), sheets=[cover]
    )
    assert [(m.row, m.name) for m in read_officer_list(path)] == [(4, "Ahmad Zaelani"), (7, "Siti")]


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (["No", "Nama Lengkap", "NIK"], "Kolom “Kecamatan lokasi tugas” tidak ditemukan di daftar.xlsx"),
        (["Kecamatan", "NIK"], "Kolom “Nama” tidak ditemukan"),
        (["A", "B"], "Kolom “Nama” dan “Kecamatan lokasi tugas” tidak ditemukan"),
    ],
)
def test_a_missing_column_is_named_in_one_sentence(workbook, headings, missing):
    with pytest.raises(RuleViolation, match=missing):
        read_officer_list(workbook(headings, row()))


def test_a_nik_that_excel_cut_is_refused_with_its_row(workbook):
    path = workbook(HEADINGS, row(), row(nik=5204061508859000), row(nik=5204061508850010))
    with pytest.raises(RuleViolation) as refusal:
        read_officer_list(path)
    assert [problem.text[:9] for problem in refusal.value.problems] == ["Baris 3: ", "Baris 4: "]
    assert "ubah kolom NIK menjadi Teks" in str(refusal.value)


def test_a_whole_nik_kept_as_a_number_survives(workbook):
    assert only(workbook(HEADINGS, row(nik=5204061508859001))).nik == NIK


@pytest.mark.parametrize("nik", ["0", "-", "", " ", 0])
def test_no_nik_is_empty_and_never_a_placeholder(workbook, nik):
    assert only(workbook(HEADINGS, row(nik=nik))).nik == ""


@pytest.mark.parametrize("nik", ["'5204061508859001", "5204 0615 0885 9001", "520406.150885.9001"])
def test_a_nik_is_read_however_it_is_grouped(workbook, nik):
    assert only(workbook(HEADINGS, row(nik=nik))).nik == NIK


@pytest.mark.parametrize(
    "born",
    ["15-08-1985", "15/08/1985", "1985-08-15", "15 Agustus 1985", "15.08.1985", 31274, date(1985, 8, 15)],
)
def test_a_birth_date_is_read_however_it_is_written(workbook, born):
    assert only(workbook(HEADINGS, row(born=born))).birth_date == date(1985, 8, 15)


@pytest.mark.parametrize("born", ["", "belum ada", "32-08-1985", 0, 5204061508859001])
def test_what_is_no_date_is_left_empty(workbook, born):
    assert only(workbook(HEADINGS, row(born=born))).birth_date is None


def test_a_moment_is_read_as_its_day(workbook):
    assert only(workbook(HEADINGS, row(born=datetime(1985, 8, 15, 7)))).birth_date == date(1985, 8, 15)


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        *(("L", Sex.MALE), ("Laki-laki", Sex.MALE), ("Pria", Sex.MALE)),
        *(("P", Sex.FEMALE), ("perempuan", Sex.FEMALE), ("Wanita", Sex.FEMALE), ("", None)),
    ],
)
def test_the_sex_is_read_however_it_is_written(workbook, written, sex):
    assert only(workbook(HEADINGS, row(sex=written))).sex == sex


@pytest.mark.parametrize("phone", ["085300000001", "0853-0000-0001", 85300000001, "85300000001"])
def test_a_phone_number_keeps_its_0(workbook, phone):
    assert only(workbook(HEADINGS, row(phone=phone))).phone == "085300000001"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("S-1", "8"), ("Sarjana (S1)", "8"), ("D.IV", "8"), ("Diploma IV", "8"), ("S2", "9")),
        *(("Magister", "9"), ("S3", "10"), ("D3", "7"), ("D-III", "7"), ("Diploma III", "7"), ("D-I", "6")),
        *(("SMA", "5"), ("SLTA/sederajat", "5"), ("MA", "5"), ("SMK", "5"), ("Paket C", "5")),
        *(("SMP", "4"), ("SD", "3"), ("", ""), ("-", "")),
    ],
)
def test_the_education_is_read_however_it_is_written(workbook, written, code):
    assert only(workbook(HEADINGS, row(school=written))).education == code


def test_a_file_that_is_no_workbook_is_trouble_in_one_sentence(tmp_path):
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(b"PK\x03\x04 bukan Excel")
    with pytest.raises(Trouble, match=r"daftar\.xlsx tidak dapat dibaca sebagai Excel"):
        read_officer_list(path)
    with pytest.raises(Trouble, match=r"hilang\.xlsx tidak ditemukan"):
        read_officer_list(tmp_path / "hilang.xlsx")
