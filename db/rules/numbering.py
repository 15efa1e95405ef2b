"""Letter numbers made from tokens (domain.md 4.6)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Formatter

from db.rules.dates import ROMAN_MONTHS
from db.rules.letter_kinds import LetterKind
from db.rules.problems import Problem
from db.rules.words import _


class NumberScope(StrEnum):
    """What has a run of numbers of its own, each year from 1."""

    ALL = "all"
    KIND = "kind"
    CLASSIFICATION = "classification"


def scope_label(scope: NumberScope) -> str:
    """What the screen calls it."""
    return {
        NumberScope.ALL: _("Satu urutan untuk semua surat"),
        NumberScope.KIND: _("Satu urutan per jenis surat"),
        NumberScope.CLASSIFICATION: _("Satu urutan per klasifikasi"),
    }[scope]


class Secrecy(StrEnum):
    """The security code in a number, as archives write it."""

    OPEN = "B"
    LIMITED = "T"
    SECRET = "R"
    TOP_SECRET = "SR"


def secrecy_label(secrecy: Secrecy) -> str:
    """What the screen calls it."""
    return {
        Secrecy.OPEN: _("B – biasa"),
        Secrecy.LIMITED: _("T – terbatas"),
        Secrecy.SECRET: _("R – rahasia"),
        Secrecy.TOP_SECRET: _("SR – sangat rahasia"),
    }[secrecy]


class NumberStatus(StrEnum):
    RESERVED = "reserved"
    USED = "used"
    VOID = "void"


def number_status_label(status: NumberStatus) -> str:
    """What the screen and the number book call it."""
    return {
        NumberStatus.RESERVED: _("Dipesan"),
        NumberStatus.USED: _("Dipakai"),
        NumberStatus.VOID: _("Batal"),
    }[status]


class WishKind(StrEnum):
    NEXT = "next"
    RESERVED = "reserved"  # one that was set aside
    INSERTED = "inserted"  # 005.01, behind a number of an earlier day
    BY_HAND = "by_hand"  # given by the sub-bagian umum
    LATER = "later"  # dots on the paper, filled in by hand


@dataclass(frozen=True)
class NumberWish:
    """Which number a letter shall have."""

    kind: WishKind = WishKind.NEXT
    number_id: int | None = None  # the reserved one, or the one to insert behind
    text: str = ""  # the number given by hand


NUMBER_FORMAT = "{klasifikasi}/{urut:03}/{kode}/{tahun}"
DECREE_FORMAT = "{klasifikasi}/{urut:03}/Kpts/{kode}/{tahun}"
TOKENS = (
    *("klasifikasi", "urut", "kode", "kode_pd", "kode_bidang", "jenis", "bulan_romawi", "tahun"),
    "keamanan",
)
SPEC = {True: re.compile("(0?[1-9])?"), False: re.compile("")}  # {urut:03} is filled up; other tokens are not
SUFFIX_DIGITS = 2
TYPE_CODES = {  # what {jenis} stands for before the office writes its own; the others: SU
    LetterKind.ANNOUNCEMENT: "PENG",
    LetterKind.PANEL_DECREE: "Kpts",
    LetterKind.INTEGRITY_STATEMENT: "PI",
    LetterKind.ADMINISTRATION_MINUTES: "BA",
    LetterKind.ADMINISTRATION_RESULTS: "PENG",
    LetterKind.INTERVIEW_MINUTES: "BA",
    LetterKind.PLENARY_MINUTES: "BA",
    LetterKind.FINAL_RESULTS: "PENG",
    LetterKind.COVER_LETTER: "SP",
    LetterKind.DECREE: "Kpts",
    LetterKind.ASSIGNMENT: "ST",
    LetterKind.ACTING_ASSIGNMENT: "ST",
    LetterKind.HANDOVER_MINUTES: "BA",
    LetterKind.DATA_HANDOVER: "BA",
    LetterKind.MONTHLY_REPORT: "LAP",
    LetterKind.INVITATION: "UND",
    LetterKind.NOTES: "NOT",
}


def default_format(kind: LetterKind) -> str:
    """How a kind of letter is numbered before the office says otherwise."""
    return DECREE_FORMAT if kind in (LetterKind.DECREE, LetterKind.PANEL_DECREE) else NUMBER_FORMAT


def default_type_code(kind: LetterKind) -> str:
    """What {jenis} stands for before the office says otherwise."""
    return TYPE_CODES.get(kind, "SU")


class Sequence(int):
    """A number of the book with its insertion: 5 and 1 is written 5.01, or 005.01 with {urut:03}."""

    suffix: int

    def __new__(cls, number: int, suffix: int = 0) -> "Sequence":
        made = super().__new__(cls, number)
        made.suffix = suffix
        return made

    def __format__(self, spec: str) -> str:
        return int.__format__(self, spec) + (f".{self.suffix:0{SUFFIX_DIGITS}}" if self.suffix else "")


def format_number(
    pattern: str,
    *,
    classification: str,
    sequence: int,
    code: str,
    day: date,
    suffix: int = 0,
    section_code: str = "",
    type_code: str = "",
    secrecy: str = Secrecy.OPEN,
) -> str:
    """400.9.12.3/041/Dinsos/2020 from {klasifikasi}/{urut:03}/{kode}/{tahun}; suffix 1 makes 041.01."""
    return pattern.format(
        klasifikasi=classification,
        urut=Sequence(sequence, suffix),
        kode=code,
        kode_pd=code,
        kode_bidang=section_code,
        jenis=type_code,
        bulan_romawi=ROMAN_MONTHS[day.month - 1],
        tahun=day.year,
        keamanan=str(secrecy),
    )


def tokens_of(pattern: str) -> frozenset[str]:
    """The tokens that a readable format uses."""
    return frozenset(name for _text, name, _spec, _conversion in Formatter().parse(pattern) if name)


def with_type(pattern: str) -> str:
    """The same format with {jenis} behind the number of the book, for runs of each kind."""
    return pattern if "{jenis}" in pattern else re.sub(r"(\{urut[^}]*\})", r"\1/{jenis}", pattern, count=1)


def check_number_format(pattern: str) -> list[Problem]:
    """A format needs {urut} and knows only the tokens above."""
    unreadable = Problem(_("Format nomor “{pattern}” tidak dapat dibaca.").format(pattern=pattern))
    try:
        parts = [part for part in Formatter().parse(pattern) if part[1] is not None]
    except ValueError:
        return [unreadable]
    used = {name or "" for _text, name, _spec, _conversion in parts}
    if unknown := used - set(TOKENS):
        text = _("Format nomor memakai {{{name}}}, yang tidak dikenal. Yang dikenal: {known}.")
        known = ", ".join(f"{{{token}}}" for token in TOKENS)
        return [Problem(text.format(name=min(unknown), known=known))]
    if any(
        conversion or not SPEC[name == "urut"].fullmatch(spec or "") for _t, name, spec, conversion in parts
    ):
        return [unreadable]
    if "urut" not in used:
        return [Problem(_("Format nomor harus memuat {urut}."))]
    return []


def check_filled_tokens(pattern: str, *, classification: str, section_code: str) -> list[Problem]:
    """What a readable format asks for is there: a number never has an empty place between its slashes."""
    used, problems = tokens_of(pattern), []
    if "kode_bidang" in used and not section_code:
        problems.append(Problem(_("Format nomor memakai {kode_bidang}: isi dahulu kode bidang.")))
    if "klasifikasi" in used and not classification:
        problems.append(Problem(_("Format nomor memakai {klasifikasi}: pilih dahulu klasifikasinya.")))
    return problems


def check_by_hand(text: str) -> list[Problem]:
    """A number that somebody else gave: one line of at most 120 letters, with a digit in it."""
    if not text:
        return [Problem(_("Ketik nomor yang diberikan bagian umum."), "number")]
    if len(text) > 120:
        return [Problem(_("Nomor surat paling panjang 120 huruf."), "number")]
    if not any(sign.isdigit() for sign in text) or not text.isprintable():
        return [Problem(_("Nomor surat harus satu baris dan memuat angka."), "number")]
    return []
