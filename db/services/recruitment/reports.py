"""L12, L16 and how long selections take (domain.md 11): a few questions each, however many vacancies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from db.access import needs
from db.models.letters import Letter
from db.models.officers import Assignment
from db.models.people import Person
from db.models.recruitment import (
    Applicant,
    ApplicantCheck,
    Proposal,
    Score,
    Vacancy,
    VacancyRequirement,
)
from db.models.regions import Region
from db.models.selection import ScoreSheet
from db.rules.access import Right
from db.rules.dates import long_date, short_date
from db.rules.people import Sex
from db.rules.recruitment import OPEN_STAGES, Applied, ProposalStatus, RequirementKind, Result, Stage
from db.rules.recruitment_reports import (
    ANSWERED,
    APPLICANTS_COLUMNS,
    AVERAGE_COLUMNS,
    AVERAGE_NOTE,
    DECIDED,
    EXTENDED,
    GONE,
    LEAD_COLUMNS,
    LEAD_NOTE,
    LEAD_STEPS,
    LULUS,
    NOT_MS,
    PLANNED,
    REAL,
    REGISTER_COLUMNS,
    SCORED,
    STAGES,
    averages,
    days_from,
    ministry_words,
    province_words,
    reasons_in_words,
)
from db.rules.reports import Cell, ReportTable
from db.rules.selection import TrackStep
from db.rules.track import PLANNED_BY, StepView
from db.rules.working_days import working_days_between
from db.services.holidays import holiday_names
from db.services.recruitment.track import tracks_of

NOBODY_KNOWS = "{n} pelamar belum diisi jenis kelaminnya: terhitung di Jumlah, tidak di L atau P."
SUMS = (
    "Jumlah yang mendaftar = Belum (berkas belum diperiksa) + MS + TMS + Gugur (mundur atau digugurkan). "
    "Seorang pelamar dapat TMS karena beberapa syarat. "
    "Hadir = yang sudah mempunyai nilai wawancara, juga bila gugur sesudahnya. "
    "Absen = dicatat tidak hadir wawancara."
)
DAYS = (
    "Hari: hari kalender dari kirim pertama sampai SK, penolakan, atau hari calon mundur atau digugurkan; "
    "bila belum ada, sampai hari ini. "
    "Hari kerja: tanpa akhir pekan dan hari libur kantor."
)

LEFT = {Applied.WITHDRAWN: "mundur", Applied.DISQUALIFIED: "digugurkan"}


@dataclass(frozen=True)
class Wanted:
    """What is asked of a report: vacancies announced in a year, of a kecamatan, at these stages."""

    on: date
    year: int | None = None
    kecamatan_code: str = ""
    stages: frozenset[Stage] = frozenset(Stage)


@needs(Right.READ)
def applicants_report(session: Session, wanted: Wanted) -> ReportTable:
    """L12: of each vacancy, who applied, passed, failed by what, came and reached the pass mark."""
    found = _vacancies(session, wanted)
    ids = [vacancy.id for vacancy in found]
    counts, why, seen = _counts(session, ids), _reasons(session, ids), _interviewed(session, ids)
    rows: list[tuple[Cell, ...]] = []
    unknown = 0
    for place, vacancy in enumerate(found, 1):
        own = counts.get(vacancy.id, {})
        applied = sum(own.values())

        def number(*states: Applied, own: dict[Any, int] = own) -> int:
            return sum(n for (state, _sex), n in own.items() if state in states)

        sexes = [sum(n for (_state, sex), n in own.items() if sex is one) for one in (Sex.MALE, Sex.FEMALE)]
        unknown += applied - sum(sexes)
        present, absent = seen.get(vacancy.id, 0), number(Applied.ABSENT)
        held = bool(present or absent)  # nobody is said to have come before somebody did
        decided = vacancy.stage in DECIDED or vacancy.nobody_passed
        rows.append(
            (
                place,
                vacancy.kecamatan.name,
                vacancy.opened_on,
                STAGES[vacancy.stage],
                *(*sexes, applied),
                *(number(Applied.REGISTERED), applied - number(*NOT_MS), number(Applied.FAILED)),
                reasons_in_words(why.get(vacancy.id, {})),
                number(*GONE),
                *((present, absent) if held else (None, None)),
                number(*LULUS) if decided else None,
            )
        )
    sums = [sum(cell or 0 for cell in cells) for cells in zip(*map(_numbers, rows), strict=True)]
    sums = sums or [0] * 10
    return ReportTable(
        "L12",
        "Rekap Pelamar",
        APPLICANTS_COLUMNS,
        tuple(rows),
        _asked(session, wanted),
        totals=(None, "Jumlah", None, "", *sums[:6], "", *sums[6:]),
        notes=(SUMS, *([NOBODY_KNOWS.format(n=unknown)] if unknown else [])),
        keys=tuple(ids),
    )


@needs(Right.READ)
def register_report(session: Session, wanted: Wanted) -> ReportTable:
    """L16: every proposal, its letter, its way, and its days up to the answer or till now."""
    query = (
        _narrowed(select(Proposal, Letter.number), wanted)
        .join(Vacancy, Vacancy.id == Proposal.vacancy_id)
        .join(Letter, Letter.id == Proposal.letter_id)
        .join(Vacancy.kecamatan)
        .options(joinedload(Proposal.applicant).joinedload(Applicant.person), joinedload(Proposal.decree))
        .options(selectinload(Proposal.events))
        .order_by(Letter.dated_on, Proposal.id)
    )
    found = session.execute(query.add_columns(Region.name)).unique().all()
    holidays = holiday_names(session)
    rows = tuple(
        (place, number, name, *_way(proposal, wanted.on, holidays))
        for place, (proposal, number, name) in enumerate(found, 1)
    )
    return ReportTable(
        "L16",
        "Register Usulan",
        REGISTER_COLUMNS,
        rows,
        _asked(session, wanted),
        notes=(DAYS,),
        keys=tuple(proposal.vacancy_id for proposal, _number, _name in found),
    )


@needs(Right.READ)
def lead_report(session: Session, wanted: Wanted) -> tuple[ReportTable, ReportTable]:
    """How many days after the vacancy each step came, planned and real; and their mean and median."""
    found = _vacancies(session, wanted)
    tracks, left = tracks_of(session, found), _left_on(session, found)
    rows: list[tuple[Cell, ...]] = []
    keys: list[int] = []
    counted: dict[str, list[tuple[int | None, ...]]] = {PLANNED: [], REAL: []}
    for place, vacancy in enumerate(found, 1):
        since = left.get(vacancy.id)
        if since is not None and since > vacancy.opened_on:
            since = None  # the post was given up after its vacancy was announced: another departure
        steps = {view.step: view for view in tracks[vacancy.id]}
        days = {PLANNED: _planned(vacancy, steps), REAL: _real(vacancy, steps)}
        if vacancy.first_plan:
            days = {PLANNED: _first_planned(vacancy, steps), EXTENDED: days[PLANNED], REAL: days[REAL]}
        start = since or vacancy.opened_on
        for name, own in days.items():
            cells = days_from(start, own)
            rows.append(
                (
                    *(place, vacancy.kecamatan.name, STAGES[vacancy.stage]),
                    *("hari lowong" if since else "pengumuman", start, name, *cells),
                )
            )
            keys.append(vacancy.id)
            if since and name in counted:
                counted[name].append(cells)
    measures = zip(*(averages(kind) for kind in counted.values()), strict=True)
    feet = tuple(
        (what, name, *cells)
        for what, both in zip(("Rata-rata", "Median"), measures, strict=True)
        for name, cells in zip(counted, both, strict=True)
    )
    asked = _asked(session, wanted)
    return (
        ReportTable(
            "", "Lama Proses Seleksi", LEAD_COLUMNS, tuple(rows), asked, notes=(LEAD_NOTE,), keys=tuple(keys)
        ),
        ReportTable("", "Rata-rata dan median", AVERAGE_COLUMNS, feet if rows else (), notes=(AVERAGE_NOTE,)),
    )


@needs(Right.READ)
def vacancy_years(session: Session) -> list[int]:
    """The years in which vacancies were announced, the newest first."""
    first, last = session.execute(select(func.min(Vacancy.opened_on), func.max(Vacancy.opened_on))).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def _narrowed(query: Select[*tuple[Any, ...]], wanted: Wanted) -> Select[*tuple[Any, ...]]:
    if wanted.year:
        year = (date(wanted.year, 1, 1), date(wanted.year, 12, 31))
        query = query.where(Vacancy.opened_on.between(*year))
    if wanted.kecamatan_code:
        query = query.where(Vacancy.kecamatan_code == wanted.kecamatan_code)
    if wanted.stages != frozenset(Stage):
        query = query.where(Vacancy.stage.in_(wanted.stages))
    return query


def _vacancies(session: Session, wanted: Wanted) -> list[Vacancy]:
    query = _narrowed(select(Vacancy), wanted).join(Vacancy.kecamatan)
    query = query.options(contains_eager(Vacancy.kecamatan))
    return list(session.scalars(query.order_by(Region.name, Vacancy.opened_on, Vacancy.id)))


def _asked(session: Session, wanted: Wanted) -> tuple[str, ...]:
    """What was asked for, as the report says it below its title and in its footer."""
    parts = [f"Keadaan {long_date(wanted.on)}"]
    if wanted.year:
        parts.append(f"lowongan tahun {wanted.year}")
    if wanted.kecamatan_code:
        parts.append(f"Kecamatan {session.get_one(Region, wanted.kecamatan_code).name}")
    if wanted.stages == OPEN_STAGES:
        parts.append("hanya yang berjalan")
    elif wanted.stages != frozenset(Stage):
        parts.append(f"hanya tahap {', '.join(STAGES[s] for s in Stage if s in wanted.stages)}")
    return (", ".join(parts),)


def _numbers(row: tuple[Cell, ...]) -> tuple[int | None, ...]:
    cells = (*row[4:10], *row[11:])
    return tuple(cell if isinstance(cell, int) else None for cell in cells)


def _counts(session: Session, ids: Sequence[int]) -> dict[int, dict[tuple[Applied, Sex | None], int]]:
    query = (
        select(Applicant.vacancy_id, Applicant.status, Person.sex, func.count())
        .join(Applicant.person)
        .where(Applicant.vacancy_id.in_(ids))
        .group_by(Applicant.vacancy_id, Applicant.status, Person.sex)
    )
    counts: dict[int, dict[tuple[Applied, Sex | None], int]] = {}
    for owner, status, sex, number in session.execute(query).all():
        counts.setdefault(owner, {})[status, sex] = number
    return counts


def _reasons(session: Session, ids: Sequence[int]) -> dict[int, dict[RequirementKind, int]]:
    """By which kinds of requirement those who are TMS failed; each person once for a kind."""
    query = (
        select(Applicant.vacancy_id, VacancyRequirement.kind, func.count(Applicant.id.distinct()))
        .select_from(ApplicantCheck)
        .join(ApplicantCheck.applicant)
        .join(ApplicantCheck.requirement)
        .where(Applicant.vacancy_id.in_(ids), Applicant.status == Applied.FAILED)
        .where(ApplicantCheck.result == Result.FAIL)
        .group_by(Applicant.vacancy_id, VacancyRequirement.kind)
    )
    found: dict[int, dict[RequirementKind, int]] = {}
    for owner, kind, number in session.execute(query).all():
        found.setdefault(owner, {})[kind] = number
    return found


def _interviewed(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """How many of each vacancy came to the interview: whoever was scored, also if gone since."""
    sheets = select(ScoreSheet.applicant_id).where(ScoreSheet.locked_at.is_not(None))
    begun = select(Score.applicant_id)
    query = (
        select(Applicant.vacancy_id, func.count())
        .where(Applicant.vacancy_id.in_(ids), Applicant.status != Applied.ABSENT)
        .where(or_(Applicant.status.in_(SCORED), Applicant.id.in_(sheets), Applicant.id.in_(begun)))
        .group_by(Applicant.vacancy_id)
    )
    return {owner: number for owner, number in session.execute(query).all()}


def _way(proposal: Proposal, on: date, holidays: Any) -> tuple[Cell, ...]:
    steps = [(event.status, event.on) for event in proposal.events]
    sent = steps[0][1] if steps else proposal.status_on
    answer = next((event for event in reversed(proposal.events) if event.status in ANSWERED), None)
    left = proposal.applicant.left_on
    number, last = "", answer.on if answer else max(sent, left or on)
    decreed = answer is not None and answer.status is ProposalStatus.DECREED
    if proposal.decree is not None:  # as it stands now: its number may have been put right
        number, last = proposal.decree.number, proposal.decree.dated_on
    elif answer is not None and decreed:
        number = answer.note
    name = proposal.applicant.person.full_name
    if left is not None:
        name = f"{name} ({LEFT[proposal.applicant.status]} {short_date(left)})"
    return (
        *(name, sent, province_words(steps), ministry_words(steps)),
        *(number, last if decreed else None),
        *((last - sent).days, working_days_between(sent, last, holidays)),
    )


def _left_on(session: Session, found: Sequence[Vacancy]) -> dict[int, date]:
    """The first day without an officer, of vacancies whose last officer is known."""
    ids = {vacancy.previous_assignment_id for vacancy in found if vacancy.previous_assignment_id}
    query = select(Assignment.id, Assignment.ends_on).where(Assignment.id.in_(ids))
    ends = {key: ends_on for key, ends_on in session.execute(query).all() if ends_on is not None}
    return {
        vacancy.id: ends[vacancy.previous_assignment_id] + timedelta(days=1)
        for vacancy in found
        if vacancy.previous_assignment_id in ends
    }


def _planned(vacancy: Vacancy, steps: dict[TrackStep, StepView]) -> list[date | None]:
    days = [steps[step].due_on if steps[step].active else None for step in LEAD_STEPS]
    place = list(LEAD_STEPS).index(TrackStep.PLENARY)
    days[place] = days[place] or vacancy.result_on
    return days


def _first_planned(vacancy: Vacancy, steps: dict[TrackStep, StepView]) -> list[date | None]:
    """The same before the registration was taken longer."""
    first = {name: date.fromisoformat(day) for name, day in (vacancy.first_plan or {}).items()}
    days = _planned(vacancy, steps)
    for place, step in enumerate(LEAD_STEPS):
        column = "result_on" if step is TrackStep.PLENARY else PLANNED_BY.get(step, ("", ""))[1]
        own = step is TrackStep.PLENARY and steps[step].due_on is not None
        if days[place] is not None and not own:
            days[place] = first.get(column, days[place])
    return days


def _real(vacancy: Vacancy, steps: dict[TrackStep, StepView]) -> list[date | None]:
    days = [steps[step].done_on for step in LEAD_STEPS]
    place = list(LEAD_STEPS).index(TrackStep.PLENARY)
    days[place] = vacancy.decided_on or days[place]
    return days
