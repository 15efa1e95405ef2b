"""What the card of an officer may say: accounts, papers, trainings, programmes (domain.md 1.10, 3.5).

A problem of a row names its place: `accounts/0/number` is the number in the first row of the accounts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.rules.dates import long_date
from db.rules.evaluation import FIRST_YEAR
from db.rules.office import digits
from db.rules.problems import Problem
from db.rules.words import _

SHOWN = 4  # digits at the end of an account number that everybody may see
OLDEST_TRAINING = 1970
MOST_HOURS = 2000


@dataclass(frozen=True)
class AccountRow:
    """One account; `id` is None while it is new."""

    id: int | None = None
    source_code: str | None = None
    bank: str = ""
    number: str = ""
    holder: str = ""


@dataclass(frozen=True)
class PaperRow:
    """One paper that may expire."""

    id: int | None = None
    kind_code: str | None = None
    number: str = ""
    issuer: str = ""
    dated_on: date | None = None
    expires_on: date | None = None
    scan_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class TrainingRow:
    """One course."""

    id: int | None = None
    name: str = ""
    organiser: str = ""
    year: int | None = None
    hours: int | None = None
    certificate: str = ""


@dataclass(frozen=True)
class ProgrammeRow:
    """One programme accompanied beside the eight duties."""

    id: int | None = None
    programme_code: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    note: str = ""


def mask_account(number: str) -> str:
    """••••••3456: enough to compare, not enough to misuse."""
    return f"{'•' * max(len(number) - SHOWN, 0)}{number[-SHOWN:]}"


def is_expired(expires_on: date | None, today: date) -> bool:
    """The last day of a paper still counts."""
    return expires_on is not None and expires_on < today


def check_appointments(values: Mapping[str, Any], today: date) -> list[Problem]:
    """The years of the first and the last appointment have come, in this order."""
    first, last = values.get("first_year"), values.get("last_year")
    problems = []
    for field, year in (("first_year", first), ("last_year", last)):
        if year is not None and not FIRST_YEAR <= year <= today.year:
            text = _("Isi tahun antara {first} dan {now}.")
            problems.append(Problem(text.format(first=FIRST_YEAR, now=today.year), field))
    if not problems and first is not None and last is not None and last < first:
        problems.append(Problem(_("Pengangkatan terakhir mendahului yang pertama."), "last_year"))
    return problems


def propose_appointments(
    values: Mapping[str, Any], decrees: Sequence[tuple[int, str, str]]
) -> dict[str, Any]:
    """The first and the last appointment as the decrees tell them (year, number, issuer; the oldest first).

    Only where nothing of it is known: an older list may tell of one before the decrees of the register.
    """
    found: dict[str, Any] = {}
    if not decrees:
        return found
    told = {"first": decrees[0], "last": decrees[-1]}
    for which, facts in told.items():
        fields = tuple(f"{which}_{part}" for part in ("year", "decree", "issuer"))
        if not any(values.get(field) for field in fields):
            found |= dict(zip(fields, facts, strict=True))
    first, last = values.get("first_year"), values.get("last_year")
    if "first_year" in found and last and found["first_year"] > last:  # the list knows one before these
        found = {field: value for field, value in found.items() if not field.startswith("first")}
    if "last_year" in found and first and found["last_year"] < first:
        found = {field: value for field, value in found.items() if not field.startswith("last")}
    return found


def check_accounts(rows: Sequence[AccountRow]) -> Iterator[Problem]:
    """A number of digits, and one account for each source of money."""
    places: dict[str, int] = {}
    for place, row in enumerate(rows):
        at = f"accounts/{place}"
        if not row.source_code:
            yield Problem(_("Pilih sumber dana."), f"{at}/source_code")
        elif row.source_code in places:
            text = _("Sumber dana ini sudah mempunyai rekening pada baris {row}; satu sumber satu rekening.")
            yield Problem(text.format(row=places[row.source_code] + 1), f"{at}/source_code")
        else:
            places[row.source_code] = place
        if not digits(row.number):
            yield Problem(_("Isi nomor rekening."), f"{at}/number")
        elif not re.fullmatch(r"[0-9]+", digits(row.number)):
            yield Problem(_("Nomor rekening hanya berisi angka."), f"{at}/number")


def check_papers(rows: Sequence[PaperRow]) -> Iterator[Problem]:
    """A paper says what it is, and does not end before its date."""
    for place, row in enumerate(rows):
        at = f"papers/{place}"
        if not row.kind_code:
            yield Problem(_("Pilih jenis dokumen."), f"{at}/kind_code")
        if row.dated_on and row.expires_on and row.expires_on < row.dated_on:
            text = _("Masa berlaku berakhir sebelum tanggal dokumen ({day}).")
            yield Problem(text.format(day=long_date(row.dated_on)), f"{at}/expires_on")


def check_trainings(rows: Sequence[TrainingRow], today: date) -> Iterator[Problem]:
    """A training has a name; its year has come."""
    for place, row in enumerate(rows):
        at = f"trainings/{place}"
        if not row.name.strip():
            yield Problem(_("Isi nama pelatihan."), f"{at}/name")
        if row.year is not None and not OLDEST_TRAINING <= row.year <= today.year:
            text = _("Isi tahun antara {first} dan {now}.")
            yield Problem(text.format(first=OLDEST_TRAINING, now=today.year), f"{at}/year")
        if row.hours is not None and not 0 < row.hours <= MOST_HOURS:
            yield Problem(_("Isi jam antara 1 dan {most}.").format(most=MOST_HOURS), f"{at}/hours")


def check_programmes(rows: Sequence[ProgrammeRow]) -> Iterator[Problem]:
    """A programme does not end before it begins, and is not accompanied twice at one time."""
    for place, row in enumerate(rows):
        at = f"programmes/{place}"
        if not row.programme_code:
            yield Problem(_("Pilih program."), f"{at}/programme_code")
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            yield Problem(_("Tanggal selesai mendahului tanggal mulai."), f"{at}/ends_on")
        same = (
            earlier
            for earlier, other in enumerate(rows[:place])
            if row.programme_code and other.programme_code == row.programme_code and _share_a_day(row, other)
        )
        if (earlier := next(same, None)) is not None:
            text = _("Program ini sudah dicatat untuk waktu yang sama pada baris {row}.")
            yield Problem(text.format(row=earlier + 1), f"{at}/programme_code")


def _share_a_day(one: ProgrammeRow, other: ProgrammeRow) -> bool:
    first, last = date.min, date.max
    return (one.starts_on or first) <= (other.ends_on or last) and (other.starts_on or first) <= (
        one.ends_on or last
    )
