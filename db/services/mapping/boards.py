"""The board of an institution by period, with its decree (peers.md row 59)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.models.families import BoardMember, Collective
from db.models.officers import Assignment, Officer
from db.models.people import Person
from db.models.regions import Region
from db.records import clash, merge
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.office import digits
from db.rules.people import check_nik, mask_nik
from db.rules.problems import Conflict, Problem, require
from db.rules.words import _

FIELDS = ("name", "position", "decree_number", "begins_on", "ends_on", "person_id")


@dataclass(frozen=True)
class BoardRow:
    """Somebody on the board; with a NIK that is known it is that person."""

    id: int | None = None
    position: str = ""
    name: str = ""
    nik: str = ""
    decree_number: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    person_id: int | None = None


@needs(Right.READ)
def list_board(session: Session, collective_id: int) -> list[BoardRow]:
    """Everybody who is or was on the board, the newest period first."""
    whole = actor_of(session).rights & EDITS_PEOPLE
    query = (
        select(BoardMember, Person.nik)
        .outerjoin(Person, Person.id == BoardMember.person_id)
        .where(BoardMember.collective_id == collective_id)
        .order_by(BoardMember.id)
    )
    rows = [
        BoardRow(
            *(member.id, member.position, member.name, (nik or "") if whole else mask_nik(nik)),
            *(member.decree_number, member.begins_on, member.ends_on, member.person_id),
        )
        for member, nik in session.execute(query)
    ]
    return sorted(rows, key=lambda row: row.begins_on or date.min, reverse=True)


@needs(Right.READ)
def roles_of(session: Session, person_id: int) -> tuple[str, ...]:
    """What else a person is here: TKSK of a kecamatan, on the board of an institution."""
    posts = session.execute(
        select(Region.name, Assignment.starts_on, Assignment.ends_on)
        .join(Assignment.officer)
        .join(Assignment.kecamatan)
        .where(Officer.person_id == person_id)
        .order_by(Assignment.starts_on.desc())
    )
    seats = session.execute(
        select(BoardMember.position, Collective.name)
        .join(Collective, Collective.id == BoardMember.collective_id)
        .where(BoardMember.person_id == person_id)
        .order_by(BoardMember.id)
    )
    return (
        *(f"TKSK {name} {_years(begins, ends)}" for name, begins, ends in posts),
        *(f"{position} {name}" for position, name in seats),
    )


@needs(Right.MAPPING)
def save_board(
    session: Session,
    collective_id: int,
    before: Sequence[BoardRow],
    after: Sequence[BoardRow],
    *,
    today: date,
) -> None:
    """Write the rows that a form has changed, added or taken out; all of them, or none."""
    require(_check(after, today))
    old = {row.id: row for row in before}
    for row in after:
        values = _values(session, row)
        if row.id is None:
            session.add(BoardMember(collective_id=collective_id, **values))
            continue
        known = session.get(BoardMember, row.id)
        if known is None:
            raise Conflict([clash(session, BoardMember, _("Pengurus"), collective_id=collective_id)])
        merge(session, known, {name: getattr(old[row.id], name) for name in FIELDS}, values)
    kept = {row.id for row in after}
    for gone in (row.id for row in before if row.id not in kept):
        if (known := session.get(BoardMember, gone)) is not None:
            session.delete(known)
    session.flush()


def _years(begins: date, ends: date | None) -> str:
    return f"{begins.year}–{ends.year if ends else _('kini')}"


def _values(session: Session, row: BoardRow) -> dict[str, object]:
    nik = digits(row.nik)
    found = session.scalars(select(Person).where(Person.nik == nik)).first() if nik.isdigit() else None
    linked = found.id if found else row.person_id if "•" in row.nik else None
    name = row.name.strip() or (found.full_name if found else "")
    return {
        "name": name,
        "position": row.position.strip(),
        "decree_number": row.decree_number.strip(),
        "begins_on": row.begins_on,
        "ends_on": row.ends_on,
        "person_id": linked,
    }


def _check(rows: Sequence[BoardRow], today: date) -> list[Problem]:
    problems = []
    for place, row in enumerate(rows):
        if not row.name.strip() and not row.nik:
            problems.append(Problem(_("Isi nama."), f"board/{place}/name"))
        if not row.position.strip():
            problems.append(Problem(_("Isi jabatan."), f"board/{place}/position"))
        if row.begins_on and row.ends_on and row.ends_on < row.begins_on:
            problems.append(Problem(_("Selesai lebih awal daripada mulai."), f"board/{place}/ends_on"))
        if row.nik and "•" not in row.nik:
            problems += check_nik(row.nik, today, f"board/{place}/nik")
    return problems
