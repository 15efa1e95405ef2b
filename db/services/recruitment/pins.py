"""The PIN with which a member of the panel opens and locks the own score sheets.

A key proves that the PIN was given. It is made in this process, cannot be made without the PIN, and is
worth nothing once the PIN is reset.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.audit import note
from db.models.audit import Action, AuditEntry
from db.models.recruitment import PanelMember, Vacancy
from db.records import hold
from db.rules.access import Right
from db.rules.problems import RuleViolation, refuse, require
from db.rules.recruitment import PanelRole
from db.rules.sheets import PIN_TRIES, check_pin
from db.rules.words import _
from db.services.office import get_office

LEADERS = (PanelRole.CHAIR, PanelRole.SECRETARY)
TO_OPEN = " ditetapkan untuk membuka kunci"  # the end of the log's sentence about a first PIN
_SECRET = secrets.token_bytes(32)


@dataclass(frozen=True)
class MemberKey:
    """Whoever holds it has given this member's PIN."""

    member_id: int
    proof: str


@dataclass(frozen=True)
class Entry:
    """What came of a PIN: a key, or the sentence that says why not."""

    key: MemberKey | None
    text: str


@dataclass(frozen=True)
class FirstPin:
    """A leader had no PIN and set it to open what was locked: who worked at which PC then."""

    name: str
    at: datetime
    user: str
    pc: str


@dataclass(frozen=True)
class Seat:
    """A member as the dialog of PINs and statements shows them."""

    id: int
    name: str
    role: PanelRole
    has_pin: bool
    is_stopped: bool
    stated_on: date | None
    logged_in: bool = False  # it is who works at this PC

    @property
    def leads(self) -> bool:
        """Whether the member may open what is locked."""
        return self.role in LEADERS


@needs(Right.READ)
def list_seats(session: Session, vacancy_id: int) -> list[Seat]:
    """Who sits on the panel, whether each has a PIN and has signed the statement."""
    return [
        Seat(
            *(m.id, m.name, m.role, bool(m.pin_hash), m.pin_misses >= PIN_TRIES, m.stated_on),
            logged_in=is_logged_in(session, m),
        )
        for m in session.get_one(Vacancy, vacancy_id).panel
    ]


@needs(Right.SCORE)
def set_pin(session: Session, member_id: int, pin: str, *, to_open: bool = False) -> MemberKey:
    """The member's own PIN, on first use and after it was reset; nobody else's is replaced by it.

    to_open: it is set just to open what is locked, which the log keeps and the minutes say.
    """
    member = hold(session, PanelMember, member_id)
    if member.role is PanelRole.OBSERVER:
        raise refuse(_("Pengamat tidak memberi nilai, jadi tidak memerlukan PIN."))
    if member.pin_hash:
        raise refuse(_("{name} sudah mempunyai PIN.").format(name=member.name), "pin")
    require(check_pin(pin))
    member.pin_hash, member.pin_misses = PasswordHasher().hash(pin), 0
    session.flush()
    if to_open:
        note(session, PanelMember, f"PIN {member.name}{TO_OPEN}", member.id)
    return _key(member)


@needs(Right.READ)
def list_first_pins(session: Session, vacancy_id: int) -> list[FirstPin]:
    """PINs that were set to open something, the oldest first; printed with the minutes."""
    panel = [str(member.id) for member in session.get_one(Vacancy, vacancy_id).panel]
    query = select(AuditEntry).where(
        AuditEntry.table_name == PanelMember.__tablename__,
        AuditEntry.record_id.in_(panel),
        AuditEntry.action == Action.NOTE,
        AuditEntry.sentence.endswith(TO_OPEN),
    )
    return [
        FirstPin(row.sentence.removeprefix("PIN ").removesuffix(TO_OPEN), row.at, row.user_name, row.pc)
        for row in session.scalars(query.order_by(AuditEntry.id))
    ]


@needs(Right.SCORE)
def enter_pin(session: Session, member_id: int, pin: str) -> Entry:
    """The key, or why not. It answers instead of raising, so that a wrong try is kept and counted."""
    member = hold(session, PanelMember, member_id)
    if not member.pin_hash:
        return Entry(None, _("{name} belum mempunyai PIN.").format(name=member.name))
    if member.pin_misses >= PIN_TRIES:
        return Entry(None, _stopped(member))
    try:
        PasswordHasher().verify(member.pin_hash, pin)
    except (VerificationError, InvalidHashError):
        member.pin_misses += 1
        left = PIN_TRIES - member.pin_misses
        text = _("PIN salah; masih {n} kali lagi.").format(n=left) if left else _stopped(member)
        return Entry(None, text)
    if member.pin_misses:
        member.pin_misses = 0
    return Entry(_key(member), "")


@needs(Right.RECRUITMENT)
def reset_pin(session: Session, member_id: int, reason: str) -> None:
    """Take a PIN away, so that the member sets a new one; the reason stands in the log."""
    if not reason.strip():
        raise refuse(_("Tulis alasan PIN disetel ulang."), "reason")
    member = hold(session, PanelMember, member_id)
    said = f"PIN {member.name} disetel ulang oleh {actor_of(session).name}: {reason.strip()}"
    fresh = {"pin_hash": "", "pin_misses": 0, "version": PanelMember.version + 1}
    session.execute(
        update(PanelMember).where(PanelMember.id == member_id).values(fresh),
        execution_options={"note": said, "synchronize_session": "fetch"},
    )
    session.expire(member)


@needs(Right.SCORE)
def note_statement(
    session: Session,
    member_id: int,
    stated_on: date | None,
    *,
    key: MemberKey | None = None,
    typist: str = "",
) -> None:
    """The member has signed the statement of integrity on this day; None takes it back.

    The log says who declared it: the member, or whoever copied it from the signed paper.
    """
    member = hold(session, PanelMember, member_id)
    how = declared_by(session, member, key, typist)
    if member.stated_on != stated_on:
        member.stated_on = stated_on
        note(session, PanelMember, f"Pernyataan integritas {member.name}: {how}", member.id)


@needs(Right.SCORE)
def declared_by(session: Session, member: PanelMember, key: MemberKey | None, typist: str) -> str:
    """Who says what a member declares: the member with the PIN, or who copies it from the signed paper."""
    if holds(member, key):
        return "dinyatakan sendiri dengan PIN"
    if key is not None or (member.pin_hash and not typist.strip()):
        text = _("{name} menyatakannya dengan PIN-nya sendiri, atau sebutkan siapa yang menyalin kertasnya.")
        raise refuse(text.format(name=member.name), "pin")
    return f"disalin {typist.strip() or actor_of(session).name} dari pernyataan bertanda tangan"


@needs(Right.SCORE)
def check_opener(session: Session, vacancy_id: int, opener_id: int, key: MemberKey | None) -> PanelMember:
    """Who opens what is locked: chair or secretary, proved by the own PIN or by the own login."""
    opener = session.get_one(PanelMember, opener_id)
    if opener.vacancy_id != vacancy_id or opener.role not in LEADERS:
        raise refuse(_("Kunci lembar dibuka ketua atau sekretaris panel."), "opener")
    if not (holds(opener, key) or (not opener.pin_hash and is_logged_in(session, opener))):
        if opener.pin_hash:
            raise refuse(_("Lembar {name} dibuka dengan PIN-nya sendiri.").format(name=opener.name), "pin")
        text = _("{name} membuka kunci dengan PIN-nya sendiri; tetapkan PIN itu dahulu.")
        raise refuse(text.format(name=opener.name), "opener")
    return opener


@needs(Right.READ)
def is_logged_in(session: Session, member: PanelMember) -> bool:
    """Whether this member is who has logged in at this PC; without a login nobody is known."""
    return bool(name := own_name(session)) and _bare(name) == _bare(member.name)


@needs(Right.READ)
def own_name(session: Session) -> str:
    """Who has logged in at this PC; empty where nobody does: then the name is asked for."""
    return actor_of(session).name if get_office(session).login_required else ""


def refused(entry: Entry) -> RuleViolation:
    """The sentence of a wrong PIN as every dialog shows what is refused."""
    return refuse(entry.text, "pin")


def holds(member: PanelMember, key: MemberKey | None) -> bool:
    """Whether this key is this member's, and its PIN still counts."""
    if key is None or key.member_id != member.id or not member.pin_hash:
        return False
    return member.pin_misses < PIN_TRIES and hmac.compare_digest(key.proof, _key(member).proof)


def _bare(name: str) -> str:
    """A name without the titles behind it."""
    return " ".join(name.split(",")[0].casefold().split())


def _key(member: PanelMember) -> MemberKey:
    message = f"{member.id}:{member.pin_hash}".encode()
    return MemberKey(member.id, hmac.new(_SECRET, message, "sha256").hexdigest())


def _stopped(member: PanelMember) -> str:
    text = _("PIN {name} salah lima kali dan terkunci. Sekretaris menyetelnya ulang dengan alasan.")
    return text.format(name=member.name)
