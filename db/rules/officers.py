"""What may happen to assignments of TKSK (domain.md 1.2–1.3, 1.7)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.rules.dates import long_date
from db.rules.office import digits
from db.rules.people import Sex
from db.rules.problems import Problem
from db.rules.words import _


class AssignmentKind(StrEnum):
    DEFINITIVE = "definitive"
    ACTING = "acting"  # Plt: somebody without a post of the own
    DOUBLE = "double"  # the officer of another kecamatan serves here too


def assignment_label(kind: AssignmentKind) -> str:
    """What the screen calls a kind of assignment."""
    return {
        AssignmentKind.DEFINITIVE: _("Definitif"),
        AssignmentKind.ACTING: _("Plt"),
        AssignmentKind.DOUBLE: _("Rangkap"),
    }[kind]


class DecreeLevel(StrEnum):
    MINISTRY = "ministry"
    PROVINCE = "province"
    REGENCY = "regency"


def level_label(level: DecreeLevel) -> str:
    """What the screen calls the level of a decree."""
    return {
        DecreeLevel.MINISTRY: _("Kementerian"),
        DecreeLevel.PROVINCE: _("Provinsi"),
        DecreeLevel.REGENCY: _("Kabupaten/Kota"),
    }[level]


class PostState(StrEnum):
    """How a kecamatan stands on a day."""

    FILLED = "filled"
    ACTING = "acting"
    VACANT = "vacant"


@dataclass(frozen=True)
class Term:
    """A definitive officer's time in one kecamatan; an open end means until further notice."""

    officer: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class MemberForm:
    """One officer of a decree, as an Excel list or a form gives it; `row` is its place in the list."""

    row: int
    name: str
    nik: str
    niat: str
    kecamatan: str
    birth_place: str = ""
    birth_date: date | None = None
    sex: Sex | None = None
    address: str = ""
    desa: str = ""
    phone: str = ""
    education: str = ""


def overlaps(term: Term, starts_on: date, ends_on: date | None) -> bool:
    """Whether two terms share a day; both ends are inclusive."""
    return (term.ends_on is None or starts_on <= term.ends_on) and (
        ends_on is None or term.starts_on <= ends_on
    )


def check_term(starts_on: date, ends_on: date | None) -> list[Problem]:
    """A term does not end before it starts; an open end is allowed."""
    if ends_on is not None and ends_on < starts_on:
        return [Problem(_("Tanggal selesai mendahului tanggal mulai."), "ends_on")]
    return []


def check_single_holder(
    kecamatan: str, others: list[Term], starts_on: date, ends_on: date | None
) -> list[Problem]:
    """Never two definitive officers in one kecamatan on one day (domain.md 1.2)."""
    for other in others:
        if overlaps(other, starts_on, ends_on):
            text = _(
                "Kecamatan {kecamatan} sudah dijabat {officer} pada {day}. "
                "Akhiri dahulu penugasan itu atau ubah tanggal mulainya."
            )
            day = long_date(max(starts_on, other.starts_on))
            return [Problem(text.format(kecamatan=kecamatan, officer=other.officer, day=day), "starts_on")]
    return []


def check_exit(starts_on: date, left_on: date) -> list[Problem]:
    """Somebody served at least one day before leaving; `left_on` is the first day without duty."""
    if left_on <= starts_on:
        text = _("Tanggal berhenti harus sesudah awal penugasan ({day}).")
        return [Problem(text.format(day=long_date(starts_on)), "left_on")]
    return []


def check_niat(text: str, field: str = "niat") -> list[Problem]:
    """Ten digits, the first six the kecamatan; a new officer has none yet (domain.md 1.7)."""
    niat = digits(text)
    if not niat or re.fullmatch(r"[0-9]{10}", niat):
        return []
    return [Problem(_("NIAT berisi 10 angka, misalnya 52.04.06-0012; boleh kosong bila belum ada."), field)]


def days_vacant(vacant_since: date, today: date) -> int:
    """How many days a kecamatan has been without an officer."""
    return max((today - vacant_since).days, 0)
