"""The life of a record: each step with who and when, the way out and back, and "still the same"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from db.access import actor_of, needs
from db.models.mapping import MappingRecord, RecordStep
from db.records import hold, in_portions
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.mapping import RecordState
from db.rules.problems import Problem, refuse, require
from db.rules.record_life import ORDER, check_step
from db.rules.words import _
from db.services.mapping.seen import require_seen

SUBJECTS = (MappingRecord.person, MappingRecord.family, MappingRecord.collective, MappingRecord.kind)
FEW = 50  # of them between two steps of the bar
MOST = 500  # records that are said to be the same at once: more than one surveyor visits in a round


@dataclass(frozen=True)
class Step:
    """A state that a record came to."""

    state: RecordState
    on_day: date
    by: str
    note: str


@needs(Right.MAPPING)
def move(
    session: Session, record_id: int, state: RecordState, *, on: date, today: date, note: str = ""
) -> None:
    """Take a record one step on, or back with a reason."""
    found = hold(session, MappingRecord, record_id)
    require_seen(session, found)
    require(check_step(found.state, state, note))
    _check_day(found, on, today)
    put(session, found, state, on, note)


@needs(Right.MAPPING)
def close_record(
    session: Session, record_id: int, *, on: date, today: date, reason: str, note: str = ""
) -> None:
    """Take a record out of the figures for a reason; it stays on file."""
    if not reason.strip():
        raise refuse(_("Pilih alasan."), "reason")
    found = hold(session, MappingRecord, record_id)
    require_seen(session, found)
    if found.closed_on is not None:
        raise refuse(_("Data ini sudah ditutup pada {day}.").format(day=short_date(found.closed_on)))
    _check_day(found, on, today)
    found.closed_on, found.closed_reason = on, reason.strip()
    told = ": ".join(part for part in (reason.strip(), note.strip()) if part)
    put(session, found, RecordState.CLOSED, on, told)


@needs(Right.MAPPING)
def reopen(session: Session, record_id: int, *, on: date, today: date, reason: str) -> RecordState:
    """Bring a closed record back to the state it had; not while the same kind is open again."""
    if not reason.strip():
        raise refuse(_("Tulis alasan membuka kembali data ini."), "reason")
    found = hold(session, MappingRecord, record_id)
    require_seen(session, found)
    if found.closed_on is None:
        raise refuse(_("Data ini sudah terbuka."))
    subject = (MappingRecord.person_id, MappingRecord.family_id, MappingRecord.collective_id)
    same = select(MappingRecord.id).where(
        *(column == getattr(found, column.key) for column in subject if getattr(found, column.key)),
        MappingRecord.kind_code == found.kind_code,
        MappingRecord.closed_on.is_(None),
    )
    if session.scalar(same) is not None:
        text = _("{kind} sudah tercatat lagi dan masih terbuka; data lama ini tidak perlu dibuka.")
        raise refuse(text.format(kind=found.kind.name))
    if on < found.closed_on:
        raise refuse(_("Paling awal {day}.").format(day=short_date(found.closed_on)), "on")
    _check_day(found, on, max(today, found.closed_on))
    earlier = (step.state for step in reversed(list_steps(session, record_id)))
    back = next((state for state in earlier if state is not RecordState.CLOSED), RecordState.REPORTED)
    found.closed_on, found.closed_reason = None, ""
    found.confirmed_on = max(found.confirmed_on or on, on)
    put(session, found, back, on, _("Dibuka kembali: {reason}").format(reason=reason.strip()))
    return back


@needs(Right.MAPPING)
def confirm(
    session: Session,
    record_ids: Sequence[int],
    *,
    on: date,
    today: date,
    tick: Callable[[int], object] = lambda _done: None,
) -> int:
    """Say that records are still so; closed ones are left out. Returns how many were confirmed.

    `tick` is told how many are done, and ends the work by raising: then none is.
    """
    if len(record_ids) > MOST:
        text = _("Paling banyak {most} pendataan dapat dipastikan sekaligus; kini dipilih {number}.")
        raise refuse(text.format(most=MOST, number=len(record_ids)))
    if on > today:
        raise refuse(_("Tanggal tidak boleh sesudah hari ini."), "on")
    number = 0
    for ids in in_portions(sorted(record_ids), FEW):
        query = (
            select(MappingRecord)
            .where(MappingRecord.id.in_(ids), MappingRecord.closed_on.is_(None))
            .options(*(selectinload(subject) for subject in SUBJECTS))  # whom the log names
        )
        for found in session.scalars(query.with_for_update()):
            require_seen(session, found)
            number += 1
            if found.confirmed_on is None or found.confirmed_on < on:
                found.confirmed_on = on
        session.flush()
        tick(number)
    return number


@needs(Right.READ)
def list_steps(session: Session, record_id: int) -> list[Step]:
    """The steps of a record from its first; what came before steps were noted is told from the record."""
    query = select(RecordStep).where(RecordStep.record_id == record_id).order_by(RecordStep.id)
    steps = [Step(step.state, step.on_day, step.by, step.note) for step in session.scalars(query)]
    record = session.get_one(MappingRecord, record_id)
    require_seen(session, record)
    if not steps or steps[0].state is not RecordState.REPORTED:
        steps.insert(0, Step(RecordState.REPORTED, record.recorded_on, record.recorder, record.source))
    if record.closed_on is not None and steps[-1].state is not RecordState.CLOSED:
        steps.append(Step(RecordState.CLOSED, record.closed_on, "", record.closed_reason))
    return steps


@needs(Right.MAPPING)
def put(session: Session, record: MappingRecord, state: RecordState, on: date, note: str) -> None:
    """Note the step and take the record there; who asks has checked that it may go."""
    record.state = state
    if state is not RecordState.CLOSED and ORDER.index(state) > 0:
        record.confirmed_on = max(record.confirmed_on or on, on)
    session.add(
        RecordStep(
            record_id=record.id, state=state, on_day=on, by=actor_of(session).name, note=note.strip()[:300]
        )
    )
    session.flush()


def _check_day(record: MappingRecord, on: date, today: date) -> None:
    if on < record.recorded_on:
        text = _("Paling awal {day}, tanggal datanya.").format(day=short_date(record.recorded_on))
        require([Problem(text, "on")])
    if on > max(today, record.recorded_on):  # older data may be dated ahead, and must be closed nevertheless
        raise refuse(_("Tanggal tidak boleh sesudah hari ini."), "on")
