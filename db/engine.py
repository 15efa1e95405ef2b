"""Opens the database and hands out one session for one unit of work."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import QueuePool

import db.audit
import db.limits  # noqa: F401  (its listener refuses what is too long)
from db.address import file_of
from db.rules.access import Actor
from db.rules.problems import Conflict, Problem, Trouble
from db.rules.words import _

log = logging.getLogger(__name__)

PATIENCE = 10  # seconds to wait for another program's write, or for a server to answer
SERVERS = ("postgresql", "postgresql+psycopg")

# Between a service's question and its write, another PC's write came first: a unique value or a post was
# taken, what it belongs to went, or two writers waited for each other. SQLite cannot get there: its writers
# queue from the start.
MISSING = "23503"
RACES = {MISSING, "23505", "23P01", "40P01"}


class Database:
    """One database and the person who works with it.

    url: `sqlite:///path/to/file.db` or `postgresql+psycopg://user:password@host/name`.
    """

    def __init__(self, url: str, actor: Actor) -> None:
        # Two threads read: SQLAlchemy fails for good where one asks while the other is importing a table.
        from db.models import every  # noqa: F401

        self.url = url
        self.actor = actor
        self.engine = make_engine(url)
        self._readers = sessionmaker(self.engine)
        self._writers = sessionmaker(self.engine.execution_options(writing=True))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with explained(), self._readers(info={"actor": self.actor}) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Commit at the end, or roll everything back if anything raises."""
        with explained(), self._writers.begin() as session:
            session.info["actor"] = self.actor
            yield session

    def close(self) -> None:
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """An engine for either database; SQLite files are opened with SQLCipher, plain or (later) encrypted."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        patience = {"connect_timeout": address.query.get("connect_timeout", PATIENCE)}
        return create_engine(address, pool_pre_ping=True, hide_parameters=True, connect_args=patience)
    path = Path(address.database or "")

    def connect() -> Any:
        connection = sqlcipher.connect(
            str(path), check_same_thread=False, isolation_level=None, timeout=PATIENCE
        )
        _keep_journal(connection)
        # SQLCipher keeps temporary tables in memory unless told otherwise: a long import would fill it.
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-20000", "temp_store=FILE"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        "sqlite://", creator=connect, module=sqlcipher, poolclass=QueuePool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    return engine


def _keep_journal(connection: Any) -> None:
    """Switch a new file to a write-ahead log; SQLite itself would not wait for another program doing so."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlcipher.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def database_url(path: Path) -> str:
    """The address of a file, whatever letters its name has."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def read_address(text: str) -> str:
    """The address that a person wrote: a file as it is called, or a URL; Trouble names both forms."""
    if path := file_of(text):
        return database_url(path)
    if text.strip().partition("://")[0] in SERVERS:
        with suppress(ArgumentError, ValueError):
            address = make_url(text.strip()).set(drivername=SERVERS[1])
            return address.render_as_string(hide_password=False)
    raise Trouble(
        _(
            "Alamat basis data tidak dikenal. Tulis nama berkas, misalnya D:/data/pilar.db, "
            "atau alamat server, misalnya postgresql://nama:sandi@server/pilar."
        )
    )


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite address; None for a server."""
    address = make_url(url)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def _is_race(error: DBAPIError, state: str) -> bool:
    """Whether somebody else was faster; a row that is still in use cannot be deleted by anybody."""
    deletes = (error.statement or "").lstrip().upper().startswith("DELETE")
    return state in RACES and not (state == MISSING and deletes)


@contextmanager
def explained() -> Iterator[None]:
    """Turns what the database cannot do now into a sentence that says what to do."""
    try:
        yield
    except StaleDataError as error:
        raise Conflict([Problem(_changed_by_others())]) from error
    except DBAPIError as error:
        cause: Any = error.orig
        _forget_values(error)
        if _is_race(error, getattr(cause, "sqlstate", "")):
            log.warning("a write came second: %s", cause.diag.constraint_name)
            raise Conflict([Problem(_changed_by_others())]) from error
        if sentence := _trouble(str(cause).lower()):
            raise Trouble(sentence) from error
        raise
    except sqlcipher.Error as error:
        if sentence := _trouble(str(error).lower()):
            raise Trouble(sentence) from error
        raise


def _forget_values(error: DBAPIError) -> None:
    """A server quotes the row that it refuses; neither the log nor a report may keep names and NIK."""
    cause: Any = error.orig
    if primary := getattr(getattr(cause, "diag", None), "message_primary", None):
        cause.args = (primary,)
        error.args = (f"({type(cause).__name__}) {primary}",)


def _changed_by_others() -> str:
    return _("Data ini baru saja diubah orang lain. Muat ulang, lalu ulangi perubahan Anda.")


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: two programs on one file wait for each other, none fails halfway.
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _trouble(message: str) -> str:
    sentences = {
        "disk is full": _("Cakram penuh. Kosongkan ruang, lalu ulangi; data tidak diubah."),
        "no space left": _("Cakram penuh. Kosongkan ruang, lalu ulangi; data tidak diubah."),
        "locked": _("Basis data sedang dipakai program lain. Tutup program itu, lalu ulangi."),
        "readonly": _("Berkas basis data hanya dapat dibaca. Periksa izin foldernya."),
        "read-only": _("Berkas basis data hanya dapat dibaca. Periksa izin foldernya."),
        "unable to open": _("Berkas basis data tidak dapat dibuka. Periksa folder dan izinnya."),
        "malformed": _("Berkas basis data rusak. Pulihkan dari cadangan terakhir."),
        "not a database": _("Berkas ini bukan basis data Pilar TKSK atau rusak. Pilih berkas lain."),
        "disk i/o error": _("Cakram tidak dapat ditulis. Periksa cakram, lalu ulangi; data tidak diubah."),
        "connection refused": _("Server basis data tidak menjawab. Periksa jaringan dan servernya."),
        "could not translate host": _("Server basis data tidak ditemukan. Periksa alamatnya."),
        "failed to resolve host": _("Server basis data tidak ditemukan. Periksa alamatnya."),
        "password authentication failed": _("Nama atau kata sandi server basis data salah."),
        "timeout expired": _("Server basis data tidak menjawab. Periksa jaringan dan servernya."),
        'fatal:  database "': _("Basis data ini tidak ada di server. Periksa alamatnya."),
        "permission denied to create extension": _missing_extension(),
        'extension "btree_gist" is not available': _missing_extension(),
        "permission denied for schema": _(
            "Pengguna server ini tidak berhak membuat tabel di basis data ini. Mintalah administrator server."
        ),
        "terminating connection": _("Sambungan ke server terputus. Ulangi; data tidak diubah."),
        "server closed the connection": _("Sambungan ke server terputus. Ulangi; data tidak diubah."),
    }
    return next((sentence for sign, sentence in sentences.items() if sign in message), "")


def _missing_extension() -> str:
    return _(
        "Server ini belum memiliki btree_gist. Mintalah administrator server memasangnya di basis data ini "
        "dengan CREATE EXTENSION btree_gist, lalu buka lagi."
    )
