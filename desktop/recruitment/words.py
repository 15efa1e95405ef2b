"""How this tab says stages, applicants and dates."""

from datetime import date

from db.rules.dates import MONTHS
from db.rules.recruitment import Applied, Stage, applied_label, stage_label
from db.rules.selection import TrackStep, track_label
from db.rules.words import _
from db.services.recruitment.applicants import ApplicantRow

APPLIED_TONES = {
    Applied.REGISTERED: "neutral",
    Applied.PASSED: "good",
    Applied.FAILED: "bad",
    Applied.ABSENT: "warn",
    Applied.CHOSEN: "info",
    Applied.RESERVE: "neutral",
    Applied.NOT_CHOSEN: "neutral",
    Applied.WITHDRAWN: "warn",
    Applied.DISQUALIFIED: "bad",
    Applied.REFUSED: "bad",
    Applied.APPOINTED: "good",
}
STAGE_TONES = {Stage.DRAFT: "warn", Stage.FILLED: "good", Stage.CANCELLED: "neutral"}


def stage_tone(stage: Stage) -> str:
    """The colour of a stage's pill."""
    return STAGE_TONES.get(stage, "info")


def short_stage(stage: Stage) -> str:
    """All stages have to stand side by side on a small screen."""
    return {
        Stage.ADMINISTRATION: _("Administrasi"),
        Stage.DECIDED: _("Ditetapkan"),
    }.get(stage, stage_label(stage))


def short_step(step: TrackStep) -> str:
    """Eleven names have to stand side by side on a small screen."""
    return {
        TrackStep.ADMINISTRATION: _("Administrasi"),
        TrackStep.WRITTEN: _("Tertulis"),
        TrackStep.COMPUTER: _("Komputer"),
        TrackStep.PLENARY: _("Penetapan"),
        TrackStep.RESULT: _("Hasil"),
        TrackStep.PROPOSAL: _("Usulan"),
    }.get(step, track_label(step))


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


def checked_state(person: ApplicantRow) -> str:
    """How far the files of an applicant are, for one verifier or for two."""
    if person.status is Applied.REGISTERED:
        return _("tunda") if person.status_reason else _("belum")
    told = {"waiting": _("1 dari 2"), "differs": _("berbeda")}  # what the first found is not told
    return told.get(person.second, applied_label(person.status))


def listed_state(person: ApplicantRow) -> str:
    """The state of an applicant; MS and TMS only once the second verifier has agreed."""
    unsettled = person.second in ("waiting", "differs")
    return checked_state(person) if unsettled else applied_label(person.status)


def listed_tone(person: ApplicantRow) -> str:
    """The colour of that."""
    unsettled = person.second in ("waiting", "differs")
    return checked_tone(person) if unsettled else APPLIED_TONES[person.status]


def checked_tone(person: ApplicantRow) -> str:
    """The colour of that."""
    if person.second == "differs":
        return "bad"
    waiting = person.status is Applied.REGISTERED or person.second == "waiting"
    return "warn" if waiting else APPLIED_TONES[person.status]
