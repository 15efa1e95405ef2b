"""Everything the page of one vacancy shows, read in one go."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.recruitment import Applied
from db.rules.track import StepView
from db.services import letters
from db.services.letters import LetterRow
from db.services.recruitment import applicants, interviews, objections, proposals, track, vacancies
from db.services.recruitment.interviews import Standing
from db.services.recruitment.proposals import ProposalView
from db.services.recruitment.vacancies import VacancyFacts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MANY = 10_000  # more applicants than a kecamatan will ever have


@dataclass(frozen=True)
class VacancyState:
    """A vacancy with what has been done for it so far."""

    facts: VacancyFacts
    statuses: tuple[Applied, ...]  # of its applicants
    chosen: str  # the candidate who is proposed
    chosen_id: int | None
    standing: Standing
    letters: tuple[LetterRow, ...]
    proposal: ProposalView | None
    decree_id: int | None
    track: tuple[StepView, ...]
    open_objections: int

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
        valid = (letter for letter in self.letters if letter.status is not LetterStatus.CANCELLED)
        return any(letter.kind is kind for letter in valid)


def read_state(session: "Session", vacancy_id: int) -> VacancyState:
    """Ask the services for all of it."""
    rows = applicants.list_applicants(session, 0, MANY, vacancy_id)
    chosen = (Applied.CHOSEN, Applied.APPOINTED)
    decree_id = proposals.find_decree(session, vacancy_id)
    found = letters.letters_of(session, vacancy_id=vacancy_id)
    if decree_id is not None:
        found += letters.letters_of(session, decree_id=decree_id)
    return VacancyState(
        facts=vacancies.get_vacancy(session, vacancy_id),
        statuses=tuple(row.status for row in rows),
        chosen=next((row.name for row in rows if row.status in chosen), ""),
        chosen_id=next((row.id for row in rows if row.status in chosen), None),
        standing=interviews.get_standing(session, vacancy_id),
        letters=tuple(found),
        proposal=proposals.find_proposal(session, vacancy_id),
        decree_id=decree_id,
        track=tuple(track.list_steps(session, vacancy_id)),
        open_objections=objections.count_open(session, vacancy_id),
    )
