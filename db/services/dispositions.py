"""Dispositions: to whom an incoming letter was passed on, and what came of it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.access import needs
from db.models.agenda import Disposition, IncomingLetter
from db.records import copy, hold, merge
from db.rules.access import Right
from db.rules.agenda import DispositionForm, check_disposition, check_void, sound_words
from db.rules.dates import long_date
from db.rules.problems import refuse, require
from db.rules.words import _


@needs(Right.LETTERS)
def add_disposition(session: Session, incoming_id: int, form: DispositionForm) -> int:
    """Pass a letter on to somebody. Returns the disposition's id."""
    letter = hold(session, IncomingLetter, incoming_id)
    require(check_disposition(form, letter.received_on))
    require(check_void(letter.void_reason))
    if letter.done_on:
        text = _("Surat ini sudah selesai pada {day}. Buka kembali sebelum meneruskannya.")
        raise refuse(text.format(day=long_date(letter.done_on)))
    disposition = Disposition(incoming_id=incoming_id, **sound_words(vars(form)))
    session.add(disposition)
    session.flush()
    return disposition.id


@needs(Right.LETTERS)
def change_disposition(
    session: Session, disposition_id: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Change a disposition, or note that it is done and what came of it."""
    disposition = session.get_one(Disposition, disposition_id)
    require(check_void(disposition.letter.void_reason))
    require(check_disposition(DispositionForm(**after), disposition.letter.received_on))
    merge(session, disposition, sound_words(before), sound_words(after))
    require(check_disposition(copy(DispositionForm, disposition), disposition.letter.received_on))
