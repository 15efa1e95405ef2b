"""The reports of the map that the section offers, and how each is read."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.rules.mapping import Register
from db.rules.recap_tables import RecapQuestion, recap_tables
from db.rules.reports import ReportTable
from db.rules.words import _
from db.services.mapping import recaps, releases, reports, round_reports, rounds

ANOMALIES, NAMES, REPORT = "L11", "L08", "L17"  # asked for in another way than by filters


@dataclass(frozen=True)
class OfferedReport:
    """One report, and which filters it knows: period, places, masked, sheets, round, day."""

    code: str
    title: str
    filters: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        return f"{self.code} · {self.title}"


@dataclass(frozen=True)
class Wanted:
    """What is asked of a report."""

    question: RecapQuestion
    masked: bool = False
    sheets: bool = False
    round_id: int | None = None


def offered_reports() -> tuple[OfferedReport, ...]:
    """The reports in the order of domain.md 11."""
    recap = frozenset({"period", "places", "desa", "masked", "sheets", "day"})
    return (
        OfferedReport("L06", _("Rekap 26 PPKS"), recap),
        OfferedReport("L07", _("Rekap 12 PSKS"), recap),
        OfferedReport(NAMES, _("Daftar nama (BNBA)")),
        OfferedReport("L09", _("Pertumbuhan antarperiode"), frozenset({"list", "places"})),
        OfferedReport("L10", _("Kemajuan pendataan"), frozenset({"round", "places", "desa"})),
        OfferedReport(ANOMALIES, _("Kasus ganda dan anomali")),
        OfferedReport(REPORT, _("Laporan pemetaan sosial"), frozenset({"period", "places", "day"})),
        OfferedReport("L18", _("Register data keluar")),
        OfferedReport("L20", _("Data terbuka"), frozenset({"list", "period", "desa", "day"})),
    )


def read_report(session: Any, code: str, wanted: Wanted, today: date) -> list[ReportTable]:
    """The tables of a report."""
    question = wanted.question
    match code:
        case "L06" | "L07":
            register = Register.PPKS if code == "L06" else Register.PSKS
            figures = recaps.count(
                session,
                replace(question, register=register, local=False),
                sheets=wanted.sheets,
                masked=wanted.masked,
            )
            return recap_tables(figures, masked=wanted.masked)
        case "L09":
            ids = [one.round_id for one in recaps.list_periods(session)]
            if len(ids) < 2:
                return []
            growth = round_reports.growth_table(
                session,
                ids,
                question.register,
                local=question.local,
                kecamatan_code=question.kecamatan_code,
            )
            return [growth]
        case "L10":
            assert wanted.round_id is not None
            return [
                round_reports.progress_table(
                    session,
                    wanted.round_id,
                    by_desa=question.by_desa,
                    kecamatan_code=question.kecamatan_code,
                )
            ]
        case "L20":
            figures = recaps.count(session, question, masked=True)  # open data never has single cases
            year = question.on.year if question.round_id is not None else today.year
            return [reports.open_data_table(session, figures, year=year, masked=True)]
    return [releases.releases_table(session)]


def read_rounds(session: Any) -> list[tuple[int, str]]:
    """Every round by its name, the newest first."""
    return [(one.id, one.name) for one in rounds.list_rounds(session)]
