"""How a vacancy counts, the results of the tests, the recap, and what the panel writes before it decides."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from db.rules.recruitment import Applied
from db.rules.selection import Component, TieStep
from db.services.recruitment import applicants, components, ranking, result_locks
from desktop.recruitment.components_form import ResultsDialog
from desktop.recruitment.decision import DecisionDialog
from desktop.recruitment.next_step import _owed
from desktop.recruitment.ranking_dialog import RankingDialog
from desktop.recruitment.scoring_form import ScoringDialog
from tests.desktop.conftest import click
from tests.services.test_ranking import written
from tests.services.utan import EARLY, ready_to_score, score, score_all

WRITTEN = Component.WRITTEN
RINA = ((80, 75, 70, 85, 60, 70), (70, 80, 75, 80, 70, 65), (90, 85, 80, 75, 65, 80))


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(date(2020, 4, 24))


def with_tests(act, vacancy, **changes):
    usual = {"written_weight": Decimal(40), "interview_weight": Decimal(60)}
    before = act(components.get_scoring, vacancy).form
    act(components.save_scoring, vacancy, replace(before, **{**usual, **changes}), before=before)


def test_the_formula_follows_the_weights_and_the_ladder_is_put_in_another_order(qtbot, act, opened):
    vacancy, _ids = ready_to_score(act)
    dialog = opened(ScoringDialog, vacancy)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert dialog.formula.text().startswith("Nilai akhir = 100% wawancara; ")
    dialog.form.widget("written_weight").setText("40")
    assert dialog.formula.text() == "Jumlah bobot komponen harus 100; sekarang 140."
    dialog.form.widget("interview_weight").setText("60")
    assert dialog.formula.text().startswith("Nilai akhir = 40% tes tertulis + 60% wawancara; ")
    dialog.ladder.list.setCurrentRow(4)
    for _press in range(4):
        click(qtbot, dialog.ladder.up_button)
    dialog.ladder.list.item(5).setCheckState(Qt.CheckState.Unchecked)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    form = act(components.get_scoring, vacancy).form
    assert (form.written_weight, form.interview_weight) == (40, 60)
    assert form.tie_ladder == (
        *(TieStep.AGE, TieStep.INTERVIEW, TieStep.WRITTEN),
        *(TieStep.SERVICE, TieStep.EDUCATION),
    )


def test_after_the_first_score_the_rules_can_only_be_read(qtbot, act, opened):
    vacancy, (rina, *_others) = ready_to_score(act)
    score(act, vacancy, rina, *RINA)
    dialog = opened(ScoringDialog, vacancy)
    qtbot.waitUntil(lambda: bool(dialog.formula.text()))
    assert "Nilai pertama sudah masuk" in dialog.frozen_text.text()
    assert not dialog.form.isEnabled()
    assert not dialog.save_button.isVisible()


def test_results_are_typed_and_pasted_and_what_cannot_be_read_is_said_with_its_cell(qtbot, act, opened):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    with_tests(act, vacancy)
    dialog = opened(ResultsDialog, vacancy)
    qtbot.waitUntil(lambda: dialog.grid.rowCount() == 2)
    assert [dialog.grid.words(n, 1) for n in range(2)] == ["Rina Marlina", "Ahmad Zaelani"]
    number = act(applicants.get_applicant, ahmad).registration_number
    dialog.grid.setCurrentCell(0, 2)
    QGuiApplication.clipboard().setText(f"{number}\tAhmad Zaelani\t61,5")
    dialog.paste()
    assert dialog.grid.words(1, 2) == "61,5"
    dialog.grid.item(0, 2).setText("85.000")
    dialog.source.setText("Lembar jawaban")
    dialog.source.textEdited.emit("Lembar jawaban")
    click(qtbot, dialog.save_button)
    assert "Rina Marlina, tes tertulis: Nilai ditulis tanpa titik ribuan" in dialog.banner.text.text()
    dialog.grid.item(0, 2).setText("68")
    click(qtbot, dialog.save_button)
    assert "Tulis nama yang mengisi" in dialog.banner.text.text()  # nobody is "Pengguna PC ini"
    dialog.typist.setText("Sari")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: bool(dialog.heard))
    values = {row.applicant_id: row.values for row in act(components.list_tests, vacancy).rows}
    assert values == {rina: {WRITTEN: Decimal(68)}, ahmad: {WRITTEN: Decimal("61.5")}}
    qtbot.waitUntil(lambda: not dialog.unsaved())


def test_results_are_locked_and_opened_only_by_a_leader_with_the_own_pin(qtbot, act, opened):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    with_tests(act, vacancy)
    written(act, vacancy, {rina: 68, ahmad: "61.5"}, locked=False)
    score_all(act, vacancy, [rina, ahmad], 80, 75)
    recap = opened(RankingDialog, vacancy)
    qtbot.waitUntil(lambda: recap.recap is not None)
    assert recap.status.text() == "2 nilai tes belum dikunci; peringkat menunggu."
    assert not recap.decide_button.isEnabled()
    click(qtbot, recap.tests_button)
    dialog = recap.dialog
    qtbot.waitUntil(dialog.lock_button.isEnabled)
    click(qtbot, dialog.lock_button)
    form = dialog.dialog
    assert form.typist.text() == ""
    form.typist.setText("Sari")
    form.ticks[WRITTEN].setChecked(True)
    click(qtbot, form.save_button)
    qtbot.waitUntil(lambda: not dialog.lock_button.isEnabled() and dialog.grid.rowCount() == 2)
    qtbot.waitUntil(lambda: "terkunci" in dialog.banner.text.text())
    dialog.grid.setCurrentCell(1, 2)
    qtbot.waitUntil(dialog.open_button.isEnabled)
    click(qtbot, dialog.open_button)
    qtbot.waitUntil(lambda: dialog.dialog is not form)
    asked = dialog.dialog
    assert not asked.pin.isVisible()
    asked.opener.set_value(act(ranking.get_standing, vacancy).panel[0].id)
    asked.reason.setText("salah ketik")
    click(qtbot, asked.save_button)
    qtbot.waitUntil(lambda: asked.pin_dialog is not None)
    assert act(result_locks.list_result_openings, vacancy) == []  # nobody opens in her name
    pin = asked.pin_dialog
    pin.pin.setText("4071")
    pin.again.setText("4071")
    click(qtbot, pin.save_button)
    qtbot.waitUntil(lambda: not asked.isVisible())
    [opening] = act(result_locks.list_result_openings, vacancy)
    assert (opening.by, opening.before) == ("Ahmad Fauzi", Decimal("61.5"))
    qtbot.waitUntil(lambda: (ahmad, WRITTEN) in dialog.values())
    assert dialog.values() == {(ahmad, WRITTEN): Decimal("61.5")}


def test_the_recap_shows_what_is_open_and_no_number_of_the_panel(qtbot, act, opened):
    vacancy, (rina, *_others) = ready_to_score(act)
    score(act, vacancy, rina, *RINA)
    dialog = opened(RankingDialog, vacancy)
    qtbot.waitUntil(lambda: dialog.recap is not None)
    assert dialog.status.text() == "3 lembar nilai belum dikunci; peringkat menunggu."
    cells = [str(cell) for line in dialog.recap.table.rows for cell in line]
    assert {"terkunci", "belum lengkap"} <= set(cells)
    assert not {"73,75", "74,00", "80,00", "75.92"} & set(cells)
    assert not dialog.sheets_button.isEnabled()
    assert not dialog.decide_button.isEnabled()
    click(qtbot, dialog.close_button)
    assert not dialog.isVisible()


def test_a_spread_is_explained_in_the_window_and_then_the_candidate_is_chosen(qtbot, act, opened, papers):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score(act, vacancy, rina, (90,) * 6, (90,) * 6, (70,) * 6)
    score(act, vacancy, ahmad, *[(75,) * 6] * 3)
    decision = opened(DecisionDialog, vacancy)
    qtbot.waitUntil(decision.open_text.isVisible)
    assert "Tulis catatan panel tentang selisih nilai: Rina Marlina" in decision.open_text.text()
    assert decision.dues.notes_link.isVisible()
    assert not decision.dues.draw_link.isVisible()
    owed = _owed(act(ranking.get_standing, vacancy))
    assert "Rina Marlina berselisih besar" in owed
    assert "undian" not in owed
    assert not decision.save_button.isEnabled()
    decision.reject()
    dialog = opened(RankingDialog, vacancy)
    qtbot.waitUntil(lambda: dialog.recap is not None)
    assert "selisih besar, belum ada catatan" in dialog.recap.table.rows[0][-1]
    assert not dialog.decide_button.isEnabled()
    click(qtbot, dialog.notes_button)
    notes = dialog.dialog
    notes.form.widget(str(rina)).setPlainText("Lalu menilai jawaban kasus lebih ketat.")
    click(qtbot, notes.save_button)
    qtbot.waitUntil(dialog.decide_button.isEnabled)
    click(qtbot, dialog.decide_button)
    decision = dialog.dialog
    qtbot.waitUntil(decision.save_button.isEnabled)
    assert decision.reserve_until.value() == date(2021, 4, 20)
    decision.early_reason.setText(EARLY)
    click(qtbot, decision.save_button)
    qtbot.waitUntil(lambda: bool(papers))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(papers[0][1])).pages).split())
    assert "Selisih nilai Rina Marlina: Lalu menilai jawaban kasus lebih ketat" in text
    assert "Cadangan berlaku sampai dengan 20 April 2021" in text
    assert act(applicants.get_applicant, ahmad).status is Applied.RESERVE


def test_a_draw_between_equals_is_recorded_in_the_window(qtbot, act, opened):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    before = act(components.get_scoring, vacancy).form
    only = replace(before, tie_ladder=(TieStep.INTERVIEW, TieStep.DRAW))
    act(components.save_scoring, vacancy, only, before=before)
    score_all(act, vacancy, [rina, ahmad], 80, 80)
    dialog = opened(RankingDialog, vacancy)
    qtbot.waitUntil(lambda: dialog.recap is not None)
    assert "catat undian" in dialog.status.text()
    click(qtbot, dialog.draw_button)
    draw = dialog.dialog
    draw.order.move_line(1)
    qtbot.keyClicks(draw.form.widget("first"), "Camat Utan")
    qtbot.keyClicks(draw.form.widget("second"), "Kabid")
    click(qtbot, draw.save_button)
    qtbot.waitUntil(lambda: not dialog.draw_button.isVisible())
    standing = act(ranking.get_standing, vacancy)
    assert [row.applicant_id for row in standing.rows] == [ahmad, rina]
    assert standing.draw.witnesses == ("Camat Utan", "Kabid")


def test_the_arithmetic_of_all_is_printed_with_a_bookmark_for_each(qtbot, act, opened, papers):
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score(act, vacancy, rina, *RINA)
    score(act, vacancy, ahmad, *[(72,) * 6] * 3)
    dialog = opened(RankingDialog, vacancy)
    qtbot.waitUntil(dialog.sheets_button.isEnabled)
    click(qtbot, dialog.sheets_button)
    qtbot.waitUntil(lambda: len(papers) == 1, timeout=20_000)
    reader = PdfReader(BytesIO(papers[0][1]))
    assert [mark.title for mark in reader.outline] == ["Rina Marlina", "Ahmad Zaelani"]
    assert "227,75 ÷ 3" in reader.pages[0].extract_text()
    qtbot.waitUntil(dialog.sheets_button.isEnabled)
    dialog.print_sheets(ahmad)
    qtbot.waitUntil(lambda: len(papers) == 2, timeout=20_000)
    assert len(PdfReader(BytesIO(papers[1][1])).pages) == 1
