"""Two pages about a kecamatan: who serves there, what was done, whom it is for (peers.md)."""

from dataclasses import dataclass

from db.rules.reports import Report, ReportTable


@dataclass(frozen=True)
class DutyCount:
    """How often one of the duties T1–T8 was done."""

    code: str
    name: str
    number: int


@dataclass(frozen=True)
class KecamatanProfile:
    """What the two pages state; the tables of the frame are left aside."""

    frame: Report
    kecamatan: str
    day: str  # 13 April 2020
    photo: bytes | None
    facts: tuple[tuple[str, str], ...]  # of the one who serves
    history: ReportTable
    months: ReportTable
    duties: tuple[DutyCount, ...]
    since: str  # the day from which activities are counted
    activities: ReportTable
    recaps: tuple[ReportTable, ...]  # PPKS and PSKS
