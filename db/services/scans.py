"""Scanned papers, byte for byte as they came, and the letters they belong to."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.hidden_letters import require_scan_readable
from db.models.letters import Letter, LetterPaper, Scan
from db.records import hold
from db.rules.access import Right
from db.rules.letter_life import LetterStatus
from db.rules.problems import refuse, require
from db.rules.scans import check_scan
from db.rules.words import _

CountPages = Callable[[bytes], int]  # pages of a PDF or picture; 0: nobody knows


@dataclass(frozen=True)
class FiledScan:
    """Where a scan went."""

    letter_id: int
    number: str
    subject: str
    already: bool  # it lay there before
    missing: str = ""  # "1 dari 2 halaman": the letter is still awaited


@needs(Right.LETTERS, Right.OFFICERS, Right.RECRUITMENT)
def file_scan(session: Session, name: str, content: bytes) -> int:
    """Keep a scan for good, the same one only once. Returns its id.

    Whoever may change the thing that it belongs to may keep it: a letter, a decree, a paper of an applicant.
    What that is, is not asked here: forms keep a scan before the thing exists. To keep it gives nothing away
    and changes nothing; the service that attaches it asks for the right of its own.
    Refuses what is no PDF, JPG or PNG, or over 20 MB.
    """
    require(check_scan(name, len(content), content))
    digest = hashlib.sha256(content).hexdigest()
    known = session.scalar(select(Scan.id).where(Scan.sha256 == digest).order_by(Scan.id).limit(1))
    if known is not None:
        return known
    scan = Scan(name=name[-200:], content=content, sha256=digest, filed_at=datetime.now(UTC))
    session.add(scan)
    session.flush()
    return scan.id


@needs(Right.HISTORY)
def get_scan(session: Session, scan_id: int) -> tuple[str, bytes]:
    """Name and content of a scan. Incoming letters are for the office, not for the panel."""
    require_scan_readable(session, scan_id)
    scan = session.get_one(Scan, scan_id)
    return scan.name, scan.content


@needs(Right.LETTERS)
def file_to_letter(
    session: Session,
    letter_id: int,
    name: str,
    content: bytes,
    returned_on: date,
    *,
    instead: bool = False,
    count_pages: CountPages | None = None,
) -> FiledScan:
    """File the scan of a signed letter; the letter has come back with it, if all its pages are there.

    instead: another scan may lie there already; it is kept, but no longer shown. One that lacked pages always
    gives way to a whole one.
    """
    letter = hold(session, Letter, letter_id)
    if letter.status is LetterStatus.CANCELLED:
        raise refuse(_("Surat {number} sudah dibatalkan.").format(number=letter.describe()))
    if letter.paper.sha256 == hashlib.sha256(content).hexdigest():
        text = _("Berkas ini PDF surat {number} dari arsip, bukan pindaian yang ditandatangani.")
        raise refuse(text.format(number=letter.describe()))
    missing = _missing(letter, content, count_pages) if count_pages else ""
    before, scan_id = letter.scan_id, file_scan(session, name, content)
    completed = not missing and letter.status is LetterStatus.FINAL  # what lay there lacked pages
    if before not in (None, scan_id) and not (instead or completed):
        text = _("Surat {number} sudah mempunyai pindaian lain.")
        if missing and letter.status is LetterStatus.FINAL:
            text = _("Pindaian surat {number} belum lengkap. Masukkan semua halamannya bersama-sama.")
        raise refuse(text.format(number=letter.describe()))
    letter.scan_id = scan_id
    if not missing:
        letter.status = LetterStatus.SIGNED
        letter.signed_on = letter.signed_on or max(returned_on, letter.dated_on)
    return FiledScan(letter.id, letter.number, letter.subject, already=before == scan_id, missing=missing)


@needs(Right.LETTERS)
def file_by_code(
    session: Session,
    code: str,
    name: str,
    content: bytes,
    returned_on: date,
    *,
    count_pages: CountPages | None = None,
) -> FiledScan:
    """File a scan to the letter whose code was read from its foot."""
    letter_id = session.scalar(select(Letter.id).where(Letter.code == code))
    if letter_id is None:
        text = _("Kode {code} tidak ada dalam arsip kantor ini.")
        raise refuse(text.format(code=code))
    return file_to_letter(session, letter_id, name, content, returned_on, count_pages=count_pages)


@needs(Right.READ)
def find_papers(session: Session, digests: Collection[str]) -> dict[str, str]:
    """Which of these files are PDFs out of our own register, and the number of each: no scans at all."""
    query = select(LetterPaper.sha256, Letter.number).join(Letter, Letter.id == LetterPaper.letter_id)
    return dict(session.execute(query.where(LetterPaper.sha256.in_(digests))).all())


def _missing(letter: Letter, content: bytes, count_pages: CountPages) -> str:
    """What a scan lacks of the paper; a letter that is back already lacks nothing."""
    there, wanted = count_pages(content), count_pages(letter.paper.pdf)
    if letter.status is LetterStatus.SIGNED or not 0 < there < wanted:
        return ""
    return _("{n} dari {all} halaman").format(n=there, all=wanted)
