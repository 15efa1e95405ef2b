"""After the checks and the decision: two who check, an override, a reserve who moves up, links that stay."""

import os
from datetime import date

import pytest

from db.rules.recruitment import Result, Stage
from db.services.recruitment import (
    administration,
    applicants,
    calls,
    interviews,
    objections,
    overrides,
    proposals,
    ranking,
    vacancies,
)
from db.services.recruitment.administration import Decision
from desktop.recruitment.administration import AdministrationDialog, TeamDialog
from desktop.recruitment.batch_calls import BatchCallsDialog
from desktop.recruitment.next_step import Action
from desktop.recruitment.proposal import TrackDialog
from desktop.recruitment.score_seat import PinDialog
from desktop.recruitment.stage_extend import ExtensionDialog
from desktop.recruitment.tab import RecruitmentTab
from desktop.widgets.dialog import FormDialog, GuardedDialog
from tests.desktop.conftest import click
from tests.services import utan
from tests.services.utan import EARLY, PANEL, PEOPLE, announced, ready_to_score, register, render, score_all

DAY = date(2020, 4, 20)


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(date(2020, 4, 21))


@pytest.fixture
def opened(qtbot, worker, monkeypatch):
    for kind in (GuardedDialog, FormDialog):  # what is typed need not be kept
        monkeypatch.setattr(kind, "_may_go", lambda _dialog: True)

    def show(kind, *args):
        dialog = kind(None, worker, *args)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


@pytest.fixture
def page(qtbot, worker):
    tab = RecruitmentTab(worker)
    qtbot.addWidget(tab)
    tab.resize(1366, 740)
    tab.show()

    def show(vacancy, stage):
        tab.receive("show", vacancy)
        qtbot.waitUntil(lambda: tab.page.state is not None and tab.page.state.facts.stage is stage)
        return tab.page

    return show


def shoot(widget, name):
    if folder := os.environ.get("PICTURES"):
        widget.grab().save(f"{folder}/{name}.png")


def closed(act):
    vacancy = announced(act)
    ids = [register(act, vacancy, values) for values in PEOPLE]
    act(vacancies.close_registration, vacancy)
    return vacancy, ids


def check(act, one, checker, **changes):
    rows = act(administration.list_checks, one)
    given = {row.code: (row.proposed or Result.PASS, "") for row in rows} | changes
    decisions = [Decision(row.requirement_id, *given[row.code]) for row in rows]
    act(administration.decide_checks, one, decisions, before=rows, checker=checker)


def test_the_second_who_checks_sees_nothing_of_the_first_and_is_told_of_a_difference(qtbot, act, opened):
    vacancy, ids = closed(act)
    act(administration.set_second_verifier, vacancy, True)
    for one in ids:
        check(act, one, "Ani")
    dialog = opened(AdministrationDialog, vacancy)
    dialog.resize(1366, 700)
    qtbot.waitUntil(lambda: dialog.people.model().rowCount() == 4)
    qtbot.keyClicks(dialog.checker, "Bambang")
    dialog.checker.editingFinished.emit()
    qtbot.waitUntil(lambda: dialog.head.pill.text() != "" and dialog.head.second.isVisible())
    states = {dialog._model.index(place, 1).data() for place in range(4)}
    assert (states, dialog.head.pill.text()) == ({"1 dari 2"}, "1 dari 2")
    assert not dialog.override_button.isVisible()
    shoot(dialog, "blind")
    for one in ids[1:]:
        check(act, one, "Bambang")
    qtbot.waitUntil(lambda: len(dialog.rows) == 11)
    dialog.accept_all()
    dialog.rows[6].choose(Result.FAIL)
    said = []
    dialog.said.connect(said.append)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["Rina Marlina: kedua pemeriksa berbeda. Bahas baris merah, lalu samakan hasilnya."]
    qtbot.waitUntil(lambda: dialog.head.name.text() == "Ahmad Zaelani")
    dialog.people.choose(ids[0])
    qtbot.waitUntil(lambda: dialog.head.name.text() == "Rina Marlina")
    qtbot.waitUntil(lambda: "Rina Marlina" in dialog.banner.text.text())
    assert "Hasil kedua pemeriksa berbeda: Rina Marlina. Bahas berdua" in dialog.banner.text.text()
    qtbot.waitUntil(lambda: dialog.rows[6].differing.isVisible())
    assert not dialog.head.second.isVisible()
    assert "Belum disimpan" not in dialog.verdict_text.text()
    shoot(dialog, "differs")


def test_the_chair_overrides_with_the_own_pin(qtbot, act, opened):
    vacancy, ids = closed(act)
    for one in ids:
        utan.verify(act, one)
    act(interviews.set_panel, vacancy, PANEL, before=[])
    dialog = opened(AdministrationDialog, vacancy, ids[2])
    dialog.resize(1366, 700)
    qtbot.waitUntil(lambda: dialog.head.name.text() == "Budi Santoso" and dialog.override_button.isVisible())
    click(qtbot, dialog.override_button)
    qtbot.waitUntil(lambda: isinstance(dialog.dialog, PinDialog))
    pin = dialog.dialog
    qtbot.keyClicks(pin.pin, "4711")
    qtbot.keyClicks(pin.again, "4711")
    shoot(pin, "pin")
    click(qtbot, pin.save_button)
    qtbot.waitUntil(lambda: dialog.dialog is not pin)
    question = dialog.dialog
    qtbot.keyClicks(question.form.widget("reason"), "satu-satunya PSM aktif")
    click(qtbot, question.save_button)
    qtbot.waitUntil(lambda: dialog.head.override.isVisible())
    [found] = act(overrides.list_overrides, vacancy)
    assert found.by == "Ahmad Fauzi (Ketua)"
    assert "Dikecualikan oleh Ahmad Fauzi (Ketua)" in dialog.head.override.text()
    assert dialog.verdict.text() == "MS"
    assert dialog.verdict_text.text().startswith("Dikecualikan. Tidak dipenuhi: umur 36 tahun")
    shoot(dialog, "override")


def test_minutes_after_an_accepted_objection_bear_their_own_day(qtbot, act, opened, page):
    vacancy, ids = ready_to_score(act)
    form = objections.ObjectionForm(ids[2], DAY, "Umur saya 35.")
    objection = act(objections.record_objection, form, today=DAY)
    answer = objections.AnswerForm(objections.ObjectionOutcome.ACCEPTED, "Akta diperiksa.", DAY)
    act(objections.answer_objection, objection, answer, today=DAY)
    act(objections.reopen_check, objection)
    shown = page(vacancy, Stage.ADMINISTRATION)
    assert shown.stages.objections_link.isVisible()  # the period still runs
    utan.verify(act, ids[2])
    team = opened(TeamDialog, vacancy)
    qtbot.waitUntil(lambda: team.form.values()["on"] == date(2020, 4, 21))
    shoot(team, "team")


def test_after_the_chosen_one_left_the_reserve_comes_next(act, page):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 90)
    act(ranking.decide, vacancy, ids[1], "", early_reason=EARLY, decided_on=DAY, render=render)
    utan.leave(act, applicants.withdraw, ids[1], "diterima sebagai CPNS")
    shown = page(vacancy, Stage.INTERVIEW)
    assert shown.step.action is Action.DECIDE
    assert shown.step.heading == "Berikutnya cadangan 1: Rina Marlina"
    assert "Ahmad Zaelani: mengundurkan diri." in shown.step.explanation
    shoot(shown, "reserve")
    act(ranking.decide, vacancy, ids[0], "", early_reason=EARLY, decided_on=DAY, render=render)
    shown = page(vacancy, Stage.DECIDED)
    assert shown.stages.plenary_link.isVisible()
    shoot(shown, "renewed")


def test_where_nobody_passed_everything_stays_in_reach(act, page):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 60, 65)
    act(ranking.choose_nobody, vacancy, early_reason=EARLY, decided_on=DAY, render=render)
    shown = page(vacancy, Stage.CANCELLED)
    for link in (shown.stages.objections_link, shown.stages.result_link, shown.rules_card.ranking_link):
        assert link.isVisible()
    assert not shown.banner.isVisible()  # not "dibatalkan": the next card says it
    assert shown.step.explanation.endswith("buka lowongan baru.")
    passed = [step.step.value for step in shown.state.track if step.active and step.passed]
    assert passed[:2] == ["announcement", "registration"]
    shoot(shown, "nobody")


def test_a_returned_proposal_needs_its_note_and_no_day_to_come(qtbot, act, opened):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 90)
    act(ranking.decide, vacancy, ids[1], "", early_reason=EARLY, decided_on=DAY, render=render)
    utan.untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=DAY, render=render)
    proposal = act(proposals.find_proposal, vacancy)
    dialog = opened(TrackDialog, proposal.id, proposal.status)
    dialog.status.setCurrentIndex(1)
    dialog.on.set_value(date(2020, 4, 28))
    for sentence in ("28 April 2020 belum tiba", "Tulis apa yang kurang"):
        click(qtbot, dialog.save_button)
        shown = lambda sentence=sentence: sentence in _texts(dialog)  # noqa: E731
        qtbot.waitUntil(shown)
        dialog.on.set_value(DAY)
    assert len(act(proposals.find_proposal, vacancy).steps) == 1


def test_an_extension_asks_about_the_age(qtbot, act, opened):
    vacancy = announced(act)
    register(act, vacancy, utan.person("Made Suarta", "5204062004849005", date(1984, 4, 20)))
    dialog = opened(ExtensionDialog, vacancy, date(2020, 4, 17))
    dialog.form.widget("closes_on").set_value(date(2020, 4, 24))
    qtbot.waitUntil(lambda: "Made Suarta: usul MS menjadi TMS" in _texts(dialog))
    shoot(dialog, "extension")
    dialog.form.widget("age_follows").click()
    qtbot.waitUntil(lambda: "Umur tetap dihitung pada Jumat, 17 April 2020" in _texts(dialog))


def test_calls_for_a_day_that_is_over_ask_why(qtbot, act, opened):
    ready_to_score(act)  # the interview was yesterday
    dialog = opened(BatchCallsDialog)
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled())
    qtbot.waitUntil(lambda: dialog.form.widget("reason").isVisible())
    shoot(dialog, "calls")
    click(qtbot, dialog.save_button)
    assert dialog.isVisible()
    assert not dialog._calls.made


def test_a_stopped_selection_offers_the_letter_to_those_who_were_called(qtbot, act, page):
    vacancy, _ids = ready_to_score(act)
    act(calls.issue_calls, vacancy, dated_on=DAY, render=render)
    shown = page(vacancy, Stage.INTERVIEW)
    asked = []
    shown.navigate.connect(lambda topic, payload: asked.append((topic, payload)))
    click(qtbot, shown.cancel_button)
    qtbot.waitUntil(lambda: shown.dialog is not None and shown.dialog.isVisible())
    assert "Sudah dipanggil: Rina Marlina, Ahmad Zaelani." in shown.dialog.text.text()
    shoot(shown.dialog, "cancel")
    qtbot.keyClicks(shown.dialog.form.widget("reason"), "formasi dihapus")
    click(qtbot, shown.dialog.save_button)
    qtbot.waitUntil(lambda: bool(asked))
    topic, payload = asked[0]
    assert (topic, len(payload["recipients"]), payload["vacancy_id"]) == ("letters/compose", 2, vacancy)
    shown.refresh()
    qtbot.waitUntil(lambda: "dibatalkan: formasi dihapus" in shown.banner.text.text())
    shoot(shown, "cancelled")


def _texts(dialog):
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in dialog.findChildren(QLabel))
