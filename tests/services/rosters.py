"""Invented rosters in the three forms that offices use (domain.md 1.10, 7.2)."""

from datetime import datetime

import xlsxwriter

DKI = (
    *("No URUT", "NOMOR INDUK ANGGOTA TKSK ", "TEMPAT TUGAS/KECAMATAN", "NAMA", " NAMA IBU KANDUNG", "NIK"),
    *("TEMPAT DAN TANGGAL LAHIR", "USIA", ("JENIS KELAMIN", "L", "P")),
    *(("ALAMAT", "JALAN", "RT", "RW", "KELURAHAN"), "TELPON"),
    ("PENDIDIKAN TERAKHIR", "SLTA", "D3", "S1", "S2"),
    ("PENGANGKATAN TKSK PERTAMA", "TAHUN", "NOMOR SK", "PEJABAT YANG BERTANDA TANGAN"),
    ("PENGANGKATAN TKSK TERAKHIR", "TAHUN", "NOMOR SK", "PEJABAT YANG BERTANDA TANGAN"),
    *("NAMA DI REKENING", "NOMOR REKENING", "NAMA BANK", "NO KARTU REGISTRASI"),
)
EPSKS = (
    *("Nama Lengkap", "Nama Ibu Kandung", "No. KTP / NIK", "NIAT", "Tempat Lahir", "Tanggal Lahir"),
    *("Jenis Kelamin", "Agama", "Alamat", "Kabupaten / Kota", "Kecamatan", "Desa / Kelurahan", "RT", "RW"),
    *("No. Handphone", "Alamat Email", "Kab/Kota Lokasi Tugas", "Kecamatan Lokasi Tugas"),
    *("Tahun Pengangkatan", "Pekerjaan Utama", "Rekening Bank Jatim", "Rekening Bank BNI"),
    *("Status Kinerja", "Penilaian Tahunan"),
)
SULTENG = (
    *("no_induk_tksk_a", "no_induk_tksk_b", "kabupaten_kota", "kecamatan", "nama", "nama_ibu_kandung"),
    *("nomor_nik", "tempat_lahir", "tanggal_lahir", "jenis_kelamin", "alamat_rumah", "no_hp"),
    *("pendidikan_terakhir", "tahun_pengangkatan_tksk"),
)


def write_dki(path, sheets):
    """Sheets by name, each a list of rows by heading; two-row merged headings below a title."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            places, column = {}, 0
            for heading in DKI:
                parts = heading[1:] if isinstance(heading, tuple) else ()
                if parts:
                    sheet.merge_range(2, column, 2, column + len(parts) - 1, heading[0])
                    for offset, part in enumerate(parts):
                        sheet.write(3, column + offset, part)
                        places[f"{heading[0]} {part}"] = column + offset
                else:
                    sheet.merge_range(2, column, 3, column, heading)
                    places[heading.strip()] = column
                column += max(len(parts), 1)
            sheet.merge_range(0, 0, 0, column - 1, "DATA TENAGA KESEJAHTERAAN SOSIAL KECAMATAN")
            sheet.write_row(4, 0, range(1, column + 1))
            for number, row in enumerate(rows, 5):
                for heading, cell in row.items():
                    if isinstance(cell, datetime):
                        sheet.write_datetime(number, places[heading], cell, day)
                    else:
                        sheet.write(number, places[heading], cell)
    return path


def write_list(path, headings, rows, title=""):
    """One sheet, one row of headings; a row is a dict by heading."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet("Sheet1")
        first = 2 if title else 0
        sheet.write(0, 0, title)
        sheet.write_row(first, 0, headings)
        for number, row in enumerate(rows, first + 1):
            for heading, cell in row.items():
                sheet.write(number, headings.index(heading), cell)
    return path
