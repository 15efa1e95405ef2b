"""How a selection counts: scale, weights, minimums, the ladder for equal scores (domain.md 5.3)."""

from decimal import Decimal

from sqlalchemy import JSON, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from db.base import choice, says
from db.rules.selection import Scale, scale_label

SCORE = Numeric(7, 3)  # exact: 0 to 100 with at most three decimals


class ScoringColumns:
    """In a set and in a vacancy alike, there fixed when the first score is given; off is the weight 0."""

    scale: Mapped[Scale] = mapped_column(
        choice(Scale), default=Scale.HUNDRED, info=says("Skala nilai", words=scale_label)
    )
    written_weight: Mapped[Decimal] = mapped_column(
        SCORE, default=Decimal(0), info=says("Bobot tes tertulis")
    )
    computer_weight: Mapped[Decimal] = mapped_column(
        SCORE, default=Decimal(0), info=says("Bobot tes komputer")
    )
    interview_weight: Mapped[Decimal] = mapped_column(
        SCORE, default=Decimal(100), info=says("Bobot wawancara")
    )
    written_minimum: Mapped[Decimal | None] = mapped_column(SCORE, info=says("Nilai tertulis minimum"))
    computer_minimum: Mapped[Decimal | None] = mapped_column(SCORE, info=says("Nilai komputer minimum"))
    interview_minimum: Mapped[Decimal | None] = mapped_column(SCORE, info=says("Nilai wawancara minimum"))
    tie_ladder: Mapped[list[str] | None] = mapped_column(JSON, info=says("Urutan pemutus nilai sama"))
    spread_limit: Mapped[Decimal] = mapped_column(
        SCORE, default=Decimal(20), info=says("Batas selisih nilai")
    )
    least_members: Mapped[int] = mapped_column(default=3, info=says("Penilai paling sedikit"))
    objection_days: Mapped[int] = mapped_column(default=3, info=says("Masa sanggah (hari kerja)"))
    second_verifier: Mapped[bool] = mapped_column(default=False, info=says("Dua pemeriksa"))
