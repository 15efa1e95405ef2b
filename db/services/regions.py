"""The office's regions: to choose from, and to bring up to date."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.office import Office
from db.models.officers import Assignment, lasts_on
from db.models.recruitment import Vacancy
from db.models.regions import Region
from db.rules.access import Right
from db.rules.problems import refuse
from db.rules.recruitment import OPEN_STAGES
from db.rules.words import _

KECAMATAN, DESA = 6, 10


@dataclass(frozen=True)
class Place:
    """A kecamatan or desa to choose from."""

    code: str
    name: str


@dataclass(frozen=True)
class RegionChanges:
    """What an import of regions did."""

    added: int
    renamed: int
    closed: int


@needs(Right.READ)
def list_kecamatan(session: Session, *, with_closed: bool = False) -> list[Place]:
    """The kecamatan of the office, in order of name."""
    return _places(session, KECAMATAN, _regency(session), with_closed=with_closed)


@needs(Right.READ)
def list_desa(session: Session, kecamatan_code: str = "") -> list[Place]:
    """Desa and kelurahan of one kecamatan, or of the whole kabupaten with the kecamatan behind the name."""
    if kecamatan_code:
        return _places(session, DESA, kecamatan_code, with_closed=False)
    kecamatan = {
        place.code: place.name for place in _places(session, KECAMATAN, _regency(session), with_closed=True)
    }
    return [
        Place(place.code, f"{place.name}, {kecamatan[place.code[:6]]}")
        for place in _places(session, DESA, _regency(session), with_closed=False)
    ]


@dataclass(frozen=True)
class RegionPlan:
    """What an import of regions would do."""

    added: int
    renamed: int
    closed_kecamatan: tuple[str, ...]  # their names
    closed_desa: int

    @property
    def closes(self) -> bool:
        return bool(self.closed_kecamatan or self.closed_desa)


@needs(Right.OFFICE)
def preview_regions(session: Session, content: str, *, on: date) -> RegionPlan:
    """What `import_regions` would do with this file; refuses what it would refuse, and changes nothing."""
    listed, known = _read(content, _regency(session)), _known(session)
    closing = _closing(session, listed, known, on)
    return RegionPlan(
        added=len(listed.keys() - known.keys()),
        renamed=sum(known[code].name != listed[code] for code in listed.keys() & known.keys()),
        closed_kecamatan=tuple(sorted(region.name for region in closing if region.level == KECAMATAN)),
        closed_desa=sum(region.level == DESA for region in closing),
    )


@needs(Right.OFFICE)
def import_regions(session: Session, content: str, *, on: date) -> RegionChanges:
    """Bring the regions up to date from a CSV with the columns kode and nama (`;` or `,`).

    Codes may be dotted. Only rows of the office's own kabupaten count. A region that is missing from the
    list is closed on that day, never deleted. Refuses a file without the columns, or of another kabupaten,
    and to close a kecamatan that has a serving officer or a running vacancy.
    """
    listed, known = _read(content, _regency(session)), _known(session)
    closing = _closing(session, listed, known, on)
    added = [code for code in listed if code not in known]
    session.add_all(Region(code=code, level=len(code), name=listed[code]) for code in added)
    renamed = 0
    for code in listed.keys() & known.keys():
        region = known[code]
        renamed += region.name != listed[code]
        region.name, region.closed_on = listed[code], None
    for region in closing:
        region.closed_on = on
    return RegionChanges(len(added), renamed, len(closing))


def _known(session: Session) -> dict[str, Region]:
    own = Region.code.startswith(_regency(session))
    regions = session.scalars(select(Region).where(Region.level.in_((KECAMATAN, DESA)), own))
    return {region.code: region for region in regions}


def _closing(
    session: Session, listed: Mapping[str, str], known: Mapping[str, Region], on: date
) -> list[Region]:
    """The open regions that the list leaves out; refuses, naming them, where work is still going on."""
    closing = [region for code, region in known.items() if code not in listed and region.closed_on is None]
    serving = select(Assignment.kecamatan_code).where(lasts_on(on))
    running = select(Vacancy.kecamatan_code).where(Vacancy.stage.in_(OPEN_STAGES))
    busy = {*session.scalars(serving), *session.scalars(running)}
    if names := sorted(region.name for region in closing if region.code in busy):
        text = _("Kecamatan yang masih mempunyai TKSK atau lowongan berjalan tidak dapat ditutup: {names}.")
        raise refuse(text.format(names=", ".join(names)))
    return closing


def _read(content: str, regency_code: str) -> dict[str, str]:
    lines = content.lstrip("\ufeff").splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    headings = {(heading or "").strip().lower(): heading for heading in rows.fieldnames or ()}
    if missing := [name for name in ("kode", "nama") if name not in headings]:
        text = _("Kolom {columns} tidak ditemukan pada baris pertama berkas.")
        raise refuse(text.format(columns=_(" dan ").join(f"“{name}”" for name in missing)))
    listed = {}
    for row in rows:
        code = (row[headings["kode"]] or "").replace(".", "").strip()
        name = (row[headings["nama"]] or "").strip()
        if code.startswith(regency_code) and len(code) in (KECAMATAN, DESA) and code.isdigit() and name:
            listed[code] = name
    if not any(len(code) == KECAMATAN for code in listed):
        text = _("Berkas ini tidak memuat kecamatan kabupaten/kota Anda (kode {code}).")
        raise refuse(text.format(code=f"{regency_code[:2]}.{regency_code[2:]}"))
    if strangers := [code for code in listed if code[:KECAMATAN] not in listed]:
        text = _("{name} ({code}) tidak mempunyai kecamatan dalam berkas ini. Lengkapi berkasnya dahulu.")
        raise refuse(text.format(name=listed[strangers[0]], code=strangers[0]))
    if not any(len(code) == DESA for code in listed):
        raise refuse(_("Berkas ini tidak memuat satu pun desa/kelurahan kabupaten/kota Anda."))
    return listed


def _places(session: Session, level: int, prefix: str, *, with_closed: bool) -> list[Place]:
    query = select(Region.code, Region.name).where(Region.level == level, Region.code.startswith(prefix))
    if not with_closed:
        query = query.where(Region.closed_on.is_(None))
    return [Place(*row) for row in session.execute(query.order_by(Region.name, Region.code))]


def _regency(session: Session) -> str:
    return session.scalars(select(Office.regency_code)).one()
