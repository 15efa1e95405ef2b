"""In the window: the panel's decree of outside, the day somebody leaves, warnings, texts that are not cut."""

from dataclasses import replace
from datetime import date

import pytest

from db.rules.imports import Difference, Outcome, PlannedRow
from db.rules.recruitment import Result
from db.services.recruitment import (
    administration,
    final_results,
    interviews,
    ranking,
    vacancies,
)
from desktop.recruitment.administration import AdministrationDialog
from desktop.recruitment.batch_calls import BatchCallsDialog
from desktop.recruitment.panel_form import PanelDialog
from desktop.recruitment.public_page import PublicPageDialog
from desktop.recruitment.vacancy_form import VacancyDialog
from tests.desktop.conftest import click
from tests.services.utan import EARLY, PEOPLE, TEAM, announced, ready_to_score, register, render, score_all

LONG = "Salinan ijazah tidak dilegalisasi sekolah asal dan nomor serinya tidak terbaca. " * 3


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(date(2020, 4, 24))


def test_a_decree_made_outside_is_typed_with_the_panel(qtbot, act, opened):
    vacancy, _ids = ready_to_score(act)
    dialog = opened(PanelDialog, vacancy)
    qtbot.waitUntil(lambda: dialog.lines[0].name.text() == "Ahmad Fauzi")
    dialog.decree_number.setText("188.45/77/Bup/2020")
    dialog.form.edited.emit("decree_number")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: not dialog._saving)
    assert dialog.isVisible()  # a number without a day
    dialog.decree_on.set_value(date(2020, 3, 30))
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert act(interviews.get_panel_decree, vacancy).number == "188.45/77/Bup/2020"
    again = opened(PanelDialog, vacancy)
    qtbot.waitUntil(lambda: again.decree_on.value() == date(2020, 3, 30))
    assert not again.changed()


def test_the_public_page_warns_while_objections_are_taken(qtbot, act, opened, set_day):
    set_day(date(2020, 4, 21))
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 75)
    act(ranking.decide, vacancy, ids[0], "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    act(final_results.issue_final, vacancy, dated_on=date(2020, 4, 21), render=render)
    dialog = opened(PublicPageDialog, [vacancy])
    qtbot.waitUntil(dialog.early_text.isVisible)
    assert "Utan (Rabu, 22 April 2020)" in dialog.early_text.text()
    dialog.day.set_value(date(2020, 4, 23))
    assert not dialog.early_text.isVisible()


def test_with_nobody_to_call_the_dialog_is_small(qtbot, worker):
    dialog = BatchCallsDialog(None, worker)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "Tidak ada lowongan yang sedang pada tahap wawancara" in dialog.banner.text.text()
    assert (dialog.table.isVisible(), dialog.look.isVisible()) == (False, False)
    assert dialog.width() <= 640
    assert dialog.height() <= 220


def test_long_reasons_are_read_whole(qtbot, act, opened):
    vacancy = announced(act)
    rina, ahmad = (register(act, vacancy, person) for person in PEOPLE[:2])
    act(vacancies.close_registration, vacancy)
    for applicant, result in ((rina, Result.FAIL), (ahmad, Result.PASS)):
        rows = act(administration.list_checks, applicant)
        decisions = [
            administration.Decision(row.requirement_id, result if not place else Result.PASS, LONG[:190])
            for place, row in enumerate(rows)
        ]
        act(administration.decide_checks, applicant, decisions, before=rows)
    act(administration.finish_administration, vacancy, TEAM, render=render)
    dialog = opened(AdministrationDialog, vacancy, rina)
    qtbot.waitUntil(lambda: dialog.head.name.text() == "Rina Marlina" and bool(dialog.rows))
    assert dialog.rows[0].read.text() == LONG[:190].strip()
    qtbot.waitUntil(dialog.rows[0].read.isVisible)
    assert not dialog.rows[0].reason.isVisible()
    click(qtbot, dialog.internal_button)
    qtbot.waitUntil(lambda: dialog.dialog is not None)
    view = dialog.dialog.view.views[0]
    qtbot.waitUntil(lambda: view.rowHeight(0) > 2 * view.rowHeight(1))
    dialog.dialog.close()


def test_the_ladder_is_seen_without_scrolling(qtbot, act, opened):
    dialog = opened(VacancyDialog)
    dialog.resize(1334, 700)
    dialog.rules.tabs.setCurrentIndex(3)
    area = dialog.rules._counting_tab
    qtbot.waitUntil(area.isVisible)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    assert area.horizontalScrollBar().maximum() == 0


def test_a_new_row_of_an_import_says_plainly_what_it_brings():
    row = PlannedRow("1", 2, "Rina", Outcome.NEW, differences=(Difference("nik", "NIK", "", "5204"),))
    assert row.changes == "NIK: 5204"
    assert replace(row, outcome=Outcome.CHANGED).changes == "NIK: – → 5204"
