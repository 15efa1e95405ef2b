"""Copies of the office's data: made, noted, and asked for when they grow old."""

from datetime import date
from pathlib import Path

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from db.access import needs
from db.backup import Backup, Tick, copy_file
from db.models.audit import AuditEntry
from db.models.letters import Letter
from db.models.office import Office, Setting
from db.records import add_once
from db.rules.access import Right
from db.rules.attention import Attention, AttentionKind
from db.rules.backups import LAST_BACKUP, is_backup_due, size_text
from db.rules.problems import refuse
from db.rules.settings import Limits
from db.rules.words import _


@needs(Right.READ)
def last_backup(session: Session) -> date | None:
    """The day of the last copy that was checked."""
    day = session.scalar(select(Setting.value).where(Setting.name == LAST_BACKUP))
    return date.fromordinal(day) if day else None


@needs(Right.READ)
def data_size(session: Session) -> int:
    """How many bytes a copy will have; 0 for a server."""
    if session.get_bind().dialect.name != "sqlite":
        return 0
    pages, each = (session.scalar(text(f"PRAGMA {name}")) for name in ("page_count", "page_size"))
    return int(pages * each)


@needs(Right.OFFICE)
def copy_data(session: Session, path: Path, tick: Tick = lambda _done: None) -> Backup:
    """Copy everything into one file and check it, in a session that reads: others go on writing.

    It holds whole NIKs, and values that nobody may see yet: so it asks for the widest right.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        raise refuse(_("Data ini ada di server. Cadangannya dibuat administrator server."))
    return copy_file(connection.connection.driver_connection, path, tick)


@needs(Right.OFFICE)
def note_backup(session: Session, made: Backup, on: date) -> None:
    """Keep the day of a copy; the log says who made it, where, and how big it is."""
    words = "Data dicadangkan ke {place} ({size}, {people} orang, {letters} surat)"
    sentence = words.format(
        place=made.path, size=size_text(made.size), people=made.people, letters=made.letters
    )
    add_once(session, Setting, {"name": LAST_BACKUP, "value": 0})
    session.execute(
        update(Setting).where(Setting.name == LAST_BACKUP).values(value=on.toordinal()),
        execution_options={"note": sentence},
    )


@needs(Right.READ)
def list_backup_matters(session: Session, on: date, limits: Limits) -> list[Attention]:
    """That the data wait to be copied. Practice has nothing to lose, a server has its administrator."""
    practice = session.scalar(select(Office.practice))
    if session.get_bind().dialect.name != "sqlite" or practice is None or practice:
        return []
    last = last_backup(session)
    first = session.scalar(select(AuditEntry.at).order_by(AuditEntry.id).limit(1))
    has_letters = session.scalar(select(Letter.id).limit(1)) is not None
    if not is_backup_due(last, first and first.date(), has_letters, on, limits.backup_after):
        return []
    days = (on - last).days if last else None
    return [Attention(AttentionKind.BACKUP_OLD, "", "", last, days)]
