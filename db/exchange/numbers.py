"""The book of numbers as an Excel workbook."""

from db.exchange.lines import list_workbook
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
    """One line a number."""
    rows = (
        (
            *(line.run, line.place, line.number, line.dated_on, line.state, line.explanation),
            *(line.recipient, line.external_number),
        )
        for line in book.lines
    )
    subtitle = f"{book.head.office} · {book.summary} · {book.printed}"
    return list_workbook("Buku nomor", book.title, subtitle, COLUMNS, rows)
