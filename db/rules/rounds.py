"""Rounds of data and their sheets (domain.md 2.6, 8.1), and what a desa says beside the names."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from db.rules.dates import short_date
from db.rules.problems import Problem
from db.rules.reports import share_of
from db.rules.words import _, grouped, ngettext

ROSTER_KIND = "PSKS-11"  # TKSK: counted from the roster, never said by a desa
MOST = 999_999  # people of one kind in one desa


class SheetState(StrEnum):
    NOT_BEGUN = "not_begun"
    RUNNING = "running"
    HANDED_IN = "handed_in"
    VERIFIED = "verified"
    VALIDATED = "validated"
    RETURNED = "returned"
    LOCKED = "locked"


def sheet_state_label(state: SheetState) -> str:
    """What the screen calls a state."""
    return {
        SheetState.NOT_BEGUN: _("Belum mulai"),
        SheetState.RUNNING: _("Berjalan"),
        SheetState.HANDED_IN: _("Diserahkan TKSK"),
        SheetState.VERIFIED: _("Diverifikasi kecamatan"),
        SheetState.VALIDATED: _("Divalidasi dinas"),
        SheetState.RETURNED: _("Dikembalikan"),
        SheetState.LOCKED: _("Dikunci"),
    }[state]


def in_sentence(state: SheetState) -> str:
    """diserahkan TKSK"""
    text = sheet_state_label(state)
    return text[:1].lower() + text[1:]


COMES_FROM: Mapping[SheetState, Collection[SheetState]] = {
    SheetState.RUNNING: (SheetState.NOT_BEGUN, SheetState.RETURNED),
    SheetState.HANDED_IN: (SheetState.NOT_BEGUN, SheetState.RUNNING, SheetState.RETURNED),
    SheetState.VERIFIED: (SheetState.HANDED_IN,),
    SheetState.VALIDATED: (SheetState.VERIFIED,),
    SheetState.RETURNED: (SheetState.HANDED_IN, SheetState.VERIFIED, SheetState.VALIDATED),
}
HANDED_IN_OR_LATER = (SheetState.HANDED_IN, SheetState.VERIFIED, SheetState.VALIDATED, SheetState.LOCKED)
CLOSED_TO_FIGURES = (SheetState.VALIDATED, SheetState.LOCKED)  # sent back first


class CellState(StrEnum):
    """What is known of a kind in a desa: three things that no print may mix up (peers.md row 55)."""

    NOT_SURVEYED = "not_surveyed"
    NONE = "none"
    COUNTED = "counted"


def cell_state_label(state: CellState) -> str:
    """What the screen calls it."""
    return {
        CellState.NOT_SURVEYED: _("belum didata"),
        CellState.NONE: _("nihil, dipastikan"),
        CellState.COUNTED: _("terdata"),
    }[state]


class Cell(NamedTuple):  # a matrix has thirty thousand: a dataclass takes four times as long
    """A kind in a desa: what the desa says, and how many are recorded by name (peers.md row 56)."""

    total: int | None = None  # None: the desa has said nothing
    named: int = 0
    males: int | None = None
    females: int | None = None
    surveyed_on: date | None = None
    source: str = ""

    @property
    def figure(self) -> int:
        return max(self.total or 0, self.named)

    @property
    def state(self) -> CellState:
        if self.figure:
            return CellState.COUNTED
        return CellState.NOT_SURVEYED if self.total is None else CellState.NONE

    @property
    def unnamed(self) -> int:
        """How many the desa counts that nobody has recorded by name yet."""
        return max((self.total or 0) - self.named, 0)

    @property
    def beyond(self) -> int:
        """How many names there are more than the desa counts."""
        return max(self.named - self.total, 0) if self.total is not None else 0


BLANK = Cell()


def cell_text(cell: Cell) -> str:
    """White, 0 or the number, the same on the screen, on paper and in Excel."""
    return "" if cell.state is CellState.NOT_SURVEYED else grouped(cell.figure)


def reconciled(cell: Cell) -> str:
    """angka 12, bernama 9, belum bernama 3"""
    if cell.state is CellState.NOT_SURVEYED:
        return _("belum didata")
    said = [_("angka {n}").format(n=cell.total)] if cell.total is not None else [_("tanpa angka desa")]
    if cell.males is not None or cell.females is not None:
        said[0] += _(" (L {males}, P {females})").format(males=cell.males or 0, females=cell.females or 0)
    if cell.state is CellState.NONE:
        said.append(_("nihil, dipastikan"))
    else:
        said.append(_("bernama {n}").format(n=cell.named))
    if cell.unnamed:
        said.append(_("belum bernama {n}").format(n=cell.unnamed))
    if cell.beyond:
        said.append(_("nama lebih {n} dari angka desa").format(n=cell.beyond))
    if cell.surveyed_on:
        said.append(_("per {day}").format(day=short_date(cell.surveyed_on)))
    if cell.source:
        said.append(cell.source)
    return ", ".join(said)


def check_round(name: str, reference: date | None, begins: date | None, ends: date | None) -> list[Problem]:
    """Why a round cannot be as it was typed."""
    problems = []
    if not name.strip():
        problems.append(Problem(_("Isi nama putaran."), "name"))
    for day, field in ((reference, "reference_date"), (begins, "begins_on"), (ends, "ends_on")):
        if day is None:
            problems.append(Problem(_("Isi tanggal."), field))
    if begins and ends and ends < begins:
        problems.append(Problem(_("Tanggal selesai sebelum tanggal mulai."), "ends_on"))
    return problems


def check_state(now: SheetState, wanted: SheetState, note: str, desa: str) -> list[Problem]:
    """Why a sheet cannot come to a state."""
    if wanted is SheetState.RETURNED and not note.strip():
        return [Problem(_("Tulis apa yang harus diperbaiki."), "note")]
    if now in COMES_FROM.get(wanted, ()):
        return []
    text = _("Lembar {desa} {now}: belum dapat menjadi “{wanted}”.")
    return [Problem(text.format(desa=desa, now=in_sentence(now), wanted=in_sentence(wanted)))]


def check_count(males: int | None, females: int | None, total: int, desa: str) -> list[Problem]:
    """Why a figure of a desa is refused."""
    if not 0 <= total <= MOST or min(males or 0, females or 0) < 0:
        text = _("{desa}: angka harus 0 sampai {most}.")
        return [Problem(text.format(desa=desa, most=grouped(MOST)))]
    both = males is not None and females is not None
    said = (males or 0) + (females or 0)
    if said > total or (both and said != total):
        text = _("{desa}: L {males} dan P {females} tidak sama dengan jumlah {total}.")
        return [Problem(text.format(desa=desa, males=males or 0, females=females or 0, total=total))]
    return []


class NextStep(StrEnum):
    """What a round waits for."""

    WAIT = "wait"
    MAKE_KITS = "make_kits"
    FILL = "fill"
    VERIFY = "verify"
    VALIDATE = "validate"
    LOCK = "lock"
    COMPARE = "compare"


def next_step_label(step: NextStep) -> str:
    """The verb on its button."""
    return {
        NextStep.WAIT: _("Buat paket pendataan…"),
        NextStep.MAKE_KITS: _("Buat paket pendataan…"),
        NextStep.FILL: _("Lihat yang belum diserahkan"),
        NextStep.VERIFY: _("Lihat yang belum diverifikasi"),
        NextStep.VALIDATE: _("Lihat yang belum divalidasi"),
        NextStep.LOCK: _("Kunci putaran…"),
        NextStep.COMPARE: _("Lihat perubahan sejak dikunci"),
    }[step]


@dataclass(frozen=True)
class Progress:
    """How a round stands: its sheets by state, its cells and its kits."""

    begins_on: date
    ends_on: date
    locked: bool
    states: Mapping[SheetState, int]
    cells: int  # desa × kinds that are asked
    surveyed: int
    kits: int = 0
    kits_back: int = 0

    @property
    def sheets(self) -> int:
        return sum(self.states.values())

    @property
    def share(self) -> Decimal | None:
        return share_of(self.surveyed, self.cells)

    def count(self, *states: SheetState) -> int:
        return sum(self.states.get(state, 0) for state in states)

    def next_step(self, today: date) -> NextStep:
        """The most useful thing to do now."""
        if self.locked:
            return NextStep.COMPARE
        if today < self.begins_on:
            return NextStep.WAIT
        handed = self.count(*HANDED_IN_OR_LATER)
        if not handed:
            return NextStep.FILL if self.kits else NextStep.MAKE_KITS
        if handed < self.sheets:
            return NextStep.FILL
        if self.count(SheetState.HANDED_IN):
            return NextStep.VERIFY
        return NextStep.VALIDATE if self.count(SheetState.VERIFIED) else NextStep.LOCK


def time_words(progress: Progress, today: date) -> tuple[str, str]:
    """How much time is left, and its tone."""
    if progress.locked:
        return _("Dikunci"), "good"
    if today < progress.begins_on:
        n = (progress.begins_on - today).days
        return ngettext("Mulai {n} hari lagi", "Mulai {n} hari lagi", n).format(n=n), "neutral"
    left = (progress.ends_on - today).days
    if left < 0:
        return ngettext("Lewat {n} hari", "Lewat {n} hari", -left).format(n=-left), "bad"
    if left == 0:
        return _("Hari terakhir"), "warn"
    text = ngettext("{n} hari lagi", "{n} hari lagi", left).format(n=left)
    return text, "warn" if left <= 7 else "info"


def progress_words(progress: Progress) -> str:
    """165 desa: 40 diserahkan, 12 diverifikasi, 3 divalidasi"""
    said = [
        _("{n} {state}").format(n=number, state=in_sentence(state))
        for state in SheetState
        if (number := progress.count(state))
    ]
    return ngettext("{n} desa: {said}", "{n} desa: {said}", progress.sheets).format(
        n=progress.sheets, said=", ".join(said)
    )


def count_states(states: Collection[SheetState]) -> dict[SheetState, int]:
    """How many sheets stand in each state."""
    return dict(Counter(states))
