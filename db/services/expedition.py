"""The expedition book: who carried which outgoing letter to whom, and who has it now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.agenda import Expedition
from db.models.letters import Letter
from db.records import copy, count, merge
from db.rules.access import Right
from db.rules.agenda import (
    ExpeditionForm,
    ExpeditionState,
    check_carrier,
    check_expedition,
    check_received,
    check_sent,
    sound_words,
)
from db.rules.letter_life import LetterStatus
from db.rules.problems import refuse, require
from db.rules.words import _
from db.services.letters import signed_kinds
from db.services.numbering import numbered_kinds


@dataclass(frozen=True)
class ExpeditionRow:
    """One line of the expedition book."""

    id: int
    letter_id: int
    number: str
    dated_on: date
    subject: str
    recipient: str
    sent_on: date
    way: str
    carrier: str
    received_on: date | None
    received_by: str


@dataclass(frozen=True)
class UnsentRow:
    """A numbered letter that nobody has carried out yet."""

    id: int  # of the letter
    number: str
    dated_on: date
    subject: str
    recipient: str
    unsigned: bool  # it has not come back from its signer


@dataclass(frozen=True)
class CarriedWords:
    """Carriers and recipients' names that were typed before, the latest first."""

    carriers: tuple[str, ...]
    receivers: tuple[str, ...]


@needs(Right.LETTERS)
def send(session: Session, letter_id: int, form: ExpeditionForm, *, today: date) -> int:
    """Note that a letter has left for one recipient. Returns the entry's id."""
    letter = session.get_one(Letter, letter_id)
    require([*check_expedition(form, letter.dated_on, today), *check_carrier(form.way, form.carrier)])
    return _send(session, letter, form)


@needs(Right.LETTERS)
def send_all(
    session: Session, letter_ids: Sequence[int], *, sent_on: date, way: str, carrier: str, today: date
) -> int:
    """Note that letters have left together, each for its own recipient; all of them or none."""
    letters = [session.get_one(Letter, letter_id) for letter_id in letter_ids]
    if not letters:
        raise refuse(_("Pilih paling sedikit satu surat."))
    for letter in letters:
        require([*check_sent(sent_on, letter.dated_on, today), *check_carrier(way, carrier)])
        recipient = letter.recipient or _("(tanpa tujuan)")
        _send(session, letter, ExpeditionForm(recipient, sent_on, way, carrier))
    return len(letters)


@needs(Right.LETTERS)
def change_expedition(
    session: Session,
    expedition_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    today: date,
) -> None:
    """Put right what was typed."""
    entry = session.get_one(Expedition, expedition_id)
    dated_on = session.get_one(Letter, entry.letter_id).dated_on
    require(check_expedition(ExpeditionForm(**after), dated_on, today))
    merge(session, entry, sound_words(before), sound_words(after))
    require(check_expedition(copy(ExpeditionForm, entry), dated_on, today))


@needs(Right.LETTERS)
def note_received(
    session: Session, expedition_ids: Iterable[int], *, received_on: date, received_by: str, today: date
) -> int:
    """Note who took letters and when; those already noted keep what is noted. Returns how many were new."""
    entries = [session.get_one(Expedition, expedition_id) for expedition_id in expedition_ids]
    waiting = [entry for entry in entries if entry.received_on is None]
    for entry in waiting:
        require(check_received(received_on, entry.sent_on, today))
        entry.received_on, entry.received_by = received_on, received_by.strip()
    return len(waiting)


@needs(Right.READ)
def count_expedition(
    session: Session, text: str = "", state: ExpeditionState | None = None, year: int = 0
) -> int:
    """How many entries of the book a search finds."""
    return count(session, _matching(text, state, year))


@needs(Right.READ)
def list_expedition(
    session: Session,
    offset: int,
    limit: int,
    text: str = "",
    state: ExpeditionState | None = None,
    year: int = 0,
) -> list[ExpeditionRow]:
    """One page of the book, what was sent last first."""
    in_order = (Expedition.sent_on.desc(), Expedition.id.desc())
    ids = _matching(text, state, year).order_by(*in_order).offset(offset).limit(limit)
    query = (
        select(Expedition, Letter)
        .join(Letter, Letter.id == Expedition.letter_id)
        .where(Expedition.id.in_(ids.scalar_subquery()))
        .order_by(*in_order)
    )
    return [
        copy(ExpeditionRow, entry, number=letter.number, dated_on=letter.dated_on, subject=letter.subject)
        for entry, letter in session.execute(query)
    ]


@needs(Right.READ)
def count_unsent(session: Session, text: str = "", since: date | None = None) -> int:
    """How many numbered letters nobody has carried out yet.

    since: without a search only those of this day and later.
    """
    return count(session, _unsent(text, since))


@needs(Right.READ)
def list_unsent(
    session: Session, offset: int, limit: int, text: str = "", since: date | None = None
) -> list[UnsentRow]:
    """One page of the same letters: those that are signed first, then the newest first."""
    unsigned = and_(Letter.kind.in_(signed_kinds()), Letter.status == LetterStatus.FINAL)
    in_order = (case((unsigned, 1), else_=0), Letter.dated_on.desc(), Letter.id.desc())
    ids = _unsent(text, since).order_by(*in_order).offset(offset).limit(limit)
    query = select(Letter).where(Letter.id.in_(ids.scalar_subquery())).order_by(*in_order)
    return [
        copy(
            UnsentRow,
            letter,
            unsigned=letter.kind in signed_kinds() and letter.status is LetterStatus.FINAL,
        )
        for letter in session.scalars(query)
    ]


@needs(Right.READ)
def list_carried(session: Session) -> CarriedWords:
    """Who carried and who took letters before."""
    latest = session.execute(
        select(Expedition.carrier, Expedition.received_by).order_by(Expedition.id.desc()).limit(500)
    ).all()
    return CarriedWords(
        tuple(dict.fromkeys(carrier for carrier, _receiver in latest if carrier)),
        tuple(dict.fromkeys(receiver for _carrier, receiver in latest if receiver)),
    )


@needs(Right.READ)
def list_sent_years(session: Session) -> list[int]:
    """The years in which letters were sent, newest first."""
    days = session.scalars(select(Expedition.sent_on).distinct())
    return sorted({day.year for day in days}, reverse=True)


def _send(session: Session, letter: Letter, form: ExpeditionForm) -> int:
    if letter.status is LetterStatus.CANCELLED:
        raise refuse(_("Surat {number} sudah dibatalkan.").format(number=letter.describe()))
    entry = Expedition(letter_id=letter.id, **sound_words(vars(form)))
    session.add(entry)
    session.flush()
    return entry.id


def _unsent(text: str, since: date | None) -> Select[int]:
    sent = select(Expedition.id).where(Expedition.letter_id == Letter.id)
    query = select(Letter.id).where(~sent.exists(), Letter.status != LetterStatus.CANCELLED)
    query = query.where(Letter.kind.in_(numbered_kinds()))
    if since and not text.strip():
        query = query.where(Letter.dated_on >= since)
    for word in text.split():
        searched = (Letter.number, Letter.subject, Letter.recipient)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in searched)))
    return query


def _matching(text: str, state: ExpeditionState | None, year: int) -> Select[int]:
    query = select(Expedition.id).join(Letter, Letter.id == Expedition.letter_id)
    if state:
        received = Expedition.received_on.is_not(None)
        query = query.where(received if state is ExpeditionState.RECEIVED else ~received)
    if year:
        query = query.where(Expedition.sent_on.between(date(year, 1, 1), date(year, 12, 31)))
    for word in text.split():
        searched = (
            Letter.number,
            Letter.subject,
            Expedition.recipient,
            Expedition.carrier,
            Expedition.received_by,
        )
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in searched)))
    return query
