"""Who may use the program. Without login, everybody at this PC is one user, and the status bar says so."""

from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.models.office import Office, Role, User
from db.records import copy, merge
from db.rules.access import SINGLE_PC_LOGIN, Actor, Right
from db.rules.problems import Problem, refuse, require
from db.rules.words import _

SHORTEST_PASSWORD = 8
# Verified where the name is unknown, so that refusing it takes as long as refusing a wrong password.
NOBODYS_PASSWORD = (
    "$argon2id$v=19$m=65536,t=3,p=4$qkjcDFDJ9rBUCTaXrRXM6Q$qqGBj3yfqxyv2XWeqzCiCE+zA1U0eQjyO3SC7gBbWvQ"
)


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


@needs(Right.LOGIN)
def log_in(session: Session, login: str, password: str, pc: str) -> Actor:
    """The user with this name and password; refuses in one sentence that does not say which was wrong."""
    user = session.scalars(select(User).where(User.login == login.strip().lower(), User.active)).first()
    known = user.password_hash if user else ""
    try:
        PasswordHasher().verify(known or NOBODYS_PASSWORD, password)
    except (VerificationError, InvalidHashError):
        user = None
    if user is None or not known:
        raise refuse(_("Nama masuk atau kata sandi salah."), "password")
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
    before: UserRow | None,
) -> int:
    """Add or change a user; an empty password keeps the old one. Returns the id.

    before: the row that the form was opened with; None for a new user.
    """
    login = login.strip().lower()
    require(_check_user(session, user_id, login, name, password))
    typed = {"login": login, "name": name.strip(), "role_code": role_code, "active": active}
    if user_id is None or before is None:
        user = User(**typed)
        session.add(user)
    else:
        user = session.get_one(User, user_id)
        merge(session, user, vars(before), typed)
    if password:
        user.password_hash = PasswordHasher().hash(password)
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
