"""The card behind a row of the list: one person with all records and the family, or one institution."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.audit import note
from db.models.families import Collective, Family
from db.models.mapping import Kind, KindField, MappingRecord
from db.models.people import Person
from db.models.regions import Region
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.amounts import amount_text
from db.rules.coordinates import Point
from db.rules.dates import age_on, long_date
from db.rules.kind_fields import FieldType
from db.rules.mapping import RecordState
from db.rules.people import mask_nik, sex_label
from db.rules.words import _
from db.services.mapping import aid, boards, facts, families, handling, photos, states
from db.services.mapping.aid import AidRow, StatusFacts
from db.services.mapping.boards import BoardRow
from db.services.mapping.handling import HandlingRow
from db.services.mapping.kinds import KindFacts, kind_facts
from db.services.mapping.photos import PhotoRow
from db.services.mapping.records import hidden_words
from db.services.mapping.relations import find_family
from db.services.mapping.seen import hides_names, shown_kinds
from db.services.mapping.states import Step
from db.services.references import list_choices
from db.services.settings import get_limits

UNTIL = "_until"  # how the code of a field ends that says until when a paper is valid


@dataclass(frozen=True)
class Said:
    """One answered field of a form."""

    block: str
    label: str
    text: str


@dataclass(frozen=True)
class Permit:
    """A paper that expires."""

    label: str
    until: date


@dataclass(frozen=True)
class CardRecord:
    """One record of the subject, with its life."""

    id: int
    kind: KindFacts
    of_family: bool
    state: RecordState
    closed_on: date | None
    closed_reason: str
    recorded_on: date
    confirmed_on: date | None
    source: str
    recorder: str
    criteria: tuple[str, ...]
    disabilities: tuple[str, ...]
    exception_reason: str
    note: str
    desa_code: str
    place: str
    said: tuple[Said, ...]
    point: Point | None
    steps: tuple[Step, ...]
    handling: tuple[HandlingRow, ...]
    photos: tuple[PhotoRow, ...]


@dataclass(frozen=True)
class Relative:
    """A member of the family, and under which kinds he or she is recorded."""

    person_id: int
    name: str
    masked_nik: str
    relation: str
    age: int | None
    kinds: str
    record_id: int | None  # that opens the member's own card


@dataclass(frozen=True)
class Card:
    """Everything a card shows; of a hidden subject only the one record, without a name."""

    name: str
    hidden: bool
    facts: tuple[tuple[str, str], ...]
    said: tuple[Said, ...]  # of the subject, whichever kinds
    records: tuple[CardRecord, ...]
    person_id: int | None
    collective_id: int | None
    kk: str
    family: tuple[Relative, ...]
    status: StatusFacts | None
    aid: tuple[AidRow, ...]
    permits: tuple[Permit, ...]
    board: tuple[BoardRow, ...]
    stale_months: int
    paper_days: int
    family_id: int | None = None
    family_size: int | None = None  # as it was told, whoever of them is recorded


@needs(Right.READ)
def is_noted(session: Session, record_id: int) -> bool:
    """Whether opening this card is noted in the log: it shows a sensitive kind."""
    found = session.get_one(MappingRecord, record_id)
    return not hides_names(session) and any(record.kind.sensitive for record in _records(session, found))


@needs(Right.READ)
def get_card(session: Session, record_id: int, *, today: date, again: bool = False) -> Card:
    """The card of a record. Opening one with a sensitive kind is noted: it wants a writing session.

    again: it is open already and is read once more.
    """
    found = session.get_one(MappingRecord, record_id)
    hides = hides_names(session)
    limits = get_limits(session)
    months, days = limits.welfare_stale_months, limits.paper_ends_within
    if found.kind.sensitive and hides:
        one = _card_record(session, found, hidden=True)
        return Card(
            *(hidden_words(), True, (), (), (one,), None, None, "", (), None, (), (), ()), months, days
        )
    shown = [record for record in _records(session, found) if not (hides and record.kind.sensitive)]
    for record in shown:
        if record.kind.sensitive and not again:
            note(session, MappingRecord, _("Membuka kartu {kind}").format(kind=record.kind.name), record.id)
    records = tuple(_card_record(session, record) for record in shown)
    subject = found.subject
    assert subject is not None
    if isinstance(subject, Collective):
        said = _said(session, facts.subject_facts(session, subject))
        permits = _permits(
            session, [facts.subject_facts(session, subject), *(record.facts for record in shown)]
        )
        board = tuple(boards.list_board(session, subject.id))
        lines = _collective_lines(subject)
        return Card(
            *(subject.name, False, lines, said, records, None, subject.id, "", (), None, (), permits, board),
            *(months, days),
        )
    person = subject if isinstance(subject, Person) else subject.head
    own = facts.subject_facts(session, person)
    family = find_family(session, person)
    said = (
        *(_said(session, facts.subject_facts(session, family)) if family else ()),
        *_said(session, own),
    )
    kin = aid.family_of(session, person.id)
    kk = (family.kk if family else None) or person.kk
    whole = actor_of(session).rights & EDITS_PEOPLE
    return Card(
        name=subject.full_name,
        hidden=False,
        facts=_person_lines(session, person, today),
        said=said,
        records=records,
        person_id=person.id,
        collective_id=None,
        kk=kk if whole else mask_nik(kk),
        family=_relatives(session, family, kin, person, today),
        status=aid.get_status(session, person.id),
        aid=tuple(aid.list_aid(session, kin)),
        permits=_permits(session, [own, *(record.facts for record in shown)]),
        board=(),
        stale_months=months,
        paper_days=days,
        family_id=family.id if family else None,
        family_size=family.size if family else None,
    )


def _records(session: Session, found: MappingRecord) -> Sequence[MappingRecord]:
    """All records of the same person and the family he or she heads, or of the same collective."""
    if found.collective_id:
        own = MappingRecord.collective_id == found.collective_id
    else:
        person_id = found.person_id or (found.family.head_id if found.family else None)
        heads = select(Family.id).where(Family.head_id == person_id)
        own = or_(MappingRecord.person_id == person_id, MappingRecord.family_id.in_(heads))
    query = select(MappingRecord).where(own).order_by(MappingRecord.closed_on.is_not(None), MappingRecord.id)
    return session.scalars(query).all()


def _card_record(session: Session, found: MappingRecord, *, hidden: bool = False) -> CardRecord:
    kind = kind_facts(found.kind)
    names = {choice.code: choice.text for choice in list_choices(session, "disabilities")}
    has_point = not hidden and found.latitude is not None and found.longitude is not None
    return CardRecord(
        id=found.id,
        kind=kind,
        of_family=found.family_id is not None,
        state=found.state,
        closed_on=found.closed_on,
        closed_reason=found.closed_reason,
        recorded_on=found.recorded_on,
        confirmed_on=found.confirmed_on,
        source=found.source,
        recorder=found.recorder,
        criteria=tuple(text for letter, text in kind.criteria if letter in found.criteria),
        disabilities=tuple(names.get(code, code) for code in found.disabilities),
        exception_reason="" if hidden else found.exception_reason,
        note="" if hidden else found.note,
        desa_code=found.desa_code,
        place=_place(session, found.desa_code),
        said=() if hidden else _said(session, found.facts),
        point=(found.latitude or 0.0, found.longitude or 0.0) if has_point else None,
        steps=() if hidden else tuple(states.list_steps(session, found.id)),
        handling=() if hidden else tuple(handling.list_handling(session, found.id)),
        photos=() if hidden else tuple(photos.list_photos(session, found.id)),
    )


def _place(session: Session, desa_code: str | None) -> str:
    codes = [desa_code, (desa_code or "")[:6]]
    names = dict(session.execute(select(Region.code, Region.name).where(Region.code.in_(codes))).all())
    return ", ".join(names[code] for code in codes if code in names)


def _said(session: Session, answers: Mapping[str, Any]) -> tuple[Said, ...]:
    """What was answered, by the fields as they are now: also those that were switched off since."""
    if not answers:
        return ()
    query = select(KindField).where(KindField.code.in_(answers)).order_by(KindField.form, KindField.position)
    return tuple(
        Said(field.block, field.label, _in_words(field, answers[field.code]))
        for field in session.scalars(query)
        if answers[field.code] not in (None, "", [])
    )


def _in_words(field: KindField, value: Any) -> str:
    match field.type:
        case FieldType.YES_NO:
            return _("Ya") if value else _("Tidak")
        case FieldType.MONEY:
            return f"Rp{amount_text(int(value))}"
        case FieldType.DATE:
            return long_date(date.fromisoformat(str(value)))
        case FieldType.CHOICES:
            return ", ".join(str(part) for part in value)
    return f"{value} {field.unit}".strip()


def _permits(session: Session, answers: Iterable[Mapping[str, Any]]) -> tuple[Permit, ...]:
    given = {
        code: value for said in answers for code, value in said.items() if code.endswith(UNTIL) and value
    }
    if not given:
        return ()
    query = select(KindField).where(KindField.code.in_(given), KindField.type == FieldType.DATE)
    found = [Permit(field.label, date.fromisoformat(given[field.code])) for field in session.scalars(query)]
    return tuple(sorted(found, key=lambda permit: permit.until))


def _person_lines(session: Session, person: Person, today: date) -> tuple[tuple[str, str], ...]:
    whole = actor_of(session).rights & EDITS_PEOPLE
    words = {
        name: {choice.code: choice.text for choice in list_choices(session, name)}
        for name in ("religions", "marital_statuses", "educations", "occupations")
    }
    age = _("{age} tahun").format(age=age_on(person.birth_date, today)) if person.birth_date else ""
    address = (person.address, f"RT {person.rt}" * bool(person.rt), f"RW {person.rw}" * bool(person.rw))
    place = _place(session, person.desa_code) or person.outside
    lines = (
        ("NIK", (person.nik if whole else mask_nik(person.nik)) or person.no_nik_reason),
        (_("Lahir"), " · ".join(part for part in (person.birth, age) if part)),
        (_("Jenis kelamin"), sex_label(person.sex) if person.sex else ""),
        (_("Alamat"), ", ".join(part for part in (*address, place) if part)),
        (_("No. HP"), person.phone),
        (_("Pos-el"), person.email),
        (_("Peran lain"), ", ".join(boards.roles_of(session, person.id))),
        (_("Ibu kandung"), person.mother),
        (_("Agama"), words["religions"].get(person.religion, person.religion)),
        (_("Status kawin"), words["marital_statuses"].get(person.marital_status, person.marital_status)),
        (_("Pendidikan"), words["educations"].get(person.education, person.education)),
        (_("Pekerjaan"), words["occupations"].get(person.occupation, person.occupation)),
    )
    return tuple((name, text) for name, text in lines if text)


def _collective_lines(subject: Collective) -> tuple[tuple[str, str], ...]:
    place = subject.desa.name if subject.desa else ""
    numbers = (
        (subject.households, _("{number} KK")),
        (subject.males, _("{number} laki-laki")),
        (subject.females, _("{number} perempuan")),
    )
    lines = (
        (_("Alamat"), ", ".join(part for part in (subject.address, place) if part)),
        (_("Ketua/tokoh"), subject.leader),
        (_("No. HP"), subject.phone),
        (_("Pos-el"), subject.email),
        (
            _("Anggota"),
            ", ".join(words.format(number=number) for number, words in numbers if number is not None),
        ),
    )
    return tuple((name, text) for name, text in lines if text)


def _relatives(
    session: Session, family: Family | None, kin: Sequence[int], person: Person, today: date
) -> tuple[Relative, ...]:
    """Everybody who shares the No. KK or the family, the head first."""
    if len(kin) < 2 and family is None:
        return ()
    if family is not None:
        known = families.get_family(session, family.id, today=today).members
        rows = [(row.person_id, row.name, row.masked_nik, row.relation, row.age) for row in known]
    else:
        people = session.scalars(select(Person).where(Person.id.in_(kin)).order_by(Person.birth_date))
        rows = [
            (
                one.id,
                one.full_name,
                mask_nik(one.nik),
                "",
                age_on(one.birth_date, today) if one.birth_date else None,
            )
            for one in people
        ]
    query = (
        select(MappingRecord.person_id, MappingRecord.id, Kind.name)
        .join(Kind, Kind.code == MappingRecord.kind_code)
        .where(MappingRecord.person_id.in_([row[0] for row in rows]), MappingRecord.closed_on.is_(None))
        .where(shown_kinds(session))
        .order_by(MappingRecord.id)
    )
    kinds: dict[int | None, list[tuple[int, str]]] = {}
    for person_id, record_id, kind in session.execute(query):
        kinds.setdefault(person_id, []).append((record_id, kind))
    return tuple(
        Relative(
            *row,
            ", ".join(kind for _id, kind in kinds.get(row[0], ())),
            kinds[row[0]][0][0] if row[0] in kinds and row[0] != person.id else None,
        )
        for row in rows
    )
