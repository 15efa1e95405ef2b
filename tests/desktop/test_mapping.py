"""The map as people use it: record, find, close, count, print."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from db.models.families import FamilyMember
from db.models.people import Person
from db.rules.mapping import Register
from db.services import practice
from desktop import clock
from desktop.mapping.records_section import RecordsSection

pytestmark = pytest.mark.usefixtures("day")
TODAY = date(2026, 11, 21)
BALITA, ANAK, LANSIA, DISABILITAS, ODHA, MISKIN = (
    "PMKS-01",
    "PMKS-02",
    "PMKS-08",
    "PMKS-09",
    "PMKS-16",
    "PMKS-24",
)
STOWE_BRANG = "5204062001"
LIVED = (STOWE_BRANG, "5204062002")


@pytest.fixture
def empty_tab(qtbot, worker):
    tab = RecordsSection(worker)
    qtbot.addWidget(tab)
    tab.resize(1366, 700)
    tab.show()
    qtbot.waitUntil(lambda: tab.records.rows_loaded and tab.kind.count() == 38)
    return tab


@pytest.fixture
def tab(qtbot, sqlite_database, worker):
    with sqlite_database.writing() as session:
        practice.fill_map(session, today=TODAY)
    tab = RecordsSection(worker)
    qtbot.addWidget(tab)
    tab.resize(1366, 700)
    tab.show()
    qtbot.waitUntil(lambda: tab.records.rowCount() == 62 and tab.kind.count() == 38)
    return tab


def open_form(qtbot, tab):
    tab.add_button.click()
    dialog = tab.dialog
    desa = dialog.form.widget("desa_code")
    qtbot.waitUntil(lambda: all((dialog.kind_choice.count(), dialog.disabilities, desa.count())))
    return dialog


def fill(dialog, *, name, nik="", reason="", born=None, desa=STOWE_BRANG):
    form = dialog.form
    form.widget("name").setText(name)
    form.widget("nik").set_value(nik)
    form.widget("no_nik_reason").setText(reason)
    form.widget("birth_date").set_value(born)
    form.widget("desa_code").set_value(desa)


def choose_kind(dialog, code, *letters):
    dialog.kind_choice.set_value(code)
    dialog.add_kind_button.click()
    for letter in letters:
        dialog.kinds[code].criteria[letter].setChecked(True)


def use_known(qtbot, dialog):
    """Take the person who is offered beside the form."""

    def offered():
        return [b for b in dialog.person.findChildren(QPushButton) if "Pakai" in b.text()]

    qtbot.waitUntil(lambda: len(offered()) == 1)
    offered()[0].click()
    qtbot.waitUntil(lambda: dialog.person.person_id is not None)


def note_of(dialog, field):
    return dialog.form.widget(field).accessibleDescription()


def test_the_list_counts_in_words_and_masks_the_nik(tab):
    assert tab.page.count.text() == "62 pendataan"
    assert tab.page.head.facts.text() == "PPKS 26 jenis · PSKS 12 jenis"
    assert "••••" in tab.records.index(0, 1).data()


def test_filters_narrow_the_list_and_an_empty_list_offers_the_way_back(qtbot, tab):
    tab.kind.set_value(LANSIA)
    qtbot.waitUntil(lambda: tab.page.count.text() == "10 pendataan")
    tab.search.setText("tidak ada orang ini")
    qtbot.waitUntil(lambda: tab.records.rowCount() == 0)
    tab.table._empty.button.click()
    qtbot.waitUntil(lambda: tab.records.rowCount() == 62)


def test_another_tab_may_ask_for_a_name(qtbot, tab):
    tab.receive("show", "Mahyuddin Kadir")
    qtbot.waitUntil(lambda: tab.records.rowCount() == 1)
    assert tab.search.text() == "Mahyuddin Kadir"


def test_the_card_says_in_words_what_was_ticked(qtbot, tab):
    tab.receive("show", "Aisyah Humaira")
    qtbot.waitUntil(lambda: tab.records.rowCount() == 1)
    tab.table.selectRow(0)
    card = tab.record_card
    qtbot.waitUntil(lambda: card.name.text() == "Aisyah Humaira Ramadhani")
    assert card.kind.text() == "Anak balita telantar"
    assert "lima tahun ke bawah" in card.definition.text()
    assert len([line for line in card.criteria._lines if line[0].isVisible()]) == 2


def test_an_empty_list_offers_the_form(qtbot, empty_tab):
    assert empty_tab.page.count.text() == "0 pendataan"
    empty_tab.table._empty.button.click()
    assert empty_tab.dialog.windowTitle() == "Catat orang"


def test_a_person_is_recorded_under_two_kinds_at_once(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    fill(dialog, name="Mahyuddin Kadir", nik="5204060207519102")
    qtbot.keyClick(dialog.form.widget("nik"), Qt.Key.Key_End)
    dialog.form.widget("birth_date").set_value(date(1951, 7, 2))
    assert not dialog.form.widget("disabilities").isVisible()
    choose_kind(dialog, LANSIA, "a")
    choose_kind(dialog, DISABILITAS, "b", "d")
    dialog.disabilities["fisik"].setChecked(True)
    with qtbot.waitSignal(empty_tab.said) as said:
        dialog.close_button.click()
    assert said.args == ["Mahyuddin Kadir dicatat dengan 2 jenis."]
    qtbot.waitUntil(lambda: empty_tab.records.rowCount() == 2)


def test_what_is_missing_is_said_where_it_is_missing(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    dialog.close_button.click()
    assert note_of(dialog, "name") == "Belum diisi."
    assert note_of(dialog, "kind_code") == "Belum diisi."
    fill(dialog, name="Tanpa Nomor")
    choose_kind(dialog, DISABILITAS)
    dialog.close_button.click()
    assert note_of(dialog, "kind_code") == "Penyandang disabilitas: centang paling sedikit satu kriteria."
    assert note_of(dialog, "disabilities") == "Belum diisi."
    dialog.kinds[DISABILITAS].criteria["a"].setChecked(True)
    dialog.disabilities["mental"].setChecked(True)
    dialog.close_button.click()
    qtbot.waitUntil(lambda: "Penyandang disabilitas dicatat dengan NIK" in note_of(dialog, "nik"))
    assert dialog.isVisible()
    assert dialog.kinds[DISABILITAS].criteria["a"].isChecked()  # nothing typed is lost


def test_an_age_that_does_not_fit_asks_for_a_reason(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    fill(dialog, name="Masih Muda", nik="5204060101809101", born=date(1980, 1, 1))
    assert not dialog.exception_reason.isVisible()
    choose_kind(dialog, LANSIA, "a")
    assert "Umur 46 tahun" in note_of(dialog, "kind_code")  # here no reason helps
    dialog.kinds[LANSIA].remove_link.click()
    choose_kind(dialog, ANAK, "a")
    assert dialog.exception_reason.isVisible()
    assert "Umur 46 tahun" in note_of(dialog, "exception_reason")
    dialog.close_button.click()
    assert note_of(dialog, "exception_reason") == "Belum diisi."
    dialog.exception_reason.setText("Umur menurut keterangan keluarga 17 tahun")
    with qtbot.waitSignal(empty_tab.said):
        dialog.close_button.click()


def test_the_next_person_keeps_desa_day_source_and_recorder(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    fill(dialog, name="Orang Pertama", nik="5204060101809101")
    choose_kind(dialog, MISKIN, "b")
    dialog.recorded_on.set_value(date(2026, 11, 20))
    dialog.source.setText("Kunjungan rumah")
    dialog.recorder.setText("Sri Wahyuni")
    with qtbot.waitSignal(empty_tab.said):
        dialog.save_button.click()
    values = dialog.form.values()
    assert dialog.isVisible()
    assert (values["name"], values["kind_code"]) == ("", {MISKIN: ()})
    assert (values["desa_code"], values["recorded_on"]) == (STOWE_BRANG, date(2026, 11, 20))
    assert (values["source"], values["recorder"]) == ("Kunjungan rumah", "Sri Wahyuni")
    assert not dialog.changed()
    dialog.reject()
    again = open_form(qtbot, empty_tab)
    assert again.recorder.text() == "Sri Wahyuni"


def test_a_known_person_is_taken_over_and_may_be_completed(qtbot, tab):
    dialog = open_form(qtbot, tab)
    qtbot.keyClicks(dialog.form.widget("nik"), "5204060207519102")
    use_known(qtbot, dialog)
    assert "Mahyuddin Kadir" in dialog.banner.text.text()
    assert dialog.form.widget("name").text() == "Mahyuddin Kadir"
    home = dialog.form.widget("desa_code").value()
    dialog.form.widget("phone").set_value("081234567890")
    moves = dialog.form.widget("moves")
    assert not moves.isVisible()
    dialog.form.widget("desa_code").set_value(next(one for one in LIVED if one != home))
    assert moves.isVisible()
    assert not moves.isChecked()
    assert "Tinggal di" in note_of(dialog, "desa_code")
    dialog.form.widget("address").setText("Jalan Baru")  # a new address is one of the new place
    assert moves.isChecked()
    choose_kind(dialog, MISKIN, "b")
    with qtbot.waitSignal(tab.said):
        dialog.close_button.click()
    qtbot.waitUntil(lambda: tab.records.rowCount() == 63)


def test_the_same_kind_twice_is_refused_in_one_sentence(qtbot, tab):
    dialog = open_form(qtbot, tab)
    qtbot.keyClicks(dialog.form.widget("nik"), "5204060207519102")
    use_known(qtbot, dialog)
    choose_kind(dialog, LANSIA, "a")
    dialog.close_button.click()
    said = "Mahyuddin Kadir sudah tercatat sebagai Lanjut usia telantar."
    qtbot.waitUntil(lambda: note_of(dialog, "kind_code") == said)


def test_a_kind_is_found_by_typing_and_added_with_enter(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    line = dialog.kind_choice.lineEdit()
    line.setText("lanjut usia")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert list(dialog.kinds) == [LANSIA]
    assert dialog.kind_choice.value() is None
    dialog.kinds[LANSIA].remove_link.click()
    assert dialog.form.values()["kind_code"] is None


def test_f1_explains_the_kind_and_can_choose_it(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    dialog.kind_choice.set_value(ODHA)
    qtbot.keyClick(dialog.kind_choice.lineEdit(), Qt.Key.Key_F1)
    meaning = dialog.dialog
    assert meaning.name.text() == "Orang dengan HIV/AIDS"
    assert meaning.sensitive.isVisible()
    meaning.search.setText("fakir")
    qtbot.waitUntil(lambda: meaning.name.text() == "Fakir miskin")
    meaning.use_button.click()
    assert list(dialog.kinds) == [MISKIN]


def test_closing_needs_a_reason_and_takes_the_record_out_of_the_figures(qtbot, tab):
    tab.table.selectRow(0)
    qtbot.waitUntil(tab.close_button.isVisible)
    tab.close_button.click()
    dialog = tab.record_card.dialog
    dialog.save_button.click()
    assert dialog.reason.accessibleDescription() == "Belum diisi."
    qtbot.waitUntil(lambda: dialog.reason.findText("Pindah") >= 0)
    dialog.reason.setCurrentText("Pindah")
    with qtbot.waitSignal(tab.said) as said:
        dialog.save_button.click()
    assert said.args[0].endswith("ditutup: pindah.")
    qtbot.waitUntil(lambda: tab.records.rowCount() == 61)


def test_the_history_of_a_record_is_one_click_away(qtbot, tab):
    tab.table.selectRow(0)
    qtbot.waitUntil(tab.history_link.isVisible)
    tab.history_link.click()
    dialog = tab.record_card.dialog
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)  # the record, and the person in it


def test_ten_people_are_taken_down_without_a_mouse(qtbot, empty_tab):
    """After the first one: NIK, name, the letter of the criterion, F2; counted without what must be typed."""
    dialog = open_form(qtbot, empty_tab)
    keys = 0

    def press(key):
        nonlocal keys
        keys += 1
        qtbot.keyClick(QApplication.focusWidget(), key)

    def enter(text):
        qtbot.keyClicks(QApplication.focusWidget(), text)
        press(Qt.Key.Key_Return)

    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    desa = dialog.form.widget("desa_code")
    desa.set_value(STOWE_BRANG)
    for number in range(10):
        before, keys = keys, 0
        dialog.activateWindow()  # as a window manager does
        qtbot.waitUntil(dialog.isActiveWindow)
        qtbot.waitUntil(lambda: dialog.form.widget("nik").hasFocus())
        enter(f"52040602075{number}9{number + 1:03}")
        enter(f"Lansia Ke {'ABCDEFGHIJ'[number]}")
        if number == 0:
            choose_kind(dialog, MISKIN)
        else:
            dialog.form.focus("kind_code")
        assert dialog.kinds[MISKIN].letters.hasFocus()
        qtbot.keyClicks(QApplication.focusWidget(), "b")
        with qtbot.waitSignal(empty_tab.said) as said:
            press(Qt.Key.Key_F2)
        assert said.args == [f"Lansia Ke {'ABCDEFGHIJ'[number]} dicatat dengan 1 jenis."]
        assert keys <= 3, before
    dialog.reject()
    qtbot.waitUntil(lambda: empty_tab.records.rowCount() == 10)


def test_ctrl_d_repeats_what_the_one_before_had(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    fill(dialog, name="Orang Pertama", nik="5204060101809101")
    dialog.form.widget("address").setText("Dusun Stowe")
    choose_kind(dialog, MISKIN, "b")
    with qtbot.waitSignal(empty_tab.said):
        dialog.save_button.click()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    address = dialog.form.widget("address")
    address.setFocus()
    assert address.text() == ""
    dialog.repeat()
    assert address.text() == "Dusun Stowe"
    assert dialog.form.widget("rt").hasFocus()


def test_tksk_are_not_taken_down_by_hand(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    dialog.kind_choice.set_value("PSKS-11")
    dialog.add_kind_button.click()
    assert "TKSK dihitung sendiri dari daftar TKSK" in dialog.banner.text.text()
    assert not dialog.kinds


def test_a_record_is_changed_and_keeps_its_kind(qtbot, tab):
    tab.receive("show", "Aisyah Humaira")
    qtbot.waitUntil(lambda: tab.records.rowCount() == 1)
    tab.edit_record(tab.records.row(0))
    dialog = tab.dialog
    qtbot.waitUntil(lambda: bool(dialog.kinds))
    assert dialog.form.widget("name").text() == "Aisyah Humaira Ramadhani"
    assert not dialog.kind_choice.isVisible()
    assert not dialog.changed()
    name = dialog.form.widget("name")
    name.setFocus()
    qtbot.keyClicks(name, " ")  # looked for again: nobody else, never this person
    qtbot.wait(200)
    assert not dialog.person._card.isVisibleTo(dialog)
    dialog.person._form.widget("birth_date").set_value(None)
    name.selectAll()
    qtbot.keyClicks(name, "Mahyuddin Kadir")
    qtbot.waitUntil(lambda: dialog.person._card.isVisibleTo(dialog))
    assert not dialog.person.use_buttons  # one known person does not become another
    dialog._fill(dialog.form.original)
    dialog.kinds[BALITA].set_value("b")
    dialog.source.setText("Verifikasi lapangan")
    with qtbot.waitSignal(tab.said) as said:
        dialog.save_button.click()
    assert said.args == ["Pendataan Aisyah Humaira Ramadhani diubah."]
    qtbot.waitUntil(lambda: tab.records.row(0).criteria == "b")
    assert tab.records.row(0).source == "Verifikasi lapangan"


def test_filters_that_are_asked_seldom_stand_in_words_above_the_list(qtbot, tab):
    tab.open_filters()
    dialog = tab.dialog
    dialog.form.widget("sex").setCurrentIndex(dialog.form.widget("sex").findData("P"))
    dialog.form.widget("age_from").set_value(60)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: 0 < tab.records.rowCount() < 62)
    assert tab.more_words.text() == "Perempuan · umur 60 tahun ke atas"
    tab.clear_link.click()
    qtbot.waitUntil(lambda: tab.records.rowCount() == 62)


def test_the_list_goes_to_excel_with_masked_niks(qtbot, tab, tmp_path):
    from python_calamine import CalamineWorkbook

    with qtbot.waitSignal(tab.said) as said:
        tab.write_excel(tmp_path / "daftar.xlsx")
    assert said.args == [f"Daftar disimpan: {tmp_path / 'daftar.xlsx'}"]
    rows = CalamineWorkbook.from_path(tmp_path / "daftar.xlsx").get_sheet_by_index(0).to_python()
    assert sum(str(row[0]).startswith("Aisyah") for row in rows) == 1
    assert not any("5204065104229101" in str(cell) for row in rows for cell in row)


def test_a_group_is_taken_down_with_its_own_fields(qtbot, empty_tab):
    empty_tab.add_group_button.click()
    dialog = empty_tab.dialog
    desa = dialog.form.widget("desa_code")
    qtbot.waitUntil(lambda: bool(dialog.kind_choice.count() and desa.count()))
    assert dialog.kind_choice.findData(LANSIA) == -1
    dialog.form.widget("collective_name").setText("LKS Harapan Kita")
    desa.set_value(STOWE_BRANG)
    choose_kind(dialog, "PSKS-04", "a")
    assert "accreditation" in dialog.facts.widgets
    dialog.facts.set_value({"accreditation": "Madya"})  # a choice that the office has taken out since
    assert dialog.facts.value() == {"accreditation": "Madya"}
    assert dialog.facts.widgets["accreditation"].currentText() == "Madya (tidak dipakai lagi)"
    dialog.facts.show_all()
    year = dialog.facts.widgets["founded"]
    year.setText("3")
    dialog.close_button.click()
    assert year.accessibleDescription() == f"Tulis tahun dari 1900 sampai {clock.today().year}."
    assert year.hasFocus()
    assert year.property("tone") == "bad"
    assert not note_of(dialog, "facts")
    year.setText("2001")
    assert not year.accessibleDescription()
    dialog.facts.widgets["accreditation"].set_value("B")
    with qtbot.waitSignal(empty_tab.said):
        dialog.close_button.click()
    qtbot.waitUntil(lambda: empty_tab.records.index(0, 0).data() == "LKS Harapan Kita")


def test_f3_and_enter_take_the_person_who_is_known(qtbot, tab):
    dialog = open_form(qtbot, tab)
    qtbot.keyClicks(dialog.form.widget("name"), "Mahyuddin Kad")
    qtbot.waitUntil(lambda: bool(dialog.person.use_buttons))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_F3)
    assert dialog.person.use_buttons[0].hasFocus()
    qtbot.keyClick(dialog.person.use_buttons[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.person.person_id is not None)
    assert dialog.form.widget("name").text() == "Mahyuddin Kadir"


def test_two_kinds_that_exclude_each_other_are_said_below_the_kinds(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    choose_kind(dialog, BALITA, "a")
    choose_kind(dialog, ANAK, "a")
    assert "biasanya tidak berlaku bersamaan" in note_of(dialog, "kind_code")


def test_a_link_opens_one_record_or_the_names_of_a_figure(qtbot, tab):
    wanted = tab.records.row(5)
    tab.receive("record", wanted.id)
    qtbot.waitUntil(lambda: tab.record_card.name.text() == wanted.name)
    card = tab.record_card.dialog
    qtbot.waitUntil(lambda: card.facts is not None and card.facts.name == wanted.name)
    card.close_button.click()
    tab.receive("names", {"register": "ppks", "sex": "L", "age_from": 60, "kind_code": LANSIA})
    qtbot.waitUntil(lambda: tab.records.rowCount() not in (1, 62))
    assert tab.register_buttons[Register.PPKS].isChecked()
    assert tab.more_words.text() == "Laki-laki · umur 60 tahun ke atas"
    tab.receive("names", {"register": "psks", "kind_code": "PSKS-02"})
    qtbot.waitUntil(lambda: tab.records.rowCount() == 0)
    assert (tab.kind.value(), tab.kind.count()) == ("PSKS-02", 12)


def test_a_known_family_is_said_below_its_number(qtbot, tab):
    dialog = open_form(qtbot, tab)
    dialog.form.widget("kk").set_value("5204061002159103")
    qtbot.waitUntil(lambda: "Keluarga Rabiah Saleh" in note_of(dialog, "kk"))
    assert not dialog.members.isVisible()
    choose_kind(dialog, MISKIN, "a")
    assert dialog.members.isVisible()


def test_a_member_of_a_family_is_typed_and_kept(qtbot, tab, act):
    dialog = open_form(qtbot, tab)
    fill(dialog, name="Amaq Uji", nik="5204060105809871", born=date(1980, 5, 1))
    dialog.form.widget("sex").setCurrentIndex(dialog.form.widget("sex").findData("L"))
    choose_kind(dialog, MISKIN, "a")
    qtbot.mouseClick(dialog.members.add_button, Qt.MouseButton.LeftButton)
    [line] = dialog.members.lines
    line["name"].setText("Salmah Uji")
    line["nik"].setText("5204064501909872")  # tells the rest
    dialog.save_button.click()

    def kept(session):
        members = select(Person.name, Person.sex, Person.birth_date).join(
            FamilyMember, FamilyMember.person_id == Person.id
        )
        return ("Salmah Uji", "P", date(1990, 1, 5)) in session.execute(members).all()

    qtbot.waitUntil(lambda: act(kept), timeout=8000)


def test_the_form_of_a_psks_asks_for_the_email_and_opens_with_what_was_answered(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    email, mother = dialog.form.widget("email"), dialog.form.widget("mother")
    choose_kind(dialog, LANSIA, "a")
    assert not email.isVisible()
    dialog.kinds_field.remove_kind(LANSIA)
    choose_kind(dialog, "PSKS-02", "a")
    assert email.isVisible()
    fill(dialog, name="Pekerja Rekaan", nik="5204060105809871", born=date(1980, 5, 1))
    email.setText("psm@contoh.id")
    mother.setText("Inaq Rekaan")
    rt = dialog.form.widget("rt")
    rt.setText("12345")
    dialog.close_button.click()
    qtbot.waitUntil(lambda: note_of(dialog, "rt") == "RT paling banyak 3 angka; sekarang 5.")
    rt.setText("012")
    with qtbot.waitSignal(empty_tab.said):
        dialog.close_button.click()
    qtbot.waitUntil(lambda: empty_tab.records.row(0) is not None)
    empty_tab.edit_record(empty_tab.records.row(0))
    again = empty_tab.dialog
    qtbot.waitUntil(lambda: bool(again.kinds))
    assert again.form.widget("email").text() == "psm@contoh.id"
    assert again.form.widget("mother").isVisible()
    assert not again.more_link.isVisible()
    assert again.help_link.geometry().right() > again.kinds_field.width() - 24
