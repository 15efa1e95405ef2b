"""A word of one letter is looked for among a million as fast as a long one (issue 6, search)."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _index_prefixes("1 2 3")


def downgrade() -> None:
    _index_prefixes("2 3")


def _index_prefixes(lengths: str) -> None:
    """PostgreSQL has no such index; the triggers of 0005 are on `person` and stay."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE person_search")
    op.execute(
        "CREATE VIRTUAL TABLE person_search USING fts5(folded, name, content='person', "
        f"content_rowid='id', prefix='{lengths}', detail=none, columnsize=0)"
    )
    op.execute("INSERT INTO person_search (person_search) VALUES ('rebuild')")
