"""The book of numbers in the window: every number explained, set aside, struck out, taken along."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from python_calamine import CalamineWorkbook

from db.lettering import Addressing, write_letter
from db.models.letters import Letter as LetterRecord
from db.models.letters import LetterNumber
from db.rules.access import ROLES
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import Letter
from db.rules.numbering import NumberStatus
from db.services import numbers, srikandi
from desktop.clock import set_today
from desktop.letters.numbers import NumbersSection
from desktop.letters.numbers_dialogs import ExternalDialog, ReserveDialog, VoidDialog
from desktop.viewer import PaperDialog

TODAY = date(2020, 4, 17)


@pytest.fixture(autouse=True)
def own_computer(tmp_path, monkeypatch):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    monkeypatch.setattr("desktop.widgets.dialog.choose", lambda *_args, **_rest: 1)
    set_today(TODAY)
    yield
    set_today(None)


@pytest.fixture
def issue(sqlite_database):
    def run(name, on=TODAY, subject="Panggilan Tes Wawancara"):
        with sqlite_database.writing() as session:
            return write_letter(
                session,
                Letter(LetterKind.CALL, {}),
                Addressing(subject, name),
                dated_on=on,
                render=lambda _frame, _letter: b"pdf",
            )

    return run


@pytest.fixture
def open_section(qtbot, worker):
    def run():
        section = NumbersSection(worker)
        section.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        qtbot.addWidget(section)
        section.resize(1366, 640)
        section.show()
        qtbot.waitUntil(lambda: section.book.rows_loaded and bool(section.srikandi_label.text()))
        return section

    return run


def cells(section, column):
    return [section.book.index(place, column).data() for place in range(section.book.rowCount())]


def test_an_empty_book_says_what_to_do_next(qtbot, open_section):
    section = open_section()
    assert "Belum ada nomor pada tahun 2020" in section.table._empty.text.text()
    assert not section.number_card.isVisible()
    section.table._empty.button.click()
    assert isinstance(section.dialog, ReserveDialog)
    section.dialog.reject()


def test_the_newest_number_is_explained_and_leads_to_its_letter(qtbot, open_section, issue):
    issue("Rina Marlina")
    letter = issue("Ahmad Zaelani")
    section = open_section()
    qtbot.waitUntil(lambda: section.table.current_row() is not None)
    assert section.number_title.text() == letter.number
    assert not section.void_button.isEnabled()
    assert "Batalkan suratnya dahulu" in section.void_button.toolTip()
    with qtbot.waitSignal(section.navigate) as asked:
        section.letter_link.click()
    assert asked.args == ["letters/show", letter.id]


def test_numbers_are_set_aside_in_the_name_of_whoever_works_here(qtbot, open_section, worker):
    section = open_section()
    section.reserve_button.click()
    form = section.dialog
    qtbot.waitUntil(lambda: "001/Dinsos/2020" in form.preview.text())
    form.save_button.click()
    assert form.purpose.accessibleDescription() == "Belum diisi."
    form.purpose.setText("Undangan rapat koordinasi")
    form.count.setValue(3)
    with qtbot.waitSignal(section.said) as said:
        form.save_button.click()
    assert said.args[0].startswith("3 nomor dipesan: ")
    qtbot.waitUntil(lambda: section.book.rowCount() == 3)
    qtbot.waitUntil(lambda: all(cells(section, 4)))
    assert set(cells(section, 3)) == {"Dipesan"}
    assert set(cells(section, 4)) == {f"Dipesan {worker.actor.name} untuk Undangan rapat koordinasi"}


def test_a_reserved_number_is_struck_out_with_its_reason(qtbot, open_section, sqlite_database):
    with sqlite_database.writing() as session:
        numbers.reserve(session, LetterKind.CALL, TODAY, 1, "Undangan")
    section = open_section()
    qtbot.waitUntil(lambda: section.table.current_row() is not None)
    section.void_button.click()
    assert isinstance(section.dialog, VoidDialog)
    section.dialog.save_button.click()
    assert section.dialog.reason.accessibleDescription() == "Belum diisi."
    section.dialog.reason.setPlainText("Rapat ditunda")
    with qtbot.waitSignal(section.said):
        section.dialog.save_button.click()
    qtbot.waitUntil(lambda: section.table.current_row().status is NumberStatus.VOID)
    assert section.table.current_row().explanation == "Batal: Rapat ditunda (Undangan)"
    qtbot.waitUntil(lambda: not section.void_button.isEnabled())


def test_the_number_of_a_cancelled_letter_may_be_struck_out(qtbot, open_section, issue, sqlite_database):
    letter = issue("Rina")
    with sqlite_database.writing() as session:
        session.get_one(LetterRecord, letter.id).status = LetterStatus.CANCELLED
    section = open_section()
    qtbot.waitUntil(lambda: section.table.current_row() is not None)
    assert section.status_pill.text() == "Surat dibatalkan"
    assert section.void_button.isEnabled()
    assert not section.external_button.isEnabled()


def test_year_status_and_words_narrow_the_book(qtbot, open_section, issue, sqlite_database):
    issue("Rina")
    issue("Ahmad")
    issue("Budi", on=date(2019, 5, 2))
    with sqlite_database.writing() as session:
        numbers.reserve(session, LetterKind.CALL, TODAY, 1, "Undangan")
    section = open_section()
    qtbot.waitUntil(lambda: section.book.rowCount() == 3)
    section.status_filter.setCurrentIndex(section.status_filter.findData(NumberStatus.RESERVED))
    qtbot.waitUntil(lambda: section.book.rowCount() == 1)
    section.search.setText("tidak ada")
    qtbot.waitUntil(lambda: section.book.rowCount() == 0)
    section.table._empty.button.click()
    qtbot.waitUntil(lambda: section.book.rowCount() == 3)
    qtbot.waitUntil(lambda: section.year_filter.count() == 2)
    section.year_filter.setCurrentText("2019")
    qtbot.waitUntil(lambda: section.book.rowCount() == 1)


def test_another_section_asks_for_a_number_of_another_year(qtbot, open_section, issue, sqlite_database):
    issue("Rina")
    issue("Budi", on=date(2019, 5, 2))
    with sqlite_database.reading() as session:
        wanted = session.query(LetterNumber).filter_by(year=2019).one().id
    section = open_section()
    section.receive("number", wanted)
    qtbot.waitUntil(
        lambda: section.table.current_row() is not None and section.table.current_row().id == wanted
    )
    assert section.year == 2019


def test_a_number_that_vanished_is_told_at_once(qtbot, open_section, issue, sqlite_database):
    for name in ("Rina", "Ahmad", "Budi"):
        issue(name)
    with sqlite_database.writing() as session:
        second = session.query(LetterNumber).filter_by(sequence=2).one()
        session.query(LetterRecord).filter_by(number_id=second.id).one().number_id = None
        session.flush()
        session.delete(second)
    section = open_section()
    qtbot.waitUntil(lambda: section.page.banner.isVisible())
    assert section.page.banner.text.text() == (
        "Nomor yang hilang dari buku tahun 2020 dan tidak dapat dijelaskan: Surat keluar 2."
    )


def test_letters_not_yet_in_srikandi_are_copied_and_noted_one_after_the_other(qtbot, open_section, issue):
    first, second = issue("Rina"), issue("Ahmad")
    section = open_section()
    assert section.srikandi_label.text() == "2 surat tahun 2020 belum punya nomor SRIKANDI."
    section.srikandi_button.click()
    listed = section.dialog
    qtbot.waitUntil(lambda: listed.rows.rowCount() == 2)
    listed.copy_button.click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == ["Nomor", first.number, second.number]
    listed.record_button.click()
    assert isinstance(listed.dialog, ExternalDialog)
    listed.dialog.number.setText("B/41")
    listed.dialog.save_button.click()
    qtbot.waitUntil(lambda: listed.rows.rowCount() == 1)
    qtbot.waitUntil(lambda: listed.table.current_row() is not None)
    assert listed.table.current_row().id == second.id
    listed.record_button.click()
    listed.dialog.number.setText("B/41")
    listed.dialog.save_button.click()
    qtbot.waitUntil(lambda: "sudah dicatat pada surat" in listed.dialog.number.accessibleDescription())
    listed.dialog.number.setText("B/42")
    listed.dialog.save_button.click()
    qtbot.waitUntil(lambda: listed.rows.rowCount() == 0)
    assert "sudah dicatat di SRIKANDI" in listed.table._empty.text.text()
    listed.close_button.click()
    qtbot.waitUntil(lambda: not section.srikandi_button.isEnabled())


def test_the_number_of_srikandi_is_noted_from_the_book(qtbot, open_section, issue, sqlite_database):
    issue("Rina")
    section = open_section()
    qtbot.waitUntil(lambda: section.table.current_row() is not None)
    section.external_button.click()
    section.dialog.number.setText("B/41")
    section.dialog.save_button.click()
    qtbot.waitUntil(lambda: section.table.current_row().external_number == "B/41")
    with sqlite_database.reading() as session:
        assert srikandi.count_not_entered(session, 2020) == 0


def test_the_book_is_printed_and_written_to_excel_with_every_number_explained(
    qtbot, open_section, issue, sqlite_database, tmp_path
):
    with sqlite_database.writing() as session:
        numbers.set_start(session, "keluar", 2020, 40)
    issue("Rina", subject="=1+1")
    with sqlite_database.writing() as session:
        [number] = numbers.reserve(session, LetterKind.CALL, TODAY, 1, "Undangan")
        numbers.void(session, number.id, "Rapat ditunda")
    section = open_section()
    section.print_button.click()
    qtbot.waitUntil(lambda: isinstance(section.dialog, PaperDialog), timeout=20_000)
    text = section.dialog.paper.document.getAllText(0).text()
    for words in ("BUKU NOMOR SURAT KELUAR TAHUN 2020", "1–40", "di luar buku ini", "Rapat ditunda"):
        assert words in text
    section.dialog.close_button.click()
    target = tmp_path / "buku.xlsx"
    with qtbot.waitSignal(section.said, timeout=20_000):
        section.write_excel(target)
    sheet = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[1] for row in sheet[6:]] == ["1–40", "41", "42"]
    assert "=1+1" in sheet[7][5]
    section.write_excel(tmp_path / "tidak ada" / "buku.xlsx")
    qtbot.waitUntil(lambda: "tidak dapat ditulis" in section.page.banner.text.text())


def test_who_may_not_make_letters_sees_the_book_and_why(qtbot, open_section, worker, issue):
    issue("Rina")
    worker.database.actor = replace(worker.database.actor, rights=ROLES["auditor"][1])
    section = open_section()
    qtbot.waitUntil(lambda: section.book.rowCount() == 1)
    for control in (section.reserve_button, section.external_button, section.print_button):
        assert not control.isEnabled()
        assert "tidak berhak" in control.toolTip()


def test_a_reserved_number_is_chosen_and_the_book_stays_whole(qtbot, open_section, issue):
    issue("Rina")
    section = open_section()
    section.search.setText("tidak ada")
    qtbot.waitUntil(lambda: section.book.rowCount() == 0)
    section.reserve_button.click()
    form = section.dialog
    form.purpose.setText("Undangan")
    form.save_button.click()
    qtbot.waitUntil(lambda: section.table.current_row() is not None and section.book.rowCount() == 2)
    assert "Undangan" in section.table.current_row().explanation
    assert section.search.text() == ""
    section.search.setText("Undangan")
    qtbot.waitUntil(lambda: section.book.rowCount() == 1)
    section.print_button.click()
    qtbot.waitUntil(lambda: isinstance(section.dialog, PaperDialog), timeout=20_000)
    assert "2 nomor" in section.dialog.paper.document.getAllText(0).text()  # not only the one looked for


def test_of_several_reserved_numbers_the_first_is_chosen(qtbot, open_section, issue):
    issue("Rina")
    section = open_section()
    qtbot.waitUntil(lambda: section.table.current_row() is not None)
    section.reserve_button.click()
    form = section.dialog
    form.count.setValue(3)
    form.purpose.setText("Undangan")
    form.save_button.click()
    qtbot.waitUntil(lambda: section.book.rowCount() == 4 and len(form.made) == 3)
    qtbot.waitUntil(lambda: section.table.current_row().number == form.made[0].number)


def test_a_reservation_before_a_later_number_says_so(qtbot, open_section, issue):
    letter = issue("Rina")
    section = open_section()
    section.reserve_button.click()
    form = section.dialog
    qtbot.waitUntil(lambda: "Nomor pertama" in form.preview.text())
    assert "sisipan" not in form.preview.text()
    form.dated_on.set_value(date(TODAY.year, 1, 2))
    form.form.edited.emit("dated_on")
    qtbot.waitUntil(lambda: f"Nomor {letter.number} sudah dipakai" in form.preview.text())
