"""The data copied from the window: from the warning on the first page to a file that was checked."""

import threading
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QDialog
from sqlalchemy import func, select

import db.backup
from db.engine import Database, sqlite_file
from db.models.office import Office
from db.models.people import Person
from db.rules.access import ROLES
from db.services import backups, office
from desktop.main_window import MainWindow
from desktop.office.backup_dialog import BackupDialog
from desktop.settings import BACKUPS, Settings, last_folder, remember_folder
from tests.conftest import ACTOR, TODAY


@pytest.fixture(autouse=True)
def day(own_settings, set_day):
    set_day(TODAY)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "flashdisk"
    made.mkdir()
    return made


@pytest.fixture
def dialog(qtbot, worker):
    made = BackupDialog(None, worker, "Kabupaten Sumbawa")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(made.last.text()))
    return made


@pytest.fixture
def window(qtbot, worker, act):
    def in_earnest(session):
        session.scalars(select(Office)).one().practice = False
        return office.find_office(session)

    facts = act(in_earnest)
    made = MainWindow(Settings.load())
    qtbot.addWidget(made)
    made.attach(worker, lambda _wanted: None)
    made.set_office(facts, "Data: pilar.db", "Admin")
    made.show()
    return made


@pytest.fixture
def held(monkeypatch):
    """The copying waits before its first piece until the test lets it go on."""
    go = threading.Event()
    go.begun = threading.Event()  # the copy has its view of the data
    copy = db.backup._copy

    def wait(*args):
        go.begun.set()
        go.wait(10)
        copy(*args)

    monkeypatch.setattr(db.backup, "_copy", wait)
    yield go
    go.set()


def test_the_copy_is_whole_though_somebody_writes_meanwhile(qtbot, worker, dialog, folder, held):
    assert dialog.last.text() == "Data ini belum pernah dicadangkan."
    target = folder / "cadangan.db"
    written = []
    dialog.copy_to(target)
    assert not dialog.start_button.isEnabled()
    assert held.begun.wait(10)
    worker.write(dialog, lambda session: session.add(Person(name="Sesudahnya")), then=written.append)
    qtbot.waitUntil(lambda: bool(written))  # nobody waits for the copy
    held.set()
    qtbot.waitUntil(lambda: "sudah diperiksa" in dialog.banner.text.text(), timeout=10_000)
    assert [path.name for path in folder.iterdir()] == ["cadangan.db"]
    assert "24 orang" in dialog.banner.text.text()
    assert dialog.last.text() == "Cadangan terakhir: 9 April 2020, hari ini."
    copy = Database(f"sqlite:///{target}", ACTOR)
    with copy.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 24
        assert backups.last_backup(session) is None
    copy.close()
    with worker.database.reading() as session:
        assert backups.last_backup(session) == TODAY


def test_batal_leaves_nothing(qtbot, worker, dialog, folder, held):
    dialog.copy_to(folder / "cadangan.db")
    dialog.reject()  # as Esc
    assert dialog.isVisible()
    held.set()
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.text.text() == "Dihentikan. Tidak ada cadangan yang ditulis."
    assert list(folder.iterdir()) == []
    assert dialog.start_button.isEnabled()
    with worker.database.reading() as session:
        assert backups.last_backup(session) is None
    dialog.reject()
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (
            OSError(28, "full"),
            "cadangan.db tidak dapat ditulis: cakram penuh. Kosongkan ruang atau pilih tempat lain.",
        ),
        (OSError(30, "read-only"), "cadangan.db tidak dapat ditulis. Pilih tempat lain."),
        (
            FileNotFoundError(2, "gone"),
            "cadangan.db tidak dapat ditulis: foldernya tidak ada. Pilih folder lain.",
        ),
    ],
)
def test_what_is_in_the_way_is_one_sentence(qtbot, dialog, folder, monkeypatch, trouble, sentence):
    def fail(*_args):
        raise trouble

    monkeypatch.setattr(db.backup, "_copy", fail)
    dialog.copy_to(folder / "cadangan.db")
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.text.text() == sentence
    assert list(folder.iterdir()) == []
    assert dialog.start_button.isEnabled()


def test_the_running_file_is_refused(qtbot, worker, dialog):
    dialog.copy_to(sqlite_file(worker.database.url))
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "sedang dipakai" in dialog.banner.text.text()


def test_the_place_is_asked_for_with_a_name_and_remembered(qtbot, dialog, folder, tmp_path, monkeypatch):
    remember_folder(tmp_path)  # of letters: another matter
    remember_folder(folder, BACKUPS)
    offered = []

    def choose(chooser):
        offered.append((chooser.directory().absolutePath(), chooser.selectedFiles()[0]))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr("desktop.files.QFileDialog.exec", choose)
    dialog.start_button.click()
    qtbot.waitUntil(dialog.banner.isVisible, timeout=10_000)
    name = "cadangan-kabupaten-sumbawa-2020-04-09.db"
    assert offered == [(str(folder), str(folder / name))]
    assert (folder / name).exists()
    assert (last_folder(BACKUPS), last_folder()) == (folder, tmp_path)


def test_the_warning_on_the_first_page_starts_the_work(qtbot, window, folder, act):
    home = window.show_tab("home")
    qtbot.waitUntil(lambda: home.filled_card.number.text() == "24")
    act(backups.note_backup, backups.Backup(folder / "lama.db", 1, 1, 1), TODAY - timedelta(9))
    words = "Cadangan data terakhir 9 hari lalu"

    def buttons():
        return [b for b in home.matters.buttons if b.accessibleDescription() == words]

    home.refresh()
    qtbot.waitUntil(lambda: len(buttons()) == 1)
    [start] = buttons()
    assert start.text() == "Cadangkan sekarang"
    start.click()
    assert isinstance(window.dialog, BackupDialog)
    window.dialog.copy_to(folder / "cadangan.db")
    qtbot.waitUntil(lambda: not buttons(), timeout=10_000)
    window.dialog.reject()


def test_the_menu_is_off_with_its_reason(window, worker):
    assert window.backup_action.isEnabled()
    window.on_server = True
    window._set_actions(may_open=True)
    assert not window.backup_action.isEnabled()
    assert "administrator server" in window.backup_action.toolTip()
    window.on_server = False
    worker.database.actor = type(ACTOR)(1, "Operator", "PC", ROLES["operator"][1])
    window._set_actions(may_open=True)
    assert not window.backup_action.isEnabled()
    assert "mengatur kantor" in window.backup_action.toolTip()
