"""What officers do by day, and the report of each month."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, choice, says
from db.models.officers import Officer
from db.models.regions import Region
from db.rules.work import ReportState, report_label


class Activity(Versioned, Base):
    """One line of an officer's work: day, place, duty (T1–T8) or programme, problem and result."""

    __tablename__ = "activity"
    __table_args__ = (Index(None, "officer_id", "done_on", "id"), Index(None, "done_on", "id"))
    __label__ = "Kegiatan TKSK"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), info=says("TKSK"))
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=says("Kecamatan"))
    done_on: Mapped[date] = mapped_column(info=says("Tanggal"))
    place: Mapped[str] = mapped_column(String(160), default="", info=says("Tempat"))
    duty_code: Mapped[str] = mapped_column(String(20), default="", info=says("Tugas"))
    programme_code: Mapped[str] = mapped_column(String(20), default="", info=says("Program"))
    text: Mapped[str] = mapped_column(String(1000), info=says("Kegiatan"))
    participants: Mapped[int | None] = mapped_column(info=says("Peserta"))
    problem: Mapped[str] = mapped_column(String(500), default="", info=says("Kendala"))
    result: Mapped[str] = mapped_column(String(500), default="", info=says("Hasil"))

    officer: Mapped[Officer] = relationship()
    kecamatan: Mapped[Region] = relationship()
    photos: Mapped[list["ActivityPhoto"]] = relationship(
        order_by="ActivityPhoto.position", cascade="all, delete-orphan"
    )

    def describe(self) -> str:
        return self.text[:60]


class ActivityPhoto(Base):
    """A photo of an activity, shrunk when it is taken in."""

    __tablename__ = "activity_photo"
    __label__ = "Foto kegiatan"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True, info=says("Kegiatan"))
    position: Mapped[int] = mapped_column(info=says("Urutan"))
    caption: Mapped[str] = mapped_column(String(200), default="", info=says("Keterangan"))
    jpeg: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info=says("Foto"))


class MonthlyReport(Versioned, Base):
    """That the report of a month came in, and what the office decided about it."""

    __tablename__ = "monthly_report"
    __table_args__ = (
        UniqueConstraint("officer_id", "kecamatan_code", "year", "month"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        Index(None, "year", "month"),
    )
    __label__ = "Laporan bulanan"

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), info=says("TKSK"))
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=says("Kecamatan"))
    year: Mapped[int] = mapped_column(info=says("Tahun"))
    month: Mapped[int] = mapped_column(info=says("Bulan"))
    state: Mapped[ReportState] = mapped_column(choice(ReportState), info=says("Keadaan", words=report_label))
    received_on: Mapped[date] = mapped_column(info=says("Diterima pada"))
    decided_on: Mapped[date | None] = mapped_column(info=says("Diputuskan pada"))
    decided_by: Mapped[str] = mapped_column(String(120), default="", info=says("Diputuskan oleh"))
    note: Mapped[str] = mapped_column(String(500), default="", info=says("Catatan perbaikan"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"), info=says("Pindaian"))

    officer: Mapped[Officer] = relationship()
    kecamatan: Mapped[Region] = relationship()

    def describe(self) -> str:
        return f"{self.officer.describe()} {self.month:02}-{self.year}" if self.officer else ""
