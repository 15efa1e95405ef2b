"""Objections: in time or refused with the last day named, answered by letter, the check opened again."""

from datetime import date

import pytest

from db.models.recruitment import Vacancy
from db.rules.holidays import HolidayForm
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.problems import RuleViolation
from db.rules.recruitment import Applied, Stage
from db.rules.selection import ObjectionOutcome
from db.services import holidays, letters
from db.services.recruitment import administration, applicants, objections, vacancies
from db.services.recruitment.objections import AnswerForm, ObjectionForm
from tests.services import utan
from tests.services.utan import PEOPLE, TEAM, open_utan, ready_to_score, register, render, verify

DAY = date(2020, 4, 21)
SCAN = ("sanggahan.pdf", b"%PDF-1.7 sanggahan")


@pytest.fixture
def selection(act):
    vacancy, ids = ready_to_score(act)
    failed = next(i for i in ids if act(applicants.get_applicant, i).status is Applied.FAILED)
    return vacancy, ids, failed


def object_to(act, applicant, on=DAY, text="Umur saya belum 35 tahun.", today=date(2020, 5, 1), scan=None):
    return act(objections.record_objection, ObjectionForm(applicant, on, text), today=today, scan=scan)


def answer(act, objection, outcome=ObjectionOutcome.ACCEPTED, text="Ijazah diperiksa.\nData benar.", on=DAY):
    form = AnswerForm(outcome, text, on)
    act(objections.answer_objection, objection, form, today=date(2020, 5, 1))


def test_the_period_is_counted_in_working_days(act, selection):
    vacancy, _ids, failed = selection
    assert act(objections.get_log, vacancy).window.last_on == date(2020, 4, 22)  # 17 April is a Friday
    act(holidays.save_holiday, HolidayForm(date(2020, 4, 21), "Libur percobaan"))
    log = act(objections.get_log, vacancy)
    assert (log.window.first_on, log.window.last_on) == (date(2020, 4, 18), date(2020, 4, 23))
    object_to(act, failed, date(2020, 4, 23))
    assert act(objections.get_log, vacancy).open == act(objections.count_open, vacancy) == 1


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2020, 4, 23), "Masa sanggah 3 hari kerja berakhir Rabu, 22 April 2020"),
        (date(2020, 4, 16), "Hasil administrasi baru ada Jumat, 17 April 2020"),
        (date(2020, 5, 2), "Tanggal diterima belum tiba"),
    ],
)
def test_out_of_time_is_refused_naming_the_day(act, selection, day, sentence):
    vacancy, _ids, failed = selection
    with pytest.raises(RuleViolation, match=sentence):
        object_to(act, failed, day)
    assert act(objections.get_log, vacancy).rows == ()


def test_an_objection_needs_a_result_a_text_and_an_applicant_who_is_here(act, selection):
    _vacancy, ids, failed = selection
    with pytest.raises(RuleViolation, match="Tulis isi sanggahan"):
        object_to(act, failed, text=" ")
    utan.leave(act, applicants.withdraw, ids[0], "pindah")
    with pytest.raises(RuleViolation, match="sudah mengundurkan diri"):
        object_to(act, ids[0])


def test_before_the_result_nobody_can_object(act):
    vacancy = open_utan(act)
    act(vacancies.announce, vacancy, render=render)
    applicant = register(act, vacancy, PEOPLE[0])
    with pytest.raises(RuleViolation, match="tahap Pendaftaran"):
        object_to(act, applicant, date(2020, 4, 17))


def test_a_selection_without_such_a_period_takes_none(act, database, selection):
    vacancy, _ids, failed = selection
    with database.writing() as session:
        session.get_one(Vacancy, vacancy).objection_days = 0
    with pytest.raises(RuleViolation, match="tidak mempunyai masa sanggah"):
        object_to(act, failed)


def test_an_objection_is_answered_by_letter_once(act, selection):
    vacancy, _ids, failed = selection
    objection = object_to(act, failed, scan=SCAN)
    with pytest.raises(RuleViolation, match="Catat jawaban sanggahan ini dahulu"):
        act(objections.answer_letter, objection)
    answer(act, objection, ObjectionOutcome.REJECTED)
    stated = act(objections.answer_letter, objection)
    assert stated.values["putusan"] == "tidak dapat diterima"
    assert stated.values["uraian"] == ("Ijazah diperiksa.", "Data benar.")
    letter = act(objections.issue_answer, objection, dated_on=DAY, render=render)
    (row,) = act(objections.get_log, vacancy).rows
    assert (row.letter_id, row.letter_number, row.outcome) == (
        letter.id,
        letter.number,
        ObjectionOutcome.REJECTED,
    )
    assert row.scan_id is not None
    kinds = [found.kind for found in act(letters.letters_of, applicant_id=failed)]
    assert LetterKind.OBJECTION_ANSWER in kinds
    with pytest.raises(RuleViolation, match="Jawaban sudah terbit dengan nomor"):
        act(objections.issue_answer, objection, dated_on=DAY, render=render)
    with pytest.raises(RuleViolation, match="Surat jawaban sudah terbit"):
        answer(act, objection)
    act(letters.cancel_letter, letter.id, "salah ketik")
    assert act(objections.get_log, vacancy).rows[0].letter_id is None
    answer(act, objection)


@pytest.mark.parametrize(
    ("outcome", "text", "on", "sentence"),
    [
        (None, "x", DAY, "Pilih hasil sanggahan"),
        (ObjectionOutcome.REJECTED, " ", DAY, "Tulis hasil pemeriksaan ulang"),
        (ObjectionOutcome.REJECTED, "x", date(2020, 4, 20), "Jawaban mendahului sanggahannya"),
        (ObjectionOutcome.REJECTED, "x", date(2020, 6, 1), "Tanggal jawaban belum tiba"),
    ],
)
def test_half_an_answer_is_refused(act, selection, outcome, text, on, sentence):
    objection = object_to(act, selection[2])
    with pytest.raises(RuleViolation, match=sentence):
        answer(act, objection, outcome, text, on)


def test_an_accepted_objection_opens_the_check_again(act, selection):
    vacancy, ids, failed = selection
    objection = object_to(act, failed)
    with pytest.raises(RuleViolation, match="hanya diperiksa ulang bila sanggahannya diterima"):
        act(objections.reopen_check, objection)
    answer(act, objection)
    act(objections.reopen_check, objection)
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.ADMINISTRATION
    assert act(applicants.get_applicant, failed).status is Applied.REGISTERED
    others = {act(applicants.get_applicant, i).status for i in ids if i != failed}
    assert Applied.REGISTERED not in others
    verify(act, failed)
    [first] = minutes_of(act, vacancy)
    assert act(administration.minutes_day, vacancy, DAY) == DAY
    facts = act(administration.minutes_facts, vacancy, TEAM, held_on=DAY)
    assert (facts.held_on, facts.renewal) == (
        DAY,
        f"Berita Acara ini menggantikan Berita Acara Nomor {first.number} tanggal 17 April 2020 karena "
        "sanggahan Budi Santoso (TKSK-2020-5204-06-003) tanggal 21 April 2020 diterima.",
    )
    with pytest.raises(RuleViolation, match="menggantikan yang tanggal 17 April 2020"):
        act(
            administration.finish_administration,
            vacancy,
            TEAM,
            render=render,
            dated_on=date(2020, 4, 16),
        )
    act(administration.finish_administration, vacancy, TEAM, render=render, dated_on=DAY)
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.INTERVIEW
    first, second = minutes_of(act, vacancy)
    assert (second.dated_on, second.replaces, second.edition) == (DAY, first.number, 2)
    assert (first.replaced_by, first.status) == (second.number, LetterStatus.FINAL)
    assert act(objections.get_log, vacancy).window.last_on == date(2020, 4, 22)  # as it was announced


def test_while_the_period_runs_an_objection_is_taken_at_any_stage(act, selection):
    vacancy, ids, failed = selection
    objection = object_to(act, failed)
    answer(act, objection)
    act(objections.reopen_check, objection)
    object_to(act, ids[3], date(2020, 4, 22))  # the files are being looked at again
    assert act(objections.get_log, vacancy).open == 1


def minutes_of(act, vacancy):
    found = act(letters.letters_of, vacancy_id=vacancy)
    return [letter for letter in found if letter.kind is LetterKind.ADMINISTRATION_MINUTES]
