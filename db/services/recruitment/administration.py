"""Administrative selection: the program proposes MS or TMS in words, a person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.applications import candidate_of
from db.audit import note
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.letters import Letter
from db.models.recruitment import Applicant, ApplicantCheck, ApplicantDocument, Vacancy
from db.records import clash, hold
from db.rules.access import Right
from db.rules.applicants import GONE
from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letters import AdministrationMinutesFacts, AdministrationRow, TeamMember
from db.rules.problems import Conflict, Problem, refuse, require
from db.rules.recruitment import (
    Applied,
    Result,
    Stage,
    check_decision,
    check_move,
    check_stage,
    check_team,
    result_label,
)
from db.rules.selection import TrackStep, track_label
from db.rules.words import _
from db.services.office import get_office
from db.services.recruitment.applicants import check_here, second_state
from db.services.recruitment.checkers import checkers_in_words, note_difference
from db.services.recruitment.checking import (
    PAPERS,
    CheckRow,
    note_papers,
    papers_row,
    propose_for,
)
from db.services.recruitment.renewal import administration_renewal, note_renewal
from db.services.recruitment.track import list_steps
from db.sheet_book import newest_letter

UNDECIDED = (None, "")


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
    candidate = candidate_of(session, applicant)
    papers = papers_row(applicant)
    rows = [papers] if papers else []
    for requirement in applicant.vacancy.requirements:
        proposed, check = propose_for(applicant.vacancy, requirement, candidate), decided.get(requirement.id)
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
                checked_by=check.checked_by if check else "",
                second_result=check.second_result if check else None,
                second_by=check.second_by if check else "",
            )
        )
    return rows


@needs(Right.VERIFY)
def decide_checks(
    session: Session,
    applicant_id: int,
    decisions: Sequence[Decision],
    *,
    before: Sequence[CheckRow],
    checker: str = "",
) -> Applied:
    """Keep the decisions on all requirements: MS when every mandatory one is met, else TMS.

    before: the checks as they were read; refused when somebody else has decided meanwhile.
    An override of the proposal, and every TMS, needs a reason. What waits leaves the applicant undecided.
    Where two verify and another one has decided, this is the second opinion: it changes nothing else.
    checker: who checks on a PC where nobody logs in; a user who is logged in checks in the own name.
    Returns MS, TMS, or that the applicant is still only registered.
    """
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require([*check_stage(vacancy.stage, Stage.ADMINISTRATION), *check_here(applicant)])
    given = {decision.requirement_id: decision for decision in decisions}
    rows = list_checks(session, applicant_id)
    if missing := [row.code for row in rows if row.requirement_id not in given]:
        raise refuse(_("Persyaratan {codes} belum diputuskan.").format(codes=", ".join(missing)))
    who = _checker(session, checker)
    if is_second(vacancy, applicant, who):
        for check in applicant.checks:
            check.second_result = given[check.requirement_id].result
            check.second_by = who
        note_difference(session, applicant_id)
        return applicant.status
    failed, waiting = _keep(session, applicant, rows, given, before, who)
    reasons = "; ".join(failed)
    if applicant.override_reason and (waiting or reasons != applicant.status_reason):
        applicant.override_by, applicant.override_reason = "", ""  # it was given for other reasons
    applicant.status = Applied.FAILED if failed and not applicant.override_reason else Applied.PASSED
    applicant.status_reason = reasons
    if waiting:
        text = _("Ditunda: {reasons}")
        applicant.status, applicant.status_reason = (
            Applied.REGISTERED,
            text.format(reasons="; ".join(waiting)),
        )
    return applicant.status


def is_second(vacancy: Vacancy, applicant: Applicant, name: str) -> bool:
    """Whether this user would be the second verifier of a file that another one has decided."""
    if not vacancy.second_verifier or applicant.status not in (Applied.PASSED, Applied.FAILED):
        return False
    firsts = {check.checked_by.casefold() for check in applicant.checks}
    return bool(firsts) and firsts.isdisjoint({"", name.casefold()})


def _keep(
    session: Session,
    applicant: Applicant,
    rows: Sequence[CheckRow],
    given: Mapping[int, Decision],
    before: Sequence[CheckRow],
    who: str,
) -> tuple[list[str], list[str]]:
    """Write the decisions. Returns why mandatory requirements are not met, and what waits."""
    kept = {check.requirement_id: check for check in applicant.checks}
    requirements = {requirement.id: requirement for requirement in applicant.vacancy.requirements}
    opened = {row.requirement_id: row for row in before}
    failed, waiting, clashes = [], [], []
    for row in rows:
        decision = given[row.requirement_id]
        reason = decision.reason.strip()
        if decision.result is Result.FAIL and decision.result is row.proposed and not reason:
            reason = row.proposed_reason
        require(check_decision(row.proposed, decision.result, reason))
        then = opened.get(row.requirement_id)
        read = (then.result, then.reason) if then else UNDECIDED
        if (row.result, row.reason) not in (read, (decision.result, reason)):
            clashes.append(_clash(session, applicant.id, row, kept.get(row.requirement_id)))
        if row.requirement_id == PAPERS:
            note_papers(applicant, row, decision.result, reason)
        else:
            check = kept.get(row.requirement_id)
            if check is None:
                check = ApplicantCheck(applicant=applicant, requirement=requirements[row.requirement_id])
                session.add(check)
            check.proposed, check.proposed_reason = row.proposed, row.proposed_reason
            check.result, check.reason, check.checked_by = decision.result, reason, who
        if decision.result is Result.WAIT:
            waiting.append(f"{row.code} {reason}")
        elif row.mandatory and decision.result is Result.FAIL:
            failed.append(reason)
    if clashes:
        raise Conflict(clashes)
    return failed, waiting


@needs(Right.READ)
def verifies_second(session: Session, applicant_id: int, checker: str = "") -> bool:
    """Whether this user would give the second opinion on a file."""
    applicant = session.get_one(Applicant, applicant_id)
    return is_second(applicant.vacancy, applicant, _checker(session, checker))


@needs(Right.READ)
def wants_second(session: Session, vacancy_id: int) -> bool:
    """Whether a second person verifies every file of a vacancy."""
    return session.get_one(Vacancy, vacancy_id).second_verifier


@needs(Right.RECRUITMENT)
def set_second_verifier(session: Session, vacancy_id: int, wanted: bool, reason: str = "") -> None:
    """Whether a second person verifies every file; fixed once the first file is decided.

    Before anything was checked twice, one is enough after all: with a reason, which the history keeps.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, Stage.DRAFT, Stage.ANNOUNCED, Stage.ADMINISTRATION))
    if wanted is vacancy.second_verifier:
        return
    checks = [check for applicant in vacancy.applicants for check in applicant.checks]
    if checks and wanted:
        raise refuse(_("Berkas pertama sudah diputuskan; jumlah pemeriksa tidak dapat ditambah lagi."))
    if any(check.second_by for check in checks):
        raise refuse(_("Sudah ada berkas yang diperiksa dua orang; jumlah pemeriksa tetap dua."))
    if checks:
        if not reason.strip():
            raise refuse(_("Tulis alasan cukup satu pemeriksa; alasan ini disimpan dalam riwayat."), "reason")
        note(session, Vacancy, f"Pemeriksa berkas menjadi satu orang: {reason.strip()}", vacancy.id)
    vacancy.second_verifier = wanted


@needs(Right.READ)
def minutes_facts(
    session: Session, vacancy_id: int, team: list[TeamMember], *, held_on: date | None = None
) -> AdministrationMinutesFacts:
    """What the minutes of the administrative selection state, as far as files are decided.

    Where there are earlier ones that count, they say that they replace these, and why.
    """
    vacancy, office = session.get_one(Vacancy, vacancy_id), get_office(session)
    counted = [a for a in vacancy.applicants if a.status not in GONE]
    steps = {view.step for view in list_steps(session, vacancy_id) if view.active}
    tests = (TrackStep.WRITTEN, TrackStep.COMPUTER)
    return AdministrationMinutesFacts(
        kecamatan=vacancy.kecamatan.name,
        regency=office.regency,
        year=vacancy.opened_on.year,
        held_on=held_on or vacancy.administration_on,
        place=f"{office.name.title()} {office.regency}",
        rows=tuple(
            AdministrationRow(
                a.registration_number, a.person.full_name, a.status is Applied.PASSED, _printed_reason(a)
            )
            for a in counted
        ),
        team=tuple(team),
        first_step=next((track_label(step).lower() for step in tests if step in steps), "tes wawancara"),
        checkers=checkers_in_words(session, vacancy_id),
        renewal=administration_renewal(vacancy, session, _earlier(session, vacancy_id)),
    )


@needs(Right.READ)
def minutes_day(session: Session, vacancy_id: int, today: date) -> date:
    """The day that minutes made now bear: as planned, and of those that replace others today."""
    if _earlier(session, vacancy_id) is not None:
        return today
    return session.get_one(Vacancy, vacancy_id).administration_on


@needs(Right.VERIFY)
def finish_administration(
    session: Session,
    vacancy_id: int,
    team: list[TeamMember],
    *,
    render: Render,
    official_id: int | None = None,
    dated_on: date | None = None,
) -> IssuedLetter:
    """Close the administrative selection with its minutes; only who is MS goes on to the interview.

    dated_on: the day of the minutes; None: as planned. Minutes after an accepted objection replace those
    before, with a day of their own.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_move(vacancy.stage, Stage.INTERVIEW))
    counted = [a for a in vacancy.applicants if a.status not in GONE]
    if open_files := [a.person.name for a in counted if a.status is Applied.REGISTERED]:
        text = _("Berkas {names} belum diputuskan.")
        raise refuse(text.format(names=", ".join(open_files)))
    require(_second_problems(vacancy, counted))
    if not any(a.status is Applied.PASSED for a in counted):
        raise refuse(_("Tidak ada pelamar yang MS. Batalkan lowongan ini dan buka kembali."))
    require(check_team([member.role for member in team]))
    earlier, on = _earlier(session, vacancy_id), dated_on or vacancy.administration_on
    if earlier is not None and dated_on is None:
        raise refuse(_("Isi tanggal berita acara yang baru."), "on")
    if earlier is not None and on < earlier.dated_on:
        text = _("Berita acara ini menggantikan yang tanggal {day}, jadi tidak dapat mendahuluinya.")
        raise refuse(text.format(day=long_date(earlier.dated_on)), "on")
    facts = minutes_facts(session, vacancy_id, team, held_on=on)
    vacancy.stage = Stage.INTERVIEW
    subject = f"Berita Acara Seleksi Administrasi Calon TKSK Kecamatan {facts.kecamatan}"
    addressing = Addressing(subject, vacancy_id=vacancy.id)
    letter = write_letter(session, facts, addressing, dated_on=on, render=render, official_id=official_id)
    note_renewal(letter, session, earlier)
    return letter


def _earlier(session: Session, vacancy_id: int) -> Letter | None:
    return newest_letter(session, vacancy_id, LetterKind.ADMINISTRATION_MINUTES)


def _second_problems(vacancy: Vacancy, counted: Sequence[Applicant]) -> list[Problem]:
    """Where two verify, both have looked at every file and found the same."""
    if not vacancy.second_verifier:
        return []
    found = {a.person.name: second_state(a) for a in counted}
    texts = {
        "waiting": _("Berkas {names} belum diperiksa oleh pemeriksa kedua."),
        "differs": _("Hasil kedua pemeriksa berbeda untuk {names}. Samakan dahulu."),
    }
    return [
        Problem(text.format(names=", ".join(names)))
        for state, text in texts.items()
        if (names := [name for name, own in found.items() if own == state])
    ]


def _checker(session: Session, checker: str) -> str:
    """Who checks: nobody who is logged in does so in another's name."""
    named = "" if get_office(session).login_required else checker.strip()
    return named or actor_of(session).name


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
    if applicant.override_reason:
        return (
            f"Dikecualikan oleh {applicant.override_by}: {applicant.override_reason} "
            f"(tidak dipenuhi: {applicant.status_reason})"
        )
    if applicant.status is Applied.FAILED:
        return applicant.status_reason
    overrides = [c for c in applicant.checks if c.proposed is Result.FAIL and c.result is Result.PASS]
    said = [f"{c.proposed_reason}: {c.reason}" for c in overrides]
    if papers := papers_row(applicant):
        said.insert(0, f"{papers.proposed_reason}: {papers.reason}".removesuffix(": "))
    return "; ".join(said)
