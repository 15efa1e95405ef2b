"""Personal data that leaves the office: what must be said of it first (domain.md 6.2 no. 3, L08, L18)."""

from dataclasses import dataclass

from db.rules.mapping import Register
from db.rules.problems import Problem
from db.rules.words import _

WATERMARK = "RAHASIA – DATA PRIBADI"  # as printed
SHORTEST_REASON = 10
MOST_ROWS = 20_000  # of one list of names: more is a copy of the database, not a list


@dataclass(frozen=True)
class NamesForm:
    """What a list by name and address is asked for, and for whom."""

    register: Register
    kecamatan_code: str
    desa_code: str = ""
    kind_code: str = ""
    reason: str = ""
    recipient: str = ""
    whole: bool = False  # NIK and address unmasked
    round_id: int | None = None  # whom a locked round has counted; None: who is recorded now


def check_release(form: NamesForm) -> list[Problem]:
    """Why the list is not given out yet."""
    problems = []
    if not form.kecamatan_code:
        problems.append(Problem(_("Pilih kecamatan: daftar nama dibuat per kecamatan."), "kecamatan_code"))
    if len(form.reason.strip()) < SHORTEST_REASON:
        problems.append(Problem(_("Tulis alasan dengan jelas: untuk apa daftar ini dipakai."), "reason"))
    if not form.recipient.strip():
        problems.append(Problem(_("Tulis siapa penerimanya: nama dan lembaga."), "recipient"))
    return problems
