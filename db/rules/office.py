"""Numbers and names of officials as the state writes them (domain.md 3.4, 4.5)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from db.rules.dates import long_date
from db.rules.letters import PaperSize
from db.rules.problems import Problem
from db.rules.words import _


@dataclass(frozen=True)
class OfficeFacts:
    """What forms, letters and the status bar need of the office."""

    regency_code: str
    regency: str  # Kabupaten Sumbawa
    province: str  # Nusa Tenggara Barat
    name: str
    government: str
    address: str
    phone: str
    email: str
    website: str
    postcode: str
    capital: str
    province_capital: str
    timezone: str
    section: str
    short_code: str
    paper: PaperSize
    practice: bool
    login_required: bool


class Authority(StrEnum):
    """In which capacity somebody signs."""

    HEAD = "head"
    ON_BEHALF = "on_behalf"  # a.n.
    SUB_DELEGATE = "sub_delegate"  # a.n. the head, u.b. of who signs on the head's behalf
    ACTING = "acting"  # Plt.: the post is empty, or its holder away for long
    DAILY_ACTING = "daily_acting"  # Plh.: its holder is away for some days
    CARETAKER = "caretaker"  # Pj.: holds the post until it is filled


HEADS = (Authority.HEAD, Authority.CARETAKER, Authority.ACTING, Authority.DAILY_ACTING)
SHORT = {Authority.ACTING: "Plt.", Authority.DAILY_ACTING: "Plh.", Authority.CARETAKER: "Pj."}


def authority_label(authority: Authority) -> str:
    """What the screen calls the capacity of a signer."""
    return {
        Authority.HEAD: _("Kepala Dinas"),
        Authority.ON_BEHALF: _("a.n. Kepala Dinas"),
        Authority.SUB_DELEGATE: _("u.b., a.n. Kepala Dinas"),
        Authority.ACTING: _("Plt. Kepala Dinas"),
        Authority.DAILY_ACTING: _("Plh. Kepala Dinas"),
        Authority.CARETAKER: _("Pj. Kepala Dinas"),
    }[authority]


def signer_label(name: str, authority: Authority) -> str:
    """Dr. Rahmi Kartika, S.Sos. (Kepala Dinas)."""
    return f"{name} ({authority_label(authority)})"


def nobody_signs(on: date) -> str:
    """Why no letter can be made on a day, and what to do about it."""
    text = _(
        "Tidak ada pejabat penandatangan pada {day}. "
        "Tambahkan lewat menu Data, Kantor dan pejabat, atau pilih tanggal lain."
    )
    return text.format(day=long_date(on))


def full_name(front_title: str, name: str, back_title: str) -> str:
    """Dr. Rahmi Kartika, S.Sos."""
    front = f"{front_title} " if front_title else ""
    back = f", {back_title}" if back_title else ""
    return f"{front}{name}{back}"


def digits(text: str) -> str:
    """What remains without spaces, dots, dashes and apostrophes."""
    return re.sub(r"[\s.\-'’]", "", text)


def group_nip(nip: str) -> str:
    """19900101 201503 1 001."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip


def check_nip(text: str, field: str = "nip") -> list[Problem]:
    """NIP or NI PPPK: birth date, start (month 21 for PPPK), sex, serial; empty is allowed."""
    nip = digits(text)
    if not nip:
        return []
    if not re.fullmatch(r"[0-9]{18}", nip):
        found = _("NIP harus 18 angka; yang diketik {count}.").format(count=len(nip))
        return [Problem(found, field)]
    problems = []
    try:
        date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        problems.append(Problem(_("Delapan angka pertama NIP harus tanggal lahir (tttt-bb-hh)."), field))
    if not (1 <= int(nip[12:14]) <= 12 or nip[12:14] == "21"):
        problems.append(Problem(_("Angka ke-13 dan ke-14 NIP harus bulan pengangkatan."), field))
    if nip[14] not in "12":
        problems.append(Problem(_("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan)."), field))
    return problems


@dataclass(frozen=True)
class OfficialForm:
    """Somebody who signs, as typed."""

    front_title: str
    name: str
    back_title: str
    nip: str
    rank: str
    position: str
    authority: Authority
    starts_on: date
    ends_on: date | None = None
    superior: str = ""  # u.b.: who signs on the head's behalf and lets this one sign, "Sekretaris"


def check_filled(values: Mapping[str, Any]) -> list[Problem]:
    """What letters need is not empty, as far as `values` of the office have it at all."""
    needed = {
        "regency_code": _("Pilih kabupaten/kota dari daftar."),
        "government": _("Isi nama pemerintah daerah."),
        "name": _("Isi nama dinas."),
        "address": _("Isi alamat kantor; alamat dicetak pada kop surat."),
        "capital": _("Isi tempat surat, misalnya Sumbawa Besar."),
        "short_code": _("Isi kode surat, misalnya Dinsos."),
    }
    empty = (field for field in needed if field in values and not str(values[field] or "").strip())
    return [Problem(needed[field], field) for field in empty]


def check_official(form: OfficialForm) -> list[Problem]:
    """Somebody who signs has a name, a position, a sound NIP or none, and a term in order."""
    problems = check_nip(form.nip)
    if not form.name.strip():
        problems.append(Problem(_("Isi nama pejabat."), "name"))
    if not form.position.strip():
        problems.append(Problem(_("Isi jabatan."), "position"))
    if form.authority is Authority.SUB_DELEGATE and not form.superior.strip():
        text = _("Isi jabatan yang memberi u.b., misalnya Sekretaris; jabatan itu dicetak di atasnya.")
        problems.append(Problem(text, "superior"))
    if form.ends_on and form.ends_on < form.starts_on:
        problems.append(Problem(_("Masa jabatan berakhir sebelum mulai."), "ends_on"))
    return problems


def signer_position(
    authority: Authority, office_name: str, regency: str, position: str, superior: str = ""
) -> tuple[str, ...]:
    """The lines above the signature, in capitals, the last with a comma."""
    head, place = f"KEPALA {office_name}".upper(), regency.upper()
    match authority:
        case Authority.HEAD:
            return (head, f"{place},")
        case Authority.ON_BEHALF:
            return (f"a.n. {head}", place, f"{position.upper()},")
        case Authority.SUB_DELEGATE:
            return (f"a.n. {head}", place, superior.upper(), "u.b.", f"{position.upper()},")
        case Authority.ACTING | Authority.DAILY_ACTING | Authority.CARETAKER:
            return (f"{SHORT[authority]} {head}", f"{place},")
