"""The survey kit of a desa: what goes out, how it is known again, what came back (peers.md row 73)."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from db.rules.letters import Letterhead, PaperSize
from db.rules.mapping import Subject
from db.rules.people import is_same_name
from db.rules.problems import RuleViolation
from db.rules.words import _

BLANK_ROWS = 60  # in the workbook
PAPER_ROWS = 8  # on the form, at least
TOKEN = re.compile(r"([0-9A-Z]{4}-[0-9A-Z]{4})/(\+?)(\d{1,4})")
SEALED = 12
UNCHANGED = "Tetap"
CHANGED = "Berubah"
YES, NO = "Ya", "Tidak"


@dataclass(frozen=True)
class KitColumn:
    """A column of the workbook; titles are as printed, so never translated."""

    name: str
    title: str
    width: int


TOKEN_TITLE = "Kode baris"
COLUMNS = (
    KitColumn("state", "Keadaan", 14),
    KitColumn("desa", "Desa/kelurahan", 18),
    KitColumn("kind", "Jenis", 30),
    KitColumn("nik", "NIK", 18),
    KitColumn("no_nik_reason", "Alasan tanpa NIK", 18),
    KitColumn("kk", "No. KK", 18),
    KitColumn("name", "Nama lengkap", 26),
    KitColumn("sex", "L/P", 6),
    KitColumn("birth_date", "Tanggal lahir", 13),
    KitColumn("address", "Alamat", 26),
    KitColumn("rt", "RT", 6),
    KitColumn("rw", "RW", 6),
    KitColumn("criteria", "Kriteria", 10),
    KitColumn("disabilities", "Jenis disabilitas", 18),
    KitColumn("has_id_card", "Punya KTP", 10),
    KitColumn("note", "Keterangan", 24),
)
COMPARED = tuple(one.name for one in COLUMNS if one.name not in ("state", "desa"))
TITLES = {one.name: one.title for one in COLUMNS}
COUNT_TITLES = ("Kode", "Jenis", "Laki-laki", "Perempuan", "Jumlah", "Nihil (tidak ada)")
TEXT_COLUMNS = frozenset({"nik", "kk", "rt", "rw", "birth_date"})


@dataclass(frozen=True)
class KitKind:
    """A kind that is asked about."""

    code: str
    name: str
    criteria: tuple[tuple[str, str], ...]
    subject: Subject
    needs_disability: bool

    @property
    def choice(self) -> str:
        """As the drop-down offers it."""
        return f"{self.code} {self.name}"


@dataclass(frozen=True)
class KitFacts:
    """Everything on a kit, for the workbook and the printed form."""

    code: str
    regency_code: str
    regency: str
    round: str
    reference_date: date
    desa_code: str
    desa: str
    kecamatan: str
    recorder: str
    begins_on: date | None
    ends_on: date | None
    kinds: tuple[KitKind, ...]
    rows: tuple[Mapping[str, str], ...]  # the values given out, in the order of their numbers
    disabilities: tuple[str, ...]
    reasons: tuple[str, ...]  # why somebody is no longer counted
    head: Letterhead
    paper: PaperSize
    practice: bool

    @property
    def seal(self) -> str:
        return seal_of(self.code, self.regency_code, self.desa_code)


def seal_of(code: str, regency_code: str, desa_code: str) -> str:
    """Tells when the code or the desa in a kit was changed by hand."""
    whole = f"pilar-kit|{code}|{regency_code}|{desa_code}"
    return hashlib.sha256(whole.encode()).hexdigest()[:SEALED]


def token(code: str, number: int, *, new: bool = False) -> str:
    """What stands in the hidden column of a row: it stays with the row when the sheet is sorted."""
    return f"{code}/{'+' if new else ''}{number}"


def read_token(text: str) -> tuple[str, bool, int] | None:
    """Code of the kit, whether the row was blank, and its number."""
    found = TOKEN.fullmatch(text.strip().upper())
    return (found[1], bool(found[2]), int(found[3])) if found else None


@dataclass(frozen=True)
class ReturnedRow:
    """A row as it came back."""

    number: int  # as the spreadsheet counts
    token: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class ReturnedCount:
    """What a kit says of a kind without names."""

    kind_code: str
    males: str
    females: str
    total: str
    none: str


@dataclass(frozen=True)
class ReturnedKit:
    """A kit as it came back."""

    file_name: str
    code: str
    regency_code: str
    desa_code: str
    seal: str
    rows: tuple[ReturnedRow, ...]
    counts: tuple[ReturnedCount, ...]


class KitOutcome(StrEnum):
    """What becomes of a row of a kit."""

    NEW = "new"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    COUNT = "count"
    KNOWN = "known"
    MISSING = "missing"
    UNCLEAR = "unclear"


STAYS = {KitOutcome.NEW, KitOutcome.CHANGED, KitOutcome.CONFIRMED, KitOutcome.MISSING}  # names of the desa


def outcome_label(outcome: KitOutcome) -> str:
    """What the screen calls it."""
    return {
        KitOutcome.NEW: _("Baru"),
        KitOutcome.CHANGED: _("Berubah"),
        KitOutcome.CONFIRMED: _("Dipastikan"),
        KitOutcome.CLOSED: _("Ditutup"),
        KitOutcome.COUNT: _("Angka"),
        KitOutcome.KNOWN: _("Sudah tercatat"),
        KitOutcome.MISSING: _("Tidak kembali"),
        KitOutcome.UNCLEAR: _("Perlu diperiksa"),
    }[outcome]


@dataclass(frozen=True)
class KitLine:
    """One row of a kit and what it does."""

    outcome: KitOutcome
    row: str  # 12 in the workbook, or 7 of the kit
    name: str
    kind: str
    said: str  # old → new, or why it is unclear
    record_id: int | None = None


@dataclass(frozen=True)
class KitPlan:
    """What a kit that came back does, before or after it was written."""

    kit_id: int
    code: str
    desa: str
    kecamatan: str
    round: str
    returned_before: date | None
    lines: tuple[KitLine, ...]
    counts: Mapping[KitOutcome, int] = field(default_factory=dict)


def faults_said(error: RuleViolation) -> str:
    """All that is wrong with a row, in one line."""
    return "; ".join(problem.text.rstrip(".") for problem in error.problems)


def changes_said(changes: Mapping[str, tuple[str, str]]) -> str:
    """Alamat: Dusun A → Dusun B; RT: – → 002"""
    return "; ".join(f"{TITLES[name]}: {old or '–'} → {new or '–'}" for name, (old, new) in changes.items())


def compare(given: Mapping[str, str], back: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The fields that were changed on the way; what was emptied is left as it was."""
    return {
        name: (given.get(name, ""), back[name])
        for name in COMPARED
        if back.get(name) and _plain(name, back[name]) != _plain(name, given.get(name, ""))
    }


def is_somebody_else(changes: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a row holds another person than it was given out with: its code was sorted apart from it."""
    other = {name for name, (old, _new) in changes.items() if old}
    return "name" in other and bool(other & {"nik", "birth_date"})


def became_another(given: Mapping[str, str], now: Mapping[str, str], back: Mapping[str, str]) -> bool:
    """Whether a record, since it was given out, is about another one or of another kind than the kit says."""
    since = {name: old for name, (old, _new) in compare(given, now).items() if now[name] != back.get(name)}
    if given["kind"].split(" ")[0] != now["kind"].split(" ")[0]:
        return True
    if any(since.get(name) for name in ("nik", "birth_date", "sex")):
        return True
    return "name" in since and not is_same_name(since["name"], now["name"])


def letters_of(text: str) -> tuple[str, ...]:
    """a, c"""
    return tuple(dict.fromkeys(re.findall(r"[a-z]", text.casefold())))


def kind_code_of(text: str, kinds: Sequence[KitKind]) -> str | None:
    """The kind that a cell names: by its code, or by its name alone."""
    plain = " ".join(text.split()).casefold()
    for kind in kinds:
        if plain in (kind.code.casefold(), kind.name.casefold(), kind.choice.casefold()):
            return kind.code
    first = plain.split(" ")[0]
    return next((kind.code for kind in kinds if kind.code.casefold() == first), None)


def _plain(name: str, text: str) -> str:
    plain = " ".join(text.split())
    if name == "criteria":
        return ",".join(letters_of(plain))
    if name in ("rt", "rw"):
        return plain.lstrip("0")
    return plain if name in ("name", "address", "note") else plain.casefold()
