"""The scale of a proposal's way as the office keeps it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.office import Reference
from db.records import clash
from db.rules.access import Right
from db.rules.problems import Conflict, require
from db.rules.sop import DEFAULT_STEPS, SopStep, check_steps
from db.rules.words import _

LIST = "sop_steps"


@needs(Right.READ)
def get_steps(session: Session) -> tuple[SopStep, ...]:
    """The steps as the office has changed them; else as the program ships them."""
    kept = [row for row in _rows(session) if row.active]
    return tuple(SopStep(row.text, row.level) for row in kept) or DEFAULT_STEPS


@needs(Right.OFFICE)
def change_steps(session: Session, before: Sequence[SopStep], after: Sequence[SopStep]) -> None:
    """Write the office's own steps. before: as the form was opened with them."""
    after = [SopStep(step.name.strip(), step.days) for step in after]
    require(check_steps(after))
    rows = _rows(session)
    now = get_steps(session)
    if now == tuple(after):
        return
    if now != tuple(before):
        said = ", ".join(step.name for step in now)
        raise Conflict([clash(session, Reference, _("langkah SOP"), said, ids=[row.id for row in rows])])
    known = {row.code: row for row in rows}
    for place, step in enumerate(after, 1):
        row = known.pop(str(place), None) or Reference(list_name=LIST, code=str(place), position=place)
        row.text, row.level, row.active = step.name, step.days, True
        session.add(row)
    for left in known.values():
        left.active = False


def _rows(session: Session) -> list[Reference]:
    query = select(Reference).where(Reference.list_name == LIST).order_by(Reference.position)
    return list(session.scalars(query))
