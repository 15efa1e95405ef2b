"""One table, three outlets: what the screen shows stands on paper and in Excel, cell by cell."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from db.rules.letters import Letterhead, PaperSize, Signer
from db.rules.reports import ColumnKind, Report, ReportColumn, ReportTable, row_texts
from db.services.decrees import ANNEX
from desktop import paper
from tests.paper import samples

COLUMNS = (
    ReportColumn("place", "No.", 4, ColumnKind.WHOLE),
    ReportColumn("name", "Nama", 20),
    ReportColumn("nik", "NIK", 16, ColumnKind.NIK),
    ReportColumn("born", "Lahir", 10, ColumnKind.DATE),
    ReportColumn("paid", "Rupiah", 12, ColumnKind.MONEY),
    ReportColumn("part", "Bagian", 7, ColumnKind.PERCENT),
    ReportColumn("came", "Jan", 4, ColumnKind.MARK),
)
ROWS = (
    (1, "Budi Contoh", "5204060101909001", date(1990, 1, 1), 1_250_000, Decimal("0.75"), "●"),
    (2, "=SUM(A1)", "5204064101919002", None, 0, None, "○"),
)
TABLE = ReportTable(
    "L99",
    "Daftar Uji",
    COLUMNS,
    ROWS,
    subtitle=("Keadaan 13 April 2020", "Kecamatan Utan"),
    totals=(None, "Jumlah", "", None, 1_250_000, Decimal("0.38"), ""),
    notes=("● disetujui",),
)
REPORT = Report(
    head=Letterhead("PEMERINTAH KABUPATEN SUMBAWA", "DINAS SOSIAL", "Jalan Garuda"),
    paper=PaperSize.F4,
    practice=False,
    regency="Kabupaten Sumbawa",
    tables=(TABLE,),
    printed="Sumber: Dinas Sosial Kabupaten Sumbawa, dicetak 13-04-2020 pukul 14.03 WITA oleh Sari",
)


def pages(report):
    return PdfReader(BytesIO(paper.render_report(report))).pages


def words(report):
    return [" ".join(page.extract_text().split()) for page in pages(report)]


def test_every_cell_stands_on_paper_in_its_row():
    [page] = words(REPORT)
    for row in (*ROWS, TABLE.totals):
        assert " ".join(text for text in row_texts(TABLE, row) if text) in page
    assert "5204060101909001 01-01-1990 1.250.000 75% ●" in page
    assert "KABUPATEN SUMBAWA" in page
    assert "● disetujui" in page


def test_the_footer_says_what_when_by_whom_and_counts():
    [page] = words(REPORT)
    assert "Keadaan 13 April 2020 · Kecamatan Utan" in page
    assert "dicetak 13-04-2020 pukul 14.03 WITA oleh Sari" in page
    assert "Halaman 1 dari 1" in page


def test_a_long_table_repeats_its_header_and_counts_all_pages():
    rows = tuple((number, f"Orang {number}", "5204060101909001", *ROWS[0][3:]) for number in range(1, 121))
    found = words(replace(REPORT, tables=(replace(TABLE, rows=rows), replace(TABLE, landscape=False))))
    assert len(found) > 3
    for number, page in enumerate(found, 1):
        assert "No. Nama NIK" in page
        assert f"Halaman {number} dari {len(found)}" in page
    sizes = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages(replace(REPORT))]
    assert sizes == [(935, 609)]  # F4, lying


def test_somebody_may_sign():
    signer = Signer(("KEPALA DINAS SOSIAL",), "Nama Pejabat", nip="196808171994032009")
    [page] = words(replace(REPORT, signer=signer, place="Sumbawa Besar, 13 April 2020"))
    assert "Sumbawa Besar, 13 April 2020 Mengetahui, KEPALA DINAS SOSIAL Nama Pejabat NIP" in page


def test_a_report_without_rows_says_so():
    [page] = words(replace(REPORT, tables=(replace(TABLE, rows=(), totals=()),)))
    assert "Tidak ada data." in page


def test_a_row_has_one_cell_for_each_column():
    with pytest.raises(AssertionError):
        replace(TABLE, rows=((1, 2),))


def annex(members: int) -> Report:
    """The annex of a registered decree, to be signed (domain.md 12.5)."""
    rows = tuple(
        (
            *(row, samples.person(row), "Utan, 1 Agustus 1990", f"520406{row:04}"),
            *("Desa Motong RT 001", "Utan", date(2020, 1, 2), ""),
        )
        for row in range(1, members + 1)
    )
    about = ("Gubernur NTB", "Nomor 460/001/DINSOS/2020 tanggal 2 Januari 2020", "Penetapan TKSK")
    table = ReportTable("", "Lampiran Keputusan", ANNEX, rows, subtitle=about)
    signer = replace(samples.frame().signer, name="Sari Puspita")
    return replace(REPORT, tables=(table,), signer=signer, place="Sumbawa Besar, 17 April 2020")


@pytest.mark.parametrize("size", PaperSize)
@pytest.mark.parametrize(("members", "sheets"), [(1, 1), (26, 2), (60, 4)])
def test_the_annex_of_a_decree_breaks_between_rows_and_ends_with_a_row_above_the_signature(
    members, sheets, size
):
    found = words(replace(annex(members), paper=size))
    assert len(found) <= sheets
    assert all("No. Nama Tempat, tanggal lahir NIAT" in page for page in found)
    listed = [int(number[-4:]) for page in found for number in re.findall(r"520406\d{4}", page)]
    assert listed == list(range(1, members + 1))
    *_others, last = found
    assert last.index(f"520406{members:04}") < last.index("Mengetahui") < last.index("Sari Puspita")
    assert sum("Sari Puspita" in page for page in found) == 1


def test_papers_that_are_handed_out_apart_begin_a_page():
    columns = (ReportColumn("name", "Nama", 20),)
    tables = tuple(
        ReportTable("", f"Perbaikan data {desa}", columns, (("Siti",),), own_page=True)
        for desa in ("Jorok", "Motong", "Pukat")
    )
    found = words(replace(REPORT, tables=tables))
    assert len(found) == 3
    assert all("DINAS SOSIAL" in page for page in found)  # each with its letterhead
