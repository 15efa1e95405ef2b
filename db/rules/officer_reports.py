"""What the reports about TKSK say: their columns, the signs of months, warnings (domain.md 11).

Words here are as printed, so never translated.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum

from db.rules.dates import age_on, short_date
from db.rules.due import age_limit, term_limit
from db.rules.reports import Cell, ColumnKind, ReportColumn, share_of
from db.rules.settings import Limits
from db.rules.work import MonthCell, ReportState, Span, month_cell, report_month

WHOLE, YEAR, DATE = ColumnKind.WHOLE, ColumnKind.YEAR, ColumnKind.DATE
MARK, NIK = ColumnKind.MARK, ColumnKind.NIK
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")  # as printed
SIGNS = {ReportState.APPROVED: "●", ReportState.RECEIVED: "○", ReportState.REVISE: "▲", None: "×"}
SIGN_NOTE = (
    "● disetujui · ○ diterima · ▲ perlu perbaikan · × belum masuk · "
    "kosong: belum waktunya atau tidak bertugas"
)


Arrived = dict[int, tuple[ReportState, date]]  # by month: how the report stands, and when it came in


class State(StrEnum):
    """What a report may be limited to; each report knows some of them."""

    DEFINITIVE = "definitive"
    ACTING = "acting"
    DOUBLE = "double"
    FILLED = "filled"
    VACANT = "vacant"
    VALID = "valid"
    ENDING = "ending"
    ENDED = "ended"
    TERM = "term"
    AGE = "age"
    LAST = "last"
    DATES = "dates"  # L05: the day a report came in, in place of a sign


STATE_WORDS = {  # as printed below the title
    State.DEFINITIVE: "hanya definitif",
    State.ACTING: "hanya Plt",
    State.DOUBLE: "hanya rangkap",
    State.FILLED: "hanya yang terisi",
    State.VACANT: "hanya yang lowong",
    State.VALID: "hanya SK yang berlaku",
    State.ENDING: "hanya SK yang segera berakhir",
    State.ENDED: "hanya SK yang sudah berakhir",
    State.TERM: "hanya karena masa tugas",
    State.AGE: "hanya karena umur",
    State.LAST: "hanya karena SK atau penugasan berakhir",
    State.DATES: "tanggal diterima",
}


def month_columns() -> tuple[ReportColumn, ...]:
    """Twelve months and what part of the reports came in."""
    months = (ReportColumn(f"m{n}", title, 5, MARK) for n, title in enumerate(MONTHS, 1))
    return (*months, ReportColumn("share", "Masuk", 7, ColumnKind.PERCENT))


def year_cells(
    spans: Collection[Span], arrived: Arrived, year: int, on: date, limits: Limits
) -> tuple[MonthCell, ...]:
    """The twelve months of a year as they stood on a day."""
    known = {month: found for month, found in arrived.items() if found[1] <= on}
    months = (report_month(year, month, limits) for month in range(1, 13))
    return tuple(month_cell(spans, month, known.get(month.first.month), on) for month in months)


def month_signs(cells: Sequence[MonthCell], *, dates: bool = False) -> tuple[Cell, ...]:
    """A sign (or the day of receipt) for each month, and what part of the reports due came in."""
    signs = [f"{c.received_on:%d-%m}" if dates and c.received_on else _sign(c) for c in cells]
    came, missing = (sum(c.state is not None for c in cells), sum(c.missing for c in cells))
    return (*signs, share_of(came, came + missing))


def _sign(cell: MonthCell) -> str:
    return SIGNS[cell.state] if cell.state or cell.missing else ""


def years_served(first: date, first_year: int | None, on: date) -> int:
    """Full years since the first assignment, or since the year that an older list tells."""
    known = age_on(first, on)
    return max(known, on.year - first_year) if first_year and first_year < first.year else known


def duty_ends(
    starts_on: date, birth_date: date | None, last_day: date | None, limits: Limits
) -> dict[State, date]:
    """When the longest term is over, the age is reached, decree or assignment ends (domain.md 8.2)."""
    ends = {State.TERM: term_limit(starts_on, limits.term_years)}
    if birth_date:
        ends[State.AGE] = age_limit(birth_date, limits.age_limit_years)
    return ends | ({State.LAST: last_day} if last_day else {})


def cause_words(state: State, limits: Limits) -> str:
    """masa tugas 5 tahun, umur 60 tahun, SK atau penugasan berakhir."""
    if state is State.LAST:
        return "SK atau penugasan berakhir"
    if state is State.TERM:
        return f"masa tugas {limits.term_years} tahun"
    return f"umur {limits.age_limit_years} tahun"


def decree_warning(starts_on: date, ends_on: date | None, on: date, limits: Limits) -> str:
    """How a decree stands on a day."""
    if starts_on > on:
        return "Belum berlaku"
    if ends_on is None:
        return "Berlaku"
    left = (ends_on - on).days
    if left < 0:
        return "Sudah berakhir"
    return (
        f"Berakhir dalam {limits.decree_ends_within} hari" if left <= limits.decree_ends_within else "Berlaku"
    )


def is_gone(starts_on: date, left: date | None) -> bool:
    """Whether somebody whose last day is known has left the kecamatan for which a decree was made."""
    return left is not None and starts_on <= left


def standing_of(
    starts_on: date, ends_on: date | None, left: date | None, on: date, limits: Limits
) -> tuple[int | None, str]:
    """Days that are left of a decree, and what is to be said of it; who has left has none."""
    if left is not None and is_gone(starts_on, left):
        return None, f"berhenti {short_date(left + timedelta(days=1))}"
    days = (ends_on - on).days if ends_on else None
    return days, decree_warning(starts_on, ends_on, on, limits)


ROSTER_COLUMNS = (
    ReportColumn("no", "No.", 4, WHOLE),
    ReportColumn("name", "Nama", 22),
    ReportColumn("niat", "NIAT", 11, NIK),
    ReportColumn("nik", "NIK", 17, NIK),
    ReportColumn("place", "Tempat lahir", 12),
    ReportColumn("born", "Tanggal lahir", 10, DATE),
    ReportColumn("age", "Umur", 6, WHOLE),
    ReportColumn("sex", "JK", 4, MARK),
    ReportColumn("education", "Pendidikan", 11),
    ReportColumn("kecamatan", "Kecamatan", 12),
    ReportColumn("decree", "Nomor SK", 22),
    ReportColumn("dated", "Tanggal SK", 10, DATE),
    ReportColumn("issuer", "Penerbit SK", 30),
    ReportColumn("starts", "TMT", 10, DATE),
    ReportColumn("ends", "Selesai", 10, DATE),
    ReportColumn("served", "Masa tugas (th)", 7, WHOLE),
    ReportColumn("phone", "No. HP", 13, NIK),
    ReportColumn("state", "Status", 9),
)
POSTS_COLUMNS = (
    ReportColumn("no", "No.", 5, WHOLE),
    ReportColumn("kecamatan", "Kecamatan", 18),
    ReportColumn("posts", "Formasi", 9, WHOLE),
    ReportColumn("filled", "Terisi", 8, WHOLE),
    ReportColumn("acting", "Plt", 6, WHOLE),
    ReportColumn("vacant", "Lowong", 9, WHOLE),
    ReportColumn("officer", "TKSK", 28),
    ReportColumn("cause", "Alasan", 28),
    ReportColumn("since", "Sejak", 12, DATE),
)
DECREES_COLUMNS = (
    ReportColumn("no", "No.", 5, WHOLE),
    ReportColumn("number", "Nomor SK", 22),
    ReportColumn("level", "Tingkat", 13),
    ReportColumn("dated", "Tanggal", 10, DATE),
    ReportColumn("issuer", "Pejabat penerbit", 24),
    ReportColumn("officer", "TKSK", 24),
    ReportColumn("niat", "NIAT", 11, NIK),
    ReportColumn("kecamatan", "Kecamatan", 14),
    ReportColumn("starts", "Mulai", 10, DATE),
    ReportColumn("ends", "Selesai", 10, DATE),
    ReportColumn("left", "Sisa hari", 8, WHOLE),
    ReportColumn("warning", "Peringatan", 18),
)
MONTHLY_COLUMNS = (
    ReportColumn("no", "No.", 5, WHOLE),
    ReportColumn("officer", "TKSK", 26),
    ReportColumn("niat", "NIAT", 11, NIK),
    ReportColumn("kecamatan", "Kecamatan", 14),
    *month_columns(),
)
REPLACEMENT_COLUMNS = (
    ReportColumn("no", "No.", 5, WHOLE),
    ReportColumn("kecamatan", "Kecamatan", 14),
    ReportColumn("officer", "TKSK", 26),
    ReportColumn("niat", "NIAT", 11, NIK),
    ReportColumn("born", "Lahir", 10, DATE),
    ReportColumn("starts", "Masa tugas mulai", 10, DATE),
    ReportColumn("term", "Masa tugas habis", 10, DATE),
    ReportColumn("age", "Batas umur", 10, DATE),
    ReportColumn("last", "SK berakhir", 10, DATE),
    ReportColumn("why", "Sebab", 22),
    ReportColumn("first", "Paling lambat", 10, DATE),
    ReportColumn("left", "Sisa hari", 8, WHOLE),
    ReportColumn("stage", "Seleksi pengganti", 16),
)

# L04: the tables of one TKSK

FACTS_COLUMNS = (
    ReportColumn("what", "Uraian", 24),
    ReportColumn("fact", "Isi", 70),
)
OWN_DECREES_COLUMNS = (
    ReportColumn("number", "Nomor SK", 20),
    ReportColumn("level", "Tingkat", 13),
    ReportColumn("dated", "Tanggal", 10, DATE),
    ReportColumn("issuer", "Pejabat penerbit", 22),
    ReportColumn("kecamatan", "Kecamatan", 12),
    ReportColumn("starts", "Mulai", 10, DATE),
    ReportColumn("ends", "Selesai", 10, DATE),
    ReportColumn("state", "Keadaan", 13),
)
ASSIGNMENTS_COLUMNS = (
    ReportColumn("kecamatan", "Kecamatan", 16),
    ReportColumn("kind", "Jenis", 10),
    ReportColumn("starts", "Mulai", 10, DATE),
    ReportColumn("ends", "Selesai", 10, DATE),
    ReportColumn("decree", "Nomor SK", 22),
    ReportColumn("why", "Alasan berhenti", 28),
)
PAPERS_COLUMNS = (
    ReportColumn("kind", "Dokumen", 26),
    ReportColumn("number", "Nomor", 22),
    ReportColumn("issuer", "Penerbit", 24),
    ReportColumn("dated", "Tanggal", 10, DATE),
    ReportColumn("expires", "Berlaku sampai", 10, DATE),
)
TRAININGS_COLUMNS = (
    ReportColumn("name", "Pelatihan", 34),
    ReportColumn("organiser", "Penyelenggara", 26),
    ReportColumn("year", "Tahun", 7, YEAR),
    ReportColumn("hours", "Jam", 6, WHOLE),
    ReportColumn("certificate", "Nomor sertifikat", 20),
)
PROGRAMMES_COLUMNS = (
    ReportColumn("programme", "Program", 40),
    ReportColumn("starts", "Mulai", 10, DATE),
    ReportColumn("ends", "Selesai", 10, DATE),
)
OWN_MONTHS_COLUMNS = (
    ReportColumn("year", "Tahun", 7, YEAR),
    ReportColumn("kecamatan", "Kecamatan", 14),
    *month_columns(),
)
EVALUATIONS_COLUMNS = (
    ReportColumn("year", "Tahun", 7, YEAR),
    ReportColumn("value", "Nilai", 8, ColumnKind.DECIMAL),
    ReportColumn("grade", "Predikat", 12),
    ReportColumn("recommendation", "Rekomendasi", 14),
    ReportColumn("assessor", "Penilai", 26),
    ReportColumn("assessed", "Tanggal", 10, DATE),
)
STIPENDS_COLUMNS = (
    ReportColumn("year", "Tahun", 7, YEAR),
    ReportColumn("source", "Sumber dana", 24),
    ReportColumn("months", "Bulan dibayar", 9, WHOLE),
    ReportColumn("amount", "Jumlah (Rp)", 14, ColumnKind.MONEY),
    ReportColumn("last", "Terakhir dibayar", 11, DATE),
)

# The two pages about a kecamatan

HOLDERS_COLUMNS = (
    ReportColumn("officer", "TKSK", 28),
    ReportColumn("kind", "Jenis", 9),
    ReportColumn("starts", "Mulai", 10, DATE),
    ReportColumn("ends", "Selesai", 10, DATE),
    ReportColumn("why", "Alasan berhenti", 30),
)
MONTHS_OF_HOLDERS_COLUMNS = (
    ReportColumn("year", "Tahun", 6, YEAR),
    ReportColumn("officer", "TKSK", 24),
    *month_columns(),
)
ACTIVITIES_COLUMNS = (
    ReportColumn("day", "Tanggal", 10, DATE),
    ReportColumn("duty", "Tugas", 6, MARK),
    ReportColumn("text", "Kegiatan", 38),
    ReportColumn("place", "Tempat", 16),
    ReportColumn("participants", "Peserta", 8, WHOLE),
    ReportColumn("result", "Hasil", 24),
)
KINDS_COLUMNS = (
    ReportColumn("kind", "Jenis", 34),
    ReportColumn("number", "Jumlah", 8, WHOLE),
)
