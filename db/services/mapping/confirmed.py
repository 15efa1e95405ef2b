"""Where it is known that there is nobody: said by every desa of a place, kind by kind."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.regions import Region
from db.models.rounds import HeadCount, Round, RoundCount, RoundSheet
from db.rules.access import Right
from db.rules.recap_tables import RecapQuestion
from db.services.mapping.rounds import asked_kinds
from db.tallies import DESA, KECAMATAN

Key = tuple[str, str]  # codes of the place and the kind


@needs(Right.READ)
def confirmed_cells(session: Session, question: RecapQuestion) -> set[Key]:
    """Kinds of a kecamatan or desa of which all its desa have said nought: in a locked round, or now.

    A desa that has said a number without names has not said nought.
    """
    if question.round_id is not None:
        query = select(RoundCount.desa_code, RoundCount.kind_code).where(
            RoundCount.round_id == question.round_id, RoundCount.total == 0
        )
        desa = select(RoundSheet.desa_code).where(RoundSheet.round_id == question.round_id)
    else:
        query = (
            select(RoundSheet.desa_code, HeadCount.kind_code)
            .join(HeadCount, HeadCount.sheet_id == RoundSheet.id)
            .join(Round, Round.id == RoundSheet.round_id)
            .where(Round.locked_at.is_(None))
            .group_by(RoundSheet.desa_code, HeadCount.kind_code)
            .having(func.max(HeadCount.total) == 0)
        )
        desa = select(Region.code).where(Region.level == DESA, Region.closed_on.is_(None))
    level = DESA if question.by_desa else KECAMATAN
    all_desa = set(session.scalars(desa))
    expected: dict[str, int] = {}
    for code in all_desa:
        expected[code[:level]] = expected.get(code[:level], 0) + 1
    said: dict[Key, int] = {}
    for code, kind in session.execute(query):
        if code in all_desa:
            said[code[:level], kind] = said.get((code[:level], kind), 0) + 1
    return {cell for cell, number in said.items() if number == expected[cell[0]]}


@needs(Right.READ)
def find_surveyed_kinds(session: Session, question: RecapQuestion) -> set[str]:
    """The kinds that desa are asked about, in a locked round or now."""
    found = session.get_one(Round, question.round_id) if question.round_id is not None else None
    return set(asked_kinds(session, found))
