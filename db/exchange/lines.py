"""A list as an Excel workbook, ready to be sorted and printed."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

HEAD = 3  # the row of the headings


def list_workbook(
    name: str,
    title: str,
    subtitle: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str | date | None]],
    *,
    fixed: int = 0,
) -> bytes:
    """Numbers of letters stay text and days stay days, so that Excel can sort them; no cell computes.

    columns: titles and widths. fixed: how many columns stay in sight.
    """
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as file:
        sheet = file.add_worksheet(name)
        text = file.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
        day = file.add_format({"num_format": "dd-mm-yyyy", "valign": "top", "align": "left", "border": 1})
        heading = file.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        sheet.write_string(0, 0, title, file.add_format({"bold": True, "font_size": 13}))
        sheet.write_string(1, 0, subtitle)
        for place, (words, width) in enumerate(columns):
            sheet.write_string(HEAD, place, words, heading)
            sheet.set_column(place, place, width)
        last = HEAD
        for last, cells in enumerate(rows, HEAD + 1):
            for place, cell in enumerate(cells):
                if cell is None or isinstance(cell, str):
                    sheet.write_string(last, place, cell or "", text)
                else:
                    sheet.write_datetime(last, place, cell, day)
        sheet.freeze_panes(HEAD + 1, fixed)
        sheet.autofilter(HEAD, 0, last, len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)
    return content.getvalue()
