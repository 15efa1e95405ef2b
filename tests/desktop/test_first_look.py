"""The roster before SQLAlchemy: the same rows as the service's, and only where nobody has to log in."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from db import first_look
from db.rules.access import Right
from db.services import office, officers, users
from desktop.main_window import MainWindow
from desktop.opening import pc_name
from desktop.settings import Settings
from desktop.widgets.lazy_table import LazyTable

ROOT = Path(__file__).parents[2]
DAY = date(2020, 4, 9)


@pytest.fixture
def path(sqlite_database):
    return Path(sqlite_database.url.removeprefix("sqlite:///"))


def change(path, *statements):
    with sqlcipher.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_it_shows_what_the_services_show(sqlite_database, path):
    first = first_look.look(path, DAY, "PC-UJI")
    with sqlite_database.reading() as session:
        assert first.posts == officers.list_posts(session, DAY)
        assert first.office == office.get_office(session)
        assert first.actor == users.find_single_pc_actor(session, "PC-UJI")
    assert len(first.posts) == 24


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE office SET login_required = 1",
        "UPDATE role SET rights = '[\"login\"]'",
        "UPDATE alembic_version SET version_num = '0099'",
        "DELETE FROM alembic_version",
        "DELETE FROM office",
        "DROP TABLE officer",
    ],
)
def test_it_waits_for_the_real_opening(path, statement):
    assert first_look.look(path, DAY, "PC-UJI") is not None
    change(path, "PRAGMA foreign_keys=OFF", statement)
    assert first_look.look(path, DAY, "PC-UJI") is None


def test_a_file_that_is_not_there_or_not_ours_is_left_to_the_opening(tmp_path):
    assert first_look.look(tmp_path / "baru.db", DAY, "PC-UJI") is None
    assert not (tmp_path / "baru.db").exists()
    (tmp_path / "lain.db").write_bytes(b"ini bukan basis data " * 500)
    assert first_look.look(tmp_path / "lain.db", DAY, "PC-UJI") is None


def test_the_roster_is_there_while_the_database_is_still_being_opened(qtbot, path, tmp_path, monkeypatch):
    from desktop.clock import set_today
    from desktop.program import Program

    monkeypatch.setattr("desktop.program.data_folder", lambda: tmp_path / "data")
    set_today(DAY)
    settings = Settings.load()
    settings.tab = 1
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    program = Program(window, str(path))
    resets = []
    monkeypatch.setattr(LazyTable, "_put", counting(LazyTable._put, resets))
    program.open()
    qtbot.waitUntil(lambda: window.office is not None, timeout=10_000)
    page = window.pages["officers"].section("roster")
    assert page.table.rows.rowCount() == 24
    assert window.worker.actor.name == first_look.look(path, DAY, pc_name()).actor.name
    qtbot.waitUntil(lambda: page._found is not None, timeout=20_000)  # the cards wait for the database
    assert window.worker.database.actor.rights >= {Right.READ}
    assert len(resets) == 1  # the real answer was the same: nothing flickered
    with window.worker.database.writing() as session:
        session.execute(text("UPDATE person SET name = 'Nama Baru'"))
    page.refresh()
    qtbot.waitUntil(lambda: "Nama Baru" in page.table.rows.row(5).officer)
    window.close()
    set_today(None)


def counting(function, calls):
    def counted(*arguments):
        calls.append(arguments)
        return function(*arguments)

    return counted


def test_a_file_of_another_version_opens_without_a_first_look(qtbot, path, tmp_path):
    shutil.copy(path, tmp_path / "lama.db")
    change(tmp_path / "lama.db", "UPDATE alembic_version SET version_num = '0000'")
    assert first_look.look(tmp_path / "lama.db", DAY, "PC-UJI") is None


def test_no_source_is_read_for_a_switch_that_nobody_uses():
    script = (
        "import desktop.app, linecache, sqlalchemy.orm; "
        "print(sum(name.endswith('.py') for name in linecache.cache) < 10)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "True"  # hundreds otherwise
