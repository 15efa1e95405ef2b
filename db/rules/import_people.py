"""Fields of a person that every list brings alike."""

from db.rules.imports import Field
from db.rules.people import Sex
from db.rules.words import _


def birth_fields() -> tuple[Field, ...]:
    """When and where somebody was born, and the sex, also as two columns to be ticked."""
    return (
        Field("birth", _("Tempat dan tanggal lahir"), "birth"),
        Field("birth_place", _("Tempat lahir"), "town"),
        Field("birth_date", _("Tanggal lahir"), "date"),
        Field("sex", _("Jenis kelamin"), "sex"),
        Field("sex_male", _("Jenis kelamin: L (centang)"), "tick", also={"sex": Sex.MALE}),
        Field("sex_female", _("Jenis kelamin: P (centang)"), "tick", also={"sex": Sex.FEMALE}),
    )


def street_fields() -> tuple[Field, ...]:
    """The address within a desa."""
    return (
        Field("address", _("Alamat")),
        Field("rt_rw", _("RT/RW"), "blocks"),
        Field("rt", _("RT"), "block"),
        Field("rw", _("RW"), "block"),
    )


def home_fields() -> tuple[Field, ...]:
    """Where somebody lives who serves elsewhere, and how to reach him or her."""
    return (
        *street_fields(),
        Field("desa", _("Desa/kelurahan")),
        Field("home_kecamatan", _("Kecamatan tempat tinggal")),
        Field("home_regency", _("Kab/kota tempat tinggal")),
        Field("phone", _("No. HP"), "phone"),
        Field("email", _("Pos-el"), "email"),
        Field("education", _("Pendidikan"), "education"),
    )
