"""Both databases for every service test, the real worker for every window test."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QPA_FONTDIR", "/usr/share/fonts/truetype")

import shutil
import tempfile
import uuid
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from db.engine import Database, make_engine, sqlite_file
from db.migrate import migrate
from db.rules.access import ROLES, system_actor
from db.services import practice, setup

pytest_plugins = ["tests.counting", "tests.postgres"]

MEMORY, ENOUGH = Path("/dev/shm"), 4 * 2**30  # bytes; thousands of databases are made: memory spares the disk
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
    tempfile.tempdir = str(MEMORY)

TODAY = date(2020, 4, 9)
ACTOR = system_actor("PC-UJI")


@pytest.fixture(scope="session", autouse=True)
def own_settings_of_qt(tmp_path_factory):
    """Qt's file dialog reads every folder of the user's own history: one of them, /proc, never answered."""
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("settings"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A migrated file with the practice office of Sumbawa and its 24 officers, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "pilar.db"
    _fill(Database(f"sqlite:///{path}", ACTOR))
    return path


@pytest.fixture(scope="session")
def administer(postgres_server):
    """Run one statement beside all databases: `administer("CREATE DATABASE …")`; skips without PostgreSQL."""
    if postgres_server is None:
        pytest.skip("PostgreSQL tidak terpasang")
    engine = make_engine(postgres_server + "postgres")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield lambda statement: connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_server, administer):
    """The same on a real server, as a template database."""
    administer("CREATE DATABASE template_pilar")
    _fill(Database(postgres_server + "template_pilar", ACTOR))
    return "template_pilar"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """An office ready to work, on each kind of database."""
    if request.param == "sqlite":
        yield from _sqlite(request, tmp_path)
    else:
        yield from _postgres(request, request.getfixturevalue("postgres_template"))


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database(request, tmp_path):
    """A database without a single table, on each kind."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'kosong.db'}", ACTOR)
        yield database
        database.close()
    else:
        yield from _postgres(request, "template1")


@pytest.fixture
def empty_database(bare_database):
    """Tables without a row, on each kind of database."""
    migrate(bare_database, TODAY)
    return bare_database


@pytest.fixture
def sqlite_database(request, tmp_path):
    """The same office on SQLite alone, for tests of the window."""
    yield from _sqlite(request, tmp_path)


@pytest.fixture
def act(database, beginnings):
    """Run one service in one transaction: `act(officers.list_posts, on=…)`.

    `act.begin(play)` gives what `play(act)` gives, played once in a process: tests that begin with it start
    from a copy of the database that it left.
    """

    def run(service, *args, **kwargs):
        with database.writing() as session:
            return service(session, *args, **kwargs)

    def begin(play):
        place, pool = (play.__name__, database.engine.dialect.name), database.engine.pool
        if pool.checkedin() or pool.checkedout():  # the test has done something before
            return play(run)
        copies = _sqlite_copies if place[1] == "sqlite" else _postgres_copies
        keep, restore = copies(database, *beginnings.places)
        if place in beginnings.left:
            restore(play.__name__)
        else:
            beginnings.left[place] = play(run)
            keep(play.__name__)
        return deepcopy(beginnings.left[place])

    run.begin = begin
    return run


@pytest.fixture(scope="session")
def beginnings(request, tmp_path_factory):
    """What the beginnings of tests gave back, and where copies of their databases are kept."""

    def administer(statement):
        request.getfixturevalue("administer")(statement)

    return SimpleNamespace(left={}, places=(tmp_path_factory.mktemp("beginnings"), administer))


@pytest.fixture
def act_as(database):
    """Run one service as a user with a role: `act_as("auditor", officers.list_posts, on=…)`."""

    def run(role, service, *args, **kwargs):
        rights = ROLES[role][1]
        with database.writing() as session:
            session.info["actor"] = replace(database.actor, name=role.title(), rights=rights)
            return service(session, *args, **kwargs)

    return run


def _sqlite(request, tmp_path):
    path = tmp_path / "pilar.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    database = Database(f"sqlite:///{path}", ACTOR)
    yield database
    database.close()


def _postgres(request, template):
    administer = request.getfixturevalue("administer")
    name = f"uji_{uuid.uuid4().hex}"
    administer(f"CREATE DATABASE {name} TEMPLATE {template}")
    database = Database(request.getfixturevalue("postgres_server") + name, ACTOR)
    yield database
    database.close()
    administer(f"DROP DATABASE {name} WITH (FORCE)")


def _sqlite_copies(database, folder, _administer):
    path = sqlite_file(database.url)

    def keep(name):
        database.close()  # the last connection puts everything into the one file
        shutil.copy(path, folder / name)

    return keep, lambda name: shutil.copy(folder / name, path)


def _postgres_copies(database, _folder, administer):
    own = database.engine.url.database

    def keep(name):
        database.close()
        administer(f"CREATE DATABASE begun_{name} TEMPLATE {own}")

    def restore(name):
        administer(f"DROP DATABASE {own} WITH (FORCE)")
        administer(f"CREATE DATABASE {own} TEMPLATE begun_{name}")

    return keep, restore


def _fill(database):
    migrate(database, TODAY)
    with database.writing() as session:
        setup.load_lists(session)
        practice.create_practice_office(session)
        practice.fill_roster(session, year=2020, today=TODAY)
    database.close()
