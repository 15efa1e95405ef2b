"""What every table shares."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Base(DeclarativeBase):
    """Columns carry their Indonesian name in `info["label"]`: the log of changes speaks with it.

    `info["secret"]`: the log notes that the value changed, never the value itself.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    __label__ = ""  # what the log calls a record of this table; empty: the log leaves the table out

    def describe(self) -> str:
        """The record in a few words, for the log."""
        return ""


class Versioned:
    """A table that people edit: a write based on an old version is refused, never silently won."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the time zone, so it is put back when the value is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def now() -> datetime:
    """This moment, as a column keeps it."""
    return datetime.now(UTC)


def choice(values: type[StrEnum]) -> Enum:
    """A column of one of these values, kept as text so that a new value needs no migration."""
    return Enum(
        values, native_enum=False, length=40, values_callable=lambda members: [m.value for m in members]
    )


def says(
    label: str, *, secret: bool = False, parts: bool = False, words: Callable[[Any], str] | None = None
) -> dict[str, Any]:
    """What the log calls a column, and how it says one of its values.

    parts: the column keeps a value for each of many keys; each key is said by itself, as `label key`.
    """
    return {"label": label, "secret": secret, "parts": parts, "words": words or plain}


def plain(value: Any) -> Any:
    """A value as JSON can keep it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bytes):
        return f"berkas {len(value)} bita"
    return value
