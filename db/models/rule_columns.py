"""Requirements, papers and criteria: the same columns in a set of rules and in a vacancy's copy of it."""

from decimal import Decimal

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import choice, says
from db.models.scoring import SCORE
from db.rules.recruitment import CheckMethod, RequirementKind


class RequirementColumns:
    """A requirement, in a default set and in a vacancy alike (domain.md 1.5)."""

    code: Mapped[str] = mapped_column(String(10), info=says("Kode"))
    position: Mapped[int] = mapped_column(info=says("Urutan"))
    text: Mapped[str] = mapped_column(String(500), info=says("Persyaratan"))
    kind: Mapped[RequirementKind] = mapped_column(choice(RequirementKind), info=says("Jenis"))
    mandatory: Mapped[bool] = mapped_column(default=True, info=says("Wajib"))
    minimum: Mapped[int | None] = mapped_column(info=says("Paling rendah"))
    maximum: Mapped[int | None] = mapped_column(info=says("Paling tinggi"))
    method: Mapped[CheckMethod] = mapped_column(choice(CheckMethod), info=says("Cara periksa"))
    article: Mapped[str] = mapped_column(String(160), default="", info=says("Dasar"))


class DocumentColumns:
    """A paper that applicants bring."""

    code: Mapped[str] = mapped_column(String(10), info=says("Kode"))
    position: Mapped[int] = mapped_column(info=says("Urutan"))
    name: Mapped[str] = mapped_column(String(200), info=says("Dokumen"))
    mandatory: Mapped[str] = mapped_column(
        String(20), info=says("Wajib")
    )  # yes|conditional|optional|when_chosen
    valid_months: Mapped[int | None] = mapped_column(info=says("Masa berlaku (bulan)"))  # from its date


class CriterionColumns:
    """An interview criterion with its weight and described levels (domain.md 5.3)."""

    code: Mapped[str] = mapped_column(String(10), info=says("Kode"))
    position: Mapped[int] = mapped_column(info=says("Urutan"))
    name: Mapped[str] = mapped_column(String(200), info=says("Aspek"))
    weight: Mapped[Decimal] = mapped_column(SCORE, info=says("Bobot"))
    level_1: Mapped[str] = mapped_column(Text, default="", info=says("Kurang"))
    level_3: Mapped[str] = mapped_column(Text, default="", info=says("Cukup"))
    level_5: Mapped[str] = mapped_column(Text, default="", info=says("Sangat baik"))
