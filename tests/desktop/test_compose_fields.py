"""Fields of letters that know more: sums, amounts, choices, kecamatan, lists without marks, amber lines."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from db.rules.letter_kinds import LetterKind
from db.services import drafts
from desktop.letters.compose import ComposeSection
from tests.desktop.conftest import text_of
from tests.desktop.test_compose import begin, field

DAY = date(2020, 4, 16)


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(DAY)


@pytest.fixture
def section(worker, show):
    return show(ComposeSection(worker))


def note(section, name):
    return section.editing.form.form._fields[f"isi_{name}"]._note.text()


def test_the_sum_follows_the_rows_and_words_are_refused(qtbot, section):
    begin(qtbot, section, LetterKind.ALLOWANCE_LIST)
    people, total = field(section, "penerima"), field(section, "total")
    assert total.isReadOnly()
    people.set_value([{"nama": "Dewi", "jumlah": "700000"}, {"nama": "Hasan", "jumlah": "650000"}])
    place = [column.name for column in people.columns].index("jumlah")
    assert people.table.item(0, place).text() == "700.000"
    assert total.text() == "1.350.000"
    people.table.item(1, place).setText("Rp 800000")
    assert people.table.item(1, place).text() == "800.000"
    assert total.text() == "1.500.000"
    people.table.item(1, place).setText("delapan ratus ribu")
    assert "Baris 2" in people.note.text()
    assert not section.editing.form.check()
    people.table.setCurrentCell(1, 0)
    people.remove_rows()
    assert total.text() == "700.000"
    qtbot.waitUntil(lambda: "Rp700.000,00" in text_of(section))


def test_urgency_is_chosen_and_a_kecamatan_comes_from_the_list(qtbot, section):
    begin(qtbot, section)
    assert field(section, "sifat").value() == "Segera"
    assert field(section, "lampiran").text() == "-"
    assert not section.editing.changed()  # what is usual is no work
    field(section, "sifat").set_value("Rahasia")
    qtbot.waitUntil(lambda: "Rahasia" in text_of(section))
    begin(qtbot, section, LetterKind.CALL)
    names = field(section, "kecamatan")
    qtbot.waitUntil(lambda: names.count() > 1)
    names.setEditText("Di luar daftar")
    assert section.editing.form.value().values["kecamatan"] == "Di luar daftar"
    names.set_value(names.itemText(1))
    assert section.editing.form.value().values["kecamatan"] == names.itemText(1)


def test_an_older_urgency_stays(qtbot, section):
    begin(qtbot, section, LetterKind.OFFICIAL_LETTER, {"sifat": "Penting"})
    assert section.editing.form.value().values["sifat"] == "Penting"


def test_a_day_that_is_odd_and_a_short_nip_are_said_in_amber(qtbot, section):
    begin(qtbot, section)
    field(section, "tanggal_acara").set_value(date(2020, 4, 15))
    assert "mendahului tanggal surat" in note(section, "tanggal_acara")
    assert any("mendahului tanggal surat" in said for said in section.editing.form.form.warnings())
    field(section, "tanggal_acara").set_value(date(2020, 4, 20))
    assert note(section, "tanggal_acara") == ""
    assert section.editing.form.form.warnings() == []
    begin(qtbot, section, LetterKind.ALLOWANCE_LIST)
    field(section, "nip_bendahara").setText("1982040520060420")
    assert "18 angka" in note(section, "nip_bendahara")
    field(section, "nip_bendahara").setText("198204052006042011")
    assert "18 angka" not in note(section, "nip_bendahara")
    qtbot.waitUntil(lambda: "19820405 200604 2 011" in text_of(section))


def test_marks_fall_out_of_a_pasted_list_and_stay_in_paragraphs(qtbot, section):
    begin(qtbot, section, LetterKind.OFFICIAL_LETTER)
    QGuiApplication.clipboard().setText("1. Bupati Sumbawa\n- Arsip\n")
    field(section, "tembusan").paste()
    assert field(section, "tembusan").value() == ["Bupati Sumbawa", "Arsip"]
    field(section, "isi").paste()
    assert field(section, "isi").value() == ["1. Bupati Sumbawa", "- Arsip"]
    copies = field(section, "tembusan")
    copies.setPlainText("Kepala Seksi ")
    copies.moveCursor(copies.textCursor().MoveOperation.End)
    told = QMimeData()
    told.setText("a. Umum")
    copies.insertFromMimeData(told)
    assert copies.value() == ["Kepala Seksi a. Umum"]


def test_a_score_sheet_begins_with_the_aspects_and_that_is_no_work(qtbot, section, act):
    begin(qtbot, section, LetterKind.SCORE_SHEET)
    aspects = field(section, "aspek")
    qtbot.waitUntil(lambda: aspects.value() is not None)
    assert sum(int(row["bobot"]) for row in aspects.value()) == 100
    assert not section.editing.changed()
    assert act(drafts.count_drafts) == 0


def test_the_preview_shows_the_number_that_is_expected(qtbot, section):
    begin(qtbot, section)
    wish = section.editing.form.wish
    qtbot.waitUntil(lambda: bool(wish.expected()))
    qtbot.waitUntil(lambda: wish.expected() in text_of(section))
    assert section.preview.last.frame.number == ""  # a copy in Word has none yet
    wish.choice.setCurrentIndex(1)  # dots
    qtbot.waitUntil(lambda: "/2020" not in text_of(section).split("Sifat")[0])
