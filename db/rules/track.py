"""The visible track of a vacancy: which steps there are, which are behind, what may still change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.rules.dates import day_and_date, long_date
from db.rules.problems import Problem
from db.rules.recruitment import Stage
from db.rules.selection import RunBy, TrackStep, track_label
from db.rules.words import _
from db.rules.working_days import why_free

ORDER = tuple(TrackStep)
LONGEST_NOTE = 1000
USUAL = frozenset(TrackStep) - {TrackStep.WRITTEN, TrackStep.COMPUTER}
ALWAYS = frozenset({TrackStep.ANNOUNCEMENT, TrackStep.REGISTRATION, TrackStep.ADMINISTRATION})
ALWAYS |= {TrackStep.INTERVIEW, TrackStep.RESULT, TrackStep.PROPOSAL, TrackStep.DECREE}
PROVINCIAL = frozenset({TrackStep.DECREE})
# Steps that are planned by the vacancy's own days: its columns for the first and the last day.
PLANNED_BY: dict[TrackStep, tuple[str, str]] = {
    TrackStep.ANNOUNCEMENT: ("opened_on", "opened_on"),
    TrackStep.REGISTRATION: ("opens_on", "closes_on"),
    TrackStep.ADMINISTRATION: ("administration_on", "administration_on"),
    TrackStep.INTERVIEW: ("interview_on", "interview_on"),
    TrackStep.RESULT: ("result_on", "result_on"),
}
_BEHIND: dict[Stage, frozenset[TrackStep]] = {
    Stage.DRAFT: frozenset(),
    Stage.ANNOUNCED: frozenset(ORDER[:1]),
    Stage.ADMINISTRATION: frozenset(ORDER[:2]),
    Stage.INTERVIEW: frozenset(ORDER[:3]),
    Stage.DECIDED: frozenset(ORDER[:8]),
    Stage.PROPOSED: frozenset(ORDER[:10]),
    Stage.FILLED: frozenset(ORDER),
}


@dataclass(frozen=True)
class StepForm:
    """One step as the dialog of the track has it."""

    step: TrackStep
    active: bool = True
    run_by: RunBy = RunBy.REGENCY
    planned_on: date | None = None
    planned_until: date | None = None
    begun_on: date | None = None
    done_on: date | None = None
    note: str = ""

    @property
    def id(self) -> TrackStep:
        return self.step


@dataclass(frozen=True)
class StepView(StepForm):
    """A step as the track shows it."""

    passed: bool = False  # behind: its rules stand

    @property
    def due_on(self) -> date | None:
        """The last planned day."""
        return self.planned_until or self.planned_on

    def is_overdue(self, on: date) -> bool:
        """Whether it should have been done before this day, and is not."""
        done = self.passed or self.done_on is not None
        waits = self.step is not TrackStep.OBJECTION  # a period that ends by itself
        return self.active and waits and not done and self.due_on is not None and self.due_on < on


def with_period(step: StepView, stage: Stage, on: date) -> StepView:
    """The period for objections ends by itself: it is done on its last day, once that has passed."""
    over = step.due_on is not None and step.due_on < on and TrackStep.ADMINISTRATION in _BEHIND.get(stage, ())
    if step.step is not TrackStep.OBJECTION or step.done_on is not None or not over:
        return step
    return replace(step, done_on=step.due_on, passed=True)


BETWEEN = frozenset({TrackStep.OBJECTION, TrackStep.WRITTEN, TrackStep.COMPUTER})
BETWEEN |= {TrackStep.PLENARY, TrackStep.RESULT}  # done within a stage


def is_behind(stage: Stage, form: StepForm) -> bool:
    """Whether a vacancy has passed a step: by its stage, or by its real day where no stage tells."""
    told = form.step in BETWEEN or stage is Stage.CANCELLED
    return form.step in _BEHIND.get(stage, frozenset()) or (told and form.active and form.done_on is not None)


def default_track(own: Mapping[TrackStep, bool]) -> list[StepForm]:
    """The steps that a vacancy begins with. own: whether the tests beside the interview count in it."""
    return [
        StepForm(
            step,
            active=own.get(step, step in USUAL),
            run_by=RunBy.PROVINCE if step in PROVINCIAL else RunBy.REGENCY,
        )
        for step in ORDER
    ]


def place_now(steps: Sequence[StepView]) -> int:
    """How many steps are behind, from the first; a step that is skipped over counts as behind."""
    behind = [place for place, step in enumerate(steps, 1) if step.passed]
    return max(behind, default=0)


def check_steps(
    before: Mapping[TrackStep, StepView], after: Mapping[TrackStep, StepForm], today: date
) -> list[Problem]:
    """What may not be changed any more, and days that cannot be."""
    problems = []
    for step, form in after.items():
        was, name = before[step], track_label(step)
        field = step.value
        if not form.active and step in ALWAYS:
            text = _("Tahap {name} selalu ada dalam seleksi.")
            problems.append(Problem(text.format(name=name), field))
        rules = ("active", "run_by", "planned_on", "planned_until")
        if was.passed and any(getattr(form, rule) != getattr(was, rule) for rule in rules):
            text = _("Tahap {name} sudah dilalui; aturan dan rencananya tidak dapat diubah lagi.")
            problems.append(Problem(text.format(name=name), field))
        pairs = (
            (form.planned_on, form.planned_until, _("Rencana selesai {name} mendahului rencana mulai.")),
            (form.begun_on, form.done_on, _("{name} selesai sebelum mulai.")),
        )
        problems += [
            Problem(text.format(name=name), field)
            for first, last, text in pairs
            if first is not None and last is not None and last < first
        ]
        done = form.done_on
        if done is not None and done > today and done != was.done_on:
            text = _("{name} tercatat selesai {day}, padahal hari itu belum tiba.")
            problems.append(Problem(text.format(name=name, day=long_date(done)), field))
        problems += check_note(step, form.note, field)
    return problems


def day_warnings(
    forms: Mapping[TrackStep, StepForm], objections_until: date | None, holidays: Mapping[date, str]
) -> list[str]:
    """What is odd about the planned days of tests and interview, though allowed: a free day, too early."""
    said = []
    for step in (TrackStep.WRITTEN, TrackStep.COMPUTER, TrackStep.INTERVIEW):
        form = forms[step]
        days = sorted({day for day in (form.planned_on, form.planned_until) if day is not None})
        if not form.active:
            continue
        for day in days:
            if why := why_free(day, holidays):
                text = _("{name} direncanakan {day}, bukan hari kerja ({why}).")
                said.append(text.format(name=track_label(step), day=day_and_date(day), why=why))
        if days and objections_until is not None and days[0] <= objections_until:
            text = _("{name} direncanakan sebelum masa sanggah berakhir ({day}).")
            said.append(text.format(name=track_label(step), day=day_and_date(objections_until)))
    return said


def check_note(step: TrackStep, note: str, field: str) -> list[Problem]:
    """What is noted of a step is kept whole, or refused."""
    if len(note.strip()) <= LONGEST_NOTE:
        return []
    text = _("Catatan {name} {n} huruf; paling panjang {most}. Ringkas catatan itu.")
    return [Problem(text.format(name=track_label(step), n=len(note.strip()), most=LONGEST_NOTE), field)]
