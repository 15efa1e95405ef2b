"""What becomes of the sheets of open rounds when a desa becomes another; locked rounds never change."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.regions import Region
from db.models.rounds import HeadCount, Round, RoundSheet, SheetStep, SurveyKit
from db.rules.access import Right
from db.rules.rounds import SheetState
from db.rules.words import _

NUMBERS = ("males", "females", "total")


@needs(Right.OFFICE)
def add_sheets(session: Session, old: str, new: str) -> None:
    """A new desa has a sheet of its own in every open round, with the officer of the old one."""
    for sheet in _open_sheets(session, old):
        session.add(
            RoundSheet(
                round_id=sheet.round_id,
                desa_code=new,
                recorder=sheet.recorder,
                begins_on=sheet.begins_on,
                ends_on=sheet.ends_on,
            )
        )
    session.flush()


@needs(Right.OFFICE)
def move_sheets(session: Session, old: str, new: str, *, on: date | None) -> None:
    """The sheets follow their desa; where the other has one already, the two become one."""
    known = {sheet.round_id: sheet for sheet in _open_sheets(session, new)}
    for sheet in _open_sheets(session, old):
        goal = known.get(sheet.round_id)
        if goal is None:
            sheet.desa_code = new
            session.flush()
        else:
            _join(session, sheet, goal, on)


@needs(Right.OFFICE)
def count_unsaid(session: Session, old: str, new: str) -> int:
    """How many figures only one of two desa has said: together they are not known."""
    number = 0
    known = {sheet.round_id: sheet for sheet in _open_sheets(session, new)}
    for sheet in _open_sheets(session, old):
        if goal := known.get(sheet.round_id):
            number += len(_said(session, sheet).keys() ^ _said(session, goal).keys())
    return number


def _join(session: Session, sheet: RoundSheet, goal: RoundSheet, on: date | None) -> None:
    """Figures that both have said are added up; the state is that of the one that is less far."""
    ours, theirs = _said(session, goal), _said(session, sheet)
    for kind, count in ours.items():
        if other := theirs.get(kind):
            for name in NUMBERS:
                numbers = (getattr(count, name), getattr(other, name))
                setattr(count, name, None if None in numbers else sum(numbers))
            count.surveyed_on = min(count.surveyed_on, other.surveyed_on)
        else:
            session.delete(count)
    for count in theirs.values():
        session.delete(count)
    order = list(SheetState)
    goal.state = min(goal.state, sheet.state, key=order.index)
    targets = [target for target in (goal.target, sheet.target) if target is not None]
    goal.target = sum(targets) if targets else None
    name = session.get_one(Region, sheet.desa_code).name
    text = _("Digabung dengan lembar {name}").format(name=name)
    session.add(
        SheetStep(
            sheet_id=goal.id,
            state=goal.state,
            on_day=on or sheet.round.begins_on,
            by=actor_of(session).name,
            note=text,
        )
    )
    session.flush()
    options = {"note": text, "synchronize_session": False}
    for kind_of in (SheetStep, SurveyKit):
        session.execute(
            update(kind_of).where(kind_of.sheet_id == sheet.id).values(sheet_id=goal.id),
            execution_options=options,
        )
    session.expire_all()
    session.delete(sheet)
    session.flush()


def _open_sheets(session: Session, desa: str) -> list[RoundSheet]:
    query = select(RoundSheet).join(Round, Round.id == RoundSheet.round_id)
    return list(session.scalars(query.where(RoundSheet.desa_code == desa, Round.locked_at.is_(None))))


def _said(session: Session, sheet: RoundSheet) -> dict[str, HeadCount]:
    found = session.scalars(select(HeadCount).where(HeadCount.sheet_id == sheet.id))
    return {count.kind_code: count for count in found}
