"""The reports about TKSK that the section offers: what each is called, asks for, and is read by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.rules.officer_reports import State
from db.rules.reports import ReportTable
from db.rules.words import _
from db.services import officer_history, officer_reports, regions
from db.services.officer_reports import Wanted

HISTORY = "L04"


@dataclass(frozen=True)
class OfferedReport:
    """One report; `states` are what it may be limited to, none: nothing of the kind."""

    code: str
    title: str
    read: Callable[[Any, Wanted], ReportTable] | None  # None: it is about one TKSK
    states: tuple[tuple[State | None, str], ...] = ()
    years: str = ""  # what the year is called; empty: it asks for none
    one_year: bool = False  # always of one year

    @property
    def label(self) -> str:
        return f"{self.code} · {self.title}"


def offered_reports() -> tuple[OfferedReport, ...]:
    """The reports in the order of domain.md 11."""
    return (
        OfferedReport(
            "L01",
            _("Daftar TKSK"),
            officer_reports.roster_report,
            (
                (None, _("Semua status")),
                (State.DEFINITIVE, _("Definitif")),
                (State.ACTING, _("Plt")),
                (State.DOUBLE, _("Rangkap")),
            ),
            _("Semua tahun SK"),
        ),
        OfferedReport(
            "L02",
            _("Keadaan per kecamatan"),
            officer_reports.posts_report,
            (
                (None, _("Semua keadaan")),
                (State.FILLED, _("Terisi")),
                (State.ACTING, _("Plt")),
                (State.VACANT, _("Lowong")),
            ),
        ),
        OfferedReport(
            "L03",
            _("SK dan masa berlaku"),
            officer_reports.decrees_report,
            (
                (State.VALID, _("Berlaku")),
                (State.ENDING, _("Segera berakhir")),
                (State.ENDED, _("Sudah berakhir")),
                (None, _("Semua SK")),
            ),
            _("Semua tahun SK"),
        ),
        OfferedReport(HISTORY, _("Riwayat satu TKSK"), None),
        OfferedReport(
            "L05",
            _("Rekap laporan bulanan"),
            officer_reports.monthly_report,
            ((None, _("Tanda")), (State.DATES, _("Tanggal diterima"))),
            one_year=True,
        ),
        OfferedReport(
            "L19",
            _("Rencana penggantian"),
            officer_reports.replacement_report,
            (
                (None, _("Semua sebab")),
                (State.TERM, _("Masa tugas")),
                (State.AGE, _("Umur")),
                (State.LAST, _("SK atau penugasan berakhir")),
            ),
        ),
    )


def read_report(
    session: Any, offered: OfferedReport, wanted: Wanted, officer_id: int | None
) -> tuple[ReportTable, ...]:
    """The tables of a report."""
    if offered.read is not None:
        return (offered.read(session, wanted),)
    assert officer_id is not None
    return officer_history.officer_report(session, officer_id, wanted.on)


def read_choices(session: Any, on: date) -> tuple[list[tuple[int, str]], list[tuple[str, str]], list[int]]:
    """What the filters offer: TKSK, kecamatan, years."""
    places = [(place.code, place.name) for place in regions.list_kecamatan(session)]
    years = {on.year, *officer_reports.report_years(session)}
    return officer_history.list_officer_names(session), places, sorted(years, reverse=True)
