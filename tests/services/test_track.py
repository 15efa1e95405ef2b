"""The track of a vacancy: created with it, noted, frozen behind it; holidays; a longer registration."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from db.models.people import Person
from db.models.recruitment import Applicant, Vacancy
from db.models.regions import Region
from db.models.selection import VacancyStep
from db.rules.holidays import HolidayForm, fixed_list
from db.rules.letter_kinds import LetterKind
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.rules.recruitment import Stage
from db.rules.selection import RunBy, TrackStep
from db.rules.track import with_period
from db.services import holidays, letters
from db.services.recruitment import age_day, ranking, track, vacancies
from tests.services.utan import (
    PEOPLE,
    UTAN,
    announced,
    default_rules,
    open_utan,
    person,
    ready_to_score,
    register,
    render,
    score_all,
    vacancy_form,
)

TODAY = date(2020, 4, 21)
LEBARAN = HolidayForm(date(2020, 4, 20), "Libur percobaan")


def step_of(act, vacancy, step):
    return next(view for view in act(track.list_steps, vacancy) if view.step is step)


def change(act, vacancy, step, today=TODAY, **changes):
    before = act(track.list_steps, vacancy)
    forms = [replace(view, **changes) if view.step is step else view for view in before]
    act(track.change_track, vacancy, forms, before=before, today=today)


# --- the steps


def test_a_vacancy_begins_with_its_track(act, database):
    vacancy = open_utan(act)
    steps = act(track.list_steps, vacancy)
    assert [view.step for view in steps] == list(TrackStep)
    off = {view.step for view in steps if not view.active}
    assert off == {TrackStep.WRITTEN, TrackStep.COMPUTER}
    assert steps[1].planned_on == date(2020, 4, 13)
    assert steps[1].planned_until == date(2020, 4, 17)
    assert [view.step for view in steps if view.run_by is RunBy.PROVINCE] == [TrackStep.DECREE]
    assert not any(view.passed for view in steps)
    with database.reading() as session:
        assert session.query(VacancyStep).filter_by(vacancy_id=vacancy).count() == len(TrackStep)


def test_an_older_vacancy_shows_the_usual_track_and_gets_it_when_it_is_changed(act, database):
    vacancy = open_utan(act)
    with database.writing() as session:
        for line in session.query(VacancyStep).all():
            session.delete(line)
    assert len(act(track.list_steps, vacancy)) == len(TrackStep)
    change(act, vacancy, TrackStep.PLENARY, planned_on=date(2020, 4, 21))
    assert step_of(act, vacancy, TrackStep.PLENARY).planned_on == date(2020, 4, 21)
    with database.reading() as session:
        assert session.query(VacancyStep).filter_by(vacancy_id=vacancy).count() == len(TrackStep)


def test_a_test_that_counts_has_its_step(act, database):
    vacancy = open_utan(act)
    with database.writing() as session:
        for line in session.query(VacancyStep).all():
            session.delete(line)
        session.get_one(Vacancy, vacancy).written_weight = Decimal(40)
    assert step_of(act, vacancy, TrackStep.WRITTEN).active


def test_letters_tell_the_real_days_and_what_is_behind(act):
    vacancy, _ids = ready_to_score(act)
    steps = {view.step: view for view in act(track.list_steps, vacancy)}
    assert steps[TrackStep.ANNOUNCEMENT].done_on == date(2020, 4, 13)
    assert steps[TrackStep.ADMINISTRATION].done_on == date(2020, 4, 17)
    assert steps[TrackStep.ADMINISTRATION].passed
    assert not steps[TrackStep.INTERVIEW].passed
    assert steps[TrackStep.INTERVIEW].is_overdue(date(2020, 4, 21))
    assert not steps[TrackStep.INTERVIEW].is_overdue(date(2020, 4, 20))
    assert not steps[TrackStep.ADMINISTRATION].is_overdue(date(2020, 5, 1))


def test_a_step_of_the_province_records_its_day(act):
    vacancy, _ids = ready_to_score(act)
    change(act, vacancy, TrackStep.WRITTEN, active=True, run_by=RunBy.PROVINCE)
    change(act, vacancy, TrackStep.WRITTEN, done_on=date(2020, 4, 18), note="hasil lewat surat provinsi")
    written = step_of(act, vacancy, TrackStep.WRITTEN)
    assert (written.done_on, written.note, written.passed) == (
        date(2020, 4, 18),
        "hasil lewat surat provinsi",
        True,
    )


def test_plans_of_the_vacancy_are_its_own_days(act):
    vacancy, _ids = ready_to_score(act)
    change(act, vacancy, TrackStep.RESULT, planned_on=date(2020, 4, 24))
    assert act(vacancies.get_vacancy, vacancy).form.result_on == date(2020, 4, 24)
    with pytest.raises(RuleViolation, match="Pengumuman hasil mendahului wawancara"):
        change(act, vacancy, TrackStep.INTERVIEW, planned_on=date(2020, 4, 27))


def test_two_who_change_the_same_step_are_told(act):
    vacancy, _ids = ready_to_score(act)
    before = act(track.list_steps, vacancy)
    for day, clashes in ((date(2020, 4, 22), False), (date(2020, 4, 23), True)):
        forms = [replace(v, planned_on=day) if v.step is TrackStep.PLENARY else v for v in before]
        if clashes:
            with pytest.raises(Conflict):
                act(track.change_track, vacancy, forms, before=before, today=TODAY)
        else:
            act(track.change_track, vacancy, forms, before=before, today=TODAY)


# --- what stands


@pytest.mark.parametrize("step", [TrackStep.ANNOUNCEMENT, TrackStep.REGISTRATION, TrackStep.ADMINISTRATION])
@pytest.mark.parametrize("change_of", [{"run_by": RunBy.PROVINCE}, {"planned_on": date(2020, 4, 11)}])
def test_a_step_that_is_behind_stands(act, step, change_of):
    vacancy, _ids = ready_to_score(act)
    with pytest.raises(RuleViolation, match="sudah dilalui; aturan dan rencananya tidak dapat diubah"):
        change(act, vacancy, step, **change_of)


def test_a_past_step_is_neither_switched_off_nor_on(act):
    vacancy, _ids = ready_to_score(act)
    change(act, vacancy, TrackStep.COMPUTER, active=True)
    change(act, vacancy, TrackStep.COMPUTER, done_on=date(2020, 4, 18))
    with pytest.raises(RuleViolation, match="Tahap Tes komputer sudah dilalui"):
        change(act, vacancy, TrackStep.COMPUTER, active=False)
    with pytest.raises(RuleViolation, match="Tahap Wawancara selalu ada"):
        change(act, vacancy, TrackStep.INTERVIEW, active=False)


@pytest.mark.parametrize("rules", ["requirements", "documents", "criteria", "weights", "pass mark"])
def test_rules_no_longer_change_once_somebody_has_passed_the_registration(act, rules):
    vacancy = announced(act)
    before = act(vacancies.get_vacancy, vacancy)
    usual, form = default_rules(act), vacancy_form()
    register(act, vacancy, PEOPLE[0])
    w1, w2 = usual.criteria[0], usual.criteria[3]
    heavier = (replace(w1, weight=w1.weight + 5), *usual.criteria[1:3], replace(w2, weight=w2.weight - 5))
    changed = {
        "requirements": replace(usual, requirements=usual.requirements[1:]),
        "documents": replace(usual, documents=usual.documents[1:]),
        "criteria": replace(usual, criteria=(replace(w1, name="Lain"), *usual.criteria[1:])),
        "weights": replace(usual, criteria=(*heavier, *usual.criteria[4:])),
        "pass mark": replace(usual, scoring=replace(usual.scoring, pass_mark=Decimal(60))),
    }[rules]
    with pytest.raises(RuleViolation, match="aturan seleksi tidak dapat diubah lagi"):
        act(vacancies.change_vacancy, vacancy, form, changed, before=before)
    after = act(vacancies.get_vacancy, vacancy)
    assert (after.rules, after.form) == (before.rules, before.form)


def test_a_day_that_has_not_come_is_not_a_real_day(act):
    vacancy = open_utan(act)
    with pytest.raises(RuleViolation, match="padahal hari itu belum tiba"):
        change(act, vacancy, TrackStep.PLENARY, done_on=date(2020, 4, 22))
    with pytest.raises(RuleViolation, match="selesai sebelum mulai"):
        change(act, vacancy, TrackStep.PLENARY, done_on=TODAY, begun_on=date(2020, 4, 22))


def test_the_period_for_objections_stands_once_there_is_a_result(act):
    vacancy = announced(act)
    act(track.change_objection_days, vacancy, 5)
    objection = step_of(act, vacancy, TrackStep.OBJECTION)
    assert (objection.planned_on, objection.planned_until) == (date(2020, 4, 18), date(2020, 4, 24))
    with pytest.raises(RuleViolation, match="0 sampai 30 hari kerja"):
        act(track.change_objection_days, vacancy, 31)
    act(vacancies.cancel_vacancy, vacancy, "anggaran")
    with pytest.raises(RuleViolation, match="masa sanggah tidak dapat diubah lagi"):
        act(track.change_objection_days, vacancy, 3)


# --- a longer registration


def extend(act, vacancy, day, reason="baru satu pelamar", **more):
    return act(
        track.extend_registration, vacancy, day, reason, dated_on=date(2020, 4, 17), render=render, **more
    )


def test_an_extension_is_announced_and_moves_what_comes_later(act):
    vacancy = announced(act)
    register(act, vacancy, PEOPLE[0])
    told = act(track.extension_letter, vacancy, date(2020, 4, 24), "baru satu pelamar")
    assert "diperpanjang sampai dengan tanggal 24 April 2020" in told.extension
    assert act(vacancies.get_vacancy, vacancy).form.closes_on == date(2020, 4, 17)
    letter = extend(act, vacancy, date(2020, 4, 24))
    form = act(vacancies.get_vacancy, vacancy).form
    assert letter.kind is LetterKind.ANNOUNCEMENT
    assert (form.closes_on, form.administration_on) == (date(2020, 4, 24), date(2020, 4, 24))
    assert (form.interview_on, form.result_on) == (date(2020, 4, 27), date(2020, 4, 28))
    assert form.age_counted_on == date(2020, 4, 24)  # the requirement says: on the last day
    assert "karena baru satu pelamar" in step_of(act, vacancy, TrackStep.REGISTRATION).note
    kinds = [row.kind for row in act(letters.letters_of, vacancy_id=vacancy)]
    assert kinds.count(LetterKind.ANNOUNCEMENT) == 2


def test_whose_result_changes_with_the_day_of_the_age_is_said(act):
    vacancy = announced(act)
    register(act, vacancy, PEOPLE[0])
    born = date(1984, 4, 20)  # 36 on the 20th of April
    register(act, vacancy, person("Made Suarta", "5204062004849005", born))
    found = act(age_day.age_day, vacancy, date(2020, 4, 24))
    assert (found.asked, found.now) == (True, date(2020, 4, 17))
    [said] = found.changes
    assert said.startswith("Made Suarta: usul MS menjadi TMS (umur 36 tahun pada 24 April 2020")


def test_where_the_age_does_not_follow_the_announcement_says_so(act):
    vacancy = announced(act)
    register(act, vacancy, PEOPLE[0])
    stays = "Umur tetap dihitung pada tanggal 17 April 2020."
    told = act(track.extension_letter, vacancy, date(2020, 4, 24), "baru satu", age_follows=False)
    assert told.extension.endswith(stays)
    extend(act, vacancy, date(2020, 4, 24), age_follows=False)
    assert act(vacancies.get_vacancy, vacancy).form.age_counted_on == date(2020, 4, 17)
    assert stays in step_of(act, vacancy, TrackStep.REGISTRATION).note
    assert not act(age_day.age_day, vacancy, date(2020, 4, 30)).asked


def test_without_applicants_the_age_counts_on_the_new_last_day(act):
    vacancy = announced(act)
    extend(act, vacancy, date(2020, 4, 24), "belum ada pelamar")
    assert act(vacancies.get_vacancy, vacancy).form.age_counted_on == date(2020, 4, 24)


@pytest.mark.parametrize(
    ("day", "reason", "sentence"),
    [
        (date(2020, 4, 16), "x", "Penutupan yang baru harus sesudah 17 April 2020"),
        (date(2020, 4, 24), " ", "Tulis alasan perpanjangan"),
        (date(2020, 4, 25), "x", "Sabtu, 25 April 2020 bukan hari kerja: hari libur akhir pekan"),
        (date(2020, 4, 20), "x", "bukan hari kerja: Libur percobaan. Hari kerja berikutnya Selasa, 21 April"),
    ],
)
def test_an_extension_that_cannot_be_is_refused(act, day, reason, sentence):
    vacancy = announced(act)
    act(holidays.save_holiday, LEBARAN)
    with pytest.raises(RuleViolation, match=sentence):
        extend(act, vacancy, day, reason)


def test_only_an_open_registration_is_extended(act):
    vacancy = open_utan(act)
    with pytest.raises(RuleViolation, match="tahap Rancangan"):
        extend(act, vacancy, date(2020, 4, 24))
    act(vacancies.cancel_vacancy, vacancy, "batal")
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.CANCELLED
    with pytest.raises(RuleViolation, match="sudah dibatalkan"):
        change(act, vacancy, TrackStep.PLENARY, note="x")


# --- holidays


def test_the_office_keeps_its_holidays(act, act_as):
    added = act(holidays.take_holidays, [*fixed_list(2020), LEBARAN])
    assert (added.added, added.changed, added.same) == (6, 0, 0)
    again = act(holidays.take_holidays, [*fixed_list(2020), replace(LEBARAN, name="Lain")])
    assert (again.added, again.changed, again.same) == (0, 1, 5)
    assert [row.on.month for row in act(holidays.list_holidays, 2020)] == [1, 4, 5, 6, 8, 12]
    assert act(holidays.list_holidays, 2021) == []
    moved = replace(LEBARAN, on=date(2020, 4, 22), joint_leave=True)
    act(holidays.save_holiday, moved, before=replace(LEBARAN, name="Lain"))
    assert act(holidays.holiday_names)[date(2020, 4, 22)] == "Libur percobaan"
    assert date(2020, 4, 20) not in act(holidays.holiday_names)
    with pytest.raises(RuleViolation, match="sudah ada dalam daftar"):
        act(holidays.save_holiday, replace(LEBARAN, on=date(2020, 5, 1)))
    with pytest.raises(RuleViolation, match="Isi nama hari libur"):
        act(holidays.save_holiday, replace(LEBARAN, name=" "))
    assert act(holidays.remove_holidays, [date(2020, 4, 22), date(1999, 1, 1)]) == 1
    with pytest.raises(Forbidden):
        act_as("operator", holidays.save_holiday, LEBARAN)


# --- many at once


def test_the_board_of_nineteen_vacancies_asks_a_fixed_number_of_questions(act, database):
    def questions():
        asked = []
        with database.reading() as session:
            listen = session.get_bind()
            event.listen(listen, "before_cursor_execute", lambda *given: asked.append(given[2]))
            rows = vacancies.list_vacancies(session)
        return len(asked), rows

    announced(act)
    few, rows = questions()
    assert len(rows) == 1
    fill(database, 18, 16)
    many, rows = questions()
    assert many == few <= 4
    assert (len(rows), sum(row.applicants for row in rows)) == (19, 18 * 16)
    assert sum(row.undecided for row in rows) == 18 * 16


def fill(database, vacancies_wanted, applicants_wanted):
    """Vacancies of other kecamatan, each with its applicants."""
    with database.writing() as session:
        codes = session.scalars(
            select(Region.code).where(Region.level == 6, Region.code.startswith("5204"), Region.code != UTAN)
        ).all()[:vacancies_wanted]
        for place, code in enumerate(codes):
            vacancy = Vacancy(
                **vars(vacancy_form(kecamatan_code=code)), pass_mark=70, stage=Stage.ADMINISTRATION
            )
            for number in range(applicants_wanted):
                serial = f"{place:02}{number:02}"
                person = Person(name=f"Pelamar {serial}", nik=f"520401010190{serial}")
                name = f"TKSK-2020-{code[:4]}-{code[4:]}-{number + 1:03}"
                vacancy.applicants.append(
                    Applicant(person=person, registration_number=name, registered_on=date(2020, 4, 14))
                )
            session.add(vacancy)


def test_the_period_for_objections_is_over_with_its_last_day_only(act):
    vacancy, _ids = ready_to_score(act)
    step = step_of(act, vacancy, TrackStep.OBJECTION)
    last = act(track.last_objection_day, vacancy)
    assert (step.due_on, step.done_on) == (last, None)
    assert last == date(2020, 4, 22)
    assert with_period(step, Stage.INTERVIEW, last) == step
    over = with_period(step, Stage.INTERVIEW, date(2020, 4, 23))
    assert (over.done_on, over.passed) == (last, True)
    assert with_period(step, Stage.ADMINISTRATION, date(2020, 4, 23)) == step


def test_the_minutes_say_that_an_interview_came_before_the_end_of_the_period(act):
    vacancy, _all = ready_to_score(act)
    ids = [row.applicant_id for row in act(ranking.get_standing, vacancy).rows]
    score_all(act, vacancy, ids, *("80", "75", "70")[: len(ids)])
    said = act(ranking.minutes_facts, vacancy, ids[0], "").remarks
    assert any(
        "sebelum masa sanggah hasil administrasi berakhir (Rabu, 22 April 2020)" in one for one in said
    )


def test_without_a_period_nothing_is_said_of_it(act):
    vacancy, _all = ready_to_score(act, replace(default_rules(act), objection_days=0))
    ids = [row.applicant_id for row in act(ranking.get_standing, vacancy).rows]
    score_all(act, vacancy, ids, *("80", "75", "70")[: len(ids)])
    assert act(track.last_objection_day, vacancy) is None
    assert not any("sanggah" in one for one in act(ranking.minutes_facts, vacancy, ids[0], "").remarks)
