"""Reports of a round: progress (L10), completeness, matrix, reconciliation, growth (L09; domain.md 11)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.mapping import Kind
from db.models.rounds import Round, RoundFigure
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.mapping import Register, is_official, register_words
from db.rules.problems import refuse
from db.rules.reports import Cell as Shown
from db.rules.reports import ColumnKind, ReportColumn, ReportTable, share_of
from db.rules.rounds import (
    BLANK,
    HANDED_IN_OR_LATER,
    Cell,
    CellState,
    SheetState,
    sheet_state_label,
)
from db.rules.words import _, grouped
from db.services.mapping.deltas import locked_round, place_words
from db.services.mapping.head_counts import MatrixRow, read_matrix
from db.services.mapping.kinds import codes_of
from db.services.mapping.sheets import SheetRow, list_sheets

R = TypeVar("R")
K = TypeVar("K")
WHOLE, PERCENT, MARK = ColumnKind.WHOLE, ColumnKind.PERCENT, ColumnKind.MARK
VERIFIED_OR_LATER = (SheetState.VERIFIED, SheetState.VALIDATED)
VALIDATED = (SheetState.VALIDATED,)
SIGNS = "Kosong = belum didata · 0 = nihil, sudah dipastikan · angka = terdata"


@needs(Right.READ)
def progress_table(
    session: Session, round_id: int, *, by_desa: bool = False, kecamatan_code: str = ""
) -> ReportTable:
    """L10: target, counted, handed in, verified, validated and the share of the target."""
    sheets = [row for row in list_sheets(session, round_id) if row.kecamatan_code.startswith(kecamatan_code)]
    tail = (
        ReportColumn("target", "Target", 9, WHOLE),
        ReportColumn("counted", "Terdata", 9, WHOLE),
        ReportColumn("handed", "Diserahkan", 9, MARK if by_desa else WHOLE),
        ReportColumn("verified", "Diverifikasi", 9, MARK if by_desa else WHOLE),
        ReportColumn("validated", "Divalidasi", 9, MARK if by_desa else WHOLE),
        ReportColumn("share", "% target", 8, PERCENT),
    )
    if by_desa:
        columns: tuple[ReportColumn, ...] = (
            ReportColumn("kecamatan", "Kecamatan", 16),
            ReportColumn("desa", "Desa/kelurahan", 18),
            ReportColumn("recorder", "Petugas", 20),
            *tail,
            ReportColumn("state", "Keadaan", 16),
        )
        rows: list[tuple[Shown, ...]] = [
            (
                row.kecamatan,
                row.desa,
                row.recorder,
                *_numbers([row], marks=True),
                sheet_state_label(row.reached),
            )
            for row in sheets
        ]
        totals: tuple[Shown, ...] = ("", "Jumlah", "", *_numbers(sheets), "")
        keys = tuple(row.desa_code for row in sheets)
    else:
        columns = (ReportColumn("kecamatan", "Kecamatan", 20), ReportColumn("desa", "Desa", 8, WHOLE), *tail)
        groups = _grouped(sheets, lambda row: (row.kecamatan, row.kecamatan_code))
        rows = [(name, len(own), *_numbers(own)) for (name, _code), own in groups.items()]
        totals = ("Jumlah", len(sheets), *_numbers(sheets))
        keys = tuple(code for _name, code in groups)
    return ReportTable(
        "L10",
        "Kemajuan pendataan" + (" per desa" if by_desa else " per kecamatan"),
        columns,
        tuple(rows),
        subtitle=_subtitle(session, round_id, kecamatan_code),
        totals=totals if rows else (),
        notes=(
            "Terdata: angka desa atau yang bernama, mana yang lebih besar. % target: terdata dibagi target, "
            "hanya desa yang bertarget.",
        ),
        keys=keys,
        landscape=by_desa,
    )


@needs(Right.READ)
def completeness_table(session: Session, round_id: int) -> ReportTable:
    """How much of the matrix is surveyed: per kecamatan, white, zero and counted kept apart."""
    matrix = read_matrix(session, round_id)
    codes = [kind.code for kind in matrix.kinds]
    groups = _grouped(matrix.rows, lambda row: (row.kecamatan, row.kecamatan_code))

    def numbers(rows: Sequence[MatrixRow]) -> tuple[Shown, ...]:
        states = [row.cells.get(code, BLANK).state for row in rows for code in codes]
        white, none = states.count(CellState.NOT_SURVEYED), states.count(CellState.NONE)
        whole = sum(all(_is_done(row, code) for code in codes) for row in rows)
        done = len(states) - white
        return (len(rows), whole, len(states), done - none, none, white, share_of(done, len(states)))

    return ReportTable(
        "",
        "Kelengkapan pendataan per kecamatan",
        (
            ReportColumn("kecamatan", "Kecamatan", 22),
            ReportColumn("desa", "Desa", 8, WHOLE),
            ReportColumn("whole", "Desa lengkap", 9, WHOLE),
            ReportColumn("cells", "Sel (desa × jenis)", 10, WHOLE),
            ReportColumn("counted", "Terdata", 9, WHOLE),
            ReportColumn("none", "Nihil dipastikan", 10, WHOLE),
            ReportColumn("white", "Belum didata", 9, WHOLE),
            ReportColumn("share", "Kelengkapan", 10, PERCENT),
        ),
        tuple((name, *numbers(own)) for (name, _code), own in groups.items()),
        subtitle=_subtitle(session, round_id),
        totals=("Jumlah", *numbers(matrix.rows)) if matrix.rows else (),
        notes=("TKSK (PSKS-11) tidak ditanyakan kepada desa: dihitung dari Daftar TKSK.",),
        keys=tuple(code for _name, code in groups),
        landscape=False,
    )


@needs(Right.READ)
def matrix_table(
    session: Session, round_id: int, register: Register, *, kecamatan_code: str = ""
) -> ReportTable:
    """The matrix on paper and in Excel: an empty cell, a nought and a number stay three things."""
    matrix = read_matrix(session, round_id)
    kinds = [kind for kind in matrix.kinds if kind.register is register]
    rows = [row for row in matrix.rows if row.kecamatan_code.startswith(kecamatan_code)]

    def cells(row: MatrixRow) -> list[Shown]:
        found = [row.cells.get(kind.code, BLANK) for kind in kinds]
        return [None if cell.state is CellState.NOT_SURVEYED else cell.figure for cell in found]

    lines = [(row.kecamatan, row.desa, *cells(row)) for row in rows]
    sums = [sum(line[place] or 0 for line in lines) for place in range(2, len(kinds) + 2)]  # type: ignore[misc]
    white = sum(line[place] is None for line in lines for place in range(2, len(kinds) + 2))
    legend = "; ".join(f"{kind.code.rsplit('-', 1)[-1]} {kind.name}" for kind in kinds)
    return ReportTable(
        "",
        f"Matriks pendataan {register.upper()}",
        (
            ReportColumn("kecamatan", "Kecamatan", 12),
            ReportColumn("desa", "Desa/kelurahan", 13),
            *(ReportColumn(kind.code, kind.code.rsplit("-", 1)[-1], 4, WHOLE) for kind in kinds),
        ),
        tuple(lines),
        subtitle=_subtitle(session, round_id, kecamatan_code),
        totals=("", "Jumlah", *sums) if lines else (),
        notes=(f"{SIGNS} ({grouped(white)} sel kosong)", legend),
        keys=tuple(row.id for row in rows),
    )


@needs(Right.READ)
def reconciled_table(session: Session, round_id: int, *, kecamatan_code: str = "") -> ReportTable:
    """Figures of desa beside the names: where they differ, and by how many."""
    matrix = read_matrix(session, round_id)
    rows: list[tuple[Any, ...]] = []
    for row in matrix.rows:
        if not row.kecamatan_code.startswith(kecamatan_code):
            continue
        for kind in matrix.kinds:
            cell = row.cells.get(kind.code, BLANK)
            if cell.total is not None and (cell.unnamed or cell.beyond):
                rows.append(
                    (
                        row.kecamatan,
                        row.desa,
                        kind.name,
                        cell.total,
                        cell.named,
                        cell.unnamed,
                        cell.beyond,
                        cell.source,
                    )
                )
    cells = [
        cell
        for row in matrix.rows
        if row.kecamatan_code.startswith(kecamatan_code)
        for cell in row.cells.values()
    ]
    return ReportTable(
        "",
        "Angka desa dan nama yang belum cocok",
        (
            ReportColumn("kecamatan", "Kecamatan", 14),
            ReportColumn("desa", "Desa/kelurahan", 16),
            ReportColumn("kind", "Jenis", 30),
            ReportColumn("figure", "Angka", 8, WHOLE),
            ReportColumn("named", "Bernama", 8, WHOLE),
            ReportColumn("unnamed", "Belum bernama", 9, WHOLE),
            ReportColumn("beyond", "Nama lebih", 8, WHOLE),
            ReportColumn("source", "Sumber angka", 18),
        ),
        tuple(rows),
        subtitle=_subtitle(session, round_id, kecamatan_code),
        totals=("", "Jumlah", "", *(sum(row[place] for row in rows) for place in range(3, 7)), "")
        if rows
        else (),
        notes=(f"Seluruh putaran: {_whole(cells)}.",),
    )


@needs(Right.READ)
def growth_table(
    session: Session,
    round_ids: Sequence[int],
    register: Register = Register.PPKS,
    *,
    local: bool = False,
    kecamatan_code: str = "",
) -> ReportTable:
    """L09: the cases of each kind in locked rounds, oldest first, with the last step as number and share."""
    rounds = sorted(
        (locked_round(session, one) for one in round_ids), key=lambda one: (one.reference_date, one.id)
    )
    if len(rounds) < 2:
        raise refuse(_("Pilih paling sedikit dua putaran yang dikunci."))
    query = (
        select(RoundFigure.round_id, RoundFigure.kind_code, func.sum(RoundFigure.cases))
        .where(
            RoundFigure.round_id.in_([one.id for one in rounds]),
            RoundFigure.kind_code.in_(codes_of(session, register, local=local)),
        )
        .group_by(RoundFigure.round_id, RoundFigure.kind_code)
    )
    if kecamatan_code:
        query = query.where(RoundFigure.desa_code.startswith(kecamatan_code))
    cases = {(one, kind): int(number) for one, kind, number in session.execute(query)}
    kinds = session.execute(
        select(Kind.code, Kind.name, Kind.valid_until)
        .where(Kind.register == register)
        .order_by(Kind.position, Kind.code)
    )
    rows = []
    for code, name, ended in kinds:
        numbers = [cases.get((one.id, code), 0) for one in rounds]
        if is_official(code) is not local and (ended is None or any(numbers)):
            rows.append(
                (
                    code,
                    name,
                    *numbers,
                    numbers[-1] - numbers[-2],
                    share_of(numbers[-1] - numbers[-2], numbers[-2]),
                )
            )
    sums = [sum(number for (one_id, _kind), number in cases.items() if one_id == one.id) for one in rounds]
    place = place_words(session, kecamatan_code)
    return ReportTable(
        "L09",
        f"Pertumbuhan {register_words(register, local=local)} antarperiode",
        (
            ReportColumn("code", "Kode", 9),
            ReportColumn("kind", "Jenis", 34),
            *(ReportColumn(f"round_{one.id}", one.name, 11, ColumnKind.WHOLE) for one in rounds),
            ReportColumn("change", "Selisih", 9, ColumnKind.WHOLE),
            ReportColumn("share", "Selisih %", 8, ColumnKind.PERCENT),
        ),
        tuple(rows),
        subtitle=(f"Kasus bernama menurut putaran yang dikunci{place}",),
        totals=("", "Jumlah", *sums, sums[-1] - sums[-2], share_of(sums[-1] - sums[-2], sums[-2])),
        notes=(f"Selisih: {rounds[-1].name} dikurangi {rounds[-2].name}.",),
        keys=tuple(code for code, *_rest in rows),
        landscape=len(rounds) > 3,
    )


def _whole(cells: Sequence[Cell]) -> str:
    said = [cell for cell in cells if cell.total is not None]
    figure, named = sum(cell.total or 0 for cell in said), sum(cell.named for cell in said)
    unnamed, alone = (
        sum(cell.unnamed for cell in said),
        sum(cell.named for cell in cells if cell.total is None),
    )
    return f"angka {figure}, bernama {named}, belum bernama {unnamed}; bernama tanpa angka desa {alone}"


def _numbers(rows: Sequence[SheetRow], *, marks: bool = False) -> tuple[Shown, ...]:
    with_target = [row for row in rows if row.target]
    target = sum(row.target or 0 for row in with_target)
    reached = [
        sum(row.reached in states for row in rows)
        for states in (HANDED_IN_OR_LATER, VERIFIED_OR_LATER, VALIDATED)
    ]
    return (
        target if with_target else None,
        sum(row.counted for row in rows),
        *(("✓" if number else "–") if marks else number for number in reached),
        share_of(sum(row.counted for row in with_target), target),
    )


def _is_done(row: MatrixRow, code: str) -> bool:
    return row.cells.get(code, BLANK).state is not CellState.NOT_SURVEYED


def _grouped(rows: Iterable[R], key: Callable[[R], K]) -> dict[K, list[R]]:
    groups: dict[K, list[R]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _subtitle(session: Session, round_id: int, kecamatan_code: str = "") -> tuple[str, ...]:
    found = session.get_one(Round, round_id)
    state = "dikunci" if found.locked_at else "masih berjalan"
    words = f"{found.name}, acuan {long_date(found.reference_date)}, {state}"
    return (words + place_words(session, kecamatan_code),)
