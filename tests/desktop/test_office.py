"""The first start, the office's settings, and who is at the keyboard."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

import resources
from db.engine import Database
from db.migrate import migrate
from db.rules.access import ROLES, Right, role_hint, system_actor
from db.rules.office import Authority
from db.services import office, regions, setup, users
from desktop.clock import set_today
from desktop.office.login import LoginDialog
from desktop.office.office_dialog import OfficeDialog
from desktop.office.user_dialog import UserDialog
from desktop.office.wizard import FirstStartWizard
from desktop.parts.rights import allow
from desktop.worker import Worker

TODAY = date(2020, 4, 13)
LOGO = resources.path("letterhead", "practice_logo.png")
LONG = "DINAS SOSIAL, PEMBERDAYAAN PEREMPUAN, PERLINDUNGAN ANAK, PENGENDALIAN PENDUDUK DAN KELUARGA BERENCANA"


@pytest.fixture(autouse=True)
def own_computer(tmp_path):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    set_today(TODAY)
    yield
    set_today(None)


@pytest.fixture(autouse=True)
def questions(monkeypatch):
    """The questions that were asked; the answer is always yes."""
    asked = []

    def confirm(_parent, text, action, **_rest):
        asked.append(text)
        return True

    for place in ("wizard", "office_dialog"):
        monkeypatch.setattr(f"desktop.office.{place}.confirm", confirm)
    return asked


@pytest.fixture
def empty_worker(qtbot, tmp_path):
    """A database with its lists, before the first start."""

    def opener():
        database = Database(f"sqlite:///{tmp_path / 'kosong.db'}", system_actor("PC-UJI"))
        migrate(database, TODAY)
        with database.writing() as session:
            setup.load_lists(session)
        return database

    worker = Worker()
    opened = []
    worker.open(worker, opener, lambda: opened.append(True), opened.append)
    qtbot.waitUntil(lambda: opened == [True], timeout=20_000)
    yield worker
    worker.close()


@pytest.fixture
def wizard(qtbot, empty_worker):
    wizard = FirstStartWizard(empty_worker)
    qtbot.addWidget(wizard)
    wizard.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    wizard.show()
    qtbot.waitUntil(lambda: wizard.place.regency.count() == 514)
    qtbot.waitUntil(lambda: wizard.head.rank.count() == 17)
    return wizard


def ask(worker, service, *args, **kwargs):
    with worker.database.reading() as session:
        return service(session, *args, **kwargs)


def fill_letterhead(wizard):
    wizard.letterhead.office_name.setText(LONG)
    wizard.letterhead.address.setText("Jalan Garuda Nomor 1, Sumbawa Besar")


def fill_head(wizard):
    head = wizard.head
    head.front_title.setText("Dra. Hj.")
    head.name.setText("Nur Kartini Wahyuni")
    head.back_title.setText("M.Si.")
    head.nip.set_value("196808171994032009")
    head.rank.setEditText("IV/c")
    head.starts_on.set_value(date(2019, 1, 2))


def test_from_an_empty_database_to_an_office_that_can_work(qtbot, wizard, empty_worker):
    wizard.place.regency.setEditText("Kabupaten Sumbawa, Nusa")
    wizard.next_button.click()
    assert wizard.letterhead.government.text() == "PEMERINTAH KABUPATEN SUMBAWA"
    fill_letterhead(wizard)
    wizard.letterhead.logo.use_file(LOGO)
    qtbot.waitUntil(lambda: wizard.letterhead.logo.value() is not None)
    wizard.next_button.click()
    fill_head(wizard)
    wizard.next_button.click()
    assert wizard.signers.capital.text() == "Sumbawa Besar"
    wizard.signers.add_button.click()
    other = wizard.signers.dialog.fields
    other.name.setText("Lalu Iqbal")
    other.position.setText("Sekretaris Dinas")
    other.starts_on.set_value(date(2020, 1, 2))
    wizard.signers.dialog.save_button.click()
    wizard.next_button.click()
    assert wizard.currentPage() is wizard.summary
    with qtbot.waitSignal(wizard.accepted):
        wizard.finish_button.click()
    facts = ask(empty_worker, office.get_office)
    assert (facts.name, facts.timezone, facts.province_capital) == (LONG, "WITA", "Mataram")
    assert ask(empty_worker, office.get_letterhead).logo == LOGO.read_bytes()
    head, second = ask(empty_worker, office.list_signers, on=TODAY)
    assert (head.full_name, head.rank) == ("Dra. Hj. Nur Kartini Wahyuni, M.Si.", "Pembina Utama Muda (IV/c)")
    assert (second.name, second.authority) == ("Lalu Iqbal", Authority.ON_BEHALF)
    assert len(ask(empty_worker, regions.list_kecamatan)) == 24


def test_the_province_shortens_the_list_and_keeps_the_choice(wizard):
    place = wizard.place
    place.regency.setEditText("Kabupaten Sumbawa, Nusa")
    place.province.set_value("52")
    assert place.regency.count() == 10
    assert place.territory().code == "5204"
    place.province.set_value("11")
    assert place.territory() is None


def test_enter_goes_from_field_to_field_and_page_to_page(qtbot, wizard):
    wizard.place.regency.setEditText("Kota Banda Aceh")
    wizard.place.regency.setFocus()
    qtbot.keyClick(wizard.place.regency, Qt.Key.Key_Return)
    assert wizard.currentPage() is wizard.letterhead
    assert wizard.next_button.isDefault()


def test_a_page_that_lacks_something_says_what_and_stays(wizard):
    wizard.next_button.click()
    assert wizard.currentPage() is wizard.place
    wizard.place.regency.setEditText("Kabupaten Sumbawa, Nusa")
    wizard.next_button.click()
    wizard.next_button.click()
    assert wizard.currentPage() is wizard.letterhead
    assert wizard.letterhead.address.accessibleDescription() == "Belum diisi."


def test_the_nip_is_checked_while_it_is_typed(qtbot, wizard):
    nip = wizard.head.nip
    qtbot.keyClicks(nip, "19681317199403200")
    assert (nip.text(), nip.accessibleDescription()) == ("19681317 199403 2 00", "17 dari 18 angka")
    qtbot.keyClicks(nip, "9")
    assert "tanggal lahir" in nip.accessibleDescription()
    nip.clear()
    qtbot.keyClicks(nip, "196808171994032009")
    assert nip.accessibleDescription() == "NIP sah."


def test_a_logo_that_is_no_picture_or_too_large_is_one_sentence(qtbot, wizard, tmp_path):
    logo = wizard.letterhead.logo
    logo.use_file(LOGO)
    qtbot.waitUntil(lambda: logo.value() is not None)
    wrong, large, torn = (tmp_path / f"{name}.png" for name in ("surat", "besar", "sobek"))
    torn.write_bytes(LOGO.read_bytes()[:400])
    wrong.write_bytes(b"bukan gambar")
    large.write_bytes(LOGO.read_bytes() + bytes(2 * 1024 * 1024))
    for path, said in (
        (wrong, "bukan gambar PNG atau JPEG"),
        (large, "lebih dari 2 MB"),
        (torn, "terpotong"),
    ):
        logo.use_file(path)
        qtbot.waitUntil(lambda said=said: said in logo.accessibleDescription())
    assert logo.value() == LOGO.read_bytes()


def test_the_letterhead_is_drawn_as_it_will_print(qtbot, wizard):
    wizard.place.regency.setEditText("Kabupaten Sumbawa, Nusa")
    wizard.next_button.click()
    preview = wizard.letterhead.preview
    qtbot.waitUntil(lambda: not preview.picture.pixmap().isNull(), timeout=20_000)
    before = preview.picture.pixmap().toImage()
    wizard.letterhead.phone.setText("(0371) 21000")
    qtbot.waitUntil(lambda: preview.picture.pixmap().toImage() != before, timeout=20_000)


def test_practice_finishes_without_making_an_office(qtbot, wizard, empty_worker):
    with qtbot.waitSignal(wizard.accepted):
        wizard.place.practice_button.click()
    assert wizard.practice
    assert ask(empty_worker, office.find_office) is None


def test_leaving_asks_only_when_something_would_be_lost(wizard, questions):
    wizard.reject()
    assert questions == []
    wizard.show()
    wizard.place.regency.setEditText("Kota Banda Aceh")
    wizard.reject()
    assert len(questions) == 1


def test_trouble_with_the_head_leads_back_to_that_page(wizard):
    wizard.place.regency.setEditText("Kabupaten Sumbawa, Nusa")
    wizard.next_button.click()
    fill_letterhead(wizard)
    wizard.next_button.click()
    fill_head(wizard)
    wizard.next_button.click()
    wizard.next_button.click()
    wizard.head.nip.set_value("196813171994032009")
    wizard.finish_button.click()
    assert wizard.currentPage() is wizard.head
    assert "tanggal lahir" in wizard.head.nip.accessibleDescription()


@pytest.fixture
def dialog(qtbot, worker):
    dialog = OfficeDialog(None, worker)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.office.form.original))
    return dialog


def test_the_office_saves_what_was_changed_and_nothing_else(qtbot, dialog, worker):
    panel = dialog.office
    assert not panel.is_edited()
    panel.phone.setText("(0371) 99999")
    panel.logo.set_value(None)
    with worker.database.writing() as session:
        office.save_office(session, {"email": "dinsos@contoh.example"}, {"email": "baru@contoh.example"})
    panel.save_button.click()
    qtbot.waitUntil(lambda: "disimpan" in panel.banner.text.text())
    facts = ask(worker, office.get_office)
    assert (facts.phone, facts.email) == ("(0371) 99999", "baru@contoh.example")
    assert ask(worker, office.get_letterhead).logo is None


def test_closing_with_something_unsaved_asks(dialog, questions):
    dialog.office.phone.setText("1")
    dialog.close_button.click()
    assert questions == ["Buang isian yang belum disimpan?"]
    assert not dialog.isVisible()


def test_a_field_that_somebody_else_changed_is_not_overwritten(qtbot, dialog, worker):
    panel = dialog.office
    panel.phone.setText("1")
    with worker.database.writing() as session:
        office.save_office(session, {"phone": "(0371) 21000"}, {"phone": "2"})
    panel.save_button.click()
    qtbot.waitUntil(lambda: "baru saja mengubah" in panel.phone.accessibleDescription())
    assert panel.phone.text() == "1"
    assert ask(worker, office.get_office).phone == "2"


def test_a_new_head_of_office_is_added_and_the_old_one_ends(qtbot, dialog, worker):
    panel = dialog.officials
    dialog.show_panel(panel)
    qtbot.waitUntil(lambda: panel.officials.rowCount() == 1)
    panel.table.selectRow(0)
    panel.change_button.click()
    panel.dialog.fields.ends_on.set_value(date(2018, 12, 31))
    panel.dialog.save_button.click()
    assert panel.dialog.fields.ends_on.accessibleDescription() == "Masa jabatan berakhir sebelum mulai."
    panel.dialog.fields.ends_on.set_value(date(2020, 4, 30))
    panel.dialog.save_button.click()
    qtbot.waitUntil(lambda: panel.officials.rows[0].ends_on == date(2020, 4, 30))
    panel.add_button.click()
    panel.dialog.fields.name.setText("Lalu Iqbal")
    panel.dialog.fields.starts_on.set_value(date(2020, 5, 1))
    panel.dialog.save_button.click()
    qtbot.waitUntil(lambda: panel.officials.rowCount() == 2)
    assert ask(worker, office.signer_on, on=date(2020, 5, 2)).name == "Lalu Iqbal"


def test_login_can_be_demanded_only_when_somebody_can_log_in(qtbot, dialog, worker):
    panel = dialog.users
    dialog.show_panel(panel)
    qtbot.waitUntil(lambda: panel.users.rows_loaded)
    panel.login_switch.click()
    qtbot.waitUntil(lambda: "Admin dengan kata sandi" in panel.banner.text.text())
    assert not panel.login_switch.isChecked()
    panel.add_button.click()
    form = panel.dialog
    form.name.setText("Sari Wulandari")
    form.login.setText("Sari")
    form.role.setCurrentIndex(form.role.findData("admin"))
    form.password.setText("rahasia123")
    form.password_again.setText("rahasia124")
    form.save_button.click()
    assert form.password_again.accessibleDescription() == "Kata sandi yang diulang tidak sama."
    form.password_again.setText("rahasia123")
    form.save_button.click()
    qtbot.waitUntil(lambda: panel.users.rowCount() == 1)
    panel.login_switch.click()
    qtbot.waitUntil(lambda: ask(worker, users.login_is_required))


def test_regions_are_brought_up_to_date_from_a_csv(qtbot, dialog, tmp_path, monkeypatch):
    panel, asked, answers = dialog.regions, [], iter((False, True))
    monkeypatch.setattr(
        "desktop.office.regions_panel.confirm",
        lambda _panel, text, *_args, **_more: asked.append(text) or next(answers),
    )
    dialog.show_panel(panel)
    qtbot.waitUntil(lambda: "24 kecamatan, 165 desa" in panel.counts.text())
    rows = [(r.code, r.name) for r in resources.read_regions("5204")][:-1]
    named = [(code, "Utan Baru" if code == "520406" else name) for code, name in rows]
    path = tmp_path / "wilayah.csv"
    path.write_text("kode;nama\n" + "\n".join(map(";".join, [*named, ("520498", "Pemekaran")])), "utf-8")
    panel.import_file(path)
    qtbot.waitUntil(lambda: len(asked) == 1 and panel.import_button.isEnabled())
    assert "24 kecamatan, 165 desa" in panel.counts.text()  # thought better of
    panel.import_file(path)
    qtbot.waitUntil(lambda: "25 kecamatan, 164 desa" in panel.counts.text())
    assert asked[1].startswith("Daftar ini menutup 0 kecamatan dan 1 desa/kelurahan, menambah 1 wilayah")
    told = "Wilayah diperbarui: 1 ditambah, 1 berganti nama, 1 ditutup."
    qtbot.waitUntil(lambda: panel.banner.text.text() == told)
    path.write_text("nama;alamat\nx;y\n", "utf-8")
    panel.import_file(path)
    qtbot.waitUntil(lambda: "tidak ditemukan" in panel.banner.text.text())
    panel.import_file(tmp_path / "tidak ada.csv")
    qtbot.waitUntil(lambda: "tidak dapat dibaca" in panel.banner.text.text())


def test_a_region_is_split_after_the_numbers_were_read(qtbot, dialog, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "desktop.office.region_change_dialog.confirm",
        lambda _parent, text, _action, details="", **_more: asked.append((text, details)) or True,
    )
    panel = dialog.regions
    dialog.show_panel(panel)
    qtbot.waitUntil(lambda: bool(panel.counts.text()))
    panel.split_button.click()
    form = panel.dialog
    qtbot.waitUntil(lambda: form.region.count() > 0)
    form.region.set_value("5204062006")
    qtbot.waitUntil(lambda: form.code.text() == "52.04.06.2013")
    form.submit()
    assert not asked  # the name and the legal basis are wanted
    form.name.setText("Motong Timur")
    form.form.widget("basis").setText("Perda 3/2020")
    form.submit()
    qtbot.waitUntil(lambda: panel.changes.rowCount() == 1)
    assert asked[0][0] == "Simpan pemekaran Motong Timur?"
    assert "Kode dan nama lama tetap dikenal" in asked[0][1]
    assert "166 desa" in panel.counts.text()


def test_a_wrong_password_is_one_sentence_and_the_name_stays(qtbot, worker):
    with worker.database.writing() as session:
        form = {"login": "sari", "name": "Sari", "role_code": "operator", "active": True}
        users.save_user(session, None, **form, password="rahasia123", before=None)
    dialog = LoginDialog(worker)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    dialog.show()
    dialog.login.setText("sari")
    dialog.password.setText("salah")
    dialog.login_button.click()
    qtbot.waitUntil(lambda: dialog.password.accessibleDescription() == "Nama masuk atau kata sandi salah.")
    assert dialog.login.text() == "sari"
    dialog.password.setText("rahasia123")
    with qtbot.waitSignal(dialog.logged_in) as entered:
        dialog.login_button.click()
    assert entered.args[0].name == "Sari"
    assert not dialog.isVisible()


def test_the_cursor_stands_in_the_first_field_of_each_page(qtbot, wizard):
    def standing():
        return wizard.focusWidget()

    qtbot.waitUntil(lambda: standing() is wizard.place.province)
    wizard.place.regency.setEditText("Kabupaten Sumbawa, Nusa")
    wizard.next_button.click()
    qtbot.waitUntil(lambda: standing() is wizard.letterhead.address)  # the first that is still empty
    fill_letterhead(wizard)
    wizard.next_button.click()
    qtbot.waitUntil(lambda: standing() is wizard.head.front_title)
    fill_head(wizard)
    wizard.next_button.click()
    qtbot.waitUntil(lambda: standing() is wizard.signers.paper)
    wizard.next_button.click()
    qtbot.waitUntil(lambda: standing() is wizard.finish_button)


def test_a_whole_nip_fits_into_its_column(qtbot, dialog):
    panel = dialog.officials
    dialog.show_panel(panel)
    qtbot.waitUntil(lambda: panel.officials.rowCount() == 1)
    text = panel.officials.index(0, 2).data()
    assert len(text) == 21
    assert panel.table.sizeHintForColumn(2) <= panel.table.columnWidth(2)


def test_a_role_is_explained_beside_the_choice(qtbot, worker):
    form = UserDialog(None, worker, ask(worker, users.list_roles))
    qtbot.addWidget(form)
    assert "tidak memutuskan hasil seleksi" in form.role.accessibleDescription()
    form.role.setCurrentIndex(form.role.findData("auditor"))
    assert form.role.accessibleDescription() == role_hint("auditor")
    form.form.original = form.form.values()


def test_settings_may_be_read_but_not_changed_without_the_right(qtbot, worker):
    worker.database.actor = replace(worker.database.actor, rights=ROLES["auditor"][1])
    dialog = OfficeDialog(None, worker)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_panel(dialog.officials)
    qtbot.waitUntil(lambda: dialog.officials.officials.rowCount() == 1)
    dialog.officials.table.selectRow(0)
    reason = "Peran Anda tidak berhak mengatur kantor. Mintalah kepada admin."
    for button in (
        *(dialog.office.save_button, dialog.numbering.save_button, dialog.regions.import_button),
        *(dialog.officials.add_button, dialog.officials.change_button),
    ):
        assert not button.isEnabled()
        assert button.toolTip() == reason
    assert not dialog.office.phone.isEnabled()
    assert dialog.officials.history_button.isEnabled()
    assert not dialog.tabs.isTabEnabled(dialog.tabs.indexOf(dialog.users))
    dialog.officials.table.activated_row.emit(dialog.officials.table.current_row())
    assert dialog.officials.dialog is None
    dialog.office.save()
    assert not dialog.office.banner.isVisible()


def test_a_locked_control_stays_off_whatever_the_page_says(qtbot, worker):
    button, action = QPushButton("Simpan"), QAction("Simpan")
    qtbot.addWidget(button)
    assert allow(worker, Right.OFFICE, button, action)
    assert button.isEnabled()
    worker.database.actor = replace(worker.database.actor, rights=frozenset())
    assert not allow(worker, Right.OFFICE, button, action)
    for control in (button, action):
        control.setEnabled(True)
        control.setToolTip("")
        assert not control.isEnabled()
        assert "mengatur kantor" in control.toolTip()
