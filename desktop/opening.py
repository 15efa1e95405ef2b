"""Opening a database: in the writing thread, with everything slow imported there."""

import getpass
import platform
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import TYPE_CHECKING

from db.rules.problems import Trouble
from db.rules.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.engine import Database
    from db.rules.access import Actor
    from db.rules.office import OfficeFacts


PATIENCE = 2  # seconds for the window to paint what it knows already


@dataclass(frozen=True)
class Opened:
    """What the window has to know when a database is open."""

    office: "OfficeFacts | None"  # None: the first start is not finished
    login_required: bool


def opener(
    address: str, today: date, *, practice: bool = False, anew: bool = False, after: Event | None = None
) -> "Callable[[], Database]":
    """Migrate, load the lists of an empty database, and make a practice office where one is asked for.

    anew: throw the file away first, which only the practice office ever wants.
    after: what to wait for, so that importing does not hold up what is being painted.
    The answer works as the single-PC user until somebody logs in.
    """

    def job() -> "Database":
        if after is not None:
            after.wait(PATIENCE)
        from db.engine import Database, read_address
        from db.migrate import migrate
        from db.rules.access import system_actor
        from db.services import users

        url = read_address(address)
        if anew:
            throw_away(url)
        database = Database(url, system_actor(pc_name()))
        try:
            migrate(database, today)
            with database.reading() as session:
                actor = users.find_single_pc_actor(session, pc_name())
            if actor is None:
                fill(database, today, practice=practice)
                with database.reading() as session:
                    actor = users.find_single_pc_actor(session, pc_name())
            assert actor is not None
            database.actor = actor
        except BaseException:
            database.close()
            raise
        return database

    return job


def throw_away(url: str) -> None:
    """Delete a database's file with its journal; Trouble where another program has it open."""
    from db.engine import sqlite_file

    path = sqlite_file(url)
    assert path is not None, "a server is never thrown away"
    try:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError as error:
        text = _("{file} sedang dibuka program lain. Tutup program itu, lalu ulangi.")
        raise Trouble(text.format(file=path.name)) from error


def fill(database: "Database", today: date, *, practice: bool) -> None:
    """The ready lists for an empty database; and where practice is wanted, an office with invented people."""
    from db.services import setup

    with database.writing() as session:
        setup.load_lists(session)
        if practice:
            from db.services import practice as office

            office.create_practice_office(session)
            office.fill_roster(session, year=today.year, today=today)
            office.fill_map(session, today=today)


def nobody() -> "Actor":
    """Before login: may give name and password, nothing else."""
    from db.rules.access import Actor, Right

    return Actor(None, "", pc_name(), frozenset({Right.LOGIN}))


def pc_name() -> str:
    """The computer and its account, for the log of changes."""
    try:
        return f"{platform.node()} ({getpass.getuser()})"[:120]
    except (KeyError, OSError):
        return platform.node()[:120]
