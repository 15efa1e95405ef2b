"""The names behind a figure that a locked round has counted."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.rounds import RoundRecord
from db.rules.access import Right
from db.rules.problems import refuse
from db.rules.recap_tables import RecapQuestion
from db.rules.recaps import FIRST_AGES, AgeGroup, last_birth
from db.rules.words import _, grouped

MOST_NAMES = 2000  # that a list takes by their numbers


@needs(Right.READ)
def find_frozen(
    session: Session, question: RecapQuestion, place: str, kind_codes: Sequence[str]
) -> list[int]:
    """The cases behind a figure of a locked round, at most so many as a list takes."""
    query = select(RoundRecord.record_id).where(
        RoundRecord.round_id == question.round_id,
        RoundRecord.desa_code.startswith(place or question.kecamatan_code),
        RoundRecord.kind_code.in_(kind_codes),
    )
    if question.sex is not None:
        query = query.where(RoundRecord.sex == question.sex)
    if question.age_group is not None:
        query = query.where(_is_of_age(question.age_group, question.on))
    found = list(session.scalars(query.order_by(RoundRecord.record_id).limit(MOST_NAMES + 1)))
    if len(found) > MOST_NAMES:
        text = _("Lebih dari {most} nama: pilih sel yang lebih kecil.")
        raise refuse(text.format(most=grouped(MOST_NAMES)))
    return found


def _is_of_age(group: AgeGroup, on: date) -> ColumnElement[bool]:
    """The same as `age_group_of`, for the database."""
    born = RoundRecord.born
    if group is AgeGroup.UNKNOWN:
        return or_(born.is_(None), born > on)
    first = FIRST_AGES[group]
    older = [age for age in FIRST_AGES.values() if age > first]
    until = born <= last_birth(first, on)
    return and_(until, born > last_birth(min(older), on)) if older else until
