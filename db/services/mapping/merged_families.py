"""Two people who are one head one family: its cases and members come together, and part again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.families import Family, FamilyMember
from db.models.mapping import MappingRecord, RecordStep
from db.models.people import Person
from db.rules.access import Right
from db.rules.mapping import RecordState
from db.rules.problems import refuse
from db.rules.words import _

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
def join_families(
    session: Session, kept_id: int, joined: Collection[int], *, takes_number: bool
) -> dict[str, Any]:
    """All of the families that came with the other goes to the family of the one who stays; then they go.

    takes_number: the No. KK is that of the one who goes. Returns what `part_families` needs.
    """
    of_kept = select(Family).where(Family.head_id == kept_id, Family.id.not_in(joined))
    own = session.scalars(of_kept.order_by(Family.id)).first()
    others = session.scalars(select(Family).where(Family.id.in_(joined)).order_by(Family.id)).all()
    moved: list[list[Any]] = []
    if own is None or not others:
        return {"families": moved}
    kind: Any
    for kind in (MappingRecord, FamilyMember):
        for row in session.scalars(select(kind).where(kind.family_id.in_(joined))).all():
            key = row.id if isinstance(row, MappingRecord) else row.person_id
            moved.append([kind.__tablename__, key, row.family_id, own.id])
            row.family_id = own.id
    session.flush()
    before, emptied = _facts(own), [_facts(other) for other in others]
    for other in others:
        session.delete(other)
    session.flush()  # a No. KK belongs to one family only
    _take_facts(own, emptied, takes_number=takes_number)
    added = _add_by_number(session, own, {one["kk"] for one in (before, *emptied)} - {None, own.kk})
    now = _facts(own)
    filled = {name: [before[name], value] for name, value in now.items() if value != before[name]}
    return {"families": moved, "emptied": emptied, "added": added, "own": own.id, "filled": filled}


@needs(Right.MAPPING)
def part_families(session: Session, before: Mapping[str, Any]) -> None:
    """The families that went are there again, with the head of now; what nobody has changed goes back."""
    own = session.get(Family, before["own"]) if "own" in before else None
    for name, (was, filled) in before.get("filled", {}).items():
        if own is not None and getattr(own, name) == filled:
            setattr(own, name, was)
    for person_id in before.get("added", []):
        member = session.get(FamilyMember, person_id)
        if member is not None and (member.family_id, member.relation_code) == (before["own"], ""):
            session.delete(member)
    session.flush()
    for values in before.get("emptied", []):
        taken = select(Family).where(Family.kk == values["kk"], Family.kk.is_not(None))
        if family := session.scalars(taken).first():
            text = _("No. KK {kk} kini dipakai {family}. Perbaiki data itu dahulu, lalu pisahkan lagi.")
            raise refuse(text.format(kk=values["kk"], family=family.describe()))
        session.add(Family(**values))
    session.flush()
    kinds = {kind.__tablename__: kind for kind in (MappingRecord, FamilyMember)}
    for table, key, old, new in before.get("families", []):
        row: Any = session.get(kinds[table], key)
        if row is not None and row.family_id == new and session.get(Family, old) is not None:
            row.family_id = old
    session.flush()


def _facts(family: Family) -> Values:
    """The row, as JSON keeps it."""
    columns = (column.key for column in inspect(Family).column_attrs if column.key != "version")
    return {name: getattr(family, name) for name in columns}


def _take_facts(own: Family, emptied: Sequence[Values], *, takes_number: bool) -> None:
    """What the family that stays does not know it takes from the others."""
    for values in emptied:
        if values["kk"] and (takes_number or not own.kk):
            own.kk, takes_number = values["kk"], False
        if own.size is None:
            own.size = values["size"]
        own.facts = values["facts"] | {
            name: value for name, value in own.facts.items() if value not in (None, "", [])
        }


def _add_by_number(session: Session, own: Family, numbers: Collection[str]) -> list[int]:
    """Who belonged to a family by a No. KK that it no longer has is put to it by name."""
    known = select(FamilyMember.person_id)
    query = select(Person.id).where(Person.kk.in_(numbers), Person.id != own.head_id, Person.id.not_in(known))
    people = list(session.scalars(query)) if numbers else []
    session.add_all(FamilyMember(person_id=person, family_id=own.id, relation_code="") for person in people)
    session.flush()
    return people


def _open_cases(person_id: int) -> Any:
    headed = select(Family.id).where(Family.head_id == person_id)
    return select(MappingRecord).where(
        (MappingRecord.person_id == person_id) | MappingRecord.family_id.in_(headed),
        MappingRecord.closed_on.is_(None),
    )
