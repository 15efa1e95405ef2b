"""The quality of the map over time, what left the office, and the shapes and sizes of places."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Moment, Versioned, says


class QualityCount(Base):
    """How many records a rule of the quality board found on a day, for its trend."""

    __tablename__ = "quality_count"

    on_day: Mapped[date] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]


class DataRelease(Base):
    """Personal data that left the program: who took what, for whom and why (domain.md 6.2, L18)."""

    __tablename__ = "data_release"
    __label__ = "Data keluar"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(120), info=says("Oleh"))
    what: Mapped[str] = mapped_column(String(200), info=says("Data"))
    rows: Mapped[int] = mapped_column(info=says("Jumlah baris"))
    masked: Mapped[bool] = mapped_column(info=says("Disamarkan"))
    recipient: Mapped[str] = mapped_column(String(160), default="", info=says("Penerima"))
    reason: Mapped[str] = mapped_column(String(300), info=says("Alasan"))

    def describe(self) -> str:
        return self.what


class Boundary(Base):
    """The border of a kecamatan or desa from a file that the office brings: GeoJSON geometry as text."""

    __tablename__ = "boundary"
    __label__ = "Batas wilayah"

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), primary_key=True)
    geometry: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200), default="", info=says("Berkas"))

    def describe(self) -> str:
        return self.region_code


class RegionSize(Versioned, Base):
    """How many families and people live in a desa, and its other code (domain.md 3.3, 9.9)."""

    __tablename__ = "region_size"
    __label__ = "Penduduk"

    region_code: Mapped[str] = mapped_column(
        ForeignKey("region.code"), primary_key=True, info=says("Wilayah")
    )
    families: Mapped[int | None] = mapped_column(info=says("Jumlah KK"))
    people: Mapped[int | None] = mapped_column(info=says("Jumlah jiwa"))
    as_of: Mapped[date | None] = mapped_column(info=says("Keadaan tanggal"))
    bps_code: Mapped[str] = mapped_column(String(12), default="", info=says("Kode BPS"))

    def describe(self) -> str:
        return self.region_code


class RegionChange(Base):
    """A region that became another: split, merged or renamed (peers.md row 50)."""

    __tablename__ = "region_change"
    __label__ = "Perubahan wilayah"

    id: Mapped[int] = mapped_column(primary_key=True)
    old_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, info=says("Wilayah lama"))
    new_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=says("Wilayah baru"))
    on_day: Mapped[date] = mapped_column(info=says("Berlaku"))
    basis: Mapped[str] = mapped_column(String(160), default="", info=says("Dasar"))

    def describe(self) -> str:
        return f"{self.old_code} menjadi {self.new_code}"
