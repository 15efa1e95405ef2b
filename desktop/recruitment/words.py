"""How this tab says stages, applicants and dates."""

from datetime import date

from db.rules.dates import MONTHS
from db.rules.recruitment import Applied, Stage

APPLIED_TONES = {
    Applied.REGISTERED: "neutral",
    Applied.PASSED: "good",
    Applied.FAILED: "bad",
    Applied.ABSENT: "warn",
    Applied.CHOSEN: "info",
    Applied.RESERVE: "neutral",
    Applied.NOT_CHOSEN: "neutral",
    Applied.WITHDRAWN: "warn",
    Applied.REFUSED: "bad",
    Applied.APPOINTED: "good",
}
STAGE_TONES = {Stage.DRAFT: "warn", Stage.FILLED: "good", Stage.CANCELLED: "neutral"}


def stage_tone(stage: Stage) -> str:
    """The colour of a stage's pill."""
    return STAGE_TONES.get(stage, "info")


def short_day(day: date | None) -> str:
    """17 Apr."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}" if day else ""


def short_period(first: date, last: date) -> str:
    """13–16 Apr."""
    if first == last:
        return short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last)}"
    return f"{short_day(first)} – {short_day(last)}"


def short_number(registration_number: str) -> str:
    """003 of TKSK-2020-5204-06-003."""
    return registration_number.rsplit("-", 1)[-1]
