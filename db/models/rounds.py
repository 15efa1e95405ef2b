"""Rounds of data (putaran pendataan): sheets of desa, head counts, kits, frozen figures (domain.md 2.6)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Moment, Versioned, choice, says
from db.models.regions import Region
from db.rules.rounds import SheetState, sheet_state_label


class Round(Versioned, Base):
    """A period in which the map is made current; ages are those of its reference date (R2).

    Once it is locked, what it counted stands in `round_figure` and `round_record` and never changes:
    triggers of migration 0007 refuse it.
    """

    __tablename__ = "data_round"
    __label__ = "Putaran pendataan"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True, info=says("Nama"))
    year: Mapped[int] = mapped_column(info=says("Tahun"))
    reference_date: Mapped[date] = mapped_column(info=says("Tanggal acuan"))
    begins_on: Mapped[date] = mapped_column(info=says("Mulai"))
    ends_on: Mapped[date] = mapped_column(info=says("Selesai"))
    locked_at: Mapped[datetime | None] = mapped_column(Moment, info=says("Dikunci"))
    locked_by: Mapped[str] = mapped_column(String(120), default="", info=says("Dikunci oleh"))
    note: Mapped[str] = mapped_column(String(300), default="", info=says("Catatan"))

    def describe(self) -> str:
        return self.name


class RoundSheet(Versioned, Base):
    """The work of one desa in one round."""

    __tablename__ = "round_sheet"
    __table_args__ = (UniqueConstraint("round_id", "desa_code"),)
    __label__ = "Lembar desa"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("data_round.id"), info=says("Putaran"))
    desa_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, info=says("Desa/kelurahan"))
    target: Mapped[int | None] = mapped_column(info=says("Target"))
    recorder: Mapped[str] = mapped_column(String(120), default="", info=says("Petugas"))
    begins_on: Mapped[date | None] = mapped_column(info=says("Mulai"))
    ends_on: Mapped[date | None] = mapped_column(info=says("Selesai"))
    state: Mapped[SheetState] = mapped_column(
        choice(SheetState), default=SheetState.NOT_BEGUN, info=says("Keadaan", words=sheet_state_label)
    )
    note: Mapped[str] = mapped_column(String(300), default="", info=says("Catatan"))

    round: Mapped[Round] = relationship()
    desa: Mapped[Region] = relationship(viewonly=True)

    def describe(self) -> str:
        return f"{self.round.name}: {self.desa.name}" if self.round and self.desa else ""


class SheetStep(Base):
    """When a sheet came to a state, and who said so."""

    __tablename__ = "sheet_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("round_sheet.id"), index=True)
    state: Mapped[SheetState] = mapped_column(choice(SheetState))
    on_day: Mapped[date]
    by: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(300), default="")


class HeadCount(Versioned, Base):
    """What a desa says of one kind, without names: a number, or that there is nobody (peers.md row 55)."""

    __tablename__ = "head_count"
    __table_args__ = (UniqueConstraint("sheet_id", "kind_code"),)
    __label__ = "Angka desa"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("round_sheet.id"), info=says("Lembar desa"))
    kind_code: Mapped[str] = mapped_column(ForeignKey("kind.code"), info=says("Jenis"))
    males: Mapped[int | None] = mapped_column(info=says("Laki-laki"))
    females: Mapped[int | None] = mapped_column(info=says("Perempuan"))
    total: Mapped[int] = mapped_column(info=says("Jumlah"))  # 0: confirmed that there is nobody
    surveyed_on: Mapped[date] = mapped_column(info=says("Tanggal"))
    source: Mapped[str] = mapped_column(String(120), default="", info=says("Sumber"))

    sheet: Mapped[RoundSheet] = relationship()

    def describe(self) -> str:
        return f"{self.sheet.describe()}, {self.kind_code}" if self.sheet else self.kind_code


class SurveyKit(Base):
    """A form that was given out for a desa: its code, its kinds and the rows on it, to be known again."""

    __tablename__ = "survey_kit"
    __label__ = "Paket pendataan"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True, info=says("Kode paket"))
    sheet_id: Mapped[int] = mapped_column(ForeignKey("round_sheet.id"), index=True, info=says("Lembar desa"))
    kinds: Mapped[list[str]] = mapped_column(JSON, info=says("Jenis"))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # record id and the values given out
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(120), info=says("Dibuat oleh"))
    returned_at: Mapped[datetime | None] = mapped_column(Moment, info=says("Kembali"))
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=says("Hasil"))

    sheet: Mapped[RoundSheet] = relationship()

    def describe(self) -> str:
        return self.code


class RoundFigure(Base):
    """A figure of a locked round: cases of a kind in a desa, by sex and age group."""

    __tablename__ = "round_figure"
    __table_args__ = (Index(None, "round_id", "kind_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("data_round.id"))
    desa_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    kind_code: Mapped[str] = mapped_column(ForeignKey("kind.code"))
    sex: Mapped[str] = mapped_column(String(1))
    age_group: Mapped[str] = mapped_column(String(10))  # of db/rules/recaps.py
    cases: Mapped[int]


class RoundPeople(Base):
    """How many different subjects a locked round counted in a desa: persons beside cases."""

    __tablename__ = "round_people"

    round_id: Mapped[int] = mapped_column(ForeignKey("data_round.id"), primary_key=True)
    desa_code: Mapped[str] = mapped_column(ForeignKey("region.code"), primary_key=True)
    register: Mapped[str] = mapped_column(String(40), primary_key=True)
    people: Mapped[int]


class RoundRecord(Base):
    """A case that a locked round counted, so that later differences can be named."""

    __tablename__ = "round_record"

    round_id: Mapped[int] = mapped_column(ForeignKey("data_round.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True)  # may be gone since: no foreign key
    kind_code: Mapped[str] = mapped_column(String(20))
    desa_code: Mapped[str] = mapped_column(String(10))
    sex: Mapped[str] = mapped_column(String(1))
    born: Mapped[date | None] = mapped_column()


class RoundCount(Base):
    """What a desa said of a kind without names when the round was locked."""

    __tablename__ = "round_count"

    round_id: Mapped[int] = mapped_column(ForeignKey("data_round.id"), primary_key=True)
    desa_code: Mapped[str] = mapped_column(ForeignKey("region.code"), primary_key=True)
    kind_code: Mapped[str] = mapped_column(ForeignKey("kind.code"), primary_key=True)
    males: Mapped[int | None]
    females: Mapped[int | None]
    total: Mapped[int]
