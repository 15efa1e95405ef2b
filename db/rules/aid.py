"""DTSEN, aid and what is done for people (domain.md 2.5 F-1, peers.md rows 52, 53)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from db.rules.dates import short_date
from db.rules.words import _

DECILES = range(1, 11)
Pair = tuple[str, str]


class Standing(StrEnum):
    """Whether DTSEN knows a person (domain.md 10.3 status_dtsen)."""

    LISTED = "listed"
    NOT_LISTED = "not_listed"
    UNCHECKED = "unchecked"
    INACTIVE = "inactive"


def standing_label(standing: Standing) -> str:
    """What the screen calls it."""
    return {
        Standing.LISTED: _("Terdaftar"),
        Standing.NOT_LISTED: _("Tidak terdaftar"),
        Standing.UNCHECKED: _("Belum dicek"),
        Standing.INACTIVE: _("Nonaktif"),
    }[standing]


class HandlingKind(StrEnum):
    NEED = "need"
    SERVICE = "service"
    REFERRAL = "referral"


def handling_label(kind: HandlingKind) -> str:
    """What the screen calls it."""
    return {
        HandlingKind.NEED: _("Kebutuhan"),
        HandlingKind.SERVICE: _("Layanan"),
        HandlingKind.REFERRAL: _("Rujukan"),
    }[kind]


def pair_of(one: str, other: str) -> Pair:
    """Two programmes in the one order in which a pair is kept."""
    return (one, other) if one <= other else (other, one)


def is_stale(as_of: date | None, today: date, months: int) -> bool:
    """Whether what is known is older than the office lets it be."""
    return as_of is not None and as_of + relativedelta(months=months) < today


@dataclass(frozen=True)
class Given:
    """An aid that somebody of a family gets: what of it counts for double aid."""

    id: int | None
    person_id: int
    name: str
    programme_code: str
    programme: str
    begins_on: date
    ends_on: date | None


def find_double(new: Given, known: Iterable[Given], allowed: Collection[Pair]) -> list[Given]:
    """Which aids of the family make a new one a double aid.

    Two programmes at the same time are double unless their pair is allowed; the same programme for another
    member only where it is allowed with itself, for the same person always.
    """
    return [
        other
        for other in known
        if (other.id is None or other.id != new.id)
        and _overlap(new, other)
        and (
            (other.programme_code == new.programme_code and other.person_id == new.person_id)
            or pair_of(other.programme_code, new.programme_code) not in allowed
        )
    ]


def tell_double(found: Iterable[Given]) -> str:
    """Which other aid there is, who gets it, since when."""
    one = _("{programme} untuk {name} sejak {day}")
    parts = [
        one.format(programme=other.programme, name=other.name, day=short_date(other.begins_on))
        for other in found
    ]
    return _("Bantuan ganda: keluarga ini sudah menerima {others}.").format(others="; ".join(parts))


def _overlap(one: Given, other: Given) -> bool:
    return (other.ends_on is None or one.begins_on <= other.ends_on) and (
        one.ends_on is None or other.begins_on <= one.ends_on
    )
