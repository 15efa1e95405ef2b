"""Making a letter final, for the services that do and have checked their own right."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.letters import Letter, LetterPaper
from db.models.office import LetterSetting, Office, Official
from db.models.regions import Region
from db.records import as_json, copy, take_number
from db.rules.dates import long_date
from db.rules.letters import Facts, Frame, Letterhead, LetterKind, Signer
from db.rules.numbering import format_number
from db.rules.office import Authority, full_name, nobody_signs, signer_label, signer_position
from db.rules.problems import refuse
from db.rules.words import _

Render = Callable[[Frame, Facts], bytes]
SERIES = "keluar"  # one book for all outgoing letters
SIGNING_ORDER = (Authority.HEAD, Authority.ACTING, Authority.DAILY_ACTING, Authority.ON_BEHALF)


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


def write_letter(
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
    office = session.scalars(select(Office)).one()
    signer = find_signer(session, dated_on, official_id)
    setting = session.get_one(LetterSetting, facts.kind)
    sequence = take_number(session, SERIES, dated_on.year)
    number = format_number(
        setting.number_format,
        classification=setting.classification,
        sequence=sequence,
        code=office.short_code,
        day=dated_on,
    )
    head = letterhead_of(office)
    pdf = render(Frame(head, number, dated_on, office.capital, signer, office.paper, office.practice), facts)
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


def letterhead_of(office: Office) -> Letterhead:
    """The head of letters, with the logo."""
    return copy(Letterhead, office, office=office.name)


def able_to_sign(session: Session, on: date) -> list[Official]:
    """Who may sign on a day: the head or who acts as head first, then who signs on the head's behalf."""
    officials = session.scalars(select(Official).order_by(Official.starts_on.desc(), Official.id))
    able = [o for o in officials if o.starts_on <= on and (o.ends_on is None or on <= o.ends_on)]
    return sorted(able, key=lambda official: SIGNING_ORDER.index(official.authority))


def find_signer(session: Session, on: date, official_id: int | None = None) -> Signer:
    """The signer as printed on that day: the one asked for, else the head.

    Refuses, naming the day, when nobody (or not this one) holds office then: a letter never lacks a signer.
    """
    able = able_to_sign(session, on)
    if not able:
        raise refuse(nobody_signs(on), "signer")
    chosen = next((o for o in able if official_id in (None, o.id)), None)
    if chosen is None:
        text = _("{name} tidak berwenang menandatangani pada {day}. Yang berwenang: {others}.")
        name = _named(session.get_one(Official, official_id))
        others = "; ".join(signer_label(_named(o), o.authority) for o in able)
        raise refuse(text.format(name=name, day=long_date(on), others=others), "signer")
    office = session.scalars(select(Office)).one()
    regency = session.get_one(Region, office.regency_code).name
    return Signer(
        position=signer_position(chosen.authority, office.name, regency, chosen.position),
        name=_named(chosen),
        rank=chosen.rank,
        nip=chosen.nip,
    )


def _named(official: Official) -> str:
    return full_name(official.front_title, official.name, official.back_title)
