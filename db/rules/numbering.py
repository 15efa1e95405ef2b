"""Letter numbers made from tokens (domain.md 4.6)."""

from datetime import date
from gettext import gettext as _
from string import Formatter

from db.rules.dates import ROMAN_MONTHS
from db.rules.problems import Problem

TOKENS = ("klasifikasi", "urut", "kode", "bulan_romawi", "tahun")


def format_number(pattern: str, *, classification: str, sequence: int, code: str, day: date) -> str:
    """400.9.12.3/041/Dinsos/2020 from {klasifikasi}/{urut:03}/{kode}/{tahun}."""
    return pattern.format(
        klasifikasi=classification,
        urut=sequence,
        kode=code,
        bulan_romawi=ROMAN_MONTHS[day.month - 1],
        tahun=day.year,
    )


def check_number_format(pattern: str) -> list[Problem]:
    """A format needs {urut} and knows only the tokens above."""
    try:
        used = {name for _text, name, _spec, _conversion in Formatter().parse(pattern) if name is not None}
        unknown = used - set(TOKENS)
        if not unknown:
            format_number(pattern, classification="1", sequence=1, code="X", day=date(2020, 1, 1))
    except (ValueError, IndexError, KeyError):
        return [Problem(_("Format nomor “{pattern}” tidak dapat dibaca.").format(pattern=pattern))]
    if unknown:
        text = _("Format nomor memakai {{{name}}}, yang tidak dikenal. Yang dikenal: {known}.")
        known = ", ".join(f"{{{token}}}" for token in TOKENS)
        return [Problem(text.format(name=min(unknown), known=known))]
    if "urut" not in used:
        return [Problem(_("Format nomor harus memuat {urut}."))]
    return []
