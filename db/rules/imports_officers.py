"""What lists of TKSK bring: the columns of three provinces (domain.md 1.10, 7.2)."""

from db.rules.import_people import birth_fields, home_fields
from db.rules.imports import Field, Target
from db.rules.words import _

SCHOOLS = (("4", "SLTP"), ("5", "SLTA"), ("7", "D3"), ("8", "S1"), ("9", "S2"))  # ticked columns of DKI


def officer_target() -> Target:
    """A more special field stands before the one that shares a heading with it."""
    return Target(
        "officers",
        _("Daftar TKSK"),
        (
            Field("name", _("Nama"), "name", required=True),
            Field("nik", _("NIK"), "nik"),
            Field("niat", _("NIAT"), "niat"),
            Field("niat_a", _("NIAT, kotak pertama"), "digits"),
            Field("niat_b", _("NIAT, kotak kedua"), "digits"),
            Field("post", _("Kecamatan lokasi tugas")),
            Field("post_start", _("Mulai penugasan (TMT)"), "date"),
            Field("post_regency", _("Kab/kota lokasi tugas")),
            Field("mother", _("Nama ibu kandung"), "person"),
            *birth_fields(),
            Field("religion", _("Agama"), "religion"),
            Field("marital_status", _("Status kawin"), "marital"),
            *home_fields(),
            *(
                Field(
                    f"education_{code}",
                    _("Pendidikan: {school} (centang)").format(school=school),
                    "tick",
                    also={"education": code},
                )
                for code, school in SCHOOLS
            ),
            Field("study", _("Jurusan dan tahun lulus")),
            Field("main_job", _("Pekerjaan utama")),
            Field("first_year", _("Pengangkatan pertama: tahun"), "year"),
            Field("first_decree", _("Pengangkatan pertama: nomor SK")),
            Field("first_issuer", _("Pengangkatan pertama: pejabat")),
            Field("last_year", _("Pengangkatan terakhir: tahun"), "year"),
            Field("last_decree", _("Pengangkatan terakhir: nomor SK")),
            Field("last_issuer", _("Pengangkatan terakhir: pejabat")),
            Field("apbn.number", _("Rekening APBN: nomor"), "digits"),
            Field("apbn.bank", _("Rekening APBN: bank")),
            Field("apbn.holder", _("Rekening APBN: atas nama")),
            Field("apbn.bni", _("Rekening BNI (APBN)"), "account", also={"apbn.bank": "BNI"}),
            Field("apbd_province.number", _("Rekening APBD provinsi: nomor"), "digits"),
            Field(
                "apbd_province.jatim",
                _("Rekening Bank Jatim (APBD provinsi)"),
                "account",
                also={"apbd_province.bank": "Bank Jatim"},
            ),
            Field("card_number", _("No. kartu registrasi")),
            Field("performing", _("Status kinerja"), "flag"),
            Field("note", _("Catatan")),
        ),
        _("Mulai penugasan pada TMT atau 1 Januari tahun pengangkatan, bila kecamatannya lowong"),
        _("Yang belum bertugas ada di Daftar TKSK › TKSK tanpa penugasan; dari sana kartunya dibuka."),
    )
