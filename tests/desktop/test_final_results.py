"""The final result is announced from the page of the vacancy, seen before it is numbered."""

import os
from datetime import date

import pytest

from db.rules.letter_kinds import LetterKind
from db.rules.recruitment import Stage
from db.rules.selection import TrackStep
from db.services import letters
from db.services.recruitment import ranking
from desktop.recruitment.next_step import Action
from desktop.recruitment.tab import RecruitmentTab
from tests.desktop.conftest import click
from tests.services.utan import EARLY, ready_to_score, render, score_all

DAY = date(2020, 4, 21)


@pytest.fixture
def tab(qtbot, worker, own_settings, set_day):
    set_day(DAY)
    tab = RecruitmentTab(worker)
    qtbot.addWidget(tab)
    tab.resize(1366, 740)
    tab.show()
    return tab


@pytest.fixture
def page(qtbot, act, tab):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], "80.25", "72.75")
    act(ranking.decide, vacancy, ids[0], "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    tab.receive("show", vacancy)
    qtbot.waitUntil(lambda: tab.page.state is not None and tab.page.state.facts.stage is Stage.DECIDED)
    return tab.page


def words_of(paper):
    document = paper.document
    return " ".join("".join(document.getAllText(n).text() for n in range(document.pageCount())).split())


def shoot(widget, name):
    if folder := os.environ.get("PICTURES"):
        widget.grab().save(f"{folder}/{name}.png")


def test_the_result_is_seen_issued_and_noted_in_the_track(qtbot, act, page, papers):
    button = page.next_card.results_button
    assert page.step.action is Action.ATTACH  # the way to the proposal stays open
    assert button.isVisible()
    assert not page.stages.result_link.isVisible()
    shoot(page, "offered")
    click(qtbot, button)
    qtbot.waitUntil(lambda: page.dialog is not None and page.dialog.isVisible())
    dialog = page.dialog
    qtbot.waitUntil(lambda: dialog.look.paper.document.pageCount() > 0, timeout=15_000)
    seen = words_of(dialog.look.paper)
    assert "“Diusulkan”, yaitu Rina Marlina," in seen
    assert "Jumat, 24 April 2020" in seen
    assert "80,25" not in seen
    shoot(dialog, "question")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: len(papers) == 1)
    qtbot.waitUntil(page.stages.result_link.isVisible)
    assert not button.isVisible()
    step = next(one for one in page.state.track if one.step is TrackStep.RESULT)
    assert (step.begun_on, step.done_on) == (DAY, DAY)
    kinds = [row.kind for row in act(letters.letters_of, vacancy_id=page.vacancy_id)]
    assert kinds.count(LetterKind.FINAL_RESULTS) == 1
    shoot(page, "announced")
    click(qtbot, page.stages.result_link)
    qtbot.waitUntil(lambda: hasattr(page.dialog, "earlier_banner") and page.dialog is not dialog)
    assert page.dialog.earlier_banner.isVisible()  # a second number is not taken by mistake
    page.dialog.done(0)
