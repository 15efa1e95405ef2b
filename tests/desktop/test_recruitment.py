"""The recruitment tab by clicks: from an empty post to applicants with receipts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from sqlalchemy import select

from db.models.office import Official
from db.rules.access import ROLES
from db.rules.letter_kinds import LetterKind
from db.rules.office import Authority, OfficialForm
from db.rules.recruitment import Stage
from db.rules.schedule import default_schedule
from db.services import exits, letters, numbers, office, officers
from db.services.recruitment import applicants, sets
from desktop import clock
from desktop.recruitment.next_step import Action
from desktop.recruitment.rules_editor import RulesEditor
from desktop.recruitment.tab import RecruitmentTab
from desktop.viewer import PaperDialog

UTAN = "520406"
TODAY = date(2020, 4, 13)
RINA = ("Rina Marlina", "5204064501929002")
BUDI = ("Budi Santoso", "5204061003849003")


@pytest.fixture(autouse=True)
def on_the_day():
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


@pytest.fixture
def tab(qtbot, worker, sqlite_database):
    with sqlite_database.writing() as session:
        post = next(p for p in officers.list_posts(session, on=date(2020, 4, 9)) if p.id == UTAN)
        form = exits.ExitForm("Mengundurkan diri", "ikut Pilkades", date(2020, 4, 10), "", None)
        exits.record_exit(session, post.assignment_id, form)
    tab = RecruitmentTab(worker)
    qtbot.addWidget(tab)
    tab.resize(1366, 700)
    tab.show()
    qtbot.waitUntil(lambda: bool(tab.board.empty_post_links))
    return tab


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def wait_for_dialog(qtbot, tab):
    qtbot.waitUntil(lambda: tab.dialog is not None)
    return tab.dialog


def open_vacancy(qtbot, tab):
    tab.receive("open", UTAN)
    dialog = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    click(dialog.save_button)
    qtbot.waitUntil(lambda: tab.page.state is not None)
    return tab.page


def announce(qtbot, tab):
    page = open_vacancy(qtbot, tab)
    click(page.next_button)
    question = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(lambda: question.signer.value() is not None)
    click(question.save_button)
    qtbot.waitUntil(lambda: isinstance(tab.dialog, PaperDialog))
    tab.dialog.accept()
    qtbot.waitUntil(lambda: page.step.action is Action.ADD_APPLICANT)
    return page


def fill_in(qtbot, dialog, name, nik):
    form = dialog.form
    form.widget("name").setFocus()
    QTest.keyClicks(form.widget("name"), name)
    QTest.keyClicks(form.widget("nik"), nik)
    qtbot.waitUntil(lambda: form.widget("desa_code").count() > 0)
    form.widget("desa_code").set_value("5204062001")


def begin_applicant(qtbot, tab):
    click(tab.page.next_button)
    dialog = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(lambda: bool(dialog.documents))
    return dialog


def register(qtbot, tab, person):
    expected = len(tab.page.state.statuses) + 1
    dialog = begin_applicant(qtbot, tab)
    fill_in(qtbot, dialog, *person)
    click(dialog.save_next_button)
    qtbot.waitUntil(lambda: person[0] in dialog.banner.text.text())
    dialog.form.fill({})
    dialog.reject()
    qtbot.waitUntil(lambda: tab.page.applicants.rowCount() == len(tab.page.state.statuses) == expected)


def test_the_board_offers_the_empty_post_and_opens_its_vacancy(qtbot, tab):
    click(tab.board.empty_post_links[0])
    dialog = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert dialog.form.widget("kecamatan_code").value() == UTAN
    assert dialog.form.widget("closes_on").words.text() == "Jumat, 17 April 2020"
    said = []
    tab.said.connect(said.append)
    click(dialog.save_button)
    qtbot.waitUntil(lambda: tab.page.state is not None)
    assert said == ["Lowongan Kecamatan Utan dibuka."]
    assert tab.page.head.title.text() == "Lowongan Kecamatan Utan"
    assert tab.page.step.action is Action.ANNOUNCE
    click(tab.page.back_button)
    qtbot.waitUntil(lambda: tab.board.vacancies.rowCount() == 1)
    click(tab.board.show_button)
    qtbot.waitUntil(lambda: tab.stack.currentWidget() is tab.page)


def test_the_day_that_ages_are_counted_follows_the_closing_day_until_it_is_changed(qtbot, tab):
    tab.receive("open", UTAN)
    dialog = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    form = dialog.form
    form.widget("closes_on").date.setText("16-04-2020")
    assert form.widget("age_counted_on").value() == date(2020, 4, 16)
    form.widget("age_counted_on").date.setText("15-04-2020")
    form.widget("closes_on").date.setText("17-04-2020")
    assert form.widget("age_counted_on").value() == date(2020, 4, 15)
    form.widget("opened_on").date.setText("20-04-2020")
    assert form.widget("interview_on").value() == date(2020, 4, 30)  # after three days for objections
    assert not form.warnings()
    form.widget("interview_on").date.setText("27-04-2020")
    assert form.warnings() == ["Masa sanggah masih berjalan sampai Rabu, 29 April 2020."]
    form.widget("interview_on").date.setText("01-05-2020")
    assert "Hari libur nasional. Hari kerja berikutnya Senin, 4 Mei 2020." in form.warnings()
    assert form.widget("closes_on").value() == date(2020, 4, 17)  # set by hand, so it stays


def test_weights_that_are_not_100_are_refused_where_they_stand(qtbot, tab):
    tab.receive("open", UTAN)
    dialog = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    criteria = dialog.rules.criteria
    criteria.form.widget("weight").setText("19")
    assert dialog.rules.total_label.text() == "Jumlah bobot harus 100; sekarang 99."
    click(dialog.save_button)
    qtbot.waitUntil(lambda: dialog.rules.tabs.currentWidget() is criteria)
    assert dialog.isVisible()
    criteria.form.widget("weight").setText("20")
    assert dialog.rules.total_label.text() == "Jumlah bobot 100"
    click(dialog.save_button)
    qtbot.waitUntil(lambda: tab.page.state is not None)


def test_problems_stand_under_their_fields(qtbot, tab):
    tab.receive("open", UTAN)
    dialog = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    dialog.form.widget("interview_on").date.setText("16-04-2020")
    click(dialog.save_button)
    described = dialog.form.widget("interview_on").accessibleDescription
    qtbot.waitUntil(lambda: "mendahului" in described())  # in the place of the warning
    assert dialog.isVisible()


def test_an_applicant_is_registered_and_the_receipt_is_shown(qtbot, tab, sqlite_database):
    page = announce(qtbot, tab)
    dialog = begin_applicant(qtbot, tab)
    fill_in(qtbot, dialog, *RINA)
    assert dialog.form.widget("birth_date").value() == date(1992, 1, 5)
    click(dialog.form.widget("documents").all_button)
    click(dialog.save_button)
    qtbot.waitUntil(lambda: isinstance(tab.dialog, PaperDialog))
    tab.dialog.accept()
    qtbot.waitUntil(lambda: page.applicants.rowCount() == 1)
    qtbot.waitUntil(lambda: len(page.letters_card.links) == 2)
    with sqlite_database.reading() as session:
        [row] = applicants.list_applicants(session, 0, 10, page.vacancy_id)
        assert (row.name, row.papers) == ("Rina Marlina", "12/12")
        assert "Tanda terima" in letters.list_letters(session, 0, 1)[0].subject


def receipts(database):
    with database.reading() as session:
        return letters.count_letters(session, letters.LetterSearch(kind=LetterKind.RECEIPT))


def test_a_double_click_prints_one_receipt_and_another_one_asks_first(qtbot, tab, sqlite_database):
    page = announce(qtbot, tab)
    register(qtbot, tab, RINA)
    before = receipts(sqlite_database)
    assert before == 0
    page.table.selectRow(0)
    qtbot.waitUntil(page.receipt_button.isVisible)
    page.do.print_receipt()
    page.do.print_receipt()
    assert not page.receipt_button.isEnabled()
    qtbot.waitUntil(lambda: isinstance(tab.dialog, PaperDialog))
    tab.dialog.accept()
    qtbot.waitUntil(page.receipt_button.isEnabled)
    assert receipts(sqlite_database) == 1
    click(page.receipt_button)
    question = wait_for_dialog(qtbot, tab)
    assert "sudah dibuat pada 13 April 2020" in question.earlier_banner.text.text()
    assert question.earlier_banner.isVisible()
    click(question.earlier_banner.link)
    qtbot.waitUntil(lambda: isinstance(tab.dialog, PaperDialog))
    assert receipts(sqlite_database) == 1


def test_the_announcement_is_signed_by_whoever_is_chosen(qtbot, tab, sqlite_database):
    secretary = OfficialForm("", "Sri Astuti", "", "", "", "Sekretaris", Authority.ON_BEHALF, TODAY)
    with sqlite_database.writing() as session:
        chosen = office.save_official(session, None, secretary, before=None)
    page = open_vacancy(qtbot, tab)
    click(page.next_button)
    question = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(lambda: question.signer.count() == 2)
    assert question.signer.currentText() == "Dra. Hj. Nur Kartini Wahyuni, M.Si. (Kepala Dinas)"
    assert not question.form.changed()  # the program chose; nothing would be lost
    question.signer.set_value(chosen)
    click(question.save_button)
    qtbot.waitUntil(lambda: isinstance(tab.dialog, PaperDialog))
    with sqlite_database.reading() as session:
        [letter] = letters.list_letters(session, 0, 5)
    assert letter.signer_name == "Sri Astuti"


def test_the_announcement_is_seen_with_its_signer_before_it_takes_a_number(qtbot, tab, sqlite_database):
    secretary = OfficialForm("", "Sri Astuti", "", "", "", "Sekretaris", Authority.ON_BEHALF, TODAY)
    with sqlite_database.writing() as session:
        chosen = office.save_official(session, None, secretary, before=None)
    page = open_vacancy(qtbot, tab)
    click(page.next_button)
    question = wait_for_dialog(qtbot, tab)

    def seen():
        document = question.look.paper.document
        return "".join(document.getAllText(page).text() for page in range(document.pageCount()))

    qtbot.waitUntil(lambda: "Nur Kartini Wahyuni" in seen(), timeout=10_000)
    assert "PENGUMUMAN" in seen()
    assert "Motong" in seen() or "Utan" in seen()
    qtbot.waitUntil(lambda: question.signer.count() == 2)
    question.signer.set_value(chosen)
    question.form.edited.emit("signer")
    qtbot.waitUntil(lambda: "Sri Astuti" in seen(), timeout=10_000)
    assert question.look.paper.print_button.isHidden()  # what is no letter yet is not printed
    with sqlite_database.reading() as session:
        assert letters.count_letters(session) == 0
        assert numbers.count_book(session, 2020) == 0
    question.form.original = question.form.values()
    question.reject()


def test_a_day_on_which_nobody_may_sign_is_said_before_the_click(qtbot, tab, sqlite_database):
    with sqlite_database.writing() as session:
        [head] = session.scalars(select(Official))
        head.ends_on = date(2020, 4, 12)
    page = open_vacancy(qtbot, tab)
    click(page.next_button)
    question = wait_for_dialog(qtbot, tab)
    said = "Tidak ada pejabat penandatangan pada 13 April 2020"
    qtbot.waitUntil(lambda: said in question.signer.accessibleDescription())
    click(question.save_button)
    qtbot.waitUntil(question.save_button.isEnabled)
    assert question.isVisible()
    assert said in question.signer.accessibleDescription()


def test_somebody_who_is_registered_already_is_refused_under_the_nik(qtbot, tab):
    page = announce(qtbot, tab)
    register(qtbot, tab, RINA)
    dialog = begin_applicant(qtbot, tab)
    fill_in(qtbot, dialog, *RINA)
    click(dialog.save_button)
    nik = dialog.form.widget("nik")
    qtbot.waitUntil(lambda: "sudah dimiliki Rina Marlina" in nik.accessibleDescription())
    assert nik.value() == RINA[1]  # nothing lost
    dialog.form.fill({})
    dialog.reject()
    assert page.dialog is None


def test_the_reason_for_a_late_application_is_asked_only_then(qtbot, tab):
    announce(qtbot, tab)
    dialog = begin_applicant(qtbot, tab)
    reason = dialog.form.widget("late_reason")
    assert not reason.isVisible()
    dialog.form.widget("registered_on").set_value(date(2020, 4, 20))
    assert reason.isVisible()


def test_a_late_applicant_is_told_in_the_list_with_the_reason(qtbot, tab):
    page = announce(qtbot, tab)
    dialog = begin_applicant(qtbot, tab)
    fill_in(qtbot, dialog, *RINA)
    dialog.form.widget("registered_on").set_value(date(2020, 4, 20))
    QTest.keyClicks(dialog.form.widget("late_reason"), "jembatan putus")
    click(dialog.save_next_button)
    qtbot.waitUntil(lambda: RINA[0] in dialog.banner.text.text())
    assert dialog.form.widget("registered_on").value() == date(2020, 4, 20)  # for the next one, too
    assert dialog.form.widget("late_reason").text() == ""
    assert not dialog.form.changed()
    dialog.reject()
    qtbot.waitUntil(lambda: page.applicants.rowCount() == 1 and page.applicants.row(0) is not None)
    said = "Terlambat (20-04-2020): jembatan putus"
    assert page.applicants.index(0, 6).data() == said
    assert page.applicants.index(0, 6).data(Qt.ItemDataRole.ToolTipRole) == said
    page.table.selectRow(0)
    page.table.copy_selected(with_titles=True)
    qtbot.waitUntil(lambda: said in QApplication.clipboard().text())


def test_a_nik_that_is_too_short_is_said_when_its_field_is_left(qtbot, tab):
    announce(qtbot, tab)
    dialog = begin_applicant(qtbot, tab)
    nik = dialog.form.widget("nik")
    nik.setFocus()
    QTest.keyClicks(nik, RINA[1][:15])
    assert nik.accessibleDescription() == ""  # still typing
    QTest.keyClick(nik, Qt.Key.Key_Tab)
    assert nik.accessibleDescription() == "NIK harus 16 angka; yang diketik 15 angka."
    nik.setFocus()
    QTest.keyClick(nik, Qt.Key.Key_End)
    QTest.keyClicks(nik, RINA[1][15])
    assert nik.accessibleDescription().startswith("NIK sah: lahir ")
    dialog.form.fill({})


def test_what_a_role_may_not_do_is_switched_off_and_says_why(qtbot, tab, worker, sqlite_database):
    vacancy = announce(qtbot, tab).vacancy_id
    for role, may in (("panel", False), ("head", False), ("operator", True)):
        worker.database.actor = replace(worker.database.actor, rights=ROLES[role][1])
        own = RecruitmentTab(worker)
        qtbot.addWidget(own)
        own.resize(1366, 700)
        own.show()
        assert own.board.open_button.isEnabled() is may
        own.receive("show", vacancy)
        qtbot.waitUntil(lambda own=own: own.page.state is not None)
        page = own.page
        for pressed in (page.next_button, page.add_applicant_button, page.close_button, page.cancel_button):
            assert (pressed.isVisible(), pressed.isEnabled()) == (True, may)
            assert ("tidak berhak mengelola lowongan" in pressed.toolTip()) is not may
        QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        page._add_by_key()
        assert (own.dialog is not None) is may
        own.close()


def test_a_known_applicant_may_have_a_new_phone_number(qtbot, tab, sqlite_database):
    page = announce(qtbot, tab)
    dialog = begin_applicant(qtbot, tab)
    with sqlite_database.reading() as session:
        known = officers.get_officer(session, 1).person_id
    dialog.person._fetch(known)
    qtbot.waitUntil(lambda: dialog.person.person_id == known)
    dialog.form.widget("phone").set_value("081299998888")
    click(dialog.save_next_button)
    qtbot.waitUntil(lambda: "terdaftar dengan nomor" in dialog.banner.text.text())
    assert dialog.person.person_id is None
    assert page.state.facts.stage is Stage.ANNOUNCED


def test_closing_asks_with_the_number_and_files_are_checked_next(qtbot, tab):
    page = announce(qtbot, tab)
    register(qtbot, tab, RINA)
    register(qtbot, tab, BUDI)
    click(page.close_button)
    question = wait_for_dialog(qtbot, tab)
    assert "2 pelamar" in question.text.text()
    click(question.save_button)
    qtbot.waitUntil(lambda: page.step.action is Action.CHECK_FILES)
    assert "2 berkas" in page.next_card.heading.text()
    assert not page.add_applicant_button.isVisible()


def test_an_applicant_withdraws_with_a_reason(qtbot, tab):
    page = announce(qtbot, tab)
    register(qtbot, tab, RINA)
    page.table.selectRow(0)
    qtbot.waitUntil(page.withdraw_button.isVisible)
    click(page.withdraw_button)
    question = wait_for_dialog(qtbot, tab)
    click(question.save_button)
    assert question.isVisible()  # the reason is missing
    QTest.keyClicks(question.form.widget("reason"), "diterima bekerja di tempat lain")
    day = question.form.values()["on"]
    question.form.widget("on").set_value(day + timedelta(1))
    click(question.save_button)
    qtbot.waitUntil(lambda: not question._saving)
    assert question.isVisible()
    question.form.widget("on").set_value(day)
    click(question.save_button)
    qtbot.waitUntil(lambda: not page.withdraw_button.isVisible())
    assert page.chosen().left_on == day
    assert page.chosen().status_reason == "diterima bekerja di tempat lain"


def test_an_application_is_completed_later(qtbot, tab):
    page = announce(qtbot, tab)
    register(qtbot, tab, RINA)
    page.table.selectRow(0)
    qtbot.waitUntil(page.edit_applicant_button.isVisible)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    dialog = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(lambda: bool(dialog.documents) and dialog.form.widget("name").text() == "Rina Marlina")
    click(dialog.documents["D01"])
    dialog.form.widget("organisation").set_value("PSM")
    click(dialog.save_button)
    qtbot.waitUntil(lambda: tab.dialog is None)
    qtbot.waitUntil(lambda: page.chosen().papers == "1/12")


def test_a_vacancy_is_cancelled_with_a_reason(qtbot, tab):
    page = announce(qtbot, tab)
    click(page.cancel_button)
    question = wait_for_dialog(qtbot, tab)
    QTest.keyClicks(question.form.widget("reason"), "formasi ditiadakan")
    QTest.keyClick(question.form.widget("reason"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.state.facts.stage is Stage.CANCELLED)
    assert page.step.action is Action.REOPEN
    assert "formasi ditiadakan" in page.banner.text.text()


def test_rules_can_be_changed_while_nobody_has_applied(qtbot, tab):
    page = announce(qtbot, tab)
    click(page.edit_button)
    dialog = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    dialog.rules.counting.widget("pass_mark").setText("75")
    click(dialog.save_button)
    qtbot.waitUntil(lambda: page.state.facts.rules.scoring.pass_mark == Decimal(75))
    register(qtbot, tab, RINA)
    qtbot.waitUntil(lambda: not page.edit_button.isVisible())


def test_a_changed_default_set_is_kept_as_a_new_one(qtbot, tab, sqlite_database):
    click(tab.board.sets_button)
    dialog = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    dialog.rules.requirements.form.widget("maximum").setText("40")
    dialog.form.widget("name").setText("Set Sumbawa 2020")
    click(dialog.save_button)
    qtbot.waitUntil(lambda: tab.dialog is None)
    with sqlite_database.reading() as session:
        new = sets.default_set(session, TODAY)
    assert new.name == "Set Sumbawa 2020"
    assert new.requirements[0].maximum == 40
    assert len(new.documents) == 18


def test_lines_are_added_moved_and_removed(qtbot, worker, sqlite_database):
    editor = RulesEditor(worker)
    qtbot.addWidget(editor)
    with sqlite_database.reading() as session:
        rules = sets.default_set(session, TODAY)
    editor.set_rules(rules)
    assert not editor.changed()
    editor.show()
    lines = editor.requirements
    click(lines.add_button)
    lines.form.widget("text").setPlainText("Memiliki\nkendaraan")
    assert lines.facts()[-1].text == "Memiliki kendaraan"
    assert lines.facts()[-1].code == "R12"
    click(lines.up_button)
    assert [r.code for r in lines.facts()[-2:]] == ["R12", "R11"]
    click(lines.remove_button)
    assert [r.code for r in lines.facts()] == [r.code for r in rules.requirements]
    assert not editor.changed()


def test_enter_goes_from_day_to_day(qtbot, tab):
    tab.receive("open", UTAN)
    dialog = wait_for_dialog(qtbot, tab)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    first, second = (dialog.form.widget(name).date for name in ("closes_on", "administration_on"))
    assert isinstance(first, QLineEdit)
    qtbot.waitUntil(first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert second.hasFocus()


def test_no_usual_day_lies_on_a_weekend():
    for day in range(1, 29):
        days = default_schedule(date(2021, 2, day))
        assert all(found.weekday() < 5 for found in days.values())
        assert list(days.values())[:6] == sorted(list(days.values())[:6])
