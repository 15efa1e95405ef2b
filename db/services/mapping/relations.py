"""What a member of a family is to its head; who has the same No. KK becomes a family with its head."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.families import Family, FamilyMember
from db.models.people import Person
from db.people import family_number
from db.records import merge
from db.rules.access import Right
from db.rules.problems import refuse
from db.rules.words import _
from db.services.mapping.families import HEAD


@needs(Right.MAPPING)
def set_relation(session: Session, person_id: int, relation_code: str) -> None:
    """Say what somebody is in the family of his or her No. KK; saying who heads it begins the family."""
    person = session.get_one(Person, person_id)
    family = find_family(session, person)
    if family is None:
        if relation_code != HEAD:
            raise refuse(_("Tentukan dulu kepala keluarganya."), "relation_code")
        if not family_number(person):
            raise refuse(_("Isi No. KK orang ini dulu."), "relation_code")
        own = {name: getattr(person, name) for name in ("address", "rt", "rw", "desa_code")}
        if not own["desa_code"]:
            raise refuse(_("Isi desa/kelurahan orang ini dulu."), "relation_code")
        session.add(Family(kk=person.kk, head=person, facts={}, **own))
        session.flush()
        return
    if relation_code == HEAD:
        merge(session, family, {"head_id": family.head_id}, {"head_id": person_id})
        session.flush()
        session.expire(family, ["head"])
        return
    if family.head_id == person_id:
        raise refuse(_("Tentukan dulu kepala keluarga yang lain."), "relation_code")
    member = session.get(FamilyMember, person_id)
    if member is None:
        member = FamilyMember(person_id=person_id, family_id=family.id)
        session.add(member)
    member.family_id, member.relation_code = family.id, relation_code
    session.flush()


@needs(Right.READ)
def find_family(session: Session, person: Person) -> Family | None:
    """The family a person heads or belongs to; the one he or she heads comes first."""
    member = select(FamilyMember.family_id).where(FamilyMember.person_id == person.id)
    of = [Family.head_id == person.id, Family.id.in_(member)]
    if kk := family_number(person):
        of.append(Family.kk == kk)
    rank = Family.head_id == person.id
    return session.scalars(select(Family).where(or_(*of)).order_by(rank.desc(), Family.id)).first()
