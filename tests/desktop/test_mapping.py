"""The map as people use it: record, find, close, count, print."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from db.services import practice
from desktop import clock
from desktop.mapping.records_section import RecordsSection
from desktop.mapping.tab import MappingTab

TODAY = date(2026, 11, 21)
BALITA, LANSIA, DISABILITAS, ODHA, MISKIN = "PMKS-01", "PMKS-08", "PMKS-09", "PMKS-16", "PMKS-24"
STOWE_BRANG = "5204062001"


@pytest.fixture(autouse=True)
def day():
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


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
        dialog.save_button.click()
    assert said.args == ["Mahyuddin Kadir dicatat dengan 2 jenis."]
    qtbot.waitUntil(lambda: empty_tab.records.rowCount() == 2)


def test_what_is_missing_is_said_where_it_is_missing(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    dialog.save_button.click()
    assert note_of(dialog, "name") == "Belum diisi."
    assert note_of(dialog, "kind_code") == "Belum diisi."
    fill(dialog, name="Tanpa Nomor")
    choose_kind(dialog, DISABILITAS)
    dialog.save_button.click()
    assert note_of(dialog, "kind_code") == "Penyandang disabilitas: centang paling sedikit satu kriteria."
    assert note_of(dialog, "disabilities") == "Belum diisi."
    dialog.kinds[DISABILITAS].criteria["a"].setChecked(True)
    dialog.disabilities["mental"].setChecked(True)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: note_of(dialog, "nik") == "Isi NIK, atau pilih alasan tanpa NIK.")
    assert dialog.isVisible()
    assert dialog.kinds[DISABILITAS].criteria["a"].isChecked()  # nothing typed is lost


def test_an_age_that_does_not_fit_asks_for_a_reason(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    fill(dialog, name="Masih Muda", reason="Dokumen hilang", born=date(1980, 1, 1))
    assert not dialog.exception_reason.isVisible()
    choose_kind(dialog, LANSIA, "a")
    assert dialog.exception_reason.isVisible()
    assert "Umur 46 tahun" in note_of(dialog, "exception_reason")
    dialog.save_button.click()
    assert note_of(dialog, "exception_reason") == "Belum diisi."
    dialog.exception_reason.setText("Umur menurut keterangan keluarga 61 tahun")
    with qtbot.waitSignal(empty_tab.said):
        dialog.save_button.click()


def test_the_next_person_keeps_desa_day_source_and_recorder(qtbot, empty_tab):
    dialog = open_form(qtbot, empty_tab)
    fill(dialog, name="Orang Pertama", reason="Dokumen hilang")
    choose_kind(dialog, MISKIN, "b")
    dialog.recorded_on.set_value(date(2026, 11, 20))
    dialog.source.setText("Kunjungan rumah")
    dialog.recorder.setText("Sri Wahyuni")
    with qtbot.waitSignal(empty_tab.said):
        dialog.save_next_button.click()
    values = dialog.form.values()
    assert dialog.isVisible()
    assert (values["name"], values["kind_code"]) == ("", None)
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
    dialog.form.widget("phone").set_value("081234567890")
    choose_kind(dialog, MISKIN, "b")
    with qtbot.waitSignal(tab.said):
        dialog.save_button.click()
    qtbot.waitUntil(lambda: tab.records.rowCount() == 63)


def test_the_same_kind_twice_is_refused_in_one_sentence(qtbot, tab):
    dialog = open_form(qtbot, tab)
    qtbot.keyClicks(dialog.form.widget("nik"), "5204060207519102")
    use_known(qtbot, dialog)
    choose_kind(dialog, LANSIA, "a")
    dialog.save_button.click()
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


@pytest.fixture
def whole(qtbot, tab, worker):
    """The tab with the recap in front."""
    whole = MappingTab(worker)
    qtbot.addWidget(whole)
    whole.resize(1366, 700)
    whole.show()
    whole.buttons["recap"].click()
    recap = whole.section("recap")
    qtbot.waitUntil(lambda: recap.recap.table is not None)
    return whole


@pytest.fixture
def recap(whole):
    return whole.section("recap")


def test_a_number_of_the_recap_leads_to_its_names(qtbot, whole, recap):
    rows = recap.recap.rows
    assert recap.page.count.text() == "62 pendataan PPKS"
    assert rows.index(0, 27).data() == "62"
    assert rows.headerData(1, Qt.Orientation.Horizontal) == "01"
    assert (
        rows.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "Anak balita telantar"
    )
    utan = next(place for place in range(rows.rowCount()) if rows.row(place).name == "Utan")
    number = rows.index(utan, 8).data()
    recap.recap.table.clicked.emit(rows.index(utan, 8))
    tab = whole.section("records")
    qtbot.waitUntil(lambda: tab.page.count.text() == f"{number} pendataan")
    assert whole.front == "records"
    assert (tab.kecamatan.value(), tab.kind.value()) == ("520406", LANSIA)
    whole.buttons["recap"].click()
    recap.recap.table.clicked.emit(rows.index(0, 7))  # a nought leads nowhere
    assert whole.front == "recap"


def test_the_recap_changes_its_register(qtbot, recap):
    recap.psks_button.click()
    qtbot.waitUntil(lambda: recap.page.count.text() == "0 pendataan PSKS")
    assert recap.recap.rows.columnCount() == 14


def test_screen_paper_and_excel_have_the_same_figures(qtbot, recap, tmp_path):
    import pandas

    with qtbot.waitSignal(recap.said) as said:
        recap.write_excel(tmp_path / "rekap.xlsx")
    assert said.args == [f"Rekap disimpan: {tmp_path / 'rekap.xlsx'}"]
    sheet = pandas.read_excel(tmp_path / "rekap.xlsx", header=3, index_col=0, engine="calamine")
    assert sheet.loc["Jumlah", "Jumlah"] == 62
    recap.pdf_button.click()
    qtbot.waitUntil(lambda: recap.dialog is not None)
    text = recap.dialog.paper.document.getAllText(0).text()
    assert "REKAPITULASI DATA PPKS" in text
    assert "dicetak 21-11-2026 pukul" in text
    assert "WITA oleh Pilar TKSK" in text
    recap.dialog.close()


def test_a_workbook_that_cannot_be_written_is_one_sentence(qtbot, recap, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("desktop.worker.show_error", lambda _owner, error: shown.append(str(error)))
    (tmp_path / "rekap.xlsx").mkdir()
    recap.write_excel(tmp_path / "rekap.xlsx")
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert "rekap.xlsx tidak dapat ditulis" in shown[0]
