"""A list of holidays as it is typed, pasted, or read from a spreadsheet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.rules.dates import MONTHS
from db.rules.problems import Problem
from db.rules.words import _
from db.rules.working_days import fixed_holidays

LONGEST = 120
FIXED_NAMES = {
    (1, 1): "Tahun Baru Masehi",
    (5, 1): "Hari Buruh Internasional",
    (6, 1): "Hari Lahir Pancasila",
    (8, 17): "Hari Kemerdekaan Republik Indonesia",
    (12, 25): "Hari Raya Natal",
}
JOINT = re.compile(r"cuti\s+bersama", re.IGNORECASE)
DATE = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2}|[a-z]+)[-/. ]+(\d{4})", re.IGNORECASE)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class HolidayForm:
    """One day on which the office does not work."""

    on: date
    name: str
    joint_leave: bool = False

    @property
    def id(self) -> date:
        """What makes it the same row after the list has changed."""
        return self.on


@dataclass(frozen=True)
class ReadList:
    """The holidays of a list, and the rows in which no day was found."""

    rows: tuple[HolidayForm, ...]
    unread: tuple[str, ...]


def check_holiday(form: HolidayForm) -> list[Problem]:
    """A holiday has a name."""
    if not form.name.strip():
        return [Problem(_("Isi nama hari libur."), "name")]
    if len(form.name) > LONGEST:
        return [Problem(_("Nama hari libur paling panjang {n} huruf.").format(n=LONGEST), "name")]
    return []


def fixed_list(year: int) -> list[HolidayForm]:
    """The holidays that have the same day every year; the others are decreed, never guessed."""
    return [HolidayForm(day, FIXED_NAMES[day.month, day.day]) for day in fixed_holidays(year)]


def read_list(rows: Iterable[Sequence[Any]]) -> ReadList:
    """Rows of cells: the first day of a row, then its longest text; "cuti bersama" anywhere marks it.

    Rows without a single digit are headings and left out; the others without a day are told.
    """
    found: dict[date, HolidayForm] = {}
    unread = []
    for cells in rows:
        texts = [str(cell).strip() for cell in cells if cell not in (None, "")]
        line = " ".join(texts)
        day = next((day for cell in cells if (day := _day(cell))), None)
        names = [text for cell, text in zip(cells, map(_text, cells), strict=True) if not _day(cell) and text]
        if day is None:
            unread += [line] if re.search(r"\d", line) else []
            continue
        leave = bool(JOINT.search(line))
        words = [name for name in names if not name.isdigit() and not _is_flag(name)]
        name = max(words, key=len, default="Cuti bersama" if leave else "")
        if name:
            found[day] = HolidayForm(day, name[:LONGEST], leave)
        else:
            unread.append(line)
    return ReadList(tuple(found[day] for day in sorted(found)), tuple(unread))


def read_pasted(text: str) -> ReadList:
    """Lines of a clipboard: cells parted by tabs or semicolons, or a day followed by its name."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        cells = re.split(r"[\t;]", line)
        if len(cells) == 1 and (found := DATE.search(line) or ISO.search(line)):
            rest = f"{line[: found.start()]} {line[found.end() :]}".strip(" ,:-–\t")
            cells = [found[0], rest]
        rows.append([cell.strip() for cell in cells])
    return read_list(row for row in rows if any(row))


def _text(cell: Any) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _is_flag(text: str) -> bool:
    """A cell that only says whether it is joint leave, or on which weekday."""
    weekdays = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
    return text.lower() in ("ya", "tidak", "v", "x", "-", "cuti bersama", "libur nasional", *weekdays)


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        return None
    text = cell.strip().split(",")[-1].strip()  # Rabu, 1 Januari 2025
    try:
        if iso := ISO.match(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if plain := DATE.fullmatch(text):
            return date(int(plain[3]), _month(plain[2]), int(plain[1]))
    except ValueError:
        return None
    return None


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    found = [n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(word.lower()[:3])]
    if not found:
        raise ValueError(word)
    return found[0]
