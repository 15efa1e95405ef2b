"""Who is interviewed when and where: all candidates at once, around breaks, prayers and holidays."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from db.rules.dates import day_and_date
from db.rules.problems import Problem, require
from db.rules.words import _
from db.rules.working_days import FRIDAY, FRIDAY_PRAYER, add_working_days, check_working_day, fixed_holidays

TIME = re.compile(r"(\d{1,2})[.:](\d{2})")
DAY = 24 * 60
SHORTEST, LONGEST = 5, 240
MOST_DAYS = 60  # of one plan
Span = tuple[int, int]  # minutes of the day


@dataclass(frozen=True)
class SlotPlan:
    """What somebody asks of the planner; times are minutes of the day."""

    on: date
    starts_at: int
    ends_at: int
    minutes: int
    pause: int = 0  # between two candidates
    breaks: tuple[Span, ...] = ()
    friday_prayer: bool = True
    rooms: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class Slot:
    """One candidate's turn."""

    applicant_id: int
    on: date
    starts_at: int
    minutes: int
    room: str
    queue: int


def minutes_of(text: str) -> int | None:
    """09.30 as minutes of the day; None for what is no time."""
    found = TIME.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return int(found[1]) * 60 + int(found[2])


def time_text(minutes: int) -> str:
    """570 is 09.30."""
    return f"{minutes // 60:02}.{minutes % 60:02}"


def check_plan(plan: SlotPlan, holidays: Mapping[date, str]) -> list[Problem]:
    """Why such a plan cannot be."""
    problems = check_working_day(plan.on, holidays, "on")
    if not SHORTEST <= plan.minutes <= LONGEST:
        text = _("Lama wawancara {low}–{high} menit.")
        problems.append(Problem(text.format(low=SHORTEST, high=LONGEST), "minutes"))
    if plan.pause < 0:
        problems.append(Problem(_("Jeda tidak boleh kurang dari 0 menit."), "pause"))
    if plan.ends_at <= plan.starts_at:
        problems.append(Problem(_("Jam selesai harus sesudah jam mulai."), "ends_at"))
    if any(last <= first for first, last in plan.breaks):
        problems.append(Problem(_("Istirahat berakhir sebelum mulai."), "breaks"))
    if len(set(plan.rooms)) < len(plan.rooms) or not plan.rooms:
        problems.append(Problem(_("Beri setiap ruang nama yang berbeda."), "rooms"))
    if not problems and not _starts(plan, plan.on):
        text = _("Tidak ada waktu untuk satu wawancara pun pada {day}.")
        problems.append(Problem(text.format(day=day_and_date(plan.on)), "ends_at"))
    return problems


def plan_slots(ids: Sequence[int], plan: SlotPlan, holidays: Mapping[date, str]) -> list[Slot]:
    """A turn for each candidate in this order; what does not fit goes to the next working day."""
    require(check_plan(plan, holidays))
    free = {*holidays, *fixed_holidays(plan.on.year), *fixed_holidays(plan.on.year + 1)}
    slots: list[Slot] = []
    for number in range(MOST_DAYS):
        day = add_working_days(plan.on, number, free)
        for start in _starts(plan, day):
            for room in plan.rooms:
                if len(slots) == len(ids):
                    return slots
                slots.append(Slot(ids[len(slots)], day, start, plan.minutes, room, len(slots) + 1))
    if len(slots) < len(ids):
        text = _("{n} calon tidak muat dalam {days} hari kerja. Tambah ruang atau perpendek wawancara.")
        require([Problem(text.format(n=len(ids) - len(slots), days=MOST_DAYS), "minutes")])
    return slots


def check_slots(slots: Sequence[Slot], holidays: Mapping[date, str]) -> list[Problem]:
    """A finished plan: working days, inside the day, and no room with two candidates at a time."""
    problems = []
    for day in sorted({slot.on for slot in slots}):
        problems += check_working_day(day, holidays, "on")
    if any(slot.starts_at < 0 or slot.starts_at + slot.minutes > DAY for slot in slots):
        problems.append(Problem(_("Jam wawancara tidak ada dalam sehari."), "starts_at"))
    if len({slot.queue for slot in slots}) < len(slots):
        problems.append(Problem(_("Dua calon mempunyai nomor antrean yang sama."), "queue"))
    by_room = sorted(slots, key=lambda slot: (slot.on, slot.room, slot.starts_at))
    for before, after in pairwise(by_room):
        same = (before.on, before.room) == (after.on, after.room)
        if same and after.starts_at < before.starts_at + before.minutes:
            text = _("Antrean {a} dan {b} bertabrakan pada {day} pukul {time}.")
            filled = text.format(
                a=before.queue, b=after.queue, day=day_and_date(after.on), time=time_text(after.starts_at)
            )
            problems.append(Problem(filled, "starts_at"))
    return problems


def _starts(plan: SlotPlan, day: date) -> list[int]:
    """When interviews can begin on a day."""
    breaks = [*plan.breaks, *([FRIDAY_PRAYER] if plan.friday_prayer and day.weekday() == FRIDAY else [])]
    starts, now = [], plan.starts_at
    while now + plan.minutes <= plan.ends_at:
        hit = next(((a, b) for a, b in sorted(breaks) if a < now + plan.minutes and now < b), None)
        if hit is not None:
            now = hit[1]
            continue
        starts.append(now)
        now += plan.minutes + plan.pause
    return starts
