"""Runs migrations on the connection that db/migrate.py opened."""

from alembic import context

from db.base import Base
from db.models.every import ALL  # every table, so that autogenerate sees them

assert ALL
connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, render_as_batch=connection.dialect.name == "sqlite"
)
context.run_migrations()
