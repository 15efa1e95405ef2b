"""Making a letter final, for the services that do and have checked their own right."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.catalog import spec_of
from db.models.letters import Letter, LetterNumber, LetterPaper, LetterTemplate
from db.models.office import Office, Official
from db.models.regions import Region
from db.numbers import classified, hold_book, setting_of, take
from db.records import add_once, as_json, copy
from db.rules.archive_code import CODE_LETTERS
from db.rules.dates import long_date
from db.rules.kept_frame import keep_frame
from db.rules.letter_kinds import LetterKind, Template, keep_block, read_template
from db.rules.letter_life import LetterStatus
from db.rules.letter_values import common_values, letter_of
from db.rules.letters import Facts, Frame, Letterhead, Signer
from db.rules.letters import Letter as Stated
from db.rules.numbering import NumberStatus, NumberWish
from db.rules.office import (
    HEADS,
    Authority,
    OfficeFacts,
    nobody_signs,
    signer_label,
    signer_position,
)
from db.rules.phrases import replacing
from db.rules.problems import refuse, require
from db.rules.public_lists import check_public
from db.rules.words import _

Render = Callable[[Frame, Any], bytes]  # a Facts or a Letter
SIGNING_ORDER = (*HEADS, Authority.ON_BEHALF, Authority.SUB_DELEGATE)


@dataclass(frozen=True)
class Addressing:
    """What the register says of a letter besides its facts, and what it belongs to."""

    subject: str
    recipient: str = ""
    vacancy_id: int | None = None
    applicant_id: int | None = None
    decree_id: int | None = None
    officer_id: int | None = None
    checked_by: str = ""  # who gave the paraf, and when
    checked_on: date | None = None


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
    facts: Facts | Stated,
    addressing: Addressing,
    *,
    dated_on: date,
    render: Render,
    official_id: int | None = None,
    wish: NumberWish | None = None,
    corrects: Letter | None = None,
    classification: str = "",
) -> IssuedLetter:
    """Make a letter final: it gets its number, is rendered, and is kept byte for byte, or nothing happens.

    render: (frame, facts) -> PDF bytes. dated_on: the letter's day; its year decides the number.
    corrects: the letter that it replaces, which it says. classification: empty: as letters of its kind.
    Refuses a letter that nobody may sign on that day, and one for everybody that says a NIK.
    """
    office = session.scalars(select(Office)).one()
    signer = find_signer(session, dated_on, official_id)
    letter = letter_of(facts)
    require(check_public(spec_of(letter.kind), letter.values))
    hold_book(session, dated_on.year)  # first: who adds a setting or template never waits for a second one
    setting = classified(setting_of(session, letter.kind), classification)
    taken = take(session, office, setting, dated_on, wish, addressing.subject)
    session.flush()  # the number has its place in the book before the letter refers to it
    number = taken.number if taken else ""
    template = newest_template(session, letter.kind)
    code = new_code(session)
    shape = read_template(vars(template))
    frame = make_frame(session, shape, dated_on, signer, number, code, corrects)
    pdf = render(frame, facts)
    record = Letter(
        kind=letter.kind,
        year=dated_on.year,
        number_id=taken.id if taken else None,
        number=number,
        classification=setting.classification,
        dated_on=dated_on,
        signer_name=signer.name,
        facts=as_json(letter.values),
        frame=keep_frame(frame),
        template_id=template.id,
        code=code,
        paper=LetterPaper(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest()),
        **vars(addressing),
    )
    session.add(record)
    session.flush()
    if letter.kind is LetterKind.PLENARY_MINUTES and corrects is None:
        _follow_plenary(session, record)
    return IssuedLetter(record.id, record.kind, number, record.subject, pdf)


def take_place(session: Session, made: Letter, earlier: Letter) -> None:
    """The register says which letter took the place of which; both stay, for each its own time."""
    last = earlier
    while newer := session.scalar(select(Letter).where(Letter.replaces_id == last.id)):
        last = newer
    made.replaces_id, made.edition = last.id, last.edition + 1


def _follow_plenary(session: Session, made: Letter) -> None:
    """Minutes of a plenary meeting take the place of those before about the same vacancy."""
    before = (Letter.kind == made.kind, Letter.status != LetterStatus.CANCELLED, Letter.id < made.id)
    query = select(Letter).where(Letter.vacancy_id == made.vacancy_id, *before).order_by(Letter.id.desc())
    if made.vacancy_id is not None and (earlier := session.scalars(query.limit(1)).first()):
        take_place(session, made, earlier)


def make_frame(
    session: Session,
    template: Template,
    dated_on: date,
    signer: Signer,
    number: str,
    code: str,
    corrects: Letter | None = None,
) -> Frame:
    """The office's paper for one letter: its head, and what every letter knows of the office."""
    office = session.scalars(select(Office)).one()
    replaces = replacing(corrects.kind, corrects.number, corrects.dated_on) if corrects else ""
    return Frame(
        letterhead_of(office),
        number,
        dated_on,
        office.capital,
        signer,
        office.paper,
        office.practice,
        template=template,
        common=common_values(office_facts(session, office), number, dated_on, signer, replaces),
        code=code,
    )


def cancel(session: Session, letter: Letter, reason: str) -> None:
    """A letter no longer counts; its number stays in the book as void, with the reason."""
    letter.status, letter.cancel_reason = LetterStatus.CANCELLED, reason[:300]
    if letter.number_id is not None:
        number = session.get_one(LetterNumber, letter.number_id)
        number.status, number.void_reason = NumberStatus.VOID, reason[:300]


def office_facts(session: Session, office: Office) -> OfficeFacts:
    """The office with the names of its regions."""
    names = dict(session.execute(select(Region.code, Region.name).where(Region.level.in_((2, 4)))).all())
    code = office.regency_code
    return copy(OfficeFacts, office, regency=names[code], province=names[code[:2]])


def newest_template(session: Session, kind: LetterKind) -> LetterTemplate:
    """The template that letters of this kind are made with now.

    A newer program's own wording follows by itself, unless the office has written one.
    """
    newest = session.scalars(
        select(LetterTemplate).where(LetterTemplate.kind == kind).order_by(LetterTemplate.edition.desc())
    ).first()
    shipped = spec_of(kind).template
    kept = {"blocks": [keep_block(block) for block in shipped.blocks], "profile": vars(shipped.profile)}
    if newest is not None and (
        not newest.shipped or (newest.blocks, newest.profile) == (kept["blocks"], kept["profile"])
    ):
        return newest
    place = {"kind": kind, "edition": newest.edition + 1 if newest else 1}
    made = {"shipped": True, "made_at": datetime.now(UTC), "made_by": "Pilar TKSK"}
    add_once(session, LetterTemplate, {**place, **made, **kept})
    return session.scalars(select(LetterTemplate).filter_by(**place)).one()


def new_code(session: Session) -> str:
    """A short code for the foot of a letter: 7F3A-91C2. Letters that look alike are left out."""
    while True:
        code = "-".join("".join(secrets.choice(CODE_LETTERS) for _place in range(4)) for _half in range(2))
        if session.scalar(select(Letter.id).where(Letter.code == code)) is None:
            return code


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
        name = session.get_one(Official, official_id).full_name
        others = "; ".join(signer_label(o.full_name, o.authority) for o in able)
        raise refuse(text.format(name=name, day=long_date(on), others=others), "signer")
    office = session.scalars(select(Office)).one()
    regency = session.get_one(Region, office.regency_code).name
    return Signer(
        position=signer_position(chosen.authority, office.name, regency, chosen.position, chosen.superior),
        name=chosen.full_name,
        rank=chosen.rank,
        nip=chosen.nip,
    )
