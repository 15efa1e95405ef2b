"""The yearly evaluation of an officer (domain.md 1.3, Pasal 32; 1.9 and 8 `evaluasi_tksk`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from db.rules.problems import Problem
from db.rules.words import _

HIGHEST = 100
FIRST_YEAR = 2009  # TKSK exist since then (domain.md 1.2)


class Grade(StrEnum):
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class Recommendation(StrEnum):
    EXTEND = "extend"
    COACH = "coach"
    REPLACE = "replace"


@dataclass(frozen=True)
class Criterion:
    """One thing that is judged, with its weight in the year of the evaluation."""

    code: str
    name: str
    weight: int


def grade_label(grade: Grade) -> str:
    """Baik, Cukup, Buruk (domain.md 10.3 predikat_kinerja)."""
    return {Grade.GOOD: _("Baik"), Grade.FAIR: _("Cukup"), Grade.POOR: _("Buruk")}[grade]


def recommendation_label(recommendation: Recommendation) -> str:
    """What follows from an evaluation."""
    return {
        Recommendation.EXTEND: _("Diperpanjang"),
        Recommendation.COACH: _("Pembinaan"),
        Recommendation.REPLACE: _("Diganti"),
    }[recommendation]


def read_criteria(stored: Sequence[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """The criteria as an evaluation keeps them."""
    return tuple(Criterion(row["code"], row["name"], row["weight"]) for row in stored)


def weighted_value(criteria: Sequence[Criterion], scores: Mapping[str, int]) -> Decimal | None:
    """The mean by weight, rounded half up to two places at the very end; None until all is filled in."""
    total = sum(criterion.weight for criterion in criteria)
    if not total or any(criterion.code not in scores for criterion in criteria):
        return None
    points = sum(criterion.weight * scores[criterion.code] for criterion in criteria)
    return Decimal((200 * points + total) // (2 * total)).scaleb(-2)  # whole numbers: nothing is lost


def grade_of(value: Decimal | None, good: int, fair: int) -> Grade | None:
    """The grade follows from the value alone; an evaluation that is not complete has none."""
    if value is None:
        return None
    return Grade.GOOD if value >= good else Grade.FAIR if value >= fair else Grade.POOR


def check_evaluation(
    year: int | None,
    criteria: Sequence[Criterion],
    scores: Mapping[str, int],
    assessed_on: date | None,
    today: date,
) -> list[Problem]:
    """A past or the present year, whole scores from 0 to 100, assessed on a day that has come."""
    problems = []
    if year is None:
        problems.append(Problem(_("Isi tahun yang dievaluasi."), "year"))
    elif year > today.year:
        text = _("Tahun {year} belum berjalan; evaluasi paling akhir untuk tahun {now}.")
        problems.append(Problem(text.format(year=year, now=today.year), "year"))
    elif year < FIRST_YEAR:
        problems.append(Problem(_("TKSK ada sejak {year}.").format(year=FIRST_YEAR), "year"))
    names = {criterion.code: criterion.name for criterion in criteria}
    for code, score in scores.items():
        if code not in names:
            problems.append(Problem(_("Unsur {code} tidak dinilai pada tahun itu.").format(code=code)))
        elif not 0 <= score <= HIGHEST:
            text = _("Nilai dari 0 sampai 100; yang diketik {score}.")
            problems.append(Problem(text.format(score=score), f"score_{code}"))
    if assessed_on is not None and assessed_on > today:
        problems.append(Problem(_("Tanggal penilaian belum tiba."), "assessed_on"))
    elif assessed_on is not None and year is not None and assessed_on.year < year:
        problems.append(Problem(_("Tanggal penilaian mendahului tahun yang dievaluasi."), "assessed_on"))
    return problems


def scores_in_words(scores: Mapping[str, int]) -> str:
    """E1 85, E2 70: as the log keeps them."""
    return ", ".join(f"{code} {score}" for code, score in sorted(scores.items()))
