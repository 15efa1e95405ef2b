"""Limits that an office may change: none of them is in the regulation beyond doubt (domain.md 8.2, [M])."""

from dataclasses import dataclass, fields

from db.rules.problems import Problem
from db.rules.words import _


@dataclass(frozen=True)
class Limits:
    """Days unless the name says otherwise. What the office has not changed is as it stands here."""

    decree_ends_within: int = 90
    decree_second: int = 60
    decree_third: int = 30
    term_years: int = 5  # Pasal 20(1) Permensos 28/2018
    term_ends_within: int = 180
    age_limit_years: int = 60
    age_ends_within: int = 365
    niat_after_months: int = 6
    paper_ends_within: int = 30
    report_day: int = 5  # of the next month
    report_warns: int = 1  # 0: Beranda is silent about late monthly reports
    duty_idle_months: int = 3
    acting_months: int = 6
    grade_good: int = 80  # points from which an evaluation says Baik
    grade_fair: int = 60
    proposal_first: int = 60
    proposal_second: int = 120
    proposal_third: int = 180
    number_reserved: int = 14
    backup_after: int = 7
    stipend_from_day: int = 15  # somebody who serves on this day of a month is paid for it
    stipend_for_acting: int = 0  # 1: an interim officer is paid too
    round_ends_within: int = 14  # desa that have not handed in their sheet are named from then on
    record_stale_months: int = 12  # a record that nobody has confirmed for so long is old
    welfare_stale_months: int = 12  # older DTSEN data is marked as old (peers.md row 53)


RANGES = {
    "backup_after": (1, 365),
    "report_day": (1, 28),
    "stipend_from_day": (1, 28),
    "stipend_for_acting": (0, 1),
    "report_warns": (0, 1),
    "term_years": (1, 40),
    "age_limit_years": (18, 100),
    "acting_months": (1, 60),
    "niat_after_months": (1, 60),
    "duty_idle_months": (1, 60),
    "record_stale_months": (1, 120),
    "welfare_stale_months": (1, 60),
    "grade_good": (1, 100),
    "grade_fair": (0, 99),
}
WIDEST = (0, 3660)


def read_limits(stored: dict[str, int]) -> Limits:
    """The limits as the office has them; a name that this version does not know is left out."""
    known = {field.name for field in fields(Limits)}
    return Limits(**{name: value for name, value in stored.items() if name in known})


def check_limits(limits: Limits) -> list[Problem]:
    """Each limit lies where it makes sense."""
    text = _("Isi angka dari {low} sampai {high}.")
    problems = []
    for field in fields(limits):
        low, high = RANGES.get(field.name, WIDEST)
        if not low <= getattr(limits, field.name) <= high:
            problems.append(Problem(text.format(low=low, high=high), field.name))
    if not limits.proposal_first < limits.proposal_second < limits.proposal_third:
        problems.append(Problem(_("Tiga batas usulan harus makin besar."), "proposal_third"))
    if not limits.decree_third <= limits.decree_second <= limits.decree_ends_within:
        problems.append(Problem(_("Tiga batas akhir SK harus makin kecil."), "decree_third"))
    if limits.grade_fair >= limits.grade_good:
        problems.append(
            Problem(_("Batas predikat Cukup harus lebih kecil daripada batas Baik."), "grade_fair")
        )
    return problems
