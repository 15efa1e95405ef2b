"""The kinds of letter, and what the program knows of each before the office changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from db.rules.templates import Block, BlockKind, Field, FieldType, TableColumn
from db.rules.words import _


class LetterKind(StrEnum):
    """Recruitment, TKSK, and the office, in the order of the work (peers.md 6.3)."""

    ANNOUNCEMENT = "announcement"
    POSTER = "poster"
    RECEIPT = "receipt"
    PANEL_DECREE = "panel_decree"
    INTEGRITY_STATEMENT = "integrity_statement"
    ADMINISTRATION_MINUTES = "administration_minutes"
    ADMINISTRATION_RESULTS = "administration_results"
    CALL = "call"
    TEST_CALL = "test_call"  # to a written or computer test
    ATTENDANCE_LIST = "attendance_list"
    SCORE_SHEET = "score_sheet"
    INTERVIEW_MINUTES = "interview_minutes"
    PLENARY_MINUTES = "plenary_minutes"
    FINAL_RESULTS = "final_results"  # for everybody: no NIK, no scores
    INTERNAL_RESULTS = "internal_results"
    OBJECTION_ANSWER = "objection_answer"
    PROPOSAL = "proposal"
    PROPOSAL_CHECKLIST = "proposal_checklist"
    PROPOSAL_REMINDER = "proposal_reminder"
    OFFICIAL_LETTER = "official_letter"
    COVER_LETTER = "cover_letter"
    REMINDER = "reminder"
    PRESENTATION = "presentation"
    DECREE = "decree"
    ASSIGNMENT = "assignment"
    ACTING_ASSIGNMENT = "acting_assignment"
    EXIT_ACCEPTANCE = "exit_acceptance"
    DISMISSAL_PROPOSAL = "dismissal_proposal"
    HANDOVER_MINUTES = "handover_minutes"
    ALLOWANCE_LIST = "allowance_list"
    MONTHLY_REPORT = "monthly_report"
    EVALUATION = "evaluation"
    DATA_HANDOVER = "data_handover"  # personal data given to others (domain.md 9.10)
    INVITATION = "invitation"
    NOTES = "notes"
    DISPOSITION = "disposition"
    AGENDA = "agenda"


def kind_label(kind: LetterKind) -> str:
    """What the screen calls a kind of letter."""
    return {
        LetterKind.ANNOUNCEMENT: _("Pengumuman lowongan"),
        LetterKind.POSTER: _("Poster lowongan"),
        LetterKind.RECEIPT: _("Tanda terima berkas"),
        LetterKind.PANEL_DECREE: _("Keputusan tim seleksi"),
        LetterKind.INTEGRITY_STATEMENT: _("Pakta integritas"),
        LetterKind.ADMINISTRATION_MINUTES: _("Berita acara administrasi"),
        LetterKind.ADMINISTRATION_RESULTS: _("Pengumuman hasil administrasi"),
        LetterKind.CALL: _("Panggilan wawancara"),
        LetterKind.TEST_CALL: _("Panggilan tes"),
        LetterKind.ATTENDANCE_LIST: _("Daftar hadir"),
        LetterKind.SCORE_SHEET: _("Lembar penilaian wawancara"),
        LetterKind.INTERVIEW_MINUTES: _("Berita acara wawancara"),
        LetterKind.PLENARY_MINUTES: _("Berita acara pleno"),
        LetterKind.FINAL_RESULTS: _("Pengumuman hasil akhir"),
        LetterKind.INTERNAL_RESULTS: _("Rekap nilai seleksi (internal)"),
        LetterKind.OBJECTION_ANSWER: _("Jawaban sanggahan"),
        LetterKind.PROPOSAL: _("Surat usulan"),
        LetterKind.PROPOSAL_CHECKLIST: _("Daftar periksa usulan"),
        LetterKind.PROPOSAL_REMINDER: _("Permohonan tindak lanjut usulan"),
        LetterKind.OFFICIAL_LETTER: _("Surat dinas (isi bebas)"),
        LetterKind.COVER_LETTER: _("Surat pengantar"),
        LetterKind.REMINDER: _("Surat pengingat"),
        LetterKind.PRESENTATION: _("Surat penghadapan"),
        LetterKind.DECREE: _("Keputusan"),
        LetterKind.ASSIGNMENT: _("Surat tugas"),
        LetterKind.ACTING_ASSIGNMENT: _("Penunjukan Plt TKSK"),
        LetterKind.EXIT_ACCEPTANCE: _("Persetujuan pengunduran diri"),
        LetterKind.DISMISSAL_PROPOSAL: _("Usulan pemberhentian"),
        LetterKind.HANDOVER_MINUTES: _("Berita acara serah terima"),
        LetterKind.ALLOWANCE_LIST: _("Tanda terima tali asih"),
        LetterKind.MONTHLY_REPORT: _("Laporan bulanan TKSK"),
        LetterKind.EVALUATION: _("Evaluasi tahunan TKSK"),
        LetterKind.DATA_HANDOVER: _("Berita acara serah terima data"),
        LetterKind.INVITATION: _("Undangan rapat"),
        LetterKind.NOTES: _("Notula"),
        LetterKind.DISPOSITION: _("Lembar disposisi"),
        LetterKind.AGENDA: _("Buku agenda"),
    }[kind]


@dataclass(frozen=True)
class Profile:
    """How a kind of letter is set on paper (domain.md 4.2); lengths in cm, type in points."""

    paper: str = ""  # F4 or A4; empty: as the office has chosen
    landscape: bool = False
    half: bool = False  # the upper half of a sheet
    top: float = 2.0
    bottom: float = 2.5
    left: float = 3.0
    right: float = 2.0
    family: str = "sans"  # sans stands for Arial, bonum for Bookman Old Style
    size: float = 12.0
    line: float = 1.15
    space: float = 1.0  # scale of the white between parts
    head: float = 1.0  # scale of the letterhead's type
    one_page: bool = True  # tightened step by step, to the floors below, to stay on one page
    least_size: float = 11.0
    least_line: float = 1.0
    least_space: float = 0.35
    least_margin: float = 0.8  # of the margins above
    tte_box: bool = False  # leave a box for an electronic signature


@dataclass(frozen=True)
class Template:
    """What is printed, and how."""

    blocks: tuple[Block, ...]
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True)
class KindSpec:
    """One kind of letter as it ships: what it asks for, what it says, how it is numbered."""

    kind: LetterKind
    group: str  # Rekrutmen, TKSK, Kantor
    numbered: bool
    signed: bool
    composed: bool  # may be written from Surat → Buat surat; the others come from their own work alone
    classification: str
    subject: str  # with fields
    recipient: str
    fields: tuple[Field, ...]
    template: Template
    sample: Mapping[str, Any]
    message: str = ""  # a text for WhatsApp, with fields
    public: bool = False  # for everybody: no NIK in it


def read_spec(kind: LetterKind, stored: Mapping[str, Any]) -> KindSpec:
    """A kind as its JSON file has it; KeyError, TypeError or ValueError where that is not one."""
    return KindSpec(
        kind=kind,
        group=stored["group"],
        numbered=stored.get("numbered", True),
        signed=stored.get("signed", True),
        composed=stored.get("composed", True),
        classification=stored.get("classification", "400.9.12.3"),
        subject=stored["subject"],
        recipient=stored.get("recipient", ""),
        fields=tuple(_field(raw) for raw in stored["fields"]),
        template=read_template(stored),
        sample=stored["sample"],
        message=stored.get("message", ""),
        public=stored.get("public", False),
    )


def read_template(stored: Mapping[str, Any]) -> Template:
    """Blocks and profile as they are kept."""
    return Template(
        tuple(read_block(raw) for raw in stored["blocks"]), Profile(**stored.get("profile") or {})
    )


def read_block(stored: Mapping[str, Any]) -> Block:
    """One block as it is kept."""
    kind, lines = BlockKind(stored["kind"]), tuple(stored.get("lines", ()))
    return Block(**{**stored, "kind": kind, "lines": lines})


def keep_block(block: Block) -> dict[str, Any]:
    """A block as it is kept: what is empty is left out."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in vars(block).items()
        if value
    }


def _field(stored: Mapping[str, Any]) -> Field:
    columns = tuple(TableColumn(**column) for column in stored.get("columns", ()))
    kind, choices = FieldType(stored.get("type", "text")), tuple(stored.get("choices", ()))
    return Field(**{**stored, "type": kind, "columns": columns, "choices": choices})
