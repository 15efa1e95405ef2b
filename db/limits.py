"""Refuses a text that is too long for its column, in words, before either database meets it."""

from sqlalchemy import String, event, inspect
from sqlalchemy.orm import Session

from db.base import Base
from db.rules.problems import Problem, require
from db.rules.words import _


@event.listens_for(Session, "before_flush")
def _check_lengths(session: Session, _context: object, _records: object) -> None:
    # SQLite would keep any length and PostgreSQL would fail with a fault: one sentence for both.
    for record in (*session.new, *session.dirty):
        require(_too_long(record))


def _too_long(record: Base) -> list[Problem]:
    state, problems = inspect(record), []
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        limit = column.type.length if type(column.type) is String else None
        value = state.dict.get(attribute.key)
        if limit is None or not isinstance(value, str) or len(value) <= limit:
            continue
        text = _("{field} paling panjang {limit} huruf; sekarang {length}.")
        if value.isdigit():
            text = _("{field} paling banyak {limit} angka; sekarang {length}.")
        field = column.info.get("label", attribute.key)
        problems.append(Problem(text.format(field=field, limit=limit, length=len(value)), attribute.key))
    return problems
