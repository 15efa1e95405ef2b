"""People are looked for by folded name and by birth date, among a million."""

import sqlalchemy as sa
from alembic import op

from db.rules.names import fold

revision = "0005"
down_revision = "0004"
CHUNK = 5000
# Kept in step by the database itself, whoever writes; `folded` is what db/rules/names.py makes of the name.
TRIGGERS = {
    "inserted": ("AFTER INSERT ON person", "{add}"),
    "deleted": ("AFTER DELETE ON person", "{drop}"),
    "changed": ("AFTER UPDATE OF folded, name ON person", "{drop} {add}"),
}
ADD = "INSERT INTO person_search (rowid, folded, name) VALUES (NEW.id, NEW.folded, NEW.name);"
DROP = (
    "INSERT INTO person_search (person_search, rowid, folded, name) "
    "VALUES ('delete', OLD.id, OLD.folded, OLD.name);"
)


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("folded", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("person") as person:
        person.alter_column("folded", server_default=None)
    op.create_index("ix_person_birth_date", "person", ["birth_date"])
    op.create_index("ix_person_folded", "person", ["folded"])
    _fold_names()
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            "CREATE INDEX person_search ON person USING gin (to_tsvector('simple', folded || ' ' || name))"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE person_search USING fts5("
        "folded, name, content='person', content_rowid='id', prefix='2 3', detail=none, columnsize=0)"
    )
    op.execute("INSERT INTO person_search (person_search) VALUES ('rebuild')")
    for name, (moment, does) in TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER person_search_{name} {moment} BEGIN {does.format(add=ADD, drop=DROP)} END"
        )


def _fold_names() -> None:
    connection, last = op.get_bind(), 0
    asked = sa.text("SELECT id, name FROM person WHERE id > :last ORDER BY id LIMIT :chunk")
    while rows := connection.execute(asked, {"last": last, "chunk": CHUNK}).all():
        folded = [{"id": person, "folded": fold(name)} for person, name in rows]
        connection.execute(sa.text("UPDATE person SET folded = :folded WHERE id = :id"), folded)
        last = rows[-1][0]


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER person_search_{name}")
        op.execute("DROP TABLE person_search")
    else:
        op.execute("DROP INDEX person_search")
    op.drop_index("ix_person_folded", "person")
    op.drop_index("ix_person_birth_date", "person")
    op.drop_column("person", "folded")
