"""All families that get at one time what may not go together, in one question (peers.md row 52).

What `db/rules/aid.find_double` says of one new aid, said of all that are running: the pairs are data.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select, union
from sqlalchemy.orm import aliased

from db.models.aid import Aid, AidPair
from db.models.families import Family, FamilyMember
from db.models.people import Person

FAMILY, ALONE = "f", "p"  # before an id, where there is no No. KK


def double_aid(today: date) -> tuple[Select[Any], Select[Any]]:
    """The ids of the people and of the families; a reason that was written down excuses the aid."""
    running = (
        select(Aid.id, Aid.person_id, Aid.programme_code)
        .where(
            Aid.begins_on <= today,
            or_(Aid.ends_on.is_(None), Aid.ends_on >= today),
            Aid.exception_reason == "",
        )
        .cte("running")
    )
    whose = running.c.person_id
    facts = (running.c.id, running.c.person_id, running.c.programme_code)
    own = func.coalesce(func.nullif(Person.kk, ""), literal(ALONE) + cast(whose, String))
    member = select(*facts, _house()).join(FamilyMember, FamilyMember.person_id == whose)
    given = union(
        select(*facts, own.label("house")).join(Person, Person.id == whose),
        member.join(Family, Family.id == FamilyMember.family_id),
        select(*facts, _house()).join(Family, Family.head_id == whose),
    ).cte("given")
    one, other = given.alias("one"), given.alias("other")
    first, second = one.c.programme_code, other.c.programme_code
    pair = aliased(AidPair)
    allowed = select(pair.first_code).where(
        or_(
            and_(pair.first_code == first, pair.second_code == second),
            and_(pair.first_code == second, pair.second_code == first),
        )
    )
    again = and_(first == second, one.c.person_id == other.c.person_id)
    houses = (
        select(one.c.house)
        .join(other, and_(other.c.house == one.c.house, other.c.id > one.c.id))
        .where(or_(again, ~allowed.exists()))
        .distinct()
        .cte("houses")
    )
    here = select(houses.c.house)
    families = select(Family.id).where(_house().in_(here))
    alone = cast(func.substr(houses.c.house, len(ALONE) + 1), Person.id.type)
    people = union(
        select(Person.id).where(Person.kk.in_(here), Person.kk != ""),
        select(FamilyMember.person_id).where(FamilyMember.family_id.in_(families)),
        select(Family.head_id).where(Family.id.in_(families)),
        select(alone).where(houses.c.house.like(f"{ALONE}%")),
    ).subquery()
    return select(people.c[0]), families


def _house() -> ColumnElement[str]:
    """What a family shares: its No. KK, or itself."""
    return func.coalesce(Family.kk, literal(FAMILY) + cast(Family.id, String))
