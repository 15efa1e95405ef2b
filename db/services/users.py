"""Who may use the program. Without login, everybody at this PC is one user, and the status bar says so."""

from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.models.office import Office, Role, User
from db.records import copy
from db.rules.access import Actor, Right
from db.rules.problems import Problem, refuse, require
from db.rules.words import _

SINGLE_PC_LOGIN = "pc"
SHORTEST_PASSWORD = 8


@dataclass(frozen=True)
class UserRow:
    id: int
    login: str
    name: str
    role_code: str
    role: str
    active: bool
    has_password: bool


@needs(Right.READ)
def login_is_required(session: Session) -> bool:
    """Whether users name themselves; False before there is an office."""
    return bool(session.scalar(select(Office.login_required)))


@needs(Right.READ)
def find_single_pc_actor(session: Session, pc: str) -> Actor | None:
    """The user of a PC without login; None in a database whose lists are not loaded yet."""
    user = session.scalars(select(User).where(User.login == SINGLE_PC_LOGIN)).first()
    return _actor(user, pc) if user else None


@needs(Right.READ)
def log_in(session: Session, login: str, password: str, pc: str) -> Actor:
    """The user with this name and password; refuses in one sentence that does not say which was wrong."""
    user = session.scalars(select(User).where(User.login == login.strip().lower(), User.active)).first()
    try:
        PasswordHasher().verify(user.password_hash if user else "", password)
    except (VerificationError, InvalidHashError):
        raise refuse(_("Nama masuk atau kata sandi salah."), "password") from None
    assert user is not None
    return _actor(user, pc)


@needs(Right.USERS)
def list_users(session: Session) -> list[UserRow]:
    """Everybody with a name of their own, without the user of a PC without login."""
    query = select(User).where(User.login != SINGLE_PC_LOGIN).order_by(User.name)
    return [
        copy(UserRow, user, role=user.role.name, has_password=bool(user.password_hash))
        for user in session.scalars(query.options(joinedload(User.role)))
    ]


@needs(Right.USERS)
def list_roles(session: Session) -> list[tuple[str, str]]:
    """Code and name of each role."""
    return [(role.code, role.name) for role in session.scalars(select(Role).order_by(Role.name))]


@needs(Right.USERS)
def save_user(
    session: Session,
    user_id: int | None,
    *,
    login: str,
    name: str,
    role_code: str,
    active: bool,
    password: str,
) -> int:
    """Add or change a user; an empty password keeps the old one. Returns the id."""
    login = login.strip().lower()
    require(_check_user(session, user_id, login, name, password))
    user = session.get_one(User, user_id) if user_id else User()
    user.login, user.name, user.role_code, user.active = login, name.strip(), role_code, active
    if password:
        user.password_hash = PasswordHasher().hash(password)
    session.add(user)
    session.flush()
    if login_is_required(session) and not _has_admin(session):
        raise refuse(_("Harus tetap ada seorang Admin aktif dengan kata sandi."), "role_code")
    return user.id


@needs(Right.USERS)
def require_login(session: Session, required: bool) -> None:
    """Switch login on or off; on only when an admin with a password exists, so that nobody is locked out."""
    if required and not _has_admin(session):
        raise refuse(_("Tambahkan dahulu seorang pengguna Admin dengan kata sandi."))
    session.scalars(select(Office)).one().login_required = required


def _has_admin(session: Session) -> bool:
    admin = select(User.id).where(User.role_code == "admin", User.active, User.password_hash != "")
    return session.scalar(admin.limit(1)) is not None


def _check_user(session: Session, user_id: int | None, login: str, name: str, password: str) -> list[Problem]:
    problems = []
    if not login or not name.strip():
        problems.append(Problem(_("Isi nama masuk dan nama lengkap."), "login"))
    same = session.scalar(select(User.id).where(User.login == login, User.id != (user_id or 0)))
    if same is not None:
        problems.append(Problem(_("Nama masuk ini sudah dipakai."), "login"))
    if (password or not user_id) and len(password) < SHORTEST_PASSWORD:
        text = _("Kata sandi paling sedikit {n} huruf.").format(n=SHORTEST_PASSWORD)
        problems.append(Problem(text, "password"))
    return problems


def _actor(user: User, pc: str) -> Actor:
    return Actor(user.id, user.name, pc, frozenset(Right(right) for right in user.role.rights))
