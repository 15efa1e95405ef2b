"""The recap of the scores: who stands where, or what is still open; on screen, paper and in Excel alike."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.access import needs
from db.models.recruitment import Vacancy
from db.rules.access import Right
from db.rules.dates import decimal_text, long_date
from db.rules.recruitment import Applied, Stage
from db.rules.reports import Cell, ColumnKind, ReportColumn, ReportTable
from db.rules.scoring import minimums_in_words
from db.rules.selection import component_label, tie_label
from db.rules.sheets import SheetState
from db.services.recruitment.reckoning import Reckoning
from db.services.recruitment.renewal import LEFT_LABELS, with_left
from db.services.recruitment.standing import SheetRow, Standing, standing_of
from db.sheet_book import newest_minutes

STATES = {  # as printed
    SheetState.OPEN: "belum lengkap",
    SheetState.TYPED: "belum dikunci",
    SheetState.LOCKED: "terkunci",
    SheetState.RECUSED: "tidak menilai",
    SheetState.ABSENT: "–",
}


@dataclass(frozen=True)
class Recap:
    """The table, and what stands behind it."""

    kecamatan: str
    stage: Stage
    standing: Standing
    table: ReportTable


@needs(Right.READ)
def get_recap(session: Session, vacancy_id: int) -> Recap:
    """How the selection stands as one table. Before all is in: what is open, and no number of the panel.

    Of a decision after somebody left it has the places as the minutes tell them.
    """
    decided = session.get_one(Vacancy, vacancy_id).decided_on is not None
    minutes = newest_minutes(session, vacancy_id) if decided else None
    return recap_of(with_left(minutes, session, vacancy_id))


def recap_of(reckoning: Reckoning) -> Recap:
    """The same of what has been read already."""
    vacancy, standing = reckoning.vacancy, standing_of(reckoning)
    least = minimums_in_words(dict(standing.thresholds))
    table = ReportTable(
        code="",
        title=f"Rekapitulasi Nilai Calon TKSK Kecamatan {vacancy.kecamatan.name}",
        columns=_columns(standing),
        rows=tuple(_cells(standing, row) for row in standing.rows),
        subtitle=(
            f"Wawancara {long_date(vacancy.interview_on)}",
            f"Ambang lulus {decimal_text(vacancy.pass_mark)}" + (f", nilai minimum {least}" if least else ""),
        ),
        notes=_notes(standing),
        keys=tuple(row.applicant_id for row in standing.rows),
    )
    return Recap(vacancy.kecamatan.name, vacancy.stage, standing, table)


def _columns(standing: Standing) -> tuple[ReportColumn, ...]:
    share = 12 if standing.complete else 16
    members = tuple(
        ReportColumn(f"p{place}", member.name, share, ColumnKind.MARK)
        for place, member in enumerate(standing.panel, 1)
    )
    kind = ColumnKind.DECIMAL if standing.complete else ColumnKind.MARK  # before that: how far each is
    tests = tuple(ReportColumn(test.value, component_label(test), 12, kind) for test in standing.tests)
    who = (ReportColumn("number", "No.", 5), ReportColumn("name", "Calon", 20))
    remark = ReportColumn("remark", "Keterangan", 22)
    if not standing.complete:
        return (*who, *members, *tests, remark)
    return (
        ReportColumn("rank", "Peringkat", 10, ColumnKind.WHOLE),
        *who,
        *members,
        ReportColumn("spread", "Selisih", 8, ColumnKind.DECIMAL),
        ReportColumn("deviation", "SD", 6, ColumnKind.DECIMAL),
        ReportColumn("interview", "Wawancara", 12, ColumnKind.DECIMAL),
        *tests,
        ReportColumn("final", "Nilai akhir", 11, ColumnKind.DECIMAL),
        remark,
    )


def _cells(standing: Standing, row: SheetRow) -> tuple[Cell, ...]:
    who = (row.registration_number.rsplit("-", 1)[-1], row.name)
    members = tuple(
        decimal_text(total) or STATES[state] for total, state in zip(row.totals, row.states, strict=True)
    )
    tests = tuple(
        STATES[state] if value is None and not standing.complete and state is not SheetState.OPEN else value
        for value, state in zip(row.tests, row.test_states, strict=True)
    )
    if not standing.complete:
        return (*who, *members, *tests, _remark(standing, row))
    return (
        row.rank,
        *who,
        *members,
        *(row.spread, row.deviation, row.interview),
        *tests,
        row.final,
        _remark(standing, row),
    )


def _remark(standing: Standing, row: SheetRow) -> str:
    if row.status is Applied.ABSENT:
        return "tidak hadir"
    if row.status in LEFT_LABELS:
        return LEFT_LABELS[row.status].lower()
    if row.rank is None:
        return ""
    said = ["lulus" if row.passes else "tidak lulus"]
    if row.below:
        said = [f"di bawah minimum {', '.join(component_label(c).lower() for c in row.below)}"]
    if row.tied:
        said.append("nilai sama")
    if row.step is not None:
        said.append(f"pembeda: {tie_label(row.step)}")
    if row.wide:
        said.append("selisih besar" if row.spread_note else "selisih besar, belum ada catatan")
    if row in standing.few:
        said.append(f"hanya {row.scorers} penilai")
    return "; ".join(said)


def _notes(standing: Standing) -> tuple[str, ...]:
    said = [
        f"PERINGATAN: nilai {seal.member} untuk {seal.candidate} ({seal.registration_number}) diubah di luar "
        "program sesudah dikunci."
        for seal in standing.broken
    ]
    said.append(standing.formula)
    if standing.agreement:
        said.append(f"Kesepakatan panel: {standing.agreement}")
    if standing.leanings:
        said.append(f"Penilai: {'; '.join(standing.leanings)}.")
    if standing.tie_note:
        said.append(f"{standing.tie_note[:1].upper()}{standing.tie_note[1:]}.")
    if standing.draw:
        witnesses = " dan ".join(standing.draw.witnesses)
        said.append(f"Undian {long_date(standing.draw.on)}, saksi {witnesses}.")
    if standing.complete:
        said.append("SD: simpangan baku nilai para penilai; Selisih: nilai tertinggi dikurangi terendah.")
    return tuple(said)
