"""From locked sheets to ranks: what every total, component and place comes from, exactly (domain.md 5.3).

For services only. Before all sheets are locked and all tests are in, nothing here is ranked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.office import Reference
from db.models.recruitment import Applicant, PanelMember, Vacancy
from db.models.selection import VacancyStep
from db.rules.access import Right
from db.rules.agreement import Table
from db.rules.recruitment import Stage
from db.rules.scoring import (
    Ranked,
    below_minimum,
    final_score,
    formula_in_words,
    interview_score,
    member_total,
    shares,
)
from db.rules.selection import Component, TieStep, TrackStep, component_label
from db.rules.sheets import out_of_hundred
from db.rules.ties import Candidate, Draw, rank_by_ladder, read_ladder, ties_in_words, undrawn
from db.rules.words import _
from db.sheet_book import SheetBook, book_of, candidates_of, newest_minutes

TESTS = (Component.WRITTEN, Component.COMPUTER)


@dataclass(frozen=True)
class Scored:
    """What one candidate has, by member and by component; None is missing."""

    applicant: Applicant
    totals: Mapping[int, Fraction | None]  # by member; who is recused is not in it
    components: Mapping[Component, Fraction | None]
    final: Fraction | None

    @property
    def known(self) -> list[Fraction]:
        """The totals that are in."""
        return [total for total in self.totals.values() if total is not None]


class Reckoning:
    """Everything about the scores of one vacancy, computed once.

    also: ids of applicants who are candidates no more and are reckoned with all the same.
    """

    def __init__(self, session: Session, vacancy_id: int, also: Collection[int] = ()) -> None:
        self._session = session
        self.book: SheetBook = book_of(session, vacancy_id)
        self.vacancy: Vacancy = self.book.vacancy
        self.weights = weights_of(self.vacancy)
        self.used = used_components(session, vacancy_id)
        self.parts = shares(self.weights, self.used)
        self.tests = [component for component in self.parts if component in TESTS]
        self.ladder: tuple[TieStep, ...] = read_ladder(self.vacancy.tie_ladder)
        self.draw = read_draw(self.vacancy)
        here = candidates_of(self.vacancy)
        reckoned = [a for a in self.vacancy.applicants if a in here or a.id in also]
        self.scored = {a.id: self._score(a) for a in reckoned}
        self.candidates = self._candidates(session) if self.complete else {}
        self.ranked: dict[int, Ranked] = {
            row.applicant_id: row
            for row in rank_by_ladder(
                list(self.candidates.values()), self.vacancy.pass_mark, self.ladder, self.draw
            )
        }

    @property
    def with_interview(self) -> bool:
        """Whether the panel's sheets count at all."""
        return Component.INTERVIEW in self.parts

    @property
    def revealed(self) -> bool:
        """Whether the values may be seen."""
        return self.book.revealed

    @property
    def tests_shown(self) -> bool:
        """Whether results of tests may be seen: who interviews does not know them before scoring."""
        return self.revealed or not self.with_interview

    @property
    def printed(self) -> bool:
        """Whether minutes stand over the scores, so that nothing is opened any more."""
        if self.vacancy.stage is not Stage.INTERVIEW:
            return True
        return newest_minutes(self._session, self.vacancy.id) is not None

    @property
    def thresholds(self) -> tuple[tuple[Component, Decimal], ...]:
        """What each component that counts asks for at least."""
        minimums = minimums_of(self.vacancy)
        return tuple((c, minimum) for c in self.parts if (minimum := minimums[c]) is not None)

    @property
    def days(self) -> tuple[tuple[str, date], ...]:
        """The tests and the draw, with their days."""
        found = []
        if self.tests:
            steps = {TrackStep(test.value): test for test in self.tests}
            query = select(VacancyStep).where(
                VacancyStep.vacancy_id == self.vacancy.id, VacancyStep.step.in_(steps)
            )
            for line in self._session.scalars(query):
                if day := line.done_on or line.planned_until or line.planned_on:
                    found.append((component_label(steps[line.step]), day))
        if self.draw and any(place.step is TieStep.DRAW for place in self.ranked.values()):
            found.append((draw_words(), self.draw.on))
        return tuple(found)

    @property
    def locked_on(self) -> date | None:
        """The day of the last lock, by the clock of the PC that locked."""
        moments = [sheet.locked_at for sheet in self.book.sheets.values()]
        moments += [score.locked_at for score in self.book.results.values()]
        days = [moment.astimezone().date() for moment in moments if moment is not None]
        return max(days, default=None)

    @property
    def complete(self) -> bool:
        """Whether there can be a ranking: all sheets locked, all components in."""
        sheets = self.revealed or not self.with_interview
        results = bool(self.scored) and all(one.final is not None for one in self.scored.values())
        return sheets and results and not self.unlocked_tests

    @property
    def open_sheets(self) -> int:
        """How many expected sheets are not locked."""
        return 0 if self.revealed or not self.with_interview else len(self.book.open)

    @property
    def open_tests(self) -> int:
        """How many results of tests are missing."""
        return sum(
            one.components.get(component) is None for one in self.scored.values() for component in self.tests
        )

    @property
    def unlocked_tests(self) -> int:
        """How many results of tests are in and not locked; none once minutes stand over them."""
        if self.book.settled:
            return 0
        places = [(key, test) for key in self.scored for test in self.tests]
        return sum(place in self.book.results and not self.book.is_result_locked(place) for place in places)

    @property
    def table(self) -> Table:
        """Totals by candidate and member, once they may be seen."""
        if not self.revealed:
            return {}
        return {
            key: {member: total for member, total in one.totals.items() if total is not None}
            for key, one in self.scored.items()
        }

    @property
    def formula(self) -> str:
        """The formula in words."""
        criteria = [criterion.weight for criterion in self.vacancy.criteria]
        return formula_in_words(self.weights, self.used, self.vacancy.scale, criteria)

    @property
    def tie_note(self) -> str:
        """Which steps separated equal scores, for the minutes."""
        names = {one.id: one.person.full_name for one in self.vacancy.applicants}
        return ties_in_words(list(self.ranked.values()), self.candidates, names, self.ladder, self.draw)

    @property
    def undrawn(self) -> tuple[int, ...]:
        """Between whom a draw must decide."""
        return undrawn(list(self.ranked.values()), self.ladder, self.draw)

    def _score(self, applicant: Applicant) -> Scored:
        weights = {criterion.id: criterion.weight for criterion in self.vacancy.criteria}
        scale = self.vacancy.scale
        totals = {
            member.id: member_total(
                weights,
                {c: out_of_hundred(v, scale) for c, v in self.book.values(applicant, member.id).items()},
            )
            for member in self.book.scorers
            if (applicant.id, member.id) not in self.book.recusals
        }
        components: dict[Component, Fraction | None] = {
            component: _result(self.book, applicant, component) for component in self.tests
        }
        if self.with_interview:
            components[Component.INTERVIEW] = interview_score(list(totals.values()))
        return Scored(applicant, totals, components, final_score(self.parts, components))

    def _candidates(self, session: Session) -> dict[int, Candidate]:
        levels = _levels(session)
        minimums = minimums_of(self.vacancy)
        found = {}
        for key, one in self.scored.items():
            assert one.final is not None, "only complete scores are ranked"
            person = one.applicant.person
            found[key] = Candidate(
                applicant_id=key,
                final=one.final,
                interview=one.components.get(Component.INTERVIEW),
                written=one.components.get(Component.WRITTEN),
                service_years=one.applicant.service_years,
                education=levels.get(person.education),
                born=person.birth_date,
                below=below_minimum(minimums, one.components),
            )
        return found


def weights_of(vacancy: Vacancy) -> dict[Component, Decimal]:
    """The weights of the components, as they were set."""
    return {component: getattr(vacancy, f"{component}_weight") for component in Component}


def minimums_of(vacancy: Vacancy) -> dict[Component, Decimal | None]:
    """What each component asks for at least."""
    return {component: getattr(vacancy, f"{component}_minimum") for component in Component}


@needs(Right.READ)
def used_components(session: Session, vacancy_id: int) -> frozenset[Component]:
    """The components whose step of the track is not switched off."""
    steps = {TrackStep(component.value): component for component in Component}
    query = select(VacancyStep.step).where(
        VacancyStep.vacancy_id == vacancy_id, VacancyStep.step.in_(steps), VacancyStep.active.is_(False)
    )
    return frozenset(Component) - {steps[step] for step in session.scalars(query)}


def draw_words() -> str:
    """What the draw is called among the days that a decision may not precede."""
    return _("Undian")


def read_draw(vacancy: Vacancy) -> Draw | None:
    """The draw that was recorded, if there was one."""
    kept = vacancy.draw
    if not kept:
        return None
    return Draw(date.fromisoformat(kept["on"]), tuple(kept["witnesses"]), tuple(kept["order"]))


def scorers_in_order(reckoning: Reckoning) -> list[PanelMember]:
    """Who gives scores, as the panel is ordered."""
    return sorted(reckoning.book.scorers, key=lambda member: member.position)


def _levels(session: Session) -> dict[str, int]:
    query = select(Reference.code, Reference.level).where(Reference.list_name == "educations")
    return {code: level for code, level in session.execute(query)}


def _result(book: SheetBook, applicant: Applicant, test: Component) -> Fraction | None:
    score = book.results.get((applicant.id, test))
    return None if score is None else Fraction(score.value)
