"""What the program proposes on one applicant's file, requirement by requirement (domain.md 1.5)."""

from dataclasses import dataclass

from db.models.recruitment import Applicant, ApplicantDocument, Vacancy, VacancyRequirement
from db.rules.recruitment import (
    Candidate,
    Proposed,
    Requirement,
    Result,
    missing_papers,
    propose,
    result_label,
)
from db.rules.words import _
from db.services.recruitment.applicants import REQUIRED

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
    checked_by: str = ""
    second_result: Result | None = None
    second_by: str = ""

    @property
    def differs(self) -> bool:
        """Whether the second verifier found otherwise."""
        return self.second_result is not None and self.second_result is not self.result


def _missing_papers(applicant: Applicant) -> dict[str, ApplicantDocument | None]:
    """The required papers that are not there, by name, with their notes."""
    noted = {line.document_id: line for line in applicant.documents}
    lines = {d.name: noted.get(d.id) for d in applicant.vacancy.documents if d.mandatory in REQUIRED}
    return {name: line for name, line in lines.items() if line is None or not line.present}


def papers_row(applicant: Applicant) -> CheckRow | None:
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


def note_papers(applicant: Applicant, row: CheckRow, result: Result, reason: str) -> None:
    """Keep the decision on the missing papers in the note of each of them."""
    own = "" if reason == row.proposed_reason else reason  # the list of names may be longer than a note
    for line in _missing_papers(applicant).values():
        assert line is not None, "every paper has a line since the application was registered"
        line.note = f"{result_label(result)}: {own}"


def _read_note(notes: set[str]) -> tuple[Result | None, str]:
    """What was decided, if all missing papers say the same."""
    label, colon, reason = notes.pop().partition(": ") if len(notes) == 1 else ("", "", "")
    found = next((result for result in Result if colon and label == result_label(result)), None)
    return found, reason if found else ""


def propose_for(vacancy: Vacancy, requirement: VacancyRequirement, candidate: Candidate) -> Proposed:
    """MS or TMS in words for one requirement of a vacancy."""
    rule = Requirement(requirement.kind, requirement.minimum, requirement.maximum, requirement.method)
    return propose(rule, candidate, vacancy.kecamatan_code, vacancy.kecamatan.name, vacancy.age_counted_on)
