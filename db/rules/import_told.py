"""What becomes of each row of a long list, in a few bytes a row: two million fit beside the window."""

from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, islice
from typing import overload

from db.rules.imports import Difference, Outcome, PlannedRow

CODES = tuple(Outcome)
PLACES = {outcome: place for place, outcome in enumerate(CODES)}
PLAIN = PLACES[Outcome.NEW]


class Told(Sequence[PlannedRow]):
    """Rows that are new need no words; the others have a reason, and what they change."""

    def __init__(self) -> None:
        self._numbers = array("I")
        self._sheets = array("B")
        self._outcomes = bytearray()
        self._names = bytearray()
        self._ends = array("Q")
        self._sheet_names: dict[str, int] = {}
        self._more: dict[int, tuple[str, tuple[Difference, ...]]] = {}
        self._renamed: dict[int, str] = {}
        self._reasons: dict[str, str] = {}  # one sentence for thousands of rows is kept once

    def add(self, sheet: str, number: int, name: str) -> int:
        """The next row of the file; new until something else is told. Returns its place."""
        self._numbers.append(number)
        self._sheets.append(self._sheet_names.setdefault(sheet, min(len(self._sheet_names), 255)))
        self._outcomes.append(PLAIN)
        self._names += name.encode("utf-8", "replace")
        self._ends.append(len(self._names))
        return len(self._numbers) - 1

    def add_all(self, sheet: str, numbers: Sequence[int], names: Sequence[str]) -> int:
        """Many rows of one sheet. Returns the place of the first."""
        first, end = len(self._numbers), len(self._names)
        own = self._sheet_names.setdefault(sheet, min(len(self._sheet_names), 255))
        self._numbers.extend(numbers)
        self._sheets.frombytes(bytes((own,)) * len(numbers))
        self._outcomes += bytes((PLAIN,)) * len(numbers)
        encoded = [name.encode("utf-8", "replace") for name in names]
        self._names += b"".join(encoded)
        self._ends.extend(accumulate(map(len, encoded), initial=end))
        self._ends.pop(first)
        return first

    def rename(self, place: int, name: str) -> None:
        """The name of a row that was added without one."""
        if name:
            self._renamed[place] = name

    def tell(
        self, place: int, outcome: Outcome, reason: str = "", differences: tuple[Difference, ...] = ()
    ) -> None:
        """What becomes of a row; reasons told before stay."""
        self._outcomes[place] = PLACES[outcome]
        told = self.reason(place)
        if reason and told[1:2].islower():  # a sentence that goes on
            told = told[:1].lower() + told[1:]
        reason = "; ".join(part for part in (reason, told) if part)
        reason = reason[:1].upper() + reason[1:]
        if reason or differences:
            self._more[place] = self._reasons.setdefault(reason, reason), differences

    def reason(self, place: int) -> str:
        """Why, so far."""
        return self._more.get(place, ("", ()))[0]

    def number(self, place: int) -> int:
        """The number of a row as the spreadsheet counts."""
        return self._numbers[place]

    def noted(self) -> list[int]:
        """The places of rows that are not plainly new, in order."""
        others = (place for place, code in enumerate(self._outcomes) if code != PLAIN or place in self._more)
        return list(others)

    def picked(self, outcomes: Collection[Outcome] | None, most: int) -> list[PlannedRow]:
        """The first rows with one of these outcomes, or of all."""
        if outcomes is None:
            return self[:most]
        codes = {PLACES[outcome] for outcome in outcomes}
        places = (place for place, code in enumerate(self._outcomes) if code in codes)
        return [self._row(place) for place in islice(places, most)]

    def totals(self) -> dict[Outcome, int]:
        """How many rows each outcome has; together as many as the file has rows."""
        return {outcome: self._outcomes.count(place) for outcome, place in PLACES.items()}

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> PlannedRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[PlannedRow]: ...

    def __getitem__(self, place: int | slice) -> PlannedRow | list[PlannedRow]:
        if isinstance(place, slice):
            return [self._row(one) for one in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._row(place % len(self))

    def __iter__(self) -> Iterator[PlannedRow]:
        return map(self._row, range(len(self)))

    def _row(self, place: int) -> PlannedRow:
        begin = self._ends[place - 1] if place else 0
        name = self._renamed.get(place) or self._names[begin : self._ends[place]].decode()
        reason, differences = self._more.get(place, ("", ()))
        sheet = next(name for name, own in self._sheet_names.items() if own == self._sheets[place])
        outcome = CODES[self._outcomes[place]]
        return PlannedRow(sheet, self._numbers[place], name, outcome, reason, differences)


def picked(
    rows: Sequence[PlannedRow], outcomes: Collection[Outcome] | None, most: int
) -> Sequence[PlannedRow]:
    """The first rows with one of these outcomes: what a table of a long list shows."""
    if isinstance(rows, Told):
        return rows.picked(outcomes, most)
    return [row for row in rows if outcomes is None or row.outcome in outcomes][:most]
