"""Incoming letters in the window: recorded by keyboard, passed on, scanned, finished, answered."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest

from db.lettering import Addressing, write_letter
from db.rules.access import ROLES
from db.rules.agenda import DispositionForm, IncomingForm, IncomingState
from db.rules.letters import CallFacts
from db.services import agenda, dispositions
from desktop import paper
from desktop.letters.incoming import IncomingSection
from desktop.letters.incoming_scan import as_pages
from desktop.letters.tab import LettersTab
from desktop.viewer import PaperDialog

TODAY = date(2020, 4, 20)
FORM = IncomingForm(
    received_on=date(2020, 4, 15),
    sender="Camat Utan",
    subject="Permohonan pengganti TKSK",
    number="467/88/Kec.Utan/2020",
    dated_on=date(2020, 4, 13),
)
DISPOSITION = DispositionForm(date(2020, 4, 16), "Kepala Dinas", "Kabid Dayasos", "Siapkan balasan")


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(TODAY)


@pytest.fixture
def record(act):
    def run(**changes):
        return act(agenda.record_incoming, IncomingForm(**{**vars(FORM), **changes}), today=TODAY)

    return run


@pytest.fixture
def open_section(qtbot, worker, show):
    def run():
        section = show(IncomingSection(worker), 620)
        qtbot.waitUntil(lambda: section.letters.rows_loaded)
        return section

    return run


@pytest.fixture
def shown(qtbot, record, open_section):
    """The section with one letter, chosen."""
    record()
    section = open_section()
    qtbot.waitUntil(lambda: section.card.letter is not None)
    return section


def quiet(dialog):
    dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    return dialog


def drop(target, path):
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, what, left, none)
    target.dragEnterEvent(entered)
    assert entered.isAccepted()
    target.dropEvent(QDropEvent(QPointF(5, 5), copy, what, left, none))


def type_in(widget, text):
    widget.clear()
    QTest.keyClicks(widget, text)


def test_an_empty_agenda_says_what_to_do(qtbot, open_section):
    section = open_section()
    assert "Belum ada surat masuk" in section.table._empty.text.text()
    assert not section.card.isVisible()
    section.table._empty.button.click()
    assert section.dialog.windowTitle() == "Catat surat masuk"
    section.dialog.reject()


def test_letters_are_recorded_one_after_the_other_by_keyboard(qtbot, open_section, act):
    section = open_section()
    section.add_button.click()
    dialog = quiet(section.dialog)
    qtbot.waitUntil(lambda: dialog.place.text() == "Nomor agenda 1/2020")
    type_in(dialog.sender_line, "Desa Motong")
    type_in(dialog.subject, "Undangan musyawarah")
    QTest.keyClick(dialog.subject, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "nomor agenda 1/2020" in dialog.banner.text.text())
    qtbot.waitUntil(lambda: dialog.place.text() == "Nomor agenda 2/2020")
    assert dialog.sender_line.text() == ""
    assert dialog.received_on.value() == TODAY
    type_in(dialog.sender_line, "Camat Utan")
    type_in(dialog.subject, "Laporan")
    with qtbot.waitSignal(section.said) as said:
        dialog.save_button.click()
    assert said.args == ["Laporan dicatat dengan nomor agenda 2/2020."]
    qtbot.waitUntil(lambda: section.letters.rowCount() == 2)
    qtbot.waitUntil(lambda: section.card.letter is not None and section.card.letter.place == "2/2020")
    assert act(agenda.list_offered).senders == ("Camat Utan", "Desa Motong")


def test_the_first_letter_of_a_year_goes_on_where_the_paper_book_ended(qtbot, open_section, act):
    section = open_section()
    section.record()
    dialog = quiet(section.dialog)
    qtbot.waitUntil(lambda: dialog.first.isVisibleTo(dialog))
    dialog.first.setValue(345)
    qtbot.waitUntil(lambda: dialog.place.text() == "Nomor agenda 345/2020")
    dialog.sender_line.setText("Camat")
    dialog.subject.setText("Undangan")
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    section.record()
    again = quiet(section.dialog)
    qtbot.waitUntil(lambda: again.place.text() == "Nomor agenda 346/2020")
    assert not again.first.isVisibleTo(again)
    again.reject()


def test_what_cannot_be_stands_under_its_field_and_nothing_is_lost(qtbot, open_section, act):
    section = open_section()
    section.record()
    dialog = quiet(section.dialog)
    dialog.sender_line.setText("Camat Utan")
    dialog.subject.setText("Permohonan")
    dialog.received_on.set_value(date(2020, 4, 15))
    dialog.dated_on.set_value(date(2020, 4, 17))
    dialog.follow_up_on.set_value(date(2020, 4, 14))
    dialog.submit()
    qtbot.waitUntil(lambda: "tidak mungkin diterima" in dialog.received_on.accessibleDescription())
    assert "paling awal pada tanggal terima" in dialog.follow_up_on.accessibleDescription()
    assert dialog.sender_line.text() == "Camat Utan"
    assert act(agenda.count_incoming, TODAY) == 0
    dialog.dated_on.set_value(date(1920, 4, 14))
    dialog.follow_up_on.set_value(None)
    dialog.submit()
    qtbot.waitUntil(lambda: "periksa tahunnya" in dialog.dated_on.accessibleDescription())
    dialog.dated_on.set_value(None)
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()


def test_a_letter_that_is_there_already_is_pointed_out_and_may_be_recorded(qtbot, shown, act):
    shown.record()
    dialog = quiet(shown.dialog)
    dialog.sender_line.setText("camat utan")
    dialog.number.setText(FORM.number)
    dialog.dated_on.set_value(FORM.dated_on)
    qtbot.waitUntil(lambda: "nomor agenda 1/2020" in dialog.number.accessibleDescription())
    dialog.subject.setText("Permohonan lain")
    qtbot.waitUntil(lambda: dialog.classification.count() > 0)
    dialog.classification.set_value("400.9.12.3")
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    assert act(agenda.count_incoming, TODAY) == 2
    assert act(agenda.get_incoming, 2).classification == "400.9.12.3"


def test_a_scan_dropped_on_the_list_opens_the_form_with_it(qtbot, open_section, act, tmp_path):
    section = open_section()
    scan = tmp_path / "surat camat.pdf"
    scan.write_bytes(b"%PDF-1.7 pindaian")
    drop(section, scan)
    dialog = quiet(section.dialog)
    qtbot.waitUntil(lambda: dialog.scan.value() is not None)
    assert "surat camat.pdf" in dialog.scan.name.text()
    dialog.sender_line.setText("Camat Utan")
    dialog.subject.setText("Permohonan")
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    [row] = act(agenda.list_incoming, 0, 5, TODAY)
    assert row.has_scan


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("surat.docx", b"PK\x03\x04 dokumen", "surat.docx bukan PDF, JPG, atau PNG"),
        ("besar.pdf", None, "besar.pdf berukuran 21 MB; paling besar 20 MB"),
        ("hilang.pdf", "", "hilang.pdf tidak dapat dibaca"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_in_one_sentence(
    qtbot, open_section, tmp_path, name, content, sentence
):
    section = open_section()
    section.record()
    dialog = quiet(section.dialog)
    path = tmp_path / name
    if content is None:
        with path.open("wb") as file:
            file.write(b"%PDF-")
            file.truncate(20 * 1024 * 1024 + 1)
    elif content:
        path.write_bytes(content)
    drop(dialog.scan, path)
    qtbot.waitUntil(lambda: sentence in dialog.scan.accessibleDescription())
    assert dialog.scan.value() is None
    dialog.reject()


def letter_pdf(act):
    facts = CallFacts("Rina", "003", "Motong", "Utan", "Kabupaten Sumbawa", 2020, TODAY, "09.00", "Aula")
    addressing = Addressing("Jawaban permohonan", "Camat Utan")
    return act(write_letter, facts, addressing, dated_on=TODAY, render=paper.render)


def test_a_scan_dropped_on_the_card_is_shown_as_pages(qtbot, shown, act, tmp_path):
    scan = tmp_path / "surat.pdf"
    scan.write_bytes(letter_pdf(act).pdf)
    with qtbot.waitSignal(shown.said) as said:
        drop(shown.card, scan)
    assert said.args == ["surat.pdf dilampirkan pada surat 1/2020."]
    qtbot.waitUntil(lambda: shown.card.scan.paper.document.pageCount() == 1)
    assert shown.card.stack.currentWidget() is shown.card.scan


@pytest.mark.qt_log_ignore("JPEG", extend=True)  # the codec itself complains of the broken one
def test_a_picture_becomes_a_page_and_a_broken_one_a_sentence(qtbot, shown, act, tmp_path):
    picture = tmp_path / "foto.png"
    image = QImage(400, 560, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.save(str(picture))
    assert as_pages("foto.png", picture.read_bytes()).startswith(b"%PDF-")
    shown.card.use_file(picture)
    qtbot.waitUntil(lambda: shown.card.scan.paper.document.pageCount() == 1)
    broken = tmp_path / "rusak.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 bukan gambar")
    shown.card.use_file(broken)
    qtbot.waitUntil(lambda: "rusak.jpg rusak atau terlalu besar" in shown.card.scan.paper.banner.text.text())
    unreadable = tmp_path / "rusak.pdf"
    unreadable.write_bytes(b"%PDF-1.7 bukan PDF")
    shown.card.use_file(unreadable)
    qtbot.waitUntil(lambda: "rusak.pdf rusak atau dikunci" in shown.card.scan.paper.banner.text.text())


def test_a_letter_is_passed_on_and_the_result_noted(qtbot, shown, act):
    card = shown.card
    card.dispose_button.click()
    dialog = quiet(card.dialog)
    qtbot.waitUntil(lambda: dialog.made_by.text() != "")
    dialog.recipient.setText("Kabid Dayasos")
    dialog.instruction.setText("Siapkan balasan")
    dialog.due_on.set_value(date(2020, 4, 19))
    dialog.submit()
    qtbot.waitUntil(lambda: "paling awal pada tanggal disposisi" in dialog.due_on.accessibleDescription())
    dialog.due_on.set_value(date(2020, 4, 24))
    with qtbot.waitSignal(shown.said) as said:
        dialog.submit()
    assert said.args == ["Surat 1/2020 diteruskan kepada Kabid Dayasos."]
    qtbot.waitUntil(lambda: card.dispositions.rowCount() == 1)
    qtbot.waitUntil(lambda: shown.letters.index(0, 6).data() == "Kabid Dayasos")
    card.table.selectRow(0)
    card.result_button.click()
    dialog = quiet(card.dialog)
    assert dialog.done_on.value() == TODAY
    dialog.result_line.setText("Konsep diserahkan")
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    qtbot.waitUntil(lambda: card.dispositions.index(0, 4).data() == "Konsep diserahkan")
    assert card.dispositions.index(0, 3).data() == "Selesai"


def test_finishing_asks_when_dispositions_are_open(qtbot, shown, act, monkeypatch):
    card, asked = shown.card, []
    act(dispositions.add_disposition, card.letter.id, DISPOSITION)
    shown.refresh()
    qtbot.waitUntil(lambda: card.letter.open_dispositions == 1)
    monkeypatch.setattr(
        "desktop.letters.incoming_card.confirm",
        lambda _owner, text, *_rest: asked.append(text) or len(asked) > 1,
    )
    card.finish_button.click()
    assert asked == ["1 disposisi belum selesai dan ikut ditandai selesai."]
    assert act(agenda.get_incoming, card.letter.id).done_on is None
    card.finish_button.click()
    qtbot.waitUntil(lambda: card.state.text() == "Selesai")
    assert not card.dispose_button.isEnabled()
    card.finish_button.click()
    qtbot.waitUntil(lambda: card.state.text() == "Belum selesai")


def test_the_answer_is_chosen_from_the_outgoing_letters(qtbot, shown, act):
    letter = letter_pdf(act)
    shown.card.answer_link.click()
    dialog = quiet(shown.card.dialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    assert not dialog.save_button.isEnabled()
    dialog.table.selectRow(0)
    with qtbot.waitSignal(shown.said) as said:
        dialog.save_button.click()
    assert said.args == [f"Surat 1/2020 dijawab dengan {letter.number}."]
    qtbot.waitUntil(lambda: shown.card.state.text() == "Selesai")
    assert shown.card.answer_link.text() == "Lepas jawaban"
    shown.card.answer_link.click()
    qtbot.waitUntil(lambda: shown.card.answer_link.text() == "Dijawab dengan…")


def test_a_reply_begins_with_the_sender(qtbot, shown):
    with qtbot.waitSignal(shown.navigate) as asked:
        shown.card.reply_button.click()
    topic, payload = asked.args
    assert topic == "letters/compose"
    assert payload["kind"] == "official_letter"
    assert payload["values"]["penerima"] == "Camat Utan"
    assert payload["incoming_id"] == shown.card.letter.id
    assert payload["values"]["hal"] == f"Jawaban atas {shown.card.letter.subject}"
    [first] = payload["values"]["isi"]
    assert first.startswith("Menjawab surat Saudara Nomor 467/88/Kec.Utan/2020 tanggal 13 April 2020 hal ")


def test_in_the_tab_a_letter_is_found_and_answered(qtbot, worker, record):
    record()
    letter = record(subject="Undangan")
    tab = LettersTab(worker)
    tab.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(tab)
    tab.resize(1366, 668)
    tab.show()
    tab.receive("incoming", letter.id)
    section = tab.section("incoming")
    qtbot.waitUntil(lambda: section.card.letter is not None and section.card.letter.id == letter.id)
    assert tab.front == "incoming"
    section.card.reply_button.click()
    assert tab.front == "compose"
    tab.show_section("agenda").receive("agenda", None)
    lines = tab.section("agenda").lines
    qtbot.waitUntil(lambda: lines.rowCount() == 2)
    tab.section("agenda").table.selectRow(1)
    tab.section("agenda").table.activated_row.emit(tab.section("agenda").table.current_row())
    assert tab.front == "incoming"


def test_the_disposition_sheet_is_printed(qtbot, shown, act):
    act(dispositions.add_disposition, shown.card.letter.id, DISPOSITION)
    shown.card.print_button.click()
    qtbot.waitUntil(lambda: isinstance(shown.card.dialog, PaperDialog), timeout=10_000)
    text = shown.card.dialog.paper.document.getAllText(0).text()
    for words in ("LEMBAR DISPOSISI", "1/2020", "Camat Utan", "Kabid Dayasos", "Siapkan balasan"):
        assert words in text
    assert "Kode arsip" not in text
    shown.card.dialog.close_button.click()


def test_a_change_of_somebody_else_is_not_overwritten(qtbot, shown, act):
    shown.card.change_link.click()
    dialog = quiet(shown.card.dialog)
    before = vars(FORM)
    act(agenda.change_incoming, shown.card.letter.id, before, before | {"subject": "Lain"}, today=TODAY)
    dialog.subject.setText("Lain lagi")
    dialog.submit()
    qtbot.waitUntil(lambda: "baru saja mengubah Hal" in dialog.subject.accessibleDescription())
    dialog.subject.setText(FORM.subject)
    dialog.note.setText("Asli di map merah")
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    facts = act(agenda.get_incoming, shown.card.letter.id)
    assert (facts.subject, facts.note) == ("Lain", "Asli di map merah")


def test_filters_and_what_waits_too_long(qtbot, record, open_section):
    record(subject="Undangan")
    late = record(subject="Laporan", follow_up_on=date(2020, 4, 18))
    section = open_section()
    section.search.setText("undangan")
    qtbot.waitUntil(lambda: section.letters.rowCount() == 1)
    section.receive("incoming", IncomingState.OVERDUE)
    qtbot.waitUntil(lambda: section.card.letter is not None and section.card.letter.id == late.id)
    qtbot.waitUntil(lambda: section.letters.index(0, 5).data() == "Terlambat")
    assert section.letters.rowCount() == 1
    section.receive("incoming", 1)
    qtbot.waitUntil(lambda: section.letters.rowCount() == 2 and section.card.letter.id == 1)


def test_a_letter_far_down_is_shown_though_its_row_is_not_at_hand(qtbot, record, open_section, monkeypatch):
    monkeypatch.setattr("desktop.letters.incoming.LazyTable.PAGE", 2)
    first = record()
    for _turn in range(5):
        record()
    section = open_section()
    qtbot.waitUntil(lambda: section.card.letter is not None)
    section.receive("incoming", first.id)
    qtbot.waitUntil(lambda: section.card.letter.id == first.id)


def test_the_number_of_a_letter_is_seen_beside_its_card(qtbot, shown):
    shown.resize(1334, 620)
    header = shown.table.horizontalHeader()
    place = [column.title for column in shown.letters.columns].index("Nomor surat")
    assert header.sectionViewportPosition(place) + header.sectionSize(place) <= shown.table.viewport().width()


def test_who_may_not_issue_letters_only_looks(qtbot, record, sqlite_database, open_section):
    record()
    rights = ROLES["auditor"][1]
    actor = sqlite_database.actor
    sqlite_database.actor = type(actor)(actor.user_id, "Pemeriksa", actor.pc, rights)
    section = open_section()
    qtbot.waitUntil(lambda: section.card.letter is not None)
    assert not section.add_button.isEnabled()
    assert not section.card.finish_button.isEnabled()
    assert not section.card.scan_link.isEnabled()
    assert section.card.print_button.isEnabled()
    assert "tidak berhak" in section.card.dispose_button.toolTip()


def test_the_panel_sees_no_scan_of_an_incoming_letter(qtbot, record, sqlite_database, open_section):
    record()
    actor = sqlite_database.actor
    sqlite_database.actor = type(actor)(actor.user_id, "Panel", actor.pc, ROLES["panel"][1])
    section = open_section()
    qtbot.waitUntil(lambda: section.card.letter is not None)
    assert not section.card.scan_button.isEnabled()
    assert "tidak berhak" in section.card.scan_button.toolTip()


def test_where_it_is_narrow_list_and_card_take_turns(qtbot, shown):
    shown.resize(800, 500)
    assert (shown.table.isVisible(), shown.card.isVisible()) == (True, False)
    shown.card_button.click()
    assert (shown.table.isVisible(), shown.card.isVisible()) == (False, True)


def test_a_letter_entered_by_mistake_is_void_with_a_reason_and_valid_again(qtbot, shown, act):
    card = shown.card
    card.void_link.click()
    card.dialog.save_button.click()
    assert card.dialog.reason.accessibleDescription()  # without a reason nothing happens
    card.dialog.reason.setPlainText("tercatat dua kali")
    card.dialog.save_button.click()
    qtbot.waitUntil(lambda: card.state.text() == "Dibatalkan")
    assert act(agenda.get_incoming, card.letter.id).void_reason == "tercatat dua kali"
    assert not card.void_link.isVisible()
    changing = (card.dispose_button, card.reply_button, card.print_button, card.result_button)
    for piece in (*changing, card.change_link, card.answer_link, card.scan_link):
        assert not piece.isVisible()
    assert card.history_link.isVisible()
    qtbot.waitUntil(lambda: card.dialog is None)
    card.change()
    assert card.dialog is None
    card.finish_button.click()  # Buka kembali
    qtbot.waitUntil(lambda: card.state.text() != "Dibatalkan")
    assert card.change_link.isVisible()
