"""Tali asih: what is due by month and source, and what was paid (domain.md 1.8). No payroll."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, says
from db.models.officers import Officer


class StipendRate(Versioned, Base):
    """What a source pays each month, from a month on until the next rate of that source; 0: it ends."""

    __tablename__ = "stipend_rate"
    __table_args__ = (
        UniqueConstraint("source_code", "starts_on"),
        CheckConstraint("amount >= 0", name="amount"),
    )
    __label__ = "Nilai tali asih"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_code: Mapped[str] = mapped_column(String(20), info=says("Sumber dana"))
    starts_on: Mapped[date] = mapped_column(info=says("Mulai bulan"))  # the first of a month
    amount: Mapped[int] = mapped_column(info=says("Rupiah per bulan"))
    basis: Mapped[str] = mapped_column(String(200), default="", info=says("Dasar"))

    def describe(self) -> str:
        return f"{self.source_code} {self.starts_on:%m-%Y}" if self.starts_on else self.source_code


class StipendPayment(Versioned, Base):
    """One month of one officer paid by one source."""

    __tablename__ = "stipend_payment"
    __table_args__ = (
        UniqueConstraint("officer_id", "source_code", "year", "month"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        Index(None, "year", "month"),
    )
    __label__ = "Pembayaran tali asih"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), info=says("TKSK"))
    source_code: Mapped[str] = mapped_column(String(20), info=says("Sumber dana"))
    year: Mapped[int] = mapped_column(info=says("Tahun"))
    month: Mapped[int] = mapped_column(info=says("Bulan"))
    amount: Mapped[int] = mapped_column(info=says("Rupiah"))
    paid_on: Mapped[date] = mapped_column(info=says("Dibayar pada"))
    letter_id: Mapped[int | None] = mapped_column(
        ForeignKey("letter.id"), index=True, info=says("Daftar terima")
    )
    note: Mapped[str] = mapped_column(String(200), default="", info=says("Catatan"))

    officer: Mapped[Officer] = relationship()

    def describe(self) -> str:
        return f"{self.officer.describe()} {self.month:02}-{self.year}" if self.officer else ""
