"""The kinds of PPKS and PSKS, with everything that a form shows beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from db.access import needs
from db.models.mapping import Kind
from db.rules.access import Right
from db.rules.mapping import STRICT_AGE, KindRules, Register, Subject, doubt_age, is_official
from db.rules.problems import Problem


@dataclass(frozen=True)
class KindFacts:
    """A kind with everything the form shows beside it."""

    code: str
    register: Register
    name: str
    abbreviation: str
    subject: Subject
    sensitive: bool
    definition: str
    criteria: tuple[tuple[str, str], ...]  # letter and text
    rules: KindRules


@needs(Right.READ)
def list_kinds(session: Session, register: Register | None = None) -> list[KindFacts]:
    """The kinds in force, in official order."""
    query = select(Kind).where(Kind.valid_until.is_(None)).order_by(Kind.register, Kind.position)
    if register:
        query = query.where(Kind.register == register)
    return [kind_facts(kind) for kind in session.scalars(query.options(selectinload(Kind.criteria)))]


@needs(Right.READ)
def codes_of(session: Session, register: Register, *, local: bool = False) -> frozenset[str]:
    """The official kinds of a register, also closed ones, or the office's own beside them."""
    codes = session.scalars(select(Kind.code).where(Kind.register == register))
    return frozenset(code for code in codes if is_official(code) is not local)


def kind_facts(kind: Kind) -> KindFacts:
    """A kind as the form shows it."""
    return KindFacts(
        code=kind.code,
        register=kind.register,
        name=kind.name,
        abbreviation=kind.abbreviation,
        subject=kind.subject,
        sensitive=kind.sensitive,
        definition=kind.definition,
        criteria=tuple((criterion.letter, criterion.text) for criterion in kind.criteria),
        rules=KindRules(
            kind.name,
            kind.minimum_age,
            kind.maximum_age,
            kind.sex,
            kind.needs_disability,
            bool(kind.criteria),
            kind.code in STRICT_AGE,
        ),
    )


def doubts_of(kinds: Sequence[KindFacts], birth_date: date | None, on: date) -> list[Problem]:
    """Which of the chosen kinds do not fit the age: the form asks for a reason."""
    return [problem for kind in kinds for problem in doubt_age(kind.rules, birth_date, on)]
