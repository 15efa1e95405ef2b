"""Who is not MS is neither scheduled nor scored nor proposed: by sentence, and by the database itself."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.models.recruitment import Applicant
from db.rules.problems import RuleViolation
from db.rules.recruitment import Applied
from db.rules.slots import Slot
from db.services.recruitment import (
    administration,
    applicants,
    interviews,
    proposals,
    ranking,
    sheet_entry,
    slots,
)
from tests.services import utan
from tests.services.utan import ready_to_score, render

BARRED = (Applied.REGISTERED, Applied.FAILED, Applied.WITHDRAWN, Applied.DISQUALIFIED)
ROWS = {
    "score": (
        "INSERT INTO score (applicant_id, member_id, criterion_id, value, version) "
        "SELECT :applicant, :member, min(id), 80, 1 FROM vacancy_criterion"
    ),
    "interview_slot": (
        "INSERT INTO interview_slot (applicant_id, on_day, starts_at, minutes, room, queue, version) "
        "VALUES (:applicant, '2020-04-20', '09.00', 20, '', 1, 1)"
    ),
    "proposal": (
        "INSERT INTO proposal (vacancy_id, applicant_id, letter_id, status, status_on, version) "
        "SELECT :vacancy, :applicant, min(id), 'sent', '2020-04-21', 1 FROM letter"
    ),
}


@pytest.fixture
def selection(act):
    vacancy, ids = ready_to_score(act)
    return vacancy, ids, act(interviews.list_panel, vacancy)[0].id


def insert(database, table, vacancy, applicant, member):
    with database.writing() as session:
        session.execute(text(ROWS[table]), {"applicant": applicant, "vacancy": vacancy, "member": member})


def put(database, applicant, status, reason=""):
    with database.writing() as session:
        record = session.get_one(Applicant, applicant)
        record.status, record.override_reason = status, reason


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("status", BARRED)
def test_the_database_refuses_a_row_for_who_is_not_admitted(database, selection, table, status):
    vacancy, (rina, *_others), member = selection
    put(database, rina, status)
    with pytest.raises(DBAPIError, match="applicant is not admitted"):
        insert(database, table, vacancy, rina, member)


@pytest.mark.parametrize("table", ROWS)
def test_the_database_takes_a_row_for_who_is_ms_or_overridden(database, selection, table):
    vacancy, (rina, _ahmad, budi, _nia), member = selection
    insert(database, table, vacancy, rina, member)
    put(database, budi, Applied.FAILED, "satu-satunya pelamar")
    insert(database, table, vacancy, budi, member)


@pytest.mark.parametrize("leave", [applicants.withdraw, applicants.disqualify])
def test_an_override_opens_no_gate_for_who_has_left(act, database, selection, leave):
    vacancy, (_rina, _ahmad, budi, _nia), member = selection
    utan.override(act, budi, "satu-satunya PSM aktif")
    utan.leave(act, leave, budi, "alasan")
    found = act(applicants.get_applicant, budi)
    before = "pernah dikecualikan oleh Ahmad Fauzi (Ketua): satu-satunya PSM aktif"
    assert found.status_reason == f"alasan ({before})"
    with pytest.raises(DBAPIError, match="applicant is not admitted"):
        insert(database, "score", vacancy, budi, member)


@pytest.mark.parametrize("status", BARRED)
def test_the_services_refuse_in_a_sentence(act, database, selection, status):
    vacancy, (rina, *_others), member = selection
    put(database, rina, status)
    with pytest.raises(RuleViolation, match="Hanya pelamar yang MS"):
        act(sheet_entry.save_scores, rina, member, {"W1": Decimal(80)}, before={})
    slot = Slot(rina, date(2020, 4, 20), 540, 20, "", 1)
    with pytest.raises(RuleViolation, match="Hanya pelamar yang MS dapat dijadwalkan"):
        act(slots.save_slots, vacancy, [slot], before=[])
    with pytest.raises(RuleViolation, match="belum dapat ke tahap"):
        act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 21), render=render)


def test_an_override_makes_a_candidate(act, selection):
    vacancy, (_rina, _ahmad, budi, _nia), _member = selection
    assert budi not in {row.applicant_id for row in act(ranking.get_standing, vacancy).rows}
    utan.override(act, budi, "satu-satunya PSM aktif")
    assert budi in {row.applicant_id for row in act(ranking.get_standing, vacancy).rows}


def test_who_is_disqualified_is_no_candidate_any_more(act, selection):
    vacancy, (rina, *_others), _member = selection
    utan.leave(act, applicants.disqualify, rina, "ijazah palsu")
    assert rina not in {row.applicant_id for row in act(ranking.get_standing, vacancy).rows}
    facts = act(administration.minutes_facts, vacancy, [])
    assert "Rina Marlina" not in {row.name for row in facts.rows}
    assert facts.held_on == date(2020, 4, 17)
