"""The case file of a vacancy: who may have which, what the log says of it, its chapters and papers."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.access import actor_of, needs
from db.audit import note
from db.hidden_letters import hidden_letters, hidden_scans
from db.models.letters import Letter, LetterPaper, Scan
from db.models.officers import Decree, Officer
from db.models.recruitment import Applicant, ApplicantCheck, ApplicantDocument, Vacancy
from db.models.selection import Objection, ProposalPaper
from db.rules.access import Right, may_take_whole
from db.rules.case_file import CaseChapter, CaseFile, CasePaper
from db.rules.dates import decimal_text, long_date
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.letter_life import LetterStatus
from db.rules.phrases import office_in_words
from db.rules.problems import Forbidden, Problem
from db.rules.recruitment import Applied, stage_label
from db.rules.words import _
from db.services.office import get_letterhead, get_office
from db.services.recruitment import case_chapters, case_scores
from db.services.recruitment.case_chapters import Source, names_of
from db.services.recruitment.proposals import find_decree
from db.services.recruitment.public_result import told_of
from db.services.recruitment.reckoning import Reckoning

CHAPTERS = (  # title, what writes it, the letters that belong there
    ("Aturan seleksi", case_chapters.rules, ()),
    ("Tahapan", case_chapters.track, ()),
    ("Pengumuman lowongan", None, (LetterKind.ANNOUNCEMENT, LetterKind.POSTER)),
    ("Pelamar dan tanda terima", case_chapters.applicants, (LetterKind.RECEIPT,)),
    ("Pemeriksaan administrasi", case_chapters.checks, (LetterKind.ADMINISTRATION_MINUTES,)),
    ("Hasil administrasi", case_chapters.results, (LetterKind.ADMINISTRATION_RESULTS,)),
    ("Sanggahan dan jawaban", case_chapters.objections, (LetterKind.OBJECTION_ANSWER,)),
    (
        "Tim seleksi, pakta integritas, benturan kepentingan",
        case_scores.panel,
        (LetterKind.PANEL_DECREE, LetterKind.INTEGRITY_STATEMENT),
    ),
    (
        "Panggilan, jadwal, kehadiran",
        case_scores.timetable,
        (LetterKind.TEST_CALL, LetterKind.CALL, LetterKind.INVITATION, LetterKind.ATTENDANCE_LIST),
    ),
    ("Lembar nilai", case_scores.sheets, (LetterKind.SCORE_SHEET,)),
    ("Rekapitulasi nilai", case_scores.recap, (LetterKind.INTERNAL_RESULTS,)),
    ("Lembar hitung", case_scores.arithmetic, ()),
    (
        "Berita acara dan penetapan",
        case_scores.decision,
        (LetterKind.INTERVIEW_MINUTES, LetterKind.PLENARY_MINUTES, LetterKind.FINAL_RESULTS),
    ),
    (
        "Usulan",
        case_scores.proposal,
        (LetterKind.PROPOSAL, LetterKind.PROPOSAL_CHECKLIST, LetterKind.COVER_LETTER, LetterKind.REMINDER),
    ),
    ("Keputusan pengangkatan", case_scores.decree, (LetterKind.DECREE, LetterKind.PRESENTATION)),
)
OTHER, SCANS = "Surat lain", "Pindaian"
PRIVATE = "tidak disertakan karena memuat data pribadi; isinya ditulis ulang dalam berkas ini"
BLIND = "memuat nilai; belum semua lembar nilai dikunci"
UNSEEN = "pindaian hanya untuk peran yang boleh membaca pindaian"
UNASKED = "pindaian tidak disertakan; keasliannya diperiksa dengan sidik ini"


@needs(Right.READ)
def note_case_file(
    session: Session, vacancy_id: int, *, masked: bool, scores: bool = False, pages: int = 0
) -> None:
    """The log says who took a case file out of the program, and which; refuses the whole one to others."""
    _require_allowed(session, masked=masked)
    vacancy = session.get_one(Vacancy, vacancy_id)
    text = _("Berkas perkara lengkap {vacancy} diambil dari program, {n} halaman")
    if masked:
        text = _("Berkas perkara {vacancy} yang disamarkan diambil dari program, {n} halaman")
        if scores:
            text = _(
                "Berkas perkara {vacancy} yang disamarkan, dengan nilai, diambil dari program, {n} halaman"
            )
    note(session, Vacancy, text.format(vacancy=vacancy.describe(), n=pages), vacancy_id)


@needs(Right.READ)
def get_case_file(
    session: Session,
    vacancy_id: int,
    *,
    at: datetime,
    masked: bool = True,
    scores: bool = False,
    scans: bool = True,
) -> CaseFile:
    """Everything of a vacancy. masked: nobody's NIK, address or telephone, and names only as published.

    scores: in a masked file, values by registration number, for those who check. scans: appended, not only
    named.
    """
    source = _source(session, vacancy_id, masked=masked, scores=scores)
    office, actor = get_office(session), actor_of(session)
    name = office_in_words(office.name, office.regency)
    case = CaseFile(
        kecamatan=source.vacancy.kecamatan.name,
        year=source.vacancy.opened_on.year,
        masked=masked,
        head=get_letterhead(session),
        paper=office.paper,
        practice=office.practice,
        regency=office.regency,
        facts=_facts(source, name),
        warnings=tuple(case_scores.broken_seals(source)),
        chapters=tuple(_chapters(source, wanted=scans)),
        printed=f"Dibuat {long_date(at.date())} pukul {at:%H.%M} {office.timezone} oleh {actor.name}",
    )
    return source.names.clean_case(case)


@needs(Right.READ)
def open_papers(session: Session, vacancy_id: int, *, masked: bool) -> Callable[[CasePaper], bytes]:
    """What brings the bytes of a letter or scan of this file, as far as its pages are in it for this person.

    Nothing else is given away, whatever is asked for; of a masked file nothing at all.
    """
    source = _source(session, vacancy_id, masked=masked, scores=False)
    papers = [paper for chapter in _chapters(source, wanted=True) for paper in chapter.papers]
    given = {(paper.letter_id, paper.scan_id) for paper in papers if paper.wanted}

    def fetch(paper: CasePaper) -> bytes:
        if (paper.letter_id, paper.scan_id) not in given:
            raise Forbidden([Problem(_("Naskah ini tidak termasuk berkas perkara ini."))])
        if paper.letter_id is not None:
            query = select(LetterPaper.pdf).where(LetterPaper.letter_id == paper.letter_id)
        else:
            query = select(Scan.content).where(Scan.id == paper.scan_id)
        return session.scalars(query).one()

    return fetch


def _require_allowed(session: Session, *, masked: bool) -> None:
    if not masked and not may_take_whole(actor_of(session).rights):
        text = _(
            "Berkas lengkap memuat NIK, jadi hanya untuk yang mengelola atau memutuskan seleksi dan berhak "
            "mengekspor data. Ambil yang disamarkan."
        )
        raise Forbidden([Problem(text)])


def _source(session: Session, vacancy_id: int, *, masked: bool, scores: bool) -> Source:
    """Everything that is read, in as many questions for many applicants as for one."""
    _require_allowed(session, masked=masked)
    applicants = selectinload(Vacancy.applicants)
    query = select(Vacancy).where(Vacancy.id == vacancy_id)
    vacancy = session.scalars(
        query.options(
            applicants.joinedload(Applicant.person),
            applicants.selectinload(Applicant.scores),
            applicants.selectinload(Applicant.documents).joinedload(ApplicantDocument.document),
            applicants.selectinload(Applicant.checks).joinedload(ApplicantCheck.requirement),
        )
    ).one()
    told = LetterKind.FINAL_RESULTS in told_of(session, [vacancy])[vacancy_id]
    names = names_of(session, vacancy, told=told, masked=masked)
    reckoning = Reckoning(session, vacancy_id)
    return Source(session, vacancy, reckoning, names, scores or not masked, tuple(reckoning.book.broken))


def _letters(session: Session, vacancy_id: int) -> list[Letter]:
    """All letters of the vacancy and of its decree, the oldest first, cancelled ones too."""
    query = select(Letter).options(joinedload(Letter.paper).defer(LetterPaper.pdf))
    found = Letter.vacancy_id == vacancy_id
    if (decree_id := find_decree(session, vacancy_id)) is not None:
        people = select(Applicant.person_id).where(Applicant.vacancy_id == vacancy_id)
        officers = select(Officer.id).where(Officer.person_id.in_(people))
        own = Letter.officer_id.is_(None) | Letter.officer_id.in_(officers)
        found |= (Letter.decree_id == decree_id) & own  # it may appoint others too
    return list(session.scalars(query.where(found).order_by(Letter.dated_on, Letter.id)))


def _chapters(source: Source, *, wanted: bool) -> list[CaseChapter]:
    """wanted: scans are appended, not only named."""
    left = _letters(source.session, source.vacancy.id)
    hidden = hidden_letters(source.session, [letter.id for letter in left])
    scanned = [letter for letter in left if letter.scan_id]
    made = []
    for title, write, kinds in CHAPTERS:
        own = [letter for letter in left if letter.kind in kinds]
        left = [letter for letter in left if letter not in own]
        parts = write(source) if write else ()
        if not parts and not own:
            parts = (case_chapters.EMPTY,)
        later = {one.replaces_id: one.number for one in own if one.replaces_id}
        papers = tuple(
            _paper(source, letter, hidden=letter.id in hidden, later=later.get(letter.id, ""))
            for letter in own
        )
        made.append(CaseChapter(title, parts, papers))
    if left:
        papers = tuple(_paper(source, letter, hidden=letter.id in hidden) for letter in left)
        made.append(CaseChapter(OTHER, papers=papers))
    if filed := _scans(source, scanned, wanted=wanted):
        made.append(CaseChapter(SCANS, papers=filed))
    return made


def _paper(source: Source, letter: Letter, *, hidden: bool, later: str = "") -> CasePaper:
    """A letter as the archive keeps it. later: the number that took its place."""
    about = "" if source.masked or not letter.recipient else f", {letter.recipient}"
    numbered = f" Nomor {letter.number}" if letter.number else ""
    cancelled = ""
    if letter.status is LetterStatus.CANCELLED:
        cancelled = letter.cancel_reason or "tanpa alasan tercatat"
    left_out = PRIVATE if source.masked else ""
    replaced = f" (digantikan Nomor {later})" if later else ""
    return CasePaper(
        title=f"{kind_label(letter.kind)}{numbered}, {long_date(letter.dated_on)}{about}{replaced}",
        sha256=letter.paper.sha256,
        letter_id=letter.id,
        cancelled=cancelled,
        left_out=BLIND if hidden else left_out,
    )


def _scans(source: Source, letters: Sequence[Letter], *, wanted: bool) -> tuple[CasePaper, ...]:
    """Scans of letters, applicants' papers, objections, attachments and the decree; each once."""
    session, vacancy, names = source.session, source.vacancy, source.names
    told: dict[int, str] = {}
    for letter in letters:
        told.setdefault(letter.scan_id or 0, f"{kind_label(letter.kind)} bertanda tangan {letter.number}")
    for applicant in vacancy.applicants:
        for line in sorted(applicant.documents, key=lambda line: line.document.position):
            if line.scan_id:
                name = line.document.name.split(" (")[0]
                told.setdefault(line.scan_id, f"{name}, {names.of(applicant.id)}")
    own = select(Applicant.id).where(Applicant.vacancy_id == vacancy.id)
    for objection in session.scalars(select(Objection).where(Objection.applicant_id.in_(own))):
        if objection.scan_id:
            told.setdefault(objection.scan_id, f"Sanggahan {names.of(objection.applicant_id)}")
    for paper in session.scalars(select(ProposalPaper).where(ProposalPaper.vacancy_id == vacancy.id)):
        if paper.scan_id:
            told.setdefault(paper.scan_id, f"Lampiran usulan: {paper.name}")
    decree_id = find_decree(session, vacancy.id)
    decree = session.get(Decree, decree_id) if decree_id is not None else None
    if decree is not None and decree.scan_id:
        told.setdefault(decree.scan_id, f"SK Nomor {decree.number}")
    if not told:
        return ()
    digests = dict(session.execute(select(Scan.id, Scan.sha256).where(Scan.id.in_(told))).all())
    hidden = hidden_scans(session, list(told))
    sees = Right.HISTORY in actor_of(session).rights
    out = PRIVATE.partition(";")[0]
    if not source.masked:
        out = "" if wanted and sees else (UNASKED if sees else UNSEEN)
    return tuple(
        CasePaper(title, digests[key], scan_id=key, left_out=BLIND if key in hidden else out)
        for key, title in told.items()
    )


def _facts(source: Source, office: str) -> tuple[tuple[str, str], ...]:
    """What the cover says."""
    vacancy = source.vacancy
    counts = {
        "memenuhi syarat": sum(
            a.status not in (Applied.REGISTERED, Applied.FAILED, Applied.WITHDRAWN, Applied.DISQUALIFIED)
            for a in vacancy.applicants
        ),
        "tidak memenuhi syarat": sum(a.status is Applied.FAILED for a in vacancy.applicants),
        "mundur atau gugur": sum(
            a.status in (Applied.WITHDRAWN, Applied.DISQUALIFIED) for a in vacancy.applicants
        ),
    }
    chosen = [source.names.pair(a.id) for a in vacancy.applicants if a.status in case_chapters.TOLD]
    number = f"{len(vacancy.applicants)} orang"
    said = "; ".join(f"{n} {words}" for words, n in counts.items() if n)
    return (
        ("Kantor", office),
        ("Jabatan", f"TKSK Kecamatan {vacancy.kecamatan.name}"),
        ("Formasi", f"{vacancy.quota} orang"),
        ("Tahap", stage_label(vacancy.stage)),
        ("Diumumkan", long_date(vacancy.opened_on)),
        ("Pendaftaran", f"{long_date(vacancy.opens_on)} s.d. {long_date(vacancy.closes_on)}"),
        ("Wawancara", f"{long_date(vacancy.interview_on)}, {vacancy.place}"),
        ("Ambang lulus", decimal_text(vacancy.pass_mark)),
        ("Pelamar", f"{number} ({said})" if said else number),
        ("Ditetapkan", "" if case_chapters.was_stopped(vacancy) else "; ".join(chosen)),
        ("Alasan batal", vacancy.cancel_reason),
    )
