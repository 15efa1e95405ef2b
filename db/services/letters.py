"""The register of final letters: their papers byte for byte, and what becomes of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from sqlalchemy import Select, String, and_, cast, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import ColumnElement

from db.access import needs
from db.catalog import spec_of
from db.hidden_letters import require_readable
from db.lettering import IssuedLetter, cancel
from db.models.audit import Action, AuditEntry
from db.models.letters import Letter, LetterPaper
from db.models.stipends import StipendPayment
from db.records import copy, count, hold, merge
from db.rules.access import Right
from db.rules.archive_code import without_mark
from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus, Standing, check_reason, standing_of
from db.rules.problems import refuse, require
from db.rules.words import _
from db.services import numbers, srikandi

__all__ = [
    "IssuedLetter",
    "LetterRow",
    "LetterSearch",
]  # what windows show; how a letter is made is in db/lettering.py


RENEWED = (  # replaced, yet valid
    *(LetterKind.ADMINISTRATION_MINUTES, LetterKind.INTERVIEW_MINUTES, LetterKind.PLENARY_MINUTES),
)
SOON = 31  # days; today, and the day a week ago of which the first page asks, lie within


@dataclass(frozen=True)
class LetterRow:
    """One line of the register."""

    id: int
    kind: LetterKind
    number: str
    dated_on: date
    subject: str
    recipient: str
    signer_name: str
    external_number: str = ""
    number_id: int | None = None  # None: numbered by hand, outside the book
    classification: str = ""
    code: str | None = None
    edition: int = 1
    status: LetterStatus = LetterStatus.FINAL
    cancel_reason: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    signed_on: date | None = None
    scan_id: int | None = None
    needs_signature: bool = True
    numbered: bool = True  # letters of its kind have a number
    made_on: date | None = None  # when it became final, of letters that are awaited
    replaces: str = ""  # the number that this letter took the place of
    replaced_by: str = ""  # the number that took this letter's place
    replaced_by_id: int | None = None

    def standing(self, on: date) -> Standing:
        """How it stands on a day."""
        return standing_of(self.status, self.needs_signature, self.since(on), on)

    def since(self, on: date) -> date:
        """The day from which it is awaited: a letter dated back was made final later."""
        made_on = self.made_on if self.made_on and self.made_on <= on else self.dated_on
        return max(made_on, self.dated_on)


@dataclass(frozen=True)
class LetterSearch:
    """What is looked for in the register; as it begins, every letter."""

    text: str = ""
    kind: LetterKind | None = None
    year: int = 0
    standing: Standing | None = None
    on: date | None = None  # the day of `standing`


EVERY_LETTER = LetterSearch()


@dataclass(frozen=True)
class Numbers:
    """The numbers of a letter that are noted after it is final."""

    number: str  # given by hand, where our book gave none
    external_number: str  # of SRIKANDI, beside our own


@needs(Right.READ)
def count_letters(session: Session, search: LetterSearch = EVERY_LETTER) -> int:
    """How many letters a search of the register finds."""
    return count(session, _matching(search))


@needs(Right.READ)
def list_letters(
    session: Session, offset: int, limit: int, search: LetterSearch = EVERY_LETTER
) -> list[LetterRow]:
    """One page of the register, newest first."""
    in_order = (Letter.dated_on.desc(), Letter.id.desc())
    ids = _matching(search).order_by(*in_order).offset(offset).limit(limit)
    query = select(Letter).where(Letter.id.in_(ids.scalar_subquery())).order_by(*in_order)
    return _rows(session, session.scalars(query))


@needs(Right.EXPORT)
def export_letters(session: Session, search: LetterSearch = EVERY_LETTER) -> list[LetterRow]:
    """Every letter that a search finds, oldest first, to be kept in a file."""
    ids = _matching(search).scalar_subquery()
    query = select(Letter).where(Letter.id.in_(ids)).order_by(Letter.dated_on, Letter.id)
    return _rows(session, session.scalars(query))


@needs(Right.READ)
def letters_of(session: Session, /, **belongs: int) -> list[LetterRow]:
    """The letters of a vacancy, applicant, decree or officer: `letters_of(session, vacancy_id=3)`."""
    return _rows(session, session.scalars(select(Letter).filter_by(**belongs).order_by(Letter.id)))


@needs(Right.READ)
def get_letter(session: Session, letter_id: int) -> LetterRow:
    """The line of one letter in the register."""
    return _rows(session, [session.get_one(Letter, letter_id)])[0]


@needs(Right.READ)
def get_paper(session: Session, letter_id: int) -> bytes:
    """The PDF as it was made final, byte for byte; none with scores while sheets are open."""
    require_readable(session, [letter_id])
    return session.get_one(LetterPaper, letter_id).pdf


@needs(Right.READ)
def get_papers(session: Session, letter_ids: list[int]) -> list[tuple[str, bytes]]:
    """Number and PDF of several letters, in the order asked for; none with scores while sheets are open."""
    require_readable(session, letter_ids)
    found = {
        letter.id: (letter.number, letter.paper.pdf)
        for letter in session.scalars(
            select(Letter).where(Letter.id.in_(letter_ids)).options(joinedload(Letter.paper))
        )
    }
    return [found[letter_id] for letter_id in letter_ids]


@needs(Right.READ)
def list_years(session: Session) -> list[int]:
    """The years that have letters, newest first."""
    return list(session.scalars(select(Letter.year).distinct().order_by(Letter.year.desc())))


@needs(Right.LETTERS)
def cancel_letter(session: Session, letter_id: int, reason: str) -> None:
    """Declare a letter void. It stays in the register, and its number is never used again."""
    require(check_reason(reason))
    letter = hold(session, Letter, letter_id)
    if letter.status is LetterStatus.CANCELLED:
        text = _("Surat {number} sudah dibatalkan: {reason}")
        raise refuse(text.format(number=letter.describe(), reason=letter.cancel_reason), "reason")
    cancel(session, letter, reason.strip())
    for payment in session.scalars(select(StipendPayment).where(StipendPayment.letter_id == letter_id)):
        session.delete(payment)  # a void list of tali asih pays nobody: its months are owed again


@needs(Right.LETTERS)
def mark_returned(session: Session, letter_ids: Collection[int], on: date) -> int:
    """Note that letters came back signed. Returns how many of them had not been noted before."""
    noted = 0
    for letter in _held(session, letter_ids):
        if letter.status is LetterStatus.CANCELLED:
            text = _("Surat {number} sudah dibatalkan; keluarkan dari pilihan.")
            raise refuse(text.format(number=letter.describe()))
        if on < letter.dated_on:
            text = _("Surat {number} bertanggal {day}; tidak mungkin kembali sebelum itu.")
            raise refuse(text.format(number=letter.describe(), day=long_date(letter.dated_on)), "returned_on")
        if letter.status is LetterStatus.FINAL:
            letter.status, letter.signed_on = LetterStatus.SIGNED, on
            noted += 1
    return noted


@needs(Right.LETTERS)
def mark_awaited(session: Session, letter_ids: Collection[int]) -> None:
    """Take back that letters came back: it was a slip of the hand."""
    for letter in _held(session, letter_ids):
        if letter.scan_id is not None:
            text = _("Pindaian surat {number} sudah tersimpan.")
            raise refuse(text.format(number=letter.describe()))
        if letter.status is LetterStatus.SIGNED:
            letter.status, letter.signed_on = LetterStatus.FINAL, None


@needs(Right.LETTERS)
def note_numbers(session: Session, letter_id: int, before: Numbers, after: Numbers) -> None:
    """Note the number that the sub-bagian umum wrote by hand, and the one that SRIKANDI gave.

    Both stand once in a year: a number that another letter bears is refused.
    """
    if after.number != before.number:
        numbers.note_by_hand(session, letter_id, after.number)
    if after.external_number != before.external_number:
        noted = {"external_number": before.external_number}, {"external_number": after.external_number}
        merge(session, hold(session, Letter, letter_id), *noted)  # refuses over a number just noted
        srikandi.record_external(session, letter_id, after.external_number)


def _rows(session: Session, letters: Iterable[Letter]) -> list[LetterRow]:
    """Lines of the register, with the numbers of what each replaces and is replaced by."""
    letters = list(letters)
    before_ids = {letter.replaces_id for letter in letters if letter.replaces_id}
    old = {
        letter.id for letter in letters if letter.kind in RENEWED or letter.status is LetterStatus.CANCELLED
    }
    before: dict[int, str] = {}
    after: dict[int, tuple[str, int]] = {}
    if before_ids or old:
        query = select(Letter.id, Letter.number, Letter.replaces_id)
        involved = or_(Letter.id.in_(before_ids), Letter.replaces_id.in_(old))
        for letter_id, number, replaces_id in session.execute(query.where(involved)):
            before[letter_id] = number
            if replaces_id is not None:
                after[replaces_id] = (number, letter_id)
    made = _made_on(session, [letter.id for letter in letters if letter.status is LetterStatus.FINAL])
    return [
        copy(
            LetterRow,
            letter,
            made_on=made.get(str(letter.id)),
            needs_signature=letter.kind in signed_kinds(),
            numbered=spec_of(letter.kind).numbered,
            replaces=before.get(letter.replaces_id or 0, ""),
            replaced_by=after.get(letter.id, ("", 0))[0],
            replaced_by_id=after.get(letter.id, ("", None))[1],
        )
        for letter in letters
    ]


def _made_on(session: Session, letter_ids: Collection[int]) -> dict[str, date]:
    """The days on which letters became final, as the log of changes has them."""
    if not letter_ids:
        return {}
    query = _entries(AuditEntry.record_id.in_([str(letter_id) for letter_id in letter_ids]))
    return {record_id: at.astimezone().date() for record_id, at in session.execute(query)}


def _entries(of: ColumnElement[bool]) -> Select[str, datetime]:
    made = AuditEntry.table_name == Letter.__tablename__, AuditEntry.action == Action.CREATE
    return select(AuditEntry.record_id, AuditEntry.at).where(*made, of)


@cache
def signed_kinds() -> frozenset[LetterKind]:
    """The kinds of letter that somebody signs."""
    return frozenset(kind for kind in LetterKind if spec_of(kind).signed)


def _held(session: Session, letter_ids: Collection[int]) -> Iterable[Letter]:
    """Letters kept from other writers, always taken in the same order."""
    query = select(Letter).where(Letter.id.in_(letter_ids)).order_by(Letter.id)
    return session.scalars(query.with_for_update())


def _matching(search: LetterSearch) -> Select[int]:
    query = select(Letter.id)
    if search.kind:
        query = query.where(Letter.kind == search.kind)
    if search.year:
        query = query.where(Letter.year == search.year)
    for word in without_mark(search.text).split():
        searched = (Letter.number, Letter.external_number, Letter.code, Letter.subject, Letter.recipient)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in searched)))
    return _standing(query, search.standing, search.on) if search.standing else query


def _standing(query: Select[int], standing: Standing, on: date | None) -> Select[int]:
    """As `standing_of` decides it."""
    if standing in (Standing.SIGNED, Standing.CANCELLED):
        return query.where(Letter.status == LetterStatus(standing.value))
    day = on or date.max
    query = query.where(Letter.status == LetterStatus.FINAL)
    late = or_(Letter.dated_on >= day, _made_since(day)) if on else Letter.dated_on >= day
    if standing is Standing.AWAITED:
        return query.where(Letter.kind.in_(signed_kinds()), ~late)
    return query.where(or_(Letter.kind.not_in(signed_kinds()), late))


def _made_since(day: date) -> ColumnElement[bool]:
    """Whether a letter became final on this day or soon after it."""
    begin = datetime.combine(day, time.min).astimezone()
    of = and_(
        AuditEntry.record_id == cast(Letter.id, String),
        AuditEntry.at >= begin,
        AuditEntry.at < begin + timedelta(SOON),
    )
    return _entries(of).exists()
