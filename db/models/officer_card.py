"""What else the office keeps of an officer: photo, accounts, papers, training, programmes, evaluations."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, choice, says
from db.models.officers import Officer
from db.rules.evaluation import (
    Grade,
    Recommendation,
    grade_label,
    recommendation_label,
    scores_in_words,
)


class PersonPhoto(Base):
    """One photo of a person, shrunk when it is taken in."""

    __tablename__ = "person_photo"
    __label__ = "Foto"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary, info=says("Foto"))


class BankAccount(Versioned, Base):
    """Where an officer is paid, one account for each source of money (peers.md row 1)."""

    __tablename__ = "bank_account"
    __table_args__ = (UniqueConstraint("officer_id", "source_code"),)
    __label__ = "Rekening"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), info=says("TKSK"))
    source_code: Mapped[str] = mapped_column(String(20), info=says("Sumber dana"))
    bank: Mapped[str] = mapped_column(String(60), default="", info=says("Bank"))
    number: Mapped[str] = mapped_column(String(30), default="", info=says("Nomor rekening"))
    holder: Mapped[str] = mapped_column(String(120), default="", info=says("Atas nama"))

    officer: Mapped[Officer] = relationship()

    def describe(self) -> str:
        return self.officer.describe() if self.officer else self.bank


class OfficerPaper(Versioned, Base):
    """A paper of an officer that may expire: SKCK, health certificate, identity card of the post…"""

    __tablename__ = "officer_paper"
    __label__ = "Dokumen TKSK"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True, info=says("TKSK"))
    kind_code: Mapped[str] = mapped_column(String(20), info=says("Dokumen"))
    number: Mapped[str] = mapped_column(String(80), default="", info=says("Nomor"))
    issuer: Mapped[str] = mapped_column(String(120), default="", info=says("Penerbit"))
    dated_on: Mapped[date | None] = mapped_column(info=says("Tanggal"))
    expires_on: Mapped[date | None] = mapped_column(index=True, info=says("Berlaku sampai"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"), info=says("Pindaian"))
    note: Mapped[str] = mapped_column(String(200), default="", info=says("Catatan"))

    officer: Mapped[Officer] = relationship()

    def describe(self) -> str:
        return self.officer.describe() if self.officer else self.number


class Training(Versioned, Base):
    """A course that an officer has taken."""

    __tablename__ = "training"
    __label__ = "Pelatihan"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True, info=says("TKSK"))
    name: Mapped[str] = mapped_column(String(200), info=says("Pelatihan"))
    organiser: Mapped[str] = mapped_column(String(160), default="", info=says("Penyelenggara"))
    year: Mapped[int | None] = mapped_column(info=says("Tahun"))
    hours: Mapped[int | None] = mapped_column(info=says("Jam pelajaran"))
    certificate: Mapped[str] = mapped_column(String(80), default="", info=says("Nomor sertifikat"))

    def describe(self) -> str:
        return self.name


class OfficerProgramme(Versioned, Base):
    """A programme that an officer accompanies beside the eight duties (domain.md 1.4)."""

    __tablename__ = "officer_programme"
    __label__ = "Program yang didampingi"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True, info=says("TKSK"))
    programme_code: Mapped[str] = mapped_column(String(20), info=says("Program"))
    starts_on: Mapped[date | None] = mapped_column(info=says("Mulai"))
    ends_on: Mapped[date | None] = mapped_column(info=says("Selesai"))
    note: Mapped[str] = mapped_column(String(200), default="", info=says("Catatan"))

    def describe(self) -> str:
        return self.programme_code


class Evaluation(Versioned, Base):
    """The evaluation of one year, as the signed form says it; the grade follows from the scores."""

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("officer_id", "year"),)
    __label__ = "Evaluasi TKSK"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), info=says("TKSK"))
    year: Mapped[int] = mapped_column(info=says("Tahun"))
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # code, name, weight: as they were that year
    scores: Mapped[dict[str, int]] = mapped_column(JSON, info=says("Nilai per unsur", words=scores_in_words))
    value: Mapped[Decimal | None] = mapped_column(Numeric(5, 2), info=says("Nilai"))
    grade: Mapped[Grade | None] = mapped_column(choice(Grade), info=says("Predikat", words=grade_label))
    recommendation: Mapped[Recommendation | None] = mapped_column(
        choice(Recommendation), info=says("Rekomendasi", words=recommendation_label)
    )
    assessor: Mapped[str] = mapped_column(String(120), default="", info=says("Penilai"))
    assessed_on: Mapped[date | None] = mapped_column(info=says("Dinilai pada"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"), info=says("Pindaian"))
    note: Mapped[str] = mapped_column(String(500), default="", info=says("Catatan"))

    officer: Mapped[Officer] = relationship()

    def describe(self) -> str:
        return f"{self.officer.describe()} {self.year}" if self.officer else str(self.year)
