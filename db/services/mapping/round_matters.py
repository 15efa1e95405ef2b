"""Sheets of desa that should have been handed in by now (domain.md 8.2)."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.rounds import Round, RoundSheet
from db.rules.access import Right
from db.rules.attention import Attention, AttentionKind
from db.rules.rounds import HANDED_IN_OR_LATER
from db.rules.settings import Limits


@needs(Right.READ)
def list_round_matters(session: Session, on: date, limits: Limits) -> list[Attention]:
    """One matter for each round that is open and ends soon, or has ended, with sheets not yet handed in."""
    waiting = (
        select(Round.id, Round.name, Round.ends_on, func.count(RoundSheet.id))
        .join(RoundSheet, RoundSheet.round_id == Round.id)
        .where(Round.locked_at.is_(None), RoundSheet.state.not_in(HANDED_IN_OR_LATER))
        .group_by(Round.id, Round.name, Round.ends_on)
    )
    return [
        Attention(AttentionKind.SHEETS_WAIT, "", "", ends_on, (ends_on - on).days, detail=name, number=number)
        for _id, name, ends_on, number in session.execute(waiting)
        if (ends_on - on).days <= limits.round_ends_within
    ]
