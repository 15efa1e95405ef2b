"""The social map: kinds of PPKS and PSKS, and who is recorded under which."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Moment, Versioned, choice, now, says
from db.models.families import Collective, Family
from db.models.people import Person
from db.models.regions import Region
from db.rules.kind_fields import FieldType, FormCode
from db.rules.mapping import RecordState, Register, Subject, state_label


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


class KindField(Versioned, Base):
    """A field of forms F-1 to F-5 (domain.md 2.5): shipped ones, and those the office adds itself.

    Without kinds it says something of the person, family or group, whichever kinds they are under; with
    kinds it belongs to a record and appears when one of them is chosen.
    """

    __tablename__ = "kind_field"
    __label__ = "Isian pendataan"

    code: Mapped[str] = mapped_column(String(40), primary_key=True, info=says("Kode"))
    form: Mapped[FormCode] = mapped_column(choice(FormCode), info=says("Formulir"))
    kinds: Mapped[list[str]] = mapped_column(JSON, info=says("Untuk jenis"))
    block: Mapped[str] = mapped_column(String(40), default="", info=says("Kelompok"))
    position: Mapped[int] = mapped_column(info=says("Urutan"))
    label: Mapped[str] = mapped_column(String(80), info=says("Nama isian"))
    type: Mapped[FieldType] = mapped_column(choice(FieldType), info=says("Macam"))
    choices: Mapped[list[str]] = mapped_column(JSON, info=says("Pilihan"))
    unit: Mapped[str] = mapped_column(String(20), default="", info=says("Satuan"))
    required: Mapped[bool] = mapped_column(Boolean, default=False, info=says("Wajib"))
    built_in: Mapped[bool] = mapped_column(Boolean, default=False, info=says("Bawaan"))
    active: Mapped[bool] = mapped_column(Boolean, default=True, info=says("Dipakai"))

    def describe(self) -> str:
        return self.label


class MappingRecord(Versioned, Base):
    """A person, a family or a collective recorded under one kind: a case (domain.md 2.3, 8 `ppks`, `psks`).

    `sex` and `born` repeat what the person says, for figures by sex and age over a million cases; triggers
    of migration 0007 keep them in step when the person changes.
    """

    __tablename__ = "mapping_record"
    __table_args__ = (
        Index(None, "person_id"),
        Index(None, "family_id"),
        Index(None, "collective_id"),
        Index(
            "ix_mapping_record_listed",  # all that the list of names asks for, the newest at its end
            *("closed_on", "id", "kind_code", "kecamatan_code", "sex", "born", "state"),
            *("person_id", "family_id", "collective_id"),
        ),
        Index(None, "kecamatan_code", "kind_code"),
        Index(None, "kind_code", "kecamatan_code"),
        Index(None, "born"),
        CheckConstraint(
            "(person_id IS NOT NULL AND family_id IS NULL AND collective_id IS NULL) "
            "OR (person_id IS NULL AND family_id IS NOT NULL AND collective_id IS NULL) "
            "OR (person_id IS NULL AND family_id IS NULL AND collective_id IS NOT NULL)",
            name="one_subject",
        ),
        {"sqlite_autoincrement": True},  # kits and locked rounds keep ids: no other record gets one again
    )
    __label__ = "Pendataan"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info=says("Orang"))
    family_id: Mapped[int | None] = mapped_column(ForeignKey("family.id"), info=says("Keluarga"))
    collective_id: Mapped[int | None] = mapped_column(
        ForeignKey("collective.id"), info=says("Kelompok/lembaga")
    )
    kind_code: Mapped[str] = mapped_column(ForeignKey("kind.code"), info=says("Jenis"))
    desa_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, info=says("Desa/kelurahan"))
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=says("Kecamatan"))
    sex: Mapped[str] = mapped_column(String(1), default="")
    born: Mapped[date | None] = mapped_column()
    criteria: Mapped[list[str]] = mapped_column(JSON, info=says("Kriteria"))
    disabilities: Mapped[list[str]] = mapped_column(JSON, info=says("Jenis disabilitas"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=says("Isian", parts=True))
    state: Mapped[RecordState] = mapped_column(
        choice(RecordState), default=RecordState.REPORTED, info=says("Keadaan", words=state_label)
    )
    recorded_on: Mapped[date] = mapped_column(info=says("Tanggal data"))
    confirmed_on: Mapped[date | None] = mapped_column(info=says("Terakhir dipastikan"))
    entered_at: Mapped[datetime] = mapped_column(Moment, default=now)
    source: Mapped[str] = mapped_column(String(120), default="", info=says("Sumber"))
    recorder: Mapped[str] = mapped_column(String(120), default="", info=says("Petugas"))
    exception_reason: Mapped[str] = mapped_column(String(200), default="", info=says("Alasan pengecualian"))
    note: Mapped[str] = mapped_column(String(500), default="", info=says("Catatan"))
    latitude: Mapped[float | None] = mapped_column(info=says("Lintang"))
    longitude: Mapped[float | None] = mapped_column(info=says("Bujur"))
    closed_on: Mapped[date | None] = mapped_column(info=says("Ditutup"))
    closed_reason: Mapped[str] = mapped_column(String(120), default="", info=says("Alasan ditutup"))

    person: Mapped[Person | None] = relationship()
    family: Mapped[Family | None] = relationship()
    collective: Mapped[Collective | None] = relationship()
    kind: Mapped[Kind] = relationship()
    desa: Mapped[Region] = relationship(foreign_keys=[desa_code])

    @property
    def subject(self) -> Person | Family | Collective | None:
        """Whom or what the record is about."""
        return self.person or self.family or self.collective

    def describe(self) -> str:
        if not (self.subject and self.kind):
            return ""
        # The log is read by people who may not see who is recorded under a sensitive kind.
        return self.kind.name if self.kind.sensitive else f"{self.subject.describe()}: {self.kind.name}"


class RecordStep(Base):
    """When a record came to a state, and who said so."""

    __tablename__ = "record_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("mapping_record.id"), index=True)
    state: Mapped[RecordState] = mapped_column(choice(RecordState))
    on_day: Mapped[date]
    by: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(300), default="")


class RecordPhoto(Base):
    """A photo of the person, the house or the place, shrunk when it is taken in."""

    __tablename__ = "record_photo"
    __label__ = "Foto pendataan"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(
        ForeignKey("mapping_record.id"), index=True, info=says("Pendataan")
    )
    caption: Mapped[str] = mapped_column(String(120), default="", info=says("Keterangan"))
    jpeg: Mapped[bytes] = mapped_column(LargeBinary, info=says("Foto"))
