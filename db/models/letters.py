"""Letters as they were issued, their numbers, drafts and templates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Moment, Versioned, choice, says
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.letter_life import LetterStatus, letter_status_label
from db.rules.numbering import NumberStatus, number_status_label


def _ranges_in_words(ranges: list[list[int]]) -> str:
    return ", ".join(f"{first}–{last}" for first, last in ranges)


class NumberCounter(Base):
    """The last number given in a year. Its row is locked while a letter becomes final."""

    __tablename__ = "number_counter"
    __label__ = "Urutan nomor"

    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
    outside: Mapped[list[list[int]] | None] = mapped_column(  # first and last of what was given elsewhere
        JSON, info=says("Dipakai di luar buku ini", words=_ranges_in_words)
    )

    def describe(self) -> str:
        return f"{self.series} {self.year}"


class LetterNumber(Versioned, Base):
    """One number of the book. It is never given twice: what is not used is void, with the reason."""

    __tablename__ = "letter_number"
    __table_args__ = (
        UniqueConstraint("series", "year", "sequence", "suffix"),
        Index(None, "year", "dated_on", "id"),
    )
    __label__ = "Nomor surat"

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(40), info=says("Buku nomor"))
    year: Mapped[int] = mapped_column(info=says("Tahun"))
    sequence: Mapped[int] = mapped_column(info=says("Nomor urut"))
    suffix: Mapped[int] = mapped_column(default=0, info=says("Sisipan"))  # 1 for 005.01; 0: no insertion
    number: Mapped[str] = mapped_column(String(120), index=True, info=says("Nomor"))
    classification: Mapped[str] = mapped_column(String(30), default="", info=says("Klasifikasi"))
    dated_on: Mapped[date] = mapped_column(info=says("Tanggal"))
    status: Mapped[NumberStatus] = mapped_column(
        choice(NumberStatus), info=says("Keadaan", words=number_status_label)
    )
    purpose: Mapped[str] = mapped_column(String(200), default="", info=says("Untuk"))
    reserved_by: Mapped[str] = mapped_column(String(120), default="", info=says("Dipesan oleh"))
    void_reason: Mapped[str] = mapped_column(String(300), default="", info=says("Alasan batal"))

    def describe(self) -> str:
        return self.number


class LetterTemplate(Base):
    """One version of a template; never changed, so that a letter keeps the one it was made with."""

    __tablename__ = "letter_template"
    __table_args__ = (UniqueConstraint("kind", "edition"),)
    __label__ = "Templat surat"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind), info=says("Jenis", words=kind_label))
    edition: Mapped[int] = mapped_column(info=says("Versi"))
    shipped: Mapped[bool] = mapped_column(info=says("Bawaan"))
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, info=says("Isi"))
    profile: Mapped[dict[str, Any]] = mapped_column(JSON, info=says("Tata letak"))
    made_at: Mapped[datetime] = mapped_column(Moment, info=says("Dibuat"))
    made_by: Mapped[str] = mapped_column(String(120), info=says("Oleh"))
    note: Mapped[str] = mapped_column(String(200), default="", info=says("Catatan"))

    def describe(self) -> str:
        return f"{kind_label(self.kind)} versi {self.edition}" if self.kind else ""


class Letter(Versioned, Base):
    """A final letter. Its values are frozen as they were on its day."""

    __tablename__ = "letter"
    __table_args__ = (Index(None, "dated_on", "id"), Index(None, "kind", "dated_on", "id"))
    __label__ = "Surat"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind), info=says("Jenis", words=kind_label))
    year: Mapped[int] = mapped_column(info=says("Tahun"))
    number_id: Mapped[int | None] = mapped_column(
        ForeignKey("letter_number.id"), unique=True, info=says("Nomor dalam buku")
    )
    number: Mapped[str] = mapped_column(String(120), info=says("Nomor"))
    external_number: Mapped[str] = mapped_column(String(120), default="", info=says("Nomor SRIKANDI"))
    classification: Mapped[str] = mapped_column(String(30), info=says("Klasifikasi"))
    dated_on: Mapped[date] = mapped_column(info=says("Tanggal"))
    subject: Mapped[str] = mapped_column(String(300), info=says("Hal"))
    recipient: Mapped[str] = mapped_column(String(300), default="", info=says("Tujuan"))
    signer_name: Mapped[str] = mapped_column(String(200), info=says("Penandatangan"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, info=says("Isi"))
    frame: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # rules/kept_frame.py; None: of 0.1.0
    template_id: Mapped[int | None] = mapped_column(ForeignKey("letter_template.id"), info=says("Templat"))
    code: Mapped[str | None] = mapped_column(String(16), unique=True, info=says("Kode arsip"))
    status: Mapped[LetterStatus] = mapped_column(
        choice(LetterStatus), default=LetterStatus.FINAL, info=says("Keadaan", words=letter_status_label)
    )
    cancel_reason: Mapped[str] = mapped_column(String(300), default="", info=says("Alasan dibatalkan"))
    edition: Mapped[int] = mapped_column(default=1, info=says("Versi surat"))
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("letter.id"), unique=True, info=says("Menggantikan")
    )
    checked_by: Mapped[str] = mapped_column(String(120), default="", info=says("Diparaf oleh"))
    checked_on: Mapped[date | None] = mapped_column(info=says("Diparaf pada"))
    signed_on: Mapped[date | None] = mapped_column(info=says("Kembali ditandatangani"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"), info=says("Pindaian"))
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
        return self.number or self.subject


class LetterPaper(Base):
    """The PDF of a final letter, byte for byte. The database refuses to change or delete it."""

    __tablename__ = "letter_paper"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64), index=True)

    letter: Mapped[Letter] = relationship(back_populates="paper")


class Scan(Base):
    """A scanned paper, byte for byte. The database refuses to change or delete it."""

    __tablename__ = "scan"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    filed_at: Mapped[datetime] = mapped_column(Moment)


def _fields_in_words(values: dict[str, Any]) -> str:
    return f"{len(values)} isian"


def _recipients_in_words(recipients: list[dict[str, Any]]) -> str:
    return f"{len(recipients)} penerima"


class LetterDraft(Versioned, Base):
    """A letter that is being written: without a number until it becomes final."""

    __tablename__ = "letter_draft"
    __label__ = "Konsep surat"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind), info=says("Jenis", words=kind_label))
    subject: Mapped[str] = mapped_column(String(300), info=says("Hal"))
    dated_on: Mapped[date] = mapped_column(info=says("Tanggal"))
    official_id: Mapped[int | None] = mapped_column(ForeignKey("official.id"), info=says("Penandatangan"))
    # kept every few seconds while somebody types: the log says how much there was, not all of it each time
    values: Mapped[dict[str, Any]] = mapped_column(JSON, info=says("Isi", words=_fields_in_words))
    recipients: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, info=says("Penerima", words=_recipients_in_words)
    )
    wish: Mapped[dict[str, Any]] = mapped_column(JSON, info=says("Nomor yang diminta"))
    checked_by: Mapped[str] = mapped_column(String(120), default="", info=says("Diparaf oleh"))
    checked_on: Mapped[date | None] = mapped_column(info=says("Diparaf pada"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), info=says("Memperbaiki"))
    correction_reason: Mapped[str] = mapped_column(String(300), default="", info=says("Alasan perbaikan"))

    def describe(self) -> str:
        return self.subject


class Classification(Versioned, Base):
    """One code of the tree by which letters are filed (domain.md 4.6, 10.5)."""

    __tablename__ = "classification"
    __label__ = "Klasifikasi"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), info=says("Nama"))
    source: Mapped[str] = mapped_column(String(60), info=says("Sumber"))  # Permendagri 83/2022, kode lama
    favourite: Mapped[bool] = mapped_column(default=False, info=says("Sering dipakai"))
    closed_on: Mapped[date | None] = mapped_column(info=says("Tidak dipakai sejak"))

    def describe(self) -> str:
        return f"{self.code} {self.name}"
