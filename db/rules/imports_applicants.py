"""What lists of applicants bring: as offices and forms on the web collect them."""

from db.rules.import_people import birth_fields, home_fields
from db.rules.imports import Field, Target
from db.rules.words import _


def applicant_target(vacancy_id: int = 0) -> Target:
    """A more special field stands before the one that shares a heading with it."""
    return Target(
        f"applicants/{vacancy_id}",
        _("Daftar pelamar"),
        (
            Field("name", _("Nama"), "name", required=True),
            Field("nik", _("NIK"), "nik", required=True),
            *birth_fields(),
            *home_fields(),
            Field("organisation", _("Asal organisasi")),
            Field("service_years", _("Lama aktif (tahun)"), "digits"),
            Field("registered_on", _("Tanggal daftar"), "date"),
            Field("late_reason", _("Alasan diterima di luar waktu")),
        ),
    )
