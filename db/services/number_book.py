"""The book of numbers of a year, taken out of the program: nothing in it is left unexplained."""

from collections import Counter
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.office import Office
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.number_book import NumberBook, NumberLine
from db.rules.numbering import NumberStatus, number_status_label
from db.services.numbers import Gap, NumberRow, count_book, list_book, list_gaps
from db.services.office import get_letterhead, get_office

TITLE = "BUKU NOMOR SURAT KELUAR TAHUN {year}"  # as printed, so never translated
ELSEWHERE = "Diberikan di luar buku ini"
MISSING = "TIDAK DAPAT DIJELASKAN: tidak ada dalam buku"


@needs(Right.EXPORT)
def export_book(
    session: Session,
    *,
    year: int,
    at: datetime,
    series: str = "",
    status: NumberStatus | None = None,
    text: str = "",
) -> NumberBook:
    """The numbers that a search finds, each run from its first on; without a search also what is missing."""
    office = session.scalars(select(Office)).one()
    facts, who = get_office(session), actor_of(session).name
    criteria = {"year": year, "series": series, "status": status, "text": text}
    rows = list_book(session, 0, count_book(session, **criteria), **criteria)  # type: ignore[arg-type]
    gaps = [] if status or text else list_gaps(session, year)
    found = [
        *((row.series, row.sequence, row.suffix, _line(row)) for row in rows),
        *((gap.series, gap.first, 0, _missing(gap)) for gap in gaps if series in ("", gap.series)),
    ]
    return NumberBook(
        head=get_letterhead(session),
        paper=office.paper,
        practice=office.practice,
        title=TITLE.format(year=year),
        regency=facts.regency,
        summary=_summary(rows, gaps),
        lines=tuple(line for *_order, line in sorted(found, key=lambda entry: entry[:3])),
        printed=f"dicetak {short_date(at.date())} pukul {at:%H.%M} {facts.timezone} oleh {who}",
    )


def _line(row: NumberRow) -> NumberLine:
    return NumberLine(
        row.run,
        row.place,
        row.number,
        row.dated_on,
        number_status_label(row.status),
        row.recipient,
        row.explanation,
        row.external_number,
    )


def _missing(gap: Gap) -> NumberLine:
    explanation = ELSEWHERE if gap.explained else MISSING
    return NumberLine(gap.run, gap.describe(), "", None, "", "", explanation, "")


def _summary(rows: list[NumberRow], gaps: list[Gap]) -> str:
    """200 nomor: 190 dipakai, 4 dipesan, 6 batal."""
    counted = Counter(row.status for row in rows)
    parts = [f"{counted[status]} {number_status_label(status).lower()}" for status in NumberStatus]
    missing = sum(gap.last - gap.first + 1 for gap in gaps if not gap.explained)
    lost = f"; {missing} nomor tidak dapat dijelaskan" if missing else ""
    return f"{len(rows)} nomor: {', '.join(parts)}{lost}."
