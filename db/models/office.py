"""The office: letterhead, signers, numbering, users. It travels with the data and its backups."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Versioned, choice, says
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.letters import PaperSize
from db.rules.numbering import NumberScope, Secrecy, scope_label, secrecy_label
from db.rules.office import Authority, authority_label, full_name


class Office(Versioned, Base):
    """One row: the office that this database belongs to."""

    __tablename__ = "office"
    __label__ = "Kantor"

    id: Mapped[int] = mapped_column(primary_key=True)
    regency_code: Mapped[str] = mapped_column(ForeignKey("region.code"), info=says("Kabupaten/kota"))
    government: Mapped[str] = mapped_column(String(120), info=says("Pemerintah daerah"))
    name: Mapped[str] = mapped_column(String(200), info=says("Nama dinas"))
    address: Mapped[str] = mapped_column(String(200), info=says("Alamat"))
    phone: Mapped[str] = mapped_column(String(40), default="", info=says("Telepon"))
    email: Mapped[str] = mapped_column(String(120), default="", info=says("Pos-el"))
    website: Mapped[str] = mapped_column(String(120), default="", info=says("Laman"))
    postcode: Mapped[str] = mapped_column(String(5), default="", info=says("Kode pos"))
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, info=says("Logo"))
    capital: Mapped[str] = mapped_column(String(80), info=says("Tempat surat"))
    province_capital: Mapped[str] = mapped_column(String(80), info=says("Ibu kota provinsi"))
    timezone: Mapped[str] = mapped_column(String(4), info=says("Zona waktu"))
    section: Mapped[str] = mapped_column(String(120), default="", info=says("Bidang pengelola"))
    short_code: Mapped[str] = mapped_column(String(40), info=says("Kode surat"))
    section_code: Mapped[str] = mapped_column(String(40), default="", info=says("Kode bidang"))
    paper: Mapped[PaperSize] = mapped_column(choice(PaperSize), info=says("Kertas"))
    number_scope: Mapped[NumberScope] = mapped_column(
        choice(NumberScope), default=NumberScope.ALL, info=says("Urutan nomor", words=scope_label)
    )
    practice: Mapped[bool] = mapped_column(default=False, info=says("Latihan"))
    login_required: Mapped[bool] = mapped_column(default=False, info=says("Wajib masuk"))

    def describe(self) -> str:
        return self.name


class Official(Versioned, Base):
    """Somebody who may sign, with the term in which he or she may."""

    __tablename__ = "official"
    __label__ = "Pejabat"

    id: Mapped[int] = mapped_column(primary_key=True)
    front_title: Mapped[str] = mapped_column(String(40), default="", info=says("Gelar depan"))
    name: Mapped[str] = mapped_column(String(120), info=says("Nama"))
    back_title: Mapped[str] = mapped_column(String(60), default="", info=says("Gelar belakang"))
    nip: Mapped[str] = mapped_column(String(18), default="", info=says("NIP"))
    rank: Mapped[str] = mapped_column(String(60), default="", info=says("Pangkat"))
    position: Mapped[str] = mapped_column(String(160), info=says("Jabatan"))
    superior: Mapped[str] = mapped_column(String(160), default="", info=says("Untuk beliau (u.b.)"))
    authority: Mapped[Authority] = mapped_column(
        choice(Authority), info=says("Kewenangan", words=authority_label)
    )
    starts_on: Mapped[date] = mapped_column(info=says("Mulai"))
    ends_on: Mapped[date | None] = mapped_column(info=says("Selesai"))

    @property
    def full_name(self) -> str:
        """With titles, as letters print it."""
        return full_name(self.front_title, self.name, self.back_title)

    def describe(self) -> str:
        return self.name


class LetterSetting(Versioned, Base):
    """How one kind of letter is numbered (domain.md 4.6)."""

    __tablename__ = "letter_setting"
    __label__ = "Penomoran"

    kind: Mapped[LetterKind] = mapped_column(
        choice(LetterKind), primary_key=True, info=says("Jenis", words=kind_label)
    )
    classification: Mapped[str] = mapped_column(String(30), info=says("Klasifikasi"))
    number_format: Mapped[str] = mapped_column(String(120), info=says("Format nomor"))
    number_by_hand: Mapped[bool] = mapped_column(default=False, info=says("Dinomori bagian umum"))
    type_code: Mapped[str] = mapped_column(String(20), default="", info=says("Kode jenis"))
    secrecy: Mapped[Secrecy] = mapped_column(
        choice(Secrecy), default=Secrecy.OPEN, info=says("Kode keamanan", words=secrecy_label)
    )

    def describe(self) -> str:
        return self.kind


class Setting(Versioned, Base):
    """A limit that the office has changed; what is not here is as `db/rules/settings.py` ships it."""

    __tablename__ = "setting"
    __label__ = "Pengaturan"

    name: Mapped[str] = mapped_column(String(60), primary_key=True, info=says("Nama"))
    value: Mapped[int] = mapped_column(info=says("Nilai"))

    def describe(self) -> str:
        return self.name


class Reference(Versioned, Base):
    """A small list that the office may edit: reasons, education, duties, legal basis…"""

    __tablename__ = "reference"
    __table_args__ = (UniqueConstraint("list_name", "code"),)
    __label__ = "Daftar"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_name: Mapped[str] = mapped_column(String(40), info=says("Daftar"))
    code: Mapped[str] = mapped_column(String(20), info=says("Kode"))
    position: Mapped[int] = mapped_column(info=says("Urutan"))
    text: Mapped[str] = mapped_column(String(500), info=says("Isi"))
    detail: Mapped[str] = mapped_column(String(500), default="", info=says("Rincian"))  # choices, split by |
    level: Mapped[int] = mapped_column(default=0, info=says("Jenjang"))
    active: Mapped[bool] = mapped_column(default=True, info=says("Dipakai"))

    def describe(self) -> str:
        return self.text


class Role(Versioned, Base):
    """A ready set of rights."""

    __tablename__ = "role"
    __label__ = "Peran"

    code: Mapped[str] = mapped_column(String(20), primary_key=True, info=says("Kode"))
    name: Mapped[str] = mapped_column(String(60), info=says("Nama"))
    rights: Mapped[list[str]] = mapped_column(JSON, info=says("Hak"))

    def describe(self) -> str:
        return self.name


class User(Versioned, Base):
    """Somebody who may use the program."""

    __tablename__ = "app_user"  # `user` is a reserved word in PostgreSQL
    __label__ = "Pengguna"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(40), unique=True, info=says("Nama masuk"))
    name: Mapped[str] = mapped_column(String(120), info=says("Nama"))
    password_hash: Mapped[str] = mapped_column(String(200), default="", info=says("Kata sandi", secret=True))
    role_code: Mapped[str] = mapped_column(ForeignKey("role.code"), info=says("Peran"))
    active: Mapped[bool] = mapped_column(default=True, info=says("Aktif"))

    role: Mapped[Role] = relationship()

    def describe(self) -> str:
        return self.name
