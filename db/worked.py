"""What was noted within the span of an assignment: nothing that is noted names the assignment itself."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, or_, select
from sqlalchemy.orm import Session

from db.models.officers import Assignment
from db.models.stipends import StipendPayment
from db.models.work import Activity, MonthlyReport
from db.rules.officers import AssignmentKind


def find_worked(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Which of these assignments have work, and what it is called: an activity, a report, a payment.

    An activity and a report name their kecamatan, so they speak only for the term there: what an officer
    reported from elsewhere does not build upon it. A payment names nobody but the officer; it speaks for
    every term of its month but double duty, as who serves in two kecamatan is paid for the own post
    (domain.md 1.8). A term without work may go: an interim that never took place, an import taken back.
    """
    own = Assignment.kind != AssignmentKind.DOUBLE
    found: dict[int, str] = {}
    for kind, within in (
        (Activity, and_(_there(Activity), _spans(Activity.done_on))),
        (StipendPayment, and_(own, _in_months(StipendPayment))),
        (MonthlyReport, and_(_there(MonthlyReport), _in_months(MonthlyReport))),
    ):
        query = select(Assignment.id).join(kind, and_(kind.officer_id == Assignment.officer_id, within))
        ids_found = session.scalars(query.where(Assignment.id.in_(ids)).distinct())
        found |= dict.fromkeys(ids_found, kind.__label__)
    return found


def _there(kind: Any) -> ColumnElement[bool]:
    return and_(Assignment.kecamatan_code == kind.kecamatan_code)


def _spans(day: Any) -> ColumnElement[bool]:
    return and_(day >= Assignment.starts_on, or_(Assignment.ends_on.is_(None), day <= Assignment.ends_on))


def _in_months(kind: Any) -> ColumnElement[bool]:
    month, last = kind.year * 12 + kind.month, Assignment.ends_on
    return and_(month >= _month(Assignment.starts_on), or_(last.is_(None), month <= _month(last)))


def _month(day: Any) -> ColumnElement[int]:
    return extract("year", day) * 12 + extract("month", day)
