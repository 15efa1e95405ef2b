"""Letters as they were issued, and their numbers."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, choice, says
from db.rules.letters import LetterKind, kind_label


class NumberCounter(Base):
    """The last number given in a year. Its row is locked while a letter becomes final."""

    __tablename__ = "number_counter"

    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Letter(Versioned, Base):
    """A final letter. Its facts are frozen as they were on its day; a number is never used again."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("series", "year", "sequence"),
        Index(None, "dated_on", "id"),
        Index(None, "kind", "dated_on", "id"),
    )
    __label__ = "Surat"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind), info=says("Jenis", words=kind_label))
    series: Mapped[str] = mapped_column(String(40), info=says("Buku nomor"))
    year: Mapped[int] = mapped_column(info=says("Tahun"))
    sequence: Mapped[int] = mapped_column(info=says("Nomor urut"))
    number: Mapped[str] = mapped_column(String(120), info=says("Nomor"))
    classification: Mapped[str] = mapped_column(String(30), info=says("Klasifikasi"))
    dated_on: Mapped[date] = mapped_column(info=says("Tanggal"))
    subject: Mapped[str] = mapped_column(String(300), info=says("Hal"))
    recipient: Mapped[str] = mapped_column(String(300), default="", info=says("Tujuan"))
    signer_name: Mapped[str] = mapped_column(String(200), info=says("Penandatangan"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, info=says("Isi"))
    vacancy_id: Mapped[int | None] = mapped_column(
        ForeignKey("vacancy.id"), index=True, info=says("Lowongan")
    )
    applicant_id: Mapped[int | None] = mapped_column(
        ForeignKey("applicant.id"), index=True, info=says("Pelamar")
    )
    decree_id: Mapped[int | None] = mapped_column(ForeignKey("decree.id"), index=True, info=says("SK"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True, info=says("TKSK"))

    paper: Mapped["LetterPaper"] = relationship(back_populates="letter")

    def describe(self) -> str:
        return self.number


class LetterPaper(Base):
    """The PDF of a final letter, byte for byte. The database refuses to change or delete it."""

    __tablename__ = "letter_paper"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))

    letter: Mapped[Letter] = relationship(back_populates="paper")
