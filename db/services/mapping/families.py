"""Families of the map: found by their No. KK, with their head and members (domain.md F-2, R7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.families import Family, FamilyMember
from db.models.office import Reference
from db.models.people import Person
from db.people import complete_person, family_number
from db.records import merge
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.dates import age_on
from db.rules.names import fold
from db.rules.office import digits
from db.rules.people import Sex, check_nik, mask_nik, read_nik
from db.rules.problems import refuse
from db.rules.words import _

HEAD = "1"  # of the list family_relations
KK_LENGTH = 16
MEMBERS = 60  # more than any family; a KK typed for many strangers does not fill the screen


@dataclass(frozen=True)
class MemberForm:
    """Somebody of a family, as typed."""

    name: str = ""
    nik: str = ""
    relation_code: str = ""
    sex: Sex | None = None
    birth_date: date | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class FamilyForm:
    """What a form says of a family beside its head: the head's own No. KK is the family's."""

    size: int | None = None
    members: Sequence[MemberForm] = ()

    @classmethod
    def of(cls, family: Family) -> "FamilyForm":
        return cls(size=family.size)


@dataclass(frozen=True)
class MemberRow:
    """One member, in words."""

    person_id: int
    name: str
    masked_nik: str
    relation: str
    sex: Sex | None
    age: int | None


@dataclass(frozen=True)
class FamilyFacts:
    """A family with its head and members."""

    id: int
    kk: str
    head_id: int
    head: str
    size: int | None
    members: tuple[MemberRow, ...]


@needs(Right.READ)
def find_family(session: Session, kk: str, *, today: date) -> FamilyFacts | None:
    """The family with this No. KK, if it is known."""
    number = digits(kk)
    found = session.scalars(select(Family).where(Family.kk == number)).first() if number else None
    return get_family(session, found.id, today=today) if found else None


@needs(Right.READ)
def get_family(session: Session, family_id: int, *, today: date) -> FamilyFacts:
    """A family: people with its No. KK and those put to it, the head first."""
    family = session.get_one(Family, family_id)
    words: Mapping[str, str] = dict(
        session.execute(
            select(Reference.code, Reference.text).where(Reference.list_name == "family_relations")
        ).all()
    )
    belongs: ColumnElement[bool] = Person.id.in_(
        select(FamilyMember.person_id).where(FamilyMember.family_id == family_id)
    )
    if family.kk:
        belongs = or_(belongs, Person.kk == family.kk)
    rows = session.execute(
        select(Person, FamilyMember.relation_code)
        .outerjoin(FamilyMember, FamilyMember.person_id == Person.id)
        .where(or_(belongs, Person.id == family.head_id))
        .order_by(Person.birth_date, Person.id)
        .limit(MEMBERS)
    ).all()
    members = [
        MemberRow(
            person.id,
            person.full_name,
            mask_nik(person.nik),
            words.get(HEAD if person.id == family.head_id else relation or "", ""),
            person.sex,
            age_on(person.birth_date, today) if person.birth_date else None,
        )
        for person, relation in rows
    ]
    members.sort(key=lambda member: member.person_id != family.head_id)
    whole = actor_of(session).rights & EDITS_PEOPLE
    return FamilyFacts(
        family.id,
        (family.kk or "") if whole else mask_nik(family.kk),
        family.head_id,
        family.head.full_name,
        family.size,
        tuple(members),
    )


@needs(Right.MAPPING)
def write_family(
    session: Session,
    head: Person,
    form: FamilyForm,
    desa_code: str,
    today: date,
    known: Family | None = None,
    before: FamilyForm | None = None,
) -> Family:
    """The family with this No. KK or this head, or a new one that the person heads."""
    kk = family_number(head)
    if kk and (len(kk) != KK_LENGTH or not kk.isdigit()):
        raise refuse(_("No. KK terdiri dari 16 angka."), "kk")
    family = known or _find(session, kk, head)
    if family is None:
        family = Family(
            kk=kk or None,
            head=head,
            desa_code=desa_code,
            address=head.address,
            rt=head.rt,
            rw=head.rw,
            size=form.size,
            facts={},
        )
        session.add(family)
    else:
        values: dict[str, Any] = {"size": form.size}
        if kk and (known is not None or not family.kk) and kk != family.kk:
            _take_number(session, family, kk)
        if form.size is not None or before is not None:
            kept = {name: getattr(family, name) for name in values}
            merge(session, family, kept | ({"size": before.size} if before else {}), values)
    session.flush()
    for member in form.members:
        _put(session, family, member, today)
    session.flush()
    return family


def _take_number(session: Session, family: Family, kk: str) -> None:
    """Another No. KK is that of the family and of those who were put to it."""
    other = session.scalars(select(Family).where(Family.kk == kk, Family.id != family.id)).first()
    if other is not None:
        raise refuse(_("No. KK ini sudah dipakai {family}.").format(family=other.describe()), "kk")
    old, family.kk = family.kk, kk
    of_family = select(FamilyMember.person_id).where(FamilyMember.family_id == family.id)
    if old:
        for member in session.scalars(select(Person).where(Person.kk == old, Person.id.in_(of_family))):
            member.kk = kk


def _find(session: Session, kk: str, head: Person) -> Family | None:
    if kk and (found := session.scalars(select(Family).where(Family.kk == kk)).first()):
        return found
    headed = session.scalars(select(Family).where(Family.head_id == head.id)).first()
    return headed if headed and (not kk or not headed.kk or headed.kk == kk) else None


def _put(session: Session, family: Family, member: MemberForm, today: date) -> None:
    if not member.name.strip():
        return
    nik = digits(member.nik)
    known = member.person_id
    if known is None and nik:
        known = session.scalar(select(Person.id).where(Person.nik == nik))
    known = known or _member_so_named(session, family, member)
    told = _told(session, known, nik, today)
    typed = {
        "name": member.name,
        "nik": nik,
        "sex": member.sex or told.get("sex"),
        "birth_date": member.birth_date or told.get("birth_date"),
        "kk": family.kk or "",
    }
    if known is None:
        typed |= {name: getattr(family, name) for name in ("desa_code", "address", "rt", "rw")}
    else:
        typed.pop("name")
    person = complete_person(session, known, typed, today)
    own = session.get(FamilyMember, person.id)
    if own is None:
        own = FamilyMember(person_id=person.id, family_id=family.id)
        session.add(own)
    own.family_id, own.relation_code = family.id, member.relation_code or own.relation_code or ""


def _member_so_named(session: Session, family: Family, typed: MemberForm) -> int | None:
    """Who is typed once more without a NIK is no second person of the family."""
    of_family = FamilyMember.person_id == Person.id, FamilyMember.family_id == family.id
    query = select(Person.id, Person.nik, Person.birth_date).join(FamilyMember, and_(*of_family))
    for person_id, nik, born in session.execute(query.where(Person.folded == fold(typed.name))):
        if not (nik and typed.nik) and born in (None, typed.birth_date or born):
            return int(person_id)
    return None


def _told(session: Session, person_id: int | None, nik: str, today: date) -> dict[str, Any]:
    """What a NIK says of somebody of whom it is not known otherwise."""
    said = None if check_nik(nik, today) or not nik else read_nik(nik, today)
    known = session.get(Person, person_id) if person_id else None
    return {
        name: getattr(said, name) for name in ("sex", "birth_date") if said and not getattr(known, name, None)
    }
