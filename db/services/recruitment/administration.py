"""Administrative selection: the program proposes MS or TMS in words, a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.office import Reference
from db.models.recruitment import Applicant, ApplicantCheck, Vacancy, VacancyRequirement
from db.people import place_of
from db.records import clash, hold
from db.rules.access import Right
from db.rules.letters import AdministrationMinutesFacts, AdministrationRow, TeamMember
from db.rules.problems import Conflict, Problem, refuse, require
from db.rules.recruitment import (
    Applied,
    Candidate,
    Proposed,
    Requirement,
    Result,
    Stage,
    check_decision,
    check_move,
    check_stage,
    check_team,
    propose,
    result_label,
)
from db.rules.words import _
from db.services.office import get_office

UNDECIDED = (None, "")


@dataclass(frozen=True)
class CheckRow:
    """One requirement of one applicant: what the program proposes and what was decided."""

    requirement_id: int
    code: str
    text: str
    article: str
    mandatory: bool
    proposed: Result | None
    proposed_reason: str
    result: Result | None  # None: not decided yet
    reason: str


@dataclass(frozen=True)
class Decision:
    """What the clerk decided on one requirement."""

    requirement_id: int
    result: Result
    reason: str


@needs(Right.READ)
def list_checks(session: Session, applicant_id: int) -> list[CheckRow]:
    """Every requirement with the program's proposal, and the decision if there is one."""
    applicant = session.get_one(Applicant, applicant_id)
    decided = {check.requirement_id: check for check in applicant.checks}
    candidate = _candidate(session, applicant)
    rows = []
    for requirement in applicant.vacancy.requirements:
        proposed, check = _propose(applicant.vacancy, requirement, candidate), decided.get(requirement.id)
        rows.append(
            CheckRow(
                requirement_id=requirement.id,
                code=requirement.code,
                text=requirement.text,
                article=requirement.article,
                mandatory=requirement.mandatory,
                proposed=proposed.result,
                proposed_reason=proposed.reason,
                result=check.result if check else None,
                reason=check.reason if check else "",
            )
        )
    return rows


@needs(Right.VERIFY)
def decide_checks(
    session: Session, applicant_id: int, decisions: Sequence[Decision], *, before: Sequence[CheckRow]
) -> Applied:
    """Keep the decisions on all requirements: MS when every mandatory one is met, else TMS.

    before: the checks as they were read; refused when somebody else has decided meanwhile.
    An override of the proposal, and every TMS, needs a reason. Returns MS or TMS.
    """
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require(check_stage(vacancy.stage, Stage.ADMINISTRATION))
    if applicant.status is Applied.WITHDRAWN:
        raise refuse(_("Pelamar ini sudah mengundurkan diri."))
    given = {decision.requirement_id: decision for decision in decisions}
    if missing := [r.code for r in vacancy.requirements if r.id not in given]:
        raise refuse(_("Persyaratan {codes} belum diputuskan.").format(codes=", ".join(missing)))
    candidate = _candidate(session, applicant)
    kept = {check.requirement_id: check for check in applicant.checks}
    opened = {row.requirement_id: (row.result, row.reason) for row in before}
    failed, clashes = [], []
    for requirement in vacancy.requirements:
        decision, proposed = given[requirement.id], _propose(vacancy, requirement, candidate)
        reason = decision.reason.strip()
        if decision.result is Result.FAIL and decision.result is proposed.result and not reason:
            reason = proposed.reason
        require(check_decision(proposed.result, decision.result, reason))
        check = kept.get(requirement.id)
        now = (check.result, check.reason) if check else UNDECIDED
        if now not in (opened.get(requirement.id, UNDECIDED), (decision.result, reason)):
            clashes.append(_clash(session, applicant_id, requirement, check))
        if check is None:
            check = ApplicantCheck(applicant=applicant, requirement=requirement)
            session.add(check)
        check.proposed, check.proposed_reason = proposed.result, proposed.reason
        check.result, check.reason = decision.result, reason
        if requirement.mandatory and decision.result is Result.FAIL:
            failed.append(reason)
    if clashes:
        raise Conflict(clashes)
    applicant.status = Applied.FAILED if failed else Applied.PASSED
    applicant.status_reason = "; ".join(failed)
    return applicant.status


@needs(Right.VERIFY)
def finish_administration(
    session: Session,
    vacancy_id: int,
    team: list[TeamMember],
    *,
    render: Render,
    official_id: int | None = None,
) -> IssuedLetter:
    """Close the administrative selection with its minutes; only who is MS goes on to the interview."""
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_move(vacancy.stage, Stage.INTERVIEW))
    counted = [a for a in vacancy.applicants if a.status is not Applied.WITHDRAWN]
    if open_files := [a.person.name for a in counted if a.status is Applied.REGISTERED]:
        text = _("Berkas {names} belum diputuskan.")
        raise refuse(text.format(names=", ".join(open_files)))
    if not any(a.status is Applied.PASSED for a in counted):
        raise refuse(_("Tidak ada pelamar yang MS. Batalkan lowongan ini dan buka kembali."))
    require(check_team([member.role for member in team]))
    office = get_office(session)
    vacancy.stage = Stage.INTERVIEW
    facts = AdministrationMinutesFacts(
        kecamatan=vacancy.kecamatan.name,
        regency=office.regency,
        year=vacancy.opened_on.year,
        held_on=vacancy.administration_on,
        place=f"{office.name.title()} {office.regency}",
        rows=tuple(
            AdministrationRow(
                a.registration_number, a.person.full_name, a.status is Applied.PASSED, _printed_reason(a)
            )
            for a in counted
        ),
        team=tuple(team),
    )
    subject = f"Berita Acara Seleksi Administrasi Calon TKSK Kecamatan {facts.kecamatan}"
    addressing = Addressing(subject, vacancy_id=vacancy.id)
    return write_letter(
        session,
        facts,
        addressing,
        dated_on=vacancy.administration_on,
        render=render,
        official_id=official_id,
    )


def _clash(
    session: Session, applicant_id: int, requirement: VacancyRequirement, check: ApplicantCheck | None
) -> Problem:
    """Who decided on a requirement meanwhile, and what."""
    value = f"{result_label(check.result)}: {check.reason}".removesuffix(": ") if check else ""
    return clash(
        session,
        ApplicantCheck,
        _("keputusan persyaratan {code}").format(code=requirement.code),
        value,
        ids=[check.id] if check else [],
        applicant_id=applicant_id,
        requirement_id=requirement.id,
    )


def _printed_reason(applicant: Applicant) -> str:
    """Why TMS; for MS the overrides, which the minutes must show."""
    if applicant.status is Applied.FAILED:
        return applicant.status_reason
    overrides = [c for c in applicant.checks if c.proposed is Result.FAIL and c.result is Result.PASS]
    return "; ".join(f"{c.proposed_reason}: {c.reason}" for c in overrides)


def _candidate(session: Session, applicant: Applicant) -> Candidate:
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


def _propose(vacancy: Vacancy, requirement: VacancyRequirement, candidate: Candidate) -> Proposed:
    rule = Requirement(requirement.kind, requirement.minimum, requirement.maximum, requirement.method)
    return propose(rule, candidate, vacancy.kecamatan_code, vacancy.kecamatan.name, vacancy.age_counted_on)
