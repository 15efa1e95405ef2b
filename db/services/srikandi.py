"""The numbers that SRIKANDI gave beside our own, and the letters it does not know yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.letters import Letter
from db.records import copy, count, hold
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.letter_life import LetterStatus
from db.rules.problems import refuse
from db.rules.words import _
from db.services.numbering import numbered_kinds


@dataclass(frozen=True)
class NotEntered:
    """A letter that SRIKANDI does not know yet."""

    id: int
    number: str
    dated_on: date
    kind: LetterKind
    classification: str
    subject: str
    recipient: str
    signer_name: str


@needs(Right.LETTERS)
def record_external(session: Session, letter_id: int, number: str) -> None:
    """Note the number that SRIKANDI gave to a letter; empty takes it away. Two letters cannot share one."""
    number = " ".join(number.split())
    letter = hold(session, Letter, letter_id)
    if number:
        query = select(Letter).where(Letter.external_number == number, Letter.id != letter_id)
        if other := session.scalars(query).first():
            text = _("Nomor SRIKANDI {number} sudah dicatat pada surat {other}.")
            raise refuse(text.format(number=number, other=other.number or other.subject), "external_number")
    letter.external_number = number


@needs(Right.READ)
def count_not_entered(session: Session, year: int) -> int:
    """How many letters of a year SRIKANDI does not know yet."""
    return count(session, _not_entered(year))


@needs(Right.READ)
def list_not_entered(session: Session, year: int) -> list[NotEntered]:
    """The letters of a year that SRIKANDI does not know yet, oldest first."""
    letters = session.scalars(
        select(Letter).where(Letter.id.in_(_not_entered(year))).order_by(Letter.dated_on, Letter.id)
    )
    return [copy(NotEntered, letter) for letter in letters]


def entry_sheet(rows: Iterable[NotEntered]) -> str:
    """Letters as they are copied into SRIKANDI or Excel: a line each, a tab between columns."""
    titles = ("Nomor", "Tanggal", "Jenis", "Klasifikasi", "Hal", "Tujuan", "Penandatangan")
    lines: list[Sequence[str]] = [titles]
    lines += [
        (
            *(r.number, short_date(r.dated_on), kind_label(r.kind), r.classification),
            *(r.subject, r.recipient, r.signer_name),
        )
        for r in rows
    ]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)


def _not_entered(year: int) -> Select[int]:
    query = select(Letter.id).where(Letter.external_number == "", Letter.status != LetterStatus.CANCELLED)
    return query.where(Letter.year == year, Letter.kind.in_(numbered_kinds()))
