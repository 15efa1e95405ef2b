"""The yearly evaluation of officers, from the printed form to the signed one (domain.md 1.3, 1.9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.office import Official
from db.models.officer_card import Evaluation
from db.models.officers import Assignment, Officer
from db.models.work import MonthlyReport
from db.records import copy, hold, merge
from db.rules.access import Right
from db.rules.dates import decimal_text, long_date
from db.rules.evaluation import (
    Criterion,
    Grade,
    Recommendation,
    check_evaluation,
    grade_of,
    read_criteria,
    weighted_value,
)
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Frame, Letter
from db.rules.office import group_nip
from db.rules.officers import AssignmentKind
from db.rules.problems import refuse, require
from db.rules.templates import DOTS, Value
from db.rules.words import _
from db.rules.work import month_cell, report_month
from db.services.letter_preview import preview_frame
from db.services.references import list_choices
from db.services.settings import get_limits

CRITERIA = "evaluation_criteria"
LINE = DOTS[0] * 52  # two lines to be written on
GRADES = {Grade.GOOD: "Baik", Grade.FAIR: "Cukup", Grade.POOR: "Buruk"}  # on paper: never translated
ADVICE = {
    Recommendation.EXTEND: "diperpanjang masa tugasnya",
    Recommendation.COACH: "dibina",
    Recommendation.REPLACE: "diganti",
}
STRIKE_OUT = "(coret yang tidak perlu)"


@dataclass(frozen=True)
class EvaluationForm:
    """An evaluation as it is read off the signed form; value and grade follow from the scores."""

    year: int | None
    scores: Mapping[str, int]
    recommendation: Recommendation | None = None
    assessor: str = ""
    assessed_on: date | None = None
    scan_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class EvaluationFacts:
    """One evaluation of an officer."""

    id: int
    year: int
    criteria: tuple[Criterion, ...]
    value: Decimal | None
    grade: Grade | None
    form: EvaluationForm


@needs(Right.READ)
def list_criteria(session: Session) -> tuple[Criterion, ...]:
    """What is judged now, with its weight."""
    return tuple(Criterion(row.code, row.text, row.level) for row in list_choices(session, CRITERIA))


@needs(Right.READ)
def list_evaluations(session: Session, officer_id: int) -> list[EvaluationFacts]:
    """The evaluations of an officer, the newest year first."""
    query = select(Evaluation).where(Evaluation.officer_id == officer_id)
    return [_facts(row) for row in session.scalars(query.order_by(Evaluation.year.desc()))]


@needs(Right.OFFICERS)
def save_evaluation(
    session: Session,
    officer_id: int,
    evaluation_id: int | None,
    before: EvaluationForm | None,
    after: EvaluationForm,
    today: date,
) -> int:
    """Write an evaluation; a new one copies the criteria and weights of today. Returns its id.

    The grade is computed here when the scores change, and nowhere else: it can never be typed.
    """
    hold(session, Officer, officer_id)
    known = session.get_one(Evaluation, evaluation_id) if evaluation_id else None
    criteria = read_criteria(known.criteria) if known else list_criteria(session)
    require(check_evaluation(after.year, criteria, after.scores, after.assessed_on, today))
    _require_one_a_year(session, officer_id, after.year, known)
    values = vars(after) | {
        "scores": dict(after.scores),
        "assessor": after.assessor.strip(),
        "note": after.note.strip(),
    }
    if known is None or before is None:
        known = Evaluation(officer_id=officer_id, criteria=[vars(c) for c in criteria], **values)
        session.add(known)
    else:
        merge(session, known, vars(before) | {"scores": dict(before.scores)}, values)
    if evaluation_id is None or (before and dict(before.scores) != values["scores"]):
        limits = get_limits(session)
        known.value = weighted_value(criteria, after.scores)
        known.grade = grade_of(known.value, limits.grade_good, limits.grade_fair)
    session.flush()
    return known.id


@needs(Right.OFFICERS)
def remove_evaluation(session: Session, evaluation_id: int) -> None:
    """Take away an evaluation that was noted by mistake; the log keeps what it said."""
    session.delete(session.get_one(Evaluation, evaluation_id))


@needs(Right.READ)
def evaluation_paper(
    session: Session, officer_id: int, year: int, dated_on: date, evaluation_id: int | None = None
) -> tuple[Frame, Letter]:
    """The form of a year to be printed and signed: filled as the evaluation says, or with empty boxes."""
    officer = session.get_one(Officer, officer_id)
    term = _term_in(officer.assignments, year)
    arrived, due = _reports(session, officer, year, dated_on)
    found = _facts(session.get_one(Evaluation, evaluation_id)) if evaluation_id else None
    values: dict[str, Value] = {
        "nama": officer.person.full_name,
        "niat": officer.niat,
        "kecamatan": term.kecamatan.name if term else DOTS,
        "tahun_evaluasi": year,
        "masa_tugas": f"sejak {long_date(term.starts_on)}" if term else DOTS,
        "laporan_masuk": arrived,
        "laporan_jatuh_tempo": due,
        "kelebihan": (LINE,),
        "pembinaan": (LINE,),
    }
    values |= _blank(session) if found is None else _filled(session, found)
    day = (found.form.assessed_on if found else None) or dated_on
    frame = preview_frame(session, LetterKind.EVALUATION, day).frame
    return replace(frame, code=""), Letter(LetterKind.EVALUATION, values)


def _facts(row: Evaluation) -> EvaluationFacts:
    return copy(EvaluationFacts, row, criteria=read_criteria(row.criteria), form=copy(EvaluationForm, row))


def _require_one_a_year(
    session: Session, officer_id: int, year: int | None, known: Evaluation | None
) -> None:
    same = select(Evaluation).where(Evaluation.officer_id == officer_id, Evaluation.year == year)
    other = session.scalars(same).first()
    if other is not None and other is not known:
        text = _("Evaluasi tahun {year} sudah dicatat; buka yang itu untuk mengubahnya.")
        raise refuse(text.format(year=year), "year")


def _term_in(terms: Sequence[Assignment], year: int) -> Assignment | None:
    """The last term that reached into the year, else the last of all; a definitive one before an interim."""
    within = [
        term
        for term in terms
        if term.starts_on.year <= year and (term.ends_on is None or term.ends_on.year >= year)
    ]
    own = [term for term in within or terms if term.kind is AssignmentKind.DEFINITIVE]
    return next(reversed(own or within or terms), None)


def _reports(session: Session, officer: Officer, year: int, on: date) -> tuple[int, int]:
    """How many months of the year came in, and how many should have until a day."""
    months = select(MonthlyReport.month).where(
        MonthlyReport.officer_id == officer.id, MonthlyReport.year == year
    )
    arrived, limits = set(session.scalars(months)), get_limits(session)
    spans = [(term.starts_on, term.ends_on) for term in officer.assignments]
    late = {n for n in range(1, 13) if month_cell(spans, report_month(year, n, limits), None, on).late}
    return len(arrived), len(arrived | late)


def _blank(session: Session) -> dict[str, Value]:
    limits = get_limits(session)
    return {
        "tanggal": DOTS,  # the day on which it is signed
        "unsur": _rows(_explained(session)),
        "nilai_akhir": DOTS,
        "predikat": (
            f"Baik (≥ {limits.grade_good}) / Cukup (≥ {limits.grade_fair}) / "
            f"Buruk (< {limits.grade_fair}) {STRIKE_OUT}"
        ),
        "rekomendasi": f"{' / '.join(ADVICE.values())} {STRIKE_OUT}",
    }


def _filled(session: Session, found: EvaluationFacts) -> dict[str, Value]:
    form = found.form
    values: dict[str, Value] = {
        "unsur": _rows(found.criteria, form.scores),
        "nilai_akhir": found.value if found.value is not None else DOTS,
        "predikat": GRADES[found.grade] if found.grade else DOTS,
        "rekomendasi": ADVICE[form.recommendation] if form.recommendation else DOTS,
        "penilai": form.assessor or None,
        "nip_penilai": _nip_of(session, form.assessor),
    }
    return values | ({"pembinaan": (form.note,)} if form.note else {})


def _explained(session: Session) -> list[Criterion]:
    """The criteria of today with what each of them means: it helps who fills the form."""
    return [
        Criterion(row.code, ": ".join((row.text, *row.details[:1])), row.level)
        for row in list_choices(session, CRITERIA)
    ]


def _rows(
    criteria: Sequence[Criterion], scores: Mapping[str, int] = MappingProxyType({})
) -> tuple[dict[str, str], ...]:
    """The lines of the table; where there is no score the boxes stay empty."""
    total = sum(criterion.weight for criterion in criteria) or 1
    found = []
    for criterion in criteria:
        score = scores.get(criterion.code)
        weighted = None if score is None else Decimal(score * criterion.weight) / total
        found.append(
            {
                "unsur": criterion.name,
                "bobot": str(criterion.weight),
                "nilai": "" if score is None else str(score),
                "terbobot": decimal_text(weighted),
                "catatan": "",
            }
        )
    return tuple(found)


def _nip_of(session: Session, assessor: str) -> str | None:
    """The NIP of an assessor who is one of the office's officials."""
    found: Any = (o for o in session.scalars(select(Official)) if assessor in (o.full_name, o.name))
    official = next(found, None)
    return group_nip(official.nip) if official and official.nip else None
