"""What the fields of forms F-1 to F-5 say: of the subject where a field has no kinds, else of the case."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import resources
from db.access import needs
from db.models.families import Collective, Family, PersonProfile
from db.models.mapping import KindField, MappingRecord
from db.models.people import Person
from db.rules.access import Right
from db.rules.kind_fields import YEAR, FieldFacts, FormCode, form_of
from db.rules.mapping import Subject

FORMS = {
    Person: (FormCode.PPKS_PERSON, FormCode.PSKS_PERSON),
    Family: (FormCode.PPKS_FAMILY,),
    Collective: (FormCode.PPKS_COMMUNITY, FormCode.PSKS_INSTITUTION),
}


@needs(Right.READ)
def list_fields(session: Session) -> list[FieldFacts]:
    """The fields in use, in the order of the forms."""
    query = select(KindField).where(KindField.active).order_by(KindField.form, KindField.position)
    years = _years()
    return [
        FieldFacts(
            field.code,
            field.form,
            tuple(field.kinds),
            field.block,
            field.label,
            field.type,
            tuple(field.choices),
            field.unit,
            field.required,
            field.code in years,
        )
        for field in session.scalars(query)
    ]


@needs(Right.READ)
def known(session: Session, record: MappingRecord) -> dict[str, Any]:
    """What is known of a case and of its subject."""
    return {**subject_facts(session, record.subject), **record.facts}


@needs(Right.READ)
def subject_facts(session: Session, subject: Person | Family | Collective | None) -> dict[str, Any]:
    """What the fields without kinds say of somebody."""
    if isinstance(subject, Person):
        profile = session.get(PersonProfile, subject.id)
        return dict(profile.facts) if profile else {}
    return dict(subject.facts) if subject else {}


@needs(Right.READ)
def person_facts(session: Session, person_id: int) -> dict[str, Any]:
    """The same of a person by id, for a form that takes a known one."""
    return subject_facts(session, session.get_one(Person, person_id))


@needs(Right.MAPPING)
def keep(
    session: Session,
    given: Mapping[str, Any],
    subject: Person | Family | Collective,
    records: Iterable[MappingRecord],
) -> None:
    """Put what was typed where it belongs; what is left empty erases nothing."""
    typed = {code: _plain(value) for code, value in given.items() if not _is_empty(value)}
    fields = list_fields(session)
    for record in records:
        own = _codes(fields, record)
        record.facts = {**record.facts, **{code: value for code, value in typed.items() if code in own}}
    _put(
        session,
        subject,
        {code: value for code, value in typed.items() if code in _general(fields, subject)},
        (),
    )


@needs(Right.MAPPING)
def change(
    session: Session, record: MappingRecord, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Write the fields that were changed; others keep what somebody else may have typed meanwhile."""
    old = {code: _plain(value) for code, value in before.items()}
    new = {code: _plain(value) for code, value in after.items()}
    changed = {
        code: value
        for code, value in new.items()
        if value != old.get(code) and not _both_empty(value, old.get(code))
    }
    gone = {code for code, value in changed.items() if _is_empty(value)}
    put = {code: value for code, value in changed.items() if code not in gone}
    fields = list_fields(session)
    own, subject = _codes(fields, record), record.subject
    kept = {code: value for code, value in record.facts.items() if code not in gone}
    record.facts = {**kept, **{code: value for code, value in put.items() if code in own}}
    if subject is not None:
        general = _general(fields, subject)
        _put(session, subject, {code: value for code, value in put.items() if code in general}, gone)


@cache
def _years() -> frozenset[str]:
    """Which shipped fields ask for a year."""
    return frozenset(row["code"] for row in resources.read_seed("kind_fields") if row["type"] == YEAR)


def _put(
    session: Session, subject: Person | Family | Collective, given: Mapping[str, Any], gone: Iterable[str]
) -> None:
    erased = set(gone)
    kept = {code: value for code, value in subject_facts(session, subject).items() if code not in erased}
    facts = {**kept, **given}
    if not isinstance(subject, Person):
        subject.facts = facts
    elif (profile := session.get(PersonProfile, subject.id)) is not None:
        profile.facts = facts
    elif facts:
        session.add(PersonProfile(person_id=subject.id, facts=facts))
    session.flush()


def _codes(fields: Iterable[FieldFacts], record: MappingRecord) -> set[str]:
    about = record.subject
    subject = Subject.PERSON if isinstance(about, Person) else Subject.FAMILY
    if isinstance(about, Collective):
        subject = about.subject
    form = form_of(record.kind.register, subject)
    return {field.code for field in fields if field.form is form and record.kind_code in field.kinds}


def _general(fields: Iterable[FieldFacts], subject: Person | Family | Collective) -> set[str]:
    return {field.code for field in fields if not field.kinds and field.form in FORMS[type(subject)]}


def _plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], ())


def _both_empty(one: Any, other: Any) -> bool:
    return _is_empty(one) and _is_empty(other)
