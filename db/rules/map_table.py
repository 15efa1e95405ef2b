"""The figures of a map as a table: the same on screen, on paper and in Excel."""

from db.rules.map_figures import MapFigures
from db.rules.masking import GROUPS_NOTE, NOTE
from db.rules.reports import ColumnKind, ReportColumn, ReportTable

SOURCE_NOTE = "Belum didata: tidak ada kasus, dan belum dipastikan nihil. 0: dipastikan tidak ada."


def map_table(figures: MapFigures) -> ReportTable:
    """The same figures as a table, the highest first."""
    by_desa = any(place.kecamatan for place in figures.places)
    columns = (
        ReportColumn("name", "Desa/Kelurahan" if by_desa else "Kecamatan", 30),
        *((ReportColumn("kecamatan", "Kecamatan", 26),) if by_desa else ()),
        ReportColumn("figure", "Kasus", 12, ColumnKind.WHOLE),
        ReportColumn("code", "Kode", 12, ColumnKind.NIK),
    )
    places = sorted(
        figures.places,
        key=lambda place: (-(place.figure if isinstance(place.figure, int) else -1), place.name),
    )
    rows = tuple(
        (
            place.name,
            *((place.kecamatan,) if by_desa else ()),
            place.words if place.figure is None else place.figure,
            place.code,
        )
        for place in places
    )
    hidden = any(isinstance(place.figure, str) for place in places)
    whole = sum(place.figure for place in places if isinstance(place.figure, int))
    totals = ("Jumlah", *((None,) if by_desa else ()), None if hidden else whole, None)
    return ReportTable(
        "",
        figures.title,
        columns,
        rows,
        figures.subtitle,
        totals if rows else (),
        (SOURCE_NOTE, *((NOTE, GROUPS_NOTE) if hidden else ())),
        tuple(place.code for place in places),
        landscape=False,
    )
