"""Amounts of money in the tables of letters: read as they are typed, written with dots, added up."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.rules.problems import Problem
from db.rules.templates import Field, TableColumn, Value, Values
from db.rules.words import _

MONEY = "money"  # the type of a column
AMOUNT = re.compile(r"(?:Rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(?:00?|-))?", re.IGNORECASE)


def read_amount(text: str) -> int | None:
    """700000, 700.000, Rp 700.000,00 or Rp700.000,-; None for anything else."""
    found = AMOUNT.fullmatch(text.strip())
    return int(found[1].replace(".", "")) if found else None


def amount_text(amount: int) -> str:
    """1.500.000."""
    return f"{amount:,}".replace(",", ".")


def check_rows(columns: Sequence[TableColumn], rows: Iterable[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """The amounts that cannot be read: the row, from 1, and a sentence."""
    text = _("Baris {row}: {column} “{cell}” bukan angka. Tulis seperti 700.000.")
    return [
        (place, text.format(row=place, column=column.title, cell=cell))
        for place, row in enumerate(rows, 1)
        for column in columns
        if column.type == MONEY
        and (cell := str(row.get(column.name) or "").strip())
        and read_amount(cell) is None
    ]


def check_amounts(fields: Sequence[Field], values: Mapping[str, Any]) -> list[Problem]:
    """What keeps a letter with amounts from being final: words for numbers, a row that a sum would miss."""
    problems = []
    for field in fields:
        rows = (values.get(field.name) or ()) if field.columns else ()
        for _place, text in check_rows(field.columns, rows):
            problems.append(Problem(text, field.name))
    known = {field.name: field for field in fields}
    for field in fields:
        table, _dot, name = field.sums.partition(".")
        column = next((c for c in known[table].columns if c.name == name), None) if table in known else None
        for place, row in enumerate(values.get(table) or (), 1) if column else ():
            if any(str(cell or "").strip() for cell in row.values()) and not str(row.get(name) or "").strip():
                text = _("Baris {row}: {column} belum diisi.")
                problems.append(Problem(text.format(row=place, column=column.title if column else ""), table))
    return problems


def settle(fields: Sequence[Field], values: Values) -> Values:
    """The same with dots in its amounts; a sum is that of its rows, whatever stood there."""
    found: dict[str, Value] = dict(values)
    for field in fields:
        money = [column.name for column in field.columns if column.type == MONEY]
        rows = found.get(field.name)
        if money and isinstance(rows, tuple):
            found[field.name] = tuple(_dotted(row, money) for row in rows if not isinstance(row, str))
    for field in fields:
        if field.sums:
            found[field.name] = add_up(field, found)
    return found


def add_up(field: Field, values: Mapping[str, Any]) -> int | None:
    """The sum that a field states; None where no row has an amount."""
    table, _dot, name = field.sums.partition(".")
    cells = [str(row.get(name) or "") for row in values.get(table) or () if not isinstance(row, str)]
    amounts = [amount for amount in map(read_amount, cells) if amount is not None]
    return sum(amounts) if amounts else None


def _dotted(row: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    found = dict(row)
    for name in names:
        amount = read_amount(found.get(name) or "")
        if amount is not None:
            found[name] = amount_text(amount)
    return found
