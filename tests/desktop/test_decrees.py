"""The register of decrees: nine names from Excel, letters, corrections, the renewal, an incoming decree."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from pypdf import PdfReader
from PySide6.QtCore import Qt

import resources
from db.engine import Database
from db.migrate import migrate
from db.rules.access import ROLES, system_actor
from db.rules.officers import DecreeLevel, MemberForm
from db.services import decrees, letters, officers, practice, setup
from desktop import clock
from desktop.officers import decrees_section
from desktop.officers.decrees_section import DecreesSection
from desktop.officers.presentation_form import PresentationDialog
from desktop.parts.report_dialog import ReportDialog
from desktop.parts.scan import NewScan
from desktop.viewer import PaperDialog
from desktop.worker import Worker

TODAY = date(2020, 4, 13)


@pytest.fixture(autouse=True)
def _today():
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


@pytest.fixture
def aceh(qtbot, tmp_path):
    """The practice office of Banda Aceh, without officers, and a worker on it."""
    database = Database(f"sqlite:///{tmp_path / 'aceh.db'}", system_actor("PC-UJI"))
    migrate(database, TODAY)
    with database.writing() as session:
        setup.load_lists(session)
        practice.create_practice_office(session, practice.BANDA_ACEH)
    worker, opened = Worker(), []
    worker.open(worker, lambda: database, lambda: opened.append(True), opened.append)
    qtbot.waitUntil(lambda: opened == [True])
    yield worker
    worker.close()


@pytest.fixture
def register(qtbot, aceh):
    """The register of decrees of Banda Aceh."""
    clock.set_today(date(2022, 1, 10))
    return opened(qtbot, aceh)


@pytest.fixture
def section(qtbot, worker):
    """The register of Sumbawa, with the one decree of 2020 chosen."""
    made = opened(qtbot, worker)
    qtbot.waitUntil(lambda: len(made.side.model.rows) == 24)
    return made


def opened(qtbot, worker):
    made = DecreesSection(worker)
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    made.resize(1366, 640)
    made.show()
    qtbot.waitUntil(lambda: made.model.rows_loaded)
    return made


def is_paper(dialog):
    return isinstance(dialog, PaperDialog)


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def start_decree(qtbot, register):
    click(qtbot, register.record_button)
    dialog = register.dialog
    dialog.fields.number.setText("460/112/2022")
    dialog.fields.dated_on.set_value(date(2022, 1, 3))
    dialog.fields.issuer.setText("Kepala Dinas Sosial Aceh")
    dialog.fields.title.setText("Penetapan TKSK di Kabupaten/Kota se-Aceh Tahun 2022")
    dialog.fields.starts_on.set_value(date(2022, 1, 3))
    dialog.fields.ends_on.set_value(date(2022, 12, 31))
    return dialog


def record_nine(qtbot, register):
    dialog = start_decree(qtbot, register)
    dialog.read_file(resources.path("seed", "daftar_tksk_banda_aceh_2022.xlsx"))
    qtbot.waitUntil(lambda: len(dialog.names.model.rows) == 9)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: register.table.current_row() is not None)


def print_nine(qtbot, register):
    click(qtbot, register.side.presentations_button)
    qtbot.waitUntil(lambda: isinstance(register.dialog, PresentationDialog))
    return register.dialog


def excel(tmp_path, *rows):
    path = tmp_path / "daftar.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def close_paper(register):
    shown = register.dialog
    pdf = shown.paper._pdf
    shown.close()
    return pdf


def test_nine_names_from_excel_become_nine_letters_in_one_pdf_in_order(qtbot, register):
    said = []
    register.said.connect(said.append)
    record_nine(qtbot, register)
    assert said == ["SK 460/112/2022 dicatat dengan 9 nama."]
    assert register.table.current_row().members == 9
    dialog = print_nine(qtbot, register)
    assert dialog.dated_on.value() == date(2022, 1, 10)
    assert dialog.save_button.text() == "Cetak 9 surat"
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: is_paper(register.dialog), timeout=20_000)
    assert said[-1] == "9 surat penghadapan dicetak."

    pdf = close_paper(register)
    titles = [entry.title for entry in PdfReader(BytesIO(pdf)).outline]
    names = ("Baiturrahman", "Kuta Alam", "Meuraxa", "Syiah Kuala", "Lueng Bata")
    names += ("Kuta Raja", "Banda Raya", "Jaya Baru", "Ulee Kareng")
    assert titles == [
        f"400.9.12.3/{number:03}/Dinsos/2022 Penghadapan TKSK Kecamatan {name}"
        for number, name in enumerate(names, 1)
    ]

    again = print_nine(qtbot, register)
    assert "sudah dibuat pada 10 Januari 2022" in again.earlier_banner.text.text()
    click(qtbot, again.earlier_button)
    qtbot.waitUntil(lambda: is_paper(register.dialog))
    assert close_paper(register) == pdf


def test_the_keputusan_is_looked_at_first_and_then_issued(qtbot, register, aceh):
    said = []
    register.said.connect(said.append)
    record_nine(qtbot, register)
    click(qtbot, register.side.keputusan_button)
    dialog = register.dialog
    assert dialog.notices.toPlainText().startswith("Keputusan Kepala Dinas Sosial Aceh Nomor 460/112/2022")
    qtbot.waitUntil(lambda: "memuat 9 TKSK" in dialog.annex.text())
    qtbot.waitUntil(lambda: dialog.look.last is not None, timeout=20_000)
    qtbot.waitUntil(lambda: dialog.look.paper.document.pageCount() > 1)
    seen = dialog.look.paper.document.getAllText(0).text()
    assert "KEPUTUSAN" in seen
    assert "/001/" not in seen
    with aceh.database.reading() as session:
        assert letters.count_letters(session) == 0
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: is_paper(register.dialog), timeout=20_000)
    close_paper(register)
    assert said[-1] == "Keputusan Nomor 400.9.12.3/001/Kpts/Dinsos/2022 diterbitkan."
    with aceh.database.reading() as session:
        assert letters.count_letters(session) == 1


def test_a_list_without_the_needed_column_is_told_in_one_sentence_and_nothing_is_lost(
    qtbot, register, tmp_path
):
    dialog = start_decree(qtbot, register)
    dialog.read_file(excel(tmp_path, ("Nama", "NIK"), ("Rina", "1171011605879001")))
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.text.text() == (
        "Kolom “Kecamatan lokasi tugas” tidak ditemukan di daftar.xlsx. "
        "Beri judul kolom itu, lalu pilih berkasnya lagi."
    )
    assert dialog.fields.number.text() == "460/112/2022"
    dialog.form.original = dialog.form.values()
    dialog.reject()


def test_a_row_that_cannot_be_recorded_says_why_and_nothing_is_recorded(qtbot, register, aceh, tmp_path):
    dialog = start_decree(qtbot, register)
    rows = (("Nama", "NIK", "Kecamatan"), ("Rina", "117101", "Meuraxa"), ("Budi", "", "Utan"))
    dialog.read_file(excel(tmp_path, *rows))
    qtbot.waitUntil(lambda: [row.problem is None for row in dialog.names.model.rows] == [False] * 2)
    assert [row.problem for row in dialog.names.model.rows] == [
        "NIK harus 16 angka; yang diketik 6 angka.",
        "Kecamatan “Utan” tidak ada di kabupaten/kota ini.",
    ]
    click(qtbot, dialog.save_button)
    assert register.dialog is dialog
    assert dialog.save_button.isEnabled()
    with aceh.database.reading() as session:
        assert decrees.list_decrees(session) == []
    dialog.names.model.set_rows([])
    dialog.form.original = dialog.form.values()
    dialog.reject()


def cells(section, row=0):
    return [section.model.index(row, column).data() for column in range(8)]


def test_the_register_says_how_long_a_decree_lasts(section):
    assert cells(section) == [
        *("460/001/DINSOS/2020", "Penetapan Tenaga Kesejahteraan Sosial Kecamatan Tahun 2020", "Provinsi"),
        *("02-01-2020", "02-01-2020 – 31-12-2020", "262 hari lagi", "24", "—"),
    ]
    assert section.side.heading.text() == "460/001/DINSOS/2020"
    assert section.side.members_card.title.text() == "24 NAMA DALAM SK"
    assert section.page.count.text() == "1 SK"


@pytest.mark.parametrize(
    ("narrow", "found"),
    [
        (lambda s: s.level.setCurrentIndex(1), 0),
        (lambda s: s.level.setCurrentIndex(2), 1),
        (lambda s: s.year.setCurrentIndex(1), 1),
        (lambda s: s.on.set_value(date(2020, 12, 31)), 1),
        (lambda s: s.on.set_value(date(2021, 1, 1)), 0),
        (lambda s: s.search.setText("barat dinsos/2020"), 1),
        (lambda s: s.search.setText("aceh"), 0),
    ],
)
def test_the_register_is_searched(section, qtbot, narrow, found):
    narrow(section)
    qtbot.waitUntil(lambda: section.model.rowCount() == found)
    section.clear_filters()
    qtbot.waitUntil(lambda: section.model.rowCount() == 1)


def test_a_name_leads_to_its_card(section):
    asked = []
    section.navigate.connect(lambda topic, payload: asked.append((topic, payload)))
    first = section.side.model.rows[0]
    section.side.table.activated_row.emit(first)
    assert asked == [("officers/card", first.officer_id)]


def test_a_decree_is_corrected_field_by_field(section, qtbot, act):
    click(qtbot, section.side.edit_button)
    dialog = section.dialog
    assert not dialog.changed()
    dialog.fields.ends_on.set_value(date(2019, 12, 31))
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled())
    assert dialog.form.widget("ends_on").accessibleDescription() == (
        "Tanggal selesai mendahului tanggal mulai."
    )
    dialog.fields.ends_on.set_value(date(2021, 3, 31))
    dialog.fields.note.setText("diperpanjang tiga bulan")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: section.dialog is None)
    qtbot.waitUntil(lambda: cells(section)[4] == "02-01-2020 – 31-03-2021")
    [decree] = act(decrees.list_decrees)
    assert (decree.note, decree.kind_code, decree.scan_id) == ("diperpanjang tiga bulan", "", None)


def test_a_name_is_taken_out_after_a_question(section, qtbot, monkeypatch):
    said, asked = [], []
    section.said.connect(said.append)
    monkeypatch.setattr(decrees_section, "confirm", lambda *args, **_more: asked.append(args[1]) or True)
    section.side.table.selectRow(2)
    click(qtbot, section.side.remove_button)
    qtbot.waitUntil(lambda: len(section.side.model.rows) == 23)
    assert asked[0].startswith("Keluarkan ")
    assert said[0].endswith("tetap ada tanpa SK.")
    click(qtbot, section.side.add_button)
    dialog = section.dialog
    dialog.names.take_roster()
    qtbot.waitUntil(lambda: dialog.names.dialog is not None)
    click(qtbot, dialog.names.dialog.save_button)
    qtbot.waitUntil(lambda: len(dialog.names.model.rows) == 1)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: len(section.side.model.rows) == 24)
    assert said[-1] == "1 nama ditambahkan pada SK 460/001/DINSOS/2020."


def test_a_scan_is_attached_and_opened(section, qtbot, act):
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj"
    section.use_scan(NewScan("sk.pdf", pdf))
    qtbot.waitUntil(lambda: cells(section)[7] == "ada")
    assert section.side.scan_button.text() == "Ganti pindaian…"
    assert act(decrees.list_decrees)[0].scan_id is not None


def test_the_annex_is_shown_as_it_will_be_printed(section, qtbot):
    click(qtbot, section.side.annex_button)
    qtbot.waitUntil(lambda: isinstance(section.dialog, ReportDialog))
    [table] = section.dialog.view.tables
    assert len(table.rows) == 24
    section.dialog.accept()


def test_names_under_another_decree_are_told_before_a_renewal(section, qtbot, act):
    form = decrees.DecreeForm(
        level=DecreeLevel.MINISTRY,
        number="12/5/SK",
        dated_on=date(2020, 2, 1),
        issuer="Dirjen",
        title="Penetapan TKSK",
        starts_on=date(2020, 2, 1),
        ends_on=date(2020, 12, 31),
    )
    post = next(p for p in act(officers.list_posts, date(2020, 3, 1)) if p.kecamatan == "Utan")
    member = MemberForm(1, post.officer, "", post.niat, "Utan")
    act(decrees.record_decree, form, [member], today=date(2020, 3, 1))
    section.refresh()
    qtbot.waitUntil(lambda: section.table.rows.rowCount() == 2)
    section.table.selectRow(0)
    click(qtbot, section.renew_button)
    dialog = section.dialog
    qtbot.waitUntil(lambda: dialog.renewed.count() == 24)
    assert dialog.fields.level.currentData() == DecreeLevel.PROVINCE  # 23 of the 24 hold that one
    said = dialog.renewed.accessibleDescription
    assert said().startswith("1 nama memegang SK lain, bukan 460/001/DINSOS/2020.")
    assert not dialog.changed()
    dialog.fields.replaces_id.set_value(section.table.current_row().id)
    assert said().startswith("23 nama memegang SK lain, bukan 12/5/SK.")


def test_the_renewal_goes_on_with_all_but_one(section, qtbot, act):
    clock.set_today(date(2020, 12, 10))
    said = []
    section.said.connect(said.append)
    click(qtbot, section.renew_button)
    dialog = section.dialog
    qtbot.waitUntil(lambda: dialog.renewed.count() == 24)
    assert not dialog.changed()
    assert dialog.fields.starts_on.value() == date(2021, 1, 1)
    assert dialog.fields.title.text().endswith("Tahun 2021")
    dialog.fields.number.setText("460/002/DINSOS/2021")
    dialog.fields.dated_on.set_value(date(2020, 12, 9))
    dialog.renewed.setCurrentRow(3)
    dialog.renewed.item(3).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.count.text() == "23 diperpanjang · 1 tidak"
    click(qtbot, dialog.save_button)
    assert "tidak dicentang: pilih alasannya" in dialog.form.widget("renewed").accessibleDescription()
    dialog.reason.setEditText("Hasil evaluasi")
    assert dialog.renewed.item(3).text().endswith("→ Hasil evaluasi")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: section.dialog is None)
    assert said[-1] == "SK 460/002/DINSOS/2021: 23 TKSK diperpanjang."
    qtbot.waitUntil(lambda: section.model.rowCount() == 2)
    qtbot.waitUntil(lambda: section.table.current_row().number == "460/002/DINSOS/2021")
    posts = act(officers.list_posts, on=date(2021, 6, 1))
    assert sum(row.officer_id is not None for row in posts) == 23


def check_a_paste(section, qtbot, act):
    """Twenty of ours, one unknown, one from another kabupaten; Alas with another NIAT."""
    click(qtbot, section.check_button)
    dialog = section.dialog
    members = act(decrees.list_roster_members, TODAY)
    lines = [
        f"{n}. {one.name} {'5204059999' if one.kecamatan == 'Alas' else one.niat} {one.kecamatan}"
        for n, one in enumerate(members[:20], 1)
    ]
    lines += ["21. Orang Baru Sekali Utan", "22. Orang Lombok 5202010001"]
    dialog.text.setPlainText("LAMPIRAN KEPUTUSAN\n" + "\n".join(lines))
    qtbot.waitUntil(dialog.check_button.isEnabled)
    click(qtbot, dialog.check_button)
    qtbot.waitUntil(lambda: dialog.print_button.isEnabled())
    return dialog


def test_an_incoming_decree_is_compared_printed_and_recorded(section, qtbot, act):
    dialog = check_a_paste(section, qtbot, act)
    assert dialog.counts.text() == (
        "Sama 19 · NIAT berbeda 1 · Tidak diusulkan 1 · Tidak tercantum 4 · Kabupaten/kota lain 1"
    )
    assert dialog.unread_link.text() == "1 baris tidak dibaca"
    dialog.filter.setCurrentIndex(dialog.filter.findText("Tidak diusulkan (1)"))
    assert [row.match.incoming.name for row in dialog.model.rows] == ["Orang Baru Sekali"]
    click(qtbot, dialog.print_button)
    qtbot.waitUntil(lambda: dialog.dialog is not None)
    [table] = dialog.dialog.view.tables
    assert [row[5] for row in table.rows] == ["Tidak diusulkan"]
    dialog.dialog.accept()
    click(qtbot, dialog.record_button)
    qtbot.waitUntil(lambda: section.dialog is not dialog and section.dialog is not None)
    form = section.dialog
    assert len(form.names.members) == 20
    assert not form.changed()
    form.close()


def test_an_incoming_list_may_be_a_workbook(section, qtbot, tmp_path):
    click(qtbot, section.check_button)
    dialog = section.dialog
    rows = (("Nama", "NIAT", "Kecamatan"), ("Burhan Maulana", "5204060109", "Utan"))
    dialog.read_file(excel(tmp_path, *rows))
    qtbot.waitUntil(lambda: dialog.print_button.isEnabled())
    assert dialog.counts.text().startswith("Sama 1 · Tidak tercantum 23")
    dialog.read_file(excel(tmp_path, ("Nama", "NIK"), ("Rina", "1")))
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "Kecamatan" in dialog.banner.text.text()
    dialog.reject()


def test_who_may_only_look_sees_what_is_switched_off(qtbot, worker):
    worker.database.actor = replace(worker.database.actor, rights=ROLES["panel"][1])
    section = opened(qtbot, worker)
    qtbot.waitUntil(lambda: len(section.side.model.rows) == 24)
    side = section.side
    locked = (section.record_button, section.renew_button, side.edit_button, side.scan_button)
    locked += (side.presentations_button, side.keputusan_button, side.add_button, side.history_button)
    side.table.selectRow(0)
    assert not any(button.isEnabled() for button in (*locked, side.remove_button))
    section.table.activated_row.emit(section.table.current_row())
    assert section.dialog is None


def test_a_link_may_come_before_the_register_is_read(qtbot, worker):
    section = DecreesSection(worker)
    qtbot.addWidget(section)
    section.receive("record_decree", None)
    section.show()
    qtbot.waitUntil(lambda: section.dialog is not None)
    assert section.dialog.windowTitle() == "Catat SK"
    section.dialog.close()
