"""Letters that come in, what is to be done about them, and letters that are carried out."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, says


class IncomingLetter(Versioned, Base):
    """A letter that the office has received, with its number in the agenda of the year."""

    __tablename__ = "incoming_letter"
    __table_args__ = (UniqueConstraint("year", "sequence"), Index(None, "received_on", "id"))
    __label__ = "Surat masuk"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(info=says("Tahun agenda"))
    sequence: Mapped[int] = mapped_column(info=says("Nomor agenda"))
    received_on: Mapped[date] = mapped_column(info=says("Diterima"))
    number: Mapped[str] = mapped_column(String(120), default="", info=says("Nomor surat"))
    dated_on: Mapped[date | None] = mapped_column(info=says("Tanggal surat"))
    sender: Mapped[str] = mapped_column(String(200), info=says("Pengirim"))
    subject: Mapped[str] = mapped_column(String(300), info=says("Hal"))
    urgency: Mapped[str] = mapped_column(String(20), default="Biasa", info=says("Sifat"))
    classification: Mapped[str] = mapped_column(String(30), default="", info=says("Klasifikasi"))
    note: Mapped[str] = mapped_column(String(500), default="", info=says("Catatan"))
    follow_up_on: Mapped[date | None] = mapped_column(info=says("Tindak lanjut sebelum"))
    done_on: Mapped[date | None] = mapped_column(info=says("Selesai"))
    void_reason: Mapped[str] = mapped_column(String(300), default="", info=says("Alasan batal"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), info=says("Dijawab dengan"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"), info=says("Pindaian"))

    dispositions: Mapped[list["Disposition"]] = relationship(
        back_populates="letter", order_by="Disposition.id"
    )

    def describe(self) -> str:
        return f"{self.sequence}/{self.year} {self.subject}"


class Disposition(Versioned, Base):
    """What the head wants done about an incoming letter, and by whom."""

    __tablename__ = "disposition"
    __label__ = "Disposisi"

    id: Mapped[int] = mapped_column(primary_key=True)
    incoming_id: Mapped[int] = mapped_column(
        ForeignKey("incoming_letter.id"), index=True, info=says("Surat masuk")
    )
    made_on: Mapped[date] = mapped_column(info=says("Tanggal"))
    made_by: Mapped[str] = mapped_column(String(200), info=says("Dari"))
    recipient: Mapped[str] = mapped_column(String(200), info=says("Kepada"))
    instruction: Mapped[str] = mapped_column(String(500), info=says("Isi disposisi"))
    due_on: Mapped[date | None] = mapped_column(info=says("Batas waktu"))
    done_on: Mapped[date | None] = mapped_column(info=says("Selesai"))
    result: Mapped[str] = mapped_column(String(300), default="", info=says("Hasil"))

    letter: Mapped[IncomingLetter] = relationship(back_populates="dispositions")

    def describe(self) -> str:
        return self.recipient


class Expedition(Versioned, Base):
    """One letter carried to one recipient, and who took it there (buku ekspedisi)."""

    __tablename__ = "expedition"
    __label__ = "Ekspedisi"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True, info=says("Surat"))
    recipient: Mapped[str] = mapped_column(String(300), info=says("Tujuan"))
    sent_on: Mapped[date] = mapped_column(info=says("Dikirim"))
    way: Mapped[str] = mapped_column(String(60), default="", info=says("Cara"))
    carrier: Mapped[str] = mapped_column(String(120), default="", info=says("Pembawa"))
    received_on: Mapped[date | None] = mapped_column(info=says("Diterima"))
    received_by: Mapped[str] = mapped_column(String(120), default="", info=says("Penerima"))

    def describe(self) -> str:
        return self.recipient
