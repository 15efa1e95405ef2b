"""The days on which the office does not work, as the office itself keeps them: holidays and joint leave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.selection import Holiday
from db.records import copy, merge
from db.rules.access import Right
from db.rules.dates import day_and_date
from db.rules.holidays import HolidayForm, check_holiday
from db.rules.problems import refuse, require
from db.rules.words import _


@dataclass(frozen=True)
class Imported:
    """What became of a list."""

    added: int
    changed: int
    same: int


@needs(Right.READ)
def list_holidays(session: Session, year: int | None = None) -> list[HolidayForm]:
    """The holidays of a year, or all of them, by day."""
    query = select(Holiday).order_by(Holiday.on)
    if year is not None:
        query = query.where(Holiday.on.between(date(year, 1, 1), date(year, 12, 31)))
    return [copy(HolidayForm, holiday) for holiday in session.scalars(query)]


@needs(Right.READ)
def holiday_names(session: Session) -> Mapping[date, str]:
    """Every day on which the office does not work, with its name; weekends are not among them."""
    return {row.on: row.name for row in session.execute(select(Holiday.on, Holiday.name))}


@needs(Right.OFFICE)
def save_holiday(session: Session, form: HolidayForm, before: HolidayForm | None = None) -> None:
    """Keep a holiday. before: as it was opened; None for a new one. A day has one holiday only."""
    form = replace(form, name=form.name.strip())
    require(check_holiday(form))
    moved = before is None or before.on != form.on
    if moved and session.get(Holiday, form.on) is not None:
        raise refuse(_("{day} sudah ada dalam daftar.").format(day=day_and_date(form.on)), "on")
    if before is None:
        session.add(Holiday(**asdict(form)))
        return
    kept = session.get(Holiday, before.on, with_for_update=True)
    if kept is None:
        raise refuse(_("Hari libur ini sudah dihapus orang lain. Tambahkan lagi bila perlu."))
    if moved:
        session.delete(kept)
        session.flush()
        session.add(Holiday(**asdict(form)))
    else:
        merge(session, kept, asdict(before), asdict(form))


@needs(Right.OFFICE)
def remove_holidays(session: Session, days: Iterable[date]) -> int:
    """Take days off the list; who removed them stays in the history. Returns how many were there."""
    found = list(session.scalars(select(Holiday).where(Holiday.on.in_(list(days)))))
    for holiday in found:
        session.delete(holiday)
    return len(found)


@needs(Right.OFFICE)
def take_holidays(session: Session, rows: Sequence[HolidayForm]) -> Imported:
    """Add a whole list at once: a day that is there already takes the new name."""
    require(problem for row in rows for problem in check_holiday(row))
    known = {holiday.on: holiday for holiday in session.scalars(select(Holiday))}
    added = changed = 0
    for row in {row.on: row for row in rows}.values():
        kept = known.get(row.on)
        if kept is None:
            session.add(Holiday(**asdict(row)))
            added += 1
        elif (kept.name, kept.joint_leave) != (row.name, row.joint_leave):
            kept.name, kept.joint_leave = row.name, row.joint_leave
            changed += 1
    return Imported(added, changed, len({row.on for row in rows}) - added - changed)
