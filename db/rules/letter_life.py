"""What becomes of a letter after it is final: it comes back signed, or is cancelled (domain.md 4.7)."""

from datetime import date
from enum import StrEnum

from db.rules.problems import Problem
from db.rules.words import _

RETURN_EXPECTED = 7  # days until a letter that has not come back is pointed out


class LetterStatus(StrEnum):
    FINAL = "final"
    SIGNED = "signed"  # the signed paper came back
    CANCELLED = "cancelled"


def letter_status_label(status: LetterStatus) -> str:
    """What the screen calls it."""
    return {
        LetterStatus.FINAL: _("Final"),
        LetterStatus.SIGNED: _("Ditandatangani"),
        LetterStatus.CANCELLED: _("Dibatalkan"),
    }[status]


class Standing(StrEnum):
    """How a letter stands on a day."""

    FINAL = "final"
    AWAITED = "awaited"  # printed for a signature, not yet back
    SIGNED = "signed"
    CANCELLED = "cancelled"


def standing_label(standing: Standing) -> str:
    """What the filter of the register calls it."""
    return {
        Standing.FINAL: _("Final"),
        Standing.AWAITED: _("Belum kembali"),
        Standing.SIGNED: _("Ditandatangani"),
        Standing.CANCELLED: _("Dibatalkan"),
    }[standing]


def standing_of(status: LetterStatus, needs_signature: bool, dated_on: date, on: date) -> Standing:
    """How a letter of a day stands on another; on its own day nobody waits for it yet."""
    if status is LetterStatus.FINAL and needs_signature and dated_on < on:
        return Standing.AWAITED
    return Standing(status.value)


def check_reason(reason: str) -> list[Problem]:
    """Whoever opens a cancelled letter in five years reads why."""
    if len(reason.strip()) < 5:
        return [Problem(_("Tulis alasannya; alasan tetap tercatat pada surat."), "reason")]
    return []
