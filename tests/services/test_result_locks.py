"""Results of tests are locked, sealed and opened as the score sheets are; days and names that prove it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text

from db.models.office import Office
from db.models.selection import VacancyStep
from db.rules.problems import RuleViolation
from db.rules.selection import Component, TieStep, TrackStep
from db.rules.sheets import SheetState
from db.rules.ties import Draw
from db.services.recruitment import (
    case_file,
    components,
    interviews,
    pins,
    ranking,
    result_locks,
    sheet_entry,
    sheets,
    track,
)
from db.services.recruitment.recap import get_recap
from db.services.recruitment.standing import broken_in_words
from tests.conftest import ACTOR
from tests.services.test_ranking import DAY, decide, with_tests, written
from tests.services.utan import EARLY, ready_to_score, render, score_all

WRITTEN, COMPUTER = Component.WRITTEN, Component.COMPUTER
BOTH = {"computer_weight": Decimal(10), "written_weight": Decimal(30), "interview_weight": Decimal(60)}


@pytest.fixture
def tested(act):
    """Two candidates with full sheets and a written test that counts 40%."""
    vacancy, ids = ready_to_score(act)
    with_tests(act, vacancy, written_minimum=Decimal(50))
    score_all(act, vacancy, ids[:2], 80, 75)
    return vacancy, ids[0], ids[1]


def leaders(act, vacancy):
    return [member.id for member in act(interviews.list_panel, vacancy)]


def lock(act, vacancy, tests=(WRITTEN,), typist="Sri Lestari"):
    return act(result_locks.lock_results, vacancy, tests, typist=typist)


def test_nobody_has_a_place_before_the_results_are_locked(act, tested):
    vacancy, rina, ahmad = tested
    written(act, vacancy, {rina: 70}, locked=False)
    with pytest.raises(RuleViolation, match="Nilai tes tertulis Ahmad Zaelani belum diisi"):
        lock(act, vacancy)
    written(act, vacancy, {ahmad: 60}, locked=False)
    standing = act(ranking.get_standing, vacancy)
    assert (standing.open_tests, standing.unlocked_tests, standing.complete) == (0, 2, False)
    assert {(row.rank, row.final) for row in standing.rows} == {(None, None)}
    with pytest.raises(RuleViolation, match="Masih ada 2 nilai tes yang belum dikunci"):
        decide(act, vacancy, rina)
    with pytest.raises(RuleViolation, match="Tulis nama yang mencocokkan"):
        lock(act, vacancy, typist=" ")
    with pytest.raises(RuleViolation, match="Tes komputer tidak dipakai"):
        lock(act, vacancy, [COMPUTER])
    assert lock(act, vacancy) == 2
    assert act(ranking.get_standing, vacancy).complete


def test_a_locked_result_changes_only_once_a_leader_opened_it_with_pin_and_reason(act, tested):
    vacancy, rina, ahmad = tested
    written(act, vacancy, {rina: 70, ahmad: 60})
    chair, _secretary, member = leaders(act, vacancy)
    change = {(ahmad, WRITTEN): Decimal(100)}
    before = {(ahmad, WRITTEN): Decimal(60)}
    with pytest.raises(RuleViolation, match="sudah dikunci oleh Sri Lestari"):
        act(components.save_tests, vacancy, change, "CAT", before=before)
    asked = {"opener_id": chair}
    with pytest.raises(RuleViolation, match="tetapkan PIN itu dahulu"):
        act(result_locks.open_result, ahmad, WRITTEN, "salah ketik", **asked)
    with pytest.raises(RuleViolation, match="Tulis alasan"):
        act(result_locks.open_result, ahmad, WRITTEN, " ", **asked)
    with pytest.raises(RuleViolation, match="ketua atau sekretaris"):
        act(result_locks.open_result, ahmad, WRITTEN, "salah", opener_id=member)
    key = act(pins.set_pin, chair, "4071")
    with pytest.raises(RuleViolation, match="Ahmad Fauzi dibuka dengan PIN-nya sendiri"):
        act(result_locks.open_result, ahmad, WRITTEN, "salah ketik", **asked)
    act(result_locks.open_result, ahmad, WRITTEN, "salah ketik", **asked, key=key)
    assert not act(ranking.get_standing, vacancy).complete
    act(components.save_tests, vacancy, change, "Lembar jawaban", before=before, typist="Sari")
    lock(act, vacancy)
    [opening] = act(result_locks.list_result_openings, vacancy)
    assert (opening.by, opening.before, opening.after) == ("Ahmad Fauzi", Decimal(60), Decimal(100))
    said = (
        "Nilai tes tertulis Ahmad Zaelani dibuka kembali oleh Ahmad Fauzi: salah ketik (60,00 menjadi 100,00)"
    )
    facts = act(ranking.minutes_facts, vacancy, ahmad, "")
    assert said in facts.remarks
    assert any("diisi oleh Sari, dicocokkan dan dikunci oleh Sri Lestari" in one for one in facts.remarks)
    parts = [
        part
        for chapter in act(
            case_file.get_case_file, vacancy, at=datetime(2020, 4, 21, 9), masked=False
        ).chapters
        for part in chapter.parts
        if any("dibuka kembali" in table.title for table in part.tables)
    ]
    cells = " ".join(
        str(cell) for part in parts for table in part.tables for row in table.rows for cell in row
    )
    assert "60 menjadi 100" in cells


def test_a_result_changed_outside_the_program_is_found_and_named_everywhere(act, database, tested):
    vacancy, rina, ahmad = tested
    written(act, vacancy, {rina: 70, ahmad: "49.99"})
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE component_score SET value = 95 WHERE applicant_id = :a"), {"a": ahmad}
        )
    [broken] = act(sheets.verify_seals, vacancy)
    assert (broken.member, broken.candidate) == ("tes tertulis", "Ahmad Zaelani")
    assert "nilai tes tertulis untuk Ahmad Zaelani" in act(get_recap, vacancy).table.notes[0]
    with pytest.raises(RuleViolation, match=r"tes tertulis untuk .* Ahmad Zaelani"):
        decide(act, vacancy, rina)
    [warning] = act(case_file.get_case_file, vacancy, at=datetime(2020, 4, 21, 9), masked=False).warnings
    assert "Nilai tes tertulis untuk TKSK-2020-5204-06-002, Ahmad Zaelani" in warning


def test_results_are_hidden_from_who_still_scores(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    with_tests(act, vacancy)
    written(act, vacancy, {rina: 70, ahmad: 60})
    rows = act(ranking.get_standing, vacancy).rows
    assert {row.tests for row in rows} == {(None,)}
    assert {row.test_states for row in rows} == {(SheetState.LOCKED,)}
    assert [cell for row in act(get_recap, vacancy).table.rows for cell in row].count("terkunci") == 2
    table = act(components.list_tests, vacancy)
    assert {(tuple(row.values), tuple(row.locked)) for row in table.rows} == {((), (WRITTEN,))}
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    assert act(components.list_tests, vacancy).rows[0].values == {WRITTEN: Decimal(70)}


def test_only_who_proves_it_opens_a_sheet(act, database, tested):
    vacancy, rina, _ahmad = tested
    chair, secretary, _member = leaders(act, vacancy)
    opened = (sheet_entry.open_sheet, rina, chair, "salah salin")
    with pytest.raises(RuleViolation, match="Sri Lestari membuka kunci dengan PIN-nya sendiri"):
        act(*opened, opener_id=secretary)
    with database.writing() as session:
        session.scalars(select(Office)).one().login_required = True
        session.info["actor"] = replace(ACTOR, user_id=7, name="Ahmad Fauzi, S.Sos.")
        with pytest.raises(RuleViolation, match="tetapkan PIN"):
            opened[0](session, *opened[1:], opener_id=secretary)
        opened[0](session, *opened[1:], opener_id=chair)  # who has logged in is known
    assert act(sheets.list_openings, vacancy)[0].by == "Ahmad Fauzi"


def test_the_name_typed_at_the_lock_is_who_copied(act):
    vacancy, (rina, *_others) = ready_to_score(act)
    member = leaders(act, vacancy)[0]
    values = {f"W{n}": Decimal(80) for n in range(1, 7)}
    act(sheet_entry.save_scores, rina, member, values, before={})
    key = act(pins.set_pin, member, "4071")
    act(sheet_entry.lock_sheets, [(rina, member)], keys=[key], typist="Sari")
    assert act(sheets.get_sheet, rina, member).first_typist == "Sari"


def test_the_minutes_name_every_threshold_and_who_meets_all(act, tested):
    vacancy, rina, ahmad = tested
    written(act, vacancy, {rina: 70, ahmad: "49.99"})
    facts = act(ranking.minutes_facts, vacancy, rina, "")
    assert facts.minimums == "tes tertulis 50,00"
    assert [row.name for row in facts.rows if row.passed] == ["Rina Marlina"]


def test_a_decision_follows_tests_draw_and_lock(act, tested):
    vacancy, rina, ahmad = tested
    written(act, vacancy, {rina: 70, ahmad: 60})

    def plan(session):
        [line] = session.query(VacancyStep).filter_by(vacancy_id=vacancy, step=TrackStep.WRITTEN)
        line.planned_on = DAY + timedelta(2)

    act(plan)
    with pytest.raises(RuleViolation, match="Tes tertulis 22 April 2020; tanggal penetapan tidak dapat"):
        decide(act, vacancy, rina)
    locked = act(ranking.get_standing, vacancy).locked_on
    more = {"early_reason": EARLY, "render": render}
    with pytest.raises(RuleViolation, match="Nilai terakhir dikunci"):
        act(ranking.decide, vacancy, rina, "", decided_on=locked - timedelta(1), today=locked, **more)
    with pytest.raises(RuleViolation, match="belum tiba"):
        act(ranking.decide, vacancy, rina, "", decided_on=locked + timedelta(1), today=locked, **more)
    act(ranking.decide, vacancy, rina, "", decided_on=locked, today=locked, **more)


def test_a_draw_lies_between_the_ranking_and_the_decision(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    before = act(components.get_scoring, vacancy).form
    only = replace(before, tie_ladder=(TieStep.DRAW,))
    act(components.save_scoring, vacancy, only, before=before)
    score_all(act, vacancy, [rina, ahmad], 80, 80)
    locked = act(ranking.get_standing, vacancy).locked_on
    with pytest.raises(RuleViolation, match="tanggal undian tidak dapat mendahului"):
        act(ranking.record_draw, vacancy, Draw(DAY, ("Camat", "Kabid"), (ahmad, rina)), today=locked)
    late = Draw(locked + timedelta(1), ("Camat", "Kabid"), (ahmad, rina))
    with pytest.raises(RuleViolation, match=r"Tanggal undian .* belum tiba"):
        act(ranking.record_draw, vacancy, late, today=locked)
    later = DAY + timedelta(4)
    act(ranking.record_draw, vacancy, Draw(later, ("Camat", "Kabid"), (ahmad, rina)))
    with pytest.raises(RuleViolation, match="Undian 24 April 2020; tanggal penetapan"):
        decide(act, vacancy, ahmad)


def test_a_test_whose_results_are_locked_is_done_on_its_day(act, tested):
    vacancy, rina, ahmad = tested

    def plan(session):
        [line] = session.query(VacancyStep).filter_by(vacancy_id=vacancy, step=TrackStep.WRITTEN)
        line.planned_on = date(2020, 4, 18)

    act(plan)

    def step():
        return next(one for one in act(track.list_steps, vacancy) if one.step is TrackStep.WRITTEN)

    written(act, vacancy, {rina: 70, ahmad: 60}, locked=False)
    assert step().done_on is None
    lock(act, vacancy)
    assert (step().done_on, step().passed) == (date(2020, 4, 18), True)
    assert not step().is_overdue(date(2020, 5, 1))
    facts = act(ranking.get_standing, vacancy)
    assert facts.complete
    decide(act, vacancy, rina)
    assert step().done_on == date(2020, 4, 18)


def test_after_the_minutes_the_advice_can_be_followed(act, database, tested):
    vacancy, rina, ahmad = tested
    written(act, vacancy, {rina: 70, ahmad: 60})
    decide(act, vacancy, rina)
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE component_score SET value = 95 WHERE applicant_id = :a"), {"a": ahmad}
        )
    standing = act(ranking.get_standing, vacancy)
    assert standing.printed
    said = broken_in_words(standing.broken, printed=standing.printed)
    assert "Buka kuncinya" not in said
    assert "Pulihkan data dari cadangan" in said
