"""The list of cases as a table for Excel; NIKs are masked (whole ones leave through releases)."""

from collections.abc import Callable
from datetime import date
from sys import intern
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.access import needs
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.mapping import state_label
from db.rules.problems import refuse
from db.rules.reports import Cell, ColumnKind, ReportColumn, ReportTable
from db.rules.words import _, grouped
from db.services.mapping import records
from db.services.mapping.filters import Filter

if TYPE_CHECKING:
    from db.services.mapping.records import MappingRow

PAGE = 5000
MOST = 100_000  # of a workbook that an ordinary computer still opens


@needs(Right.EXPORT)
def records_table(
    session: Session, where: Filter, asked: str, today: date, tick: Callable[[int], None] = lambda _done: None
) -> ReportTable:
    """All that a filter finds. asked: the filter in words; tick: told how many rows are read."""
    number = records.count_records(session, where)
    if number > MOST:
        text = _("{number} baris terlalu banyak untuk satu berkas Excel; persempit saringan sampai {most}.")
        raise refuse(text.format(number=grouped(number), most=grouped(MOST)))
    cells: list[tuple[Cell, ...]] = []
    for offset in range(0, number, PAGE):
        cells += map(_cells, records.list_records(session, offset, PAGE, where))
        tick(len(cells))
    columns = (
        ReportColumn("name", "Nama", 28),
        ReportColumn("nik", "NIK", 18),
        ReportColumn("sex", "L/P", 5, ColumnKind.MARK),
        ReportColumn("age", "Umur", 6, ColumnKind.WHOLE),
        ReportColumn("code", "Kode", 10),
        ReportColumn("kind", "Jenis", 28),
        ReportColumn("criteria", "Kriteria", 10),
        ReportColumn("desa", "Desa/kelurahan", 20),
        ReportColumn("kecamatan", "Kecamatan", 18),
        ReportColumn("state", "Keadaan", 16),
        ReportColumn("day", "Tanggal data", 12, ColumnKind.DATE),
        ReportColumn("source", "Sumber", 20),
        ReportColumn("recorder", "Petugas", 20),
    )
    subtitle = (f"{grouped(number)} pendataan, keadaan {short_date(today)}", *([asked] if asked else []))
    return ReportTable("", "Daftar pendataan PPKS dan PSKS", columns, tuple(cells), subtitle)


def _cells(row: "MappingRow") -> tuple[Cell, ...]:
    """Words that many rows share are kept once: a long list must fit into an ordinary computer."""
    said = (row.kind_code, row.kind, row.criteria, row.desa, row.kecamatan, state_label(row.state))
    return (
        *(row.name, row.masked_nik, str(row.sex or ""), row.age, *map(intern, said), row.recorded_on),
        *(intern(row.source), intern(row.recorder)),
    )
