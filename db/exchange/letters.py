"""The register of letters, and texts for WhatsApp, as Excel workbooks."""

from collections.abc import Sequence

from db.exchange.lines import list_workbook

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
MESSAGES = (("Nomor", 30), ("Penerima", 34), ("No. WhatsApp", 18), ("Teks", 90))


def register_workbook(title: str, subtitle: str, rows: Sequence[Sequence[str]]) -> bytes:
    """One line for each letter, with the cells of HEADINGS; all of it is text."""
    return list_workbook("Surat keluar", title, subtitle, HEADINGS, rows, fixed=1)


def messages_workbook(title: str, subtitle: str, rows: Sequence[Sequence[str]]) -> bytes:
    """One line for each recipient, with the cells of MESSAGES; numbers of telephones keep their zero."""
    return list_workbook("WhatsApp", title, subtitle, MESSAGES, rows, fixed=2)
