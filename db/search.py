"""People found by the words of their name, in any order, among a million (performance.md "Search").

The index over `Person.folded` belongs to the database: FTS5 with triggers in SQLite, GIN in PostgreSQL. It is
made by migration 0005; a later one that remakes the table `person` must make the triggers again.
"""

from sqlalchemy import ColumnElement, column, false, func, literal_column, select, table
from sqlalchemy.orm import Session

from db.models.people import Person
from db.rules.names import fold

SEARCH = table("person_search", column("rowid"), column("person_search"))
SIMPLE: ColumnElement[str] = literal_column("'simple'")  # words as they are, in no language


def is_named(session: Session, typed: str) -> ColumnElement[bool]:
    """The condition that each typed word begins a word of the name; what has no letters is nobody's."""
    words = fold(typed).split()
    if not words:
        return false()
    if session.get_bind().dialect.name == "sqlite":
        begun = SEARCH.c.person_search.match(" AND ".join(f"{word}*" for word in words))
        return Person.id.in_(select(SEARCH.c.rowid).where(begun))
    asked = func.to_tsquery(SIMPLE, " & ".join(f"{word}:*" for word in words))
    return func.to_tsvector(SIMPLE, Person.folded).bool_op("@@")(asked)


def belongs_to_search(name: str | None, kind: str) -> bool:
    """Whether a table or index is the search's own, which no model describes."""
    return kind in ("table", "index") and (name or "").startswith("person_search")
