"""When an office must copy its data, and what the copy is called (domain.md 8.2)."""

import re
from datetime import date

LAST_BACKUP = "last_backup_on"  # among the settings: the day as its ordinal number
FIRST_AFTER = 7  # days of work after which there is something to lose; a letter is worth it at once


def is_backup_due(last: date | None, began: date | None, has_letters: bool, on: date, after: int) -> bool:
    """Whether the last copy is older than the limit, or work was done and never copied.

    began: when the first thing was noted in the log.
    """
    if last is not None:
        return (on - last).days > after
    return has_letters or (began is not None and (on - began).days >= FIRST_AFTER)


def backup_name(regency: str, on: date) -> str:
    """cadangan-kabupaten-sumbawa-2020-04-09.db"""
    place = re.sub(r"\W+", "-", regency.lower()).strip("-")
    return f"cadangan-{place}-{on.isoformat()}.db"


def size_text(size: int) -> str:
    """2,6 MB; 362 MB; 1,4 GB: as file managers here write it."""
    number, unit = (size / 1e9, "GB") if size >= 1e9 else (size / 1e6, "MB")
    figures = f"{max(number, 0.1):.1f}" if number < 100 else f"{number:.0f}"
    return f"{figures.removesuffix('.0').replace('.', ',')} {unit}"
