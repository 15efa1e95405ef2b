"""The figures of the social map by place, with borders where the office has brought them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.mapping import Kind
from db.models.regions import Region
from db.rules.access import Right
from db.rules.geometry import DESA, KECAMATAN
from db.rules.map_figures import MapFigures, MapPlace
from db.rules.mapping import Register
from db.rules.masking import Cell, visible_sum
from db.rules.recap_tables import RecapQuestion, covered
from db.services import boundaries
from db.services.mapping import recaps
from db.services.mapping.confirmed import confirmed_cells, find_surveyed_kinds
from db.services.office import get_office

EVERY_KIND = {Register.PPKS: "Semua jenis PPKS", Register.PSKS: "Semua jenis PSKS"}


@needs(Right.READ)
def read_map(
    session: Session, question: RecapQuestion, kind_code: str = "", *, masked: bool = False
) -> MapFigures:
    """Cases of a kind, or of all, by kecamatan or desa: those of the recap, and what is not surveyed.

    masked: what the public recap shows of them, so that the two tell no more than one.
    """
    figures = recaps.count(session, question, masked=masked)
    kinds = [kind.code for kind in figures.kinds if kind_code in ("", kind.code)]
    shown: Mapping[tuple[str, ...], Cell] = covered(figures)[0] if masked else figures.cells
    cases = {
        place: _sum([shown.get((place, kind), 0) for kind in kinds])
        for place in {place for (place, kind), number in figures.cells.items() if number and kind in kinds}
    }
    level = DESA if question.by_desa else KECAMATAN
    cells, asked = confirmed_cells(session, question), find_surveyed_kinds(session, question)
    asked &= set(kinds)
    borders = boundaries.get_shapes(session, level, question.kecamatan_code)
    names = dict(session.execute(select(Region.code, Region.name).where(Region.level == KECAMATAN)).all())
    within = question.kecamatan_code or get_office(session).regency_code
    query = select(Region).where(Region.level == level, Region.code.startswith(within))
    places = [
        MapPlace(
            region.code,
            region.name,
            names.get(region.code[:KECAMATAN], "") if level == DESA else "",
            cases.get(
                region.code, 0 if asked and all((region.code, kind) in cells for kind in asked) else None
            ),
            region.latitude,
            region.longitude,
            borders.get(region.code, ()),
            any((region.code, kind) in figures.unnamed for kind in kinds),
        )
        for region in session.scalars(query.order_by(Region.code))
        if region.closed_on is None or region.code in cases
    ]
    named = session.scalar(select(Kind.name).where(Kind.code == kind_code)) if kind_code else None
    where = f"Kecamatan {names[question.kecamatan_code]}" if question.kecamatan_code else ""
    subtitle = tuple(part for part in (named or EVERY_KIND[question.register], where, figures.source) if part)
    return MapFigures(f"Peta {question.register.value.upper()}", subtitle, tuple(places), tuple(kinds))


def _sum(cells: Sequence[Cell]) -> Cell:
    """One cell as it is."""
    return cells[0] if len(cells) == 1 else visible_sum(cells)
