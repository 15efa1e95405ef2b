"""Applicants: from paper to a receipt in under a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from db.access import actor_of, needs
from db.applications import registration_number
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.people import Person
from db.models.recruitment import Applicant, ApplicantDocument, Vacancy, VacancyDocument
from db.people import complete_person, write_person
from db.records import copy, count, hold, merge
from db.rules.access import Right
from db.rules.applicants import GONE, check_application, check_disqualification, check_leaving, read_clock
from db.rules.dates import age_on, short_date
from db.rules.letters import DocumentLine, ReceiptFacts
from db.rules.office import digits
from db.rules.people import mask_nik
from db.rules.problems import Problem, refuse, require
from db.rules.recruitment import (
    Applied,
    Stage,
    check_completion,
    check_late,
    check_move,
    check_stage,
    check_withdrawal,
    late_label,
)
from db.rules.words import _

REQUIRED = ("yes",)


@dataclass(frozen=True)
class ApplicantRow:
    """One line of a vacancy's list."""

    id: int
    registration_number: str
    name: str
    age: int | None  # on the day that the vacancy counts
    desa: str
    status: Applied
    status_reason: str
    papers: str  # 11/13
    late: str  # why it was taken outside the announced days, with the day; or nothing
    second: str = ""  # where two verify: waiting | differs | agreed
    left_on: date | None = None  # the day on which this person stepped back or was put out
    left_by: str = ""  # who noted it
    override: str = ""  # who lets this person go on although TMS, and why

    @property
    def remark(self) -> str:
        """What the list says beside the name."""
        left = ""
        if self.left_on is not None:
            text = _("keluar {day}, dicatat {who}")
            left = text.format(day=short_date(self.left_on), who=self.left_by)
        return "; ".join(part for part in (self.late, self.status_reason, self.override, left) if part)


@dataclass(frozen=True)
class ApplicationForm:
    """What is typed from a paper application."""

    person_id: int | None  # somebody known already
    person: Mapping[str, Any]
    registered_on: date
    organisation: str
    late_reason: str
    documents: frozenset[str]  # codes of the papers that are there
    received_at: str = ""  # 09.30
    way: str = ""  # direct | post | brought
    service_years: int | None = None  # as PSM, Karang Taruna, Tagana


@dataclass(frozen=True)
class ApplicantFacts:
    """An application as the form shows it."""

    id: int
    vacancy_id: int
    person_id: int
    registration_number: str
    name: str
    masked_nik: str
    registered_on: date
    organisation: str
    late_reason: str
    status: Applied
    status_reason: str
    documents: frozenset[str]
    received_at: str
    way: str
    service_years: int | None
    override_by: str
    override_reason: str


@needs(Right.READ)
def count_applicants(session: Session, vacancy_id: int, text: str = "") -> int:
    """How many applicants of a vacancy a search finds."""
    return count(session, _matching(vacancy_id, text))


@needs(Right.READ)
def list_applicants(
    session: Session, offset: int, limit: int, vacancy_id: int, text: str = ""
) -> list[ApplicantRow]:
    """One page, in order of registration."""
    ids = _matching(vacancy_id, text).order_by(Applicant.registration_number).offset(offset).limit(limit)
    query = (
        select(Applicant)
        .where(Applicant.id.in_(ids.scalar_subquery()))
        .options(
            joinedload(Applicant.person).joinedload(Person.desa),
            joinedload(Applicant.vacancy),
            selectinload(Applicant.documents),
            selectinload(Applicant.checks),
        )
        .order_by(Applicant.registration_number)
    )
    return [_row(applicant) for applicant in session.scalars(query)]


@needs(Right.READ)
def get_applicant(session: Session, applicant_id: int) -> ApplicantFacts:
    """One application with the papers that are there."""
    applicant = session.get_one(Applicant, applicant_id)
    return copy(
        ApplicantFacts,
        applicant,
        name=applicant.person.full_name,
        masked_nik=mask_nik(applicant.person.nik),
        documents=frozenset(d.document.code for d in applicant.documents if d.present),
    )


@needs(Right.RECRUITMENT)
def register(session: Session, vacancy_id: int, form: ApplicationForm, *, today: date) -> int:
    """Note an application. The same person cannot apply twice for one vacancy. Returns the id."""
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.ANNOUNCED))
    require(
        [
            *check_late(form.registered_on, vacancy.opens_on, vacancy.closes_on, form.late_reason),
            *check_application(form.received_at, form.service_years),
        ]
    )
    person = complete_person(session, form.person_id, form.person, today)
    _require_nik(person)
    same = select(Applicant).where(Applicant.vacancy_id == vacancy_id, Applicant.person_id == person.id)
    if earlier := session.scalars(same).first():
        text = _("{name} sudah terdaftar pada lowongan ini dengan nomor {number}.")
        raise refuse(text.format(name=person.name, number=earlier.registration_number), "nik")
    applicant = Applicant(
        vacancy=vacancy,
        person=person,
        registration_number=registration_number(session, vacancy),
        **_own_fields(form),
    )
    session.add(applicant)
    note_documents(applicant, vacancy, form.documents)
    session.flush()
    return applicant.id


@needs(Right.RECRUITMENT)
def change_application(
    session: Session, applicant_id: int, before: ApplicationForm, form: ApplicationForm, *, today: date
) -> None:
    """Complete or correct an application; one that was decided already has to be decided again.

    Once the administration is over, the person's data may be completed, but not what it was decided by.
    before: person and application as the form was opened with them.
    """
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require(check_stage(vacancy.stage, Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW, Stage.DECIDED))
    require(check_here(applicant))
    if vacancy.stage in (Stage.INTERVIEW, Stage.DECIDED):
        require(check_completion(before.person, form.person))
        write_person(session, applicant.person_id, before.person, form.person, today)
        return
    require(
        [
            *check_late(form.registered_on, vacancy.opens_on, vacancy.closes_on, form.late_reason),
            *check_application(form.received_at, form.service_years),
        ]
    )
    _require_nik(write_person(session, applicant.person_id, before.person, form.person, today))
    applicant.status, applicant.status_reason = Applied.REGISTERED, ""
    applicant.override_by, applicant.override_reason = "", ""
    merge(session, applicant, _own_fields(before), _own_fields(form))
    there = {line.document.code for line in applicant.documents if line.present}
    changed = form.documents ^ before.documents  # the boxes that were ticked or cleared in this form
    note_documents(applicant, vacancy, frozenset(there - changed | form.documents & changed))


@needs(Right.RECRUITMENT)
def withdraw(session: Session, applicant_id: int, reason: str, *, on: date, today: date) -> None:
    """An applicant steps back; the application stays on record with the reason.

    If it is the one who was chosen, the selection is at its interview again, with those who remain.
    """
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require(check_withdrawal(vacancy.stage, applicant.status))
    if not reason.strip():
        raise refuse(_("Tulis alasan pengunduran diri."), "reason")
    require(check_leaving(on, applicant.registered_on, today))
    if applicant.status is Applied.CHOSEN:
        return_to_interview(vacancy)
    _leave(session, applicant, Applied.WITHDRAWN, reason, on)


@needs(Right.RECRUITMENT)
def disqualify(session: Session, applicant_id: int, reason: str, *, on: date, today: date) -> None:
    """Put somebody out of the selection for a reason; the application stays on record with it.

    If it is the one who was chosen, the selection is at its interview again, with those who remain.
    """
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require(check_disqualification(vacancy.stage, applicant.status))
    if not reason.strip():
        raise refuse(_("Tulis alasan pelamar digugurkan."), "reason")
    require(check_leaving(on, applicant.registered_on, today))
    if applicant.status is Applied.CHOSEN:
        return_to_interview(vacancy)
    _leave(session, applicant, Applied.DISQUALIFIED, reason, on)


def _leave(session: Session, applicant: Applicant, status: Applied, reason: str, on: date) -> None:
    """Out for a reason, since a day; an override opens no gate any more, but is not forgotten."""
    applicant.left_on, applicant.left_by = on, actor_of(session).name
    applicant.status, applicant.status_reason = status, reason.strip()
    if applicant.override_reason:
        text = _("{reason} (pernah dikecualikan oleh {who}: {why})")
        applicant.status_reason = text.format(
            reason=reason.strip(), who=applicant.override_by, why=applicant.override_reason
        )
        applicant.override_by, applicant.override_reason = "", ""


def check_here(applicant: Applicant) -> list[Problem]:
    """Nothing is changed or decided of who has left the selection."""
    if applicant.status not in GONE:
        return []
    text = _("Pelamar ini sudah mengundurkan diri.")
    if applicant.status is Applied.DISQUALIFIED:
        text = _("Pelamar ini sudah digugurkan.")
    return [Problem(text)]


def return_to_interview(vacancy: Vacancy) -> None:
    """The decision no longer holds: who was interviewed is a candidate again, with the scores given."""
    require(check_move(vacancy.stage, Stage.INTERVIEW))
    vacancy.stage, vacancy.decided_on = Stage.INTERVIEW, None
    vacancy.decision_reason = vacancy.early_reason = vacancy.few_reason = ""
    for applicant in vacancy.applicants:
        if applicant.status in (Applied.RESERVE, Applied.NOT_CHOSEN):
            applicant.status = Applied.PASSED


@needs(Right.RECRUITMENT)
def issue_receipt(
    session: Session, applicant_id: int, *, dated_on: date, render: Render, official_id: int | None = None
) -> IssuedLetter:
    """Print the numbered receipt of an application."""
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = applicant.vacancy
    there = {d.document_id: d for d in applicant.documents}
    missing = any(
        d.mandatory in REQUIRED and not (d.id in there and there[d.id].present) for d in vacancy.documents
    )
    facts = ReceiptFacts(
        registration_number=applicant.registration_number,
        name=applicant.person.full_name,
        kecamatan=vacancy.kecamatan.name,
        year=vacancy.opened_on.year,
        received_on=applicant.registered_on,
        documents=tuple(
            DocumentLine(d.name, d.id in there and there[d.id].present)
            for d in vacancy.documents
            if d.mandatory in ("yes", "conditional")
        ),
        received_by=actor_of(session).name,
        complete_by=vacancy.closes_on if missing and dated_on <= vacancy.closes_on else None,
    )
    addressing = Addressing(
        subject=f"Tanda terima berkas {applicant.registration_number}",
        recipient=facts.name,
        vacancy_id=vacancy.id,
        applicant_id=applicant.id,
    )
    return write_letter(session, facts, addressing, dated_on=dated_on, render=render, official_id=official_id)


@needs(Right.READ)
def list_documents(session: Session, vacancy_id: int) -> list[tuple[str, str, bool]]:
    """Code, name and whether required, of the papers that applicants bring."""
    documents = session.scalars(
        select(VacancyDocument)
        .where(VacancyDocument.vacancy_id == vacancy_id, VacancyDocument.mandatory != "when_chosen")
        .order_by(VacancyDocument.position)
    )
    return [(d.code, d.name, d.mandatory in REQUIRED) for d in documents]


def _own_fields(form: ApplicationForm) -> dict[str, Any]:
    """The application's fields of a form, beside the person's and the papers."""
    return {
        "registered_on": form.registered_on,
        "organisation": form.organisation,
        "late_reason": form.late_reason.strip(),
        "received_at": read_clock(form.received_at) or "",
        "way": form.way,
        "service_years": form.service_years,
    }


def _require_nik(person: Person) -> None:
    if not person.nik:
        raise refuse(_("Isi NIK pelamar."), "nik")


def note_documents(applicant: Applicant, vacancy: Vacancy, present: frozenset[str]) -> None:
    """Every paper has its line, whether it is there or not."""
    noted = {d.document_id: d for d in applicant.documents}
    for document in vacancy.documents:
        line = noted.get(document.id)
        if line is None:
            line = ApplicantDocument(document=document, present=False)
            applicant.documents.append(line)
        line.present = document.code in present
        line.note = "" if line.present else line.note


def _row(applicant: Applicant) -> ApplicantRow:
    """Why somebody is TMS is not told while the second verifier has not looked."""
    person, vacancy = applicant.person, applicant.vacancy
    second = second_state(applicant) if vacancy.second_verifier else ""
    override = ""
    if applicant.override_reason:
        text = _("dikecualikan oleh {who}: {why}")
        override = text.format(who=applicant.override_by, why=applicant.override_reason)
    needed = {d.id for d in vacancy.documents if d.mandatory in REQUIRED}
    there = sum(d.present and d.document_id in needed for d in applicant.documents)
    return ApplicantRow(
        id=applicant.id,
        registration_number=applicant.registration_number,
        name=person.full_name,
        age=age_on(person.birth_date, vacancy.age_counted_on) if person.birth_date else None,
        desa=person.desa.name if person.desa else person.outside,
        status=applicant.status,
        status_reason="" if second == "waiting" else applicant.status_reason,
        papers=f"{there}/{len(needed)}",
        late=late_label(applicant.registered_on, vacancy.closes_on, applicant.late_reason),
        second=second,
        override=override,
        left_on=applicant.left_on,
        left_by=applicant.left_by or "",
    )


def second_state(applicant: Applicant) -> str:
    """Whether the second verifier has looked and agrees; nothing while the first has not decided."""
    if applicant.status not in (Applied.PASSED, Applied.FAILED) or not applicant.checks:
        return ""
    if any(check.second_result is None for check in applicant.checks):
        return "waiting"
    same = all(check.second_result is check.result for check in applicant.checks)
    return "agreed" if same else "differs"


def _matching(vacancy_id: int, text: str) -> Select[int]:
    query = select(Applicant.id).where(Applicant.vacancy_id == vacancy_id)
    if needle := text.strip():
        query = query.join(Applicant.person).where(
            or_(
                Person.name.icontains(needle, autoescape=True),
                Person.nik == digits(needle),
                Applicant.registration_number.icontains(needle, autoescape=True),
            )
        )
    return query
