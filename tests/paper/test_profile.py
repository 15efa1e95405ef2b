"""The two pages about a kecamatan stay two, however much there is to say."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from time import perf_counter

from PIL import Image
from pypdf import PdfReader

from db.rules.officer_reports import (
    ACTIVITIES_COLUMNS,
    HOLDERS_COLUMNS,
    KINDS_COLUMNS,
    MONTHS_OF_HOLDERS_COLUMNS,
    SIGN_NOTE,
)
from db.rules.profile import DutyCount, KecamatanProfile
from db.rules.reports import ReportTable
from desktop import paper
from tests.paper.test_report import REPORT

LONG = "Kata yang cukup panjang untuk memakan tempat di dalam sel tabel laporan ini, dan sedikit lagi."
DAY = date(2020, 4, 13)


def table(title, columns, row, number, **others):
    return ReportTable("", title, columns, (row,) * number, landscape=False, **others)


def photo(size=(300, 400)):
    content = BytesIO()
    Image.new("RGB", size, "navy").save(content, "JPEG")
    return content.getvalue()


FULL = KecamatanProfile(
    frame=REPORT,
    kecamatan="Utan",
    day="13 April 2020",
    photo=photo(),
    facts=tuple((f"Uraian {n}", LONG) for n in range(8)),
    history=table("Riwayat TKSK", HOLDERS_COLUMNS, (LONG[:60], "Definitif", DAY, DAY, LONG), 10),
    months=table(
        "Laporan bulanan",
        MONTHS_OF_HOLDERS_COLUMNS,
        (2020, LONG[:60], *["●"] * 12, 1),
        4,
        notes=(SIGN_NOTE,),
    ),
    duties=tuple(DutyCount(f"T{n}", LONG, n) for n in range(8)),
    since="13 April 2019",
    activities=table("Kegiatan terakhir", ACTIVITIES_COLUMNS, (DAY, "T1", LONG, LONG[:50], 40, LONG), 8),
    recaps=(
        table("PPKS tercatat", KINDS_COLUMNS, (LONG[:60], 12), 26, totals=("Jumlah", 312)),
        table("PSKS tercatat", KINDS_COLUMNS, (LONG[:60], 7), 12, totals=("Jumlah", 84)),
    ),
)


def words(profile):
    pages = PdfReader(BytesIO(paper.render_profile(profile))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_a_full_profile_has_two_pages_within_seconds():
    start = perf_counter()
    first, second = words(FULL)
    assert perf_counter() - start < 10
    assert "PROFIL KECAMATAN UTAN" in first
    assert "Kegiatan per tugas sejak 13 April 2019: 28 kegiatan" in first
    assert "PPKS tercatat" in second
    assert "312" in second
    assert "Halaman 2 dari 2" in second
    assert "Profil Kecamatan Utan, keadaan 13 April 2020" in second


def test_without_photo_and_without_data():
    nothing = {
        name: replace(getattr(FULL, name), rows=(), totals=()) for name in ("history", "months", "activities")
    }
    empty = replace(
        FULL,
        photo=None,
        facts=(("TKSK", "Lowong"),),
        duties=(DutyCount("T1", "Pemetaan", 0),),
        recaps=tuple(replace(one, rows=(), totals=()) for one in FULL.recaps),
        **nothing,
    )
    [page] = words(empty)
    assert "Lowong" in page
    assert "Riwayat TKSK Belum ada TKSK yang dicatat" in page
    assert "Tidak ada TKSK definitif yang wajib melapor" in page
    assert "Belum ada kegiatan yang dicatat sejak 13 April 2019." in page
    assert page.count("Belum ada yang dicatat di kecamatan ini.") == 2
    assert "T1" not in page
    assert "Halaman 1 dari 1" in page


def test_a_photo_that_is_none_is_left_out():
    assert len(words(replace(FULL, photo=b"bukan gambar"))) == 2
    assert len(words(replace(FULL, photo=photo((4000, 200))))) == 2
