"""Is a paper ours? The register is asked by the code at its foot, or by the bytes of its file."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.letters import Letter, LetterPaper, Scan
from db.rules.access import Right
from db.rules.archive_code import readings
from db.rules.problems import refuse
from db.rules.words import _
from db.services.letters import LetterRow, get_letter


@dataclass(frozen=True)
class Checked:
    """What the register knows of a paper."""

    letter: LetterRow
    intact: bool  # the PDF in the register still has the hash it was filed with
    same_file: bool | None = None  # whether the file shown is the PDF in the register, byte for byte
    is_scan: bool = False  # it is the signed scan filed with the letter, byte for byte


@needs(Right.READ)
def check_code(session: Session, typed: str) -> Checked:
    """The letter with this code; small slips of reading are put right where only one letter fits."""
    groups = readings(typed)
    if not groups:
        text = _("Kode arsip terdiri atas 8 huruf dan angka, misalnya 7F3A-9KC2; lihat kaki surat.")
        raise refuse(text, "code")
    for codes in groups:
        found = list(session.scalars(select(Letter.id).where(Letter.code.in_(codes)).limit(2)))
        if len(found) > 1:
            raise refuse(_("Kode ini mirip dengan beberapa surat. Periksa lagi huruf demi huruf."), "code")
        if found:
            return _checked(session, found[0])
    text = _("Kode ini tidak ada dalam arsip kantor ini: salah baca, atau bukan surat dari program ini.")
    raise refuse(text, "code")


@needs(Right.READ)
def check_file(session: Session, content: bytes, codes: Collection[str]) -> Checked:
    """The letter that a file is, or whose code stands on its pages."""
    digest = hashlib.sha256(content).hexdigest()
    own = session.scalar(select(LetterPaper.letter_id).where(LetterPaper.sha256 == digest).limit(1))
    if own is not None:
        return _checked(session, own, same_file=True)
    filed = select(Letter.id).join(Scan, Scan.id == Letter.scan_id).where(Scan.sha256 == digest)
    scanned = session.scalar(filed.order_by(Letter.id).limit(1))
    if scanned is not None:
        return _checked(session, scanned, same_file=False, is_scan=True)
    named = list(session.scalars(select(Letter.id).where(Letter.code.in_(codes)).limit(2)))
    if len(named) > 1:
        raise refuse(_("Berkas ini memuat beberapa surat. Periksa satu per satu dengan kodenya."), "file")
    if not named:
        text = _("Berkas ini tidak dikenal: isinya tidak ada dalam arsip dan kode arsip tidak terbaca.")
        raise refuse(text, "file")
    return _checked(session, named[0], same_file=False)


def _checked(
    session: Session, letter_id: int, *, same_file: bool | None = None, is_scan: bool = False
) -> Checked:
    paper = session.get_one(LetterPaper, letter_id)
    intact = hashlib.sha256(paper.pdf).hexdigest() == paper.sha256
    return Checked(get_letter(session, letter_id), intact, same_file, is_scan)
