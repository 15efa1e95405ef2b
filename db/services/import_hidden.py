"""Rows of imports whose names are kept from who may not see sensitive kinds (domain.md 2.3 R9)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.imports import ImportRow
from db.models.mapping import Kind, MappingRecord
from db.records import in_portions


class Shown:
    """Rows that plainly brought a case of a kind that is not sensitive; of others nobody knows."""

    def __init__(self, session: Session, rows: Iterable[ImportRow]) -> None:
        self._kinds = set(session.scalars(select(Kind.code).where(Kind.sensitive.is_(False))))
        self._records: set[int] = set()
        asked = sorted({one for row in rows for one in _records(row)})
        found = select(MappingRecord.id).where(MappingRecord.kind_code.in_(self._kinds))
        for portion in in_portions(asked):
            self._records.update(session.scalars(found.where(MappingRecord.id.in_(portion))))

    def has(self, row: ImportRow, step: int = 0) -> bool:
        """Whether a row, or one of those that it stands for, may be told with its name."""
        records = _records(row)
        if "rows" in next(iter(row.changes), {}):
            return records[step] in self._records
        if records:
            return self._records.issuperset(records)
        return (row.cleaned or {}).get("kind_code") in self._kinds


def _records(row: ImportRow) -> Sequence[int]:
    if row.changes and "rows" in row.changes[0]:
        [made] = row.changes
        return range(made["record"], made["record"] + made["rows"])
    return [change["id"] for change in row.changes if change["table"] == MappingRecord.__tablename__]
