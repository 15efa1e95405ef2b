"""Final letters: number, PDF and hash in one transaction; and the register of them."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.models.letters import Letter, LetterPaper
from db.models.office import LetterSetting
from db.records import as_json, copy, count, take_number
from db.rules.access import Right
from db.rules.letters import Facts, Frame, LetterKind
from db.rules.numbering import format_number
from db.services.office import get_letterhead, get_office, signer_on

Render = Callable[[Frame, Facts], bytes]
SERIES = "keluar"  # one book for all outgoing letters; the letters issue adds the office's choice


@dataclass(frozen=True)
class Addressing:
    """What the register says of a letter besides its facts, and what it belongs to."""

    subject: str
    recipient: str = ""
    vacancy_id: int | None = None
    applicant_id: int | None = None
    decree_id: int | None = None
    officer_id: int | None = None


@dataclass(frozen=True)
class IssuedLetter:
    """A letter that is final."""

    id: int
    kind: LetterKind
    number: str
    subject: str
    pdf: bytes


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


@needs(Right.LETTERS)
def issue(
    session: Session,
    facts: Facts,
    addressing: Addressing,
    *,
    dated_on: date,
    render: Render,
    official_id: int | None = None,
) -> IssuedLetter:
    """Make a letter final: it gets its number, is rendered, and is kept byte for byte, or nothing happens.

    render: (frame, facts) -> PDF bytes. dated_on: the letter's day; its year decides the number.
    Refuses a letter that nobody may sign on that day.
    """
    office = get_office(session)
    signer = signer_on(session, dated_on, official_id)
    setting = session.get_one(LetterSetting, facts.kind)
    sequence = take_number(session, SERIES, dated_on.year)
    number = format_number(
        setting.number_format,
        classification=setting.classification,
        sequence=sequence,
        code=office.short_code,
        day=dated_on,
    )
    frame = Frame(
        get_letterhead(session), number, dated_on, office.capital, signer, office.paper, office.practice
    )
    pdf = render(frame, facts)
    letter = Letter(
        kind=facts.kind,
        series=SERIES,
        year=dated_on.year,
        sequence=sequence,
        number=number,
        classification=setting.classification,
        dated_on=dated_on,
        signer_name=signer.name,
        facts=as_json(asdict(facts)),
        paper=LetterPaper(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest()),
        **vars(addressing),
    )
    session.add(letter)
    session.flush()
    return IssuedLetter(letter.id, letter.kind, number, letter.subject, pdf)


@needs(Right.READ)
def count_letters(session: Session, text: str = "", kind: LetterKind | None = None, year: int = 0) -> int:
    """How many letters a search of the register finds."""
    return count(session, _matching(text, kind, year))


@needs(Right.READ)
def list_letters(
    session: Session, offset: int, limit: int, text: str = "", kind: LetterKind | None = None, year: int = 0
) -> list[LetterRow]:
    """One page of the register, newest first."""
    in_order = (Letter.dated_on.desc(), Letter.id.desc())
    ids = _matching(text, kind, year).order_by(*in_order).offset(offset).limit(limit)
    query = select(Letter).where(Letter.id.in_(ids.scalar_subquery())).order_by(*in_order)
    return [_row(letter) for letter in session.scalars(query)]


@needs(Right.READ)
def letters_of(session: Session, /, **belongs: int) -> list[LetterRow]:
    """The letters of a vacancy, applicant, decree or officer: `letters_of(session, vacancy_id=3)`."""
    query = select(Letter).filter_by(**belongs).order_by(Letter.id)
    return [_row(letter) for letter in session.scalars(query)]


@needs(Right.READ)
def get_letter(session: Session, letter_id: int) -> LetterRow:
    """The line of one letter in the register."""
    return _row(session.get_one(Letter, letter_id))


@needs(Right.READ)
def get_paper(session: Session, letter_id: int) -> bytes:
    """The PDF as it was made final, byte for byte."""
    return session.get_one(LetterPaper, letter_id).pdf


@needs(Right.READ)
def get_papers(session: Session, letter_ids: list[int]) -> list[tuple[str, bytes]]:
    """Number and PDF of several letters, in the order asked for."""
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


def _row(letter: Letter) -> LetterRow:
    return copy(LetterRow, letter)


def _matching(text: str, kind: LetterKind | None, year: int) -> Select[int]:
    query = select(Letter.id)
    if kind:
        query = query.where(Letter.kind == kind)
    if year:
        query = query.where(Letter.year == year)
    for word in text.split():
        searched = (Letter.number, Letter.subject, Letter.recipient)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in searched)))
    return query
