"""Administrative selection: the program proposes MS or TMS in words, a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.office import Reference
from db.models.recruitment import (
    Applicant,
    ApplicantCheck,
    ApplicantDocument,
    Vacancy,
    VacancyRequirement,
)
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
    missing_papers,
    propose,
    result_label,
)
from db.rules.words import _
from db.services.office import get_office
from db.services.recruitment.applicants import REQUIRED

UNDECIDED = (None, "")
PAPERS = 0  # stands for the required papers among the ids of requirements
PAPERS_CODE = "Berkas"


@dataclass(frozen=True)
class CheckRow:
    """One requirement of one applicant: what the program proposes and what was decided.

    Where required papers are missing, they are the first row, and its id is PAPERS.
    """

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
    papers = _papers_row(applicant)
    rows = [papers] if papers else []
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
    rows, opened = list_checks(session, applicant_id), {row.requirement_id: row for row in before}
    if missing := [row.code for row in rows if row.requirement_id not in given]:
        raise refuse(_("Persyaratan {codes} belum diputuskan.").format(codes=", ".join(missing)))
    kept = {check.requirement_id: check for check in applicant.checks}
    requirements = {requirement.id: requirement for requirement in vacancy.requirements}
    failed, clashes = [], []
    for row in rows:
        decision = given[row.requirement_id]
        reason = decision.reason.strip()
        if decision.result is Result.FAIL and decision.result is row.proposed and not reason:
            reason = row.proposed_reason
        require(check_decision(row.proposed, decision.result, reason))
        then = opened.get(row.requirement_id)
        read = (then.result, then.reason) if then else UNDECIDED
        if (row.result, row.reason) not in (read, (decision.result, reason)):
            clashes.append(_clash(session, applicant_id, row, kept.get(row.requirement_id)))
        if row.requirement_id == PAPERS:
            _note_papers(applicant, row, decision.result, reason)
        else:
            check = kept.get(row.requirement_id)
            if check is None:
                check = ApplicantCheck(applicant=applicant, requirement=requirements[row.requirement_id])
                session.add(check)
            check.proposed, check.proposed_reason = row.proposed, row.proposed_reason
            check.result, check.reason = decision.result, reason
        if row.mandatory and decision.result is Result.FAIL:
            failed.append(reason)
    if clashes:
        raise Conflict(clashes)
    applicant.status = Applied.FAILED if failed else Applied.PASSED
    applicant.status_reason = "; ".join(failed)
    return applicant.status


@needs(Right.READ)
def minutes_facts(session: Session, vacancy_id: int, team: list[TeamMember]) -> AdministrationMinutesFacts:
    """What the minutes of the administrative selection state, as far as files are decided."""
    vacancy, office = session.get_one(Vacancy, vacancy_id), get_office(session)
    counted = [a for a in vacancy.applicants if a.status is not Applied.WITHDRAWN]
    return AdministrationMinutesFacts(
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
    facts = minutes_facts(session, vacancy_id, team)
    vacancy.stage = Stage.INTERVIEW
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


def _clash(session: Session, applicant_id: int, row: CheckRow, check: ApplicantCheck | None) -> Problem:
    """Who decided on a requirement meanwhile, and what."""
    value = f"{result_label(row.result)}: {row.reason}".removesuffix(": ") if row.result else ""
    what = _("keputusan persyaratan {code}").format(code=row.code)
    if row.requirement_id == PAPERS:
        return clash(session, ApplicantDocument, what, value, applicant_id=applicant_id)
    return clash(
        session,
        ApplicantCheck,
        what,
        value,
        ids=[check.id] if check else [],
        applicant_id=applicant_id,
        requirement_id=row.requirement_id,
    )


def _printed_reason(applicant: Applicant) -> str:
    """Why TMS; for MS the overrides, which the minutes must show."""
    if applicant.status is Applied.FAILED:
        return applicant.status_reason
    overrides = [c for c in applicant.checks if c.proposed is Result.FAIL and c.result is Result.PASS]
    said = [f"{c.proposed_reason}: {c.reason}" for c in overrides]
    if papers := _papers_row(applicant):
        said.insert(0, f"{papers.proposed_reason}: {papers.reason}".removesuffix(": "))
    return "; ".join(said)


def _missing_papers(applicant: Applicant) -> dict[str, ApplicantDocument | None]:
    """The required papers that are not there, by name, with their notes."""
    noted = {line.document_id: line for line in applicant.documents}
    lines = {d.name: noted.get(d.id) for d in applicant.vacancy.documents if d.mandatory in REQUIRED}
    return {name: line for name, line in lines.items() if line is None or not line.present}


def _papers_row(applicant: Applicant) -> CheckRow | None:
    """The missing papers as a requirement; what was decided stands in the note of each of them."""
    missing = _missing_papers(applicant)
    required = sum(document.mandatory in REQUIRED for document in applicant.vacancy.documents)
    proposed = missing_papers(list(missing), required)
    if proposed is None:
        return None
    result, reason = _read_note({line.note if line else "" for line in missing.values()})
    return CheckRow(
        requirement_id=PAPERS,
        code=PAPERS_CODE,
        text=_("Semua berkas wajib diserahkan"),
        article="",
        mandatory=True,
        proposed=proposed.result,
        proposed_reason=proposed.reason,
        result=result,
        reason=proposed.reason if result is Result.FAIL and not reason else reason,
    )


def _note_papers(applicant: Applicant, row: CheckRow, result: Result, reason: str) -> None:
    own = "" if reason == row.proposed_reason else reason  # the list of names may be longer than a note
    for line in _missing_papers(applicant).values():
        assert line is not None, "every paper has a line since the application was registered"
        line.note = f"{result_label(result)}: {own}"


def _read_note(notes: set[str]) -> tuple[Result | None, str]:
    """What was decided, if all missing papers say the same."""
    label, colon, reason = notes.pop().partition(": ") if len(notes) == 1 else ("", "", "")
    found = next((result for result in Result if colon and label == result_label(result)), None)
    return found, reason if found else ""


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
