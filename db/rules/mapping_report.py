"""The report of a social mapping of a kecamatan (L17, domain.md 9.9): its texts, tables and signatures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.rules.charts import Chart
from db.rules.dates import long_date
from db.rules.map_figures import MapFigures
from db.rules.recap_tables import RecapFigures
from db.rules.reports import ColumnKind, Report, ReportColumn, ReportTable, share_of
from db.rules.words import grouped

TITLE = "Laporan Pemetaan Sosial"
MOST_PRIORITIES = 10
UNKNOWN = "…"


@dataclass(frozen=True)
class Text:
    """A text of the report that is offered ready-made and may be changed before printing."""

    name: str
    chapter: str
    heading: str
    usual: str


TEXTS = (  # as printed, so never translated
    Text(
        "background",
        "I PENDAHULUAN",
        "A. Latar Belakang",
        "Data PPKS dan PSKS yang mutakhir diperlukan agar pelayanan kesejahteraan sosial di Kecamatan "
        "{kecamatan} tepat sasaran. Pemutakhiran data merupakan tugas pertama TKSK di wilayah kerjanya.",
    ),
    Text(
        "basis",
        "I PENDAHULUAN",
        "B. Dasar",
        "1. Undang-Undang Nomor 11 Tahun 2009 tentang Kesejahteraan Sosial.\n"
        "2. Peraturan Pemerintah Nomor 39 Tahun 2012 tentang Penyelenggaraan Kesejahteraan Sosial.\n"
        "3. Peraturan Menteri Sosial Nomor 8 Tahun 2012 tentang Pedoman Pendataan dan Pengelolaan Data PMKS "
        "dan PSKS.",
    ),
    Text(
        "aim",
        "I PENDAHULUAN",
        "C. Maksud dan Tujuan",
        "Laporan ini dimaksudkan sebagai gambaran masalah dan sumber kesejahteraan sosial di Kecamatan "
        "{kecamatan}, dengan tujuan menjadi bahan perencanaan program dan penanganan.",
    ),
    Text(
        "scope",
        "I PENDAHULUAN",
        "D. Ruang Lingkup",
        "Pendataan meliputi {desa} desa/kelurahan di Kecamatan {kecamatan}: 26 jenis PPKS dan 12 jenis PSKS, "
        "{source}.",
    ),
    Text(
        "method",
        "I PENDAHULUAN",
        "E. Metode",
        "Data dikumpulkan melalui kunjungan lapangan dan musyawarah desa/kelurahan, lalu diperiksa terhadap "
        "NIK, umur, dan data ganda.",
    ),
    Text(
        "region",
        "II GAMBARAN WILAYAH",
        "",
        "Kecamatan {kecamatan} terdiri atas {desa} desa/kelurahan{sizes}.",
    ),
    Text(
        "result",
        "III HASIL PEMETAAN",
        "",
        "Tercatat {ppks} kasus PPKS pada {ppks_people} orang, keluarga, dan kelompok, serta {psks} PSKS. "
        "Masalah terbanyak: {first}.",
    ),
    Text(
        "obstacles",
        "IV KENDALA",
        "",
        "1. Sebagian warga belum memiliki dokumen kependudukan yang lengkap.\n"
        "2. Jarak dan cuaca membatasi kunjungan ke dusun yang jauh.",
    ),
    Text(
        "conclusion",
        "V KESIMPULAN DAN SARAN",
        "A. Kesimpulan",
        "Masalah kesejahteraan sosial yang diutamakan di Kecamatan {kecamatan} ialah {first}.",
    ),
    Text(
        "advice",
        "V KESIMPULAN DAN SARAN",
        "B. Saran",
        "1. Penanganan didahulukan pada masalah dan desa dengan angka tertinggi.\n"
        "2. Data dimutakhirkan secara berkala bersama pemerintah desa/kelurahan.",
    ),
)


@dataclass(frozen=True)
class Camat:
    """Who confirms the report; the office keeps no list of Camat."""

    name: str = ""
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True)
class MappingReport:
    """Everything that the paper says."""

    frame: Report  # letterhead, paper, footer
    kecamatan: str
    period: str
    texts: Mapping[str, str]
    sizes: ReportTable | None  # None: nobody has entered any
    ppks: tuple[ReportTable, ...]  # all, L, P
    psks: tuple[ReportTable, ...]
    priorities: ReportTable
    charts: tuple[Chart, ...]
    officer: str  # the TKSK
    niat: str
    camat: Camat
    annex: tuple[ReportTable, ...] = ()  # names, restricted
    map: MapFigures | None = None

    @property
    def title(self) -> str:
        return f"{TITLE} Kecamatan {self.kecamatan} {self.period}"


def usual_texts(words: Mapping[str, str]) -> dict[str, str]:
    """The ready-made texts with the figures of this kecamatan."""
    return {one.name: one.usual.format_map(words) for one in TEXTS}


def sizes_words(families: int, people: int) -> str:
    """The end of the sentence about the kecamatan; what is not known is not said."""
    known = [f"{grouped(n)} {unit}" for n, unit in ((families, "KK"), (people, "jiwa")) if n]
    return f" dengan {' dan '.join(known)}" if known else ""


def sizes_table(lines: Sequence[Mapping[str, object]]) -> ReportTable:
    """Families and people of each desa; what nobody has entered stays empty."""
    families, people = ([line[name] for line in lines] for name in ("families", "people"))
    days = [day for line in lines if (day := line["as_of"]) is not None]
    known = [sum(n for n in numbers if isinstance(n, int)) or None for numbers in (families, people)]
    return ReportTable(
        "",
        "Penduduk per Desa/Kelurahan",
        (
            ReportColumn("number", "No.", 5, ColumnKind.WHOLE),
            ReportColumn("desa", "Desa/kelurahan", 30),
            ReportColumn("families", "KK", 12, ColumnKind.WHOLE),
            ReportColumn("people", "Jiwa", 12, ColumnKind.WHOLE),
        ),
        tuple(
            (place, line["name"], line["families"], line["people"])  # type: ignore[misc]
            for place, line in enumerate(lines, 1)
        ),
        totals=("", "Jumlah", *known) if lines else (),
        notes=(f"Keadaan {long_date(max(days))}.",) if days else (),  # type: ignore[type-var, arg-type]
        landscape=False,
    )


def priorities_table(figures: RecapFigures) -> ReportTable:
    """The kinds with most cases, and the desa in which each is most frequent."""
    whole = sum(figures.totals)
    ranked = sorted(
        (kind for kind in zip(figures.kinds, figures.totals, strict=True) if kind[1]),
        key=lambda one: (-one[1], one[0].code),
    )
    title, order = "Prioritas Masalah", "Urutan menurut jumlah kasus"
    if len(ranked) > MOST_PRIORITIES:
        title += f" ({MOST_PRIORITIES} terbanyak)"
        order += f"; {MOST_PRIORITIES} terbanyak dari {len(ranked)} jenis yang tercatat"
    rows = []
    for rank, (kind, number) in enumerate(ranked[:MOST_PRIORITIES], 1):
        numbers = {place.name: figures.cells.get((place.code, kind.code), 0) for place in figures.places}
        most = max(numbers.values())
        where = ", ".join(name for name, own in numbers.items() if own == most)
        rows.append((rank, f"{kind.code} {kind.name}", number, share_of(number, whole), f"{where} ({most})"))
    return ReportTable(
        "",
        title,
        (
            ReportColumn("rank", "No.", 5, ColumnKind.WHOLE),
            ReportColumn("kind", "Masalah", 32),
            ReportColumn("cases", "Kasus", 8, ColumnKind.WHOLE),
            ReportColumn("share", "Bagian", 8, ColumnKind.PERCENT),
            ReportColumn("desa", "Desa terbanyak", 24),
        ),
        tuple(rows),
        notes=(f"{order}.",) if rows else (),
        landscape=False,
    )
