"""What may be shown of the scores now: who stands where, what is still open, what was tampered with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from db.models.recruitment import Applicant
from db.records import copy
from db.rules.agreement import (
    agreement_in_words,
    deviation,
    is_wide,
    leaning_in_words,
    leanings,
    spread,
)
from db.rules.dates import long_date
from db.rules.problems import Problem
from db.rules.recruitment import Applied, PanelRole
from db.rules.scoring import shown
from db.rules.selection import Component, TieStep
from db.rules.sheets import SheetState
from db.rules.ties import Draw
from db.rules.words import _
from db.services.recruitment.reckoning import Reckoning, draw_words, scorers_in_order
from db.sheet_book import BrokenSeal


@dataclass(frozen=True)
class MemberFacts:
    id: int
    name: str
    institution: str
    role: PanelRole


@dataclass(frozen=True)
class SheetRow:
    """One candidate on the grid; totals and scores are None until all sheets are locked."""

    applicant_id: int
    registration_number: str
    name: str
    status: Applied
    totals: tuple[Decimal | None, ...]  # in the order of the panel, shown with two places
    missing: tuple[int, ...]  # how many values each member still owes
    final: Decimal | None
    rank: int | None
    tied: bool
    passes: bool
    states: tuple[SheetState, ...] = ()  # of the panel's sheets
    tests: tuple[Decimal | None, ...] = ()  # in the order of the standing's tests; hidden as the totals are
    test_states: tuple[SheetState, ...] = ()  # of the results of the tests
    interview: Decimal | None = None
    spread: Decimal | None = None
    deviation: Decimal | None = None
    wide: bool = False  # the members differ so much that the panel must say why
    spread_note: str = ""
    step: TieStep | None = None  # what set it apart from equal scores
    below: tuple[Component, ...] = ()  # components whose minimum is not reached
    scorers: int = 0  # the divisor
    unequal: tuple[bool, ...] = ()  # of which members two copies of the sheet differ

    @property
    def id(self) -> int:
        """What makes it the same row after scores have changed."""
        return self.applicant_id


@dataclass(frozen=True)
class Standing:
    """The whole of it: who gives scores, what is still missing, how candidates stand."""

    panel: tuple[MemberFacts, ...]
    rows: tuple[SheetRow, ...]
    open_sheets: int
    tie_note: str
    broken: tuple[BrokenSeal, ...] = ()
    tests: tuple[Component, ...] = ()
    open_tests: int = 0
    unlocked_tests: int = 0
    formula: str = ""
    agreement: str = ""  # how far the panel agrees, in plain words
    leanings: tuple[str, ...] = ()  # of each member: strict, lenient or like the others
    spread_limit: Decimal = Decimal(0)
    least_members: int = 0
    undrawn: tuple[int, ...] = ()  # between whom a draw must decide
    draw: Draw | None = None
    unstated: tuple[str, ...] = ()  # who has not signed the statement of integrity
    printed: bool = False  # what is broken stands in minutes: it cannot be opened again
    thresholds: tuple[tuple[Component, Decimal], ...] = ()  # what a component asks for at least
    days: tuple[tuple[str, date], ...] = ()  # what a decision may not precede: tests and a draw
    locked_on: date | None = None  # the last lock, by the clock of the PC

    @property
    def unexplained(self) -> tuple[SheetRow, ...]:
        """Candidates whose members differ widely, and nobody has said why."""
        return tuple(row for row in self.rows if row.wide and not row.spread_note)

    @property
    def few(self) -> tuple[SheetRow, ...]:
        """Candidates whom fewer members scored than there should be."""
        return tuple(row for row in self.rows if row.rank and 0 < row.scorers < self.least_members)

    @property
    def complete(self) -> bool:
        """Whether everybody has a place."""
        waiting = self.open_sheets or self.open_tests or self.unlocked_tests
        return not waiting and any(row.rank for row in self.rows)


def standing_of(reckoning: Reckoning) -> Standing:
    """What may be shown of the scores now."""
    panel = scorers_in_order(reckoning)
    rows = [
        _row(reckoning, applicant, [member.id for member in panel])
        for applicant in reckoning.vacancy.applicants
        if applicant.id in reckoning.scored or applicant.status is Applied.ABSENT
    ]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.registration_number))
    table = reckoning.table
    lean = leanings(table)
    return Standing(
        panel=tuple(copy(MemberFacts, member) for member in panel),
        rows=tuple(rows),
        open_sheets=reckoning.open_sheets,
        tie_note=reckoning.tie_note,
        tests=tuple(reckoning.tests),
        open_tests=reckoning.open_tests,
        unlocked_tests=reckoning.unlocked_tests,
        formula=reckoning.formula,
        agreement=agreement_in_words(table, reckoning.vacancy.spread_limit),
        leanings=tuple(leaning_in_words(m.name, lean[m.id]) for m in panel if m.id in lean),
        spread_limit=reckoning.vacancy.spread_limit,
        least_members=reckoning.vacancy.least_members if reckoning.with_interview else 0,
        undrawn=reckoning.undrawn,
        draw=reckoning.draw,
        broken=tuple(reckoning.book.broken),
        unstated=tuple(member.name for member in reckoning.vacancy.panel if member.stated_on is None),
        printed=bool(reckoning.book.broken) and reckoning.printed,
        thresholds=reckoning.thresholds,
        days=reckoning.days,
        locked_on=reckoning.locked_on,
    )


def open_problems(standing: Standing) -> list[Problem]:
    """What has to be done before anybody can be chosen."""
    problems = []
    if number := standing.open_sheets:
        problems.append(Problem(_("Masih ada {n} lembar nilai yang belum dikunci.").format(n=number)))
    if number := standing.open_tests:
        problems.append(Problem(_("Masih ada {n} nilai tes yang belum diisi.").format(n=number)))
    if number := standing.unlocked_tests:
        problems.append(Problem(_("Masih ada {n} nilai tes yang belum dikunci.").format(n=number)))
    if standing.broken:
        problems.append(Problem(broken_in_words(standing.broken, printed=standing.printed)))
    if names := [row.name for row in standing.unexplained]:
        text = _("Tulis catatan panel tentang selisih nilai: {names}.")
        problems.append(Problem(text.format(names=", ".join(names))))
    if standing.undrawn:
        names = [row.name for row in standing.rows if row.applicant_id in standing.undrawn]
        text = _("Nilai sama pada semua langkah; lakukan undian dengan saksi: {names}.")
        problems.append(Problem(text.format(names=", ".join(names))))
    return problems


def broken_in_words(broken: Sequence[BrokenSeal], *, printed: bool = False) -> str:
    """Which locked values were changed outside the program, and the way on; printed: in minutes already."""
    names = "; ".join(
        _("{member} untuk {number} {name}").format(
            member=seal.member, number=seal.registration_number, name=seal.candidate
        )
        for seal in broken
    )
    said = _("Nilai yang sudah dikunci diubah di luar program: {names}.").format(names=names)
    if printed:
        way_on = _(
            "Yang berlaku ialah berita acara dan lembar bertanda tangan. Pulihkan data dari cadangan "
            "sebelum perubahan itu dan laporkan kepada pimpinan."
        )
    else:
        way_on = _("Buka kuncinya dengan alasan, cocokkan dengan kertas, lalu kunci lagi.")
    return f"{said} {way_on}"


def earliest_day(standing: Standing, today: date | None) -> tuple[date | None, str]:
    """Before which day nothing can have been decided, and what happened then.

    A lock counts by the clock of the PC; one after today tells of another clock, not of a day.
    """
    days = [(on, what) for what, on in standing.days]
    if standing.locked_on is not None and today is not None and standing.locked_on <= today:
        days.append((standing.locked_on, _("Nilai terakhir dikunci")))
    return max(days, default=(None, ""))


def check_day(standing: Standing, decided_on: date, today: date | None) -> list[Problem]:
    """A decision follows the tests, the draw and the last lock, and is not of a day to come."""
    return _check_day(standing, decided_on, today, "decided_on", _("Tanggal penetapan"))


def check_draw_day(standing: Standing, on: date, today: date | None) -> list[Problem]:
    """A draw follows the ranking: the tests and the last lock."""
    before = replace(standing, days=tuple(day for day in standing.days if day[0] != draw_words()))
    return _check_day(before, on, today, "on", _("Tanggal undian"))


def _check_day(standing: Standing, day: date, today: date | None, field: str, name: str) -> list[Problem]:
    earliest, what = earliest_day(standing, today)
    if earliest is not None and day < earliest:
        text = _("{what} {earliest}; {name} tidak dapat mendahuluinya.")
        name = name[:1].lower() + name[1:]
        return [Problem(text.format(what=what, earliest=long_date(earliest), name=name), field)]
    if today is not None and day > today:
        return [Problem(_("{name} {day} belum tiba.").format(name=name, day=long_date(day)), field)]
    return []


def check_few(standing: Standing, reason: str) -> list[Problem]:
    """Where fewer members scored a candidate than the rules ask for, the minutes say why."""
    if not standing.few or reason.strip():
        return []
    text = _("{names} dinilai kurang dari {n} orang. Tulis alasan; alasan dicetak dalam berita acara.")
    names = ", ".join(row.name for row in standing.few)
    return [Problem(text.format(names=names, n=standing.least_members), "few_reason")]


def _row(reckoning: Reckoning, applicant: Applicant, panel: Sequence[int]) -> SheetRow:
    scored, place = reckoning.scored.get(applicant.id), reckoning.ranked.get(applicant.id)
    seen = scored if reckoning.revealed else None
    states = tuple(reckoning.book.state(applicant, member) for member in panel)
    known = seen.known if seen else []
    vacancy, components = reckoning.vacancy, scored.components if scored else {}
    return SheetRow(
        applicant_id=applicant.id,
        registration_number=applicant.registration_number,
        name=applicant.person.full_name,
        status=applicant.status,
        totals=tuple(shown(seen.totals.get(member)) if seen else None for member in panel),
        missing=tuple(
            len(vacancy.criteria) - len(reckoning.book.values(applicant, member))
            if state is SheetState.OPEN
            else 0
            for member, state in zip(panel, states, strict=True)
        ),
        final=shown(place.final) if place else None,
        rank=place.rank if place else None,
        tied=bool(place and place.tied),
        passes=bool(place and place.passes),
        states=states,
        tests=tuple(
            shown(components.get(component)) if reckoning.tests_shown else None
            for component in reckoning.tests
        ),
        test_states=tuple(reckoning.book.result_state(applicant, test) for test in reckoning.tests),
        interview=shown(components.get(Component.INTERVIEW)) if seen else None,
        spread=shown(spread(known)) if known else None,
        deviation=shown(deviation(known)),
        wide=is_wide(known, vacancy.spread_limit),
        spread_note=(vacancy.spread_notes or {}).get(str(applicant.id), ""),
        step=place.step if place else None,
        below=place.below if place else (),
        scorers=len(known),
        unequal=tuple(bool(reckoning.book.differing(applicant, member)) for member in panel),
    )
