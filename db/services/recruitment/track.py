"""The track of a vacancy: its steps with planned and real days, and a longer registration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from itertools import pairwise

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.letters import Letter
from db.models.recruitment import Applicant, Proposal, Vacancy
from db.models.selection import VacancyStep
from db.records import hold, merge
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import AnnouncementFacts
from db.rules.objections import Window, check_period, window_of
from db.rules.problems import Problem, refuse, require
from db.rules.recruitment import ProposalStatus, Stage, check_schedule, check_stage
from db.rules.selection import TrackStep
from db.rules.track import (
    ORDER,
    PLANNED_BY,
    StepForm,
    StepView,
    check_note,
    check_steps,
    default_track,
    is_behind,
)
from db.rules.words import _
from db.rules.working_days import add_working_days, check_working_day, working_days_between
from db.services.holidays import holiday_names
from db.services.recruitment.age_day import counts_on_last_day, stays_note
from db.services.recruitment.calls import announcement_facts
from db.services.recruitment.result_locks import tested_on

PROVED_BY = {  # the letter whose day tells when a step was done
    TrackStep.ANNOUNCEMENT: LetterKind.ANNOUNCEMENT,
    TrackStep.ADMINISTRATION: LetterKind.ADMINISTRATION_MINUTES,
    TrackStep.OBJECTION: LetterKind.CALL,  # who is called in, has no objection to wait for
    TrackStep.INTERVIEW: LetterKind.INTERVIEW_MINUTES,
    TrackStep.PLENARY: LetterKind.PLENARY_MINUTES,
    TrackStep.RESULT: LetterKind.FINAL_RESULTS,
    TrackStep.PROPOSAL: LetterKind.PROPOSAL,
}


@needs(Right.READ)
def list_steps(session: Session, vacancy_id: int) -> list[StepView]:
    """All steps in their order, also those that are off; a vacancy from before has the usual ones."""
    return tracks_of(session, [session.get_one(Vacancy, vacancy_id)])[vacancy_id]


@needs(Right.READ)
def tracks_of(session: Session, vacancies: Sequence[Vacancy]) -> dict[int, list[StepView]]:
    """The same of each of these vacancies, with the same few questions however many they are."""
    kept, proved = _kept_of(session, vacancies), _proved_of(session, vacancies)
    holidays = holiday_names(session)
    tracks = {}
    for vacancy in vacancies:
        lines, days = kept[vacancy.id], proved[vacancy.id]
        tracks[vacancy.id] = _views(vacancy, lines, days, _period(vacancy, lines, days, holidays))
    return tracks


@needs(Right.READ)
def objection_period(session: Session, vacancy: Vacancy) -> Window:
    """The working days after the administrative result in which an objection is taken."""
    return periods_of(session, [vacancy])[vacancy.id][0]


@needs(Right.READ)
def last_objection_day(session: Session, vacancy_id: int) -> date | None:
    """The last day on which an objection to the administrative result is taken; None: none is taken."""
    period = objection_period(session, session.get_one(Vacancy, vacancy_id))
    return period.last_on if period.days else None


@needs(Right.READ)
def final_period(session: Session, vacancy: Vacancy) -> Window | None:
    """As many working days after the announcement of the final result; None: it is not announced."""
    return periods_of(session, [vacancy])[vacancy.id][1]


@needs(Right.READ)
def periods_of(session: Session, vacancies: Sequence[Vacancy]) -> dict[int, tuple[Window, Window | None]]:
    """Both periods of each of these vacancies, with the same few questions however many they are."""
    kept, proved = _kept_of(session, vacancies), _proved_of(session, vacancies)
    holidays = holiday_names(session)
    periods = {}
    for vacancy in vacancies:
        announced = proved[vacancy.id].get(TrackStep.RESULT)
        final = None
        if announced is not None and vacancy.decided_on is not None:
            final = window_of(announced, vacancy.objection_days, holidays)
        periods[vacancy.id] = (_period(vacancy, kept[vacancy.id], proved[vacancy.id], holidays), final)
    return periods


@needs(Right.READ)
def get_objection_days(session: Session, vacancy_id: int) -> int:
    """How many working days an objection is taken; 0 where a selection takes none."""
    return session.get_one(Vacancy, vacancy_id).objection_days


@needs(Right.RECRUITMENT)
def change_objection_days(session: Session, vacancy_id: int, days: int) -> None:
    """Set the period for objections, which stands once the administrative result is there."""
    vacancy = hold(session, Vacancy, vacancy_id)
    if days == vacancy.objection_days:
        return
    if vacancy.stage not in (Stage.DRAFT, Stage.ANNOUNCED, Stage.ADMINISTRATION):
        raise refuse(_("Hasil administrasi sudah ada; masa sanggah tidak dapat diubah lagi."))
    require(check_period(days))
    vacancy.objection_days = days


@needs(Right.RECRUITMENT)
def add_track(session: Session, vacancy: Vacancy) -> dict[TrackStep, VacancyStep]:
    """Give a vacancy the steps that it does not have yet."""
    kept = _kept(session, vacancy.id)
    for form in default_track(_tests(vacancy)):
        if form.step not in kept:
            kept[form.step] = VacancyStep(vacancy_id=vacancy.id, **asdict(form))
            session.add(kept[form.step])
    session.flush()
    return kept


@needs(Right.RECRUITMENT)
def change_track(
    session: Session,
    vacancy_id: int,
    steps: Iterable[StepForm],
    *,
    before: Sequence[StepView],
    today: date,
) -> None:
    """Note plans, real days, who runs a step, and which steps there are; what is behind stands.

    Plans of steps that have days of their own in the vacancy are kept there. before: as it was read.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    if vacancy.stage is Stage.CANCELLED:
        raise refuse(_("Lowongan ini sudah dibatalkan."))
    kept, given = add_track(session, vacancy), {form.step: form for form in steps}
    now = {view.step: view for view in list_steps(session, vacancy_id)}
    was = {view.step: view for view in before}
    changed = {step: form for step, form in given.items() if _form(was[step]) != _form(form)}
    require(check_steps(now, changed, today))
    for step, form in changed.items():
        opened, typed = asdict(_form(was[step])), asdict(_form(form))
        if step in PLANNED_BY:
            _move_days(session, vacancy, step, opened, typed)
            for name in ("planned_on", "planned_until"):
                opened[name] = typed[name] = None
        for name in ("planned_on", "planned_until", "begun_on", "done_on"):
            if opened[name] != typed[name] and getattr(kept[step], name) is None:
                opened[name] = None  # what stood there was told by a letter or a count of days
        merge(session, kept[step], opened, typed)
    require(
        check_schedule(
            *(vacancy.opened_on, vacancy.opens_on, vacancy.closes_on),
            *(vacancy.administration_on, vacancy.interview_on),
        )
    )
    if vacancy.result_on < vacancy.interview_on:
        raise refuse(_("Pengumuman hasil mendahului wawancara."), TrackStep.RESULT.value)


@needs(Right.RECRUITMENT)
def extend_registration(
    session: Session,
    vacancy_id: int,
    closes_on: date,
    reason: str,
    *,
    dated_on: date,
    render: Render,
    official_id: int | None = None,
    age_follows: bool = True,
) -> IssuedLetter:
    """Take applications longer, with an announcement that says so; the later days move along.

    age_follows: the age counts on the new last day, where it was announced to count on the last one.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.ANNOUNCED))
    require(_check_extension(session, vacancy, closes_on, reason))
    note = extension_note(vacancy, closes_on, reason, age_follows=age_follows)
    line = add_track(session, vacancy)[TrackStep.REGISTRATION]
    noted = f"{line.note} {note}".strip()
    require(check_note(TrackStep.REGISTRATION, noted, "reason"))
    _extend(session, vacancy, closes_on, age_follows=age_follows)
    line.note = noted
    subject = f"Perpanjangan Penerimaan Calon TKSK Kecamatan {vacancy.kecamatan.name}"
    return write_letter(
        session,
        _announcement(session, vacancy, note),
        Addressing(f"{subject} Tahun {vacancy.opened_on.year}", vacancy_id=vacancy_id),
        dated_on=dated_on,
        render=render,
        official_id=official_id,
    )


@needs(Right.RECRUITMENT)
def extension_letter(
    session: Session, vacancy_id: int, closes_on: date, reason: str, *, age_follows: bool = True
) -> AnnouncementFacts:
    """What the announcement of a longer registration would say; nothing is written."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    require(_check_extension(session, vacancy, closes_on, reason or "-"))
    note = extension_note(vacancy, closes_on, reason or "…", age_follows=age_follows)
    with session.no_autoflush:
        _extend(session, vacancy, closes_on, age_follows=age_follows)
        letter = _announcement(session, vacancy, note)
    session.expire(vacancy)
    return letter


def extension_note(vacancy: Vacancy, closes_on: date, reason: str, *, age_follows: bool = True) -> str:
    """As the announcement and the track say it."""
    stays = "" if age_follows or not counts_on_last_day(vacancy) else stays_note(vacancy)
    return (
        f"Pendaftaran yang semula ditutup tanggal {long_date(vacancy.closes_on)} diperpanjang sampai dengan "
        f"tanggal {long_date(closes_on)} karena {reason.strip().rstrip('.')}.{stays}"
    )


def _check_extension(session: Session, vacancy: Vacancy, closes_on: date, reason: str) -> list[Problem]:
    if not reason.strip():
        raise refuse(_("Tulis alasan perpanjangan; alasan ini dicetak dalam pengumuman."), "reason")
    if closes_on <= vacancy.closes_on:
        text = _("Penutupan yang baru harus sesudah {day}.")
        raise refuse(text.format(day=long_date(vacancy.closes_on)), "on")
    return check_working_day(closes_on, holiday_names(session), "on")


def _extend(session: Session, vacancy: Vacancy, closes_on: date, *, age_follows: bool) -> None:
    """Close later; each later day keeps its distance in working days."""
    holidays = holiday_names(session)
    names = ("closes_on", "administration_on", "interview_on", "result_on")
    days = [getattr(vacancy, name) for name in names]
    if vacancy.first_plan is None:
        vacancy.first_plan = {name: day.isoformat() for name, day in zip(names, days, strict=True)}
    gaps = [working_days_between(first, then, holidays) for first, then in pairwise(days)]
    unknown = vacancy.age_counted_on == vacancy.closes_on and not vacancy.applicants
    if age_follows and (unknown or counts_on_last_day(vacancy)):
        vacancy.age_counted_on = closes_on
    vacancy.closes_on = moved = closes_on
    for name, gap in zip(names[1:], gaps, strict=True):
        moved = max(getattr(vacancy, name), add_working_days(moved, gap, holidays))
        setattr(vacancy, name, moved)


def _announcement(session: Session, vacancy: Vacancy, note: str) -> AnnouncementFacts:
    return replace(announcement_facts(session, vacancy.id), extension=note)


def _move_days(
    session: Session, vacancy: Vacancy, step: TrackStep, before: Mapping[str, date], after: Mapping[str, date]
) -> None:
    """A plan that the vacancy itself keeps; the registration moves by an extension only."""
    wanted = (after["planned_on"], after["planned_until"] or after["planned_on"])
    opened = (before["planned_on"], before["planned_until"] or before["planned_on"])
    if wanted == opened:
        return
    if wanted[0] is None:
        raise refuse(_("Isi rencana mulai."), step.value)
    if step is TrackStep.REGISTRATION and vacancy.stage is not Stage.DRAFT:
        raise refuse(
            _("Pendaftaran yang sudah diumumkan hanya dapat diperpanjang, lewat tombol Perpanjang."),
            step.value,
        )
    first, last = PLANNED_BY[step]
    if first == last:
        wanted = (wanted[0], wanted[0])
    merge(session, vacancy, {first: opened[0], last: opened[1]}, {first: wanted[0], last: wanted[1]})


def _form(step: StepForm) -> StepForm:
    return StepForm(**{name: getattr(step, name) for name in StepForm.__dataclass_fields__})


def _kept(session: Session, vacancy_id: int) -> dict[TrackStep, VacancyStep]:
    lines = session.scalars(select(VacancyStep).where(VacancyStep.vacancy_id == vacancy_id))
    return {line.step: line for line in lines}


def _kept_of(session: Session, vacancies: Sequence[Vacancy]) -> dict[int, dict[TrackStep, VacancyStep]]:
    kept: dict[int, dict[TrackStep, VacancyStep]] = {vacancy.id: {} for vacancy in vacancies}
    for line in session.scalars(select(VacancyStep).where(VacancyStep.vacancy_id.in_(kept))):
        kept[line.vacancy_id][line.step] = line
    return kept


def _proved_of(session: Session, vacancies: Sequence[Vacancy]) -> dict[int, dict[TrackStep, date]]:
    """The days of the letters of vacancies that still count, the first of each kind; and of decrees."""
    proved: dict[int, dict[TrackStep, date]] = {vacancy.id: {} for vacancy in vacancies}
    steps = {kind: step for step, kind in PROVED_BY.items()}
    query = (
        select(Letter.vacancy_id, Letter.kind, func.min(Letter.dated_on))
        .where(Letter.vacancy_id.in_(proved), Letter.kind.in_(steps))
        .where(Letter.status != LetterStatus.CANCELLED)
        .where(
            or_(
                Letter.kind != LetterKind.PROPOSAL,  # that of somebody who stepped back proves nothing
                Letter.applicant_id.is_(None),
                Letter.applicant_id.not_in(select(Applicant.id).where(Applicant.left_on.is_not(None))),
            )
        )
        .group_by(Letter.vacancy_id, Letter.kind)
    )
    for owner, kind, on in session.execute(query).all():
        if owner is not None:
            proved[owner][steps[kind]] = on
    decreed = select(Proposal.vacancy_id, Proposal.status_on).where(
        Proposal.vacancy_id.in_(proved), Proposal.status == ProposalStatus.DECREED
    )
    decrees = {owner: on for owner, on in session.execute(decreed).all()}
    for owner, tested in tested_on(session, vacancies).items():
        for test, on in tested.items():
            proved[owner][TrackStep(test.value)] = on
    for vacancy in vacancies:
        if _reached(vacancy) not in (Stage.DRAFT, Stage.ANNOUNCED, Stage.CANCELLED):
            proved[vacancy.id][TrackStep.REGISTRATION] = vacancy.closes_on
        if vacancy.decided_on is not None:  # also without minutes of a plenary meeting
            proved[vacancy.id].setdefault(TrackStep.PLENARY, vacancy.decided_on)
        if vacancy.stage is Stage.FILLED and vacancy.id in decrees:
            proved[vacancy.id][TrackStep.DECREE] = decrees[vacancy.id]
    return proved


def _period(
    vacancy: Vacancy,
    kept: Mapping[TrackStep, VacancyStep],
    proved: Mapping[TrackStep, date],
    holidays: Mapping[date, str],
) -> Window:
    noted = kept[TrackStep.ADMINISTRATION].done_on if kept else None
    result = noted or proved.get(TrackStep.ADMINISTRATION) or vacancy.administration_on
    return window_of(result, vacancy.objection_days, holidays)


def _tests(vacancy: Vacancy) -> dict[TrackStep, bool]:
    """A test that counts in the final score has its step, and a period for objections that has days."""
    return {
        TrackStep.WRITTEN: bool(vacancy.written_weight),
        TrackStep.COMPUTER: bool(vacancy.computer_weight),
        TrackStep.OBJECTION: vacancy.objection_days > 0,
    }


def _reached(vacancy: Vacancy) -> Stage:
    """How far a selection came: where nobody passed, it was decided so."""
    return Stage.DECIDED if vacancy.nobody_passed else vacancy.stage


def _views(
    vacancy: Vacancy,
    kept: Mapping[TrackStep, VacancyStep],
    proved: Mapping[TrackStep, date],
    period: Window,
) -> list[StepView]:
    usual = {form.step: form for form in default_track(_tests(vacancy))}
    views = []
    for step in ORDER:
        line = kept.get(step)
        form = _form(line) if line is not None else usual[step]  # type: ignore[arg-type]
        if step in PLANNED_BY:
            first, last = (getattr(vacancy, name) for name in PLANNED_BY[step])
            form = replace(form, planned_on=first, planned_until=last if last != first else None)
        if step is TrackStep.OBJECTION and form.planned_on is None and period.days:
            form = replace(form, planned_on=period.first_on, planned_until=period.last_on)
        if step is TrackStep.RESULT:  # an announcement is begun and done in one
            form = replace(form, begun_on=form.begun_on or form.done_on or proved.get(step))
        shown = replace(form, done_on=form.done_on or proved.get(step))
        passed = is_behind(_reached(vacancy), shown)
        if step is TrackStep.OBJECTION:
            shown = form  # the calls go on within the period; it is over by its last day only
        views.append(StepView(**asdict(shown), passed=passed))
    return views
