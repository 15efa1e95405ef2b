"""What has become of regions, and what a change of regions is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.audit import Action, AuditEntry
from db.models.families import Collective, Family
from db.models.people import Person
from db.models.quality import RegionChange
from db.models.regions import Region
from db.rules.access import Right
from db.rules.region_changes import DESA, KECAMATAN, dotted, next_code
from db.rules.words import _, grouped
from db.services.office import get_office


@dataclass(frozen=True)
class ChangeRow:
    """One line of the list of changes."""

    id: int
    on_day: date
    what: str
    old_code: str
    new_code: str
    basis: str


@dataclass(frozen=True)
class RegionChoice:
    """A region in use, to choose from."""

    code: str
    name: str
    text: str  # Motong, Utan (52.04.06.2006)


@dataclass(frozen=True)
class Part:
    """Who may go to a new region: people of one RT, a group, a desa."""

    key: str
    text: str


@needs(Right.READ)
def list_changes(session: Session) -> list[ChangeRow]:
    """What has become of regions, the newest first."""
    changes = session.scalars(
        select(RegionChange).order_by(RegionChange.on_day.desc(), RegionChange.id.desc())
    ).all()
    told = select(AuditEntry.record_id, AuditEntry.sentence).where(
        AuditEntry.table_name == RegionChange.__tablename__, AuditEntry.action == Action.NOTE
    )
    sentences = {key: sentence for key, sentence in session.execute(told)}
    codes = {code for one in changes for code in (one.old_code, one.new_code)}
    names = {code: name for code, name in session.execute(select(Region.code, Region.name)) if code in codes}
    return [
        ChangeRow(
            one.id,
            one.on_day,
            sentences.get(str(one.id)) or f"{names[one.old_code]} → {names[one.new_code]}",
            one.old_code,
            one.new_code,
            one.basis,
        )
        for one in changes
    ]


@needs(Right.OFFICE)
def list_regions(session: Session) -> list[RegionChoice]:
    """Kecamatan and desa in use: what a change may be about."""
    own = Region.code.startswith(get_office(session).regency_code)
    found = session.execute(
        select(Region.code, Region.name)
        .where(Region.level.in_((KECAMATAN, DESA)), own, in_use())
        .order_by(Region.level, Region.name, Region.code)
    ).all()
    kecamatan = {code: name for code, name in found if len(code) == KECAMATAN}
    texts = {DESA: _("{name}, {kecamatan} ({code})"), KECAMATAN: _("Kecamatan {name} ({code})")}
    return [
        RegionChoice(
            code,
            name,
            texts[len(code)].format(
                name=name, kecamatan=kecamatan.get(code[:KECAMATAN], ""), code=dotted(code)
            ),
        )
        for code, name in found
    ]


@needs(Right.OFFICE)
def list_parts(session: Session, code: str) -> list[Part]:
    """Who may go when a region is split: of a desa its RT and groups, of a kecamatan its desa."""
    if len(code) == KECAMATAN:
        inside = select(Region.code, Region.name).where(
            Region.level == DESA, Region.code.startswith(code), in_use()
        )
        people = _counted(session, Person.desa_code, Person.desa_code.startswith(code))
        return [
            Part(
                f"desa:{desa}",
                _("{name} ({people} orang)").format(name=name, people=grouped(people.get(desa, 0))),
            )
            for desa, name in session.execute(inside.order_by(Region.name))
        ]
    people, families = (_counted(session, rw_rt(kind), kind.desa_code == code) for kind in (Person, Family))
    parts = []
    for rt in sorted({*people, *families}):
        rw, _slash, own = rt.partition("/")
        where = " ".join(part for part in (f"RW {rw}" * bool(rw), f"RT {own}" * bool(own)) if part)
        text = _("{where}: {people} orang, {families} keluarga").format(
            where=where or _("Tanpa RT/RW"),
            people=grouped(people.get(rt, 0)),
            families=grouped(families.get(rt, 0)),
        )
        parts.append(Part(f"rt:{rt}", text))
    groups = session.execute(
        select(Collective.id, Collective.name).where(Collective.desa_code == code).order_by(Collective.name)
    )
    return parts + [Part(f"group:{group}", name) for group, name in groups]


@needs(Right.OFFICE)
def propose_code(session: Session, code: str) -> str:
    """A free code beside a region, for the one that is split off."""
    parent = code[:KECAMATAN] if len(code) == DESA else code[:4]
    return next_code(
        parent, code, set(session.scalars(select(Region.code).where(Region.code.startswith(parent))))
    )


def rw_rt(kind: Any) -> ColumnElement[str]:
    """RW and RT of somebody as one text: 03/007."""
    found: ColumnElement[str] = kind.rw + "/" + kind.rt
    return found


def in_use() -> ColumnElement[bool]:
    """Regions that have not ended."""
    return Region.closed_on.is_(None)


def _counted(session: Session, column: Any, where: ColumnElement[bool]) -> dict[str, int]:
    query = select(column, func.count()).where(where).group_by(column)
    return {value: number for value, number in session.execute(query)}
