"""A report as one table that the screen, the paper and Excel all show (domain.md 11)."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from db.rules.charts import Chart
from db.rules.dates import short_date
from db.rules.letters import Letterhead, PaperSize, Signer
from db.rules.map_figures import MapFigures
from db.rules.words import grouped

Cell = str | int | Decimal | date | None


class ColumnKind(StrEnum):
    """What stands in a column, and so how it is written."""

    TEXT = "text"
    WHOLE = "whole"  # 1.234
    YEAR = "year"  # 2020: a number that is never grouped
    DECIMAL = "decimal"  # 72,50
    MONEY = "money"  # whole rupiah
    DATE = "date"
    PERCENT = "percent"  # 0.75 is 75%
    MARK = "mark"  # a sign or a very short word in the middle of its cell
    NIK = "nik"  # digits that are not a number: NIK, NIAT, telephone, account


NUMBERS = frozenset({ColumnKind.WHOLE, ColumnKind.MONEY, ColumnKind.PERCENT, ColumnKind.DECIMAL})


@dataclass(frozen=True)
class ReportColumn:
    """One column; `share` is its part of the paper's width, and about the letters that it holds.

    Titles are as printed, so never translated; `name` is never "id".
    """

    name: str
    title: str
    share: float
    kind: ColumnKind = ColumnKind.TEXT
    short: str = ""  # stands above a narrow column on screen and paper, which explain it; Excel has the title


@dataclass(frozen=True)
class ReportTable:
    """One table. A row has one cell for each column: text, a number, a day, or None."""

    code: str  # L01; empty for what has no place in the list of reports
    title: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    subtitle: tuple[str, ...] = ()  # as of which day, of whom: what was asked for
    totals: tuple[Cell, ...] = ()  # one cell for each column, or nothing
    notes: tuple[str, ...] = ()  # below the table: what its signs mean
    keys: tuple[Hashable, ...] = ()  # what each row is about, for those who want to open it
    landscape: bool = True
    own_page: bool = False  # begins a page: papers of several places are handed out apart

    def __post_init__(self) -> None:
        widths = {len(row) for row in (*self.rows, *([self.totals] if self.totals else []))}
        assert widths <= {len(self.columns)}, f"{self.code or self.title}: a row has not one cell a column"
        assert len(self.keys) in (0, len(self.rows)), f"{self.code or self.title}: a row has no key"


@dataclass(frozen=True)
class Report:
    """One or more tables as paper and Excel state them, and who took them out of the program."""

    head: Letterhead
    paper: PaperSize
    practice: bool
    regency: str
    tables: tuple[ReportTable, ...]
    printed: str  # Sumber: Dinas Sosial Kabupaten Sumbawa, dicetak 21-11-2026 pukul 14.03 WITA oleh Sari
    place: str = ""  # Sumbawa Besar, and the day: above the signature
    signer: Signer | None = None  # Mengetahui
    charts: tuple[Chart, ...] = ()  # below the tables; Excel leaves them out
    map: MapFigures | None = None  # above the tables; Excel leaves it out
    watermark: str = ""  # across each sheet, and above each table in Excel

    @property
    def title(self) -> str:
        return self.tables[0].title

    @property
    def footer(self) -> tuple[str, ...]:
        """What every page says: what was asked for, and where it comes from."""
        asked = " · ".join(self.tables[0].subtitle)
        return (asked, self.printed) if asked else (self.printed,)


def cell_text(kind: ColumnKind, value: Cell) -> str:
    """A cell in words, the same on the screen and on paper; empty for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return short_date(value)
    if kind is ColumnKind.PERCENT and not isinstance(value, str):
        return f"{(Decimal(value) * 100).quantize(Decimal(1), ROUND_HALF_UP)}%"
    if kind is ColumnKind.DECIMAL and not isinstance(value, str):
        return f"{Decimal(value):,.2f}".translate(str.maketrans(",.", ".,"))
    if kind in NUMBERS and not isinstance(value, str):
        return grouped(value)
    return str(value)


def row_texts(table: ReportTable, row: Sequence[Cell]) -> list[str]:
    """A row in words."""
    return [cell_text(column.kind, cell) for column, cell in zip(table.columns, row, strict=True)]


def share_of(part: int, whole: int) -> Decimal | None:
    """3 of 4 is 0.75; None where there is nothing to share. Rounded once, for all who show it."""
    return (Decimal(part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def report_name(report: Report) -> str:
    """L01 Daftar TKSK Kabupaten Sumbawa: the name of its file, without a person's (domain.md 13)."""
    return " ".join(part for part in (report.tables[0].code, report.title, report.regency) if part)
