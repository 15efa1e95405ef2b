"""What goes out on paper before the interview: the announcement, calls, empty sheets for the panel."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, make_frame, write_letter
from db.models.recruitment import Applicant, Vacancy
from db.people import address_of, places_of
from db.records import hold
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.letters import (
    AnnouncementFacts,
    CallFacts,
    Frame,
    ScoreSheetFacts,
    Signer,
    StageDate,
    TeamMember,
)
from db.rules.problems import require
from db.rules.recruitment import Stage, check_stage, panel_role_label
from db.services.office import get_office
from db.services.recruitment.slots import slots_for, told_to
from db.services.templates import get_template
from db.sheet_book import book_of, candidates_of


@needs(Right.READ)
def announcement_facts(session: Session, vacancy_id: int) -> AnnouncementFacts:
    """What the announcement states."""
    vacancy, office = session.get_one(Vacancy, vacancy_id), get_office(session)
    section = office.section or office.name.title()
    return AnnouncementFacts(
        kecamatan=vacancy.kecamatan.name,
        regency=office.regency,
        province=office.province,
        year=vacancy.opened_on.year,
        quota=vacancy.quota,
        requirements=tuple(r.text for r in vacancy.requirements),
        documents=tuple(d.name for d in vacancy.documents if d.mandatory in ("yes", "conditional")),
        registration_place=f"{office.name.title()} {office.regency}, {office.address}",
        opens_on=vacancy.opens_on,
        closes_on=vacancy.closes_on,
        hours=vacancy.hours,
        stages=(
            StageDate("Pengumuman dan pendaftaran", vacancy.opens_on, vacancy.closes_on),
            StageDate("Seleksi administrasi", vacancy.administration_on),
            StageDate("Tes wawancara", vacancy.interview_on, None, vacancy.place),
            StageDate("Pengumuman hasil", vacancy.result_on),
        ),
        contact=f"{section}, telepon {office.phone}" if office.phone else section,
    )


@needs(Right.READ)
def call_facts(session: Session, vacancy_id: int) -> list[CallFacts]:
    """What the letter to each candidate who is MS states, with the own turn where one is planned."""
    return facts_for(session, candidates_of(session.get_one(Vacancy, vacancy_id)))


@needs(Right.READ)
def facts_for(session: Session, candidates: Sequence[Applicant]) -> list[CallFacts]:
    """The same for these candidates, of whatever vacancy."""
    office, slots = get_office(session), slots_for(session, [applicant.id for applicant in candidates])
    places = places_of(session, [applicant.person for applicant in candidates])
    found = []
    for applicant in candidates:
        vacancy = applicant.vacancy
        whole = (vacancy.interview_on, vacancy.interview_time, vacancy.place)
        on, time, place = told_to(slots.get(applicant.id), *whole)
        found.append(
            CallFacts(
                name=applicant.person.full_name,
                registration_number=applicant.registration_number,
                address=address_of(session, applicant.person, places) or "Tempat",
                kecamatan=vacancy.kecamatan.name,
                regency=office.regency,
                year=vacancy.opened_on.year,
                interview_on=on,
                time=time,
                place=place,
            )
        )
    return found


@needs(Right.RECRUITMENT)
def issue_calls(
    session: Session, vacancy_id: int, *, dated_on: date, render: Render, official_id: int | None = None
) -> list[IssuedLetter]:
    """One call letter to each candidate who is MS."""
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    return issue_to(
        session, candidates_of(vacancy), dated_on=dated_on, render=render, official_id=official_id
    )


@needs(Right.RECRUITMENT)
def issue_to(
    session: Session,
    candidates: Sequence[Applicant],
    *,
    dated_on: date,
    render: Render,
    official_id: int | None = None,
) -> list[IssuedLetter]:
    """One call letter to each of these, in this order; the caller has looked whether they may be called."""
    letters = []
    for applicant, facts in zip(candidates, facts_for(session, candidates), strict=True):
        addressing = Addressing(
            subject=f"Panggilan Tes Wawancara Calon TKSK Kecamatan {facts.kecamatan}",
            recipient=facts.name,
            vacancy_id=applicant.vacancy_id,
            applicant_id=applicant.id,
        )
        letters.append(
            write_letter(
                session, facts, addressing, dated_on=dated_on, render=render, official_id=official_id
            )
        )
    return letters


@needs(Right.READ)
def score_sheets(session: Session, vacancy_id: int) -> tuple[Frame, list[ScoreSheetFacts]]:
    """An empty sheet for every member and candidate, in the order of the panel, and their paper."""
    book = book_of(session, vacancy_id)
    vacancy = book.vacancy
    template = get_template(session, LetterKind.SCORE_SHEET).template
    frame = make_frame(session, template, vacancy.interview_on, Signer((), ""), "", "")
    criteria = tuple((c.name, c.weight, c.level_1, c.level_3, c.level_5) for c in vacancy.criteria)
    sheets = [
        ScoreSheetFacts(
            kecamatan=vacancy.kecamatan.name,
            interview_on=vacancy.interview_on,
            member=TeamMember(member.name, panel_role_label(member.role)),
            registration_number=applicant.registration_number,
            candidate=applicant.person.full_name,
            criteria=criteria,
        )
        for member in book.scorers
        for applicant in candidates_of(vacancy)
        if (applicant.id, member.id) not in book.recusals
    ]
    return frame, sheets
