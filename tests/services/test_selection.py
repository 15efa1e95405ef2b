"""What a selection refuses, on its way from the vacancy to the decision."""

import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from db.models.recruitment import Score, VacancyCriterion
from db.models.regions import Region
from db.rules.office import Authority, OfficialForm
from db.rules.problems import Conflict, RuleViolation
from db.rules.recruitment import Applied, PanelRole, ProposalStatus, Result, Stage
from db.services import letters, office, people
from db.services.recruitment import (
    administration,
    applicants,
    calls,
    interviews,
    proposals,
    ranking,
    sets,
    sheet_entry,
    sheets,
    vacancies,
)
from tests.services import utan
from tests.services.utan import (
    EARLY,
    PEOPLE,
    TEAM,
    UTAN,
    all_papers,
    announced,
    default_rules,
    leave_utan,
    open_utan,
    person,
    ready_to_score,
    register,
    render,
    score,
    score_all,
    untick,
    vacancy_form,
    verify,
)

DAY = date(2020, 4, 14)
CHAIR = interviews.MemberForm("Ahmad Fauzi", "Dinas Sosial", PanelRole.CHAIR)
MEMBERS = [CHAIR, *(interviews.MemberForm(n, "", PanelRole.MEMBER) for n in ("Sri Lestari", "Lalu Wirya"))]


def applied(values=PEOPLE[0], on=DAY, late="", person_id=None):
    return applicants.ApplicationForm(person_id, values, on, "PSM", late, frozenset({"D01"}))


def opened_panel(act, vacancy):
    return [interviews.MemberForm(m.name, m.institution, m.role) for m in act(interviews.list_panel, vacancy)]


def status(act, applicant):
    return act(applicants.get_applicant, applicant).status


# --- the vacancy


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_on": date(2020, 4, 12)}, "Pendaftaran ditutup sebelum dibuka"),
        ({"interview_on": date(2020, 4, 16)}, "Wawancara mendahului seleksi administrasi"),
        ({"result_on": date(2020, 4, 19)}, "Pengumuman hasil mendahului wawancara"),
        ({"quota": 0}, "Formasi harus 1 orang"),
        ({"quota": 2}, "satu kecamatan mempunyai satu TKSK"),
        ({"kecamatan_code": ""}, "Pilih kecamatan"),
        ({"place": "x" * 201}, "Tempat paling panjang 200 huruf"),
    ],
)
def test_a_vacancy_that_cannot_work_is_refused(act, changes, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        open_utan(act, **changes)


def test_weights_of_99_are_refused_with_the_total(act):
    rules = default_rules(act)
    light = replace(rules.criteria[0], weight=rules.criteria[0].weight - 1)
    with pytest.raises(RuleViolation, match="Jumlah bobot harus 100; sekarang 99"):
        act(vacancies.open_vacancy, vacancy_form(), replace(rules, criteria=(light, *rules.criteria[1:])))


def test_one_kecamatan_has_one_running_vacancy(act):
    first = open_utan(act)
    with pytest.raises(RuleViolation, match="sudah mempunyai lowongan yang berjalan"):
        open_utan(act)
    act(vacancies.cancel_vacancy, first, "anggaran dialihkan")
    assert open_utan(act) != first
    assert [row.stage for row in act(vacancies.list_vacancies)] == [Stage.DRAFT, Stage.CANCELLED]
    assert len(act(vacancies.list_vacancies, only_open=True)) == 1


def test_two_clerks_who_open_the_same_vacancy_at_once_open_one(act, database):
    rules, form = default_rules(act), vacancy_form()
    start, outcome = threading.Barrier(2), []

    def work():
        start.wait()
        try:
            with database.writing() as session:
                vacancies.open_vacancy(session, form, rules)
            outcome.append("done")
        except RuleViolation as refusal:
            outcome.append(type(refusal))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcome.count("done") == 1
    assert set(outcome) <= {"done", RuleViolation, Conflict}


def test_a_cancellation_needs_a_reason(act):
    vacancy = open_utan(act)
    with pytest.raises(RuleViolation, match="Tulis alasan pembatalan"):
        act(vacancies.cancel_vacancy, vacancy, " ")


def test_the_rules_stand_once_somebody_has_applied(act):
    vacancy = announced(act)
    rules = default_rules(act)
    before = act(vacancies.get_vacancy, vacancy)
    shorter = replace(rules, documents=rules.documents[:2], attachments=())
    act(vacancies.change_vacancy, vacancy, vacancy_form(), shorter, before=before)
    assert len(act(applicants.list_documents, vacancy)) == 2
    register(act, vacancy, PEOPLE[0])
    with pytest.raises(RuleViolation, match="Sudah ada pelamar"):
        act(vacancies.change_vacancy, vacancy, vacancy_form(), rules, before=before)


def test_changed_defaults_leave_running_vacancies_alone(act):
    vacancy = open_utan(act)
    rules = default_rules(act)
    older = tuple(replace(r, maximum=40) if r.maximum == 35 else r for r in rules.requirements)
    act(sets.save_set, "Set 2020", date(2020, 4, 1), replace(rules, requirements=older))
    assert default_rules(act).name == "Set 2020"
    assert act(sets.default_set, date(2020, 3, 31)).name == rules.name
    assert 35 in {r.maximum for r in act(vacancies.get_vacancy, vacancy).rules.requirements}
    with pytest.raises(RuleViolation, match="Nama set ini sudah dipakai"):
        act(sets.save_set, "Set 2020", date(2020, 4, 1), rules)


def test_closing_without_an_applicant_is_refused(act):
    vacancy = announced(act)
    with pytest.raises(RuleViolation, match="Belum ada pelamar"):
        act(vacancies.close_registration, vacancy)


# --- applicants


def test_an_application_outside_its_days_needs_a_reason(act):
    vacancy = announced(act)
    late = date(2020, 4, 18)
    with pytest.raises(RuleViolation, match=r"13 April 2020 s\.d\. 17 April 2020"):
        act(applicants.register, vacancy, applied(on=late), today=late)
    kept = act(applicants.register, vacancy, applied(on=late, late="banjir"), today=late)
    assert act(applicants.get_applicant, kept).late_reason == "banjir"


def test_nobody_applies_before_the_announcement_or_after_the_close(act):
    leave_utan(act)
    vacancy = open_utan(act)
    with pytest.raises(RuleViolation, match="tahap Rancangan; langkah ini untuk tahap Pendaftaran"):
        register(act, vacancy, PEOPLE[0])
    act(vacancies.announce, vacancy, render=render)
    register(act, vacancy, PEOPLE[0])
    act(vacancies.close_registration, vacancy)
    with pytest.raises(RuleViolation, match="tahap Seleksi administrasi"):
        register(act, vacancy, PEOPLE[1])


@pytest.mark.parametrize("nik", ["", "52040645019290"])
def test_an_applicant_has_a_sound_nik(act, nik):
    with pytest.raises(RuleViolation, match="NIK"):
        register(act, announced(act), PEOPLE[0] | {"nik": nik})


def test_a_known_person_applies_without_being_typed_again(act):
    vacancy = announced(act)
    rina = act(applicants.get_applicant, register(act, vacancy, PEOPLE[0])).person_id
    act(vacancies.cancel_vacancy, vacancy, "diulang")
    again = open_utan(act)
    act(vacancies.announce, again, render=render)
    form = applied({"phone": "081300000000"}, person_id=rina)
    applicant = act(applicants.get_applicant, act(applicants.register, again, form, today=DAY))
    assert (applicant.person_id, applicant.registration_number) == (rina, "TKSK-2020-5204-06-002")
    assert act(people.get_person, rina).phone == "081300000000"
    with pytest.raises(
        RuleViolation, match="sudah terdaftar pada lowongan ini dengan nomor TKSK-2020-5204-06-002"
    ):
        act(applicants.register, again, form, today=DAY)


def test_numbers_of_registration_have_no_gap_after_a_refusal(act):
    vacancy = announced(act)
    register(act, vacancy, PEOPLE[0])
    with pytest.raises(RuleViolation):
        register(act, vacancy, PEOPLE[0])
    second = act(applicants.get_applicant, register(act, vacancy, PEOPLE[1]))
    assert second.registration_number == "TKSK-2020-5204-06-002"


def test_a_changed_application_has_to_be_decided_again(act):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0])
    act(vacancies.close_registration, vacancy)
    assert verify(act, rina) is Applied.PASSED
    older = applied(PEOPLE[0] | {"birth_date": date(1982, 1, 5)})
    act(applicants.change_application, rina, applied(), older, today=DAY)
    assert status(act, rina) is Applied.REGISTERED
    with pytest.raises(RuleViolation, match="Berkas Rina Marlina belum diputuskan"):
        act(administration.finish_administration, vacancy, TEAM, render=render)
    assert verify(act, rina) is Applied.FAILED


def test_the_list_of_applicants_takes_few_queries(act, database):
    vacancy = announced(act)
    for n in range(12):
        register(act, vacancy, person(f"Pelamar {n:02}", f"52040615089090{n + 10}", date(1990, 8, 15)))
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    rows = act(applicants.list_applicants, 0, 50, vacancy)
    assert [row.papers for row in rows] == ["12/12"] * 12
    assert len([sql for sql in statements if sql.startswith("SELECT")]) <= 4
    assert act(applicants.count_applicants, vacancy, "pelamar 0") == 10
    assert act(applicants.count_applicants, vacancy, "5204 0615 0890 9010") == 1


# --- administration


def test_who_lives_outside_and_who_is_36_are_proposed_as_tms_with_the_reason(act):
    _vacancy, (_rina, _ahmad, budi, nia) = ready_to_score(act)
    assert "umur 36 tahun pada 17 April 2020, batas 35" in act(applicants.get_applicant, budi).status_reason
    assert "di luar Kecamatan Utan" in act(applicants.get_applicant, nia).status_reason


def test_an_override_needs_a_reason_and_the_minutes_show_it(act):
    vacancy = announced(act)
    budi = register(act, vacancy, PEOPLE[2])
    act(vacancies.close_registration, vacancy)
    rows = act(administration.list_checks, budi)

    def decide(reason):
        passed = [administration.Decision(row.requirement_id, Result.PASS, reason) for row in rows]
        return act(administration.decide_checks, budi, passed, before=rows)

    with pytest.raises(RuleViolation, match="mengapa hasil berbeda dari usul program"):
        decide(" ")
    assert decide("akta kelahiran menunjukkan 1985") is Applied.PASSED
    printed = []
    keep = lambda frame, facts: printed.append(facts) or render(frame, facts)  # noqa: E731
    act(administration.finish_administration, vacancy, TEAM, render=keep)
    assert "batas 35: akta kelahiran menunjukkan 1985" in printed[0].rows[0].reason


def test_every_requirement_is_decided(act):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0])
    act(vacancies.close_registration, vacancy)
    with pytest.raises(RuleViolation, match=r"Persyaratan .* belum diputuskan"):
        act(administration.decide_checks, rina, [], before=[])


def test_a_selection_without_anybody_who_is_ms_cannot_go_on(act):
    vacancy = announced(act)
    nia = register(act, vacancy, PEOPLE[3])
    act(vacancies.close_registration, vacancy)
    with pytest.raises(RuleViolation, match="Berkas Nia Lestari belum diputuskan"):
        act(administration.finish_administration, vacancy, TEAM, render=render)
    verify(act, nia)
    with pytest.raises(RuleViolation, match="Tidak ada pelamar yang MS"):
        act(administration.finish_administration, vacancy, TEAM, render=render)


def test_the_minutes_name_who_checked(act):
    vacancy = announced(act)
    verify_later = register(act, vacancy, PEOPLE[0])
    act(vacancies.close_registration, vacancy)
    verify(act, verify_later)
    with pytest.raises(RuleViolation, match="Isi nama tim yang memeriksa berkas"):
        act(administration.finish_administration, vacancy, [], render=render)


def test_many_long_reasons_fit_in_the_register(act):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0])
    act(vacancies.close_registration, vacancy)
    rows = act(administration.list_checks, rina)
    failed = [administration.Decision(row.requirement_id, Result.FAIL, "x" * 300) for row in rows]
    assert act(administration.decide_checks, rina, failed, before=rows) is Applied.FAILED
    assert len(act(applicants.get_applicant, rina).status_reason) > 2000


def test_who_withdraws_says_why_and_is_not_decided_any_more(act):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0])
    with pytest.raises(RuleViolation, match="Tulis alasan pengunduran diri"):
        utan.leave(act, applicants.withdraw, rina, "")
    utan.leave(act, applicants.withdraw, rina, "diterima PPPK")
    register(act, vacancy, PEOPLE[1])
    act(vacancies.close_registration, vacancy)
    for step in (lambda: verify(act, rina), lambda: change(act, rina)):
        with pytest.raises(RuleViolation, match="sudah mengundurkan diri"):
            step()


def change(act, applicant):
    act(applicants.change_application, applicant, applied(), applied(), today=DAY)


def papers_row(act, applicant):
    row = act(administration.list_checks, applicant)[0]
    return row if row.requirement_id == administration.PAPERS else None


def decide_all(act, applicant, papers, reason):
    """MS on every requirement; the missing papers as given."""
    rows = act(administration.list_checks, applicant)
    given = [
        administration.Decision(row.requirement_id, papers, reason)
        if row.requirement_id == administration.PAPERS
        else administration.Decision(row.requirement_id, Result.PASS, "dilihat pada KTP")
        for row in rows
    ]
    return act(administration.decide_checks, applicant, given, before=rows)


@pytest.fixture
def without_papers(act):
    """An applicant whose recommendation and integrity pact are missing, at the administration."""
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0], all_papers(act, vacancy) - {"D12", "D18"})
    act(vacancies.close_registration, vacancy)
    return vacancy, rina


def test_missing_papers_are_proposed_as_tms_and_named(act, without_papers):
    _vacancy, rina = without_papers
    row = papers_row(act, rina)
    assert (row.proposed, row.result) == (Result.FAIL, None)
    assert row.proposed_reason == "berkas belum ada: Rekomendasi camat, Pakta integritas"
    assert verify(act, rina) is Applied.FAILED
    assert act(applicants.get_applicant, rina).status_reason == row.proposed_reason
    again = papers_row(act, rina)
    assert (again.result, again.reason) == (Result.FAIL, row.proposed_reason)


def test_nobody_is_ms_without_papers_and_without_a_reason_that_the_minutes_show(act, without_papers):
    vacancy, rina = without_papers
    with pytest.raises(RuleViolation, match="mengapa hasil berbeda dari usul program"):
        decide_all(act, rina, Result.PASS, " ")
    assert decide_all(act, rina, Result.PASS, "dibawa saat wawancara") is Applied.PASSED
    row = papers_row(act, rina)
    assert (row.result, row.reason) == (Result.PASS, "dibawa saat wawancara")
    printed = []
    keep = lambda frame, facts: printed.append(facts) or render(frame, facts)  # noqa: E731
    act(administration.finish_administration, vacancy, TEAM, render=keep)
    assert "Pakta integritas: dibawa saat wawancara" in printed[0].rows[0].reason


def test_papers_that_nobody_decided_on_are_asked_for(act, without_papers):
    _vacancy, rina = without_papers
    rows = act(administration.list_checks, rina)
    given = [administration.Decision(row.requirement_id, Result.PASS, "") for row in rows[1:]]
    with pytest.raises(RuleViolation, match="Persyaratan Berkas belum diputuskan"):
        act(administration.decide_checks, rina, given, before=rows)


def test_papers_decided_by_somebody_else_meanwhile_are_not_decided_again(act, without_papers):
    _vacancy, rina = without_papers
    before = act(administration.list_checks, rina)
    decide_all(act, rina, Result.PASS, "dibawa saat wawancara")
    mine = [administration.Decision(row.requirement_id, Result.FAIL, "tidak ada") for row in before]
    with pytest.raises(Conflict, match=r"keputusan persyaratan Berkas menjadi “MS: dibawa saat wawancara”"):
        act(administration.decide_checks, rina, mine, before=before)


def test_a_reason_that_is_longer_than_a_note_is_refused_in_words(act, without_papers):
    with pytest.raises(RuleViolation, match="Catatan paling panjang 200 huruf"):
        decide_all(act, without_papers[1], Result.PASS, "x" * 200)


def test_a_paper_handed_in_later_is_not_missing_any_more(act, without_papers):
    vacancy, rina = without_papers
    verify(act, rina)
    papers = all_papers(act, vacancy)
    opened = applicants.ApplicationForm(None, PEOPLE[0], DAY, "PSM", "", papers - {"D12", "D18"})
    act(applicants.change_application, rina, opened, replace(opened, documents=papers), today=DAY)
    assert papers_row(act, rina) is None
    assert verify(act, rina) is Applied.PASSED


def test_who_has_no_desa_is_not_ms_without_a_reason(act):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0] | {"desa_code": None})
    act(vacancies.close_registration, vacancy)
    rows = act(administration.list_checks, rina)
    assert "domisili belum diisi" in [row.proposed_reason for row in rows if row.proposed is Result.FAIL]
    given = [administration.Decision(row.requirement_id, Result.PASS, "") for row in rows]
    with pytest.raises(RuleViolation, match="mengapa hasil berbeda dari usul program"):
        act(administration.decide_checks, rina, given, before=rows)


def test_the_list_says_who_was_late_and_why(act):
    vacancy = announced(act)
    late = date(2020, 4, 18)
    act(applicants.register, vacancy, applied(on=late, late="banjir"), today=late)
    register(act, vacancy, PEOPLE[1])
    found = act(applicants.list_applicants, 0, 10, vacancy)
    assert [row.remark for row in found] == ["Terlambat (18-04-2020): banjir", ""]
    utan.leave(act, applicants.withdraw, found[0].id, "diterima PPPK")
    assert act(applicants.list_applicants, 0, 1, vacancy)[0].remark.endswith(
        "banjir; diterima PPPK; keluar 20-04-2020, dicatat Pilar TKSK"
    )


def test_a_closed_kecamatan_gets_no_vacancy(act, database):
    rules = default_rules(act)
    with database.writing() as session:
        session.get_one(Region, UTAN).closed_on = date(2020, 1, 1)
    with pytest.raises(RuleViolation, match="Utan sudah ditutup sejak 1 Januari 2020") as refusal:
        act(vacancies.open_vacancy, vacancy_form(), rules)
    assert refusal.value.problems[0].field == "kecamatan_code"
    other = act(vacancies.open_vacancy, vacancy_form(kecamatan_code="520405"), rules)
    before = act(vacancies.get_vacancy, other)
    with pytest.raises(RuleViolation, match="Utan sudah ditutup"):
        act(vacancies.change_vacancy, other, vacancy_form(), rules, before=before)


# --- interview


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        (MEMBERS[:2], "Panel paling sedikit tiga orang; sekarang 2"),
        (MEMBERS[1:] + MEMBERS[1:2], "tepat satu ketua"),
        ([*MEMBERS, replace(MEMBERS[1], name=" sri lestari ")], "tidak boleh dua kali"),
        ([*MEMBERS, replace(MEMBERS[1], name=" ")], "Isi nama setiap anggota panel"),
    ],
)
def test_a_panel_that_cannot_judge_is_refused(act, members, sentence):
    vacancy = announced(act)
    with pytest.raises(RuleViolation, match=sentence):
        act(interviews.set_panel, vacancy, members, before=[])


def test_the_panel_stands_once_a_score_is_in(act):
    vacancy, (rina, *_others) = ready_to_score(act)
    act(interviews.set_panel, vacancy, MEMBERS, before=opened_panel(act, vacancy))
    assert [member.name for member in act(interviews.list_panel, vacancy)] == [m.name for m in MEMBERS]
    score_all(act, vacancy, [rina], 80)
    with pytest.raises(RuleViolation, match="Nilai pertama sudah masuk"):
        act(interviews.set_panel, vacancy, MEMBERS[::-1], before=opened_panel(act, vacancy))


def test_who_is_tms_is_not_scored(act):
    vacancy, (_rina, _ahmad, budi, _nia) = ready_to_score(act)
    with pytest.raises(RuleViolation, match="Hanya pelamar yang MS dan hadir dapat dinilai"):
        score_all(act, vacancy, [budi], 80)


@pytest.mark.parametrize("value", [-1, 101, "100.001", "33.3333"])
def test_a_score_outside_0_to_100_is_refused_with_its_criterion(act, value):
    vacancy, (rina, *_others) = ready_to_score(act)
    member = act(interviews.list_panel, vacancy)[0].id
    with pytest.raises(RuleViolation, match="Nilai") as refusal:
        act(sheet_entry.save_scores, rina, member, {"W1": Decimal(80), "W2": Decimal(value)}, before={})
    assert refusal.value.problems[0].field == "W2"
    assert act(on_sheet, rina, member) == {}


def test_scores_are_kept_exactly_and_a_missing_one_stays_missing(act):
    vacancy, (rina, *_others) = ready_to_score(act)
    member = act(interviews.list_panel, vacancy)[0].id
    given = {"W1": Decimal("80.25"), "W2": Decimal("33.333"), "W3": None, "W4": Decimal(0)}
    act(sheet_entry.save_scores, rina, member, given, before={})
    kept = {"W1": Decimal("80.25"), "W2": Decimal("33.333"), "W4": Decimal(0)}
    assert act(on_sheet, rina, member) == kept
    act(sheet_entry.save_scores, rina, member, {"W2": None, "W5": Decimal(70)}, before=given)
    assert act(sheets.get_sheet, rina, member).given == {"W1", "W4", "W5"}
    [row, *_rest] = act(ranking.get_standing, vacancy).rows
    assert (row.totals, row.missing) == ((None,) * 3, (3, 6, 6))


def on_sheet(session, applicant, member):
    """What the table keeps, past the blindness of the services."""
    return {
        c.code: s.value
        for c, s in session.execute(
            select(VacancyCriterion, Score)
            .join(Score, Score.criterion_id == VacancyCriterion.id)
            .where(Score.applicant_id == applicant, Score.member_id == member)
        )
    }


def test_a_stranger_does_not_score(act):
    vacancy, (rina, *_others) = ready_to_score(act)
    with pytest.raises(RuleViolation, match="bukan anggota panel"):
        act(sheet_entry.save_scores, rina, 9999, {"W1": Decimal(80)}, before={})
    assert act(ranking.get_standing, vacancy).open_sheets == 6


def test_the_ranking_waits_for_the_last_value(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    member = act(interviews.list_panel, vacancy)[2].id
    chair = act(interviews.list_panel, vacancy)[0].id
    utan.open_locked(act, ahmad, member, "salah salin", chair)
    act(sheet_entry.save_scores, ahmad, member, {"W6": None}, before={"W6": Decimal(75)})
    standing = act(ranking.get_standing, vacancy)
    assert (standing.open_sheets, {row.rank for row in standing.rows}) == (1, {None})
    with pytest.raises(RuleViolation, match="Masih ada 1 lembar nilai yang belum dikunci"):
        decide(act, vacancy, rina)


def test_who_did_not_come_has_no_rank_and_holds_nobody_up(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    act(interviews.mark_absent, ahmad)
    score_all(act, vacancy, [rina], 80)
    standing = act(ranking.get_standing, vacancy)
    assert [(row.name, row.rank) for row in standing.rows] == [("Rina Marlina", 1), ("Ahmad Zaelani", None)]
    with pytest.raises(RuleViolation, match="Pilih calon yang sudah dinilai"):
        decide(act, vacancy, ahmad)
    with pytest.raises(RuleViolation, match="sudah mempunyai nilai, jadi hadir"):
        act(interviews.mark_absent, rina)


def test_an_absence_noted_by_mistake_is_taken_back(act):
    _vacancy, (rina, _ahmad, budi, _nia) = ready_to_score(act)
    act(interviews.mark_absent, rina)
    act(interviews.mark_present, rina)
    assert status(act, rina) is Applied.PASSED
    with pytest.raises(RuleViolation, match="tidak dicatat tidak hadir"):
        act(interviews.mark_present, rina)
    with pytest.raises(RuleViolation, match="Hanya pelamar yang MS"):
        act(interviews.mark_absent, budi)


def test_when_the_chosen_candidate_withdraws_the_next_one_can_be_chosen(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    decide(act, vacancy, rina)
    utan.leave(act, applicants.withdraw, rina, "diterima PPPK")
    facts = act(vacancies.get_vacancy, vacancy)
    assert (facts.stage, facts.decided_on, facts.decision_reason) == (Stage.INTERVIEW, None, "")
    assert act(applicants.get_applicant, rina).status_reason == "diterima PPPK"
    [row] = act(ranking.get_standing, vacancy).rows
    assert (row.name, row.status, row.rank) == ("Ahmad Zaelani", Applied.PASSED, 1)
    with pytest.raises(RuleViolation, match="sudah tercetak dalam berita acara"):
        score(act, vacancy, ahmad, *[(90,) * 6] * 3)
    printed = []
    decide(act, vacancy, ahmad, printed=printed)
    assert printed[0].recommendation == "Ahmad Zaelani"


def test_who_waits_in_reserve_may_withdraw_without_undoing_the_decision(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    decide(act, vacancy, rina)
    utan.leave(act, applicants.withdraw, ahmad, "pindah ke luar daerah")
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.DECIDED
    assert status(act, ahmad) is Applied.WITHDRAWN


def test_a_proposal_that_is_refused_gives_way_to_the_next_candidate(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    decide(act, vacancy, rina)
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    with pytest.raises(RuleViolation, match="Tulis alasan penolakan"):
        act(proposals.note_refusal, vacancy, " ", on=date(2020, 5, 4), today=date(2020, 5, 4))
    with pytest.raises(RuleViolation, match="mendahului langkah sebelumnya"):
        act(proposals.note_refusal, vacancy, "formasi penuh", on=date(2020, 4, 1), today=date(2020, 5, 4))
    act(proposals.note_refusal, vacancy, "ijazah tidak sesuai", on=date(2020, 5, 4), today=date(2020, 5, 4))
    assert (status(act, rina), status(act, ahmad)) == (Applied.REFUSED, Applied.PASSED)
    assert act(proposals.find_proposal, vacancy) is None
    decide(act, vacancy, ahmad)
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 5, 6), render=render)
    again = act(proposals.find_proposal, vacancy)
    assert (again.candidate, again.status) == ("Ahmad Zaelani", ProposalStatus.SENT)


def test_letters_are_signed_by_whoever_was_asked_for(act):
    acting = OfficialForm("", "Sri Astuti", "", "", "", "Sekretaris", Authority.ON_BEHALF, date(2019, 1, 2))
    signer = act(office.save_official, None, acting, before=None)
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    asked = {"render": render, "official_id": signer}
    act(calls.issue_calls, vacancy, dated_on=date(2020, 4, 17), **asked)
    act(applicants.issue_receipt, rina, dated_on=date(2020, 4, 17), **asked)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=date(2020, 4, 20), **asked)
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), **asked)
    assert {row.signer_name for row in act(letters.list_letters, 0, 5)} == {"Sri Astuti"}


def decide(act, vacancy, applicant, reason="", printed=None):
    def keep(frame, facts):
        if printed is not None:
            printed.append(facts)
        return render(frame, facts)

    return act(
        ranking.decide,
        vacancy,
        applicant,
        reason,
        early_reason=EARLY,
        decided_on=date(2020, 4, 20),
        render=keep,
    )


def test_what_is_shown_before_a_letter_is_final_is_what_it_prints(act):
    printed = []

    def keep(frame, facts):
        printed.append(facts)
        return render(frame, facts)

    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    shown = [*act(calls.call_facts, vacancy)]
    act(calls.issue_calls, vacancy, dated_on=date(2020, 4, 17), render=keep)
    score_all(act, vacancy, [rina, ahmad], 80, 80)
    reason = "Tinggal di Kecamatan Utan"
    before = act(letters.count_letters)
    shown += [act(ranking.minutes_facts, vacancy, ahmad, f" {reason} ", EARLY)]
    assert (status(act, ahmad), act(letters.count_letters)) == (Applied.PASSED, before)
    decide(act, vacancy, ahmad, reason, printed)
    untick(act, vacancy)
    shown += [act(proposals.proposal_facts, vacancy)]
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=keep)
    assert shown == printed
    assert shown[-2].recommendation == "Ahmad Zaelani"


def test_minutes_that_were_cancelled_carry_no_proposal(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    first = decide(act, vacancy, rina)
    with pytest.raises(RuleViolation, match="belum dapat ke tahap"):
        decide(act, vacancy, ahmad, "salah pilih")
    act(letters.cancel_letter, first.id, "salah tanggal")
    for work in (
        lambda: act(proposals.proposal_facts, vacancy),
        lambda: act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render),
    ):
        with pytest.raises(RuleViolation, match="sudah dibatalkan. Tetapkan calon sekali lagi"):  # noqa: RUF043
            work()
    second = decide(act, vacancy, rina)
    assert act(proposals.proposal_facts, vacancy).minutes_number == second.number != first.number


def test_scores_may_be_put_right_once_their_minutes_are_cancelled(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    minutes = decide(act, vacancy, rina)
    utan.leave(act, applicants.withdraw, rina, "pindah")
    with pytest.raises(RuleViolation, match="sudah tercetak"):
        score_all(act, vacancy, [ahmad], 78)
    act(letters.cancel_letter, minutes.id, "salah nilai")
    panel = act(interviews.list_panel, vacancy)
    for member in panel:
        utan.open_locked(act, ahmad, member.id, "salah nilai", panel[0].id)
        act(sheet_entry.clear_sheet, ahmad, member.id)
    score_all(act, vacancy, [ahmad], 78)


def test_the_ladder_separates_equal_scores_and_the_minutes_print_the_step(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 80)
    standing = act(ranking.get_standing, vacancy)
    assert [(row.rank, row.tied) for row in standing.rows] == [(1, False), (2, False)]
    with pytest.raises(RuleViolation, match="Calon ini bukan peringkat 1"):
        decide(act, vacancy, ahmad)
    printed = []
    decide(act, vacancy, ahmad, "pengabdian lebih lama", printed)
    assert printed[0].decision_reason == "pengabdian lebih lama"
    assert printed[0].tie_note == (
        "nilai akhir 80,00 sama: Rina Marlina di atas Ahmad Zaelani karena pendidikan lebih tinggi"
    )
    assert (printed[0].recommendation, printed[0].reserves) == ("Ahmad Zaelani", ("Rina Marlina",))


def test_who_is_not_first_needs_a_reason(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    with pytest.raises(RuleViolation, match="Calon ini bukan peringkat 1"):
        decide(act, vacancy, ahmad)
    decide(act, vacancy, ahmad, "Rina diterima PPPK")
    assert (status(act, ahmad), status(act, rina)) == (Applied.CHOSEN, Applied.RESERVE)


def test_below_the_pass_mark_nobody_is_chosen_whatever_the_reason(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], "69.99", 60)
    with pytest.raises(RuleViolation, match="di bawah ambang lulus"):
        decide(act, vacancy, rina, "satu-satunya calon")
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.INTERVIEW


def test_a_decided_selection_takes_no_more_scores(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 60)
    decide(act, vacancy, rina)
    assert status(act, ahmad) is Applied.NOT_CHOSEN
    with pytest.raises(RuleViolation, match="tahap Calon ditetapkan"):
        score(act, vacancy, rina, *[(90,) * 6] * 3)
    with pytest.raises(RuleViolation, match="belum dapat ke tahap"):
        decide(act, vacancy, rina)


def test_a_failed_paper_decides_nothing(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)

    def fails(_frame, _facts):
        raise OSError("cakram penuh")

    with pytest.raises(OSError, match="cakram penuh"):
        act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=fails)
    assert status(act, rina) is Applied.PASSED
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.INTERVIEW


def test_members_who_score_at_once_lose_nothing(act, database):
    vacancy, (rina, *_others) = ready_to_score(act)
    members, failures = act(interviews.list_panel, vacancy), []
    start = threading.Barrier(len(members))

    def work(member):
        start.wait()
        try:
            for code in ("W1", "W2", "W3", "W4", "W5", "W6"):
                with database.writing() as session:
                    sheet_entry.save_scores(session, rina, member.id, {code: Decimal(80)}, before={})
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(member,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    for member in members:
        assert act(on_sheet, rina, member.id) == {f"W{n}": Decimal(80) for n in range(1, 7)}


def test_two_pcs_with_the_same_sheet_end_with_one_value_and_one_is_told(act, database):
    vacancy, (rina, *_others) = ready_to_score(act)
    member, failures = act(interviews.list_panel, vacancy)[0].id, []
    start = threading.Barrier(2)

    def work(value):
        start.wait()
        try:
            with database.writing() as session:
                sheet_entry.save_scores(session, rina, member, {"W1": Decimal(value)}, before={})
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(value,)) for value in (70, 80)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(failure) for failure in failures] == [Conflict]
    assert act(on_sheet, rina, member)["W1"] in (Decimal(70), Decimal(80))


def test_the_standing_takes_few_queries(act, database):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    act(ranking.get_standing, vacancy)
    assert len([sql for sql in statements if sql.startswith("SELECT")]) <= 10


# --- the proposal


def test_a_proposal_is_followed_step_by_step(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    with pytest.raises(RuleViolation, match="belum dapat ke tahap"):
        act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    decide(act, vacancy, rina)
    printed = []
    keep = lambda frame, facts: printed.append(facts) or render(frame, facts)  # noqa: E731
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=keep)
    assert "(mengundurkan diri, ikut Pilkades)" in printed[0].cause
    assert printed[0].cause_reference == "Surat Nomor 05/TKSK-UTN/2020 tanggal 8 April 2020"
    proposal = act(proposals.find_proposal, vacancy)
    recommended = proposals.ProposalStatus.RECOMMENDED
    with pytest.raises(RuleViolation, match="belum dapat dicatat"):
        act(proposals.track, proposal.id, recommended, on=date(2020, 4, 28), note="", today=date(2020, 12, 1))
    received = proposals.ProposalStatus.RECEIVED
    with pytest.raises(RuleViolation, match=r"mendahului langkah sebelumnya \(24 April 2020\)"):
        act(proposals.track, proposal.id, received, on=date(2020, 4, 23), note="", today=date(2020, 12, 1))
    act(
        proposals.track,
        proposal.id,
        received,
        on=date(2020, 4, 28),
        note="agenda 12",
        today=date(2020, 12, 1),
    )
    steps = act(proposals.find_proposal, vacancy).steps
    assert [(step.status, step.note) for step in steps][1] == (received, "agenda 12")


def test_a_candidate_without_a_birth_place_is_not_proposed(act):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0] | {"birth_place": ""})
    act(vacancies.close_registration, vacancy)
    verify(act, rina)
    act(administration.finish_administration, vacancy, TEAM, render=render)
    act(interviews.set_panel, vacancy, MEMBERS, before=opened_panel(act, vacancy))
    score_all(act, vacancy, [rina], 80)
    decide(act, vacancy, rina)
    with pytest.raises(RuleViolation, match="Lengkapi tempat dan tanggal lahir Rina Marlina"):
        act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)


def test_another_kecamatan_has_its_own_selection(act):
    alas = open_utan(act, kecamatan_code="520405")
    utan = open_utan(act)
    act(vacancies.announce, alas, render=render)
    act(vacancies.announce, utan, render=render)
    first = register(act, alas, PEOPLE[3])
    second = register(act, utan, PEOPLE[0])
    numbers = [act(applicants.get_applicant, i).registration_number for i in (first, second)]
    assert numbers == ["TKSK-2020-5204-05-001", "TKSK-2020-5204-06-001"]
    assert {row.kecamatan_code: row.applicants for row in act(vacancies.list_vacancies)} == {
        "520405": 1,
        UTAN: 1,
    }
    assert act(applicants.count_applicants, utan) == 1
