"""One table of people, shared by officers, applicants and the social map."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, Update, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, relationship, validates

from db.base import Base, Versioned, choice, says
from db.models.regions import Region
from db.rules.dates import long_date
from db.rules.names import fold
from db.rules.office import full_name
from db.rules.people import Sex, sex_label


def _folded(row: Any) -> str:
    """Of a row that is written without an object, as imports do."""
    return fold(row.get_current_parameters()["name"])


class Person(Versioned, Base):
    """One person, one record: never typed twice (domain.md 8 `orang`)."""

    __tablename__ = "person"
    __table_args__ = (
        Index(None, "name", "id"),
        Index(None, "desa_code", "name", "id"),
        Index(None, "birth_date"),
        Index(None, "folded", "birth_date"),
        {"sqlite_autoincrement": True},  # kits, imports and merges keep ids: nobody gets one again
    )
    __label__ = "Data orang"

    id: Mapped[int] = mapped_column(primary_key=True)
    nik: Mapped[str | None] = mapped_column(String(16), unique=True, info=says("NIK"))
    no_nik_reason: Mapped[str] = mapped_column(String(120), default="", info=says("Alasan tanpa NIK"))
    kk: Mapped[str] = mapped_column(String(16), default="", index=True, info=says("No. KK"))
    front_title: Mapped[str] = mapped_column(String(40), default="", info=says("Gelar depan"))
    name: Mapped[str] = mapped_column(String(120), info=says("Nama"))
    folded: Mapped[str] = mapped_column(Text, default=_folded)  # how the name is looked for
    back_title: Mapped[str] = mapped_column(String(60), default="", info=says("Gelar belakang"))
    mother: Mapped[str] = mapped_column(String(120), default="", info=says("Nama ibu kandung"))
    birth_place: Mapped[str] = mapped_column(String(80), default="", info=says("Tempat lahir"))
    birth_date: Mapped[date | None] = mapped_column(info=says("Tanggal lahir"))
    sex: Mapped[Sex | None] = mapped_column(choice(Sex), info=says("Jenis kelamin", words=sex_label))
    religion: Mapped[str] = mapped_column(String(20), default="", info=says("Agama"))
    marital_status: Mapped[str] = mapped_column(String(20), default="", info=says("Status kawin"))
    education: Mapped[str] = mapped_column(String(20), default="", info=says("Pendidikan"))
    occupation: Mapped[str] = mapped_column(String(20), default="", info=says("Pekerjaan"))
    address: Mapped[str] = mapped_column(String(200), default="", info=says("Alamat"))
    rt: Mapped[str] = mapped_column(String(3), default="", info=says("RT"))
    rw: Mapped[str] = mapped_column(String(3), default="", info=says("RW"))
    desa_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), info=says("Desa/kelurahan"))
    outside: Mapped[str] = mapped_column(String(160), default="", info=says("Domisili di luar kabupaten"))
    phone: Mapped[str] = mapped_column(String(16), default="", info=says("No. HP"))
    email: Mapped[str] = mapped_column(String(120), default="", info=says("Pos-el"))

    desa: Mapped[Region | None] = relationship(viewonly=True)

    @validates("name")
    def _fold_name(self, _field: str, name: str) -> str:
        self.folded = fold(name or "")
        return name

    @property
    def full_name(self) -> str:
        """With titles, as letters print it."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def birth(self) -> str:
        """Utan, 1 Agustus 1990; as much of it as is known."""
        day = long_date(self.birth_date) if self.birth_date else ""
        return ", ".join(part for part in (self.birth_place, day) if part)

    def describe(self) -> str:
        return self.name


@event.listens_for(Session, "do_orm_execute")
def _keep_folded(state: ORMExecuteState) -> None:
    """A statement that changes names without objects would leave people under their old names."""
    statement = state.statement
    renames = isinstance(statement, Update) and "name" in statement.compile().params
    if renames and state.bind_mapper is Person.__mapper__:
        raise RuntimeError("names are changed one by one, so that they are folded again")
