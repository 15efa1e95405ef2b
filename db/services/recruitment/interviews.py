"""The interview: panel, calls, score sheets, exact totals, ranking, decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from db.access import needs
from db.models.recruitment import Applicant, PanelMember, Score, Vacancy
from db.people import address_of
from db.records import copy, hold
from db.rules.access import Right
from db.rules.letters import (
    CallFacts,
    InterviewMinutesFacts,
    InterviewRow,
    ScoreSheetFacts,
    TeamMember,
)
from db.rules.problems import refuse, require
from db.rules.recruitment import (
    Applied,
    PanelRole,
    Stage,
    check_move,
    check_panel,
    check_stage,
    panel_role_label,
)
from db.rules.scoring import (
    Ranked,
    check_choice,
    check_value,
    interview_score,
    member_total,
    rank,
    shown,
    tie_note,
)
from db.rules.words import _
from db.services.letters import Addressing, IssuedLetter, Render, issue
from db.services.office import get_letterhead, get_office

INTERVIEWED = (Applied.PASSED, Applied.CHOSEN, Applied.RESERVE, Applied.NOT_CHOSEN, Applied.APPOINTED)


@dataclass(frozen=True)
class MemberFacts:
    id: int
    name: str
    institution: str
    role: PanelRole


@dataclass(frozen=True)
class MemberForm:
    name: str
    institution: str
    role: PanelRole


@dataclass(frozen=True)
class SheetRow:
    """One candidate on the grid: each member's total, or None while a value is missing."""

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

    @property
    def id(self) -> int:
        """What makes it the same row after scores have changed."""
        return self.applicant_id


@dataclass(frozen=True)
class Standing:
    """The whole interview: who sits on the panel, what is still missing, how candidates stand."""

    panel: tuple[MemberFacts, ...]
    rows: tuple[SheetRow, ...]
    open_sheets: int
    tie_note: str


@needs(Right.READ)
def list_panel(session: Session, vacancy_id: int) -> list[MemberFacts]:
    """The panel of a vacancy, in its own order."""
    return [copy(MemberFacts, member) for member in session.get_one(Vacancy, vacancy_id).panel]


@needs(Right.RECRUITMENT)
def set_panel(session: Session, vacancy_id: int, members: Sequence[MemberForm]) -> None:
    """Name the panel: at least three, one chair. It stands once the first score is in."""
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW))
    require(check_panel([m.role for m in members], [m.name.strip().lower() for m in members]))
    if any(not member.name.strip() for member in members):
        raise refuse(_("Isi nama setiap anggota panel."))
    given = select(Score.id).join(Score.applicant).where(Applicant.vacancy_id == vacancy_id).limit(1)
    if session.scalar(given) is not None:
        raise refuse(_("Nilai pertama sudah masuk; susunan panel tidak dapat diubah."))
    for member in vacancy.panel:
        session.delete(member)
    session.flush()
    session.add_all(
        PanelMember(
            vacancy_id=vacancy_id,
            position=position,
            name=member.name.strip(),
            institution=member.institution.strip(),
            role=member.role,
        )
        for position, member in enumerate(members, 1)
    )


@needs(Right.LETTERS)
def issue_calls(session: Session, vacancy_id: int, *, dated_on: date, render: Render) -> list[IssuedLetter]:
    """One call letter to each candidate who is MS."""
    vacancy, office = session.get_one(Vacancy, vacancy_id), get_office(session)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    letters = []
    for applicant in _candidates(vacancy):
        facts = CallFacts(
            name=applicant.person.full_name,
            registration_number=applicant.registration_number,
            address=address_of(session, applicant.person),
            kecamatan=vacancy.kecamatan.name,
            regency=office.regency,
            year=vacancy.opened_on.year,
            interview_on=vacancy.interview_on,
            time=vacancy.interview_time,
            place=vacancy.place,
        )
        addressing = Addressing(
            subject=f"Panggilan Tes Wawancara Calon TKSK Kecamatan {facts.kecamatan}",
            recipient=facts.name,
            vacancy_id=vacancy_id,
            applicant_id=applicant.id,
        )
        letters.append(issue(session, facts, addressing, dated_on=dated_on, render=render))
    return letters


@needs(Right.READ)
def score_sheet_facts(session: Session, vacancy_id: int) -> list[ScoreSheetFacts]:
    """An empty sheet for every member and candidate, in the order of the panel."""
    vacancy, office, head = session.get_one(Vacancy, vacancy_id), get_office(session), get_letterhead(session)
    criteria = tuple((c.name, c.weight, c.level_1, c.level_3, c.level_5) for c in vacancy.criteria)
    return [
        ScoreSheetFacts(
            head=head,
            paper=office.paper,
            practice=office.practice,
            kecamatan=vacancy.kecamatan.name,
            regency=office.regency,
            interview_on=vacancy.interview_on,
            member=TeamMember(member.name, panel_role_label(member.role)),
            registration_number=applicant.registration_number,
            candidate=applicant.person.full_name,
            criteria=criteria,
        )
        for member in vacancy.panel
        for applicant in _candidates(vacancy)
    ]


@needs(Right.READ)
def get_scores(session: Session, applicant_id: int, member_id: int) -> dict[str, Decimal]:
    """The values one member gave one candidate, by code of the criterion."""
    applicant = session.get_one(Applicant, applicant_id)
    codes = {c.id: c.code for c in applicant.vacancy.criteria}
    return {codes[s.criterion_id]: s.value for s in applicant.scores if s.member_id == member_id}


@needs(Right.SCORE)
def save_scores(
    session: Session, applicant_id: int, member_id: int, values: Mapping[str, Decimal | None]
) -> None:
    """Keep what one member gave one candidate, by code of the criterion; None stays missing, never 0.

    A criterion that is not in `values` keeps the value it has.
    Refuses a candidate who is not MS, a value outside 0–100, and a decided selection.
    """
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    if applicant.status is not Applied.PASSED:
        raise refuse(_("Hanya pelamar yang MS dan hadir dapat dinilai."))
    if member_id not in {member.id for member in vacancy.panel}:
        raise refuse(_("Pewawancara ini bukan anggota panel lowongan ini."))
    require(problem for code, v in values.items() if v is not None for problem in check_value(v, code))
    kept = {s.criterion_id: s for s in applicant.scores if s.member_id == member_id}
    for criterion in vacancy.criteria:
        if criterion.code not in values:
            continue
        value, score = values[criterion.code], kept.get(criterion.id)
        if value is None and score is not None:
            applicant.scores.remove(score)
            session.delete(score)
        elif value is not None and score is not None:
            score.value = value
        elif value is not None:
            session.add(
                Score(applicant=applicant, member_id=member_id, criterion_id=criterion.id, value=value)
            )


@needs(Right.SCORE)
def mark_absent(session: Session, applicant_id: int) -> None:
    """A candidate who did not come gets no score and no rank."""
    applicant = session.get_one(Applicant, applicant_id)
    require(check_stage(hold(session, Vacancy, applicant.vacancy_id).stage, Stage.INTERVIEW))
    if applicant.scores:
        raise refuse(_("Calon ini sudah mempunyai nilai, jadi hadir."))
    applicant.status = Applied.ABSENT


@needs(Right.READ)
def get_standing(session: Session, vacancy_id: int) -> Standing:
    """How the interview stands. Nobody is ranked until every sheet is full."""
    return _standing(_whole(session, vacancy_id))


@needs(Right.DECIDE)
def decide(
    session: Session, vacancy_id: int, applicant_id: int, reason: str, *, decided_on: date, render: Render
) -> IssuedLetter:
    """Choose the candidate to be proposed, with the minutes of the interview.

    Refuses while sheets are open, below the pass mark, and without a reason when not the single first.
    """
    hold(session, Vacancy, vacancy_id)
    vacancy, office = _whole(session, vacancy_id), get_office(session)
    require(check_move(vacancy.stage, Stage.DECIDED))
    standing = _standing(vacancy)
    if standing.open_sheets:
        raise refuse(_("Masih ada {n} lembar nilai yang belum lengkap.").format(n=standing.open_sheets))
    ranked = {row.applicant_id: row for row in _ranked(vacancy)}
    if applicant_id not in ranked:
        raise refuse(_("Pilih calon yang sudah dinilai."), "applicant_id")
    require(check_choice(ranked[applicant_id], reason))
    _settle(vacancy, ranked, applicant_id)
    vacancy.stage = Stage.DECIDED
    vacancy.decided_on, vacancy.decision_reason = decided_on, reason.strip()
    facts = _minutes(vacancy, office.regency, _standing(vacancy))
    subject = f"Berita Acara Tes Wawancara Calon TKSK Kecamatan {facts.kecamatan}"
    addressing = Addressing(subject, vacancy_id=vacancy_id)
    return issue(session, facts, addressing, dated_on=decided_on, render=render)


def _whole(session: Session, vacancy_id: int) -> Vacancy:
    """A vacancy with all its applicants and scores, in a few queries however many they are."""
    applicants = selectinload(Vacancy.applicants)
    ways = (applicants.joinedload(Applicant.person), applicants.selectinload(Applicant.scores))
    return session.scalars(select(Vacancy).where(Vacancy.id == vacancy_id).options(*ways)).one()


def _candidates(vacancy: Vacancy) -> list[Applicant]:
    return [a for a in vacancy.applicants if a.status in INTERVIEWED]


def _totals(vacancy: Vacancy, applicant: Applicant) -> list[Fraction | None]:
    weights = {c.id: c.weight for c in vacancy.criteria}
    return [
        member_total(weights, {s.criterion_id: s.value for s in applicant.scores if s.member_id == member.id})
        for member in vacancy.panel
    ]


def _ranked(vacancy: Vacancy) -> list[Ranked]:
    finals = {a.id: interview_score(_totals(vacancy, a)) for a in _candidates(vacancy)}
    if any(final is None for final in finals.values()):
        return []
    return rank({key: final for key, final in finals.items() if final is not None}, vacancy.pass_mark)


def _standing(vacancy: Vacancy) -> Standing:
    ranked = {row.applicant_id: row for row in _ranked(vacancy)}
    rows = []
    for applicant in vacancy.applicants:
        if applicant.status not in (*INTERVIEWED, Applied.ABSENT):
            continue
        totals, place = _totals(vacancy, applicant), ranked.get(applicant.id)
        given = [s.member_id for s in applicant.scores]
        absent = applicant.status is Applied.ABSENT
        rows.append(
            SheetRow(
                applicant_id=applicant.id,
                registration_number=applicant.registration_number,
                name=applicant.person.full_name,
                status=applicant.status,
                totals=tuple(shown(total) for total in totals),
                missing=tuple(
                    0 if absent else len(vacancy.criteria) - given.count(member.id)
                    for member in vacancy.panel
                ),
                final=shown(place.final) if place else None,
                rank=place.rank if place else None,
                tied=bool(place and place.tied),
                passes=bool(place and place.passes),
            )
        )
    rows.sort(key=lambda row: (row.rank or len(rows) + 1, row.registration_number))
    names = {a.id: a.person.full_name for a in vacancy.applicants}
    return Standing(
        panel=tuple(copy(MemberFacts, member) for member in vacancy.panel),
        rows=tuple(rows),
        open_sheets=sum(missing > 0 for row in rows for missing in row.missing),
        tie_note=tie_note(list(ranked.values()), names),
    )


def _settle(vacancy: Vacancy, ranked: Mapping[int, Ranked], chosen_id: int) -> None:
    for applicant in _candidates(vacancy):
        if applicant.id == chosen_id:
            applicant.status = Applied.CHOSEN
        else:
            applicant.status = Applied.RESERVE if ranked[applicant.id].passes else Applied.NOT_CHOSEN


def _minutes(vacancy: Vacancy, regency: str, standing: Standing) -> InterviewMinutesFacts:
    chosen = next(row for row in standing.rows if row.status is Applied.CHOSEN)
    reserves = [row for row in standing.rows if row.status is Applied.RESERVE]
    notes = {row.applicant_id: f"Cadangan {n}" for n, row in enumerate(reserves, 1)}
    notes[chosen.applicant_id] = "Diusulkan"
    return InterviewMinutesFacts(
        kecamatan=vacancy.kecamatan.name,
        regency=regency,
        year=vacancy.opened_on.year,
        held_on=vacancy.interview_on,
        place=vacancy.place,
        criteria=tuple((c.name, c.weight) for c in vacancy.criteria),
        rows=tuple(
            InterviewRow(
                row.registration_number,
                row.name,
                row.totals,
                row.final,
                row.rank,
                notes.get(row.applicant_id, "Tidak hadir" if row.status is Applied.ABSENT else "Tidak lulus"),
                row.passes,
            )
            for row in standing.rows
        ),
        pass_mark=vacancy.pass_mark,
        tie_note=standing.tie_note,
        recommendation=chosen.name,
        reserves=tuple(row.name for row in reserves),
        team=tuple(TeamMember(m.name, panel_role_label(m.role)) for m in vacancy.panel),
        decision_reason=vacancy.decision_reason,
    )
