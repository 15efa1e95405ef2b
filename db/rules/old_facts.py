"""The facts of letters of release 0.1.0, which were kept by their own names instead of as values."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from db.rules.letter_kinds import LetterKind
from db.rules.letters import Facts

OF_KIND: dict[LetterKind, Any] = {facts.kind: facts for facts in get_args(Facts)}


def read_facts(kind: LetterKind, stored: dict[str, Any]) -> Facts:
    """The facts that JSON kept; KeyError, TypeError, ValueError or ArithmeticError where it has none."""
    found: Facts = _read(OF_KIND[kind], stored)
    return found


def _read(kind: Any, stored: dict[str, Any]) -> Any:
    types = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.name in stored]
    return kind(**{name: _value(types[name], stored[name]) for name in names})


def _value(kind: Any, stored: Any) -> Any:
    inner = get_args(kind)
    if get_origin(kind) is UnionType:
        if stored is None:
            return None
        kind = next(choice for choice in inner if choice is not type(None))
        inner = get_args(kind)
    if get_origin(kind) is tuple:
        types = [inner[0]] * len(stored) if inner[-1] is Ellipsis else inner
        return tuple(_value(one, item) for one, item in zip(types, stored, strict=True))
    if is_dataclass(kind):
        return _read(kind, stored)
    if kind is date:
        return date.fromisoformat(stored)
    return kind(stored) if kind in (Decimal, LetterKind) else stored
