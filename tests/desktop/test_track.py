"""The track of a vacancy by clicks: line, dialog, objections, planner, holidays, papers of the day."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest

from db.rules.dates import MONTHS
from db.rules.holidays import HolidayForm
from db.rules.recruitment import Applied, Stage
from db.rules.selection import ObjectionOutcome, TrackStep
from db.services import holidays
from db.services.recruitment import administration, applicants, calls, objections, slots, track, vacancies
from desktop import clock
from desktop.office.holidays_panel import HolidaysPanel
from desktop.recruitment.next_step import Action, next_step
from desktop.recruitment.objection_dialogs import AnswerDialog, NewObjectionDialog, ObjectionsDialog
from desktop.recruitment.planner import PlannerDialog
from desktop.recruitment.state import read_state
from desktop.recruitment.tab import RecruitmentTab
from desktop.recruitment.track_form import TrackDialog
from desktop.recruitment.words import short_step
from desktop.viewer import PaperDialog
from desktop.widgets.stage_track import StageTrack
from tests.services.utan import PEOPLE, announced, ready_to_score, register, verify

TODAY = date(2020, 4, 21)


@pytest.fixture(autouse=True)
def on_the_day(own_settings):
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


@pytest.fixture
def selection(act):
    return ready_to_score(act)


@pytest.fixture
def tab(qtbot, worker, selection, show):
    tab = show(RecruitmentTab(worker), 700)
    tab.show_vacancy(selection[0])
    qtbot.waitUntil(lambda: tab.page.state is not None)
    return tab


@pytest.fixture
def page(tab):
    return tab.page


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def opened(qtbot, page, kind):
    qtbot.waitUntil(lambda: isinstance(page.dialog, kind))
    return page.dialog


# --- the line


def test_the_line_shows_every_step_with_its_day_and_what_is_late(page):
    names = [name for name, _day in page.track.stages]
    assert names[:5] == ["Pengumuman", "Pendaftaran", "Administrasi", "Sanggahan", "Wawancara"]
    assert len(names) == 9  # no tests beside the interview
    assert dict(page.track.stages)["Administrasi"] == "✓ 17 Apr"
    assert page.track.now == 3
    assert page.track.late == {4}  # the interview was planned for yesterday
    assert "Wawancara 20 Apr (terlambat)" in page.track.accessibleName()
    assert not page.stages.extend_link.isVisible()
    assert page.stages.planner_link.isVisible()


def test_a_line_that_is_late_is_painted(qtbot):
    line = StageTrack()
    qtbot.addWidget(line)
    line.set_stages([("A", "1 Apr"), ("B", "2 Apr")], 1, late=[1], tips=["a", "b"])
    line.resize(400, 60)
    assert not line.grab().isNull()
    assert line.late == {1}


# --- the dialog


def test_steps_are_switched_on_and_noted_in_the_dialog(qtbot, page, act, selection):
    click(page.stages.track_link)
    dialog = opened(qtbot, page, TrackDialog)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert not dialog.cells[TrackStep.ADMINISTRATION]["run_by"].isEnabled()
    assert not dialog.cells[TrackStep.INTERVIEW]["active"].isEnabled()
    assert not dialog.period.isEnabled()  # the result is there
    assert not dialog.changed()
    dialog.cells[TrackStep.WRITTEN]["active"].setChecked(True)
    dialog.cells[TrackStep.PLENARY]["planned_on"].set_value(date(2020, 4, 22))
    assert dialog.changed()
    click(dialog.save_button)
    qtbot.waitUntil(lambda: page.dialog is None)
    qtbot.waitUntil(lambda: len(page.track.stages) == 10)
    steps = {step.step: step for step in act(track.list_steps, selection[0])}
    assert steps[TrackStep.WRITTEN].active
    assert steps[TrackStep.PLENARY].planned_on == date(2020, 4, 22)


def test_a_refusal_keeps_the_dialog_open_with_its_sentence(qtbot, page):
    page.stages.edit_track()
    dialog = opened(qtbot, page, TrackDialog)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    dialog.cells[TrackStep.PLENARY]["done_on"].set_value(date(2020, 4, 30))
    dialog.submit()
    qtbot.waitUntil(lambda: "hari itu belum tiba" in dialog.banner.text.text())
    assert dialog.changed()
    dialog.cells[TrackStep.PLENARY]["done_on"].set_value(None)


# --- objections


def test_an_objection_is_noted_answered_and_its_letter_printed(qtbot, page, act, selection):
    vacancy, ids = selection
    failed = next(one for one in ids if act(applicants.get_applicant, one).status is Applied.FAILED)
    click(page.stages.objections_link)
    log = opened(qtbot, page, ObjectionsDialog)
    qtbot.waitUntil(log.add_button.isEnabled)
    assert "sampai Rabu, 22 April 2020" in log.period.text()
    click(log.add_button)
    qtbot.waitUntil(lambda: isinstance(log.dialog, NewObjectionDialog))
    log.dialog.form.fill({"applicant_id": failed, "received_on": TODAY, "text": "Umur saya keliru."})
    log.dialog.submit()
    qtbot.waitUntil(lambda: bool(log.rows.rows))
    qtbot.waitUntil(lambda: "1 sanggahan belum dijawab" in page.banner.text.text())
    assert page.stages.objections_link.text() == "Sanggahan (1)…"
    click(log.answer_button)
    qtbot.waitUntil(lambda: isinstance(log.dialog, AnswerDialog))
    log.dialog.form.fill(
        {"outcome": ObjectionOutcome.ACCEPTED, "answer": "Umur dihitung ulang.", "answered_on": TODAY}
    )
    log.dialog.submit()
    qtbot.waitUntil(log.letter_button.isEnabled)
    qtbot.waitUntil(lambda: page.banner.text.text().startswith("Masa sanggah masih sampai Rabu, 22 April"))
    click(log.letter_button)
    qtbot.waitUntil(lambda: log.dialog is not None and hasattr(log.dialog, "signer"))
    question = log.dialog
    qtbot.waitUntil(lambda: question.signer.value() is not None)
    question.submit()
    qtbot.waitUntil(lambda: isinstance(log.dialog, PaperDialog))
    log.dialog.accept()
    qtbot.waitUntil(lambda: bool(act(objections.get_log, vacancy).rows[0].letter_number))
    qtbot.waitUntil(lambda: not log.letter_button.isEnabled())
    click(log.reopen_button)
    qtbot.waitUntil(lambda: act(vacancies.get_vacancy, vacancy).stage is Stage.ADMINISTRATION)
    log.reject()


# --- the planner


def test_the_timetable_is_planned_put_in_order_and_told_to_candidates(qtbot, page, act, selection):
    click(page.stages.planner_link)
    dialog = opened(qtbot, page, PlannerDialog)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    first = dialog.queue.order()
    assert len(dialog.slots) == len(first) >= 2
    assert dialog.queue.topLevelItem(0).text(2) == "09.00–09.30"
    QTest.keyClick(dialog.queue, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert dialog.queue.order()[:2] == [first[1], first[0]]
    assert dialog.queue.topLevelItem(0).text(0) == "1"
    dialog.form.widget("rooms").setText("Ruang A, Ruang B")
    assert [slot.starts_at for slot in dialog.slots[:2]] == [540, 540]
    dialog.submit()
    qtbot.waitUntil(lambda: page.dialog is None)
    kept = act(slots.list_slots, selection[0])
    assert [row.applicant_id for row in kept] == [first[1], first[0], *first[2:]]
    told = {facts.place for facts in act(calls.call_facts, selection[0])}
    assert any(place.startswith("Ruang B, ") for place in told)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("on", date(2020, 4, 25), "bukan hari kerja: hari libur akhir pekan"),
        ("on", date(2020, 4, 24), "Jumat, 24 April 2020 bukan hari kerja: Libur percobaan"),
        ("starts_at", "pagi", "jam seperti 09.00"),
        ("breaks", "siang", "istirahat seperti 12.00–13.00"),
    ],
)
def test_a_plan_that_cannot_be_says_why(qtbot, page, act, field, value, sentence):
    act(holidays.save_holiday, HolidayForm(date(2020, 4, 24), "Libur percobaan"))
    page.stages.plan_interviews()
    dialog = opened(qtbot, page, PlannerDialog)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    dialog.form.fill({**dialog.form.values(), field: value})
    dialog.form.edited.emit(field)
    assert sentence in dialog.banner.text.text()
    assert not dialog.save_button.isEnabled()


# --- the day pack, and an extension


def test_one_click_prints_the_papers_of_the_day(qtbot, page):
    click(page.stages.pack_link)
    paper = opened(qtbot, page, PaperDialog)
    assert "Paket Hari Seleksi Kecamatan Utan" in paper.windowTitle()
    paper.accept()


def test_the_papers_of_the_day_can_be_stopped(qtbot, page):
    said = []
    page.said.connect(said.append)
    page.stages.print_day_pack()
    page.stages.progress.begin = lambda *_what: page.stages.progress.stop()
    qtbot.waitUntil(lambda: said == ["Paket hari seleksi dibatalkan."])
    assert page.dialog is None


def test_a_registration_is_extended_with_an_announcement(qtbot, worker, act, show):
    vacancy = announced(act)
    tab = show(RecruitmentTab(worker), 700)
    tab.show_vacancy(vacancy)
    qtbot.waitUntil(lambda: tab.page.state is not None)
    click(tab.page.stages.extend_link)
    qtbot.waitUntil(lambda: tab.page.dialog is not None)
    dialog = tab.page.dialog
    qtbot.waitUntil(lambda: dialog.signer.value() is not None)
    dialog.form.widget("reason").setText("belum ada pelamar")
    dialog.submit()
    qtbot.waitUntil(lambda: isinstance(tab.page.dialog, PaperDialog))
    tab.page.dialog.accept()
    assert act(vacancies.get_vacancy, vacancy).form.closes_on == date(2020, 4, 27)


# --- holidays


def test_holidays_are_offered_pasted_imported_and_removed(qtbot, worker, act, show, tmp_path, monkeypatch):
    panel = show(HolidaysPanel(worker), 500)
    panel.refresh()
    qtbot.waitUntil(lambda: panel.holidays.rows_loaded)
    click(panel.fixed_button)
    qtbot.waitUntil(lambda: len(panel.holidays.rows) == 5)
    QGuiApplication.clipboard().setText(
        "Jumat, 10 April 2020\tWafat Isa Almasih\n22-05-2020\tCuti bersama\n9x\t"
    )
    click(panel.paste_button)
    qtbot.waitUntil(lambda: len(panel.holidays.rows) == 7)
    qtbot.waitUntil(lambda: "1 baris tidak terbaca: 9x" in panel.banner.text.text())
    listed = tmp_path / "libur.csv"
    listed.write_text(f"Tanggal;Nama\n7 {MONTHS[4]} 2020;Waisak\n10-04-2020;Jumat Agung\n", "utf-8")
    panel.take_file(listed)
    qtbot.waitUntil(lambda: "1 hari libur ditambahkan, 1 diubah" in panel.banner.text.text())
    qtbot.waitUntil(lambda: len(panel.holidays.rows) == 8)
    panel.table.choose(date(2020, 5, 7))
    monkeypatch.setattr("desktop.office.holidays_panel.confirm", lambda *_a, **_k: True)
    qtbot.waitUntil(panel.remove_button.isEnabled)
    click(panel.remove_button)
    qtbot.waitUntil(lambda: len(panel.holidays.rows) == 7)
    assert act(holidays.holiday_names)[date(2020, 4, 10)] == "Jumat Agung"
    QGuiApplication.clipboard().setText("bukan daftar")
    panel.paste()
    assert "Tidak ada tanggal yang terbaca" in panel.banner.text.text()


def test_a_holiday_is_typed_in_a_dialog(qtbot, worker, act, show):
    panel = show(HolidaysPanel(worker), 500)
    panel.refresh()
    panel.add_button.click()
    panel.dialog.form.fill({"on": date(2020, 7, 31), "name": "Iduladha 1441 H", "joint_leave": False})
    panel.dialog.submit()
    qtbot.waitUntil(lambda: len(panel.holidays.rows) == 1)
    panel.table.choose(date(2020, 7, 31))
    qtbot.waitUntil(panel.change_button.isEnabled)
    panel.change_button.click()
    panel.dialog.form.widget("joint_leave").setChecked(True)
    panel.dialog.submit()
    qtbot.waitUntil(lambda: act(holidays.list_holidays, 2020)[0].joint_leave)


# --- what was cut


def test_no_name_of_eleven_steps_is_cut_on_a_small_screen(qtbot):
    line = StageTrack()
    qtbot.addWidget(line)
    names = [short_step(step) for step in TrackStep]
    line.set_stages([(name, "20 Apr") for name in names], 2)
    line.resize(956, 60)
    font = QFontMetrics(line._name_font(bold=True))
    assert all(font.horizontalAdvance(name) <= 956 / len(names) - 4 for name in names)


def test_a_whole_day_is_seen_in_the_dialog(qtbot, page):
    page.stages.edit_track()
    dialog = opened(qtbot, page, TrackDialog)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    field = dialog.cells[TrackStep.INTERVIEW]["planned_on"]
    beside = 56  # the frame and the button of the calendar
    assert field.width() >= QFontMetrics(field.font()).horizontalAdvance("20-04-2020") + beside
    assert "Rabu, 22 April 2020" in dialog.early_text.text()
    dialog.cells[TrackStep.INTERVIEW]["planned_on"].set_value(date(2020, 4, 23))
    assert not dialog.early_text.isVisible()


# --- two verifiers


def test_the_next_step_waits_for_the_second_verifier(act):
    vacancy = announced(act)
    ids = [register(act, vacancy, values) for values in PEOPLE]
    act(vacancies.close_registration, vacancy)
    act(administration.set_second_verifier, vacancy, True)
    for one in ids:
        verify(act, one)
    step = next_step(act(read_state, vacancy), TODAY)
    assert step.heading == f"{len(ids)} berkas menunggu pemeriksa kedua"
    assert step.action is Action.CHECK_FILES
