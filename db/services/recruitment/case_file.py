"""The case file of a vacancy: who may have which, what the log says of it, its chapters and papers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import actor_of, needs
from db.audit import note
from db.models.letters import Letter, LetterPaper, Scan
from db.models.officers import Decree, Officer
from db.models.recruitment import Applicant, Vacancy
from db.models.selection import Objection, ProposalPaper
from db.people import address_of
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.case_file import Called, CaseChapter, CaseFile, CasePaper, Names
from db.rules.dates import decimal_text, long_date
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.letter_life import LetterStatus
from db.rules.phrases import office_in_words
from db.rules.problems import Forbidden, Problem
from db.rules.recruitment import Applied, Stage, stage_label
from db.rules.words import _
from db.services.office import get_letterhead, get_office
from db.services.recruitment import case_chapters, case_scores
from db.services.recruitment.case_chapters import Source
from db.services.recruitment.proposals import find_decree
from db.services.recruitment.reckoning import Reckoning

TOLD = (Applied.CHOSEN, Applied.APPOINTED)
WITH_VALUES = frozenset(  # what must not be read while a sheet is open again
    {
        LetterKind.INTERVIEW_MINUTES,
        LetterKind.PLENARY_MINUTES,
        LetterKind.INTERNAL_RESULTS,
        LetterKind.PROPOSAL,
    }
)
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
        (LetterKind.CALL, LetterKind.INVITATION, LetterKind.ATTENDANCE_LIST),
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
def may_have_whole(session: Session) -> bool:
    """Whether this person may take the file with NIKs out of the program."""
    return bool(actor_of(session).rights & EDITS_PEOPLE)


@needs(Right.READ)
def note_case_file(session: Session, vacancy_id: int, *, masked: bool) -> None:
    """The log says who took a case file out of the program, and which; refuses the whole one to others."""
    _require_allowed(session, masked=masked)
    vacancy = session.get_one(Vacancy, vacancy_id)
    text = _("Berkas perkara lengkap {vacancy} diambil dari program")
    if masked:
        text = _("Berkas perkara {vacancy} yang disamarkan diambil dari program")
    note(session, Vacancy, text.format(vacancy=vacancy.describe()), vacancy_id)


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
    _require_allowed(session, masked=masked)
    reckoning = Reckoning(session, vacancy_id)
    vacancy, office, actor = reckoning.vacancy, get_office(session), actor_of(session)
    letters = _letters(session, vacancy_id)
    names = Names(_called(session, vacancy, letters), _public_words(vacancy), masked=masked)
    source = Source(session, vacancy, reckoning, names, scores or not masked, tuple(reckoning.book.broken))
    chapters = [*_chapters(source, letters)]
    if filed := _scans(source, wanted=scans and Right.HISTORY in actor.rights):
        chapters.append(CaseChapter(SCANS, papers=filed))
    name = office_in_words(office.name, office.regency)
    return CaseFile(
        kecamatan=vacancy.kecamatan.name,
        year=vacancy.opened_on.year,
        masked=masked,
        head=get_letterhead(session),
        paper=office.paper,
        practice=office.practice,
        regency=office.regency,
        facts=_facts(source, name),
        warnings=tuple(case_scores.broken_seals(source)),
        chapters=tuple(chapters),
        printed=f"Dibuat {long_date(at.date())} pukul {at:%H.%M} {office.timezone} oleh {actor.name}",
    )


@needs(Right.READ)
def read_paper(session: Session, paper: CasePaper, *, masked: bool) -> bytes:
    """The bytes of a letter or a scan of the file."""
    _require_allowed(session, masked=masked)
    if paper.letter_id is not None:
        query = select(LetterPaper.pdf).where(LetterPaper.letter_id == paper.letter_id)
    else:
        query = select(Scan.content).where(Scan.id == paper.scan_id)
    return session.scalars(query).one()


def _require_allowed(session: Session, *, masked: bool) -> None:
    if not masked and not actor_of(session).rights & EDITS_PEOPLE:
        text = _(
            "Berkas lengkap memuat NIK, jadi hanya untuk yang mengubah data orang. Ambil yang disamarkan."
        )
        raise Forbidden([Problem(text)])


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


def _called(session: Session, vacancy: Vacancy, letters: Sequence[Letter]) -> list[Called]:
    """The applicants; whom the office has announced, everybody may read."""
    announced = vacancy.stage in (Stage.PROPOSED, Stage.FILLED) or any(
        letter.kind is LetterKind.FINAL_RESULTS and letter.status is not LetterStatus.CANCELLED
        for letter in letters
    )
    return [
        Called(
            a.id,
            a.registration_number,
            a.person.full_name,
            a.person.name,
            told=announced and a.status in TOLD,
            nik=a.person.nik or "",
            phone=a.person.phone,
            birth=a.person.birth_date,
            address=a.person.address or address_of(session, a.person),
        )
        for a in vacancy.applicants
    ]


def _public_words(vacancy: Vacancy) -> list[str]:
    """Names that stay: of the panel, and of the place."""
    return [*(member.name for member in vacancy.panel), vacancy.kecamatan.name]


def _chapters(source: Source, letters: Sequence[Letter]) -> list[CaseChapter]:
    left = list(letters)
    made = []
    for title, write, kinds in CHAPTERS:
        own = [letter for letter in left if letter.kind in kinds]
        left = [letter for letter in left if letter not in own]
        parts = write(source) if write else ()
        if not parts and not own:
            parts = (case_chapters.EMPTY,)
        made.append(CaseChapter(title, parts, tuple(_paper(source, letter) for letter in own)))
    if left:
        made.append(CaseChapter(OTHER, papers=tuple(_paper(source, letter) for letter in left)))
    return made


def _paper(source: Source, letter: Letter) -> CasePaper:
    """A letter as the archive keeps it."""
    revealed = source.reckoning.revealed
    about = "" if source.masked or not letter.recipient else f", {letter.recipient}"
    numbered = f" Nomor {letter.number}" if letter.number else ""
    cancelled = ""
    if letter.status is LetterStatus.CANCELLED:
        cancelled = source.names.clean(letter.cancel_reason) or "tanpa alasan tercatat"
    left_out = PRIVATE if source.masked else ""
    if letter.kind in WITH_VALUES and not revealed:
        left_out = BLIND
    return CasePaper(
        title=f"{kind_label(letter.kind)}{numbered}, {long_date(letter.dated_on)}{about}",
        sha256=letter.paper.sha256,
        letter_id=letter.id,
        cancelled=cancelled,
        left_out=left_out,
    )


def _scans(source: Source, *, wanted: bool) -> tuple[CasePaper, ...]:
    """Scans of letters, applicants' papers, objections, attachments and the decree; each once."""
    session, vacancy, names = source.session, source.vacancy, source.names
    told: dict[int, tuple[str, bool]] = {}
    for letter in _letters(session, vacancy.id):
        if letter.scan_id:
            blind = letter.kind in WITH_VALUES and not source.reckoning.revealed
            told.setdefault(
                letter.scan_id, (f"{kind_label(letter.kind)} bertanda tangan {letter.number}", blind)
            )
    for applicant in vacancy.applicants:
        for line in sorted(applicant.documents, key=lambda line: line.document.position):
            if line.scan_id:
                name = line.document.name.split(" (")[0]
                told.setdefault(line.scan_id, (f"{name}, {names.of(applicant.id)}", False))
    own = select(Applicant.id).where(Applicant.vacancy_id == vacancy.id)
    for objection in session.scalars(select(Objection).where(Objection.applicant_id.in_(own))):
        if objection.scan_id:
            told.setdefault(objection.scan_id, (f"Sanggahan {names.of(objection.applicant_id)}", False))
    for paper in session.scalars(select(ProposalPaper).where(ProposalPaper.vacancy_id == vacancy.id)):
        if paper.scan_id:
            told.setdefault(paper.scan_id, (f"Lampiran usulan: {paper.name}", False))
    decree_id = find_decree(session, vacancy.id)
    decree = session.get(Decree, decree_id) if decree_id is not None else None
    if decree is not None and decree.scan_id:
        told.setdefault(decree.scan_id, (f"SK Nomor {decree.number}", False))
    digests = dict(session.execute(select(Scan.id, Scan.sha256).where(Scan.id.in_(told))).all())
    out = PRIVATE.partition(";")[0] if source.masked else ("" if wanted else _why(session))
    return tuple(
        CasePaper(title, digests[key], scan_id=key, left_out=BLIND if blind else out)
        for key, (title, blind) in told.items()
    )


def _why(session: Session) -> str:
    return UNASKED if Right.HISTORY in actor_of(session).rights else UNSEEN


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
    chosen = [source.names.pair(a.id) for a in vacancy.applicants if a.status in TOLD]
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
        ("Ditetapkan", "; ".join(chosen)),
        ("Alasan batal", source.names.clean(vacancy.cancel_reason)),
    )
