"""The append-only log of changes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Moment, choice


class Action(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    NOTE = "note"  # something done to many records at once, said in one sentence


class AuditEntry(Base):
    """Who did what to which record. The database refuses to change or delete a row."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "table_name", "record_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    user_id: Mapped[int | None]
    user_name: Mapped[str] = mapped_column(String(120))
    pc: Mapped[str] = mapped_column(String(120))
    action: Mapped[Action] = mapped_column(choice(Action))
    table_name: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[str] = mapped_column(String(60))
    old: Mapped[dict[str, Any]] = mapped_column(JSON)
    new: Mapped[dict[str, Any]] = mapped_column(JSON)
    sentence: Mapped[str] = mapped_column(Text)
