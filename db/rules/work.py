"""What an officer does by day and reports by month (domain.md 1.4, 1.9)."""

from enum import StrEnum

from db.rules.words import _


class ReportState(StrEnum):
    """How the report of a month stands; a month without a row has not come in."""

    RECEIVED = "received"
    REVISE = "revise"
    APPROVED = "approved"


def report_label(state: ReportState | None) -> str:
    """What the screen calls it; None: nothing has come in."""
    if state is None:
        return _("Belum")
    return {
        ReportState.RECEIVED: _("Diterima"),
        ReportState.REVISE: _("Perlu perbaikan"),
        ReportState.APPROVED: _("Disetujui"),
    }[state]
