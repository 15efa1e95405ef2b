"""The attachments of a proposal, and its way to the decree (domain.md 8.1, 9.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.rules.dates import long_date, short_date
from db.rules.problems import Problem
from db.rules.recruitment import ProposalStatus, proposal_label, proposal_steps
from db.rules.selection import AttachmentSource
from db.rules.words import _

ON_PAPER = {  # never translated
    ProposalStatus.SENT: "dikirim",
    ProposalStatus.RECEIVED: "diterima",
    ProposalStatus.RETURNED: "dikembalikan kepada kami",
    ProposalStatus.RECOMMENDED: "direkomendasikan",
    ProposalStatus.MINISTRY: "diterima Kementerian Sosial Republik Indonesia",
}
NAMED = 3  # of the attachments without a file


@dataclass(frozen=True)
class PaperForm:
    """One attachment as a form holds it; position 0: a new line of the office's own."""

    position: int
    name: str
    wanted: bool
    scan_id: int | None


@dataclass(frozen=True)
class FoundFile:
    """The file of an attachment: a scan, a letter of the register, or the recap that the program makes."""

    name: str
    scan_id: int | None = None
    letter_id: int | None = None


@dataclass(frozen=True)
class WhatItSays:
    """What stands on the paper itself, for the checklist."""

    number: str = ""
    dated_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class PaperLine:
    """One attachment, and its file if there is one."""

    position: int
    name: str
    wanted: bool
    source: AttachmentSource
    document: str  # which of the applicant's papers
    scan_id: int | None  # attached here
    found: FoundFile | None
    says: WhatItSays = WhatItSays()

    @property
    def id(self) -> int:
        return self.position

    @property
    def missing(self) -> bool:
        """Ticked, and without a file: the proposal is not final."""
        return self.wanted and self.found is None


def missing_in_words(lines: Sequence[PaperLine]) -> str:
    """Which ticked attachments have no file, in one sentence; empty when all have one."""
    names = [line.name for line in lines if line.missing]
    if not names:
        return ""
    if (more := len(names) - NAMED) > 0:
        names = [*names[:NAMED], _("dan {n} lainnya").format(n=more)]
    text = _("Lampiran belum ada berkasnya: {names}. Lengkapi, atau lepas centangnya, di Lampiran usulan.")
    return text.format(names=", ".join(names))


def check_complete(lines: Sequence[PaperLine]) -> list[Problem]:
    """A proposal is not final while a ticked attachment has no file."""
    said = missing_in_words(lines)
    return [Problem(said)] if said else []


def check_papers(papers: Sequence[PaperForm]) -> list[Problem]:
    """Every line says what it is, and no two say the same."""
    names = [paper.name.strip() for paper in papers]
    if not all(names):
        return [Problem(_("Isi nama setiap lampiran."), "papers")]
    twice = next((name for name in names if [n.lower() for n in names].count(name.lower()) > 1), "")
    if twice:
        return [Problem(_("{name} tertulis dua kali.").format(name=twice), "papers")]
    return []


def step_label(status: ProposalStatus, *, again: bool) -> str:
    """What a step is called on the way; `again`: it was sent before."""
    again = again and status is ProposalStatus.SENT
    return _("Dikirim kembali") if again else proposal_label(status)


def note_of(number: str, note: str) -> str:
    """What a step says: the number of the letter that came with it, and a note."""
    numbered = _("Nomor {number}").format(number=number.strip()) if number.strip() else ""
    return "; ".join(part for part in (numbered, note.strip()) if part)


def checklist_rows(lines: Sequence[PaperLine]) -> tuple[dict[str, str], ...]:
    """The table of the checklist, as printed: what goes along, and what was left out."""
    rows = []
    for line in lines:
        note = f"berlaku s.d. {long_date(line.says.expires_on)}" if line.says.expires_on else ""
        rows.append(
            {
                "nama": line.name,
                "ada": "Ada" if line.wanted and line.found else "Tidak",
                "nomor": line.says.number,
                "tanggal": short_date(line.says.dated_on) if line.says.dated_on else "",
                "catatan": note if line.wanted else "tidak disertakan",
            }
        )
    return tuple(rows)


def check_step(now: ProposalStatus, then: ProposalStatus) -> list[Problem]:
    """Steps follow one another; the sentence says what may come."""
    allowed = proposal_steps(now)
    if then in allowed:
        return []
    text = _("Langkah {then} belum dapat dicatat: usulan ini {now}. Langkah berikutnya: {steps}.")
    words = {"then": proposal_label(then).lower(), "now": proposal_label(now).lower()}
    steps = _(" atau ").join(proposal_label(step).lower() for step in allowed) or _("tidak ada")
    return [Problem(text.format(steps=steps, **words), "status")]


def check_come(on: date, today: date, field: str) -> list[Problem]:
    """What has happened has happened by today."""
    text = _("{day} belum tiba. Isi hari kejadiannya, paling lambat hari ini.")
    return [Problem(text.format(day=long_date(on)), field)] if on > today else []


def step_in_words(status: ProposalStatus, on: date, note: str, *, again: bool) -> str:
    """One step of the way as a letter tells it: dikembalikan tanggal 4 Mei 2020 (kurang SKCK)."""
    words = "dikirim kembali" if again and status is ProposalStatus.SENT else ON_PAPER.get(status, "")
    why = f" ({note.strip().rstrip('.')})" if note.strip() else ""
    return f"{words} tanggal {long_date(on)}{why}" if words else ""


def check_proposed(name: str, kecamatan: str) -> list[Problem]:
    """A decree that answers our proposal names whom we proposed."""
    text = _(
        "Untuk Kecamatan {kecamatan} yang diusulkan {name}, bukan orang ini. Bila usulan itu memang ditolak, "
        "catat Usulan ditolak di lowongannya, batalkan lowongan itu, lalu catat SK ini."
    )
    return [Problem(text.format(kecamatan=kecamatan, name=name))]
