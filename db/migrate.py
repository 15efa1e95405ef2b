"""Brings a database to this program's version: backup first, then alembic; a newer one is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, inspect, select, text

from db.backup import copy_file
from db.engine import Database, explained, sqlite_file
from db.rules.problems import Trouble
from db.rules.words import _
from db.version import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

LOCK = 5204  # any number of our own


def migrate(database: Database, today: date) -> bool:
    """Make sure that the tables are those of this program; True if they had to be made from nothing.

    today: the day in the backup's name. Raises Trouble for a newer database, a folder without write
    permission, a full disk.
    """
    with explained():
        _prepare_folder(database.url)
        with database.engine.connect() as connection:
            version = _version(connection)
            if version is None and inspect(connection).get_table_names():
                raise Trouble(
                    _("Basis data ini berisi data program lain. Pilih berkas atau basis data lain.")
                )
        if version == HEAD:
            return False
        if version is not None:
            _refuse_newer(version)
            _back_up(database, version, today)
        _upgrade(database)
        return version is None


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _prepare_folder(url: str) -> None:
    path = sqlite_file(url)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab"):
            pass
    except OSError as error:
        sentence = _("Folder {folder} tidak dapat ditulis. Pilih folder lain atau minta izin.")
        raise Trouble(sentence.format(folder=path.parent)) from error


def _refuse_newer(version: str) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if version not in known:
        sentence = _(
            "Basis data ini dibuat program yang lebih baru (versi {theirs}; program ini {ours}). "
            "Perbarui Pilar TKSK, lalu buka lagi."
        )
        raise Trouble(sentence.format(theirs=version, ours=HEAD))


def _back_up(database: Database, version: str, today: date) -> None:
    path = sqlite_file(database.url)
    if path is None:
        return  # a server's backup is its administrator's
    target = path.with_name(f"{path.stem}-{today.isoformat()}-versi-{version}{path.suffix}")
    try:
        with database.engine.connect() as connection, connection.begin():
            copy_file(connection.connection.driver_connection, target)
    except OSError as error:
        text = _("Cadangan sebelum pembaruan tidak dapat ditulis; data tidak diubah: {reason}")
        raise Trouble(text.format(reason=error.strerror or error)) from error


def _upgrade(database: Database) -> None:
    from alembic import command

    with connected(database) as settings:
        command.upgrade(settings, "head")


@contextmanager
def connected(database: Database) -> Iterator["Config"]:
    """Alembic's settings on one connection in one transaction: a failed migration leaves no trace.

    Two programs that start at once wait for each other: SQLite by itself, PostgreSQL by a lock.
    """
    writer = database.engine.execution_options(writing=True)
    with writer.connect() as connection, _free(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        settings = config()
        settings.attributes["connection"] = connection
        yield settings
        if connection.dialect.name == "sqlite":
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            assert not lost, f"the migration loses what rows belong to: {lost[:5]}"


@contextmanager
def _free(connection: Connection) -> Iterator[None]:
    """SQLite remakes a table by dropping it, which its foreign keys would refuse until all is done."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def config() -> "Config":
    """Alembic without an ini file: the scripts lie beside this module."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return settings
