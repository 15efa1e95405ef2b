"""Pengumuman lowongan (domain.md 9.3). No NIK, no scores, no claim that a result is final."""

from db.rules.letters import AnnouncementFacts, Frame
from db.rules.phrases import days, office_name, people, province_office, sentence
from desktop.paper.blocks import fields, items, letters, plain, section, section_indent, sentence_items
from desktop.paper.forms import closed, dated_signature, titled
from desktop.paper.layout import Layout
from desktop.paper.strips import Strips, text
from desktop.paper.table import Column, table

TITLE = "Pengumuman Lowongan TKSK"
SECTIONS = (
    "FORMASI",
    "PERSYARATAN",
    "BERKAS LAMARAN",
    "PENDAFTARAN",
    "TAHAPAN SELEKSI",
    "KETENTUAN LAIN",
    "INFORMASI",
)
ROMAN = ("I.", "II.", "III.", "IV.", "V.", "VI.", "VII.")
WHOLE = 10  # a timetable of so many rows stays on one page
COLUMNS = (
    Column("No.", 1, "center"),
    Column("Tahapan", 4.6),
    Column("Hari, Tanggal", 5),
    Column("Tempat", 4.6),
)


def compose(frame: Frame, facts: AnnouncementFacts, layout: Layout) -> Strips:
    """The announcement as strips."""
    office = office_name(frame.head, facts.regency)
    width = layout.width - section_indent(layout)
    registration = fields(
        [
            ("tempat", facts.registration_place),
            ("tanggal", days(facts.opens_on, facts.closes_on)),
            ("waktu", f"pukul {facts.hours}, pada hari kerja"),
        ],
        layout,
        width=width,
    )
    sections = (
        text(f"{people(facts.quota)}, dengan wilayah tugas Kecamatan {facts.kecamatan}.", layout, width),
        sentence_items(facts.requirements, letters(len(facts.requirements)), layout, width),
        sentence_items(facts.documents, letters(len(facts.documents)), layout, width),
        registration,
        _timetable(facts, layout.small(11), width),
        items(_rules(facts), letters(3), layout, width),
        text(sentence(facts.contact), layout, width),
    )
    body = plain(
        f"Dalam rangka pengisian Tenaga Kesejahteraan Sosial Kecamatan (TKSK) yang lowong di Kecamatan "
        f"{facts.kecamatan}, {office} membuka pendaftaran calon TKSK dengan ketentuan sebagai berikut:",
        layout,
    )
    for numeral, name, content in zip(ROMAN, SECTIONS, sections, strict=True):
        body += section(numeral, name, content, layout)
    body += text("Demikian pengumuman ini disampaikan untuk diketahui.", layout)
    about = (
        "PENERIMAAN CALON TENAGA KESEJAHTERAAN SOSIAL KECAMATAN (TKSK)",
        f"KECAMATAN {facts.kecamatan} {facts.regency} TAHUN {facts.year}".upper(),
    )
    return [
        *titled(frame, ["PENGUMUMAN"], layout, about=about),
        *closed(body, dated_signature(frame, layout), layout),
    ]


def _timetable(facts: AnnouncementFacts, layout: Layout, width: float) -> Strips:
    rows = [
        (f"{i}.", stage.name, days(stage.first, stage.last), stage.place or "\u2013")
        for i, stage in enumerate(facts.stages, start=1)
    ]
    return table(COLUMNS, rows, layout, width, whole=len(rows) <= WHOLE)


def _rules(facts: AnnouncementFacts) -> list[str]:
    return [
        "Seluruh tahapan seleksi tidak dipungut biaya.",
        "Hanya pelamar yang memenuhi syarat administrasi yang dipanggil mengikuti tes wawancara.",
        f"Peserta terpilih diusulkan kepada Kementerian Sosial melalui {province_office(facts.province)}; "
        "pengangkatannya ditetapkan dengan keputusan pejabat yang berwenang.",
    ]
