"""Who may do what: rights are asked for by services, roles are ready-made sets of rights."""

from dataclasses import dataclass
from enum import StrEnum

from db.rules.words import _

SINGLE_PC_LOGIN = "pc"  # the user of a PC where nobody gives a name


class Right(StrEnum):
    LOGIN = "login"  # all that is possible before login
    READ = "read"  # see roster, selections, map figures and letters
    OFFICE = "office"  # office, signers, numbering, default sets, regions
    USERS = "users"
    OFFICERS = "officers"
    RECRUITMENT = "recruitment"  # vacancies and applicants
    VERIFY = "verify"  # MS/TMS
    SCORE = "score"
    DECIDE = "decide"  # choose the candidate
    MAPPING = "mapping"
    SENSITIVE = "sensitive"  # names under sensitive kinds (domain.md 2.3 R9)
    LETTERS = "letters"  # make a letter final
    HISTORY = "history"  # read the log, and scanned papers
    EXPORT = "export"


def right_label(right: Right) -> str:
    """What a right lets somebody do, as in “tidak berhak …”."""
    return {
        Right.LOGIN: _("masuk"),
        Right.READ: _("melihat data"),
        Right.OFFICE: _("mengatur kantor"),
        Right.USERS: _("mengatur pengguna"),
        Right.OFFICERS: _("mengubah data TKSK"),
        Right.RECRUITMENT: _("mengelola lowongan dan pelamar"),
        Right.VERIFY: _("memutuskan hasil administrasi"),
        Right.SCORE: _("mengisi nilai wawancara"),
        Right.DECIDE: _("menetapkan calon terpilih"),
        Right.MAPPING: _("mengubah data pemetaan sosial"),
        Right.SENSITIVE: _("melihat nama pada jenis yang peka"),
        Right.LETTERS: _("menerbitkan surat"),
        Right.HISTORY: _("membaca riwayat perubahan dan pindaian"),
        Right.EXPORT: _("mengekspor data"),
    }[right]


def missing_right(right: Right) -> str:
    """Why a button cannot be pressed."""
    return _("Peran Anda tidak berhak {right}. Mintalah kepada admin.").format(right=right_label(right))


EDITS_PEOPLE = frozenset({Right.OFFICERS, Right.RECRUITMENT, Right.MAPPING})  # may see a whole NIK


def may_take_whole(rights: frozenset[Right]) -> bool:
    """A whole case file leaves the program with everybody's NIK: for who runs or decides a selection."""
    return Right.EXPORT in rights and bool(rights & {Right.RECRUITMENT, Right.DECIDE})


ROLES: dict[str, tuple[str, frozenset[Right]]] = {  # code: name, rights; copied into the database once
    "admin": ("Admin", frozenset(Right)),
    "operator": (
        "Operator",
        frozenset(Right) - {Right.OFFICE, Right.USERS, Right.DECIDE, Right.VERIFY},
    ),
    "verifier": (
        "Verifikator",
        frozenset({Right.READ, Right.VERIFY, Right.HISTORY, Right.MAPPING, Right.SENSITIVE}),
    ),
    "panel": ("Anggota panel", frozenset({Right.READ, Right.SCORE})),
    "head": ("Pimpinan", frozenset({Right.READ, Right.DECIDE, Right.HISTORY, Right.EXPORT})),
    "auditor": ("Pemeriksa", frozenset({Right.READ, Right.HISTORY})),
}


def role_hint(code: str) -> str:
    """What a role is for, in one sentence; nothing for a role that the office has made itself."""
    return {
        "admin": _("Boleh semuanya, termasuk mengatur kantor, pejabat, dan pengguna."),
        "operator": _(
            "Mengerjakan data TKSK, lowongan, pemetaan, dan surat; tidak memutuskan hasil seleksi."
        ),
        "verifier": _("Memeriksa berkas pelamar dan memutuskan MS atau TMS; boleh mengubah pemetaan sosial."),
        "panel": _("Hanya mengisi nilai wawancara; NIK orang lain disamarkan."),
        "head": _(
            "Menetapkan calon terpilih, membaca riwayat, dan mengekspor data; tidak menerbitkan surat."
        ),
        "auditor": _("Hanya melihat data dan riwayat perubahan; tidak mengubah apa pun."),
    }.get(code, "")


@dataclass(frozen=True)
class Actor:
    """The person at the keyboard, known to every unit of work."""

    user_id: int | None
    name: str
    pc: str
    rights: frozenset[Right]


def system_actor(pc: str) -> Actor:
    """The program itself: migrations, first start, the demonstration's preparation."""
    return Actor(None, "Pilar TKSK", pc, frozenset(Right))
