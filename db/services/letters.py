"""The register of final letters, and their papers byte for byte."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.lettering import IssuedLetter
from db.models.letters import Letter, LetterPaper
from db.records import copy, count
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind

__all__ = ["IssuedLetter", "LetterRow"]  # what windows show; how a letter is made is in db/lettering.py


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
