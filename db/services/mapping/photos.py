"""Photos of a record, and where on earth it is (peers.md row 54)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.mapping import MappingRecord, RecordPhoto
from db.models.regions import Region
from db.records import merge
from db.rules.access import Right
from db.rules.coordinates import Point, kilometres, lies_within
from db.rules.problems import refuse
from db.rules.words import _, grouped
from db.services.boundaries import get_shapes
from db.services.mapping.seen import require_seen

LARGEST = 300 * 1024
MOST = 12  # photos of one record
FAR = 20.0  # km from the middle of its desa: then the place is doubted
KECAMATAN, DESA = 6, 10  # digits of their codes


@dataclass(frozen=True)
class PhotoRow:
    """One photo."""

    id: int
    caption: str
    jpeg: bytes


@needs(Right.READ)
def list_photos(session: Session, record_id: int) -> list[PhotoRow]:
    """The photos of a record in the order in which they came."""
    require_seen(session, session.get_one(MappingRecord, record_id))
    query = select(RecordPhoto).where(RecordPhoto.record_id == record_id).order_by(RecordPhoto.id)
    return [PhotoRow(photo.id, photo.caption, photo.jpeg) for photo in session.scalars(query)]


@needs(Right.MAPPING)
def add_photo(session: Session, record_id: int, jpeg: bytes, caption: str = "") -> int:
    """Keep a photo that was made small."""
    if len(jpeg) > LARGEST:
        raise refuse(_("Foto masih lebih besar dari 300 KB; perkecil atau foto ulang."), "photo")
    if len(list_photos(session, record_id)) >= MOST:
        raise refuse(_("Paling banyak {most} foto untuk satu pendataan.").format(most=MOST), "photo")
    made = RecordPhoto(record_id=record_id, jpeg=jpeg, caption=caption.strip()[:120])
    session.add(made)
    session.flush()
    return made.id


@needs(Right.MAPPING)
def name_photo(session: Session, photo_id: int, caption: str) -> None:
    """Say what a photo shows."""
    _photo(session, photo_id).caption = caption.strip()[:120]
    session.flush()


@needs(Right.MAPPING)
def remove_photo(session: Session, photo_id: int) -> None:
    """Take a photo out."""
    session.delete(_photo(session, photo_id))
    session.flush()


@needs(Right.MAPPING)
def set_point(session: Session, record_id: int, before: Point | None, after: Point | None) -> None:
    """Say where a record is, or that it is not known."""
    found = session.get_one(MappingRecord, record_id)
    require_seen(session, found)
    names = ("latitude", "longitude")
    old, new = (dict(zip(names, point or (None, None), strict=True)) for point in (before, after))
    merge(session, found, old, new)
    session.flush()


@needs(Right.READ)
def doubt_point(session: Session, desa_code: str, point: Point) -> str:
    """Why a place may be wrong: outside the kabupaten, or far from the desa; nothing where it fits."""
    rows = session.execute(
        select(Region.code, Region.name, Region.latitude, Region.longitude).where(
            Region.level == DESA, Region.closed_on.is_(None), Region.latitude.is_not(None)
        )
    ).all()
    places = [
        (kilometres(point, (north, east)), name, code)
        for code, name, north, east in rows
        if north is not None and east is not None
    ]
    shapes = get_shapes(session, KECAMATAN)
    outside = bool(shapes) and not any(
        lies_within(point, polygon) for shape in shapes.values() for polygon in shape
    )
    if not places:
        return _("Titik ini di luar batas kabupaten/kota.") if outside else ""
    near, name, _code = min(places)
    if outside or near > FAR:
        text = _("Titik ini di luar kabupaten/kota: desa terdekat {desa}, {km} km.")
        return text.format(desa=name, km=grouped(round(near)))
    own = next((far for far, _name, code in places if code == desa_code), None)
    if own is not None and own > FAR:
        return _("Titik ini {km} km dari desanya; desa terdekat {desa}.").format(
            km=grouped(round(own)), desa=name
        )
    return ""


def _photo(session: Session, photo_id: int) -> RecordPhoto:
    found = session.get_one(RecordPhoto, photo_id)
    require_seen(session, session.get_one(MappingRecord, found.record_id))
    return found
