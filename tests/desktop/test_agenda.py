"""The agenda of both directions and the expedition book in the window."""

from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from db.lettering import Addressing, write_letter
from db.rules.agenda import ExpeditionForm, IncomingForm
from db.rules.letters import CallFacts
from db.services import agenda, expedition
from desktop import paper
from desktop.letters.agenda import AgendaSection
from desktop.letters.expedition import ExpeditionSection
from desktop.viewer import PaperDialog

TODAY = date(2020, 4, 20)


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(TODAY)


@pytest.fixture
def issue(act):
    def run(name="Rina Marlina", day=TODAY):
        facts = CallFacts(name, "003", "Motong", "Utan", "Kabupaten Sumbawa", 2020, day, "09.00", "Aula")
        return act(write_letter, facts, Addressing("Panggilan", name), dated_on=day, render=paper.render)

    return run


@pytest.fixture
def record(act):
    def run(day=date(2020, 3, 15), number="467/88"):
        form = IncomingForm(day, "Camat Utan", "Permohonan", number)
        return act(agenda.record_incoming, form, today=TODAY)

    return run


@pytest.fixture
def open_section(qtbot, worker, show):
    def run(kind):
        section = show(kind(worker), 620)
        model = section.lines if kind is AgendaSection else section.entries
        qtbot.waitUntil(lambda: model.rows_loaded)
        return section

    return run


def column(model, place):
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_a_letter_is_in_the_agenda_as_soon_as_it_is_final(qtbot, open_section, record, issue, worker):
    record()
    section = open_section(AgendaSection)
    qtbot.waitUntil(lambda: section.lines.rowCount() == 1)
    facts = CallFacts("Rina", "003", "Motong", "Utan", "Kabupaten Sumbawa", 2020, TODAY, "09.00", "Aula")
    worker.write(
        section,
        lambda session: write_letter(
            session, facts, Addressing("Panggilan", "Rina"), dated_on=TODAY, render=paper.render
        ),
        then=lambda _letter: None,
    )
    qtbot.waitUntil(lambda: section.lines.rowCount() == 2)
    qtbot.waitUntil(lambda: column(section.lines, 0) == ["Keluar", "Masuk"])


def test_by_direction_and_month_and_all_again(qtbot, open_section, record, issue):
    record()
    issue()
    section = open_section(AgendaSection)
    section.in_button.click()
    qtbot.waitUntil(lambda: section.lines.rowCount() == 1)
    section.both_button.click()
    section.month_filter.setCurrentIndex(4)
    qtbot.waitUntil(lambda: column(section.lines, 0) == ["Keluar"])
    section.in_button.click()
    qtbot.waitUntil(lambda: section.lines.rowCount() == 0)
    section.table._empty.button.click()
    qtbot.waitUntil(lambda: section.lines.rowCount() == 2)
    assert not section.print_button.isEnabled()  # a book is of one year
    assert "Pilih satu tahun" in section.print_button.toolTip()


def test_a_line_leads_to_its_letter(qtbot, open_section, record, issue):
    incoming, letter = record(), issue()
    section = open_section(AgendaSection)
    qtbot.waitUntil(lambda: column(section.lines, 0) == ["Keluar", "Masuk"])
    asked = []
    section.navigate.connect(lambda topic, payload: asked.append((topic, payload)))
    for row in (0, 1):
        section.table.selectRow(row)
        section.table.activated_row.emit(section.table.current_row())
    assert asked == [("letters/show", letter.id), ("letters/incoming", incoming.id)]


def test_the_book_is_printed_with_what_the_list_shows(qtbot, open_section, record, issue):
    record()
    letter = issue()
    section = open_section(AgendaSection)
    section.print_button.click()
    qtbot.waitUntil(lambda: isinstance(section.dialog, PaperDialog), timeout=10_000)
    document = section.dialog.paper.document
    text = document.getAllText(0).text()
    for words in ("BUKU AGENDA SURAT", "TAHUN 2020", letter.number, "467/88", "Camat Utan", "Masuk"):
        assert words in text
    width, height = document.pagePointSize(0).toTuple()
    assert width > height
    section.dialog.close_button.click()


def test_the_agenda_in_excel(qtbot, open_section, record, issue, tmp_path):
    record(number="0467")
    issue()
    section = open_section(AgendaSection)
    with qtbot.waitSignal(section.said) as said:
        section.write_excel(tmp_path / "agenda")
    assert said.args == [f"Agenda disimpan: {tmp_path / 'agenda.xlsx'}"]
    sheet = CalamineWorkbook.from_path(tmp_path / "agenda.xlsx").get_sheet_by_name("Agenda")
    rows = sheet.to_python()
    assert [row[0] for row in rows if row[0] in ("Masuk", "Keluar")] == ["Masuk", "Keluar"]
    assert any("0467" in row for row in rows)
    section.write_excel(tmp_path / "tidak ada" / "agenda.xlsx")
    qtbot.waitUntil(lambda: "foldernya tidak ada" in section.page.banner.text.text())


def test_letters_are_sent_together_and_noted_as_received(qtbot, open_section, issue):
    issue("Rina Marlina")
    issue("Ahmad Zaelani")
    section = open_section(ExpeditionSection)
    qtbot.waitUntil(lambda: "(2)" in section.send_button.text())
    section.send_button.click()
    dialog = section.dialog
    qtbot.waitUntil(lambda: dialog.letters.rowCount() == 2)
    assert not dialog.save_button.isEnabled()
    assert column(dialog.letters, 2) == ["Belum ditandatangani"] * 2
    dialog.table.selectAll()
    assert dialog.save_button.text() == "Catat 2 surat terkirim"
    dialog.sent_on.set_value(date(2020, 4, 19))
    dialog.submit()
    qtbot.waitUntil(lambda: "pengiriman tidak mungkin lebih awal" in dialog.sent_on.accessibleDescription())
    dialog.sent_on.set_value(TODAY)
    dialog.carrier.setText("Anto")
    with qtbot.waitSignal(section.said) as said:
        dialog.submit()
    assert said.args == ["2 surat dicatat terkirim."]
    qtbot.waitUntil(lambda: section.entries.rowCount() == 2)
    qtbot.waitUntil(lambda: column(section.entries, 6) == ["Belum diterima"] * 2)
    section.table.selectAll()
    assert section.received_button.text().strip() == "Catat 2 penerimaan…"
    section.received_button.click()
    qtbot.waitUntil(lambda: section.dialog is not None)
    section.dialog.received_by.setText("Ibu Rina")
    with qtbot.waitSignal(section.said) as said:
        section.dialog.submit()
    assert said.args == ["Penerimaan 2 surat dicatat."]
    qtbot.waitUntil(lambda: column(section.entries, 7) == ["Ibu Rina"] * 2)


def test_the_number_on_the_button_is_that_of_the_list(qtbot, open_section, issue):
    issue("Rina Marlina")
    issue("Ahmad Zaelani", date(2020, 2, 3))  # long ago
    section = open_section(ExpeditionSection)
    qtbot.waitUntil(lambda: "(1)" in section.send_button.text())
    section.send_button.click()
    dialog = section.dialog
    qtbot.waitUntil(lambda: dialog.letters.rowCount() == 1)
    dialog.search.setText("zaelani")
    qtbot.waitUntil(lambda: column(dialog.letters, 4) == ["Ahmad Zaelani"])
    dialog.reject()


def test_an_entry_is_put_right(qtbot, open_section, act, issue):
    form = ExpeditionForm("Rina Marlina", TODAY, "Pos", "Anto")
    act(expedition.send, issue().id, form, today=TODAY)
    section = open_section(ExpeditionSection)
    qtbot.waitUntil(lambda: column(section.entries, 5) == ["Anto"])
    section.table.selectRow(0)
    section.change_link.click()
    section.dialog.carrier.setText("Budi")
    with qtbot.waitSignal(section.said):
        section.dialog.submit()
    qtbot.waitUntil(lambda: column(section.entries, 5) == ["Budi"])


def test_a_copy_goes_to_somebody_else_too(qtbot, open_section, act, issue):
    act(expedition.send, issue().id, ExpeditionForm("Rina Marlina", TODAY, "Pos", "Anto"), today=TODAY)
    section = open_section(ExpeditionSection)
    qtbot.waitUntil(lambda: section.entries.rowCount() == 1)
    section.table.selectRow(0)
    qtbot.waitUntil(section.again_link.isEnabled)
    section.again_link.click()
    assert section.dialog.carrier.text() == "Anto"
    section.dialog.recipient.setText("Camat Utan")
    with qtbot.waitSignal(section.said):
        section.dialog.submit()
    qtbot.waitUntil(lambda: column(section.entries, 3) == ["Camat Utan", "Rina Marlina"])


def test_another_section_asks_to_send_a_letter(qtbot, open_section, issue):
    issue("Rina Marlina")
    letter = issue("Ahmad Zaelani", date(2020, 4, 2))
    section = open_section(ExpeditionSection)
    section.receive("expedition", letter.id)
    dialog = section.dialog
    qtbot.waitUntil(lambda: dialog.table.current_row() is not None)
    assert dialog.table.current_row().recipient == "Ahmad Zaelani"
    dialog.submit()
    qtbot.waitUntil(lambda: "siapa yang mengantar" in dialog.carrier.accessibleDescription())
    dialog.carrier.setText("Anto")
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    qtbot.waitUntil(lambda: column(section.entries, 3) == ["Ahmad Zaelani"])


def test_the_expedition_book_has_room_for_signatures(qtbot, open_section, act, issue):
    letter = issue()
    act(expedition.send, letter.id, ExpeditionForm("Rina Marlina", TODAY, "Pos", "Anto"), today=TODAY)
    section = open_section(ExpeditionSection)
    qtbot.waitUntil(section.print_button.isEnabled)
    section.print_button.click()
    qtbot.waitUntil(lambda: isinstance(section.dialog, PaperDialog), timeout=10_000)
    text = section.dialog.paper.document.getAllText(0).text()
    for words in ("BUKU EKSPEDISI", letter.number, "Rina Marlina", "Pos, Anto", "Tanda Tangan"):
        assert words in text
    section.dialog.close_button.click()


def test_an_empty_book_says_what_to_do(qtbot, open_section):
    section = open_section(ExpeditionSection)
    assert section.table._empty.text.text() == "Belum ada surat yang dicatat terkirim."
    assert not section.print_button.isEnabled()
    section.table._empty.button.click()
    assert section.dialog.windowTitle() == "Kirim surat"
    section.dialog.reject()
