"""The figures of the social map by place, with borders where the office has brought them."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.mapping import Kind
from db.models.regions import Region
from db.models.rounds import HeadCount, Round, RoundCount, RoundSheet
from db.rules.access import Right
from db.rules.geometry import DESA, KECAMATAN
from db.rules.map_figures import MapFigures, MapPlace, cover_places
from db.rules.mapping import Register
from db.rules.recap_tables import RecapQuestion
from db.services import boundaries
from db.services.mapping import recaps
from db.services.office import get_office

EVERY_KIND = {Register.PPKS: "Semua jenis PPKS", Register.PSKS: "Semua jenis PSKS"}


@needs(Right.READ)
def read_map(
    session: Session, question: RecapQuestion, kind_code: str = "", *, masked: bool = False
) -> MapFigures:
    """Cases of a kind, or of all, by kecamatan or desa: those of the recap, and what is not surveyed."""
    figures = recaps.count(session, question)
    kinds = [kind.code for kind in figures.kinds if kind_code in ("", kind.code)]
    cases: dict[str, int] = {}
    for (place, kind), number in figures.cells.items():
        if kind in kinds:
            cases[place] = cases.get(place, 0) + number
    level = DESA if question.by_desa else KECAMATAN
    confirmed = _confirmed_none(session, question, kinds, level)
    borders = boundaries.get_shapes(session, level, question.kecamatan_code)
    names = dict(session.execute(select(Region.code, Region.name).where(Region.level == KECAMATAN)).all())
    within = question.kecamatan_code or get_office(session).regency_code
    query = select(Region).where(Region.level == level, Region.code.startswith(within))
    places = [
        MapPlace(
            region.code,
            region.name,
            names.get(region.code[:KECAMATAN], "") if level == DESA else "",
            cases.get(region.code, 0 if region.code in confirmed else None),
            region.latitude,
            region.longitude,
            borders.get(region.code, ()),
        )
        for region in session.scalars(query.order_by(Region.code))
        if region.closed_on is None or region.code in cases
    ]
    if masked:
        covered = cover_places([place.figure for place in places])
        places = [replace(place, figure=cell) for place, cell in zip(places, covered, strict=True)]
    named = session.scalar(select(Kind.name).where(Kind.code == kind_code)) if kind_code else None
    where = f"Kecamatan {names[question.kecamatan_code]}" if question.kecamatan_code else ""
    subtitle = tuple(part for part in (named or EVERY_KIND[question.register], where, figures.source) if part)
    return MapFigures(f"Peta {question.register.value.upper()}", subtitle, tuple(places))


def _confirmed_none(session: Session, question: RecapQuestion, kinds: list[str], level: int) -> set[str]:
    """Places of which a desa has said that there is nobody, in the round asked for or the one that runs."""
    if question.round_id is not None:
        query = select(RoundCount.desa_code).where(
            RoundCount.round_id == question.round_id, RoundCount.kind_code.in_(kinds)
        )
    else:
        query = (
            select(RoundSheet.desa_code)
            .join(HeadCount, HeadCount.sheet_id == RoundSheet.id)
            .join(Round, Round.id == RoundSheet.round_id)
            .where(Round.locked_at.is_(None), HeadCount.kind_code.in_(kinds))
        )
    return {code[:level] for code in session.scalars(query.distinct())}
