"""What everybody may read of the results, for one vacancy or for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.letters import Letter
from db.models.officers import Decree
from db.models.recruitment import Vacancy
from db.rules.access import Right
from db.rules.dates import day_and_date, long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import Letterhead, PaperSize
from db.rules.phrases import office_in_words
from db.rules.problems import refuse
from db.rules.public_result import PublicPage, PublicResult
from db.rules.recruitment import Applied, Stage
from db.rules.words import _
from db.services.office import get_letterhead, get_office
from db.services.recruitment.final_results import final_places
from db.services.recruitment.proposals import find_decree
from db.services.recruitment.reckoning import Reckoning
from db.services.recruitment.results import OUT, has_passed, public_reason
from db.services.recruitment.track import final_period, objection_period

ADMITTED = (Stage.INTERVIEW, Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
DECIDED = (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
TOLD = {Applied.CHOSEN: "Lulus, diusulkan", Applied.APPOINTED: "Lulus, diangkat"}


@dataclass(frozen=True)
class PublicOffer:
    """A page ready to be printed or saved, and the vacancies that have no result yet."""

    page: PublicPage
    without: tuple[str, ...]
    head: Letterhead
    paper: PaperSize
    practice: bool


@needs(Right.READ)
def has_results(session: Session, vacancy_id: int) -> bool:
    """Whether there is anything to publish."""
    return _is_public(session.get_one(Vacancy, vacancy_id))


@needs(Right.READ)
def public_page(session: Session, vacancy_ids: Sequence[int], *, on: date) -> PublicOffer:
    """The results of these vacancies by kecamatan. Refuses where none of them has a result."""
    office = get_office(session)
    found = list(session.scalars(select(Vacancy).where(Vacancy.id.in_(vacancy_ids))))
    found.sort(key=lambda vacancy: (vacancy.kecamatan.name, vacancy.opened_on))
    ready = [vacancy for vacancy in found if _is_public(vacancy)]
    without = tuple(vacancy.kecamatan.name for vacancy in found if vacancy not in ready)
    if not ready:
        text = _("Belum ada hasil yang dapat diumumkan. Selesaikan seleksi administrasi dahulu: {names}.")
        raise refuse(text.format(names=", ".join(without) or "-"))
    name = office_in_words(office.name, office.regency)
    address = ", ".join(part for part in (name, office.address) if part)
    page = PublicPage(
        office=name,
        contact=(f"Keterangan lebih lanjut: {address}.",),
        published=day_and_date(on),
        results=tuple(_result(session, vacancy.id, address) for vacancy in ready),
    )
    return PublicOffer(page, without, get_letterhead(session), office.paper, office.practice)


def _is_public(vacancy: Vacancy) -> bool:
    nobody = vacancy.stage is Stage.CANCELLED and vacancy.decided_on is not None
    return vacancy.stage in ADMITTED or nobody


def _result(session: Session, vacancy_id: int, address: str) -> PublicResult:
    reckoning = Reckoning(session, vacancy_id)
    vacancy = reckoning.vacancy
    ended = vacancy.stage is not Stage.INTERVIEW
    return PublicResult(
        vacancy_id=vacancy.id,
        kecamatan=vacancy.kecamatan.name,
        year=vacancy.opened_on.year,
        administration=tuple(
            (a.registration_number, "MS" if has_passed(a) else "TMS", public_reason(a))
            for a in vacancy.applicants
            if a.status not in OUT
        ),
        final=_final(reckoning) if ended else (),
        lines=tuple(_lines(session, vacancy, address, ended=ended)),
    )


def _final(reckoning: Reckoning) -> tuple[tuple[str, str, str], ...]:
    """In the order of the result; only who is proposed is named."""
    return tuple(
        (
            applicant.registration_number,
            applicant.person.full_name if applicant.status in TOLD else "",
            TOLD.get(applicant.status, said),
        )
        for applicant, said in final_places(reckoning)
    )


def _lines(session: Session, vacancy: Vacancy, address: str, *, ended: bool) -> list[str]:
    """The days that count, where to object, what came of it."""
    said = []
    for kind, words in (
        (LetterKind.ADMINISTRATION_RESULTS, "Hasil administrasi diumumkan"),
        (LetterKind.FINAL_RESULTS, "Hasil akhir diumumkan"),
    ):
        query = select(Letter).where(Letter.vacancy_id == vacancy.id, Letter.kind == kind)
        letter = session.scalars(
            query.where(Letter.status != LetterStatus.CANCELLED).order_by(Letter.id.desc())
        ).first()
        if letter is not None:
            said.append(f"{words} {day_and_date(letter.dated_on)} dengan Nomor {letter.number}.")
    window = objection_period(session, vacancy)
    if window.days:
        said.append(
            "Sanggahan atas hasil administrasi diterima secara tertulis sampai dengan "
            f"{day_and_date(window.last_on)} di {address}."
        )
    if (final := final_period(session, vacancy)) is not None and final.days:
        said.append(
            "Sanggahan atas hasil akhir diterima secara tertulis sampai dengan "
            f"{day_and_date(final.last_on)} di {address}."
        )
    if not ended:
        said.append(
            f"Tes wawancara: {day_and_date(vacancy.interview_on)}, pukul {vacancy.interview_time}, "
            f"di {vacancy.place}."
        )
    elif vacancy.stage is Stage.CANCELLED:
        said.append("Tidak ada peserta yang memenuhi ambang lulus; lowongan akan dibuka kembali.")
    elif vacancy.decided_on is not None:
        said.append(f"Hasil akhir ditetapkan {day_and_date(vacancy.decided_on)}.")
    if vacancy.reserve_until is not None and vacancy.stage in DECIDED:
        said.append(f"Cadangan berlaku sampai dengan {long_date(vacancy.reserve_until)}.")
    if (decree_id := find_decree(session, vacancy.id)) is not None:
        decree = session.get_one(Decree, decree_id)
        said.append(f"Pengangkatan: Keputusan Nomor {decree.number} tanggal {long_date(decree.dated_on)}.")
    return said
