"""Who changed what: the history of one record, and the latest of everything."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.audit import AuditEntry
from db.records import count
from db.rules.access import Right


@dataclass(frozen=True)
class HistoryRow:
    """One line of the log."""

    id: int
    at: datetime
    user_name: str
    pc: str
    sentence: str


@needs(Right.HISTORY)
def count_history(session: Session, table_name: str = "", record_id: str = "", text: str = "") -> int:
    return count(session, _entries(table_name, record_id, text))


@needs(Right.HISTORY)
def list_history(
    session: Session, offset: int, limit: int, table_name: str = "", record_id: str = "", text: str = ""
) -> list[HistoryRow]:
    """Newest first; of one record when it is named (a record's id is text)."""
    query = _entries(table_name, record_id, text).order_by(AuditEntry.id.desc()).offset(offset).limit(limit)
    return [
        HistoryRow(entry.id, entry.at, entry.user_name, entry.pc, entry.sentence)
        for entry in session.scalars(query)
    ]


def _entries(table_name: str, record_id: str, text: str) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if table_name:
        query = query.where(AuditEntry.table_name == table_name)
    if record_id:
        query = query.where(AuditEntry.record_id == record_id)
    if text:
        query = query.where(AuditEntry.sentence.icontains(text, autoescape=True))
    return query
