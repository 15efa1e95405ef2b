"""Everything the page of one vacancy shows, read in one go."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from db.rules.applicants import GONE
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.proposals import PaperLine
from db.rules.recruitment import Applied, Stage
from db.rules.sop import ProposalTime
from db.rules.track import StepView
from db.services import letters
from db.services.letters import LetterRow
from db.services.recruitment import (
    applicants,
    objections,
    proposal_papers,
    proposal_time,
    proposals,
    ranking,
    track,
    vacancies,
)
from db.services.recruitment.applicants import ApplicantRow
from db.services.recruitment.proposals import ProposalView
from db.services.recruitment.standing import Standing
from db.services.recruitment.vacancies import VacancyFacts
from desktop.clock import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LEFT = GONE | {Applied.REFUSED}
MANY = 10_000  # more applicants than a kecamatan will ever have


@dataclass(frozen=True)
class VacancyState:
    """A vacancy with what has been done for it so far."""

    facts: VacancyFacts
    statuses: tuple[Applied, ...]  # of its applicants
    seconds: tuple[str, ...]  # how far the second verifier is with each of them
    chosen: str  # the candidate who is proposed
    chosen_id: int | None
    standing: Standing
    letters: tuple[LetterRow, ...]
    proposal: ProposalView | None
    decree_id: int | None
    track: tuple[StepView, ...]
    open_objections: int
    papers: tuple[PaperLine, ...]  # what goes with the proposal
    time: ProposalTime | None  # how long it has been on its way
    reminded_on: date | None
    left: tuple[ApplicantRow, ...] = ()  # who stepped back or was put out

    @property
    def undecided(self) -> int:
        """Applicants whose files wait to be checked."""
        return self.statuses.count(Applied.REGISTERED)

    @property
    def candidates(self) -> int:
        """Candidates who came, or may still come, to the interview."""
        return sum(row.status is not Applied.ABSENT for row in self.standing.rows)

    def has_letter(self, kind: LetterKind) -> bool:
        """Whether a letter of this kind has been printed and still counts."""
        return any(letter.kind is kind for letter in self._valid)

    def newest(self, kind: LetterKind, before: LetterKind) -> bool:
        """Whether a letter of this kind counts that was printed after the last one of the other kind."""
        ids = [0, *(letter.id for letter in self._valid if letter.kind is before)]
        return any(letter.kind is kind and letter.id > max(ids) for letter in self._valid)

    @property
    def _valid(self) -> list[LetterRow]:
        return [letter for letter in self.letters if letter.status is not LetterStatus.CANCELLED]


def read_state(session: "Session", vacancy_id: int) -> VacancyState:
    """Ask the services for all of it."""
    rows = applicants.list_applicants(session, 0, MANY, vacancy_id)
    chosen = (Applied.CHOSEN, Applied.APPOINTED)
    decree_id = proposals.find_decree(session, vacancy_id)
    found = letters.letters_of(session, vacancy_id=vacancy_id)
    facts = vacancies.get_vacancy(session, vacancy_id)
    decided = facts.stage in (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
    if decree_id is not None:
        found += letters.letters_of(session, decree_id=decree_id)
    return VacancyState(
        facts=facts,
        statuses=tuple(row.status for row in rows),
        left=tuple(row for row in rows if row.status in LEFT),
        seconds=tuple(row.second for row in rows),
        chosen=next((row.name for row in rows if row.status in chosen), ""),
        chosen_id=next((row.id for row in rows if row.status in chosen), None),
        standing=ranking.get_standing(session, vacancy_id),
        letters=tuple(found),
        proposal=proposals.find_proposal(session, vacancy_id),
        decree_id=decree_id,
        track=tuple(track.list_steps(session, vacancy_id)),
        open_objections=objections.count_open(session, vacancy_id),
        papers=tuple(proposal_papers.list_papers(session, vacancy_id)) if decided else (),
        time=proposal_time.get_time(session, vacancy_id, today()),
        reminded_on=proposal_time.last_reminder(session, vacancy_id),
    )
