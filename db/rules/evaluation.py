"""The yearly evaluation of an officer (domain.md 1.3, Pasal 32; 1.9 and 8 `evaluasi_tksk`)."""

from enum import StrEnum

from db.rules.words import _


class Grade(StrEnum):
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class Recommendation(StrEnum):
    EXTEND = "extend"
    COACH = "coach"
    REPLACE = "replace"


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
