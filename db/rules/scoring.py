"""The arithmetic of a selection, exact to the last step (domain.md 5.3).

Values are kept as Fractions until they are shown: thirds stay thirds, nothing is rounded on the way.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from db.rules.dates import decimal_text
from db.rules.problems import Problem
from db.rules.selection import Component, Scale, TieStep, component_label
from db.rules.words import _

HUNDRED = Decimal(100)
PLACES = 8  # of a value that is shown unrounded: a total of one member always ends there


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


def member_total(weights: Mapping[int, Decimal], values: Mapping[int, Decimal]) -> Fraction | None:
    """Σ(weight × value)/100 over criterion ids; None while any value is missing: missing is never 0."""
    if any(criterion not in values for criterion in weights):
        return None
    total = sum((Fraction(weight) * Fraction(values[c]) for c, weight in weights.items()), Fraction(0))
    return total / 100


def interview_score(member_totals: Sequence[Fraction | None]) -> Fraction | None:
    """The mean of the members' totals; None until all are in.

    Who is recused has no place in `member_totals`: the divisor is one less, as if he were not there.
    """
    known = [total for total in member_totals if total is not None]
    if not known or len(known) != len(member_totals):
        return None
    return sum(known, Fraction(0)) / len(known)


def shares(
    weights: Mapping[Component, Decimal], used: Collection[Component] = frozenset(Component)
) -> dict[Component, Fraction]:
    """What part each component has in the final score, in the order of the components.

    One that is off leaves its weight to the others in proportion to theirs; the parts sum to one.
    """
    kept = {c: Fraction(weights[c]) for c in Component if weights.get(c, 0) > 0 and c in used}
    whole = sum(kept.values(), Fraction(0))
    return {component: weight / whole for component, weight in kept.items()}


def final_score(
    parts: Mapping[Component, Fraction], scores: Mapping[Component, Fraction | None]
) -> Fraction | None:
    """Σ(part × score); None while a component is missing."""
    known = {component: scores.get(component) for component in parts}
    if not parts or any(score is None for score in known.values()):
        return None
    return sum((parts[c] * score for c, score in known.items() if score is not None), Fraction(0))


def below_minimum(
    minimums: Mapping[Component, Decimal | None], scores: Mapping[Component, Fraction | None]
) -> tuple[Component, ...]:
    """The components in which a candidate stays below what is asked; compared exactly."""
    return tuple(
        component
        for component, minimum in minimums.items()
        if minimum is not None and (score := scores.get(component)) is not None and score < Fraction(minimum)
    )


def minimums_in_words(minimums: Mapping[Component, Decimal | None]) -> str:
    """What each component asks for at least: tes tertulis 50,00 dan wawancara 60,00."""
    return " dan ".join(
        f"{component_label(component).lower()} {decimal_text(least)}"
        for component, least in minimums.items()
        if least is not None
    )


def check_components(
    weights: Mapping[Component, Decimal], minimums: Mapping[Component, Decimal | None]
) -> list[Problem]:
    """No weight below 0, together 100; only what counts has a minimum, and no interview without a weight."""
    problems = []
    for component in Component:
        weight, minimum = weights.get(component, Decimal(0)), minimums.get(component)
        name = component_label(component).lower()
        if weight < 0 or weight != round(weight, 3):
            text = _("Bobot {name} harus 0 atau lebih, paling banyak tiga angka di belakang koma.")
            problems.append(Problem(text.format(name=name), f"{component}_weight"))
        if minimum is not None and not 0 <= minimum <= HUNDRED:
            text = _("Nilai minimum {name} harus antara 0 dan 100.")
            problems.append(Problem(text.format(name=name), f"{component}_minimum"))
        if minimum is not None and weight == 0:
            text = _("Bobot {name} 0, jadi komponen ini tidak dipakai; kosongkan nilai minimumnya.")
            problems.append(Problem(text.format(name=name), f"{component}_minimum"))
    total = sum(weights.values(), Decimal(0))
    if total != HUNDRED:
        text = _("Jumlah bobot komponen harus 100; sekarang {total}.")
        problems.append(Problem(text.format(total=plain(Fraction(total))), "interview_weight"))
    elif weights.get(Component.INTERVIEW, 0) == 0:
        problems.append(Problem(_("Wawancara harus mempunyai bobot."), "interview_weight"))
    return problems


def formula_in_words(
    weights: Mapping[Component, Decimal],
    used: Collection[Component],
    scale: Scale,
    criteria: Sequence[Decimal],
) -> str:
    """How the final score comes about, as it is announced before the first score is given."""
    parts = shares(weights, used)
    made = " + ".join(f"{plain(part * 100)}% {component_label(c).lower()}" for c, part in parts.items())
    said = [
        _("Nilai akhir = {made}").format(made=made),
        _(
            "wawancara = rata-rata nilai semua anggota yang menilai; "
            "nilai anggota = jumlah (bobot × nilai) ÷ 100 dari {n} aspek"
        ).format(n=len(criteria)),
    ]
    if scale is Scale.FIVE:
        said.append(_("nilai 1–5 dikalikan 20"))
    off = [c for c in Component if weights.get(c, 0) > 0 and c not in used]
    if off:
        names = ", ".join(component_label(c).lower() for c in off)
        said.append(_("{names} tidak dipakai, bobotnya dibagi sebanding").format(names=names))
    said.append(_("dibulatkan dua angka (setengah ke atas) hanya pada akhir"))
    return "; ".join(said) + "."


def plain(value: Fraction) -> str:
    """As exact as can be written: 40, 33,5, 75,916666…"""
    scaled = math.floor(abs(value) * 10**PLACES)
    whole, rest = divmod(scaled, 10**PLACES)
    digits = f"{rest:0{PLACES}}".rstrip("0")
    exact = Fraction(scaled, 10**PLACES) == abs(value)
    if not exact:
        digits = f"{rest:0{PLACES}}\u2026"
    return ("-" if value < 0 else "") + (f"{whole},{digits}" if digits else str(whole))


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
    step: TieStep | None = None  # what set it apart from others with the same final score
    below: tuple[Component, ...] = ()  # components whose minimum is not reached


def check_choice(chosen: Ranked, reason: str) -> list[Problem]:
    """Below the pass mark nobody is proposed; not first, or tied, needs a reason that is printed."""
    if chosen.below:
        names = ", ".join(component_label(component).lower() for component in chosen.below)
        text = _("Nilai {names} di bawah nilai minimum; calon ini tidak dapat diusulkan.")
        return [Problem(text.format(names=names), "applicant_id")]
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
