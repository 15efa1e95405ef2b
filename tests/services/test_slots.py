"""The planner of interviews: its rules by properties, what is kept, and what call letters say of it."""

import random
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError

from db.models.selection import InterviewSlot
from db.rules.holidays import HolidayForm
from db.rules.problems import Conflict, RuleViolation
from db.rules.recruitment import Applied
from db.rules.slots import Slot, SlotPlan, check_slots, minutes_of, plan_slots, time_text
from db.rules.working_days import FRIDAY_PRAYER, is_working_day
from db.services import holidays
from db.services.recruitment import applicants, calls, slots, vacancies
from tests.services.utan import ready_to_score

MONDAY, FRIDAY = date(2020, 4, 20), date(2020, 4, 24)
PLAN = SlotPlan(MONDAY, 9 * 60, 15 * 60, 30, breaks=((12 * 60, 13 * 60),))


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_ever_collides(seed):
    drawn = random.Random(seed)
    plan = SlotPlan(
        drawn.choice((MONDAY, FRIDAY)),
        drawn.randrange(7 * 60, 9 * 60),
        drawn.randrange(14 * 60, 17 * 60),
        drawn.randrange(10, 61),
        pause=drawn.choice((0, 5, 10)),
        breaks=drawn.choice(((), ((12 * 60, 13 * 60),), ((600, 615), (720, 780)))),
        rooms=tuple(f"Ruang {n}" for n in range(drawn.randrange(1, 5))) or ("",),
    )
    free = {date(2020, 4, 21): "libur"}
    ids = list(range(drawn.randrange(1, 120)))
    made = plan_slots(ids, plan, free)
    assert [slot.applicant_id for slot in made] == ids
    assert [slot.queue for slot in made] == list(range(1, len(ids) + 1))
    assert check_slots(made, free) == []
    for slot in made:
        assert is_working_day(slot.on, free)
        assert plan.starts_at <= slot.starts_at
        assert slot.starts_at + slot.minutes <= plan.ends_at
        breaks = [*plan.breaks, *([FRIDAY_PRAYER] if slot.on.weekday() == 4 else [])]
        assert not any(a < slot.starts_at + slot.minutes and slot.starts_at < b for a, b in breaks)


def test_friday_prayer_interrupts_a_friday():
    made = plan_slots(range(8), replace(PLAN, on=FRIDAY, breaks=()), {})
    assert [time_text(slot.starts_at) for slot in made] == [
        *("09.00", "09.30", "10.00", "10.30", "11.00", "13.00", "13.30", "14.00")
    ]
    women = plan_slots(range(6), replace(PLAN, on=FRIDAY, breaks=(), friday_prayer=False), {})
    assert time_text(women[5].starts_at) == "11.30"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": date(2020, 4, 21)}, "Selasa, 21 April 2020 bukan hari kerja: Hari Kartini di kantor"),
        ({"on": date(2020, 4, 25)}, "bukan hari kerja: hari libur akhir pekan. Hari kerja berikutnya Senin"),
        ({"minutes": 4}, "Lama wawancara 5–240 menit"),
        ({"ends_at": 540}, "Jam selesai harus sesudah jam mulai"),
        ({"ends_at": 560}, "Tidak ada waktu untuk satu wawancara pun"),
        ({"rooms": ("A", "A")}, "ruang nama yang berbeda"),
        ({"breaks": ((780, 720),)}, "Istirahat berakhir sebelum mulai"),
        ({"pause": -1}, "Jeda tidak boleh"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changes, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        plan_slots([1], replace(PLAN, **changes), {date(2020, 4, 21): "Hari Kartini di kantor"})


def test_times_are_read_as_they_are_written():
    assert [minutes_of(text) for text in ("09.30", "9:30", "24.00", "pagi")] == [570, 570, None, None]


# --- kept


@pytest.fixture
def selection(act):
    vacancy, ids = ready_to_score(act)
    passed = [i for i in ids if act(applicants.get_applicant, i).status is Applied.PASSED]
    return vacancy, ids, passed


def keep(act, vacancy, made):
    before = [row.slot for row in act(slots.list_slots, vacancy)]
    act(slots.save_slots, vacancy, made, before=before)


def test_a_plan_is_kept_and_told_in_the_call_letters(act, selection):
    vacancy, _ids, passed = selection
    made = act(slots.propose_slots, passed[::-1], replace(PLAN, rooms=("Ruang A", "Ruang B")))
    keep(act, vacancy, made)
    rows = act(slots.list_slots, vacancy)
    assert [row.applicant_id for row in rows] == passed[::-1]
    assert [row.slot.queue for row in rows] == list(range(1, len(passed) + 1))
    facts = {f.registration_number: f for f in act(calls.call_facts, vacancy)}
    told = [facts[row.registration_number] for row in rows]
    assert [f.time for f in told[:3]] == ["09.00 WITA", "09.00 WITA", "09.30 WITA"][: len(told)]
    assert told[1].place == "Ruang B, Aula Dinas Sosial Kabupaten Sumbawa"


def test_without_a_plan_everybody_is_called_at_the_same_time(act, selection):
    assert {f.time for f in act(calls.call_facts, selection[0])} == {"09.00 WITA"}


def test_the_first_day_of_the_plan_is_the_interview(act, selection):
    vacancy, _ids, passed = selection
    keep(act, vacancy, act(slots.propose_slots, passed, replace(PLAN, on=FRIDAY)))
    form = act(vacancies.get_vacancy, vacancy).form
    assert (form.interview_on, form.result_on) == (FRIDAY, FRIDAY)


def test_a_turn_on_a_holiday_is_refused_when_it_is_kept(act, selection):
    vacancy, _ids, passed = selection
    made = act(slots.propose_slots, passed, PLAN)
    act(holidays.save_holiday, HolidayForm(MONDAY, "Cuti bersama", True))
    with pytest.raises(RuleViolation, match="Senin, 20 April 2020 bukan hari kerja: Cuti bersama"):
        keep(act, vacancy, made)


def test_who_is_tms_gets_no_turn_neither_from_the_service_nor_in_the_database(act, database, selection):
    vacancy, ids, passed = selection
    failed = next(i for i in ids if i not in passed)
    with pytest.raises(RuleViolation, match="Hanya pelamar yang MS dapat dijadwalkan"):
        keep(act, vacancy, [Slot(failed, MONDAY, 540, 30, "", 1)])
    with pytest.raises(DBAPIError), database.writing() as session:
        session.add(InterviewSlot(applicant_id=failed, on=MONDAY, starts_at="09.00", minutes=30, queue=1))


def test_two_in_one_room_and_one_number_twice_are_refused(act, selection):
    vacancy, _ids, passed = selection
    first, second, *_rest = act(slots.propose_slots, passed, PLAN)
    with pytest.raises(RuleViolation, match="Antrean 1 dan 2 bertabrakan"):
        keep(act, vacancy, [first, replace(second, starts_at=first.starts_at + 10)])
    with pytest.raises(RuleViolation, match="nomor antrean yang sama"):
        keep(act, vacancy, [first, replace(second, queue=1)])


def test_a_plan_that_somebody_else_changed_is_not_overwritten(act, selection):
    vacancy, _ids, passed = selection
    before = [row.slot for row in act(slots.list_slots, vacancy)]
    made = act(slots.propose_slots, passed, PLAN)
    act(slots.save_slots, vacancy, made, before=before)
    with pytest.raises(Conflict, match="jadwal wawancara"):
        act(slots.save_slots, vacancy, made[:1], before=before)
    keep(act, vacancy, made[:1])
    assert [row.slot is None for row in act(slots.list_slots, vacancy)][:2] == [False, True]
