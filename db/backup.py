"""A copy of a SQLite database in one file: made while others write, checked, whole or not there at all."""

import errno
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from db.rules.problems import Trouble
from db.rules.words import _

PAGES = 1000  # copied at once, 4 MB; the transaction is held between, so all of them are of one moment
PATIENCE = 200_000  # steps of the check between two looks at whether it is still wanted
BESIDE = ("", "-journal", "-wal", "-shm")  # what SQLite may leave of an unfinished file
FINGERPRINT = (
    "SELECT (SELECT version_num FROM alembic_version), "
    "(SELECT count(*) FROM person), (SELECT count(*) FROM letter)"
)
Tick = Callable[[int], object]  # told how many bytes are copied; raises to end it all


@dataclass(frozen=True)
class Backup:
    """A copy that was opened again and found to be whole."""

    path: Path
    size: int  # bytes
    people: int
    letters: int


def copy_file(connection: Any, target: Path, tick: Tick = lambda _done: None) -> Backup:
    """Copy what the driver's connection sees in its transaction; OSError where the target is in the way."""
    own = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    _refuse_running(target, own)
    fingerprint = connection.execute(FINGERPRINT).fetchone()  # from here on the transaction sees one moment
    part = target.with_name(f"{target.name}.part")
    _clear(part)
    try:
        part.touch()  # says in the system's words what SQLite would call "unable to open"
        _make_room(part, own.stat().st_size)
        _copy(connection, part, tick)
        _check(part, fingerprint, tick)
        size = part.stat().st_size
        part.replace(target)
    finally:
        with suppress(OSError):  # the stick is gone, and its file with it
            _clear(part)
    return Backup(target, size, *fingerprint[1:])


def _refuse_running(target: Path, own: Path) -> None:
    """A database that is open has a log beside it: it would be replaced under the feet of who works in it."""
    running = target.with_name(f"{target.name}-wal").exists()
    if running or (target.exists() and target.samefile(own)):
        text = _("{file} adalah basis data yang sedang dipakai. Pilih nama atau tempat lain untuk cadangan.")
        raise Trouble(text.format(file=target.name))


def _make_room(part: Path, size: int) -> None:
    if shutil.disk_usage(part.parent).free < size:
        raise OSError(errno.ENOSPC, "No space left on device")


def _copy(connection: Any, part: Path, tick: Tick) -> None:
    copy = sqlcipher.connect(str(part), isolation_level=None)
    try:
        # Without these SQLite would want shared memory beside the copy, which a network folder may not have.
        copy.execute("PRAGMA locking_mode=EXCLUSIVE")
        [page_size] = connection.execute("PRAGMA page_size").fetchone()
        connection.backup(
            copy, pages=PAGES, progress=lambda _state, left, total: tick((total - left) * page_size)
        )
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, readable from a stick that is write-protected
    except sqlcipher.Error as error:
        raise _as_system(error, part) from error
    finally:
        copy.close()


def _check(part: Path, fingerprint: tuple[Any, ...], tick: Tick) -> None:
    """Open the copy again: whole, of the same version, with as many people and letters."""
    size = part.stat().st_size
    copy = sqlcipher.connect(str(part), isolation_level=None)
    try:
        copy.set_progress_handler(lambda: tick(size), PATIENCE)  # what it raises interrupts the check
        found = copy.execute("PRAGMA quick_check").fetchall()
        same = copy.execute(FINGERPRINT).fetchone() == fingerprint
    except sqlcipher.Error as error:
        tick(size)  # raises again where it was interrupted
        raise _as_system(error, part) from error
    finally:
        copy.close()
    if found != [("ok",)] or not same:
        raise Trouble(
            _(
                "Cadangan tidak lolos pemeriksaan dan tidak disimpan. Coba tempat lain; bila tetap gagal, "
                "basis data ini mungkin rusak."
            )
        )


def _as_system(error: Exception, part: Path) -> Exception:
    """SQLite's word for a target that cannot be written, as the system would say it."""
    if not part.parent.exists():
        return FileNotFoundError(errno.ENOENT, "No such file or directory")
    said = str(error).lower()
    if "full" in said:
        return OSError(errno.ENOSPC, "No space left on device")
    if "i/o" in said or "readonly" in said or "unable to open" in said:
        return OSError(errno.EIO, "Input/output error")
    return error


def _clear(part: Path) -> None:
    for ending in BESIDE:
        part.with_name(part.name + ending).unlink(missing_ok=True)
