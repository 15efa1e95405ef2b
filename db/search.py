"""People found by the words of their name, in any order, among a million (performance.md "Search").

The index over name and `folded` is the database's own: FTS5 with triggers in SQLite, GIN in PostgreSQL.
Migrations 0005 and 0009 make it; a later one that remakes the table `person` must make the triggers again.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, column, false, func, literal_column, select, table
from sqlalchemy.orm import Session

from db.models.people import Person
from db.rules.names import spellings

SEARCH = table("person_search", column("rowid"), column("person_search"))
SIMPLE: ColumnElement[str] = literal_column("'simple'")  # words as they are, in no language


def is_named(session: Session, typed: str) -> ColumnElement[bool]:
    """The condition that each typed word, as it stands or folded, begins a word of the name.

    What has no letters is nobody's name.
    """
    words = spellings(typed)
    if not words:
        return false()
    if session.get_bind().dialect.name == "sqlite":
        return Person.id.in_(select(SEARCH.c.rowid).where(_begins_words(words)))
    asked = func.to_tsquery(SIMPLE, " & ".join(f"({word}:* | {folded}:*)" for word, folded in words))
    return func.to_tsvector(SIMPLE, Person.folded + literal_column("' '") + Person.name).bool_op("@@")(asked)


def named_ids(session: Session, typed: str, limit: int | None = None) -> Select[Any]:
    """The ids of the people so named, streamed from the index: with a limit it stops there."""
    words = spellings(typed)
    if words and session.get_bind().dialect.name == "sqlite":
        return select(SEARCH.c.rowid.label("id")).where(_begins_words(words)).limit(limit)
    return select(Person.id).where(is_named(session, typed)).limit(limit)


def _begins_words(words: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    asked = (" OR ".join(f"{spelling}*" for spelling in dict.fromkeys(pair)) for pair in words)
    return SEARCH.c.person_search.match(" AND ".join(f"({word})" for word in asked))


def belongs_to_search(name: str | None, kind: str) -> bool:
    """Whether a table or index is the search's own, which no model describes."""
    return kind in ("table", "index") and (name or "").startswith("person_search")
