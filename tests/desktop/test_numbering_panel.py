"""The numbering of the office: judged while it is typed, saved together, with codes to choose from."""

from datetime import date

import pytest
from PySide6.QtCore import QSettings, Qt

from db.rules.letter_kinds import LetterKind
from db.rules.numbering import TOKENS, NumberScope, Secrecy
from db.services import numbering, numbers
from desktop.clock import set_today
from desktop.office.office_dialog import OfficeDialog

TODAY = date(2020, 4, 9)


@pytest.fixture(autouse=True)
def own_computer(tmp_path):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    set_today(TODAY)
    yield
    set_today(None)


@pytest.fixture
def dialog(qtbot, worker, monkeypatch):
    monkeypatch.setattr("desktop.office.office_dialog.confirm", lambda *_args, **_rest: True)
    dialog = OfficeDialog(None, worker)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    dialog.show()
    dialog.show_panel(dialog.numbering)
    qtbot.waitUntil(lambda: bool(dialog.numbering.lines[LetterKind.CALL].example.text()))
    return dialog


@pytest.fixture
def panel(dialog):
    return dialog.numbering


def ask(worker, service, *args, **kwargs):
    with worker.database.reading() as session:
        return service(session, *args, **kwargs)


def kept(worker, kind):
    return next(row for row in ask(worker, numbering.get_numbering).rows if row.kind is kind)


def test_only_kinds_with_a_number_are_listed_and_nothing_is_edited_at_first(panel):
    assert list(panel.lines) == numbering.numbered_kinds()
    assert not panel.is_edited()
    assert panel.lines[LetterKind.CALL].classification.currentText().startswith("★ 400.9.12.3 Tenaga")


def test_the_hint_names_every_token_there_is(panel):
    assert all(f"{{{token}}}" in panel.hint.text() for token in TOKENS)
    assert "{kode_pd}" in panel.hint.text()


def test_an_unknown_token_is_marked_while_typing_and_never_saved(qtbot, panel, worker):
    call = panel.lines[LetterKind.CALL]
    assert call.example.text() == "Berikutnya: 400.9.12.3/001/Dinsos/2020"
    call.format.setText("{klasifikasi}/{nomer}")
    assert "{nomer}, yang tidak dikenal" in call.example.text()
    panel.save_button.click()
    call.format.setText("{urut}/{kode}/{bulan_romawi}/{tahun}")
    assert call.example.text() == "Berikutnya: 1/Dinsos/IV/2020"
    panel.save_button.click()
    qtbot.waitUntil(lambda: "disimpan" in panel.banner.text.text())
    assert kept(worker, LetterKind.CALL).number_format == "{urut}/{kode}/{bulan_romawi}/{tahun}"
    assert not panel.is_edited()


def test_the_example_shows_the_next_number_and_follows_what_others_take(qtbot, panel, worker):
    worker.write(
        panel,
        lambda session: numbers.reserve(session, LetterKind.CALL, TODAY, 40, "Undangan"),
        then=lambda _made: None,
    )
    qtbot.waitUntil(lambda: "/041/" in panel.lines[LetterKind.CALL].example.text())


def test_a_code_is_found_by_a_word_and_a_local_one_may_be_typed(qtbot, panel, worker):
    call, order = panel.lines[LetterKind.CALL], panel.lines[LetterKind.ASSIGNMENT]
    call.classification.setEditText("karang taruna")
    assert call.classification.value() == "400.9.12.5"
    order.classification.setEditText("094.77")
    assert order.example.text().startswith("Berikutnya: 094.77/001/")
    panel.save_button.click()
    qtbot.waitUntil(lambda: "disimpan" in panel.banner.text.text())
    assert kept(worker, LetterKind.CALL).classification == "400.9.12.5"
    assert kept(worker, LetterKind.ASSIGNMENT).classification == "094.77"
    call.classification.setEditText("bukan kode")
    assert "ketik kodenya saja" in call.example.text()


def test_codes_of_section_kind_and_secrecy_come_from_their_fields(qtbot, panel, worker):
    order = panel.lines[LetterKind.ASSIGNMENT]
    order.format.setText("{urut}/{kode_bidang}/{jenis}/{keamanan}")
    assert "isi dahulu kode bidang" in order.example.text()
    panel.section_code.setText("BID.PEMSOS")
    assert order.example.text() == "Berikutnya: 1/BID.PEMSOS/ST/B"
    order.type_code.setText("Sprin")
    order.secrecy.setCurrentIndex(order.secrecy.findData(Secrecy.LIMITED))
    order.by_hand.setChecked(True)
    assert "1/BID.PEMSOS/Sprin/T" in order.example.text()
    panel.save_button.click()
    qtbot.waitUntil(lambda: "disimpan" in panel.banner.text.text())
    row = kept(worker, LetterKind.ASSIGNMENT)
    assert (row.type_code, row.secrecy, row.number_by_hand) == ("Sprin", Secrecy.LIMITED, True)
    assert ask(worker, numbering.get_numbering).section_code == "BID.PEMSOS"


def test_runs_that_would_be_written_alike_are_refused_with_a_way_out(qtbot, panel, worker):
    panel.scope.setCurrentIndex(panel.scope.findData(NumberScope.KIND))
    panel.save_button.click()
    assert "dihitung sendiri-sendiri" in panel.banner.text.text()
    panel.banner.link.click()
    panel.save_button.click()
    qtbot.waitUntil(lambda: "disimpan" in panel.banner.text.text())
    saved = ask(worker, numbering.get_numbering)
    assert saved.scope is NumberScope.KIND
    assert numbering.check_numbering(saved) == []


def test_the_start_number_only_goes_up(qtbot, panel, worker):
    panel.start_button.click()
    form = panel.dialog
    qtbot.waitUntil(lambda: form.series.count() == 1)
    assert not form.unsaved()
    form.last.setValue(1540)
    form.save_button.click()
    qtbot.waitUntil(lambda: "/1541/" in panel.lines[LetterKind.CALL].example.text())
    panel.start_button.click()
    qtbot.waitUntil(lambda: panel.dialog.last.value() == 1540)
    assert panel.dialog.last.minimum() == 1540
    panel.dialog.reject()


def test_codes_are_searched_marked_closed_and_added(qtbot, panel, worker):
    panel.codes_button.click()
    codes = panel.dialog
    qtbot.waitUntil(lambda: codes.rows.rowCount() == 110)
    assert codes.rows.rows[0].favourite
    codes.search.setText("suku terasing")
    qtbot.waitUntil(lambda: codes.rows.rowCount() == 1)
    codes.table.selectRow(0)
    codes.favourite_button.click()
    qtbot.waitUntil(lambda: codes.favourite_button.text() == "Lepas dari sering dipakai")
    line = panel.lines[LetterKind.CALL].classification
    qtbot.waitUntil(lambda: line.findText("★ 467.1 Masyarakat suku terasing") >= 0)
    codes.close_code_button.click()
    qtbot.waitUntil(lambda: codes.close_code_button.text() == "Pakai lagi")
    qtbot.waitUntil(lambda: line.findData("467.1") < 0)
    codes.search.setText("kapal selam")
    qtbot.waitUntil(lambda: codes.rows.rowCount() == 0)
    codes.table._empty.button.click()
    codes.dialog.code.setText("467.1")
    codes.dialog.name.setText("TKSK")
    codes.dialog.save_button.click()
    qtbot.waitUntil(lambda: "sudah ada" in codes.dialog.code.accessibleDescription())
    codes.dialog.code.setText("460.TKSK")
    codes.dialog.save_button.click()
    qtbot.waitUntil(lambda: line.findData("460.TKSK") >= 0)
    codes.close_button.click()
    assert not panel.is_edited()
