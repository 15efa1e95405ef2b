"""The social map: record people under kinds, find them, count them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.access import actor_of, needs
from db.models.mapping import Kind, MappingRecord
from db.models.office import Office, Reference
from db.models.people import Person
from db.models.regions import Region
from db.people import complete_person, write_person
from db.records import count
from db.rules.access import Right
from db.rules.dates import age_on, short_date
from db.rules.letters import RecapFacts
from db.rules.mapping import KindRules, Register, Subject, check_record, doubt_age
from db.rules.office import digits
from db.rules.people import mask_nik
from db.rules.problems import Problem, refuse, require
from db.rules.words import _
from db.search import is_named
from db.services.office import get_letterhead, get_office


@dataclass(frozen=True)
class KindFacts:
    """A kind with everything the form shows beside it."""

    code: str
    register: Register
    name: str
    abbreviation: str
    subject: Subject
    sensitive: bool
    definition: str
    criteria: tuple[tuple[str, str], ...]  # letter and text
    rules: KindRules


@dataclass(frozen=True)
class RecordForm:
    """One person under one or more kinds, as typed."""

    person_id: int | None
    person: Mapping[str, Any]
    kinds: Mapping[str, Sequence[str]]  # code of the kind: letters of the criteria
    disabilities: Sequence[str]
    desa_code: str
    recorded_on: date
    source: str
    recorder: str
    exception_reason: str
    note: str
    person_before: Mapping[str, Any] = field(default_factory=dict)  # a known person, as the form was filled


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
    """One record in the list; the NIK is masked."""

    id: int
    person_id: int | None  # None: kept from this user
    name: str
    masked_nik: str
    age: int | None
    kind_code: str
    kind: str
    desa: str
    kecamatan: str
    recorded_on: date
    criteria: str


@dataclass(frozen=True)
class Recap:
    """How many people are recorded: kecamatan × kinds."""

    columns: tuple[tuple[str, str, str], ...]  # code, abbreviation, name of the kind
    rows: tuple[tuple[str, tuple[int, ...]], ...]  # kecamatan and one count per column
    totals: tuple[int, ...]
    places: tuple[str, ...]  # code of the kecamatan of each row


@needs(Right.READ)
def list_kinds(session: Session, register: Register | None = None) -> list[KindFacts]:
    """The kinds in force, in official order."""
    query = select(Kind).where(Kind.valid_until.is_(None)).order_by(Kind.register, Kind.position)
    if register:
        query = query.where(Kind.register == register)
    return [_kind(kind) for kind in session.scalars(query.options(selectinload(Kind.criteria)))]


@needs(Right.MAPPING)
def record(session: Session, form: RecordForm, *, today: date) -> int:
    """Record a person under kinds: all of them, or none. Returns the person's id."""
    if not form.kinds:
        raise refuse(_("Pilih paling sedikit satu jenis PPKS atau PSKS."), "kind_code")
    if not form.desa_code:
        raise refuse(_("Pilih desa/kelurahan."), "desa_code")
    values = dict(form.person) | {"desa_code": form.desa_code}
    if form.person_id and form.person_before:
        person = write_person(session, form.person_id, form.person_before, values, today)
    else:
        person = complete_person(session, form.person_id, values, today)
    if not (person.nik or person.no_nik_reason):
        raise refuse(_("Isi NIK, atau pilih alasan tanpa NIK."), "nik")
    for code, letters in form.kinds.items():
        kind = session.get_one(Kind, code)
        rules = _kind(kind).rules
        require(check_record(rules, letters, form.disabilities, person.sex))
        if not form.exception_reason.strip():
            require(doubt_age(rules, person.birth_date, form.recorded_on))
        require(_check_double(session, person, kind))
        session.add(
            MappingRecord(
                person=person,
                kind=kind,
                desa_code=form.desa_code,
                kecamatan_code=form.desa_code[:6],
                criteria=list(letters),
                disabilities=list(form.disabilities) if kind.needs_disability else [],
                recorded_on=form.recorded_on,
                source=form.source.strip(),
                recorder=form.recorder.strip(),
                exception_reason=form.exception_reason.strip(),
                note=form.note.strip(),
            )
        )
    session.flush()
    return person.id


@needs(Right.MAPPING)
def close_record(session: Session, record_id: int, *, on: date, reason: str) -> None:
    """Take a record out of the figures for a reason; it stays on file."""
    if not reason.strip():
        raise refuse(_("Pilih alasan."), "reason")
    found = session.get_one(MappingRecord, record_id)
    found.closed_on, found.closed_reason = on, reason.strip()


@needs(Right.READ)
def count_records(session: Session, text: str = "", kecamatan_code: str = "", kind_code: str = "") -> int:
    """How many records a search finds."""
    return count(session, _matching(session, text, kecamatan_code, kind_code))


@needs(Right.READ)
def list_records(
    session: Session,
    offset: int,
    limit: int,
    text: str = "",
    kecamatan_code: str = "",
    kind_code: str = "",
) -> list[MappingRow]:
    """One page, in order of name; names of sensitive kinds are shown to who may edit the map (R9)."""
    hides = _hides(session)
    name = case((MappingRecord.kind.has(Kind.sensitive), ""), else_=Person.name) if hides else Person.name
    in_order = (name, MappingRecord.id)
    ids = _matching(session, text, kecamatan_code, kind_code).order_by(*in_order).offset(offset).limit(limit)
    query = (
        select(MappingRecord)
        .join(MappingRecord.person)
        .where(MappingRecord.id.in_(ids.scalar_subquery()))
        .options(
            joinedload(MappingRecord.person), joinedload(MappingRecord.kind), joinedload(MappingRecord.desa)
        )
        .order_by(*in_order)
    )
    names = dict(session.execute(select(Region.code, Region.name).where(Region.level == 6)).all())
    return [_row(found, names, hides) for found in session.scalars(query)]


@needs(Right.READ)
def get_record(session: Session, record_id: int) -> RecordFacts:
    """The card of one record: the criteria and disabilities in words; no name where it is hidden."""
    found = session.get_one(MappingRecord, record_id)
    kind = _kind(found.kind)
    hidden = kind.sensitive and _hides(session)
    names = dict(
        session.execute(
            select(Reference.code, Reference.text).where(Reference.list_name == "disabilities")
        ).all()
    )
    return RecordFacts(
        id=found.id,
        name=hidden_words() if hidden else found.person.full_name,
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
def recap(session: Session, register: Register = Register.PPKS) -> Recap:
    """The recap kecamatan × kinds from the records in force; screen, PDF and Excel all show this one."""
    kinds = list_kinds(session, register)
    regency = session.scalars(select(Office.regency_code)).one()
    recorded = select(MappingRecord.kecamatan_code).where(MappingRecord.closed_on.is_(None))
    in_use = or_(Region.closed_on.is_(None), Region.code.in_(recorded))  # nobody is lost with a kecamatan
    kecamatan = session.execute(
        select(Region.code, Region.name)
        .where(Region.level == 6, Region.code.startswith(regency), in_use)
        .order_by(Region.name)
    ).all()
    counted: dict[tuple[str, str], int] = {
        (place, kind): number
        for place, kind, number in session.execute(
            select(MappingRecord.kecamatan_code, MappingRecord.kind_code, func.count())
            .where(MappingRecord.closed_on.is_(None))
            .group_by(MappingRecord.kecamatan_code, MappingRecord.kind_code)
        )
    }
    rows = tuple(
        (name, tuple(counted.get((code, kind.code), 0) for kind in kinds)) for code, name in kecamatan
    )
    return Recap(
        columns=tuple((kind.code, kind.abbreviation, kind.name) for kind in kinds),
        rows=rows,
        totals=tuple(sum(counts[n] for _name, counts in rows) for n in range(len(kinds))),
        places=tuple(code for code, _name in kecamatan),
    )


@needs(Right.EXPORT)
def export_recap(session: Session, register: Register, *, title: str, at: datetime) -> RecapFacts:
    """The same recap as PDF and Excel state it, with who took it out of the program and when."""
    office, figures = get_office(session), recap(session, register)
    who = actor_of(session).name
    return RecapFacts(
        head=get_letterhead(session),
        paper=office.paper,
        practice=office.practice,
        title=title,
        regency=office.regency,
        as_of=at.date(),
        columns=tuple((code.rsplit("-", 1)[-1], name) for code, _short, name in figures.columns),
        rows=figures.rows,
        totals=figures.totals,
        printed=f"dicetak {short_date(at.date())} pukul {at:%H.%M} {office.timezone} oleh {who}",
    )


def hidden_words() -> str:
    """What stands for a name that is kept from a user."""
    return _("(dirahasiakan)")


def doubts_of(kinds: Sequence[KindFacts], birth_date: date | None, on: date) -> list[Problem]:
    """Which of the chosen kinds do not fit the age: the form asks for a reason."""
    return [problem for kind in kinds for problem in doubt_age(kind.rules, birth_date, on)]


def _check_double(session: Session, person: Person, kind: Kind) -> list[Problem]:
    """The same kind once per person while it is in force (R1)."""
    same = select(MappingRecord.id).where(
        MappingRecord.person_id == person.id,
        MappingRecord.kind_code == kind.code,
        MappingRecord.closed_on.is_(None),
    )
    if session.scalar(same) is None:
        return []
    text = _("{name} sudah tercatat sebagai {kind}.")
    return [Problem(text.format(name=person.name, kind=kind.name), "kind_code")]


def _kind(kind: Kind) -> KindFacts:
    return KindFacts(
        code=kind.code,
        register=kind.register,
        name=kind.name,
        abbreviation=kind.abbreviation,
        subject=kind.subject,
        sensitive=kind.sensitive,
        definition=kind.definition,
        criteria=tuple((criterion.letter, criterion.text) for criterion in kind.criteria),
        rules=KindRules(
            kind.name,
            kind.minimum_age,
            kind.maximum_age,
            kind.sex,
            kind.needs_disability,
            bool(kind.criteria),
        ),
    )


def _hides(session: Session) -> bool:
    """Whether names under sensitive kinds are kept from this user."""
    return Right.MAPPING not in actor_of(session).rights


def _row(found: MappingRecord, kecamatan: Mapping[str, str], hides: bool) -> MappingRow:
    person, hidden = found.person, hides and found.kind.sensitive
    return MappingRow(
        id=found.id,
        person_id=None if hidden else person.id,
        name=hidden_words() if hidden else person.full_name,
        masked_nik=hidden_words() if hidden else mask_nik(person.nik) or person.no_nik_reason,
        age=age_on(person.birth_date, found.recorded_on) if person.birth_date else None,
        kind_code=found.kind_code,
        kind=found.kind.name,
        desa=found.desa.name,
        kecamatan=kecamatan[found.kecamatan_code],
        recorded_on=found.recorded_on,
        criteria=", ".join(found.criteria),
    )


def _matching(session: Session, text: str, kecamatan_code: str, kind_code: str) -> Select[int]:
    query = select(MappingRecord.id).join(MappingRecord.person).where(MappingRecord.closed_on.is_(None))
    if kecamatan_code:
        query = query.where(MappingRecord.kecamatan_code == kecamatan_code)
    if kind_code:
        query = query.where(MappingRecord.kind_code == kind_code)
    if needle := text.strip():
        if _hides(session):  # a hit would tell the name
            query = query.where(~MappingRecord.kind.has(Kind.sensitive))
        number = digits(needle)
        if number.isdigit():
            return query.where(Person.nik.between(f"{number:0<16}", f"{number:9<16}"))
        query = query.where(is_named(session, needle))
    return query
