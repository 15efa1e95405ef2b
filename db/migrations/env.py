"""Runs migrations on the connection that db/migrate.py opened."""

from alembic import context

from db.base import Base
from db.models.every import ALL  # every table, so that autogenerate sees them
from db.search import belongs_to_search

assert ALL
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_name=lambda name, kind, _parents: not belongs_to_search(name, kind),
    render_as_batch=connection.dialect.name == "sqlite",
)
context.run_migrations()
