"""How candidates stand, and the decision: no place before every sheet is locked and every test is in."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.recruitment import Vacancy
from db.records import hold
from db.rules.access import Right
from db.rules.letters import InterviewMinutesFacts
from db.rules.objections import check_early, is_early
from db.rules.problems import refuse, require
from db.rules.recruitment import Applied, Stage, check_move, check_stage
from db.rules.scoring import Ranked, check_choice
from db.rules.ties import Draw, check_draw
from db.rules.words import _
from db.services.office import get_office
from db.services.recruitment.minutes import interview_minutes, remarks_of
from db.services.recruitment.proposal_papers import begin_papers
from db.services.recruitment.reckoning import Reckoning
from db.services.recruitment.renewal import interview_renewal, note_renewal, with_left
from db.services.recruitment.sheets import find_minutes
from db.services.recruitment.standing import (
    Standing,
    check_day,
    check_draw_day,
    check_few,
    open_problems,
    standing_of,
)
from db.services.recruitment.track import objection_period

LONGEST_NOTE = 500


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
    few_reason: str = "",
) -> InterviewMinutesFacts:
    """What the minutes of the interview state when this candidate is chosen; None: nobody has passed.

    After a decision that no longer holds they replace the minutes of it: the places stay as they were told.
    """
    reckoning = Reckoning(session, vacancy_id)
    require(open_problems(standing_of(reckoning)))
    outcomes = {key: outcome(place, applicant_id) for key, place in reckoning.ranked.items()}
    earlier = find_minutes(session, vacancy_id)
    whole = with_left(earlier, session, vacancy_id)
    return interview_minutes(
        reckoning.vacancy,
        get_office(session).regency,
        standing_of(whole),
        outcomes,
        reason.strip(),
        remarks_of(session, whole, early_reason, few_reason),
        held_on=decided_on if earlier else None,
        renewal=interview_renewal(reckoning.vacancy, session, earlier, whole, applicant_id),
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
    few_reason: str = "",
    today: date | None = None,
) -> IssuedLetter:
    """Choose the candidate to be proposed, with the minutes of the interview.

    Once more where these minutes were cancelled.
    Refuses while anything is open, below the pass mark, without a reason when not the single first, and
    without one within the period for objections; on a day before a test, a draw or the last lock.
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
    require(check_few(standing, few_reason))
    require(check_day(standing, decided_on, today))
    if reserve_until is not None and reserve_until < decided_on:
        raise refuse(_("Masa berlaku cadangan mendahului tanggal penetapan."), "reserve_until")
    vacancy.reserve_until = reserve_until
    vacancy.few_reason = few_reason.strip() if standing.few else ""
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
    note_renewal(letter, session, earlier)
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
    today: date | None = None,
) -> IssuedLetter:
    """Nobody has passed: the minutes say so, and the vacancy ends so that it can be opened again."""
    hold(session, Vacancy, vacancy_id)
    reckoning = Reckoning(session, vacancy_id)
    vacancy = reckoning.vacancy
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    require(open_problems(standing_of(reckoning)))
    if not reckoning.ranked or any(place.passes for place in reckoning.ranked.values()):
        raise refuse(_("Masih ada calon yang memenuhi ambang lulus; tetapkan calon itu."))
    require(check_day(standing_of(reckoning), decided_on, today))
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
    note_renewal(letter, session, earlier)
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
def record_draw(session: Session, vacancy_id: int, draw: Draw, *, today: date | None = None) -> None:
    """Keep a draw between candidates who are equal on the whole ladder: its day, witnesses and order.

    It follows the ranking, so no test and no lock is later; today: by the clock of the PC.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    reckoning = Reckoning(session, vacancy_id)
    wanted = reckoning.undrawn
    if not wanted:
        raise refuse(_("Tidak ada calon yang harus diundi."))
    require(check_draw(draw, wanted, vacancy.interview_on))
    require(check_draw_day(standing_of(reckoning), draw.on, today))
    earlier = vacancy.draw["order"] if vacancy.draw else []
    order = [*draw.order, *(one for one in earlier if one not in draw.order)]
    witnesses = [name.strip() for name in draw.witnesses if name.strip()]
    vacancy.draw = {"on": draw.on.isoformat(), "witnesses": witnesses, "order": order}


def outcome(place: Ranked, chosen_id: int | None) -> Applied:
    """What becomes of a candidate when this one is chosen."""
    if place.applicant_id == chosen_id:
        return Applied.CHOSEN
    return Applied.RESERVE if place.passes else Applied.NOT_CHOSEN


def _note_early(session: Session, vacancy: Vacancy, decided_on: date, reason: str) -> None:
    period = objection_period(session, vacancy)
    require(check_early(period, decided_on, reason))
    vacancy.early_reason = reason.strip() if is_early(period, decided_on) else ""
