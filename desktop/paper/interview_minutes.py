"""Berita acara pelaksanaan dan hasil tes wawancara (domain.md 9.6 kinds 3 and 4)."""

from collections.abc import Sequence
from decimal import Decimal

from db.rules.dates import count_in_words, decimal_text
from db.rules.letters import Frame, InterviewMinutesFacts
from db.rules.phrases import TKSK, people, sentence, weight_text
from desktop.paper.blocks import (
    field,
    items,
    label_width,
    letters,
    numbers,
    section,
    section_indent,
    sentence_items,
)
from desktop.paper.layout import Layout
from desktop.paper.minutes import minutes
from desktop.paper.strips import Bold, Strips, Text, beside, gap, kept, shifted, text
from desktop.paper.table import Column, table

TITLE = "Berita Acara Tes Wawancara TKSK"
NONE = "\u2013"
FEW = 3  # interviewers whose totals are set in the usual type
ROMAN = ("I.", "II.", "III.", "IV.", "V.")


def compose(frame: Frame, facts: InterviewMinutesFacts, layout: Layout) -> Strips:
    """The minutes as strips."""
    width = layout.width - section_indent(layout)
    attached = ["Daftar hadir;", "Lembar penilaian setiap pewawancara."]
    parts = (
        ("PELAKSANAAN", _held(facts, layout, width)),
        ("HASIL", _results(facts, layout, width)),
        ("KETENTUAN", _numbered(_rules(facts), layout, width)),
        ("REKOMENDASI", _numbered(_recommendation(facts), layout, width)),
        ("LAMPIRAN", _numbered(attached, layout, width)),
    )
    body: Strips = []
    for numeral, (name, content) in zip(ROMAN, parts, strict=True):
        body += section(numeral, name, content, layout)
    about = (
        f"PELAKSANAAN DAN HASIL TES WAWANCARA CALON {TKSK}".upper(),
        f"KECAMATAN {facts.kecamatan} {facts.regency} TAHUN {facts.year}".upper(),
    )
    deed = (
        f"Tim Seleksi Calon {TKSK} (TKSK) Kecamatan {facts.kecamatan} telah melaksanakan tes wawancara, "
        "dengan hasil sebagai berikut:"
    )
    return minutes(frame, about, facts.held_on, facts.place, deed, body, facts.team, layout)


def _held(facts: InterviewMinutesFacts, layout: Layout, width: float) -> Strips:
    came = sum(row.final is not None for row in facts.rows)
    counts = (
        ("Jumlah peserta yang dijadwalkan", len(facts.rows)),
        ("Peserta yang hadir", came),
        ("Peserta yang tidak hadir", len(facts.rows) - came),
        ("Pewawancara", len(facts.team)),
    )
    column = label_width((label for label, _count in counts), layout)
    lines = [field(label, text(people(count), layout, width), column, layout) for label, count in counts]
    total = weight_text(sum((weight for _name, weight in facts.criteria), Decimal(0)))
    aspects = count_in_words(len(facts.criteria), "aspek")
    indent = 1.5 * layout.size
    criteria = [f"{name} (bobot {weight_text(weight)})" for name, weight in facts.criteria]
    lines.append(
        [
            *kept(
                text(
                    f"Instrumen: lembar penilaian {aspects} dengan jumlah bobot {total}:",
                    layout,
                    width - indent,
                )
            ),
            *sentence_items(criteria, letters(len(criteria)), layout, width - indent),
        ]
    )
    return [
        strip
        for marker, line in zip(numbers(len(lines)), lines, strict=True)
        for strip in beside(text(marker, layout, indent, "left"), shifted(line, indent))
    ]


def _results(facts: InterviewMinutesFacts, layout: Layout, width: float) -> Strips:
    scored = max((len(row.member_totals) for row in facts.rows), default=len(facts.team))
    layout = layout.small(10 if scored <= FEW else 9)
    columns = [
        Column("Pering- kat", 1.35, "center"),
        Column("Nomor Pendaftaran", 2.5),
        Column("Nama", 2.8 + 1.17 * max(0, FEW + 2 - scored)),
        *(Column(f"P{i}", 1.17, "center") for i in range(1, scored + 1)),
        Column("Nilai Akhir", 1.3, "center"),
        Column("Keterangan", 2.15),
    ]
    rows: list[list[Text]] = [
        [
            str(row.rank) if row.rank is not None else NONE,
            row.registration_number,
            row.name,
            *(decimal_text(total) or NONE for total in row.member_totals),
            [Bold(decimal_text(row.final) or NONE)],
            row.note,
        ]
        for row in facts.rows
    ]
    legend = "P1, P2, dan seterusnya: nilai pewawancara menurut nomor urut Tim Seleksi."
    if any(total is None for row in facts.rows for total in row.member_totals):
        legend += (
            f" Tanda {NONE}: tidak menilai, dikecualikan (konflik kepentingan) atau peserta tidak hadir."
        )
    listed = table(columns, rows, layout, width)
    return [
        *listed[:-1],
        *kept(listed[-1:]),
        gap(0.2, layout, keep=True),
        *text(legend, layout.small(9), width),
    ]


def _rules(facts: InterviewMinutesFacts) -> list[str]:
    passed = sum(row.passed for row in facts.rows)
    return [
        f"Ambang kelulusan {decimal_text(facts.pass_mark)}; peserta yang memenuhinya {people(passed)}.",
        sentence(f"Aturan nilai sama yang dipakai: {facts.tie_note}")
        if facts.tie_note
        else "Tidak terdapat nilai akhir yang sama.",
    ]


def _recommendation(facts: InterviewMinutesFacts) -> list[Text]:
    if not facts.recommendation:
        return [
            "Tidak ada peserta yang diusulkan karena tidak ada yang memenuhi ambang kelulusan.",
            f"Tim Seleksi mengusulkan pembukaan kembali pendaftaran calon TKSK Kecamatan {facts.kecamatan}.",
        ]
    lines: list[Text] = [
        ["Mengusulkan ", Bold(facts.recommendation), f" sebagai calon TKSK Kecamatan {facts.kecamatan}."]
    ]
    if facts.decision_reason:
        lines.append(sentence(f"Pertimbangan: {facts.decision_reason}"))
    named = "; ".join(f"{i}. {name}" for i, name in enumerate(facts.reserves, start=1))
    lines.append(f"Cadangan: {named or 'tidak ada'}.")
    return lines


def _numbered(lines: Sequence[Text], layout: Layout, width: float) -> Strips:
    return items(lines, numbers(len(lines)), layout, width)
