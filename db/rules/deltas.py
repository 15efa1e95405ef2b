"""What changed since the figures that were sent, and why (peers.md row 89, section 5 no. 23)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from db.rules.dates import short_date
from db.rules.words import _


class Change(StrEnum):
    """Why a figure is another one now."""

    NEW = "new"
    CLOSED = "closed"
    MOVED = "moved"
    REGION = "region"  # nobody moved: the desa became another
    KIND = "kind"
    CORRECTED = "corrected"


def change_label(change: Change) -> str:
    """What the screen and the paper call a change."""
    return {
        Change.NEW: _("Baru"),
        Change.CLOSED: _("Ditutup"),
        Change.MOVED: _("Pindah desa"),
        Change.REGION: _("Wilayah berubah"),
        Change.KIND: _("Ganti jenis"),
        Change.CORRECTED: _("Koreksi JK/tgl lahir"),
    }[change]


@dataclass(frozen=True)
class Case:
    """A case as it was counted."""

    desa_code: str
    kind_code: str
    sex: str
    born: date | None


@dataclass(frozen=True)
class Difference:
    """One case that is counted otherwise, or not any more, or only now."""

    record_id: int
    before: Case | None
    after: Case | None
    reason: str = ""  # why it was closed
    closed_on: date | None = None
    gone: bool = False  # not even its record is left: merged or taken back
    redrawn: bool = False  # its desa was renamed, split or merged

    @property
    def change(self) -> Change:
        """The one that decides where it is counted; who moved and was corrected has moved."""
        if self.before is None:
            return Change.NEW
        if self.after is None:
            return Change.CLOSED
        if self.before.kind_code != self.after.kind_code:
            return Change.KIND
        if self.before.desa_code == self.after.desa_code:
            return Change.CORRECTED
        return Change.REGION if self.redrawn else Change.MOVED

    @property
    def case(self) -> Case:
        """As it is now, or was at the end."""
        found = self.after or self.before
        assert found is not None, "a difference of nothing"
        return found

    def is_corrected(self) -> bool:
        """Whether sex or birth date are others now: the figure stays, its column changes."""
        old, new = self.before, self.after
        return bool(old and new and (old.sex, old.born) != (new.sex, new.born))

    def said(self, places: Mapping[str, str], kinds: Mapping[str, str]) -> str:
        """From what to what, in words."""
        old, new = self.before, self.after
        if old is None or new is None:
            return ""
        parts = []
        for was, now, names in (
            (old.kind_code, new.kind_code, kinds),
            (old.desa_code, new.desa_code, places),
            (old.sex or "?", new.sex or "?", {}),
            (short_date(old.born) or "?", short_date(new.born) or "?", {}),
        ):
            if was != now:
                parts.append(f"{names.get(was, was)} → {names.get(now, now)}")
        return "; ".join(parts)


@dataclass
class Balance:
    """A figure then, what came and went, and the figure now: they add up."""

    before: int = 0
    new: int = 0
    closed: int = 0
    moved_in: int = 0
    moved_out: int = 0
    kind_in: int = 0
    kind_out: int = 0
    corrected: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def now(self) -> int:
        came = self.new + self.moved_in + self.kind_in
        return self.before + came - self.closed - self.moved_out - self.kind_out

    @property
    def touched(self) -> bool:
        return any(
            (
                self.new,
                self.closed,
                self.moved_in,
                self.moved_out,
                self.kind_in,
                self.kind_out,
                self.corrected,
            )
        )

    def add(self, other: "Balance") -> None:
        """For sums of rows."""
        for name in ("before", "new", "closed", "moved_in", "moved_out", "kind_in", "kind_out", "corrected"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for reason, number in other.reasons.items():
            self.reasons[reason] = self.reasons.get(reason, 0) + number


Key = tuple[str, str]  # codes of desa and kind


def balance(before: Mapping[Key, int], differences: Iterable[Difference]) -> dict[Key, Balance]:
    """Each desa and kind with what happened to it."""
    found = {key: Balance(before=number) for key, number in before.items()}

    def at(case: Case) -> Balance:
        return found.setdefault((case.desa_code, case.kind_code), Balance())

    for one in differences:
        if one.before is None:
            at(one.case).new += 1
        elif one.after is None:
            closed = at(one.before)
            closed.closed += 1
            reason = reason_of(one)
            closed.reasons[reason] = closed.reasons.get(reason, 0) + 1
        elif one.change is Change.KIND:
            at(one.before).kind_out += 1
            at(one.after).kind_in += 1
        elif one.change in (Change.MOVED, Change.REGION):
            at(one.before).moved_out += 1
            at(one.after).moved_in += 1
            if one.redrawn:
                reasons, reason = at(one.before).reasons, change_label(Change.REGION).lower()
                reasons[reason] = reasons.get(reason, 0) + 1
        if one.is_corrected():
            at(one.case).corrected += 1
    return found


def reason_of(one: Difference) -> str:
    """Why a case is not counted any more."""
    if one.gone:
        return _("digabung atau ditarik")
    return one.reason or _("tanpa alasan")


def reasons_said(reasons: Mapping[str, int]) -> str:
    """meninggal 3, pindah 1"""
    most = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{reason} {number}" for reason, number in most)
