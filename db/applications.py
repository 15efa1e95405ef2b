"""Facts of an application, for the services that take it in and that check it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.office import Reference
from db.models.recruitment import Applicant, Vacancy
from db.people import place_of
from db.records import take_number
from db.rules.recruitment import Candidate


def registration_number(session: Session, vacancy: Vacancy) -> str:
    """TKSK-2020-5204-06-003 (domain.md 8)."""
    code, year = vacancy.kecamatan_code, vacancy.opened_on.year
    sequence = take_number(session, f"registration-{code}", year)
    return f"TKSK-{year}-{code[:4]}-{code[4:]}-{sequence:03}"


def candidate_of(session: Session, applicant: Applicant) -> Candidate:
    """What an automatic check needs to know of an applicant."""
    person = applicant.person
    education = session.scalars(
        select(Reference).where(Reference.list_name == "educations", Reference.code == person.education)
    ).first()
    return Candidate(
        birth_date=person.birth_date,
        education_level=education.level if education else None,
        education_name=education.text if education else "",
        desa_kecamatan=person.desa_code[:6] if person.desa_code else None,
        domicile=place_of(session, person),
    )
