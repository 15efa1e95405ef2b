"""The papers of an application: number, day, validity and scan of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.letters import Scan
from db.models.recruitment import Applicant, Vacancy
from db.records import copy, hold, merge
from db.rules.access import Right
from db.rules.applicants import expiry_note
from db.rules.problems import refuse, require
from db.rules.recruitment import Stage, check_stage
from db.rules.words import _
from db.services.recruitment.applicants import REQUIRED, check_here, note_documents

FIELDS = ("present", "number", "dated_on", "expires_on", "scan_id")


@dataclass(frozen=True)
class PaperFacts:
    """One paper of an applicant: there or not, and what stands on it."""

    code: str
    name: str
    required: bool
    present: bool
    number: str
    dated_on: date | None
    expires_on: date | None
    scan_id: int | None
    scan_name: str
    expired: str  # what is wrong with it on the day of the interview, or nothing
    valid_months: int | None = None  # from its day, as the rules of the selection say

    @property
    def id(self) -> str:
        return self.code


@needs(Right.READ)
def list_papers(session: Session, applicant_id: int) -> list[PaperFacts]:
    """Every paper of the vacancy that applicants bring, as this applicant has it."""
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = applicant.vacancy
    lines = {line.document_id: line for line in applicant.documents}
    scans = [line.scan_id for line in lines.values() if line.scan_id]
    names = dict(session.execute(select(Scan.id, Scan.name).where(Scan.id.in_(scans))).all())
    found = []
    for document in vacancy.documents:
        line = lines.get(document.id)
        if document.mandatory == "when_chosen" and (line is None or not line.present):
            continue
        found.append(
            copy(
                PaperFacts,
                line,
                code=document.code,
                name=document.name,
                required=document.mandatory in REQUIRED,
                scan_name=names.get(line.scan_id or 0, ""),
                valid_months=document.valid_months,
                expired=expiry_note(line.expires_on, vacancy.interview_on) if line.present else "",
            )
            if line
            else PaperFacts(
                document.code,
                document.name,
                document.mandatory in REQUIRED,
                False,
                "",
                None,
                None,
                None,
                "",
                "",
                document.valid_months,
            )
        )
    return found


@needs(Right.RECRUITMENT)
def save_papers(
    session: Session,
    applicant_id: int,
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
) -> None:
    """Keep what was typed about papers, field by field; a paper with a scan is there.

    before, after: by the code of the paper, the fields of FIELDS as the form was opened, and as they are.
    """
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require([*check_stage(vacancy.stage, *CHANGEABLE), *check_here(applicant)])
    if not {line.document_id for line in applicant.documents} >= {d.id for d in vacancy.documents}:
        there = frozenset(line.document.code for line in applicant.documents if line.present)
        note_documents(applicant, vacancy, there)
        session.flush()
    lines = {line.document.code: line for line in applicant.documents}
    for code, values in after.items():
        line, typed = lines[code], dict(values)
        typed["number"] = typed["number"].strip()
        if typed["dated_on"] and typed["expires_on"] and typed["expires_on"] < typed["dated_on"]:
            text = _("{paper}: masa berlaku berakhir sebelum tanggal suratnya.")
            raise refuse(text.format(paper=line.document.name.split(" (")[0]), f"{code}/expires_on")
        present = bool(typed["present"] or typed["scan_id"])
        if vacancy.stage in DECIDED and present is not line.present:
            raise refuse(_("Berkas sudah diputuskan; ada atau tidaknya berkas tidak dapat diubah lagi."))
        merge(session, line, before[code], typed | {"present": present})


CHANGEABLE = (Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW, Stage.DECIDED)
DECIDED = (Stage.INTERVIEW, Stage.DECIDED)  # what is there was judged; number and scan may still be added
