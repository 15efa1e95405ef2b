"""Somebody who is TMS goes on all the same: the act of the chair, by name, with a reason that is printed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.audit import note
from db.models.recruitment import Applicant, PanelMember, Vacancy
from db.records import hold
from db.rules.access import Right
from db.rules.applicants import check_override
from db.rules.problems import refuse, require
from db.rules.recruitment import Applied, PanelRole, Stage, check_stage, panel_role_label
from db.rules.words import _
from db.services.recruitment.checkers import second_of
from db.services.recruitment.pins import MemberKey, Seat, holds, list_seats


@dataclass(frozen=True)
class Override:
    """Who goes on although not every requirement is met: the minutes say why, and who said so."""

    applicant_id: int
    registration_number: str
    name: str
    unmet: str  # what is not met
    by: str
    reason: str


@needs(Right.READ)
def chair_of(session: Session, vacancy_id: int) -> Seat | None:
    """Whose PIN an override needs; None: whoever sits here is logged in and decides in the own name.

    Refuses where there is no panel yet.
    """
    if actor_of(session).user_id is not None:
        return None
    chair = _chair(session.get_one(Vacancy, vacancy_id))
    return next(seat for seat in list_seats(session, vacancy_id) if seat.id == chair.id)


@needs(Right.DECIDE)
def override(session: Session, applicant_id: int, reason: str, *, key: MemberKey | None = None) -> None:
    """Let somebody who is TMS go on, with a reason that the minutes print: the act of the chair, by name.

    Who is logged in and may decide does so in the own name. key: of the PIN of the panel's chair, which
    takes its place on a PC where nobody logs in.
    """
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require(check_override(vacancy.stage, applicant.status, reason))
    if second_of(session, applicant_id) == "waiting":
        raise refuse(_("Berkas ini masih menunggu pemeriksa kedua."))
    who = _decider(session, vacancy, key)
    applicant.override_by, applicant.override_reason = who, reason.strip()
    applicant.status = Applied.PASSED
    note(session, Applicant, f"Dikecualikan oleh {who}: {reason.strip()}", applicant_id)


@needs(Right.DECIDE)
def take_back_override(session: Session, applicant_id: int) -> None:
    """Nobody goes on any more by an override, as long as the minutes are not made."""
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require(check_stage(vacancy.stage, Stage.ADMINISTRATION))
    if not applicant.override_reason:
        raise refuse(_("Pelamar ini tidak dikecualikan."))
    applicant.override_by, applicant.override_reason = "", ""
    applicant.status = Applied.FAILED


@needs(Right.READ)
def list_overrides(session: Session, vacancy_id: int) -> list[Override]:
    """Every applicant of a vacancy who goes on by an override, in the order of registration."""
    query = select(Applicant).where(Applicant.vacancy_id == vacancy_id, Applicant.override_reason != "")
    return [
        Override(
            a.id, a.registration_number, a.person.full_name, a.status_reason, a.override_by, a.override_reason
        )
        for a in session.scalars(query.order_by(Applicant.registration_number))
    ]


def _decider(session: Session, vacancy: Vacancy, key: MemberKey | None) -> str:
    """Who decides by name: whoever is logged in, else the chair of the panel by the own PIN."""
    actor = actor_of(session)
    if key is None and actor.user_id is not None:
        return actor.name
    chair = _chair(vacancy)
    if not holds(chair, key):
        text = _("Pengecualian diputuskan ketua panel, {name}, dengan PIN-nya sendiri.")
        raise refuse(text.format(name=chair.name), "pin")
    return f"{chair.name} ({panel_role_label(chair.role)})"


def _chair(vacancy: Vacancy) -> PanelMember:
    chair = next((member for member in vacancy.panel if member.role is PanelRole.CHAIR), None)
    if chair is None:
        raise refuse(_("Susun panel dahulu: pengecualian diputuskan ketuanya dengan PIN."))
    return chair
