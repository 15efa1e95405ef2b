"""Score sheets as they stand: which are expected, open, locked; what may be read of them, and by whom.

Nobody reads another's values until every expected sheet is locked (domain.md 5.3, 7): every function
here that returns values answers with nothing before that, whoever asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.access import needs
from db.models.letters import Letter
from db.models.recruitment import Applicant, PanelMember, Vacancy
from db.models.selection import Recusal, ScoreSheet, SheetOpening
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.problems import refuse
from db.rules.recruitment import Applied, PanelRole, Stage
from db.rules.selection import EntryWay, Relation, Scale
from db.rules.sheets import SheetState, differing, out_of_hundred, seal_of, state_of
from db.rules.words import _
from db.services.recruitment.pins import MemberKey, holds

INTERVIEWED = (Applied.PASSED, Applied.CHOSEN, Applied.RESERVE, Applied.NOT_CHOSEN, Applied.APPOINTED)
DECIDED = (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
Pair = tuple[int, int]  # of the applicant, of the member


@dataclass(frozen=True)
class RecusalFacts:
    applicant_id: int
    member_id: int
    candidate: str
    member: str
    relation: Relation
    detail: str


@dataclass(frozen=True)
class OpeningFacts:
    """A locked sheet that was opened again; the values before and after only when all are locked."""

    candidate: str
    member: str
    at: datetime
    by: str
    reason: str
    before: Mapping[str, Decimal]
    after: Mapping[str, Decimal]


@dataclass(frozen=True)
class BrokenSeal:
    """A locked sheet whose values are no longer those that were locked."""

    applicant_id: int
    member_id: int
    registration_number: str
    candidate: str
    member: str


@dataclass(frozen=True)
class SheetFacts:
    """One sheet as this person may see it: `values` is empty where they are hidden."""

    state: SheetState
    way: EntryWay | None  # None: nothing was written yet
    values: Mapping[str, Decimal]
    given: frozenset[str]  # codes that have a value, though it may be hidden
    second: frozenset[str]  # codes that the second typist has given
    differing: tuple[str, ...]  # codes of which the two typists wrote something else
    first_typist: str
    second_typist: str
    locked_by: str
    scale: Scale


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
    def broken(self) -> list[BrokenSeal]:
        """Locked sheets whose values were changed outside the program."""
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
        return found

    def second(self, pair: Pair) -> dict[str, Decimal]:
        """What the second typist wrote."""
        sheet = self.sheets.get(pair)
        return {code: Decimal(text) for code, text in ((sheet and sheet.second) or {}).items()}

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


@needs(Right.READ)
def find_minutes(session: Session, vacancy_id: int) -> Letter | None:
    """The newest minutes of the interview that still count."""
    minutes = (Letter.vacancy_id == vacancy_id, Letter.kind == LetterKind.INTERVIEW_MINUTES)
    query = select(Letter).where(*minutes, Letter.status != LetterStatus.CANCELLED)
    return session.scalars(query.order_by(Letter.id.desc()).limit(1)).first()


def require_unprinted(session: Session, vacancy_id: int) -> None:
    """What signed minutes say does not change, though the candidate chosen in them stepped back."""
    if find_minutes(session, vacancy_id) is not None:
        raise refuse(_("Nilai sudah tercetak dalam berita acara wawancara dan tidak dapat diubah lagi."))


@needs(Right.READ)
def values_for_ranking(session: Session, vacancy_id: int) -> dict[int, dict[int, dict[int, Decimal]]]:
    """applicant → member → criterion → value out of 100 (a scale of 1–5 is already times 20).

    Empty until all sheets are locked. A recused member and an absent candidate are not in it.
    """
    book = book_of(session, vacancy_id)
    if not book.revealed:
        return {}
    values: dict[int, dict[int, dict[int, Decimal]]] = {}
    for applicant, member in book.expected:
        given = book.values(applicant, member.id)
        values.setdefault(applicant.id, {})[member.id] = {
            criterion: out_of_hundred(value, book.vacancy.scale) for criterion, value in given.items()
        }
    return values


@needs(Right.READ)
def open_sheets(session: Session, vacancy_id: int) -> list[tuple[PanelMember, Applicant]]:
    """The expected sheets that are not locked yet: member and applicant, by candidate."""
    return [(member, applicant) for applicant, member in book_of(session, vacancy_id).open]


@needs(Right.READ)
def all_locked(session: Session, vacancy_id: int) -> bool:
    """Whether the values may be seen."""
    return book_of(session, vacancy_id).revealed


@needs(Right.READ)
def list_recusals(session: Session, vacancy_id: int) -> list[RecusalFacts]:
    """Who does not score whom, and why; printed in the minutes."""
    query = select(Recusal).join(Recusal.applicant).where(Applicant.vacancy_id == vacancy_id)
    ways = (joinedload(Recusal.applicant).joinedload(Applicant.person), joinedload(Recusal.member))
    return [
        RecusalFacts(
            applicant_id=recusal.applicant_id,
            member_id=recusal.member_id,
            candidate=recusal.applicant.person.full_name,
            member=recusal.member.name,
            relation=recusal.relation,
            detail=recusal.detail,
        )
        for recusal in session.scalars(query.options(*ways).order_by(Recusal.id))
    ]


@needs(Right.READ)
def get_sheet(
    session: Session, applicant_id: int, member_id: int, key: MemberKey | None = None
) -> SheetFacts:
    """One sheet. Values are in it for the member with the own PIN, and for everybody once all are locked."""
    book = book_of(session, session.get_one(Applicant, applicant_id).vacancy_id)
    applicant, member = session.get_one(Applicant, applicant_id), session.get_one(PanelMember, member_id)
    sheet, values = book.sheets.get((applicant_id, member_id)), book.by_code(applicant, member_id)
    second = book.second((applicant_id, member_id))
    full = bool(values) and len(second) == len(values) == book.criteria
    return SheetFacts(
        state=book.state(applicant, member_id),
        way=sheet.way if sheet else None,
        values=values if book.revealed or holds(member, key) else {},
        given=frozenset(values),
        second=frozenset(second),
        differing=tuple(differing(values, second)) if full else (),
        first_typist=sheet.first_typist if sheet else "",
        second_typist=sheet.second_typist if sheet else "",
        locked_by=sheet.locked_by if sheet else "",
        scale=book.vacancy.scale,
    )


@needs(Right.READ)
def verify_seals(session: Session, vacancy_id: int) -> list[BrokenSeal]:
    """Locked sheets of which a value was changed in the file, outside the program: whose, for whom."""
    return book_of(session, vacancy_id).broken


@needs(Right.READ)
def list_openings(session: Session, vacancy_id: int) -> list[OpeningFacts]:
    """Every time a locked sheet was opened again, the oldest first; printed with the minutes."""
    book = book_of(session, vacancy_id)
    query = select(SheetOpening).join(SheetOpening.sheet).join(ScoreSheet.applicant)
    query = query.where(Applicant.vacancy_id == vacancy_id).order_by(SheetOpening.id)
    openings = list(session.scalars(query.options(joinedload(SheetOpening.sheet))))
    facts = []
    for place, opening in enumerate(openings):
        sheet = opening.sheet
        later = next((o.values for o in openings[place + 1 :] if o.sheet_id == sheet.id), None)
        now = book.by_code(sheet.applicant, sheet.member_id)
        after = now if later is None else {code: Decimal(text) for code, text in later.items()}
        before = {code: Decimal(text) for code, text in opening.values.items()}
        facts.append(
            OpeningFacts(
                candidate=sheet.applicant.person.full_name,
                member=sheet.member.name,
                at=opening.at,
                by=opening.by,
                reason=opening.reason,
                before=before if book.revealed else {},
                after=after if book.revealed else {},
            )
        )
    return facts


@needs(Right.READ)
def list_lockable(session: Session, vacancy_id: int, key: MemberKey | None = None) -> list[Pair]:
    """Full open sheets that this seat may lock: the member's own, or those copied from paper."""
    book = book_of(session, vacancy_id)
    found = []
    for applicant, member in book.expected:
        sheet = book.sheets.get((applicant.id, member.id))
        if sheet is None or book.state(applicant, member.id) is not SheetState.TYPED:
            continue
        own = sheet.way is EntryWay.OWN
        if own == (key is not None) and (not own or holds(member, key)):
            found.append((applicant.id, member.id))
    return found
