"""The import from the window: file, headings, columns, preview, writing, result, taking back."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from db.models.imports import ImportBatch
from db.models.people import Person
from db.rules.access import ROLES
from db.rules.imports import Outcome
from db.services import imports
from desktop import clock
from desktop.officers.imports_section import ImportsSection
from desktop.parts.import_pages import half_accounts
from tests.services.rosters import EPSKS, write_dki, write_list

TODAY = date(2020, 4, 9)
NIK = "520406120390"


@pytest.fixture(autouse=True)
def _today():
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


@pytest.fixture
def section(show, worker):
    return show(ImportsSection(worker))


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def row(number, **others):
    values = {
        "Nama Lengkap": f"Orang Uji {chr(65 + number % 26)}{number}",
        "No. KTP / NIK": f"{NIK}{9000 + number}",
        "Kecamatan Lokasi Tugas": "Utan",
    }
    return values | others


@pytest.fixture
def begin(qtbot, section):
    """Opens a file in the steps."""

    def run(path):
        wizard = section.start_import(path)
        qtbot.waitUntil(lambda: bool(wizard.file_page.lists))
        return wizard

    return run


def preview(qtbot, wizard):
    click(qtbot, wizard.next_button)
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: wizard.stack.currentIndex() == 2)


def write(qtbot, wizard):
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: wizard.stack.currentIndex() == 3)


def count(act, kind):
    return act(lambda session: session.scalar(select(func.count()).select_from(kind)))


def test_the_whole_way_with_dki_and_back(qtbot, section, begin, act, tmp_path):
    rows = [
        {
            "NAMA": "AHMAD UJI, S.Sos",
            "NIK": 5204061203909001,
            "TELPON": 81234567890.0,
            "JENIS KELAMIN L": "v",
        },
        {"NAMA": "BUDI UJI", "NIK": "5.204E+15"},
    ]
    path = write_dki(
        tmp_path / "dki.xlsx", {"Utara": rows, "Selatan": [{"NAMA": "SITI UJI", "NIK": f"{NIK}9003"}]}
    )
    people = count(act, Person)
    wizard = begin(path)
    assert wizard.file_page.sheet.currentText() == "Semua lembar dengan judul yang sama (2)"
    assert (wizard.file_page.first.value(), wizard.file_page.last.value()) == (3, 4)
    assert wizard.file_page.model.row(2).part == 0
    click(qtbot, wizard.next_button)
    assert wizard.columns_page.headings[8] == "JENIS KELAMIN · L"
    assert wizard.columns_page.fields[8].currentData() == "sex_male"
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: wizard.stack.currentIndex() == 2)
    assert [one.plan.outcome for one in wizard.preview_page.model.rows] == [
        Outcome.NEW,
        Outcome.ERROR,
        Outcome.NEW,
    ]
    assert count(act, Person) == people
    wizard.preview_page.filter.setCurrentIndex(wizard.preview_page.filter.findData(Outcome.ERROR))
    [refused] = wizard.preview_page.model.rows
    assert "angka terakhirnya hilang" in refused.plan.reason
    assert wizard.next_button.text() == "Tulis 2 baris ke data"
    said = []
    section.said.connect(said.append)
    write(qtbot, wizard)
    assert said == [
        "dki.xlsx: 3 baris = 2 baru + 0 berubah + 0 sama + 1 ditolak + 0 dilewati; "
        "0 mendapat penugasan, 2 belum bertugas"
    ]
    wizard.save_to(tmp_path / "hasil.xlsx")
    qtbot.waitUntil(lambda: "disimpan" in wizard.banner.text.text())
    cells = CalamineWorkbook.from_path(str(tmp_path / "hasil.xlsx")).get_sheet_by_index(0).to_python()
    assert cells[0][-4:] == ["Baris", "Hasil", "Alasan", "Perubahan"]
    assert [line[-3] for line in cells[1:]] == ["Baru", "Ditolak", "Baru"]
    assert cells[1][5] == "5204061203909001"
    wizard.reject()
    qtbot.waitUntil(lambda: section.model.rowCount() == 1)
    assert count(act, Person) == people + 2

    click(qtbot, section.back_button)
    qtbot.waitUntil(lambda: section.dialog is not None)
    click(qtbot, section.dialog.back_button)
    qtbot.waitUntil(lambda: bool(section.model.rows[0].taken_back_at))
    qtbot.waitUntil(lambda: "2 baris dari dki.xlsx diambil kembali." in section.page.banner.text.text())
    assert count(act, Person) == people
    assert not section.back_button.isEnabled()


def test_a_column_matched_by_hand_is_remembered(qtbot, begin, act, tmp_path):
    headings = ("Siapa", *EPSKS[1:])
    given = {"Siapa" if key == "Nama Lengkap" else key: value for key, value in row(1).items()}
    path = write_list(tmp_path / "aneh.xlsx", headings, [given])
    wizard = begin(path)
    click(qtbot, wizard.next_button)
    assert not wizard.next_button.isEnabled()
    assert "Belum ada kolom untuk Nama." in wizard.columns_page.summary.text()
    combo = wizard.columns_page.fields[0]
    combo.setCurrentIndex(combo.findData("name"))
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: wizard.stack.currentIndex() == 2)
    write(qtbot, wizard)
    wizard.reject()
    again = begin(path)
    qtbot.waitUntil(lambda: bool(again._remembered))
    qtbot.waitUntil(lambda: "sudah pernah diimpor" in again.banner.text.text())
    click(qtbot, again.next_button)
    assert again.columns_page.fields[0].currentData() == "name"


def test_known_values_are_replaced_only_when_asked(qtbot, begin, act, tmp_path):
    path = write_list(tmp_path / "a.xlsx", EPSKS, [row(1, **{"No. Handphone": "081234567890"})])
    wizard = begin(path)
    preview(qtbot, wizard)
    write(qtbot, wizard)
    wizard.reject()
    other = write_list(tmp_path / "b.xlsx", EPSKS, [row(1, **{"No. Handphone": "081299990001"})])
    wizard = begin(other)
    preview(qtbot, wizard)
    assert not wizard.next_button.isEnabled()  # nothing to write
    assert "No. HP tetap 081234567890" in wizard.preview_page.model.row(0).plan.reason
    click(qtbot, wizard.back_button)
    wizard.columns_page.overwrite_all.click()
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: wizard.stack.currentIndex() == 2)
    shown = wizard.preview_page.model
    place = [column.title for column in shown.columns].index("No. HP")
    assert shown.index(0, place).data() == "081234567890 → 081299990001"
    assert shown.columns[place].tone(shown.row(0)) == "warn"
    write(qtbot, wizard)
    phone = select(Person.phone).where(Person.nik == f"{NIK}9001")
    assert act(lambda session: session.scalar(phone)) == "081299990001"


def test_another_row_of_headings_may_be_chosen(qtbot, begin, tmp_path):
    wizard = begin(write_list(tmp_path / "a.xlsx", EPSKS, [row(1)], title="DATA TKSK"))
    assert wizard.file_page.first.value() == 3
    wizard.file_page.first.setValue(4)
    assert wizard.file_page.last.value() == 4
    click(qtbot, wizard.next_button)
    assert wizard.columns_page.headings[0] == "Orang Uji B1"


def test_what_cannot_be_read_is_said_and_nothing_happens(qtbot, section, tmp_path):
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(b"PK nothing")
    wizard = section.start_import(path)
    qtbot.waitUntil(lambda: "rusak.xlsx tidak dapat dibaca" in wizard.banner.text.text())
    assert not wizard.next_button.isEnabled()
    wizard.reject()
    assert section.dialog is None


def test_a_file_may_be_dropped(qtbot, section, tmp_path):
    path = write_list(tmp_path / "a.xlsx", EPSKS, [row(1)])
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    section.dropEvent(QDropEvent(QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, mime, buttons, keys))
    qtbot.waitUntil(lambda: bool(section.dialog.file_page.lists))
    section.dialog.reject()


def test_cancelling_while_writing_leaves_nothing(qtbot, begin, act, tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 5)
    people = count(act, Person)
    wizard = begin(write_list(tmp_path / "a.xlsx", EPSKS, [row(number) for number in range(60)]))
    preview(qtbot, wizard)
    wizard.progress.advanced.connect(lambda _done: wizard.progress.stop(), Qt.ConnectionType.DirectConnection)
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: "Dihentikan" in wizard.banner.text.text())
    assert wizard.stack.currentIndex() == 2
    assert (count(act, Person), count(act, ImportBatch)) == (people, 0)


def test_the_template_is_understood_whole(qtbot, section, begin, tmp_path, monkeypatch):
    path = tmp_path / "templat.xlsx"
    monkeypatch.setattr("desktop.parts.import_list.ask_where_to_save", lambda *_all: path)
    click(qtbot, section.template_button)
    qtbot.waitUntil(lambda: "disimpan" in section.page.banner.text.text())
    wizard = begin(path)
    assert wizard.file_page.sheet.currentText() == "Daftar"
    click(qtbot, wizard.next_button)
    fields = section.targets[0].by_name()
    titles = [fields[name].label for name in wizard.columns_page.columns()]
    assert tuple(titles) == wizard.columns_page.headings  # each to its own field
    assert {"name", "nik", "niat", "post", "post_start"} <= set(wizard.columns_page.columns())


def test_who_may_only_look_imports_nothing(show, worker):
    from dataclasses import replace

    worker.database.actor = replace(worker.actor, rights=ROLES["auditor"][1])
    section = show(ImportsSection(worker))
    assert not section.import_button.isEnabled()
    assert section.start_import() is None


def test_examples_are_shown_as_they_will_be_kept(qtbot, begin, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Nama;TMT;No. HP\nBudi Uji;43891;81234567890\n", "utf-8")
    wizard = begin(path)
    click(qtbot, wizard.next_button)
    page = wizard.columns_page
    assert page.columns() == ("name", "post_start", "phone")
    assert [one.text() for one in page.examples] == ["Budi Uji", "01-03-2020", "081234567890"]
    page.fields[1].setCurrentIndex(0)
    assert page.examples[1].text() == "43891"


def test_who_gets_no_assignment_is_amber_and_named(qtbot, section, begin, tmp_path):
    wizard = begin(write_list(tmp_path / "a.xlsx", EPSKS, [row(1)]))
    preview(qtbot, wizard)
    shown = wizard.preview_page
    place = [column.title for column in shown.model.columns].index("Hasil")
    assert shown.model.columns[place].tone(shown.model.row(0)) == "warn"
    assert "0 mendapat penugasan, 1 belum bertugas" in shown.summary.text()
    write(qtbot, wizard)
    assert wizard.result_page.came_model.rows[0].reason.startswith("Penugasan di Utan tidak dibuat")
    assert "TKSK tanpa penugasan" in wizard.result_page.details.text()


def test_what_did_not_go_in_stands_apart_from_what_did(qtbot, section, begin, tmp_path):
    wizard = begin(write_list(tmp_path / "a.xlsx", EPSKS, [row(1), row(2) | {"No. KTP / NIK": "5204"}]))
    preview(qtbot, wizard)
    write(qtbot, wizard)
    page = wizard.result_page
    assert [one.outcome for one in page.model.rows] == [Outcome.ERROR]
    assert [one.outcome for one in page.came_model.rows] == [Outcome.NEW]
    assert page.details.text().endswith("lalu impor lagi berkas itu.")
    assert page.came_title.isVisible()


def test_a_day_for_rows_without_year_is_asked_for(qtbot, begin, tmp_path):
    wizard = begin(write_list(tmp_path / "a.xlsx", EPSKS, [row(1)]))
    click(qtbot, wizard.next_button)
    page = wizard.columns_page
    assert page.post_from() is None
    page.start_choice.setCurrentIndex(1)
    assert not wizard.next_button.isEnabled()
    page.start_day.set_value(date(2020, 2, 3))
    assert page.post_from() == date(2020, 2, 3)
    assert wizard.next_button.isEnabled()
    page.with_posts.setChecked(False)
    assert page.post_from() is None


def test_half_an_account_is_told_at_the_columns():
    assert half_accounts(("name", "apbn.bank", "")).startswith("Rekening tanpa kolom nomor")
    assert half_accounts(("apbn.number", "apbn.holder")).startswith("Rekening tanpa kolom nama bank")
    assert half_accounts(("apbn.number", "apbn.bank", "apbd_province.jatim")) == ""


def test_the_button_asks_for_the_file_at_once(section, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("desktop.parts.import_wizard.ask_what_to_open", lambda *args: asked.append(args))
    section.import_button.click()
    assert len(asked) == 1
    assert section.dialog is None
