"""The days in which an applicant may object to the administrative result, counted in working days."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from db.rules.dates import day_and_date
from db.rules.problems import Problem
from db.rules.selection import ObjectionOutcome
from db.rules.words import _
from db.rules.working_days import add_working_days

LONGEST_PERIOD = 30  # working days
ABOUT_FINAL = "hasil akhir seleksi"  # as the answer says it; such an answer may name scores


@dataclass(frozen=True)
class Window:
    """From the day after the result to its last working day; both count."""

    result_on: date
    last_on: date
    days: int

    @property
    def first_on(self) -> date:
        """The day after the result."""
        return self.result_on + timedelta(1)


def check_period(days: int) -> list[Problem]:
    """How many working days an objection may be taken; 0 where a selection takes none."""
    if 0 <= days <= LONGEST_PERIOD:
        return []
    return [Problem(_("Masa sanggah 0 sampai {n} hari kerja.").format(n=LONGEST_PERIOD), "objection_days")]


def window_of(result_on: date, days: int, holidays: Container[date] = ()) -> Window:
    """The period after a result; without days, its own day is the last."""
    return Window(result_on, add_working_days(result_on, days, holidays), days)


def check_received(window: Window, received_on: date, today: date) -> list[Problem]:
    """An objection comes after the result and up to the last day, which the refusal names."""
    if not window.days:
        return [Problem(_("Seleksi ini tidak mempunyai masa sanggah."), "received_on")]
    if received_on > today:
        return [Problem(_("Tanggal diterima belum tiba."), "received_on")]
    if received_on < window.result_on:
        text = _("Hasil administrasi baru ada {day}; sanggahan tidak dapat mendahuluinya.")
        return [Problem(text.format(day=day_and_date(window.result_on)), "received_on")]
    if received_on > window.last_on:
        text = _("Masa sanggah {n} hari kerja berakhir {day}; sanggahan sesudah itu tidak dapat diterima.")
        return [Problem(text.format(n=window.days, day=day_and_date(window.last_on)), "received_on")]
    return []


def check_answer(
    outcome: ObjectionOutcome | None, answer: str, received: date, answered: date | None
) -> list[Problem]:
    """An answer says something, has an outcome, and does not come before the objection."""
    problems = []
    if outcome is None:
        problems.append(Problem(_("Pilih hasil sanggahan: diterima atau ditolak."), "outcome"))
    if not answer.strip():
        problems.append(Problem(_("Tulis hasil pemeriksaan ulang; dicetak dalam surat jawaban."), "answer"))
    if answered is not None and answered < received:
        problems.append(Problem(_("Jawaban mendahului sanggahannya."), "answered_on"))
    return problems


LONGEST_REASON = 300


def check_early(window: Window, decided_on: date, reason: str) -> list[Problem]:
    """Who decides while objections are still taken says why; the minutes print it."""
    if not is_early(window, decided_on):
        return []
    if not reason.strip():
        text = _("Masa sanggah baru berakhir {day}. Tulis alasan menetapkan sebelum itu; dicetak.")
        return [Problem(text.format(day=day_and_date(window.last_on)), "early_reason")]
    if len(reason.strip()) > LONGEST_REASON:
        return [Problem(_("Alasan paling panjang {n} huruf.").format(n=LONGEST_REASON), "early_reason")]
    return []


def is_early(window: Window, decided_on: date) -> bool:
    """Whether an objection may still come in on this day."""
    return bool(window.days) and decided_on <= window.last_on
