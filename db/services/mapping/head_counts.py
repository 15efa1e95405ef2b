"""What desa say of each kind without names: a number, or that there is nobody (peers.md rows 55, 56)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.orm import Session, aliased

from db.access import needs
from db.models.mapping import Kind
from db.models.regions import Region
from db.models.rounds import HeadCount, Round, RoundCount, RoundSheet, SheetStep, SurveyKit
from db.rules.access import Right
from db.rules.mapping import Register
from db.rules.problems import Conflict, Problem, refuse
from db.rules.rounds import (
    CLOSED_TO_FIGURES,
    ROSTER_KIND,
    Cell,
    SheetState,
    check_count,
    in_sentence,
)
from db.rules.words import _
from db.services.mapping.named_cells import Key, named_cells
from db.services.mapping.rounds import asked_kinds, find_open
from db.services.mapping.sheets import FIRST_FIGURE, step


@dataclass(frozen=True)
class MatrixRow:
    """One desa with a cell for each kind."""

    id: str  # code of the desa
    sheet_id: int
    desa: str
    kecamatan_code: str
    kecamatan: str
    state: SheetState
    cells: Mapping[str, Cell]  # code of the kind: only those that say something


@dataclass(frozen=True)
class KindColumn:
    """A kind as the head of a column."""

    code: str
    short: str
    name: str
    register: Register
    sensitive: bool = False


@dataclass(frozen=True)
class Matrix:
    """The desa of a round by kinds."""

    kinds: tuple[KindColumn, ...]
    rows: tuple[MatrixRow, ...]
    locked: bool


@dataclass(frozen=True)
class Said:
    """What a desa says; None: nothing any more."""

    total: int | None
    males: int | None = None
    females: int | None = None


@dataclass(frozen=True)
class CellChange:
    """What a cell said when it was looked at, and what it is to say."""

    desa_code: str
    kind_code: str
    before: Said
    after: Said


NOTHING = Said(None)
MANY = 200  # cells: more are written as one change of the log


@needs(Right.READ)
def read_matrix(session: Session, round_id: int) -> Matrix:
    """All cells of a round in one question for each source."""
    found = session.get_one(Round, round_id)
    codes = asked_kinds(session, found)
    names = {kind.code: kind for kind in session.scalars(select(Kind).where(Kind.code.in_(codes)))}
    kinds = tuple(
        KindColumn(
            code, names[code].abbreviation, names[code].name, names[code].register, names[code].sensitive
        )
        for code in codes
    )
    cells = _cells(session, found)
    by_desa: dict[str, dict[str, Cell]] = {}
    for (desa, kind), cell in cells.items():
        by_desa.setdefault(desa, {})[kind] = cell
    kecamatan = dict(session.execute(select(Region.code, Region.name).where(Region.level == 6)).all())
    query = (
        select(RoundSheet.id, RoundSheet.desa_code, RoundSheet.state, Region.name)
        .join(Region, Region.code == RoundSheet.desa_code)
        .where(RoundSheet.round_id == round_id)
    )
    rows = [
        MatrixRow(code, sheet_id, desa, code[:6], kecamatan.get(code[:6], ""), state, by_desa.get(code, {}))
        for sheet_id, code, state, desa in session.execute(query)
    ]
    rows.sort(key=lambda row: (row.kecamatan, row.desa, row.id))
    return Matrix(kinds, tuple(rows), found.locked_at is not None)


@needs(Right.MAPPING)
def set_counts(
    session: Session, round_id: int, changes: Sequence[CellChange], *, on: date, source: str = ""
) -> int:
    """Write what desa say, all or nothing; a cell that somebody else changed meanwhile is refused.

    Undoing is the same with `before` and `after` exchanged. Returns how many cells changed.
    """
    find_open(session, round_id)
    desa_codes = sorted({change.desa_code for change in changes})
    sheets = {
        sheet.desa_code: sheet
        for start in range(0, len(desa_codes), 500)
        for sheet in session.scalars(
            select(RoundSheet).where(
                RoundSheet.round_id == round_id, RoundSheet.desa_code.in_(desa_codes[start : start + 500])
            )
        )
    }
    names = dict(
        session.execute(
            select(Region.code, Region.name)
            .join(RoundSheet, RoundSheet.desa_code == Region.code)
            .where(RoundSheet.round_id == round_id)
        ).all()
    )
    known = _counts(session, [sheet.id for sheet in sheets.values()])
    for change in changes:
        sheet = sheets.get(change.desa_code)
        if sheet is None:
            raise refuse(_("Desa {code} tidak ikut putaran ini.").format(code=change.desa_code))
        _check(session, change, sheet, names[change.desa_code], known.get((sheet.id, change.kind_code)))
    if len(changes) > MANY:
        changed = _write_many(session, sheets, changes, known, on, source)
    else:
        changed = 0
        for change in changes:
            sheet = sheets[change.desa_code]
            changed += _write(session, sheet, change, known.get((sheet.id, change.kind_code)), on, source)
    _follow(session, sheets, changes, on)
    if len(changes) > MANY:
        session.expire_all()
    return changed


@needs(Right.MAPPING)
def confirm_none(
    session: Session, round_id: int, cells: Sequence[Key], *, on: date, source: str
) -> list[CellChange]:
    """Say of cells that there is nobody; those that say something already stay. Returns what changed."""
    known = _cells(session, session.get_one(Round, round_id))
    white = [cell for cell in dict.fromkeys(cells) if cell not in known]
    changes = [CellChange(desa, kind, NOTHING, Said(0, 0, 0)) for desa, kind in white]
    if changes:
        set_counts(session, round_id, changes, on=on, source=source)
    return changes


def _write_many(
    session: Session,
    sheets: Mapping[str, RoundSheet],
    changes: Sequence[CellChange],
    known: Mapping[tuple[int, str], HeadCount],
    on: date,
    source: str,
) -> int:
    """New cells and emptied ones in one statement each; what changes its number goes the usual way."""
    new, gone, changed = [], [], 0
    for change in changes:
        sheet, after = sheets[change.desa_code], change.after
        old = known.get((sheet.id, change.kind_code))
        if old is None and after.total is not None:
            figures = {"males": after.males, "females": after.females, "total": after.total}
            told = {"surveyed_on": on, "source": source.strip()[:120], "version": 1}
            new.append({"sheet_id": sheet.id, "kind_code": change.kind_code, **figures, **told})
        elif old is not None and after.total is None:
            gone.append(old.id)
        else:
            changed += _write(session, sheet, change, old, on, source)
    if new:
        text = _("{n} angka desa diisi").format(n=len(new))
        session.execute(insert(HeadCount).execution_options(note=text), new)
    for start in range(0, len(gone), 500):
        text = _("{n} angka desa dikosongkan").format(n=len(gone[start : start + 500]))
        one = delete(HeadCount).where(HeadCount.id.in_(gone[start : start + 500]))
        session.execute(one, execution_options={"note": text, "synchronize_session": False})
    return len(new) + len(gone) + changed


def _follow(
    session: Session, sheets: Mapping[str, RoundSheet], changes: Sequence[CellChange], on: date
) -> None:
    """A sheet runs from its first figure on, and has not begun when that was all and is taken back."""
    filled = {change.desa_code for change in changes if change.after.total is not None}
    for code in filled:
        if sheets[code].state is SheetState.NOT_BEGUN:
            step(session, sheets[code], SheetState.RUNNING, on=on, note=FIRST_FIGURE)
    session.flush()
    emptied = {
        sheet.id: sheet
        for code, sheet in sheets.items()
        if code not in filled and sheet.state is SheetState.RUNNING
    }
    later = aliased(SheetStep)
    alone = select(SheetStep).where(
        SheetStep.note == FIRST_FIGURE,
        ~exists().where(later.sheet_id == SheetStep.sheet_id, later.id > SheetStep.id),
        ~exists().where(HeadCount.sheet_id == SheetStep.sheet_id),
        ~exists().where(SurveyKit.sheet_id == SheetStep.sheet_id, SurveyKit.returned_at.is_not(None)),
    )
    ids = list(emptied)
    for start in range(0, len(ids), 500):
        for taken_back in session.scalars(alone.where(SheetStep.sheet_id.in_(ids[start : start + 500]))):
            emptied[taken_back.sheet_id].state = SheetState.NOT_BEGUN
            session.delete(taken_back)
    session.flush()


def _cells(session: Session, found: Round) -> dict[Key, Cell]:
    named = named_cells(session, found)
    alike = {number: Cell(named=number) for number in set(named.values())}
    cells = {key: alike[number] for key, number in named.items()}
    if found.locked_at is not None:
        query = select(RoundCount).where(RoundCount.round_id == found.id)
        for row in session.scalars(query):
            key = (row.desa_code, row.kind_code)
            cells[key] = Cell(row.total, named.get(key, 0), row.males, row.females)
        return cells
    said = (
        select(
            RoundSheet.desa_code,
            HeadCount.kind_code,
            HeadCount.total,
            HeadCount.males,
            HeadCount.females,
            HeadCount.surveyed_on,
            HeadCount.source,
        )
        .join(RoundSheet, RoundSheet.id == HeadCount.sheet_id)
        .where(RoundSheet.round_id == found.id)
    )
    for desa, kind, total, males, females, day, source in session.execute(said):
        cells[desa, kind] = Cell(total, named.get((desa, kind), 0), males, females, day, source)
    return cells


def _counts(session: Session, sheet_ids: Sequence[int]) -> dict[tuple[int, str], HeadCount]:
    return {
        (count.sheet_id, count.kind_code): count
        for start in range(0, len(sheet_ids), 500)
        for count in session.scalars(
            select(HeadCount).where(HeadCount.sheet_id.in_(sheet_ids[start : start + 500]))
        )
    }


def _check(
    session: Session, change: CellChange, sheet: RoundSheet, desa: str, known: HeadCount | None
) -> None:
    if sheet.state in CLOSED_TO_FIGURES:
        text = _("Lembar {desa} {state}. Kembalikan dahulu, baru angkanya diubah.")
        raise refuse(text.format(desa=desa, state=in_sentence(sheet.state)))
    if change.kind_code == ROSTER_KIND:
        raise refuse(_("TKSK dihitung dari Daftar TKSK; angkanya tidak diketik di sini."))
    after = change.after
    if after.total is not None and (problems := check_count(after.males, after.females, after.total, desa)):
        raise refuse(problems[0].text)
    now = Said(known.total, known.males, known.females) if known else NOTHING
    if now not in (change.before, after):
        text = _("{desa}: orang lain baru saja mengisi {now}. Muat ulang untuk melihatnya.")
        shown = "kosong" if now.total is None else now.total
        raise Conflict([Problem(text.format(desa=desa, now=shown))])


def _write(
    session: Session, sheet: RoundSheet, change: CellChange, known: HeadCount | None, on: date, source: str
) -> bool:
    after = change.after
    if after.total is None:
        if known is not None:
            session.delete(known)
        return known is not None
    if known is None:
        known = HeadCount(sheet=sheet, kind_code=change.kind_code)
        session.add(known)
    elif (known.total, known.males, known.females) == (after.total, after.males, after.females):
        return False
    known.total, known.males, known.females = after.total, after.males, after.females
    known.surveyed_on, known.source = on, source.strip()[:120]
    return True
