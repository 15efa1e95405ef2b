"""An officer leaves: the end of the term, and the five steps that follow from it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from db.access import needs
from db.appointments import doubles_of, end_post, end_term, has_worked, retime
from db.models.audit import Action, AuditEntry
from db.models.exits import ExitStep
from db.models.letters import Letter, LetterDraft
from db.models.officer_card import OfficerPaper
from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.recruitment import Vacancy
from db.records import hold, is_pointed_at
from db.rules.access import Right
from db.rules.drafts import keep_value
from db.rules.exits import StepKind, StepState, check_exit, step_label
from db.rules.officers import AssignmentKind
from db.rules.problems import RuleViolation, refuse, require
from db.rules.recruitment import Stage
from db.rules.words import _
from db.services import drafts, exit_papers, letters, scans
from db.services.covers import CoverForm, appoint_cover
from db.services.exit_papers import Leaving, reason_code
from db.services.exit_steps import (
    ORDER,
    announced,
    final_letters,
    require_recorded,
    settled,
    step_row,
    steps_of,
)
from db.services.recruitment import vacancies
from db.services.recruitment.usual import usual_vacancy

ASKED_ON = "tanggal_permohonan"  # the day of a resignation, as its acceptance names it
AT_ONCE = timedelta(minutes=1)  # what one transaction has written


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
    """End a definitive term, and double duty elsewhere; vacant from `left_on`. Returns the kecamatan."""
    assignment = hold(session, Assignment, assignment_id)
    if assignment.kind is not AssignmentKind.DEFINITIVE:
        raise refuse(_("Tugas sementara diakhiri lewat “Akhiri Plt / rangkap”."))
    name = assignment.officer.person.full_name if assignment.end_reason else ""
    require(check_exit(assignment.starts_on, form.left_on, recorded=name, ends_on=assignment.ends_on))
    for term in end_post(session, assignment, form.left_on - timedelta(days=1), form.reason):
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
    with _cover_changed(session, assignment, kind):
        _take_back(session, step, today)  # what a deleted draft or a cancelled letter has left behind
        _prepare(session, step, frozenset({*there, kind}), cover, today)


@needs(Right.LETTERS)
def complete_step(session: Session, assignment_id: int, kind: StepKind, values: Mapping[str, Any]) -> None:
    """Say what the draft of a step still lacks. The day of a resignation belongs to the exit itself too,
    so the other letters tell it as well.
    """
    assignment = session.get_one(Assignment, assignment_id)
    step = next((one for one in steps_of(session, assignment_id) if one.kind is kind), None)
    if step is None or step.draft_id is None:
        raise refuse(_("{step} tidak lagi berupa konsep.").format(step=step_label(kind)))
    day = values.get(ASKED_ON)
    if kind is StepKind.ACCEPTANCE and isinstance(day, date) and assignment.end_letter_on is None:
        before = _words(session, assignment, frozenset(StepKind))
        assignment.end_letter_on = day
        session.flush()
        _follow(session, before, _words(session, assignment, frozenset(StepKind)))
    form = drafts.get_draft(session, step.draft_id).form
    said = {**form.values, **keep_value(values)}
    drafts.save_draft(session, step.draft_id, replace(form, values=said), form)


@needs(Right.OFFICERS)
def leave_out(session: Session, assignment_id: int, kind: StepKind, *, today: date) -> None:
    """Do without a step that is not final: its draft is deleted, its interim and vacancy taken back.

    An interim that has begun is not forgotten: it ends yesterday.
    """
    step = next((one for one in steps_of(session, assignment_id) if one.kind is kind), None)
    if step is None:
        return
    if why := settled(session, [step]):
        raise refuse(why)
    with _cover_changed(session, step.assignment, kind):
        _take_back(session, step, today)


@needs(Right.OFFICERS)
def undo_exit(session: Session, assignment_id: int, *, today: date, reason: str = "") -> str:
    """Take back an exit that was recorded by mistake; the term goes on as before. Returns the code.

    Its final letters are cancelled for `reason`; their numbers stay used. Refuses while such letters have
    none, the vacancy is announced, or somebody else holds the post.
    """
    assignment = hold(session, Assignment, assignment_id)
    require_recorded(assignment)
    steps = steps_of(session, assignment_id)
    if why := announced(session, steps) or ("" if reason else settled(session, steps)):
        raise refuse(why)
    for letter in final_letters(session, steps).values():
        letters.cancel_letter(session, letter.id, reason)
    covers = [_take_back(session, step, today) for step in steps]
    for step in steps:
        session.delete(step)
    session.flush()
    last_day, why = assignment.ends_on, assignment.end_reason
    doubles = [t for t in doubles_of(assignment) if (t.ends_on, t.end_reason) == (last_day, why)]
    for term in (assignment, *doubles):
        retime(session, term, term.starts_on, term.ends_before, [one for one in covers if one is not None])
        term.ends_before, term.end_reason, term.end_detail = None, "", ""
        term.end_letter_number, term.end_letter_on = "", None
    return assignment.kecamatan_code


def _prepare(
    session: Session, step: ExitStep, steps: frozenset[StepKind], cover: CoverForm | None, today: date
) -> None:
    assignment = session.get_one(Assignment, step.assignment_id)
    left_on = _left_on(assignment)
    if step.kind is StepKind.VACANCY:
        form, rules = usual_vacancy(session, assignment.kecamatan_code, max(today, left_on))
        step.vacancy_id = vacancies.open_vacancy(session, form, rules)
    else:
        if step.kind is StepKind.COVER:
            step.cover = appoint_cover(session, assignment, cover, left_on, today)
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


def _take_back(session: Session, step: ExitStep, today: date) -> Assignment | None:
    """Undo what a step has prepared. Returns its interim where that has taken place, and so stays."""
    draft = session.get(LetterDraft, step.draft_id) if step.draft_id else None
    vacancy = session.get(Vacancy, step.vacancy_id) if step.vacancy_id else None
    cover = step.cover
    letter = session.get(Letter, step.letter_id) if step.letter_id else None
    known_on = letter.dated_on if letter else draft.dated_on if draft else date.min  # nobody served before
    step.state, step.draft_id, step.cover, step.vacancy_id = StepState.LEFT_OUT, None, None, None
    session.flush()
    if draft is not None:
        session.delete(draft)
    if vacancy is not None and vacancy.stage is Stage.DRAFT:
        reason = _("Dibatalkan dari tindak lanjut berhentinya TKSK.")
        vacancies.cancel_vacancy(session, vacancy.id, reason)
    session.flush()
    if cover is None:
        return None
    if has_worked(session, cover) or max(cover.starts_on, known_on) < today:
        last_day = max(today - timedelta(1), cover.starts_on)
        if cover.ends_on is None or cover.ends_on > last_day:
            end_term(cover, last_day, _("Penunjukan dari tindak lanjut berhenti dibatalkan"))
        return cover
    officer = cover.officer
    session.delete(cover)
    session.flush()
    session.expire(officer, ["assignments"])
    for record in (officer, officer.person):
        if not is_pointed_at(session, record) and _made_together(session, record, cover):
            session.delete(record)
            session.flush()
    return None


def _made_together(session: Session, record: Officer | Person, cover: Assignment) -> bool:
    """Whether somebody became known only by being chosen to cover, as the log has it."""
    made = {
        entry.table_name: entry.at
        for entry in session.scalars(
            select(AuditEntry).where(
                AuditEntry.action == Action.CREATE,
                tuple_(AuditEntry.table_name, AuditEntry.record_id).in_(
                    [(one.__tablename__, str(one.id)) for one in (record, cover)]
                ),
            )
        )
    }
    return len(made) == 2 and max(made.values()) - min(made.values()) < AT_ONCE


@contextmanager
def _cover_changed(session: Session, assignment: Assignment, kind: StepKind) -> Iterator[None]:
    """The other drafts name who covers: when that changes they follow, but for what was typed into them."""
    if kind is not StepKind.COVER:
        yield
        return
    others = frozenset(StepKind) - {StepKind.COVER}
    before = _words(session, assignment, others)
    yield
    _follow(session, before, _words(session, assignment, others))


def _follow(session: Session, before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]]) -> None:
    """What a draft said by itself, and would now say otherwise, is written anew."""
    for draft_id in before.keys() & after.keys():
        form = drafts.get_draft(session, draft_id).form
        was, now = before[draft_id], after[draft_id]
        new = {name: now[name] for name in now if now[name] != was[name] == form.values.get(name)}
        if new:
            drafts.save_draft(session, draft_id, replace(form, values={**form.values, **new}), form)


def _words(session: Session, assignment: Assignment, kinds: frozenset[StepKind]) -> dict[int, dict[str, Any]]:
    """What the drafts of these steps say by themselves, by draft."""
    steps = steps_of(session, assignment.id)
    words: dict[int, dict[str, Any]] = {}
    there = frozenset(step.kind for step in steps if step.state is not StepState.LEFT_OUT)
    cover = next((step.cover for step in steps if step.cover is not None), None)
    code, left_on = reason_code(session, assignment.end_reason), _left_on(assignment)
    for step in steps:
        draft = session.get(LetterDraft, step.draft_id) if step.draft_id else None
        if draft is not None and step.kind in kinds:
            leaving = Leaving(assignment, code, left_on, cover, there, draft.dated_on)
            with suppress(RuleViolation):  # nobody may sign on its day: it stays as it is
                words[draft.id] = dict(exit_papers.draft_of(session, leaving, step.kind).values)
    return words


def _left_on(assignment: Assignment) -> date:
    assert assignment.ends_on is not None, "the exit is recorded first"
    return assignment.ends_on + timedelta(1)
