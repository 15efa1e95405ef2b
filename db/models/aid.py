"""What people get and need: DTSEN, programmes and aid, needs, services, referrals (peers.md rows 52, 53)."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, choice, says
from db.models.people import Person
from db.rules.aid import HandlingKind, Standing, handling_label, standing_label


class WelfareStatus(Versioned, Base):
    """What DTSEN says of a person, and of which day that is."""

    __tablename__ = "welfare_status"
    __label__ = "Status DTSEN"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    dtsen_id: Mapped[str] = mapped_column(String(40), default="", index=True, info=says("ID DTSEN"))
    standing: Mapped[Standing] = mapped_column(
        choice(Standing), info=says("Status DTSEN", words=standing_label)
    )
    decile: Mapped[int | None] = mapped_column(info=says("Desil"))  # 1 to 10; None: not ranked
    as_of: Mapped[date] = mapped_column(info=says("Keadaan tanggal"))
    source: Mapped[str] = mapped_column(String(120), default="", info=says("Sumber"))

    person: Mapped[Person] = relationship()

    def describe(self) -> str:
        return self.person.name if self.person else ""


class Aid(Versioned, Base):
    """A programme or aid that a person's family gets or got: since a day, until a day or still."""

    __tablename__ = "aid"
    __table_args__ = (Index(None, "programme_code", "begins_on"),)
    __label__ = "Bantuan"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info=says("Penerima"))
    programme_code: Mapped[str] = mapped_column(String(20), info=says("Program bantuan"))  # aid_programmes
    begins_on: Mapped[date] = mapped_column(info=says("Sejak"))
    ends_on: Mapped[date | None] = mapped_column(info=says("Sampai"))
    amount: Mapped[int | None] = mapped_column(info=says("Nilai (Rp)"))
    fund_code: Mapped[str] = mapped_column(String(20), default="", info=says("Sumber anggaran"))
    provider: Mapped[str] = mapped_column(String(120), default="", info=says("Pemberi"))
    as_of: Mapped[date | None] = mapped_column(info=says("Keadaan tanggal"))
    source: Mapped[str] = mapped_column(String(120), default="", info=says("Sumber"))
    note: Mapped[str] = mapped_column(String(300), default="", info=says("Catatan"))
    exception_reason: Mapped[str] = mapped_column(String(200), default="", info=says("Alasan bantuan ganda"))

    person: Mapped[Person] = relationship()

    def describe(self) -> str:
        return self.person.name if self.person else ""


class AidPair(Versioned, Base):
    """Two programmes that one family may have at the same time; any other two are a double aid."""

    __tablename__ = "aid_pair"
    __label__ = "Pasangan bantuan"

    first_code: Mapped[str] = mapped_column(String(20), primary_key=True, info=says("Program bantuan"))
    second_code: Mapped[str] = mapped_column(String(20), primary_key=True, info=says("Program bantuan kedua"))
    note: Mapped[str] = mapped_column(String(200), default="", info=says("Dasar"))

    def describe(self) -> str:
        return f"{self.first_code} + {self.second_code}"


class Handling(Versioned, Base):
    """A need that was seen, a service that was given, a referral that was made, for one record."""

    __tablename__ = "handling"
    __label__ = "Penanganan"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(
        ForeignKey("mapping_record.id"), index=True, info=says("Pendataan")
    )
    kind: Mapped[HandlingKind] = mapped_column(choice(HandlingKind), info=says("Macam", words=handling_label))
    what: Mapped[str] = mapped_column(String(200), info=says("Uraian"))
    institution: Mapped[str] = mapped_column(String(160), default="", info=says("Lembaga"))
    on_day: Mapped[date] = mapped_column(info=says("Tanggal"))
    done_on: Mapped[date | None] = mapped_column(info=says("Selesai"))
    result: Mapped[str] = mapped_column(String(300), default="", info=says("Hasil"))

    def describe(self) -> str:
        return self.what
