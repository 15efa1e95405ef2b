"""Who is recorded beside single persons: families, and groups or institutions (domain.md 2.5, 8)."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, choice, says
from db.models.people import Person
from db.models.regions import Region
from db.rules.mapping import Subject


class Family(Versioned, Base):
    """A family with its head. Its members are the people with its No. KK, and those in `family_member`."""

    __tablename__ = "family"
    __table_args__ = ({"sqlite_autoincrement": True},)  # imports and merges keep ids
    __label__ = "Keluarga"

    id: Mapped[int] = mapped_column(primary_key=True)
    kk: Mapped[str | None] = mapped_column(String(16), unique=True, info=says("No. KK"))
    head_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info=says("Kepala keluarga"))
    desa_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=says("Desa/kelurahan"))
    address: Mapped[str] = mapped_column(String(200), default="", info=says("Alamat"))
    rt: Mapped[str] = mapped_column(String(3), default="", info=says("RT"))
    rw: Mapped[str] = mapped_column(String(3), default="", info=says("RW"))
    size: Mapped[int | None] = mapped_column(info=says("Jumlah anggota"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=says("Isian", parts=True))

    head: Mapped[Person] = relationship()
    desa: Mapped[Region] = relationship(viewonly=True)

    @property
    def full_name(self) -> str:
        """As lists call it: by its head."""
        return f"Keluarga {self.head.full_name}"

    def describe(self) -> str:
        return f"Keluarga {self.head.name}" if self.head else ""


class FamilyMember(Base):
    """What a person is to the head of the family, where that is known."""

    __tablename__ = "family_member"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    family_id: Mapped[int] = mapped_column(ForeignKey("family.id"), index=True)
    relation_code: Mapped[str] = mapped_column(String(20), default="")  # list family_relations


class Collective(Versioned, Base):
    """A group of people without names, or an institution: kelompok or lembaga (domain.md F-3, F-5)."""

    __tablename__ = "collective"
    __table_args__ = (Index(None, "name", "id"), {"sqlite_autoincrement": True})
    __label__ = "Kelompok/lembaga"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(choice(Subject), info=says("Subjek"))
    name: Mapped[str] = mapped_column(String(160), info=says("Nama"))
    desa_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=says("Desa/kelurahan"))
    address: Mapped[str] = mapped_column(String(200), default="", info=says("Alamat"))
    phone: Mapped[str] = mapped_column(String(16), default="", info=says("No. HP"))
    email: Mapped[str] = mapped_column(String(120), default="", info=says("Pos-el"))
    leader: Mapped[str] = mapped_column(String(120), default="", info=says("Ketua/tokoh"))
    households: Mapped[int | None] = mapped_column(info=says("Jumlah KK"))
    males: Mapped[int | None] = mapped_column(info=says("Laki-laki"))
    females: Mapped[int | None] = mapped_column(info=says("Perempuan"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=says("Isian", parts=True))

    desa: Mapped[Region] = relationship(viewonly=True)

    @property
    def full_name(self) -> str:
        """As lists call it."""
        return self.name

    def describe(self) -> str:
        return self.name


class BoardMember(Versioned, Base):
    """Somebody on the board of an institution for a time, with the decree (peers.md row 59)."""

    __tablename__ = "board_member"
    __label__ = "Pengurus"

    id: Mapped[int] = mapped_column(primary_key=True)
    collective_id: Mapped[int] = mapped_column(ForeignKey("collective.id"), index=True, info=says("Lembaga"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info=says("Orang"))
    name: Mapped[str] = mapped_column(String(120), info=says("Nama"))
    position: Mapped[str] = mapped_column(String(80), info=says("Jabatan"))
    decree_number: Mapped[str] = mapped_column(String(80), default="", info=says("Nomor SK"))
    begins_on: Mapped[date | None] = mapped_column(info=says("Mulai"))
    ends_on: Mapped[date | None] = mapped_column(info=says("Selesai"))

    def describe(self) -> str:
        return f"{self.name}, {self.position}"


class PersonProfile(Versioned, Base):
    """What F-1 and F-4 ask of a person beside the person's own columns: fields without kinds."""

    __tablename__ = "person_profile"
    __label__ = "Keterangan orang"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, info=says("Isian", parts=True))
