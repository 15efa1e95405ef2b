"""All score sheets of a vacancy, for the services that have checked who may see what; never for a screen."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from db.models.letters import Letter
from db.models.recruitment import Applicant, PanelMember, Vacancy
from db.models.selection import ComponentScore, Recusal, ScoreSheet
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.problems import refuse
from db.rules.recruitment import Applied, PanelRole, Stage
from db.rules.selection import Component, Place, component_label
from db.rules.sheets import SheetState, differing, seal_of, state_of
from db.rules.words import _

INTERVIEWED = (Applied.PASSED, Applied.CHOSEN, Applied.RESERVE, Applied.NOT_CHOSEN, Applied.APPOINTED)
DECIDED = (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
Pair = tuple[int, int]  # of the applicant, of the member


@dataclass(frozen=True)
class BrokenSeal:
    """A locked sheet or result of a test whose values are no longer those that were locked."""

    applicant_id: int
    member_id: int | None  # None: the result of a test
    registration_number: str
    candidate: str
    member: str  # or the test, as it stands in a sentence


def candidates_of(vacancy: Vacancy) -> list[Applicant]:
    """Who is MS and is interviewed, in the order of registration."""
    return [a for a in vacancy.applicants if a.status in INTERVIEWED]


def scorers_of(vacancy: Vacancy) -> list[PanelMember]:
    """Who gives scores: the panel without its observers."""
    return [member for member in vacancy.panel if member.role is not PanelRole.OBSERVER]


class SheetBook:
    """All sheets and recusals of a vacancy, read in a few queries; for services only, never for a screen."""

    def __init__(self, session: Session, vacancy: Vacancy) -> None:
        self.vacancy = vacancy
        own = select(Applicant.id).where(Applicant.vacancy_id == vacancy.id)
        sheets = session.scalars(select(ScoreSheet).where(ScoreSheet.applicant_id.in_(own)))
        recusals = session.scalars(select(Recusal).where(Recusal.applicant_id.in_(own)))
        results = session.scalars(select(ComponentScore).where(ComponentScore.applicant_id.in_(own)))
        self.results = {(score.applicant_id, score.component): score for score in results}
        self.sheets = {(sheet.applicant_id, sheet.member_id): sheet for sheet in sheets}
        self.recusals = {(recusal.applicant_id, recusal.member_id): recusal for recusal in recusals}
        self.scorers = scorers_of(vacancy)
        self.criteria = len(vacancy.criteria)

    @property
    def expected(self) -> list[tuple[Applicant, PanelMember]]:
        """Every sheet that must be locked: a recused member's and an absent candidate's are not."""
        return [
            (applicant, member)
            for applicant in candidates_of(self.vacancy)
            for member in self.scorers
            if (applicant.id, member.id) not in self.recusals
        ]

    @property
    def open(self) -> list[tuple[Applicant, PanelMember]]:
        """The expected sheets that are not locked."""
        return [(a, m) for a, m in self.expected if not self.is_locked((a.id, m.id))]

    @property
    def revealed(self) -> bool:
        """Whether the values may be seen: all sheets are locked, or the selection is decided."""
        if self.vacancy.stage in DECIDED:
            return True
        return bool(self.expected) and not self.open

    @property
    def hidden(self) -> bool:
        """Whether letters with scores may not be read (db/hidden_letters.py): a sheet is not locked.

        Where no sheet is expected any more, because everybody stepped back, those that were written count.
        Of a cancelled vacancy nothing is scored or locked any more: its minutes are open to any audit.
        """
        if self.revealed or self.vacancy.stage is Stage.CANCELLED:
            return False
        return bool(self.open) or any(sheet.locked_at is None for sheet in self.sheets.values())

    def is_locked(self, pair: Pair) -> bool:
        """Whether this sheet is locked."""
        sheet = self.sheets.get(pair)
        return sheet is not None and sheet.locked_at is not None

    def values(self, applicant: Applicant, member_id: int) -> dict[int, Decimal]:
        """What a member gave a candidate, by criterion, as it was written."""
        return {score.criterion_id: score.value for score in applicant.scores if score.member_id == member_id}

    def by_code(self, applicant: Applicant, member_id: int) -> dict[str, Decimal]:
        """The same by code of the criterion."""
        codes = {criterion.id: criterion.code for criterion in self.vacancy.criteria}
        return {codes[key]: value for key, value in self.values(applicant, member_id).items()}

    def seal(self, applicant: Applicant, sheet: ScoreSheet, member: PanelMember) -> str:
        """The seal over a sheet as it stands now."""
        assert sheet.locked_at is not None, "only a locked sheet is sealed"
        values = self.by_code(applicant, member.id)
        return seal_of(self.vacancy.id, applicant.registration_number, member.name, values, sheet.locked_at)

    @property
    def settled(self) -> bool:
        """Whether minutes stand over the results: those of before this program locked tests too."""
        return self.vacancy.stage in DECIDED or self.vacancy.nobody_passed

    def is_result_locked(self, place: Place) -> bool:
        """Whether this result of a test is locked."""
        score = self.results.get(place)
        return score is not None and score.locked_at is not None

    def result_state(self, applicant: Applicant, test: Component) -> SheetState:
        """How far the result of a test is."""
        return state_of(
            absent=applicant.status is Applied.ABSENT,
            recused=False,
            locked=self.is_result_locked((applicant.id, test)),
            given=int((applicant.id, test) in self.results),
            criteria=1,
        )

    def result_seal(self, applicant: Applicant, score: ComponentScore) -> str:
        """The seal over the result of a test as it stands now."""
        assert score.locked_at is not None, "only a locked result is sealed"
        values = {score.component.value: score.value}
        number = applicant.registration_number
        return seal_of(self.vacancy.id, number, f"{score.source} {score.entered_by}", values, score.locked_at)

    @property
    def broken(self) -> list[BrokenSeal]:
        """Locked sheets and results of tests whose values were changed outside the program."""
        people = {applicant.id: applicant for applicant in self.vacancy.applicants}
        members = {member.id: member for member in self.vacancy.panel}
        found = []
        for (applicant_id, member_id), sheet in sorted(self.sheets.items()):
            applicant, member = people[applicant_id], members[member_id]
            if sheet.locked_at is not None and self.seal(applicant, sheet, member) != sheet.seal:
                name = applicant.person.full_name
                found.append(
                    BrokenSeal(applicant_id, member_id, applicant.registration_number, name, member.name)
                )
        for (applicant_id, test), score in sorted(self.results.items()):
            applicant = people[applicant_id]
            if score.locked_at is not None and self.result_seal(applicant, score) != score.seal:
                name, what = applicant.person.full_name, component_label(test).lower()
                found.append(BrokenSeal(applicant_id, None, applicant.registration_number, name, what))
        return found

    def second(self, pair: Pair) -> dict[str, Decimal]:
        """What the second typist wrote."""
        sheet = self.sheets.get(pair)
        return {code: Decimal(text) for code, text in ((sheet and sheet.second) or {}).items()}

    def differing(self, applicant: Applicant, member_id: int) -> list[str]:
        """Codes of which two full copies of a sheet say something else; never what."""
        first, second = self.by_code(applicant, member_id), self.second((applicant.id, member_id))
        return differing(first, second) if len(first) == len(second) == self.criteria else []

    def state(self, applicant: Applicant, member_id: int) -> SheetState:
        """How far a sheet is."""
        pair = (applicant.id, member_id)
        return state_of(
            absent=applicant.status is Applied.ABSENT,
            recused=pair in self.recusals,
            locked=self.is_locked(pair),
            given=len(self.values(applicant, member_id)),
            criteria=self.criteria,
        )


def book_of(session: Session, vacancy_id: int) -> SheetBook:
    """The sheets of a vacancy with all its applicants and scores, in a few queries however many."""
    return SheetBook(session, whole(session, vacancy_id))


def whole(session: Session, vacancy_id: int) -> Vacancy:
    """A vacancy with all its applicants and scores, in a few queries however many they are."""
    applicants = selectinload(Vacancy.applicants)
    ways = (applicants.joinedload(Applicant.person), applicants.selectinload(Applicant.scores))
    return session.scalars(select(Vacancy).where(Vacancy.id == vacancy_id).options(*ways)).one()


def newest_letter(session: Session, vacancy_id: int, kind: LetterKind) -> Letter | None:
    """The newest letter of a kind about a vacancy that still counts."""
    own = (Letter.vacancy_id == vacancy_id, Letter.kind == kind)
    query = select(Letter).where(*own, Letter.status != LetterStatus.CANCELLED)
    return session.scalars(query.order_by(Letter.id.desc()).limit(1)).first()


def newest_minutes(session: Session, vacancy_id: int) -> Letter | None:
    """The newest minutes of the interview that still count."""
    return newest_letter(session, vacancy_id, LetterKind.INTERVIEW_MINUTES)


def require_unprinted(session: Session, vacancy_id: int) -> None:
    """What signed minutes say does not change, though the candidate chosen in them stepped back."""
    if newest_minutes(session, vacancy_id) is not None:
        raise refuse(_("Nilai sudah tercetak dalam berita acara wawancara dan tidak dapat diubah lagi."))
