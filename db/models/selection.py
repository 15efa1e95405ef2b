"""What makes a selection provable: its track, sheets that are locked and sealed, recusals, objections."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Base, Moment, Versioned, choice, says
from db.models.recruitment import Applicant, PanelMember, VacancyDocument
from db.models.scoring import SCORE
from db.rules.selection import (
    AttachmentSource,
    Component,
    EntryWay,
    ObjectionOutcome,
    Relation,
    RunBy,
    TrackStep,
    component_label,
    entry_label,
    objection_label,
    relation_label,
    run_by_label,
    source_label,
    track_label,
)


class Holiday(Versioned, Base):
    """A day on which the office does not work: holidays and joint leave, kept by the office."""

    __tablename__ = "holiday"
    __label__ = "Hari libur"

    on: Mapped[date] = mapped_column("on_day", primary_key=True, info=says("Tanggal"))
    name: Mapped[str] = mapped_column(String(120), info=says("Nama"))
    joint_leave: Mapped[bool] = mapped_column(default=False, info=says("Cuti bersama"))

    def describe(self) -> str:
        return self.name


class VacancyStep(Versioned, Base):
    """One step of a vacancy's track: on or off, planned and real days, who runs it."""

    __tablename__ = "vacancy_step"
    __table_args__ = (UniqueConstraint("vacancy_id", "step"),)
    __label__ = "Tahapan lowongan"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), info=says("Lowongan"))
    step: Mapped[TrackStep] = mapped_column(choice(TrackStep), info=says("Tahap", words=track_label))
    active: Mapped[bool] = mapped_column(default=True, info=says("Dipakai"))
    run_by: Mapped[RunBy] = mapped_column(
        choice(RunBy), default=RunBy.REGENCY, info=says("Pelaksana", words=run_by_label)
    )
    planned_on: Mapped[date | None] = mapped_column(info=says("Rencana mulai"))
    planned_until: Mapped[date | None] = mapped_column(info=says("Rencana selesai"))
    begun_on: Mapped[date | None] = mapped_column(info=says("Mulai"))
    done_on: Mapped[date | None] = mapped_column(info=says("Selesai"))
    note: Mapped[str] = mapped_column(Text, default="", info=says("Catatan"))

    def describe(self) -> str:
        return track_label(self.step) if self.step else ""


class ScoreSheet(Versioned, Base):
    """One member's sheet for one candidate. Locked, it carries a seal over its values."""

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("applicant_id", "member_id"),)
    __label__ = "Lembar nilai"

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), info=says("Pelamar"))
    member_id: Mapped[int] = mapped_column(
        ForeignKey("panel_member.id"), index=True, info=says("Pewawancara")
    )
    way: Mapped[EntryWay] = mapped_column(choice(EntryWay), info=says("Cara", words=entry_label))
    first_typist: Mapped[str] = mapped_column(String(120), default="", info=says("Penyalin pertama"))
    second_typist: Mapped[str] = mapped_column(String(120), default="", info=says("Penyalin kedua"))
    second: Mapped[dict[str, str] | None] = mapped_column(JSON)  # criterion code: value, of the second typist
    note: Mapped[str] = mapped_column(Text, default="", info=says("Catatan"))
    locked_at: Mapped[datetime | None] = mapped_column(Moment, info=says("Dikunci"))
    locked_by: Mapped[str] = mapped_column(String(120), default="", info=says("Dikunci oleh"))
    seal: Mapped[str] = mapped_column(String(64), default="")

    applicant: Mapped[Applicant] = relationship()
    member: Mapped[PanelMember] = relationship()

    def describe(self) -> str:
        return f"{self.member.name}, {self.applicant.describe()}" if self.member and self.applicant else ""


class SheetOpening(Base):
    """A locked sheet was opened again: why, by whom, and the values it had."""

    __tablename__ = "sheet_opening"
    __label__ = "Pembukaan lembar nilai"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"), index=True, info=says("Lembar"))
    at: Mapped[datetime] = mapped_column("opened_at", Moment)
    by: Mapped[str] = mapped_column("opened_by", String(120), info=says("Dibuka oleh"))
    reason: Mapped[str] = mapped_column(String(300), info=says("Alasan"))
    values: Mapped[dict[str, str]] = mapped_column(JSON)  # criterion code: value before the opening

    sheet: Mapped[ScoreSheet] = relationship()


class Recusal(Versioned, Base):
    """A member who does not score a candidate, and why; the divisor is one less."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("applicant_id", "member_id"),)
    __label__ = "Benturan kepentingan"

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), info=says("Pelamar"))
    member_id: Mapped[int] = mapped_column(
        ForeignKey("panel_member.id"), index=True, info=says("Pewawancara")
    )
    relation: Mapped[Relation] = mapped_column(choice(Relation), info=says("Hubungan", words=relation_label))
    detail: Mapped[str] = mapped_column(String(300), default="", info=says("Uraian"))
    noted_on: Mapped[date] = mapped_column(info=says("Dicatat"))

    applicant: Mapped[Applicant] = relationship()
    member: Mapped[PanelMember] = relationship()

    def describe(self) -> str:
        return f"{self.member.name}, {self.applicant.describe()}" if self.member and self.applicant else ""


class ComponentScore(Versioned, Base):
    """A candidate's result in a test beside the interview, 0 to 100."""

    __tablename__ = "component_score"
    __table_args__ = (
        UniqueConstraint("applicant_id", "component"),
        CheckConstraint("value >= 0 AND value <= 100", name="in_range"),
    )
    __label__ = "Nilai tes"

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), info=says("Pelamar"))
    component: Mapped[Component] = mapped_column(choice(Component), info=says("Tes", words=component_label))
    value: Mapped[Decimal] = mapped_column(SCORE, info=says("Nilai"))
    source: Mapped[str] = mapped_column(String(200), default="", info=says("Sumber"))
    entered_by: Mapped[str | None] = mapped_column(String(120), info=says("Diisi oleh"))
    locked_at: Mapped[datetime | None] = mapped_column(Moment, info=says("Dikunci"))
    locked_by: Mapped[str | None] = mapped_column(String(120), info=says("Dikunci oleh"))
    seal: Mapped[str | None] = mapped_column(String(64))

    applicant: Mapped[Applicant] = relationship()

    def describe(self) -> str:
        return self.applicant.describe() if self.applicant else ""


class ResultOpening(Base):
    """A locked result of a test was opened again: why, by whom, and what it was."""

    __tablename__ = "result_opening"
    __label__ = "Pembukaan nilai tes"

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), index=True, info=says("Pelamar"))
    component: Mapped[Component] = mapped_column(choice(Component), info=says("Tes", words=component_label))
    value: Mapped[Decimal] = mapped_column(SCORE, info=says("Nilai"))
    source: Mapped[str] = mapped_column(String(200), default="", info=says("Sumber"))
    at: Mapped[datetime] = mapped_column("opened_at", Moment)
    by: Mapped[str] = mapped_column("opened_by", String(120), info=says("Dibuka oleh"))
    reason: Mapped[str] = mapped_column(String(300), info=says("Alasan"))

    applicant: Mapped[Applicant] = relationship()


class Objection(Versioned, Base):
    """What an applicant says against a result, the answer and the outcome."""

    __tablename__ = "objection"
    __label__ = "Sanggahan"

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id"), index=True, info=says("Pelamar"))
    received_on: Mapped[date] = mapped_column(info=says("Diterima"))
    final: Mapped[bool] = mapped_column(default=False, info=says("Atas hasil akhir"))
    text: Mapped[str] = mapped_column(Text, info=says("Isi sanggahan"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"), info=says("Pindaian"))
    outcome: Mapped[ObjectionOutcome | None] = mapped_column(
        choice(ObjectionOutcome), info=says("Hasil", words=objection_label)
    )
    answer: Mapped[str] = mapped_column(Text, default="", info=says("Jawaban"))
    answered_on: Mapped[date | None] = mapped_column(info=says("Dijawab"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), info=says("Surat jawaban"))

    applicant: Mapped[Applicant] = relationship()

    def describe(self) -> str:
        return self.applicant.describe() if self.applicant else ""


class InterviewSlot(Versioned, Base):
    """When and where a candidate is interviewed."""

    __tablename__ = "interview_slot"
    __label__ = "Jadwal wawancara"

    applicant_id: Mapped[int] = mapped_column(
        ForeignKey("applicant.id"), primary_key=True, info=says("Pelamar")
    )
    on: Mapped[date] = mapped_column("on_day", info=says("Tanggal"))
    starts_at: Mapped[str] = mapped_column(String(5), info=says("Mulai"))  # 09.30
    minutes: Mapped[int] = mapped_column(info=says("Lama (menit)"))
    room: Mapped[str] = mapped_column(String(80), default="", info=says("Ruang"))
    queue: Mapped[int] = mapped_column(info=says("Nomor antrean"))

    applicant: Mapped[Applicant] = relationship()

    def describe(self) -> str:
        return self.applicant.describe() if self.applicant else ""


class ProposalPaper(Versioned, Base):
    """One attachment of a proposal: ticked, and the file that proves it."""

    __tablename__ = "proposal_paper"
    __table_args__ = (UniqueConstraint("vacancy_id", "position"),)
    __label__ = "Lampiran usulan"

    id: Mapped[int] = mapped_column(primary_key=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), info=says("Lowongan"))
    position: Mapped[int] = mapped_column(info=says("Urutan"))
    name: Mapped[str] = mapped_column(String(200), info=says("Lampiran"))
    wanted: Mapped[bool] = mapped_column(default=True, info=says("Disertakan"))
    source: Mapped[AttachmentSource] = mapped_column(
        choice(AttachmentSource), info=says("Sumber", words=source_label)
    )
    document_id: Mapped[int | None] = mapped_column(
        ForeignKey("vacancy_document.id"), info=says("Berkas pelamar")
    )
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), info=says("Surat"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scan.id"), info=says("Pindaian"))

    document: Mapped[VacancyDocument | None] = relationship()

    def describe(self) -> str:
        return self.name
