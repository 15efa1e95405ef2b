"""How a vacancy counts, fixed at the first score; and the results of the tests beside the interview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.recruitment import Applicant, Score, Vacancy
from db.models.scoring import ScoringColumns
from db.models.selection import ComponentScore, ScoreSheet, VacancyStep
from db.records import clash, copy, hold, merge
from db.rules.access import Right
from db.rules.dates import decimal_text
from db.rules.problems import Conflict, Problem, refuse, require
from db.rules.recruitment import Applied, Stage, check_stage
from db.rules.scoring import check_components, formula_in_words, shares
from db.rules.selection import Component, Place, Scale, TieStep, TrackStep, component_label
from db.rules.sheets import check_score
from db.rules.ties import check_ladder, read_ladder
from db.rules.words import _
from db.services.recruitment.pins import own_name
from db.services.recruitment.reckoning import TESTS, used_components, weights_of
from db.sheet_book import book_of, candidates_of, require_unprinted

FEWEST_SCORERS, MOST_SCORERS = 1, 9


@dataclass(frozen=True)
class ScoringForm:
    """How a vacancy counts, as the form has it."""

    scale: Scale
    written_weight: Decimal
    computer_weight: Decimal
    interview_weight: Decimal
    written_minimum: Decimal | None
    computer_minimum: Decimal | None
    interview_minimum: Decimal | None
    pass_mark: Decimal
    spread_limit: Decimal
    least_members: int
    tie_ladder: tuple[TieStep, ...]


@dataclass(frozen=True)
class ScoringFacts:
    """How a vacancy counts now."""

    kecamatan: str
    form: ScoringForm
    frozen: str  # why it may not be changed any more; empty while it may
    used: frozenset[Component]
    criteria: tuple[Decimal, ...]  # their weights


@dataclass(frozen=True)
class ResultRow:
    """One candidate and the results that are in; a locked one is hidden until all sheets are locked."""

    applicant_id: int
    registration_number: str
    name: str
    values: Mapping[Component, Decimal]
    locked: frozenset[Component] = frozenset()

    @property
    def id(self) -> int:
        return self.applicant_id


@dataclass(frozen=True)
class ResultTable:
    """The results of the tests of a vacancy; `tests` are those that count."""

    kecamatan: str
    stage: Stage
    tests: tuple[Component, ...]
    rows: tuple[ResultRow, ...]
    source: str  # where the last results came from
    typist: str = ""  # who has logged in at this PC

    @property
    def lockable(self) -> tuple[Component, ...]:
        """Tests whose results are all in and not all locked."""
        return tuple(
            test
            for test in self.tests
            if all(test in row.values or test in row.locked for row in self.rows)
            and any(test not in row.locked for row in self.rows)
        )


@needs(Right.READ)
def get_scoring(session: Session, vacancy_id: int) -> ScoringFacts:
    """How a vacancy counts, and whether that may still be changed."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    return ScoringFacts(
        kecamatan=vacancy.kecamatan.name,
        form=scoring_of(vacancy),
        frozen=_frozen(session, vacancy),
        used=used_components(session, vacancy_id),
        criteria=tuple(criterion.weight for criterion in vacancy.criteria),
    )


@needs(Right.RECRUITMENT)
def save_scoring(session: Session, vacancy_id: int, form: ScoringForm, *, before: ScoringForm) -> None:
    """Change how a vacancy counts, until the first score is given.

    before: as the form was opened with it. A test that gets a weight is switched on in the track.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_scoring(form))
    if said := _frozen(session, vacancy):
        raise refuse(said)
    weighed = weights_of(vacancy)
    vacancy.tie_ladder = columns_of(scoring_of(vacancy))[
        "tie_ladder"
    ]  # written out where it was the usual one
    merge(session, vacancy, columns_of(before), columns_of(form))
    require(check_scoring(scoring_of(vacancy)))  # what two people changed must fit together
    switch_tests(session, vacancy, weighed)


@needs(Right.RECRUITMENT)
def switch_tests(session: Session, vacancy: Vacancy, before: Mapping[Component, Decimal]) -> None:
    """A test that gets a weight is switched on in the track, one that loses it off. before: the weights."""
    now = weights_of(vacancy)
    for component in TESTS:
        if (before[component] > 0) != (now[component] > 0):
            step = TrackStep(component.value)
            query = select(VacancyStep).where(VacancyStep.vacancy_id == vacancy.id, VacancyStep.step == step)
            for row in session.scalars(query):
                row.active = now[component] > 0


def scoring_of(source: ScoringColumns) -> ScoringForm:
    """How a set or a vacancy counts."""
    return copy(ScoringForm, source, tie_ladder=read_ladder(source.tie_ladder))


def columns_of(form: ScoringForm) -> dict[str, Any]:
    """The form as its columns keep it."""
    return vars(form) | {"tie_ladder": [step.value for step in form.tie_ladder]}


def check_scoring(form: ScoringForm) -> list[Problem]:
    """Components of 100, marks from 0 to 100, a ladder that ends."""
    weights = {component: getattr(form, f"{component}_weight") for component in Component}
    minimums = {component: getattr(form, f"{component}_minimum") for component in Component}
    problems = [
        *check_components(weights, minimums),
        *check_score(form.pass_mark, field="pass_mark"),
        *check_score(form.spread_limit, field="spread_limit"),
        *check_ladder(form.tie_ladder),
    ]
    if not FEWEST_SCORERS <= form.least_members <= MOST_SCORERS:
        text = _("Penilai paling sedikit {low} dan paling banyak {high} orang.")
        problems.append(Problem(text.format(low=FEWEST_SCORERS, high=MOST_SCORERS), "least_members"))
    return problems


def formula_of(form: ScoringForm, used: frozenset[Component], criteria: Sequence[Decimal]) -> str:
    """The formula in words, also of what is just being typed; empty while the weights make no sense."""
    weights = {component: getattr(form, f"{component}_weight") for component in Component}
    return "" if check_components(weights, {}) else formula_in_words(weights, used, form.scale, criteria)


@needs(Right.READ)
def list_tests(session: Session, vacancy_id: int) -> ResultTable:
    """Results by candidate, in the order of registration; only those who are admitted."""
    book = book_of(session, vacancy_id)
    vacancy, kept = book.vacancy, book.results
    parts = shares(weights_of(vacancy), used_components(session, vacancy_id))
    shown = book.revealed or Component.INTERVIEW not in parts
    last = max(kept.values(), key=lambda score: score.id, default=None)
    return ResultTable(
        kecamatan=vacancy.kecamatan.name,
        stage=vacancy.stage,
        tests=tuple(component for component in parts if component in TESTS),
        rows=tuple(
            ResultRow(
                a.id,
                a.registration_number,
                a.person.full_name,
                {
                    c: kept[a.id, c].value
                    for c in TESTS
                    if (a.id, c) in kept and (shown or not book.is_result_locked((a.id, c)))
                },
                frozenset(c for c in TESTS if book.is_result_locked((a.id, c))),
            )
            for a in candidates_of(vacancy)
        ),
        source=last.source if last else "",
        typist=own_name(session),
    )


@needs(Right.SCORE)
def save_tests(
    session: Session,
    vacancy_id: int,
    values: Mapping[Place, Decimal | None],
    source: str,
    *,
    before: Mapping[Place, Decimal | None],
    typist: str = "",
) -> None:
    """Keep results, by candidate and test; None stays missing, never 0. before: as they were read.

    Refuses who is not admitted, a test that does not count, what is locked, and a value that somebody
    else changed.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    require_unprinted(session, vacancy_id)
    if not source.strip() and any(values.get(place) != before.get(place) for place in values):
        raise refuse(
            _("Tulis sumber nilai: lembar jawaban, berita acara, atau surat penyelenggara."), "source"
        )
    admitted = {a.id: a for a in vacancy.applicants if a.status is Applied.PASSED}
    book = book_of(session, vacancy_id)
    tests, kept = list_tests(session, vacancy_id).tests, book.results
    said = {"source": source.strip(), "entered_by": typist.strip() or actor_of(session).name}
    clashes = []
    for (applicant_id, test), value in values.items():
        opened, score = before.get((applicant_id, test)), kept.get((applicant_id, test))
        now = score.value if score else None
        if value in (opened, now):
            continue
        if applicant_id not in admitted:
            raise refuse(_("Hanya pelamar yang MS dan hadir dapat dinilai."))
        if test not in tests:
            text = _("{test} tidak dipakai dalam seleksi ini.")
            raise refuse(text.format(test=component_label(test)))
        if value is not None:
            require(check_score(value, field=f"{applicant_id}/{test}"))
        if score is not None and score.locked_at is not None:
            raise refuse(_locked(admitted[applicant_id], score))
        if now != opened:
            clashes.append(_clash(session, admitted[applicant_id], test, score))
        elif value is None and score is not None:
            session.delete(score)
        elif value is not None and score is not None:
            score.value, score.source, score.entered_by = value, said["source"], said["entered_by"]
        elif value is not None:
            session.add(ComponentScore(applicant_id=applicant_id, component=test, value=value, **said))
    if clashes:
        raise Conflict(clashes)


def _clash(session: Session, applicant: Applicant, test: Component, score: ComponentScore | None) -> Problem:
    what = _("nilai {test} {name}").format(test=component_label(test).lower(), name=applicant.person.name)
    return clash(
        session,
        ComponentScore,
        what,
        decimal_text(score.value) if score else "",
        ids=[score.id] if score else [],
        field=f"{applicant.id}/{test}",
        applicant_id=applicant.id,
        component=test,
    )


def _locked(applicant: Applicant, score: ComponentScore) -> str:
    text = _("Nilai {test} {name} sudah dikunci oleh {who}. Ketua atau sekretaris membukanya dengan alasan.")
    test = component_label(score.component).lower()
    return text.format(test=test, name=applicant.person.full_name, who=score.locked_by)


def _frozen(session: Session, vacancy: Vacancy) -> str:
    """Why the rules stand now; what is announced before the first score is what counts after it."""
    if vacancy.stage in (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED, Stage.CANCELLED):
        return _("Seleksi sudah diputuskan; aturan penilaian tidak dapat diubah lagi.")
    for table in (Score, ComponentScore, ScoreSheet):
        own = select(table.id).join(table.applicant).where(Applicant.vacancy_id == vacancy.id)
        if session.scalar(own.limit(1)) is not None:
            return _("Nilai pertama sudah masuk; aturan penilaian tidak dapat diubah lagi.")
    return ""
