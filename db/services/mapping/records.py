"""The list of cases, found among a million, and the card of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from db.access import needs
from db.models.families import Collective, Family
from db.models.mapping import Kind, MappingRecord
from db.models.office import Reference
from db.models.people import Person
from db.models.regions import Region
from db.rules.access import Right
from db.rules.dates import age_on
from db.rules.mapping import RecordState, Register, Subject
from db.rules.office import full_name
from db.rules.people import Sex, mask_nik
from db.rules.words import _
from db.services.mapping.entry import Recorded, RecordForm, record
from db.services.mapping.filters import FEW, Filter, Head, first_ids, walked_ids
from db.services.mapping.kinds import KindFacts, kind_facts
from db.services.mapping.seen import hides_names
from db.services.mapping.states import close_record

__all__ = [
    "Filter",
    "MappingRow",
    "RecordFacts",
    "RecordForm",
    "Recorded",
    "close_record",
    "count_records",
    "get_record",
    "hidden_words",
    "list_records",
    "record",
]
ALL = Filter()


@dataclass(frozen=True)
class RecordFacts:
    """One record with everything its card says, in words."""

    id: int
    name: str
    kind: KindFacts
    criteria: tuple[str, ...]
    disabilities: tuple[str, ...]
    recorded_on: date
    source: str
    recorder: str
    exception_reason: str
    note: str


@dataclass(frozen=True)
class MappingRow:
    """One record in the list; the NIK is masked. Of a family NIK, sex and age are those of its head."""

    id: int
    person_id: int | None  # None: kept from this user, or not a person
    name: str
    masked_nik: str
    age: int | None
    kind_code: str
    kind: str
    desa: str
    kecamatan: str
    recorded_on: date
    criteria: str
    register: Register
    subject: Subject
    state: RecordState
    sex: Sex | None
    source: str
    recorder: str
    confirmed_on: date | None
    family_id: int | None
    collective_id: int | None
    sensitive: bool
    closed_on: date | None


@needs(Right.READ)
def count_records(session: Session, where: Filter = ALL) -> int:
    """How many records a filter finds."""
    found = first_ids(where, session, hides=hides_names(session))
    return session.scalars(select(func.count()).select_from(found.subquery())).one()


@needs(Right.READ)
def list_records(session: Session, offset: int, limit: int, where: Filter = ALL) -> list[MappingRow]:
    """One page: a few in order of name, many with the newest first.

    Names of sensitive kinds are shown to who may see them (R9); for others those records stand first.
    """
    hides = hides_names(session)
    ids = _page(session, where, offset, limit, hides)
    place = {record_id: number for number, record_id in enumerate(ids)}
    rows = session.execute(_whole().where(MappingRecord.id.in_(ids)))
    return [_row(row, hides) for row in sorted(rows, key=lambda row: place[row.id])]


def in_order_of_name(number: int) -> bool:
    """Whether a list of so many stands in order of name."""
    return number <= FEW


@needs(Right.READ)
def get_record(session: Session, record_id: int) -> RecordFacts:
    """The card of one record: the criteria and disabilities in words; no name where it is hidden."""
    found = session.get_one(MappingRecord, record_id)
    kind = kind_facts(found.kind)
    hidden = kind.sensitive and hides_names(session)
    names = dict(
        session.execute(
            select(Reference.code, Reference.text).where(Reference.list_name == "disabilities")
        ).all()
    )
    assert found.subject is not None
    return RecordFacts(
        id=found.id,
        name=hidden_words() if hidden else found.subject.full_name,
        kind=kind,
        criteria=tuple(text for letter, text in kind.criteria if letter in found.criteria),
        disabilities=tuple(names.get(code, code) for code in found.disabilities),
        recorded_on=found.recorded_on,
        source=found.source,
        recorder=found.recorder,
        exception_reason=hidden_words() if hidden and found.exception_reason else found.exception_reason,
        note=hidden_words() if hidden and found.note else found.note,
    )


@needs(Right.READ)
def get_row(session: Session, record_id: int) -> MappingRow:
    """One record as the list has it, for a link that knows its id only."""
    row = session.execute(_whole().where(MappingRecord.id == record_id)).one()
    return _row(row, hides_names(session))


@needs(Right.READ)
def list_sources(session: Session) -> list[str]:
    """The sources that records name most, for a filter."""
    number = func.count()
    query = (
        select(MappingRecord.source)
        .where(MappingRecord.source != "", MappingRecord.closed_on.is_(None))
        .group_by(MappingRecord.source)
        .order_by(number.desc())
        .limit(100)
    )
    return list(session.scalars(query))


def hidden_words() -> str:
    """What stands for a name that is kept from a user."""
    return _("(dirahasiakan)")


def _page(session: Session, where: Filter, offset: int, limit: int, hides: bool) -> Sequence[int]:
    few = session.scalars(first_ids(where, session, hides=hides).limit(FEW + 1)).all()
    if len(few) > FEW:
        walk = walked_ids(where, session, hides=hides)
        return session.scalars(walk.offset(offset).limit(limit)).all()
    name = func.coalesce(Person.name, Head.name, Collective.name)
    columns: tuple[Any, ...] = (MappingRecord.id, name, Kind.sensitive)
    named = _joined(select(*columns)).where(MappingRecord.id.in_(few))
    in_order = sorted(
        ("" if hides and sensitive else (called or "").casefold(), record_id)
        for record_id, called, sensitive in session.execute(named)
    )
    return [record_id for _name, record_id in in_order[offset : offset + limit]]


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.join(Kind, Kind.code == MappingRecord.kind_code)
        .outerjoin(Person, Person.id == MappingRecord.person_id)
        .outerjoin(Family, Family.id == MappingRecord.family_id)
        .outerjoin(Head, Head.id == Family.head_id)
        .outerjoin(Collective, Collective.id == MappingRecord.collective_id)
    )


def _whole() -> Select[Any]:
    desa, kecamatan = aliased(Region), aliased(Region)
    return (
        _joined(
            select(
                *(getattr(MappingRecord, name) for name in OWN),
                *(getattr(Person, name).label(name) for name in OF_PERSON),
                *(getattr(Head, name).label(f"head_{name}") for name in OF_PERSON),
                Collective.name.label("collective"),
                Kind.name.label("kind"),
                Kind.register,
                Kind.subject,
                Kind.sensitive,
                desa.name.label("desa"),
                kecamatan.name.label("kecamatan"),
            )
        )
        .join(desa, desa.code == MappingRecord.desa_code)
        .join(kecamatan, kecamatan.code == MappingRecord.kecamatan_code)
    )


OWN = (
    *("id", "person_id", "family_id", "collective_id", "kind_code", "state", "recorded_on", "confirmed_on"),
    *("criteria", "source", "recorder", "closed_on"),
)
OF_PERSON = ("front_title", "name", "back_title", "nik", "no_nik_reason", "birth_date", "sex")


def _row(row: Row[Any], hides: bool) -> MappingRow:
    hidden, facts = hides and row.sensitive, row._mapping
    front, name, back, nik, reason, born, sex = (
        facts[f"head_{field}" if row.family_id else field] for field in OF_PERSON
    )
    subject = row.subject
    if row.collective_id:
        called = row.collective
        subject = subject if subject is Subject.INSTITUTION else Subject.COMMUNITY
    else:
        called = full_name(front, name, back)
        if row.family_id:
            called = _("Keluarga {head}").format(head=called)
    return MappingRow(
        id=row.id,
        person_id=None if hidden else row.person_id,
        name=hidden_words() if hidden else called,
        masked_nik=hidden_words() if hidden else mask_nik(nik) or reason or "",
        age=age_on(born, row.recorded_on) if born else None,
        kind_code=row.kind_code,
        kind=row.kind,
        desa=row.desa,
        kecamatan=row.kecamatan,
        recorded_on=row.recorded_on,
        criteria=", ".join(row.criteria),
        register=row.register,
        subject=subject,
        state=row.state,
        sex=sex,
        source=row.source,
        recorder=row.recorder,
        confirmed_on=row.confirmed_on,
        family_id=None if hidden else row.family_id,
        collective_id=None if hidden else row.collective_id,
        sensitive=row.sensitive,
        closed_on=row.closed_on,
    )
