"""From the files on the table to the decree: every dialog of the selection, clicked through."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QFont, QFontMetrics

from db.models.recruitment import Vacancy
from db.rules.access import ROLES
from db.rules.problems import RuleViolation
from db.rules.recruitment import Applied, ProposalStatus, Result, Stage
from db.services import letters, officers
from db.services.recruitment import (
    administration,
    applicants,
    interviews,
    proposals,
    ranking,
    sheets,
    vacancies,
)
from desktop import clock
from desktop.recruitment.administration import AdministrationDialog, TeamDialog
from desktop.recruitment.decision import DecisionDialog
from desktop.recruitment.panel_form import PanelDialog
from desktop.recruitment.proposal import TrackDialog, VacancyDecreeDialog
from desktop.recruitment.scores import ScoresDialog
from desktop.recruitment.tab import RecruitmentTab
from desktop.recruitment.team_form import SETTING
from desktop.widgets.theme import apply_theme
from tests.desktop.conftest import click
from tests.services import utan
from tests.services.utan import (
    EARLY,
    PEOPLE,
    TEAM,
    UTAN,
    announced,
    leave_utan,
    open_utan,
    ready_to_score,
    register,
    render,
    score,
    untick,
    verify,
)

HEADER_PADDING = 22  # both sides, as the style sheet has it
RINA = ((80, 75, 70, 85, 60, 70), (70, 80, 75, 80, 70, 65), (90, 85, 80, 75, 65, 80))
AHMAD = ((70,) * 6, (72,) * 6, (74,) * 6)


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(date(2020, 4, 24))


@pytest.fixture
def files(act):
    """Four applications whose registration is closed: the vacancy and the applicants' ids."""
    leave_utan(act)
    vacancy = open_utan(act)
    act(vacancies.announce, vacancy, render=render)
    ids = [register(act, vacancy, values) for values in PEOPLE]
    act(vacancies.close_registration, vacancy)
    return vacancy, ids


@pytest.fixture
def decided(act):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score(act, vacancy, rina, *RINA)
    score(act, vacancy, ahmad, *AHMAD)
    return vacancy, rina, ahmad


def shows(dialog, name):
    return dialog.head.name.text() == name and len(dialog.rows) == 11 and dialog.rows[-1].isVisible()


def test_the_files_of_four_applicants_are_decided_with_the_keyboard(qtbot, act, opened, files, papers):
    vacancy, (rina, ahmad, budi, nia) = files
    dialog = opened(AdministrationDialog, vacancy)
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina") and dialog.rows[3].hasFocus())
    for line in dialog.rows[3:]:
        qtbot.keyClick(line, Qt.Key.Key_1)
    qtbot.waitUntil(dialog.save_button.hasFocus)
    assert dialog.verdict_text.text() == "Memenuhi syarat. Belum disimpan."
    click(qtbot, dialog.save_button)
    for name in ("Ahmad Zaelani", "Budi Santoso", "Nia Lestari"):
        qtbot.waitUntil(lambda name=name: shows(dialog, name))
        click(qtbot, dialog.accept_all_button)
        click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: dialog.minutes_button.isEnabled() and dialog.minutes_button.isVisible())
    found = [act(applicants.get_applicant, i) for i in (rina, ahmad, budi, nia)]
    assert [a.status for a in found] == [Applied.PASSED, Applied.PASSED, Applied.FAILED, Applied.FAILED]
    assert found[2].status_reason == "umur 36 tahun pada 17 April 2020, batas 35"
    assert "2 memenuhi syarat, 2 tidak" in dialog.banner.text.text()

    click(qtbot, dialog.minutes_button)
    team = dialog.dialog
    for line, member in zip(team.lines, TEAM, strict=False):
        qtbot.keyClicks(line.name, member.name)
    click(qtbot, team.save_button)
    qtbot.waitUntil(lambda: len(papers) == 1)
    assert papers[0][1].startswith(b"%PDF")
    assert not dialog.isVisible()
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.INTERVIEW
    assert [name for name, _role in json.loads(QSettings().value(SETTING))] == [m.name for m in TEAM]


def test_an_override_wants_a_reason_and_nothing_is_saved_without(qtbot, act, opened, files):
    vacancy, (_rina, _ahmad, budi, _nia) = files
    dialog = opened(AdministrationDialog, vacancy, budi)
    qtbot.waitUntil(lambda: shows(dialog, "Budi Santoso"))
    age = dialog.rows[0]
    assert age.fail_button.isChecked()
    assert age.problem() == ""  # the program's own reason is enough
    click(qtbot, dialog.accept_all_button)
    click(qtbot, age.pass_button)
    assert age.reason.isVisible()
    assert age.required.isVisible()
    click(qtbot, dialog.save_button)
    assert age.note.text() == "Tulis alasan mengapa hasil berbeda dari usul program."
    assert act(applicants.get_applicant, budi).status is Applied.REGISTERED
    qtbot.keyClicks(age.reason, "Tanggal lahir pada akta 1985")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: shows(dialog, "Nia Lestari"))
    assert act(applicants.get_applicant, budi).status is Applied.PASSED
    assert dialog.heard == ["Budi Santoso: memenuhi syarat."]


def test_a_requirement_that_nobody_looked_at_is_named(qtbot, opened, files):
    dialog = opened(AdministrationDialog, files[0])
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina"))
    click(qtbot, dialog.save_button)
    assert dialog.banner.text.text().startswith("Belum lengkap: R04, R05")
    assert dialog.verdict_text.text() == dialog.banner.text.text()
    assert dialog.rows[3].note.text() == "Pilih MS atau TMS."


def test_the_footer_never_says_ms_where_saving_is_refused(qtbot, opened, files):
    vacancy, (_rina, _ahmad, budi, _nia) = files
    dialog = opened(AdministrationDialog, vacancy, budi)
    qtbot.waitUntil(lambda: shows(dialog, "Budi Santoso"))
    click(qtbot, dialog.accept_all_button)
    assert dialog.verdict.text() == "TMS"
    assert dialog.verdict_text.text().endswith("batas 35. Belum disimpan.")
    click(qtbot, dialog.rows[0].pass_button)  # against the proposal, and no reason yet
    assert (dialog.verdict.text(), dialog.verdict_text.text()) == ("belum", "Belum lengkap: R01.")
    click(qtbot, dialog.save_button)
    assert dialog.banner.text.text() == "Belum lengkap: R01."
    qtbot.keyClicks(dialog.rows[0].reason, "akta 1985")
    assert (dialog.verdict.text(), dialog.banner.text.text()) == ("MS", "")


def test_all_is_decided_only_when_nothing_waits_to_be_saved(qtbot, act, opened, files):
    vacancy, (rina, ahmad, *others) = files
    for applicant in (ahmad, *others):
        verify(act, applicant)
    dialog = opened(AdministrationDialog, vacancy, ahmad)
    qtbot.waitUntil(lambda: shows(dialog, "Ahmad Zaelani"))
    assert dialog.verdict_text.text() == "Memenuhi syarat."
    dialog.rows[4].choose(Result.FAIL)
    qtbot.keyClicks(dialog.rows[4].reason, "SKCK habis")
    dialog.people.choose(rina)
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina"))
    click(qtbot, dialog.accept_all_button)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: dialog.heard == ["Rina Marlina: memenuhi syarat."] and dialog._is_done())
    assert dialog.banner.text.text() == ""  # Ahmad is TMS now, and that is not saved yet


def test_missing_papers_are_a_line_of_their_own(qtbot, act, opened):
    vacancy = announced(act)
    rina = register(act, vacancy, PEOPLE[0], ())
    act(vacancies.close_registration, vacancy)
    dialog = opened(AdministrationDialog, vacancy)
    qtbot.waitUntil(lambda: bool(dialog.rows))
    papers = dialog.rows[0]
    assert (papers.check.code, papers.result) == ("Berkas", Result.FAIL)
    assert papers.check.proposed_reason == "tidak satu pun berkas wajib ada"
    click(qtbot, dialog.accept_all_button)
    assert dialog.verdict.text() == "TMS"
    click(qtbot, papers.pass_button)
    click(qtbot, dialog.save_button)
    assert papers.note.text() == "Tulis alasan mengapa hasil berbeda dari usul program."
    qtbot.keyClicks(papers.reason, "dibawa saat wawancara")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: bool(dialog.heard))
    assert act(applicants.get_applicant, rina).status is Applied.PASSED


def test_who_may_not_decide_reads_the_decisions_and_is_told_why(qtbot, act, opened, files, worker):
    vacancy, (rina, *_others) = files
    verify(act, rina)
    worker.database.actor = replace(worker.database.actor, rights=ROLES["operator"][1])
    dialog = opened(AdministrationDialog, vacancy, rina)
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina"))
    assert dialog.verdict.text() == "MS"
    assert "tidak berhak memutuskan hasil administrasi" in dialog.banner.text.text()
    for pressed in (dialog.save_button, dialog.accept_all_button, dialog.rows[0].fail_button):
        assert not pressed.isEnabled()
    assert "tidak berhak" in dialog.save_button.toolTip()
    dialog.save()  # Ctrl+S
    assert not dialog._saving


def test_a_member_of_the_panel_types_scores_and_does_not_decide(qtbot, act, opened, decided, worker):
    worker.database.actor = replace(worker.database.actor, rights=ROLES["panel"][1])
    dialog = opened(ScoresDialog, decided[0])
    qtbot.waitUntil(lambda: dialog.is_ready and dialog.acts.open_button.isEnabled())
    assert not dialog.decide_button.isEnabled()
    assert "tidak berhak menetapkan calon" in dialog.decide_button.toolTip()


def test_what_was_not_saved_waits_while_another_is_looked_at(qtbot, opened, files, monkeypatch):
    vacancy, (rina, ahmad, *_others) = files
    dialog = opened(AdministrationDialog, vacancy)
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina"))
    dialog.rows[4].choose(Result.FAIL)
    qtbot.keyClicks(dialog.rows[4].reason, "SKCK habis")
    dialog.people.choose(ahmad)
    qtbot.waitUntil(lambda: shows(dialog, "Ahmad Zaelani"))
    dialog.people.choose(rina)
    qtbot.waitUntil(lambda: shows(dialog, "Rina Marlina"))
    assert dialog.rows[4].reason.text() == "SKCK habis"
    assert "SKCK habis" in dialog.verdict_text.text()
    monkeypatch.setattr("desktop.widgets.dialog.confirm", lambda *_a, **_k: False)
    dialog.reject()
    assert dialog.isVisible()


def test_minutes_need_a_name(qtbot, act, opened, files, papers):
    vacancy, ids = files
    for applicant in ids:
        verify(act, applicant)
    team = opened(TeamDialog, vacancy)
    qtbot.wait(300)
    assert not team.look.paper.document.pageCount()  # nobody signs yet: no letter, and no fault either
    assert not team.look.banner.isVisible()
    click(qtbot, team.save_button)
    assert not papers
    assert team.isVisible()
    qtbot.keyClicks(team.lines[2].name, "Ahmad Fauzi")
    document = team.look.paper.document
    qtbot.waitUntil(lambda: document.pageCount() and "Ahmad Fauzi" in document.getAllText(0).text())
    click(qtbot, team.save_button)
    qtbot.waitUntil(lambda: len(papers) == 1)


def test_a_panel_of_two_chairs_is_refused_and_nothing_typed_is_lost(qtbot, act, opened, files):
    vacancy, _ids = files
    panel = opened(PanelDialog, vacancy)
    for line, name in zip(panel.lines, ("Ahmad Fauzi", "Sri Lestari", "Lalu Wirya"), strict=True):
        qtbot.keyClicks(line.name, name)
        qtbot.keyClicks(line.institution, "Dinas Sosial")
    panel.lines[1].role.setCurrentIndex(0)
    click(qtbot, panel.save_button)
    qtbot.waitUntil(panel.save_button.isEnabled)
    assert panel.lines[2].name.text() == "Lalu Wirya"
    panel.lines[1].role.setCurrentIndex(1)
    click(qtbot, panel.save_button)
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert [m.name for m in act(interviews.list_panel, vacancy)] == [
        "Ahmad Fauzi",
        "Sri Lestari",
        "Lalu Wirya",
    ]
    again = opened(PanelDialog, vacancy)
    qtbot.waitUntil(lambda: again.lines[0].name.text() == "Ahmad Fauzi")


def type_sheet(qtbot, dialog, values):
    shown = (dialog.member.value(), dialog.candidate.value())
    for field, value in zip(dialog.scores.values(), values, strict=True):
        qtbot.keyClicks(field, str(value))
        qtbot.keyClick(field, Qt.Key.Key_Return)
    return shown


def is_next(dialog, shown):
    now = (dialog.member.value(), dialog.candidate.value())
    return now != shown and dialog.save_button.isEnabled() and dialog.scores["W1"].hasFocus()


def test_six_sheets_are_typed_one_after_the_other(qtbot, act, opened, papers):
    vacancy, _ids = ready_to_score(act)
    dialog = opened(ScoresDialog, vacancy)
    qtbot.waitUntil(lambda: len(dialog.scores) == 6 and dialog.scores["W1"].hasFocus())
    assert dialog.standing_text.text() == "6 lembar nilai belum dikunci; peringkat menunggu."
    for place in range(3):
        for given in (RINA, AHMAD):
            shown = type_sheet(qtbot, dialog, given[place])
            if (place, given) != (2, AHMAD):
                qtbot.waitUntil(lambda shown=shown: is_next(dialog, shown))
    qtbot.waitUntil(lambda: dialog.acts.lock_button.text() == "Kunci 6 lembar")
    click(qtbot, dialog.acts.lock_button)
    qtbot.waitUntil(lambda: dialog.dialog is not None and dialog.dialog.isVisible())
    for tick in dialog.dialog.ticks.values():
        tick.setChecked(True)
    dialog.dialog.typist.setText("Sari")
    click(qtbot, dialog.dialog.save_button)
    qtbot.waitUntil(dialog.decide_button.isEnabled)
    qtbot.waitUntil(lambda: dialog.is_ready and dialog.acts.open_button.isEnabled())
    assert "Terkunci oleh" in dialog.sheet.state_text.text()
    assert (dialog.save_button.isEnabled(), dialog.sheet.clear_button.isVisible()) == (False, False)
    assert dialog.standing_text.text() == "Semua lembar lengkap. Peringkat 1: Rina Marlina, nilai 75,92."
    first, second = act(ranking.get_standing, vacancy).rows
    assert (first.final, second.final) == (Decimal("75.92"), Decimal("72.00"))

    click(qtbot, dialog.decide_button)
    decision = dialog.dialog
    qtbot.waitUntil(decision.save_button.isEnabled)
    decision.early_reason.setText(EARLY)
    click(qtbot, decision.save_button)
    qtbot.waitUntil(lambda: len(papers) == 1)
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.DECIDED


def test_a_value_of_101_is_refused_where_it_stands_and_missing_stays_missing(qtbot, act, opened):
    vacancy, (rina, *_others) = ready_to_score(act)
    dialog = opened(ScoresDialog, vacancy)
    qtbot.waitUntil(lambda: len(dialog.scores) == 6 and dialog.scores["W1"].hasFocus())
    qtbot.keyClicks(dialog.scores["W1"], "101")
    click(qtbot, dialog.save_button)
    assert dialog.sheet._notes["W1"].text() == "Nilai harus antara 0 dan 100; yang diketik 101."
    dialog.scores["W1"].setText("80")
    chair = dialog.member.value()
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: bool(dialog.heard))
    assert "5 nilai belum diisi" in dialog.heard[0]
    assert act(sheets.get_sheet, rina, chair).given == {"W1"}


def test_no_header_of_the_scores_is_cut_on_a_usual_screen(qtbot, qapp, act, opened):
    apply_theme(qapp, dark=False)
    vacancy, _ids = ready_to_score(act)
    before = [
        interviews.MemberForm(m.name, m.institution, m.role) for m in act(interviews.list_panel, vacancy)
    ]
    long = ("Dr. H. Muhammad Zainuddin Abdul Madjid, M.Si.", "Baiq Rahmawati Kusumaningrum, S.Sos., M.AP.")
    named = [
        replace(m, name=name) for m, name in zip(before, (*long, "Drs. Lalu Kusuma Atmaja"), strict=True)
    ]
    act(interviews.set_panel, vacancy, named, before=before)
    dialog = opened(ScoresDialog, vacancy)
    qtbot.waitUntil(lambda: len(dialog.scores) == 6)
    dialog.resize(1330, 690)
    header = dialog.table.horizontalHeader()
    qtbot.waitUntil(lambda: dialog.grid.width() > 800)
    font = QFont(header.font())
    font.setBold(True)
    for place, column in enumerate(dialog.table.rows.columns):
        lines = (column.heading or column.title).split("\n")
        needed = max(map(QFontMetrics(font).horizontalAdvance, lines)) + HEADER_PADDING
        assert header.sectionSize(place) >= needed, column.title
    qtbot.waitUntil(lambda: header.length() <= dialog.table.viewport().width())


def test_a_candidate_who_did_not_come_leaves_the_sheets(qtbot, act, opened, monkeypatch):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score(act, vacancy, rina, *RINA)
    dialog = opened(ScoresDialog, vacancy)
    qtbot.waitUntil(lambda: dialog.candidate.value() == ahmad and dialog.absent_button.isEnabled())
    monkeypatch.setattr("desktop.recruitment.score_acts.confirm", lambda *_a, **_k: True)
    click(qtbot, dialog.absent_button)
    qtbot.waitUntil(dialog.decide_button.isEnabled)
    assert act(applicants.get_applicant, ahmad).status is Applied.ABSENT


def test_empty_sheets_are_printed(qtbot, act, opened, papers):
    vacancy, _ids = ready_to_score(act)
    dialog = opened(ScoresDialog, vacancy)
    qtbot.waitUntil(dialog.print_button.isEnabled)
    click(qtbot, dialog.print_button)
    qtbot.waitUntil(lambda: len(papers) == 1)
    assert papers[0][0] == "Lembar nilai wawancara Kecamatan Utan"


def test_the_second_is_chosen_only_with_a_reason(qtbot, act, opened, decided, papers):
    vacancy, rina, ahmad = decided
    dialog = opened(DecisionDialog, vacancy)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert dialog.grid.current_row().applicant_id == rina
    assert not dialog.reason.isVisible()
    dialog.grid.choose(ahmad)
    assert dialog.reason.isVisible()
    click(qtbot, dialog.save_button)
    assert not papers
    dialog.reason.setPlainText("Peringkat 1 mengundurkan diri secara lisan.")
    before = act(letters.count_letters)
    click(qtbot, dialog.look_button)
    document = dialog.look.look.paper.document
    qtbot.waitUntil(lambda: document.pageCount() > 0, timeout=10_000)
    seen = "".join(document.getAllText(page).text() for page in range(document.pageCount()))
    assert "mengundurkan diri secara lisan" in " ".join(seen.split())
    assert act(letters.count_letters) == before
    click(qtbot, dialog.look.close_button)
    click(qtbot, dialog.save_button)
    assert not papers
    assert dialog.early_reason.isVisible()  # objections are taken up to 22 April
    dialog.decided_on.set_value(date(2020, 4, 23))
    assert not dialog.early_reason.isVisible()
    dialog.decided_on.set_value(date(2020, 4, 20))
    dialog.early_reason.setText(EARLY)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: len(papers) == 1)
    assert act(lambda session: session.get_one(Vacancy, vacancy).early_reason) == EARLY
    assert act(applicants.get_applicant, ahmad).status is Applied.CHOSEN
    assert act(vacancies.get_vacancy, vacancy).decided_on == date(2020, 4, 20)


def test_the_proposal_is_tracked_and_the_decree_makes_the_officer(qtbot, act, opened, decided, set_day):
    set_day(date(2020, 5, 12))
    vacancy, rina, _ahmad = decided
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    proposal = act(proposals.find_proposal, vacancy)
    track = opened(TrackDialog, proposal.id, proposal.status)
    offered = [track.status.itemData(place) for place in range(track.status.count())]
    assert offered == [ProposalStatus.RECEIVED, ProposalStatus.RETURNED]
    track.on.set_value(date(2020, 4, 1))
    click(qtbot, track.save_button)
    qtbot.waitUntil(track.save_button.isEnabled)
    track.on.set_value(date(2020, 4, 28))
    click(qtbot, track.save_button)
    qtbot.waitUntil(lambda: not track.isVisible())
    assert act(proposals.find_proposal, vacancy).status is ProposalStatus.RECEIVED

    decree = opened(VacancyDecreeDialog, vacancy)
    qtbot.waitUntil(lambda: "Rina Marlina" in decree.consequence.text())
    decree.dated_on.setText("11052020")
    assert decree.consequence.text() == "Rina Marlina menjadi TKSK Kecamatan Utan mulai Senin, 11 Mei 2020."
    assert decree.ends_on.value() == date(2020, 12, 31)
    click(qtbot, decree.save_button)
    assert decree.isVisible()  # number and issuer are still missing
    qtbot.keyClicks(decree.number, "12/5/SK/HK.01/05/2020")
    decree.issuer.setText("Direktur Jenderal Pemberdayaan Sosial")
    qtbot.keyClicks(decree.niat, "5204060099")
    click(qtbot, decree.save_button)
    qtbot.waitUntil(lambda: not decree.isVisible())
    post = next(p for p in act(officers.list_posts, on=date(2020, 5, 12)) if p.id == UTAN)
    assert (post.officer, post.niat) == ("Rina Marlina", "5204060099")


@pytest.fixture
def tab(qtbot, worker, act, decided):
    """The tab at a vacancy whose first was chosen."""
    vacancy, rina, _ahmad = decided
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    tab = RecruitmentTab(worker)
    qtbot.addWidget(tab)
    tab.resize(1366, 700)
    tab.show()
    tab.receive("show", vacancy)
    qtbot.waitUntil(lambda: tab.page.state is not None)
    return tab


def test_the_chosen_candidate_withdraws_and_the_next_is_chosen(qtbot, act, tab, decided):
    page = tab.page
    _vacancy, rina, ahmad = decided
    assert not page.refused_button.isVisible()
    click(qtbot, page.leave_button)
    qtbot.keyClicks(page.dialog.form.widget("reason"), "diterima PPPK")
    click(qtbot, page.dialog.save_button)
    qtbot.waitUntil(lambda: page.state.facts.stage is Stage.INTERVIEW)
    assert act(applicants.get_applicant, rina).status is Applied.WITHDRAWN
    assert act(applicants.get_applicant, ahmad).status is Applied.PASSED
    assert not page.leave_button.isVisible()


def test_a_second_decision_is_not_dated_on_the_day_of_the_interview(qtbot, act, opened, decided):
    vacancy, rina, _ahmad = decided
    first = opened(DecisionDialog, vacancy)
    qtbot.waitUntil(first.save_button.isEnabled)
    assert first.decided_on.value() == date(2020, 4, 20)
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    utan.leave(act, applicants.withdraw, rina, "diterima PPPK")
    second = opened(DecisionDialog, vacancy)
    qtbot.waitUntil(second.save_button.isEnabled)
    assert second.decided_on.value() == date(2020, 4, 24)  # today
    clock.set_today(date(2020, 4, 18))  # the clock of the computer is behind
    third = opened(DecisionDialog, vacancy)
    qtbot.waitUntil(third.save_button.isEnabled)
    assert third.decided_on.value() == date(2020, 4, 20)


def test_a_refused_proposal_goes_back_to_those_who_remain(qtbot, act, tab, decided):
    page = tab.page
    vacancy, rina, _ahmad = decided
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    page.refresh()
    qtbot.waitUntil(page.refused_button.isVisible)
    click(qtbot, page.refused_button)
    qtbot.keyClicks(page.dialog.form.widget("reason"), "ijazah tidak sesuai")
    click(qtbot, page.dialog.save_button)
    qtbot.waitUntil(lambda: page.state.facts.stage is Stage.INTERVIEW)
    assert act(applicants.get_applicant, rina).status is Applied.REFUSED
    assert not page.proposal_card.isVisible()


def test_an_absence_is_taken_back_on_the_page(qtbot, worker, act):
    vacancy, (_rina, ahmad, *_others) = ready_to_score(act)
    act(interviews.mark_absent, ahmad)
    tab = RecruitmentTab(worker)
    qtbot.addWidget(tab)
    tab.resize(1366, 700)
    tab.show()
    tab.receive("show", vacancy)
    page = tab.page
    qtbot.waitUntil(lambda: page.state is not None and page.applicants.rowCount() == 4)
    qtbot.waitUntil(lambda: page.table.choose(ahmad) and page.chosen() is not None)
    qtbot.waitUntil(page.present_button.isVisible)
    click(qtbot, page.present_button)
    qtbot.waitUntil(lambda: not page.present_button.isVisible())
    assert act(applicants.get_applicant, ahmad).status is Applied.PASSED


def test_the_service_still_refuses_what_the_dialog_would_not_ask(act, files):
    with pytest.raises(RuleViolation, match="belum diputuskan"):
        act(administration.decide_checks, files[1][0], [], before=[])
