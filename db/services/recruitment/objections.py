"""Objections to the administrative or the final result: received in time, answered, and followed up."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.hidden_letters import scores_hidden
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.letters import Letter
from db.models.recruitment import Applicant, Score, Vacancy
from db.models.selection import Objection
from db.people import address_of
from db.records import hold
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import Letter as Stated
from db.rules.objections import ABOUT_FINAL, Window, check_answer, check_received
from db.rules.problems import refuse, require
from db.rules.recruitment import Applied, Stage, check_move, check_stage
from db.rules.selection import ObjectionOutcome
from db.rules.words import _
from db.services import scans
from db.services.recruitment.track import final_period, objection_period
from db.sheet_book import newest_letter

OBJECTED = (Stage.INTERVIEW, Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)  # as long as the days run
LATER = (Stage.CANCELLED,)  # to the final result
RULED = {ObjectionOutcome.ACCEPTED: "diterima", ObjectionOutcome.REJECTED: "tidak dapat diterima"}
FOLLOW_UP = {
    ObjectionOutcome.ACCEPTED: "Berkas lamaran Saudara diperiksa ulang dan hasilnya diumumkan kembali.",
    ObjectionOutcome.REJECTED: "",
}


@dataclass(frozen=True)
class ObjectionForm:
    """An objection as it came in."""

    applicant_id: int
    received_on: date
    text: str


@dataclass(frozen=True)
class AnswerForm:
    """How an objection was answered."""

    outcome: ObjectionOutcome | None
    answer: str
    answered_on: date


@dataclass(frozen=True)
class ObjectionRow:
    """One line of the log."""

    id: int
    applicant_id: int
    registration_number: str
    name: str
    status: Applied
    received_on: date
    text: str
    scan_id: int | None
    outcome: ObjectionOutcome | None
    answer: str
    answered_on: date | None
    letter_id: int | None
    letter_number: str
    final: bool = False  # against the final result, not that of the administration


@dataclass(frozen=True)
class ObjectionLog:
    """The period of a vacancy, who may object, and what came in."""

    window: Window
    rows: tuple[ObjectionRow, ...]
    applicants: tuple[tuple[int, str], ...]  # id, number and name
    final: Window | None = None  # after the final result, once it is announced

    @property
    def open(self) -> int:
        """How many wait for an answer."""
        return sum(row.outcome is None for row in self.rows)


@needs(Right.READ)
def get_log(session: Session, vacancy_id: int) -> ObjectionLog:
    """All objections of a vacancy in the order they came."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    query = (
        select(Objection)
        .join(Objection.applicant)
        .where(Applicant.vacancy_id == vacancy_id)
        .options(joinedload(Objection.applicant).joinedload(Applicant.person))
        .order_by(Objection.received_on, Objection.id)
    )
    found = list(session.scalars(query))
    ids = [objection.letter_id for objection in found if objection.letter_id]
    letters = {letter.id: letter for letter in session.scalars(select(Letter).where(Letter.id.in_(ids)))}
    hidden = any(objection.final for objection in found) and scores_hidden(session, vacancy_id)
    counted = [a for a in vacancy.applicants if a.status is not Applied.WITHDRAWN]
    return ObjectionLog(
        window=objection_period(session, vacancy),
        rows=tuple(_row(one, letters.get(one.letter_id or 0), hidden) for one in found),
        applicants=tuple((a.id, f"{a.registration_number} · {a.person.full_name}") for a in counted),
        final=final_period(session, vacancy),
    )


@needs(Right.READ)
def count_open(session: Session, vacancy_id: int) -> int:
    """How many objections of a vacancy wait for an answer."""
    query = select(func.count(Objection.id)).join(Objection.applicant)
    return session.scalar(query.where(Applicant.vacancy_id == vacancy_id, Objection.outcome.is_(None))) or 0


@needs(Right.RECRUITMENT)
def record_objection(
    session: Session, form: ObjectionForm, *, today: date, scan: tuple[str, bytes] | None = None
) -> int:
    """Note an objection with its paper. Refuses a late one, naming the last day. Returns the id."""
    applicant = session.get_one(Applicant, form.applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    window, final = objection_period(session, vacancy), final_period(session, vacancy)
    if vacancy.stage is not Stage.ADMINISTRATION or not _told_before(session, vacancy):
        require(check_stage(vacancy.stage, *OBJECTED, *(LATER if final else ())))
    if applicant.status is Applied.WITHDRAWN:
        raise refuse(_("Pelamar ini sudah mengundurkan diri."), "applicant_id")
    to_final = final is not None and form.received_on >= final.result_on
    if final is not None and to_final:
        window = final
    require(check_received(window, form.received_on, today))
    if not form.text.strip():
        raise refuse(_("Tulis isi sanggahan."), "text")
    objection = Objection(
        applicant_id=applicant.id,
        received_on=form.received_on,
        final=to_final,
        text=form.text.strip(),
        scan_id=scans.file_scan(session, *scan) if scan else None,
    )
    session.add(objection)
    session.flush()
    return objection.id


@needs(Right.RECRUITMENT)
def answer_objection(session: Session, objection_id: int, form: AnswerForm, *, today: date) -> None:
    """Keep what was found and decided; what a letter has said already stands."""
    objection = hold(session, Objection, objection_id)
    if _letter_of(session, objection) is not None:
        raise refuse(_("Surat jawaban sudah terbit. Batalkan surat itu dahulu bila jawabannya keliru."))
    _require_open(session, objection)
    require(check_answer(form.outcome, form.answer, objection.received_on, form.answered_on))
    if form.answered_on > today:
        raise refuse(_("Tanggal jawaban belum tiba."), "answered_on")
    objection.outcome, objection.answer = form.outcome, form.answer.strip()
    objection.answered_on = form.answered_on


@needs(Right.READ)
def answer_letter(session: Session, objection_id: int) -> Stated:
    """What the letter to the applicant says; nobody else's result, and no NIK."""
    objection = session.get_one(Objection, objection_id)
    applicant, vacancy = objection.applicant, objection.applicant.vacancy
    if objection.outcome is None:
        raise refuse(_("Catat jawaban sanggahan ini dahulu."))
    _require_open(session, objection)
    return Stated(
        LetterKind.OBJECTION_ANSWER,
        {
            "penerima": applicant.person.full_name,
            "nomor_pendaftaran": applicant.registration_number,
            "tempat_penerima": address_of(session, applicant.person) or "Tempat",
            "kecamatan": vacancy.kecamatan.name,
            "tahun_seleksi": vacancy.opened_on.year,
            "tanggal_sanggahan": objection.received_on,
            "pokok_sanggahan": ABOUT_FINAL if objection.final else "hasil seleksi administrasi",
            "uraian": tuple(line.strip() for line in objection.answer.splitlines() if line.strip()),
            "putusan": RULED[objection.outcome],
            "tindak_lanjut": "" if objection.final else FOLLOW_UP[objection.outcome],
            "tembusan": ("Ketua Tim Seleksi", "Arsip"),
        },
    )


@needs(Right.RECRUITMENT)
def issue_answer(
    session: Session, objection_id: int, *, dated_on: date, render: Render, official_id: int | None = None
) -> IssuedLetter:
    """Make the answer final; once more only where the earlier letter was cancelled."""
    objection = hold(session, Objection, objection_id)
    if (known := _letter_of(session, objection)) is not None:
        raise refuse(_("Jawaban sudah terbit dengan nomor {number}.").format(number=known.number))
    if dated_on < objection.received_on:
        raise refuse(_("Jawaban mendahului sanggahannya."), "on")
    stated, applicant = answer_letter(session, objection_id), objection.applicant
    letter = write_letter(
        session,
        stated,
        Addressing(
            subject=f"Jawaban Sanggahan Seleksi Calon TKSK Kecamatan {stated.values['kecamatan']}",
            recipient=str(stated.values["penerima"]),
            vacancy_id=applicant.vacancy_id,
            applicant_id=applicant.id,
        ),
        dated_on=dated_on,
        render=render,
        official_id=official_id,
    )
    objection.letter_id = letter.id
    return letter


@needs(Right.VERIFY)
def reopen_check(session: Session, objection_id: int) -> None:
    """After an accepted objection the files of its applicant are decided once more.

    The selection is at its administration again, and closes with new minutes. Not once values were given.
    """
    objection = session.get_one(Objection, objection_id)
    applicant = objection.applicant
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    if objection.final:
        raise refuse(_("Sanggahan ini atas hasil akhir, bukan atas pemeriksaan berkas."))
    if objection.outcome is not ObjectionOutcome.ACCEPTED:
        raise refuse(_("Berkas hanya diperiksa ulang bila sanggahannya diterima."))
    given = select(Score.id).join(Score.applicant).where(Applicant.vacancy_id == vacancy.id).limit(1)
    if session.scalar(given) is not None:
        raise refuse(_("Nilai wawancara sudah masuk; pemeriksaan berkas tidak dapat dibuka lagi."))
    if vacancy.stage is not Stage.ADMINISTRATION:  # a second objection was accepted on the same day
        require(check_move(vacancy.stage, Stage.ADMINISTRATION))
        vacancy.stage = Stage.ADMINISTRATION
    if applicant.status in (Applied.PASSED, Applied.FAILED):
        applicant.status, applicant.status_reason = Applied.REGISTERED, ""


def _told_before(session: Session, vacancy: Vacancy) -> bool:
    """Whether files are being looked at once more: the days of the first result run on."""
    return newest_letter(session, vacancy.id, LetterKind.ADMINISTRATION_MINUTES) is not None


def _letter_of(session: Session, objection: Objection) -> Letter | None:
    letter = session.get(Letter, objection.letter_id) if objection.letter_id else None
    return letter if letter is not None and letter.status is not LetterStatus.CANCELLED else None


def _require_open(session: Session, objection: Objection) -> None:
    """An answer about the final result may name scores: it waits until nobody gives any."""
    if objection.final and scores_hidden(session, objection.applicant.vacancy_id):
        text = _("Jawaban atas hasil akhir dapat memuat nilai. Kunci dahulu semua lembar nilai yang terbuka.")
        raise refuse(text)


def _row(objection: Objection, letter: Letter | None, hidden: bool) -> ObjectionRow:
    valid = letter is not None and letter.status is not LetterStatus.CANCELLED
    applicant = objection.applicant
    return ObjectionRow(
        id=objection.id,
        applicant_id=applicant.id,
        registration_number=applicant.registration_number,
        name=applicant.person.full_name,
        status=applicant.status,
        received_on=objection.received_on,
        text=objection.text,
        scan_id=objection.scan_id,
        outcome=objection.outcome,
        answer="" if hidden and objection.final else objection.answer,
        answered_on=objection.answered_on,
        letter_id=letter.id if letter and valid else None,
        letter_number=(letter.number or letter.subject) if letter and valid else "",
        final=objection.final,
    )
