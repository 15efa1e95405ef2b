"""What desa have said of kinds without names: nobody, or a number (peers.md rows 55, 56)."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select
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
    return all_nought(session, question, statements(session, question))


@needs(Right.READ)
def all_nought(session: Session, question: RecapQuestion, said_by_desa: Mapping[Key, int]) -> set[Key]:
    """The same for who has asked for the statements already."""
    level = DESA if question.by_desa else KECAMATAN
    all_desa = set(session.scalars(_asked_desa(question)))
    expected = Counter(code[:level] for code in all_desa)
    said = Counter(
        (code[:level], kind)
        for (code, kind), number in said_by_desa.items()
        if number == 0 and code in all_desa
    )
    return {cell for cell, number in said.items() if number == expected[cell[0]]}


@needs(Right.READ)
def statements(session: Session, question: RecapQuestion) -> dict[Key, int]:
    """What desa have said of kinds without names: in a locked round; or in those that run now.

    While none runs, what they said in the newest locked one is what is known.
    """
    round_id = question.round_id
    if round_id is None:
        query = (
            select(RoundSheet.desa_code, HeadCount.kind_code, func.max(HeadCount.total))
            .join(HeadCount, HeadCount.sheet_id == RoundSheet.id)
            .join(Round, Round.id == RoundSheet.round_id)
            .where(Round.locked_at.is_(None), RoundSheet.desa_code.startswith(question.kecamatan_code))
            .group_by(RoundSheet.desa_code, HeadCount.kind_code)
        )
        if session.scalar(select(Round.id).where(Round.locked_at.is_(None)).limit(1)) is not None:
            return {(desa, kind): number for desa, kind, number in session.execute(query)}
        newest = select(Round.id).order_by(Round.reference_date.desc(), Round.id.desc()).limit(1)
        round_id = session.scalar(newest)
    kept = select(RoundCount.desa_code, RoundCount.kind_code, RoundCount.total).where(
        RoundCount.round_id == round_id, RoundCount.desa_code.startswith(question.kecamatan_code)
    )
    return {(desa, kind): number for desa, kind, number in session.execute(kept)}


def _asked_desa(question: RecapQuestion) -> Select[Any]:
    """All that are open; of a locked round those that took part."""
    if question.round_id is not None:
        return select(RoundSheet.desa_code).where(
            RoundSheet.round_id == question.round_id, RoundSheet.desa_code.startswith(question.kecamatan_code)
        )
    return select(Region.code).where(
        Region.level == DESA,
        Region.closed_on.is_(None),
        Region.code.startswith(question.kecamatan_code),
    )


@needs(Right.READ)
def find_surveyed_kinds(session: Session, question: RecapQuestion) -> set[str]:
    """The kinds that desa are asked about, in a locked round or now."""
    found = session.get_one(Round, question.round_id) if question.round_id is not None else None
    return set(asked_kinds(session, found))
