"""How a decree stands on a day, and what a form of one must say (domain.md 1.3, 11 L03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol

from db.rules.officers import check_term, covers
from db.rules.problems import Problem
from db.rules.words import _, ngettext


class Dated(Protocol):
    """What has a validity."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


class Standing(StrEnum):
    """Where a day lies in the validity of a decree."""

    COMING = "coming"
    VALID = "valid"
    ENDING = "ending"
    ENDED = "ended"
    OPEN = "open"  # without an end


def standing(decree: Dated, on: date, within: int) -> Standing:
    """within: from so many days before its end on a decree is ending."""
    if decree.starts_on > on:
        return Standing.COMING
    if decree.ends_on is None:
        return Standing.OPEN
    left = (decree.ends_on - on).days
    if left < 0:
        return Standing.ENDED
    return Standing.ENDING if left <= within else Standing.VALID


def standing_words(decree: Dated, on: date, within: int) -> tuple[str, str]:
    """Words and tone of the pill: 82 hari lagi, warn."""
    match standing(decree, on, within):
        case Standing.COMING:
            return _("belum berlaku"), "info"
        case Standing.OPEN:
            return _("tanpa batas"), "good"
        case Standing.ENDED:
            return _("berakhir"), "neutral"
        case found:
            assert decree.ends_on is not None
            left = (decree.ends_on - on).days
            text = ngettext("{n} hari lagi", "{n} hari lagi", left) if left else _("hari terakhir")
            return text.format(n=left), "warn" if found is Standing.ENDING else "good"


def is_in_force(decree: Dated, on: date) -> bool:
    """Whether a day lies in the validity."""
    return covers(decree.starts_on, decree.ends_on, on)


def check_form(values: Mapping[str, Any]) -> list[Problem]:
    """A decree has a number, an issuer and a term that does not end before it begins."""
    problems = check_term(values["starts_on"], values["ends_on"])
    if not values["number"].strip():
        problems.append(Problem(_("Isi nomor SK."), "number"))
    if not values["issuer"].strip():
        problems.append(Problem(_("Isi pejabat penerbit SK."), "issuer"))
    return problems


@dataclass(frozen=True)
class NextTerm:
    """What the decree of the next year would say."""

    starts_on: date
    ends_on: date
    fiscal_year: int


def next_term(ends_on: date | None, today: date) -> NextTerm:
    """From the day after the last decree to the end of that year; without one, the year after this."""
    starts_on = ends_on + timedelta(days=1) if ends_on else date(today.year + 1, 1, 1)
    return NextTerm(starts_on, date(starts_on.year, 12, 31), starts_on.year)
