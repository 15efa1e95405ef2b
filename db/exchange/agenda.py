"""The agenda as an Excel workbook."""

from db.exchange.lines import list_workbook
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
    """One line a letter."""
    rows = (
        (
            *(DIRECTIONS[line.direction], line.place, line.day, line.number, line.dated_on),
            *(line.party, line.subject, line.note),
        )
        for line in book.lines
    )
    return list_workbook(
        "Agenda", book.title, f"{book.office} · {book.period} · {book.printed}", COLUMNS, rows
    )
