"""A report written to Excel and opened again: text stays text, days are days, nothing computes."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from db.exchange.report import report_workbook
from tests.paper.test_report import REPORT, TABLE


def read(workbook):
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_says_what_the_table_says():
    rows = read(report_workbook(REPORT))["L99 Daftar Uji"]
    assert [row[0] for row in rows[:5]] == [
        "Daftar Uji",
        "Kabupaten Sumbawa",
        "Keadaan 13 April 2020",
        "Kecamatan Utan",
        REPORT.printed,
    ]
    assert rows[6] == [column.title for column in TABLE.columns]
    assert rows[7] == [1, "Budi Contoh", "5204060101909001", date(1990, 1, 1), 1_250_000, 0.75, "●"]
    assert rows[8] == [2, "=SUM(A1)", "5204064101919002", "", 0, "", "○"]
    assert rows[9] == ["", "Jumlah", "", "", 1_250_000, 0.38, ""]
    assert rows[11][0] == "● disetujui"


def test_each_table_has_its_sheet_whatever_its_title_and_an_empty_one_has_its_header():
    titles = (
        "A/B: [banyak] sekali huruf dalam judul lembar",
        "Rekapitulasi PPKS per Kecamatan",
        "Rekapitulasi PPKS per Kecamatan: Laki-laki",
        "Rekapitulasi PPKS per Kecamatan: Umur tidak diketahui, keluarga, dan lembaga",
        "Daftar: laki-laki",
        "Kata" * 10,
    )
    others = [replace(TABLE, code="", title=title, rows=(), totals=()) for title in titles]
    sheets = read(report_workbook(replace(REPORT, tables=(TABLE, *others))))
    assert list(sheets) == [
        "L99 Daftar Uji",
        "banyak sekali huruf dalam judul",
        "Rekapitulasi PPKS per Kecamatan",
        "Laki-laki",
        "Umur tidak diketahui, keluarga",
        "6 laki-laki",
        "KataKataKataKataKataKataKataKat",
    ]
    assert sheets["Laki-laki"][6][1] == "Nama"
    long = replace(TABLE, code="L06", title="Rekapitulasi PPKS per Kecamatan")
    assert list(read(report_workbook(replace(REPORT, tables=(long,))))) == ["L06 Rekapitulasi PPKS"]
