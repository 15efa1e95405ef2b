"""The office's regions: to choose from, and to bring up to date."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.office import Office
from db.models.regions import Region
from db.rules.access import Right
from db.rules.problems import refuse
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


@needs(Right.OFFICE)
def import_regions(session: Session, content: str, *, on: date) -> RegionChanges:
    """Bring the regions up to date from a CSV with the columns kode and nama (`;` or `,`).

    Codes may be dotted. Only rows of the office's own kabupaten count. A region that is missing from the
    list is closed on that day, never deleted. Refuses a file without the columns, or of another kabupaten.
    """
    listed = _read(content, _regency(session))
    known = {
        region.code: region
        for region in session.scalars(
            select(Region).where(
                Region.level.in_((KECAMATAN, DESA)), Region.code.startswith(_regency(session))
            )
        )
    }
    added = [code for code in listed if code not in known]
    session.add_all(Region(code=code, level=len(code), name=listed[code]) for code in added)
    renamed = closed = 0
    for code, region in known.items():
        if code in listed:
            renamed += region.name != listed[code]
            region.name, region.closed_on = listed[code], None
        elif region.closed_on is None:
            region.closed_on = on
            closed += 1
    return RegionChanges(len(added), renamed, closed)


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
