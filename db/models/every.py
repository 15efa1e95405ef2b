"""Every module that holds a table, for those who need them all: migrations and their tests.

The program imports only the tables it uses, so that the first rows are soon on the screen. The partial
indexes stand here for the same reason: to describe one, SQLAlchemy loads all of PostgreSQL's dialect.
"""

from typing import Any

from sqlalchemy import Index, text

import db.models.agenda
import db.models.aid
import db.models.audit
import db.models.exits
import db.models.families
import db.models.imports
import db.models.letters
import db.models.mapping
import db.models.office
import db.models.officer_card
import db.models.officers
import db.models.people
import db.models.quality
import db.models.recruitment
import db.models.regions
import db.models.rounds
import db.models.selection
import db.models.stipends
import db.models.tallies
import db.models.twins
import db.models.work
from db.base import Base

ALL = Base.metadata.tables


def _only_where(condition: str) -> dict[str, Any]:
    """What makes an index cover only some rows, on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


Index(
    "uq_vacancy_running",
    db.models.recruitment.Vacancy.kecamatan_code,
    unique=True,
    **_only_where("stage NOT IN ('filled', 'cancelled')"),
)
Index(
    "uq_mapping_record_open",
    db.models.mapping.MappingRecord.person_id,
    db.models.mapping.MappingRecord.kind_code,
    unique=True,
    **_only_where("closed_on IS NULL"),
)
Index(
    "uq_mapping_record_open_family",
    db.models.mapping.MappingRecord.family_id,
    db.models.mapping.MappingRecord.kind_code,
    unique=True,
    **_only_where("closed_on IS NULL AND family_id IS NOT NULL"),
)
Index(
    "uq_mapping_record_open_collective",
    db.models.mapping.MappingRecord.collective_id,
    db.models.mapping.MappingRecord.kind_code,
    unique=True,
    **_only_where("closed_on IS NULL AND collective_id IS NOT NULL"),
)
