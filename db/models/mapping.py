"""The social map: kinds of PPKS and PSKS, and who is recorded under which."""

from datetime import date

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, choice, says
from db.models.people import Person
from db.models.regions import Region
from db.rules.mapping import Register, Subject


class Kind(Versioned, Base):
    """One of the 26 PPKS or 12 PSKS kinds, or a local one (domain.md 2.2, 2.4): data, never code."""

    __tablename__ = "kind"
    __label__ = "Jenis PPKS/PSKS"

    code: Mapped[str] = mapped_column(String(20), primary_key=True, info=says("Kode"))
    register: Mapped[Register] = mapped_column(choice(Register), info=says("Daftar"))
    position: Mapped[int] = mapped_column(info=says("Urutan"))
    name: Mapped[str] = mapped_column(String(160), info=says("Nama"))
    abbreviation: Mapped[str] = mapped_column(String(20), info=says("Singkatan"))
    subject: Mapped[Subject] = mapped_column(choice(Subject), info=says("Subjek"))
    minimum_age: Mapped[int | None] = mapped_column(info=says("Umur paling rendah"))
    maximum_age: Mapped[int | None] = mapped_column(info=says("Umur paling tinggi"))
    sex: Mapped[str] = mapped_column(String(1), default="", info=says("Jenis kelamin"))
    needs_disability: Mapped[bool] = mapped_column(
        Boolean, default=False, info=says("Wajib jenis disabilitas")
    )
    sensitive: Mapped[bool] = mapped_column(Boolean, default=False, info=says("Peka"))
    group: Mapped[str] = mapped_column(String(60), default="", info=says("Kelompok"))
    definition: Mapped[str] = mapped_column(Text, default="", info=says("Definisi"))
    valid_from: Mapped[date | None] = mapped_column(Date, info=says("Berlaku mulai"))
    valid_until: Mapped[date | None] = mapped_column(Date, info=says("Berlaku sampai"))

    criteria: Mapped[list["KindCriterion"]] = relationship(order_by="KindCriterion.letter")

    def describe(self) -> str:
        return self.name


class KindCriterion(Base):
    """One lettered criterion of a kind."""

    __tablename__ = "kind_criterion"
    __label__ = "Kriteria"

    kind_code: Mapped[str] = mapped_column(ForeignKey("kind.code"), primary_key=True, info=says("Jenis"))
    letter: Mapped[str] = mapped_column(String(2), primary_key=True, info=says("Huruf"))
    text: Mapped[str] = mapped_column(Text, info=says("Kriteria"))


class MappingRecord(Versioned, Base):
    """One person recorded under one kind, with the criteria that apply, the day and the source."""

    __tablename__ = "mapping_record"
    __table_args__ = (
        Index(None, "person_id"),
        Index(None, "kecamatan_code", "kind_code"),
        Index(None, "kind_code", "kecamatan_code"),
    )
    __label__ = "Pendataan"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info=says("Orang"))
    kind_code: Mapped[str] = mapped_column(ForeignKey("kind.code"), info=says("Jenis"))
    desa_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, info=says("Desa/kelurahan"))
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=says("Kecamatan"))
    criteria: Mapped[list[str]] = mapped_column(JSON, info=says("Kriteria"))
    disabilities: Mapped[list[str]] = mapped_column(JSON, info=says("Jenis disabilitas"))
    recorded_on: Mapped[date] = mapped_column(info=says("Tanggal data"))
    source: Mapped[str] = mapped_column(String(120), default="", info=says("Sumber"))
    recorder: Mapped[str] = mapped_column(String(120), default="", info=says("Petugas"))
    exception_reason: Mapped[str] = mapped_column(String(200), default="", info=says("Alasan pengecualian"))
    note: Mapped[str] = mapped_column(String(500), default="", info=says("Catatan"))
    closed_on: Mapped[date | None] = mapped_column(info=says("Ditutup"))
    closed_reason: Mapped[str] = mapped_column(String(120), default="", info=says("Alasan ditutup"))

    person: Mapped[Person] = relationship()
    kind: Mapped[Kind] = relationship()
    desa: Mapped[Region] = relationship(foreign_keys=[desa_code])

    def describe(self) -> str:
        if not (self.person and self.kind):
            return ""
        # The log is read by people who may not see who is recorded under a sensitive kind.
        return self.kind.name if self.kind.sensitive else f"{self.person.name}: {self.kind.name}"
