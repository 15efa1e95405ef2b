"""Lists taken in from files: each as a batch that can be taken back whole."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Moment, Versioned, choice, says
from db.rules.imports import Outcome, outcome_label


class ImportBatch(Versioned, Base):
    """One file taken in, in one transaction."""

    __tablename__ = "import_batch"
    __label__ = "Impor"

    id: Mapped[int] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(String(20), info=says("Data"))  # officers, …
    file_name: Mapped[str] = mapped_column(String(200), info=says("Berkas"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    source: Mapped[str] = mapped_column(String(120), default="", info=says("Asal"))  # sheet and heading row
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)  # heading: field
    totals: Mapped[dict[str, int]] = mapped_column(JSON, info=says("Jumlah"))  # outcome: rows
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(120), info=says("Oleh"))
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment, info=says("Diambil kembali"))
    taken_back_by: Mapped[str] = mapped_column(String(120), default="", info=says("Diambil kembali oleh"))

    def describe(self) -> str:
        return self.file_name


class ImportRow(Base):
    """What became of one row of the file, and which records it touched."""

    __tablename__ = "import_row"
    __table_args__ = (Index(None, "batch_id", "row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    row: Mapped[int]  # as the spreadsheet counts
    name: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome), info=says("Hasil", words=outcome_label))
    reason: Mapped[str] = mapped_column(String(500), default="")
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # table, id, before (None: made), after
    cleaned: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # of an unclear row: what it says
    offers: Mapped[list[int] | None] = mapped_column(JSON)  # of an unclear row: whom it may mean
    settled_at: Mapped[datetime | None] = mapped_column(Moment)  # when somebody said who it is
    settled_by: Mapped[str] = mapped_column(String(120), default="")


class ImportHeading(Base):
    """Which field a heading meant the last time, for each kind of data."""

    __tablename__ = "import_heading"

    target: Mapped[str] = mapped_column(String(20), primary_key=True)
    heading: Mapped[str] = mapped_column(String(200), primary_key=True)  # folded
    field: Mapped[str] = mapped_column(String(60))  # empty: left out
