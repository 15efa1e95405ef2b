"""Whole heaps of sheets: locked member by member, or handed back to the member who is to type them."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from db.access import needs
from db.audit import note
from db.models.recruitment import Applicant, PanelMember
from db.models.selection import ScoreSheet
from db.records import hold
from db.rules.access import Right
from db.rules.problems import refuse
from db.rules.selection import EntryWay
from db.rules.words import _
from db.services.recruitment.pins import MemberKey, holds
from db.services.recruitment.sheet_entry import clear_sheet, lock_sheet
from db.sheet_book import Pair, book_of


@needs(Right.SCORE)
def lock_sheets(
    session: Session,
    pairs: Collection[Pair],
    *,
    keys: Collection[MemberKey] = (),
    compared: Collection[int] = (),
    typist: str = "",
) -> int:
    """Lock several full sheets at once: how many. All or none.

    Whoever has a PIN locks with it. The sheets of the others are locked by who copied them, by name, once
    that person says that they were compared with the signed paper; compared: of these members.
    """
    given = {key.member_id: key for key in keys}
    for applicant_id, member_id in pairs:
        member, key = session.get_one(PanelMember, member_id), given.get(member_id)
        if not holds(member, key):
            if member.pin_hash:
                text = _("{name} mempunyai PIN; lembarnya dikunci dengan PIN itu.")
                raise refuse(text.format(name=member.name), f"pin-{member_id}")
            if member_id not in compared:
                text = _("Lembar {name} belum dicocokkan dengan lembar bertanda tangan.")
                raise refuse(text.format(name=member.name))
            if not typist.strip():
                raise refuse(_("Tulis nama yang mencocokkan lembar dengan kertasnya."), "typist")
        lock_sheet(session, applicant_id, member_id, key=key, typist=typist)
    return len(pairs)


@needs(Right.RECRUITMENT)
def hand_back(session: Session, pairs: Collection[Pair], reason: str) -> int:
    """Empty sheets that were begun from paper by mistake, so that the member types them: how many.

    The log keeps whose, who had copied them, and why; never what stood on them.
    """
    if not reason.strip():
        raise refuse(_("Tulis alasan lembar dikembalikan."), "reason")
    for applicant_id, member_id in pairs:
        applicant, member = session.get_one(Applicant, applicant_id), session.get_one(PanelMember, member_id)
        hold(session, PanelMember, member_id)
        sheet = book_of(session, applicant.vacancy_id).sheets.get((applicant_id, member_id))
        whose = f"{member.name} untuk {applicant.person.full_name}"
        if sheet is None or sheet.way is EntryWay.OWN:
            raise refuse(_("Lembar {whose} tidak disalin dari kertas.").format(whose=whose))
        copied = f"Lembar {whose}, disalin {sheet.first_typist}, dikembalikan"
        clear_sheet(session, applicant_id, member_id)
        note(session, ScoreSheet, f"{copied} kepada {member.name}: {reason.strip()}", sheet.id)
    return len(pairs)
