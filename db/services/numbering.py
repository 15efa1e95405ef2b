"""How letters are numbered: one run or many, and the format of each kind."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.catalog import spec_of
from db.models.office import LetterSetting, Office
from db.numbers import default_setting, next_sequence, setting_of
from db.records import copy, merge
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.numbering import (
    NumberScope,
    Secrecy,
    check_filled_tokens,
    check_number_format,
    default_type_code,
    format_number,
)
from db.rules.problems import Problem, require
from db.rules.words import _

EXAMPLE_DAY = date(2020, 4, 20)


@dataclass(frozen=True)
class NumberingRow:
    """How one kind of letter is numbered."""

    kind: LetterKind
    classification: str
    number_format: str
    number_by_hand: bool = False
    type_code: str = ""  # empty: as the program ships
    secrecy: Secrecy = Secrecy.OPEN


@dataclass(frozen=True)
class Numbering:
    """The office's choices, and a row for each kind that has a number."""

    scope: NumberScope
    section_code: str
    code: str  # of the office; changed with the letterhead, not here
    rows: tuple[NumberingRow, ...]


@needs(Right.READ)
def get_numbering(session: Session) -> Numbering:
    """How letters are numbered now; a kind that is new to this database as it ships."""
    office = session.scalars(select(Office)).one()
    found = {setting.kind: setting for setting in session.scalars(select(LetterSetting))}
    rows = (found.get(kind) or default_setting(kind) for kind in numbered_kinds())
    return Numbering(
        office.number_scope, office.section_code, office.short_code, tuple(_row(setting) for setting in rows)
    )


@needs(Right.READ)
def next_sequences(session: Session, day: date) -> dict[LetterKind, int]:
    """Which number of its run a letter of each kind would get on this day."""
    office = session.scalars(select(Office)).one()
    found = {setting.kind: setting for setting in session.scalars(select(LetterSetting))}
    return {
        kind: next_sequence(session, office, found.get(kind) or default_setting(kind), day)
        for kind in numbered_kinds()
    }


@needs(Right.OFFICE)
def save_numbering(session: Session, after: Numbering, *, before: Numbering) -> None:
    """Change how letters are numbered from now on; what has a number keeps it.

    before: as the form was opened.
    """
    require(check_numbering(after))
    office = session.scalars(select(Office)).one()
    merge(session, office, _of_office(before), _of_office(after))
    opened = {row.kind: row for row in before.rows}
    for row in after.rows:
        if row != opened[row.kind]:
            merge(session, setting_of(session, row.kind), vars(opened[row.kind]), vars(row))
    session.flush()
    require(check_numbering(get_numbering(session)))  # what two people changed must fit together


def check_numbering(numbering: Numbering) -> list[Problem]:
    """Formats are readable, their tokens are filled, and no two runs write the same numbers."""
    problems = [
        Problem(f"{kind_label(row.kind)}: {problem.text}", row.kind.value)
        for row in numbering.rows
        for problem in check_number_format(row.number_format)
        or check_filled_tokens(
            row.number_format, classification=row.classification, section_code=numbering.section_code
        )
    ]
    return problems or check_runs(numbering)


def check_runs(numbering: Numbering) -> list[Problem]:
    """Letters that are counted apart must not be written alike: 001/Dinsos/2020 may exist only once."""
    written: dict[str, dict[str, LetterKind]] = defaultdict(dict)
    for row in numbering.rows:
        if not row.number_by_hand:
            written[example(numbering, row, 1)].setdefault(run_of(numbering, row), row.kind)
    for number, runs in written.items():
        if len(runs) > 1:
            first, second = list(runs.values())[:2]
            text = _(
                "{first} dan {second} dihitung sendiri-sendiri, tetapi nomornya akan sama: {number}. "
                "Bedakan formatnya, misalnya dengan {{jenis}}."
            )
            names = {"first": kind_label(first), "second": kind_label(second)}
            return [Problem(text.format(**names, number=number), second.value)]
    return []


def run_of(numbering: Numbering, row: NumberingRow) -> str:
    """In which run this kind would be counted."""
    return {NumberScope.KIND: row.kind.value, NumberScope.CLASSIFICATION: row.classification}.get(
        numbering.scope, ""
    )


def example(numbering: Numbering, row: NumberingRow, sequence: int, day: date = EXAMPLE_DAY) -> str:
    """A number as these choices would write it."""
    return format_number(
        row.number_format,
        classification=row.classification,
        sequence=sequence,
        code=numbering.code,
        day=day,
        section_code=numbering.section_code,
        type_code=row.type_code or default_type_code(row.kind),
        secrecy=row.secrecy,
    )


def numbered_kinds() -> list[LetterKind]:
    """The kinds of letter that have a number, in their order."""
    return [kind for kind in LetterKind if spec_of(kind).numbered]


def _of_office(numbering: Numbering) -> dict[str, object]:
    return {"number_scope": numbering.scope, "section_code": numbering.section_code}


def _row(setting: LetterSetting) -> NumberingRow:
    return copy(NumberingRow, setting)
