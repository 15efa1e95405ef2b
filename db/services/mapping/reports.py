"""Reports of the map that are not the recap itself: the open data of L20, sizes of places."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.quality import RegionSize
from db.models.regions import Region
from db.records import merge
from db.rules.access import Right
from db.rules.mapping import register_words
from db.rules.masking import GROUPS_NOTE, NOTE
from db.rules.problems import refuse
from db.rules.recap_tables import RecapFigures, covered
from db.rules.reports import Cell, ColumnKind, ReportColumn, ReportTable
from db.rules.rounds import ROSTER_KIND
from db.rules.words import _
from db.services.mapping.confirmed import confirmed_cells
from db.services.mapping.kinds import list_kinds
from db.services.office import get_office

OPEN_COLUMNS = ("kode_wilayah", "nama_wilayah", "jenis", "jumlah", "satuan", "tahun", "sumber")
UNITS = {"person": "orang", "family": "keluarga", "community": "kelompok", "institution": "lembaga"}
UNSURVEYED_NOTE = (
    "Wilayah dan jenis yang belum didata, atau hanya disebut jumlahnya oleh desa, tidak mempunyai baris. "
    "0: dipastikan tidak ada oleh semua desanya."
)
MOST = 9_999_999


@needs(Right.EXPORT)
def open_data_table(
    session: Session, figures: RecapFigures, *, year: int, masked: bool = True
) -> ReportTable:
    """L20: one figure a line, as open data portals take it; small ones covered.

    Nought stands there only where it is known: a line that is left out has not been surveyed.
    """
    office = get_office(session)
    units = {kind.code: "orang" for kind in figures.kinds}
    units |= {kind.code: UNITS[str(kind.subject)] for kind in list_kinds(session)}
    shown: Mapping[tuple[str, ...], Cell] = covered(figures)[0] if masked else figures.cells
    known = confirmed_cells(session, figures.question)
    if not figures.question.by_desa:  # who serves in a kecamatan is known
        known |= {(place.code, ROSTER_KIND) for place in figures.places}
    name = office.name.title() if office.name.isupper() else office.name
    source = name if office.regency in name else f"{name} {office.regency}"
    rows = tuple(
        (
            place.code,
            place.name,
            kind.name,
            shown.get((place.code, kind.code), 0),
            units[kind.code],
            year,
            source,
        )
        for kind in figures.kinds
        for place in figures.places
        if figures.cells.get((place.code, kind.code)) or (place.code, kind.code) in known
    )
    kinds = {"jumlah": ColumnKind.WHOLE, "tahun": ColumnKind.YEAR, "kode_wilayah": ColumnKind.NIK}
    shares = (10, 18, 34, 8, 9, 7, 24)
    return ReportTable(
        "L20",
        f"Data Terbuka {register_words(figures.question.register, local=figures.question.local)}",
        tuple(
            ReportColumn(name, name, share, kinds.get(name, ColumnKind.TEXT))
            for name, share in zip(OPEN_COLUMNS, shares, strict=True)
        ),
        rows,
        subtitle=(figures.source,),
        notes=(UNSURVEYED_NOTE, *((NOTE, GROUPS_NOTE) if masked else ())),
        keys=tuple(range(len(rows))),
    )


@needs(Right.READ)
def list_sizes(session: Session, kecamatan_code: str) -> list[dict[str, Any]]:
    """The desa of a kecamatan with their families and people, where they are known."""
    query = (
        select(Region.code, Region.name, RegionSize)
        .outerjoin(RegionSize, RegionSize.region_code == Region.code)
        .where(Region.level == 10, Region.code.startswith(kecamatan_code), Region.closed_on.is_(None))
        .order_by(Region.name, Region.code)
    )
    return [
        {
            "code": code,
            "name": name,
            "families": size.families if size else None,
            "people": size.people if size else None,
            "as_of": size.as_of if size else None,
        }
        for code, name, size in session.execute(query)
    ]


@needs(Right.MAPPING)
def change_sizes(
    session: Session,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    *,
    today: date,
) -> None:
    """Write families and people of desa as somebody has changed them; each line is merged by itself."""
    opened = {line["code"]: line for line in before}
    for line in after:
        own = {name: line.get(name) for name in ("families", "people", "as_of")}
        was = {name: opened[line["code"]].get(name) for name in own}
        if own == was:
            continue
        for name in ("families", "people"):
            number = own[name]
            if number is not None and not 0 <= number <= MOST:
                text = _("Angka {place} tidak masuk akal: {number}.")
                raise refuse(text.format(place=line["name"], number=number), name)
        own["as_of"] = own["as_of"] or today
        found = session.get(RegionSize, line["code"])
        if found is None:
            session.add(RegionSize(region_code=line["code"], **own))
        else:
            merge(session, found, was, own)
    session.flush()
