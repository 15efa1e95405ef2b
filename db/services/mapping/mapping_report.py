"""The report of a social mapping of a kecamatan (L17): its figures and ready-made texts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.officers import Assignment, Officer, serves_on
from db.models.regions import Region
from db.rules.access import Right
from db.rules.map_figures import MapFigures
from db.rules.mapping import Register
from db.rules.mapping_report import (
    UNKNOWN,
    Camat,
    MappingReport,
    priorities_table,
    sizes_table,
    sizes_words,
    usual_texts,
)
from db.rules.officers import AssignmentKind
from db.rules.recap_charts import recap_charts
from db.rules.recap_tables import SEXES, RecapFigures, RecapQuestion, recap_tables
from db.rules.reports import ReportTable
from db.rules.words import grouped
from db.services.mapping import recaps
from db.services.mapping.map_figures import read_map
from db.services.mapping.reports import list_sizes
from db.services.reports import frame_report

BY_SEX = 1 + len(SEXES)  # tables: all, and one for each sex that occurs


@dataclass(frozen=True)
class ReportForm:
    """What the report is about, and what somebody has written into it."""

    kecamatan_code: str
    on: date
    round_id: int | None = None
    texts: Mapping[str, str] | None = None  # None: the ready-made ones
    camat: Camat | None = None
    annex: tuple[ReportTable, ...] = ()


@needs(Right.EXPORT)
def mapping_report(session: Session, form: ReportForm, *, at: datetime) -> MappingReport:
    """Everything that the paper says."""
    kecamatan = session.get_one(Region, form.kecamatan_code).name
    ppks = _count(session, form, Register.PPKS)
    psks = _count(session, form, Register.PSKS)
    lines = list_sizes(session, form.kecamatan_code)
    priorities = priorities_table(ppks)
    officer = _officer(session, form.kecamatan_code, at.date())  # who prints it signs it
    question = ppks.question
    charts = recap_charts(ppks, recaps.count_sexes(session, question))
    texts = usual_texts(_words(kecamatan, ppks, psks, lines, priorities))
    return MappingReport(
        frame=frame_report(session, [priorities], at=at),
        kecamatan=kecamatan,
        period=ppks.source,
        texts=texts | dict(form.texts or {}),
        sizes=sizes_table(lines) if any(_sizes(lines)) else None,
        ppks=tuple(_renamed(recap_tables(ppks)[:BY_SEX], "Rekap PPKS")),
        psks=tuple(_renamed(recap_tables(replace(psks, by_sex={}))[:1], "Rekap PSKS")),
        priorities=priorities,
        charts=charts[1:],
        officer=officer.person.full_name if officer else "",
        niat=(officer.niat or "") if officer else "",
        camat=form.camat or Camat(),
        annex=form.annex,
        map=_map(session, question),
    )


def _count(session: Session, form: ReportForm, register: Register) -> RecapFigures:
    question = RecapQuestion(
        register, form.on, form.round_id, by_desa=True, kecamatan_code=form.kecamatan_code
    )
    return replace(recaps.count(session, question, sheets=register is Register.PPKS), by_age={})


def _map(session: Session, question: RecapQuestion) -> MapFigures | None:
    """All kinds of PPKS by desa, where at least one has its place."""
    figures = read_map(session, question)
    return figures if any(one.border or one.latitude is not None for one in figures.places) else None


def _renamed(tables: list[ReportTable], name: str) -> list[ReportTable]:
    """Short titles within the report, without its own code and filter."""
    parts = [table.title.partition(": ")[2] for table in tables]
    return [
        replace(table, code="", title=f"{name} per Desa/Kelurahan{f': {part}' if part else ''}", subtitle=())
        for table, part in zip(tables, parts, strict=True)
    ]


def _officer(session: Session, kecamatan_code: str, on: date) -> Officer | None:
    """The TKSK of the day: the definitive one first."""
    query = (
        select(Officer, Assignment.kind)
        .join(Assignment, Assignment.officer_id == Officer.id)
        .where(Assignment.kecamatan_code == kecamatan_code, serves_on(on))
    )
    found = sorted(session.execute(query), key=lambda one: one[1] is not AssignmentKind.DEFINITIVE)
    return found[0][0] if found else None


def _sizes(lines: list[dict[str, Any]]) -> tuple[int, int]:
    """Families and people, as far as they are known."""
    families, people = (sum(line[name] or 0 for line in lines) for name in ("families", "people"))
    return families, people


def _words(
    kecamatan: str,
    ppks: RecapFigures,
    psks: RecapFigures,
    lines: list[dict[str, Any]],
    priorities: ReportTable,
) -> dict[str, str]:
    first = str(priorities.rows[0][1]).partition(" ")[2] if priorities.rows else UNKNOWN
    return {
        "kecamatan": kecamatan,
        "desa": str(len(lines)),
        "source": f"{ppks.source[:1].lower()}{ppks.source[1:]}",
        "sizes": sizes_words(*_sizes(lines)),
        "ppks": grouped(sum(ppks.totals)),
        "ppks_people": grouped(ppks.all_people or 0),
        "psks": grouped(sum(psks.totals)),
        "first": first,
    }
