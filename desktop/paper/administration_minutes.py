"""Berita acara seleksi administrasi (domain.md 9.6 kind 2). Never a NIK."""

from db.rules.letters import AdministrationMinutesFacts, Frame
from db.rules.phrases import TKSK, people
from desktop.paper.blocks import fields, items, numbers, section, section_indent
from desktop.paper.layout import Layout
from desktop.paper.minutes import minutes
from desktop.paper.strips import Strips
from desktop.paper.table import Column, table

TITLE = "Berita Acara Seleksi Administrasi TKSK"
PASSED, FAILED = "MS", "TMS"
COLUMNS = (
    Column("No.", 0.95, "center"),
    Column("Nomor Pendaftaran", 4.3),
    Column("Nama", 4),
    Column("Hasil", 1.25, "center"),
    Column("Keterangan", 5),
)


def compose(frame: Frame, facts: AdministrationMinutesFacts, layout: Layout) -> Strips:
    """The minutes as strips."""
    passed = sum(row.passed for row in facts.rows)
    width = layout.width - section_indent(layout)
    body = [
        *section("I.", "PELAKSANAAN", _counts(len(facts.rows), passed, layout), layout),
        *section("II.", "HASIL", _results(facts, layout.small(10), width), layout),
        *section("III.", "KETENTUAN", items(_rules(facts, passed), numbers(2), layout, width), layout),
    ]
    about = (
        f"HASIL SELEKSI ADMINISTRASI CALON {TKSK}".upper(),
        f"KECAMATAN {facts.kecamatan} {facts.regency} TAHUN {facts.year}".upper(),
    )
    deed = (
        f"Tim Seleksi Calon {TKSK} (TKSK) Kecamatan {facts.kecamatan} telah melaksanakan seleksi "
        "administrasi terhadap berkas lamaran yang diterima, dengan hasil sebagai berikut:"
    )
    return minutes(frame, about, facts.held_on, facts.place, deed, body, facts.team, layout)


def _counts(total: int, passed: int, layout: Layout) -> Strips:
    return fields(
        [
            ("Jumlah berkas lamaran yang diperiksa", people(total)),
            (f"Memenuhi syarat ({PASSED})", people(passed)),
            (f"Tidak memenuhi syarat ({FAILED})", people(total - passed)),
        ],
        layout,
    )


def _results(facts: AdministrationMinutesFacts, layout: Layout, width: float) -> Strips:
    rows = [
        (
            f"{i}.",
            row.registration_number,
            row.name,
            PASSED if row.passed else FAILED,
            row.reason or "\u2013",
        )
        for i, row in enumerate(facts.rows, start=1)
    ]
    return table(COLUMNS, rows or [("\u2013", "NIHIL", "\u2013", "\u2013", "\u2013")], layout, width)


def _rules(facts: AdministrationMinutesFacts, passed: int) -> list[str]:
    if not passed:
        return [
            "Tidak ada pelamar yang memenuhi syarat administrasi.",
            f"Tim Seleksi mengusulkan pembukaan kembali pendaftaran calon TKSK Kecamatan {facts.kecamatan}.",
        ]
    return [
        f"Pelamar yang memenuhi syarat ({PASSED}) dipanggil untuk mengikuti tes wawancara.",
        f"Pelamar yang tidak memenuhi syarat ({FAILED}) tidak dapat mengikuti tahap seleksi berikutnya.",
    ]
