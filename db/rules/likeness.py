"""Whether two records may be one person, and why, in words (peers.md 6.2)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from db.rules.names import ALIKE, alikeness
from db.rules.words import _

SAME_DAY, SWAPPED_DAY = 1.0, 0.6  # beside a name that counts up to 1
POSSIBLE = ALIKE + SWAPPED_DAY  # a name that is alike and a birth date that speaks for it


@dataclass(frozen=True)
class Likeness:
    """How likely two records are one person, 0 to 2, and what speaks for it."""

    score: float
    why: str


def near_dates(born: date) -> tuple[date, ...]:
    """A birth date, and the one with day and month swapped where there is such a day."""
    return tuple(dict.fromkeys((born, *_swapped(born))))


def compare_people(typed: str, born: date | None, folded: str, born_on: date | None) -> Likeness:
    """Compare two folded names and two birth dates; what is not known speaks neither for nor against."""
    name = alikeness(typed, folded)
    reasons = [_("nama sama")] if typed == folded else [_("nama mirip")] if name >= ALIKE else []
    day = 0.0
    if born is not None and born_on == born:
        day = SAME_DAY
        reasons.append(_("tanggal lahir sama"))
    elif born is not None and born_on in near_dates(born):
        day = SWAPPED_DAY
        reasons.append(_("tanggal dan bulan lahir tertukar"))
    return Likeness(name + day if name >= ALIKE else max(name, day) / 2, ", ".join(reasons))


def _swapped(born: date) -> Iterator[date]:
    with suppress(ValueError):
        yield date(born.year, born.day, born.month)
