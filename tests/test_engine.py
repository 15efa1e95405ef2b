"""The database itself: one transaction or nothing, and trouble in one sentence."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import IntegrityError

from db.engine import Database, make_engine, sqlite_file
from db.models.people import Person
from db.rules.problems import Trouble
from db.services import officers
from tests.conftest import ACTOR
from tests.postgres import free_port

ROOT = Path(__file__).parents[1]
KILLED = """
import sys
from db.engine import Database
from db.models.people import Person
from db.rules.access import system_actor
database = Database(sys.argv[1], system_actor("PC-MATI"))
with database.writing() as session:
    session.add(Person(name="Sudah disimpan"))
with database.writing() as session:
    session.add_all(Person(name=f"Belum disimpan {n}") for n in range(5000))
    session.flush()
    print("di tengah", flush=True)
    sys.stdin.readline()
"""


def names(database):
    with database.reading() as session:
        return set(session.scalars(select(Person.name).where(Person.name.contains("disimpan"))))


def test_a_program_that_is_killed_while_writing_loses_nothing_that_was_kept(database):
    program = subprocess.Popen(
        [sys.executable, "-c", KILLED, database.url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout.readline() == "di tengah\n"
    os.kill(program.pid, signal.SIGKILL)
    program.communicate()
    assert names(database) == {"Sudah disimpan"}
    with database.writing() as session:  # and nothing is locked
        session.add(Person(name="Sesudahnya disimpan"))
    assert names(database) == {"Sudah disimpan", "Sesudahnya disimpan"}
    if database.engine.dialect.name == "sqlite":
        with database.reading() as session:
            assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_a_unit_of_work_is_kept_whole_or_not_at_all(database):
    def fails():
        with database.writing() as session:
            session.add(Person(name="Setengah disimpan"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert names(database) == set()


def test_reading_never_writes(database):
    with database.reading() as session:
        session.add(Person(name="Tidak disimpan"))
        session.flush()
    assert names(database) == set()


def test_a_reader_sees_the_roster_while_somebody_writes(database):
    with database.writing() as session:
        session.add(Person(name="Sedang disimpan"))
        session.flush()
        with database.reading() as reader:
            assert officers.count_posts(reader, date(2020, 4, 9)) == 24
        assert names(database) == set()
    assert names(database) == {"Sedang disimpan"}


def test_writers_wait_for_each_other(database):
    def write(number):
        with database.writing() as session:
            session.add(Person(name=f"Bersama disimpan {number}"))
            session.flush()
            time.sleep(0.05)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(database)) == 8


def test_a_person_in_use_cannot_be_deleted(database):
    def erase(session):
        session.delete(session.scalars(select(Person)).first())

    with pytest.raises(IntegrityError), database.writing() as session:
        erase(session)


def test_a_broken_rule_of_the_tables_is_our_fault_and_not_hidden(sqlite_database):
    with pytest.raises(IntegrityError), sqlite_database.writing() as session:
        session.add(Person(name="Salah", desa_code="0000000000"))


def test_parameters_never_reach_the_log_of_a_fault(sqlite_database):
    with pytest.raises(IntegrityError) as fault, sqlite_database.writing() as session:
        session.add(Person(name="Rahasia", desa_code="0000000000"))
    assert "Rahasia" not in str(fault.value)


# --- trouble


def test_a_full_disk_is_told_and_nothing_is_half_written(sqlite_database):
    """`max_page_count` refuses to grow, with the very error of a full disk."""
    engine = sqlite_database.engine
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    engine.dispose()
    make = engine.pool._creator

    def small(*_args):
        connection = make()
        connection.execute(f"PRAGMA max_page_count={pages + 5}")
        return connection

    engine.pool._creator = small
    with pytest.raises(Trouble, match="Cakram penuh. Kosongkan ruang"), sqlite_database.writing() as session:  # noqa: RUF043
        session.add_all(Person(name=f"Tidak disimpan {n}") for n in range(5000))
    assert names(sqlite_database) == set()


def test_a_file_that_another_program_holds_is_told(sqlite_database):
    holder = make_engine(sqlite_database.url)
    with holder.execution_options(writing=True).connect() as connection:
        connection.exec_driver_sql("PRAGMA user_version")
        impatient = Database(sqlite_database.url, ACTOR)
        make = impatient.engine.pool._creator

        def quick(*_args):
            opened = make()
            opened.execute("PRAGMA busy_timeout=10")
            return opened

        impatient.engine.pool._creator = quick
        with pytest.raises(Trouble, match="sedang dipakai program lain"), impatient.writing() as session:
            session.execute(text("SELECT 1"))
        impatient.close()
    holder.dispose()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.write_bytes(b"ini bukan basis data " * 500), "bukan basis data Pilar TKSK"),
        (lambda path: path.unlink() or path.mkdir(), "tidak dapat dibuka"),
    ],
)
def test_a_file_that_is_no_database_is_told(tmp_path, spoil, sentence):
    path = tmp_path / "rusak.db"
    path.touch()
    spoil(path)
    database = Database(f"sqlite:///{path}", ACTOR)
    with pytest.raises(Trouble, match=sentence), database.reading() as session:
        session.execute(text("SELECT 1 FROM office"))
    database.close()


def test_a_damaged_file_is_told(sqlite_database):
    sqlite_database.close()
    path = sqlite_file(sqlite_database.url)
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)

    def read():
        with sqlite_database.reading() as session:
            session.execute(text("SELECT * FROM person ORDER BY address")).all()
            session.execute(text("PRAGMA quick_check")).all()
            session.execute(text("SELECT * FROM office")).all()

    with pytest.raises(Trouble, match="rusak"):
        read()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"port": None}, "Server basis data tidak menjawab"),
        ({"password": "salah"}, "Nama atau kata sandi server basis data salah"),
        ({"username": "siapa"}, "Nama atau kata sandi server basis data salah"),
        ({"database": "tidak_ada"}, "Basis data ini tidak ada di server"),
        ({"host": "tidak.ada.invalid"}, "Server basis data tidak ditemukan"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told(postgres_server, change, sentence):
    if postgres_server is None:
        pytest.skip("PostgreSQL tidak terpasang")
    address = make_url(postgres_server + "postgres").set(
        **{key: value or free_port() for key, value in change.items()}
    )
    database = Database(address.render_as_string(hide_password=False), ACTOR)
    with pytest.raises(Trouble, match=sentence), database.reading() as session:
        session.execute(text("SELECT 1"))
    database.close()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_connection_that_breaks_is_told(database):
    def cut(session):
        pid = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with database.writing() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        session.execute(text("SELECT 1"))

    with pytest.raises(Trouble, match="Sambungan ke server terputus"), database.reading() as session:
        cut(session)
    assert names(database) == set()  # the next unit of work has a new connection


def test_where_the_file_lies():
    assert sqlite_file("sqlite:////tmp/pilar.db") == Path("/tmp/pilar.db")
    assert sqlite_file("postgresql+psycopg://server/pilar") is None
