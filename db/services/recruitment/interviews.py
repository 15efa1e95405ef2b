"""The interview: panel, calls, score sheets, exact totals, ranking, decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.letters import Letter
from db.models.recruitment import Applicant, PanelMember, Score, Vacancy, VacancyCriterion
from db.records import clash, copy, hold
from db.rules.access import Right
from db.rules.dates import decimal_text
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import InterviewMinutesFacts
from db.rules.problems import Conflict, Problem, refuse, require
from db.rules.recruitment import (
    Applied,
    PanelRole,
    Stage,
    check_move,
    check_panel,
    check_stage,
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
from db.services.office import get_office
from db.services.recruitment.minutes import interview_minutes

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
def set_panel(
    session: Session, vacancy_id: int, members: Sequence[MemberForm], *, before: Sequence[MemberForm]
) -> None:
    """Name the panel: at least three, one chair. It stands once the first score is in.

    before: the panel as the form was opened with it.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW))
    require(check_panel([m.role for m in members], [m.name.strip().lower() for m in members]))
    if any(not member.name.strip() for member in members):
        raise refuse(_("Isi nama setiap anggota panel."))
    given = select(Score.id).join(Score.applicant).where(Applicant.vacancy_id == vacancy_id).limit(1)
    if session.scalar(given) is not None:
        raise refuse(_("Nilai pertama sudah masuk; susunan panel tidak dapat diubah."))
    now = [copy(MemberForm, member) for member in vacancy.panel]
    if now == list(members):
        return
    if now != list(before):
        names, ids = ", ".join(member.name for member in now), [member.id for member in vacancy.panel]
        what = _("panel wawancara")
        raise Conflict([clash(session, PanelMember, what, names, ids=ids, vacancy_id=vacancy_id)])
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


@needs(Right.READ)
def get_scores(session: Session, applicant_id: int, member_id: int) -> dict[str, Decimal]:
    """The values one member gave one candidate, by code of the criterion."""
    applicant = session.get_one(Applicant, applicant_id)
    codes = {c.id: c.code for c in applicant.vacancy.criteria}
    return {codes[s.criterion_id]: s.value for s in applicant.scores if s.member_id == member_id}


@needs(Right.SCORE)
def save_scores(
    session: Session,
    applicant_id: int,
    member_id: int,
    values: Mapping[str, Decimal | None],
    *,
    before: Mapping[str, Decimal | None],
) -> None:
    """Keep what one member gave one candidate, by code of the criterion; None stays missing, never 0.

    A criterion that is not in `values` keeps the value it has. before: the sheet as it was read;
    a value that somebody else changed meanwhile is refused, saying who and to what.
    Refuses a candidate who is not MS, a value outside 0–100, and a decided selection.
    """
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    _require_unprinted(session, vacancy.id)
    if applicant.status is not Applied.PASSED:
        raise refuse(_("Hanya pelamar yang MS dan hadir dapat dinilai."))
    if member_id not in {member.id for member in vacancy.panel}:
        raise refuse(_("Pewawancara ini bukan anggota panel lowongan ini."))
    require(problem for code, v in values.items() if v is not None for problem in check_value(v, code))
    kept = {s.criterion_id: s for s in applicant.scores if s.member_id == member_id}
    clashes = []
    for criterion in vacancy.criteria:
        if criterion.code not in values:
            continue
        value, score = values[criterion.code], kept.get(criterion.id)
        opened, now = before.get(criterion.code), score.value if score else None
        if value in (opened, now):
            continue
        if now != opened:
            clashes.append(_score_clash(session, applicant_id, member_id, criterion, score))
        elif value is None and score is not None:
            applicant.scores.remove(score)
            session.delete(score)
        elif value is not None and score is not None:
            score.value = value
        elif value is not None:
            session.add(
                Score(applicant=applicant, member_id=member_id, criterion_id=criterion.id, value=value)
            )
    if clashes:
        raise Conflict(clashes)


@needs(Right.SCORE)
def mark_absent(session: Session, applicant_id: int) -> None:
    """A candidate who did not come gets no score and no rank."""
    applicant = session.get_one(Applicant, applicant_id)
    require(check_stage(hold(session, Vacancy, applicant.vacancy_id).stage, Stage.INTERVIEW))
    _require_unprinted(session, applicant.vacancy_id)
    if applicant.status is not Applied.PASSED:
        raise refuse(_("Hanya pelamar yang MS dapat dicatat tidak hadir."))
    if applicant.scores:
        raise refuse(_("Calon ini sudah mempunyai nilai, jadi hadir."))
    applicant.status = Applied.ABSENT


@needs(Right.SCORE)
def mark_present(session: Session, applicant_id: int) -> None:
    """Take back that a candidate did not come; the sheets wait for scores again."""
    applicant = session.get_one(Applicant, applicant_id)
    require(check_stage(hold(session, Vacancy, applicant.vacancy_id).stage, Stage.INTERVIEW))
    _require_unprinted(session, applicant.vacancy_id)
    if applicant.status is not Applied.ABSENT:
        raise refuse(_("Calon ini tidak dicatat tidak hadir."))
    applicant.status = Applied.PASSED


@needs(Right.READ)
def get_standing(session: Session, vacancy_id: int) -> Standing:
    """How the interview stands. Nobody is ranked until every sheet is full."""
    return _standing(_whole(session, vacancy_id))


@needs(Right.READ)
def minutes_facts(session: Session, vacancy_id: int, applicant_id: int, reason: str) -> InterviewMinutesFacts:
    """What the minutes of the interview state when this candidate is chosen."""
    vacancy = _whole(session, vacancy_id)
    standing, ranked = _standing(vacancy), {row.applicant_id: row for row in _ranked(vacancy)}
    rows = tuple(
        replace(row, status=_outcome(ranked[row.applicant_id], applicant_id))
        if row.applicant_id in ranked
        else row
        for row in standing.rows
    )
    regency = get_office(session).regency
    return interview_minutes(vacancy, regency, replace(standing, rows=rows), reason.strip())


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
) -> IssuedLetter:
    """Choose the candidate to be proposed, with the minutes of the interview.

    Once more where these minutes were cancelled.
    Refuses while sheets are open, below the pass mark, and without a reason when not the single first.
    """
    hold(session, Vacancy, vacancy_id)
    vacancy = _whole(session, vacancy_id)
    if vacancy.stage is not Stage.DECIDED or find_minutes(session, vacancy_id) is not None:
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
    facts = minutes_facts(session, vacancy_id, applicant_id, reason)
    subject = f"Berita Acara Tes Wawancara Calon TKSK Kecamatan {facts.kecamatan}"
    addressing = Addressing(subject, vacancy_id=vacancy_id)
    return write_letter(
        session, facts, addressing, dated_on=decided_on, render=render, official_id=official_id
    )


def _score_clash(
    session: Session, applicant_id: int, member_id: int, criterion: VacancyCriterion, score: Score | None
) -> Problem:
    """Who changed a value of a sheet, and to what."""
    what = _("nilai {code} ({name})").format(code=criterion.code, name=criterion.name)
    return clash(
        session,
        Score,
        what,
        decimal_text(score.value) if score else "",
        ids=[score.id] if score else [],
        field=criterion.code,
        applicant_id=applicant_id,
        member_id=member_id,
        criterion_id=criterion.id,
    )


def _require_unprinted(session: Session, vacancy_id: int) -> None:
    """What signed minutes say does not change, though the candidate chosen in them stepped back."""
    if find_minutes(session, vacancy_id) is not None:
        raise refuse(_("Nilai sudah tercetak dalam berita acara wawancara dan tidak dapat diubah lagi."))


@needs(Right.READ)
def find_minutes(session: Session, vacancy_id: int) -> Letter | None:
    """The newest minutes of the interview that still count."""
    minutes = (Letter.vacancy_id == vacancy_id, Letter.kind == LetterKind.INTERVIEW_MINUTES)
    query = select(Letter).where(*minutes, Letter.status != LetterStatus.CANCELLED)
    return session.scalars(query.order_by(Letter.id.desc()).limit(1)).first()


def _whole(session: Session, vacancy_id: int) -> Vacancy:
    """A vacancy with all its applicants and scores, in a few queries however many they are."""
    applicants = selectinload(Vacancy.applicants)
    ways = (applicants.joinedload(Applicant.person), applicants.selectinload(Applicant.scores))
    return session.scalars(select(Vacancy).where(Vacancy.id == vacancy_id).options(*ways)).one()


def candidates_of(vacancy: Vacancy) -> list[Applicant]:
    """Who is MS and is interviewed, in the order of registration."""
    return [a for a in vacancy.applicants if a.status in INTERVIEWED]


def _totals(vacancy: Vacancy, applicant: Applicant) -> list[Fraction | None]:
    weights = {c.id: c.weight for c in vacancy.criteria}
    return [
        member_total(weights, {s.criterion_id: s.value for s in applicant.scores if s.member_id == member.id})
        for member in vacancy.panel
    ]


def _ranked(vacancy: Vacancy) -> list[Ranked]:
    finals = {a.id: interview_score(_totals(vacancy, a)) for a in candidates_of(vacancy)}
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
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.registration_number))
    names = {a.id: a.person.full_name for a in vacancy.applicants}
    return Standing(
        panel=tuple(copy(MemberFacts, member) for member in vacancy.panel),
        rows=tuple(rows),
        open_sheets=sum(missing > 0 for row in rows for missing in row.missing),
        tie_note=tie_note(list(ranked.values()), names),
    )


def _settle(vacancy: Vacancy, ranked: Mapping[int, Ranked], chosen_id: int) -> None:
    for applicant in candidates_of(vacancy):
        applicant.status = _outcome(ranked[applicant.id], chosen_id)


def _outcome(place: Ranked, chosen_id: int) -> Applied:
    """What becomes of a candidate when this one is chosen."""
    if place.applicant_id == chosen_id:
        return Applied.CHOSEN
    return Applied.RESERVE if place.passes else Applied.NOT_CHOSEN
