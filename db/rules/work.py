"""What an officer does by day and reports by month (domain.md 1.4, 1.9)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.rules.dates import MONTHS, long_date
from db.rules.due import last_of_month, months_after
from db.rules.problems import Problem
from db.rules.settings import Limits
from db.rules.words import _

FIRST_YEAR = 2009  # of the first TKSK (domain.md 1.1)
LONGEST_TEXT = 1000
MOST_PARTICIPANTS = 99_999
MOST_PHOTOS = 12  # of one activity

Span = tuple[date, date | None]


class ReportState(StrEnum):
    """How the report of a month stands; a month without a row has not come in."""

    RECEIVED = "received"
    REVISE = "revise"
    APPROVED = "approved"


DECIDED = frozenset({ReportState.REVISE, ReportState.APPROVED})
MOVES: dict[ReportState | None, frozenset[ReportState | None]] = {  # None: has not come in, or is taken back
    None: frozenset({ReportState.RECEIVED}),
    ReportState.RECEIVED: frozenset({ReportState.REVISE, ReportState.APPROVED, None}),
    ReportState.REVISE: frozenset({ReportState.APPROVED, None}),
    ReportState.APPROVED: frozenset({ReportState.REVISE, None}),
}


@dataclass(frozen=True)
class ReportMonth:
    """One month of which reports are owed."""

    first: date
    last: date
    due: date  # the last day on which its report is in time


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One month of one officer: whether a report is owed, and how it stands."""

    serves: bool = False  # on the last day: then a report is owed once the month is over
    begun: bool = False  # served in it, and it has begun: a report may come in
    late: bool = False  # the day for it is past and nothing has come, or came after it
    state: ReportState | None = None
    received_on: date | None = None

    @property
    def missing(self) -> bool:
        return self.late and self.state is None


def report_label(state: ReportState | None) -> str:
    """What the screen calls it; None: nothing has come in."""
    if state is None:
        return _("Belum")
    return {
        ReportState.RECEIVED: _("Diterima"),
        ReportState.REVISE: _("Perlu perbaikan"),
        ReportState.APPROVED: _("Disetujui"),
    }[state]


def why_not(before: ReportState | None, after: ReportState | None) -> str:
    """Why a report cannot go from one state to another; empty where it can."""
    if after in MOVES[before]:
        return ""
    if before is None:
        return _("belum diterima")
    return {
        ReportState.RECEIVED: _("sudah diterima"),
        ReportState.REVISE: _("sudah diminta diperbaiki"),
        ReportState.APPROVED: _("sudah disetujui"),
    }[before]


def report_month(year: int, month: int, limits: Limits) -> ReportMonth:
    """A month, with the day for its report as the office has set it."""
    first = date(year, month, 1)
    due = months_after(first, 1).replace(day=limits.report_day)
    return ReportMonth(first, last_of_month(year, month), due)


def month_cell(
    spans: Collection[Span], month: ReportMonth, found: tuple[ReportState, date] | None, on: date
) -> MonthCell:
    """How a month stands on a day; spans: when the officer served there."""
    first, last = month.first, month.last
    serves = any(start <= last and (end is None or end >= last) for start, end in spans)
    begun = first <= on and any(start <= last and (end is None or end >= first) for start, end in spans)
    state, received_on = found or (None, None)
    late = received_on > month.due if received_on else serves and on > month.due
    return MonthCell(serves, begun, late, state, received_on)


def check_received(received_on: date, first: date, today: date) -> list[Problem]:
    """A report comes in on a day that is not before its month, nor after today."""
    if received_on > today:
        return [Problem(_("Tanggal diterima tidak boleh sesudah hari ini."), "received_on")]
    if received_on < first:
        text = _("Laporan {month} tidak dapat diterima sebelum bulan itu mulai.")
        return [Problem(text.format(month=month_name(first.year, first.month)), "received_on")]
    return []


def month_name(year: int, month: int) -> str:
    """April 2020."""
    return f"{MONTHS[month - 1]} {year}"


def name_months(months: Sequence[tuple[int, int]]) -> str:
    """Januari, Februari dan April 2020."""
    parts = []
    for place, (year, month) in enumerate(months):
        last_of_year = place + 1 == len(months) or months[place + 1][0] != year
        parts.append(month_name(year, month) if last_of_year else MONTHS[month - 1])
    return " dan ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def reminder(name: str, kecamatan: str, months: Sequence[tuple[int, int]], office: str, day: int) -> str:
    """The text for WhatsApp to somebody whose reports have not come in; never translated."""
    return (
        f"Yth. Sdr. {name}, TKSK Kecamatan {kecamatan}.\n\n"
        f"Laporan bulanan {name_months(months)} belum kami terima. "
        f"Laporan disampaikan paling lambat tanggal {day} bulan berikutnya. "
        "Mohon segera dikirimkan; bila sudah dikirim, mohon abaikan pesan ini.\n\n"
        f"Terima kasih.\n{office}"
    )


def check_activity(
    done_on: date | None, text: str, duty: str, programme: str, participants: int | None, today: date
) -> list[Problem]:
    """What an entry must say."""
    problems = []
    if done_on is None:
        problems.append(Problem(_("Isi tanggal kegiatan."), "done_on"))
    elif done_on > today:
        problems.append(Problem(_("Tanggal kegiatan tidak boleh sesudah hari ini."), "done_on"))
    if not text:
        problems.append(Problem(_("Tulis apa yang dikerjakan."), "text"))
    elif len(text) > LONGEST_TEXT:
        said = _("Paling panjang {most} huruf; sekarang {length}.")
        problems.append(Problem(said.format(most=LONGEST_TEXT, length=len(text)), "text"))
    if not duty and not programme:
        problems.append(Problem(_("Pilih tugas T1–T8 atau program."), "duty_code"))
    if participants is not None and not 0 <= participants <= MOST_PARTICIPANTS:
        problems.append(Problem(_("Isi jumlah peserta dengan angka wajar."), "participants"))
    return problems


def doubt_day(spans: Collection[Span], day: date) -> str:
    """Why a day is unlikely for an officer who served then and then; empty where it is likely."""
    if not spans or any(start <= day and (end is None or end >= day) for start, end in spans):
        return ""
    first = min(start for start, _end in spans)
    if day < first:
        return _("Sebelum mulai bertugas ({day}); periksa tanggalnya.").format(day=long_date(first))
    ends = [end for _start, end in spans if end is not None and end < day]
    return _("Sesudah berhenti bertugas ({day}); periksa tanggalnya.").format(day=long_date(max(ends)))


def activity_words(text: str, participants: int | None, result: str) -> str:
    """An activity as the monthly report prints it in one cell; never translated."""
    parts = [text.strip().rstrip(".")]
    if participants:
        parts[0] += f" ({participants} peserta)"
    if result.strip():
        parts.append(f"Hasil: {result.strip().rstrip('.')}")
    return ". ".join(parts)
