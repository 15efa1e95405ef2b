"""All that is sent to the province, in one go: the letter, and behind it the ticked attachments."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.hidden_letters import require_readable, require_scan_readable
from db.lettering import find_signer, make_frame
from db.models.letters import Letter, LetterPaper, Scan
from db.models.office import User
from db.models.recruitment import Proposal, Vacancy
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Frame
from db.rules.letters import Letter as Stated
from db.rules.problems import refuse, require
from db.rules.proposals import PaperLine, check_complete, checklist_rows
from db.rules.reports import Report
from db.rules.words import _
from db.services.recruitment.proposal_papers import find_sent, letter_of, list_papers
from db.services.recruitment.recap import get_recap
from db.services.reports import frame_report
from db.services.templates import get_template

if TYPE_CHECKING:
    from db.rules.templates import Values

DOTS = "\u2026" * 12  # a name to be written by hand


@dataclass(frozen=True)
class FilePart:
    """One piece of what is sent: a PDF or picture, or a sheet that has to be printed."""

    title: str
    name: str
    content: bytes = b""
    report: Report | None = None
    sheet: tuple[Frame, Stated] | None = None


@needs(Right.RECRUITMENT)
def proposal_file(session: Session, vacancy_id: int, *, at: datetime) -> list[FilePart]:
    """All that is sent: the letter, its checklist, and behind them every ticked attachment in order."""
    proposal = find_sent(session, vacancy_id)
    letter = letter_of(session, proposal) if proposal else None
    if proposal is None or letter is None:
        raise refuse(_("Buat surat usulan dahulu; berkas usulan memuat surat itu dan lampirannya."))
    lines = list_papers(session, vacancy_id)
    require(check_complete(lines))
    parts = [
        FilePart("Surat usulan", *_letter(session, letter.id)),
        FilePart("Daftar periksa berkas", "", sheet=_checklist(session, proposal, letter, lines)),
    ]
    for line in lines:
        if not line.wanted or line.found is None:
            continue
        if line.found.scan_id is not None:
            parts.append(FilePart(line.name, *_scan(session, line.found.scan_id)))
        elif line.found.letter_id is not None:
            parts.append(FilePart(line.name, *_letter(session, line.found.letter_id)))
        else:
            table = get_recap(session, vacancy_id).table
            parts.append(FilePart(line.name, line.name, report=frame_report(session, [table], at=at)))
    return parts


def _checklist(
    session: Session, proposal: Proposal, letter: Letter, lines: list[PaperLine]
) -> tuple[Frame, Stated]:
    """A sheet without a number, signed by hand when the papers are put together."""
    vacancy = session.get_one(Vacancy, proposal.vacancy_id)
    left_out = sum(not line.wanted for line in lines)
    values: Values = {
        "kecamatan": vacancy.kecamatan.name,
        "calon": proposal.applicant.person.full_name,
        "nomor_usulan": letter.number,
        "tanggal_usulan": letter.dated_on,
        "berkas": checklist_rows(lines),
        "kesimpulan": "semua lampiran yang disebut dalam surat usulan ada berkasnya"
        + (f"; {left_out} lampiran tidak disertakan." if left_out else "."),
        "pemeriksa": _checker(session),
        "jabatan_pemeriksa": "Pemeriksa berkas usulan",
    }
    template = get_template(session, LetterKind.PROPOSAL_CHECKLIST).template
    signer = find_signer(session, letter.dated_on)
    return make_frame(session, template, letter.dated_on, signer, "", ""), Stated(
        LetterKind.PROPOSAL_CHECKLIST, values
    )


def _checker(session: Session) -> str:
    """Who puts the papers together; room for a name where nobody signs in on this computer."""
    user = session.get(User, actor_of(session).user_id or 0)
    return user.name if user is not None and user.login != "pc" else DOTS


def _letter(session: Session, letter_id: int) -> tuple[str, bytes]:
    """A letter as it was signed and scanned; else as it was printed."""
    require_readable(session, [letter_id])
    letter = session.get_one(Letter, letter_id)
    if letter.scan_id is not None:
        return _scan(session, letter.scan_id)
    return letter.describe(), session.get_one(LetterPaper, letter_id).pdf


def _scan(session: Session, scan_id: int) -> tuple[str, bytes]:
    require_scan_readable(session, scan_id)
    scan = session.get_one(Scan, scan_id)
    return scan.name, scan.content
