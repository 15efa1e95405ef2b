"""The small lists that forms offer."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.office import Reference
from db.rules.access import Right


@dataclass(frozen=True)
class Choice:
    """One entry of a list; `level` orders education."""

    code: str
    text: str
    details: tuple[str, ...]
    level: int


@needs(Right.READ)
def list_choices(session: Session, list_name: str) -> list[Choice]:
    """The entries in use, in the office's order. Lists: duties, exit_reasons, educations, disabilities, …"""
    query = select(Reference).where(Reference.list_name == list_name, Reference.active)
    return [
        Choice(row.code, row.text, tuple(part for part in row.detail.split("|") if part), row.level)
        for row in session.scalars(query.order_by(Reference.position))
    ]
