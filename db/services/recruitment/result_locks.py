"""Locking the results of the tests beside the interview, and opening them again, as the score sheets are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.models.recruitment import Applicant, Vacancy
from db.models.selection import ComponentScore, ResultOpening, VacancyStep
from db.records import hold
from db.rules.access import Right
from db.rules.problems import refuse, require
from db.rules.recruitment import Stage, check_stage
from db.rules.selection import Component, TrackStep, component_label
from db.rules.words import _
from db.services.recruitment.components import list_tests
from db.services.recruitment.pins import MemberKey, check_opener
from db.sheet_book import INTERVIEWED, SheetBook, book_of, candidates_of, require_unprinted

TESTED = (TrackStep.WRITTEN, TrackStep.COMPUTER)


@dataclass(frozen=True)
class ResultOpeningFacts:
    """A locked result that was opened again; before and after only when all sheets are locked."""

    applicant_id: int
    candidate: str
    test: Component
    at: datetime
    by: str
    reason: str
    before: Decimal | None
    after: Decimal | None  # None: hidden, or nothing was written since


@needs(Right.SCORE)
def lock_results(session: Session, vacancy_id: int, tests: Collection[Component], *, typist: str) -> int:
    """Lock and seal all results of these tests: how many. typist: who compared them with their source."""
    hold(session, Vacancy, vacancy_id)
    session.flush()
    session.expire_all()  # another PC may have written since this session read
    book = book_of(session, vacancy_id)
    require(check_stage(book.vacancy.stage, Stage.INTERVIEW))
    if not typist.strip():
        raise refuse(_("Tulis nama yang mencocokkan nilai dengan sumbernya."), "typist")
    table, number = list_tests(session, vacancy_id), 0
    for test in tests:
        name = component_label(test).lower()
        if test not in table.tests:
            raise refuse(_("{test} tidak dipakai dalam seleksi ini.").format(test=component_label(test)))
        for applicant in candidates_of(book.vacancy):
            score = book.results.get((applicant.id, test))
            if score is None:
                text = _("Nilai {test} {name} belum diisi; semua nilai satu tes dikunci bersama.")
                raise refuse(text.format(test=name, name=applicant.person.full_name))
            if score.locked_at is None:
                score.locked_at = datetime.now(UTC).replace(microsecond=0)
                score.locked_by = typist.strip()
                score.seal = book.result_seal(applicant, score)
                number += 1
    return number


@needs(Right.SCORE)
def open_result(
    session: Session,
    applicant_id: int,
    test: Component,
    reason: str,
    *,
    opener_id: int,
    key: MemberKey | None = None,
) -> None:
    """Open a locked result again: chair or secretary, with the own PIN and a reason; its value is kept."""
    if not reason.strip():
        raise refuse(_("Tulis alasan membuka kunci; alasan dicetak dalam berita acara."), "reason")
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    require_unprinted(session, vacancy.id)
    opener = check_opener(session, vacancy.id, opener_id, key)
    score = book_of(session, vacancy.id).results.get((applicant_id, test))
    if score is None or score.locked_at is None:
        text = _("Nilai {test} {name} tidak terkunci.")
        name = applicant.person.full_name
        raise refuse(text.format(test=component_label(test).lower(), name=name))
    session.add(
        ResultOpening(
            applicant_id=applicant_id,
            component=test,
            value=score.value,
            source=score.source,
            at=datetime.now(UTC),
            by=opener.name,
            reason=reason.strip(),
        )
    )
    score.locked_at, score.locked_by, score.seal = None, None, None


@needs(Right.READ)
def list_result_openings(session: Session, vacancy_id: int) -> list[ResultOpeningFacts]:
    """Every time a locked result was opened again, the oldest first; printed with the minutes."""
    query = select(ResultOpening).join(ResultOpening.applicant).where(Applicant.vacancy_id == vacancy_id)
    ways = joinedload(ResultOpening.applicant).joinedload(Applicant.person)
    openings = list(session.scalars(query.options(ways).order_by(ResultOpening.id)))
    book = book_of(session, vacancy_id) if openings else None
    return [_facts(book, opening, openings[place + 1 :]) for place, opening in enumerate(openings) if book]


@needs(Right.READ)
def tested_on(session: Session, vacancies: Sequence[Vacancy]) -> dict[int, dict[Component, date]]:
    """The tests whose results are all locked, and when each was: as planned, at the latest at the lock."""
    weighed = {v.id: v for v in vacancies if v.written_weight or v.computer_weight}
    found: dict[int, dict[Component, date]] = {key: {} for key in weighed}
    if not weighed:
        return found
    own = (Applicant.vacancy_id.in_(weighed), Applicant.status.in_(INTERVIEWED))
    people = select(Applicant.vacancy_id, func.count()).where(*own).group_by(Applicant.vacancy_id)
    expected = {key: number for key, number in session.execute(people)}
    steps = select(VacancyStep).where(VacancyStep.vacancy_id.in_(weighed), VacancyStep.step.in_(TESTED))
    planned = {
        (line.vacancy_id, line.step): line.planned_until or line.planned_on for line in session.scalars(steps)
    }
    given = (
        select(
            Applicant.vacancy_id,
            ComponentScore.component,
            func.count(ComponentScore.locked_at),
            func.max(ComponentScore.locked_at),
        )
        .join(ComponentScore.applicant)
        .where(*own)
        .group_by(Applicant.vacancy_id, ComponentScore.component)
    )
    for key, test, locked, last in session.execute(given):
        decided = weighed[key].decided_on  # minutes stand over results of before tests were locked
        days = (planned.get((key, TrackStep(test.value))), last and last.astimezone().date(), decided)
        if locked == expected.get(key) or decided is not None:
            found[key][test] = min(day for day in days if day is not None)
    return found


def _facts(book: SheetBook, opening: ResultOpening, later: list[ResultOpening]) -> ResultOpeningFacts:
    place = (opening.applicant_id, opening.component)
    now = book.results.get(place)
    known = [o.value for o in later if (o.applicant_id, o.component) == place]
    after = known[0] if known else (now.value if now else None)
    shown = book.revealed or not book.expected
    return ResultOpeningFacts(
        applicant_id=opening.applicant_id,
        candidate=opening.applicant.person.full_name,
        test=opening.component,
        at=opening.at,
        by=opening.by,
        reason=opening.reason,
        before=opening.value if shown else None,
        after=after if shown else None,
    )
