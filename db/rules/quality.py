"""What the quality board looks for, and what the national check calls such records (domain.md 7.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.rules.charts import Chart, simple_chart
from db.rules.dates import short_date
from db.rules.reports import Cell, ColumnKind, ReportColumn, ReportTable, share_of

TREND = 12  # checks that the trend shows
EVERYTHING = "records"  # how many records were looked at, kept among the counts


@dataclass(frozen=True)
class QualityRule:
    """`code` names the condition in services/mapping/quality.py; texts are as printed, never translated."""

    code: str
    title: str
    national: str  # what the national check calls such records; empty where it knows none
    why: str  # what is wrong and what to do
    severe: bool = False  # keeps a record from being valid


RULES = (
    QualityRule(
        *("nik_shape", "NIK bukan 16 angka atau tanggalnya tidak ada", "Struktur NIK tidak valid"),
        "Bandingkan dengan KTP-el atau KK; jangan menebak angkanya. NIK palsu membuat orang lain tertukar.",
        severe=True,
    ),
    QualityRule(
        *("nik_birth", "NIK tidak sesuai tanggal lahir", "Tidak padan Dukcapil"),
        "Salah satunya salah ketik, atau tanggal lahir pernah diperbaiki. Periksa KTP-el.",
    ),
    QualityRule(
        *("nik_sex", "NIK tidak sesuai jenis kelamin", "Tidak padan Dukcapil"),
        "Tanggal dalam NIK perempuan ditambah 40. Periksa KTP-el dan jenis kelaminnya.",
    ),
    QualityRule(
        *("twins", "Dugaan orang ganda", "NIK ganda / data ganda"),
        "Dua catatan tampaknya satu orang. Gabungkan, atau nyatakan bukan orang yang sama.",
        severe=True,
    ),
    QualityRule(
        *("no_nik", "Tanpa NIK", "NIK kosong"),
        "Boleh untuk gelandangan, pengemis, anak jalanan, KAT, dan korban bencana saja. Bantu urus KTP-el.",
    ),
    QualityRule(
        *("no_kk", "Tanpa No. KK", "Tanpa KK"),
        "Tanpa No. KK, keluarga dan bantuan gandanya tidak terlihat.",
    ),
    QualityRule(
        *("odd_name", "Nama tidak wajar", "Nama beda"),
        "Nama satu huruf atau berisi angka. Tulis menurut KTP-el.",
    ),
    QualityRule(
        *("no_birth", "Tanpa tanggal lahir", ""), "Umur tidak dapat dihitung; isi perkiraannya.", True
    ),
    QualityRule(*("no_sex", "Tanpa jenis kelamin", ""), "Rekap L/P menjadi kurang.", True),
    QualityRule(*("no_address", "Tanpa alamat", "Alamat tidak lengkap"), "Isi alamat domisili, RT, dan RW."),
    QualityRule(
        *("age", "Umur tidak sesuai jenis", "Usia tidak sesuai"),
        "Umur pada tanggal data di luar batas jenisnya dan tidak ada alasannya.",
        severe=True,
    ),
    QualityRule(
        *("age_excused", "Umur di luar batas, dengan alasan", ""),
        "Boleh, tetapi periksa alasannya sebelum data divalidasi.",
    ),
    QualityRule(
        *("kind_sex", "Jenis kelamin tidak sesuai jenis", ""),
        "PRSE dan WPKS hanya untuk perempuan.",
        severe=True,
    ),
    QualityRule(
        *("no_disability", "Disabilitas tanpa jenis", ""),
        "Pilih fisik, intelektual, mental, atau sensorik.",
        severe=True,
    ),
    QualityRule(*("no_criteria", "Tanpa kriteria", ""), "Centang paling sedikit satu kriteria.", severe=True),
    QualityRule(
        *("both_child", "Balita telantar sekaligus anak telantar", ""),
        "Umur 0–5 tahun: ABT; 6–18 tahun: AT. Tutup yang tidak cocok.",
    ),
    QualityRule(
        *("both_disabled", "ADK sekaligus penyandang disabilitas", ""),
        "Di bawah 18 tahun: ADK; 18 tahun ke atas: PD. Tutup yang tidak cocok.",
    ),
    QualityRule(
        *("died", "Dinyatakan meninggal, masih terdata", "Meninggal"),
        "Satu datanya ditutup karena meninggal. Tutup juga yang lain, atau buka kembali yang keliru.",
        severe=True,
    ),
    QualityRule(
        *("double_aid", "Bantuan ganda dalam satu keluarga", "Double bansos"),
        "Dua bantuan berjalan yang tidak boleh bersama. Akhiri salah satunya, atau tulis alasannya di kartu.",
    ),
    QualityRule(
        *("old", "Lama tidak dipastikan", "Data kedaluwarsa"),
        "Lebih lama daripada batas pada Batas peringatan. Tanyakan kepada desa, lalu catat “masih sama”.",
    ),
    QualityRule(
        *("old_welfare", "Data DTSEN lama", ""),
        "Minta data DTSEN terbaru, lalu impor desil dan programnya.",
    ),
    QualityRule(
        *("no_place_found", "Koordinat di luar Indonesia", ""),
        "Lintang dan bujur mungkin tertukar.",
    ),
)
BY_CODE: Mapping[str, QualityRule] = {rule.code: rule for rule in RULES}


@dataclass(frozen=True)
class Check:
    """What the board knows: the numbers now, and those of the check before."""

    numbers: Mapping[str, int]  # by rule
    before: Mapping[str, int]
    records: int  # in force
    on_day: date | None  # of the kept check; None: nothing was checked yet
    before_day: date | None = None
    place: str = ""  # only this kecamatan


def quality_table(check: Check) -> ReportTable:
    """L11: the problem classes with their numbers, the most first among the severe ones."""
    rules = sorted(RULES, key=lambda rule: (not rule.severe, -check.numbers.get(rule.code, 0)))
    columns = (
        ReportColumn("rule", "Yang diperiksa", 40),
        ReportColumn("national", "Kelas pemeriksaan nasional", 26),
        ReportColumn("number", "Jumlah", 10, ColumnKind.WHOLE),
        ReportColumn("share", "Bagian", 9, ColumnKind.PERCENT),
        ReportColumn("before", "Sebelumnya", 12, ColumnKind.WHOLE),
        ReportColumn("change", "Selisih", 10),
    )
    rows = tuple(_row(rule, check) for rule in rules)
    subtitle = [f"{check.records:,} pendataan".replace(",", ".")]
    if check.on_day:
        subtitle.append(f"diperiksa {short_date(check.on_day)}")
    if check.before_day:
        subtitle.append(f"sebelumnya {short_date(check.before_day)}")
    if check.place:
        subtitle.insert(0, f"Kecamatan {check.place}")
    return ReportTable(
        "L11",
        "Kasus ganda dan anomali data",
        columns,
        rows,
        tuple(subtitle),
        keys=tuple(rule.code for rule in rules),
    )


def _row(rule: QualityRule, check: Check) -> tuple[Cell, ...]:
    number, before = check.numbers.get(rule.code), check.before.get(rule.code)
    change = ""
    if number is not None and before is not None:
        change = f"{number - before:+,}".replace(",", ".").replace("-", "−") if number != before else "tetap"
    share = share_of(number, check.records) if number is not None else None
    return (rule.title, rule.national, number, share, before, change)


def trend_chart(rule: QualityRule, counts: Sequence[tuple[date, int]]) -> Chart:
    """The last checks of a rule, the oldest first."""
    return simple_chart(rule.title, {short_date(day): number for day, number in counts[-TREND:]})
