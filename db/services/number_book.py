"""The book of numbers of a year, taken out of the program: nothing in it is left unexplained."""

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from db.access import needs
from db.numbers import is_written
from db.rules.access import Right
from db.rules.numbering import NumberStatus, number_status_label
from db.rules.reports import Cell, ColumnKind, Report, ReportColumn, ReportTable
from db.services.numbers import Gap, NumberRow, count_book, list_book, list_gaps
from db.services.reports import frame_report

TITLE = "Buku Nomor Surat Keluar Tahun {year}"  # as printed, so never translated
ELSEWHERE = "Diberikan di luar buku ini"
MISSING = "TIDAK DAPAT DIJELASKAN: tidak ada dalam buku"
COLUMNS = (
    ReportColumn("run", "Urutan", 14),
    ReportColumn("place", "No.", 6, ColumnKind.MARK),
    ReportColumn("number", "Nomor surat", 28),
    ReportColumn("dated", "Tanggal", 10, ColumnKind.DATE),
    ReportColumn("state", "Keadaan", 10),
    ReportColumn("explanation", "Keterangan", 44),
    ReportColumn("recipient", "Tujuan", 26),
    ReportColumn("external", "Nomor SRIKANDI", 20),
)


@needs(Right.EXPORT)
def export_book(
    session: Session,
    *,
    year: int,
    at: datetime,
    series: str = "",
    status: NumberStatus | None = None,
    text: str = "",
) -> Report:
    """The numbers that a search finds, each run from its first on; without a search also what is missing."""
    criteria = {"year": year, "series": series, "status": status, "text": text}
    rows = list_book(session, 0, count_book(session, **criteria), **criteria)  # type: ignore[arg-type]
    gaps = [] if status or text else list_gaps(session, year)
    found = [
        *((row.series, row.sequence, row.suffix, _line(row)) for row in rows),
        *((gap.series, gap.first, 0, _missing(gap)) for gap in gaps if series in ("", gap.series)),
    ]
    lines = tuple(line for *_order, line in sorted(found, key=lambda entry: entry[:3]))
    table = ReportTable("", TITLE.format(year=year), COLUMNS, lines, (_summary(rows, gaps),))
    return frame_report(session, [table], at=at)


def _line(row: NumberRow) -> tuple[Cell, ...]:
    state = number_status_label(row.status)
    return (
        *(row.run, row.place, row.number, row.dated_on, state),
        *(row.explanation, row.recipient, row.external_number),
    )


def _missing(gap: Gap) -> tuple[Cell, ...]:
    explanation = ELSEWHERE if gap.explained else MISSING
    return (gap.run, gap.describe(), "", None, "", explanation, "", "")


def _summary(rows: list[NumberRow], gaps: list[Gap]) -> str:
    """200 nomor: 190 dipakai, 4 dipesan, 6 batal."""
    counted = Counter(row.status for row in rows)
    parts = [f"{counted[status]} {number_status_label(status).lower()}" for status in NumberStatus]
    missing = sum(gap.last - gap.first + 1 for gap in gaps if not gap.explained)
    lost = f"; {missing} nomor tidak dapat dijelaskan" if missing else ""
    return f"{len(rows)} nomor: {', '.join(parts)}{lost}."


@needs(Right.READ)
def is_given(session: Session, number: str, year: int) -> bool:
    """Whether the book of a year has this number already, as it is typed."""
    return is_written(session, number, year)
