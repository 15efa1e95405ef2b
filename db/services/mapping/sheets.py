"""The sheets of a round: a desa each, with target, officer, days and state; many at once (domain.md 8.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from db.access import actor_of, needs
from db.models.regions import Region
from db.models.rounds import HeadCount, Round, RoundSheet, SheetStep
from db.records import merge
from db.rules.access import Right
from db.rules.import_cells import fold_place
from db.rules.problems import Conflict, Problem, RuleViolation, refuse
from db.rules.rounds import SheetState, check_state, in_sentence
from db.rules.words import _
from db.services.mapping.named_cells import named_cells
from db.services.mapping.rounds import asked_kinds, find_open

FEW = 5  # sentences of a refusal: a hundred sheets would have a hundred
FIRST_FIGURE = "angka pertama"  # note of the step that nobody took: typing did
StateChange = tuple[int, SheetState, SheetState]  # id of the sheet: how it stood, how it stands
FIELDS = ("target", "recorder", "begins_on", "ends_on", "note")


@dataclass(frozen=True)
class SheetRow:
    """One desa of a round, as the table shows it."""

    id: int
    desa_code: str
    desa: str
    kecamatan_code: str
    kecamatan: str
    target: int | None
    counted: int  # what its cells say, named or not
    surveyed: int  # kinds that are done
    asked: int  # kinds
    recorder: str
    begins_on: date | None
    ends_on: date | None
    state: SheetState
    since: date | None
    by: str
    note: str
    reached: SheetState  # how far it had come when the round was locked; else the state


@dataclass(frozen=True)
class Step:
    """One step in the life of a sheet."""

    state: SheetState
    on_day: date
    by: str
    note: str


@dataclass(frozen=True)
class TargetPlan:
    """What a pasted list of targets says: which desa are meant, and what is not understood."""

    targets: Mapping[int, int]  # id of the sheet: target
    rows: tuple[tuple[str, str, int | None, int | None, str], ...]  # kecamatan, desa, before, after, why not


@needs(Right.READ)
def list_sheets(session: Session, round_id: int) -> list[SheetRow]:
    """All sheets of a round, by kecamatan and desa."""
    found = session.get_one(Round, round_id)
    kinds = set(asked_kinds(session, found))
    named = {cell: n for cell, n in named_cells(session, found).items() if cell[1] in kinds}
    said = {
        (desa, kind): total
        for desa, kind, total in session.execute(
            select(RoundSheet.desa_code, HeadCount.kind_code, HeadCount.total)
            .join(RoundSheet, RoundSheet.id == HeadCount.sheet_id)
            .where(RoundSheet.round_id == round_id)
        )
        if kind in kinds
    }
    counted: dict[str, int] = {}
    surveyed: dict[str, int] = {}
    for cell in {**named, **said}:
        counted[cell[0]] = counted.get(cell[0], 0) + max(named.get(cell, 0), said.get(cell, 0))
        surveyed[cell[0]] = surveyed.get(cell[0], 0) + 1
    last = _last_steps(session, round_id)
    reached = _last_steps(session, round_id, before_lock=True) if found.locked_at else last
    query = select(RoundSheet).where(RoundSheet.round_id == round_id).options(joinedload(RoundSheet.desa))
    names = _kecamatan(session)
    rows = []
    for sheet in session.scalars(query):
        step = last.get(sheet.id)
        rows.append(
            SheetRow(
                sheet.id,
                sheet.desa_code,
                sheet.desa.name,
                sheet.desa_code[:6],
                names.get(sheet.desa_code[:6], ""),
                sheet.target,
                counted.get(sheet.desa_code, 0),
                surveyed.get(sheet.desa_code, 0),
                len(kinds),
                sheet.recorder,
                sheet.begins_on,
                sheet.ends_on,
                sheet.state,
                step.on_day if step else None,
                step.by if step else "",
                step.note if step and step.note not in ("", FIRST_FIGURE) else sheet.note,
                reached[sheet.id].state if sheet.id in reached else SheetState.NOT_BEGUN,
            )
        )
    return sorted(rows, key=lambda row: (row.kecamatan, row.desa, row.id))


@needs(Right.READ)
def list_steps(session: Session, sheet_id: int) -> list[Step]:
    """The life of a sheet, from its beginning."""
    query = select(SheetStep).where(SheetStep.sheet_id == sheet_id).order_by(SheetStep.id)
    return [Step(step.state, step.on_day, step.by, step.note) for step in session.scalars(query)]


@needs(Right.MAPPING)
def change_sheet(
    session: Session, sheet_id: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Change target, officer, days or note of one sheet."""
    sheet = _open_sheets(session, [sheet_id])[0]
    _check(after)
    merge(session, sheet, before, {field: after[field] for field in FIELDS if field in after})
    session.flush()


@needs(Right.MAPPING)
def change_sheets(session: Session, sheet_ids: Sequence[int], values: Mapping[str, Any]) -> int:
    """Give many sheets the same officer or days; only the fields that are given. Returns how many changed."""
    _check(values)
    changed = 0
    for sheet in _open_sheets(session, sheet_ids):
        new = {field: values[field] for field in FIELDS if field in values}
        changed += any(getattr(sheet, field) != value for field, value in new.items())
        for field, value in new.items():
            setattr(sheet, field, value)
    session.flush()
    return changed


@needs(Right.MAPPING)
def set_state(
    session: Session, sheet_ids: Sequence[int], state: SheetState, *, on: date, note: str = ""
) -> list[StateChange]:
    """Bring sheets to a state, all or none; returns how each stood and stands, so that it can be undone."""
    sheets = _open_sheets(session, sheet_ids)
    problems: list[Problem] = []
    for sheet in sheets:
        problems += check_state(sheet.state, state, note, sheet.desa.name)
    _refuse(problems)
    before = [(sheet.id, sheet.state, state) for sheet in sheets]
    for sheet in sheets:
        step(session, sheet, state, on=on, note=note)
    session.flush()
    return before


@needs(Right.MAPPING)
def restore_states(session: Session, changes: Sequence[StateChange], *, on: date) -> None:
    """Undo `set_state`, unless somebody went on since; the step back is noted too."""
    states = {sheet_id: (before, after) for sheet_id, before, after in changes}
    sheets = _open_sheets(session, list(states))
    text = _("Lembar {desa} kini {now}: langkahnya tidak dapat diurungkan lagi.")
    if gone_on := [
        Problem(text.format(desa=sheet.desa.name, now=in_sentence(sheet.state)))
        for sheet in sheets
        if sheet.state is not states[sheet.id][1]
    ]:
        raise Conflict(gone_on)
    for sheet in sheets:
        step(session, sheet, states[sheet.id][0], on=on, note=_("diurungkan"))
    session.flush()


@needs(Right.MAPPING)
def step(session: Session, sheet: RoundSheet, state: SheetState, *, on: date, note: str = "") -> None:
    """Note that a sheet comes to a state, by whom and when."""
    sheet.state = state
    session.add(
        SheetStep(
            sheet_id=sheet.id, state=state, on_day=on, by=actor_of(session).name, note=note.strip()[:300]
        )
    )


@needs(Right.READ)
def plan_targets(session: Session, round_id: int, lines: Sequence[Sequence[str]]) -> TargetPlan:
    """What pasted or read lines mean: [kecamatan,] desa or its code, and a number at the end."""
    sheets = session.scalars(
        select(RoundSheet).where(RoundSheet.round_id == round_id).options(joinedload(RoundSheet.desa))
    ).all()
    names = _kecamatan(session)
    by_code = {sheet.desa_code: sheet for sheet in sheets}
    by_name: dict[str, list[RoundSheet]] = {}
    for sheet in sheets:
        by_name.setdefault(fold_place(sheet.desa.name), []).append(sheet)
    targets: dict[int, int] = {}
    rows: list[tuple[str, str, int | None, int | None, str]] = []
    for line in lines:
        cells = [" ".join(str(cell).split()) for cell in line if str(cell).strip()]
        if not cells:
            continue
        number = cells[-1].replace(".", "").replace(" ", "")
        found, why = _meant(cells[:-1], by_code, by_name, names)
        if not number.isdigit() or len(number) > 6:
            if not targets and not rows:
                continue  # the headings
            why = why or _("“{text}” bukan angka.").format(text=cells[-1])
        after = int(number) if number.isdigit() and len(number) <= 6 else None
        if found is not None and not why and found.id in targets:
            why = _("Desa ini disebut dua kali.")
        if found is not None and not why and after is not None:
            targets[found.id] = after
        rows.append(
            (
                names.get(found.desa_code[:6], "") if found else " ".join(cells[:-2]),
                found.desa.name if found else (cells[-2] if len(cells) > 1 else cells[0]),
                found.target if found else None,
                after,
                why,
            )
        )
    return TargetPlan(targets, tuple(rows))


@needs(Right.MAPPING)
def set_targets(session: Session, targets: Mapping[int, int]) -> int:
    """Write targets; returns how many changed."""
    changed = 0
    for sheet in _open_sheets(session, list(targets)):
        changed += sheet.target != targets[sheet.id]
        sheet.target = targets[sheet.id]
    session.flush()
    return changed


@needs(Right.MAPPING)
def require_open_sheets(session: Session, sheet_ids: Sequence[int]) -> list[RoundSheet]:
    """The sheets, of a round that is not locked."""
    return _open_sheets(session, sheet_ids)


def _open_sheets(session: Session, sheet_ids: Sequence[int]) -> list[RoundSheet]:
    sheets = [
        sheet
        for start in range(0, len(sheet_ids), 500)
        for sheet in session.scalars(
            select(RoundSheet)
            .where(RoundSheet.id.in_(sheet_ids[start : start + 500]))
            .options(joinedload(RoundSheet.desa), joinedload(RoundSheet.round))
        )
    ]
    if not sheets:
        raise refuse(_("Pilih paling sedikit satu desa."))
    for round_id in {sheet.round_id for sheet in sheets}:
        find_open(session, round_id)
    return sheets


def _check(values: Mapping[str, Any]) -> None:
    begins, ends, target = values.get("begins_on"), values.get("ends_on"), values.get("target")
    if begins and ends and ends < begins:
        raise refuse(_("Tanggal selesai sebelum tanggal mulai."), "ends_on")
    if target is not None and not 0 <= target <= 999_999:
        raise refuse(_("Target harus 0 sampai 999.999."), "target")


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        more = len(problems) - FEW
        shown = list(problems[:FEW])
        if more > 0:
            shown.append(Problem(_("… dan {n} desa lagi.").format(n=more)))
        raise RuleViolation(shown)


def _last_steps(session: Session, round_id: int, *, before_lock: bool = False) -> dict[int, SheetStep]:
    newest = (
        select(func.max(SheetStep.id))
        .join(RoundSheet, RoundSheet.id == SheetStep.sheet_id)
        .where(RoundSheet.round_id == round_id)
        .group_by(SheetStep.sheet_id)
    )
    if before_lock:
        newest = newest.where(SheetStep.state != SheetState.LOCKED)
    return {
        found.sheet_id: found for found in session.scalars(select(SheetStep).where(SheetStep.id.in_(newest)))
    }


def _kecamatan(session: Session) -> dict[str, str]:
    rows = session.execute(select(Region.code, Region.name).where(Region.level == 6))
    return dict(rows.all())


def _meant(
    words: Sequence[str],
    by_code: Mapping[str, RoundSheet],
    by_name: Mapping[str, Sequence[RoundSheet]],
    kecamatan: Mapping[str, str],
) -> tuple[RoundSheet | None, str]:
    """The desa that a line names; a name that stands in two kecamatan needs the kecamatan beside it."""
    for word in words:
        code = "".join(filter(str.isdigit, word))
        if code in by_code:
            return by_code[code], ""
    folded = [fold_place(word) for word in words]
    candidates = [sheet for word in folded[::-1] for sheet in by_name.get(word, ())]
    if len(candidates) > 1:
        named = [
            sheet for sheet in candidates if fold_place(kecamatan.get(sheet.desa_code[:6], "")) in folded
        ]
        candidates = named or candidates
    if len({sheet.id for sheet in candidates}) == 1:
        return candidates[0], ""
    said = " ".join(words)
    if candidates:
        return None, _("“{name}” ada di beberapa kecamatan: sebut kecamatannya.").format(name=said)
    return None, _("Desa “{name}” tidak ditemukan.").format(name=said)
