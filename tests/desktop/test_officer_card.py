"""The card of an officer by keyboard: parts, rows, photo, evaluations, refusals at the field, read-only."""

import os
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from db.rules.access import ROLES
from db.rules.officer_card import AccountRow, PaperRow
from db.rules.problems import RuleViolation
from db.services import evaluations, officer_card, officers
from db.services.evaluations import EvaluationForm
from desktop.officers.card import OfficerCardDialog
from desktop.officers.tab import OfficersTab
from desktop.parts.photo import read_photo, shrink
from desktop.parts.scan import NewScan
from tests.services.utan import UTAN

TODAY = date(2020, 4, 13)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _quiet(set_day, own_settings):
    set_day(TODAY)


@pytest.fixture
def utan(act):
    """The id of Utan's officer."""
    return next(row for row in act(officers.list_posts, on=TODAY) if row.id == UTAN).officer_id


@pytest.fixture
def open_card(qtbot, worker):
    """Opens a card and waits until it is filled."""
    host = QWidget()
    qtbot.addWidget(host)
    host.show()

    def run(officer_id):
        dialog = OfficerCardDialog(host, worker, officer_id)
        dialog.open()
        qtbot.waitUntil(lambda: dialog._loaded is not None)
        qtbot.waitUntil(lambda: dialog.form.widget("desa_code").count() > 0)
        qtbot.waitUntil(lambda: dialog.form.widget("education").count() > 0)
        qtbot.wait(20)
        return dialog

    return run


@pytest.fixture
def card(open_card, utan):
    dialog = open_card(utan)
    yield dialog
    dialog.form.fill(dialog.form.original)
    dialog.fields.before = dialog.fields.values()
    dialog.reject()


def saved(qtbot, dialog):
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        qtbot.keyClick(dialog, Qt.Key.Key_S, CONTROL)
    return dialog.sentence


def photo(path, size=(3000, 4000), kind="JPEG"):
    Image.new("RGB", size, "navy").save(path, kind)
    return path


def test_the_decrees_of_the_register_propose_the_appointments(card, qtbot, act, utan):
    assert card.fields.propose_button.isVisibleTo(card)
    assert not card.changed()
    card.fields.propose_button.click()
    [newest, *_rest] = act(officer_card.get_card, utan).decrees
    assert card.form.widget("last_decree").text() == newest.number
    assert not card.fields.propose_button.isVisibleTo(card)
    card.submit()
    qtbot.waitUntil(lambda: not card.isVisible())
    kept = act(officer_card.get_card, utan)
    assert kept.form.officer["last_issuer"] == newest.issuer
    assert kept.proposed == {}


def test_what_is_typed_is_saved_with_ctrl_s_and_nothing_else_changes(open_card, qtbot, act, utan):
    before = act(officer_card.get_card, utan)
    dialog = open_card(utan)
    assert dialog.windowTitle() == "Kartu TKSK Burhan Maulana, S.Pd."
    assert not dialog.changed()
    dialog.form.widget("mother").setText("Siti Aminah")
    dialog.form.widget("study").setText("Sosiologi, 2010")
    dialog.form.widget("performing").setChecked(False)
    assert dialog.changed()
    assert saved(qtbot, dialog) == "Kartu Burhan Maulana disimpan."
    after = act(officer_card.get_card, utan)
    assert after.person == replace(before.person, mother="Siti Aminah")
    assert after.form.officer == before.form.officer | {"study": "Sosiologi, 2010", "performing": False}


def test_ctrl_and_a_number_jump_to_each_part(card, qtbot):
    first = ("name", "phone", "niat", "accounts", "trainings")
    for place, field in enumerate(first):
        qtbot.keyClick(card, Qt.Key(Qt.Key.Key_1 + place), CONTROL)
        widget = card.form.widget(field)
        assert card.focusWidget() in (widget, widget.focusProxy())
        assert card.side.part_buttons[place].isChecked()
    qtbot.keyClick(card, Qt.Key.Key_6, CONTROL)
    assert card.focusWidget() is card.lists.evaluation_table


def test_rows_are_typed_by_keyboard_and_kept(open_card, qtbot, act, utan):
    dialog = open_card(utan)
    accounts = dialog.fields.rows["accounts"]
    qtbot.keyClick(dialog, Qt.Key.Key_4, CONTROL)
    qtbot.keyClick(accounts.add_button, Qt.Key.Key_Space)
    line = accounts.lines[0]
    assert dialog.focusWidget() is line["source_code"]
    line["source_code"].set_value("apbn")
    qtbot.keyClick(line["source_code"], Qt.Key.Key_Return)
    assert dialog.focusWidget() is line["bank"]
    qtbot.keyClicks(line["bank"], "BNI")
    qtbot.keyClick(line["bank"], Qt.Key.Key_Return)
    qtbot.keyClicks(line["number"], "012-345 6789")
    qtbot.keyClick(line["number"], Qt.Key.Key_Insert)
    assert len(accounts.lines) == 2  # stays empty and is not counted
    saved(qtbot, dialog)
    [account] = act(officer_card.get_card, utan).form.accounts
    assert replace(account, id=None) == AccountRow(None, "apbn", "BNI", "0123456789")

    dialog = open_card(utan)
    field = dialog.fields.rows["accounts"]
    qtbot.keyClick(field.lines[0]["bank"], Qt.Key.Key_Delete, CONTROL)
    saved(qtbot, dialog)
    assert act(officer_card.get_card, utan).form.accounts == ()


def test_what_cannot_be_is_said_in_its_row_and_nothing_is_lost(card, qtbot, act, utan):
    rows = card.fields.rows
    rows["accounts"].add_row({"source_code": "apbn", "number": "12A4"})
    rows["accounts"].add_row({"source_code": "apbn", "number": "5"})
    rows["papers"].add_row({"kind_code": "skck", "dated_on": TODAY, "expires_on": date(2020, 1, 1)})
    qtbot.keyClick(card, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "hanya berisi angka" in rows["accounts"].accessibleDescription())
    assert rows["accounts"].accessibleDescription() == (
        "Baris 1: Nomor rekening hanya berisi angka.\n"
        "Baris 2: Sumber dana ini sudah mempunyai rekening pada baris 1; satu sumber satu rekening."
    )
    assert rows["papers"].accessibleDescription() == (
        "Baris 1: Masa berlaku berakhir sebelum tanggal dokumen (13 April 2020)."
    )
    cell = rows["accounts"].lines[0]["number"]
    assert (cell.property("tone"), cell.text()) == ("bad", "12A4")
    assert act(officer_card.get_card, utan).form.accounts == ()


def test_a_double_niat_is_refused_and_a_strange_one_only_warned_of(card, qtbot):
    niat = card.form.widget("niat")
    niat.set_value("5204050106")
    assert "berbeda dari kode kecamatan 520406" in niat.accessibleDescription()
    qtbot.keyClick(card, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "sudah dimiliki Nurhidayah Syafira" in niat.accessibleDescription())


def test_where_the_nik_contradicts_is_said_at_once(open_card, qtbot, utan):
    dialog = open_card(utan)
    nik = dialog.form.widget("nik").accessibleDescription()
    assert nik == "NIK sah: lahir 05-11-1988, laki-laki."
    sex = dialog.form.widget("sex")
    sex.setCurrentIndex(2)
    assert sex.accessibleDescription() == "NIK menunjukkan laki-laki; periksa KTP."
    saved(qtbot, dialog)  # a warning, never a refusal
    dialog = open_card(utan)
    assert dialog.form.widget("sex").accessibleDescription() == "NIK menunjukkan laki-laki; periksa KTP."
    dialog.reject()


def test_an_expired_paper_is_red_and_keeps_the_scan_that_is_attached(open_card, qtbot, act, utan, tmp_path):
    form = act(officer_card.get_card, utan).form
    papers = (
        PaperRow(None, "skck", expires_on=date(2020, 4, 12)),
        PaperRow(None, "health", expires_on=TODAY),
    )
    act(officer_card.save_card, utan, form, replace(form, papers=papers), TODAY)
    dialog = open_card(utan)
    field = dialog.fields.rows["papers"]
    assert [line["expires_on"].property("tone") for line in field.lines] == ["bad", ""]
    assert field.accessibleDescription() == "1 dokumen sudah kedaluwarsa."
    scan = field.lines[0]["scan_id"]
    path = tmp_path / "skck.pdf"
    path.write_bytes(b"%PDF-1.4 uji")
    scan.use_file(path)
    qtbot.waitUntil(lambda: scan.value() == NewScan("skck.pdf", b"%PDF-1.4 uji"))
    saved(qtbot, dialog)
    assert [paper.scan_id is None for paper in act(officer_card.get_card, utan).form.papers] == [False, True]


def test_a_photo_becomes_small_and_is_saved_with_the_card(open_card, qtbot, act, utan, tmp_path):
    dialog = open_card(utan)
    dialog.side.photo.use_file(photo(tmp_path / "foto.jpg"))
    qtbot.waitUntil(lambda: dialog.side.photo.value() is not None)
    assert dialog.changed()
    saved(qtbot, dialog)
    kept = act(officer_card.get_card, utan).photo
    assert Image.open(BytesIO(kept)).size == (450, 600)
    dialog = open_card(utan)
    dialog.side.photo.remove_button.click()
    saved(qtbot, dialog)
    assert act(officer_card.get_card, utan).photo is None


def test_what_is_no_photo_gets_one_sentence(tmp_path, monkeypatch):
    large, other, bomb = tmp_path / "besar.jpg", tmp_path / "surat.pdf", tmp_path / "bom.png"
    large.touch()
    os.truncate(large, 50 * 1024 * 1024)
    other.write_bytes(b"%PDF-1.4")
    Image.new("1", (6400, 6400)).save(bomb)
    half = photo(tmp_path / "separuh.jpg", (300, 400))
    half.write_bytes(half.read_bytes()[:900])
    said = {}
    for path in (large, other, bomb, half, tmp_path / "hilang.jpg"):
        with pytest.raises(RuleViolation) as refusal:
            read_photo(path)
        said[path.name] = str(refusal.value)
    assert (
        said["besar.jpg"] == "besar.jpg berukuran 50 MB; foto paling besar 20 MB. Perkecil atau foto ulang."
    )
    assert said["surat.pdf"] == "surat.pdf bukan foto yang dapat dibaca. Pilih berkas JPG atau PNG."
    assert said["bom.png"].startswith("bom.png terlalu besar (41 juta titik; paling banyak 40).")
    assert said["separuh.jpg"] == "separuh.jpg bukan foto yang dapat dibaca. Pilih berkas JPG atau PNG."
    assert said["hilang.jpg"].startswith("hilang.jpg tidak dapat dibaca: ")


def test_a_photo_stands_upright_and_forgets_where_it_was_taken():
    picture, output = Image.new("RGBA", (400, 200), (0, 0, 255, 0)), BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "rahasia"  # turned by 90°; a description
    picture.convert("RGB").save(output, "JPEG", exif=exif)
    small = Image.open(BytesIO(shrink(output.getvalue(), "a.jpg")))
    assert (small.size, dict(small.getexif())) == ((200, 400), {})
    output = BytesIO()
    picture.save(output, "PNG")
    assert Image.open(BytesIO(shrink(output.getvalue(), "a.png"))).getpixel((5, 5)) == (255, 255, 255)


def test_an_evaluation_is_noted_its_grade_follows_and_the_form_is_printed(card, qtbot, act, utan):
    qtbot.mouseClick(card.lists.add_button, Qt.MouseButton.LeftButton)
    dialog = card.dialog
    qtbot.waitUntil(dialog.isActiveWindow)
    points = (85, 80, 78, 90, 75)
    for field, score in zip(dialog.scores.values(), points, strict=False):
        field.set_value(score)
    assert (dialog.value.text(), dialog.grade.text()) == ("—", "1 unsur belum dinilai")
    dialog.scores["E6"].set_value(101)
    dialog.form.widget("year").set_value(2021)
    qtbot.keyClick(dialog, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "yang diketik 101" in dialog.scores["E6"].accessibleDescription())
    assert "belum berjalan" in dialog.form.widget("year").accessibleDescription()
    dialog.scores["E6"].set_value(90)
    dialog.form.widget("year").set_value(2020)
    assert (dialog.value.text(), dialog.grade.text()) == ("83,10", "Baik")
    qtbot.keyClick(dialog, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: card.lists.evaluations.rowCount() == 1)
    assert [card.lists.evaluations.index(0, column).data() for column in range(3)] == [
        "2020",
        "83,10",
        "Baik",
    ]

    qtbot.mouseClick(card.lists.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: hasattr(card.dialog, "paper"), timeout=20_000)
    paper = card.dialog.paper
    qtbot.waitUntil(lambda: paper.document.pageCount() == 1)
    assert "83,10" in paper.document.getAllText(0).text()
    card.dialog.close()


def test_an_old_evaluation_shows_the_grade_that_it_was_given(card, qtbot, act, utan, monkeypatch):
    form = EvaluationForm(2019, {f"E{i}": 79 for i in range(1, 7)})
    act(evaluations.save_evaluation, utan, None, None, form, TODAY)
    card._tell_evaluation("")
    qtbot.waitUntil(lambda: card.lists.evaluation_table.current_row() is not None)
    card.lists.evaluation_table.activated_row.emit(card.lists.evaluation_table.current_row())
    dialog = card.dialog
    assert (dialog.value.text(), dialog.grade.text()) == ("79,00", "Cukup")
    monkeypatch.setattr("desktop.officers.evaluation_form.confirm", lambda *_a, **_k: True)
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.lists.evaluations.rowCount() == 0)


def test_unsaved_work_is_asked_about(card, monkeypatch):
    asked = []
    monkeypatch.setattr("desktop.widgets.dialog.choose", lambda _parent, text, *_a: asked.append(text))
    card.form.widget("mother").setText("Lain")
    card.reject()
    assert asked == ["Simpan perubahan?"]
    assert card.isVisible()


def test_somebody_elses_change_is_told_at_the_field(open_card, qtbot, act, utan):
    dialog = open_card(utan)
    form = act(officer_card.get_card, utan).form
    act(officer_card.save_card, utan, form, replace(form, officer={**form.officer, "study": "Hukum"}), TODAY)
    study = dialog.form.widget("study")
    study.setText("Sosiologi")
    qtbot.keyClick(dialog, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "baru saja mengubah Jurusan dan tahun lulus" in study.accessibleDescription())
    study.setText(form.officer["study"])
    dialog.reject()


def test_who_may_only_look_sees_masked_numbers_and_cannot_change_anything(open_card, worker, act, utan):
    form = act(officer_card.get_card, utan).form
    account = AccountRow(None, "apbn", "BNI", "0123456789")
    act(officer_card.save_card, utan, form, replace(form, accounts=(account,)), TODAY)
    worker.database.actor = replace(worker.database.actor, rights=ROLES["auditor"][1])
    dialog = open_card(utan)
    nik = dialog.form.widget("nik")
    assert (nik.text()[:6], nik.isReadOnly()) == ("5204••", True)
    accounts = dialog.fields.rows["accounts"]
    assert accounts.lines[0]["number"].text() == "••••••6789"
    assert not accounts.add_button.isVisible()
    assert not dialog.save_button.isVisible()
    assert not dialog.lists.add_button.isEnabled()
    assert dialog.lists.blank_button.isEnabled()
    assert "tidak berhak mengubah data TKSK" in dialog.banner.text.text()
    assert not dialog.changed()
    dialog.submit()
    dialog.reject()
    assert not dialog.isVisible()


def test_another_tab_can_ask_for_a_card_and_its_history_has_every_part(worker, qtbot, act, utan):
    form = act(officer_card.get_card, utan).form
    account = AccountRow(None, "apbn", "BNI", "0123456789")
    act(officer_card.save_card, utan, form, replace(form, accounts=(account,)), TODAY)
    tab = OfficersTab(worker)
    qtbot.addWidget(tab)
    tab.show()
    tab.receive("card", utan)
    card = tab.section("roster").dialog
    qtbot.waitUntil(lambda: card._loaded is not None)
    qtbot.mouseClick(card.history_button, Qt.MouseButton.LeftButton)
    log = card.dialog.model
    qtbot.waitUntil(lambda: log.rowCount() > 1 and log.row(0) is not None)
    assert any("Rekening" in log.row(place).sentence for place in range(log.rowCount()))
    card.dialog.accept()
    qtbot.mouseClick(card.lists.posts_button, Qt.MouseButton.LeftButton)
    assert card.dialog.windowTitle() == "Penugasan di Kecamatan Utan"
    card.dialog.accept()
    card.reject()
