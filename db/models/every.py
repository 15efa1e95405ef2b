"""Every module that holds a table, for those who need them all: migrations and their tests.

The program imports only the tables it uses, so that the first rows are soon on the screen. The partial
indexes stand here for the same reason: to describe one, SQLAlchemy loads all of PostgreSQL's dialect.
"""

from typing import Any

from sqlalchemy import Index, text

from db.models import (
    agenda,
    audit,
    exits,
    imports,
    letters,
    mapping,
    office,
    officer_card,
    officers,
    people,
    recruitment,
    regions,
    selection,
    stipends,
    work,
)

ALL = (
    agenda,
    audit,
    exits,
    imports,
    letters,
    mapping,
    office,
    officer_card,
    officers,
    people,
    recruitment,
    regions,
    selection,
    stipends,
    work,
)


def _only_where(condition: str) -> dict[str, Any]:
    """What makes an index cover only some rows, on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


Index(
    "uq_vacancy_running",
    recruitment.Vacancy.kecamatan_code,
    unique=True,
    **_only_where("stage NOT IN ('filled', 'cancelled')"),
)
Index(
    "uq_mapping_record_open",
    mapping.MappingRecord.person_id,
    mapping.MappingRecord.kind_code,
    unique=True,
    **_only_where("closed_on IS NULL"),
)
