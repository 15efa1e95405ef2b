"""How candidates stand, and the decision: no place before every sheet is locked and every test is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.recruitment import Applicant, Vacancy
from db.records import copy, hold
from db.rules.access import Right
from db.rules.agreement import (
    agreement_in_words,
    deviation,
    is_wide,
    leaning_in_words,
    leanings,
    spread,
)
from db.rules.letters import InterviewMinutesFacts
from db.rules.objections import check_early, is_early
from db.rules.problems import Problem, refuse, require
from db.rules.recruitment import Applied, PanelRole, Stage, check_move, check_stage
from db.rules.scoring import Ranked, check_choice, shown
from db.rules.selection import Component, TieStep
from db.rules.sheets import SheetState
from db.rules.ties import Draw, check_draw
from db.rules.words import _
from db.services.office import get_office
from db.services.recruitment.minutes import interview_minutes, remarks_of
from db.services.recruitment.proposal_papers import begin_papers
from db.services.recruitment.reckoning import Reckoning, scorers_in_order
from db.services.recruitment.renewal import interview_renewal, note_renewal, with_left
from db.services.recruitment.sheets import find_minutes
from db.services.recruitment.track import objection_period
from db.sheet_book import BrokenSeal

LONGEST_NOTE = 500


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
    tests: tuple[Decimal | None, ...] = ()  # in the order of the standing's tests
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
    formula: str = ""
    agreement: str = ""  # how far the panel agrees, in plain words
    leanings: tuple[str, ...] = ()  # of each member: strict, lenient or like the others
    spread_limit: Decimal = Decimal(0)
    least_members: int = 0
    undrawn: tuple[int, ...] = ()  # between whom a draw must decide
    draw: Draw | None = None
    unstated: tuple[str, ...] = ()  # who has not signed the statement of integrity

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
        return not self.open_sheets and not self.open_tests and any(row.rank for row in self.rows)


@needs(Right.READ)
def get_standing(session: Session, vacancy_id: int) -> Standing:
    """How the selection stands. Nobody is ranked until every sheet is locked and every test is in."""
    return standing_of(Reckoning(session, vacancy_id))


@needs(Right.READ)
def minutes_facts(
    session: Session,
    vacancy_id: int,
    applicant_id: int | None,
    reason: str,
    early_reason: str = "",
    decided_on: date | None = None,
) -> InterviewMinutesFacts:
    """What the minutes of the interview state when this candidate is chosen; None: nobody has passed.

    After a decision that no longer holds they replace the minutes of it: the places stay as they were told.
    """
    reckoning = Reckoning(session, vacancy_id)
    require(open_problems(standing_of(reckoning)))
    outcomes = {key: outcome(place, applicant_id) for key, place in reckoning.ranked.items()}
    earlier = find_minutes(session, vacancy_id)
    whole = with_left(session, vacancy_id, earlier)
    return interview_minutes(
        reckoning.vacancy,
        get_office(session).regency,
        standing_of(whole),
        outcomes,
        reason.strip(),
        remarks_of(session, whole, early_reason),
        held_on=decided_on if earlier else None,
        renewal=interview_renewal(session, reckoning.vacancy, earlier, whole, applicant_id),
    )


@needs(Right.DECIDE)
def decide(
    session: Session,
    vacancy_id: int,
    applicant_id: int,
    reason: str,
    *,
    decided_on: date,
    render: Render,
    official_id: int | None = None,
    reserve_until: date | None = None,
    early_reason: str = "",
) -> IssuedLetter:
    """Choose the candidate to be proposed, with the minutes of the interview.

    Once more where these minutes were cancelled.
    Refuses while anything is open, below the pass mark, without a reason when not the single first, and
    without one within the period for objections.
    """
    hold(session, Vacancy, vacancy_id)
    reckoning = Reckoning(session, vacancy_id)
    vacancy, standing = reckoning.vacancy, standing_of(reckoning)
    if vacancy.stage is not Stage.DECIDED or find_minutes(session, vacancy_id) is not None:
        require(check_move(vacancy.stage, Stage.DECIDED))
    require(open_problems(standing))
    if applicant_id not in reckoning.ranked:
        raise refuse(_("Pilih calon yang sudah dinilai."), "applicant_id")
    require(check_choice(reckoning.ranked[applicant_id], reason))
    require(check_few(standing, reason))
    if reserve_until is not None and reserve_until < decided_on:
        raise refuse(_("Masa berlaku cadangan mendahului tanggal penetapan."), "reserve_until")
    vacancy.reserve_until = reserve_until
    _note_early(session, vacancy, decided_on, early_reason)
    earlier = find_minutes(session, vacancy_id)
    facts = minutes_facts(session, vacancy_id, applicant_id, reason, decided_on=decided_on)
    begin_papers(session, vacancy, applicant_id)
    for key, one in reckoning.scored.items():
        one.applicant.status = outcome(reckoning.ranked[key], applicant_id)
    vacancy.stage = Stage.DECIDED
    vacancy.decided_on, vacancy.decision_reason = decided_on, reason.strip()
    subject = f"Berita Acara Tes Wawancara Calon TKSK Kecamatan {facts.kecamatan}"
    addressing = Addressing(subject, vacancy_id=vacancy_id)
    letter = write_letter(
        session, facts, addressing, dated_on=decided_on, render=render, official_id=official_id
    )
    note_renewal(session, letter, earlier)
    return letter


@needs(Right.DECIDE)
def choose_nobody(
    session: Session,
    vacancy_id: int,
    *,
    decided_on: date,
    render: Render,
    official_id: int | None = None,
    early_reason: str = "",
) -> IssuedLetter:
    """Nobody has passed: the minutes say so, and the vacancy ends so that it can be opened again."""
    hold(session, Vacancy, vacancy_id)
    reckoning = Reckoning(session, vacancy_id)
    vacancy = reckoning.vacancy
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    require(open_problems(standing_of(reckoning)))
    if not reckoning.ranked or any(place.passes for place in reckoning.ranked.values()):
        raise refuse(_("Masih ada calon yang memenuhi ambang lulus; tetapkan calon itu."))
    _note_early(session, vacancy, decided_on, early_reason)
    earlier = find_minutes(session, vacancy_id)
    facts = minutes_facts(session, vacancy_id, None, "", decided_on=decided_on)
    for one in reckoning.scored.values():
        one.applicant.status = Applied.NOT_CHOSEN
    vacancy.stage, vacancy.decided_on, vacancy.nobody_passed = Stage.CANCELLED, decided_on, True
    vacancy.cancel_reason = "Tidak ada peserta yang memenuhi ambang lulus."
    subject = f"Berita Acara Tes Wawancara Calon TKSK Kecamatan {facts.kecamatan}"
    addressing = Addressing(subject, vacancy_id=vacancy_id)
    letter = write_letter(
        session, facts, addressing, dated_on=decided_on, render=render, official_id=official_id
    )
    note_renewal(session, letter, earlier)
    return letter


@needs(Right.DECIDE)
def explain_spread(
    session: Session, vacancy_id: int, notes: Mapping[int, str], *, before: Mapping[int, str]
) -> None:
    """Keep what the panel writes about candidates whom its members score very differently.

    notes: by applicant. before: the notes as the form was opened with them.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    wide = {row.applicant_id for row in standing_of(Reckoning(session, vacancy_id)).rows if row.wide}
    kept = dict(vacancy.spread_notes or {})
    for applicant_id, note in notes.items():
        if note.strip() == before.get(applicant_id, ""):
            continue
        if applicant_id not in wide:
            raise refuse(_("Nilai calon ini tidak berselisih melebihi batas."))
        if kept.get(str(applicant_id), "") != before.get(applicant_id, ""):
            text = _("Catatan ini baru saja diubah orang lain. Muat ulang untuk melihatnya.")
            raise refuse(text, str(applicant_id))
        if len(note.strip()) > LONGEST_NOTE:
            raise refuse(_("Catatan paling panjang {n} huruf.").format(n=LONGEST_NOTE), str(applicant_id))
        kept[str(applicant_id)] = note.strip()
    vacancy.spread_notes = kept


@needs(Right.DECIDE)
def record_draw(session: Session, vacancy_id: int, draw: Draw) -> None:
    """Keep a draw between candidates who are equal on the whole ladder: its day, witnesses and order."""
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    wanted = Reckoning(session, vacancy_id).undrawn
    if not wanted:
        raise refuse(_("Tidak ada calon yang harus diundi."))
    require(check_draw(draw, wanted, vacancy.interview_on))
    earlier = vacancy.draw["order"] if vacancy.draw else []
    order = [*draw.order, *(one for one in earlier if one not in draw.order)]
    witnesses = [name.strip() for name in draw.witnesses if name.strip()]
    vacancy.draw = {"on": draw.on.isoformat(), "witnesses": witnesses, "order": order}


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
        formula=reckoning.formula,
        agreement=agreement_in_words(table, reckoning.vacancy.spread_limit),
        leanings=tuple(leaning_in_words(m.name, lean[m.id]) for m in panel if m.id in lean),
        spread_limit=reckoning.vacancy.spread_limit,
        least_members=reckoning.vacancy.least_members if reckoning.with_interview else 0,
        undrawn=reckoning.undrawn,
        draw=reckoning.draw,
        broken=tuple(reckoning.book.broken),
        unstated=tuple(member.name for member in reckoning.vacancy.panel if member.stated_on is None),
    )


def open_problems(standing: Standing) -> list[Problem]:
    """What has to be done before anybody can be chosen."""
    problems = []
    if number := standing.open_sheets:
        problems.append(Problem(_("Masih ada {n} lembar nilai yang belum dikunci.").format(n=number)))
    if number := standing.open_tests:
        problems.append(Problem(_("Masih ada {n} nilai tes yang belum diisi.").format(n=number)))
    if standing.broken:
        problems.append(Problem(broken_in_words(standing.broken)))
    if names := [row.name for row in standing.unexplained]:
        text = _("Tulis catatan panel tentang selisih nilai: {names}.")
        problems.append(Problem(text.format(names=", ".join(names))))
    if standing.undrawn:
        names = [row.name for row in standing.rows if row.applicant_id in standing.undrawn]
        text = _("Nilai sama pada semua langkah; lakukan undian dengan saksi: {names}.")
        problems.append(Problem(text.format(names=", ".join(names))))
    return problems


def broken_in_words(broken: Sequence[BrokenSeal]) -> str:
    """Which locked sheets were changed outside the program, and the way on."""
    names = "; ".join(
        _("{member} untuk {number} {name}").format(
            member=seal.member, number=seal.registration_number, name=seal.candidate
        )
        for seal in broken
    )
    text = _(
        "Nilai yang sudah dikunci diubah di luar program: {names}. Buka kuncinya dengan alasan, "
        "cocokkan dengan kertas, lalu kunci lagi."
    )
    return text.format(names=names)


def check_few(standing: Standing, reason: str) -> list[Problem]:
    """Where fewer members scored a candidate than the rules ask for, the decision needs a reason."""
    if not standing.few or reason.strip():
        return []
    text = _("{names} dinilai kurang dari {n} orang. Tulis alasan; alasan dicetak dalam berita acara.")
    names = ", ".join(row.name for row in standing.few)
    return [Problem(text.format(names=names, n=standing.least_members), "reason")]


def outcome(place: Ranked, chosen_id: int | None) -> Applied:
    """What becomes of a candidate when this one is chosen."""
    if place.applicant_id == chosen_id:
        return Applied.CHOSEN
    return Applied.RESERVE if place.passes else Applied.NOT_CHOSEN


def _note_early(session: Session, vacancy: Vacancy, decided_on: date, reason: str) -> None:
    period = objection_period(session, vacancy)
    require(check_early(period, decided_on, reason))
    vacancy.early_reason = reason.strip() if is_early(period, decided_on) else ""


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
        tests=tuple(shown(components.get(component)) for component in reckoning.tests),
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
