"""What a letter would look like if it were made final now; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.catalog import spec_of
from db.hidden_letters import hidden_letters, require_readable
from db.lettering import able_to_sign, find_signer, make_frame, office_facts
from db.models.letters import Letter, LetterTemplate
from db.models.office import Office
from db.models.officers import Officer
from db.models.recruitment import Applicant
from db.records import as_json
from db.rules.access import Right
from db.rules.amounts import settle
from db.rules.archive_code import SHOWN_CODE
from db.rules.drafts import message_text
from db.rules.joint_letters import fields_of
from db.rules.kept_frame import read_frame
from db.rules.letter_kinds import LetterKind, Template, read_template
from db.rules.letter_values import common_values, letter_of, typed_values
from db.rules.letters import Frame, Signer
from db.rules.letters import Letter as Stated
from db.rules.office import Authority, signer_position
from db.rules.old_facts import read_facts
from db.rules.problems import RuleViolation, refuse
from db.rules.templates import DOTS, Values
from db.rules.words import _
from db.services.templates import get_template


@dataclass(frozen=True)
class Preview:
    """The frame of a letter that has no number yet, and what keeps it from being final."""

    frame: Frame
    note: str  # why nobody may sign it; empty when all is well


@dataclass(frozen=True)
class LetterMessage:
    """The text for WhatsApp that goes with a final letter."""

    letter_id: int
    number: str
    recipient: str
    phone: str  # empty where the office has none
    text: str


@needs(Right.READ)
def preview_frame(
    session: Session,
    kind: LetterKind,
    dated_on: date,
    official_id: int | None = None,
    template: Template | None = None,
    number: str = "",
    corrects_id: int | None = None,
) -> Preview:
    """The office's paper for a letter of this day; who may not sign is shown as dots.

    template: one that is just being edited; None: as letters of this kind are made now.
    corrects_id: the letter that this one is to replace.
    """
    office = session.scalars(select(Office)).one()
    facts = office_facts(session, office)
    note = ""
    try:
        signer = find_signer(session, dated_on, official_id)
    except RuleViolation as refusal:
        note = str(refusal)
        signer = Signer(signer_position(Authority.HEAD, office.name, facts.regency, ""), DOTS)
    template = template or get_template(session, kind).template
    corrects = session.get(Letter, corrects_id) if corrects_id else None
    frame = make_frame(session, template, dated_on, signer, number, SHOWN_CODE, corrects)
    return Preview(frame, note)


@needs(Right.READ)
def preview_letter(session: Session, kind: LetterKind, kept: Mapping[str, Any]) -> Stated:
    """The letter that these values of a draft would make."""
    fields = fields_of(spec_of(kind), kept)
    return Stated(kind, settle(fields, typed_values(fields, kept)))


@needs(Right.READ)
def real_values(session: Session, kind: LetterKind) -> tuple[Values, str]:
    """Values to show a template with: of the newest letter of this kind, with its number; else the sample."""
    spec = spec_of(kind)
    newest = session.scalars(
        select(Letter).where(Letter.kind == kind).order_by(Letter.dated_on.desc(), Letter.id.desc())
    ).first()
    if newest is not None and not hidden_letters(session, [newest.id]):
        try:
            return typed_values(spec.fields, kept_values(newest)), newest.number
        except RuleViolation:  # a letter of an older program
            pass
    return typed_values(spec.fields, spec.sample), ""


@needs(Right.READ)
def final_letter(session: Session, letter_id: int) -> tuple[Frame, Stated]:
    """What a final letter was printed from, for a copy in Word; the letter itself is its PDF alone."""
    require_readable(session, [letter_id])
    letter = session.get_one(Letter, letter_id)
    kept = kept_values(letter)
    stated = Stated(letter.kind, typed_values(fields_of(spec_of(letter.kind), kept), kept))
    template = None
    if letter.template_id is not None:
        template = read_template(vars(session.get_one(LetterTemplate, letter.template_id)))
    if letter.frame:
        frame = read_frame(
            letter.frame,
            number=letter.number,
            dated_on=letter.dated_on,
            template=template,
            code=letter.code or "",
            logo=session.scalars(select(Office)).one().logo,
        )
        return frame, stated
    day = letter.dated_on
    able = (o for o in able_to_sign(session, day) if o.full_name == letter.signer_name)
    signed = next(able, None)
    seen = preview_frame(session, letter.kind, day, signed.id if signed else None, number=letter.number)
    signer = seen.frame.signer if signed else Signer((), letter.signer_name)
    frame = replace(seen.frame, signer=signer, code=letter.code or "")
    return replace(frame, template=template or frame.template), stated


@needs(Right.READ)
def final_messages(session: Session, letter_ids: Sequence[int]) -> list[LetterMessage]:
    """The texts for WhatsApp that go with final letters, in this order; kinds without one are left out."""
    found = []
    for letter_id in letter_ids:
        letter = session.get_one(Letter, letter_id)
        spec = spec_of(letter.kind)
        if spec.message:
            frame, stated = final_letter(session, letter_id)
            text = message_text(spec, {**frame.common, **stated.values})
            phone = _phone_of(session, letter)
            found.append(LetterMessage(letter_id, letter.number, letter.recipient, phone, text))
    return found


def _phone_of(session: Session, letter: Letter) -> str:
    """The phone of the person to whom it goes: a letter about somebody may go to another."""
    officer = session.get(Officer, letter.officer_id) if letter.officer_id else None
    applicant = session.get(Applicant, letter.applicant_id) if letter.applicant_id else None
    owners = [owner.person for owner in (officer, applicant) if owner is not None]
    named = (person for person in owners if letter.recipient in (person.full_name, person.name))
    return next((person.phone for person in named), "")


def kept_values(letter: Letter) -> dict[str, Any]:
    """What the fields of a final letter said, as JSON; a letter of release 0.1.0 kept its facts instead."""
    if letter.template_id is not None:
        return letter.facts
    try:
        stated = letter_of(read_facts(letter.kind, letter.facts))
    except (ArithmeticError, KeyError, TypeError, ValueError):
        text = _("Isi surat {number} dari versi lama tidak terbaca lagi; pakai PDF-nya, yang tetap utuh.")
        raise refuse(text.format(number=letter.describe())) from None
    values: dict[str, Any] = as_json(stated.values)
    return values


@needs(Right.READ)
def common_of(session: Session, dated_on: date) -> Values:
    """What a letter of this day knows of the office, without number and signer."""
    facts = office_facts(session, session.scalars(select(Office)).one())
    return {**common_values(facts, "", dated_on, Signer((), "")), "nomor": None}
