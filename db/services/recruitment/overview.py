"""The board of all vacancies: their rows, and which steps are late; few questions however many there are."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.letters import Letter
from db.models.recruitment import Applicant, Vacancy
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.recruitment import OPEN_STAGES, Stage
from db.rules.selection import TrackStep
from db.services.recruitment.track import tracks_of
from db.services.recruitment.vacancies import VacancyRow, list_vacancies
from db.sheet_book import INTERVIEWED


@dataclass(frozen=True)
class BoardRow(VacancyRow):
    """One vacancy on the board, with what should have been done before today."""

    late: tuple[tuple[TrackStep, int], ...]  # steps that should be behind, and by how many days
    uncalled: int  # candidates at the interview who have no call letter

    @property
    def days_late(self) -> int | None:
        """Of the step that waits longest."""
        return max((days for _step, days in self.late), default=None)


@needs(Right.READ)
def list_board(session: Session, on: date) -> list[BoardRow]:
    """All vacancies, the newest first."""
    rows = list_vacancies(session)
    running = [row.id for row in rows if row.stage in OPEN_STAGES]
    vacancies = session.scalars(select(Vacancy).where(Vacancy.id.in_(running))).all()
    tracks, uncalled = tracks_of(session, vacancies), _uncalled(session)
    found = []
    for row in rows:
        late = [view for view in tracks.get(row.id, []) if view.is_overdue(on)]
        steps = tuple((view.step, (on - view.due_on).days) for view in late if view.due_on)
        found.append(BoardRow(**vars(row), late=steps, uncalled=uncalled.get(row.id, 0)))
    return found


def _uncalled(session: Session) -> dict[int, int]:
    called = select(Letter.applicant_id).where(
        Letter.kind == LetterKind.CALL,
        Letter.status != LetterStatus.CANCELLED,
        Letter.applicant_id.is_not(None),
    )
    query = (
        select(Applicant.vacancy_id, func.count())
        .join(Applicant.vacancy)
        .where(Vacancy.stage == Stage.INTERVIEW, Applicant.status.in_(INTERVIEWED))
        .where(Applicant.id.not_in(called))
        .group_by(Applicant.vacancy_id)
    )
    return {owner: number for owner, number in session.execute(query).all()}
