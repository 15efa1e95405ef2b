"""Remakes the practice Excel list of Banda Aceh, as offices keep theirs, from practice_banda_aceh.csv.

Nobody in resources/seed/practice_*.csv exists. Each NIK is put together from a kecamatan, the birth date
(day + 40 for a woman) and a serial of 9001 and above.
"""

import sys
from datetime import date
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from resources import path, read_regions, read_seed

HEADER_ROW = 3  # counted from zero: two lines of title and an empty one stand above
HEADER = {
    "NO": 5,
    "NAMA LENGKAP": 32,
    "NIAT": 13,
    "NO. KTP / NIK": 19,
    "TEMPAT LAHIR": 16,
    "TANGGAL LAHIR": 15,
    "JENIS KELAMIN": 9,
    "ALAMAT": 34,
    "DESA / KELURAHAN": 20,
    "KECAMATAN LOKASI TUGAS": 20,
    "NO. HANDPHONE": 16,
    "PENDIDIKAN": 16,
}
EDUCATIONS = {"5": "SMA/SEDERAJAT", "7": "D-III", "8": "S-1"}


def bake() -> None:
    """Write the workbook: NIK, NIAT and telephone as text, birth dates as true dates."""
    names = {region.code: region.name.upper() for region in read_regions("1171")}
    with xlsxwriter.Workbook(path("seed", "daftar_tksk_banda_aceh_2022.xlsx")) as book:
        book.set_properties({"title": "Daftar TKSK Kota Banda Aceh (latihan)", "created": date(2022, 3, 8)})
        title = book.add_format({"bold": True, "align": "center", "font_size": 13})
        head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
        cell = book.add_format({"border": 1})
        text = book.add_format({"border": 1, "num_format": "@"})
        day = book.add_format({"border": 1, "num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet("TKSK 2022")
        last = len(HEADER) - 1
        sheet.merge_range(0, 0, 0, last, "DAFTAR TENAGA KESEJAHTERAAN SOSIAL KECAMATAN (TKSK)", title)
        sheet.merge_range(1, 0, 1, last, "KOTA BANDA ACEH TAHUN 2022", title)
        for column, (label, width) in enumerate(HEADER.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(HEADER_ROW, column, label, head)
        for number, row in enumerate(read_seed("practice_banda_aceh"), 1):
            line = HEADER_ROW + number
            degree = f", {row['back_title']}" if row["back_title"] else ""
            sheet.write_number(line, 0, number, cell)
            sheet.write_string(line, 1, row["name"].upper() + degree, cell)
            sheet.write_string(line, 2, row["niat"], text)
            sheet.write_string(line, 3, row["nik"], text)
            sheet.write_string(line, 4, row["birth_place"], cell)
            sheet.write_datetime(line, 5, date.fromisoformat(row["birth_date"]), day)
            sheet.write_string(line, 6, row["sex"], cell)
            sheet.write_string(line, 7, row["address"], cell)
            sheet.write_string(line, 8, names[row["desa_code"]], cell)
            sheet.write_string(line, 9, names[row["kecamatan_code"]], cell)
            sheet.write_string(line, 10, row["phone"], text)
            sheet.write_string(line, 11, EDUCATIONS[row["education_code"]], cell)


if __name__ == "__main__":
    bake()
