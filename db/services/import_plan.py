"""What an importer of one kind of data does for the engine in imports.py."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from db.records import as_json
from db.rules.access import Right
from db.rules.imports import CleanRow, PlannedRow, Target, Task

if TYPE_CHECKING:
    from db.base import Base

OWN = {"id", "version"}  # the database's columns, not the person's


@dataclass(slots=True)
class Plan:
    """One row, and the records that it makes or changes: `changed` with their values of before."""

    row: PlannedRow
    values: dict[str, Any] = field(default_factory=dict)
    made: "list[Base]" = field(default_factory=list)
    changed: "list[tuple[Base, dict[str, Any]]]" = field(default_factory=list)


class Importer(Protocol):
    """One kind of data; lives as long as one list, and knows what earlier portions held."""

    right: Right

    @staticmethod
    def target() -> Target:
        """What a list may bring."""

    def __init__(self, session: Session, task: Task) -> None: ...

    def plan(self, rows: list[CleanRow]) -> list[Plan]:
        """What becomes of some rows, looked up together."""

    def write(self, plans: list[Plan]) -> None:
        """Write them; `made` and `changed` say afterwards which records were touched."""


def changes_of(plan: Plan) -> list[dict[str, Any]]:
    """The records that a row touched, as they are kept for taking them back."""
    made = [_change(record, None, snapshot(record)) for record in plan.made]
    changed = [
        _change(record, as_json(before), {name: as_json(getattr(record, name)) for name in before})
        for record, before in plan.changed
    ]
    return made + changed


def snapshot(record: "Base") -> dict[str, Any]:
    """What stands in a record, without what is empty."""
    names = [attribute.key for attribute in inspect(type(record)).column_attrs]
    values = {name: getattr(record, name) for name in names if name not in OWN}
    return {name: as_json(value) for name, value in values.items() if value not in ("", None)}


def _change(record: "Base", before: Any, after: dict[str, Any]) -> dict[str, Any]:
    [identity] = inspect(type(record)).primary_key_from_instance(record)
    return {"table": record.__tablename__, "id": identity, "before": before, "after": after}
