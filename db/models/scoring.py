"""How a vacancy counts: scale, weights, minimums, the ladder for equal scores (domain.md 5.3)."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from db.base import choice, says
from db.rules.selection import Scale, scale_label

SCORE = Numeric(7, 3)  # exact: 0 to 100 with at most three decimals


class ScoringColumns:
    """Fixed when the first score is given; what is off has the weight 0."""

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
    reserve_until: Mapped[date | None] = mapped_column(info=says("Cadangan berlaku sampai"))
    spread_notes: Mapped[dict[str, str] | None] = mapped_column(JSON)  # applicant id: what the panel writes
    draw: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # day, witnesses, order of applicant ids
