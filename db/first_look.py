"""What a database shows before SQLAlchemy is loaded: the office and its roster.

Only for a plain file of this very version that asks nobody for a name; everything else waits for `Database`.
"""

from contextlib import closing
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from db.roster import PostRow, read_posts
from db.rules.access import SINGLE_PC_LOGIN, Actor, Right
from db.rules.letters import PaperSize
from db.rules.office import OfficeFacts
from db.version import HEAD

OFFICE = [field.name for field in fields(OfficeFacts) if field.name not in ("regency", "province")]


@dataclass(frozen=True)
class FirstLook:
    """Enough to fill the window's frame and the roster."""

    office: OfficeFacts
    actor: Actor
    posts: list[PostRow]
    on: date


def look(path: Path, on: date, pc: str) -> FirstLook | None:
    """The roster of a file as of a day, as the user of this PC may see it; None where it has to wait.

    Reads only, and never waits for another program: whatever is wrong is said by the real opening.
    """
    import sqlcipher3.dbapi2 as sqlcipher

    if not path.is_file():
        return None
    try:
        with closing(sqlcipher.connect(str(path), timeout=0)) as connection:
            connection.execute("PRAGMA query_only=ON")
            if connection.execute("SELECT version_num FROM alembic_version").fetchall() != [(HEAD,)]:
                return None
            return _look(connection, on, pc)
    except sqlcipher.Error:
        return None


def _look(connection: Any, on: date, pc: str) -> FirstLook | None:
    found = connection.execute(f"SELECT {', '.join(OFFICE)} FROM office").fetchone()
    user = connection.execute(
        "SELECT app_user.id, app_user.name, role.rights FROM app_user "
        "JOIN role ON role.code = app_user.role_code WHERE app_user.login = ?",
        (SINGLE_PC_LOGIN,),
    ).fetchone()
    if found is None or user is None:
        return None
    columns = dict(zip(OFFICE, found, strict=True))
    actor = _actor(*user, pc=pc)
    if columns["login_required"] or Right.READ not in actor.rights:
        return None
    code = columns["regency_code"]
    names = dict(connection.execute("SELECT code, name FROM region WHERE code IN (?, ?)", (code, code[:2])))
    flags = {name: bool(columns[name]) for name in ("practice", "login_required")}
    typed = columns | flags | {"paper": PaperSize(columns["paper"])}
    office = OfficeFacts(**typed, regency=names[code], province=names[code[:2]])
    day = {"day": on.isoformat(), "regency": f"{code}%"}
    posts = read_posts(lambda question: connection.execute(question, day), on)
    return FirstLook(office, actor, posts, on)


def _actor(user_id: int, name: str, rights: str, *, pc: str) -> Actor:
    import json

    return Actor(user_id, name, pc, frozenset(Right(right) for right in json.loads(rights)))
