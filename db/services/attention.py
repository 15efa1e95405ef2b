"""What an office should look at today: empty posts, decrees that end, steps that are due, silence."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.access import needs
from db.models.office import Official
from db.models.recruitment import Applicant, ApplicantDocument, Proposal, Vacancy
from db.roster import PostRow
from db.rules.access import Right
from db.rules.attention import Attention, AttentionKind
from db.rules.dates import long_date
from db.rules.letter_life import RETURN_EXPECTED, Standing
from db.rules.officers import PostState
from db.rules.recruitment import OPEN_STAGES, Applied, ProposalStatus, Stage
from db.rules.settings import Limits
from db.services import agenda, letters
from db.services.backups import list_backup_matters
from db.services.letters import LetterSearch
from db.services.mapping.round_matters import list_round_matters
from db.services.officer_attention import list_officer_matters
from db.services.officers import list_posts
from db.services.recruitment.proposal_time import last_reminders, level_of
from db.services.settings import get_limits

SIGNER_ENDS_WITHIN = timedelta(days=30)


@needs(Right.READ)
def list_attention(session: Session, on: date) -> list[Attention]:
    """Everything that waits on a day: due steps first, then by age. A matter is named once."""
    posts, limits = list_posts(session, on), get_limits(session)
    running = list(
        session.scalars(
            select(Vacancy)
            .where(Vacancy.stage.in_(OPEN_STAGES))
            .options(joinedload(Vacancy.kecamatan))
            .order_by(Vacancy.id)
        )
    )
    matters = [*_steps(running, on), *_proposals(session, on, limits)]
    named = {matter.kecamatan_code for matter in matters}
    matters += _papers(session)
    matters += [matter for matter in _vacant(posts) if matter.kecamatan_code not in named]
    matters += [*_signers(session, on), *_ending(posts, on, limits), *_letters(session, on)]
    matters += list_officer_matters(session, on, limits)
    matters += list_backup_matters(session, on, limits)
    matters += list_round_matters(session, on, limits)
    order = list(AttentionKind)
    return sorted(matters, key=lambda matter: (order.index(matter.kind), matter.on or date.min))


def _steps(running: Iterable[Vacancy], on: date) -> Iterator[Attention]:
    for vacancy in running:
        due = {
            Stage.DRAFT: vacancy.opened_on,
            Stage.ANNOUNCED: vacancy.closes_on,
            Stage.ADMINISTRATION: vacancy.administration_on,
            Stage.INTERVIEW: vacancy.interview_on,
            Stage.DECIDED: vacancy.decided_on or vacancy.result_on,
        }.get(vacancy.stage)
        if due is not None and due <= on:
            yield Attention(
                AttentionKind.STEP_DUE,
                vacancy.kecamatan.name,
                vacancy.kecamatan_code,
                due,
                (on - due).days,
                stage=vacancy.stage,
                vacancy_id=vacancy.id,
            )


def _papers(session: Session) -> Iterator[Attention]:
    """Papers of applicants that run out before the interview (SKCK, health)."""
    short = session.execute(
        select(ApplicantDocument, Vacancy)
        .join(ApplicantDocument.applicant)
        .join(Vacancy, Vacancy.id == Applicant.vacancy_id)
        .where(
            Vacancy.stage.in_((Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW)),
            Applicant.status.in_((Applied.REGISTERED, Applied.PASSED)),
            ApplicantDocument.expires_on < Vacancy.interview_on,
        )
        .options(
            joinedload(ApplicantDocument.applicant).joinedload(Applicant.person),
            joinedload(ApplicantDocument.document),
            joinedload(Vacancy.kecamatan),
        )
        .order_by(ApplicantDocument.id)
    )
    for paper, vacancy in short:
        yield Attention(
            AttentionKind.APPLICANT_PAPER,
            vacancy.kecamatan.name,
            vacancy.kecamatan_code,
            paper.expires_on,
            None,
            person=paper.applicant.person.full_name,
            vacancy_id=vacancy.id,
            detail=paper.document.name,
        )


def _proposals(session: Session, on: date, limits: Limits) -> Iterator[Attention]:
    """Proposals that came back, and those nobody has answered: the longer, the more urgent."""
    query = (
        select(Proposal, Vacancy)
        .join(Vacancy, Vacancy.id == Proposal.vacancy_id)
        .join(Proposal.applicant)
        .where(Vacancy.stage == Stage.PROPOSED, Applicant.status == Applied.CHOSEN)
        .options(joinedload(Proposal.applicant).joinedload(Applicant.person), joinedload(Vacancy.kecamatan))
        .options(selectinload(Proposal.events))
        .order_by(Proposal.id)
    )
    waiting = session.execute(query).all()
    reminders = last_reminders(session, [proposal for proposal, _vacancy in waiting])
    for proposal, vacancy in waiting:
        returned = proposal.status is ProposalStatus.RETURNED
        waited = (on - proposal.status_on).days
        if returned or waited >= limits.proposal_first:
            yield Attention(
                AttentionKind.PROPOSAL_RETURNED if returned else AttentionKind.PROPOSAL_SILENT,
                vacancy.kecamatan.name,
                vacancy.kecamatan_code,
                proposal.status_on,
                waited,
                person=proposal.applicant.person.full_name,
                vacancy_id=vacancy.id,
                level=level_of(waited, limits),
                detail=long_date(asked) if (asked := reminders.get(vacancy.id)) else "",
            )


def _signers(session: Session, on: date) -> Iterator[Attention]:
    """The last term after which nobody may sign, from a month before its end until a successor is noted."""
    officials = list(session.scalars(select(Official)))
    days = [on + timedelta(n) for n in range(SIGNER_ENDS_WITHIN.days + 2)]
    unsigned = [day for day in days if not any(_holds_office(official, day) for official in officials)]
    ended = [(o.ends_on, o) for o in officials if unsigned and o.ends_on and o.ends_on < unsigned[0]]
    if ended:
        end, last = max(ended, key=lambda pair: pair[0])
        yield Attention(AttentionKind.SIGNER_ENDS, "", "", end, (end - on).days, person=last.full_name)


def _letters(session: Session, on: date) -> Iterator[Attention]:
    """Letters that came in and wait too long; letters that went to be signed and are not back."""
    if late := agenda.overdue(session, on):
        first = late[0]
        days = (on - first.due_on).days
        kind = AttentionKind.INCOMING_OVERDUE
        yield Attention(kind, "", "", first.due_on, days, person=first.sender, number=len(late))
    expected = on - timedelta(RETURN_EXPECTED)
    if awaited := letters.count_letters(session, LetterSearch(standing=Standing.AWAITED, on=expected)):
        yield Attention(AttentionKind.LETTERS_AWAITED, "", "", None, None, number=awaited)


def _holds_office(official: Official, day: date) -> bool:
    return official.starts_on <= day and (official.ends_on is None or day <= official.ends_on)


def _vacant(posts: Iterable[PostRow]) -> Iterator[Attention]:
    for post in posts:
        if post.state is PostState.VACANT:
            yield Attention(
                AttentionKind.POST_VACANT,
                post.kecamatan,
                post.id,
                post.vacant_since,
                post.days_vacant,
                vacancy_id=post.vacancy_id,
            )


def _ending(posts: Iterable[PostRow], on: date, limits: Limits) -> Iterator[Attention]:
    """One line for each last day: a decree usually names the officers of the whole kabupaten."""
    steps = (limits.decree_ends_within, limits.decree_second, limits.decree_third)
    ending = [(post.decree_ends_on, post) for post in posts if post.decree_ends_on is not None]
    soon = sorted(
        ((last, post) for last, post in ending if on <= last <= on + timedelta(limits.decree_ends_within)),
        key=lambda pair: (pair[0], pair[1].kecamatan),
    )
    for last, pairs in groupby(soon, key=lambda pair: pair[0]):
        together = [post for _last, post in pairs]
        first, left = together[0], (last - on).days
        yield Attention(
            AttentionKind.DECREE_ENDS,
            first.kecamatan,
            first.id,
            last,
            left,
            person=first.officer,
            level=sum(left <= step for step in steps),
            number=len(together),
        )
