"""A survey kit that came back, found by its code however it is called now and sorted."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db.exchange.sheets import Grid, Sheet, read_grid
from db.rules.import_cells import cell_text, fold, number_text
from db.rules.kits import (
    COLUMNS,
    COUNT_TITLES,
    TOKEN_TITLE,
    ReturnedCount,
    ReturnedKit,
    ReturnedRow,
    read_token,
)
from db.rules.problems import Trouble
from db.rules.words import _

KEYS = {"kode", "wilayah", "desa", "segel"}
NAMES = {fold(column.title): column.name for column in COLUMNS} | {fold(TOKEN_TITLE): "token"}
NEEDED = {"name", "kind"}
COUNT_NAMES = dict(
    zip(map(fold, COUNT_TITLES), ("code", "kind", "males", "females", "total", "none"), strict=True)
)


def read_kit(path: Path) -> ReturnedKit:
    """Read a workbook as a kit; Trouble says why it is none."""
    grid = read_grid(path)
    keys = _keys(grid)
    rows: list[ReturnedRow] = []
    counts: list[ReturnedCount] = []
    codes: list[str] = []
    for sheet in grid.sheets:
        if found := _heading(sheet, NAMES, NEEDED):
            rows += _rows(sheet, *found, codes)
        elif found := _heading(sheet, COUNT_NAMES, {"code", "total", "none"}):
            counts += _counts(sheet, *found)
    code = keys.get("kode", "") or next(iter(codes), "")
    if not code:
        text = _(
            "{file} bukan paket pendataan: kodenya tidak ada di dalamnya. Pilih buku kerja dari "
            "“Buat paket”, atau masukkan lewat Impor."
        )
        raise Trouble(text.format(file=path.name))
    return ReturnedKit(
        path.name,
        code.strip().upper(),
        keys.get("wilayah", ""),
        keys.get("desa", ""),
        keys.get("segel", ""),
        tuple(rows),
        tuple(counts),
    )


def _keys(grid: Grid) -> dict[str, str]:
    """What the hidden sheet says."""
    for sheet in grid.sheets:
        pairs = {
            cell_text(cells[0]).casefold(): cell_text(cells[1])
            for cells in sheet.top
            if len(cells) > 1 and cell_text(cells[0]).casefold() in KEYS
        }
        if pairs.keys() >= KEYS:
            return pairs
    return {}


def _heading(sheet: Sheet, names: dict[str, str], needed: set[str]) -> tuple[int, dict[str, int]] | None:
    for place, cells in enumerate(sheet.top):
        found = {names[key]: n for n, cell in enumerate(cells) if (key := fold(cell_text(cell))) in names}
        if needed <= found.keys():
            return place, found
    return None


def _rows(sheet: Sheet, head: int, places: dict[str, int], codes: list[str]) -> list[ReturnedRow]:
    found = []
    for number, cells in sheet.rows(head + 1):
        values = {
            name: _value(name, cells[place])
            for name, place in places.items()
            if name != "token" and place < len(cells)
        }
        token = _at(cells, places.get("token"))
        said = {name: text for name, text in values.items() if text and name != "desa"}
        mark = read_token(token)
        codes += [mark[0]] if mark else []
        if said or (mark and not mark[1]):  # a blank row that stayed blank says nothing
            found.append(ReturnedRow(number, token, values))
    return found


def _counts(sheet: Sheet, head: int, places: dict[str, int]) -> list[ReturnedCount]:
    found = []
    for _number, cells in sheet.rows(head + 1):
        code, males, females, total, none = (
            _at(cells, places.get(name)) for name in ("code", "males", "females", "total", "none")
        )
        if code and any((males, females, total, none)):
            found.append(ReturnedCount(code, males, females, total, none))
    return found


def _at(cells: Sequence[Any], place: int | None) -> str:
    return cell_text(cells[place]) if place is not None and place < len(cells) else ""


def _value(name: str, cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%d-%m-%Y")
    if name in ("nik", "kk"):
        return number_text(cell)
    return cell_text(cell)
