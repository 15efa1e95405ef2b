"""The interview: its panel, and who came."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.access import needs
from db.models.recruitment import Applicant, PanelMember, Score, Vacancy
from db.models.selection import Recusal, ScoreSheet
from db.records import clash, copy, hold, merge
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.problems import Conflict, refuse, require
from db.rules.recruitment import (
    Applied,
    PanelRole,
    Stage,
    check_panel,
    check_panel_decree,
    check_stage,
)
from db.rules.words import _
from db.services.recruitment.pins import MemberKey
from db.services.recruitment.sheets import get_sheet
from db.services.recruitment.standing import MemberFacts
from db.sheet_book import newest_letter, require_unprinted

NAMED = (Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW)


@dataclass(frozen=True)
class MemberForm:
    name: str
    institution: str
    role: PanelRole


@needs(Right.READ)
def list_panel(session: Session, vacancy_id: int) -> list[MemberFacts]:
    """The panel of a vacancy, in its own order."""
    return [copy(MemberFacts, member) for member in session.get_one(Vacancy, vacancy_id).panel]


@dataclass(frozen=True)
class PanelDecree:
    """The decree that names the panel: a letter of its vacancy, else one of elsewhere as it was typed."""

    number: str = ""
    on: date | None = None
    is_letter: bool = False


@needs(Right.READ)
def get_panel_decree(session: Session, vacancy_id: int) -> PanelDecree:
    """What the statement of integrity and the minutes cite."""
    if letter := newest_letter(session, vacancy_id, LetterKind.PANEL_DECREE):
        return PanelDecree(letter.number, letter.dated_on, is_letter=True)
    vacancy = session.get_one(Vacancy, vacancy_id)
    return PanelDecree(vacancy.panel_decree_number, vacancy.panel_decree_on)


@needs(Right.RECRUITMENT)
def set_panel_decree(
    session: Session, vacancy_id: int, decree: PanelDecree, *, before: PanelDecree, today: date
) -> None:
    """Keep number and day of a decree that was made outside the program; both or neither.

    before: as the form was opened with it.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    if decree == before:
        return
    require(check_stage(vacancy.stage, *NAMED))
    require(check_panel_decree(decree.number, decree.on, today))
    names = {"number": "panel_decree_number", "on": "panel_decree_on"}
    opened, typed = (
        {column: getattr(one, name) for name, column in names.items()}
        for one in (before, replace(decree, number=decree.number.strip()))
    )
    merge(session, vacancy, opened, typed)


@needs(Right.RECRUITMENT)
def set_panel(
    session: Session, vacancy_id: int, members: Sequence[MemberForm], *, before: Sequence[MemberForm]
) -> None:
    """Name the panel: at least three, one chair. It stands once the first score is in.

    before: the panel as the form was opened with it.
    """
    vacancy = hold(session, Vacancy, vacancy_id)
    require(check_stage(vacancy.stage, *NAMED))
    require(check_panel([m.role for m in members], [m.name.strip().lower() for m in members]))
    if any(not member.name.strip() for member in members):
        raise refuse(_("Isi nama setiap anggota panel."))
    now = [copy(MemberForm, member) for member in vacancy.panel]
    if now == list(members):
        return
    given = select(Score.id).join(Score.applicant).where(Applicant.vacancy_id == vacancy_id).limit(1)
    if session.scalar(given) is not None:
        raise refuse(_("Nilai pertama sudah masuk; susunan panel tidak dapat diubah."))
    if now != list(before):
        names, ids = ", ".join(member.name for member in now), [member.id for member in vacancy.panel]
        what = _("panel wawancara")
        raise Conflict([clash(session, PanelMember, what, names, ids=ids, vacancy_id=vacancy_id)])
    kept = {member.name: member for member in vacancy.panel}
    typed = {member.name.strip() for member in members}
    gone = [member.id for name, member in kept.items() if name not in typed]
    for table in (Recusal, ScoreSheet):
        for row in session.scalars(select(table).where(table.member_id.in_(gone))):
            session.delete(row)
    session.flush()
    for name in kept.keys() - typed:
        session.delete(kept[name])
    session.flush()
    for position, member in enumerate(members, 1):
        name = member.name.strip()
        record = kept.get(name) or PanelMember(vacancy_id=vacancy_id, name=name)
        record.position, record.role = position, member.role
        record.institution = member.institution.strip()
        session.add(record)
    session.flush()
    session.expire(vacancy, ["panel"])


@needs(Right.READ)
def get_scores(
    session: Session, applicant_id: int, member_id: int, key: MemberKey | None = None
) -> dict[str, Decimal]:
    """The values one member gave one candidate, by code; nothing where they may not be seen yet."""
    return dict(get_sheet(session, applicant_id, member_id, key).values)


@needs(Right.SCORE)
def mark_absent(session: Session, applicant_id: int) -> None:
    """A candidate who did not come gets no score and no rank."""
    applicant = session.get_one(Applicant, applicant_id)
    require(check_stage(hold(session, Vacancy, applicant.vacancy_id).stage, Stage.INTERVIEW))
    require_unprinted(session, applicant.vacancy_id)
    if applicant.status is not Applied.PASSED:
        raise refuse(_("Hanya pelamar yang MS dapat dicatat tidak hadir."))
    if applicant.scores:
        raise refuse(_("Calon ini sudah mempunyai nilai, jadi hadir."))
    applicant.status = Applied.ABSENT


@needs(Right.SCORE)
def mark_present(session: Session, applicant_id: int) -> None:
    """Take back that a candidate did not come; the sheets wait for scores again."""
    applicant = session.get_one(Applicant, applicant_id)
    require(check_stage(hold(session, Vacancy, applicant.vacancy_id).stage, Stage.INTERVIEW))
    require_unprinted(session, applicant.vacancy_id)
    if applicant.status is not Applied.ABSENT:
        raise refuse(_("Calon ini tidak dicatat tidak hadir."))
    applicant.status = Applied.PASSED
