"""Invented facts for all kinds of letters: the stories of Utan 2020 and Banda Aceh 2022."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from db.rules.letters import (
    AdministrationMinutesFacts,
    AdministrationRow,
    AnnouncementFacts,
    CallFacts,
    DecreeFacts,
    DecreeReference,
    DecreeRow,
    DocumentLine,
    Frame,
    InterviewMinutesFacts,
    InterviewRow,
    Letterhead,
    PaperSize,
    PresentationFacts,
    ProposalFacts,
    ReceiptFacts,
    ScoreSheetFacts,
    Signer,
    StageDate,
    TeamMember,
)
from db.rules.phrases import head_of_region, province_office
from db.rules.reports import ColumnKind, Report, ReportColumn, ReportTable
from db.rules.templates import Values
from resources import path, read_seed

LOGO = path("letterhead", "practice_logo.png").read_bytes()
NIP = "197001011995031002"
NUMBER = "400.9.12.3/041/Dinsos/IV/2020"
REGENCY = "Kabupaten Sumbawa"
PROVINCE = "Nusa Tenggara Barat"
HALL = "Aula Dinas Sosial Kabupaten Sumbawa, Jalan Garuda Nomor 1, Sumbawa Besar"
DUTIES = tuple(row["text"] for row in read_seed("duties"))
DOCUMENTS = (
    "Surat lamaran bermeterai",
    "Daftar riwayat hidup",
    "Fotokopi KTP-el",
    "Fotokopi kartu keluarga",
    "Ijazah terakhir yang dilegalisasi",
    "SKCK yang masih berlaku",
    "Surat keterangan sehat jasmani dan rohani dari dokter pemerintah",
    "Pas foto berwarna 4 × 6 sebanyak 2 (dua) lembar",
    "Surat keterangan anggota PSM atau Karang Taruna",
    "Rekomendasi camat",
    "Surat pernyataan bermeterai",
    "Pakta integritas",
)
TEAM = (
    TeamMember("Drs. Ahmad Fauzan, M.Si.", "Ketua"),
    TeamMember("Siti Rahmawati, S.Sos.", "Sekretaris"),
    TeamMember("Lalu Wirahadi, S.H.", "Anggota"),
)
CRITERIA = (
    ("Pengetahuan kesejahteraan sosial, TKSK, PPKS/PSKS, dan program", Decimal(20)),
    ("Integritas, motivasi, dan komitmen waktu", Decimal(20)),
    ("Komunikasi, penyuluhan, dan pendampingan", Decimal(20)),
    ("Pengenalan wilayah dan jejaring di kecamatan", Decimal(15)),
    ("Pendataan, pelaporan, dan penggunaan komputer/ponsel", Decimal(15)),
    ("Pemecahan kasus (studi kasus)", Decimal(10)),
)
SUMBAWA = Letterhead(
    "PEMERINTAH KABUPATEN SUMBAWA",
    "DINAS SOSIAL",
    "Jalan Garuda Nomor 1, Sumbawa Besar",
    "(0371) 21999",
    "dinsos@sumbawakab.example",
    "dinsos.sumbawakab.example",
    "84312",
    LOGO,
)
LONG_HEAD = replace(
    SUMBAWA,
    office="DINAS SOSIAL, PEMBERDAYAAN PEREMPUAN, PERLINDUNGAN ANAK, PENGENDALIAN PENDUDUK "
    "DAN KELUARGA BERENCANA",
)
BANDA_ACEH = Letterhead(
    "PEMERINTAH KOTA BANDA ACEH",
    "DINAS SOSIAL",
    "Jalan Residen Danubroto Nomor 5, Banda Aceh",
    "(0651) 21999",
    "dinsos@bandaacehkota.example",
    "",
    "23232",
    LOGO,
)
HEAD_OF_OFFICE = Signer(
    ("KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA,"),
    "Dr. Ir. Muhammad Ikhsan, M.T.",
    "Pembina Utama Muda (IV/c)",
    NIP,
)
ON_BEHALF = Signer(
    ("a.n. KEPALA DINAS SOSIAL", "KABUPATEN SUMBAWA", "SEKRETARIS,"),
    "Siti Rahmawati, S.Sos.",
    "Pembina (IV/a)",
    NIP,
)
LONG_NAME = "Prof. Dr. H. Raden Muhammad Syamsul Bahri Abdurrahman Wahyudi"  # 60 characters and one


def common(regency: str, province: str, capital: str, province_capital: str) -> Values:
    """What letters know of an office."""
    return {
        "dinas": f"Dinas Sosial {regency}",
        "kabupaten": regency,
        "provinsi": province,
        "dinas_provinsi": province_office(province),
        "ibu_kota": capital,
        "ibu_kota_provinsi": province_capital,
        "kepala_daerah": head_of_region(regency),
    }


def frame(**changes) -> Frame:
    office = common(REGENCY, PROVINCE, "Sumbawa Besar", "Mataram")
    usual = Frame(SUMBAWA, NUMBER, date(2020, 4, 17), "Sumbawa Besar", HEAD_OF_OFFICE, common=office)
    return replace(usual, **changes)


def banda_aceh() -> Frame:
    signer = Signer(
        ("KEPALA DINAS SOSIAL", "KOTA BANDA ACEH,"),
        "Cut Meutia Rahmi, S.Sos., M.Si.",
        "Pembina Tingkat I (IV/b)",
        NIP,
    )
    office = common("Kota Banda Aceh", "Aceh", "Banda Aceh", "Banda Aceh")
    number = "400.9.12.3/112/Dinsos/2022"
    return Frame(BANDA_ACEH, number, date(2022, 3, 8), "Banda Aceh", signer, common=office)


def announcement() -> AnnouncementFacts:
    return AnnouncementFacts(
        "Utan",
        REGENCY,
        PROVINCE,
        2020,
        1,
        (
            "Warga Negara Indonesia yang bertempat tinggal di Kecamatan Utan",
            "Berusia paling rendah 20 (dua puluh) tahun dan paling tinggi 35 (tiga puluh lima) tahun pada "
            "tanggal penutupan pendaftaran",
            "Berpendidikan paling rendah SMA atau sederajat",
            "Sehat jasmani dan rohani serta berkelakuan baik",
            "Aktif sebagai anggota PSM atau Karang Taruna setempat",
            "Mampu mengoperasikan komputer",
        ),
        DOCUMENTS,
        "Kantor Dinas Sosial Kabupaten Sumbawa, Jalan Garuda Nomor 1, Sumbawa Besar",
        date(2020, 4, 6),
        date(2020, 4, 15),
        "08.00–15.00 WITA",
        (
            StageDate("Pendaftaran", date(2020, 4, 6), date(2020, 4, 15), "Kantor Dinas Sosial"),
            StageDate("Seleksi administrasi", date(2020, 4, 17), None, "Kantor Dinas Sosial"),
            StageDate("Tes wawancara", date(2020, 4, 20), None, "Aula Dinas Sosial"),
            StageDate("Pengumuman hasil", date(2020, 4, 24)),
        ),
        "Bidang Pemberdayaan dan Kelembagaan Sosial, telepon (0371) 21999, pada jam kerja",
    )


def receipt(missing: int = 2) -> ReceiptFacts:
    return ReceiptFacts(
        "TKSK-2020-5204-06-003",
        "Baiq Nurhayati",
        "Utan",
        2020,
        date(2020, 4, 13),
        tuple(
            DocumentLine(name, i >= missing, "menyusul" if i == 1 and missing > 1 else "")
            for i, name in enumerate(DOCUMENTS)
        ),
        "Sari Puspita",
        date(2020, 4, 15) if missing else None,
    )


def call() -> CallFacts:
    return CallFacts(
        "Baiq Nurhayati",
        "TKSK-2020-5204-06-003",
        "Desa Motong, Kecamatan Utan",
        "Utan",
        REGENCY,
        2020,
        date(2020, 4, 20),
        "09.00 WITA",
        HALL,
    )


def administration_minutes(rows: int = 4) -> AdministrationMinutesFacts:
    return AdministrationMinutesFacts(
        "Utan",
        REGENCY,
        2020,
        date(2020, 4, 17),
        HALL,
        tuple(
            AdministrationRow(
                f"TKSK-2020-5204-06-{i:03d}",
                person(i),
                i % 3 != 0,
                ""
                if i % 3
                else "Usia 37 tahun pada tanggal penutupan pendaftaran melampaui batas 35 tahun; SKCK "
                "tidak dilampirkan",
            )
            for i in range(1, rows + 1)
        ),
        TEAM,
    )


def interview_minutes() -> InterviewMinutesFacts:
    def totals(*values: str) -> tuple[Decimal | None, ...]:
        return tuple(Decimal(value) if value else None for value in values)

    return InterviewMinutesFacts(
        "Utan",
        REGENCY,
        2020,
        date(2020, 4, 20),
        HALL,
        CRITERIA,
        (
            InterviewRow(
                "TKSK-2020-5204-06-003",
                "Baiq Nurhayati",
                totals("73.75", "74", "80"),
                Decimal("227.75") / 3,
                1,
                "Diusulkan",
                True,
            ),
            InterviewRow(
                "TKSK-2020-5204-06-001",
                "Ahmad Suryadi",
                totals("72", "", "73"),
                Decimal("72.5"),
                2,
                "Cadangan 1",
                True,
            ),
            InterviewRow(
                "TKSK-2020-5204-06-004",
                "Dewi Lestari",
                totals("60", "65", "58"),
                Decimal(61),
                3,
                "Tidak lulus",
                False,
            ),
            InterviewRow(
                "TKSK-2020-5204-06-002", "I Made Suarta", totals("", "", ""), None, None, "Tidak hadir", False
            ),
        ),
        Decimal(70),
        "",
        "Baiq Nurhayati",
        ("Ahmad Suryadi",),
        TEAM,
    )


def proposal() -> ProposalFacts:
    return ProposalFacts(
        PROVINCE,
        "Mataram",
        "Utan",
        REGENCY,
        "Sumbawa Besar",
        "pengunduran diri TKSK Kecamatan Utan",
        "surat pengunduran diri tanggal 2 Maret 2020",
        "400.9.12.3/044/Dinsos/IV/2020",
        date(2020, 4, 20),
        "Baiq Nurhayati",
        "Utan",
        date(1994, 8, 15),
        "S-1 Kesejahteraan Sosial",
        "RT 002 RW 001 Desa Motong, Kecamatan Utan",
        Decimal("227.75") / 3,
        1,
        (
            "Berita acara seleksi administrasi dan tes wawancara",
            "Fotokopi KTP-el, kartu keluarga, dan ijazah terakhir",
            "SKCK, surat keterangan sehat, dan rekomendasi camat",
            "Surat pernyataan bermeterai dan fotokopi buku rekening",
        ),
    )


def presentation() -> PresentationFacts:
    return PresentationFacts(
        "Kuta Alam",
        "Kota Banda Aceh",
        "Teuku Rahmat Hidayat, S.Sos.",
        "1171020001",
        "Jalan T. Nyak Arief Nomor 12, Gampong Lamprit",
        "0812 6000 0000",
        DecreeReference(
            "467.1/1540/2022",
            date(2022, 1, 31),
            "Kepala Dinas Sosial Aceh",
            "Penunjukan/Penetapan TKSK di Kabupaten/Kota se-Aceh Tahun 2022",
            date(2022, 1, 1),
            date(2022, 12, 31),
        ),
        DUTIES,
    )


KECAMATAN = (
    "Utan",
    "Alas",
    "Rhee",
    "Buer",
    "Sumbawa",
    "Labuhan Badas",
    "Moyo Hilir",
    "Lape",
    "Plampang",
    "Empang",
)
NAMES = ("Ahmad", "Baiq", "Dewi", "Lalu", "Siti", "Made", "Nurul", "Zulkifli", "Rina", "Hasan")
FAMILIES = (
    "Suryadi",
    "Nurhayati",
    "Lestari",
    "Wirahadi",
    "Aminah",
    "Suarta",
    "Hidayah",
    "Hamzah",
    "Wahyuni",
    "Basri",
)


def person(i: int) -> str:
    return f"{NAMES[i % 10]} {FAMILIES[i // 10 % 10]}"


def decree(rows: int = 24) -> DecreeFacts:
    return DecreeFacts(
        REGENCY,
        "Sumbawa Besar",
        PROVINCE,
        "Mataram",
        2020,
        date(2020, 1, 1),
        date(2020, 12, 31),
        (
            "Undang-Undang Nomor 11 Tahun 2009 tentang Kesejahteraan Sosial",
            "Undang-Undang Nomor 13 Tahun 2011 tentang Penanganan Fakir Miskin",
            "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah sebagaimana telah diubah beberapa "
            "kali, terakhir dengan Undang-Undang Nomor 6 Tahun 2023",
            "Peraturan Pemerintah Nomor 39 Tahun 2012 tentang Penyelenggaraan Kesejahteraan Sosial",
            "Peraturan Pemerintah Nomor 17 Tahun 2018 tentang Kecamatan",
            "Peraturan Menteri Sosial Nomor 28 Tahun 2018 tentang Tenaga Kesejahteraan Sosial Kecamatan",
        ),
        (
            "Peraturan Direktur Jenderal Pemberdayaan Sosial Nomor 35 Tahun 2020 tentang Pedoman Teknis TKSK",
            "Berita Acara Nomor 400.9.12.3/044/Dinsos/IV/2020 tanggal 20 April 2020",
        ),
        DUTIES,
        5,
        "APBD",
        tuple(
            DecreeRow(
                person(i),
                f"Utan, {i % 27 + 1} Agustus {1980 + i % 15}",
                f"520406{i:04d}",
                f"Desa Motong RT {i % 9 + 1:03d}",
                KECAMATAN[i % 10],
            )
            for i in range(rows)
        ),
    )


def score_sheet(**changes) -> ScoreSheetFacts:
    usual = ScoreSheetFacts(
        "Utan",
        date(2020, 4, 20),
        TEAM[0],
        "TKSK-2020-5204-06-003",
        "Baiq Nurhayati",
        tuple(
            (
                name,
                weight,
                "tidak dapat menyebut tugas TKSK",
                "menyebut sebagian tugas dan jenis PPKS/PSKS",
                "menjelaskan tugas, jenis, dan alur layanan dengan contoh setempat",
            )
            for name, weight in CRITERIA
        ),
    )
    return replace(usual, **changes)


KINDS = (
    *("Anak balita telantar", "Anak terlantar", "Anak yang berhadapan dengan hukum", "Anak jalanan"),
    *("Anak dengan kedisabilitasan", "Anak yang menjadi korban tindak kekerasan atau diperlakukan salah"),
    *(
        "Anak yang memerlukan perlindungan khusus",
        "Lanjut usia telantar",
        "Penyandang disabilitas",
        "Tuna susila",
    ),
    *(
        "Gelandangan",
        "Pengemis",
        "Pemulung",
        "Kelompok minoritas",
        "Bekas warga binaan lembaga pemasyarakatan",
    ),
    *(
        "Orang dengan HIV/AIDS",
        "Korban penyalahgunaan NAPZA",
        "Korban trafficking",
        "Korban tindak kekerasan",
    ),
    *("Pekerja migran bermasalah sosial", "Korban bencana alam", "Korban bencana sosial"),
    *("Perempuan rawan sosial ekonomi", "Fakir miskin", "Keluarga bermasalah sosial psikologis"),
    "Komunitas adat terpencil",
)


def recap(rows: int = 24, **changes) -> Report:
    counts = tuple(
        (
            f"{KECAMATAN[i % 10]} {i // 10 + 1}",
            *((i * 7 + k * 13) ** 2 % 1300 * (k % 5 > 0) for k in range(26)),
        )
        for i in range(rows)
    )
    columns = (
        ReportColumn("place", "Kecamatan", 15),
        *(
            ReportColumn(f"k{i}", f"PMKS-{i:02d} {name}", 5, ColumnKind.WHOLE, short=f"{i:02d}")
            for i, name in enumerate(KINDS, start=1)
        ),
    )
    sums = tuple(sum(row[k] for row in counts) for k in range(1, 27))
    table = ReportTable(
        "L06", "Rekapitulasi PPKS per Kecamatan", columns, counts, totals=("Jumlah", *sums) if counts else ()
    )
    usual = Report(
        SUMBAWA, PaperSize.F4, False, REGENCY, (table,), "Dicetak 21-11-2026 pukul 14.03 WITA oleh Sari"
    )
    return replace(usual, **changes)


LETTERS = {
    "announcement": (frame, announcement),
    "receipt": (frame, receipt),
    "call": (frame, call),
    "administration_minutes": (frame, administration_minutes),
    "interview_minutes": (frame, interview_minutes),
    "proposal": (frame, proposal),
    "presentation": (banda_aceh, presentation),
    "decree": (frame, decree),
}
