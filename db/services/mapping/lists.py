"""What the entry form needs beside what is typed: its lists, the running round, what is known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.mapping import Kind, MappingRecord
from db.models.people import Person
from db.models.rounds import Round
from db.rules.access import Right
from db.rules.kind_fields import FieldFacts
from db.services import people
from db.services.mapping import entry, facts
from db.services.mapping.kinds import KindFacts, list_kinds
from db.services.mapping.records import RecordForm
from db.services.mapping.seen import shown_kinds
from db.services.people import PersonFacts
from db.services.references import list_choices


@dataclass(frozen=True)
class EntryLists:
    """What is offered, and the round whose reference date counts for ages."""

    kinds: tuple[KindFacts, ...]
    disabilities: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, str], ...]
    fields: tuple[FieldFacts, ...]
    round_name: str
    reference_date: date | None


@dataclass(frozen=True)
class KnownFacts:
    """What is known of a person beside the person's own columns."""

    facts: Mapping[str, Any]
    kinds: Mapping[str, str]  # names of the kinds in force by code


@dataclass(frozen=True)
class OpenedRecord:
    """A case that is to be changed: as the form shows it, and the person it is about or who heads it."""

    form: RecordForm
    person: PersonFacts | None


@needs(Right.READ)
def entry_lists(session: Session, *, today: date) -> EntryLists:
    """Everything the form offers, in one reading."""
    running = session.execute(
        select(Round.name, Round.reference_date)
        .where(Round.locked_at.is_(None), Round.begins_on <= today, Round.ends_on >= today)
        .order_by(Round.begins_on.desc())
    ).first()
    disabilities, relations = (
        tuple((choice.code, choice.text) for choice in list_choices(session, name))
        for name in ("disabilities", "family_relations")
    )
    return EntryLists(
        tuple(list_kinds(session)),
        disabilities,
        relations,
        tuple(facts.list_fields(session)),
        running.name if running else "",
        running.reference_date if running else None,
    )


@needs(Right.READ)
def known_facts(session: Session, person_id: int) -> KnownFacts:
    """What a form that takes a known person goes on with; sensitive kinds by right (R9)."""
    kinds = session.execute(
        select(Kind.code, Kind.name)
        .join(MappingRecord, MappingRecord.kind_code == Kind.code)
        .where(MappingRecord.person_id == person_id, MappingRecord.closed_on.is_(None), shown_kinds(session))
    )
    own = facts.subject_facts(session, session.get_one(Person, person_id))
    return KnownFacts(own, {code: name for code, name in kinds})


@needs(Right.MAPPING)
def open_record(session: Session, record_id: int) -> OpenedRecord:
    """A case for the form."""
    form = entry.get_form(session, record_id)
    person = people.get_person(session, form.person_id) if form.person_id else None
    return OpenedRecord(form, person)
