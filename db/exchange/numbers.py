"""The book of numbers as an Excel workbook."""

from io import BytesIO

from db.rules.number_book import NumberBook

COLUMNS = (  # title and width; as printed, so never translated
    ("Urutan", 22),
    ("No.", 8),
    ("Nomor surat", 32),
    ("Tanggal", 12),
    ("Keadaan", 10),
    ("Keterangan", 60),
    ("Tujuan", 34),
    ("Nomor SRIKANDI", 28),
)


def number_workbook(book: NumberBook) -> bytes:
    """One line a number; numbers stay text and days stay days, so that Excel can sort them."""
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as file:
        sheet = file.add_worksheet("Buku nomor")
        text = file.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
        day = file.add_format({"num_format": "dd-mm-yyyy", "valign": "top", "align": "left", "border": 1})
        heading = file.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        sheet.write_string(0, 0, book.title, file.add_format({"bold": True, "font_size": 13}))
        sheet.write_string(1, 0, f"{book.head.office} · {book.summary} · {book.printed}")
        for place, (title, width) in enumerate(COLUMNS):
            sheet.write_string(3, place, title, heading)
            sheet.set_column(place, place, width)
        for row, line in enumerate(book.lines, 4):
            cells = (line.run, line.place, line.number, line.dated_on, line.state, line.explanation)
            for place, cell in enumerate((*cells, line.recipient, line.external_number)):
                if cell is None or isinstance(cell, str):
                    sheet.write_string(row, place, cell or "", text)
                else:
                    sheet.write_datetime(row, place, cell, day)
        sheet.freeze_panes(4, 0)
        sheet.autofilter(3, 0, 3 + len(book.lines), len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
    return content.getvalue()
