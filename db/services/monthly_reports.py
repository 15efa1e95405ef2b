"""Monthly reports: which came in, and what the office decided about them (domain.md 1.9)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.officers import Assignment, Officer, serves_within
from db.models.people import Person
from db.models.regions import Region
from db.models.work import Activity, ActivityPhoto, MonthlyReport
from db.rules.access import Right
from db.rules.due import last_of_month
from db.rules.office import full_name
from db.rules.officers import AssignmentKind
from db.rules.problems import Conflict, Problem, refuse, require
from db.rules.reports import share_of
from db.rules.words import _
from db.rules.work import (
    MonthCell,
    ReportState,
    Span,
    check_received,
    month_cell,
    month_name,
    reminder,
    report_month,
    why_not,
)
from db.services.letter_preview import common_of
from db.services.monthly_paper import ReportKey, of_month
from db.services.settings import get_limits

FEW = 500  # officers that a question may name
LONGEST_NOTE = 500
FIELDS = ("state", "received_on", "decided_on", "decided_by", "note", "scan_id")


@dataclass(frozen=True)
class MonthsRow:
    """A year of one officer in one kecamatan."""

    id: tuple[int, str]  # officer and kecamatan
    name: str
    niat: str
    kecamatan: str
    phone: str
    cells: tuple[MonthCell, ...]  # January to December

    @property
    def missing(self) -> tuple[int, ...]:
        """The months whose report is overdue."""
        return tuple(month for month, cell in enumerate(self.cells, 1) if cell.missing)

    @property
    def share(self) -> Decimal | None:
        """What part of the reports due has come in, as report L05 counts."""
        came = sum(cell.state is not None for cell in self.cells)
        return share_of(came, came + len(self.missing))


@dataclass(frozen=True)
class ReportDetails:
    """All that is known of one report."""

    state: ReportState | None
    due: date
    received_on: date | None = None
    decided_on: date | None = None
    decided_by: str = ""
    note: str = ""
    scan_id: int | None = None
    report_id: int | None = None
    activities: int = 0
    photos: int = 0


@dataclass(frozen=True)
class Kept:
    """One report as it was before it was marked, and as it is since (None: there is none)."""

    key: ReportKey
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True)
class Marked:
    """What marking many reports at once has done; `before` is for `undo`."""

    before: tuple[Kept, ...]
    skipped: Mapping[str, int]  # why, and how many

    @property
    def number(self) -> int:
        return len(self.before)


@needs(Right.READ)
def month_matrix(session: Session, year: int, on: date) -> list[MonthsRow]:
    """Everybody who served in a year, month by month: three questions, however many there are."""
    query = (
        select(
            *(Assignment.officer_id, Assignment.starts_on, Assignment.ends_on, Officer.niat),
            *(Person.front_title, Person.name, Person.back_title, Person.phone),
            *(Region.code, Region.name.label("kecamatan")),
        )
        .join(Assignment.officer)
        .join(Officer.person)
        .join(Assignment.kecamatan)
        .where(*_definitive(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Region.name, Region.code, Assignment.starts_on)
    )
    terms: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in session.execute(query):
        terms[row.officer_id, row.code].append(row)
    found = _arrived(session, year, on)
    limits = get_limits(session)
    months = [report_month(year, month, limits) for month in range(1, 13)]
    rows = []
    for key, own in terms.items():
        spans = [(row.starts_on, row.ends_on) for row in own]
        cells = tuple(month_cell(spans, m, found.get((*key, m.first.month)), on) for m in months)
        last = own[-1]
        name = full_name(last.front_title, last.name, last.back_title)
        rows.append(MonthsRow(key, name, last.niat or "", last.kecamatan, last.phone, cells))
    return rows


@needs(Right.READ)
def report_details(session: Session, key: ReportKey) -> ReportDetails:
    """One report, with what was noted of its month."""
    due = report_month(key.year, key.month, get_limits(session)).due
    number, photos = session.execute(
        select(func.count(func.distinct(Activity.id)), func.count(ActivityPhoto.id))
        .select_from(Activity)
        .outerjoin(ActivityPhoto)
        .where(*of_month(key))
    ).one()
    report = _find(session, [key]).get(key)
    if report is None:
        return ReportDetails(None, due, activities=number, photos=photos)
    own = {name: getattr(report, name) for name in FIELDS}
    return ReportDetails(due=due, report_id=report.id, activities=number, photos=photos, **own)


@needs(Right.OFFICERS)
def receive(session: Session, keys: Collection[ReportKey], received_on: date, *, today: date) -> Marked:
    """Note that these reports came in; those that came before are left as they are."""
    for year, month in {(key.year, key.month) for key in keys}:
        require(check_received(received_on, date(year, month, 1), today))
    spans, known = _spans(session, keys), _find(session, keys)
    made, skipped = [], Counter[str]()
    for key in keys:
        before = known[key].state if key in known else None
        if reason := why_not(before, ReportState.RECEIVED) or _why_no_month(key, spans, today):
            skipped[reason] += 1
        else:
            made.append(MonthlyReport(**key._asdict(), state=ReportState.RECEIVED, received_on=received_on))
    session.add_all(made)
    session.flush()
    return Marked(tuple(Kept(_key(report), None, _values(report)) for report in made), skipped)


@needs(Right.OFFICERS)
def decide(
    session: Session, keys: Collection[ReportKey], state: ReportState, on: date, note: str = ""
) -> Marked:
    """Approve reports, or ask for a revision with a note that says of what."""
    note = note.strip()
    if state is ReportState.REVISE and not note:
        raise refuse(_("Tulis apa yang perlu diperbaiki."), "note")
    if len(note) > LONGEST_NOTE:
        raise refuse(_("Catatan paling panjang {most} huruf.").format(most=LONGEST_NOTE), "note")
    known, changed, skipped = _find(session, keys), [], Counter[str]()
    for key in keys:
        report = known.get(key)
        reason = why_not(report.state if report else None, state)
        if reason or report is None:
            skipped[reason] += 1
            continue
        changed.append((report, _values(report)))
        report.state, report.decided_on, report.decided_by = state, on, actor_of(session).name
        report.note = note or report.note
    session.flush()
    return Marked(tuple(Kept(_key(report), old, _values(report)) for report, old in changed), skipped)


@needs(Right.OFFICERS)
def take_back(session: Session, keys: Collection[ReportKey]) -> Marked:
    """These reports have not come in after all; the log keeps what they said."""
    known = _find(session, keys)
    before = tuple(Kept(key, _values(known[key]), None) for key in keys if key in known)
    for report in known.values():
        session.delete(report)
    session.flush()
    return Marked(before, {})


@needs(Right.OFFICERS)
def undo(session: Session, marked: Marked) -> int:
    """Put reports back as they were; refuses where somebody else has changed one of them since."""
    known = _find(session, [kept.key for kept in marked.before])
    for kept in marked.before:
        report = known.get(kept.key)
        if (_values(report) if report else None) != kept.after:
            text = _("Laporan {month} sudah diubah orang lain; tidak diurungkan.")
            raise Conflict([Problem(text.format(month=month_name(kept.key.year, kept.key.month)))])
        if report is None:
            session.add(MonthlyReport(**kept.key._asdict(), **(kept.before or {})))
        elif kept.before is None:
            session.delete(report)
        else:
            for name, value in kept.before.items():
                setattr(report, name, value)
    session.flush()
    return marked.number


@needs(Right.OFFICERS)
def attach_scan(session: Session, key: ReportKey, scan_id: int | None) -> None:
    """Lay the scan of a report to it, or take it away; the scan itself is kept for good."""
    report = _find(session, [key]).get(key)
    if report is None:
        raise refuse(_("Tandai laporan ini diterima dahulu, baru lampirkan pindaiannya."), "scan_id")
    report.scan_id = scan_id


@needs(Right.READ)
def reminder_text(session: Session, row: MonthsRow, year: int, on: date) -> str:
    """What to send to somebody whose reports have not come in."""
    months = [(year, month) for month in row.missing]
    if not months:
        raise refuse(_("Tidak ada laporan {name} yang terlambat.").format(name=row.name))
    office = str(common_of(session, on)["dinas"])
    return reminder(row.name, row.kecamatan, months, office, get_limits(session).report_day)


def _definitive(first: date, last: date) -> tuple[Any, ...]:
    return (
        Assignment.kind == AssignmentKind.DEFINITIVE,
        serves_within(first, last),
    )


def _arrived(session: Session, year: int, on: date) -> dict[tuple[int, str, int], tuple[ReportState, date]]:
    query = select(
        *(MonthlyReport.officer_id, MonthlyReport.kecamatan_code, MonthlyReport.month),
        *(MonthlyReport.state, MonthlyReport.received_on),
    ).where(MonthlyReport.year == year, MonthlyReport.received_on <= on)
    return {tuple(place): (state, day) for *place, state, day in session.execute(query)}  # type: ignore[misc]


def _find(session: Session, keys: Collection[ReportKey]) -> dict[ReportKey, MonthlyReport]:
    """The reports that there are of these."""
    wanted = set(keys)
    query = select(MonthlyReport).where(
        MonthlyReport.year.in_({key.year for key in wanted}),
        MonthlyReport.month.in_({key.month for key in wanted}),
    )
    officers = {key.officer_id for key in wanted}
    if len(officers) <= FEW:
        query = query.where(MonthlyReport.officer_id.in_(officers))
    return {key: report for report in session.scalars(query) if (key := _key(report)) in wanted}


def _spans(session: Session, keys: Collection[ReportKey]) -> dict[tuple[int, str], list[Span]]:
    """When these officers served there."""
    query = select(
        *(Assignment.officer_id, Assignment.kecamatan_code, Assignment.starts_on, Assignment.ends_on)
    ).where(Assignment.kind == AssignmentKind.DEFINITIVE)
    officers = {key.officer_id for key in keys}
    if len(officers) <= FEW:
        query = query.where(Assignment.officer_id.in_(officers))
    found: dict[tuple[int, str], list[Span]] = defaultdict(list)
    for officer_id, code, starts_on, ends_on in session.execute(query):
        found[officer_id, code].append((starts_on, ends_on))
    return found


def _why_no_month(key: ReportKey, spans: Mapping[tuple[int, str], list[Span]], today: date) -> str:
    first, last = date(key.year, key.month, 1), last_of_month(key.year, key.month)
    if first > today:
        return _("bulannya belum mulai")
    own = spans.get((key.officer_id, key.kecamatan_code), ())
    served = any(start <= last and (end is None or end >= first) for start, end in own)
    return "" if served else _("tidak bertugas pada bulan itu")


def _key(report: MonthlyReport) -> ReportKey:
    return ReportKey(report.officer_id, report.kecamatan_code, report.year, report.month)


def _values(report: MonthlyReport) -> dict[str, Any]:
    return {name: getattr(report, name) for name in FIELDS}
