"""Regions that become others: renamed or recoded, split (pemekaran), merged (penggabungan); domain.md 3.3."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.rules.dates import short_date
from db.rules.problems import Problem
from db.rules.words import _, grouped

KECAMATAN, DESA = 6, 10  # digits of their codes


class ChangeKind(StrEnum):
    RENAME = "rename"  # another name, another code, or both
    SPLIT = "split"
    MERGE = "merge"


@dataclass(frozen=True)
class RegionForm:
    """What becomes of regions. codes: whose; of a split one, of a merge all that end.

    code and name: of the region that comes; in a merge the code of the one that stays. parts: who goes to the
    new region of a split, as `list_parts` names them; nobody: all stay where they are.
    """

    kind: ChangeKind
    codes: tuple[str, ...]
    code: str
    name: str
    on: date | None
    basis: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Affected:
    """How much a change of regions touches."""

    regions: int = 0  # that get another code
    people: int = 0
    families: int = 0
    groups: int = 0
    records: int = 0
    sheets: int = 0  # of rounds that are not locked
    unsaid: int = 0  # figures that only one of two merged desa has said: not surveyed any more
    officers: int = 0  # terms of TKSK and selections that follow their kecamatan
    locked: int = 0  # rounds that stay as they are


def affected_words(found: Affected) -> str:
    """What the question says before anything is written."""
    parts = (
        (found.people, _("{n} orang")),
        (found.families, _("{n} keluarga")),
        (found.groups, _("{n} kelompok/lembaga")),
        (found.records, _("{n} pendataan")),
        (found.sheets, _("{n} lembar putaran yang masih terbuka")),
        (found.officers, _("{n} penugasan atau seleksi TKSK")),
    )
    moves = ", ".join(text.format(n=grouped(number)) for number, text in parts if number)
    lines = [_("Ikut pindah: {moves}.").format(moves=moves) if moves else _("Tidak ada data yang pindah.")]
    if found.regions > 1:
        lines.append(_("{n} wilayah mendapat kode baru.").format(n=grouped(found.regions)))
    if found.unsaid:
        text = _(
            "{n} angka lembar menjadi “belum didata”, karena tidak semua desa yang digabung punya angka."
        )
        lines.append(text.format(n=grouped(found.unsaid)))
    if found.locked:
        lines.append(_("{n} putaran yang sudah dikunci tidak berubah.").format(n=found.locked))
    lines.append(_("Kode dan nama lama tetap dikenal saat impor."))
    return "\n".join(lines)


def clean_code(text: str) -> str:
    """52.04.06.2001 as it is kept."""
    return text.replace(".", "").replace(" ", "")


def dotted(code: str) -> str:
    """5204062001 as it is shown."""
    return ".".join(part for part in (code[:2], code[2:4], code[4:6], code[6:]) if part)


def next_code(parent: str, like: str, taken: Collection[str]) -> str:
    """The same last digits below another region; where they are taken, the next of the same class.

    2xxx is a desa, 1xxx a kelurahan (domain.md 3.3).
    """
    digits = len(like) - len(parent)
    own = like[-digits:]
    if parent + own in taken:
        begins = parent + (own[0] if len(like) == DESA else "")
        last = max(
            int(code[-digits:]) for code in taken if code.startswith(begins) and len(code) == len(like)
        )
        own = f"{last + 1:0{digits}d}"
    return parent + own


def check_form(form: RegionForm, regency: str, today: date) -> list[Problem]:
    """What is missing or cannot be, as far as the form itself tells."""
    problems = []
    if not form.codes:
        problems.append(Problem(_("Pilih wilayahnya."), "codes"))
    level = len(form.codes[0]) if form.codes else DESA
    if form.kind is not ChangeKind.MERGE:
        if not form.name.strip():
            problems.append(Problem(_("Tulis nama wilayahnya."), "name"))
        if not (form.code.isdigit() and len(form.code) == level and form.code.startswith(regency)):
            text = _("Kodenya {digits} angka dan diawali {regency}.")
            problems.append(Problem(text.format(digits=level, regency=dotted(regency)), "code"))
    elif not form.code:
        problems.append(Problem(_("Pilih wilayah yang tetap ada."), "code"))
    if form.on is None:
        problems.append(Problem(_("Isi tanggal berlakunya."), "on"))
    elif form.on > today:
        text = _("Catat pada atau sesudah hari berlakunya; hari ini {day}.")
        problems.append(Problem(text.format(day=short_date(today)), "on"))
    if not form.basis.strip():
        problems.append(Problem(_("Tulis dasar hukumnya: Permendagri, Perda, atau Keputusan."), "basis"))
    return problems
