"""The proposal to the ministry through the province, and the decree that answers it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.appointments import appoint, find_officer
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.office import Reference
from db.models.officers import Assignment, DecreeMember
from db.models.recruitment import Applicant, Proposal, ProposalEvent, Vacancy
from db.people import address_of
from db.records import hold
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.letters import ProposalFacts
from db.rules.office import digits
from db.rules.officers import check_niat
from db.rules.problems import refuse, require
from db.rules.proposals import check_come, check_step, note_of
from db.rules.recruitment import Applied, ProposalStatus, Stage, check_move, check_stage, proposal_steps
from db.rules.words import _
from db.services.decree_members import answer_proposal
from db.services.decrees import DecreeForm, check_decree, new_decree
from db.services.office import get_office
from db.services.recruitment.applicants import return_to_interview
from db.services.recruitment.proposal_papers import annex_of, find_sent, letter_of, settle_papers
from db.services.recruitment.renewal import with_left
from db.services.recruitment.sheets import find_minutes
from db.services.recruitment.standing import standing_of


@dataclass(frozen=True)
class ProposalStep:
    status: ProposalStatus
    on: date
    note: str


@dataclass(frozen=True)
class ProposalView:
    """Where a proposal is."""

    id: int
    letter_id: int
    candidate: str
    status: ProposalStatus
    status_on: date
    void: bool  # its letter was cancelled
    steps: tuple[ProposalStep, ...]
    next_steps: tuple[ProposalStatus, ...]


@needs(Right.READ)
def find_proposal(session: Session, vacancy_id: int) -> ProposalView | None:
    """The proposal of a vacancy, if one was sent."""
    proposal = find_sent(session, vacancy_id)
    if proposal is None:
        return None
    return ProposalView(
        id=proposal.id,
        letter_id=proposal.letter_id,
        candidate=proposal.applicant.person.full_name,
        status=proposal.status,
        status_on=proposal.status_on,
        void=letter_of(session, proposal) is None,
        steps=tuple(ProposalStep(event.status, event.on, event.note) for event in proposal.events),
        next_steps=proposal_steps(proposal.status),
    )


@needs(Right.READ)
def find_decree(session: Session, vacancy_id: int) -> int | None:
    """The id of the decree that answered the proposal of a vacancy, if it has come."""
    proposal = find_sent(session, vacancy_id)
    return None if proposal is None else proposal.decree_id


@needs(Right.READ)
def proposal_facts(session: Session, vacancy_id: int) -> ProposalFacts:
    """What the proposal of the chosen candidate states."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    return _facts(session, vacancy, _chosen(vacancy))


@needs(Right.RECRUITMENT)
def propose_candidate(
    session: Session, vacancy_id: int, *, dated_on: date, render: Render, official_id: int | None = None
) -> IssuedLetter:
    """Print the proposal of the chosen candidate; its way is tracked from that day.

    Once more where the letter was cancelled.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    proposal = find_sent(session, vacancy_id)
    if vacancy.stage is not Stage.PROPOSED or proposal is None or letter_of(session, proposal) is not None:
        require(check_move(vacancy.stage, Stage.PROPOSED))
    chosen = _chosen(vacancy)
    facts = _facts(session, vacancy, chosen)
    settle_papers(session, vacancy)
    addressing = Addressing(
        subject=f"Usulan Pengangkatan TKSK Kecamatan {facts.kecamatan}",
        recipient=f"Kepala Dinas Sosial Provinsi {facts.province}",
        vacancy_id=vacancy.id,
        applicant_id=chosen.id,
    )
    letter = write_letter(
        session, facts, addressing, dated_on=dated_on, render=render, official_id=official_id
    )
    if proposal is not None:
        proposal.letter_id = letter.id
        _move_on(proposal, ProposalStatus.SENT, dated_on, letter.number)
        return letter
    proposal = Proposal(
        vacancy_id=vacancy.id,
        applicant=chosen,
        letter_id=letter.id,
        status=ProposalStatus.SENT,
        status_on=dated_on,
    )
    proposal.events.append(_event(ProposalStatus.SENT, dated_on, letter.number))
    session.add(proposal)
    vacancy.stage = Stage.PROPOSED
    return letter


@needs(Right.RECRUITMENT)
def track(
    session: Session,
    proposal_id: int,
    status: ProposalStatus,
    *,
    on: date,
    note: str,
    today: date,
    number: str = "",
) -> None:
    """Note where the proposal is now: received, returned, sent again, recommended, at the ministry.

    number: of the letter that says so. Refuses a step out of order, a day before the step before or one that
    has not come, and to send it again while a ticked attachment has no file.
    """
    status = ProposalStatus(status)  # a field of a window gives a mere word
    require(check_come(on, today, "on"))
    proposal = session.get_one(Proposal, proposal_id)
    vacancy = hold(session, Vacancy, proposal.vacancy_id)
    require(check_stage(vacancy.stage, Stage.PROPOSED))
    require(check_step(proposal.status, status))
    if status is ProposalStatus.RETURNED and not note.strip():
        raise refuse(_("Tulis apa yang kurang."), "note")
    if status is ProposalStatus.SENT:
        settle_papers(session, vacancy)
    _move_on(proposal, status, on, note_of(number, note))


@needs(Right.RECRUITMENT)
def undo_step(session: Session, proposal_id: int, status: ProposalStatus) -> None:
    """Take back the last step, noted by mistake. status: the step as it was shown."""
    proposal = session.get_one(Proposal, proposal_id)
    vacancy = hold(session, Vacancy, proposal.vacancy_id)
    require(check_stage(vacancy.stage, Stage.PROPOSED))
    if proposal.status is not status:
        raise refuse(_("Langkah terakhir baru saja berubah. Muat ulang, lalu periksa lagi."))
    if len(proposal.events) < 2:
        raise refuse(_("Surat usulan sudah dibuat; langkah pertama tidak dapat dibatalkan."))
    *_earlier, before, last = proposal.events
    proposal.status, proposal.status_on = before.status, before.on
    proposal.events.remove(last)
    session.delete(last)


@needs(Right.RECRUITMENT)
def note_refusal(session: Session, vacancy_id: int, reason: str, *, on: date, today: date) -> None:
    """The ministry said no: the selection is at its interview again, with those who remain."""
    require(check_come(on, today, "on"))
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.PROPOSED))
    if not reason.strip():
        raise refuse(_("Tulis alasan penolakan."), "reason")
    chosen, proposal = _chosen(vacancy), find_sent(session, vacancy_id)
    assert proposal is not None
    _move_on(proposal, ProposalStatus.REFUSED, on, reason)
    return_to_interview(vacancy)
    chosen.status, chosen.status_reason = Applied.REFUSED, reason.strip()


@needs(Right.OFFICERS)
def receive_decree(session: Session, vacancy_id: int, form: DecreeForm, niat: str, *, today: date) -> int:
    """The decree arrived: the chosen applicant becomes officer without retyping. Returns the decree's id."""
    require(check_come(form.dated_on, today, "dated_on"))
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_move(vacancy.stage, Stage.FILLED))
    require([*check_decree(session, form), *check_niat(niat)])
    chosen, proposal = _chosen(vacancy), find_sent(session, vacancy_id)
    if proposal is None:
        text = _("{name} belum diusulkan, jadi SK-nya belum dapat dicatat di lowongan ini.")
        raise refuse(text.format(name=chosen.person.full_name))
    if form.dated_on < proposal.events[0].on:
        text = _("SK tidak mungkin mendahului surat usulannya ({day}).")
        raise refuse(text.format(day=long_date(proposal.events[0].on)), "dated_on")
    decree = new_decree(form)
    session.add(decree)
    officer = find_officer(session, chosen.person, digits(niat) or None)
    officer.first_year = officer.first_year or form.starts_on.year
    appoint(session, officer, vacancy.kecamatan_code, form.starts_on, form.ends_on, decree)
    session.add(
        DecreeMember(decree=decree, officer=officer, kecamatan_code=vacancy.kecamatan_code, position=1)
    )
    answer_proposal(session, officer.person_id, vacancy.kecamatan_code, decree)
    session.flush()
    return decree.id


def _move_on(proposal: Proposal, status: ProposalStatus, on: date, note: str) -> None:
    if on < proposal.status_on:
        text = _("Tanggal mendahului langkah sebelumnya ({day}).")
        raise refuse(text.format(day=long_date(proposal.status_on)), "on")
    proposal.status, proposal.status_on = status, on
    proposal.events.append(_event(status, on, note.strip()))


def _facts(session: Session, vacancy: Vacancy, chosen: Applicant) -> ProposalFacts:
    office, person = get_office(session), chosen.person
    if person.birth_date is None or not person.birth_place:
        raise refuse(_("Lengkapi tempat dan tanggal lahir {name}.").format(name=person.name), "birth_place")
    minutes = find_minutes(session, vacancy.id)
    if minutes is None:
        text = _(
            "Berita acara wawancara Kecamatan {kecamatan} sudah dibatalkan. "
            "Tetapkan calon sekali lagi agar terbit berita acara yang berlaku."
        )
        raise refuse(text.format(kecamatan=vacancy.kecamatan.name))
    standing = standing_of(with_left(minutes, session, vacancy.id))  # the places as the minutes tell them
    row = next(row for row in standing.rows if row.applicant_id == chosen.id)
    assert row.final is not None
    assert row.rank is not None
    cause, reference = _cause(session, vacancy)
    return ProposalFacts(
        province=office.province,
        province_capital=office.province_capital,
        kecamatan=vacancy.kecamatan.name,
        regency=office.regency,
        capital=office.capital,
        cause=cause,
        cause_reference=reference,
        minutes_number=minutes.number,
        minutes_on=minutes.dated_on,
        name=person.full_name,
        birth_place=person.birth_place,
        birth_date=person.birth_date,
        education=_education(session, person.education),
        address=address_of(session, person),
        final=row.final,
        rank=row.rank,
        attachments=annex_of(session, vacancy.id),
    )


def _cause(session: Session, vacancy: Vacancy) -> tuple[str, str]:
    """Why the post is empty, and the letter that says so."""
    post = f"TKSK Kecamatan {vacancy.kecamatan.name}"
    if vacancy.previous_assignment_id is None:
        return f"belum terisinya {post}", ""
    left = session.get_one(Assignment, vacancy.previous_assignment_id)
    reason = ", ".join(part for part in (left.end_reason.lower(), left.end_detail) if part)
    name = left.officer.person.full_name
    cause = f"berhentinya {post} atas nama {name}" + (f" ({reason})" if reason else "")
    if not left.end_letter_number or left.end_letter_on is None:
        return cause, ""
    return cause, f"Surat Nomor {left.end_letter_number} tanggal {long_date(left.end_letter_on)}"


def _education(session: Session, code: str) -> str:
    query = select(Reference.text).where(Reference.list_name == "educations", Reference.code == code)
    return session.scalar(query) or "-"


def _chosen(vacancy: Vacancy) -> Applicant:
    chosen = next((a for a in vacancy.applicants if a.status is Applied.CHOSEN), None)
    if chosen is None:
        raise refuse(_("Belum ada calon yang ditetapkan."))
    return chosen


def _event(status: ProposalStatus, on: date, note: str) -> ProposalEvent:
    return ProposalEvent(status=status, on=on, note=note, noted_at=datetime.now(UTC))
