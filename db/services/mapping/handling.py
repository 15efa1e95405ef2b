"""Needs seen, services given, referrals made; the record's state follows (peers.md rows 51, 52)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.aid import Handling
from db.models.mapping import MappingRecord
from db.records import hold, merge
from db.rules.access import Right
from db.rules.aid import HandlingKind, handling_label
from db.rules.dates import short_date
from db.rules.problems import Problem, refuse, require
from db.rules.record_life import FOLLOWS
from db.rules.words import _
from db.services.mapping.seen import require_seen
from db.services.mapping.states import put

FIELDS = ("kind", "what", "institution", "on_day", "done_on", "result")


@dataclass(frozen=True)
class HandlingRow:
    """One need, service or referral."""

    id: int
    kind: HandlingKind
    what: str
    institution: str
    on_day: date
    done_on: date | None
    result: str


@needs(Right.READ)
def list_handling(session: Session, record_id: int) -> list[HandlingRow]:
    """What was done for one record, the newest first."""
    require_seen(session, session.get_one(MappingRecord, record_id))
    query = select(Handling).where(Handling.record_id == record_id)
    return [
        HandlingRow(one.id, one.kind, one.what, one.institution, one.on_day, one.done_on, one.result)
        for one in session.scalars(query.order_by(Handling.on_day.desc(), Handling.id.desc()))
    ]


@needs(Right.MAPPING)
def save_handling(
    session: Session,
    record_id: int,
    handling_id: int | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    today: date,
) -> None:
    """Add or change one. A new referral makes the record referred, a new service served."""
    record = hold(session, MappingRecord, record_id)
    require_seen(session, record)
    if record.closed_on is not None:
        raise refuse(_("Data ini sudah ditutup; buka kembali sebelum menambah penanganan."))
    require(_check(after, today))
    kind = HandlingKind(after["kind"])
    values = {name: after[name] for name in FIELDS} | {"kind": kind}
    values |= {name: after[name].strip() for name in ("what", "institution", "result")}
    if handling_id is not None:
        known = session.scalars(
            select(Handling).where(Handling.id == handling_id, Handling.record_id == record_id)
        ).one()
        merge(session, known, {name: before[name] for name in FIELDS}, values)
        return
    session.add(Handling(record_id=record_id, **values))
    session.flush()
    state = FOLLOWS.get(kind)
    if state is not None and record.state is not state:
        note = f"{handling_label(kind)}: {values['what']}"
        put(session, record, state, max(values["on_day"], record.recorded_on), note)


@needs(Right.MAPPING)
def remove_handling(session: Session, handling_id: int) -> None:
    """Take out what was noted by mistake; the state stays, it has its own way back."""
    found = session.get_one(Handling, handling_id)
    require_seen(session, session.get_one(MappingRecord, found.record_id))
    session.delete(found)
    session.flush()


@needs(Right.MAPPING)
def restore_handling(session: Session, record_id: int, row: HandlingRow) -> None:
    """Undo `remove_handling`: the state has stayed, so no step is noted."""
    require_seen(session, session.get_one(MappingRecord, record_id))
    session.add(Handling(record_id=record_id, **{name: getattr(row, name) for name in FIELDS}))
    session.flush()


def _check(values: Mapping[str, Any], today: date) -> list[Problem]:
    problems = []
    if not values["kind"]:
        problems.append(Problem(_("Pilih kebutuhan, layanan, atau rujukan."), "kind"))
    if not values["what"].strip():
        problems.append(Problem(_("Tulis apa yang diperlukan atau diberikan."), "what"))
    if values["kind"] == HandlingKind.REFERRAL and not values["institution"].strip():
        problems.append(Problem(_("Tulis lembaga tujuan rujukan."), "institution"))
    if values["on_day"] is None:
        problems.append(Problem(_("Isi tanggalnya."), "on_day"))
    elif values["on_day"] > today:
        problems.append(Problem(_("Tanggal tidak boleh sesudah hari ini."), "on_day"))
    elif values["done_on"] is not None and values["done_on"] < values["on_day"]:
        text = _("Paling awal {day}.").format(day=short_date(values["on_day"]))
        problems.append(Problem(text, "done_on"))
    if values["done_on"] is not None and values["done_on"] > today:
        problems.append(Problem(_("Tanggal tidak boleh sesudah hari ini."), "done_on"))
    return problems
