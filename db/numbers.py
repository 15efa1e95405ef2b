"""Numbers of letters: each is written into the book in the transaction that uses it."""

from datetime import date

from sqlalchemy.orm import Session

from db.models.letters import LetterNumber, NumberStatus
from db.models.office import LetterSetting, Office
from db.records import take_number
from db.rules.letter_kinds import LetterKind
from db.rules.numbering import NumberScope, NumberWish, format_number

OUTGOING = "keluar"


def take(
    session: Session,
    office: Office,
    setting: LetterSetting,
    dated_on: date,
    wish: NumberWish | None = None,
    purpose: str = "",
) -> LetterNumber | None:
    """The number of a letter of this day, as wished; None where it is filled in by hand later.

    Raises RuleViolation where the wish cannot be met.
    """
    sequence = take_number(session, series_of(office, setting.kind, setting.classification), dated_on.year)
    number = LetterNumber(
        series=series_of(office, setting.kind, setting.classification),
        year=dated_on.year,
        sequence=sequence,
        number=format_number(
            setting.number_format,
            classification=setting.classification,
            sequence=sequence,
            code=office.short_code,
            day=dated_on,
        ),
        classification=setting.classification,
        dated_on=dated_on,
        status=NumberStatus.USED,
        purpose=purpose[:200],
    )
    session.add(number)
    return number


def series_of(office: Office, kind: LetterKind, classification: str) -> str:
    """Which run of numbers a letter belongs to, by the office's choice."""
    own = {NumberScope.KIND: kind.value, NumberScope.CLASSIFICATION: classification}.get(office.number_scope)
    return f"{OUTGOING}:{own}"[:40] if own else OUTGOING
