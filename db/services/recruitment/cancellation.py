"""A selection that is stopped: who was called in already, and the letter that tells them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.letters import Letter
from db.models.recruitment import Applicant, Score, Vacancy
from db.people import address_of, places_of
from db.rules.access import Right
from db.rules.applicants import GONE
from db.rules.dates import day_and_date
from db.rules.drafts import Recipient
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.services.recruitment.case_chapters import names_of


@dataclass(frozen=True)
class Begun:
    """What has been done that a cancellation would leave behind."""

    called: tuple[str, ...]  # names
    scored: bool  # whether any value was typed


@dataclass(frozen=True)
class CancellationLetter:
    """What the form of the letter is filled with, and to whom it goes."""

    values: dict[str, Any]
    recipients: tuple[Recipient, ...]


@needs(Right.READ)
def begun_so_far(session: Session, vacancy_id: int) -> Begun:
    """Who was called in, and whether somebody has given scores."""
    own = select(Score.id).join(Score.applicant).where(Applicant.vacancy_id == vacancy_id).limit(1)
    called = tuple(one.person.full_name for one in _called(session, vacancy_id))
    return Begun(called, session.scalar(own) is not None)


@needs(Right.READ)
def cancellation_letter(session: Session, vacancy_id: int) -> CancellationLetter:
    """The letter to everybody who was called in; nobody else is named in it."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    people = _called(session, vacancy_id)
    places = places_of(session, [one.person for one in people])
    reason = names_of(session, vacancy).clean(vacancy.cancel_reason).rstrip(" .;")
    selection = f"Seleksi Calon TKSK Kecamatan {vacancy.kecamatan.name} Tahun {vacancy.opened_on.year}"
    return CancellationLetter(
        {
            "hal": f"Pembatalan {selection}",
            "sifat": "Segera",
            "lampiran": "-",
            "isi": [
                f"Sehubungan dengan panggilan tes wawancara {day_and_date(vacancy.interview_on)} dalam "
                f"{selection}, dengan hormat kami beritahukan bahwa seleksi tersebut dibatalkan dengan "
                f"alasan: {reason}.",
                "Dengan demikian panggilan tersebut tidak berlaku lagi. Berkas lamaran Saudara tersimpan di "
                "kantor kami; pembukaan kembali lowongan akan diumumkan.",
            ],
        },
        tuple(
            {"name": one.person.full_name, "at": address_of(session, one.person, places) or "Tempat"}
            for one in people
        ),
    )


def _called(session: Session, vacancy_id: int) -> list[Applicant]:
    letters = select(Letter.applicant_id).where(
        Letter.vacancy_id == vacancy_id,
        Letter.kind == LetterKind.CALL,
        Letter.status != LetterStatus.CANCELLED,
    )
    query = select(Applicant).where(Applicant.id.in_(letters), Applicant.status.not_in(GONE))
    return list(session.scalars(query.order_by(Applicant.registration_number)))
