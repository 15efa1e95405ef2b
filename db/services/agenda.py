"""Letters that come in: recorded once, passed on, followed up, answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from db.access import needs
from db.models.agenda import Disposition, IncomingLetter
from db.models.letters import Letter, NumberCounter, Scan
from db.records import copy, count, hold, merge, take_number
from db.rules.access import Right
from db.rules.agenda import (
    IncomingForm,
    IncomingState,
    check_incoming,
    check_void,
    sound_words,
)
from db.rules.dates import long_date
from db.rules.letter_life import check_reason
from db.rules.problems import refuse, require
from db.rules.words import _
from db.services.scans import file_scan

SERIES = "masuk"
WORDS_OFFERED = 60


@dataclass(frozen=True)
class IncomingRow:
    """One line of the list of incoming letters."""

    id: int
    year: int
    sequence: int
    received_on: date
    number: str
    dated_on: date | None
    sender: str
    subject: str
    urgency: str
    due_on: date | None  # the first day by which something open had to be done
    done_on: date | None
    void_reason: str
    forwarded: str  # to whom: Sekretaris, Kabid Rehsos
    has_scan: bool


@dataclass(frozen=True)
class DispositionRow:
    """One disposition of an incoming letter."""

    id: int
    made_on: date
    made_by: str
    recipient: str
    instruction: str
    due_on: date | None
    done_on: date | None
    result: str


@dataclass(frozen=True)
class IncomingFacts(IncomingRow):
    """Everything the card of an incoming letter says."""

    classification: str
    note: str
    follow_up_on: date | None
    answer_id: int | None
    answer: str  # number and subject of the letter that answers it
    scan_id: int | None
    scan: str  # name of the file
    dispositions: tuple[DispositionRow, ...]

    @property
    def place(self) -> str:
        """12/2026."""
        return f"{self.sequence}/{self.year}"

    @property
    def open_dispositions(self) -> int:
        return sum(disposition.done_on is None for disposition in self.dispositions)


@dataclass(frozen=True)
class Recorded:
    """A letter that has just got its number in the agenda."""

    id: int
    sequence: int
    year: int


@dataclass(frozen=True)
class Overdue:
    """An incoming letter that waits too long."""

    id: int
    place: str
    sender: str
    subject: str
    due_on: date


@dataclass(frozen=True)
class Offered:
    """What the forms suggest, the latest first."""

    senders: tuple[str, ...]
    recipients: tuple[str, ...]


@needs(Right.READ)
def next_sequence(session: Session, year: int) -> int:
    """The number that the next letter of a year will probably get."""
    last = session.scalar(
        select(NumberCounter.last).where(NumberCounter.series == SERIES, NumberCounter.year == year)
    )
    return (last or 0) + 1


@needs(Right.READ)
def list_offered(session: Session) -> Offered:
    """Senders and recipients of dispositions that were typed before."""
    return Offered(
        _latest(session, IncomingLetter.sender, IncomingLetter.id),
        _latest(session, Disposition.recipient, Disposition.id),
    )


@needs(Right.READ)
def find_double(
    session: Session, sender: str, number: str, dated_on: date | None, except_id: int | None = None
) -> Recorded | None:
    """The letter of the same sender, number and day that is in the agenda already."""
    if not (sender.strip() and number.strip()):
        return None
    query = (
        select(IncomingLetter)
        .where(
            func.lower(IncomingLetter.sender) == sender.strip().lower(),
            func.lower(IncomingLetter.number) == number.strip().lower(),
            IncomingLetter.dated_on == dated_on,
            IncomingLetter.id != (except_id or 0),
            IncomingLetter.void_reason == "",
        )
        .order_by(IncomingLetter.id)
        .limit(1)
    )
    found = session.scalars(query).first()
    return Recorded(found.id, found.sequence, found.year) if found else None


@needs(Right.LETTERS)
def record_incoming(
    session: Session,
    form: IncomingForm,
    *,
    today: date,
    scan: tuple[str, bytes] | None = None,
    first: int = 1,
) -> Recorded:
    """Enter a letter into the agenda of the year in which it was received; scan: file name and content.

    first: where the year begins if this is its first letter here; those before stand in a book on paper.
    """
    require(check_incoming(form, today))
    letter = IncomingLetter(**sound_words(vars(form)), year=form.received_on.year)
    letter.scan_id = file_scan(session, *scan) if scan else None
    letter.sequence = take_number(session, SERIES, letter.year)
    if letter.sequence == 1 and first > 1:
        counter = session.get_one(NumberCounter, (SERIES, letter.year))
        counter.last = letter.sequence = first
    session.add(letter)
    session.flush()
    return Recorded(letter.id, letter.sequence, letter.year)


@needs(Right.LETTERS)
def change_incoming(
    session: Session,
    incoming_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    today: date,
    scan: tuple[str, bytes] | None = None,
) -> None:
    """Change what was typed; the number in the agenda stays, and so does its year."""
    letter = session.get_one(IncomingLetter, incoming_id)
    require(check_void(letter.void_reason))
    require(check_incoming(IncomingForm(**after), today))
    if after["received_on"].year != letter.year:
        text = _("Nomor agenda {place} milik tahun {year}; tanggal terima harus tetap dalam tahun itu.")
        place = f"{letter.sequence}/{letter.year}"
        raise refuse(text.format(place=place, year=letter.year), "received_on")
    merge(session, letter, sound_words(before), sound_words(after))
    require(check_incoming(copy(IncomingForm, letter), today))  # what two people changed must fit together
    if scan:
        letter.scan_id = file_scan(session, *scan)


@needs(Right.LETTERS)
def attach_scan(session: Session, incoming_id: int, name: str, content: bytes) -> None:
    """Show this scan with the letter from now on; an earlier one stays on file."""
    letter = hold(session, IncomingLetter, incoming_id)
    require(check_void(letter.void_reason))
    letter.scan_id = file_scan(session, name, content)


@needs(Right.LETTERS)
def finish(session: Session, incoming_id: int, on: date) -> None:
    """Nothing remains to be done about a letter; its open dispositions end with it."""
    letter = hold(session, IncomingLetter, incoming_id)
    require(check_void(letter.void_reason))
    if letter.done_on:
        raise refuse(_("Surat ini sudah selesai pada {day}.").format(day=long_date(letter.done_on)))
    _finish(letter, on)


@needs(Right.LETTERS)
def reopen(session: Session, incoming_id: int) -> None:
    """Something remains to be done after all, or the letter is valid; dispositions that ended stay ended."""
    letter = session.get_one(IncomingLetter, incoming_id)
    letter.done_on, letter.void_reason = None, ""


@needs(Right.LETTERS)
def void_incoming(session: Session, incoming_id: int, *, reason: str, on: date) -> None:
    """A letter that was entered by mistake: its number is never given again, and the book says why.

    Nobody works on it any more: its open dispositions end with it.
    """
    letter = hold(session, IncomingLetter, incoming_id)
    require(check_reason(reason))
    require(check_void(letter.void_reason))
    letter.void_reason = reason.strip()
    _end_dispositions(letter, on)


@needs(Right.LETTERS)
def answer(session: Session, incoming_id: int, letter_id: int | None, on: date) -> None:
    """Note which outgoing letter answers this one, which is done with it; None: it was none after all."""
    letter = hold(session, IncomingLetter, incoming_id)
    require(check_void(letter.void_reason))
    if letter_id is not None:
        reply = session.get_one(Letter, letter_id)
        if letter.dated_on and reply.dated_on < letter.dated_on:
            text = _("{number} bertanggal {day}, lebih awal daripada surat yang dijawabnya.")
            raise refuse(text.format(number=reply.describe(), day=long_date(reply.dated_on)), "letter_id")
        if not letter.done_on:
            _finish(letter, on)
    letter.answer_id = letter_id


@needs(Right.LETTERS)
def link_reply(session: Session, incoming_id: int, letter_id: int) -> None:
    """A reply that was begun from this letter is final; whether that is all is for people to say."""
    letter = hold(session, IncomingLetter, incoming_id)
    letter.answer_id = letter.answer_id or letter_id  # of several recipients the first; a choice stays


@needs(Right.READ)
def count_incoming(
    session: Session, on: date, text: str = "", state: IncomingState | None = None, year: int = 0
) -> int:
    """How many incoming letters a search finds; on: the day for what is overdue."""
    return count(session, _matching(on, text, state, year))


@needs(Right.READ)
def list_incoming(
    session: Session,
    offset: int,
    limit: int,
    on: date,
    text: str = "",
    state: IncomingState | None = None,
    year: int = 0,
) -> list[IncomingRow]:
    """One page of the incoming letters, the newest first."""
    in_order = (IncomingLetter.received_on.desc(), IncomingLetter.id.desc())
    ids = _matching(on, text, state, year).order_by(*in_order).offset(offset).limit(limit)
    query = (
        select(IncomingLetter)
        .where(IncomingLetter.id.in_(ids.scalar_subquery()))
        .options(selectinload(IncomingLetter.dispositions))
        .order_by(*in_order)
    )
    return [copy(IncomingRow, letter, **_standing_of(letter)) for letter in session.scalars(query)]


@needs(Right.READ)
def get_incoming(session: Session, incoming_id: int) -> IncomingFacts:
    """The card of one incoming letter."""
    letter = session.get_one(IncomingLetter, incoming_id)
    reply = session.get_one(Letter, letter.answer_id) if letter.answer_id else None
    scan = session.get_one(Scan, letter.scan_id).name if letter.scan_id else ""
    return copy(
        IncomingFacts,
        letter,
        **_standing_of(letter),
        answer=" · ".join(filter(None, (reply.number, reply.subject))) if reply else "",
        scan=scan,
        dispositions=tuple(copy(DispositionRow, disposition) for disposition in letter.dispositions),
    )


@needs(Right.READ)
def list_years(session: Session) -> list[int]:
    """The years that have incoming letters, newest first."""
    years = select(IncomingLetter.year).distinct().order_by(IncomingLetter.year.desc())
    return list(session.scalars(years))


@needs(Right.READ)
def overdue(session: Session, on: date) -> list[Overdue]:
    """The letters that wait too long on a day, the longest first."""
    query = (
        select(IncomingLetter)
        .where(IncomingLetter.id.in_(_matching(on, "", IncomingState.OVERDUE, 0).scalar_subquery()))
        .options(selectinload(IncomingLetter.dispositions))
    )
    late = [
        Overdue(letter.id, f"{letter.sequence}/{letter.year}", letter.sender, letter.subject, due)
        for letter in session.scalars(query)
        if (due := _due_on(letter))
    ]
    return sorted(late, key=lambda letter: (letter.due_on, letter.id))


def _finish(letter: IncomingLetter, on: date) -> None:
    if on < letter.received_on:
        text = _("Surat baru diterima {day}; tidak mungkin selesai lebih awal.")
        raise refuse(text.format(day=long_date(letter.received_on)), "done_on")
    letter.done_on = on
    _end_dispositions(letter, on)


def _end_dispositions(letter: IncomingLetter, on: date) -> None:
    for disposition in letter.dispositions:
        disposition.done_on = disposition.done_on or max(on, disposition.made_on)


def _due_on(letter: IncomingLetter) -> date | None:
    awaited = [d.due_on for d in letter.dispositions if d.due_on and not d.done_on]
    return min((day for day in (letter.follow_up_on, *awaited) if day), default=None)


def _standing_of(letter: IncomingLetter) -> dict[str, Any]:
    return {
        "due_on": _due_on(letter),
        "forwarded": ", ".join(dict.fromkeys(d.recipient for d in letter.dispositions)),
        "has_scan": letter.scan_id is not None,
    }


def _latest(session: Session, column: Any, key: Any) -> tuple[str, ...]:
    query = select(column).group_by(column).order_by(func.max(key).desc()).limit(WORDS_OFFERED)
    return tuple(session.scalars(query))


def _matching(on: date, text: str, state: IncomingState | None, year: int) -> Select[int]:
    query = select(IncomingLetter.id)
    if year:
        query = query.where(IncomingLetter.year == year)
    if state:
        void, done = state is IncomingState.VOID, state is IncomingState.DONE
        query = query.where((IncomingLetter.void_reason != "") == void)
        query = query if void else query.where(IncomingLetter.done_on.is_not(None) == done)
    if state is IncomingState.OVERDUE:
        waiting = and_(Disposition.done_on.is_(None), Disposition.due_on < on)
        late = or_(IncomingLetter.follow_up_on < on, IncomingLetter.dispositions.any(waiting))
        query = query.where(late)
    for word in text.split():
        searched = (IncomingLetter.number, IncomingLetter.sender, IncomingLetter.subject)
        hits = [column.icontains(word, autoescape=True) for column in searched]
        sequence, _slash, of_year = word.partition("/")
        if sequence.isdecimal() and len(sequence) < 7 and (not of_year or of_year.isdecimal()):
            place = IncomingLetter.sequence == int(sequence)
            hits.append(and_(place, IncomingLetter.year == int(of_year[:4])) if of_year else place)
        query = query.where(or_(*hits))
    return query
