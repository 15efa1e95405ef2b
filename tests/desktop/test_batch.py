"""Many letters as one file."""

from datetime import date

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from python_calamine import CalamineWorkbook

from db.lettering import Addressing, write_letter
from db.rules.letters import CallFacts
from desktop import paper
from desktop.letters.outgoing import OutgoingSection
from desktop.parts.letter_batch import BatchDialog, Made
from desktop.parts.letter_messages import MessagesDialog

DAY = date(2020, 4, 16)


def test_one_pdf_is_written_piece_by_piece_and_whole_or_not_at_all(qtbot, worker, act, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.parts.letter_batch.CHUNK", 2)
    made = []
    for name in ("Rina", "Ahmad", "Dewi", "Joko", "Lalu"):
        facts = CallFacts(name, "003", "Motong", "Utan", "Kabupaten Sumbawa", 2020, DAY, "09.00", "Aula")
        one = act(write_letter, facts, Addressing("Panggilan", name), dated_on=DAY, render=paper.render)
        made.append(Made(one.id, one.number, one.subject, name))
    dialog = BatchDialog(None, worker, made)
    qtbot.addWidget(dialog)
    folder = tmp_path / "surat"
    folder.mkdir()
    target = folder / "surat.pdf"
    target.write_bytes(b"yang lama")
    monkeypatch.setattr(dialog.waiting, "advance", lambda *_any: dialog.cancel())
    with qtbot.waitSignal(dialog.said):
        dialog.write_to(target)
    assert [path.read_bytes() for path in folder.iterdir()] == [b"yang lama"]
    monkeypatch.undo()
    with qtbot.waitSignal(dialog.said):
        dialog.write_to(target)
    [path] = folder.iterdir()
    assert [item.title for item in PdfReader(path).outline] == [f"{m.number} {m.subject}" for m in made]
    dialog.write_to(tmp_path / "tidak ada" / "surat.pdf")
    qtbot.waitUntil(lambda: "foldernya tidak ada" in dialog.banner.text.text())


@pytest.fixture
def calls(act):
    made = []
    for name in ("Rina", "Ahmad", "Dewi"):
        facts = CallFacts(name, "003", "Motong", "Utan", "Kabupaten Sumbawa", 2020, DAY, "09.00", "Aula")
        one = act(write_letter, facts, Addressing("Panggilan", name), dated_on=DAY, render=paper.render)
        made.append(Made(one.id, one.number, one.subject, name, "0812" if name == "Ahmad" else "", True))
    return made


def test_the_texts_of_a_batch_are_a_table_to_copy_and_to_keep(qtbot, worker, calls, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.parts.letter_messages.CHUNK", 2)
    batch = BatchDialog(None, worker, calls)
    qtbot.addWidget(batch)
    assert not batch.messages_button.isHidden()
    batch.messages_button.click()
    dialog = batch.dialog
    qtbot.waitUntil(lambda: len(dialog.messages) == 3)
    assert [m.number for m in dialog.messages] == [one.number for one in calls]
    assert [m.phone for m in dialog.messages] == ["", "0812", ""]
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == dialog.messages[0].text
    assert "Rina" in dialog.messages[0].text
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert "Ahmad" in QGuiApplication.clipboard().text()
    dialog.table.selectRow(2)
    qtbot.keyClicks(dialog.phone, "0813")
    dialog.number_button.click()
    assert QGuiApplication.clipboard().text() == dialog.rows.row(2).phone == "0813"
    dialog.all_button.click()
    said = QGuiApplication.clipboard().text()
    assert said.index("Rina") < said.index("Ahmad") < said.index("Dewi · 0813")
    target = tmp_path / "teks.xlsx"
    dialog.save_to(target)
    qtbot.waitUntil(lambda: "teks.xlsx disimpan" in dialog.banner.text.text())
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()[4:]
    assert [row[:3] for row in rows] == [[m.number, m.name, m.phone] for m in dialog.messages]
    assert rows[1][2] == "0812"
    dialog.close_button.click()


def test_a_batch_is_printed_as_one_paper_in_the_order_of_the_list(qtbot, worker, calls, monkeypatch):
    monkeypatch.setattr("desktop.parts.letter_batch.CHUNK", 2)
    batch = BatchDialog(None, worker, calls[::-1])
    qtbot.addWidget(batch)
    batch.print_button.click()
    assert not batch.make_button.isEnabled()
    qtbot.waitUntil(lambda: batch.paper_dialog is not None, timeout=10_000)
    pages = batch.paper_dialog.paper.document
    assert pages.pageCount() == 3
    for place, one in enumerate(calls[::-1]):
        assert one.number in pages.getAllText(place).text()
    assert batch.paper_dialog.paper.print_button.isDefault()
    assert batch.make_button.isEnabled()
    batch.paper_dialog.accept()


def test_letters_without_such_a_text_say_so(qtbot, worker, calls):
    batch = BatchDialog(None, worker, [Made(one.id, one.number, one.subject) for one in calls])
    qtbot.addWidget(batch)
    assert batch.messages_button.isHidden()
    dialog = MessagesDialog(None, worker)
    qtbot.addWidget(dialog)
    dialog.read([])
    assert not dialog.copy_button.isEnabled()
    for act_on in (dialog.copy, dialog.copy_all, dialog.copy_number):
        act_on()


def test_reading_stops_when_the_window_is_closed(qtbot, worker, calls, monkeypatch):
    monkeypatch.setattr("desktop.parts.letter_messages.CHUNK", 1)
    dialog = MessagesDialog(None, worker)
    qtbot.addWidget(dialog)
    dialog.read([one.id for one in calls])
    dialog.reject()
    qtbot.waitUntil(lambda: dialog.waiting.isHidden())
    assert len(dialog.messages) <= 1


def test_the_texts_of_chosen_letters_are_opened_again_from_the_register(qtbot, worker, calls, show):
    section = show(OutgoingSection(worker))
    qtbot.waitUntil(lambda: section.letters.rowCount() == 3 and section.table.current_row() is not None)
    section.table.selectAll()
    section.messages_action.trigger()
    qtbot.waitUntil(lambda: isinstance(section.dialog, MessagesDialog) and len(section.dialog.messages) == 3)
    assert {m.name for m in section.dialog.messages} == {"Rina", "Ahmad", "Dewi"}
    section.dialog.accept()
