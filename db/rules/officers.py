"""What may happen to assignments of TKSK (domain.md 1.2–1.3, 1.7)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

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
    ACTING = "acting"  # nobody definitive, but somebody for the time being (Plt or double duty)
    VACANT = "vacant"
    NO_POST = "no_post"  # the kabupaten has no post there: not counted as vacant


class NextStep(StrEnum):
    """What a kecamatan waits for."""

    OPEN_VACANCY = "open_vacancy"
    SHOW_VACANCY = "show_vacancy"
    SHOW_PROPOSAL = "show_proposal"
    APPOINT_INTERIM = "appoint_interim"
    RENEW = "renew"


def step_label(step: NextStep) -> str:
    """What the button of a step says."""
    return {
        NextStep.OPEN_VACANCY: _("Buka lowongan"),
        NextStep.SHOW_VACANCY: _("Lihat lowongan"),
        NextStep.SHOW_PROPOSAL: _("Lihat usulan"),
        NextStep.APPOINT_INTERIM: _("Tunjuk Plt…"),
        NextStep.RENEW: _("Perpanjang SK"),
    }[step]


@dataclass(frozen=True)
class Term:
    """An officer's time in one kecamatan; an open end means until further notice."""

    officer: str
    starts_on: date
    ends_on: date | None
    end_reason: str = ""
    kecamatan: str = ""


class Serving(Protocol):
    """Anything with a first and a last day."""

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date | None: ...


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
    person_id: int | None = None  # somebody whom the program knows already


def overlaps(term: Term, starts_on: date, ends_on: date | None) -> bool:
    """Whether two terms share a day; both ends are inclusive."""
    return (term.ends_on is None or starts_on <= term.ends_on) and (
        ends_on is None or term.starts_on <= ends_on
    )


def serves(term: Serving, day: date) -> bool:
    """Whether somebody serves on a day."""
    return covers(term.starts_on, term.ends_on, day)


def covers(first: date, last: date | None, day: date) -> bool:
    """Whether a span, open where it has no last day, reaches over a day."""
    return first <= day and (last is None or last >= day)


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


def check_one_post(
    officer: str, others: Iterable[Term], starts_on: date, ends_on: date | None
) -> list[Problem]:
    """Nobody is the definitive officer of two kecamatan on one day."""
    for term in others:
        if overlaps(term, starts_on, ends_on):
            text = _(
                "{officer} bertugas definitif di Kecamatan {kecamatan} pada {day}. "
                "Akhiri dahulu penugasan itu, atau catat yang ini sebagai rangkap."
            )
            day = long_date(max(starts_on, term.starts_on))
            return [Problem(text.format(officer=officer, kecamatan=term.kecamatan, day=day), "starts_on")]
    return []


def check_definitive(
    kecamatan: str,
    officer: str,
    holders: list[Term],
    posts: Iterable[Term],
    starts_on: date,
    ends_on: date | None,
) -> list[Problem]:
    """Both rules: `holders` are the others of the kecamatan, `posts` the others of the officer."""
    held = check_single_holder(kecamatan, holders, starts_on, ends_on)
    return held or check_one_post(officer, posts, starts_on, ends_on)


def left_before(terms: Iterable[Term], day: date) -> Term | None:
    """The last definitive term of somebody who has left before a day: no list brings him back."""
    last = max(terms, key=lambda term: term.starts_on, default=None)
    gone = last and last.end_reason and last.ends_on and last.ends_on < day
    return last if gone else None


def interim_end(definitive: list[Term], starts_on: date, ends_on: date | None) -> date | None:
    """The last day of an interim: at the latest the day before the next definitive officer starts."""
    following = [term.starts_on for term in definitive if term.starts_on > starts_on]
    last = min(following) - timedelta(days=1) if following else date.max
    return ends_on if ends_on is not None and ends_on <= last else last if following else None


def check_interim(
    kecamatan: str, definitive: list[Term], interim: list[Term], starts_on: date, ends_on: date | None
) -> list[Problem]:
    """One interim at a time; beside a definitive officer only for a limited time, as during a leave."""
    for other in interim:
        if overlaps(other, starts_on, interim_end(definitive, starts_on, ends_on)):
            text = _("Kecamatan {kecamatan} sudah dijalankan sementara oleh {officer} pada {day}.")
            day = long_date(max(starts_on, other.starts_on))
            return [Problem(text.format(kecamatan=kecamatan, officer=other.officer, day=day), "starts_on")]
    for term in definitive:
        if ends_on is None and overlaps(term, starts_on, starts_on):
            text = _(
                "Kecamatan {kecamatan} masih dijabat {officer} pada {day}. "
                "Isi tanggal selesai bila hanya menggantikan selama berhalangan."
            )
            shown = text.format(kecamatan=kecamatan, officer=term.officer, day=long_date(starts_on))
            return [Problem(shown, "ends_on")]
    return []


def warn_of_interim(definitive: list[Term], starts_on: date, ends_on: date | None) -> str:
    """What to know of an interim that meets a definitive officer: allowed, so never a refusal."""
    said = []
    for term in definitive:
        if term.starts_on <= starts_on and overlaps(term, starts_on, ends_on):
            text = _("{officer} masih definitif pada {day}: hanya untuk menggantikan selama berhalangan.")
            said.append(text.format(officer=term.officer, day=long_date(starts_on)))
    last = interim_end(definitive, starts_on, ends_on)
    if last != ends_on and last is not None:
        text = _("Berakhir sendiri pada {day}, sehari sebelum TKSK definitif mulai bertugas.")
        said.append(text.format(day=long_date(last)))
    return " ".join(said)


def check_niat(text: str, field: str = "niat") -> list[Problem]:
    """Ten digits, the first six the kecamatan; a new officer has none yet (domain.md 1.7)."""
    niat = digits(text)
    if not niat or re.fullmatch(r"[0-9]{10}", niat):
        return []
    return [Problem(_("NIAT berisi 10 angka, misalnya 5204060012; boleh kosong bila belum ada."), field)]


def days_vacant(vacant_since: date, today: date) -> int:
    """How many days a kecamatan has been without an officer."""
    return max((today - vacant_since).days, 0)
