"""Survey kits that come back: known by their code, tried before they are written, in one transaction."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.mapping import Kind, MappingRecord
from db.models.people import Person
from db.models.rounds import HeadCount, SurveyKit
from db.people import FIELDS, check_owner
from db.rules.access import Right
from db.rules.import_cells import fold
from db.rules.kit_cells import numbers_of, person_of, readable
from db.rules.kits import (
    CHANGED,
    STAYS,
    UNCHANGED,
    YES,
    KitKind,
    KitLine,
    KitOutcome,
    KitPlan,
    ReturnedCount,
    ReturnedKit,
    ReturnedRow,
    became_another,
    changes_said,
    compare,
    faults_said,
    is_somebody_else,
    kind_code_of,
    letters_of,
    outcome_label,
    read_token,
)
from db.rules.mapping import Subject, doubt_age
from db.rules.names import fold as fold_name
from db.rules.problems import RuleViolation, refuse, require
from db.rules.rounds import SheetState
from db.rules.words import _
from db.services.mapping import entry, head_counts, kits, records
from db.services.mapping.collectives import CollectiveForm
from db.services.mapping.head_counts import NOTHING, CellChange, Said
from db.services.mapping.kinds import kind_facts
from db.services.mapping.kit_checks import find_dead, find_written, is_written, source_of
from db.services.mapping.sheets import step

Tick = Callable[[int], object]
GROUPS = (Subject.COMMUNITY, Subject.INSTITUTION)


@needs(Right.MAPPING)
def try_kit(
    session: Session, returned: ReturnedKit, *, on: date, today: date, tick: Tick = lambda _done: None
) -> KitPlan:
    """What a kit would do, by the same checks as when it is written; nothing stays of it."""
    changed = set(session.info.get("changed", ()))
    trial = session.begin_nested()
    try:
        return _take(session, returned, on, today, tick)
    finally:
        trial.rollback()
        session.expire_all()
        session.info["changed"] = changed


@needs(Right.MAPPING)
def take_kit(
    session: Session,
    returned: ReturnedKit,
    *,
    on: date,
    today: date,
    at: datetime,
    tick: Tick = lambda _done: None,
) -> KitPlan:
    """Write what a kit says, in one transaction; what is unclear is left out and listed."""
    plan = _take(session, returned, on, today, tick)
    kit = session.get_one(SurveyKit, plan.kit_id)
    kit.returned_at = at
    kit.outcome = {outcome_label(one).lower(): plan.counts[one] for one in KitOutcome if plan.counts.get(one)}
    if kit.sheet.state is SheetState.NOT_BEGUN:
        step(session, kit.sheet, SheetState.RUNNING, on=on, note=_("paket {code}").format(code=kit.code))
    session.flush()
    return plan


@dataclass
class _Work:
    """What every row of a kit needs."""

    kit: SurveyKit
    kinds: tuple[KitKind, ...]
    names: dict[str, str]  # of the kinds of disability, by code
    disabilities: dict[str, str]  # folded text: code
    reasons: dict[str, str]  # folded text: text
    dead: frozenset[int]  # persons
    on: date
    today: date


def _take(session: Session, returned: ReturnedKit, on: date, today: date, tick: Tick) -> KitPlan:
    kit = kits.find_returned(session, returned)
    facts = kits.kit_facts(session, kit)
    names = kits.list_names(session)
    work = _Work(
        kit,
        facts.kinds,
        names,
        {fold(text): code for code, text in names.items()} | {fold(code): code for code in names},
        {fold(text): text for text in facts.reasons},
        find_dead(session, kit, returned.rows),
        on,
        today,
    )
    lines: list[KitLine] = []
    seen: set[int] = set()
    for place, row in enumerate(returned.rows, 1):
        lines.append(_row(session, work, row, seen))
        tick(place)
    for number, given in enumerate(kit.rows, 1):
        if number not in seen:
            values = given["values"]
            why = _("baris ini tidak ada di berkas; datanya tetap")
            lines.append(_line(KitOutcome.MISSING, f"#{number}", values, why, given["record"]))
    with_names = {line.kind for line in lines if line.outcome in STAYS or _is_open(session, line)}
    lines += [_count(session, work, count, with_names) for count in returned.counts]
    return KitPlan(
        kit.id,
        kit.code,
        facts.desa,
        facts.kecamatan,
        facts.round,
        kit.returned_at.astimezone(UTC).date() if kit.returned_at else None,
        tuple(lines),
        Counter(line.outcome for line in lines),
    )


def _is_open(session: Session, line: KitLine) -> bool:
    """Whether somebody who was written by an earlier receipt still stands there."""
    record = session.get(MappingRecord, line.record_id or 0) if line.outcome is KitOutcome.KNOWN else None
    return record is not None and record.closed_on is None


def _row(session: Session, work: _Work, row: ReturnedRow, seen: set[int]) -> KitLine:
    """One row, in a savepoint of its own: what is refused leaves nothing behind."""
    mark = read_token(row.token)
    try:
        if mark and mark[0] != work.kit.code:
            raise refuse(_("baris ini dari paket lain ({code})").format(code=mark[0]))
        if mark and not mark[1]:
            if not 1 <= mark[2] <= len(work.kit.rows):
                raise refuse(_("kode barisnya tidak dikenal"))
            if mark[2] in seen:
                raise refuse(_("baris ini ada dua kali"))
            seen.add(mark[2])
            with session.begin_nested():
                return _known(session, work, row, work.kit.rows[mark[2] - 1])
        with session.begin_nested():
            return _new(session, work, row)
    except RuleViolation as error:
        session.expire_all()
        return _line(KitOutcome.UNCLEAR, str(row.number), row.values, faults_said(error))


def _known(session: Session, work: _Work, row: ReturnedRow, given: Mapping[str, Any]) -> KitLine:
    """A row that was given out: confirmed, changed, closed, or left without an answer."""
    values, record_id = given["values"], given["record"]
    back = readable(row.values, work.today)
    record = session.get(MappingRecord, record_id)
    state, number = fold(row.values.get("state", "")), str(row.number)
    if record is not None and record.closed_on and record.closed_reason == work.reasons.get(state):
        why = _("sudah ditutup: {reason}").format(reason=record.closed_reason)
        return _line(KitOutcome.KNOWN, number, values, why, record_id)
    if record is None or record.closed_on is not None:
        raise refuse(_("pendataan ini sudah ditutup atau digabung sejak paket dibuat"))
    changes = compare(values, back)
    if is_somebody_else(changes):
        text = _(
            "isinya orang lain dari yang dibagikan ({name}): baris tertukar? Periksa, lalu catat di formulir"
        )
        raise refuse(text.format(name=values.get("name", "")))
    if state or changes:
        _check_unmoved(session, work, record, values, back)
    stays = state in ("", fold(UNCHANGED), fold(CHANGED))
    if stays and (state or changes) and record.person_id in work.dead:
        raise refuse(_("orang ini dinyatakan meninggal pada baris lain; samakan keadaannya"))
    if stays and (state or changes) and is_written(session, work.kit, record, back, work.names):
        if record.confirmed_on and record.confirmed_on >= work.on:
            return _line(KitOutcome.KNOWN, number, values, _("sudah tercatat begitu"), record_id)
        state, changes = fold(UNCHANGED), {}
    if not stays:
        reason = work.reasons.get(state)
        if reason is None:
            raise refuse(_("Keadaan “{text}” tidak dikenal").format(text=row.values["state"]))
        records.close_record(session, record_id, on=work.on, today=work.today, reason=reason)
        session.flush()
        return _line(KitOutcome.CLOSED, number, values, reason, record_id)
    if changes:
        _change(session, work, record, values, back, changes)
        record.confirmed_on = work.on
        session.flush()
        return _line(KitOutcome.CHANGED, number, values, changes_said(changes), record_id)
    if not state:
        why = _("dikembalikan tanpa jawaban; datanya tetap")
        return _line(KitOutcome.MISSING, number, values, why, record_id)
    if state == fold(CHANGED):
        raise refuse(_("Keadaan “Berubah”, tetapi tidak ada isian yang berubah"))
    record.confirmed_on = work.on
    session.flush()
    return _line(KitOutcome.CONFIRMED, number, values, _("masih sama"), record_id)


def _check_unmoved(
    session: Session, work: _Work, record: MappingRecord, given: Mapping[str, str], back: Mapping[str, str]
) -> None:
    """The record is still about the one who was given out, and in that desa."""
    if record.desa_code != work.kit.sheet.desa_code:
        text = _("pendataan ini pindah ke {desa} sejak paket dibuat; periksa, lalu catat di formulir")
        raise refuse(text.format(desa=record.desa.name))
    now = kits.values_of(session, record, {})
    if became_another(given, now, back):
        text = _("pendataan ini sejak paket dibuat berisi {now} ({kind}), bukan {name}; periksa di formulir")
        raise refuse(text.format(now=now["name"], kind=record.kind.name, name=given.get("name", "")))


def _change(
    session: Session,
    work: _Work,
    record: MappingRecord,
    given: Mapping[str, str],
    back: Mapping[str, str],
    changes: Mapping[str, tuple[str, str]],
) -> None:
    """Through the form of one case: what others changed since the kit went out is refused, by field."""
    if "kind" in changes:
        raise refuse(_("Jenis tidak diganti lewat paket: pilih “Salah data” di sini, lalu tambah baris baru"))
    before = entry.get_form(session, record.id)
    new = dict(given) | {name: after for name, (_old, after) in changes.items()}
    letters, disabilities = letters_of(new.get("criteria", "")), _disabilities(work, new)
    after = replace(
        before,
        kinds={record.kind_code: letters},
        disabilities=disabilities,
        note=new.get("note", ""),
    )
    if record.collective is not None and before.collective is not None:
        said = {"name": new["name"], "address": new.get("address", "")}
        values = dict(before.collective.values) | said
        after = replace(after, collective=CollectiveForm(before.collective.collective_id, values))
    else:
        person = record.person or (record.family.head if record.family else None)
        assert person is not None, "a record is of a person, a family or a group"
        own = {field: getattr(person, field) for field in FIELDS}
        old, typed = own | person_of(given), own | person_of(new)
        before = replace(before, person=own, person_before=old)
        after = replace(after, person=typed, person_before=old, facts={**before.facts, **_card(changes)})
        after = replace(
            after, exception_reason=after.exception_reason or _reason(session, record, typed, new, work)
        )
    entry.change(session, record.id, before, after, today=work.today)


def _new(session: Session, work: _Work, row: ReturnedRow) -> KitLine:
    """Somebody who was not on the kit."""
    values = readable(row.values, work.today)
    if not values.get("kind"):
        raise refuse(_("Jenis belum dipilih"))
    code = kind_code_of(values["kind"], work.kinds)
    if code is None:
        raise refuse(_("Jenis “{text}” tidak ada di paket ini").format(text=values["kind"]))
    kind = session.get_one(Kind, code)
    values["kind"] = f"{kind.code} {kind.name}"
    if written := find_written(session, work.kit, code, values, person_of(values)["birth_date"]):
        return _line(KitOutcome.KNOWN, str(row.number), values, _("sudah tercatat dari paket ini"), written)
    form = entry.RecordForm(
        person_id=None,
        person={},
        kinds={code: letters_of(values.get("criteria", ""))},
        disabilities=_disabilities(work, values),
        desa_code=work.kit.sheet.desa_code,
        recorded_on=work.on,
        source=source_of(work.kit),
        recorder=work.kit.sheet.recorder,
        exception_reason="",
        note=values.get("note", ""),
    )
    if kind.subject in GROUPS:
        said = {"name": values.get("name", ""), "address": values.get("address", "")}
        form = replace(form, collective=CollectiveForm(None, said))
    else:
        person = person_of(values) | {"desa_code": form.desa_code}
        if kind.subject is Subject.PERSON and not person.get("sex"):
            raise refuse(_("L/P belum diisi"))
        person_id = _same_person(session, person)
        facts = _card({"has_id_card": ("", values.get("has_id_card", ""))})
        doubts = doubt_age(
            kind_facts(kind).rules, person["birth_date"], entry.day_of_ages(session, work.on, work.today)
        )
        form = replace(
            form,
            person_id=person_id,
            person=person,
            facts=facts,
            exception_reason=values.get("note", "") if doubts else "",
        )
    made = entry.record(session, form, today=work.today)
    session.flush()
    return _line(KitOutcome.NEW, str(row.number), values, "", made.record_ids[0])


def _same_person(session: Session, person: Mapping[str, Any]) -> int | None:
    """The person with this NIK; somebody of the same name and birth date is for a person to decide."""
    if person.get("nik"):
        owner = session.scalars(select(Person).where(Person.nik == person["nik"])).first()
        if owner is not None:
            require(check_owner(owner, person["name"] or owner.name, person["birth_date"]))
        return owner.id if owner is not None else None
    if not person.get("birth_date"):
        return None
    named = Person.folded == fold_name(person["name"])
    same = session.scalars(select(Person).where(Person.birth_date == person["birth_date"], named)).first()
    if same is not None:
        text = _("{name} dengan tanggal lahir yang sama sudah ada; catat lewat formulir supaya tidak ganda")
        raise refuse(text.format(name=same.name))
    return None


def _count(session: Session, work: _Work, count: ReturnedCount, with_names: set[str]) -> KitLine:
    """What the desa says of a kind: nobody, or a number."""
    kind = next((one for one in work.kinds if one.code == count.kind_code.strip().upper()), None)
    values = {"kind": kind.choice if kind else count.kind_code, "name": ""}
    row = _("Angka")
    try:
        if kind is None:
            raise refuse(_("jenis ini tidak ada di paket"))
        after = Said(*numbers_of(count))
        if after.total == 0 and kind.choice in with_names:
            raise refuse(_("nihil, tetapi ada nama pada jenis ini"))
        now = session.scalars(
            select(HeadCount).where(HeadCount.sheet_id == work.kit.sheet_id, HeadCount.kind_code == kind.code)
        ).first()
        before = Said(now.total, now.males, now.females) if now else NOTHING
        shown = _("nihil") if after.total == 0 else str(after.total)
        if work.kit.returned_at is not None and before == after:
            return _line(KitOutcome.KNOWN, row, values, shown)
        change = CellChange(work.kit.sheet.desa_code, kind.code, before, after)
        with session.begin_nested():
            head_counts.set_counts(
                session,
                work.kit.sheet.round_id,
                [change],
                on=work.on,
                source=source_of(work.kit),
            )
        if before.total is not None and before.total != after.total:
            shown = f"{before.total} → {shown}"
        return _line(KitOutcome.COUNT, row, values, shown)
    except RuleViolation as error:
        return _line(KitOutcome.UNCLEAR, row, values, faults_said(error))


def _disabilities(work: _Work, values: Mapping[str, str]) -> tuple[str, ...]:
    found = []
    for text in values.get("disabilities", "").replace(";", ",").replace("|", ",").split(","):
        if text.strip():
            code = work.disabilities.get(fold(text))
            if code is None:
                raise refuse(_("jenis disabilitas “{text}” tidak dikenal").format(text=text.strip()))
            found.append(code)
    return tuple(dict.fromkeys(found))


def _card(changes: Mapping[str, tuple[str, str]]) -> dict[str, bool]:
    """The one field of F-1 that a kit asks."""
    _old, said = changes.get("has_id_card", ("", ""))
    return {"has_id_card": fold(said) == fold(YES)} if said else {}


def _reason(
    session: Session, record: MappingRecord, typed: Mapping[str, Any], new: Mapping[str, str], work: _Work
) -> str:
    """The note explains an age that does not fit."""
    rules = kind_facts(record.kind).rules
    day = entry.day_of_ages(session, record.recorded_on, work.today)
    return new.get("note", "") if doubt_age(rules, typed["birth_date"], day) else ""


def _line(
    outcome: KitOutcome, row: str, values: Mapping[str, str], said: str, record_id: int | None = None
) -> KitLine:
    return KitLine(outcome, row, values.get("name", ""), values.get("kind", ""), said, record_id)
