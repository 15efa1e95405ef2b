"""What an office should look at: one matter, and the kinds in the order of the list (domain.md 8.2)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.rules.recruitment import Stage


class AttentionKind(StrEnum):
    """In the order of the list."""

    STEP_DUE = "step_due"  # a running selection has a step for today, or missed one
    APPLICANT_PAPER = "applicant_paper"  # a paper of an applicant that is not valid on the interview day
    SIGNER_ENDS = "signer_ends"  # the last one who may sign; without one no letter can be made
    BACKUP_OLD = "backup_old"  # all data would be lost with this computer
    POST_VACANT = "post_vacant"
    PROPOSAL_RETURNED = "proposal_returned"
    PROPOSAL_SILENT = "proposal_silent"
    DECREE_ENDS = "decree_ends"
    INTERIM_LONG = "interim_long"
    TERM_LIMIT = "term_limit"
    AGE_LIMIT = "age_limit"
    PAPER_ENDS = "paper_ends"
    REPORT_LATE = "report_late"
    NIAT_MISSING = "niat_missing"
    DUTY_IDLE = "duty_idle"
    SHEETS_WAIT = "sheets_wait"  # desa that have not handed in their sheet of a round of data
    INCOMING_OVERDUE = "incoming_overdue"
    LETTERS_AWAITED = "letters_awaited"  # printed for a signature, and not back within the days expected
    NUMBER_RESERVED = "number_reserved"


@dataclass(frozen=True)
class Attention:
    """One matter: what, where, whose, since (or until) when, and what to open for it."""

    kind: AttentionKind
    kecamatan: str
    kecamatan_code: str
    on: date | None  # vacant since, step planned for, sent on, last day; None: never had an officer
    days: int | None  # from `on` until today, or from today until the end (negative: past)
    person: str = ""
    stage: Stage | None = None
    vacancy_id: int | None = None
    officer_id: int | None = None
    detail: str = ""  # which paper, duty or number; when a silent proposal was asked about
    number: int = 1  # how many decrees end on that day, or letters wait
    level: int = 0  # how urgent: a proposal without answer has three steps
