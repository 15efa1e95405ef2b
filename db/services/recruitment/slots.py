"""The interview's timetable: planned for all candidates at once, kept, and told in their call letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.recruitment import Applicant, Vacancy
from db.models.selection import InterviewSlot
from db.records import clash, hold
from db.rules.access import Right
from db.rules.problems import Conflict, refuse, require
from db.rules.recruitment import Applied, Stage, check_stage
from db.rules.slots import Slot, SlotPlan, check_slots, minutes_of, plan_slots, time_text
from db.rules.words import _
from db.services.holidays import holiday_names

PLANNED = (Applied.PASSED, Applied.ABSENT, Applied.CHOSEN, Applied.RESERVE, Applied.NOT_CHOSEN)


@dataclass(frozen=True)
class SlotRow:
    """A candidate with the turn that is planned, if one is."""

    applicant_id: int
    registration_number: str
    name: str
    slot: Slot | None

    @property
    def id(self) -> int:
        return self.applicant_id


@needs(Right.READ)
def list_slots(session: Session, vacancy_id: int) -> list[SlotRow]:
    """Everybody who is interviewed, in the order of the queue; who has no turn yet comes last."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    slots = slots_of(session, vacancy_id)
    rows = [
        SlotRow(a.id, a.registration_number, a.person.full_name, slots.get(a.id))
        for a in vacancy.applicants
        if a.status in PLANNED
    ]
    return sorted(rows, key=lambda row: (row.slot is None, row.slot.queue if row.slot else 0))


@needs(Right.READ)
def propose_slots(session: Session, ids: Sequence[int], plan: SlotPlan) -> list[Slot]:
    """What such a plan would be; nothing is kept. Refuses a day on which nobody works."""
    return plan_slots(ids, plan, holiday_names(session))


@needs(Right.RECRUITMENT)
def save_slots(
    session: Session, vacancy_id: int, slots: Sequence[Slot], *, before: Sequence[Slot | None]
) -> None:
    """Keep the timetable in place of the one before; its first day is the vacancy's interview.

    Only who is MS gets a turn. before: the turns as they were read.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    admitted = {a.id for a in vacancy.applicants if a.status in PLANNED or a.override_reason}
    if any(slot.applicant_id not in admitted for slot in slots):
        raise refuse(_("Hanya pelamar yang MS dapat dijadwalkan untuk wawancara."))
    require(check_slots(slots, holiday_names(session)))
    kept = slots_of(session, vacancy_id)
    read = {slot.applicant_id: slot for slot in before if slot is not None}
    given = {slot.applicant_id: slot for slot in slots}
    if kept not in (read, given):
        what, ids = _("jadwal wawancara"), [key for key in kept if kept[key] != read.get(key)]
        raise Conflict([clash(session, InterviewSlot, what, "", ids=ids)])
    if kept == given:
        return
    lines = {line.applicant_id: line for line in _lines(session, vacancy_id)}
    for key, line in lines.items():
        if key not in given:
            session.delete(line)
    for key, slot in given.items():
        line = lines.get(key) or InterviewSlot(applicant_id=key)
        line.on, line.starts_at, line.minutes = slot.on, time_text(slot.starts_at), slot.minutes
        line.room, line.queue = slot.room.strip(), slot.queue
        session.add(line)
    if given:
        first = min(slot.on for slot in slots)
        if vacancy.interview_on != first:
            vacancy.interview_on = first
        last = max(slot.on for slot in slots)
        vacancy.result_on = max(vacancy.result_on, last)


@needs(Right.READ)
def slots_of(session: Session, vacancy_id: int) -> dict[int, Slot]:
    """The turns that are kept, by applicant."""
    return {line.applicant_id: _slot(line) for line in _lines(session, vacancy_id)}


@needs(Right.READ)
def slots_for(session: Session, applicant_ids: Sequence[int]) -> dict[int, Slot]:
    """The turns of these applicants, of whatever vacancy."""
    query = select(InterviewSlot).where(InterviewSlot.applicant_id.in_(applicant_ids))
    return {line.applicant_id: _slot(line) for line in session.scalars(query)}


def told_to(slot: Slot | None, on: date, time: str, place: str) -> tuple[date, str, str]:
    """Day, time and place for one candidate: the own turn, else those of the interview."""
    if slot is None:
        return on, time, place
    zone = time.rpartition(" ")[2]
    said = f"{time_text(slot.starts_at)} {zone}" if zone.isalpha() else time_text(slot.starts_at)
    return slot.on, said, f"{slot.room}, {place}" if slot.room else place


def _lines(session: Session, vacancy_id: int) -> list[InterviewSlot]:
    query = select(InterviewSlot).join(InterviewSlot.applicant).where(Applicant.vacancy_id == vacancy_id)
    return list(session.scalars(query))


def _slot(line: InterviewSlot) -> Slot:
    return Slot(
        line.applicant_id, line.on, minutes_of(line.starts_at) or 0, line.minutes, line.room, line.queue
    )
