"""After the scores: nobody passes and the post is opened again; the minutes of the plenary meeting."""

import os
from datetime import date

import pytest

from db.rules.letter_kinds import LetterKind
from db.rules.recruitment import Stage
from db.services.recruitment import ranking, vacancies
from desktop.letters.compose import ComposeSection
from desktop.recruitment.next_step import Action
from desktop.recruitment.tab import RecruitmentTab
from tests.desktop.conftest import click, text_of
from tests.services.utan import EARLY, UTAN, ready_to_score, render, score_all

DAY = date(2020, 4, 20)


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(DAY)


@pytest.fixture
def tab(qtbot, worker):
    tab = RecruitmentTab(worker)
    qtbot.addWidget(tab)
    tab.resize(1366, 740)
    tab.show()
    return tab


def page_of(qtbot, tab, vacancy, stage):
    tab.receive("show", vacancy)
    qtbot.waitUntil(lambda: tab.page.state is not None and tab.page.state.facts.stage is stage)
    return tab.page


def test_where_nobody_passes_the_decision_says_so_and_the_post_is_opened_again(qtbot, act, tab, papers):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 60, 65)
    act(calls_issued, vacancy)
    page = page_of(qtbot, tab, vacancy, Stage.INTERVIEW)
    qtbot.waitUntil(lambda: page.step.action is Action.CHOOSE_NOBODY)
    assert page.step.heading == "Semua nilai di bawah ambang lulus."
    click(qtbot, page.next_button)
    dialog = page.dialog
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert dialog.choice_text.text().startswith("Tidak ada calon yang memenuhi ambang lulus.")
    assert not dialog.reason.isVisible()
    shoot(dialog, "nobody")
    click(qtbot, dialog.look_button)
    document = dialog.look.look.paper.document
    qtbot.waitUntil(lambda: document.pageCount() > 0, timeout=10_000)
    seen = " ".join("".join(document.getAllText(n).text() for n in range(document.pageCount())).split())
    assert "Tidak ada peserta yang diusulkan karena tidak ada yang memenuhi ambang kelulusan" in seen
    click(qtbot, dialog.look.close_button)
    dialog.early_reason.setText(EARLY)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: len(papers) == 1)
    qtbot.waitUntil(lambda: page.step.action is Action.REOPEN)
    assert page.step.heading == "Tidak ada yang lulus"
    wanted = []
    tab.navigate.connect(lambda *link: wanted.append(link))
    click(qtbot, page.next_button)
    assert wanted == [("recruitment/open", UTAN)]
    tab.receive("open", UTAN)
    qtbot.waitUntil(lambda: tab.dialog is not None and tab.dialog.save_button.isEnabled())
    click(qtbot, tab.dialog.save_button)
    qtbot.waitUntil(lambda: page.vacancy_id != vacancy and page.state is not None)
    assert page.state.facts.stage is Stage.DRAFT
    assert act(vacancies.get_vacancy, vacancy).stage is Stage.CANCELLED


def test_the_minutes_of_the_plenary_are_filled_in_and_looked_at_before_they_have_a_number(
    qtbot, act, tab, worker, show
):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 90)
    act(
        ranking.decide, vacancy, ids[0], "mengenal wilayah", early_reason=EARLY, decided_on=DAY, render=render
    )
    page = page_of(qtbot, tab, vacancy, Stage.DECIDED)
    qtbot.waitUntil(page.stages.plenary_link.isVisible)
    shoot(tab, "plenary_page")
    wanted = []
    tab.navigate.connect(lambda *link: wanted.append(link))
    click(qtbot, page.stages.plenary_link)
    qtbot.waitUntil(lambda: bool(wanted))
    [(topic, payload)] = wanted
    assert (topic, payload["kind"]) == ("letters/compose", LetterKind.PLENARY_MINUTES)
    section = show(ComposeSection(worker), 740)
    section.receive("compose", payload)
    qtbot.waitUntil(lambda: section.editing is not None and section.preview.last is not None)
    qtbot.waitUntil(lambda: "Rapat mengusulkan" in text_of(section), timeout=10_000)
    said = text_of(section)
    for words in (
        "Rina Marlina",
        "Pertimbangan: mengenal wilayah",
        "Ahmad Zaelani",
        "Cadangan 1",
        "Sri Lestari",
    ):
        assert words in said
    shoot(section, "plenary")
    section.editing.form.form.widget("isi_nomor_keputusan").setText("400/1/Kpts/2020")


def calls_issued(session, vacancy):
    from db.services.recruitment import calls

    return calls.issue_calls(session, vacancy, dated_on=date(2020, 4, 17), render=render)


def shoot(widget, name):
    """A picture to look at, where the environment names a folder."""
    if folder := os.environ.get("PILAR_PICTURES"):
        widget.grab().save(f"{folder}/{name}.png")
