"""Which day it is. Only windows ask; rules and services are told the day."""

from datetime import date

_set: list[date] = []


def today() -> date:
    """The computer's day, or the day that a practice office works on."""
    return _set[-1] if _set else date.today()


def set_today(day: date | None) -> None:
    """Let a practice office work on another day; None: the computer's own again."""
    _set.clear()
    if day is not None:
        _set.append(day)
