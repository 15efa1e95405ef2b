"""Calls to the written and the computer test: to each candidate who is MS, with day, hour and place."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.recruitment import Vacancy
from db.models.selection import VacancyStep
from db.records import hold
from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letter
from db.rules.problems import refuse, require
from db.rules.recruitment import Stage, check_stage
from db.rules.scoring import shares
from db.rules.selection import Component, TrackStep, component_label
from db.rules.words import _
from db.services.recruitment.calls import call_facts
from db.services.recruitment.reckoning import TESTS, used_components, weights_of
from db.sheet_book import candidates_of


@dataclass(frozen=True)
class Sitting:
    """A test and when and where it is held."""

    test: Component
    on: date
    time: str
    place: str


@dataclass(frozen=True)
class SittingPlan:
    """The tests that count with the planned day, and what the interview has for hour and place."""

    days: dict[Component, date | None]
    time: str
    place: str


@needs(Right.READ)
def plan_of(session: Session, vacancy_id: int) -> SittingPlan:
    """What the form of the calls is filled with."""
    vacancy = session.get_one(Vacancy, vacancy_id)
    parts = shares(weights_of(vacancy), used_components(session, vacancy_id))
    query = select(VacancyStep).where(VacancyStep.vacancy_id == vacancy_id)
    planned = {line.step: line.planned_on for line in session.scalars(query)}
    days = {test: planned.get(TrackStep(test.value)) for test in TESTS if test in parts}
    return SittingPlan(days, vacancy.interview_time, vacancy.place)


@needs(Right.READ)
def letters_to_sit(session: Session, vacancy_id: int, sitting: Sitting) -> list[Letter]:
    """What the letter to each candidate who is MS states."""
    return [
        Letter(
            LetterKind.TEST_CALL,
            {
                "nama": facts.name,
                "nomor_pendaftaran": facts.registration_number,
                "alamat": facts.address,
                "kecamatan": facts.kecamatan,
                "tahun_seleksi": facts.year,
                "tes": component_label(sitting.test).lower(),
                "tanggal_tes": sitting.on,
                "jam": sitting.time.strip(),
                "tempat": sitting.place.strip(),
                "sifat": "Segera",
            },
        )
        for facts in call_facts(session, vacancy_id)
    ]


@needs(Right.RECRUITMENT)
def issue_to_sit(
    session: Session,
    vacancy_id: int,
    sitting: Sitting,
    *,
    dated_on: date,
    render: Render,
    official_id: int | None = None,
) -> list[IssuedLetter]:
    """One call to each candidate who is MS; refused for a test that does not count or is over by then."""
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    if sitting.test not in plan_of(session, vacancy_id).days:
        text = _("{test} tidak dipakai dalam seleksi ini.")
        raise refuse(text.format(test=component_label(sitting.test)), "test")
    if dated_on > sitting.on:
        text = _("Surat bertanggal {day}, sesudah tesnya.")
        raise refuse(text.format(day=long_date(dated_on)), "dated_on")
    made, name = [], component_label(sitting.test).title()
    letters = letters_to_sit(session, vacancy_id, sitting)
    for applicant, letter in zip(candidates_of(vacancy), letters, strict=True):
        addressing = Addressing(
            f"Panggilan {name} Calon TKSK Kecamatan {vacancy.kecamatan.name}",
            recipient=applicant.person.full_name,
            vacancy_id=vacancy_id,
            applicant_id=applicant.id,
        )
        made.append(
            write_letter(
                session, letter, addressing, dated_on=dated_on, render=render, official_id=official_id
            )
        )
    return made
