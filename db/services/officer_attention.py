"""What an officer's time, age, papers and reports call for (domain.md 8.2)."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.models.letters import LetterNumber
from db.models.office import Reference
from db.models.officer_card import OfficerPaper
from db.models.officers import Assignment, Decree, DecreeMember, Officer, serves_on
from db.models.work import Activity, MonthlyReport
from db.rules.access import Right
from db.rules.attention import Attention, AttentionKind
from db.rules.due import age_limit, first_of_month, last_of_month, month_before, months_after, term_limit
from db.rules.numbering import NumberStatus
from db.rules.officers import AssignmentKind
from db.rules.settings import Limits
from db.rules.words import _

RENEWED_BY = ("appointment", "extension")  # decrees that begin a new term; a yearly one does not


@needs(Right.READ)
def list_officer_matters(session: Session, on: date, limits: Limits) -> list[Attention]:
    """One matter for each officer and limit; whoever shows them puts many of a kind together."""
    serving = _serving(session, on)
    return [
        *_terms(session, serving, on, limits),
        *_ages(serving, on, limits),
        *_numbers_missing(serving, on, limits),
        *_interims(serving, on, limits),
        *_papers(session, serving, on, limits),
        *_reports(session, on, limits),
        *_duties(session, on, limits),
        *_reserved(session, on, limits),
    ]


@needs(Right.READ)
def terms_begun(session: Session, on: date) -> dict[int, date]:
    """By officer: the last decree that began a new term; the longest term is counted from it."""
    decrees = (
        select(DecreeMember.officer_id, func.max(Decree.starts_on))
        .join(Decree)
        .where(Decree.kind_code.in_(RENEWED_BY), Decree.starts_on <= on)
        .group_by(DecreeMember.officer_id)
    )
    return {officer_id: first for officer_id, first in session.execute(decrees)}


def _serving(session: Session, on: date) -> list[Assignment]:
    return list(
        session.scalars(
            select(Assignment)
            .where(serves_on(on))
            .options(
                joinedload(Assignment.officer).joinedload(Officer.person), joinedload(Assignment.kecamatan)
            )
            .order_by(Assignment.kecamatan_code, Assignment.id)
        )
    )


def _matter(kind: AttentionKind, assignment: Assignment, on: date, days: int, detail: str = "") -> Attention:
    kecamatan = assignment.kecamatan
    person = assignment.officer.person.full_name
    return Attention(
        kind,
        kecamatan.name,
        kecamatan.code,
        on,
        days,
        person=person,
        officer_id=assignment.officer_id,
        detail=detail,
    )


def _terms(session: Session, serving: list[Assignment], on: date, limits: Limits) -> Iterator[Attention]:
    begun = terms_begun(session, on)
    for assignment in _definitive(serving):
        start = max(assignment.starts_on, begun.get(assignment.officer_id, assignment.starts_on))
        end = term_limit(start, limits.term_years)
        if end - timedelta(limits.term_ends_within) <= on:
            yield _matter(AttentionKind.TERM_LIMIT, assignment, end, (end - on).days)


def _ages(serving: list[Assignment], on: date, limits: Limits) -> Iterator[Attention]:
    for assignment in _definitive(serving):
        birth = assignment.officer.person.birth_date
        if birth is None:
            continue
        reached = age_limit(birth, limits.age_limit_years)
        if reached - timedelta(limits.age_ends_within) <= on:
            yield _matter(AttentionKind.AGE_LIMIT, assignment, reached, (reached - on).days)


def _numbers_missing(serving: list[Assignment], on: date, limits: Limits) -> Iterator[Attention]:
    for assignment in _definitive(serving):
        due = months_after(assignment.starts_on, limits.niat_after_months)
        if not assignment.officer.niat and due <= on:
            yield _matter(AttentionKind.NIAT_MISSING, assignment, assignment.starts_on, (on - due).days)


def _interims(serving: list[Assignment], on: date, limits: Limits) -> Iterator[Attention]:
    for assignment in serving:
        due = months_after(assignment.starts_on, limits.acting_months)
        if assignment.kind is not AssignmentKind.DEFINITIVE and due <= on:
            yield _matter(
                AttentionKind.INTERIM_LONG,
                assignment,
                assignment.starts_on,
                (on - assignment.starts_on).days,
            )


def _papers(session: Session, serving: list[Assignment], on: date, limits: Limits) -> Iterator[Attention]:
    """Of several papers of one kind the one that lasts longest counts."""
    posts = {assignment.officer_id: assignment for assignment in reversed(serving)}
    listed = select(Reference.code, Reference.text).where(Reference.list_name == "officer_papers")
    names = {code: text for code, text in session.execute(listed)}
    last = (
        select(OfficerPaper.officer_id, OfficerPaper.kind_code, func.max(OfficerPaper.expires_on))
        .where(OfficerPaper.expires_on.is_not(None))
        .group_by(OfficerPaper.officer_id, OfficerPaper.kind_code)
        .order_by(OfficerPaper.officer_id, OfficerPaper.kind_code)
    )
    for officer_id, code, expires in session.execute(last):
        assignment = posts.get(officer_id)
        if assignment and expires and expires - timedelta(limits.paper_ends_within) <= on:
            name = names.get(code, code)
            yield _matter(AttentionKind.PAPER_ENDS, assignment, expires, (expires - on).days, name)


def _reports(session: Session, on: date, limits: Limits) -> Iterator[Attention]:
    """Last month's reports of who served all of it, once the day for them is past.

    Also where no report was ever noted, unless the office wants no such warning: a whole office that is
    late is one line on Beranda.
    """
    if on.day <= limits.report_day or not limits.report_warns:
        return
    year, month = month_before(on)
    first, last = date(year, month, 1), last_of_month(year, month)
    due = first_of_month(on).replace(day=limits.report_day)
    arrived = {
        (officer_id, code)
        for officer_id, code in session.execute(
            select(MonthlyReport.officer_id, MonthlyReport.kecamatan_code).where(
                MonthlyReport.year == year, MonthlyReport.month == month
            )
        )
    }
    for assignment in _definitive(_serving(session, last)):
        known = (assignment.officer_id, assignment.kecamatan_code) in arrived
        if assignment.starts_on <= first and not known:
            yield _matter(AttentionKind.REPORT_LATE, assignment, due, (on - due).days)


def _duties(session: Session, on: date, limits: Limits) -> Iterator[Attention]:
    """Duties that nobody has done for months, in an office that notes activities at all."""
    since = months_after(on, -limits.duty_idle_months)
    first = session.scalar(select(func.min(Activity.done_on)))
    if first is None or first > since:
        return
    done = set(
        session.scalars(select(Activity.duty_code).where(Activity.done_on > since, Activity.done_on <= on))
    )
    duties = session.execute(
        select(Reference.code, Reference.text)
        .where(Reference.list_name == "duties", Reference.active)
        .order_by(Reference.position)
    )
    for code, text in duties:
        if code not in done:
            yield Attention(
                AttentionKind.DUTY_IDLE, "", "", since, (on - since).days, detail=f"{code} {text}"
            )


def _reserved(session: Session, on: date, limits: Limits) -> Iterator[Attention]:
    """Numbers that were set aside and still have no letter."""
    waiting = session.scalars(
        select(LetterNumber)
        .where(
            LetterNumber.status == NumberStatus.RESERVED,
            LetterNumber.dated_on < on - timedelta(limits.number_reserved),
            extract("year", LetterNumber.dated_on) >= on.year - 1,
        )
        .order_by(LetterNumber.dated_on, LetterNumber.id)
    )
    for number in waiting:
        days = (on - number.dated_on).days
        said = number.purpose or _("tanpa keterangan")
        yield Attention(
            AttentionKind.NUMBER_RESERVED, "", "", number.dated_on, days, detail=f"{number.number} ({said})"
        )


def _definitive(serving: list[Assignment]) -> list[Assignment]:
    return [assignment for assignment in serving if assignment.kind is AssignmentKind.DEFINITIVE]
