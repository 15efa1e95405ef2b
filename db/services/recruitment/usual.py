"""The vacancy that an office usually opens, to begin with."""

from datetime import date

from sqlalchemy.orm import Session

from db.access import needs
from db.rules.access import Right
from db.rules.schedule import default_schedule
from db.services.holidays import holiday_names
from db.services.office import get_office
from db.services.recruitment.sets import SetFacts, default_set
from db.services.recruitment.vacancies import VacancyForm


@needs(Right.READ)
def usual_vacancy(session: Session, kecamatan_code: str, day: date) -> tuple[VacancyForm, SetFacts]:
    """Announced on a day (or the Monday after it), with the usual days, hours and rules."""
    office, rules = get_office(session), default_set(session, day)
    form = VacancyForm(
        kecamatan_code=kecamatan_code,
        quota=1,
        hours=f"08.00–15.00 {office.timezone}",
        interview_time=f"09.00 {office.timezone}",
        place=f"{office.name.title()} {office.regency}",
        **default_schedule(day, holiday_names(session), rules.objection_days),
    )
    return form, rules
