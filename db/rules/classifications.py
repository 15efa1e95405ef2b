"""The codes by which letters are filed: their order and their tree (domain.md 4.6, 10.5)."""

import re
from collections.abc import Collection

from db.rules.problems import Problem
from db.rules.words import _

CODE = re.compile(r"[0-9A-Z]+([.\-][0-9A-Z]+)*", re.IGNORECASE)
LONGEST = 30


def code_order(code: str) -> tuple[tuple[int, str], ...]:
    """400.9.2 comes before 400.9.12: parts are compared as numbers where they are numbers."""
    return tuple((int(part), "") if part.isdecimal() else (10**9, part) for part in code.split("."))


def parent_of(code: str, known: Collection[str]) -> str:
    """The nearest known code above this one: 400.9.12 for 400.9.12.3, 460 for 461; empty at the top.

    The older codes of three digits are a tree by their digits: 461 belongs to 460, 460 to 400.
    """
    above, dot, _last = code.rpartition(".")
    while dot:
        if above in known:
            return above
        above, dot, _last = above.rpartition(".")
    base = code.partition(".")[0]
    if len(base) == 3 and base.isdecimal() and "." not in code:
        for wider in (f"{base[:2]}0", f"{base[0]}00"):
            if wider != code and wider in known:
                return wider
    return ""


def check_code(code: str, name: str) -> list[Problem]:
    """A code of our own: digits and letters between dots, and a name."""
    problems = []
    if not CODE.fullmatch(code) or len(code) > LONGEST:
        text = _("Tulis kode dengan angka dan titik, misalnya 400.9.12.3.")
        problems.append(Problem(text, "code"))
    if not name:
        problems.append(Problem(_("Tulis nama klasifikasi."), "name"))
    return problems
