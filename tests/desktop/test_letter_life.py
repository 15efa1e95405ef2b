"""The tab Surat: sections, what becomes of letters, scans that find their letter, is a paper ours."""

import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import segno
from PIL import Image
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QShortcut
from PySide6.QtTest import QTest
from python_calamine import CalamineWorkbook

from db.catalog import spec_of
from db.lettering import Addressing, write_letter
from db.rules.access import ROLES
from db.rules.archive_code import qr_text
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus, Standing
from db.rules.letter_values import typed_values
from db.rules.letters import CallFacts, Letter
from db.rules.numbering import NumberWish, WishKind
from db.services import drafts, letters
from desktop import paper
from desktop.clock import set_today
from desktop.home.tab import HomeTab
from desktop.letters import reader, word_out
from desktop.letters.check import CheckSection
from desktop.letters.columns import state
from desktop.letters.outgoing import OutgoingSection
from desktop.letters.scans import LEFT
from desktop.letters.tab import LettersTab
from desktop.parts import letter_files

DAY = date(2020, 4, 17)
TODAY = date(2020, 4, 20)


@pytest.fixture(autouse=True)
def own_settings(tmp_path):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "setelan"))
    set_today(TODAY)
    yield
    set_today(None)


@pytest.fixture
def issue(sqlite_database):
    def run(name="Rina Marlina", on=DAY, wish=None):
        facts = CallFacts(name, "3", "Motong", "Utan", "Kabupaten Sumbawa", 2020, DAY, "09.00", "Aula")
        with sqlite_database.writing() as session:
            addressing = Addressing("Panggilan Tes Wawancara", name)
            issued = write_letter(session, facts, addressing, dated_on=on, render=paper.render, wish=wish)
            return letters.get_letter(session, issued.id)

    return run


@pytest.fixture
def now(sqlite_database):
    """A letter as the register has it now."""

    def run(letter):
        with sqlite_database.reading() as session:
            return letters.get_letter(session, letter.id)

    return run


@pytest.fixture
def show(qtbot, worker):
    def run(kind):
        made = kind(worker)
        made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        qtbot.addWidget(made)
        made.resize(1366, 700)
        made.show()
        return made

    return run


@pytest.fixture
def register(qtbot, show):
    def run():
        section = show(OutgoingSection)
        qtbot.waitUntil(lambda: section.letters.rows_loaded and section.table.current_row() is not None)
        return section

    return run


def picture(code, path, text_size=(1240, 1754)):
    """A page as a scanner makes it at 150 dpi, with the QR of a code 12 mm wide at its foot."""
    page = Image.new("L", text_size, 250)
    if code:
        made = BytesIO()
        segno.make(qr_text(code), error="m", micro=False).save(made, kind="png", scale=8, border=2)
        page.paste(Image.open(made).convert("L").resize((72, 72)), (120, text_size[1] - 120))
    page.save(path)
    return Path(path)


def stack(codes, path):
    pages = [Image.open(picture(code, f"{path}.png")).copy() for code in codes]
    Path(f"{path}.png").unlink()
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return Path(path)


# The tab


def test_sections_are_made_when_first_shown_and_the_last_one_is_remembered(qtbot, show):
    tab = show(LettersTab)
    assert (tab.front, list(tab.sections)) == ("outgoing", ["outgoing"])
    place = list(tab.buttons).index("check") + 1
    [shortcut] = [s for s in tab.findChildren(QShortcut) if s.key().toString() == f"Alt+{place}"]
    shortcut.activated.emit()
    assert tab.front == "check"
    assert tab.buttons["check"].isChecked()
    assert show(LettersTab).front == "check"


def test_a_topic_reaches_the_section_that_knows_it(qtbot, show, issue):
    letter = issue()
    tab = show(LettersTab)
    tab.receive("check", letter.code)
    assert tab.front == "check"
    qtbot.waitUntil(lambda: tab.section("check").result.isVisible())
    tab.section("check").register_link.click()
    assert tab.front == "outgoing"
    qtbot.waitUntil(lambda: tab.outgoing.table.current_row() is not None)
    assert tab.outgoing.table.current_row().id == letter.id


def test_every_section_can_be_reached_where_the_window_is_narrow(qtbot, show):
    tab = show(LettersTab)
    tab.resize(700, 600)
    rows = {made.geometry().y() for made in tab.buttons.values()}
    assert len(rows) <= 2
    assert all(made.geometry().right() <= 700 for made in tab.buttons.values())


# What becomes of a letter


def test_letters_not_yet_back_are_counted_and_found_with_one_click(qtbot, register, issue):
    issue(on=DAY)
    issue(on=TODAY)
    section = register()
    qtbot.waitUntil(section.awaited_link.isVisible)
    assert section.awaited_link.text() == "1 belum kembali"
    section.awaited_link.click()
    qtbot.waitUntil(lambda: section.letters.rowCount() == 1)
    assert section.letters.index(0, 1).data() == "Belum kembali 3 hari"
    section.state_filter.setCurrentIndex(section.state_filter.findData(Standing.CANCELLED))
    qtbot.waitUntil(lambda: section.letters.rowCount() == 0)
    assert "tidak ada" in section.table._empty.text.text().lower()


def test_the_first_page_counts_those_that_are_late_and_leads_to_them(qtbot, show, issue):
    issue(on=TODAY - timedelta(8))
    issue(on=TODAY - timedelta(7))
    home, tab = show(HomeTab), show(LettersTab)
    home.navigate.connect(lambda link, payload: tab.receive(link.partition("/")[2], payload))
    said = "1 surat lebih dari 7 hari belum kembali ditandatangani"
    qtbot.waitUntil(lambda: bool(home.matters.buttons))
    [start] = [b for b in home.matters.buttons if b.accessibleDescription().startswith(said)]
    start.click()
    qtbot.waitUntil(lambda: tab.outgoing.letters.rowCount() == 2)
    assert tab.outgoing.state_filter.currentText() == "Belum kembali"


def test_a_cancelled_letter_says_so_over_its_unchanged_paper(qtbot, register, issue, now):
    letter = issue()
    section = register()
    qtbot.waitUntil(lambda: section.preview.paper._pdf != b"")
    before = section.preview.paper._pdf
    section.actions_of_letter.cancel.trigger()
    section.dialog.reason.setPlainText("Salah menulis nama")
    section.dialog.submit()
    qtbot.waitUntil(lambda: now(letter).status is LetterStatus.CANCELLED)
    qtbot.waitUntil(lambda: section.preview.banner.isVisible())
    assert section.preview.banner.text.text() == "DIBATALKAN: Salah menulis nama."
    assert section.preview.pill.text() == "Dibatalkan"
    assert section.preview.paper._pdf == before
    assert not section.preview.correct_button.isEnabled()
    assert not section.actions_of_letter.cancel.isEnabled()


def test_a_cancelled_letter_is_printed_only_when_that_is_meant(qtbot, register, issue, monkeypatch):
    letter = issue()
    section = register()
    asked = []
    monkeypatch.setattr("desktop.viewer.confirm", lambda *words, **_more: asked.append(words[1]))
    monkeypatch.setattr("desktop.viewer.QPrintDialog", None)  # would fail if it came so far
    section.worker.write(
        section,
        lambda session: letters.cancel_letter(session, letter.id, "Salah alamat"),
        then=lambda _nothing: None,
    )
    qtbot.waitUntil(lambda: section.preview.paper.caution != "")
    section.preview.paper.print_paper()
    assert asked == ["Surat ini sudah dibatalkan. Cetak juga?"]


def test_a_cancelling_without_reason_stays_open(qtbot, register, issue, now):
    letter = issue()
    section = register()
    section.actions_of_letter.cancel.trigger()
    dialog = section.dialog
    dialog.reason.setPlainText("-")
    dialog.submit()
    assert dialog.isVisible()
    assert now(letter).status is LetterStatus.FINAL
    dialog.form.take_as_original("reason")
    dialog.reject()


def test_a_correction_leads_to_its_draft(qtbot, register, issue, sqlite_database):
    letter = issue()
    section = register()
    section.preview.correct_button.click()
    section.dialog.reason.setPlainText("Jam wawancara keliru")
    with qtbot.waitSignal(section.navigate) as asked:
        section.dialog.submit()
    with sqlite_database.writing() as session:
        known = drafts.draft_correction(session, letter.id, "Jam wawancara keliru", TODAY)
    assert asked.args == ["letters/draft", known]


def test_version_two_is_written_in_the_next_section_and_version_one_says_what_replaced_it(
    qtbot, show, issue, now, sqlite_database
):
    letter = issue()
    tab = show(LettersTab)
    section = tab.outgoing
    qtbot.waitUntil(lambda: section.table.current_row() is not None)
    section.actions_of_letter.correct.trigger()
    section.dialog.reason.setPlainText("Jam wawancara keliru")
    section.dialog.submit()
    qtbot.waitUntil(lambda: tab.front == "compose")
    with sqlite_database.writing() as session:
        draft = drafts.draft_correction(session, letter.id, "Jam wawancara keliru", TODAY)
        [second] = drafts.finalise(session, draft, today=TODAY, render=paper.render).letters
    tab.receive("show", letter.id)
    qtbot.waitUntil(section.preview.banner.isVisible)
    said = section.preview.banner.text.text().replace("\u200b", "")
    assert said == f"DIBATALKAN: Jam wawancara keliru, diganti oleh nomor {second.number}."
    section.actions_of_letter.replacement.trigger()
    qtbot.waitUntil(lambda: "versi 2" in section.preview.more_facts.text())
    assert section.table.current_row().id == second.id


def test_several_letters_come_back_at_once(qtbot, register, issue, now):
    issued = [issue(name) for name in ("Rina", "Ahmad", "Budi")]
    section = register()
    section.table.selectAll()
    section.return_action.trigger()
    qtbot.waitUntil(lambda: section.dialog is not None)
    section.dialog.submit()
    qtbot.waitUntil(lambda: all(now(letter).status is LetterStatus.SIGNED for letter in issued))
    assert {now(letter).signed_on for letter in issued} == {TODAY}
    qtbot.waitUntil(lambda: not section.awaited_link.isVisible())


def test_a_letter_comes_back_with_its_scan_and_the_scan_is_shown(qtbot, register, issue, now, tmp_path):
    letter, other = issue(), issue("Ahmad", on=DAY - timedelta(1))
    section = register()
    section.preview.return_button.click()
    dialog = section.dialog
    dialog.take_file(picture(other.code, tmp_path / "salah.png"))
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "kode surat lain" in dialog.banner.text.text()
    dialog.take_file(picture(letter.code, tmp_path / "benar.png"))
    qtbot.waitUntil(lambda: dialog.file_label.text() == "benar.png" and not dialog.banner.isVisible())
    dialog.returned_on.set_value(TODAY)
    dialog.submit()
    qtbot.waitUntil(lambda: now(letter).scan_id is not None)
    qtbot.waitUntil(section.actions_of_letter.scan.isEnabled)
    section.actions_of_letter.scan.trigger()
    qtbot.waitUntil(lambda: section.dialog is not None and section.dialog.isVisible())
    qtbot.waitUntil(lambda: section.dialog.paper.document.pageCount() == 1)
    section.dialog.close_button.click()


def test_numbers_are_noted_and_copied(qtbot, register, issue, now):
    letter = issue()
    section = register()
    section.actions_of_letter.numbers.trigger()
    assert section.dialog.number.isReadOnly()
    section.dialog.external_number.setText("B/12/2020")
    section.dialog.submit()
    qtbot.waitUntil(lambda: now(letter).external_number == "B/12/2020")
    section.actions_of_letter.copy.trigger()
    assert QGuiApplication.clipboard().text() == letter.number


def test_a_number_by_hand_that_another_letter_bears_is_refused_where_it_is_typed(qtbot, register, issue, now):
    first = issue(wish=NumberWish(WishKind.BY_HAND, text="094/18/Umum"))
    second = issue(wish=NumberWish(WishKind.LATER))
    section = register()
    section.table.choose(second.id)
    section.actions_of_letter.numbers.trigger()
    dialog = section.dialog
    dialog.number.setText(first.number)
    dialog.submit()
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert dialog.isVisible()
    dialog.number.setText("094/19/Umum")
    dialog.submit()
    qtbot.waitUntil(lambda: now(second).number == "094/19/Umum")
    assert now(second).number_id is not None


def test_the_text_for_the_telephone_is_copied_from_a_final_letter(qtbot, register, issue):
    issue("Rina Marlina")
    section = register()
    section.actions_of_letter.message.trigger()
    qtbot.waitUntil(lambda: "Rina Marlina" in QGuiApplication.clipboard().text())
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Yth. ")
    assert "Aula" in text
    assert "{" not in text


def test_a_letter_without_such_a_text_offers_none(qtbot, register, sqlite_database):
    with sqlite_database.writing() as session:
        spec = spec_of(LetterKind.HANDOVER_MINUTES)
        facts = Letter(spec.kind, typed_values(spec.fields, spec.sample))
        write_letter(session, facts, Addressing("Serah terima"), dated_on=DAY, render=paper.render)
    section = register()
    assert not section.actions_of_letter.message.isVisible()
    assert section.actions_of_letter.word.isEnabled()


def test_a_final_letter_is_saved_as_word_and_says_that_it_is_not_final(
    qtbot, register, issue, tmp_path, monkeypatch
):
    issue()
    section = register()
    target = tmp_path / "panggilan.docx"
    monkeypatch.setattr(word_out, "ask_where_to_save", lambda *_asked: target)
    section.actions_of_letter.word.trigger()
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(section.page.banner.isVisible)
    assert "bukan naskah final" in section.page.banner.text.text()
    with zipfile.ZipFile(target) as parts:
        assert "Rina Marlina" in parts.read("word/document.xml").decode()


def test_the_list_goes_to_excel_as_it_is_filtered(qtbot, register, issue, tmp_path):
    issue("=SUM(1,2)")
    issue("Ahmad Zaelani")
    section = register()
    section.search.setText("sum")
    qtbot.waitUntil(lambda: section.letters.rowCount() == 1)
    target = tmp_path / "daftar.xlsx"
    section.actions_of_letter.export_to(target, section.value())
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(section.page.banner.isVisible)
    lines = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert lines[3][:3] == ["Nomor", "Tanggal", "Jenis"]
    assert [line[4] for line in lines[4:]] == ["=SUM(1,2)"]
    assert lines[4][6] == "Belum kembali 3 hari"


def test_what_the_banner_told_is_gone_when_something_else_is_begun(qtbot, register, issue):
    issue("Rina Marlina")
    issue("Ahmad Zaelani")
    section = register()
    banner = section.page.banner
    steps = (
        lambda: section.table.selectRow(1),
        lambda: section.search.setText("rina"),
        section.actions_of_letter.numbers.trigger,
        section.return_action.trigger,
    )
    for step in steps:
        banner.say("Disimpan: daftar.xlsx", "good")
        assert banner.isVisible()
        step()
        qtbot.waitUntil(lambda: not banner.isVisible())
    qtbot.waitUntil(lambda: section.letters.rowCount() == 1)  # what was typed has been found
    qtbot.wait(100)
    banner.say("Disimpan: daftar.xlsx", "good")
    section.refresh()
    qtbot.wait(300)
    assert banner.isVisible()  # reading anew is nobody's doing
    banner.close_button.click()
    assert not banner.isVisible()


def test_the_qr_of_a_paper_scanned_into_the_search_shows_its_letter(qtbot, register, issue):
    first = issue("Rina Marlina")
    issue("Ahmad Zaelani")
    section = register()
    QTest.keyClicks(section.search, qr_text(first.code))
    QTest.keyClick(section.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section.letters.rowCount() == 1)
    qtbot.waitUntil(lambda: section.table.current_row() is not None)
    assert section.table.current_row().id == first.id


def test_the_history_is_as_high_as_what_it_shows(qtbot, register, issue):
    issue()
    section = register()
    section.actions_of_letter.history.trigger()
    dialog = section.dialog
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    few = dialog.height()
    assert few < 320
    dialog._grow(9)
    assert few < dialog.height() < 520
    dialog._grow(500)
    assert dialog.height() == 520
    dialog._grow(1)  # a search that finds little
    assert dialog.height() == 520


def choose_rows(section, *places):
    flags = QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.Select
    section.table.clearSelection()
    for place in places:
        section.table.selectionModel().select(section.letters.index(place, 0), flags)


def test_a_file_in_use_does_not_stop_the_others(qtbot, register, issue, tmp_path):
    issued = [issue(name) for name in ("Rina", "Ahmad", "Budi")]
    folder = tmp_path / "surat"
    folder.mkdir()
    in_use = folder / letter_files.names([issued[1]])[0]
    in_use.mkdir()  # no system lets a file take its place, as Windows does not while a reader has it open
    section = register()
    section.table.selectAll()
    section._with_chosen(lambda rows: section.actions_of_letter.save_into(folder, rows))
    qtbot.waitUntil(section.page.banner.isVisible)
    said = section.page.banner.text.text()
    assert said.startswith("2 PDF disimpan. ")
    assert in_use.name in said
    assert said.count(".pdf") == 1
    for letter in (issued[0], issued[2]):
        assert (folder / letter_files.names([letter])[0]).read_bytes().startswith(b"%PDF-")
    in_use.rmdir()
    section._with_chosen(lambda rows: section.actions_of_letter.save_into(folder, rows))
    qtbot.waitUntil(lambda: section.page.banner.text.text() == "3 PDF disimpan.")
    assert len(list(folder.iterdir())) == 3


def test_saving_stops_when_asked(qtbot, register, issue, tmp_path):
    for name in ("Rina", "Ahmad", "Budi"):
        issue(name)
    section = register()
    section.table.selectAll()

    def save(rows):
        section.actions_of_letter.save_into(tmp_path, rows)
        section.waiting.cancel_button.click()

    section._with_chosen(save)
    qtbot.waitUntil(lambda: "Dihentikan" in section.page.banner.text.text())
    assert len(list(tmp_path.glob("*.pdf"))) < 3


def test_file_names_are_clean_and_no_two_alike(issue):
    letter = issue()
    made = letter_files.names([letter, letter])
    assert made[0] == "400.9.12.3-001-Dinsos-2020 Panggilan Tes Wawancara.pdf"
    assert made[1].endswith("(2).pdf")


@pytest.mark.parametrize("role", ["auditor"])
def test_who_only_reads_sees_the_actions_switched_off(qtbot, worker, register, issue, role):
    issue()
    worker.database.actor = worker.database.actor.__class__(None, "Periksa", "PC", ROLES[role][1])
    section = register()
    for control in (
        section.preview.correct_button,
        section.preview.return_button,
        section.actions_of_letter.cancel,
        section.folder_action,
        section.export_action,
    ):
        assert not control.isEnabled()
        assert "tidak berhak" in control.toolTip()
    assert section.actions_of_letter.copy.isEnabled()
    assert not section.acceptDrops()


def test_the_panel_does_not_see_scanned_papers(qtbot, worker, register, issue):
    issue()
    worker.database.actor = worker.database.actor.__class__(None, "Panel", "PC", ROLES["panel"][1])
    section = register()
    assert not section.actions_of_letter.scan.isEnabled()
    assert "pindaian" in section.actions_of_letter.scan.toolTip()


# Scans


def lines_of(dialog):
    return {line.name: (line.outcome, line.note) for line in dialog.lines.rows}


def test_a_dropped_folder_files_each_scan_to_its_letter(qtbot, register, issue, now, tmp_path):
    first, second, third, fourth = (issue(name) for name in ("Rina", "Ahmad", "Budi", "Siti"))
    folder = tmp_path / "pindaian"
    (folder / "lagi").mkdir(parents=True)
    picture(first.code, folder / "a.png")
    picture(first.code, folder / "lagi" / "a2.jpg")
    stack([second.code, third.code, third.code, None], folder / "tumpukan.pdf")
    picture(None, folder / "kosong.png")
    picture("ZZZZ-9999", folder / "asing.png")
    (folder / "rusak.pdf").write_bytes(b"%PDF-1.4 rusak")
    (folder / "nol.pdf").write_bytes(b"")
    (folder / "catatan.docx").write_bytes(b"PK")
    (folder / "Thumbs.db").write_bytes(b"x")
    section = register()
    (folder / "arsip.pdf").write_bytes(pdf_of(section, fourth))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    section.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    dialog = section.dialog
    qtbot.waitUntil(lambda: not dialog.working, timeout=20_000)
    assert dialog.summary.text() == "3 pindaian disimpan; 7 belum masuk ke surat mana pun."
    found = lines_of(dialog)
    assert len(found) == 10
    for name, words in {
        "kosong.png": "tidak terbaca",
        "tumpukan.pdf, halaman 4": "tidak terbaca",
        "asing.png": "ZZZZ-9999 tidak ada",
        "rusak.pdf": "rusak, dilindungi",
        "nol.pdf": "bukan PDF",
        "catatan.docx": "bukan PDF",
        "arsip.pdf": f"PDF arsip surat {fourth.number}",
    }.items():
        outcome, note = found[name]
        assert outcome == LEFT
        assert words in note
    assert [now(letter).status for letter in (first, second, third)] == [LetterStatus.SIGNED] * 3
    assert now(fourth).status is LetterStatus.FINAL
    dialog.reject()
    qtbot.waitUntil(lambda: section.dialog is None)
    section.file_scans([folder])
    again = section.dialog
    qtbot.waitUntil(lambda: not again.working, timeout=20_000)
    assert again.summary.text().startswith("0 pindaian disimpan; 3 sudah ada sebelumnya; 7 belum masuk")
    again.reject()


def pdf_of(section, letter):
    with section.worker.database.reading() as session:
        return letters.get_paper(session, letter.id)


def test_a_scan_of_one_page_of_two_is_kept_but_the_letter_stays_awaited(
    qtbot, register, issue, now, tmp_path, monkeypatch
):
    letter = issue()
    section = register()
    monkeypatch.setattr(paper, "count_pages", lambda content: 2 if content.startswith(b"%PDF") else 1)
    section.file_scans([picture(letter.code, tmp_path / "satu.png")])
    dialog = section.dialog
    qtbot.waitUntil(lambda: not dialog.working)
    outcome, note = lines_of(dialog)["satu.png"]
    assert outcome == "partial"
    assert note.startswith("1 dari 2 halaman: surat ini masih ditunggu")
    assert dialog.summary.text() == "0 pindaian disimpan; 1 belum lengkap halamannya."
    assert now(letter).status is LetterStatus.FINAL
    assert state(now(letter)) == "Pindaian belum lengkap"
    dialog.reject()


def test_what_was_not_recognised_is_given_to_a_letter_by_hand(qtbot, register, issue, now, tmp_path):
    letter = issue()
    issue("Ahmad")
    section = register()
    section.file_scans([picture(None, tmp_path / "buram.png")])
    dialog = section.dialog
    qtbot.waitUntil(lambda: not dialog.working)
    assert dialog.file_button.isEnabled()
    dialog.file_button.click()
    pick = dialog.dialog
    qtbot.waitUntil(lambda: pick.letters.rowCount() == 2)
    pick.search.setText("rina")
    qtbot.waitUntil(lambda: pick.letters.rowCount() == 1)
    pick.table.selectRow(0)
    pick.pick_button.click()
    qtbot.waitUntil(lambda: now(letter).scan_id is not None)
    qtbot.waitUntil(lambda: lines_of(dialog)["buram.png"][0] == "filed")
    assert not dialog.file_button.isEnabled()
    dialog.reject()


def test_reading_scans_stops_when_asked(qtbot, register, issue, tmp_path):
    code = issue().code
    for place in range(30):
        picture(code, tmp_path / f"{place}.png")
    section = register()
    section.file_scans([tmp_path])
    dialog = section.dialog
    qtbot.waitUntil(lambda: dialog._read > 0)
    dialog.close_button.click()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: not dialog.working)
    assert "Dihentikan" in dialog.banner.text.text()
    assert dialog._read < 30
    dialog.reject()


def test_pages_of_one_letter_are_put_in_the_order_people_number_them(issue, tmp_path):
    code = issue().code
    parts = []
    for name, width in (("hal 10.png", 900), ("hal 2.png", 1000), ("hal 1.png", 1100)):
        parts += reader.read_parts(picture(code, tmp_path / name, (width, 1754)))
    name, content = reader.load([*parts, parts[0]])
    assert name == "hal 1.pdf"
    from pypdf import PdfReader

    shapes = [page.mediabox.width / page.mediabox.height for page in PdfReader(BytesIO(content)).pages]
    assert [round(shape * 1754) for shape in shapes] == [1100, 1000, 900]
    assert reader.load(parts)[1] == content
    assert list(reader.read_codes(content)) == [code] * 3


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_laid_into_the_scanner_the_wrong_way_is_read(issue, tmp_path, turn):
    code = issue().code
    path = picture(code, tmp_path / "a.png")
    Image.open(path).rotate(turn + 1.5, expand=True, fillcolor=250).save(path)
    assert [part.code for part in reader.read_parts(path)] == [code]


# Is it ours?


def test_a_scanned_code_shows_what_the_register_knows(qtbot, show, issue):
    letter = issue()
    section = show(CheckSection)
    QTest.keyClicks(section.code, f"pilar-tksk {letter.code.lower()}")
    QTest.keyClick(section.code, Qt.Key.Key_Return)
    qtbot.waitUntil(section.result.isVisible)
    shown = {name.text(): value.text() for name, value in section.facts._shown}
    assert shown["Nomor"].replace("\u200b", "") == letter.number
    assert (shown["Tanggal"], shown["Hal"]) == ("17 April 2020", letter.subject)
    assert "SHA-256 cocok" in shown["PDF dalam arsip"]
    assert section.pill.text() == "Berlaku"
    assert section.code.selectedText() == section.code.text()
    section.code.setText("ABCD-2345")
    section.check_button.click()
    qtbot.waitUntil(section.banner.isVisible)
    assert "tidak ada dalam arsip" in section.banner.text.text()
    assert not section.result.isVisible()


def test_a_file_is_compared_byte_for_byte(qtbot, show, issue, tmp_path, worker):
    letter = issue()
    section = show(CheckSection)
    target = tmp_path / "surat.pdf"
    target.write_bytes(pdf_of(section, letter))
    section.check_file(target)
    qtbot.waitUntil(section.result.isVisible)
    assert section.verdict.text() == "Berkas ini sama persis dengan PDF dalam arsip."
    scan = picture(letter.code, tmp_path / "foto.png")
    section.check_file(scan)
    qtbot.waitUntil(lambda: "bukan PDF dari arsip" in section.verdict.text())
    assert section.banner.isVisible()
    section.check_file(picture(None, tmp_path / "lain.png"))
    qtbot.waitUntil(lambda: "tidak dikenal" in section.banner.text.text())
    section.check_file(tmp_path / "tidak ada.pdf")
    qtbot.waitUntil(lambda: "tidak dapat dibuka" in section.banner.text.text())


def test_a_cancelled_letter_is_not_passed_off_as_valid(qtbot, show, issue, worker):
    letter = issue()
    section = show(CheckSection)
    section.receive("check", letter.code)
    qtbot.waitUntil(section.result.isVisible)
    worker.write(
        section,
        lambda session: letters.cancel_letter(session, letter.id, "Salah alamat"),
        then=lambda _nothing: None,
    )
    qtbot.waitUntil(lambda: section.pill.text() == "Dibatalkan")
    assert "DIBATALKAN: Salah alamat" in section.banner.text.text()


def test_it_never_calls_itself_a_signature(show):
    section = show(CheckSection)
    words = " ".join(label.text() for label in section.findChildren(type(section.verdict)))
    assert "bukan tanda tangan elektronik" in words


def test_an_empty_code_and_a_corrected_one_are_said(qtbot, show, issue, now):
    letter = issue()
    code = now(letter).code
    section = show(CheckSection)
    section.check()
    assert "Ketik kode" in section.banner.text.text()
    assert section.result.isHidden()
    section.code.setText(code.lower().replace("-", ""))
    section.check()
    qtbot.waitUntil(lambda: section.result.isVisible())
    assert not section.banner.isVisible()
    spoilt = next(iter({"Q", "D", "L", "7", "J"} & set(code)), "")
    mistyped = code.replace(spoilt, "0" if spoilt in "QD" else "1", 1) if spoilt else code
    section.code.setText(mistyped)
    section.check()
    qtbot.waitUntil(lambda: not spoilt or f"Anda mengetik {mistyped}" in section.banner.text.text())
