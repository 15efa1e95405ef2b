"""One figure a line with semicolons, as open data portals and Excel here take it (L20)."""

import csv
from datetime import date
from io import StringIO

from db.rules.dates import long_date
from db.rules.reports import ReportTable

MEANINGS = {
    "kode_wilayah": "kode Kemendagri tanpa titik: 6 angka kecamatan, 10 angka desa atau kelurahan",
    "nama_wilayah": "nama kecamatan, desa, atau kelurahan",
    "jenis": "jenis PPKS atau PSKS",
    "jumlah": "banyaknya yang tercatat; satu orang dapat tercatat dengan beberapa jenis",
    "satuan": "yang dihitung: orang, keluarga, kelompok, atau lembaga",
    "tahun": "tahun data",
    "sumber": "kantor yang menerbitkan",
}
USE = "Boleh dipakai dan disebarkan dengan menyebut sumbernya. Berkas ini tidak memuat nama dan NIK."


def open_data_csv(table: ReportTable) -> bytes:
    """UTF-8 with a mark, so that Excel reads it; no cell begins a formula."""
    output = StringIO()
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[_safe(cell) for cell in row] for row in table.rows])
    return output.getvalue().encode("utf-8-sig")


def open_data_notes(table: ReportTable, file: str, on: date) -> bytes:
    """What stands beside the figures: source, date, use, what the columns mean (domain.md 2.7, L20)."""
    source = next((str(row[-1]) for row in table.rows), "")
    facts = (
        ("Judul", table.title),
        ("Berkas", f"{file}; CSV UTF-8, pemisah titik koma, satu angka per baris"),
        ("Sumber", source),
        ("Keadaan data", "; ".join(table.subtitle)),
        ("Dibuat", long_date(on)),
        ("Jumlah baris", str(len(table.rows))),
        ("Pemakaian", USE),
    )
    lines = [f"{name}: {text}" for name, text in facts if text]
    lines += ["", "Kolom:", *(f"- {one.name}: {MEANINGS.get(one.name, one.title)}" for one in table.columns)]
    lines += ["", "Catatan:", *(f"- {note}" for note in table.notes)] if table.notes else []
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell
