"""The register of letters as an Excel workbook."""

from collections.abc import Sequence
from io import BytesIO

HEADINGS = (
    ("Nomor", 28),
    ("Tanggal", 12),
    ("Jenis", 24),
    ("Hal", 48),
    ("Tujuan", 34),
    ("Penandatangan", 30),
    ("Keadaan", 22),
    ("Kembali", 12),
    ("Versi", 7),
    ("Menggantikan", 26),
    ("Diganti oleh", 26),
    ("Alasan batal", 34),
    ("Nomor SRIKANDI", 24),
    ("Kode arsip", 13),
)


def register_workbook(title: str, subtitle: str, rows: Sequence[Sequence[str]]) -> bytes:
    """One line for each letter, with the cells of HEADINGS; everything is text, so that no cell computes."""
    import xlsxwriter

    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet("Surat keluar")
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
    sheet.write_string(1, 0, subtitle)
    heading = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    for place, (name, width) in enumerate(HEADINGS):
        sheet.write_string(3, place, name, heading)
        sheet.set_column(place, place, width)
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for line, cells in enumerate(rows, 4):
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell, plain)
    sheet.freeze_panes(4, 1)
    sheet.autofilter(3, 0, 3 + len(rows), len(HEADINGS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    book.close()
    return output.getvalue()
