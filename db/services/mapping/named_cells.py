"""How many are recorded by name: of an open round those in force now, of a locked one as they were then."""

from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.rounds import Round, RoundFigure
from db.rules.access import Right
from db.tallies import DESA, count_cases

Key = tuple[str, str]  # codes of the desa and the kind


@needs(Right.READ)
def named_cells(session: Session, found: Round) -> dict[Key, int]:
    """The cases of each desa and kind, without those that are nought."""
    if found.locked_at is None:
        return cast("dict[Key, int]", count_cases(session, DESA, found.reference_date))
    query = (
        select(RoundFigure.desa_code, RoundFigure.kind_code, func.sum(RoundFigure.cases))
        .where(RoundFigure.round_id == found.id)
        .group_by(RoundFigure.desa_code, RoundFigure.kind_code)
    )
    return {(desa, kind): int(number) for desa, kind, number in session.execute(query)}
