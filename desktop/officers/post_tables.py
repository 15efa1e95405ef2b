"""The roster and the formation board on paper and in Excel: what is shown, as of the day that is shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from db.roster import PostRow, count_totals, is_unknown
from db.rules.dates import long_date
from db.rules.officers import AssignmentKind, PostState
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from desktop.clock import today
from desktop.parts.opener import Opener
from desktop.parts.report_dialog import ReportDialog

INTERIM = {AssignmentKind.ACTING: "Plt", AssignmentKind.DOUBLE: "rangkap"}
ROSTER = (
    ReportColumn("number", "No.", 4, ColumnKind.WHOLE),
    ReportColumn("kecamatan", "Kecamatan", 16),
    ReportColumn("holder", "TKSK", 24),
    ReportColumn("niat", "NIAT", 13, ColumnKind.NIK),
    ReportColumn("interim", "Plt/rangkap", 24),
    ReportColumn("decree_ends_on", "Berlaku s.d.", 14, ColumnKind.DATE),
    ReportColumn("state", "Keadaan", 12),
    ReportColumn("cause", "Keterangan", 24),
)
BOARD = (
    ReportColumn("number", "No.", 4, ColumnKind.WHOLE),
    ReportColumn("kecamatan", "Kecamatan", 16),
    ReportColumn("posts", "Formasi", 8, ColumnKind.WHOLE),
    ReportColumn("holder", "TKSK", 22),
    ReportColumn("interim", "Plt/rangkap", 22),
    ReportColumn("state", "Keadaan", 12),
    ReportColumn("vacant_since", "Lowong sejak", 12, ColumnKind.DATE),
    ReportColumn("days_vacant", "Hari", 6, ColumnKind.WHOLE),
    ReportColumn("cause", "Sebab", 24),
)


def roster_table(rows: Sequence[PostRow], day: date, filters: Sequence[str] = ()) -> ReportTable:
    """The roster as of a day."""
    cells = (
        (
            n,
            r.kecamatan,
            r.holder,
            r.niat if r.holder else "",
            _interim(r),
            r.decree_ends_on,
            _state(r, day),
            r.cause,
        )
        for n, r in enumerate(rows, 1)
    )
    return ReportTable("", "Daftar TKSK", ROSTER, tuple(cells), subtitle=_said(day, filters, rows))


def board_table(rows: Sequence[PostRow], day: date, filters: Sequence[str] = ()) -> ReportTable:
    """The formation of each kecamatan on a day."""
    cells = tuple(
        (
            *(n, r.kecamatan, r.posts, r.holder, _interim(r), _state(r, day)),
            *(r.vacant_since, r.days_vacant, r.cause),
        )
        for n, r in enumerate(rows, 1)
    )
    totals = (None, "Jumlah", sum(r.posts for r in rows), None, None, None, None, None, None)
    return ReportTable("", "Formasi TKSK", BOARD, cells, subtitle=_said(day, filters, rows), totals=totals)


def show_table(section: Opener, table: Any) -> None:
    """Open a table to print it or to save it."""
    assert isinstance(section, QWidget)
    section.open_dialog(ReportDialog(section, section.worker, table))


def _said(day: date, filters: Sequence[str], rows: Sequence[PostRow]) -> tuple[str, ...]:
    totals = count_totals(rows)
    said = f"{totals.kecamatan} kecamatan: {totals.filled} terisi, {totals.acting} Plt/rangkap, "
    said += f"{totals.vacant} lowong, {totals.no_post} tanpa formasi"
    return (f"Keadaan per {long_date(day)}", *filters, said)


def _interim(post: PostRow) -> str:
    return f"{post.interim} ({INTERIM[post.interim_kind]})" if post.interim_kind else ""


def _state(post: PostRow, day: date) -> str:
    if is_unknown(post, day, today()):
        return "Belum ada data"
    if post.state is PostState.ACTING:
        return INTERIM[post.interim_kind or AssignmentKind.ACTING].capitalize()
    return {PostState.FILLED: "Terisi", PostState.VACANT: "Lowong"}.get(post.state, "Tanpa formasi")
