"""TKSK, where and when each served, and the decrees that say so."""

from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, choice, says
from db.models.people import Person
from db.models.regions import Region
from db.rules.officers import AssignmentKind, DecreeLevel, assignment_label, level_label


class Officer(Versioned, Base):
    """A person who is or was TKSK."""

    __tablename__ = "officer"
    __label__ = "TKSK"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True, info=says("Orang"))
    niat: Mapped[str | None] = mapped_column(String(10), unique=True, info=says("NIAT"))
    first_year: Mapped[int | None] = mapped_column(info=says("Tahun pengangkatan pertama"))
    employment: Mapped[str] = mapped_column(String(20), default="", info=says("Status kepegawaian"))
    performing: Mapped[bool] = mapped_column(default=True, info=says("Status kinerja aktif"))
    card_number: Mapped[str] = mapped_column(String(40), default="", info=says("No. kartu registrasi"))
    study: Mapped[str] = mapped_column(String(160), default="", info=says("Jurusan dan tahun lulus"))
    main_job: Mapped[str] = mapped_column(String(120), default="", info=says("Pekerjaan utama"))
    # appointments that an older list tells of, without a date: not decrees of the register
    first_decree: Mapped[str] = mapped_column(String(80), default="", info=says("SK pertama"))
    first_issuer: Mapped[str] = mapped_column(String(160), default="", info=says("Pejabat SK pertama"))
    last_year: Mapped[int | None] = mapped_column(info=says("Tahun pengangkatan terakhir"))
    last_decree: Mapped[str] = mapped_column(String(80), default="", info=says("SK terakhir"))
    last_issuer: Mapped[str] = mapped_column(String(160), default="", info=says("Pejabat SK terakhir"))
    note: Mapped[str] = mapped_column(String(500), default="", info=says("Catatan"))

    person: Mapped[Person] = relationship()
    assignments: Mapped[list["Assignment"]] = relationship(
        back_populates="officer", order_by="Assignment.starts_on"
    )

    def describe(self) -> str:
        return self.person.name if self.person else ""


class Decree(Versioned, Base):
    """A decision that appoints officers: many officers per decree, many decrees per officer."""

    __tablename__ = "decree"
    __table_args__ = (UniqueConstraint("number", "dated_on"),)
    __label__ = "SK"

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[DecreeLevel] = mapped_column(choice(DecreeLevel), info=says("Tingkat", words=level_label))
    number: Mapped[str] = mapped_column(String(80), info=says("Nomor"))
    dated_on: Mapped[date] = mapped_column(info=says("Tanggal"))
    issuer: Mapped[str] = mapped_column(String(160), info=says("Pejabat penerbit"))
    title: Mapped[str] = mapped_column(String(300), info=says("Tentang"))
    starts_on: Mapped[date] = mapped_column(info=says("Berlaku mulai"))
    ends_on: Mapped[date | None] = mapped_column(info=says("Berlaku sampai"))
    kind_code: Mapped[str] = mapped_column(String(20), default="", info=says("Jenis SK"))
    fiscal_year: Mapped[int | None] = mapped_column(info=says("Tahun anggaran"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"), info=says("Pindaian"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("decree.id"), info=says("Menggantikan SK"))
    note: Mapped[str] = mapped_column(String(500), default="", info=says("Keterangan"))

    members: Mapped[list["DecreeMember"]] = relationship(
        back_populates="decree", order_by="DecreeMember.position"
    )

    def describe(self) -> str:
        return self.number


class DecreeMember(Base):
    """One officer named by a decree."""

    __tablename__ = "decree_member"
    __table_args__ = (UniqueConstraint("decree_id", "officer_id", "kecamatan_code"),)
    __label__ = "Nama dalam SK"

    id: Mapped[int] = mapped_column(primary_key=True)
    decree_id: Mapped[int] = mapped_column(ForeignKey("decree.id"), info=says("SK"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True, info=says("TKSK"))
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=says("Kecamatan"))
    position: Mapped[int] = mapped_column(info=says("Nomor urut"))

    decree: Mapped[Decree] = relationship(back_populates="members")
    officer: Mapped[Officer] = relationship()
    kecamatan: Mapped[Region] = relationship()

    def describe(self) -> str:
        return self.officer.describe() if self.officer else ""


class Assignment(Versioned, Base):
    """One officer in one kecamatan from a day until a day (both inclusive).

    The database itself refuses two definitive ones on one day: a trigger on SQLite, an exclusion
    constraint on PostgreSQL (both in the first migration).
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index(None, "kecamatan_code", "starts_on"),
    )
    __label__ = "Penugasan"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True, info=says("TKSK"))
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=says("Kecamatan"))
    kind: Mapped[AssignmentKind] = mapped_column(
        choice(AssignmentKind), info=says("Jenis", words=assignment_label)
    )
    decree_id: Mapped[int | None] = mapped_column(ForeignKey("decree.id"), index=True, info=says("SK"))
    starts_on: Mapped[date] = mapped_column(info=says("Mulai"))
    ends_on: Mapped[date | None] = mapped_column(info=says("Selesai"))
    # what `ends_on` was before the term was ended early, for an exit that is taken back
    ends_before: Mapped[date | None] = mapped_column(info=says("Selesai semula"))
    end_reason: Mapped[str] = mapped_column(String(120), default="", info=says("Alasan berhenti"))
    end_detail: Mapped[str] = mapped_column(String(200), default="", info=says("Rincian alasan"))
    end_letter_number: Mapped[str] = mapped_column(String(80), default="", info=says("Nomor surat"))
    end_letter_on: Mapped[date | None] = mapped_column(info=says("Tanggal surat"))

    officer: Mapped[Officer] = relationship(back_populates="assignments")
    kecamatan: Mapped[Region] = relationship()
    decree: Mapped[Decree | None] = relationship()

    @property
    def cause(self) -> str:
        """Why it ended: Mengundurkan diri, ikut Pilkades."""
        return ", ".join(part for part in (self.end_reason, self.end_detail) if part)

    @property
    def decree_number(self) -> str:
        """Empty where no decree says so."""
        return self.decree.number if self.decree else ""

    def describe(self) -> str:
        return (
            f"{self.officer.describe()} di {self.kecamatan.name}" if self.officer and self.kecamatan else ""
        )


def serves_on(day: date) -> ColumnElement[bool]:
    """The assignments that a day lies in; `serves` of db.rules.officers asks it of one that was read."""
    return serves_within(day, day)


def serves_within(first: date, last: date | None) -> ColumnElement[bool]:
    """The assignments that share a day with a span, open where it has no last day."""
    return and_(Assignment.starts_on <= (last or date.max), lasts_on(first))


def lasts_on(day: date, of: type[Assignment] | type[Decree] = Assignment) -> ColumnElement[bool]:
    """The assignments (or decrees) that are not over on a day; some only begin later."""
    return or_(of.ends_on.is_(None), of.ends_on >= day)
