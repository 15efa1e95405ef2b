"""Figures of the map that the database itself keeps in step with the records: triggers of migration 0008.

Nothing but those triggers and `db/tallies.py` writes here.
"""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

COMPACT = {"sqlite_with_rowid": False}


class CaseTally(Base):
    """How many cases are open, of each kind: of a desa (level 10) and of a kecamatan (level 6)."""

    __tablename__ = "case_tally"
    __table_args__ = COMPACT

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # digits of the place
    place: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind_code: Mapped[str] = mapped_column(String(20), primary_key=True)
    sex: Mapped[str] = mapped_column(String(1), primary_key=True)
    age_group: Mapped[str] = mapped_column(String(10), primary_key=True)
    cases: Mapped[int]


class PeopleTally(Base):
    """How many different persons, families and groups stand under official kinds; also of all (level 4)."""

    __tablename__ = "people_tally"
    __table_args__ = COMPACT

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[str] = mapped_column(String(10), primary_key=True)
    register: Mapped[str] = mapped_column(String(40), primary_key=True)
    sex: Mapped[str] = mapped_column(String(1), primary_key=True)
    age_group: Mapped[str] = mapped_column(String(10), primary_key=True)
    people: Mapped[int]


class TallyAge(Base):
    """The day whose ages the tallies know: until when those of an age group were born.

    Empty while an import suspends the triggers.
    """

    __tablename__ = "tally_age"

    age_group: Mapped[str] = mapped_column(String(10), primary_key=True)
    born_until: Mapped[date]
