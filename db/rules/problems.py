"""What can be wrong with what a person asked for, in words that person understands."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One sentence for the user; `field` names the form field it belongs to, if any."""

    text: str
    field: str | None = None


class RuleViolation(Exception):
    """The request is refused. Nothing is broken: show the problems, change nothing."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text for problem in self.problems))


class Forbidden(RuleViolation):
    """The user's roles do not include the right that the action needs."""


class Conflict(RuleViolation):
    """Somebody else changed the same field in the meantime; the sentence says who and what."""


class Trouble(Exception):
    """The computer cannot do it now (disk full, file in use…); the sentence says what to do."""


def require(problems: Iterable[Problem]) -> None:
    """Refuse the request unless the list of problems is empty."""
    if found := tuple(problems):
        raise RuleViolation(found)


def refuse(text: str, field: str | None = None) -> RuleViolation:
    """A refusal of one sentence: `raise refuse(_("…"))`."""
    return RuleViolation([Problem(text, field)])
