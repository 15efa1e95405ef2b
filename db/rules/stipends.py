"""Tali asih: which months are due to whom, and how much (domain.md 1.8). No payroll: nothing is deducted."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.rules.dates import MONTHS
from db.rules.officers import AssignmentKind
from db.rules.problems import Problem
from db.rules.words import _

FIRST_YEAR = 2009  # TKSK began in 2009 (domain.md 1.2)
Month = tuple[int, int]  # year, month


@dataclass(frozen=True)
class Rate:
    """What one source pays each month from a month on; 0 ends it."""

    starts_on: date
    amount: int


@dataclass(frozen=True)
class Service:
    """Time that one officer served in one kecamatan."""

    kind: AssignmentKind
    starts_on: date
    ends_on: date | None


def is_due(services: Iterable[Service], month: Month, day: int, *, interim: bool) -> bool:
    """Whether somebody serves on the deciding day of a month; an interim officer counts when `interim`."""
    deciding = date(*month, day)
    return any(
        (interim or service.kind is AssignmentKind.DEFINITIVE)
        and service.starts_on <= deciding
        and (service.ends_on is None or deciding <= service.ends_on)
        for service in services
    )


def rate_of(rates: Sequence[Rate], month: Month) -> int:
    """What a month pays: the latest rate that has begun by its first day, 0 before the first."""
    begun = [rate for rate in rates if rate.starts_on <= date(*month, 1)]
    return max(begun, key=lambda rate: rate.starts_on).amount if begun else 0


def months_between(first: Month, last: Month) -> list[Month]:
    """All months from the first to the last, both inclusive."""
    start, end = first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1
    return [(place // 12, place % 12 + 1) for place in range(start, end + 1)]


def said_months(months: Sequence[Month]) -> str:
    """Januari 2026; Januari s.d. Maret 2026; November 2025 s.d. Januari 2026."""
    (year, month), (last_year, last) = min(months), max(months)
    if (year, month) == (last_year, last):
        return f"Bulan {MONTHS[month - 1]} {year}"
    if year == last_year:
        return f"Bulan {MONTHS[month - 1]} s.d. {MONTHS[last - 1]} {year}"
    return f"Bulan {MONTHS[month - 1]} {year} s.d. {MONTHS[last - 1]} {last_year}"


def short_months(months: Sequence[Month]) -> str:
    """Jan–Mar 2020; Jan, Mar 2020; Nov 2025–Jan 2026: the months of one line."""
    spans: list[list[Month]] = []
    for month in sorted(set(months)):
        if spans and months_between(spans[-1][-1], month)[1:] == [month]:
            spans[-1].append(month)
        else:
            spans.append([month])
    said = []
    for place, span in enumerate(spans):
        year = span[-1][0]
        ends_year = place == len(spans) - 1 or spans[place + 1][0][0] != year
        first = MONTHS[span[0][1] - 1][:3] + (f" {span[0][0]}" if span[0][0] != year else "")
        last = f"–{MONTHS[span[-1][1] - 1][:3]}" if len(span) > 1 else ""
        said.append(f"{first}{last}{f' {year}' if ends_year else ''}")
    return ", ".join(said)


def check_rate(starts_on: date | None, amount: int | None) -> list[Problem]:
    """A rate begins with a month and is an amount of rupiah."""
    problems = []
    if starts_on is not None and starts_on.day != 1:
        problems.append(Problem(_("Nilai berlaku mulai tanggal 1 suatu bulan."), "starts_on"))
    if starts_on is not None and starts_on.year < FIRST_YEAR:
        problems.append(Problem(_("TKSK baru ada sejak 2009; periksa tahunnya."), "starts_on"))
    if amount is not None and amount > 100_000_000:
        problems.append(Problem(_("Nilai per bulan terlalu besar; periksa jumlah nolnya."), "amount"))
    return problems


def read_rupiah(text: str) -> int | None:
    """700.000, Rp 700.000 or 700000 as a whole number; None when it is not one."""
    bare = re.sub(r"^\s*rp\.?\s*", "", text.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"\d{1,9}|\d{1,3}(\.\d{3})+(,00?)?", bare):
        return int(bare.split(",")[0].replace(".", ""))
    return None


def rupiah(amount: int) -> str:
    """700000 as 700.000."""
    return f"{amount:,}".replace(",", ".")
