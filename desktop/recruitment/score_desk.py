"""Which sheets lie on the desk, which of them wait, and what this dialog has typed on them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from db.rules.recruitment import Applied
from db.rules.sheets import SheetState
from db.services.recruitment.standing import SheetRow, Standing
from desktop.recruitment.score_seat import Seat

Sheet = tuple[int, int]  # of this interviewer, for this candidate
Known = dict[str, Decimal]


@dataclass
class Desk:
    """What was typed by one seat is forgotten when another sits down."""

    standing: Standing = field(default_factory=lambda: Standing((), (), 0, ""))
    lockable: tuple[Sheet, ...] = ()
    known: dict[Sheet, Known] = field(default_factory=dict)  # values this seat has typed or may see
    drafts: dict[Sheet, dict[str, str]] = field(default_factory=dict)
    compared: set[Sheet] = field(default_factory=set)  # second copies that are the same as the first

    def sit(self) -> None:
        """Somebody else sits down."""
        self.known, self.drafts, self.compared = {}, {}, set()

    def row(self, applicant_id: int | None) -> SheetRow | None:
        """One candidate."""
        return next((row for row in self.standing.rows if row.applicant_id == applicant_id), None)

    def state(self, sheet: Sheet) -> SheetState:
        """How far a sheet is."""
        row = self.row(sheet[1])
        places = [member.id for member in self.standing.panel]
        if row is None or sheet[0] not in places:
            return SheetState.OPEN
        return row.states[places.index(sheet[0])]

    def sheets(self, seat: Seat) -> list[Sheet]:
        """Every sheet of this seat, as they lie on the table: one interviewer after the other."""
        present = [row for row in self.standing.rows if row.status is not Applied.ABSENT]
        present.sort(key=lambda row: row.registration_number)
        return [
            (member.id, row.applicant_id)
            for member in self.standing.panel
            for row in present
            if seat.key is None or seat.key.member_id == member.id
        ]

    def waiting(self, seat: Seat) -> list[Sheet]:
        """Those on which something is still to be typed."""
        if seat.second:
            found = [sheet for sheet in self.sheets(seat) if self.state(sheet) is SheetState.TYPED]
            return [sheet for sheet in found if sheet in self.lockable and sheet not in self.compared]
        return [sheet for sheet in self.sheets(seat) if self.state(sheet) is SheetState.OPEN]

    def next_open(self, seat: Seat, after: Sheet | None = None) -> Sheet | None:
        """The next sheet that waits; the one just left comes last."""
        every, waiting = self.sheets(seat), set(self.waiting(seat))
        place = every.index(after) + 1 if after in every else 0
        return next((sheet for sheet in every[place:] + every[:place] if sheet in waiting), None)

    def settle(self, sheet: Sheet, values: Mapping[str, Decimal], given: Collection[str]) -> Known:
        """What this seat knows of a sheet that was read: what may be seen, else what it typed itself."""
        typed = {code: value for code, value in self.known.get(sheet, {}).items() if code in given}
        if self.state(sheet) is SheetState.LOCKED:
            typed = {}
        self.known[sheet] = dict(values) or typed
        return self.known[sheet]
