"""Groups and institutions of the map (domain.md F-3, F-5)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.families import Collective
from db.models.regions import Region
from db.records import merge
from db.rules.access import Right
from db.rules.mapping import Subject
from db.rules.people import normalise_phone
from db.rules.problems import refuse
from db.rules.words import _

PHONE = re.compile(r"0[0-9]{6,13}")  # an office may have a line of its own, not only a mobile
FIELDS = ("name", "address", "phone", "email", "leader", "households", "males", "females")
LIKELY = 8


@dataclass(frozen=True)
class CollectiveForm:
    """A group or institution as typed; with an id one that is known."""

    collective_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Collective) -> "CollectiveForm":
        return cls(known.id, {name: getattr(known, name) for name in FIELDS})


@dataclass(frozen=True)
class KnownCollective:
    """One that is recorded already, in one line."""

    id: int
    name: str
    place: str
    leader: str


@needs(Right.READ)
def suggest_collectives(session: Session, name: str) -> list[KnownCollective]:
    """Groups and institutions that may be the one being typed."""
    words = [Collective.name.icontains(word, autoescape=True) for word in name.split() if len(word) > 2]
    if not words:
        return []
    query = (
        select(Collective, Region.name)
        .join(Region, Region.code == Collective.desa_code)
        .where(*words)
        .order_by(Collective.name, Collective.id)
        .limit(LIKELY)
    )
    return [KnownCollective(one.id, one.name, desa, one.leader) for one, desa in session.execute(query)]


@needs(Right.READ)
def get_collective(session: Session, collective_id: int) -> CollectiveForm:
    """One as the form shows it."""
    return CollectiveForm.of(session.get_one(Collective, collective_id))


@needs(Right.MAPPING)
def write_collective(
    session: Session,
    form: CollectiveForm,
    desa_code: str,
    subjects: Sequence[Subject],
    before: CollectiveForm | None = None,
) -> Collective:
    """Add one, or complete or change one that is known. subjects: those of the kinds it is recorded under."""
    values = {name: _clean(name, form.values[name]) for name in FIELDS if name in form.values}
    if not values.get("name") and not form.collective_id:
        raise refuse(_("Isi nama kelompok, lembaga, atau kejadian."), "collective_name")
    if (phone := values.get("phone")) and not PHONE.fullmatch(phone):
        raise refuse(_("Nomor telepon dimulai 0 dan berisi 7–14 angka."), "phone")
    if form.collective_id is None:
        subject = Subject.INSTITUTION if Subject.INSTITUTION in subjects else Subject.COMMUNITY
        made = Collective(subject=subject, desa_code=desa_code, facts={}, **values)
        session.add(made)
        session.flush()
        return made
    known = session.get_one(Collective, form.collective_id)
    if before is not None:
        merge(session, known, before.values, values)
    else:
        given = {name: value for name, value in values.items() if value not in ("", None)}
        merge(session, known, {name: getattr(known, name) for name in given}, given)
    return known


def _clean(name: str, value: Any) -> Any:
    if name in ("households", "males", "females"):
        return value
    text = (value or "").strip()
    return normalise_phone(text) if name == "phone" else text
