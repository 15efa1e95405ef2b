"""Officers without a post: who came with a list that gave no assignment, and who has left."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.access import needs
from db.models.officers import Assignment, Officer, serves_on
from db.rules.access import Right


@dataclass(frozen=True)
class Unplaced:
    """Somebody who serves nowhere, and where he or she served last."""

    id: int
    name: str
    niat: str
    first_year: int | None
    last_place: str
    ended_on: date | None


@needs(Right.READ)
def list_unplaced(session: Session, on: date) -> list[Unplaced]:
    """Who has no assignment on a day, by name."""
    serving = select(Assignment.officer_id).where(serves_on(on))
    query = select(Officer).where(Officer.id.not_in(serving))
    last = selectinload(Officer.assignments).joinedload(Assignment.kecamatan)
    found = session.scalars(query.options(joinedload(Officer.person), last))
    rows = []
    for officer in found:
        term = officer.assignments[-1] if officer.assignments else None
        place, ended = (term.kecamatan.name, term.ends_on) if term else ("", None)
        name = officer.person.full_name
        rows.append(Unplaced(officer.id, name, officer.niat or "", officer.first_year, place, ended))
    return sorted(rows, key=lambda row: row.name.casefold())
