"""The facts that letters state. A letter is printed from facts and stored with them.

Paper knows only these; it never asks the database. Sources: domain.md 4 (layout) and 9 (wording).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from db.rules.archive_code import SHOWN_CODE
from db.rules.letter_kinds import LetterKind, Template
from db.rules.templates import Values


class PaperSize(StrEnum):
    F4 = "F4"  # 215 × 330 mm
    A4 = "A4"  # 210 × 297 mm


@dataclass(frozen=True)
class Letterhead:
    """The head of every letter: lambang at left, names centred, thick and thin line (domain.md 4.3)."""

    government: str  # PEMERINTAH KABUPATEN SUMBAWA
    office: str  # DINAS SOSIAL (may be long: wraps to two or three lines)
    address: str  # Jalan Garuda Nomor 1, Sumbawa Besar
    phone: str = ""
    email: str = ""
    website: str = ""
    postcode: str = ""
    logo: bytes | None = None  # PNG or JPEG


@dataclass(frozen=True)
class Signer:
    """Who signs, as printed: position lines in capitals, then name, rank and NIP of that day."""

    position: tuple[str, ...]  # ("KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA,")
    name: str  # with titles
    rank: str = ""  # Pembina Utama Muda (IV/c)
    nip: str = ""  # 18 digits, or empty: then the line is left out


@dataclass(frozen=True)
class Frame:
    """What all letters share: whose paper, which number, which day, who signs."""

    head: Letterhead
    number: str  # empty: dots to be filled in by hand
    dated_on: date
    place: str  # Sumbawa Besar
    signer: Signer
    paper: PaperSize = PaperSize.F4
    practice: bool = False  # diagonal LATIHAN on every page
    template: Template | None = None  # what is printed; None: as the kind ships
    common: Values = field(default_factory=dict)  # what every letter knows of the office (templates.COMMON)
    code: str = ""  # for the archive: printed at the foot as text and QR; empty: no foot

    expected: str = ""  # the number that a preview may get: printed in grey

    @property
    def is_preview(self) -> bool:
        """Whether this is no letter yet: what is missing may still be typed."""
        return self.code == SHOWN_CODE


@dataclass(frozen=True)
class Letter:
    """What one letter says: its kind and the values of its fields."""

    kind: LetterKind
    values: Values


@dataclass(frozen=True)
class StageDate:
    """One row of the timetable of a selection."""

    name: str
    first: date
    last: date | None = None
    place: str = ""


@dataclass(frozen=True)
class AnnouncementFacts:
    """Pengumuman lowongan (domain.md 9.3)."""

    kecamatan: str  # Utan
    regency: str  # Kabupaten Sumbawa
    province: str  # Nusa Tenggara Barat
    year: int
    quota: int
    requirements: tuple[str, ...]
    documents: tuple[str, ...]
    registration_place: str
    opens_on: date
    closes_on: date
    hours: str  # 08.00–15.00 WITA
    stages: tuple[StageDate, ...]
    contact: str  # Bidang Pemberdayaan …, telepon (0371) …
    extension: str = ""  # why the registration takes longer than was announced before
    kind: LetterKind = LetterKind.ANNOUNCEMENT


@dataclass(frozen=True)
class DocumentLine:
    name: str
    present: bool
    note: str = ""


@dataclass(frozen=True)
class ReceiptFacts:
    """Tanda terima berkas lamaran, on half a page (domain.md 9.8)."""

    registration_number: str
    name: str
    kecamatan: str
    year: int
    received_on: date
    documents: tuple[DocumentLine, ...]
    received_by: str
    complete_by: date | None = None  # last day to bring what is missing
    kind: LetterKind = LetterKind.RECEIPT


@dataclass(frozen=True)
class CallFacts:
    """Surat panggilan tes wawancara (domain.md 9.5)."""

    name: str
    registration_number: str
    address: str  # Desa Motong, Kecamatan Utan
    kecamatan: str
    regency: str
    year: int
    interview_on: date
    time: str  # 09.00 WITA
    place: str
    kind: LetterKind = LetterKind.CALL


@dataclass(frozen=True)
class TeamMember:
    name: str
    role: str  # Ketua, Sekretaris, Anggota


@dataclass(frozen=True)
class AdministrationRow:
    registration_number: str
    name: str
    passed: bool
    reason: str  # why TMS, or the note of an override; may be long


@dataclass(frozen=True)
class AdministrationMinutesFacts:
    """Berita acara seleksi administrasi (domain.md 9.6 kind 2). Never a NIK."""

    kecamatan: str
    regency: str
    year: int
    held_on: date
    place: str
    rows: tuple[AdministrationRow, ...]
    team: tuple[TeamMember, ...]
    first_step: str = "tes wawancara"  # what those who are MS are called in for
    checkers: tuple[str, ...] = ()  # who checked where two did, and where they differed
    renewal: str = ""  # which earlier minutes these replace, and why
    kind: LetterKind = LetterKind.ADMINISTRATION_MINUTES


@dataclass(frozen=True)
class InterviewRow:
    registration_number: str
    name: str
    member_totals: tuple[Decimal | None, ...]  # in the order of the team; None: recused or absent
    final: Decimal | None  # None: absent
    rank: int | None
    note: str  # Diusulkan / Cadangan 1 / Tidak lulus / Tidak hadir
    passed: bool  # by the exact score, not by the rounded one that is shown
    tests: tuple[Decimal | None, ...] = ()  # in the order of the minutes' tests
    interview: Decimal | None = None  # where there are tests beside it


@dataclass(frozen=True)
class InterviewMinutesFacts:
    """Berita acara pelaksanaan dan hasil tes wawancara (domain.md 9.6 kinds 3 and 4)."""

    kecamatan: str
    regency: str
    year: int
    held_on: date
    place: str
    criteria: tuple[tuple[str, Decimal], ...]  # name and weight; weights total 100
    rows: tuple[InterviewRow, ...]  # in rank order
    pass_mark: Decimal
    tie_note: str  # which rule separated equal scores; empty when there were none
    recommendation: str  # name of the proposed candidate, empty: nobody passed
    reserves: tuple[str, ...]
    team: tuple[TeamMember, ...]
    decision_reason: str = ""  # demanded when not rank 1 was chosen
    tests: tuple[str, ...] = ()  # what the tests beside the interview are called
    formula: str = ""  # in words, where there are tests
    minimums: str = ""  # what each component asks for at least
    remarks: tuple[str, ...] = ()  # recusals, sheets opened again, exceptions, wide spreads, a draw
    renewal: str = ""  # which earlier minutes these replace, and why
    kind: LetterKind = LetterKind.INTERVIEW_MINUTES


@dataclass(frozen=True)
class ProposalFacts:
    """Surat usulan to the ministry through the province (domain.md 9.7)."""

    province: str
    province_capital: str  # Mataram
    kecamatan: str
    regency: str
    capital: str  # Sumbawa Besar
    cause: str  # pengunduran diri TKSK Kecamatan Utan
    cause_reference: str  # surat Nomor … tanggal …; may be empty
    minutes_number: str
    minutes_on: date
    name: str
    birth_place: str
    birth_date: date
    education: str
    address: str
    final: Decimal
    rank: int
    attachments: tuple[str, ...]
    kind: LetterKind = LetterKind.PROPOSAL


@dataclass(frozen=True)
class DecreeReference:
    """A decree as letters quote it."""

    number: str
    dated_on: date
    issuer: str  # Kepala Dinas Sosial Aceh
    title: str  # Penunjukan/Penetapan TKSK di Kabupaten/Kota se-Aceh Tahun 2022
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class PresentationFacts:
    """Surat penghadapan: presents an officer to the Camat (peers.md S2)."""

    kecamatan: str
    regency: str
    name: str
    niat: str  # may be empty
    address: str
    phone: str
    decree: DecreeReference
    duties: tuple[str, ...]  # the eight duties (domain.md 1.4)
    kind: LetterKind = LetterKind.PRESENTATION


@dataclass(frozen=True)
class DecreeRow:
    """One officer in the annex."""

    name: str
    birth: str  # Utan, 15 Agustus 1985
    niat: str
    address: str
    kecamatan: str
    note: str = ""


@dataclass(frozen=True)
class DecreeFacts:
    """Keputusan Kepala Dinas tentang penetapan TKSK, with its annex (domain.md 9.1)."""

    regency: str
    capital: str
    province: str
    province_capital: str
    year: int
    starts_on: date
    ends_on: date
    legal_basis: tuple[str, ...]  # Mengingat, in order of hierarchy
    notices: tuple[str, ...]  # Memperhatikan
    duties: tuple[str, ...]
    report_day: int  # of the following month
    budget: str  # APBD
    rows: tuple[DecreeRow, ...]
    kind: LetterKind = LetterKind.DECREE


@dataclass(frozen=True)
class ScoreSheetFacts:
    """An empty score sheet for one panel member and one candidate: a form, without a number."""

    kecamatan: str
    interview_on: date
    member: TeamMember
    registration_number: str
    candidate: str
    criteria: tuple[tuple[str, Decimal, str, str, str], ...]  # name, weight, descriptions of 1, 3, 5
    kind: LetterKind = LetterKind.SCORE_SHEET


Facts = (
    AnnouncementFacts
    | ReceiptFacts
    | CallFacts
    | AdministrationMinutesFacts
    | InterviewMinutesFacts
    | ProposalFacts
    | PresentationFacts
    | DecreeFacts
    | ScoreSheetFacts
)
