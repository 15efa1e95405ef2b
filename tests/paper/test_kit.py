"""The printed form of a survey kit: its code at the foot of each page, room to write, nobody lost."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from db.rules.kits import KitFacts, KitKind
from db.rules.letters import Letterhead, PaperSize
from db.rules.mapping import Subject
from desktop.paper import render_kit

HEAD = Letterhead("PEMERINTAH KABUPATEN SUMBAWA", "DINAS SOSIAL", "Jalan Garuda 1")
KIND = KitKind("PMKS-08", "Lanjut usia telantar", (("a", "Kebutuhan dasar"),), Subject.PERSON, False)
KIT = KitFacts(
    code="K7QX-2MPD",
    regency_code="5204",
    regency="Kabupaten Sumbawa",
    round="Semester I 2026",
    reference_date=date(2026, 6, 30),
    desa_code="5204062006",
    desa="Motong",
    kecamatan="Utan",
    recorder="Rina Marlina",
    begins_on=None,
    ends_on=date(2026, 7, 31),
    kinds=(KIND,) * 37,
    rows=({"name": "Amaq Sahnun", "nik": "5204061508509001", "kind": "PMKS-08 Lanjut usia telantar"},),
    disabilities=("Fisik", "Mental"),
    reasons=("Meninggal",),
    head=HEAD,
    paper=PaperSize.F4,
    practice=False,
)


def pages(kit):
    return [page.extract_text() for page in PdfReader(BytesIO(render_kit(kit))).pages]


def test_every_page_has_the_code_and_its_number():
    shown = pages(KIT)
    assert all("Kode paket pendataan K7QX-2MPD" in page for page in shown)
    assert f"Halaman {len(shown)} dari {len(shown)}" in shown[-1]
    whole = "".join(shown)
    for words in (
        "Motong",
        "Rina Marlina",
        "Amaq Sahnun",
        "5204061508509001",
        "31 Juli 2026",
        "B. Data baru",
    ):
        assert words in whole


def test_a_desa_without_names_begins_with_the_empty_lines():
    whole = "".join(pages(replace(KIT, rows=())))
    assert "A. Data baru" in whole
    assert "pastikan satu per satu" not in whole


def test_many_names_go_on_over_the_pages_and_nobody_is_lost():
    rows = tuple({"name": f"Orang {n:03}", "kind": "PMKS-08 x"} for n in range(200))
    whole = "".join(pages(replace(KIT, rows=rows)))
    assert all(f"Orang {n:03}" in whole for n in range(200))


def test_the_same_kit_gives_the_same_bytes():
    assert render_kit(KIT) == render_kit(KIT)
