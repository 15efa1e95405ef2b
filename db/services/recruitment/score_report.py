"""L13: the values of each member for each aspect, once they may be seen; before: why not (domain.md 11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from db.access import needs
from db.rules.access import Right
from db.rules.agreement import deviation, spread
from db.rules.dates import decimal_text
from db.rules.reports import Cell, ColumnKind, ReportColumn, ReportTable
from db.rules.scoring import shown
from db.rules.selection import Scale
from db.services.recruitment.recap import recap_of
from db.services.recruitment.reckoning import Reckoning, scorers_in_order
from db.services.recruitment.standing import SheetRow, Standing, broken_in_words, open_problems

RECUSED = "tidak menilai"  # as printed
SCALES = {
    Scale.HUNDRED: "Nilai anggota 0–100.",
    Scale.FIVE: "Nilai anggota 1–5; dalam jumlah tertimbang dikalikan 20.",
}
EXPLAINED = "Rata-rata, Selisih (tertinggi dikurangi terendah), dan SD dihitung dari nilai para anggota."


@dataclass(frozen=True)
class ScoreReport:
    """Who stands where and why; without tables while the sheets are not all locked, and why that is."""

    tables: tuple[ReportTable, ...]
    why: str = ""


@needs(Right.READ)
def score_report(session: Session, vacancy_id: int) -> ScoreReport:
    """L13 of one vacancy: the places, then member by aspect of each candidate in the order of the places."""
    reckoning = Reckoning(session, vacancy_id)
    recap = recap_of(reckoning)
    standing = recap.standing
    if not standing.complete or not reckoning.complete:
        return ScoreReport((), _why(standing))
    places = replace(recap.table, code="L13", title=f"Rekap Nilai dan Peringkat Kecamatan {recap.kecamatan}")
    if standing.broken:
        places = replace(
            places, notes=(broken_in_words(standing.broken, printed=standing.printed), *places.notes)
        )
    ranked = [row for row in standing.rows if row.rank is not None]
    matrices = [_matrix(reckoning, row) for row in ranked] if reckoning.with_interview else []
    if matrices:
        matrices[-1] = replace(matrices[-1], notes=(f"{SCALES[reckoning.vacancy.scale]} {EXPLAINED}",))
    return ScoreReport((places, *matrices))


def _why(standing: Standing) -> str:
    said = [str(problem.text) for problem in open_problems(standing)]
    if standing.open_sheets or standing.open_tests or standing.unlocked_tests:
        said.append("Sebelum itu tidak seorang pun melihat nilai anggota lain.")
    return " ".join(said) or "Belum ada calon yang dinilai pada lowongan ini."


def _matrix(reckoning: Reckoning, row: SheetRow) -> ReportTable:
    """One candidate: a line for each aspect, and below them what each member's values come to."""
    members = scorers_in_order(reckoning)
    applicant = reckoning.scored[row.applicant_id].applicant
    totals = reckoning.scored[row.applicant_id].totals
    given = {member.id: reckoning.book.values(applicant, member.id) for member in members}
    rows = []
    for criterion in reckoning.vacancy.criteria:
        values = [
            None if member.id not in totals else given[member.id].get(criterion.id) for member in members
        ]
        rows.append((criterion.name, decimal_text(criterion.weight), *_cells(values), *_measures(values)))
    sums = [totals.get(member.id) for member in members]
    number = row.registration_number.rsplit("-", 1)[-1]
    return ReportTable(
        code="",
        title=f"Peringkat {row.rank}: {row.name} ({number}), nilai akhir {decimal_text(row.final)}",
        columns=(
            ReportColumn("aspect", "Aspek", 40),
            ReportColumn("weight", "Bobot", 8, ColumnKind.MARK),
            *(
                ReportColumn(f"p{place}", member.name, 16, ColumnKind.DECIMAL)
                for place, member in enumerate(members, 1)
            ),
            ReportColumn("mean", "Rata-rata", 10, ColumnKind.DECIMAL),
            ReportColumn("spread", "Selisih", 10, ColumnKind.DECIMAL),
            ReportColumn("deviation", "SD", 8, ColumnKind.DECIMAL),
        ),
        rows=tuple(rows),
        totals=(
            *("Jumlah tertimbang", "", *_cells([shown(total) for total in sums])),
            *(row.interview, row.spread, row.deviation),
        ),
    )


def _cells(values: Sequence[Decimal | None]) -> tuple[Cell, ...]:
    return tuple(RECUSED if value is None else value for value in values)


def _measures(values: Sequence[Decimal | None]) -> tuple[Cell, ...]:
    known = [Fraction(value) for value in values if value is not None]
    if not known:
        return (None, None, None)
    return shown(sum(known, Fraction(0)) / len(known)), shown(spread(known)), shown(deviation(known))
