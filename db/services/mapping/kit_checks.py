"""What is looked at before a row of a kit is written: was it written already, does another row deny it."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from db.access import needs
from db.models.families import Collective, Family
from db.models.mapping import MappingRecord
from db.models.office import Reference
from db.models.people import Person
from db.models.rounds import SurveyKit
from db.rules.access import Right
from db.rules.import_cells import fold as plain
from db.rules.kits import ReturnedRow, compare, read_token
from db.rules.names import fold
from db.rules.words import _
from db.services.mapping import kits
from db.services.mapping.seen import shown_kinds


def source_of(kit: SurveyKit) -> str:
    """What records and figures that a kit has brought name as their source."""
    return _("Paket {code}").format(code=kit.code)


@needs(Right.MAPPING)
def find_dead(session: Session, kit: SurveyKit, rows: Sequence[ReturnedRow]) -> frozenset[int]:
    """The persons who have died according to a row; their other rows cannot say that they are still so."""
    reason = session.scalar(
        select(Reference.text).where(Reference.list_name == "closing_reasons", Reference.code == "died")
    )
    dead = [row for row in rows if reason and plain(row.values.get("state", "")) == plain(reason)]
    marks = [read_token(row.token) for row in dead]
    places = [mark[2] for mark in marks if mark and not mark[1] and 1 <= mark[2] <= len(kit.rows)]
    ids = [kit.rows[place - 1]["record"] for place in places]
    people = select(MappingRecord.person_id).where(
        MappingRecord.id.in_(ids), MappingRecord.person_id.is_not(None)
    )
    return frozenset(session.scalars(people))


@needs(Right.MAPPING)
def is_written(
    session: Session,
    kit: SurveyKit,
    record: MappingRecord,
    back: Mapping[str, str],
    names: Mapping[str, str],
) -> bool:
    """Whether an open record says all that a row of a kit that comes again says. names: of disabilities."""
    return kit.returned_at is not None and not compare(kits.values_of(session, record, names), back)


@needs(Right.MAPPING)
def find_written(
    session: Session, kit: SurveyKit, kind_code: str, values: Mapping[str, str], birth_date: date | None
) -> int | None:
    """The record that an earlier receipt of this kit has made of a new row, also if closed since."""
    if kit.returned_at is None:
        return None
    head, folded = aliased(Person), fold(values.get("name", ""))
    query = (
        select(MappingRecord.id, Person.birth_date, head.birth_date)
        .outerjoin(Person, Person.id == MappingRecord.person_id)
        .outerjoin(Family, Family.id == MappingRecord.family_id)
        .outerjoin(head, head.id == Family.head_id)
        .outerjoin(Collective, Collective.id == MappingRecord.collective_id)
        .where(
            MappingRecord.desa_code == kit.sheet.desa_code,
            MappingRecord.kind_code == kind_code,
            MappingRecord.source == source_of(kit),
            or_(Person.folded == folded, head.folded == folded, Collective.name == values.get("name", "")),
            shown_kinds(session),
        )
    )
    found = session.execute(query)
    return next((record for record, own, of_head in found if (own or of_head) == birth_date), None)
