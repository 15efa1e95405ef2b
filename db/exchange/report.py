"""Any report as an Excel workbook: a sheet for each table, numbers as numbers, NIK as text, true dates."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from db.rules.letters import PaperSize
from db.rules.reports import NUMBERS, Cell, ColumnKind, Report, ReportTable

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FORMATS = {
    ColumnKind.WHOLE: "#,##0",
    ColumnKind.MONEY: "#,##0",
    ColumnKind.YEAR: "0",
    ColumnKind.DATE: "dd-mm-yyyy",
    ColumnKind.PERCENT: "0%",
    ColumnKind.DECIMAL: "#,##0.00",
}
ALIGNS = {ColumnKind.MARK: "center", ColumnKind.DATE: "left", ColumnKind.YEAR: "left"}
UNFIT = re.compile(r"[\[\]:*?/\\']")  # Excel takes none of these in the name of a sheet
WAITING = re.compile(r",?( (\([^)]*|per|dan|di|dari|menurut|untuk|yang|dengan|pada|[–·-]))+$|,$", re.I)
SHEETS = {PaperSize.F4: 14, PaperSize.A4: 9}  # as Excel numbers them; F4 is its Folio
LONGEST_NAME = 31
LONG = 10_000  # rows
NARROWEST, WIDEST = 6, 48  # characters of a column


def report_workbook(report: Report) -> bytes:
    """No cell computes: what looks like a formula stays words."""
    import xlsxwriter

    content = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    # Of a long list each row goes to a file for the time being: in memory 100,000 rows would take 300 MB.
    is_long = any(len(table.rows) > LONG for table in report.tables)
    options |= {"constant_memory": is_long, "in_memory": not is_long}
    with xlsxwriter.Workbook(content, options) as file:
        for name, table in zip(_sheet_names(report.tables), report.tables, strict=True):
            _write_table(file, file.add_worksheet(name), table, report)
    return content.getvalue()


def _sheet_names(tables: Sequence[ReportTable]) -> list[str]:
    """What tells a table from the others: the part that its title names, each once in the workbook."""
    names: list[str] = []
    for place, table in enumerate(tables, 1):
        name = table.title.partition(": ")[2] or table.title
        if place == 1:
            name = f"{table.code} {name}"
        name = _shortened(name)
        if name.lower() in {known.lower() for known in names}:
            name = _shortened(f"{place} {name}")
        names.append(name)
    return names


def _shortened(title: str) -> str:
    """Whole words, as many as Excel takes, and none at the end that waits for the next."""
    name = " ".join(UNFIT.sub(" ", title).split())
    if len(name) <= LONGEST_NAME:
        return name
    words = name[: LONGEST_NAME + 1].rpartition(" ")[0] or name[:LONGEST_NAME]
    return WAITING.sub("", words)


def _write_table(file: "Workbook", sheet: "Worksheet", table: ReportTable, report: Report) -> None:
    formats, sums = _formats(file, table, bold=False), _formats(file, table, bold=True)
    heading = file.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    sheet.write_string(0, 0, table.title, file.add_format({"bold": True, "font_size": 13}))
    marked = [report.watermark] if report.watermark else []
    lines = (*marked, report.regency, *(table.subtitle or report.tables[0].subtitle), report.printed)
    for place, words in enumerate(lines, 1):
        sheet.write_string(place, 0, words)
    head = last = len(lines) + 2
    for place, column in enumerate(table.columns):
        sheet.write_string(head, place, column.title, heading)
        sheet.set_column(place, place, min(max(column.share, NARROWEST), WIDEST))
    for last, row in enumerate(table.rows, head + 1):
        _write_row(sheet, last, row, formats)
    if table.columns:
        sheet.autofilter(head, 0, last, len(table.columns) - 1)
    if table.totals:
        _write_row(sheet, last + 1, table.totals, sums)
        last += 1
    for place, words in enumerate(table.notes, last + 2):
        sheet.write_string(place, 0, words)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.set_paper(SHEETS[report.paper])
    sheet.set_landscape() if table.landscape else sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    footer = " · ".join(report.footer).replace("&", "&&")
    sheet.set_footer(f"&L&8 {footer[:200]}&R&8&P/&N")  # the blank: a digit would be of the size


def _formats(file: "Workbook", table: ReportTable, *, bold: bool) -> list["Format"]:
    return [
        file.add_format(
            {
                "num_format": FORMATS.get(column.kind, "@"),
                "align": ALIGNS.get(column.kind, "right" if column.kind in NUMBERS else "left"),
                "valign": "top",
                "border": 1,
                "bold": bold,
                "text_wrap": column.kind is ColumnKind.TEXT,
            }
        )
        for column in table.columns
    ]


def _write_row(sheet: "Worksheet", place: int, row: Sequence[Cell], formats: Sequence["Format"]) -> None:
    for column, (cell, written) in enumerate(zip(row, formats, strict=True)):
        if cell is None or cell == "":
            sheet.write_blank(place, column, None, written)
        elif isinstance(cell, str):
            sheet.write_string(place, column, cell, written)
        elif isinstance(cell, date):
            sheet.write_datetime(place, column, cell, written)
        else:
            sheet.write_number(place, column, cell, written)
