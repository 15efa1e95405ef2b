"""Who changed what: the history of one record, and the latest of everything."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.audit import AuditEntry
from db.records import count
from db.rules.access import Right

Records = tuple[tuple[str, str], ...]  # table and id of each


@dataclass(frozen=True)
class HistoryRow:
    """One line of the log."""

    id: int
    at: datetime
    user_name: str
    pc: str
    sentence: str


@needs(Right.HISTORY)
def count_history(
    session: Session, table_name: str = "", record_id: str = "", text: str = "", also: Records = ()
) -> int:
    """How many lines `list_history` has in all."""
    return count(session, _entries(table_name, record_id, text, also))


@needs(Right.HISTORY)
def list_history(
    session: Session,
    offset: int,
    limit: int,
    table_name: str = "",
    record_id: str = "",
    text: str = "",
    also: Records = (),
) -> list[HistoryRow]:
    """Newest first; of one record when it is named (its id is text), and of `also`, which belong to it."""
    query = _entries(table_name, record_id, text, also)
    query = query.order_by(AuditEntry.id.desc()).offset(offset).limit(limit)
    return [
        HistoryRow(entry.id, entry.at, entry.user_name, entry.pc, entry.sentence)
        for entry in session.scalars(query)
    ]


def _entries(table_name: str, record_id: str, text: str, also: Records) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if table_name and record_id:
        records = ((table_name, record_id), *also)
        query = query.where(or_(*(_of(table, record) for table, record in records)))
    elif table_name:
        query = query.where(AuditEntry.table_name == table_name)
    if text:
        query = query.where(AuditEntry.sentence.icontains(text, autoescape=True))
    return query


def _of(table_name: str, record_id: str) -> ColumnElement[bool]:
    return and_(AuditEntry.table_name == table_name, AuditEntry.record_id == record_id)
