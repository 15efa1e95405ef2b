"""The book of numbers of a year as paper and Excel state it: every number, and what became of it."""

from dataclasses import dataclass
from datetime import date

from db.rules.letters import Letterhead, PaperSize


@dataclass(frozen=True)
class NumberLine:
    """One number, or a span of numbers that are not in the book."""

    run: str  # Surat keluar
    place: str  # 41, 41.02 or 1–40
    number: str
    dated_on: date | None
    state: str  # Dipakai
    recipient: str
    explanation: str
    external_number: str  # of SRIKANDI


@dataclass(frozen=True)
class NumberBook:
    """What is printed, and who took it out of the program."""

    head: Letterhead
    paper: PaperSize
    practice: bool
    title: str
    regency: str
    summary: str  # 200 nomor: 190 dipakai, 4 dipesan, 6 batal
    lines: tuple[NumberLine, ...]
    printed: str  # dicetak 21-11-2026 pukul 14.03 WITA oleh Sari
