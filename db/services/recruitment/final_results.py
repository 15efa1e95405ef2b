"""The announcement of how a selection ended, filled in from the vacancy (domain.md 9.4): no NIK, no score."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.letters import Letter as LetterRecord
from db.models.recruitment import Applicant, Vacancy
from db.rules.access import Right
from db.rules.applicants import GONE
from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letter
from db.rules.objections import window_of
from db.rules.phrases import office_in_words
from db.rules.problems import refuse
from db.rules.recruitment import Applied, Stage
from db.rules.words import _
from db.services.holidays import holiday_names
from db.services.office import get_office
from db.services.recruitment.reckoning import Reckoning
from db.services.recruitment.standing import broken_in_words
from db.sheet_book import newest_letter, newest_minutes

if TYPE_CHECKING:
    from db.rules.templates import Value

CHOSEN = (Applied.CHOSEN, Applied.APPOINTED)
PROPOSED = "Diusulkan"  # the announcement explains this word
ENDED: Mapping[Applied, str] = {
    **dict.fromkeys(CHOSEN, PROPOSED),
    Applied.ABSENT: "Tidak hadir",
    Applied.WITHDRAWN: "Mengundurkan diri",
    Applied.DISQUALIFIED: "Gugur",
    Applied.REFUSED: "Usulan ditolak",
}
FAILED = "Tidak lulus"
MINUTES = {
    LetterKind.PLENARY_MINUTES: "Berita Acara Rapat Pleno Tim Seleksi",
    LetterKind.INTERVIEW_MINUTES: "Berita Acara Tes Wawancara",
}


@needs(Right.READ)
def final_letter(session: Session, vacancy_id: int, dated_on: date) -> Letter:
    """What the announcement of this day says. Refuses while no decision stands."""
    vacancy, office = session.get_one(Vacancy, vacancy_id), get_office(session)
    minutes = _minutes(session, vacancy)
    if dated_on < minutes.dated_on:
        text = _("Pengumuman mendahului berita acaranya tanggal {day}.")
        raise refuse(text.format(day=long_date(minutes.dated_on)), "on")
    reckoning = Reckoning(session, vacancy_id)
    if broken := reckoning.book.broken:
        raise refuse(broken_in_words(broken, printed=True))
    places = [(a, said) for a, said in final_places(reckoning) if a.status not in GONE or a.scores]
    values: dict[str, Value] = {
        "kecamatan": vacancy.kecamatan.name,
        "tahun_seleksi": vacancy.opened_on.year,
        "berita_acara": MINUTES[minutes.kind],
        "nomor_berita_acara": minutes.number,
        "tanggal_berita_acara": minutes.dated_on,
        "hasil": tuple(
            {
                "nomor_pendaftaran": applicant.registration_number,
                "nama": applicant.person.full_name,
                "keterangan": said,
            }
            for applicant, said in places
        ),
    }
    if names := [applicant.person.full_name for applicant, said in places if said == PROPOSED]:
        values["calon"] = ", ".join(names)
    if vacancy.reserve_until and any(applicant.status is Applied.RESERVE for applicant, _said in places):
        values["cadangan_sampai"] = vacancy.reserve_until
    if vacancy.objection_days:
        until = window_of(dated_on, vacancy.objection_days, holiday_names(session)).last_on
        name = office_in_words(office.name, office.regency)
        where = ", ".join(part for part in (name, office.address) if part)
        values |= {"batas_sanggah": until, "tempat_sanggah": where}
    return Letter(LetterKind.FINAL_RESULTS, values)


@needs(Right.RECRUITMENT)
def issue_final(
    session: Session, vacancy_id: int, *, dated_on: date, render: Render, official_id: int | None = None
) -> IssuedLetter:
    """Make the announcement final; its day is that of the step in the track."""
    letter, office = final_letter(session, vacancy_id, dated_on), get_office(session)
    subject = (
        f"Pengumuman Hasil Seleksi Calon TKSK Kecamatan {letter.values['kecamatan']} "
        f"Tahun {letter.values['tahun_seleksi']}"
    )
    addressing = Addressing(subject, recipient=f"Masyarakat {office.regency}", vacancy_id=vacancy_id)
    return write_letter(
        session, letter, addressing, dated_on=dated_on, render=render, official_id=official_id
    )


def final_places(reckoning: Reckoning) -> list[tuple[Applicant, str]]:
    """Everybody after the administration, as announced: chosen, reserves by place, the rest by number."""
    ranked = reckoning.ranked

    def place(applicant: Applicant) -> int:
        return ranked[applicant.id].rank if applicant.id in ranked else len(ranked) + 1

    out = (Applied.REGISTERED, Applied.FAILED)
    people = [applicant for applicant in reckoning.vacancy.applicants if applicant.status not in out]
    chosen = [applicant for applicant in people if applicant.status in CHOSEN]
    reserves = sorted((a for a in people if a.status is Applied.RESERVE), key=place)
    rest = [applicant for applicant in people if applicant not in chosen and applicant not in reserves]
    return [
        *((applicant, PROPOSED) for applicant in chosen),
        *((applicant, f"Cadangan {n}") for n, applicant in enumerate(reserves, 1)),
        *((applicant, ENDED.get(applicant.status, FAILED)) for applicant in rest),
    ]


def _minutes(session: Session, vacancy: Vacancy) -> LetterRecord:
    """The minutes in which the decision stands: of the plenary meeting, else those of the interview."""
    if vacancy.stage is Stage.CANCELLED and not vacancy.nobody_passed:
        raise refuse(_("Lowongan ini sudah dibatalkan, jadi tidak ada hasil yang diumumkan."))
    if vacancy.decided_on is None:
        raise refuse(_("Tetapkan calon dahulu, atau catat bahwa tidak ada yang lulus."))
    interview = newest_minutes(session, vacancy.id)
    if interview is None:
        raise refuse(_("Berita acara wawancara dibatalkan. Tetapkan calon sekali lagi, lalu umumkan."))
    plenary = newest_letter(session, vacancy.id, LetterKind.PLENARY_MINUTES)
    return plenary if plenary is not None and plenary.id > interview.id else interview
