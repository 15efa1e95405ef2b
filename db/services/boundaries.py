"""Borders of kecamatan and desa that the office brings, kept in the database for its maps."""

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.quality import Boundary
from db.models.regions import Region
from db.rules.access import Right
from db.rules.geometry import Border, Match, Shape, from_text, match_borders, to_text
from db.rules.words import _
from db.services.office import get_office


@dataclass(frozen=True)
class Kept:
    """Which borders there are, of how many places."""

    level: int
    number: int
    places: int
    source: str


@needs(Right.OFFICE)
def check(session: Session, borders: list[Border]) -> Match:
    """Which places of the office the borders of a file belong to; changes nothing."""
    return match_borders(borders, _places(session))


@needs(Right.OFFICE)
def keep(session: Session, match: Match, source: str) -> None:
    """Put the matched borders in place of those of the same level."""
    remove(session, match.level)
    rows = [
        {"region_code": code, "geometry": to_text(shape), "source": source[:200]}
        for code, shape in match.shapes.items()
    ]
    note = _("Batas {number} wilayah dimuat dari {file}").format(number=len(rows), file=source)
    session.execute(insert(Boundary), rows, execution_options={"note": note})


@needs(Right.OFFICE)
def remove(session: Session, level: int) -> None:
    """Take the borders of kecamatan (6) or desa (10) out."""
    session.execute(
        delete(Boundary).where(func.length(Boundary.region_code) == level),
        execution_options={"note": _("Batas wilayah dihapus")},
    )


@needs(Right.READ)
def get_shapes(session: Session, level: int, within: str = "") -> dict[str, Shape]:
    """The borders of a level by code; within: only those whose code begins so."""
    query = select(Boundary.region_code, Boundary.geometry).where(
        func.length(Boundary.region_code) == level, Boundary.region_code.startswith(within)
    )
    return {code: from_text(geometry) for code, geometry in session.execute(query)}


@needs(Right.READ)
def list_kept(session: Session) -> list[Kept]:
    """What borders there are, kecamatan before desa."""
    levels = [len(code) for code in _places(session)]
    places = {level: levels.count(level) for level in set(levels)}
    length = func.length(Boundary.region_code)
    rows = session.execute(
        select(length, func.count(), func.max(Boundary.source)).group_by(length).order_by(length)
    )
    return [Kept(level, number, places.get(level, 0), source) for level, number, source in rows]


def _places(session: Session) -> dict[str, str]:
    """Names of the office's open kecamatan and desa by code."""
    regency = get_office(session).regency_code
    query = select(Region.code, Region.name).where(
        Region.code.startswith(regency), Region.level > len(regency), Region.closed_on.is_(None)
    )
    return {code: name for code, name in session.execute(query)}
