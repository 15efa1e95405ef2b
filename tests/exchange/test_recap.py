"""The recap written to Excel and opened again."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from db.exchange.recap import recap_workbook
from db.rules.letters import Letterhead, PaperSize, RecapFacts
from db.rules.mapping import Register
from db.services import practice
from db.services.mapping import recaps

FACTS = RecapFacts(
    head=Letterhead("PEMERINTAH KABUPATEN SUMBAWA", "DINAS SOSIAL", "Jalan Garuda"),
    paper=PaperSize.F4,
    practice=True,
    title="Rekapitulasi Data PPKS per Kecamatan",
    regency="Kabupaten Sumbawa",
    as_of=date(2026, 11, 21),
    columns=(("ABT", "Anak balita telantar"), ("LUT", "Lanjut usia telantar")),
    rows=(("Alas", (1, 2)), ("Utan", (3, 0))),
    totals=(4, 2),
    printed="dicetak 21-11-2026 pukul 14.03 WITA oleh Sari",
)


def read(workbook):
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    return book.get_sheet_by_name("Rekap").to_python(skip_empty_area=False)


def test_the_workbook_says_what_the_recap_says():
    rows = read(recap_workbook(FACTS))
    assert rows[0][0] == "Rekapitulasi Data PPKS per Kecamatan"
    assert rows[1][0] == "Kabupaten Sumbawa · dicetak 21-11-2026 pukul 14.03 WITA oleh Sari"
    assert rows[3:] == [
        ["Kecamatan", "ABT Anak balita telantar", "LUT Lanjut usia telantar", "Jumlah"],
        ["Alas", 1, 2, 3],
        ["Utan", 3, 0, 3],
        ["Jumlah", 4, 2, 6],
    ]


def test_the_whole_map_comes_back_from_the_workbook(sqlite_database):
    with sqlite_database.writing() as session:
        practice.fill_map(session, today=date(2026, 11, 21))
        recap = recaps.recap(session, Register.PPKS)
    facts = replace(
        FACTS,
        columns=tuple((short, name) for _code, short, name in recap.columns),
        rows=recap.rows,
        totals=recap.totals,
    )
    rows = read(recap_workbook(facts))
    assert rows[3] == ["Kecamatan", *(f"{s} {name}" for _code, s, name in recap.columns), "Jumlah"]
    assert [(row[0], tuple(row[1:-1])) for row in rows[4:-1]] == list(recap.rows)
    assert tuple(rows[-1][1:-1]) == recap.totals
    assert rows[-1][-1] == sum(recap.totals) > 0


def test_a_recap_without_a_kecamatan_is_still_a_workbook():
    rows = read(recap_workbook(replace(FACTS, rows=(), totals=(0, 0))))
    assert rows[-1] == ["Jumlah", 0, 0, 0]
