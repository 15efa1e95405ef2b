"""Where the headings of a list stand, and which field each of them means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import resources
from db.exchange.sheets import Grid, Sheet
from db.rules.import_cells import cell_text, fold, is_empty
from db.rules.imports import SourceRow, Target, kind_of

DEEPEST = 3  # rows that headings may take
BETWEEN = " · "


@dataclass(frozen=True)
class Header:
    """The rows of the headings, counted as the spreadsheet does, and the title of each column."""

    first: int
    last: int
    titles: tuple[str, ...]


@cache
def known_headings(target: str) -> dict[tuple[str, str], int]:
    """The synonyms of resources/seed/headings.csv as field and folded heading; which is taken sooner."""
    rows = (row for row in resources.read_seed("headings") if row["target"] == kind_of(target))
    ranks: dict[tuple[str, str], int] = {}
    for row in rows:
        ranks.setdefault((row["field"], fold(row["heading"])), len(ranks))
    return ranks


def find_lists(grid: Grid, target: Target) -> list[tuple[Sheet, Header]]:
    """Each sheet with its headings, those that are known best before the others."""
    found = [(sheet, find_header(sheet, target)) for sheet in grid.sheets]
    known = _known(target)
    return sorted(found, key=lambda one: -_count(one[1], known))


def count_known(grid: Grid, target: Target) -> int:
    """How many headings of a file mean something for a kind of data."""
    known = _known(target)
    return max((_count(find_header(sheet, target), known) for sheet in grid.sheets), default=0)


def find_header(sheet: Sheet, target: Target) -> Header:
    """The rows whose joined titles are known best; the first row of words where none is known."""
    known = _known(target)
    best, best_known = _first_words(sheet), 1
    for deep in range(DEEPEST):  # the fewest rows that say as much
        for first in range(1, len(sheet.top) - deep + 1):
            header = header_at(sheet, first, first + deep)
            number = _count(header, known)
            if number > best_known:
                best, best_known = header, number
    return best


def header_at(sheet: Sheet, first: int, last: int) -> Header:
    """The titles of these rows, each column's from top to bottom: ALAMAT · RT."""
    width = max((len(cells) for cells in sheet.top), default=0)
    lines = [_line(sheet, number, width, is_last=number == last - 1) for number in range(first - 1, last)]
    titles = []
    for parts in zip(*lines, strict=True):
        kept: list[str] = []
        for part in parts:
            if part and (not kept or fold(part) != fold(kept[-1])):
                kept.append(part)
        titles.append(BETWEEN.join(kept))
    while titles and not titles[-1]:
        titles.pop()
    return Header(first, last, tuple(titles))


def same_headings(lists: Sequence[tuple[Sheet, Header]]) -> list[tuple[Sheet, Header]]:
    """The sheets whose headings say the same as those of the first, wherever they stand."""
    said = [[fold(title) for title in header.titles] for _sheet, header in lists]
    return [one for one, titles in zip(lists, said, strict=True) if titles == said[0]]


def match(titles: Sequence[str], target: Target, remembered: Mapping[str, str]) -> tuple[str, ...]:
    """The field of each column, "" for one that is left out: as remembered, else by the synonyms."""
    fields = [""] * len(titles)
    names = {field.name for field in target.fields}
    decided = set()
    for place, title in enumerate(titles):
        if (own := remembered.get(fold(title))) is not None and (not own or own in names):
            fields[place] = "" if own in fields else own
            decided.add(place)
    ranks = {(field.name, fold(field.label)): -1 for field in target.fields} | known_headings(target.name)
    for field in target.fields:
        if field.name in fields:
            continue
        offers = [
            (spelling, ranks[field.name, words], place)
            for place, title in enumerate(titles)
            if not fields[place] and place not in decided
            for spelling, words in enumerate(spellings(title))
            if (field.name, words) in ranks
        ]
        if offers:
            fields[min(offers)[2]] = field.name
    return tuple(fields)


def spellings(title: str) -> Iterator[str]:
    """What a title may be known as: whole, without its hint in brackets, turned, its last part alone."""
    above, _between, last = title.rpartition(BETWEEN)
    whole, turned = re.sub(r"\(.*?\)|\[.*?\]", "", title), f"{last} {above}"  # Lahir · Tanggal
    seen = set()
    for words in (title, whole, turned, last, re.sub(r"\(.*?\)", "", last)):
        if (folded := fold(words)) and folded not in seen:
            seen.add(folded)
            yield folded


def source_rows(chosen: Sequence[tuple[Sheet, Header]]) -> Iterator[SourceRow]:
    """The rows below the headings; those without a word, and one that numbers the columns, are not rows."""
    for sheet, header in chosen:
        titles = [fold(title) for title in header.titles]
        for number, cells in sheet.rows(header.last):
            if not any(cells) or all(map(is_empty, cells)):
                continue
            near = number <= header.last + 500  # printed lists have their headings on every page
            if near and (is_numbering(cells) or _repeats(cells, titles)):
                continue
            yield SourceRow(sheet.name, number, tuple(cells))


def _known(target: Target) -> set[str]:
    """Every heading that means something; also a field's own name, as the template has it."""
    labels = {fold(field.label) for field in target.fields}
    return labels | {words for _field, words in known_headings(target.name)}


def _count(header: Header, known: set[str]) -> int:
    """How many different titles mean something: one that is merged over columns counts once."""
    return sum(any(words in known for words in spellings(title)) for title in set(header.titles))


def _first_words(sheet: Sheet) -> Header:
    for number, cells in enumerate(sheet.top, 1):
        if sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells) >= 2:
            return header_at(sheet, number, number)
    return header_at(sheet, 1, 1)


def _line(sheet: Sheet, number: int, width: int, *, is_last: bool) -> list[str]:
    """One row of headings; what is merged stands in each of its columns."""
    cells = [*sheet.top[number], *[""] * width][:width]
    line = [cell_text(cell) for cell in cells]
    for r0, c0, r1, c1 in sheet.merged:
        if r0 <= number <= r1 and c1 - c0 < width - 1:  # a title over the whole list is no heading
            line[c0 : c1 + 1] = [cell_text(sheet.top[r0][c0])] * (c1 + 1 - c0)
    if not is_last and not sheet.merged:  # as CSV: what stood over several columns is said once
        below = [cell_text(cell) for cell in [*sheet.top[number + 1], *[""] * width][:width]]
        for place in range(1, width):
            if not line[place] and below[place] and line[place - 1] and below[place - 1]:
                line[place] = line[place - 1]
    return line


def is_numbering(cells: Sequence[Any]) -> bool:
    """1 2 3 4 … below the headings, as many forms have."""
    first = next((cell for cell in cells if not is_empty(cell)), "")
    if cell_text(first).strip("()") != "1":
        return False
    numbers = [cell_text(cell).strip("()") for cell in cells if not is_empty(cell)]
    return len(numbers) > 2 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _repeats(cells: Sequence[Any], titles: Sequence[str]) -> bool:
    said = [fold(cell_text(cell)) for cell in cells]
    pairs = [(one, other) for one, other in zip(said, titles, strict=False) if one]
    return len(pairs) > 2 and all(one == other for one, other in pairs)
