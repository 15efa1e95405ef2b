"""Rows of imports that may mean one of several people: who it is is said later (peers.md row 70)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.audit import note
from db.models.families import Family, PersonProfile
from db.models.imports import ImportBatch, ImportRow
from db.models.mapping import Kind, MappingRecord
from db.models.people import Person
from db.people import family_number, places_of
from db.records import hold
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.imports import Outcome, PlannedRow
from db.rules.mapping import Subject
from db.rules.people import Sex, sex_label
from db.rules.problems import refuse
from db.rules.words import _
from db.services.import_plan import Plan, changes_of
from db.services.import_undo import Undo
from db.services.mapping.seen import hides_names

MOST = 5_000  # rows of the queue that are shown
PERSON = (
    *("nik", "kk", "front_title", "name", "back_title", "mother", "birth_place", "birth_date", "sex"),
    *("religion", "marital_status", "education", "occupation", "address", "rt", "rw", "desa_code"),
    *("phone", "email"),
)
RECORD = (
    *("criteria", "disabilities", "facts", "source", "recorder", "exception_reason", "note"),
    *("latitude", "longitude"),
)


@dataclass(frozen=True)
class WaitingRow:
    """A row that waits, or about which somebody has decided."""

    id: int
    file_name: str
    row: int
    name: str
    kind: str
    reason: str
    made_at: datetime
    outcome: Outcome
    settled_at: datetime | None
    settled_by: str


@dataclass(frozen=True)
class Side:
    """The row, or somebody it may mean: values in the order of `WaitingFacts.labels`."""

    person_id: int | None
    values: tuple[str, ...]


@dataclass(frozen=True)
class WaitingFacts:
    """Both sides: what the row says, and whom it may mean."""

    row: WaitingRow
    labels: tuple[str, ...]
    said: Side
    offers: tuple[Side, ...]


@needs(Right.MAPPING)
def count_waiting(session: Session) -> int:
    """How many rows wait."""
    query = select(func.count(ImportRow.id)).join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
    return session.scalar(query.where(*_WAITS)) or 0


@needs(Right.MAPPING)
def list_waiting(session: Session, *, settled: bool = False) -> list[WaitingRow]:
    """Rows that wait, oldest first; or those about which somebody has decided, newest first."""
    query = select(ImportRow, ImportBatch).join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
    if settled:
        query = query.where(ImportRow.settled_at.is_not(None), ImportBatch.taken_back_at.is_(None))
        query = query.order_by(ImportRow.settled_at.desc())
    else:
        query = query.where(*_WAITS).order_by(ImportRow.id)
    kinds, hidden = _kinds(session)
    rows = session.execute(query.limit(MOST))
    return [_waiting(row, batch, kinds) for row, batch in rows if _code(row) not in hidden]


@needs(Right.MAPPING)
def get_waiting(session: Session, row_id: int) -> WaitingFacts:
    """What the row says beside everybody whom it may mean."""
    row = session.get_one(ImportRow, row_id)
    batch = session.get_one(ImportBatch, row.batch_id)
    kinds, hidden = _kinds(session)
    _require_seen(row, hidden)
    people = session.scalars(select(Person).where(Person.id.in_(row.offers or []))).all()
    values = dict(row.cleaned or {})
    said = Person(**{name: _revived(name, values.get(name)) for name in PERSON})
    places = places_of(session, [said, *people])
    cases: dict[int, list[str]] = {}
    asked = select(MappingRecord.person_id, MappingRecord.kind_code)
    for person_id, code in session.execute(
        asked.where(
            MappingRecord.person_id.in_([one.id for one in people]), MappingRecord.closed_on.is_(None)
        )
    ):
        if code not in hidden:
            cases.setdefault(person_id or 0, []).append(kinds.get(code, code))
    labels = (
        *(_("Nama"), _("NIK"), _("No. KK"), _("Tanggal lahir"), _("Jenis kelamin"), _("Nama ibu")),
        *(_("Desa"), _("Alamat"), _("Jenis PPKS/PSKS")),
    )
    return WaitingFacts(
        row=_waiting(row, batch, kinds),
        labels=labels,
        said=_side(None, said, places, kinds.get(values.get("kind_code", ""), "")),
        offers=tuple(_side(one.id, one, places, ", ".join(cases.get(one.id, []))) for one in people),
    )


@needs(Right.MAPPING)
def settle(session: Session, row_id: int, person_id: int | None) -> str:
    """This is who it is; or, without a person, somebody new. Returns what else is to be said of it."""
    row = _held(session, row_id)
    values, plan = dict(row.cleaned or {}), Plan(PlannedRow("", row.row, row.name, Outcome.UNCLEAR))
    if person_id is None:
        person = _new_person(session, values)
        plan.made.append(person)
        session.add(person)
        session.flush()
        if values.get("profile"):
            plan.made.append(PersonProfile(person_id=person.id, facts=values["profile"]))
    else:
        person = hold(session, Person, person_id)
        _complete(session, person, values, plan)
    _record(session, person, values, plan)
    session.add_all(plan.made)
    session.flush()
    _decide(session, row, Outcome.NEW if plan.made else Outcome.CHANGED, changes_of(plan))
    if values.get("nik") and not person.nik:
        return _("NIK-nya tidak dicatat karena milik orang lain; lengkapi di formulir.")
    return ""


@needs(Right.MAPPING)
def skip(session: Session, row_id: int) -> None:
    """Leave the row out."""
    _decide(session, _held(session, row_id), Outcome.SKIPPED, [])


@needs(Right.MAPPING)
def unsettle(session: Session, row_id: int) -> None:
    """Take a decision back: the row waits again."""
    row = hold(session, ImportRow, row_id)
    _require_seen(row, _kinds(session)[1])
    if row.settled_at is None:
        raise refuse(_("Baris ini belum diputuskan."))
    if row.changes:
        undo = Undo(session, row.batch_id, row)
        if undo.kept:
            raise refuse(_("Tidak dapat dibatalkan: {why}.").format(why=undo.kept[0].reason))
        undo.run(lambda _done: None)
    batch = session.get_one(ImportBatch, row.batch_id)
    _move(batch, row.outcome, Outcome.UNCLEAR)
    row.outcome, row.changes = Outcome.UNCLEAR, []
    row.settled_at, row.settled_by = None, ""
    note(session, ImportBatch, f"Keputusan baris {row.row} dari {batch.file_name} dibatalkan", batch.id)


_WAITS = (
    ImportRow.outcome == Outcome.UNCLEAR,
    ImportRow.settled_at.is_(None),
    ImportBatch.taken_back_at.is_(None),
)


def _kinds(session: Session) -> tuple[dict[str, str], set[str]]:
    """The names of the kinds, and those under which this user may see no names (domain.md 2.3 R9)."""
    rows = session.execute(select(Kind.code, Kind.name, Kind.sensitive)).all()
    hides = hides_names(session)
    return {row.code: row.name for row in rows}, {row.code for row in rows if row.sensitive and hides}


def _code(row: ImportRow) -> str:
    return str((row.cleaned or {}).get("kind_code", ""))


def _require_seen(row: ImportRow, hidden: set[str]) -> None:
    if _code(row) in hidden:
        raise refuse(_("Jenis ini peka: baris ini diputuskan oleh yang berhak melihat namanya."))


def _waiting(row: ImportRow, batch: ImportBatch, kinds: dict[str, str]) -> WaitingRow:
    return WaitingRow(
        id=row.id,
        file_name=batch.file_name,
        row=row.row,
        name=row.name,
        kind=kinds.get(_code(row), ""),
        reason=row.reason,
        made_at=batch.made_at,
        outcome=row.outcome,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
    )


def _side(person_id: int | None, person: Person, places: dict[str, str], kinds: str) -> Side:
    code = person.desa_code or ""
    place = ", ".join(filter(None, (places.get(code, ""), places.get(code[:6], ""))))
    block = f"RT {person.rt} RW {person.rw}" if person.rt and person.rw else ""
    return Side(
        person_id,
        (
            *(person.full_name, person.nik or "", person.kk or ""),
            short_date(person.birth_date) if person.birth_date else "",
            sex_label(person.sex) if person.sex else "",
            *(person.mother or "", place, " ".join(filter(None, (person.address, block))), kinds),
        ),
    )


def _held(session: Session, row_id: int) -> ImportRow:
    row = hold(session, ImportRow, row_id)
    _require_seen(row, _kinds(session)[1])
    if row.outcome is not Outcome.UNCLEAR or row.settled_at is not None:
        who = row.settled_by or _("orang lain")
        raise refuse(_("Baris ini sudah diputuskan oleh {who}.").format(who=who))
    return row


def _new_person(session: Session, values: dict[str, Any]) -> Person:
    """A NIK that belongs to somebody else is not taken along."""
    person = Person(**{name: _revived(name, values.get(name)) for name in PERSON})
    person.no_nik_reason = values.get("no_nik_reason") or ""
    if person.nik and session.scalar(select(Person.id).where(Person.nik == person.nik)):
        person.nik, person.no_nik_reason = None, _("NIK di daftar milik orang lain")
    return person


def _complete(session: Session, person: Person, values: dict[str, Any], plan: Plan) -> None:
    replaced = set(values.get("replaced", ()))
    before: dict[str, Any] = {}
    for name in PERSON:
        new, old = _revived(name, values.get(name)), getattr(person, name)
        if new in ("", None) or new == old or (old not in ("", None) and name not in replaced):
            continue
        if name == "nik" and session.scalar(select(Person.id).where(Person.nik == new)):
            continue
        before[name] = old
        setattr(person, name, new)
    if before:
        plan.changed.append((person, before))


def _record(session: Session, person: Person, values: dict[str, Any], plan: Plan) -> None:
    kind = session.get_one(Kind, values["kind_code"])
    desa = values.get("desa_code") or person.desa_code or ""
    own: dict[str, Any] = {"person_id": person.id, "sex": person.sex or "", "born": person.birth_date}
    if kind.subject is Subject.FAMILY:
        family = _family(session, person, desa, plan)
        own = {"family_id": family.id}
    same = select(MappingRecord.id).where(
        *(getattr(MappingRecord, name) == own[name] for name in ("person_id", "family_id") if name in own),
        MappingRecord.kind_code == kind.code,
        MappingRecord.closed_on.is_(None),
    )
    if session.scalar(same) is not None:
        return
    day = date.fromisoformat(values["recorded_on"])
    facts = {name: values.get(name) for name in RECORD}
    plan.made.append(
        MappingRecord(
            **own, **facts, kind_code=kind.code, desa_code=desa, kecamatan_code=desa[:6],
            recorded_on=day, confirmed_on=day,
        )
    )  # fmt: skip


def _family(session: Session, person: Person, desa: str, plan: Plan) -> Family:
    kk = family_number(person)
    known = Family.kk == kk if kk else Family.head_id == person.id
    if (family := session.scalars(select(Family).where(known)).first()) is not None:
        return family
    family = Family(
        kk=kk or None, head_id=person.id, desa_code=desa, address=person.address, rt=person.rt,
        rw=person.rw,
    )  # fmt: skip
    session.add(family)
    session.flush()
    plan.made.append(family)
    return family


def _decide(session: Session, row: ImportRow, outcome: Outcome, changes: list[dict[str, Any]]) -> None:
    batch = session.get_one(ImportBatch, row.batch_id)
    _move(batch, row.outcome, outcome)
    row.outcome, row.changes = outcome, changes
    row.settled_at, row.settled_by = datetime.now(UTC), actor_of(session).name
    note(session, ImportBatch, f"Baris {row.row} dari {batch.file_name} diputuskan", batch.id)


def _move(batch: ImportBatch, old: Outcome, new: Outcome) -> None:
    """The totals of a batch stay as many as the file has rows."""
    totals = dict(batch.totals)
    totals[old.value] = totals.get(old.value, 0) - 1
    totals[new.value] = totals.get(new.value, 0) + 1
    batch.totals = totals


def _revived(name: str, value: Any) -> Any:
    if name == "birth_date":
        return date.fromisoformat(value) if value else None
    if name == "sex":
        return Sex(value) if value else None
    return (value or None) if name in ("nik", "desa_code") else (value or "")
