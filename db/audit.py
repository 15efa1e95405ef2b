"""Notes every change of every session in the log, so that no service can forget.

Listeners of `Session` compare old and new values when SQLAlchemy writes them; statements that change
many rows at once must say in `execution_options(note="…")` what they do, or they are refused.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from db.base import Base, plain
from db.models.audit import Action, AuditEntry
from db.rules.dates import short_date

if TYPE_CHECKING:
    from db.rules.access import Actor


def changed_tables(session: Session) -> frozenset[str]:
    """The tables this session wrote to."""
    return frozenset(session.info.get("changed", ()))


@event.listens_for(Session, "after_flush")
def _note_objects(session: Session, _context: object) -> None:
    touched = [
        *((record, Action.CREATE) for record in session.new),
        *((record, Action.CHANGE) for record in session.dirty if session.is_modified(record)),
        *((record, Action.DELETE) for record in session.deleted),
    ]
    session.info.setdefault("changed", set()).update(record.__tablename__ for record, _action in touched)
    if rows := [row for record, action in touched if (row := _entry(session, record, action))]:
        session.connection().execute(insert(AuditEntry), rows)


@event.listens_for(Session, "do_orm_execute")
def _note_statements(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is None or not mapper.class_.__label__:
        return
    sentence = state.execution_options.get("note")
    if not sentence:
        raise RuntimeError(f"a statement changes many rows of {mapper.class_.__tablename__} without a note")
    session = state.session
    session.info.setdefault("changed", set()).add(mapper.class_.__tablename__)
    session.connection().execute(
        insert(AuditEntry), [_row(session, Action.NOTE, mapper.class_, "", {}, {}, sentence)]
    )


def note(session: Session, kind: type[Base], sentence: str, record_id: object = "") -> None:
    """Put into the log what changed no row, such as that somebody has looked at secrets."""
    row = _row(session, Action.NOTE, kind, str(record_id), {}, {}, sentence)
    session.connection().execute(insert(AuditEntry), [row])


def _entry(session: Session, record: Base, action: Action) -> dict[str, Any] | None:
    kind = type(record)
    if not kind.__label__:
        return None
    mapper: Mapper[Any] = inspect(kind)
    state = inspect(record)
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for attribute in mapper.column_attrs:
        info = attribute.columns[0].info
        if "label" not in info:
            continue
        history = state.attrs[attribute.key].history
        before = history.deleted[0] if history.deleted else None
        after = history.added[0] if history.added else None
        if action is Action.DELETE:
            before = history.unchanged[0] if history.unchanged else before
        if before == after or (action is Action.CREATE and after in ("", None)):
            continue
        for label, was, now in _parts(info, before, after):
            old[label] = noted(info, was)
            new[label] = noted(info, now)
    if action is Action.CHANGE and not new:
        return None
    identity = "/".join(str(plain(part)) for part in mapper.primary_key_from_instance(record))
    sentence = _sentence(kind.__label__, record.describe(), action, old, new)
    row_old, row_new = ({}, new) if action is Action.CREATE else (old, {} if action is Action.DELETE else new)
    return _row(session, action, kind, identity, row_old, row_new, sentence)


def _parts(info: dict[str, Any], before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    if not info["parts"]:
        yield info["label"], before, after
        return
    was, now = before or {}, after or {}
    for key in sorted({*was, *now}):
        if was.get(key) != now.get(key):
            yield f"{info['label']} {key}", was.get(key), now.get(key)


def noted(info: dict[str, Any], value: Any) -> Any:
    """A value as the log keeps it: in words where it is a state, never a secret."""
    if value is None:
        return None
    return "•••" if info["secret"] and value != "" else info["words"](value)


def _row(
    session: Session,
    action: Action,
    kind: type[Base],
    identity: str,
    old: dict[str, Any],
    new: dict[str, Any],
    sentence: str,
) -> dict[str, Any]:
    actor: Actor = session.info["actor"]
    return {
        "at": datetime.now(UTC),
        "user_id": actor.user_id,
        "user_name": actor.name,
        "pc": actor.pc,
        "action": action,
        "table_name": kind.__tablename__,
        "record_id": identity,
        "old": old,
        "new": new,
        "sentence": sentence,
    }


def _sentence(label: str, name: str, action: Action, old: dict[str, Any], new: dict[str, Any]) -> str:
    """TKSK Burhan Maulana diubah: No. HP 0812… menjadi 0813…"""
    subject = name if name.startswith(f"{label} ") else f"{label} {name}".strip()  # Keluarga Burhan Maulana
    match action:
        case Action.CREATE:
            return f"{subject} ditambahkan"
        case Action.DELETE:
            return f"{subject} dihapus"
        case _:
            changes = (f"{field} {said(old[field])} menjadi {said(value)}" for field, value in new.items())
            return f"{subject} diubah: {'; '.join(changes)}"


def said(value: Any) -> str:
    """A value in a sentence: kosong, 17-04-2020, “Utan”."""
    if value in (None, "", [], {}):
        return "kosong"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        return short_date(date.fromisoformat(value))
    if isinstance(value, list):
        return f"“{', '.join(map(str, value))}”"
    return f"“{value}”"
