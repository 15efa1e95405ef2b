"""What an imported list is made of, and what may become of one of its rows (peers.md rows 67–71)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from db.rules.problems import RuleViolation, refuse
from db.rules.words import _


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"
    SKIPPED = "skipped"
    UNCLEAR = "unclear"  # may be one of several: waits in a queue (peers.md row 70)


def outcome_label(outcome: Outcome) -> str:
    """What the screen and the result file call it."""
    return {
        Outcome.NEW: _("Baru"),
        Outcome.CHANGED: _("Berubah"),
        Outcome.SAME: _("Sama"),
        Outcome.ERROR: _("Ditolak"),
        Outcome.SKIPPED: _("Dilewati"),
        Outcome.UNCLEAR: _("Menunggu keputusan"),
    }[outcome]


@dataclass(frozen=True)
class Field:
    """What a column may be: `read` names the reader of its cells, `also` what else a filled cell says."""

    name: str
    label: str
    read: str = "text"
    required: bool = False
    also: Mapping[str, Any] = field(default_factory=dict)


def values_of(field: Field) -> set[str]:
    """The values that a column of this field brings."""
    source = field.name.partition(".")[0]
    several = {
        "name": {"name", "front_title", "back_title"},
        "birth": {"birth_place", "birth_date"},
        "blocks": {"rt", "rw"},
        "account": {f"{source}.number"},
        "tick": set(),
    }
    return several.get(field.read, {field.name}) | set(field.also)


@dataclass(frozen=True)
class Ask:
    """What the columns page asks for the whole list, for rows that say nothing else: kind, desa, day…"""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()  # code and words; without: a text, or a day
    is_day: bool = False
    required: bool = False  # a day that must be told
    instead: bool = False  # needed where no column of this name is taken


@dataclass(frozen=True)
class Target:
    """A kind of data that lists can bring: its fields in the order in which headings are tried."""

    name: str  # officers; or with what the list belongs to: applicants/12
    title: str
    fields: tuple[Field, ...]
    option: str = ""  # what `Task.with_posts` does, where a list has such a thing
    rest: str = ""  # where those are found whom the list has not placed
    asks: tuple[Ask, ...] = ()  # what holds for the whole list
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of fields: what cells usually say
    needs: str = ""  # what a row must say beside the required fields, in words

    def by_name(self) -> dict[str, Field]:
        """The fields by their names."""
        return {one.name: one for one in self.fields}


def kind_of(target: str) -> str:
    """The kind of data of a target, whatever its lists belong to."""
    return target.partition("/")[0]


class SourceRow(NamedTuple):
    """A row of the file as it is; `number` as the spreadsheet counts."""

    sheet: str
    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Task:
    """What is taken in, and how: `columns` names the field of each column, or nothing."""

    target: str
    columns: tuple[str, ...]
    today: date
    overwrite: frozenset[str] = frozenset()  # fields whose values replace others; else only empty ones fill
    with_posts: bool = True  # also begin the assignments that the list tells of
    post_from: date | None = None  # when those begin whose row tells neither day nor year; None: they do not
    headings: tuple[str, ...] = ()  # of all columns
    by_hand: frozenset[str] = frozenset()  # the headings whose field somebody has chosen: remembered
    file_name: str = ""
    sha256: str = ""
    source: str = ""
    sheets: int = 1
    fixed: Mapping[str, Any] = field(default_factory=dict)  # what holds for every row that says nothing else
    count: int = 0  # rows at most: how far the work is


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that the list brings; `before` is empty where nothing stood."""

    field: str
    label: str
    before: str
    after: str


@dataclass(slots=True)
class PlannedRow:
    """What becomes of one row."""

    sheet: str
    number: int
    name: str
    outcome: Outcome
    reason: str = ""
    differences: tuple[Difference, ...] = ()
    placed: bool | None = None  # whether the assignment that the list asks for begins; None: it asks for none

    @property
    def id(self) -> tuple[str, int]:
        """Its place in the file."""
        return self.sheet, self.number

    @property
    def changes(self) -> str:
        """What it does to its record; of a new one nothing was there before."""
        if self.outcome is Outcome.NEW:
            return "; ".join(f"{one.label}: {one.after}" for one in self.differences)
        return "; ".join(f"{one.label}: {one.before or '–'} → {one.after}" for one in self.differences)


@dataclass(frozen=True)
class Result:
    """What became of a list; `batch_id` once it is written."""

    rows: Sequence[PlannedRow]
    totals: Mapping[Outcome, int]
    batch_id: int | None = None


@dataclass(slots=True)
class CleanRow:
    """A row as read: values by name, what is doubtful and what is wrong."""

    sheet: str
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cells: tuple[Any, ...] = ()  # as they came


@dataclass(frozen=True)
class KeptRow:
    """A row that was not taken back, and why."""

    number: int
    name: str
    reason: str

    @property
    def id(self) -> int:
        """Its place in the file."""
        return self.number


@dataclass(frozen=True)
class TakeBack:
    """What taking back an import does: rows undone, and those that stay because they changed since."""

    undone: int
    kept: tuple[KeptRow, ...]


Advance = Callable[[int], object]  # told how many rows are done; raises `stopped()` to end it all


def stopped() -> RuleViolation:
    """Somebody has pressed Batal: the transaction ends with nothing written."""
    return refuse(_("Dihentikan. Tidak ada data yang diubah."))


def count_placed(rows: Iterable[PlannedRow]) -> tuple[int, int]:
    """How many get an assignment, and how many come, or stay, without one."""
    taken = [row for row in rows if row.outcome not in (Outcome.ERROR, Outcome.SKIPPED)]
    placed = sum(row.placed is True for row in taken)
    new = sum(row.placed is None and row.outcome is Outcome.NEW for row in taken)
    return placed, new + sum(row.placed is False for row in taken)


def count_outcomes(rows: Iterable[PlannedRow]) -> dict[Outcome, int]:
    """How many rows each outcome has; together as many as the file has rows."""
    found = Counter(row.outcome for row in rows)
    return {outcome: found[outcome] for outcome in Outcome}
