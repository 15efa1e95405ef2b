"""People who may be one and the same (peers.md rows 62–64)."""

from enum import StrEnum

from db.rules.words import _


class Verdict(StrEnum):
    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"


def verdict_label(verdict: Verdict) -> str:
    """What the screen calls a decision."""
    return {
        Verdict.OPEN: _("Belum diputuskan"),
        Verdict.SAME: _("Orang yang sama"),
        Verdict.DIFFERENT: _("Bukan orang yang sama"),
    }[verdict]
