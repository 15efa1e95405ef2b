"""How long a proposal has waited, and the letter that asks the province about it."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.letters import Letter
from db.models.officers import Assignment
from db.models.recruitment import Proposal, Vacancy
from db.records import hold
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import Letter as Stated
from db.rules.phrases import province_office
from db.rules.problems import refuse, require
from db.rules.proposals import step_in_words
from db.rules.recruitment import ProposalStatus, Stage, check_stage
from db.rules.settings import Limits
from db.rules.sop import ProposalTime
from db.rules.words import _
from db.rules.working_days import working_days_between
from db.services.holidays import holiday_names
from db.services.office import get_office
from db.services.recruitment.proposal_papers import find_sent, letter_of
from db.services.settings import get_limits
from db.services.sop import get_steps

ANSWERED = (ProposalStatus.DECREED, ProposalStatus.REFUSED)
AWAITED = {
    ProposalStatus.SENT: "tanda terima dan rekomendasi atas usulan dimaksud",
    ProposalStatus.RECEIVED: "rekomendasi atas usulan dimaksud",
    ProposalStatus.RECOMMENDED: "kabar penerusan usulan dimaksud kepada Kementerian Sosial",
    ProposalStatus.MINISTRY: "Keputusan Kementerian Sosial Republik Indonesia atas usulan dimaksud",
}


@needs(Right.READ)
def get_time(session: Session, vacancy_id: int, on: date) -> ProposalTime | None:
    """How long the proposal of a vacancy has been on its way on a day; None: nothing was sent."""
    proposal = find_sent(session, vacancy_id)
    if proposal is None:
        return None
    sent = [event.on for event in proposal.events if event.status is ProposalStatus.SENT]
    over, back = proposal.status in ANSWERED, proposal.status is ProposalStatus.RETURNED
    until = min(on, proposal.status_on) if over or back else on
    silent = 0 if over or back else max((until - proposal.status_on).days, 0)
    return ProposalTime(
        steps=get_steps(session),
        sent_on=sent[-1],
        first_sent_on=sent[0],
        days=max((until - sent[0]).days, 0),
        worked=working_days_between(sent[0], until, holiday_names(session)),
        silent=silent,
        level=level_of(silent, get_limits(session)),
        over=over,
        ours=max((on - proposal.status_on).days, 0) if back else None,
    )


def level_of(silent: int, limits: Limits) -> int:
    """How many of the office's limits a silence has passed."""
    return sum(
        silent >= step for step in (limits.proposal_first, limits.proposal_second, limits.proposal_third)
    )


@needs(Right.READ)
def reminder_letter(session: Session, vacancy_id: int, *, dated_on: date) -> Stated:
    """What the letter to the province states: which proposal, since when, what is awaited."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.PROPOSED))
    proposal = find_sent(session, vacancy_id)
    if proposal is None or proposal.status not in AWAITED:
        raise refuse(_("Usulan ini dikembalikan: lengkapi dan kirim kembali, tidak perlu diingatkan."))
    time = get_time(session, vacancy_id, dated_on)
    assert time is not None
    if dated_on < proposal.status_on:
        text = _("Surat ini mendahului kabar terakhir tentang usulan ({day}).")
        raise refuse(text.format(day=long_date(proposal.status_on)), "on")
    letter = letter_of(session, proposal)
    if letter is None:
        raise refuse(_("Surat usulan sudah dibatalkan. Buat surat usulan sekali lagi."))
    return Stated(
        LetterKind.PROPOSAL_REMINDER,
        {
            "kecamatan": vacancy.kecamatan.name,
            "nama": proposal.applicant.person.full_name,
            "nomor_usulan": letter.number,
            "tanggal_usulan": letter.dated_on,
            "lama_hari": time.days,
            "lama_hari_kerja": time.worked,
            "kabar_terakhir": _news(proposal),
            "yang_ditunggu": AWAITED[proposal.status],
            "lowong_sejak": _vacant_since(session, vacancy),
            "sifat": "Segera",
        },
    )


@needs(Right.RECRUITMENT)
def issue_reminder(
    session: Session, vacancy_id: int, *, dated_on: date, render: Render, official_id: int | None = None
) -> IssuedLetter:
    """Print the letter that asks the province about the proposal."""
    vacancy = hold(session, Vacancy, vacancy_id)
    stated = reminder_letter(session, vacancy_id, dated_on=dated_on)
    addressing = Addressing(
        subject=f"Permohonan Tindak Lanjut Usulan TKSK Kecamatan {vacancy.kecamatan.name}",
        recipient=f"Kepala {province_office(get_office(session).province)}",
        vacancy_id=vacancy.id,
    )
    return write_letter(
        session, stated, addressing, dated_on=dated_on, render=render, official_id=official_id
    )


@needs(Right.READ)
def last_reminder(session: Session, vacancy_id: int) -> date | None:
    """When the province was last asked about the proposal that is on its way."""
    proposal = find_sent(session, vacancy_id)
    if proposal is None:
        return None
    return last_reminders(session, [proposal]).get(vacancy_id)


@needs(Right.READ)
def last_reminders(session: Session, proposals: Collection[Proposal]) -> dict[int, date]:
    """The same of many, by vacancy."""
    sent = {proposal.vacancy_id: proposal.events[0].on for proposal in proposals}
    query = select(Letter.vacancy_id, func.max(Letter.dated_on)).where(
        Letter.vacancy_id.in_(sent),
        Letter.kind == LetterKind.PROPOSAL_REMINDER,
        Letter.status != LetterStatus.CANCELLED,
    )
    asked = session.execute(query.group_by(Letter.vacancy_id)).all()
    return {key: on for key, on in asked if key is not None and on >= sent[key]}


def _news(proposal: Proposal) -> str:
    """Its whole way since it was first sent, in words of the letter; empty where it was only sent."""
    if len(proposal.events) == 1:
        return ""
    steps = [
        step_in_words(event.status, event.on, event.note, again=place > 0)
        for place, event in enumerate(proposal.events)
    ]
    return _listed([step for step in steps if step])


def _listed(steps: list[str]) -> str:
    if len(steps) < 3:
        return " dan ".join(steps)
    return f"{', '.join(steps[:-1])}, dan {steps[-1]}"


def _vacant_since(session: Session, vacancy: Vacancy) -> date | None:
    if vacancy.previous_assignment_id is None:
        return None
    last = session.get_one(Assignment, vacancy.previous_assignment_id).ends_on
    return last + timedelta(days=1) if last else None
