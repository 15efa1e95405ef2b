"""Lembar penilaian wawancara: an empty form for one interviewer and one candidate (domain.md 5.3, 9.8)."""

from db.rules.dates import day_and_date
from db.rules.letters import ScoreSheetFacts, Signer
from db.rules.phrases import weight_text
from db.rules.templates import DOTS
from desktop.paper.blocks import fields, heading, title
from desktop.paper.forms import closed, signature
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.strips import Bold, Rule, Strip, Strips, gap, text
from desktop.paper.table import Column, grid_row, table

TITLE = "Lembar Penilaian Wawancara TKSK"
NO_CONFLICT = (
    "Saya menyatakan tidak mempunyai hubungan keluarga, hubungan atasan dan bawahan langsung, hubungan "
    "usaha, ataupun kepentingan lain dengan peserta tersebut di atas, dan menilai secara mandiri."
)
COLUMNS = (
    Column("No.", 0.9, "center"),
    Column("Aspek", 3.4),
    Column("Bobot", 1.45, "center"),
    Column("Kurang (20)", 2.7),
    Column("Cukup (60)", 2.7),
    Column("Sangat baik (100)", 2.9),
    Column("Nilai (0–100)", 1.5),
    Column("Bobot × Nilai ÷ 100", 1.6),
)
NOTE_LINES = 3
ROW_HEIGHT = 1.25 * CM


def layout_for(facts: ScoreSheetFacts) -> Layout:
    """One sheet of paper for each candidate, in slightly smaller type than a letter."""
    return Layout(facts.paper, size=11, line=1.0)


def compose(facts: ScoreSheetFacts, layout: Layout) -> Strips:
    """The sheet as strips."""
    small = layout.small(9)
    rows = [
        (f"{i}.", name, weight_text(weight), low, middle, high, "", "")
        for i, (name, weight, low, middle, high) in enumerate(facts.criteria, start=1)
    ]
    body = [
        *fields(
            [
                ("Nama peserta", [Bold(facts.candidate)]),
                ("Nomor pendaftaran", facts.registration_number),
                ("Hari, tanggal", day_and_date(facts.interview_on)),
                ("Pewawancara", f"{facts.member.name} ({facts.member.role})"),
            ],
            layout,
        ),
        gap(0.6, layout),
        *table(COLUMNS, rows, small, row_height=ROW_HEIGHT),
        _total(facts, layout.small(10)),
        gap(0.2, layout),
        *text(
            "Nilai setiap aspek 0 sampai dengan 100, dengan pedoman: kurang 20, cukup 60, sangat baik 100; "
            "nilai di antaranya dapat diberikan.",
            layout.small(9),
        ),
        gap(0.6, layout),
        *heading("Catatan:", layout),
        *_lines_to_write(layout),
        gap(0.6, layout),
        *text(NO_CONFLICT, layout),
    ]
    signer = Signer(("Pewawancara,",), facts.member.name)
    signed = signature(signer, layout, [f"{DOTS}, {DOTS} {facts.interview_on.year}"])
    return [
        *letterhead(facts.head, layout),
        *title(
            [
                "LEMBAR PENILAIAN WAWANCARA",
                f"CALON TKSK KECAMATAN {facts.kecamatan} {facts.regency}".upper(),
            ],
            layout,
        ),
        gap(1, layout, keep=True),
        *closed(body, signed, layout),
    ]


def _total(facts: ScoreSheetFacts, layout: Layout) -> Strip:
    shares = [column.share for column in COLUMNS]
    unit = layout.width / sum(shares)
    weights = sum(weight for _name, weight, *_rest in facts.criteria)
    widths = [sum(shares[:2]) * unit, shares[2] * unit, sum(shares[3:7]) * unit, shares[7] * unit]
    cells = [[Bold("JUMLAH")], [Bold(weight_text(weights))] if weights else "", "", ""]
    return grid_row(cells, widths, ["center"] * 4, layout, height=0.9 * CM, middle=True)


def _lines_to_write(layout: Layout) -> Strips:
    height = 0.75 * CM
    return [Strip(height, (Rule(0, height, layout.width, height, 0.4),)) for _line in range(NOTE_LINES)]
