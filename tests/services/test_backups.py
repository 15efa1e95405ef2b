"""Copies of the data: whole while others write, checked, noted, and never half there."""

import errno
import shutil
import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

import db.backup
from db.engine import Database, sqlite_file
from db.models.audit import AuditEntry
from db.models.office import Office
from db.models.people import Person
from db.rules.access import ROLES
from db.rules.attention import AttentionKind
from db.rules.imports import stopped
from db.rules.problems import Forbidden, RuleViolation, Trouble
from db.services import attention, backups, letters, settings
from tests.conftest import ACTOR
from tests.services.utan import announced

DAY = date(2020, 4, 20)


@pytest.fixture
def make(sqlite_database):
    """Copies the data of the open database."""

    def run(path, tick=lambda _done: None):
        with sqlite_database.reading() as session:
            return backups.copy_data(session, path, tick)

    return run


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "flashdisk"
    folder.mkdir()
    return folder / "cadangan.db"


def files(target):
    return sorted(path.name for path in target.parent.iterdir())


def fill(database, number):
    with database.writing() as session:
        session.add_all(Person(name=f"Orang {n}") for n in range(number))


def test_a_copy_opens_with_every_row_while_others_write(sqlite_database, make, target, monkeypatch):
    monkeypatch.setattr(db.backup, "PAGES", 5)
    before = sqlite_database.reading
    with before() as session:
        people = session.scalar(select(func.count()).select_from(Person))
        size = backups.data_size(session)
    written = []

    def write(_done):  # another program commits between any two pieces
        if len(written) < 20:
            writer = threading.Thread(target=fill, args=(sqlite_database, 10))
            writer.start()
            writer.join(5)
            written.append(not writer.is_alive())

    made = make(target, write)
    assert written == [True] * 20
    assert (made.people, made.size) == (people, target.stat().st_size)
    assert made.size == size
    assert files(target) == ["cadangan.db"]
    copy = Database(f"sqlite:///{target}", ACTOR)
    with copy.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == people
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    copy.close()
    with before() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == people + 200


def test_a_copy_needs_nothing_beside_it(make, target):
    make(target)
    assert target.read_bytes()[18:20] == b"\x01\x01"  # no write-ahead log: a protected stick can be read


def test_an_older_copy_is_replaced_only_by_a_whole_one(sqlite_database, make, target):
    target.write_bytes(b"yang lama")
    ticks = []

    def stop(done):
        ticks.append(done)
        raise stopped()

    with pytest.raises(RuleViolation, match="Dihentikan"):
        make(target, stop)
    assert ticks
    assert (target.read_bytes(), files(target)) == (b"yang lama", ["cadangan.db"])
    make(target)
    assert target.stat().st_size > 100_000


def test_batal_stops_the_check_too(make, target, monkeypatch):
    monkeypatch.setattr(db.backup, "PATIENCE", 100)
    monkeypatch.setattr(db.backup, "_copy", counted := Copying(db.backup._copy))

    def stop(_done):
        if counted.done:
            raise stopped()

    with pytest.raises(RuleViolation, match="Dihentikan"):
        make(target, stop)
    assert files(target) == []


class Copying:
    """The copying, and whether it is behind us."""

    def __init__(self, copy):
        self.copy, self.done = copy, False

    def __call__(self, *args):
        self.copy(*args)
        self.done = True


def small_disk(monkeypatch, pages):
    """A disk that is full after so many pages."""
    connect = db.backup.sqlcipher.connect

    def full(*args, **kwargs):
        connection = connect(*args, **kwargs)
        connection.execute(f"PRAGMA max_page_count={pages}")
        return connection

    monkeypatch.setattr(db.backup.sqlcipher, "connect", full)


def test_a_disk_that_gets_full_leaves_nothing(make, target, monkeypatch):
    small_disk(monkeypatch, 20)
    monkeypatch.setattr(db.backup, "PAGES", 5)
    with pytest.raises(OSError, match="No space") as failure:
        make(target)
    assert failure.value.errno == errno.ENOSPC
    assert files(target) == []


def test_too_little_room_is_said_before_copying(make, target, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: type("Room", (), {"free": 1000}))
    with pytest.raises(OSError, match="No space"):
        make(target, lambda _done: pytest.fail("it was begun"))
    assert files(target) == []


def test_a_stick_that_is_pulled_out_is_said(make, target, monkeypatch):
    def gone(_done):
        shutil.rmtree(target.parent, ignore_errors=True)
        raise db.backup.sqlcipher.OperationalError("disk I/O error")

    with pytest.raises(FileNotFoundError):
        make(target, gone)
    with pytest.raises(FileNotFoundError):
        make(target)


def test_the_running_database_is_never_the_target(sqlite_database, make):
    own = sqlite_file(sqlite_database.url)
    before = own.read_bytes()
    with pytest.raises(Trouble, match=r"pilar\.db adalah basis data yang sedang dipakai"):
        make(own)
    assert own.read_bytes() == before


def test_a_damaged_copy_is_not_kept(make, target, monkeypatch):
    copy = db.backup._copy

    def damage(connection, part, tick):
        copy(connection, part, tick)
        content = bytearray(part.read_bytes())
        content[8192:40960] = b"\x07" * 32768
        part.write_bytes(content)

    monkeypatch.setattr(db.backup, "_copy", damage)
    with pytest.raises((Trouble, OSError)):
        make(target)
    assert files(target) == []


def test_only_who_sets_up_the_office_may_copy_it(sqlite_database, make, target):
    for role in ("operator", "head", "auditor", "panel"):
        sqlite_database.actor = replace(ACTOR, rights=ROLES[role][1])
        with pytest.raises(Forbidden):
            make(target)
    assert files(target) == []


def test_a_server_is_copied_by_its_administrator(database, act, tmp_path):
    if database.engine.dialect.name == "sqlite":
        pytest.skip("only for servers")
    with pytest.raises(RuleViolation, match="administrator server"):
        act(backups.copy_data, tmp_path / "salinan.db")
    in_earnest(act)
    fill(database, 1)
    assert waiting(act, DAY + timedelta(4000)) == []


def in_earnest(act):
    def work(session):
        session.scalars(select(Office)).one().practice = False

    act(work)


def waiting(act, on):
    matters = act(attention.list_attention, on)
    return [matter for matter in matters if matter.kind is AttentionKind.BACKUP_OLD]


@pytest.fixture
def own(sqlite_database):
    def run(service, *args, **kwargs):
        with sqlite_database.writing() as session:
            return service(session, *args, **kwargs)

    return run


def test_the_day_is_kept_and_the_log_says_who_and_where(own, make, target):
    made = make(target)
    assert own(backups.last_backup) is None
    for day in (DAY - timedelta(3), DAY):
        own(backups.note_backup, made, day)
    assert own(backups.last_backup) == DAY
    last = select(AuditEntry.user_name, AuditEntry.sentence).order_by(AuditEntry.id.desc()).limit(2)
    for who, sentence in own(lambda s: s.execute(last).all()):
        assert who == ACTOR.name
        assert sentence.startswith(f"Data dicadangkan ke {target} (")
    limits = own(settings.get_limits)  # the day is no limit
    assert limits.backup_after == 7


def test_beranda_warns_after_seven_days(own, make, target):
    in_earnest(own)
    own(backups.note_backup, make(target), DAY)
    assert waiting(own, DAY + timedelta(7)) == []
    [matter] = waiting(own, DAY + timedelta(8))
    assert (matter.on, matter.days) == (DAY, 8)
    limits = own(settings.get_limits)
    own(settings.change_limits, limits, replace(limits, backup_after=30))
    assert waiting(own, DAY + timedelta(8)) == []


def test_a_new_office_is_not_nagged_until_there_is_a_letter_or_a_week(own):
    in_earnest(own)
    first = own(lambda s: s.scalar(select(func.min(AuditEntry.at)))).date()
    assert waiting(own, first + timedelta(6)) == []
    [matter] = waiting(own, first + timedelta(7))
    assert (matter.on, matter.days) == (None, None)
    announced(own)
    assert own(letters.count_letters, letters.LetterSearch())
    assert len(waiting(own, DAY)) == 1


def test_a_practice_office_has_nothing_to_lose(own):
    assert waiting(own, date(2040, 1, 1)) == []
