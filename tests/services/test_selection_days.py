"""Days and reasons of a selection that are kept: the panel's decree, who left, early decisions, plans."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from db.models.recruitment import Applicant, Vacancy
from db.rules.letter_kinds import LetterKind
from db.rules.problems import Conflict, RuleViolation
from db.rules.recruitment import Stage
from db.rules.recruitment_reports import EXTENDED, PLANNED, REAL
from db.rules.selection import ObjectionOutcome, TrackStep
from db.rules.track import LONGEST_NOTE
from db.services import letters
from db.services.recruitment import (
    applicants,
    final_results,
    interviews,
    objections,
    plenary,
    proposal_time,
    proposals,
    public_result,
    ranking,
    reports,
    sheet_entry,
    track,
    vacancies,
)
from db.services.recruitment.case_file import get_case_file
from db.services.recruitment.day_pack import day_pack
from db.services.recruitment.interviews import PanelDecree
from db.services.recruitment.objections import AnswerForm, ObjectionForm
from tests.services import utan
from tests.services.utan import EARLY, leave, lock, open_locked, ready_to_score, render, score_all, untick

DAY, TODAY = date(2020, 4, 20), date(2020, 5, 20)  # objections up to 22 April
DECREE = PanelDecree("188.45/77/Bup/2020", date(2020, 3, 30))


def name_panel(act, vacancy, decree, before=None):
    act(interviews.set_panel_decree, vacancy, decree, before=before or PanelDecree(), today=TODAY)


def decide(act, vacancy, applicant, on=DAY, early=EARLY, reason=""):
    more = {"decided_on": on, "early_reason": early, "render": render}
    return act(ranking.decide, vacancy, applicant, reason, **more)


def proposed(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 75)
    decide(act, vacancy, ids[0])
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    return vacancy, ids


def text_of(act, vacancy):
    return str(act(get_case_file, vacancy, masked=False, at=datetime(2020, 5, 20, 9)))


# --- the decree of the panel


def test_a_decree_of_outside_is_cited_by_the_statement_the_minutes_and_the_case_file(act):
    vacancy, ids = ready_to_score(act)
    name_panel(act, vacancy, replace(DECREE, number=f" {DECREE.number} "))
    assert act(interviews.get_panel_decree, vacancy) == DECREE
    parts = act(day_pack, vacancy).parts
    [statement, *_more] = [p for p in parts if p.papers[0].kind is LetterKind.INTEGRITY_STATEMENT]
    assert statement.papers[0].values["nomor_keputusan"] == DECREE.number
    assert statement.papers[0].values["tanggal_keputusan"] == DECREE.on
    score_all(act, vacancy, ids[:2], 80, 75)
    decide(act, vacancy, ids[0])
    values = act(plenary.plenary_values, vacancy)
    assert (values["nomor_keputusan"], values["tanggal_keputusan"]) == (DECREE.number, "2020-03-30")
    assert f"Keputusan Nomor {DECREE.number} tanggal 30 Maret 2020" in text_of(act, vacancy)


@pytest.mark.parametrize(
    ("decree", "sentence"),
    [
        (PanelDecree("12/2020"), "kosongkan keduanya"),
        (PanelDecree("", date(2020, 3, 1)), "kosongkan keduanya"),
        (PanelDecree("12/2020", date(2021, 1, 1)), "belum tiba"),
    ],
)
def test_a_decree_has_a_number_and_a_day_that_has_come(act, decree, sentence):
    vacancy, _ids = ready_to_score(act)
    with pytest.raises(RuleViolation, match=sentence):
        name_panel(act, vacancy, decree)


def test_two_who_type_another_decree_are_told(act):
    vacancy, _ids = ready_to_score(act)
    name_panel(act, vacancy, DECREE)
    with pytest.raises(Conflict):
        name_panel(act, vacancy, PanelDecree("1/2020", date(2020, 3, 1)))


# --- who left, and when


def test_the_day_of_leaving_is_kept_with_who_noted_it(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    leave(act, applicants.withdraw, rina, "diterima PPPK", on=date(2020, 4, 18))
    row = next(row for row in act(applicants.list_applicants, 0, 9, vacancy) if row.id == rina)
    assert (row.left_on, row.left_by) == (date(2020, 4, 18), "Pilar TKSK")
    assert "Mengundurkan diri 18 April 2020, dicatat oleh Pilar TKSK" in text_of(act, vacancy)
    for day, sentence in ((date(2020, 4, 13), "mendahului pendaftarannya"), (TODAY, "belum tiba")):
        with pytest.raises(RuleViolation, match=sentence):
            act(applicants.disqualify, ahmad, "ijazah palsu", on=day, today=DAY)


def test_a_proposal_ends_in_the_register_when_its_candidate_steps_back(act):
    vacancy, (rina, ahmad, *_others) = proposed(act)
    leave(act, applicants.withdraw, rina, "diterima PPPK", on=date(2020, 4, 30))
    assert act(proposal_time.get_time, vacancy, TODAY) is None
    [row] = act(reports.register_report, reports.Wanted(TODAY)).rows
    assert "(mundur 30-04-2020)" in row[3]
    assert row[-2] == 6  # from 24 to 30 April, not to the day of the report
    steps = {step.step: step for step in act(track.list_steps, vacancy)}
    assert steps[TrackStep.PROPOSAL].done_on is None  # it is made once more
    decide(act, vacancy, ahmad, on=date(2020, 5, 4), reason="cadangan pertama")
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 5, 6), render=render)
    days, _summary = act(reports.lead_report, reports.Wanted(TODAY))
    real = next(row for row in days.rows if row[5] == REAL)
    assert real[-2] == (date(2020, 5, 6) - real[4]).days


# --- decided while somebody may still object


def test_an_early_decision_needs_a_reason_that_is_printed(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    for early in ("", "  ", "x" * 301):
        with pytest.raises(RuleViolation, match=r"Masa sanggah baru berakhir|paling panjang"):
            decide(act, vacancy, rina, early=early)
    shown = act(ranking.minutes_facts, vacancy, rina, "", EARLY)
    decide(act, vacancy, rina)
    said = f"sebelum masa sanggah hasil administrasi berakhir (Rabu, 22 April 2020) dengan alasan: {EARLY}"
    assert any(said in remark for remark in shown.remarks)
    assert any(said in remark for remark in act(plenary.plenary_values, vacancy)["catatan"])
    assert EARLY in text_of(act, vacancy)
    leave(act, applicants.withdraw, rina, "pindah")
    decide(act, vacancy, ahmad, on=date(2020, 4, 23), early="", reason="tinggal sendiri")
    assert act(lambda session: session.get_one(Vacancy, vacancy).early_reason) == ""


def test_nobody_passed_needs_the_reason_too(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 40, 30)
    with pytest.raises(RuleViolation, match="Masa sanggah baru berakhir"):
        act(ranking.choose_nobody, vacancy, decided_on=DAY, render=render)
    act(ranking.choose_nobody, vacancy, decided_on=date(2020, 4, 23), render=render)


def test_the_public_page_warns_of_a_final_result_within_the_period(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 75)
    decide(act, vacancy, ids[0])
    act(final_results.issue_final, vacancy, dated_on=date(2020, 4, 21), render=render)
    offer = act(public_result.public_page, [vacancy], on=date(2020, 4, 21))
    assert offer.early(date(2020, 4, 22)) == [("Utan", date(2020, 4, 22))]
    assert offer.early(date(2020, 4, 23)) == []


# --- letters with scores


def reopened(act):
    """Rina was chosen and stepped back; a sheet of Ahmad is open again."""
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 75)
    minutes = decide(act, vacancy, ids[0])
    act(final_results.issue_final, vacancy, dated_on=date(2020, 4, 21), render=render)
    objected = ObjectionForm(ids[1], date(2020, 4, 22), "Nilai saya keliru dijumlahkan.")
    objection = act(objections.record_objection, objected, today=TODAY)
    return vacancy, ids, minutes.id, objection


def answer(act, objection, text="Nilai Saudara 75,00; jumlahnya benar."):
    form = AnswerForm(ObjectionOutcome.REJECTED, text, date(2020, 4, 23))
    act(objections.answer_objection, objection, form, today=TODAY)


def open_a_sheet(act, vacancy, ids, minutes):
    act(letters.cancel_letter, minutes, "salah tanggal")
    leave(act, applicants.withdraw, ids[0], "diterima bekerja", on=date(2020, 4, 24))
    chair = act(interviews.list_panel, vacancy)[0].id
    open_locked(act, ids[1], chair, "salah salin", chair)
    return chair


def test_an_answer_about_the_final_result_is_closed_while_a_sheet_is_open(act):
    vacancy, ids, minutes, objection = reopened(act)
    answer(act, objection)
    stated = act(objections.answer_letter, objection)
    assert stated.values["pokok_sanggahan"] == "hasil akhir seleksi"
    with pytest.raises(RuleViolation, match="atas hasil akhir"):
        act(objections.reopen_check, objection)
    letter = act(objections.issue_answer, objection, dated_on=date(2020, 4, 23), render=render)
    chair = open_a_sheet(act, vacancy, ids, minutes)
    with pytest.raises(RuleViolation, match="memuat nilai"):
        act(letters.get_paper, letter.id)
    [row] = act(objections.get_log, vacancy).rows
    assert (row.final, row.answer) == (True, "")
    for service, *given in ((objections.answer_letter,),):
        with pytest.raises(RuleViolation, match="dapat memuat nilai"):
            act(service, objection, *given)
    lock(act, ids[1], chair)
    assert act(letters.get_paper, letter.id)
    assert act(objections.get_log, vacancy).rows[0].answer.startswith("Nilai Saudara")


def test_no_answer_is_written_about_scores_that_are_being_given(act):
    vacancy, ids, minutes, objection = reopened(act)
    open_a_sheet(act, vacancy, ids, minutes)
    with pytest.raises(RuleViolation, match="Kunci dahulu semua lembar"):
        answer(act, objection)


def test_an_answer_about_the_administration_is_read_while_sheets_are_open(act):
    vacancy, ids = ready_to_score(act)
    objected = ObjectionForm(ids[3], date(2020, 4, 21), "Umur saya 27 tahun.")
    objection = act(objections.record_objection, objected, today=TODAY)
    answer(act, objection, "Umur dihitung pada hari terakhir pendaftaran.")
    score_all(act, vacancy, ids[:1], 80)
    letter = act(objections.issue_answer, objection, dated_on=date(2020, 4, 23), render=render)
    assert act(letters.get_paper, letter.id)


def test_the_minutes_of_a_cancelled_vacancy_open_with_it(act):
    vacancy, ids, minutes, _objection = reopened(act)
    open_a_sheet(act, vacancy, ids, minutes)
    with pytest.raises(RuleViolation, match="memuat nilai"):
        act(letters.get_paper, minutes)
    act(vacancies.cancel_vacancy, vacancy, "formasi dihapus")
    assert act(letters.get_paper, minutes)
    with pytest.raises(RuleViolation, match="tahap"):  # nothing more is scored there
        act(sheet_entry.save_scores, ids[1], 1, {}, before={})


# --- plans


def test_the_first_plan_stays_in_the_lead_times_beside_the_extended_one(act):
    vacancy = utan.announced(act)
    for day in (date(2020, 4, 24), date(2020, 5, 8)):
        more = {"dated_on": date(2020, 4, 17), "render": render}
        act(track.extend_registration, vacancy, day, "baru satu pelamar", **more)
    days, _summary = act(reports.lead_report, reports.Wanted(TODAY))
    closing = {row[5]: row[4].toordinal() + row[7] for row in days.rows if row[7]}
    assert closing[PLANNED] == date(2020, 4, 17).toordinal()
    assert closing[EXTENDED] == date(2020, 5, 8).toordinal()
    assert days.keys == (vacancy, vacancy, vacancy)
    assert [row[5] for row in days.rows] == [PLANNED, EXTENDED, REAL]


def test_a_plan_that_was_only_looked_at_is_not_kept(act):
    vacancy = utan.announced(act)
    act(track.extension_letter, vacancy, date(2020, 4, 24), "baru satu pelamar")
    assert act(lambda session: session.get_one(Vacancy, vacancy).first_plan) is None


def test_a_note_that_is_too_long_is_refused_and_never_cut(act):
    vacancy = utan.announced(act)
    steps = act(track.list_steps, vacancy)

    def noted(text):
        forms = [
            track.StepForm(**{n: getattr(s, n) for n in track.StepForm.__dataclass_fields__}) for s in steps
        ]
        return [replace(form, note=text) if form.step is TrackStep.REGISTRATION else form for form in forms]

    act(track.change_track, vacancy, noted("c" * 900), before=steps, today=DAY)
    more = {"dated_on": date(2020, 4, 17), "render": render}
    with pytest.raises(RuleViolation, match=f"paling panjang {LONGEST_NOTE}"):
        act(track.extend_registration, vacancy, date(2020, 4, 24), "baru satu pelamar", **more)
    steps = act(track.list_steps, vacancy)
    with pytest.raises(RuleViolation, match=f"Catatan Pendaftaran {LONGEST_NOTE + 1} huruf"):
        act(track.change_track, vacancy, noted("c" * (LONGEST_NOTE + 1)), before=steps, today=DAY)
    assert act(lambda session: session.get_one(Vacancy, vacancy).stage) is Stage.ANNOUNCED
    assert act(lambda session: session.query(Applicant).count()) == 0
