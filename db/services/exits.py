"""An officer leaves: the end of the term, and the five steps that follow from it."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.appointments import require_single_holder
from db.models.audit import AuditEntry
from db.models.exits import ExitStep
from db.models.letters import LetterDraft
from db.models.officer_card import OfficerPaper
from db.models.officers import Assignment
from db.models.recruitment import Vacancy
from db.records import hold
from db.rules.access import Right
from db.rules.exits import StepKind, StepState, check_exit, step_label
from db.rules.officers import AssignmentKind
from db.rules.problems import RuleViolation, refuse, require
from db.rules.recruitment import Stage
from db.rules.words import _
from db.services import drafts, exit_papers, scans
from db.services.covers import CoverForm, appoint_cover
from db.services.exit_papers import Leaving, reason_code
from db.services.exit_steps import ORDER, settled, step_row, steps_of
from db.services.recruitment import vacancies
from db.services.recruitment.usual import usual_vacancy


@dataclass(frozen=True)
class ExitForm:
    """Why and when somebody stops; `left_on` is the first day without duty."""

    reason: str
    detail: str
    left_on: date
    letter_number: str
    letter_on: date | None


@dataclass(frozen=True)
class Refused:
    """A step that could not be prepared, and why."""

    kind: StepKind
    reason: str


@dataclass(frozen=True)
class Recorded:
    """What recording an exit has done."""

    kecamatan_code: str
    refused: tuple[Refused, ...]


@needs(Right.OFFICERS)
def record_exit(session: Session, assignment_id: int, form: ExitForm) -> str:
    """End an assignment, and double duty elsewhere; vacant from `left_on`. Returns the kecamatan's code."""
    assignment = hold(session, Assignment, assignment_id)
    name = assignment.officer.person.full_name if assignment.end_reason else ""
    require(check_exit(assignment.starts_on, form.left_on, recorded=name, ends_on=assignment.ends_on))
    last_day = form.left_on - timedelta(days=1)
    ending = [assignment]
    if assignment.kind is AssignmentKind.DEFINITIVE:
        starts_on, kecamatan = assignment.starts_on, assignment.kecamatan
        require_single_holder(session, kecamatan, starts_on, last_day, except_for=assignment)
        ending += [term for term in _doubles(assignment) if term.ends_on is None or term.ends_on > last_day]
    for term in ending:
        term.ends_on = last_day
        term.end_reason = form.reason
        term.end_detail = form.detail
        term.end_letter_number = form.letter_number
        term.end_letter_on = form.letter_on
    session.flush()
    return assignment.kecamatan_code


@needs(Right.OFFICERS)
def leave(
    session: Session,
    assignment_id: int,
    form: ExitForm,
    steps: frozenset[StepKind],
    cover: CoverForm | None = None,
    *,
    today: date,
    scan: tuple[str, bytes] | None = None,
) -> Recorded:
    """Record an exit and prepare these steps; one that cannot be prepared says why, the others stand.

    scan: name and content of the letter of who leaves; it is kept among the papers of the officer.
    """
    code = record_exit(session, assignment_id, form)
    assignment = session.get_one(Assignment, assignment_id)
    if scan is not None:
        _file_letter(session, assignment, *scan)
    refused = []
    for kind in sorted(ORDER, key=lambda kind: kind is not StepKind.COVER):  # the others name who covers
        step = ExitStep(assignment_id=assignment_id, kind=kind, state=StepState.LEFT_OUT)
        session.add(step)
        session.flush()
        if kind in steps:
            try:
                with session.begin_nested():
                    _prepare(session, step, steps, cover, today)
            except RuleViolation as error:
                refused.append(Refused(kind, str(error)))
    return Recorded(code, tuple(sorted(refused, key=lambda one: ORDER.index(one.kind))))


@needs(Right.OFFICERS)
def prepare_step(
    session: Session, assignment_id: int, kind: StepKind, cover: CoverForm | None = None, *, today: date
) -> None:
    """Prepare a step that was left out, was refused, or whose letter was cancelled."""
    assignment = hold(session, Assignment, assignment_id)
    known = {step.kind: step for step in steps_of(session, assignment_id)}
    step = known.get(kind)
    if step is None:
        step = ExitStep(assignment=assignment, kind=kind, state=StepState.LEFT_OUT)
        session.add(step)
        session.flush()
    if step_row(session, kind, step).state is not StepState.LEFT_OUT:
        raise refuse(_("{step} sudah disiapkan.").format(step=step_label(kind)))
    there = {known_kind for known_kind, one in known.items() if one.state is not StepState.LEFT_OUT}
    _prepare(session, step, frozenset({*there, kind}), cover, today)


@needs(Right.OFFICERS)
def leave_out(session: Session, assignment_id: int, kind: StepKind) -> None:
    """Do without a step that is not final: its draft is deleted, its interim and vacancy taken back."""
    step = next((one for one in steps_of(session, assignment_id) if one.kind is kind), None)
    if step is None or step_row(session, kind, step).state is StepState.LEFT_OUT:
        return
    if reason := settled(session, [step]):
        raise refuse(reason)
    _take_back(session, step)


@needs(Right.OFFICERS)
def undo_exit(session: Session, assignment_id: int) -> str:
    """Take back an exit that was recorded by mistake; the term goes on as before. Returns the code.

    Refuses while a letter of it is final, the vacancy announced, or somebody else holds the post.
    """
    assignment = hold(session, Assignment, assignment_id)
    steps = steps_of(session, assignment_id)
    if reason := settled(session, steps):
        raise refuse(reason)
    for step in steps:
        _take_back(session, step)
        session.delete(step)
    session.flush()
    last_day, why = assignment.ends_on, assignment.end_reason
    doubles = [t for t in _doubles(assignment) if (t.ends_on, t.end_reason) == (last_day, why)]
    for term in (assignment, *doubles):
        until = _end_before_exit(session, term)
        if term.kind is AssignmentKind.DEFINITIVE:
            require_single_holder(session, term.kecamatan, term.starts_on, until, except_for=term)
        term.ends_on, term.end_reason, term.end_detail = until, "", ""
        term.end_letter_number, term.end_letter_on = "", None
    return assignment.kecamatan_code


def _prepare(
    session: Session, step: ExitStep, steps: frozenset[StepKind], cover: CoverForm | None, today: date
) -> None:
    assignment = session.get_one(Assignment, step.assignment_id)
    assert assignment.ends_on is not None, "the exit is recorded first"
    left_on = assignment.ends_on + timedelta(1)
    if step.kind is StepKind.VACANCY:
        form, rules = usual_vacancy(session, assignment.kecamatan_code, max(today, left_on))
        step.vacancy_id = vacancies.open_vacancy(session, form, rules)
    else:
        if step.kind is StepKind.COVER:
            step.cover = appoint_cover(session, assignment, cover, max(today, left_on), today)
        others = (one.cover for one in steps_of(session, assignment.id) if one.cover is not None)
        code = reason_code(session, assignment.end_reason)
        leaving = Leaving(assignment, code, left_on, next(others, None), steps, today)
        step.draft_id = drafts.save_draft(session, None, exit_papers.draft_of(session, leaving, step.kind))
    step.state, step.letter_id = StepState.READY, None
    session.flush()


def _file_letter(session: Session, assignment: Assignment, name: str, content: bytes) -> None:
    scan_id, officer_id = scans.file_scan(session, name, content), assignment.officer_id
    known = select(OfficerPaper.id).where(
        OfficerPaper.officer_id == officer_id, OfficerPaper.scan_id == scan_id
    )
    if session.scalar(known) is None:
        number, dated_on = assignment.end_letter_number, assignment.end_letter_on
        session.add(
            OfficerPaper(
                officer_id=officer_id,
                kind_code="exit_letter",
                number=number,
                dated_on=dated_on,
                scan_id=scan_id,
            )
        )


def _take_back(session: Session, step: ExitStep) -> None:
    draft = session.get(LetterDraft, step.draft_id) if step.draft_id else None
    vacancy = session.get(Vacancy, step.vacancy_id) if step.vacancy_id else None
    cover = step.cover
    step.state, step.draft_id, step.cover, step.vacancy_id = StepState.LEFT_OUT, None, None, None
    session.flush()
    for record in (draft, cover):
        if record is not None:
            session.delete(record)
    if vacancy is not None and vacancy.stage is Stage.DRAFT:
        reason = _("Dibatalkan dari tindak lanjut berhentinya TKSK.")
        vacancies.cancel_vacancy(session, vacancy.id, reason)
    session.flush()


def _doubles(assignment: Assignment) -> list[Assignment]:
    """The double duty elsewhere of who is definitive here: it ends with the post."""
    return [term for term in assignment.officer.assignments if term.kind is AssignmentKind.DOUBLE]


def _end_before_exit(session: Session, term: Assignment) -> date | None:
    """The end that a term had before its exit, as the log has it."""
    reason, end = (getattr(Assignment, name).info["label"] for name in ("end_reason", "ends_on"))
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.table_name == Assignment.__tablename__, AuditEntry.record_id == str(term.id))
        .order_by(AuditEntry.id.desc())
    )
    for entry in entries:
        if reason in entry.new:
            before = entry.old.get(end) if end in entry.new else None
            if end not in entry.new:
                return term.ends_on
            return date.fromisoformat(before) if before else None
    return term.ends_on
