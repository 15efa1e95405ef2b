"""The arithmetic of the interview, exact to the last step (domain.md 5.3).

Values are kept as Fractions until they are shown: thirds stay thirds, nothing is rounded on the way.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from db.rules.dates import decimal_text
from db.rules.problems import Problem
from db.rules.words import _

HUNDRED = Decimal(100)


def check_weights(weights: Sequence[Decimal]) -> list[Problem]:
    """Weights are positive, have at most three decimals, and total exactly 100."""
    if any(weight <= 0 for weight in weights):
        return [Problem(_("Setiap bobot harus lebih dari 0."), "weight")]
    if any(weight != round(weight, 3) for weight in weights):
        return [Problem(_("Bobot paling banyak tiga angka di belakang koma."), "weight")]
    total = sum(weights, Decimal(0))
    if total != HUNDRED:
        text = _("Jumlah bobot harus 100; sekarang {total}.")
        return [Problem(text.format(total=f"{total.normalize():f}".replace(".", ",")), "weight")]
    return []


def check_value(value: Decimal, field: str = "value") -> list[Problem]:
    """A score lies between 0 and 100 and has at most three decimals, as many as are kept."""
    if not (value.is_finite() and Decimal(0) <= value <= HUNDRED):
        typed = f"{value:f}".replace(".", ",")
        return [Problem(_("Nilai harus antara 0 dan 100; yang diketik {v}.").format(v=typed), field)]
    if value != round(value, 3):
        return [Problem(_("Nilai paling banyak tiga angka di belakang koma."), field)]
    return []


def member_total(weights: Mapping[int, Decimal], values: Mapping[int, Decimal]) -> Fraction | None:
    """Σ(weight × value)/100 over criterion ids; None while any value is missing: missing is never 0."""
    if any(criterion not in values for criterion in weights):
        return None
    total = sum((Fraction(weight) * Fraction(values[c]) for c, weight in weights.items()), Fraction(0))
    return total / 100


def interview_score(member_totals: Sequence[Fraction | None]) -> Fraction | None:
    """The mean of the members' totals; None until all are in."""
    known = [total for total in member_totals if total is not None]
    if not known or len(known) != len(member_totals):
        return None
    return sum(known, Fraction(0)) / len(known)


def shown(value: Fraction | None) -> Decimal | None:
    """Rounded half up to two places, only for showing."""
    if value is None:
        return None
    return Decimal(math.floor(value * 100 + Fraction(1, 2))) / HUNDRED


@dataclass(frozen=True)
class Ranked:
    """One candidate's place; equal scores share it."""

    applicant_id: int
    final: Fraction
    rank: int
    tied: bool
    passes: bool


def rank(finals: Mapping[int, Fraction], pass_mark: Decimal) -> list[Ranked]:
    """Best first. The order of entry plays no part: equal scores share one rank and are marked."""
    scores = sorted(finals.values(), reverse=True)
    ranked = [
        Ranked(
            applicant_id=applicant_id,
            final=final,
            rank=scores.index(final) + 1,
            tied=scores.count(final) > 1,
            passes=final >= Fraction(pass_mark),
        )
        for applicant_id, final in finals.items()
    ]
    return sorted(ranked, key=lambda row: (row.rank, row.applicant_id))


def tie_note(ranked: Sequence[Ranked], names: Mapping[int, str]) -> str:
    """Which candidates are equal, in words for the minutes; empty when none are."""
    groups: dict[int, list[Ranked]] = {}
    for row in ranked:
        if row.tied:
            groups.setdefault(row.rank, []).append(row)
    return "; ".join(
        f"nilai sama ({decimal_text(shown(rows[0].final))}) pada peringkat {place}: "
        + ", ".join(names[row.applicant_id] for row in rows)
        for place, rows in groups.items()
    )


def check_choice(chosen: Ranked, reason: str) -> list[Problem]:
    """Below the pass mark nobody is proposed; not first, or tied, needs a reason that is printed."""
    if not chosen.passes:
        return [Problem(_("Nilai di bawah ambang lulus; calon ini tidak dapat diusulkan."), "applicant_id")]
    if (chosen.rank > 1 or chosen.tied) and not reason.strip():
        text = (
            _("Beberapa calon bernilai sama. Tulis alasan pilihan; alasan dicetak dalam berita acara.")
            if chosen.rank == 1
            else _("Calon ini bukan peringkat 1. Tulis alasan; alasan dicetak dalam berita acara.")
        )
        return [Problem(text, "reason")]
    return []
