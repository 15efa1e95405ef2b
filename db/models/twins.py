"""People who may be one and the same, and those who were made one (peers.md rows 63, 64)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Moment, choice, says
from db.models.people import Person
from db.rules.twins import Verdict, verdict_label


class TwinPair(Base):
    """Two people who look alike, and what somebody decided about them; `first_id` is the smaller."""

    __tablename__ = "twin_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"), Index(None, "verdict", "score"))
    __label__ = "Dugaan orang ganda"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info=says("Orang"))
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info=says("Orang kedua"))
    score: Mapped[float] = mapped_column()
    reasons: Mapped[list[str]] = mapped_column(JSON)  # codes, said in words by db/rules/twins.py
    verdict: Mapped[Verdict] = mapped_column(
        choice(Verdict), default=Verdict.OPEN, info=says("Keputusan", words=verdict_label)
    )
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(120), default="", info=says("Oleh"))

    first: Mapped[Person | None] = relationship(foreign_keys=[first_id], viewonly=True)
    second: Mapped[Person | None] = relationship(foreign_keys=[second_id], viewonly=True)

    def describe(self) -> str:
        return f"{self.first.name} dan {self.second.name}" if self.first and self.second else ""


class PersonMerge(Base):
    """Two records of one person made one; everything that was before, to be undone."""

    __tablename__ = "person_merge"
    __label__ = "Penggabungan orang"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(index=True, info=says("Yang tetap"))
    gone_id: Mapped[int] = mapped_column(info=says("Yang digabungkan"))
    name: Mapped[str] = mapped_column(String(120), info=says("Nama"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)  # both rows, and what was moved
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(120), info=says("Oleh"))
    undone_at: Mapped[datetime | None] = mapped_column(Moment, info=says("Dipisahkan lagi"))
    undone_by: Mapped[str] = mapped_column(String(120), default="", info=says("Dipisahkan oleh"))

    def describe(self) -> str:
        return self.name
