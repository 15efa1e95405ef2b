"""Letters that carry scores: nobody reads them, through any door, while sheets of their vacancy are open.

Minutes that were cancelled still say what each member gave. Lists may show their number and subject.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.letters import Letter, LetterDraft
from db.models.recruitment import Applicant, Vacancy
from db.models.regions import Region
from db.models.selection import ProposalPaper, VacancyStep
from db.rules.drafts import OWNERS
from db.rules.letter_kinds import LetterKind
from db.rules.problems import refuse
from db.rules.selection import AttachmentSource, TrackStep
from db.rules.words import _
from db.sheet_book import DECIDED, book_of

WITH_VALUES = frozenset(
    {
        LetterKind.SCORE_SHEET,
        LetterKind.INTERVIEW_MINUTES,
        LetterKind.PLENARY_MINUTES,
        LetterKind.INTERNAL_RESULTS,
        LetterKind.PROPOSAL,
        LetterKind.OBJECTION_ANSWER,
    }
)
WITH_VALUES_SCANNED = (AttachmentSource.INTERVIEW_MINUTES, AttachmentSource.RECAP)


def scores_hidden(session: Session, vacancy_id: int) -> bool:
    """Whether no letter with scores of this vacancy may be read: its sheets are not all locked."""
    off = select(VacancyStep.id).where(
        VacancyStep.vacancy_id == vacancy_id,
        VacancyStep.step == TrackStep.INTERVIEW,
        VacancyStep.active.is_(False),
    )
    book = book_of(session, vacancy_id)
    counts = book.vacancy.interview_weight > 0 and session.scalar(off) is None
    return counts and book.hidden


def hidden_letters(session: Session, letter_ids: Collection[int]) -> dict[int, str]:
    """Those of these letters that may not be read now, and the number of each."""
    return _hidden(session, Letter.id.in_(letter_ids), on_paper=False)


def hidden_scans(session: Session, scan_ids: Collection[int]) -> frozenset[int]:
    """Those of these scans that may not be read now: of such a letter, or attached as one to a proposal."""
    letters = select(Letter.id, Letter.scan_id).where(Letter.scan_id.in_(scan_ids))
    scan_of = {key: scan_id for key, scan_id in session.execute(letters) if scan_id is not None}
    found = {scan_of[key] for key in _hidden(session, Letter.id.in_(scan_of), on_paper=True)}
    attached = select(ProposalPaper.scan_id, ProposalPaper.vacancy_id).where(
        ProposalPaper.scan_id.in_(scan_ids), ProposalPaper.source.in_(WITH_VALUES_SCANNED)
    )
    for scan_id, vacancy_id in session.execute(attached).all():
        if scan_id is not None and scan_id not in found and scores_hidden(session, vacancy_id):
            found.add(scan_id)
    return frozenset(found)


def require_readable(session: Session, letter_ids: Collection[int]) -> None:
    """Refuses to give letters away that may not be read now, naming the first."""
    for number in hidden_letters(session, letter_ids).values():
        raise _refusal(number)


def require_scan_readable(session: Session, scan_id: int) -> None:
    """The same for a scan."""
    if hidden_scans(session, [scan_id]):
        raise refuse(
            _(
                "Pindaian ini memuat nilai dan baru dapat dibuka sesudah semua lembar nilai lowongannya "
                "dikunci. Buka Rekap pada lowongan itu untuk melihat lembar siapa yang belum."
            )
        )


def require_draft_readable(session: Session, draft: LetterDraft) -> None:
    """The same for a draft into which the program put scores: a correction, or one begun from its vacancy."""
    if draft.kind not in WITH_VALUES or not _may_name_scores(draft.kind, draft.values):
        return
    if draft.corrects_id is not None:
        require_readable(session, [draft.corrects_id])
    vacancy_id = (draft.values.get(OWNERS) or {}).get("vacancy_id")
    if vacancy_id is not None and scores_hidden(session, vacancy_id):
        raise _refusal(draft.subject)


def _refusal(what: str) -> Exception:
    text = _(
        "{letter} memuat nilai dan baru dapat dibuka sesudah semua lembar nilai lowongannya dikunci. "
        "Buka Rekap pada lowongan itu untuk melihat lembar siapa yang belum."
    )
    return refuse(text.format(letter=what))


def _hidden(session: Session, which: Any, *, on_paper: bool) -> dict[int, str]:
    """on_paper: as signed by hand; a score sheet that was printed empty was filled in on paper."""
    known: dict[int, bool] = {}
    found = {}
    for letter in session.scalars(select(Letter).where(which, Letter.kind.in_(WITH_VALUES))):
        if not on_paper and letter.kind is LetterKind.SCORE_SHEET and not _filled(letter.facts):
            continue
        if not _may_name_scores(letter.kind, letter.facts):
            continue
        for vacancy_id in _vacancies(session, letter):
            if vacancy_id not in known:
                known[vacancy_id] = scores_hidden(session, vacancy_id)
            if known[vacancy_id]:
                found[letter.id] = letter.describe()
    return found


def _may_name_scores(kind: LetterKind, facts: dict[str, Any]) -> bool:
    """An answer about the administrative result is written before there are any scores."""
    about = str(facts.get("pokok_sanggahan") or "").casefold()
    return kind is not LetterKind.OBJECTION_ANSWER or "administrasi" not in about


def _filled(facts: dict[str, Any]) -> bool:
    """Whether anybody's values stand on a score sheet."""
    rows = [row for value in facts.values() if isinstance(value, list) for row in value]
    return any(isinstance(row, dict) and str(row.get("nilai") or "").strip() for row in rows)


def _vacancies(session: Session, letter: Letter) -> Iterable[int]:
    """Its vacancy; of one written from the letters tab those of its kecamatan that ran on its day."""
    if letter.vacancy_id is not None:
        return [letter.vacancy_id]
    if letter.applicant_id is not None:
        return [session.get_one(Applicant, letter.applicant_id).vacancy_id]
    place = str(letter.facts.get("kecamatan") or "").strip().lower()
    running = select(Vacancy.id).join(Region, Region.code == Vacancy.kecamatan_code)
    running = running.where(Vacancy.opened_on <= letter.dated_on, Vacancy.stage.not_in(DECIDED))
    return session.scalars(running.where(func.lower(Region.name) == place))
