"""Nineteen vacancies with three hundred applicants by clicks: board, reports, call letters in one go."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from python_calamine import CalamineWorkbook

from db.rules.access import ROLES
from db.rules.recruitment import OPEN_STAGES, Stage
from db.services.recruitment import batch_calls
from desktop import clock
from desktop.parts.letter_batch import BatchDialog
from desktop.recruitment import batch_calls as dialogs
from desktop.recruitment.batch_calls import BatchCallsDialog
from desktop.recruitment.public_page import PublicPageDialog
from desktop.recruitment.ranking_dialog import RankingDialog
from desktop.recruitment.tab import RecruitmentTab
from desktop.viewer import PaperDialog
from tests.services.many import ALL_LOCKED, CALLED, ON, fill_many

INTERVIEW = frozenset({Stage.INTERVIEW})


@pytest.fixture(autouse=True)
def on_the_day(own_settings):
    clock.set_today(ON)
    yield
    clock.set_today(None)


@pytest.fixture
def ids(act):
    return act(fill_many)


@pytest.fixture
def tab(qtbot, worker, ids, show):
    tab = show(RecruitmentTab(worker), 700)
    qtbot.waitUntil(lambda: tab.board.vacancies.rowCount() == 17)
    return tab


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def opened(qtbot, tab, kind):
    qtbot.waitUntil(lambda: isinstance(tab.dialog, kind), timeout=8000)
    return tab.dialog


def select(table, *places):
    flags = QItemSelectionModel.SelectionFlag
    table.clearSelection()
    for place in places:
        table.selectionModel().select(table.rows.index(place, 0), flags.Select | flags.Rows)


def cells(model, row):
    return [model.index(row, column).data() for column in range(model.columnCount())]


# --- the board


def test_the_strip_counts_each_stage_and_filters(tab):
    board = tab.board
    shown = [made.text().split("\n") for made in board.stages.values() if made.isVisible()]
    assert shown == [
        *(["17", "Berjalan"], ["1", "Rancangan"], ["3", "Pendaftaran"], ["3", "Administrasi"]),
        *(["6", "Wawancara"], ["2", "Ditetapkan"], ["2", "Menunggu SK"], ["1", "Selesai"]),
        *(["1", "Dibatalkan"], ["19", "Semua"]),
    ]
    assert board.head.facts.text().startswith(
        "17 lowongan berjalan · 268 pelamar · 2 sanggahan belum dijawab · 12 terlambat"
    )
    click(board.stages[INTERVIEW])
    assert board.vacancies.rowCount() == 6
    last = board.vacancies.rows[-1]
    row = next(n for n in range(6) if board.vacancies.row(n).objections)
    assert cells(board.vacancies, row)[1] == "Wawancara"
    assert cells(board.vacancies, row)[-2:] == ["Wawancara 51 hari", "2 sanggahan · 6 belum dipanggil"]
    board.search.setText(last.kecamatan)
    QTest.keyClick(board.search, Qt.Key.Key_Return)
    assert [one.id for one in board.vacancies.rows] == [last.id]
    board.search.setText("tidak ada")
    QTest.keyClick(board.search, Qt.Key.Key_Return)
    assert board.vacancies.rowCount() == 0
    click(board.table._empty.button)
    QTest.keyClick(board.search, Qt.Key.Key_Return)
    click(board.stages[OPEN_STAGES])
    assert board.vacancies.rowCount() == 17


def test_what_is_late_is_sorted_by_days(tab):
    tab.board.vacancies.sort(7, Qt.SortOrder.DescendingOrder)
    assert cells(tab.board.vacancies, 0)[7] == "Wawancara 51 hari"
    assert cells(tab.board.vacancies, 16)[7] == ""


def test_several_selected_rows_are_summed_and_offered_together(qtbot, tab):
    board = tab.board
    click(board.stages[INTERVIEW])
    select(board.table, 0, 2, 3)
    assert board.heading.text() == "3 lowongan dipilih"
    assert board.explanation.text().startswith("51 pelamar · 18 MS")
    assert not board.show_button.isVisible()
    click(board.public_button)
    opened(qtbot, tab, PublicPageDialog).reject()
    chosen = {one.id for one in board.selected()}
    click(board.call_button)
    dialog = opened(qtbot, tab, BatchCallsDialog)
    qtbot.waitUntil(lambda: dialog.vacancies.count() == 6)
    assert set(dialog.vacancies.value()) == chosen
    dialog.reject()
    select(board.table, 1)
    assert board.show_button.isVisible()
    assert not board.call_button.isVisible()


# --- call letters


@pytest.fixture
def calls(qtbot, tab):
    click(tab.board.calls_button)
    dialog = opened(qtbot, tab, BatchCallsDialog)
    qtbot.waitUntil(lambda: dialog.vacancies.count() == 6)
    qtbot.waitUntil(lambda: dialog.signer.value() is not None)
    return dialog


def test_the_dialog_says_who_gets_one_who_has_one_and_what_is_missing(calls, ids):
    assert ids[CALLED] not in calls.vacancies.value()  # all of them are called
    assert calls.count.text() == "28 surat akan dibuat · 2 sudah dipanggil"
    assert "5 tanpa alamat" in calls.warning.text()
    assert "7 belum punya jadwal sendiri" in calls.warning.text()
    assert "2 sanggahan belum dijawab" in calls.warning.text()
    calls.vacancies.set_value([])
    assert calls.count.text() == "0 surat akan dibuat"
    assert not calls.save_button.isEnabled()
    calls.vacancies.set_value([ids[CALLED]])
    assert cells(calls.rows, 0)[4] == "sudah 29 Mar"
    assert not calls.save_button.isEnabled()
    calls.again.setChecked(True)
    assert calls.count.text() == "6 surat akan dibuat · 6 sudah dipanggil"
    assert calls.save_button.isEnabled()
    calls.form.widget("on").set_value(date(2020, 3, 26))
    calls.form.edited.emit("on")
    assert "tidak sesudah" not in calls.warning.text()


def test_letters_for_many_are_previewed_made_and_printed_as_one(qtbot, tab, calls, ids, act, tmp_path):
    qtbot.waitUntil(lambda: calls.look.last is not None, timeout=8000)
    assert len(PdfReader(BytesIO(calls.look.last.pdf)).pages) == 10
    assert calls.look.last.about == "10 surat pertama dari 28"
    progress = []
    calls.waiting.advance = lambda done, total: progress.append((done, total))
    click(calls.save_button)
    assert calls.isVisible()  # two objections wait: why are they called?
    assert calls.form.widget("reason").isVisible()
    assert progress == []
    calls.form.widget("reason").setText("jadwal tidak dapat diundur")
    click(calls.save_button)
    batch = opened(qtbot, tab, BatchDialog)
    assert progress == [(10, 28), (20, 28), (28, 28)]
    assert len(batch.made) == 28
    assert batch.banner.text.text() == "28 surat panggilan dibuat."
    assert sum(one.uncalled for one in act(batch_calls.list_calls)) == 0
    target = tmp_path / "panggilan.pdf"
    with qtbot.waitSignal(batch.said, timeout=20_000):
        batch.write_to(target)
    assert len(PdfReader(target).pages) == 28
    click(batch.messages_button)
    messages = batch.dialog
    qtbot.waitUntil(lambda: messages.rows.rowCount() == 28, timeout=8000)
    assert messages.messages[0].phone.startswith("0812")
    assert "dipanggil mengikuti tes wawancara" in messages.messages[0].text
    messages.accept()
    batch.reject()
    qtbot.waitUntil(lambda: not any(row.uncalled for row in tab.board._rows) or tab.board.refresh())


def test_a_run_can_be_stopped_and_what_is_made_stays(qtbot, tab, calls, act, monkeypatch):
    monkeypatch.setattr(dialogs, "CHUNK", 3)
    calls.waiting.advance = lambda *_any: calls.stop()
    calls.form.widget("reason").setText("jadwal tidak dapat diundur")
    click(calls.save_button)
    batch = opened(qtbot, tab, BatchDialog)
    assert len(batch.made) == 3
    assert batch.banner.text.text() == (
        "Dihentikan. 3 surat panggilan sudah dibuat dan tetap berlaku; 25 belum."
    )
    assert sum(one.uncalled for one in act(batch_calls.list_calls)) == 25


def test_a_day_on_which_nobody_signs_is_refused_in_the_form(qtbot, calls):
    calls.form.widget("on").set_value(date(2001, 1, 2))
    calls.submit()
    qtbot.waitUntil(
        lambda: "Tidak ada pejabat" in calls.form.warnings().__repr__() + calls.banner.text.text()
    )
    assert calls.isVisible()
    qtbot.waitUntil(calls.save_button.isEnabled)
    calls.reject()


def test_who_may_not_write_sees_no_way_to_call(qtbot, worker, ids, show):
    worker.database.actor = replace(worker.database.actor, rights=ROLES["auditor"][1])
    tab = show(RecruitmentTab(worker), 700)
    board = tab.board
    qtbot.waitUntil(lambda: board.vacancies.rowCount() == 17)
    assert not board.calls_button.isEnabled()
    assert not board.call_button.isEnabled()
    assert board.reports_button.isEnabled()


# --- the reports


@pytest.fixture
def reports(qtbot, tab):
    click(tab.board.reports_button)
    qtbot.waitUntil(lambda: bool(tab.reports.view.tables))
    return tab.reports


def choose(qtbot, reports, place, title):
    reports.report.setCurrentIndex(place)
    qtbot.waitUntil(lambda: bool(reports.view.tables) and reports.view.tables[0].title.startswith(title))
    return reports.view.tables


def test_the_reports_are_chosen_filtered_and_lead_to_a_vacancy(qtbot, tab, reports):
    [applicants] = reports.view.tables
    assert (applicants.code, reports.count.text()) == ("L12", "19 lowongan")
    assert cells(reports.view.models[0], 0)[6] == str(applicants.rows[0][6])
    reports.stage.setCurrentIndex(reports.stage.findText("Wawancara"))
    qtbot.waitUntil(lambda: len(reports.view.tables[0].rows) == 6)
    reports.year.setCurrentIndex(reports.year.findText("2020"))
    qtbot.waitUntil(lambda: "lowongan tahun 2020" in reports.head.facts.text())
    days = choose(qtbot, reports, 3, "Lama Proses")
    assert [len(table.rows) for table in days] == [12, 4]
    reports.stage.setCurrentIndex(0)
    [register] = choose(qtbot, reports, 2, "Register")
    assert len(register.rows) == 3
    reports.view.activated.emit(register.keys[0])
    assert tab.stack.currentWidget() is tab.page
    assert tab.page.vacancy_id == register.keys[0]
    click(tab.page.back_button)
    assert tab.stack.currentWidget() is tab.board


def test_the_report_on_paper_and_in_excel_is_the_one_on_the_screen(qtbot, tab, reports, tmp_path):
    [table] = reports.view.tables
    target = tmp_path / "L12.xlsx"
    with qtbot.waitSignal(reports.said):
        reports.view.write_excel(target)
    sheet = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    head = sheet.index([column.title for column in table.columns])
    shown = [cells(reports.view.models[0], row) for row in range(20)]
    assert [str(int(row[6])) for row in sheet[head + 1 : head + 21]] == [row[6] for row in shown]
    assert [row[10] for row in sheet[head + 1 : head + 21]] == [row[10] for row in shown]
    click(reports.view.print_button)
    qtbot.waitUntil(lambda: isinstance(reports.view.dialog, PaperDialog), timeout=8000)
    assert reports.view.dialog.windowTitle().startswith("L12 Rekap Pelamar")
    reports.view.dialog.accept()


def test_the_matrix_is_told_only_when_every_sheet_is_locked(qtbot, tab, reports, ids):
    reports.report.setCurrentIndex(1)
    assert reports.view.empty.isVisible()
    reports.vacancy.set_value(ids[CALLED])
    qtbot.waitUntil(lambda: "12 lembar nilai yang belum dikunci" in reports.view.empty.text.text())
    assert not reports.view.print_button.isEnabled()
    reports.vacancy.set_value(ids[ALL_LOCKED])
    qtbot.waitUntil(lambda: len(reports.view.tables) == 7)
    assert reports.count.text() == "6 calon"
    click(reports.back_button)
    assert tab.stack.currentWidget() is tab.board


def test_from_the_recap_of_a_vacancy_to_its_matrix(qtbot, tab, ids):
    tab.navigate.connect(lambda topic, payload: tab.receive(topic.split("/")[1], payload))
    tab.show_vacancy(ids[ALL_LOCKED])
    qtbot.waitUntil(lambda: tab.page.state is not None and tab.page.rules_card.ranking_link.isVisible())
    click(tab.page.rules_card.ranking_link)
    recap = opened(qtbot, tab, RankingDialog)
    qtbot.waitUntil(recap.matrix_link.isVisible)
    click(recap.matrix_link)
    qtbot.waitUntil(lambda: tab.stack.currentWidget() is tab.reports)
    qtbot.waitUntil(lambda: len(tab.reports.view.tables) == 7)
    assert tab.reports.chosen.code == "L13"
