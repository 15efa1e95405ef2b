"""The reports about TKSK (domain.md 11): a few questions each, however many TKSK there are."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.office import Reference
from db.models.officers import Assignment, Decree, DecreeMember, Officer, lasts_on, serves_on
from db.models.people import Person
from db.models.recruitment import Vacancy
from db.models.regions import Region
from db.models.work import MonthlyReport
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.dates import age_on, long_date
from db.rules.due import months_after
from db.rules.office import full_name
from db.rules.officer_reports import (
    DECREES_COLUMNS,
    MONTHLY_COLUMNS,
    POSTS_COLUMNS,
    REPLACEMENT_COLUMNS,
    ROSTER_COLUMNS,
    SIGN_NOTE,
    STATE_WORDS,
    State,
    cause_words,
    duty_ends,
    is_gone,
    month_signs,
    standing_of,
    years_served,
)
from db.rules.officers import AssignmentKind, PostState, assignment_label, level_label
from db.rules.people import mask_nik
from db.rules.recruitment import OPEN_STAGES, stage_label
from db.rules.reports import ReportTable
from db.services.monthly_reports import month_matrix
from db.services.officer_attention import terms_begun
from db.services.officers import list_posts
from db.services.settings import get_limits

PLAN_MONTHS = 12  # L19 looks so far ahead


@dataclass(frozen=True)
class Wanted:
    """What is asked of a report; what a report does not know is left aside."""

    on: date
    kecamatan_code: str = ""
    state: State | None = None
    year: int | None = None
    whole_nik: bool = False  # L01 for the province; only for who edits people


@needs(Right.READ)
def roster_report(session: Session, wanted: Wanted) -> ReportTable:
    """L01: who serves on the day, with the data of each and the decree in force."""
    educations = _texts(session, "educations")
    whole = wanted.whole_nik and bool(actor_of(session).rights & EDITS_PEOPLE)
    query = _serving(wanted).order_by(
        Region.name, Region.code, Assignment.kind != AssignmentKind.DEFINITIVE, Assignment.id
    )
    if wanted.state:
        query = query.where(Assignment.kind == AssignmentKind(wanted.state))
    if wanted.year:
        query = query.where(Decree.dated_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    found = session.execute(query).all()
    first = _first_days(session)
    rows = tuple(
        (
            *(place, full_name(row.front_title, row.name, row.back_title), row.niat or ""),
            (row.nik or "") if whole else mask_nik(row.nik),
            *(row.birth_place, row.birth_date, age_on(row.birth_date, wanted.on) if row.birth_date else None),
            *(row.sex.value if row.sex else "", educations.get(row.education, row.education), row.kecamatan),
            *(row.decree, row.dated_on, row.issuer, row.starts_on, row.ends_on),
            years_served(first[row.officer_id], row.first_year, wanted.on),
            row.phone,
            assignment_label(row.kind),
        )
        for place, row in enumerate(found, 1)
    )
    keys = tuple((row.officer_id, row.code, row.id) for row in found)
    return ReportTable("L01", "Daftar TKSK", ROSTER_COLUMNS, rows, _asked(session, wanted), keys=keys)


@needs(Right.READ)
def posts_report(session: Session, wanted: Wanted) -> ReportTable:
    """L02: how each kecamatan stands on the day, and the sums."""
    states = {State.FILLED: PostState.FILLED, State.ACTING: PostState.ACTING, State.VACANT: PostState.VACANT}
    found = sorted(list_posts(session, wanted.on), key=lambda post: (post.kecamatan, post.id))
    if wanted.kecamatan_code:
        found = [post for post in found if post.id == wanted.kecamatan_code]
    if wanted.state:
        found = [post for post in found if post.state is states[wanted.state]]
    rows = tuple(
        (
            place,
            *(post.kecamatan, post.posts),
            *(int(post.state is state) for state in (PostState.FILLED, PostState.ACTING, PostState.VACANT)),
            f"{post.officer} ({assignment_label(post.interim_kind)})"
            if post.state is PostState.ACTING and post.interim_kind
            else post.officer,
            *(post.cause, post.vacant_since),
        )
        for place, post in enumerate(found, 1)
    )
    sums = [sum(counts) for counts in zip(*(row[2:6] for row in rows), strict=True)] or [0] * 4
    return ReportTable(
        "L02",
        "Keadaan TKSK per Kecamatan",
        POSTS_COLUMNS,
        rows,
        _asked(session, wanted),
        totals=(None, "Jumlah", *sums, "", "", None),
        keys=tuple((post.officer_id, post.id, None) for post in found),
        landscape=False,
    )


@needs(Right.READ)
def decrees_report(session: Session, wanted: Wanted) -> ReportTable:
    """L03: each name in each decree, and how long the decree still lasts.

    A decree in force holds for nobody who has left; who has stands only where all decrees do.
    """
    limits = get_limits(session)
    query = (
        select(
            *(Decree.number, Decree.level, Decree.dated_on, Decree.issuer, Decree.starts_on, Decree.ends_on),
            *(Person.front_title, Person.name, Person.back_title, Officer.niat, DecreeMember.officer_id),
            *(DecreeMember.kecamatan_code.label("code"), Region.name.label("kecamatan"), DecreeMember.id),
        )
        .select_from(DecreeMember)
        .join(DecreeMember.decree)
        .join(DecreeMember.officer)
        .join(Officer.person)
        .join(DecreeMember.kecamatan)
        .order_by(Decree.dated_on.desc(), Decree.id.desc(), DecreeMember.position)
    )
    soon = date.fromordinal(wanted.on.toordinal() + limits.decree_ends_within)
    within = {
        State.VALID: (Decree.starts_on <= wanted.on, lasts_on(wanted.on, Decree)),
        State.ENDING: (Decree.ends_on.between(wanted.on, soon),),
        State.ENDED: (Decree.ends_on < wanted.on,),
    }
    if wanted.state:
        query = query.where(*within[wanted.state])
    if wanted.kecamatan_code:
        query = query.where(DecreeMember.kecamatan_code == wanted.kecamatan_code)
    if wanted.year:
        query = query.where(Decree.dated_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    left = last_days_served(session, wanted.on)
    running = wanted.state in (State.VALID, State.ENDING)
    found = [
        row
        for row in session.execute(query)
        if not (running and is_gone(row.starts_on, left.get((row.officer_id, row.code))))
    ]
    rows = tuple(
        (
            *(place, row.number, level_label(row.level), row.dated_on, row.issuer),
            *(full_name(row.front_title, row.name, row.back_title), row.niat or "", row.kecamatan),
            *(row.starts_on, row.ends_on),
            *standing_of(row.starts_on, row.ends_on, left.get((row.officer_id, row.code)), wanted.on, limits),
        )
        for place, row in enumerate(found, 1)
    )
    keys = tuple((row.officer_id, row.code, row.id) for row in found)
    return ReportTable(
        "L03", "SK dan Masa Berlaku", DECREES_COLUMNS, rows, _asked(session, wanted), keys=keys
    )


@needs(Right.READ)
def monthly_report(session: Session, wanted: Wanted) -> ReportTable:
    """L05: which monthly reports of a year came in, for every TKSK who served in it."""
    year = wanted.year or wanted.on.year
    found = [
        row for row in month_matrix(session, year, wanted.on) if wanted.kecamatan_code in ("", row.id[1])
    ]
    rows = tuple(
        (
            *(place, row.name, row.niat, row.kecamatan),
            *month_signs(row.cells, dates=wanted.state is State.DATES),
        )
        for place, row in enumerate(found, 1)
    )
    return ReportTable(
        "L05",
        f"Rekap Laporan Bulanan Tahun {year}",
        MONTHLY_COLUMNS,
        rows,
        _asked(session, replace(wanted, year=None)),
        notes=(SIGN_NOTE,),
        keys=tuple((*row.id, None) for row in found),
    )


@needs(Right.READ)
def replacement_report(session: Session, wanted: Wanted) -> ReportTable:
    """L19: whose term, age, decree or assignment ends within twelve months; limits are the office's own."""
    limits = get_limits(session)
    begun = terms_begun(session, wanted.on)
    running = dict(
        session.execute(
            select(Vacancy.kecamatan_code, Vacancy.stage).where(Vacancy.stage.in_(OPEN_STAGES))
        ).all()
    )
    until = months_after(wanted.on, PLAN_MONTHS)
    found = []
    for row in session.execute(_serving(wanted).where(Assignment.kind == AssignmentKind.DEFINITIVE)):
        start = max(row.starts_on, begun.get(row.officer_id, row.starts_on))
        last = min((day for day in (row.ends_on, row.decree_ends_on) if day), default=None)
        ends = duty_ends(start, row.birth_date, last, limits)
        due = [state for state, day in ends.items() if day <= until and wanted.state in (None, state)]
        if due:
            found.append((min(ends[state] for state in due), start, ends, due, row))
    found.sort(key=lambda one: (one[0], one[-1].kecamatan, one[-1].id))
    rows = tuple(
        (
            *(place, row.kecamatan, full_name(row.front_title, row.name, row.back_title), row.niat or ""),
            *(row.birth_date, start, ends[State.TERM], ends.get(State.AGE), ends.get(State.LAST)),
            *(" dan ".join(cause_words(state, limits) for state in due), first, (first - wanted.on).days),
            stage_label(running[row.code]) if row.code in running else "Belum dimulai",
        )
        for place, (first, start, ends, due, row) in enumerate(found, 1)
    )
    asked = [state for state in (State.TERM, State.AGE, State.LAST) if wanted.state in (None, state)]
    causes = ", ".join(cause_words(state, limits) for state in asked)
    subtitle = (*_asked(session, wanted), f"Sampai dengan {long_date(until)}: {causes}")
    keys = tuple((one[-1].officer_id, one[-1].code, None) for one in found)
    return ReportTable("L19", "Rencana Penggantian TKSK", REPLACEMENT_COLUMNS, rows, subtitle, keys=keys)


@needs(Right.READ)
def report_years(session: Session) -> list[int]:
    """The years of decrees and monthly reports, the newest first."""
    first, last = session.execute(select(func.min(Decree.dated_on), func.max(Decree.dated_on))).one()
    reported = session.scalars(select(MonthlyReport.year).distinct())
    return sorted({*reported, *(range(first.year, last.year + 1) if first else ())}, reverse=True)


def _people(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    """Assignments with who, where and by which decree: columns, for thousands of them."""
    query = (
        select(
            *(Assignment.id, Assignment.officer_id, Assignment.kind),
            *(Assignment.starts_on, Assignment.ends_on, Officer.niat, Officer.first_year),
            *(Person.nik, Person.front_title, Person.name, Person.back_title),
            *(Person.birth_place, Person.birth_date, Person.sex, Person.education, Person.phone),
            *(Region.code, Region.name.label("kecamatan")),
            *(Decree.number.label("decree"), Decree.dated_on, Decree.issuer),
            Decree.ends_on.label("decree_ends_on"),
        )
        .join(Assignment.officer)
        .join(Officer.person)
        .join(Assignment.kecamatan)
        .outerjoin(Assignment.decree)
    )
    return query.where(Region.code == wanted.kecamatan_code) if wanted.kecamatan_code else query


def _serving(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    return _people(wanted).where(serves_on(wanted.on))


def _first_days(session: Session) -> dict[int, date]:
    query = select(Assignment.officer_id, func.min(Assignment.starts_on)).group_by(Assignment.officer_id)
    return dict(session.execute(query).all())


def _asked(session: Session, wanted: Wanted) -> tuple[str, ...]:
    """What was asked for, as the report says it below its title and in its footer."""
    parts = [f"Keadaan {long_date(wanted.on)}"]
    if wanted.kecamatan_code:
        parts.append(f"Kecamatan {session.get_one(Region, wanted.kecamatan_code).name}")
    if wanted.state:
        parts.append(STATE_WORDS[wanted.state])
    if wanted.year:
        parts.append(f"tahun {wanted.year}")
    return (", ".join(parts),)


def _texts(session: Session, list_name: str) -> dict[str, str]:
    query = select(Reference.code, Reference.text).where(Reference.list_name == list_name)
    return dict(session.execute(query).all())


@needs(Right.READ)
def last_days_served(session: Session, on: date) -> dict[tuple[int, str], date]:
    """Who has left which kecamatan before a day and does not serve there again, and the last day."""
    last = (
        select(Assignment.officer_id, Assignment.kecamatan_code, func.max(Assignment.ends_on))
        .where(Assignment.end_reason != "", Assignment.ends_on < on)
        .group_by(Assignment.officer_id, Assignment.kecamatan_code)
    )
    back = select(Assignment.officer_id, Assignment.kecamatan_code).where(serves_on(on))
    serving = {(officer_id, code) for officer_id, code in session.execute(back)}
    return {
        (officer_id, code): day
        for officer_id, code, day in session.execute(last)
        if day and (officer_id, code) not in serving
    }
