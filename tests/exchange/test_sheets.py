"""Files as other people's programs write them, and the headings in them."""

import os
import zipfile
from datetime import date

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

import resources
from db.exchange import sheets
from db.exchange.headings import find_header, find_lists, header_at, match, same_headings, source_rows
from db.exchange.import_book import result_workbook, template_workbook
from db.exchange.sheets import read_grid
from db.rules.imports import Outcome, PlannedRow, SourceRow
from db.rules.imports_officers import officer_target
from db.rules.problems import Trouble

TARGET = officer_target()
LINES = "Nama;NIK;Kecamatan\nBudi Uji;5204061203909001;Utan\nÉlan Uji;;Alas\n"


def rows_of(sheet):
    return [(number, list(cells)) for number, cells in sheet.rows(0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_csv_whatever_encoding_and_separator(tmp_path, encoding, separator):
    path = tmp_path / "daftar.csv"
    path.write_bytes(LINES.replace(";", separator).encode(encoding))
    [sheet] = read_grid(path).sheets
    assert rows_of(sheet)[2] == (3, ["Élan Uji", "", "Alas"])
    assert rows_of(sheet) == rows_of(sheet)  # as often as one likes


def test_a_separator_inside_quotes_and_excels_own_hint(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('Nama;Tempat, tanggal lahir;NIK\n"Uji; Budi";"Utan, 12-03-1990";1\n', "utf-8")
    assert rows_of(read_grid(path).sheets[0])[1][1] == ["Uji; Budi", "Utan, 12-03-1990", "1"]


def test_rows_are_counted_as_excel_does(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Kosong")
        sheet = book.add_worksheet("Isi")
        sheet.write(3, 2, "Nama")
        sheet.write(4, 2, "Budi")
        sheet.write_datetime(4, 3, date(2020, 1, 2), book.add_format({"num_format": "dd-mm-yyyy"}))
    [sheet] = read_grid(path).sheets
    assert (sheet.name, sheet.height) == ("Isi", 5)
    assert rows_of(sheet)[4] == (5, ["Budi", date(2020, 1, 2)])


def test_a_sheet_of_libreoffice(tmp_path):
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("Nama", "NIK")
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = f'<manifest:manifest xmlns:manifest="{names}manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" '
            f'xmlns:text="{names}text:1.0"><office:body><office:spreadsheet><table:table table:name="Daftar">'
            f"<table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    [sheet] = read_grid(path).sheets
    assert (sheet.name, rows_of(sheet)) == ("Daftar", [(1, ["Nama", "NIK"])])


def test_files_that_cannot_be_read_say_why_in_one_sentence(tmp_path, monkeypatch):
    def said(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Trouble) as trouble:
            read_grid(path)
        return str(trouble.value)

    assert "bukan daftar" in said("a.pdf", b"%PDF")
    assert "tidak dapat dibaca" in said("a.xlsx", b"PK nothing")
    assert "kosong" in said("a.csv", b"")
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    assert "dilindungi kata sandi" in said("b.xlsx", locked)
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    assert "lebih dari 2 juta baris" in said("b.csv", LINES.encode())
    with pytest.raises(Trouble, match="tidak ditemukan"):
        read_grid(tmp_path / "hilang.xlsx")


def test_a_zip_bomb_is_not_opened(tmp_path):
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as file:
        for _piece in range(80):
            file.write(bytes(2**20))
    with pytest.raises(Trouble, match="terlalu besar saat dibuka"):
        read_grid(path)


def test_a_file_that_another_program_holds_is_said(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"x")

    def refuse(*_all):
        raise PermissionError

    monkeypatch.setattr(sheets, "_book", refuse)
    with pytest.raises(Trouble, match=r"a\.xlsx sedang dibuka program lain"):
        read_grid(path)


def _header(path):
    grid = read_grid(path)
    return grid, find_header(grid.sheets[0], TARGET)


def test_three_rows_of_headings_and_stray_spaces(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(1, 0, 3, 0, "  NAMA ")
        sheet.merge_range(1, 1, 1, 4, "DATA")
        sheet.merge_range(2, 1, 2, 2, "ALAMAT")
        sheet.merge_range(2, 3, 2, 4, "JENIS KELAMIN")
        sheet.write_row(3, 1, ["RT ", " RW", "L", "P"])
        sheet.write_row(4, 0, ["Budi", "1", "2", "v"])
    grid, header = _header(path)
    assert match(header.titles, TARGET, {}) == ("name", "rt", "rw", "sex_male", "sex_female")
    assert header.last == 4
    assert header_at(grid.sheets[0], 3, 4).titles[1] == "ALAMAT · RT"
    assert [row.number for row in source_rows([(grid.sheets[0], header)])] == [5]


def test_two_rows_of_headings_in_csv_without_merged_cells(tmp_path):
    path = tmp_path / "a.csv"
    lines = "Nama;Alamat;;;Lahir;;NIK\n;Jalan;RT;RW;Tempat;Tanggal;\nBudi;Jl. Uji;1;2;Utan;12-03-1990;5\n"
    path.write_text(lines, "utf-8")
    _grid, header = _header(path)
    assert header.titles[:4] == ("Nama", "Alamat · Jalan", "Alamat · RT", "Alamat · RW")
    fields = ("name", "address", "rt", "rw", "birth_place", "birth_date", "nik")
    assert match(header.titles, TARGET, {}) == fields


def test_numbered_columns_repeated_headings_and_empty_rows_are_no_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("No;Nama;NIK\n1;2;3\n1;Budi;9\n;;\nNo;Nama;NIK\n2;Siti;8\n", "utf-8")
    grid, header = _header(path)
    rows = list(source_rows([(grid.sheets[0], header)]))
    assert [(row.number, row.cells[1]) for row in rows] == [(3, "Budi"), (6, "Siti")]


def test_one_kecamatan_is_the_post_unless_the_list_has_another_for_it():
    assert match(("Nama", "Kecamatan"), TARGET, {}) == ("name", "post")
    both = ("Nama", "Kecamatan", "Kecamatan Lokasi Tugas")
    assert match(both, TARGET, {}) == ("name", "home_kecamatan", "post")


def test_what_was_chosen_before_wins_and_a_field_has_one_column():
    assert match(("Nama", "Nama Lengkap"), TARGET, {"nama": "mother"}) == ("mother", "name")
    assert match(("NIK", "NIK"), TARGET, {}) == ("nik", "")
    assert match(("NIK",), TARGET, {"nik": ""}) == ("",)


def test_sheets_with_the_same_headings_are_found_wherever_they_stand(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Sampul").write(0, 0, "DAFTAR")
        for name, first in (("Utara", 0), ("Selatan", 3)):
            sheet = book.add_worksheet(name)
            sheet.write_row(first, 0, ["Nama", "NIK"])
            sheet.write_row(first + 1, 0, ["Budi", "1"])
    grid = read_grid(path)
    lists = find_lists(grid, TARGET)
    sheet, _header = lists[0]
    chosen = same_headings(lists)
    assert (sheet.name, [(one.name, own.last) for one, own in chosen]) == (
        "Utara",
        [("Utara", 1), ("Selatan", 4)],
    )


def test_the_practice_list_is_understood():
    _grid, header = _header(resources.path("seed", "daftar_tksk_banda_aceh_2022.xlsx"))
    columns = match(header.titles, TARGET, {})
    assert {"name", "nik", "niat", "post", "birth_date"} <= set(columns)


def test_the_result_keeps_nik_as_text_days_as_days_and_nothing_computes(tmp_path):
    row = SourceRow("Sheet1", 2, (5204061203909001.0, "=1+1", date(2020, 1, 2)))
    plan = PlannedRow("Sheet1", 2, "Budi", Outcome.ERROR, "NIK kosong")
    path = tmp_path / "hasil.xlsx"
    path.write_bytes(result_workbook(("NIK", "Nama", "Lahir"), [row], [plan]))
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert cells[1][:3] == ["5204061203909001", "=1+1", date(2020, 1, 2)]
    assert cells[1][3:] == ["Sheet1", "2", "Ditolak", "NIK kosong", ""]
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_every_heading_of_the_template_is_understood(tmp_path):
    path = tmp_path / "templat.xlsx"
    path.write_bytes(template_workbook(TARGET))
    sheet, header = find_lists(read_grid(path), TARGET)[0]
    assert sheet.name == "Daftar"
    fields = TARGET.by_name()
    columns = match(header.titles, TARGET, {})
    assert [fields[name].label for name in columns] == list(header.titles)  # each to its own field
    assert {"name", "nik", "niat", "post", "post_start"} <= set(columns)


def test_a_text_that_was_changed_since_is_not_read_as_if_it_were_the_same(tmp_path):
    """Between the preview and the writing, by whoever has it open; or it is gone."""
    path = tmp_path / "daftar.csv"
    path.write_text("NIK;Nama\n1;Ana\n", encoding="utf-8")
    [sheet] = read_grid(path).sheets
    assert len(list(sheet.rows(0))) == 2
    os.utime(path, ns=(1, 1))
    with pytest.raises(Trouble, match=r"daftar\.csv diubah sesudah dibaca"):
        list(sheet.rows(0))
    path.unlink()
    with pytest.raises(Trouble, match=r"daftar\.csv tidak ditemukan"):
        list(sheet.rows(0))
