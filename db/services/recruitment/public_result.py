"""What everybody may read of the results, for one vacancy or for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.access import needs
from db.models.letters import Letter
from db.models.officers import Decree
from db.models.recruitment import Applicant, ApplicantCheck, Proposal, Vacancy
from db.models.selection import VacancyStep
from db.rules.access import Right
from db.rules.dates import day_and_date, long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letter_life import LetterStatus
from db.rules.letters import Letterhead, PaperSize
from db.rules.objections import Window
from db.rules.phrases import office_in_words
from db.rules.problems import refuse
from db.rules.public_result import PublicPage, PublicResult, told_results
from db.rules.recruitment import Applied, Stage
from db.rules.selection import TrackStep
from db.rules.words import _
from db.services.office import get_letterhead, get_office
from db.services.recruitment.case_chapters import names_of, was_stopped
from db.services.recruitment.final_results import final_places
from db.services.recruitment.reckoning import Reckoning
from db.services.recruitment.results import judged_in, public_reason, was_ms
from db.services.recruitment.track import periods_of

DECIDED = (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
TOLD = {Applied.CHOSEN: "Lulus, diusulkan", Applied.APPOINTED: "Lulus, diangkat"}
ANNOUNCED = {
    LetterKind.ADMINISTRATION_RESULTS: "Hasil administrasi diumumkan",
    LetterKind.FINAL_RESULTS: "Hasil akhir diumumkan",
}
READ = (*ANNOUNCED, LetterKind.ADMINISTRATION_MINUTES)


@dataclass(frozen=True)
class PublicOffer:
    """A page ready to be printed or saved, and the vacancies that have no result yet."""

    page: PublicPage
    without: tuple[str, ...]
    head: Letterhead
    paper: PaperSize
    practice: bool
    objected_until: tuple[tuple[str, date], ...] = ()  # kecamatan whose final result stands on the page

    def early(self, on: date) -> list[tuple[str, date]]:
        """Where objections to the administrative result are still taken on this day."""
        return [(name, last) for name, last in self.objected_until if on <= last]


@dataclass(frozen=True)
class Known:
    """What is read of all vacancies at once, by vacancy."""

    letters: dict[int, dict[LetterKind, Letter]]  # announcements that count
    told: dict[int, frozenset[LetterKind]]
    periods: dict[int, tuple[Window, Window | None]]
    decrees: dict[int, tuple[str, date]]


@needs(Right.READ)
def public_page(session: Session, vacancy_ids: Sequence[int], *, on: date) -> PublicOffer:
    """The results of these vacancies by kecamatan. Refuses where nothing of them was announced."""
    office = get_office(session)
    found = _vacancies(session, vacancy_ids)
    letters, told = _letters(session, found), told_of(session, found)
    ready = [vacancy for vacancy in found if told[vacancy.id]]
    without = tuple(vacancy.kecamatan.name for vacancy in found if vacancy not in ready)
    if not ready:
        text = _("Belum ada hasil yang diumumkan: {names}. Cetak dahulu pengumuman hasil administrasinya.")
        raise refuse(text.format(names=", ".join(without) or "-"))
    known = Known(letters, told, periods_of(session, ready), _decrees(session, ready))
    name = office_in_words(office.name, office.regency)
    address = ", ".join(part for part in (name, office.address) if part)
    page = PublicPage(
        office=name,
        contact=(f"Keterangan lebih lanjut: {address}.",),
        published=day_and_date(on),
        results=tuple(_result(session, vacancy, known, address) for vacancy in ready),
    )
    until = tuple(
        (vacancy.kecamatan.name, known.periods[vacancy.id][0].last_on)
        for vacancy, result in zip(ready, page.results, strict=True)
        if result.final and known.periods[vacancy.id][0].days
    )
    return PublicOffer(page, without, get_letterhead(session), office.paper, office.practice, until)


@needs(Right.READ)
def told_of(session: Session, vacancies: Sequence[Vacancy]) -> dict[int, frozenset[LetterKind]]:
    """Which results of each vacancy everybody may read already."""
    letters = _letters(session, vacancies)
    noted = set(
        session.scalars(
            select(VacancyStep.vacancy_id).where(
                VacancyStep.vacancy_id.in_(letters),
                VacancyStep.step == TrackStep.RESULT,
                VacancyStep.done_on.is_not(None),
            )
        )
    )
    return {
        vacancy.id: told_results(vacancy.stage, letters[vacancy.id], noted=vacancy.id in noted)
        for vacancy in vacancies
    }


def _vacancies(session: Session, vacancy_ids: Sequence[int]) -> list[Vacancy]:
    """All that a page says of them, in a few questions however many they are."""
    applicants = selectinload(Vacancy.applicants)
    query = select(Vacancy).where(Vacancy.id.in_(vacancy_ids))
    found = session.scalars(
        query.options(
            joinedload(Vacancy.kecamatan),
            selectinload(Vacancy.documents),
            selectinload(Vacancy.criteria),
            selectinload(Vacancy.panel),
            applicants.joinedload(Applicant.person),
            applicants.selectinload(Applicant.scores),
            applicants.selectinload(Applicant.documents),
            applicants.selectinload(Applicant.checks).joinedload(ApplicantCheck.requirement),
        )
    )
    return sorted(found, key=lambda vacancy: (vacancy.kecamatan.name, vacancy.opened_on))


def _letters(session: Session, vacancies: Sequence[Vacancy]) -> dict[int, dict[LetterKind, Letter]]:
    """The announcements that count and the minutes before them, the newest of each kind."""
    found: dict[int, dict[LetterKind, Letter]] = {vacancy.id: {} for vacancy in vacancies}
    query = select(Letter).where(Letter.vacancy_id.in_(found), Letter.kind.in_(READ))
    for letter in session.scalars(query.where(Letter.status != LetterStatus.CANCELLED).order_by(Letter.id)):
        if letter.vacancy_id is not None:
            found[letter.vacancy_id][letter.kind] = letter
    return found


def _decrees(session: Session, vacancies: Sequence[Vacancy]) -> dict[int, tuple[str, date]]:
    query = select(Proposal.vacancy_id, Decree.number, Decree.dated_on).join(Proposal.decree)
    found: Any = session.execute(query.where(Proposal.vacancy_id.in_([vacancy.id for vacancy in vacancies])))
    return {owner: (number, on) for owner, number, on in found}


def _result(session: Session, vacancy: Vacancy, known: Known, address: str) -> PublicResult:
    final = LetterKind.FINAL_RESULTS in known.told[vacancy.id]
    shown = final and (vacancy.stage in DECIDED or vacancy.nobody_passed)
    return PublicResult(
        vacancy_id=vacancy.id,
        kecamatan=vacancy.kecamatan.name,
        year=vacancy.opened_on.year,
        administration=tuple(
            (a.registration_number, "MS" if was_ms(a) else "TMS", public_reason(a))
            for a in judged_in(vacancy, known.letters[vacancy.id].get(LetterKind.ADMINISTRATION_MINUTES))
        ),
        final=_final(Reckoning(session, vacancy.id)) if shown else (),
        lines=tuple(_lines(session, vacancy, known, address, shown=shown)),
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


def _lines(session: Session, vacancy: Vacancy, known: Known, address: str, *, shown: bool) -> list[str]:
    """The days that count, where to object, what came of it. shown: the final result stands above."""
    letters, (objections, final) = known.letters[vacancy.id], known.periods[vacancy.id]
    said = [
        f"{words} {day_and_date(letters[kind].dated_on)} dengan Nomor {letters[kind].number}."
        for kind, words in ANNOUNCED.items()
        if kind in letters
    ]
    if was_stopped(vacancy):
        names = names_of(session, vacancy)
        reason = names.clean(vacancy.cancel_reason).rstrip(".")
        return [*said, f"Seleksi ini dibatalkan: {reason}. Tidak ada calon yang diusulkan dari seleksi ini."]
    if objections.days:
        said.append(
            "Sanggahan atas hasil administrasi diterima secara tertulis sampai dengan "
            f"{day_and_date(objections.last_on)} di {address}."
        )
    if shown and final is not None and final.days:
        said.append(
            "Sanggahan atas hasil akhir diterima secara tertulis sampai dengan "
            f"{day_and_date(final.last_on)} di {address}."
        )
    if vacancy.stage is Stage.INTERVIEW:
        said.append(
            f"Tes wawancara: {day_and_date(vacancy.interview_on)}, pukul {vacancy.interview_time}, "
            f"di {vacancy.place}."
        )
    elif not shown:
        said.append("Hasil akhir belum diumumkan.")
    elif vacancy.nobody_passed:
        said.append("Tidak ada peserta yang memenuhi ambang lulus; lowongan akan dibuka kembali.")
    elif vacancy.decided_on is not None:
        said.append(f"Hasil akhir ditetapkan {day_and_date(vacancy.decided_on)}.")
    if shown and vacancy.reserve_until is not None and vacancy.stage in DECIDED:
        said.append(f"Cadangan berlaku sampai dengan {long_date(vacancy.reserve_until)}.")
    if decree := known.decrees.get(vacancy.id):
        number, on = decree
        said.append(f"Pengangkatan: Keputusan Nomor {number} tanggal {long_date(on)}.")
    return said
