"""What the fields of forms F-1 to F-5 were answered, as columns of a list."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.families import Collective, Family, PersonProfile
from db.models.mapping import KindField, MappingRecord
from db.records import in_portions
from db.rules.access import Right
from db.rules.kind_fields import FieldType
from db.rules.reports import Cell, ColumnKind, ReportColumn
from db.rules.words import _

KINDS = {
    FieldType.WHOLE: ColumnKind.WHOLE,
    FieldType.MONEY: ColumnKind.WHOLE,
    FieldType.DATE: ColumnKind.DATE,
}
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class AnswerColumn:
    """A field that somebody has answered."""

    code: str
    type: FieldType
    column: ReportColumn

    def cell(self, answers: Mapping[str, Any]) -> Cell | date:
        """What one of them has answered, as a spreadsheet keeps it."""
        value = answers.get(self.code)
        if value in (None, "", []):
            return None if self.type in KINDS else ""
        if self.type is FieldType.DATE:
            return date.fromisoformat(str(value))
        if self.type is FieldType.YES_NO:
            return _("Ya") if value else _("Tidak")
        if self.type is FieldType.CHOICES:
            return ", ".join(map(str, value))
        return int(value) if self.type in KINDS else str(value)


@needs(Right.READ)
def read_answers(session: Session, record_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The answers of each record and of its person, family or group; those without any are left out."""
    found: dict[int, dict[str, Any]] = {}
    query = (
        select(MappingRecord.id, PersonProfile.facts, Family.facts, Collective.facts, MappingRecord.facts)
        .outerjoin(PersonProfile, PersonProfile.person_id == MappingRecord.person_id)
        .outerjoin(Family, Family.id == MappingRecord.family_id)
        .outerjoin(Collective, Collective.id == MappingRecord.collective_id)
    )
    for ids in in_portions(list(record_ids)):
        for record_id, *parts in session.execute(query.where(MappingRecord.id.in_(ids))):
            if any(parts):
                found[record_id] = {
                    code: value for part in parts for code, value in (part or NOTHING).items()
                }
    return found


@needs(Right.READ)
def answer_columns(session: Session, answers: Iterable[Mapping[str, Any]]) -> list[AnswerColumn]:
    """A column for each field with an answer, by form; the second of two alike says where."""
    codes = {code for said in answers for code, value in said.items() if value not in (None, "", [])}
    query = select(KindField).where(KindField.code.in_(codes)).order_by(KindField.form, KindField.position)
    found: dict[str, AnswerColumn] = {}
    for field in session.scalars(query):
        title = f"{field.label} ({field.unit})" if field.unit else field.label
        title = f"{title} ({field.form})" if title in found else title
        column = ReportColumn(field.code, title, 18, KINDS.get(field.type, ColumnKind.TEXT))
        found[title] = AnswerColumn(field.code, field.type, column)
    return list(found.values())
