"""The day on which the age counts when the registration takes longer: it follows where so announced."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.access import needs
from db.applications import candidate_of
from db.models.recruitment import Vacancy
from db.rules.access import Right
from db.rules.applicants import GONE
from db.rules.dates import long_date
from db.rules.recruitment import Requirement, RequirementKind, propose, result_label
from db.rules.words import _

LAST_DAY = "hari terakhir pendaftaran"  # as the requirement says it


@dataclass(frozen=True)
class AgeDay:
    """Whether the day may follow the new last day, and whose result would change."""

    asked: bool
    now: date
    changes: tuple[str, ...]


@needs(Right.READ)
def age_day(session: Session, vacancy_id: int, closes_on: date) -> AgeDay:
    """What becomes of the ages when a registration is closed on this day."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    asked = counts_on_last_day(vacancy)
    changes = []
    for applicant in vacancy.applicants if asked else ():
        candidate = candidate_of(session, applicant)
        for one in vacancy.requirements:
            if one.kind is not RequirementKind.AGE or applicant.status in GONE:
                continue
            rule = Requirement(one.kind, one.minimum, one.maximum, one.method)
            where = vacancy.kecamatan_code, vacancy.kecamatan.name
            before = propose(rule, candidate, *where, vacancy.age_counted_on)
            after = propose(rule, candidate, *where, closes_on)
            if before.result is not after.result and before.result and after.result:
                text = _("{name}: usul {before} menjadi {after} ({why})")
                words = {"before": result_label(before.result), "after": result_label(after.result)}
                changes.append(text.format(name=applicant.person.full_name, why=after.reason, **words))
    return AgeDay(asked, vacancy.age_counted_on, tuple(changes))


def counts_on_last_day(vacancy: Vacancy) -> bool:
    """Whether a requirement says that the age counts on the last day of registration, and it does."""
    said = any(r.kind is RequirementKind.AGE and LAST_DAY in r.text.lower() for r in vacancy.requirements)
    return said and vacancy.age_counted_on == vacancy.closes_on


def stays_note(vacancy: Vacancy) -> str:
    """What the announcement says where the day does not follow."""
    return f" Umur tetap dihitung pada tanggal {long_date(vacancy.age_counted_on)}."
