"""The office's province, kabupaten, kecamatan and desa, with Kemendagri codes."""

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, says


class Region(Base):
    """Code without dots: 2 digits province, 4 kabupaten/kota, 6 kecamatan, 10 desa/kelurahan.

    A region that is gone is closed with a date, never deleted (domain.md 3.3).
    """

    __tablename__ = "region"
    __table_args__ = (Index(None, "level", "name", "code"),)
    __label__ = "Wilayah"

    code: Mapped[str] = mapped_column(String(10), primary_key=True, info=says("Kode"))
    level: Mapped[int] = mapped_column(info=says("Tingkat"))  # length of the code
    name: Mapped[str] = mapped_column(String(80), info=says("Nama"))
    latitude: Mapped[float | None] = mapped_column(info=says("Lintang"))
    longitude: Mapped[float | None] = mapped_column(info=says("Bujur"))
    postcode: Mapped[str] = mapped_column(String(5), default="", info=says("Kode pos"))
    posts: Mapped[int] = mapped_column(default=1, info=says("Formasi"))  # TKSK of a kecamatan: 1, or 0
    closed_on: Mapped[date | None] = mapped_column(info=says("Ditutup"))

    def describe(self) -> str:
        return self.name
