"""Letter numbers made from tokens (domain.md 4.6)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Formatter

from db.rules.dates import ROMAN_MONTHS
from db.rules.problems import Problem
from db.rules.words import _


class NumberScope(StrEnum):
    """What has a run of numbers of its own, each year from 1."""

    ALL = "all"
    KIND = "kind"
    CLASSIFICATION = "classification"


def scope_label(scope: NumberScope) -> str:
    """What the screen calls it."""
    return {
        NumberScope.ALL: _("Satu urutan untuk semua surat"),
        NumberScope.KIND: _("Satu urutan per jenis surat"),
        NumberScope.CLASSIFICATION: _("Satu urutan per klasifikasi"),
    }[scope]


class WishKind(StrEnum):
    NEXT = "next"
    RESERVED = "reserved"  # one that was set aside
    INSERTED = "inserted"  # 005.01, behind a number of an earlier day
    BY_HAND = "by_hand"  # given by the sub-bagian umum
    LATER = "later"  # dots on the paper, filled in by hand


@dataclass(frozen=True)
class NumberWish:
    """Which number a letter shall have."""

    kind: WishKind = WishKind.NEXT
    number_id: int | None = None  # the reserved one, or the one to insert behind
    text: str = ""  # the number given by hand


TOKENS = ("klasifikasi", "urut", "kode", "bulan_romawi", "tahun")
SPEC = {True: re.compile("(0?[1-9])?"), False: re.compile("")}  # {urut:03} is filled up; other tokens are not


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
    unreadable = Problem(_("Format nomor “{pattern}” tidak dapat dibaca.").format(pattern=pattern))
    try:
        parts = [part for part in Formatter().parse(pattern) if part[1] is not None]
    except ValueError:
        return [unreadable]
    used = {name or "" for _text, name, _spec, _conversion in parts}
    if unknown := used - set(TOKENS):
        text = _("Format nomor memakai {{{name}}}, yang tidak dikenal. Yang dikenal: {known}.")
        known = ", ".join(f"{{{token}}}" for token in TOKENS)
        return [Problem(text.format(name=min(unknown), known=known))]
    if any(
        conversion or not SPEC[name == "urut"].fullmatch(spec or "") for _t, name, spec, conversion in parts
    ):
        return [unreadable]
    if "urut" not in used:
        return [Problem(_("Format nomor harus memuat {urut}."))]
    return []
