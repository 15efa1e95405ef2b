"""Which records are meant: one filter for the list, the recap, the map, quality lists and exports."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from db.models.aid import Aid, WelfareStatus
from db.models.families import Collective, Family
from db.models.mapping import Kind, MappingRecord
from db.models.people import Person
from db.rules.mapping import RecordState, Register, born_by
from db.rules.names import fold
from db.rules.office import digits
from db.search import named_ids

FEW = 2000  # so many are put in order of name; more stand with the newest first
Head = aliased(Person, name="head")


@dataclass(frozen=True)
class Filter:
    """What is looked for; what is left empty does not matter. Without a state: all that are in force."""

    text: str = ""  # of a name, a NIK or a No. KK
    register: Register | None = None
    kecamatan_code: str = ""
    desa_code: str = ""
    kind_code: str = ""
    kind_codes: tuple[str, ...] | None = None  # one of these: what a sum of the recap adds up
    sex: str = ""
    without_sex: bool = False
    age_from: int | None = None
    age_to: int | None = None
    age_unknown: bool = False
    age_on: date | None = None  # the day of the ages: one must be given with them
    state: RecordState | None = None
    source: str = ""
    recorder: str = ""
    changed_since: date | None = None  # entered, confirmed or closed
    without_nik: bool = False
    programme_code: str = ""  # of those who get it
    gets_on: date | None = None  # on this day: one must be given with it
    decile: int | None = None
    record_ids: tuple[int, ...] | None = None  # these and no others, closed ones too: lists of others

    @classmethod
    def of(cls, asked: Mapping[str, Any], today: date) -> "Filter":
        """From the words of a link; what it does not know is not asked for."""
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in asked.items() if name in known and value not in (None, "")}
        if "register" in values:
            values["register"] = Register(values["register"])
        if "state" in values:
            values["state"] = RecordState(values["state"])
        if values.get("record_ids") is not None:
            values["record_ids"] = tuple(values["record_ids"])
        if values.get("kind_codes") is not None:
            values["kind_codes"] = tuple(values["kind_codes"])
        if {"age_from", "age_to"} & set(values):
            values.setdefault("age_on", today)
        if "programme_code" in values:
            values.setdefault("gets_on", today)
        return cls(**values)

    @property
    def is_set(self) -> bool:
        """Whether anything is asked for."""
        asked = (field for field in fields(self) if field.name not in ("age_on", "gets_on"))
        return any(getattr(self, field.name) != field.default for field in asked)


def conditions(where: Filter, *, hides: bool = False) -> list[ColumnElement[bool]]:
    """What a filter asks of a record, but for its text. hides: what is asked of a person must not tell
    that hidden names are among those found."""
    record = MappingRecord
    asked: list[ColumnElement[bool]] = []
    if where.state is RecordState.CLOSED:
        asked.append(record.closed_on.is_not(None))
    elif where.state is not None or where.record_ids is None:
        asked.append(record.closed_on.is_(None))
        if where.state is not None:
            asked.append(record.state == where.state)
    for column, value in (
        (record.kecamatan_code, where.kecamatan_code),
        (record.desa_code, where.desa_code),
        (record.kind_code, where.kind_code),
        (record.sex, where.sex),
        (record.source, where.source),
        (record.recorder, where.recorder),
    ):
        if value:
            asked.append(column == value)
    if where.register is not None:  # nearly all records: no index over kinds helps, so none is offered
        own = select(Kind.code).where(Kind.register == where.register)
        asked.append((record.kind_code + "").in_(own))
    if where.kind_codes is not None:
        asked.append((record.kind_code + "").in_(where.kind_codes))
    if where.without_sex:
        asked.append(record.sex == "")
    asked += _ages(where)
    if where.changed_since is not None:
        days = (record.confirmed_on, record.closed_on, record.recorded_on)
        asked.append(
            or_(record.entered_at >= where.changed_since, *(day >= where.changed_since for day in days))
        )
    if where.without_nik:
        asked.append(record.person_id.in_(select(Person.id).where(Person.nik.is_(None))))
    if where.programme_code:
        if where.gets_on is None:
            raise ValueError("aid is got on a day")
        gets = select(Aid.person_id).where(
            Aid.programme_code == where.programme_code, gets_now(where.gets_on)
        )
        asked.append(_of_people(gets))
    if where.decile is not None:
        asked.append(_of_people(select(WelfareStatus.person_id).where(WelfareStatus.decile == where.decile)))
    if where.record_ids is not None:
        chosen: BindParameter[Any] = bindparam(
            None, where.record_ids, expanding=True, literal_execute=True
        )  # they may be many
        asked.append(record.id.in_(chosen))
    of_person = where.text.strip() or where.without_nik or where.programme_code or where.decile is not None
    if hides and of_person:
        asked.append((record.kind_code + "").not_in(select(Kind.code).where(Kind.sensitive)))
    return asked


def first_ids(where: Filter, session: Session, *, hides: bool) -> Select[Any]:
    """The ids of records that match, in no order: asked with a limit it stops early."""
    asked = conditions(where, hides=hides)
    if not where.text.strip():
        return select(MappingRecord.id).where(*asked)
    record = MappingRecord.id
    if (plain := _plainly(where.text, Person)) is not None:
        people = select(Person.id).where(plain).subquery()
    else:
        people = named_ids(session, where.text).subquery()
    own = select(record).join(people, people.c[0] == MappingRecord.person_id).where(*asked)
    families = (
        select(record)
        .join(Family, Family.id == MappingRecord.family_id)
        .join(people, people.c[0] == Family.head_id)
        .where(*asked)
    )
    collectives = select(record).where(MappingRecord.collective_id.in_(_called(where.text)), *asked)
    found = union_all(own, families, collectives).subquery()
    return select(found.c[0])


def walked_ids(where: Filter, session: Session, *, hides: bool) -> Select[Any]:
    """The same in the order of the list, the newest first: for a page of many."""
    asked = conditions(where, hides=hides)
    if where.text.strip():
        asked.append(_is_about(where.text, session))
    return (
        select(MappingRecord.id)
        .where(*asked)
        .order_by(MappingRecord.closed_on.desc(), MappingRecord.id.desc())
    )


def _is_about(text: str, session: Session) -> ColumnElement[bool]:
    """Row by row, so that a walk stops when its page is full: `+ 0` keeps it off other indexes."""
    record = MappingRecord
    called = (record.collective_id + 0).in_(_called(text))
    own, head = _plainly(text, Person), _plainly(text, Head)
    if own is not None and head is not None:
        is_own = exists().where(Person.id == record.person_id, own)
        is_head = exists().where(Family.id == record.family_id, Head.id == Family.head_id, head)
        return or_(is_own, is_head, called)
    people = named_ids(session, text)
    families = select(Family.id).where(Family.head_id.in_(people))
    return or_((record.person_id + 0).in_(people), (record.family_id + 0).in_(families), called)


def _plainly(text: str, person: Any) -> ColumnElement[bool] | None:
    """What is asked of a person where no words are: the beginning of a NIK or No. KK, or one letter."""
    number = digits(text)
    if number.isdigit():
        least, most = f"{number[:16]:0<16}", f"{number[:16]:9<16}"
        return or_(person.nik.between(least, most), person.kk.between(least, most))
    letter = fold(text)
    if len(letter) == 1:  # so many words begin with it that the index of words is no help
        return and_(person.folded >= letter, person.folded < chr(ord(letter) + 1))
    return None


def _called(text: str) -> Select[Any]:
    """Groups and institutions whose name holds every word."""
    words = [Collective.name.icontains(word, autoescape=True) for word in text.split()]
    return select(Collective.id).where(*words)


def gets_now(today: date) -> ColumnElement[bool]:
    """An aid that has begun and has not ended."""
    return and_(Aid.begins_on <= today, or_(Aid.ends_on.is_(None), Aid.ends_on >= today))


def _of_people(people: Select[Any]) -> ColumnElement[bool]:
    families = select(Family.id).where(Family.head_id.in_(people))
    return or_(MappingRecord.person_id.in_(people), MappingRecord.family_id.in_(families))


def _ages(where: Filter) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if where.age_unknown:
        unknown = MappingRecord.born.is_(None)
        asked.append(or_(unknown, MappingRecord.born > where.age_on) if where.age_on else unknown)
    for age, oldest in ((where.age_from, False), (where.age_to, True)):
        if age is None:
            continue
        if where.age_on is None:
            raise ValueError("ages are those of a day")
        limit = born_by(where.age_on, age + oldest)
        asked.append(MappingRecord.born > limit if oldest else MappingRecord.born <= limit)
    return asked
