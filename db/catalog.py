"""The kinds of letter as they ship, read once from `resources/letters`."""

import json
from functools import cache

import resources
from db.rules.letter_kinds import KindSpec, LetterKind, read_spec


@cache
def spec_of(kind: LetterKind) -> KindSpec:
    """What the program knows of a kind of letter before the office changes anything."""
    stored = json.loads(resources.path("letters", f"{kind.value}.json").read_text("utf-8"))
    return read_spec(kind, stored)
