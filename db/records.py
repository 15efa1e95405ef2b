"""What services share: copies of records, merging two people's edits, lists in pages, numbers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select, exists, func, inspect, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.audit import noted, said
from db.base import Base, plain
from db.models.audit import AuditEntry
from db.rules.problems import Conflict, Problem
from db.rules.words import _

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
R = TypeVar("R", bound=Base)
V = TypeVar("V")
LATEST = 300  # lines of the log that are looked through for who changed something


def copy(kind: type[T], record: object, **others: Any) -> T:
    """A dataclass filled from a record's attributes of the same names; `others` are given."""
    own = {field.name: getattr(record, field.name) for field in fields(kind) if field.name not in others}
    return kind(**own, **others)


def hold(session: Session, kind: type[R], key: Any) -> R:
    """A record, kept from other writers until this transaction ends, as it stands now.

    On PostgreSQL others wait for the row; on SQLite a writer holds the whole file anyway.
    """
    return session.get_one(kind, key, with_for_update=True)


def merge(session: Session, record: Base, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Write the fields that the user changed; keep what others changed meanwhile.

    before: the values the form was opened with. after: the values it holds now.
    Raises Conflict, naming who changed what, when somebody else changed the same field to another value.
    """
    clashes = []
    for field, value in after.items():
        now = getattr(record, field)
        if value in (before.get(field), now):
            continue
        if now != before.get(field):
            clashes.append(Problem(_clash(session, record, field), field))
        else:
            setattr(record, field, value)
    if clashes:
        raise Conflict(clashes)


def clash(
    session: Session,
    kind: type[Base],
    what: str,
    value: Any = None,
    *,
    ids: Collection[int] = (),
    field: str | None = None,
    **owner: Any,
) -> Problem:
    """The sentence for rows that somebody else changed since a form was opened: who, what, to which value.

    ids: the rows as they are now. owner: columns that also tell the rows that are gone, `vacancy_id=3`.
    """
    labels = {inspect(kind).columns[name].info["label"]: plain(key) for name, key in owner.items()}
    identities = {str(key) for key in ids}
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.table_name == kind.__tablename__)
        .order_by(AuditEntry.id.desc())
        .limit(LATEST)
    )
    last = next(
        (
            entry
            for entry in entries
            if entry.record_id in identities
            or (labels and any(set(labels.items()) <= _flat(values) for values in (entry.new, entry.old)))
        ),
        None,
    )
    return Problem(_told(last, what, value), field)


def is_pointed_at(session: Session, record: Base) -> bool:
    """Whether a row of any table points to a record."""
    [key] = inspect(record).mapper.primary_key_from_instance(record)
    [primary] = Base.metadata.tables[record.__tablename__].primary_key.columns
    columns = (foreign.parent for table in Base.metadata.sorted_tables for foreign in table.foreign_keys)
    pointing = [column for column in columns if column.references(primary)]
    return any(session.scalar(select(exists().where(column == key))) for column in pointing)


def in_portions(items: Sequence[V], size: int = 500) -> Iterator[Sequence[V]]:
    """Many ids or names in lists that a question can hold."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def count(session: Session, query: Select[Any]) -> int:
    """How many rows a query finds."""
    return session.scalars(select(func.count()).select_from(query.order_by(None).subquery())).one()


def take_number(session: Session, series: str, year: int) -> int:
    """The next number of a series in a year, without gap or double, whoever asks at the same time."""
    open_counter(session, series, year)
    step = "UPDATE number_counter SET last = last + 1 WHERE series = :series AND year = :year RETURNING last"
    return int(session.scalars(text(step), {"series": series, "year": year}).one())


def open_counter(session: Session, series: str, year: int) -> None:
    """Make sure that a series has its counter for a year, whoever else begins it at the same time."""
    create = (
        "INSERT INTO number_counter (series, year, last) VALUES (:series, :year, 0) ON CONFLICT DO NOTHING"
    )
    session.execute(text(create), {"series": series, "year": year})


def add_once(session: Session, kind: type[Base], values: Mapping[str, Any]) -> None:
    """Make sure that a row is there as the program ships it, whoever else adds it at the same time."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.connection().execute(insert(kind).values(dict(values)).on_conflict_do_nothing())


def _clash(session: Session, record: Base, field: str) -> str:
    mapper = inspect(type(record))
    info = mapper.columns[field].info
    label = info["label"]
    identity = "/".join(str(part) for part in mapper.primary_key_from_instance(record))
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.table_name == record.__tablename__, AuditEntry.record_id == identity)
        .order_by(AuditEntry.id.desc())
        .limit(50)
    )
    last = next((entry for entry in entries if label in entry.new), None)
    return _told(last, label, noted(info, getattr(record, field)) or "")


def _told(last: AuditEntry | None, what: str, value: Any) -> str:
    sentence = _("{who} baru saja mengubah {field} menjadi {value}. Muat ulang untuk melihatnya.")
    if value is None:
        sentence = _("{who} baru saja mengubah {field}. Muat ulang untuk melihatnya.")
    who = last.user_name if last else _("Orang lain")
    return sentence.format(who=who, field=what, value=said(value))


def _flat(values: Mapping[str, Any]) -> set[tuple[str, Any]]:
    return {(name, value) for name, value in values.items() if not isinstance(value, list | dict)}


def as_json(value: Any) -> Any:
    """Facts as JSON keeps them: dates in ISO, decimals as text, no logo."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return plain(value)
