"""Who stands before whom: the final score, then one step of the ladder after the other (domain.md 5.3, 6).

Every step compares two candidates by what is known of them alone, so no third one can change their order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise

from db.rules.dates import decimal_text
from db.rules.problems import Problem
from db.rules.scoring import Ranked, shown
from db.rules.selection import Component, TieStep, tie_label
from db.rules.words import _

LADDER = tuple(TieStep)
UNKNOWN = Fraction(-1)  # nothing documented stands behind everything that is; ages are below it
FEWEST_WITNESSES = 2


@dataclass(frozen=True)
class Candidate:
    """What the ladder looks at."""

    applicant_id: int
    final: Fraction
    interview: Fraction | None = None
    written: Fraction | None = None
    service_years: int | None = None
    education: int | None = None  # the level of the last school
    born: date | None = None
    below: tuple[Component, ...] = ()


@dataclass(frozen=True)
class Draw:
    """What was drawn with witnesses: the one drawn first stands first."""

    on: date
    witnesses: tuple[str, ...]
    order: tuple[int, ...]  # ids of applicants


def read_ladder(kept: Sequence[str] | None) -> tuple[TieStep, ...]:
    """The ladder of a vacancy; what is not set is the usual one."""
    return LADDER if kept is None else tuple(TieStep(step) for step in kept)


def rank_by_ladder(
    candidates: Sequence[Candidate],
    pass_mark: Decimal,
    ladder: Sequence[TieStep] = LADDER,
    draw: Draw | None = None,
) -> list[Ranked]:
    """Best first; who is equal on every step shares a rank and is marked."""
    keys = {one.applicant_id: _key(one, ladder, draw) for one in candidates}
    rows = []
    for one in candidates:
        key = keys[one.applicant_id]
        rivals = [k for owner, k in keys.items() if owner != one.applicant_id and k[0] == key[0]]
        used = [_differ(key, other) for other in rivals]
        steps = [place for place in used if place]
        rows.append(
            Ranked(
                applicant_id=one.applicant_id,
                final=one.final,
                rank=1 + sum(other > key for other in keys.values()),
                tied=key in rivals,
                passes=one.final >= Fraction(pass_mark) and not one.below,
                step=ladder[max(steps) - 1] if steps else None,
                below=one.below,
            )
        )
    return sorted(rows, key=lambda row: (row.rank, row.applicant_id))


def ties_in_words(
    ranked: Sequence[Ranked],
    candidates: Mapping[int, Candidate],
    names: Mapping[int, str],
    ladder: Sequence[TieStep] = LADDER,
    draw: Draw | None = None,
) -> str:
    """Which steps of the ladder separated whom, for the minutes; empty where all final scores differ."""
    said = []
    for _final, group in groupby(ranked, key=lambda row: row.final):
        rows = list(group)
        for upper, lower in pairwise(rows):
            if upper.rank == lower.rank:
                continue
            keys = [_key(candidates[row.applicant_id], ladder, draw) for row in (upper, lower)]
            step = ladder[_differ(*keys) - 1]
            text = "nilai akhir {score} sama: {first} di atas {second} karena {step}"
            said.append(
                text.format(
                    score=decimal_text(shown(upper.final)),
                    first=names[upper.applicant_id],
                    second=names[lower.applicant_id],
                    step=tie_label(step),
                )
            )
        for place, equal in groupby(rows, key=lambda row: row.rank):
            same = [names[row.applicant_id] for row in equal]
            if len(same) > 1:
                text = "nilai sama ({score}) pada peringkat {place}: {names}"
                score = decimal_text(shown(rows[0].final))
                said.append(text.format(score=score, place=place, names=", ".join(same)))
    return "; ".join(said)


def undrawn(ranked: Sequence[Ranked], ladder: Sequence[TieStep], draw: Draw | None) -> tuple[int, ...]:
    """Who is still equal and may win: between them a draw decides, where the ladder has one."""
    if TieStep.DRAW not in ladder:
        return ()
    drawn = set(draw.order) if draw else set()
    return tuple(
        row.applicant_id for row in ranked if row.tied and row.passes and row.applicant_id not in drawn
    )


def check_draw(draw: Draw, wanted: Sequence[int], not_before: date) -> list[Problem]:
    """A draw names all who are equal once, two witnesses, and a day that is not before the interview."""
    problems = []
    if set(draw.order) != set(wanted) or len(draw.order) != len(set(draw.order)):
        problems.append(Problem(_("Susun urutan undian untuk semua calon yang bernilai sama."), "order"))
    if len({name.strip().casefold() for name in draw.witnesses if name.strip()}) < FEWEST_WITNESSES:
        problems.append(Problem(_("Tulis paling sedikit dua saksi undian."), "witnesses"))
    if draw.on < not_before:
        problems.append(Problem(_("Undian tidak dapat mendahului wawancara."), "on"))
    return problems


def check_ladder(ladder: Sequence[TieStep]) -> list[Problem]:
    """Each step once; a draw, where there is one, comes last: nothing can come after it."""
    if len(set(ladder)) != len(ladder):
        return [Problem(_("Satu langkah pemutus nilai sama tertulis dua kali."), "tie_ladder")]
    if TieStep.DRAW in ladder[:-1]:
        return [Problem(_("Undian harus menjadi langkah terakhir."), "tie_ladder")]
    return []


def _key(one: Candidate, ladder: Sequence[TieStep], draw: Draw | None) -> tuple[Fraction, ...]:
    return (one.final, *(_worth(one, step, draw) for step in ladder))


def _worth(one: Candidate, step: TieStep, draw: Draw | None) -> Fraction:
    if step is TieStep.AGE:
        return Fraction(-one.born.toordinal() if one.born else -date.max.toordinal())
    if step is TieStep.DRAW:
        drawn = draw.order if draw else ()
        return Fraction(len(drawn) - drawn.index(one.applicant_id)) if one.applicant_id in drawn else UNKNOWN
    known = {
        TieStep.INTERVIEW: one.interview,
        TieStep.WRITTEN: one.written,
        TieStep.SERVICE: one.service_years,
        TieStep.EDUCATION: one.education,
    }[step]
    return UNKNOWN if known is None else Fraction(known)


def _differ(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> int:
    """The first place where two keys differ; 0 is the final score, also where they are equal."""
    return next((place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]), 0)
