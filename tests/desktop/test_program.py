"""The program around the tabs: opening, going back, logging in, closing, and what becomes of a fault."""

import os
import shutil
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

import desktop.app
from db.engine import Database, sqlite_file
from db.models.people import Person
from db.rules.access import Right
from db.rules.problems import Forbidden, Trouble
from db.services import office, officers, users
from desktop.clock import set_today
from desktop.demo.run import MARK, run_demo
from desktop.files import write_file
from desktop.log import FaultTeller
from desktop.main_window import FRESH_PRACTICE, OFFICE, PRACTICE, MainWindow
from desktop.opening import throw_away
from desktop.program import Program, place_of
from desktop.self_test import run_self_test
from desktop.settings import Settings
from tests.conftest import ACTOR

ROOT = Path(__file__).parents[2]
DAY = date(2020, 4, 9)


@pytest.fixture(autouse=True)
def own_computer(tmp_path, monkeypatch):
    """Neither use nor change what this computer remembers and keeps."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    folder = tmp_path / "data"
    for module in ("desktop.program", "desktop.app", "desktop.demo.run"):
        monkeypatch.setattr(f"{module}.data_folder", lambda: folder)
    set_today(DAY)
    yield
    set_today(None)


@pytest.fixture
def files(sqlite_template, tmp_path):
    """Two offices in files with names as people give them."""
    made = [tmp_path / "kantor kita #1.db", tmp_path / "lama 100%.db"]
    for path in made:
        shutil.copy(sqlite_template, path)
    return made


@pytest.fixture
def start(qtbot):
    """Starts the program as the computer would; closes it at the end."""
    windows = []

    def run(database="", wanted=""):
        window = MainWindow(Settings.load())
        windows.append(window)  # qtbot would delete it before its last write is done
        program = Program(window, str(database))
        program.open(str(wanted))
        return program

    yield run
    for window in windows:
        qtbot.waitUntil(lambda window=window: not window.worker.writing, timeout=20_000)
        window.close()
        window.deleteLater()
        QApplication.processEvents()


def wait_for_office(qtbot, program):
    qtbot.waitUntil(lambda: program.window.office is not None, timeout=20_000)


def ways(window):
    """The sentence and the buttons of the page in front."""
    page = window.tabs.currentWidget()
    [text] = [label.text() for label in page.findChildren(QLabel)]
    return text, {button.text(): button for button in page.findChildren(QPushButton) if button.text()}


def names(path):
    database = Database(f"sqlite:///{path}", ACTOR)
    with database.reading() as session:
        return {name for (name,) in session.query(Person.name)}


# --- another database


def test_a_database_that_cannot_be_opened_leaves_nothing_of_the_one_before(qtbot, start, files, tmp_path):
    broken = tmp_path / "rusak.db"
    broken.write_bytes(b"ini bukan basis data " * 500)
    program = start(files[0])
    window = program.window
    wait_for_office(qtbot, program)
    assert window.windowTitle().endswith("(LATIHAN)")
    program.open(str(broken))
    qtbot.waitUntil(window.open_action.isEnabled)
    text, buttons = ways(window)
    assert "bukan basis data Pilar TKSK" in text
    assert list(buttons) == ["Coba lagi", "Kembali ke data kantor"]
    assert window.windowTitle() == "Pilar TKSK"
    assert [label.text() for label in (window.place_label, window.user_label)] == ["", ""]
    assert window.statusBar().currentMessage() == ""
    assert window.practice_mark.isHidden()
    assert window.frame.property("practice") == "false"
    assert not window.office_action.isEnabled()
    assert not window.history_action.isEnabled()
    assert window.office is None

    failures = []
    window.worker.write(
        window,
        lambda session: session.add(Person(name="Tersesat")),
        then=failures.append,
        failed=failures.append,
    )
    qtbot.waitUntil(lambda: len(failures) == 1)
    assert isinstance(failures[0], AssertionError)
    assert "Tersesat" not in names(files[0])

    buttons["Coba lagi"].click()
    assert not window.open_action.isEnabled()
    qtbot.waitUntil(window.open_action.isEnabled)
    assert ways(window)[0] == text
    assert Settings.load().database == ""
    ways(window)[1]["Kembali ke data kantor"].click()
    wait_for_office(qtbot, program)
    assert window.place_label.text() == "Data: kantor kita #1.db"
    assert window.office_action.isEnabled()


def test_the_offices_own_database_has_nowhere_to_go_back_to(qtbot, start, tmp_path):
    program = start(tmp_path)  # a folder
    qtbot.waitUntil(lambda: program.window.open_action.isEnabled())
    assert list(ways(program.window)[1]) == ["Coba lagi"]
    assert not program.window.home_action.isVisible()


def test_an_address_of_no_known_form_is_told_in_the_window(qtbot, start):
    program = start("mysql://server/pilar")
    qtbot.waitUntil(lambda: program.window.open_action.isEnabled())
    assert ways(program.window)[0].startswith("Alamat basis data tidak dikenal.")


def test_another_database_is_remembered_until_one_goes_back(qtbot, start, files, tmp_path):
    own = tmp_path / "data" / "pilar.db"
    own.parent.mkdir()
    shutil.copy(files[0], own)
    program = start()
    wait_for_office(qtbot, program)
    assert program.window.place_label.text() == "Data: pilar.db"
    assert not program.window.home_action.isVisible()
    program.open(str(files[1]))
    assert not program.window.open_action.isEnabled()  # while it is being opened
    wait_for_office(qtbot, program)
    assert Settings.load().database == str(files[1])

    again = start()
    wait_for_office(qtbot, again)
    assert again.window.place_label.text() == "Data: lama 100%.db"
    assert again.window.home_action.isVisible()
    again.window.home_action.trigger()
    wait_for_office(qtbot, again)
    assert again.window.place_label.text() == "Data: pilar.db"
    assert Settings.load().database == ""


def test_a_remembered_database_that_is_gone_lets_one_go_back(qtbot, start, files, tmp_path):
    own = tmp_path / "data" / "pilar.db"
    own.parent.mkdir()
    shutil.copy(files[0], own)
    settings = Settings(database=str(tmp_path))
    settings.save()
    program = start()
    qtbot.waitUntil(lambda: program.window.open_action.isEnabled())
    ways(program.window)[1]["Kembali ke data kantor"].click()
    wait_for_office(qtbot, program)
    assert sqlite_file(program.worker.database.url) == own


def test_the_practice_office_is_not_remembered_and_can_begin_anew(qtbot, start, files, monkeypatch, tmp_path):
    program = start(files[0])
    window = program.window
    wait_for_office(qtbot, program)
    assert not window.restart_action.isVisible()
    window.practice_action.trigger()
    wait_for_office(qtbot, program)
    practice = tmp_path / "data" / "latihan.db"
    assert sqlite_file(program.worker.database.url) == practice
    assert Settings.load().database == ""
    assert not window.practice_action.isVisible()
    done = []
    window.worker.write(window, lambda session: session.add(Person(name="Tahun lalu")), then=done.append)
    qtbot.waitUntil(lambda: bool(done))

    set_today(date(2021, 3, 1))
    asked = []
    monkeypatch.setattr(
        "desktop.widgets.ask.confirm", lambda *_args, **kw: asked.append(kw) or len(asked) > 1
    )
    window.restart_action.trigger()
    assert window.office is not None  # thought better of it
    window.restart_action.trigger()
    assert window.office is None
    wait_for_office(qtbot, program)
    assert asked == [{"danger": True}] * 2
    with window.worker.database.reading() as session:
        assert {post.officer != "" for post in officers.list_posts(session, on=date(2021, 3, 1))} == {True}
    assert "Tahun lalu" not in names(practice)
    window.home_action.trigger()
    wait_for_office(qtbot, program)
    assert sqlite_file(program.worker.database.url) == files[0]


def test_only_a_name_that_the_program_knows_is_no_address():
    assert len({"", OFFICE, PRACTICE, FRESH_PRACTICE}) == 4


def test_a_practice_file_in_use_elsewhere_is_told(tmp_path):
    (tmp_path / "latihan.db").mkdir()
    with pytest.raises(Trouble, match=r"latihan\.db sedang dibuka program lain"):
        throw_away(f"sqlite:///{tmp_path / 'latihan.db'}")


def test_a_server_is_named_without_its_password():
    assert place_of("postgresql+psycopg://sari:r%40h@server:5433/pilar") == "Data: server server"


# --- login


def test_before_login_nothing_can_be_done_but_logging_in(qtbot, start, files):
    database = Database(f"sqlite:///{files[0]}", ACTOR)
    with database.writing() as session:
        new = {"login": "sari", "name": "Sari", "role_code": "admin", "active": True}
        users.save_user(session, None, **new, password="rahasia-1", before=None)
        users.require_login(session, True)
    database.close()
    program = start(files[0])
    window = program.window
    qtbot.waitUntil(lambda: window.dialog is not None)
    assert not window.office_action.isEnabled()
    assert not window.history_action.isEnabled()
    actor = program.worker.database.actor
    assert actor.rights == {Right.LOGIN}
    with program.worker.database.reading() as session:
        for service in (office.find_office, users.list_users):
            with pytest.raises(Forbidden):
                service(session)
        with pytest.raises(Forbidden):
            officers.list_posts(session, DAY)
    window.dialog.login.setText("sari")
    window.dialog.password.setText("rahasia-1")
    window.dialog.login_button.click()
    wait_for_office(qtbot, program)
    assert window.user_label.text() == "Sari"
    assert window.office_action.isEnabled()


def test_somebody_else_logs_in_and_nothing_of_the_one_before_stays(qtbot, start, files):
    database = Database(f"sqlite:///{files[0]}", ACTOR)
    with database.writing() as session:
        for login, role in (("sari", "admin"), ("adi", "panel")):
            new = {"login": login, "name": login.title(), "role_code": role, "active": True}
            users.save_user(session, None, **new, password="rahasia-1", before=None)
        users.require_login(session, True)
    database.close()
    program = start(files[0])
    window = program.window

    def log_in(name):
        qtbot.waitUntil(lambda: window.dialog is not None and window.dialog.isVisible())
        window.dialog.login.setText(name)
        window.dialog.password.setText("rahasia-1")
        window.dialog.login_button.click()
        wait_for_office(qtbot, program)

    log_in("sari")
    assert window.user_action.isVisible()
    assert window.history_action.isEnabled()
    before = window.show_tab("officers")
    window.user_action.trigger()
    assert window.office is None
    assert window.pages == {}
    assert not window.user_action.isVisible()
    qtbot.waitUntil(lambda: window.dialog.isVisible())
    assert program.worker.database.actor.rights == {Right.LOGIN}
    log_in("adi")
    assert window.user_label.text() == "Adi"
    assert window.show_tab("officers") is not before
    assert not window.history_action.isEnabled()
    assert "tidak berhak membaca riwayat" in window.history_action.toolTip()


def test_without_login_there_is_nobody_to_change(qtbot, start, files):
    program = start(files[0])
    wait_for_office(qtbot, program)
    assert not program.window.user_action.isVisible()
    with program.worker.database.writing() as session:
        new = {"login": "sari", "name": "Sari", "role_code": "admin", "active": True}
        users.save_user(session, None, **new, password="rahasia-1", before=None)
    program.worker.write(
        program, lambda session: users.require_login(session, True), then=lambda _nothing: None
    )
    qtbot.waitUntil(program.window.user_action.isVisible)


def test_a_link_of_the_first_page_opens_the_signers(qtbot, start, files):
    program = start(files[0])
    wait_for_office(qtbot, program)
    window = program.window
    window.navigate("office/officials", None)
    assert window.dialog.tabs.currentWidget() is window.dialog.officials
    window.dialog.close()


def test_a_change_of_the_theme_shows_that_it_works(qtbot, start, files, monkeypatch):
    program = start(files[0])
    wait_for_office(qtbot, program)
    cursors = []
    monkeypatch.setattr(
        "desktop.main_window.theme.apply_theme",
        lambda *_args: cursors.append(QApplication.overrideCursor().shape()),
    )
    program.window.theme_actions["dark"].trigger()
    qtbot.waitUntil(lambda: cursors == [Qt.CursorShape.WaitCursor])
    assert QApplication.overrideCursor() is None
    assert Settings.load().theme == "dark"


def test_title_and_status_bar_follow_the_office(qtbot, start, files):
    program = start(files[0])
    window = program.window
    wait_for_office(qtbot, program)

    def rename(session):
        from db.models.office import Office

        session.query(Office).one().name = "DINAS SOSIAL DAN TENAGA KERJA"

    window.worker.write(window, rename, then=lambda _nothing: None)
    qtbot.waitUntil(
        lambda: window.windowTitle().startswith("Dinas Sosial Dan Tenaga Kerja Kabupaten Sumbawa")
    )
    assert window.statusBar().currentMessage() == "Dinas Sosial Dan Tenaga Kerja Kabupaten Sumbawa"


# --- closing


def test_a_window_may_be_closed_before_anything_is_open(qtbot):
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    assert window.close()


def test_a_program_whose_window_is_closed_at_once_ends(qtbot, monkeypatch):
    monkeypatch.setattr(QApplication, "processEvents", lambda *_args: [w.close() for w in made])
    made = []

    def make(_app):
        made.append(MainWindow(Settings()))
        return made[0]

    monkeypatch.setattr(desktop.app, "make_window", make)
    monkeypatch.setattr(desktop.app, "make_app", QApplication.instance)
    assert desktop.app.run() == 0


def test_a_window_closed_while_a_database_is_being_opened_closes_when_it_is(qtbot, tmp_path):
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    program = Program(window, str(tmp_path / "baru.db"))
    program.open()
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert window.dialog is None


def test_closing_waits_for_what_is_being_written_and_says_so(qtbot, start, files):
    program = start(files[0])
    window = program.window
    window.show()
    wait_for_office(qtbot, program)
    go_on = threading.Event()

    def work(session):
        session.add(Person(name="Sedang ditulis"))
        go_on.wait(20)

    window.worker.write(window, work, then=lambda _nothing: None)
    assert not window.close()
    assert window.isVisible()
    assert window.statusBar().currentMessage() == (
        "Basis data masih dipakai. Jendela menutup sendiri setelah selesai."
    )
    go_on.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert "Sedang ditulis" in names(files[0])


# --- settings, files, faults


@pytest.mark.parametrize(
    "damage", ["tab=bukan angka\ntheme=ungu\ngeometry=rusak\ndatabase=a, b\n", "\x00\x01["]
)
def test_damaged_settings_are_the_usual_ones(damage):
    store = QSettings()
    store.setValue("tab", 3)
    store.sync()
    path = Path(store.fileName())
    del store
    path.write_text("[General]\n" + damage)
    kept = Settings.load()
    assert (kept.database, kept.tab, kept.theme, kept.geometry) == ("", 0, "system", None)


def test_settings_are_what_was_saved():
    Settings(database="/srv/a, b.db", tab=3, theme="dark").save()
    assert Settings.load() == Settings(database="/srv/a, b.db", tab=3, theme="dark")


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (PermissionError(13, "Permission denied"), "a.xlsx sedang dibuka program lain atau dilindungi"),
        (OSError(28, "No space left on device"), "a.xlsx tidak dapat ditulis: cakram penuh"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_and_stays_as_it_was(tmp_path, monkeypatch, trouble, sentence):
    def refuse(_self, _target):
        raise trouble

    path = tmp_path / "a.xlsx"
    path.write_bytes(b"lama")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Trouble, match=sentence):
        write_file(path, b"baru")
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.glob("a*")] == [("a.xlsx", b"lama")]


def test_a_fault_that_nobody_catches_is_shown_once(qtbot, worker, monkeypatch, caplog):
    teller, shown = FaultTeller(), []

    def show(_owner, error, text):
        shown.append((str(error), text))
        teller.tell(ValueError, ValueError("saat kotak terbuka"), None)
        QApplication.processEvents()

    monkeypatch.setattr("desktop.log.show_error", show)
    monkeypatch.setattr(sys, "excepthook", teller.tell)
    worker.run(worker, lambda: 1, then=lambda number: number / 0)
    qtbot.waitUntil(lambda: bool(shown))
    QApplication.processEvents()
    [(error, text)] = shown
    assert error == "division by zero"
    assert text.startswith("Terjadi kesalahan dalam program.")
    assert "ZeroDivisionError" in caplog.text
    assert "saat kotak terbuka" in caplog.text


# --- the demonstration and the self-test


def test_the_demonstration_refuses_a_folder_that_is_not_its_own(tmp_path, capsys, qapp):
    out = tmp_path / "dokumen saya"
    (out / "surat").mkdir(parents=True)
    (out / "surat" / "penting.pdf").write_bytes(b"penting")
    (out / "pilar.db").write_bytes(b"data kantor")
    assert run_demo(out, 0) == 1
    assert capsys.readouterr().err == (
        f"Peragaan berhenti: {out} berisi berkas lain. Pilih folder yang baru atau kosong.\n"
    )
    assert (out / "surat" / "penting.pdf").read_bytes() == b"penting"
    assert (out / "pilar.db").read_bytes() == b"data kantor"
    assert not (out / MARK).exists()


@pytest.mark.parametrize("inside", ["", "peragaan"])
def test_the_demonstration_never_takes_the_data_folder(tmp_path, capsys, qapp, inside):
    out = tmp_path / "data" / inside
    out.mkdir(parents=True)
    (out / MARK).touch()
    (out / "pilar.db").write_bytes(b"data kantor")
    assert run_demo(out, 0) == 1
    assert "adalah folder data Pilar TKSK" in capsys.readouterr().err
    assert (out / "pilar.db").read_bytes() == b"data kantor"


def test_the_demonstration_says_in_one_sentence_where_it_cannot_write(tmp_path, capsys, qapp):
    (tmp_path / "berkas").touch()
    for out in (tmp_path / "berkas", tmp_path / "berkas" / "dalam"):
        assert run_demo(out, 0) == 1
        [line] = capsys.readouterr().err.splitlines()
        assert line.startswith("Peragaan berhenti: ")


def test_the_program_tests_itself():
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "self-test"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Uji mandiri berhasil: surat dari basis data baru, buku kerja Excel")


def test_a_self_test_that_fails_says_at_what(monkeypatch, capsys, qapp):
    monkeypatch.setattr("desktop.widgets.icons._svg", lambda _name: b"")
    monkeypatch.setattr("desktop.self_test._issue_letter", lambda _path: b"")
    assert run_self_test() == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("Uji mandiri gagal pada surat dari basis data baru: ")
