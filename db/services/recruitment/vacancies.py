"""Vacancies: opened from an empty post, announced, closed, cancelled."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.officers import Assignment
from db.models.recruitment import (
    Applicant,
    Vacancy,
)
from db.models.regions import Region
from db.models.selection import Objection
from db.records import copy, hold, merge
from db.rules.access import Right
from db.rules.officers import AssignmentKind
from db.rules.problems import Problem, refuse, require
from db.rules.recruitment import (
    OPEN_STAGES,
    Applied,
    Stage,
    check_kecamatan,
    check_move,
    check_schedule,
    check_stage,
)
from db.rules.words import _
from db.services.recruitment.calls import announcement_facts
from db.services.recruitment.components import switch_tests
from db.services.recruitment.reckoning import weights_of
from db.services.recruitment.sets import (
    SetFacts,
    changed_rules,
    check_rules,
    columns,
    put_vacancy_rules,
    rules_of_vacancy,
)
from db.services.recruitment.track import add_track

DROPPED = (Applied.REGISTERED, Applied.FAILED, Applied.WITHDRAWN, Applied.DISQUALIFIED)
NOBODY = {"applicants": 0, "passed": 0, "undecided": 0}


@dataclass(frozen=True)
class VacancyForm:
    """A vacancy as the form has it."""

    kecamatan_code: str
    quota: int
    opened_on: date
    opens_on: date
    closes_on: date
    administration_on: date
    interview_on: date
    result_on: date
    age_counted_on: date
    hours: str
    interview_time: str
    place: str


@dataclass(frozen=True)
class VacancyRow:
    """One vacancy on the board."""

    id: int
    kecamatan_code: str
    kecamatan: str
    stage: Stage
    opened_on: date
    closes_on: date
    interview_on: date
    applicants: int
    passed: int
    undecided: int  # whose files wait to be checked
    objections: int  # that wait for an answer


@dataclass(frozen=True)
class VacancyFacts:
    """Everything the page of one vacancy shows."""

    id: int
    kecamatan: str
    stage: Stage
    form: VacancyForm
    rules: SetFacts
    cause: str
    applicants: int
    passed: int
    undecided: int
    decision_reason: str
    decided_on: date | None
    nobody_passed: bool
    cancel_reason: str
    reserve_until: date | None = None  # of the last decision, also of one that holds no more


@needs(Right.READ)
def list_vacancies(session: Session, *, only_open: bool = False) -> list[VacancyRow]:
    """Newest first; the same few queries however many there are."""
    query = select(Vacancy).order_by(Vacancy.opened_on.desc(), Vacancy.id.desc())
    if only_open:
        query = query.where(Vacancy.stage.in_(OPEN_STAGES))
    counts, objections = _counts(session), _open_objections(session)
    return [
        copy(
            VacancyRow,
            vacancy,
            kecamatan=vacancy.kecamatan.name,
            objections=objections.get(vacancy.id, 0),
            **counts.get(vacancy.id, NOBODY),
        )
        for vacancy in session.scalars(query.options(joinedload(Vacancy.kecamatan)))
    ]


@needs(Right.READ)
def get_vacancy(session: Session, vacancy_id: int) -> VacancyFacts:
    """One vacancy with its own rules and why the post is empty."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    return copy(
        VacancyFacts,
        vacancy,
        kecamatan=vacancy.kecamatan.name,
        form=copy(VacancyForm, vacancy),
        rules=rules_of_vacancy(session, vacancy),
        cause=_cause(session, vacancy),
        **_counts(session, vacancy_id).get(vacancy_id, NOBODY),
    )


@needs(Right.RECRUITMENT)
def open_vacancy(session: Session, form: VacancyForm, rules: SetFacts) -> int:
    """Open a selection for an empty post, with its own copy of the rules. Returns the id."""
    require(check_vacancy(form, rules))
    kecamatan = _open_kecamatan(session, form.kecamatan_code)
    running = select(Vacancy.id).where(
        Vacancy.kecamatan_code == form.kecamatan_code, Vacancy.stage.in_(OPEN_STAGES)
    )
    if session.scalar(running) is not None:
        raise refuse(_("Kecamatan ini sudah mempunyai lowongan yang berjalan."), "kecamatan_code")
    left = session.scalars(
        select(Assignment)
        .where(
            Assignment.kecamatan_code == form.kecamatan_code,
            Assignment.kind == AssignmentKind.DEFINITIVE,
            Assignment.ends_on.is_not(None),
        )
        .order_by(Assignment.ends_on.desc())
    ).first()
    vacancy = Vacancy(**vars(form), **columns(rules), previous_assignment_id=left.id if left else None)
    vacancy.kecamatan = kecamatan
    session.add(vacancy)
    put_vacancy_rules(session, vacancy, rules, None)
    add_track(session, vacancy)
    return vacancy.id


@needs(Right.RECRUITMENT)
def change_vacancy(
    session: Session, vacancy_id: int, form: VacancyForm, rules: SetFacts, *, before: VacancyFacts
) -> None:
    """Change dates and rules while nobody has applied yet; afterwards the rules stand.

    before: the vacancy as the form was opened with it.
    """
    require(check_vacancy(form, rules))
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.DRAFT, Stage.ANNOUNCED))
    if vacancy.applicants:
        raise refuse(_("Sudah ada pelamar; aturan seleksi tidak dapat diubah lagi."))
    if form.kecamatan_code != vacancy.kecamatan_code:
        _open_kecamatan(session, form.kecamatan_code)
    kept, weighed = rules_of_vacancy(session, vacancy), weights_of(vacancy)
    changed = changed_rules(session, vacancy, kept, before.rules, rules)
    vacancy.tie_ladder = columns(kept)["tie_ladder"]  # written out where it was the usual one
    opened, typed = vars(before.form) | columns(before.rules), vars(form) | columns(rules)
    merge(session, vacancy, opened, typed)
    put_vacancy_rules(session, vacancy, changed, kept)
    switch_tests(session, vacancy, weighed)
    now = rules_of_vacancy(session, vacancy)
    require(check_vacancy(copy(VacancyForm, vacancy), now))  # what two people changed must fit together


@needs(Right.RECRUITMENT)
def announce(
    session: Session, vacancy_id: int, *, render: Render, official_id: int | None = None
) -> IssuedLetter:
    """Print the announcement; the vacancy is open for applicants from then on."""
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.DRAFT, Stage.ANNOUNCED))
    facts = announcement_facts(session, vacancy_id)
    if vacancy.stage is Stage.DRAFT:
        vacancy.stage = Stage.ANNOUNCED
    subject = f"Penerimaan Calon TKSK Kecamatan {facts.kecamatan} Tahun {facts.year}"
    addressing = Addressing(subject, vacancy_id=vacancy_id)
    return write_letter(
        session, facts, addressing, dated_on=vacancy.opened_on, render=render, official_id=official_id
    )


@needs(Right.RECRUITMENT)
def close_registration(session: Session, vacancy_id: int) -> None:
    """No more applicants; the files are checked now."""
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_move(vacancy.stage, Stage.ADMINISTRATION))
    if not vacancy.applicants:
        raise refuse(_("Belum ada pelamar. Perpanjang pendaftaran atau batalkan lowongan."))
    vacancy.stage = Stage.ADMINISTRATION


@needs(Right.RECRUITMENT)
def cancel_vacancy(session: Session, vacancy_id: int, reason: str) -> None:
    """Stop a selection for a reason; nothing is deleted."""
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_move(vacancy.stage, Stage.CANCELLED))
    if not reason.strip():
        raise refuse(_("Tulis alasan pembatalan."), "reason")
    vacancy.stage, vacancy.cancel_reason = Stage.CANCELLED, reason.strip()


def check_vacancy(form: VacancyForm, rules: SetFacts) -> list[Problem]:
    """Dates in order, weights of 100, a kecamatan, at least one seat."""
    problems = check_schedule(
        form.opened_on, form.opens_on, form.closes_on, form.administration_on, form.interview_on
    )
    if not form.kecamatan_code:
        problems.append(Problem(_("Pilih kecamatan."), "kecamatan_code"))
    if form.quota != 1:
        problems.append(Problem(_("Formasi harus 1 orang: satu kecamatan mempunyai satu TKSK."), "quota"))
    if form.result_on < form.interview_on:
        problems.append(Problem(_("Pengumuman hasil mendahului wawancara."), "result_on"))
    return [*problems, *check_rules(rules)]


def _open_kecamatan(session: Session, code: str) -> Region:
    kecamatan = session.get_one(Region, code)
    require(check_kecamatan(kecamatan.name, kecamatan.closed_on))
    return kecamatan


def _counts(session: Session, vacancy_id: int | None = None) -> dict[int, dict[str, int]]:
    """Applicants and those who passed the administration: of one vacancy, or of each."""
    query = select(Applicant.vacancy_id, Applicant.status, func.count())
    if vacancy_id is not None:
        query = query.where(Applicant.vacancy_id == vacancy_id)
    counts: dict[int, dict[str, int]] = {}
    for owner, status, number in session.execute(query.group_by(Applicant.vacancy_id, Applicant.status)):
        found = counts.setdefault(owner, dict(NOBODY))
        found["applicants"] += number
        found["passed"] += number if status not in DROPPED else 0
        found["undecided"] += number if status is Applied.REGISTERED else 0
    return counts


def _open_objections(session: Session) -> dict[int, int]:
    """Of each vacancy, the objections that wait for an answer."""
    query = select(Applicant.vacancy_id, func.count(Objection.id)).join(Objection.applicant)
    waiting = query.where(Objection.outcome.is_(None)).group_by(Applicant.vacancy_id)
    return {owner: number for owner, number in session.execute(waiting).all()}


def _cause(session: Session, vacancy: Vacancy) -> str:
    if vacancy.previous_assignment_id is None:
        return ""
    return session.get_one(Assignment, vacancy.previous_assignment_id).cause
