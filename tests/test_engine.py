"""The database itself: one transaction or nothing, and trouble in one sentence."""

import os
import signal
import subprocess
import sys
import threading
import time
import traceback
import uuid
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import IntegrityError

from db.engine import Database, database_url, make_engine, read_address, sqlite_file
from db.migrate import migrate
from db.models.people import Person
from db.rules.problems import Conflict, Trouble
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
            assert len(officers.list_posts(reader, date(2020, 4, 9))) == 24
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


SECRETS = {"name": "Rahasia", "nik": "5204060101850001", "code": "9999999999"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET nik = :nik WHERE name <> :name",
        "UPDATE person SET name = NULL WHERE name = :name",
        "UPDATE person SET desa_code = :code WHERE name = :name",
    ],
)
def test_the_row_that_a_fault_is_about_never_reaches_the_log(database, statement):
    with database.writing() as session:
        session.add(Person(name=SECRETS["name"], nik=SECRETS["nik"]))
    with pytest.raises((IntegrityError, Conflict)) as fault, database.writing() as session:
        session.execute(text(statement), SECRETS)
    report = "".join(traceback.format_exception(fault.value))
    assert "constraint" in report.lower()
    assert not [secret for secret in SECRETS.values() if secret in report]


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


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_without_the_extension_it_needs_is_told(database, postgres_server):
    """Whoever opens the empty database may make tables in it, but no extension."""
    name = f"uji_{uuid.uuid4().hex}"
    administrator = make_engine(postgres_server + "postgres")
    with administrator.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in (f"CREATE DATABASE {name}", f"CREATE ROLE {name} LOGIN PASSWORD 'rahasia'"):
            connection.execute(text(statement))
    rights = make_engine(postgres_server + name)
    with rights.begin() as connection:
        connection.execute(text(f"GRANT CREATE ON SCHEMA public TO {name}"))
    rights.dispose()
    address = make_url(postgres_server + name).set(username=name, password="rahasia")
    weak = Database(address.render_as_string(hide_password=False), ACTOR)
    with pytest.raises(Trouble, match="administrator server memasangnya di basis data ini"):
        migrate(weak, date(2020, 4, 9))
    weak.close()
    with administrator.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        connection.execute(text(f"DROP ROLE {name}"))
    administrator.dispose()


# --- addresses


ODD = (
    "pilar.db",
    "ruang kerja.db",
    "100%.db",
    "a%20b.db",
    "apa?ya.db",
    "nomor#1.db",
    "Kantor Émé ñ 力.db",
    "a@b:c.db",
)


@pytest.mark.parametrize("name", ODD)
def test_a_file_is_found_by_its_name_and_by_its_address(tmp_path, name):
    path = tmp_path / name
    assert sqlite_file(database_url(path)) == path
    for address in (str(path), database_url(path), f"sqlite:///{quote(str(path))}"):
        assert sqlite_file(read_address(address)) == path
    database = Database(read_address(str(path)), ACTOR)
    migrate(database, date(2020, 4, 9))
    database.close()
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    "name", ["ruang kerja.db", "100%.db", "apa?ya.db", "nomor#1.db", "Kantor Émé ñ 力.db"]
)
def test_an_address_may_hold_the_name_as_people_write_it(name):
    assert sqlite_file(read_address(f"sqlite:////srv/{name}")) == Path("/srv") / name


def test_a_file_without_a_folder_and_one_of_windows_are_files():
    assert sqlite_file(read_address("pilar.db")) == Path("pilar.db")
    assert sqlite_file(read_address(r"C:\data\pilar.db")) == Path(r"C:\data\pilar.db")
    assert sqlite_file(read_address("sqlite:///D:/data/pilar.db")) == Path("D:/data/pilar.db")


def test_a_file_of_any_name_is_a_file_when_it_is_there(tmp_path):
    (tmp_path / "tanpa akhiran").touch()
    assert sqlite_file(read_address(str(tmp_path / "tanpa akhiran"))) == tmp_path / "tanpa akhiran"


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_a_server_is_named_by_its_address(scheme):
    address = read_address(f"{scheme}://sari:p%40s@server:5433/pilar")
    assert make_url(address) == make_url("postgresql+psycopg://sari:p%40s@server:5433/pilar")


@pytest.mark.parametrize(
    "address",
    *[
        [
            "mysql://sari@server/pilar",
            "basis",
            "sqlite://",
            "sqlite:///",
            "postgresql://server:pintu/pilar",
            "http://x.db",
        ]
    ],
)
def test_an_address_of_neither_form_is_told_with_both(address):
    with pytest.raises(Trouble, match=r"D:/data/pilar\.db.*postgresql://nama:sandi@server/pilar"):
        read_address(address)


def test_where_the_file_lies():
    assert sqlite_file("sqlite:////tmp/pilar.db") == Path("/tmp/pilar.db")
    assert sqlite_file("postgresql+psycopg://server/pilar") is None
