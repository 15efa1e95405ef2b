"""Rounds of data and their sheets (domain.md 2.6, 8.1)."""

from enum import StrEnum

from db.rules.words import _


class SheetState(StrEnum):
    NOT_BEGUN = "not_begun"
    RUNNING = "running"
    HANDED_IN = "handed_in"
    VERIFIED = "verified"
    VALIDATED = "validated"
    RETURNED = "returned"
    LOCKED = "locked"


def sheet_state_label(state: SheetState) -> str:
    """What the screen calls a state."""
    return {
        SheetState.NOT_BEGUN: _("Belum mulai"),
        SheetState.RUNNING: _("Berjalan"),
        SheetState.HANDED_IN: _("Diserahkan TKSK"),
        SheetState.VERIFIED: _("Diverifikasi kecamatan"),
        SheetState.VALIDATED: _("Divalidasi dinas"),
        SheetState.RETURNED: _("Dikembalikan"),
        SheetState.LOCKED: _("Dikunci"),
    }[state]
