"""The agenda as an Excel workbook."""

from io import BytesIO
from typing import Any

from db.rules.agenda import AgendaBook, Direction

COLUMNS = (  # title and width; as printed, so never translated
    ("Arah", 9),
    ("No. agenda", 11),
    ("Tanggal", 12),
    ("Nomor surat", 30),
    ("Tanggal surat", 14),
    ("Dari/kepada", 34),
    ("Hal", 48),
    ("Keterangan", 34),
)
DIRECTIONS = {Direction.IN: "Masuk", Direction.OUT: "Keluar", Direction.NUMBER: "Nomor"}


def agenda_workbook(book: AgendaBook) -> bytes:
    """One line a letter; numbers of letters stay text and days stay days, so that Excel can sort them."""
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as file:
        sheet = file.add_worksheet("Agenda")
        text = file.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
        day = file.add_format({"num_format": "dd-mm-yyyy", "valign": "top", "align": "left", "border": 1})
        heading = file.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        sheet.write_string(0, 0, book.title, file.add_format({"bold": True, "font_size": 13}))
        sheet.write_string(1, 0, f"{book.office} · {book.period} · {book.printed}")
        for place, (title, width) in enumerate(COLUMNS):
            sheet.write_string(3, place, title, heading)
            sheet.set_column(place, place, width)
        for row, line in enumerate(book.lines, 4):
            cells: tuple[Any, ...] = (
                *(DIRECTIONS[line.direction], line.place, line.day, line.number, line.dated_on),
                *(line.party, line.subject, line.note),
            )
            for place, cell in enumerate(cells):
                if cell is None or isinstance(cell, str):
                    sheet.write_string(row, place, cell or "", text)
                else:
                    sheet.write_datetime(row, place, cell, day)
        sheet.freeze_panes(4, 0)
        sheet.autofilter(3, 0, 3 + len(book.lines), len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
    return content.getvalue()
