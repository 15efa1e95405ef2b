"""The attachments of a proposal: made from the set, ticked, and each with the file that proves it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.letters import Letter, Scan
from db.models.officer_card import OfficerPaper
from db.models.officers import Assignment
from db.models.recruitment import Applicant, Proposal, Vacancy
from db.models.selection import ProposalPaper
from db.records import hold, merge
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.problems import refuse, require
from db.rules.proposals import FoundFile, PaperForm, PaperLine, WhatItSays, check_complete, check_papers
from db.rules.recruitment import Applied, ProposalStatus, Stage, check_stage
from db.rules.selection import AttachmentSource
from db.rules.words import _
from db.services.recruitment.sets import attachments_of

PROPOSED = (Applied.CHOSEN, Applied.APPOINTED)
OPEN = (Stage.DECIDED, Stage.PROPOSED)
LETTERS = {
    AttachmentSource.ADMINISTRATION_MINUTES: LetterKind.ADMINISTRATION_MINUTES,
    AttachmentSource.INTERVIEW_MINUTES: LetterKind.INTERVIEW_MINUTES,
    AttachmentSource.RECAP: LetterKind.INTERNAL_RESULTS,
}


@needs(Right.READ)
def list_papers(session: Session, vacancy_id: int) -> list[PaperLine]:
    """The attachments in order, each with its file; what exists already is found by itself."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    finder = _Finder(session, vacancy)
    return [
        PaperLine(
            position=row.position,
            name=row.name,
            wanted=row.wanted,
            source=row.source,
            document=finder.documents.get(row.document_id or 0, ""),
            scan_id=row.scan_id,
            found=finder.find(row),
            says=finder.what_it_says(row),
        )
        for row in attachments_of(session, vacancy)
    ]


@needs(Right.DECIDE)
def begin_papers(session: Session, vacancy: Vacancy, chosen_id: int) -> None:
    """A candidate is being chosen: another candidate's files do not stay."""
    if chosen_id == next((a.id for a in vacancy.applicants if a.status is Applied.CHOSEN), None):
        return
    for row in attachments_of(session, vacancy):
        row.letter_id, row.wanted = None, _is_wanted(vacancy, row.source)
        if row.source is not AttachmentSource.EXIT_LETTER:
            row.scan_id = None


@needs(Right.RECRUITMENT)
def save_papers(
    session: Session, vacancy_id: int, before: Sequence[PaperForm], after: Sequence[PaperForm]
) -> None:
    """Keep ticks, files, and the office's own lines. before: the lines as the form was opened with them.

    What the printed letter names stays ticked until the proposal comes back.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require([*check_stage(vacancy.stage, *OPEN), *check_papers(after)])
    rows = {row.position: row for row in attachments_of(session, vacancy)}
    opened, stay = {paper.position: paper for paper in before}, {paper.position for paper in after}
    listed = _may_list(session, vacancy)
    for position in opened.keys() - stay:
        row = rows.get(position)
        if row is not None and listed and row.source is AttachmentSource.OTHER:
            session.delete(row)
    for paper in after:
        was, row = opened.get(paper.position), rows.get(paper.position)
        values = {"name": paper.name.strip(), "wanted": paper.wanted, "scan_id": paper.scan_id}
        if was is None or row is None:
            _require_listed(listed)
            place = max(rows, default=0) + 1
            rows[place] = ProposalPaper(
                vacancy_id=vacancy_id, position=place, source=AttachmentSource.OTHER, **values
            )
            session.add(rows[place])
            continue
        if (paper.wanted, paper.name) != (was.wanted, was.name):
            _require_listed(listed)
        merge(session, row, vars(was), values)
    session.flush()


def form_of(line: PaperLine) -> PaperForm:
    """A line as a form holds it."""
    return PaperForm(line.position, line.name, line.wanted, line.scan_id)


@needs(Right.READ)
def annex_of(session: Session, vacancy_id: int) -> tuple[str, ...]:
    """What the letter lists: the names of what is ticked."""
    return tuple(line.name for line in list_papers(session, vacancy_id) if line.wanted)


@needs(Right.READ)
def find_sent(session: Session, vacancy_id: int) -> Proposal | None:
    """The proposal of whoever is chosen now; earlier ones, of candidates who stepped back, are history."""
    query = select(Proposal).join(Proposal.applicant).where(Proposal.vacancy_id == vacancy_id)
    return session.scalars(query.where(Applicant.status.in_(PROPOSED))).first()


@needs(Right.READ)
def letter_of(session: Session, proposal: Proposal) -> Letter | None:
    """The letter of a proposal, or the one that corrects it; None where it was cancelled."""
    letter = session.get_one(Letter, proposal.letter_id)
    while newer := session.scalar(select(Letter).where(Letter.replaces_id == letter.id)):
        letter = newer
    return None if letter.status is LetterStatus.CANCELLED else letter


@needs(Right.RECRUITMENT)
def settle_papers(session: Session, vacancy: Vacancy) -> None:
    """The proposal goes out: every ticked attachment has its file, and the letters are remembered."""
    rows = {row.position: row for row in attachments_of(session, vacancy)}
    lines = list_papers(session, vacancy.id)
    require(check_complete(lines))
    for line in lines:
        rows[line.position].letter_id = line.found.letter_id if line.wanted and line.found else None


class _Finder:
    """Looks for the files of one vacancy; each kind of source is asked for once."""

    def __init__(self, session: Session, vacancy: Vacancy) -> None:
        chosen = next((a for a in vacancy.applicants if a.status in PROPOSED), None)
        self.documents = {document.id: document.name for document in vacancy.documents}
        self._papers = {d.document_id: d for d in chosen.documents} if chosen else {}
        self._left = (
            session.get_one(Assignment, vacancy.previous_assignment_id)
            if vacancy.previous_assignment_id
            else None
        )
        query = select(Letter).where(
            Letter.vacancy_id == vacancy.id,
            Letter.kind.in_(LETTERS.values()),
            Letter.status != LetterStatus.CANCELLED,
        )
        self._letters = {letter.kind: letter for letter in session.scalars(query.order_by(Letter.id))}
        self._decided = chosen is not None
        self._session = session

    def find(self, row: ProposalPaper) -> FoundFile | None:
        """The file of an attachment: what was attached here comes first."""
        if row.scan_id is not None:
            return self._as_found(row.scan_id)
        if row.source is AttachmentSource.APPLICANT_PAPER:
            paper = self._papers.get(row.document_id or 0)
            return self._as_found(paper.scan_id if paper else None)
        if row.source is AttachmentSource.EXIT_LETTER:
            return self._as_found(_exit_scan(self._session, self._left) if self._left else None)
        letter = self._letters.get(LETTERS[row.source]) if row.source in LETTERS else None
        if letter is not None:
            return FoundFile(letter.number or letter.subject, letter_id=letter.id)
        if row.source is AttachmentSource.RECAP and self._decided:
            return FoundFile(_("dicetak program"))
        return None

    def what_it_says(self, row: ProposalPaper) -> WhatItSays:
        """Number and day of the paper, as far as they were noted."""
        paper = self._papers.get(row.document_id or 0)
        letter = self._letters.get(LETTERS[row.source]) if row.source in LETTERS else None
        if letter is not None:
            return WhatItSays(letter.number, letter.dated_on)
        if row.source is AttachmentSource.EXIT_LETTER and self._left is not None:
            return WhatItSays(self._left.end_letter_number, self._left.end_letter_on)
        if row.source is AttachmentSource.APPLICANT_PAPER and paper is not None:
            return WhatItSays(paper.number, paper.dated_on, paper.expires_on)
        return WhatItSays()

    def _as_found(self, scan_id: int | None) -> FoundFile | None:
        if scan_id is None:
            return None
        name = self._session.scalar(select(Scan.name).where(Scan.id == scan_id)) or ""
        return FoundFile(name, scan_id=scan_id)


def _exit_scan(session: Session, left: Assignment) -> int | None:
    """The letter of who left the post, among the papers of that officer."""
    query = select(OfficerPaper.scan_id).where(
        OfficerPaper.officer_id == left.officer_id,
        OfficerPaper.kind_code == "exit_letter",
        OfficerPaper.scan_id.is_not(None),
    )
    return session.scalars(query.order_by(OfficerPaper.id.desc())).first()


def _is_wanted(vacancy: Vacancy, source: AttachmentSource) -> bool:
    """Nobody left a post that nobody has held."""
    return source is not AttachmentSource.EXIT_LETTER or vacancy.previous_assignment_id is not None


def _may_list(session: Session, vacancy: Vacancy) -> bool:
    """Whether the list itself may change: without a letter that counts, and while the proposal is back."""
    sent = find_sent(session, vacancy.id)
    if sent is None or sent.status is ProposalStatus.RETURNED:
        return True
    return letter_of(session, sent) is None


def _require_listed(listed: bool) -> None:
    if not listed:
        text = _(
            "Surat usulan sudah menyebut lampirannya; daftar dapat diubah lagi bila usulan dikembalikan. "
            "Berkas masih dapat ditambahkan."
        )
        raise refuse(text, "papers")
