"""Who may see, and so change, a record under a sensitive kind (domain.md 2.3 R9)."""

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.access import actor_of, needs
from db.models.mapping import Kind, MappingRecord
from db.models.officers import Officer
from db.models.recruitment import Applicant
from db.rules.access import Right, missing_right
from db.rules.problems import Forbidden, Problem


@needs(Right.READ)
def require_seen(session: Session, record: MappingRecord) -> None:
    """Refuse who may not see the names of a sensitive kind."""
    if record.kind.sensitive and hides_names(session):
        raise Forbidden([Problem(missing_right(Right.SENSITIVE))])


@needs(Right.READ)
def hides_names(session: Session) -> bool:
    """Whether names under sensitive kinds are kept from this user."""
    return Right.SENSITIVE not in actor_of(session).rights


@needs(Right.READ)
def shown_kinds(session: Session) -> ColumnElement[bool]:
    """Of a query over kinds: those under which this user may see names."""
    return Kind.sensitive.is_(False) if hides_names(session) else true()


@needs(Right.READ)
def shown_people(session: Session, person_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Of a query over people: for who may not see sensitive kinds, nobody on record under nothing else.

    That such a person stands here would tell under what; TKSK and applicants are known for another reason.
    """
    if not hides_names(session):
        return true()
    kinds = (
        select(Kind.sensitive)
        .join(MappingRecord, MappingRecord.kind_code == Kind.code)
        .where(MappingRecord.person_id == person_id)
    )
    return or_(
        ~kinds.where(Kind.sensitive.is_(True)).correlate_except(Kind, MappingRecord).exists(),
        kinds.where(Kind.sensitive.is_(False)).correlate_except(Kind, MappingRecord).exists(),
        exists().where(Officer.person_id == person_id).correlate_except(Officer),
        exists().where(Applicant.person_id == person_id).correlate_except(Applicant),
    )
