"""Tanda terima berkas lamaran, on the upper half of a sheet (domain.md 9.8)."""

from collections.abc import Sequence
from dataclasses import replace

from db.rules.dates import day_and_date, long_date
from db.rules.letters import DocumentLine, Frame, ReceiptFacts
from db.rules.phrases import sentence
from desktop.paper.blocks import fields
from desktop.paper.forms import closed, titled
from desktop.paper.layout import CM, Layout
from desktop.paper.strips import Bold, Rule, Strip, Strips, Text, beside, gap, shifted, stacked, text
from desktop.paper.table import Column, table

TITLE = "Tanda Terima Berkas Lamaran"
TOP = 1.2 * CM
SIGNATURE_SPACE = 1.5 * CM
PRESENT, MISSING = "Ada", "Tidak"
COLUMNS = (Column("No.", 1.1, "center"), Column("Berkas", 5), Column("Ada/Tidak", 1.8, "center"))


def on_half_a_page(layout: Layout) -> Layout:
    """The upper half of the sheet; what is longer runs on below it."""
    return replace(layout, top=TOP, size=11, line=1.0, space=0.6, room=layout.page[1] / 2 - TOP - 0.5 * CM)


def compose(frame: Frame, facts: ReceiptFacts, layout: Layout) -> Strips:
    """The receipt as strips."""
    body = [
        *fields(
            [
                ("Nomor pendaftaran", [Bold(facts.registration_number)]),
                ("Nama pelamar", [Bold(facts.name)]),
                ("Seleksi", f"Calon TKSK Kecamatan {facts.kecamatan} Tahun {facts.year}"),
                ("Diterima pada", day_and_date(facts.received_on)),
            ],
            layout,
        ),
        gap(0.6, layout),
        *_documents(facts.documents, layout.small(9)),
        gap(0.5, layout),
        *text(_remark(facts), layout.small(10)),
    ]
    return [
        *_cut_line(layout),
        *titled(frame, ["TANDA TERIMA BERKAS LAMARAN"], layout),
        *closed(body, _signatures(frame, facts, layout), layout),
    ]


def _cut_line(layout: Layout) -> Strips:
    """Dashes across the middle of the sheet, while the receipt keeps to its half."""
    if layout.room is None:
        return []
    y = layout.page[1] / 2 - layout.top
    return [Strip(0, (Rule(-layout.left, y, layout.width + layout.right, y, 0.4, dashed=True),), keep=True)]


def _documents(documents: Sequence[DocumentLine], layout: Layout) -> Strips:
    """The checklist in two columns, to stay on half a page; notes are printed with the document."""
    rows: list[list[Text]] = [
        [
            f"{i}.",
            f"{line.name} ({line.note})" if line.note else line.name,
            PRESENT if line.present else [Bold(MISSING)],
        ]
        for i, line in enumerate(documents, start=1)
    ]
    half = (len(rows) + 1) // 2
    empty: list[Text] = ["", "", ""]
    right = rows[half:] + [empty] * (2 * half - len(rows))
    return table([*COLUMNS, *COLUMNS], [a + b for a, b in zip(rows[:half], right, strict=True)], layout)


def _remark(facts: ReceiptFacts) -> str:
    missing = [line.name for line in facts.documents if not line.present]
    if not missing:
        first = "Berkas diterima lengkap."
    elif facts.complete_by:
        first = f"Kekurangan berkas dilengkapi paling lambat {day_and_date(facts.complete_by)}."
    else:
        first = sentence(f"Berkas yang belum ada: {'; '.join(missing)}")
    return f"{first} Tanda terima ini bukan merupakan hasil seleksi administrasi."


def _signatures(frame: Frame, facts: ReceiptFacts, layout: Layout) -> Strip:
    """Who brought the papers at the left, who received them at the right."""
    start = layout.width * 0.55
    small = layout.small(10.5)
    left = _who(["", "Yang menyerahkan,"], facts.name, small, start - 0.5 * CM)
    right = _who(
        [f"{frame.place}, {long_date(facts.received_on)}", "Yang menerima,"],
        facts.received_by,
        small,
        layout.width - start,
    )
    return stacked(beside(left, shifted(right, start)))


def _who(before: Sequence[str], name: str, layout: Layout, width: float) -> Strips:
    return [
        *(strip for line in before for strip in text(line, layout, width, "left")),
        Strip(SIGNATURE_SPACE),
        *text([Bold(name)], layout, width, "left"),
    ]
