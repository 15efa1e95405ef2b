"""Who may see, and so change, a record under a sensitive kind (domain.md 2.3 R9)."""

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.mapping import Kind, MappingRecord
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
