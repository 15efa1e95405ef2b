"""Who changed what: the history of one record, and the latest of everything."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, or_, select
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
    """Newest first; of one record when it is named (its id is text), of what belongs to it, and of `also`."""
    query = _entries(table_name, record_id, text, also)
    query = query.order_by(AuditEntry.id.desc()).offset(offset).limit(limit)
    return [
        HistoryRow(entry.id, entry.at, entry.user_name, entry.pc, entry.sentence)
        for entry in session.scalars(query)
    ]


def _entries(table_name: str, record_id: str, text: str, also: Records) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if table_name and record_id:
        named = [_of(table, record) for table, record in ((table_name, record_id), *also)]
        belonging = [_among(table, ids) for table, ids in _belonging(table_name, record_id)]
        query = query.where(or_(*named, *belonging))
    elif table_name:
        query = query.where(AuditEntry.table_name == table_name)
    if text:
        query = query.where(AuditEntry.sentence.icontains(text, autoescape=True))
    return query


def _belonging(table_name: str, record_id: str) -> list[tuple[str, Select[Any]]]:
    """Tables and ids of the records that make up one that people see as a whole."""
    match table_name:
        case "applicant":
            return _of_applicant(int(record_id))
        case "vacancy":
            return _of_vacancy(int(record_id))
        case "mapping_record":
            from db.models.mapping import Kind, MappingRecord

            # Under a sensitive kind the log does not lead to the person: not everybody may see who it is.
            owner = select(MappingRecord.person_id).join(MappingRecord.kind)
            return [("person", owner.where(MappingRecord.id == int(record_id), ~Kind.sensitive))]
    return []


def _of_applicant(applicant_id: int) -> list[tuple[str, Select[Any]]]:
    from db.models.recruitment import Applicant, ApplicantCheck, ApplicantDocument, Score

    parts = (ApplicantDocument, ApplicantCheck, Score)
    return [
        ("person", select(Applicant.person_id).where(Applicant.id == applicant_id)),
        *((part.__tablename__, select(part.id).where(part.applicant_id == applicant_id)) for part in parts),
    ]


def _of_vacancy(vacancy_id: int) -> list[tuple[str, Select[Any]]]:
    from db.models import recruitment as tables

    parts = (
        tables.VacancyRequirement,
        tables.VacancyDocument,
        tables.VacancyCriterion,
        tables.PanelMember,
        tables.Proposal,
    )
    event = tables.ProposalEvent
    steps = select(event.id).join(tables.Proposal, tables.Proposal.id == event.proposal_id)
    return [
        *((part.__tablename__, select(part.id).where(part.vacancy_id == vacancy_id)) for part in parts),
        (event.__tablename__, steps.where(tables.Proposal.vacancy_id == vacancy_id)),
    ]


def _among(table_name: str, ids: Select[Any]) -> ColumnElement[bool]:
    keys = ids.subquery()
    as_text = select(cast(keys.c[0], String))
    return and_(AuditEntry.table_name == table_name, AuditEntry.record_id.in_(as_text))


def _of(table_name: str, record_id: str) -> ColumnElement[bool]:
    return and_(AuditEntry.table_name == table_name, AuditEntry.record_id == record_id)
