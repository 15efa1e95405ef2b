"""What may become of a row of an imported list."""

from enum import StrEnum

from db.rules.words import _


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"
    SKIPPED = "skipped"


def outcome_label(outcome: Outcome) -> str:
    """What the screen and the result file call it."""
    return {
        Outcome.NEW: _("Baru"),
        Outcome.CHANGED: _("Berubah"),
        Outcome.SAME: _("Sama"),
        Outcome.ERROR: _("Ditolak"),
        Outcome.SKIPPED: _("Dilewati"),
    }[outcome]
