"""The steps that follow from an exit, as they stand: read by the window, closed by a final letter."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.catalog import spec_of
from db.models.exits import ExitStep
from db.models.letters import Letter, LetterDraft
from db.models.officers import Assignment
from db.models.recruitment import Vacancy
from db.rules.access import Right
from db.rules.dates import period
from db.rules.drafts import find_missing
from db.rules.exits import StepKind, StepState, step_label
from db.rules.letter_life import LetterStatus
from db.rules.officers import AssignmentKind
from db.rules.problems import refuse
from db.rules.recruitment import Stage, stage_label
from db.rules.templates import Field
from db.rules.words import _
from db.services.exit_papers import LETTERS

ORDER = tuple(StepKind)


@dataclass(frozen=True)
class StepRow:
    """One step as it stands. `note`: its number, its days, or what is still missing."""

    id: StepKind
    state: StepState
    what: str
    note: str
    complete: bool  # nothing is missing: it can be made final
    draft_id: int | None = None
    missing: tuple[Field, ...] = ()  # what keeps its draft from being made final
    letter_id: int | None = None
    vacancy_id: int | None = None


@dataclass(frozen=True)
class FollowUp:
    """An exit with its steps."""

    assignment_id: int
    officer: str
    kecamatan: str
    kecamatan_code: str
    reason: str
    left_on: date
    steps: tuple[StepRow, ...]
    announced: str  # why the exit can no longer be taken back; empty: it can
    final: tuple[str, ...]  # the letters that would be cancelled with it: what each is, and its number


@needs(Right.READ)
def get_follow_up(session: Session, assignment_id: int) -> FollowUp:
    """An exit with the state of each step. Refuses, saying so, a term whose exit is not recorded."""
    assignment = session.get_one(Assignment, assignment_id)
    person, last_day = assignment.officer.person, require_recorded(assignment)
    known = {step.kind: step for step in steps_of(session, assignment_id)}
    return FollowUp(
        assignment_id=assignment_id,
        officer=person.full_name,
        kecamatan=assignment.kecamatan.name,
        kecamatan_code=assignment.kecamatan_code,
        reason=assignment.cause,
        left_on=last_day + timedelta(1),
        steps=tuple(step_row(session, kind, known.get(kind)) for kind in ORDER),
        announced=announced(session, known.values()),
        final=tuple(
            f"{step_label(kind)} ({letter.describe()})"
            for kind, letter in final_letters(session, known.values()).items()
        ),
    )


def require_recorded(assignment: Assignment) -> date:
    """The last day of somebody whose exit is recorded; refuses a term without one."""
    if not assignment.end_reason or assignment.ends_on is None:
        text = _("Berhentinya {name} dari Kecamatan {kecamatan} belum dicatat.")
        name = assignment.officer.person.full_name
        raise refuse(text.format(name=name, kecamatan=assignment.kecamatan.name))
    return assignment.ends_on


@needs(Right.LETTERS)
def close_step(session: Session, draft_id: int, letter_id: int) -> None:
    """The step whose draft has become this letter is done; a draft of another origin has none."""
    for step in session.scalars(select(ExitStep).where(ExitStep.draft_id == draft_id)):
        step.state, step.letter_id, step.draft_id = StepState.DONE, letter_id, None


@needs(Right.READ)
def steps_of(session: Session, assignment_id: int) -> list[ExitStep]:
    """The steps of an exit as they are kept."""
    return list(session.scalars(select(ExitStep).where(ExitStep.assignment_id == assignment_id)))


@needs(Right.READ)
def settled(session: Session, steps: Collection[ExitStep]) -> str:
    """Why what follows from an exit can no longer be taken back by itself; empty: it can."""
    for kind, letter in final_letters(session, steps).items():
        text = _("{step} sudah final ({number}). Batalkan dahulu surat itu di tab Surat.")
        return text.format(step=step_label(kind), number=letter.describe())
    return announced(session, steps)


@needs(Right.READ)
def final_letters(session: Session, steps: Iterable[ExitStep]) -> dict[StepKind, Letter]:
    """The final letters of these steps that are valid, in their order."""
    found = {step.kind: session.get_one(Letter, step.letter_id) for step in steps if step.letter_id}
    valid = (kind for kind in ORDER if kind in found and found[kind].status is not LetterStatus.CANCELLED)
    return {kind: found[kind] for kind in valid}


@needs(Right.READ)
def announced(session: Session, steps: Iterable[ExitStep]) -> str:
    """Why an exit stands: others have heard of its vacancy; empty: nobody has."""
    for step in steps:
        vacancy = session.get(Vacancy, step.vacancy_id) if step.vacancy_id else None
        if vacancy is not None and vacancy.stage not in (Stage.DRAFT, Stage.CANCELLED):
            text = _("Lowongan Kecamatan {name} sudah diumumkan. Batalkan dahulu di tab Rekrutmen.")
            return text.format(name=vacancy.kecamatan.name)
    return ""


@needs(Right.READ)
def step_row(session: Session, kind: StepKind, step: ExitStep | None) -> StepRow:
    """A step as it stands now: its letter may be cancelled, its draft deleted, its vacancy announced."""
    left_out = StepRow(kind, StepState.LEFT_OUT, step_label(kind), "", complete=False)
    if step is None:
        return left_out
    if step.cover is not None:  # its draft was deleted
        text = _("{name} masih ditunjuk bertugas sementara")
        left_out = replace(left_out, note=text.format(name=step.cover.officer.person.full_name))
    if letter := session.get(Letter, step.letter_id) if step.letter_id else None:
        if letter.status is LetterStatus.CANCELLED:
            note = _("Surat {number} dibatalkan").format(number=letter.describe())
            return StepRow(kind, StepState.LEFT_OUT, letter.subject, note, False, letter_id=letter.id)
        return StepRow(kind, StepState.DONE, letter.subject, letter.number, True, letter_id=letter.id)
    if draft := session.get(LetterDraft, step.draft_id) if step.draft_id else None:
        spec = spec_of(LETTERS[kind])
        names = {problem.field for problem in find_missing(spec, draft.values)}
        missing = tuple(field for field in spec.fields if field.name in names)
        said = ", ".join(field.label for field in missing)
        note = _("Belum diisi: {fields}").format(fields=said) if said else ""
        return StepRow(kind, StepState.READY, draft.subject, note, not missing, draft.id, missing)
    if vacancy := session.get(Vacancy, step.vacancy_id) if step.vacancy_id else None:
        states = {Stage.DRAFT: StepState.READY, Stage.CANCELLED: StepState.LEFT_OUT}
        state = states.get(vacancy.stage, StepState.DONE)
        what = _("Lowongan Kecamatan {name}").format(name=vacancy.kecamatan.name)
        days = _("Pendaftaran {days}").format(days=period(vacancy.opens_on, vacancy.closes_on))
        note = days if state is StepState.READY else stage_label(vacancy.stage)
        return StepRow(kind, state, what, note, True, vacancy_id=vacancy.id)
    return left_out


@needs(Right.READ)
def find_exit(session: Session, kecamatan_code: str) -> int | None:
    """The newest recorded exit of a kecamatan's definitive officer, by its assignment; None without one."""
    query = select(Assignment.id).where(
        Assignment.kecamatan_code == kecamatan_code,
        Assignment.kind == AssignmentKind.DEFINITIVE,
        Assignment.end_reason != "",
    )
    return session.scalar(query.order_by(Assignment.ends_on.desc()).limit(1))
