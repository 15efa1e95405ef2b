"""Vacancies, applicants, checks, panel and scores; and the default sets they are copied from."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Moment, Versioned, choice, says
from db.models.officers import Decree
from db.models.people import Person
from db.models.regions import Region
from db.models.rule_columns import CriterionColumns, DocumentColumns, RequirementColumns
from db.models.scoring import SCORE, ScoringColumns
from db.rules.recruitment import (
    Applied,
    PanelRole,
    ProposalStatus,
    Result,
    Stage,
    applied_label,
    panel_role_label,
    proposal_label,
    result_label,
    stage_label,
)
from db.rules.selection import AttachmentSource, source_label


class SelectionSet(Versioned, ScoringColumns, Base):
    """A named, dated set of requirements, documents, criteria, weights and attachments: rules are data."""

    __tablename__ = "selection_set"
    __label__ = "Set seleksi"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160), unique=True, info=says("Nama"))
    valid_from: Mapped[date] = mapped_column(info=says("Berlaku mulai"))
    pass_mark: Mapped[Decimal] = mapped_column(SCORE, info=says("Ambang lulus"))

    requirements: Mapped[list["SetRequirement"]] = relationship(
        order_by="SetRequirement.position", cascade="all, delete-orphan"
    )
    documents: Mapped[list["SetDocument"]] = relationship(
        order_by="SetDocument.position", cascade="all, delete-orphan"
    )
    criteria: Mapped[list["SetCriterion"]] = relationship(
        order_by="SetCriterion.position", cascade="all, delete-orphan"
    )
    attachments: Mapped[list["SetAttachment"]] = relationship(
        order_by="SetAttachment.position", cascade="all, delete-orphan"
    )

    def describe(self) -> str:
        return self.name


class SetRequirement(RequirementColumns, Base):
    __tablename__ = "set_requirement"
    __label__ = "Persyaratan bawaan"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("selection_set.id"), index=True, info=says("Set"))

    def describe(self) -> str:
        return self.text


class SetDocument(DocumentColumns, Base):
    __tablename__ = "set_document"
    __label__ = "Dokumen bawaan"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("selection_set.id"), index=True, info=says("Set"))

    def describe(self) -> str:
        return self.name


class SetCriterion(CriterionColumns, Base):
    __tablename__ = "set_criterion"
    __label__ = "Aspek bawaan"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("selection_set.id"), index=True, info=says("Set"))

    def describe(self) -> str:
        return self.name


class SetAttachment(Base):
    """What goes with a proposal, and where it comes from (domain.md 9.7)."""

    __tablename__ = "set_attachment"
    __label__ = "Lampiran usulan bawaan"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("selection_set.id"), index=True, info=says("Set"))
    position: Mapped[int] = mapped_column(info=says("Urutan"))
    name: Mapped[str] = mapped_column(String(200), info=says("Lampiran"))
    source: Mapped[AttachmentSource] = mapped_column(
        choice(AttachmentSource), info=says("Sumber", words=source_label)
    )
    document_code: Mapped[str] = mapped_column(String(10), default="", info=says("Dokumen pelamar"))

    def describe(self) -> str:
        return self.name


class Vacancy(Versioned, ScoringColumns, Base):
    """One selection for the empty post of one kecamatan; only one runs there (index in every.py)."""

    __tablename__ = "vacancy"
    __table_args__ = (CheckConstraint("quota > 0", name="has_quota"),)
    __label__ = "Lowongan"

    id: Mapped[int] = mapped_column(primary_key=True)
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, info=says("Kecamatan"))
    stage: Mapped[Stage] = mapped_column(
        choice(Stage), default=Stage.DRAFT, info=says("Tahap", words=stage_label)
    )
    quota: Mapped[int] = mapped_column(default=1, info=says("Formasi"))
    previous_assignment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assignment.id"), index=True, info=says("Penugasan sebelumnya")
    )
    opened_on: Mapped[date] = mapped_column(info=says("Tanggal pengumuman"))
    opens_on: Mapped[date] = mapped_column(info=says("Pendaftaran dibuka"))
    closes_on: Mapped[date] = mapped_column(info=says("Pendaftaran ditutup"))
    administration_on: Mapped[date] = mapped_column(info=says("Seleksi administrasi"))
    interview_on: Mapped[date] = mapped_column(info=says("Wawancara"))
    result_on: Mapped[date] = mapped_column(info=says("Pengumuman hasil"))
    age_counted_on: Mapped[date] = mapped_column(info=says("Umur dihitung pada"))
    hours: Mapped[str] = mapped_column(String(60), info=says("Jam pendaftaran"))
    interview_time: Mapped[str] = mapped_column(String(40), info=says("Jam wawancara"))
    place: Mapped[str] = mapped_column(String(200), info=says("Tempat"))
    pass_mark: Mapped[Decimal] = mapped_column(SCORE, info=says("Ambang lulus"))
    decision_reason: Mapped[str] = mapped_column(String(500), default="", info=says("Alasan penetapan"))
    decided_on: Mapped[date | None] = mapped_column(info=says("Tanggal penetapan"))
    few_reason: Mapped[str] = mapped_column(String(300), default="", info=says("Alasan penilai kurang"))
    early_reason: Mapped[str] = mapped_column(
        String(300), default="", info=says("Alasan penetapan dalam masa sanggah")
    )
    nobody_passed: Mapped[bool] = mapped_column(default=False, info=says("Tidak ada yang lulus"))
    cancel_reason: Mapped[str] = mapped_column(String(300), default="", info=says("Alasan pembatalan"))
    reserve_until: Mapped[date | None] = mapped_column(info=says("Cadangan berlaku sampai"))
    spread_notes: Mapped[dict[str, str] | None] = mapped_column(JSON)  # applicant id: what the panel writes
    draw: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # day, witnesses, order of applicant ids
    first_plan: Mapped[dict[str, str] | None] = mapped_column(JSON)  # column: day before the first extension
    panel_decree_number: Mapped[str] = mapped_column(
        String(80), default="", info=says("Nomor keputusan tim seleksi")
    )
    panel_decree_on: Mapped[date | None] = mapped_column(info=says("Tanggal keputusan tim seleksi"))

    kecamatan: Mapped[Region] = relationship()
    requirements: Mapped[list["VacancyRequirement"]] = relationship(
        order_by="VacancyRequirement.position", cascade="all, delete-orphan"
    )
    documents: Mapped[list["VacancyDocument"]] = relationship(
        order_by="VacancyDocument.position", cascade="all, delete-orphan"
    )
    criteria: Mapped[list["VacancyCriterion"]] = relationship(
        order_by="VacancyCriterion.position", cascade="all, delete-orphan"
    )
    panel: Mapped[list["PanelMember"]] = relationship(order_by="PanelMember.position")
    applicants: Mapped[list["Applicant"]] = relationship(
        back_populates="vacancy", order_by="Applicant.registration_number"
    )

    def describe(self) -> str:
        return f"TKSK Kecamatan {self.kecamatan.name}" if self.kecamatan else ""


class VacancyRequirement(RequirementColumns, Base):
    """The vacancy's own copy: changing the default set later changes nothing here."""

    __tablename__ = "vacancy_requirement"
    __label__ = "Persyaratan"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), index=True, info=says("Lowongan"))

    def describe(self) -> str:
        return self.text


class VacancyDocument(DocumentColumns, Base):
    __tablename__ = "vacancy_document"
    __label__ = "Dokumen"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), index=True, info=says("Lowongan"))

    def describe(self) -> str:
        return self.name


class VacancyCriterion(CriterionColumns, Base):
    __tablename__ = "vacancy_criterion"
    __label__ = "Aspek wawancara"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), index=True, info=says("Lowongan"))

    def describe(self) -> str:
        return self.name


class Applicant(Versioned, Base):
    """One person's application to one vacancy."""

    __tablename__ = "applicant"
    __table_args__ = (
        UniqueConstraint("vacancy_id", "person_id"),
        Index(None, "vacancy_id", "registration_number"),
    )
    __label__ = "Pelamar"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), info=says("Lowongan"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info=says("Orang"))
    registration_number: Mapped[str] = mapped_column(String(40), unique=True, info=says("Nomor pendaftaran"))
    registered_on: Mapped[date] = mapped_column(info=says("Tanggal daftar"))
    late_reason: Mapped[str] = mapped_column(String(200), default="", info=says("Alasan terlambat"))
    received_at: Mapped[str] = mapped_column(String(5), default="", info=says("Jam diterima"))  # 09.30
    way: Mapped[str] = mapped_column(String(20), default="", info=says("Cara mendaftar"))
    organisation: Mapped[str] = mapped_column(String(60), default="", info=says("Asal organisasi"))
    service_years: Mapped[int | None] = mapped_column(info=says("Lama aktif (tahun)"))
    status: Mapped[Applied] = mapped_column(
        choice(Applied), default=Applied.REGISTERED, info=says("Keadaan", words=applied_label)
    )
    status_reason: Mapped[str] = mapped_column(Text, default="", info=says("Alasan"))
    left_on: Mapped[date | None] = mapped_column(info=says("Tanggal keluar"))  # stepped back or was put out
    left_by: Mapped[str | None] = mapped_column(String(120), info=says("Dicatat oleh"))
    override_by: Mapped[str] = mapped_column(String(120), default="", info=says("Dikecualikan oleh"))
    override_reason: Mapped[str] = mapped_column(String(300), default="", info=says("Alasan pengecualian"))

    vacancy: Mapped[Vacancy] = relationship(back_populates="applicants")
    person: Mapped[Person] = relationship()
    documents: Mapped[list["ApplicantDocument"]] = relationship(back_populates="applicant")
    checks: Mapped[list["ApplicantCheck"]] = relationship(back_populates="applicant")
    scores: Mapped[list["Score"]] = relationship(back_populates="applicant")

    def describe(self) -> str:
        return self.person.name if self.person else self.registration_number


class ApplicantDocument(Versioned, Base):
    """Whether a paper was handed in."""

    __tablename__ = "applicant_document"
    __table_args__ = (UniqueConstraint("applicant_id", "document_id"),)
    __label__ = "Berkas pelamar"

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), info=says("Pelamar"))
    document_id: Mapped[int] = mapped_column(ForeignKey("vacancy_document.id"), info=says("Dokumen"))
    present: Mapped[bool] = mapped_column(info=says("Ada"))
    number: Mapped[str] = mapped_column(String(80), default="", info=says("Nomor"))
    dated_on: Mapped[date | None] = mapped_column(info=says("Tanggal"))
    expires_on: Mapped[date | None] = mapped_column(info=says("Berlaku sampai"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"), info=says("Pindaian"))
    note: Mapped[str] = mapped_column(String(200), default="", info=says("Catatan"))

    applicant: Mapped[Applicant] = relationship(back_populates="documents")
    document: Mapped[VacancyDocument] = relationship()

    def describe(self) -> str:
        return self.document.name if self.document else ""


class ApplicantCheck(Versioned, Base):
    """What the clerk decided on one requirement, beside what the program proposed."""

    __tablename__ = "applicant_check"
    __table_args__ = (UniqueConstraint("applicant_id", "requirement_id"),)
    __label__ = "Pemeriksaan administrasi"

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), info=says("Pelamar"))
    requirement_id: Mapped[int] = mapped_column(
        ForeignKey("vacancy_requirement.id"), info=says("Persyaratan")
    )
    proposed: Mapped[Result | None] = mapped_column(
        choice(Result), info=says("Usul program", words=result_label)
    )
    proposed_reason: Mapped[str] = mapped_column(String(300), default="", info=says("Alasan usul"))
    result: Mapped[Result] = mapped_column(choice(Result), info=says("Hasil", words=result_label))
    reason: Mapped[str] = mapped_column(String(300), default="", info=says("Alasan"))
    checked_by: Mapped[str] = mapped_column(String(120), default="", info=says("Pemeriksa"))
    second_result: Mapped[Result | None] = mapped_column(
        choice(Result), info=says("Hasil pemeriksa kedua", words=result_label)
    )
    second_by: Mapped[str] = mapped_column(String(120), default="", info=says("Pemeriksa kedua"))

    applicant: Mapped[Applicant] = relationship(back_populates="checks")
    requirement: Mapped[VacancyRequirement] = relationship()

    def describe(self) -> str:
        return self.requirement.text if self.requirement else ""


class PanelMember(Versioned, Base):
    """An interviewer of one vacancy."""

    __tablename__ = "panel_member"
    __table_args__ = (UniqueConstraint("vacancy_id", "name"),)
    __label__ = "Anggota panel"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), info=says("Lowongan"))
    position: Mapped[int] = mapped_column(info=says("Urutan"))
    name: Mapped[str] = mapped_column(String(120), info=says("Nama"))
    institution: Mapped[str] = mapped_column(String(160), default="", info=says("Instansi"))
    role: Mapped[PanelRole] = mapped_column(
        choice(PanelRole), info=says("Jabatan dalam panel", words=panel_role_label)
    )
    pin_hash: Mapped[str] = mapped_column(String(200), default="", info=says("PIN", secret=True))
    pin_misses: Mapped[int] = mapped_column(default=0, info=says("PIN salah berturut-turut"))
    stated_on: Mapped[date | None] = mapped_column(info=says("Pernyataan ditandatangani"))

    def describe(self) -> str:
        return self.name


class Score(Versioned, Base):
    """One member's value for one criterion of one applicant. No row: missing, never zero."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("applicant_id", "member_id", "criterion_id"),
        CheckConstraint("value >= 0 AND value <= 100", name="in_range"),
    )
    __label__ = "Nilai"

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), info=says("Pelamar"))
    member_id: Mapped[int] = mapped_column(
        ForeignKey("panel_member.id"), index=True, info=says("Pewawancara")
    )
    criterion_id: Mapped[int] = mapped_column(ForeignKey("vacancy_criterion.id"), info=says("Aspek"))
    value: Mapped[Decimal] = mapped_column(SCORE, info=says("Nilai", secret=True))  # blind until locked

    applicant: Mapped[Applicant] = relationship(back_populates="scores")

    def describe(self) -> str:
        return self.applicant.describe() if self.applicant else ""


class Proposal(Versioned, Base):
    """The proposal of a chosen applicant to the ministry through the province, and its way."""

    __tablename__ = "proposal"
    __label__ = "Usulan"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), index=True, info=says("Lowongan"))
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), unique=True, info=says("Calon"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), info=says("Surat"))
    status: Mapped[ProposalStatus] = mapped_column(
        choice(ProposalStatus), info=says("Keadaan", words=proposal_label)
    )
    status_on: Mapped[date] = mapped_column(info=says("Tanggal keadaan"))
    decree_id: Mapped[int | None] = mapped_column(ForeignKey("decree.id"), info=says("SK"))

    applicant: Mapped[Applicant] = relationship()
    decree: Mapped[Decree | None] = relationship()
    events: Mapped[list["ProposalEvent"]] = relationship(order_by="ProposalEvent.id")

    def describe(self) -> str:
        return self.applicant.describe() if self.applicant else ""


class ProposalEvent(Base):
    """One step on the way: when it was sent, received, returned, decided."""

    __tablename__ = "proposal_event"
    __label__ = "Perjalanan usulan"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True, info=says("Usulan"))
    status: Mapped[ProposalStatus] = mapped_column(
        choice(ProposalStatus), info=says("Keadaan", words=proposal_label)
    )
    on: Mapped[date] = mapped_column("happened_on", info=says("Tanggal"))
    note: Mapped[str] = mapped_column(String(300), default="", info=says("Catatan"))
    noted_at: Mapped[datetime] = mapped_column(Moment, info=says("Dicatat"))
