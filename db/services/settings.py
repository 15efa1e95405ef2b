"""The office's limits: what warns, when, and who is paid for a month."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.office import Setting
from db.records import merge
from db.rules.access import Right
from db.rules.problems import require
from db.rules.settings import Limits, check_limits, read_limits


@needs(Right.READ)
def get_limits(session: Session) -> Limits:
    """The limits as they are in force now."""
    return read_limits({row.name: row.value for row in session.scalars(select(Setting))})


@needs(Right.OFFICE)
def change_limits(session: Session, before: Limits, after: Limits) -> None:
    """Write what the user changed; what others changed meanwhile stays."""
    require(check_limits(after))
    old, new = asdict(before), asdict(after)
    for name, value in new.items():
        if value == old[name]:
            continue
        row = session.get(Setting, name)
        if row is None:
            session.add(Setting(name=name, value=value))
        else:
            merge(session, row, {"value": old[name]}, {"value": value})
