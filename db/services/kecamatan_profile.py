"""The two pages about a kecamatan: who serves, what was done, what was reported, and for whom."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.models.office import Reference
from db.models.officer_card import PersonPhoto
from db.models.officers import Assignment, Officer
from db.models.regions import Region
from db.models.work import Activity, MonthlyReport
from db.people import address_of
from db.rules.access import Right
from db.rules.dates import age_on, long_date, short_date
from db.rules.due import months_after
from db.rules.mapping import Register
from db.rules.officer_reports import (
    ACTIVITIES_COLUMNS,
    HOLDERS_COLUMNS,
    KINDS_COLUMNS,
    MONTHS_OF_HOLDERS_COLUMNS,
    SIGN_NOTE,
    Arrived,
    month_signs,
    year_cells,
)
from db.rules.officers import AssignmentKind, assignment_label, serves
from db.rules.profile import DutyCount, KecamatanProfile
from db.rules.reports import Cell, ReportColumn, ReportTable
from db.services.mapping import recaps
from db.services.officers import list_posts
from db.services.reports import frame_report
from db.services.settings import get_limits

MOST_HOLDERS, MOST_ACTIVITIES = 10, 16
LONGEST_TEXT = 110


@needs(Right.EXPORT)
def kecamatan_profile(session: Session, code: str, on: date, *, at: datetime) -> KecamatanProfile:
    """What is known of a kecamatan on a day; activities of the twelve months before it."""
    kecamatan = session.get_one(Region, code).name
    terms = list(
        session.scalars(
            select(Assignment)
            .where(Assignment.kecamatan_code == code, Assignment.starts_on <= on)
            .order_by(Assignment.starts_on.desc(), Assignment.id.desc())
            .options(joinedload(Assignment.officer).joinedload(Officer.person))
        )
    )
    serving = [term for term in terms if serves(term, on)]
    serving.sort(key=lambda term: term.kind is not AssignmentKind.DEFINITIVE)
    holder = serving[0] if serving else None
    photo = session.get(PersonPhoto, holder.officer.person_id) if holder else None
    since = months_after(on, -12)
    history = _table("Riwayat TKSK", HOLDERS_COLUMNS, [_holder(term) for term in terms[:MOST_HOLDERS]])
    return KecamatanProfile(
        frame=frame_report(session, [history], at=at),
        kecamatan=kecamatan,
        day=long_date(on),
        photo=photo.jpeg if photo else None,
        facts=_facts(session, holder, code, on),
        history=history,
        months=_months(session, code, terms, on),
        duties=_duties(session, code, since, on),
        since=long_date(since),
        activities=_activities(session, code, since, on),
        recaps=tuple(_figures(session, code, register) for register in Register),
    )


def _table(
    title: str, columns: tuple[ReportColumn, ...], rows: list[tuple[Cell, ...]], *notes: str
) -> ReportTable:
    return ReportTable("", title, columns, tuple(rows), notes=notes, landscape=False)


def _holder(term: Assignment) -> tuple[Cell, ...]:
    name = term.officer.person.full_name
    return (name, assignment_label(term.kind), term.starts_on, term.ends_on, term.cause)


def _facts(session: Session, holder: Assignment | None, code: str, on: date) -> tuple[tuple[str, str], ...]:
    """Of the one who serves; since when nobody does, where nobody does."""
    if holder is None:
        post = next((post for post in list_posts(session, on) if post.id == code), None)
        since = post.vacant_since if post else None
        return (("TKSK", f"Lowong sejak {long_date(since)}" if since else "Lowong"),)
    person = holder.officer.person
    until = f" s.d. {short_date(holder.ends_on)}" if holder.ends_on else ""
    facts = (
        ("TKSK", person.full_name),
        ("Status", assignment_label(holder.kind)),
        ("NIAT", holder.officer.niat or "belum ada"),
        ("Umur", f"{age_on(person.birth_date, on)} tahun" if person.birth_date else ""),
        ("Bertugas", f"{short_date(holder.starts_on)}{until}"),
        ("SK", holder.decree_number),
        ("Alamat", address_of(session, person)),
        ("No. HP", person.phone),
    )
    return tuple((name, fact) for name, fact in facts if fact)


def _months(session: Session, code: str, terms: list[Assignment], on: date) -> ReportTable:
    """The monthly reports of this year and the last, by who had to write them."""
    first = on.year - 1
    arrived: dict[tuple[int, int], Arrived] = defaultdict(dict)
    found = select(MonthlyReport).where(MonthlyReport.kecamatan_code == code, MonthlyReport.year >= first)
    for report in session.scalars(found):
        arrived[report.year, report.officer_id][report.month] = (report.state, report.received_on)
    spans: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(list)
    names = {}
    for term in reversed(terms):
        for year in (first, on.year):
            within = term.starts_on.year <= year and (term.ends_on is None or term.ends_on.year >= year)
            if within and term.kind is AssignmentKind.DEFINITIVE:
                spans[year, term.officer_id].append((term.starts_on, term.ends_on))
                names[term.officer_id] = term.officer.person.full_name
    limits = get_limits(session)
    rows = [
        (year, names[officer_id], *month_signs(year_cells(own, arrived[year, officer_id], year, on, limits)))
        for (year, officer_id), own in sorted(spans.items(), key=lambda one: one[0][0])
    ]
    return _table("Laporan bulanan", MONTHS_OF_HOLDERS_COLUMNS, rows, SIGN_NOTE)


def _duties(session: Session, code: str, since: date, on: date) -> tuple[DutyCount, ...]:
    counted = dict(
        session.execute(
            select(Activity.duty_code, func.count())
            .where(Activity.kecamatan_code == code, Activity.done_on > since, Activity.done_on <= on)
            .group_by(Activity.duty_code)
        ).all()
    )
    duties = session.scalars(
        select(Reference)
        .where(Reference.list_name == "duties", Reference.active)
        .order_by(Reference.position)
    )
    return tuple(DutyCount(duty.code, duty.text, counted.get(duty.code, 0)) for duty in duties)


def _activities(session: Session, code: str, since: date, on: date) -> ReportTable:
    latest = session.scalars(
        select(Activity)
        .where(Activity.kecamatan_code == code, Activity.done_on > since, Activity.done_on <= on)
        .order_by(Activity.done_on.desc(), Activity.id.desc())
        .limit(MOST_ACTIVITIES)
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.done_on,
            one.duty_code,
            _short(one.text),
            _short(one.place),
            one.participants,
            _short(one.result),
        )
        for one in latest
    ]
    return _table("Kegiatan terakhir", ACTIVITIES_COLUMNS, rows)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"


def _figures(session: Session, code: str, register: Register) -> ReportTable:
    """The kinds that were recorded in the kecamatan."""
    recap = recaps.recap(session, register)
    counts = recap.rows[recap.places.index(code)][1] if code in recap.places else ()
    named = [(name, number) for (_code, _short, name), number in zip(recap.columns, counts, strict=False)]
    rows: list[tuple[Cell, ...]] = [(name, number) for name, number in named if number]
    table = _table(f"{register.value.upper()} tercatat", KINDS_COLUMNS, rows)
    if not rows:
        return table
    return ReportTable(
        "", table.title, table.columns, table.rows, totals=("Jumlah", sum(counts)), landscape=False
    )
