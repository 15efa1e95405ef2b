"""What every report says of the office and of who takes it out of the program."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.audit import note
from db.models.people import Person
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.charts import Chart
from db.rules.dates import long_date, short_date
from db.rules.map_figures import MapFigures
from db.rules.problems import Forbidden, Problem
from db.rules.reports import Report, ReportTable
from db.rules.words import _
from db.services.office import get_letterhead, get_office, signer_on

SOURCE = "Sumber: {office} {regency}, dicetak {day} pukul {time} {zone} oleh {who}"  # as printed


@needs(Right.EXPORT)
def open_whole_niks(session: Session, title: str) -> None:
    """Somebody asks for a report with whole NIKs: only who edits people may, and the log says so."""
    if not actor_of(session).rights & EDITS_PEOPLE:
        raise Forbidden([Problem(_("NIK lengkap hanya untuk yang mengubah data orang."))])
    note(session, Person, _("NIK lengkap dibuka pada {title}").format(title=title))


@needs(Right.EXPORT)
def frame_report(
    session: Session,
    tables: Sequence[ReportTable],
    *,
    at: datetime,
    signed: bool = False,
    charts: Sequence[Chart] = (),
    map: MapFigures | None = None,
    watermark: str = "",
) -> Report:
    """The tables just as they are shown, ready for paper and Excel. signed: with *Mengetahui*."""
    office = get_office(session)
    name = office.name.title() if office.name.isupper() else office.name
    return Report(
        head=get_letterhead(session),
        paper=office.paper,
        practice=office.practice,
        regency=office.regency,
        tables=tuple(tables),
        printed=SOURCE.format(
            office=name.removesuffix(f" {office.regency}"),
            regency=office.regency,
            day=short_date(at.date()),
            time=f"{at:%H.%M}",
            zone=office.timezone,
            who=actor_of(session).name,
        ),
        place=f"{office.capital}, {long_date(at.date())}",
        signer=signer_on(session, at.date()) if signed else None,
        charts=tuple(charts),
        map=map,
        watermark=watermark,
    )
