"""Work that was noted on an assignment which an import has begun: none of it names the assignment itself."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, or_, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.officers import Assignment
from db.models.stipends import StipendPayment
from db.models.work import Activity, MonthlyReport
from db.rules.access import Right


@needs(Right.READ)
def worked(session: Session, ids: Collection[int]) -> dict[int, str]:
    """What was noted of the officer within the span of each assignment: a report, a payment, an activity."""
    first, last = Assignment.starts_on, Assignment.ends_on
    used: dict[int, str] = {}
    days = and_(Activity.done_on >= first, or_(last.is_(None), Activity.done_on <= last))
    here = Activity.kecamatan_code == Assignment.kecamatan_code
    queries: list[tuple[Any, ColumnElement[bool]]] = [
        (Activity, and_(Activity.officer_id == Assignment.officer_id, here, days))
    ]
    monthly: tuple[Any, ...] = (StipendPayment, MonthlyReport)
    for kind in monthly:
        month = kind.year * 12 + kind.month
        begun = month >= _month(first)
        going_on = or_(last.is_(None), month <= _month(last))
        queries.append((kind, and_(kind.officer_id == Assignment.officer_id, begun, going_on)))
    for noted, within in queries:
        found = select(Assignment.id).join(noted, within).where(Assignment.id.in_(ids)).distinct()
        used |= dict.fromkeys(session.scalars(found), noted.__label__)
    return used


def _month(day: Any) -> ColumnElement[int]:
    return extract("year", day) * 12 + extract("month", day)
