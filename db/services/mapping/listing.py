"""The list of cases as a table for Excel; NIKs are masked (whole ones leave through releases)."""

from collections.abc import Callable
from datetime import date
from sys import intern
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.mapping import KindCriterion
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.mapping import state_label
from db.rules.problems import refuse
from db.rules.reports import Cell, ColumnKind, ReportColumn, ReportTable
from db.rules.words import _, grouped
from db.services.mapping import records
from db.services.mapping.answers import NOTHING, answer_columns, read_answers
from db.services.mapping.filters import Filter
from db.services.mapping.seen import hides_names

if TYPE_CHECKING:
    from db.services.mapping.records import MappingRow

PAGE = 5000
MOST = 100_000  # of a workbook that an ordinary computer still opens


@needs(Right.EXPORT)
def records_table(
    session: Session, where: Filter, asked: str, today: date, tick: Callable[[int], None] = lambda _done: None
) -> ReportTable:
    """All that a filter finds, also what the forms were answered. asked: the filter in words.

    tick: told how many rows are read.
    """
    number = records.count_records(session, where)
    if number > MOST:
        text = _("{number} baris terlalu banyak untuk satu berkas Excel; persempit saringan sampai {most}.")
        raise refuse(text.format(number=grouped(number), most=grouped(MOST)))
    cells: list[tuple[Cell, ...]] = []
    answers: dict[int, dict[str, Any]] = {}  # by the place of the row
    criteria, hides = _Criteria(session), hides_names(session)
    for offset in range(0, number, PAGE):
        rows = records.list_records(session, offset, PAGE, where)
        shown = {row.id: len(cells) + n for n, row in enumerate(rows) if not (hides and row.sensitive)}
        answers |= {shown[one]: said for one, said in read_answers(session, shown).items()}
        cells += (_cells(row, criteria[row.kind_code, row.criteria]) for row in rows)
        tick(len(cells))
    own = answer_columns(session, answers.values())
    if own:
        cells = [
            (*line, *(one.cell(answers.get(place, NOTHING)) for one in own))
            for place, line in enumerate(cells)
        ]
    columns = (
        ReportColumn("name", "Nama", 28),
        ReportColumn("nik", "NIK", 18),
        ReportColumn("sex", "L/P", 5, ColumnKind.MARK),
        ReportColumn("age", "Umur", 6, ColumnKind.WHOLE),
        ReportColumn("code", "Kode", 10),
        ReportColumn("kind", "Jenis", 28),
        ReportColumn("criteria", "Kriteria", 40),
        ReportColumn("desa", "Desa/kelurahan", 20),
        ReportColumn("kecamatan", "Kecamatan", 18),
        ReportColumn("state", "Keadaan", 16),
        ReportColumn("day", "Tanggal data", 12, ColumnKind.DATE),
        ReportColumn("source", "Sumber", 20),
        ReportColumn("recorder", "Petugas", 20),
        *(one.column for one in own),
    )
    subtitle = (f"{grouped(number)} pendataan, keadaan {short_date(today)}", *([asked] if asked else []))
    return ReportTable("", "Daftar pendataan PPKS dan PSKS", columns, tuple(cells), subtitle)


class _Criteria(dict[tuple[str, str], str]):
    """The letters of a kind in words: a, c -> the two sentences; each that occurs is made once."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        rows = session.execute(select(KindCriterion.kind_code, KindCriterion.letter, KindCriterion.text))
        self._texts = {(kind, letter): text for kind, letter, text in rows}

    def __missing__(self, key: tuple[str, str]) -> str:
        kind, letters = key
        told = [f"{one}. {self._texts.get((kind, one), '')}" for one in letters.split(", ") if one]
        return self.setdefault(key, "; ".join(told))


def _cells(row: "MappingRow", criteria: str) -> tuple[Cell, ...]:
    """Words that many rows share are kept once: a long list must fit into an ordinary computer."""
    said = (row.kind_code, row.kind, criteria, row.desa, row.kecamatan, state_label(row.state))
    return (
        *(row.name, row.masked_nik, str(row.sex or ""), row.age, *map(intern, said), row.recorded_on),
        *(intern(row.source), intern(row.recorder)),
    )
