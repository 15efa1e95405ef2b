"""The office's own data: letterhead, signers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import able_to_sign, find_signer, letterhead_of, office_facts
from db.models.office import Office, Official
from db.records import copy, merge
from db.rules.access import Right
from db.rules.letters import Letterhead, Signer
from db.rules.office import (
    Authority,
    OfficeFacts,
    OfficialForm,
    check_filled,
    check_official,
    digits,
    full_name,
)
from db.rules.problems import require


@dataclass(frozen=True)
class OfficialRow:
    id: int
    front_title: str
    name: str
    back_title: str
    nip: str
    rank: str
    position: str
    authority: Authority
    starts_on: date
    ends_on: date | None
    superior: str = ""

    @property
    def full_name(self) -> str:
        return full_name(self.front_title, self.name, self.back_title)


@needs(Right.READ)
def find_office(session: Session) -> OfficeFacts | None:
    """The office, or None before the first start is finished."""
    office = session.scalars(select(Office)).first()
    if office is None:
        return None
    return office_facts(session, office)


@needs(Right.READ)
def get_office(session: Session) -> OfficeFacts:
    """The office, once the first start is finished."""
    office = find_office(session)
    assert office is not None
    return office


@needs(Right.READ)
def get_letterhead(session: Session) -> Letterhead:
    """The head of letters, with the logo."""
    return letterhead_of(session.scalars(select(Office)).one())


@needs(Right.OFFICE)
def save_office(session: Session, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Change what letters say of the office; what they need cannot be emptied."""
    require(check_filled(after))
    merge(session, session.scalars(select(Office)).one(), before, after)


@needs(Right.OFFICE)
def save_logo(session: Session, logo: bytes | None) -> None:
    """Change the lambang on letters; None takes it away."""
    office = session.scalars(select(Office)).one()
    if office.logo != logo:  # reads the old one, so that the log can say what was there
        office.logo = logo


@needs(Right.READ)
def list_officials(session: Session) -> list[OfficialRow]:
    """Everybody who signs or signed, the newest term first."""
    officials = session.scalars(select(Official).order_by(Official.starts_on.desc(), Official.id))
    return [copy(OfficialRow, official) for official in officials]


@needs(Right.OFFICE)
def save_official(
    session: Session, official_id: int | None, form: OfficialForm, *, before: OfficialForm | None
) -> int:
    """Add or change somebody who signs. Returns the id.

    before: the values that the form was opened with; None for somebody new.
    """
    require(check_official(form))
    if official_id is None or before is None:
        official = Official(**_as_kept(form))
        session.add(official)
    else:
        official = session.get_one(Official, official_id)
        merge(session, official, _as_kept(before), _as_kept(form))
        require(check_official(copy(OfficialForm, official)))  # what two people changed must fit together
    session.flush()
    return official.id


@needs(Right.READ)
def list_signers(session: Session, on: date) -> list[OfficialRow]:
    """Who may sign on a day: the head or who acts as head first, then who signs on the head's behalf."""
    return [copy(OfficialRow, official) for official in able_to_sign(session, on)]


@needs(Right.READ)
def signer_on(session: Session, on: date, official_id: int | None = None) -> Signer:
    """The signer as printed on that day: the one asked for, else the head.

    Refuses, naming the day, when nobody (or not this one) holds office then: a letter never lacks a signer.
    """
    return find_signer(session, on, official_id)


def _as_kept(form: OfficialForm) -> dict[str, Any]:
    return vars(form) | {"nip": digits(form.nip)}
