"""How applications come in, which paper is which, and what stops an application (domain.md 1.5, 5.1)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from db.rules.dates import short_date
from db.rules.due import months_after
from db.rules.problems import Problem
from db.rules.recruitment import Applied, Stage, check_stage
from db.rules.words import _

GONE = frozenset({Applied.WITHDRAWN, Applied.DISQUALIFIED})
CLOCK = re.compile(r"([01]?\d|2[0-3])[.:]?([0-5]\d)")
SERVICE_MOST = 60  # years
SIGNS = (  # a word in a file's name: a word in the name of the paper, the more special first
    ("kartu keluarga", "kartu keluarga"),
    ("surat pernyataan", "pernyataan"),
    ("buku rekening", "rekening bank"),
    ("rekomendasi camat", "rekomendasi camat"),
    ("rekomendasi desa", "rekomendasi kepala desa"),
    ("rekomendasi kades", "rekomendasi kepala desa"),
    ("rekomendasi lurah", "rekomendasi kepala desa"),
    ("riwayat hidup", "riwayat hidup"),
    ("pakta", "pakta integritas"),
    ("integritas", "pakta integritas"),
    ("pernyataan", "pernyataan"),
    ("narkoba", "narkoba"),
    ("domisili", "domisili"),
    ("lamaran", "lamaran"),
    ("drh", "riwayat hidup"),
    ("cv", "riwayat hidup"),
    ("ktp", "ktp"),
    ("kk", "kartu keluarga"),
    ("ijazah", "ijazah"),
    ("skck", "skck"),
    ("sehat", "keterangan sehat"),
    ("dokter", "keterangan sehat"),
    ("foto", "pas foto"),
    ("psm", "anggota psm"),
    ("karang taruna", "karang taruna"),
    ("anggota", "anggota"),
    ("camat", "camat"),
    ("kades", "kepala desa"),
    ("lurah", "kepala desa"),
    ("rekomendasi", "rekomendasi"),
    ("sertifikat", "sertifikat"),
    ("rekening", "rekening bank"),
    ("npwp", "npwp"),
)


class Way(StrEnum):
    """How an application came in."""

    DIRECT = "direct"
    POST = "post"
    BROUGHT = "brought"  # by somebody else


def way_label(way: str) -> str:
    """What the screen calls it; nothing where it was not noted."""
    labels = {
        Way.DIRECT.value: _("Diantar sendiri"),
        Way.POST.value: _("Lewat pos"),
        Way.BROUGHT.value: _("Dititipkan"),
    }
    return labels.get(way, way)


def read_clock(text: str) -> str | None:
    """09.30 of 930, 9:30 or 09.30; None where it is no time of day; nothing stays nothing."""
    if not text.strip():
        return ""
    found = CLOCK.fullmatch(text.strip())
    return f"{int(found[1]):02}.{found[2]}" if found else None


def check_application(received_at: str, service_years: int | None) -> list[Problem]:
    """The time of day and the years of service make sense."""
    problems = []
    if read_clock(received_at) is None:
        problems.append(Problem(_("Tulis jam seperti 09.30."), "received_at"))
    if service_years is not None and not 0 <= service_years <= SERVICE_MOST:
        text = _("Lama aktif 0 sampai {most} tahun.")
        problems.append(Problem(text.format(most=SERVICE_MOST), "service_years"))
    return problems


def check_disqualification(now: Stage, status: Applied) -> list[Problem]:
    """Who lied or broke the rules is out, up to the decree; who is out already cannot be put out again."""
    if status in GONE:
        return [Problem(_("Pelamar ini sudah tidak ikut seleksi."))]
    return check_stage(
        now, Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW, Stage.DECIDED, Stage.PROPOSED
    )


def check_leaving(on: date, registered_on: date, today: date) -> list[Problem]:
    """Nobody leaves a selection before applying, and no day is noted that has not come."""
    if on < registered_on:
        text = _("Tanggal ini mendahului pendaftarannya ({day}).")
        return [Problem(text.format(day=short_date(registered_on)), "on")]
    return [Problem(_("Tanggal ini belum tiba."), "on")] if on > today else []


def check_override(now: Stage, status: Applied, reason: str) -> list[Problem]:
    """The chair may let somebody go on who is TMS, with a reason, before anybody is chosen."""
    if problems := check_stage(now, Stage.ADMINISTRATION, Stage.INTERVIEW):
        return problems
    if status is not Applied.FAILED:
        return [Problem(_("Pengecualian hanya untuk pelamar yang TMS."))]
    if not reason.strip():
        return [Problem(_("Tulis alasan pengecualian; alasan ini dicetak dalam berita acara."), "reason")]
    return []


def expiry_note(expires_on: date | None, needed_on: date) -> str:
    """What is wrong with a paper on the day it is needed, the day of the interview; or nothing."""
    if expires_on is None or expires_on >= needed_on:
        return ""
    return _("berlaku sampai {day}, habis sebelum wawancara {needed}").format(
        day=short_date(expires_on), needed=short_date(needed_on)
    )


def usual_expiry(valid_months: int | None, dated_on: date | None) -> date | None:
    """To when a paper of a day is valid, where the rules of the selection say how long."""
    return None if dated_on is None or not valid_months else months_after(dated_on, valid_months)


def match_papers(files: Sequence[str], documents: Iterable[tuple[str, str]]) -> list[str]:
    """The code of the paper that each file shows, by the words of its name; "" where none fits.

    documents: code and name. A paper is given to one file only, the first that names it.
    """
    names = [(code, name.casefold()) for code, name in documents]
    taken: set[str] = set()
    found = []
    for file in files:
        code = next((one for one in _codes(file, names) if one not in taken), "")
        taken.add(code)
        found.append(code)
    return found


def _codes(file: str, documents: Sequence[tuple[str, str]]) -> Iterable[str]:
    """What a file may be, the likeliest first: D07 in its name, then words."""
    stem = file.rpartition(".")[0] or file
    words = " ".join(re.findall(r"[a-z]+|\d+", stem.casefold()))
    spaced = f" {words} "
    for code, _name in documents:
        if f" {' '.join(re.findall('[a-z]+|[0-9]+', code.casefold()))} " in spaced:
            yield code
    for sign, wanted in SIGNS:
        if f" {sign} " in spaced or (len(sign) > 3 and sign in words):
            for code, name in documents:
                if re.search(rf"\b{wanted}", name):
                    yield code
