"""Activities and monthly reports from the window: the keyboard marks, undoes, types in, prints."""

import itertools
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from db.rules.access import ROLES
from db.rules.letter_kinds import LetterKind
from db.rules.work import ReportState
from db.services import activities, monthly_reports
from db.services.activities import ActivityForm, Search, WorkOfficer
from db.services.monthly_paper import ReportKey
from desktop.officers.tab import OfficersTab
from desktop.officers.work_section import WorkSection

TODAY = date(2020, 5, 20)
R, P, A = ReportState.RECEIVED, ReportState.REVISE, ReportState.APPROVED
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def section(qtbot, worker, set_day, own_settings):
    set_day(TODAY)
    made = WorkSection(worker)
    qtbot.addWidget(made)
    made.resize(1366, 640)
    made.show()
    qtbot.waitUntil(lambda: made.months.grid.table.rowCount() == 24)
    return made


@pytest.fixture
def months(section):
    return section.months


@pytest.fixture
def view(qtbot, section):
    section.show_view(1)
    qtbot.waitUntil(lambda: len(section.activities.officers) == 24)
    qtbot.waitUntil(lambda: section.activities.model.rows_loaded)
    return section.activities


def press(months, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        QTest.keyClick(months.grid, key, modifier)
    QTest.keyRelease(months.grid, Qt.Key.Key_Shift)  # else Qt goes on taking it for held down


def at(months, place, month):
    """Put the cursor on a month; returns its key."""
    row = months.grid.table.row(place)
    months.grid.choose_month(row.id, month)
    return ReportKey(*row.id, 2020, month)


def state(months, key):
    cell = months.grid.cell(key)
    return cell.state if cell else None


def marked(qtbot, months, key, wanted):
    qtbot.waitUntil(lambda: state(months, key) is wanted)


def test_a_pile_is_ticked_with_space_and_arrows(qtbot, months):
    keys = [at(months, place, 4) for place in (2, 1, 0)][::-1]
    for _key in keys:
        press(months, Qt.Key.Key_Space, Qt.Key.Key_Down)
    for key in keys:
        marked(qtbot, months, key, R)
    assert months.grid.current_key() == at(months, 3, 4)  # the cursor is where the keys have led it
    assert months.page.banner.isVisible()


def test_many_are_chosen_with_shift_approved_and_undone(qtbot, months):
    key = at(months, 0, 2)
    press(months, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, modifier=SHIFT)
    assert len(months.grid.chosen_keys()) == 6
    press(months, Qt.Key.Key_Space)
    marked(qtbot, months, key, R)
    assert len(months.grid.chosen_keys()) == 6  # still chosen, though all was read anew
    press(months, Qt.Key.Key_A)
    marked(qtbot, months, key, A)
    qtbot.waitUntil(lambda: "6 laporan disetujui" in months.page.banner.text.text())
    months.undo_key.activated.emit()
    marked(qtbot, months, key, R)
    months.undo()
    marked(qtbot, months, key, None)


def test_space_again_takes_back_and_asks_where_it_was_decided(qtbot, months, monkeypatch):
    key, asked = at(months, 0, 4), []
    monkeypatch.setattr("desktop.officers.month_view.confirm", lambda *a, **_k: asked.append(a) or True)
    press(months, Qt.Key.Key_Space)
    marked(qtbot, months, key, R)
    press(months, Qt.Key.Key_Space)
    marked(qtbot, months, key, None)
    assert not asked
    press(months, Qt.Key.Key_Space)
    marked(qtbot, months, key, R)
    press(months, Qt.Key.Key_A)
    marked(qtbot, months, key, A)
    press(months, Qt.Key.Key_Space)
    marked(qtbot, months, key, None)
    assert len(asked) == 1


def test_p_asks_for_a_note(qtbot, months):
    key = at(months, 0, 4)
    press(months, Qt.Key.Key_P)
    assert months.dialog is None
    assert "sudah diterima" in months.page.banner.text.text()
    press(months, Qt.Key.Key_Space)
    marked(qtbot, months, key, R)
    press(months, Qt.Key.Key_P)
    dialog = months.dialog
    dialog.save_button.click()
    assert dialog.isVisible()  # a note is wanted
    dialog.note.setPlainText("Lampirkan daftar hadir")
    dialog.save_button.click()
    marked(qtbot, months, key, P)
    qtbot.waitUntil(lambda: "daftar hadir" in months.side.note.text())


def test_what_cannot_be_is_said_and_left_out(qtbot, months):
    at(months, 0, 6)  # has not begun
    press(months, Qt.Key.Key_Space)
    assert "bulan yang sudah mulai" in months.page.banner.text.text()
    at(months, 0, 4)
    press(months, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "1 belum diterima" in months.page.banner.text.text())


def test_the_pile_of_an_earlier_day(qtbot, months):
    key = at(months, 1, 3)
    months.receive_button.click()
    dialog = months.dialog
    assert dialog.month.currentData() == 3
    dialog.save_button.click()
    assert "paling sedikit satu" in dialog.officers.accessibleDescription()
    dialog.officers.set_value([key[:2]])
    dialog.received_on.set_value(date(2020, 2, 1))
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "sebelum bulan itu" in dialog.received_on.accessibleDescription())
    dialog.received_on.set_value(date(2020, 4, 3))
    dialog.save_button.click()
    marked(qtbot, months, key, R)
    assert not months.grid.cell(key).late


def test_who_is_late_is_listed_and_reminded(qtbot, months, act):
    rows = act(monthly_reports.month_matrix, 2020, TODAY)
    keys = [ReportKey(*row.id, 2020, month) for row in rows[1:] for month in range(1, 5)]
    act(monthly_reports.receive, keys, TODAY, today=TODAY)
    months.refresh()
    qtbot.waitUntil(lambda: state(months, keys[0]) is R)
    months.filter.setCurrentIndex(months.filter.findData("missing"))
    assert [row.id for row in months.grid.table.rows] == [rows[0].id]
    months.copy_button.click()
    qtbot.waitUntil(lambda: rows[0].name in QGuiApplication.clipboard().text())
    assert "Januari, Februari, Maret dan April 2020" in QGuiApplication.clipboard().text()


def test_the_matter_on_beranda_leads_to_the_cell(qtbot, section):
    months = section.months
    row = months.grid.table.row(5)
    section.show_view(1)
    section.receive("work", row.id[0])
    qtbot.waitUntil(lambda: months.grid.current_key() == ReportKey(*row.id, 2020, 4))
    assert section.stack.currentWidget() is months
    section.receive("work", None)
    assert section.stack.currentWidget() is section.activities


def test_the_tab_knows_the_section(qtbot, worker, set_day, own_settings):
    set_day(TODAY)
    tab = OfficersTab(worker)
    qtbot.addWidget(tab)
    tab.receive("work", None)
    assert tab.front == "work"


def test_who_only_reads_cannot_mark(qtbot, worker, set_day, own_settings, monkeypatch):
    set_day(TODAY)
    reader = type(worker.actor)(None, "Pimpinan", "PC-UJI", ROLES["head"][1])
    monkeypatch.setattr(type(worker), "actor", property(lambda _self: reader))
    section = WorkSection(worker)
    qtbot.addWidget(section)
    section.show()
    months = section.months
    qtbot.waitUntil(lambda: months.grid.table.rowCount() == 24)
    key = at(months, 0, 4)
    press(months, Qt.Key.Key_Space, Qt.Key.Key_A, Qt.Key.Key_P, Qt.Key.Key_Delete)
    assert (months.dialog, state(months, key)) == (None, None)
    assert not months.receive_button.isEnabled()
    assert not section.activities.add_button.isEnabled()


# Activities


def fill(dialog, **changes):
    facts = {"place": "Desa Motong", "text": "Penyuluhan", "participants": 32}
    for name, value in (facts | changes).items():
        widget = dialog.form.widget(name)
        if hasattr(widget, "set_value"):
            widget.set_value(value)
        elif name == "text":
            widget.setPlainText(value)
        else:
            widget.setText(value)


def count(act):
    return act(activities.count_activities, Search())


def test_entries_are_typed_one_after_the_other(qtbot, view, act):
    view.add_button.click()
    dialog = view.dialog
    fill(dialog, officer_id=view.officers[0].id, done_on=date(2020, 5, 4), duty_code="T4")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "1 kegiatan tersimpan" in dialog.banner.text.text())
    assert dialog.isVisible()
    assert (dialog.officer.value(), dialog.done_on.value()) == (view.officers[0].id, date(2020, 5, 4))
    assert dialog.place.text() == ""
    fill(dialog, duty_code="T1")
    dialog.close_button.click()
    qtbot.waitUntil(lambda: view.dialog is None)
    assert count(act) == 2
    qtbot.waitUntil(lambda: view.model.rowCount() == 2)


def test_enter_leads_from_field_to_field_and_saves_at_the_end(qtbot, view, act):
    view.add()
    dialog = view.dialog
    fill(dialog, officer_id=view.officers[0].id, done_on=date(2020, 5, 4), duty_code="T4")
    qtbot.waitUntil(lambda: dialog.form.isVisible())
    dialog.form.focus("place")
    order = [dialog.place, dialog.duty, dialog.programme, dialog.text, dialog.participants, dialog.problem]
    for here, after in itertools.pairwise(order):
        QTest.keyClick(here, Qt.Key.Key_Return)
        assert dialog.focusWidget() is after
    assert count(act) == 0


def test_a_day_to_come_is_refused_and_one_outside_the_term_is_doubted(qtbot, view, act):
    view.add()
    dialog = view.dialog
    fill(dialog, officer_id=view.officers[0].id, done_on=date(2020, 5, 21), duty_code="T4")
    dialog.save_button.click()
    assert "Paling akhir 20-05-2020" in dialog.done_on.accessibleDescription()
    dialog.done_on.set_value(date(2009, 5, 20))
    assert "Sebelum mulai bertugas" in dialog.done_on.accessibleDescription()
    dialog.close_button.click()
    qtbot.waitUntil(lambda: count(act) == 1)


def test_a_photo_that_is_none_or_too_large_is_one_sentence_and_the_others_stay(qtbot, view, act, tmp_path):
    from PIL import Image

    good, large, text = tmp_path / "rapat.png", tmp_path / "besar.jpg", tmp_path / "catatan.jpg"
    Image.new("RGB", (3000, 2000), "navy").save(good)
    with large.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    text.write_text("bukan foto")
    view.add()
    dialog = view.dialog
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in (large, good, text)])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    dialog.photos.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, left, none))
    qtbot.waitUntil(lambda: len(dialog.photos.lines) == 1 and bool(dialog.banner.text.text()))
    said = dialog.banner.text.text()
    assert "besar.jpg berukuran 50 MB" in said
    assert "catatan.jpg bukan foto" in said
    dialog.photos.lines[0].caption.setText("Rapat")
    fill(dialog, officer_id=view.officers[0].id, done_on=TODAY, duty_code="T1")
    dialog.close_button.click()
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    qtbot.waitUntil(lambda: view.table.current_row() is not None)
    photo = act(activities.get_activity, view.table.current_row().id).photos[0]
    assert photo.caption == "Rapat"
    assert len(photo.jpeg) < 300_000


def note(act, officer_id, **changes):
    facts = {"done_on": date(2020, 4, 3), "duty_code": "T1", "text": "Pemutakhiran data"}
    return act(
        activities.save_activity,
        None,
        ActivityForm(),
        ActivityForm(officer_id=officer_id, **facts | changes),
        TODAY,
    )


def test_photos_change_places_with_the_keyboard(qtbot, view):
    from db.services.activities import Photo

    view.add()
    photos = view.dialog.photos
    photos.set_value([Photo(1, "satu", b""), Photo(2, "dua", b"")])
    QTest.keyClick(photos.lines[1].caption, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert [photo.id for photo in photos.value()] == [2, 1]
    QTest.keyClick(photos.lines[0].caption, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    QTest.keyRelease(photos.lines[0].caption, Qt.Key.Key_Control)
    assert [photo.id for photo in photos.value()] == [1]


def test_an_entry_is_changed_and_deleted(qtbot, view, act, monkeypatch):
    note(act, view.officers[0].id)
    view.refresh()
    qtbot.waitUntil(lambda: view.table.current_row() is not None)
    view.edit()
    qtbot.waitUntil(lambda: view.dialog is not None)
    view.dialog.outcome.setText("Data lengkap")
    view.dialog.save_button.click()
    qtbot.waitUntil(lambda: view.table.current_row().result == "Data lengkap")
    monkeypatch.setattr("desktop.officers.activity_view.confirm", lambda *_a, **_k: True)
    view.delete()
    qtbot.waitUntil(lambda: view.model.rowCount() == 0)
    assert count(act) == 0


def test_a_duty_that_nobody_did_is_red(qtbot, view, act):
    note(act, view.officers[0].id)
    view.refresh()
    qtbot.waitUntil(lambda: view.strip.buttons["T1"].text().endswith("1"))
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    roles = {code: made.property("role") for code, made in view.strip.buttons.items()}
    assert roles == {"T1": "", **{f"T{n}": "danger" for n in range(2, 9)}}
    view.strip.buttons["T2"].click()
    qtbot.waitUntil(lambda: view.model.rowCount() == 0)
    qtbot.waitUntil(lambda: "Tidak ada kegiatan yang cocok" in view.table._empty.text.text())
    view.clear()
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)


def test_from_the_matrix_to_the_entries_of_the_month(qtbot, section, act):
    months = section.months
    key = at(months, 0, 4)
    note(act, key.officer_id)
    note(act, months.grid.table.row(1).id[0])
    note(act, key.officer_id, done_on=date(2020, 3, 3))
    months.side.activities_button.click()
    view = section.activities
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    assert view.table.rows.row(0).done_on == date(2020, 4, 3)


# Paper


def test_the_report_is_printed_with_its_photos(qtbot, section, act, tmp_path):
    from io import BytesIO

    from PIL import Image
    from pypdf import PdfReader

    from db.services.activities import Photo

    def jpeg(colour):
        content = BytesIO()
        Image.new("RGB", (640, 480), colour).save(content, "JPEG")
        return content.getvalue()

    months = section.months
    key = at(months, 0, 4)
    photos = tuple(Photo(None, f"Foto {n}", jpeg(colour)) for n, colour in enumerate(("navy", "red", "tan")))
    note(act, key.officer_id, photos=photos, participants=12)
    months.refresh()
    at(months, 0, 3)
    at(months, 0, 4)
    qtbot.waitUntil(lambda: months.side.print_button.isEnabled())
    months.side.print_button.click()
    qtbot.waitUntil(lambda: months.dialog is not None, timeout=10_000)
    reader = PdfReader(BytesIO(months.dialog.paper._pdf))
    first, last = reader.pages[0].extract_text(), reader.pages[-1].extract_text()
    assert "LAPORAN BULANAN" in first
    assert "Jumat" in first
    assert "DOKUMENTASI" in last
    assert "Foto 2, 3 April 2020" in last
    assert len(reader.pages[-1].images) == 3
    months.dialog.close()


def test_the_draft_opens_in_surat_with_everything_filled(qtbot, section, act):
    months, links = section.months, []
    section.navigate.connect(lambda *link: links.append(link))
    key = at(months, 0, 4)
    note(act, key.officer_id)
    at(months, 0, 3)
    at(months, 0, 4)
    qtbot.waitUntil(lambda: months.side.compose_button.isEnabled())
    months.side.compose_button.click()
    qtbot.waitUntil(lambda: bool(links))
    [(link, payload)] = links
    assert link == "letters/compose"
    assert payload["kind"] is LetterKind.MONTHLY_REPORT
    assert payload["officer_id"] == key.officer_id
    assert payload["values"]["bulan"] == "2020-04-01"
    assert payload["values"]["kegiatan"][0]["waktu"] == "Jumat, 3 April 2020"


def test_a_month_without_entries_prints_nothing(qtbot, months):
    at(months, 0, 4)
    qtbot.waitUntil(lambda: months.side.details is not None)
    assert not months.side.print_button.isEnabled()
    assert "Belum ada kegiatan" in months.side.print_button.toolTip()


def test_the_matrix_opens_as_report_l05(qtbot, months):
    months.print_button.click()
    qtbot.waitUntil(lambda: months.dialog is not None)
    assert months.dialog.view.tables[0].code == "L05"
    months.dialog.reject()


def test_who_serves_twice_chooses_the_kecamatan(qtbot, worker):
    from desktop.officers.activity_form import ActivityDialog

    spans = ((date(2020, 1, 2), None), (date(2020, 4, 1), date(2020, 6, 30)))
    twice = WorkOfficer(1, "Orang Uji", "Utan", spans, (("520406", "Utan"), ("520405", "Alas")))
    parent = QWidget()
    qtbot.addWidget(parent)
    before = ActivityForm(officer_id=1, done_on=date(2020, 4, 6), kecamatan_code="520405")
    dialog = ActivityDialog(parent, worker, [twice], [], [], before, 7)
    assert dialog.kecamatan.isVisibleTo(dialog)
    assert dialog.kecamatan.value() == "520405"
    dialog.done_on.set_value(date(2020, 3, 2))
    assert not dialog.kecamatan.isVisibleTo(dialog)
    dialog.form.fill({})
    dialog.reject()
