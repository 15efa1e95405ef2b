"""Two people who are one head one family: its cases and members come together, and part again."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.families import Family, FamilyMember
from db.models.mapping import MappingRecord, RecordStep
from db.rules.access import Right
from db.rules.mapping import RecordState

DOUBLE = "Ganda"  # as the list closing_reasons has it
Values = dict[str, Any]


@needs(Right.MAPPING)
def close_doubles(session: Session, kept_id: int, gone_id: int, today: date) -> list[Values]:
    """A kind is in force once for a person and for the family he heads (R1): the second case is closed."""
    kept_kinds = set(session.scalars(_open_cases(kept_id).with_only_columns(MappingRecord.kind_code)))
    closed = []
    for record in session.scalars(_open_cases(gone_id)).all():
        if record.kind_code in kept_kinds:
            closed.append({"id": record.id, "state": record.state.value, "on": today.isoformat()})
            record.closed_on, record.closed_reason, record.state = today, DOUBLE, RecordState.CLOSED
            note = "Orang yang sama tercatat dua kali"
            by = actor_of(session).name
            session.add(
                RecordStep(record_id=record.id, state=RecordState.CLOSED, on_day=today, by=by, note=note)
            )
    session.flush()
    return closed


@needs(Right.MAPPING)
def join_families(session: Session, kept_id: int, gone_id: int) -> list[list[Any]]:
    """The cases and members of the other's families come to the first family of the one who stays.

    Returns what moved: table, key, the family of before, the family of now.
    """
    own = session.scalars(select(Family).where(Family.head_id == kept_id).order_by(Family.id)).first()
    others = session.scalars(select(Family.id).where(Family.head_id == gone_id)).all()
    moved: list[list[Any]] = []
    if own is None or not others:
        return moved
    kind: Any
    for kind in (MappingRecord, FamilyMember):
        for row in session.scalars(select(kind).where(kind.family_id.in_(others))).all():
            key = row.id if isinstance(row, MappingRecord) else row.person_id
            if isinstance(row, FamilyMember) and key in (kept_id, gone_id):
                continue  # the two themselves: settled with what a person has once
            moved.append([kind.__tablename__, key, row.family_id, own.id])
            row.family_id = own.id
    session.flush()
    return moved


@needs(Right.MAPPING)
def part_families(session: Session, moved: list[list[Any]]) -> None:
    """What was moved goes back where nobody has moved it since."""
    kinds = {kind.__tablename__: kind for kind in (MappingRecord, FamilyMember)}
    for table, key, old, new in moved:
        row: Any = session.get(kinds[table], key)
        if row is not None and row.family_id == new and session.get(Family, old) is not None:
            row.family_id = old
    session.flush()


def _open_cases(person_id: int) -> Any:
    headed = select(Family.id).where(Family.head_id == person_id)
    return select(MappingRecord).where(
        (MappingRecord.person_id == person_id) | MappingRecord.family_id.in_(headed),
        MappingRecord.closed_on.is_(None),
    )
