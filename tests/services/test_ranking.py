"""From locked sheets and tests to places, notes, draws and the decision."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from db.rules.problems import Conflict, RuleViolation
from db.rules.recruitment import Applied, Stage
from db.rules.selection import Component, Relation, Scale, TieStep
from db.rules.ties import Draw
from db.services.recruitment import (
    applicants,
    arithmetic,
    components,
    interviews,
    ranking,
    result_locks,
    sheet_entry,
    vacancies,
)
from db.services.recruitment.reckoning import Reckoning
from tests.services.utan import EARLY, lock, open_utan, ready_to_score, render, score, score_all

RINA = ((80, 75, 70, 85, 60, 70), (70, 80, 75, 80, 70, 65), (90, 85, 80, 75, 65, 80))
DAY = date(2020, 4, 20)
WRITTEN, COMPUTER = Component.WRITTEN, Component.COMPUTER


def with_tests(act, vacancy, **changes):
    usual = {"written_weight": Decimal(40), "interview_weight": Decimal(60)}
    before = act(components.get_scoring, vacancy).form
    act(components.save_scoring, vacancy, replace(before, **{**usual, **changes}), before=before)


def written(act, vacancy, values, source="Lembar jawaban", *, locked=True):
    given = {(key, WRITTEN): None if value is None else Decimal(value) for key, value in values.items()}
    kept = {
        (row.applicant_id, WRITTEN): row.values.get(WRITTEN)
        for row in act(components.list_tests, vacancy).rows
    }
    act(components.save_tests, vacancy, given, source, before=kept)
    if locked:
        act(result_locks.lock_results, vacancy, [WRITTEN], typist="Sri Lestari")


def decide(act, vacancy, applicant, reason="", **more):
    printed = []

    def kept(frame, facts):
        printed.append(facts)
        return render(frame, facts)

    act(ranking.decide, vacancy, applicant, reason, early_reason=EARLY, decided_on=DAY, render=kept, **more)
    return printed[0]


def test_the_worked_example_from_the_sheets_to_72_75(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    with_tests(act, vacancy)
    score(act, vacancy, rina, *RINA)
    score(act, vacancy, ahmad, *[(70,) * 6] * 3)
    assert not act(ranking.get_standing, vacancy).complete
    assert act(ranking.get_standing, vacancy).open_tests == 2
    with pytest.raises(RuleViolation, match="Masih ada 2 nilai tes yang belum diisi"):
        act(arithmetic.arithmetic_facts, vacancy)
    written(act, vacancy, {rina: 68, ahmad: "55.5"})
    exact = act(lambda session: Reckoning(session, vacancy).scored[rina].final)
    assert exact == Fraction("72.75")
    standing = act(ranking.get_standing, vacancy)
    row = standing.rows[0]
    assert (row.name, row.final, row.rank, row.interview) == (
        "Rina Marlina",
        Decimal("72.75"),
        1,
        Decimal("75.92"),
    )
    assert (row.tests, row.spread, row.wide) == ((Decimal("68.00"),), Decimal("6.25"), False)
    assert standing.formula.startswith("Nilai akhir = 40% tes tertulis + 60% wawancara; ")
    assert not standing.rows[1].passes


def test_nobody_has_a_place_and_no_total_is_told_while_one_sheet_is_open(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score(act, vacancy, rina, *RINA)
    standing = act(ranking.get_standing, vacancy)
    assert standing.open_sheets == 3
    assert {(row.rank, row.final, row.interview, row.spread) for row in standing.rows} == {(None,) * 4}
    assert {total for row in standing.rows for total in row.totals} == {None}
    assert (standing.agreement, standing.leanings) == ("", ())
    with pytest.raises(RuleViolation, match="belum dikunci"):
        decide(act, vacancy, rina)
    with pytest.raises(RuleViolation, match="belum dikunci"):
        act(ranking.minutes_facts, vacancy, ahmad, "")


def test_the_rules_of_counting_stand_from_the_first_score_on(act):
    vacancy, (rina, *_others) = ready_to_score(act)
    facts = act(components.get_scoring, vacancy)
    assert facts.frozen == ""
    assert facts.form.tie_ladder == tuple(TieStep)
    five = replace(facts.form, scale=Scale.FIVE, tie_ladder=(TieStep.AGE, TieStep.DRAW), least_members=2)
    act(components.save_scoring, vacancy, five, before=facts.form)
    assert act(components.get_scoring, vacancy).form == five
    score(act, vacancy, rina, *[(4,) * 6] * 3)
    assert "Nilai pertama sudah masuk" in act(components.get_scoring, vacancy).frozen
    with pytest.raises(RuleViolation, match="Nilai pertama sudah masuk"):
        act(components.save_scoring, vacancy, facts.form, before=five)


def test_a_value_of_one_to_five_counts_twentyfold(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    before = act(components.get_scoring, vacancy).form
    act(components.save_scoring, vacancy, replace(before, scale=Scale.FIVE), before=before)
    score_all(act, vacancy, [rina, ahmad], 4, "3.5")
    assert [row.final for row in act(ranking.get_standing, vacancy).rows] == [Decimal(80), Decimal(70)]


def test_two_people_who_change_how_a_vacancy_counts_are_told(act):
    vacancy, _ids = ready_to_score(act)
    before = act(components.get_scoring, vacancy).form
    act(components.save_scoring, vacancy, replace(before, spread_limit=Decimal(15)), before=before)
    act(components.save_scoring, vacancy, replace(before, least_members=2), before=before)
    with pytest.raises(Conflict):
        act(components.save_scoring, vacancy, replace(before, spread_limit=Decimal(30)), before=before)
    form = act(components.get_scoring, vacancy).form
    assert (form.spread_limit, form.least_members) == (Decimal(15), 2)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("101", "Nilai harus antara 0 dan 100"),
        ("-1", "Nilai harus antara 0 dan 100"),
        ("70.1234", "tiga angka"),
    ],
)
def test_results_of_tests_that_cannot_be_are_refused(act, value, sentence):
    vacancy, (rina, *_others) = ready_to_score(act)
    with_tests(act, vacancy)
    with pytest.raises(RuleViolation, match=sentence):
        written(act, vacancy, {rina: value})


def test_results_only_of_the_admitted_with_a_source_in_a_test_that_counts(act):
    vacancy, (rina, ahmad, budi, _nia) = ready_to_score(act)
    with_tests(act, vacancy)
    with pytest.raises(RuleViolation, match="Hanya pelamar yang MS"):
        written(act, vacancy, {budi: 70})
    with pytest.raises(RuleViolation, match="Tulis sumber nilai"):
        written(act, vacancy, {rina: 70}, source=" ")
    with pytest.raises(RuleViolation, match="Tes komputer tidak dipakai"):
        act(components.save_tests, vacancy, {(rina, COMPUTER): Decimal(70)}, "CAT", before={})
    written(act, vacancy, {rina: 70, ahmad: 60}, locked=False)
    with pytest.raises(Conflict):
        act(components.save_tests, vacancy, {(rina, WRITTEN): Decimal(71)}, "CAT", before={})
    written(act, vacancy, {rina: None}, locked=False)
    rows = {row.applicant_id: dict(row.values) for row in act(components.list_tests, vacancy).rows}
    assert rows == {rina: {}, ahmad: {WRITTEN: Decimal(60)}}


def test_a_minimum_per_component_keeps_the_best_total_from_winning(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    with_tests(act, vacancy, written_minimum=Decimal(60))
    score_all(act, vacancy, [rina, ahmad], 95, 75)
    written(act, vacancy, {rina: 59, ahmad: 70})
    first, second = act(ranking.get_standing, vacancy).rows
    assert (first.applicant_id, first.passes, first.below) == (rina, False, (WRITTEN,))
    with pytest.raises(RuleViolation, match="Nilai tes tertulis di bawah nilai minimum"):
        decide(act, vacancy, rina)
    facts = decide(act, vacancy, ahmad, "peringkat 1 tidak mencapai nilai minimum tes tertulis")
    assert "Rina Marlina tidak mencapai nilai minimum tes tertulis" in facts.remarks
    assert facts.tests == ("Tes tertulis",)
    assert second.passes


def test_a_wide_spread_needs_a_note_that_the_minutes_print(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score(act, vacancy, rina, (90,) * 6, (90,) * 6, (70,) * 6)
    score(act, vacancy, ahmad, *[(75,) * 6] * 3)
    standing = act(ranking.get_standing, vacancy)
    assert [row.name for row in standing.unexplained] == ["Rina Marlina"]
    assert "1 calon dinilai dengan selisih 20 atau lebih" in standing.agreement
    with pytest.raises(RuleViolation, match="Tulis catatan panel tentang selisih nilai: Rina Marlina"):
        decide(act, vacancy, rina)
    with pytest.raises(RuleViolation, match="tidak berselisih melebihi batas"):
        act(ranking.explain_spread, vacancy, {ahmad: "tidak perlu"}, before={})
    act(ranking.explain_spread, vacancy, {rina: "Lalu menilai jawaban kasus lebih ketat."}, before={})
    with pytest.raises(RuleViolation, match="baru saja diubah orang lain"):
        act(ranking.explain_spread, vacancy, {rina: "lain"}, before={})
    facts = decide(act, vacancy, rina)
    assert "Selisih nilai Rina Marlina: Lalu menilai jawaban kasus lebih ketat" in facts.remarks


def test_a_recused_member_changes_the_divisor_and_is_printed(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    before = act(components.get_scoring, vacancy).form
    act(components.save_scoring, vacancy, replace(before, least_members=2), before=before)
    panel = act(interviews.list_panel, vacancy)
    act(sheet_entry.recuse, rina, panel[2].id, Relation.FAMILY, "adik kandung", noted_on=DAY)
    for member, values in zip(panel[:2], RINA, strict=False):
        given = dict(zip((f"W{n}" for n in range(1, 7)), map(Decimal, values), strict=True))
        act(sheet_entry.save_scores, rina, member.id, given, before={})
        lock(act, rina, member.id)
    score(act, vacancy, ahmad, *[(70,) * 6] * 3)
    first = act(ranking.get_standing, vacancy).rows[0]
    assert (first.final, first.scorers, first.totals[2]) == (Decimal("73.88"), 2, None)
    facts = decide(act, vacancy, rina)
    [remark] = [one for one in facts.remarks if "benturan kepentingan" in one]
    assert "Lalu Wirya tidak menilai Rina Marlina" in remark
    assert "(keluarga, adik kandung; disalin Pilar TKSK dari pernyataan bertanda tangan)" in remark
    assert "nilai Rina Marlina dibagi 2" in remark


def test_equal_down_the_whole_ladder_waits_for_a_draw_with_witnesses(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    before = act(components.get_scoring, vacancy).form
    only = replace(before, tie_ladder=(TieStep.INTERVIEW, TieStep.DRAW))
    act(components.save_scoring, vacancy, only, before=before)
    score_all(act, vacancy, [rina, ahmad], 80, 80)
    assert act(ranking.get_standing, vacancy).undrawn == (rina, ahmad)
    with pytest.raises(RuleViolation, match="lakukan undian dengan saksi"):
        decide(act, vacancy, rina, "lebih baik")
    with pytest.raises(RuleViolation, match="dua saksi"):
        act(ranking.record_draw, vacancy, Draw(DAY, ("Camat",), (ahmad, rina)))
    act(ranking.record_draw, vacancy, Draw(DAY, ("Camat Utan", "Kabid"), (ahmad, rina)))
    standing = act(ranking.get_standing, vacancy)
    assert [(row.applicant_id, row.rank, row.step) for row in standing.rows] == [
        (ahmad, 1, TieStep.DRAW),
        (rina, 2, TieStep.DRAW),
    ]
    facts = decide(act, vacancy, ahmad)
    assert facts.tie_note.endswith("Ahmad Zaelani di atas Rina Marlina karena undian dengan saksi")
    assert any("Undian 20 April 2020 disaksikan Camat Utan, Kabid" in one for one in facts.remarks)


def test_too_few_scorers_need_a_reason(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    before = act(components.get_scoring, vacancy).form
    act(components.save_scoring, vacancy, replace(before, least_members=4), before=before)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    with pytest.raises(RuleViolation, match="dinilai kurang dari 4 orang"):
        decide(act, vacancy, rina, "calon terbaik")
    facts = decide(act, vacancy, rina, few_reason="panel hanya tiga orang")
    assert facts.decision_reason == ""  # why few scored is no ground for choosing her
    [said] = [one for one in facts.remarks if "panel hanya tiga orang" in one]
    few = "Rina Marlina dinilai 3 orang, Ahmad Zaelani dinilai 3 orang dari paling sedikit 4"
    assert said.startswith(few)


def test_when_nobody_passes_the_minutes_say_so_and_the_post_can_be_opened_again(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 60, 55)
    printed = []

    def kept(frame, facts):
        printed.append(facts)
        return render(frame, facts)

    act(ranking.choose_nobody, vacancy, early_reason=EARLY, decided_on=DAY, render=kept)
    assert (printed[0].recommendation, printed[0].reserves) == ("", ())
    assert {row.note for row in printed[0].rows} == {"Tidak lulus"}
    facts = act(vacancies.get_vacancy, vacancy)
    assert (facts.stage, facts.cancel_reason) == (
        Stage.CANCELLED,
        "Tidak ada peserta yang memenuhi ambang lulus.",
    )
    assert open_utan(act) != vacancy


def test_while_somebody_passes_nobody_cannot_be_chosen(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 70, 55)
    with pytest.raises(RuleViolation, match="Masih ada calon yang memenuhi ambang lulus"):
        act(ranking.choose_nobody, vacancy, early_reason=EARLY, decided_on=DAY, render=render)


def test_reserves_hold_until_a_day(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    with pytest.raises(RuleViolation, match="Masa berlaku cadangan"):
        decide(act, vacancy, rina, reserve_until=date(2020, 4, 1))
    facts = decide(act, vacancy, rina, reserve_until=date(2020, 10, 20))
    assert "Cadangan berlaku sampai dengan 20 Oktober 2020" in facts.remarks
    states = [act(applicants.get_applicant, key).status for key in (rina, ahmad)]
    assert states == [Applied.CHOSEN, Applied.RESERVE]


def test_who_may_not_decide_may_not_draw_or_explain(act, act_as):
    vacancy, _ids = ready_to_score(act)
    for service, given in ((ranking.record_draw, Draw(DAY, (), ())), (ranking.explain_spread, {})):
        more = {"before": {}} if service is ranking.explain_spread else {}
        with pytest.raises(RuleViolation, match="tidak berhak"):
            act_as("auditor", service, vacancy, given, **more)
