"""A kit that came back is taken in so that it can be taken back whole, as an import (peers.md row 71)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.imports import ImportBatch, ImportRow
from db.models.rounds import SurveyKit
from db.records import as_json
from db.rules.access import Right
from db.rules.imports import Outcome, TakeBack
from db.rules.kits import KitOutcome, KitPlan, ReturnedKit
from db.rules.problems import refuse
from db.rules.words import _
from db.services.import_plan import OWN, snapshot
from db.services.import_undo import Undo
from db.services.mapping import surveys
from db.services.mapping.rounds import find_open

if TYPE_CHECKING:
    from db.base import Base

APART = {SurveyKit.__tablename__, ImportBatch.__tablename__}
Touched = dict["Base", dict[str, Any] | None]  # records with their values of before; None: made


@needs(Right.MAPPING)
def take_kit(
    session: Session,
    returned: ReturnedKit,
    *,
    on: date,
    today: date,
    at: datetime,
    tick: Callable[[int], object] = lambda _done: None,
) -> KitPlan:
    """`surveys.take_kit`, with what each row did to which record."""
    rows: list[Touched] = []
    now: Touched = {}

    def next_row(place: int) -> None:
        rows.append(dict(now))
        now.clear()
        tick(place)

    with _noting(session, now):
        plan = surveys.take_kit(session, returned, on=on, today=today, at=at, tick=next_row)
    refused = [line.outcome is KitOutcome.UNCLEAR for line in plan.lines]
    done = [row for row, is_refused in zip(rows, refused, strict=False) if row and not is_refused]
    batch = ImportBatch(
        target=_target(plan.kit_id),
        file_name=returned.file_name[:200],
        sha256="",
        mapping={},
        totals=dict(session.get_one(SurveyKit, plan.kit_id).outcome),
        made_at=at,
        made_by=actor_of(session).name,
    )
    session.add(batch)
    session.flush()
    for place, row in enumerate(_together([*done, now]), 1):
        session.add(
            ImportRow(batch_id=batch.id, row=place, outcome=Outcome.CHANGED, changes=list(_changes(row)))
        )
    session.flush()
    return plan


@needs(Right.MAPPING)
def check_take_back(session: Session, kit_id: int) -> TakeBack:
    """What taking a kit back would do: what somebody has changed since stays."""
    undo = Undo(session, _last(session, kit_id).id)
    return TakeBack(len(undo.rows), tuple(undo.kept))


@needs(Right.MAPPING)
def take_back(session: Session, kit_id: int) -> TakeBack:
    """Undo what the kit wrote the last time that it came back; it is in the field again, or as before."""
    batch, kit = _last(session, kit_id), session.get_one(SurveyKit, kit_id)
    find_open(session, kit.sheet.round_id)
    undo = Undo(session, batch.id)
    undo.run(lambda _done: None)
    batch.taken_back_at, batch.taken_back_by = datetime.now(UTC), actor_of(session).name
    session.flush()
    before = _batches(session, kit_id)
    kit.returned_at = before[0].made_at if before else None
    kit.outcome = dict(before[0].totals) if before else {}
    session.flush()
    return TakeBack(len(undo.rows), tuple(undo.kept))


def _last(session: Session, kit_id: int) -> ImportBatch:
    if found := _batches(session, kit_id):
        return found[0]
    raise refuse(_("Isi paket ini tidak dapat diambil kembali: diterima versi lama, atau sudah diambil."))


def _batches(session: Session, kit_id: int) -> list[ImportBatch]:
    query = select(ImportBatch).where(
        ImportBatch.target == _target(kit_id), ImportBatch.taken_back_at.is_(None)
    )
    return list(session.scalars(query.order_by(ImportBatch.id.desc())))


def _target(kit_id: int) -> str:
    return f"kit/{kit_id}"


@contextmanager
def _noting(session: Session, touched: Touched) -> Iterator[None]:
    """Collect what is made and changed, with the values of before."""

    def note(_session: Session, _context: object) -> None:
        for record in session.new:
            if record.__tablename__ not in APART:
                touched.setdefault(record, None)
        for record in session.dirty:
            if record.__tablename__ in APART or not session.is_modified(record):
                continue
            known = touched.setdefault(record, {})
            if known is None:
                continue
            state = inspect(record)
            for attribute in inspect(type(record)).column_attrs:
                history = state.attrs[attribute.key].history
                if history.deleted and attribute.key not in OWN:
                    known.setdefault(attribute.key, history.deleted[0])

    event.listen(session, "after_flush", note)
    try:
        yield
    finally:
        event.remove(session, "after_flush", note)


def _together(rows: list[Touched]) -> list[Touched]:
    """Rows that touched the same record can only be undone together."""
    groups: list[Touched] = []
    for row in rows:
        shared = [group for group in groups if group.keys() & row.keys()]
        whole: Touched = {}
        for part in (*shared, row):
            for record, before in part.items():
                first = whole.setdefault(record, before)
                if first is not None and before is not None:
                    whole[record] = {**before, **first}
        groups = [group for group in groups if not any(group is one for one in shared)]
        if whole:
            groups.append(whole)
    return groups


def _changes(row: Touched) -> Iterator[dict[str, Any]]:
    """As an import keeps them."""
    for record, before in row.items():
        [identity] = inspect(type(record)).primary_key_from_instance(record)
        after = snapshot(record)
        old = None
        if before is not None:
            after = {name: as_json(getattr(record, name)) for name in before}
            old = as_json(before)
        yield {"table": record.__tablename__, "id": identity, "before": old, "after": after}
