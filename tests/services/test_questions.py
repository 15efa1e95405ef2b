"""Lists of all officers ask the database a few questions, not some for each officer."""

from datetime import date

import pytest
from sqlalchemy import event, select

from db.models.officers import Decree
from db.services import covers, decrees
from tests.services.utan import UTAN


@pytest.fixture
def asked(database):
    """Every statement that goes to the database."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def test_who_may_cover_is_asked_at_once(act, asked):
    assert len(act(covers.list_covers, UTAN, date(2020, 4, 10))) == 23
    assert len(asked) <= 5


def test_the_annex_of_a_decree_is_asked_at_once(act, asked):
    decree = act(lambda session: session.scalars(select(Decree.id)).first())
    asked.clear()
    assert len(act(decrees.annex_table, decree).rows) == 24
    assert len(asked) <= 8
