"""What lists of applicants bring: as offices and forms on the web collect them."""

from db.rules.imports import Field, Target
from db.rules.people import Sex
from db.rules.words import _


def applicant_target(vacancy_id: int = 0) -> Target:
    """A more special field stands before the one that shares a heading with it."""
    return Target(
        f"applicants/{vacancy_id}",
        _("Daftar pelamar"),
        (
            Field("name", _("Nama"), "name", required=True),
            Field("nik", _("NIK"), "nik", required=True),
            Field("birth", _("Tempat dan tanggal lahir"), "birth"),
            Field("birth_place", _("Tempat lahir"), "town"),
            Field("birth_date", _("Tanggal lahir"), "date"),
            Field("sex", _("Jenis kelamin"), "sex"),
            Field("sex_male", _("Jenis kelamin: L (centang)"), "tick", also={"sex": Sex.MALE}),
            Field("sex_female", _("Jenis kelamin: P (centang)"), "tick", also={"sex": Sex.FEMALE}),
            Field("address", _("Alamat")),
            Field("rt_rw", _("RT/RW"), "blocks"),
            Field("rt", _("RT"), "block"),
            Field("rw", _("RW"), "block"),
            Field("desa", _("Desa/kelurahan")),
            Field("home_kecamatan", _("Kecamatan tempat tinggal")),
            Field("home_regency", _("Kab/kota tempat tinggal")),
            Field("phone", _("No. HP"), "phone"),
            Field("email", _("Pos-el"), "email"),
            Field("education", _("Pendidikan"), "education"),
            Field("organisation", _("Asal organisasi")),
            Field("service_years", _("Lama aktif (tahun)"), "digits"),
            Field("registered_on", _("Tanggal daftar"), "date"),
            Field("late_reason", _("Alasan diterima di luar waktu")),
        ),
    )
