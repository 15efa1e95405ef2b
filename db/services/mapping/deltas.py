"""What changed since a round was locked, and why: figures that add up, and the names behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.access import actor_of, needs
from db.models.audit import AuditEntry
from db.models.families import Collective, Family
from db.models.mapping import Kind, MappingRecord
from db.models.people import Person
from db.models.quality import RegionChange
from db.models.regions import Region
from db.models.rounds import Round, RoundFigure, RoundRecord
from db.rules.access import Right
from db.rules.dates import long_date, short_date
from db.rules.deltas import (
    Balance,
    Case,
    Change,
    Difference,
    Key,
    balance,
    change_label,
    reason_of,
    reasons_said,
)
from db.rules.mapping import Register, register_words
from db.rules.problems import refuse
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.rules.rounds import ROSTER_KIND
from db.rules.words import _
from db.services.mapping.kinds import codes_of
from db.services.mapping.records import hidden_words
from db.services.mapping.seen import hides_names

People = dict[int, tuple[str, int | None]]  # record: name, and the id of its person
MOST_NAMES = 5_000
CHUNK = 500
NUMBERS = ("before", "new", "closed", "moved_in", "moved_out", "kind_in", "kind_out", "now")
TITLES = ("Angka terkirim", "Baru", "Ditutup", "Pindah masuk", "Pindah keluar", "Jenis masuk", "Jenis keluar")
NAMED_NOTE = "Angka desa yang tanpa nama tidak termasuk."
ROSTER_NOTE = f"TKSK (PSKS-11) tidak termasuk: dihitung dari Daftar TKSK. {NAMED_NOTE}"


@dataclass(frozen=True)
class Compared:
    """Which figures of one register are compared: a locked round with now, or with a later locked one."""

    round_id: int
    with_id: int | None = None  # None: now
    register: Register = Register.PPKS
    local: bool = False  # kinds LOK-… of the office's own in place of the official ones
    kecamatan_code: str = ""
    kind_code: str = ""


@needs(Right.READ)
def differences(session: Session, compared: Compared) -> list[Difference]:
    """Every case that is counted otherwise."""
    first = locked_round(session, compared.round_id)
    if compared.with_id is None:
        query, new = _since(first), _new_since(first)
    else:
        other = locked_round(session, compared.with_id)
        query, new = _between(first, other), _new_between(first, other)
    redrawn = _redrawn(session)
    found = [
        Difference(
            row[0],
            Case(*row[1:5]),
            Case(*row[5:9]) if row[9] else None,
            row[10] or "",
            row[11],
            gone=row[12] is None,
            redrawn=(row[1], row[5]) in redrawn,
        )
        for row in session.execute(query)
    ]
    found += [Difference(row[0], None, Case(*row[1:5])) for row in session.execute(new)]
    kinds = kinds_of(session, compared)
    return [one for one in found if _wanted(one, compared, kinds)]


@needs(Right.READ)
def delta_table(session: Session, compared: Compared, *, by_desa: bool = False) -> ReportTable:
    """Per kind, or per desa: the figure that was sent, what came and went, and the figure now."""
    found = balance(_sent(session, compared), differences(session, compared))
    kinds = session.execute(select(Kind.code, Kind.name).order_by(Kind.register, Kind.position)).all()
    counted = kinds_of(session, compared)
    places, kecamatan = _places(session)
    rows: dict[str, Balance] = {}
    for (desa, kind), one in found.items():
        if kind in counted and desa.startswith(compared.kecamatan_code):
            rows.setdefault(desa if by_desa else kind, Balance()).add(one)
    if by_desa:
        order = sorted(rows, key=lambda code: (kecamatan.get(code[:6], ""), places.get(code, code)))
        head = (ReportColumn("kecamatan", "Kecamatan", 16), ReportColumn("desa", "Desa/kelurahan", 18))
        names = {code: (kecamatan.get(code[:6], ""), places.get(code, code)) for code in order}
    else:
        order = [code for code, _name in kinds if code in rows]
        head = (ReportColumn("code", "Kode", 9), ReportColumn("kind", "Jenis", 30))
        names = {code: (code, name) for code, name in kinds}
    whole = Balance()
    for one in rows.values():
        whole.add(one)
    columns = (
        *head,
        *(
            ReportColumn(name, title, 8, ColumnKind.WHOLE)
            for name, title in zip(NUMBERS, TITLES, strict=False)
        ),
        ReportColumn(
            "now", "Sekarang" if compared.with_id is None else "Angka kemudian", 9, ColumnKind.WHOLE
        ),
        ReportColumn("change", "Selisih", 8, ColumnKind.WHOLE),
        ReportColumn("corrected", "Koreksi JK/tgl lahir", 9, ColumnKind.WHOLE),
        ReportColumn("why", "Sebab ditutup", 22),
    )
    return ReportTable(
        "",
        f"Perubahan {register_words(compared.register, local=compared.local)} per "
        + ("desa" if by_desa else "jenis"),
        columns,
        tuple((*names[code], *_cells(rows[code])) for code in order),
        subtitle=compared_words(session, compared),
        totals=("", "Jumlah", *_cells(whole)) if rows else (),
        notes=(
            "Angka terkirim + Baru + Pindah masuk + Jenis masuk − Ditutup − Pindah keluar − Jenis keluar = "
            "angka terakhir. Koreksi mengubah kolom L/P atau umur, bukan jumlah. "
            + (ROSTER_NOTE if compared.register is Register.PSKS else NAMED_NOTE),
        ),
        keys=tuple(order),
    )


@needs(Right.READ)
def names_table(session: Session, compared: Compared, change: Change | None = None) -> ReportTable:
    """The names behind the differences; under sensitive kinds only for who may see them (R9)."""
    found = [
        one
        for one in differences(session, compared)
        if change is None or one.change is change or (change is Change.CORRECTED and one.is_corrected())
    ]
    places, kecamatan = _places(session)
    kinds = {kind.code: kind for kind in session.scalars(select(Kind))}
    names = {code: kind.name for code, kind in kinds.items()}
    order = list(Change)
    found.sort(
        key=lambda one: (order.index(one.change), one.case.kind_code, one.case.desa_code, one.record_id)
    )
    whole, found = len(found), found[:MOST_NAMES]
    people = _people(session, [one.record_id for one in found])
    since = session.get_one(Round, compared.round_id).locked_at
    log = _log(session, found, people, since)
    rows = []
    for one in found:
        hides = hides_names(session)
        hidden = hides and any(kinds[case.kind_code].sensitive for case in (one.before, one.after) if case)
        why = reason_of(one) if one.after is None else one.said(places, names)
        day = f" {short_date(one.closed_on)}" if one.closed_on and one.after is None else ""
        rows.append(
            (
                change_label(one.change),
                hidden_words() if hidden else people.get(one.record_id, ("", None))[0] or "(tanpa nama)",
                names.get(one.case.kind_code, one.case.kind_code),
                places.get(one.case.desa_code, one.case.desa_code),
                kecamatan.get(one.case.desa_code[:6], ""),
                f"{why}{day}",
                log.get(one.record_id, ""),
            )
        )
    cut = (
        f"Ditampilkan {MOST_NAMES} dari {whole} perubahan; pilih kecamatan atau jenis."
        if whole > len(found)
        else ""
    )
    return ReportTable(
        "",
        f"Nama di balik perubahan {register_words(compared.register, local=compared.local)}",
        (
            ReportColumn("change", "Perubahan", 12),
            ReportColumn("name", "Nama", 24),
            ReportColumn("kind", "Jenis", 22),
            ReportColumn("desa", "Desa/kelurahan", 15),
            ReportColumn("kecamatan", "Kecamatan", 14),
            ReportColumn("why", "Sebab atau dahulu → sekarang", 30),
            ReportColumn("log", "Dicatat", 18),
        ),
        tuple(rows),
        subtitle=compared_words(session, compared),
        notes=(cut,) if cut else (),
        keys=tuple(one.record_id for one in found),
    )


def _cells(one: Balance) -> tuple[int | str, ...]:
    numbers = tuple(getattr(one, name) for name in NUMBERS)
    return (*numbers, one.now - one.before, one.corrected, reasons_said(one.reasons))


@needs(Right.READ)
def locked_round(session: Session, round_id: int) -> Round:
    """A round with figures that were sent."""
    found = session.get_one(Round, round_id)
    if found.locked_at is None:
        raise refuse(_("{name} belum dikunci, jadi belum ada angka yang dikirim.").format(name=found.name))
    return found


def _of(then: Any) -> tuple[Any, ...]:
    return (then.desa_code, then.kind_code, then.sex, then.born)


def _since(first: Round) -> Select[Any]:
    now, then = MappingRecord, RoundRecord
    counted = and_(now.id.is_not(None), now.closed_on.is_(None))
    return (
        select(
            then.record_id,
            *_of(then),
            now.desa_code,
            now.kind_code,
            now.sex,
            now.born,
            counted,
            now.closed_reason,
            now.closed_on,
            now.id,
        )
        .outerjoin(now, now.id == then.record_id)
        .where(
            then.round_id == first.id, or_(now.id.is_(None), now.closed_on.is_not(None), _differs(then, now))
        )
    )


def _new_since(first: Round) -> Select[*tuple[Any, ...]]:
    now, then = MappingRecord, RoundRecord
    known = and_(then.round_id == first.id, then.record_id == now.id)
    return (
        select(now.id, now.desa_code, now.kind_code, now.sex, now.born)
        .outerjoin(then, known)
        .where(now.closed_on.is_(None), then.record_id.is_(None))
    )


def _between(first: Round, other: Round) -> Select[Any]:
    then, now, record = RoundRecord, aliased(RoundRecord), MappingRecord
    known = and_(now.round_id == other.id, now.record_id == then.record_id)
    return (
        select(
            then.record_id,
            *_of(then),
            *_of(now),
            now.record_id.is_not(None),
            record.closed_reason,
            record.closed_on,
            record.id,
        )
        .outerjoin(now, known)
        .outerjoin(record, record.id == then.record_id)
        .where(then.round_id == first.id, or_(now.record_id.is_(None), _differs(then, now)))
    )


def _new_between(first: Round, other: Round) -> Select[Any]:
    then, now = RoundRecord, aliased(RoundRecord)
    known = and_(then.round_id == first.id, then.record_id == now.record_id)
    return (
        select(now.record_id, *_of(now))
        .outerjoin(then, known)
        .where(now.round_id == other.id, then.record_id.is_(None))
    )


def _differs(then: Any, now: Any) -> ColumnElement[bool]:
    return or_(
        now.desa_code != then.desa_code,
        now.kind_code != then.kind_code,
        now.sex != then.sex,
        now.born.is_distinct_from(then.born),
    )


def _redrawn(session: Session) -> set[tuple[str, str]]:
    """Which desa became which, also by way of others."""
    pairs = {(old, new) for old, new in session.execute(select(RegionChange.old_code, RegionChange.new_code))}
    while further := {(old, end) for old, new in pairs for start, end in pairs if start == new} - pairs:
        pairs |= further
    return pairs


@needs(Right.READ)
def kinds_of(session: Session, compared: Compared) -> frozenset[str]:
    """The kinds that are compared; TKSK are counted from the roster."""
    if compared.kind_code:
        return frozenset((compared.kind_code,))
    return codes_of(session, compared.register, local=compared.local) - {ROSTER_KIND}


def _wanted(one: Difference, compared: Compared, kinds: frozenset[str]) -> bool:
    cases = [case for case in (one.before, one.after) if case]
    return any(
        case.desa_code.startswith(compared.kecamatan_code) and case.kind_code in kinds for case in cases
    )


def _sent(session: Session, compared: Compared) -> dict[Key, int]:
    query = (
        select(RoundFigure.desa_code, RoundFigure.kind_code, func.sum(RoundFigure.cases))
        .where(RoundFigure.round_id == compared.round_id)
        .group_by(RoundFigure.desa_code, RoundFigure.kind_code)
    )
    return {(desa, kind): int(number) for desa, kind, number in session.execute(query)}


def _places(session: Session) -> tuple[dict[str, str], dict[str, str]]:
    names = dict(session.execute(select(Region.code, Region.name).where(Region.level >= 6)).all())
    return names, {code: name for code, name in names.items() if len(code) == 6}


@needs(Right.READ)
def place_words(session: Session, kecamatan_code: str) -> str:
    """As lines below a title name a kecamatan."""
    return f", Kecamatan {session.get_one(Region, kecamatan_code).name}" if kecamatan_code else ""


@needs(Right.READ)
def compared_words(session: Session, compared: Compared) -> tuple[str, ...]:
    """Which rounds, kind and kecamatan, as a line below a title."""
    first = locked_round(session, compared.round_id)
    words = f"Angka terkirim: {first.name}, acuan {long_date(first.reference_date)}, dikunci {_day(first)}"
    if compared.with_id is not None:
        words += f"; dibandingkan dengan {locked_round(session, compared.with_id).name}"
    if compared.kind_code:
        words += f"; {session.get_one(Kind, compared.kind_code).name}"
    return (words + place_words(session, compared.kecamatan_code),)


def _day(one: Round) -> str:
    return short_date(one.locked_at.date()) if one.locked_at else ""


def _people(session: Session, record_ids: Sequence[int]) -> People:
    """The name of each record, and the id of its person."""
    found: People = {}
    head = aliased(Person)
    for part in _chunks(record_ids):
        query = (
            select(MappingRecord.id, Person.name, Person.id, head.name, Collective.name)
            .outerjoin(Person, Person.id == MappingRecord.person_id)
            .outerjoin(Family, Family.id == MappingRecord.family_id)
            .outerjoin(head, head.id == Family.head_id)
            .outerjoin(Collective, Collective.id == MappingRecord.collective_id)
            .where(MappingRecord.id.in_(part))
        )
        for record_id, person, person_id, family, group in session.execute(query):
            found[record_id] = (person or (f"Keluarga {family}" if family else group or ""), person_id)
    return found


def _log(
    session: Session, found: Sequence[Difference], people: People, since: datetime | None
) -> dict[int, str]:
    """Who noted the change and when, of the newest line of the log about the record or its person."""
    said: dict[int, str] = {}
    if Right.HISTORY not in actor_of(session).rights:
        return said
    persons = {str(person): one for one, (_name, person) in people.items() if person}
    corrected = {one.record_id for one in found if one.change is Change.CORRECTED}
    asked = (
        (
            "mapping_record",
            {str(one.record_id): one.record_id for one in found if one.record_id not in corrected},
        ),
        ("person", {key: one for key, one in persons.items() if one in corrected}),
    )
    for table, ids in asked:
        for part in _chunks(list(ids)):
            query = (
                select(AuditEntry.record_id, AuditEntry.at, AuditEntry.user_name)
                .where(AuditEntry.table_name == table, AuditEntry.record_id.in_(part), AuditEntry.at >= since)
                .order_by(AuditEntry.id)
            )
            for key, at, name in session.execute(query):
                said[ids[key]] = f"{short_date(at.astimezone(UTC).date())} {name}"
    return said


def _chunks(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
