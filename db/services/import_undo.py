"""Taking an import back, for any kind of data: by the changes that its rows have kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Table, inspect, select
from sqlalchemy.orm import Session

from db.access import needs
from db.audit import noted, said
from db.models.imports import ImportRow
from db.models.officers import Assignment
from db.records import as_json
from db.rules.access import Right
from db.rules.imports import Advance, KeptRow, Outcome
from db.rules.words import _
from db.services.history import names_of
from db.services.import_plan import snapshot
from db.worked import find_worked

if TYPE_CHECKING:
    from db.base import Base

AT_ONCE = 500
Key = tuple[str, int]  # table and id
KINDS: "dict[str, type[Base]]" = {}


class Undo:
    """What taking one import back would do: `rows` can be undone, `kept` stay, each with its reason."""

    def __init__(self, session: Session, batch_id: int, *only: ImportRow) -> None:
        """only: these rows of it."""
        self._session = session
        self.rows: list[ImportRow] = []
        self.kept: list[KeptRow] = []
        query = select(ImportRow).where(
            ImportRow.batch_id == batch_id, ImportRow.outcome.in_((Outcome.NEW, Outcome.CHANGED))
        )
        rows = list(only) or list(session.scalars(query.order_by(ImportRow.id)))
        changes = [change for row in rows for change in row.changes]
        records = _load(session, changes)
        used = _used_elsewhere(session, {_key(change) for change in changes if change["before"] is None})
        for row in rows:
            reasons = (_reason(change, records.get(_key(change)), used) for change in row.changes)
            if reason := next(filter(None, reasons), ""):
                self.kept.append(KeptRow(row.row, row.name, reason))
            else:
                self.rows.append(row)

    def run(self, advance: Advance) -> None:
        """Put old values back and remove what was made."""
        made: dict[str, list[int]] = defaultdict(list)
        total, done = sum(len(row.changes) for row in self.rows) or 1, 0

        def tell(number: int) -> None:
            nonlocal done
            done += number
            advance(len(self.rows) * done // total)

        for portion in _portions(self.rows):
            changes = [change for row in portion for change in row.changes]
            for change in changes:
                if change["before"] is None:
                    made[change["table"]].append(change["id"])
            self._restore([change for change in changes if change["before"] is not None])
            tell(sum(change["before"] is not None for change in changes))
        for table in reversed(ImportRow.metadata.sorted_tables):  # children before their parents
            for ids in _portions(made[table.name]):
                for record in self._session.scalars(
                    select(_kind(table.name)).where(_primary(table).in_(ids))
                ):
                    self._session.delete(record)
                self._session.flush()
                tell(len(ids))

    def _restore(self, changes: list[dict[str, Any]]) -> None:
        records = _load(self._session, changes)
        for change in changes:
            if (record := records.get(_key(change))) is not None:
                columns = inspect(type(record)).columns
                for name, value in change["before"].items():
                    setattr(record, name, _revived(columns[name], value))
        self._session.flush()


@needs(Right.READ)
def in_words(session: Session, rows: Sequence[Sequence[dict[str, Any]]]) -> list[tuple[str, ...]]:
    """No. HP kosong menjadi “0812…”: what each row changed in known records, for the result file."""
    changed = [[_noted(change) for change in changes if change["before"] is not None] for changes in rows]
    names = names_of(session, chain.from_iterable(changed))
    found = []
    for changes, known in zip(rows, changed, strict=True):
        words = [
            _("{what} baru").format(what=_kind(change["table"]).__label__)
            for change in changes
            if change["before"] is None
        ]
        for old, new in known:
            for label, value in new.items():
                before, after = (names.get((label, one), one) for one in (old[label], value))
                words.append(f"{label} {said(before)} menjadi {said(after)}")
        found.append(tuple(words))
    return found


def _noted(change: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The old and the new values of a change by label, as the log would have them."""
    columns = inspect(_kind(change["table"])).columns
    old, new = (
        {
            columns[name].info["label"]: noted(columns[name].info, _revived(columns[name], value))
            for name, value in values.items()
            if "label" in columns[name].info
        }
        for values in (change["before"], change["after"])
    )
    return old, new


def _reason(change: dict[str, Any], record: "Base | None", used: dict[Key, str]) -> str:
    """Why a change cannot be undone; empty when it can."""
    made = change["before"] is None
    if record is None:
        return "" if made else _("datanya sudah dihapus")
    label = record.__label__
    if made and snapshot(record) != change["after"]:
        return _("{what} sudah diubah sesudahnya").format(what=label)
    if made and _key(change) in used:
        return _("{what} sudah dipakai dalam {user}").format(what=label, user=used[_key(change)])
    for name, value in {} if made else change["after"].items():
        if as_json(getattr(record, name)) != value:
            field = inspect(type(record)).columns[name].info.get("label", name)
            return _("{field} sudah diubah sesudahnya").format(field=field)
    return ""


def _used_elsewhere(session: Session, made: set[Key]) -> dict[Key, str]:
    """Which made records others point to, and what these are called."""
    ids: dict[str, list[int]] = defaultdict(list)
    for table, identity in made:
        ids[table].append(identity)
    used: dict[Key, str] = {}
    for pointing in ImportRow.metadata.sorted_tables:
        for column in pointing.columns:
            for target in (key.column.table.name for key in column.foreign_keys):
                for portion in _portions(ids.get(target, [])):
                    primary = _primary(pointing)
                    for identity, pointed in session.execute(
                        select(primary, column).where(column.in_(portion))
                    ):
                        if (pointing.name, identity) not in made:
                            used[target, pointed] = _kind(pointing.name).__label__ or pointing.name
    for portion in _portions(ids[Assignment.__tablename__]):
        noted = find_worked(session, portion)
        used |= {(Assignment.__tablename__, identity): label for identity, label in noted.items()}
    return used


def _load(session: Session, changes: Sequence[dict[str, Any]]) -> "dict[Key, Base]":
    ids: dict[str, list[int]] = defaultdict(list)
    for change in changes:
        ids[change["table"]].append(change["id"])
    return {
        (table, inspect(type(record)).primary_key_from_instance(record)[0]): record
        for table, wanted in ids.items()
        for portion in _portions(wanted)
        for record in session.scalars(
            select(_kind(table)).where(_primary(ImportRow.metadata.tables[table]).in_(portion))
        )
    }


def _key(change: dict[str, Any]) -> Key:
    return change["table"], change["id"]


def _kind(table: str) -> "type[Base]":
    if not KINDS:
        KINDS.update({mapper.class_.__tablename__: mapper.class_ for mapper in ImportRow.registry.mappers})
    return KINDS[table]


def _primary(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns))


def _portions(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def _revived(column: Any, value: Any) -> Any:
    """A value as JSON has kept it, as its column takes it."""
    if value is None or isinstance(value, list | dict):
        return value
    kind = column.type.python_type
    return date.fromisoformat(value) if kind is date else kind(value)
