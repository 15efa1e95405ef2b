"""The formation: which kecamatan has a post for an officer (domain.md 11, L02), and where it lies."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.access import needs
from db.appointments import KECAMATAN
from db.models.regions import Region
from db.records import hold
from db.rules.access import Right
from db.rules.problems import Problem, refuse, require
from db.rules.words import _


@dataclass(frozen=True)
class Spot:
    """Where a kecamatan lies."""

    id: str  # its code
    latitude: float
    longitude: float


@needs(Right.READ)
def list_spots(session: Session) -> list[Spot]:
    """The kecamatan whose place is known."""
    columns = select(Region.code, Region.latitude, Region.longitude).where(Region.level == KECAMATAN)
    return [
        Spot(code, latitude, longitude)
        for code, latitude, longitude in session.execute(columns)
        if latitude is not None and longitude is not None
    ]


@needs(Right.OFFICERS)
def change_posts(session: Session, kecamatan_code: str, before: int, posts: int, reason: str) -> None:
    """Say that a kecamatan has a post for an officer (1) or none (0), and why; the log keeps the reason."""
    region, reason = hold(session, Region, kecamatan_code), reason.strip()
    problems = (
        [] if reason else [Problem(_("Tulis alasannya; alasan ini masuk catatan perubahan."), "reason")]
    )
    if posts not in (0, 1):
        problems.append(Problem(_("Formasi satu kecamatan 1 atau 0."), "posts"))
    require(problems)
    if region.posts != before:
        text = _("Formasi Kecamatan {name} baru saja diubah orang lain menjadi {posts}. Muat ulang dahulu.")
        raise refuse(text.format(name=region.name, posts=region.posts))
    if posts != before:
        text = _("Formasi Kecamatan {name} {before} menjadi {posts}: {reason}")
        note = text.format(name=region.name, before=before, posts=posts, reason=reason)
        query = update(Region).where(Region.code == kecamatan_code).values(posts=posts)
        session.execute(query, execution_options={"note": note})
