"""Score sheets as they stand: which are expected, open, locked; what may be read of them, and by whom.

Nobody reads another's values until every expected sheet is locked (domain.md 5.3, 7): every function
here that returns values answers with nothing before that, whoever asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.models.letters import Letter
from db.models.recruitment import Applicant, PanelMember
from db.models.selection import Recusal, ScoreSheet, SheetOpening
from db.rules.access import Right
from db.rules.selection import EntryWay, Relation, Scale
from db.rules.sheets import SheetState, out_of_hundred
from db.services.recruitment.pins import MemberKey, holds
from db.sheet_book import (
    BrokenSeal,
    Pair,
    book_of,
    newest_minutes,
)


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

    applicant_id: int
    candidate: str
    member: str
    at: datetime
    by: str
    reason: str
    before: Mapping[str, Decimal]
    after: Mapping[str, Decimal]


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
    has_pin: bool = False  # whose it is has an own PIN


@needs(Right.READ)
def find_minutes(session: Session, vacancy_id: int) -> Letter | None:
    """The newest minutes of the interview that still count."""
    return newest_minutes(session, vacancy_id)


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
    return SheetFacts(
        state=book.state(applicant, member_id),
        way=sheet.way if sheet else None,
        values=values if book.revealed or holds(member, key) else {},
        given=frozenset(values),
        second=frozenset(second),
        differing=tuple(book.differing(applicant, member_id)),
        first_typist=sheet.first_typist if sheet else "",
        second_typist=sheet.second_typist if sheet else "",
        locked_by=sheet.locked_by if sheet else "",
        scale=book.vacancy.scale,
        has_pin=bool(member.pin_hash),
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
                applicant_id=sheet.applicant_id,
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
def list_copied(session: Session, vacancy_id: int, member_id: int) -> list[tuple[int, int]]:
    """Open sheets of this member that were copied from paper: member and applicant."""
    book = book_of(session, vacancy_id)
    return [
        (member.id, applicant.id)
        for applicant, member in book.open
        if member.id == member_id
        and (sheet := book.sheets.get((applicant.id, member.id))) is not None
        and sheet.way is not EntryWay.OWN
        and book.values(applicant, member.id)
    ]


@needs(Right.READ)
def list_lockable(session: Session, vacancy_id: int, key: MemberKey | None = None) -> list[Pair]:
    """Full open sheets that may be locked from this seat: those of the member, or those copied from paper."""
    book = book_of(session, vacancy_id)
    found = []
    for applicant, member in book.expected:
        sheet = book.sheets.get((applicant.id, member.id))
        if sheet is None or book.state(applicant, member.id) is not SheetState.TYPED:
            continue
        if holds(member, key) if key is not None else sheet.way is not EntryWay.OWN:
            found.append((applicant.id, member.id))
    return found
