"""A temporary table for the rows of a long list, and large writes beside live indexes and triggers."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.rules.problems import RuleViolation

AT_ONCE = 5_000  # rows that go to the database together
CACHE = 32 * 1024  # KiB of pages that SQLite holds while it writes a long list
OFTEN = 2_000_000  # steps of SQLite between two looks whether Batal was pressed
PART = 100  # a list of a hundredth of what is there has the figures counted anew
LARGE = 2  # a list that brings so many times the rows of a table has its indexes made anew
REAL = {"latitude", "longitude"}
WHOLE = {"id", "row", "size", "noted"}  # and all that end with _id
JSON = {"criteria", "disabilities", "facts", "profile"}
DAYS = {"birth_date", "recorded_on", "as_of", "begins_on", "ends_on"}


class Stage:
    """Statements of one import on either database; `beat` is asked often and may raise to stop everything."""

    def __init__(self, session: Session, beat: Callable[[], object]) -> None:
        self.session = session
        self._connection = session.connection()
        self.is_sqlite = self._connection.dialect.name == "sqlite"
        self._driver: Any = self._connection.connection.driver_connection
        self._beat = beat
        self._refused: RuleViolation | None = None

    @contextmanager
    def open(self) -> Iterator[None]:
        """More memory while it lasts, and a look at Batal also within long statements."""
        if not self.is_sqlite:
            yield
            return
        [kept] = self._driver.execute("PRAGMA cache_size").fetchone()
        self._driver.execute(f"PRAGMA cache_size=-{CACHE}")
        self._driver.set_progress_handler(self._look, OFTEN)
        try:
            yield
        except DBAPIError as error:
            raise self._refused or error from error
        except Exception as error:
            if self._refused is not None and self._refused is not error:
                raise self._refused from error
            raise
        finally:
            self._driver.set_progress_handler(None, OFTEN)
            self._driver.execute(f"PRAGMA cache_size={kept}")
            self._driver.execute("PRAGMA shrink_memory")

    def make(self, name: str, columns: Sequence[str], empty: Mapping[str, str] | None = None) -> None:
        """A table that goes with the transaction; empty: what stands in columns that are not filled."""
        self.run(f"DROP TABLE IF EXISTS {name}")
        rest = {"id": "PRIMARY KEY"} | {
            one: f"DEFAULT '{text.replace(chr(39), chr(39) * 2)}'" for one, text in (empty or {}).items()
        }
        kinds = (f"{one} {_type(one)} {rest.get(one, '')}" for one in columns)
        end = "" if self.is_sqlite else " ON COMMIT DROP"
        self.run(f"CREATE TEMPORARY TABLE {name} ({', '.join(kinds)}){end}")

    def drop(self, *names: str) -> None:
        """What is not needed any more."""
        for name in names:
            self.run(f"DROP TABLE IF EXISTS {name}")

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Many rows through the driver."""
        names = ", ".join(columns)
        if self.is_sqlite:
            marks = ", ".join("?" * len(columns))
            self._driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            return
        with self._driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as into:
            for row in rows:
                into.write_row(row)

    def fill_in_portions(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """The same for rows that come out of reading: never all of them in memory."""
        source = iter(rows)
        while portion := list(islice(source, AT_ONCE)):
            self.fill(table, columns, portion)
            self._beat()

    def change(self, statement: str, rows: Sequence[dict[str, Any]]) -> None:
        """One statement for many rows."""
        if rows:
            self._connection.execute(text(statement), rows)

    def run(self, statement: str, **values: Any) -> int:
        """One statement; how many rows it touched."""
        self._beat()
        return self._connection.execute(text(statement), values).rowcount

    def all(self, statement: str, **values: Any) -> Sequence[Any]:
        """The rows of a question whose answer is short."""
        self._beat()
        return self._connection.execute(text(statement), values).all()

    def one(self, statement: str, **values: Any) -> Any:
        """One value."""
        return self._connection.execute(text(statement), values).scalar()

    def portions(self, statement: str, first: int = -1, **values: Any) -> Iterator[Sequence[Any]]:
        """Rows in portions, by a first column that grows: `… WHERE id > :after ORDER BY id LIMIT :most`."""
        after = first
        while rows := self.all(statement, after=after, most=AT_ONCE, **values):
            yield rows
            after = rows[-1][0]

    def is_large(self, table: str, number: int) -> bool:
        """Whether figures are rather counted anew than kept in step with so many records."""
        return number >= AT_ONCE and number * PART >= self.one(f"SELECT count(*) FROM {table}")

    def survey(self, number: int) -> None:
        """Tell SQLite how the tables have grown: without it triggers and lists go slow ways afterwards."""
        if self.is_sqlite and number >= AT_ONCE:
            self._driver.execute("PRAGMA analysis_limit=1000")
            for table in ("person", "mapping_record"):
                self.run(f"ANALYZE {table}")

    def number(self, table: str, into: str, chosen: str) -> None:
        """Give ids of a table to rows: `into (id, new_id)` for the ids that `chosen` selects in order."""
        if self.is_sqlite:
            base = self._last_id(table)
            self.run(
                f"INSERT INTO {into} (id, new_id) "
                f"SELECT id, {base} + row_number() OVER (ORDER BY id) FROM ({chosen}) AS chosen"
            )
        else:
            self.run(
                f"INSERT INTO {into} (id, new_id) "
                f"SELECT id, nextval(pg_get_serial_sequence('{table}', 'id')) "
                f"FROM (SELECT id FROM ({chosen}) AS chosen ORDER BY id) AS sorted"
            )

    def ids(self, table: str, number: int) -> list[int]:
        """New ids of a table."""
        if self.is_sqlite:
            base = self._last_id(table)
            return list(range(base + 1, base + 1 + number))
        sequence = f"nextval(pg_get_serial_sequence('{table}', 'id'))"
        return [row[0] for row in self.all(f"SELECT {sequence} FROM generate_series(1, {int(number)})")]

    def _last_id(self, table: str) -> int:
        """The largest id that SQLite ever gave, also to what is gone."""
        last = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :table"
        return max(
            self.one(last, table=table) or 0, self.one(f"SELECT coalesce(max(id), 0) FROM {table}") or 0
        )

    @contextmanager
    def without_search(self, number: int) -> Iterator[None]:
        """People come in without the search index looking on, and are put into it together."""
        if not self.is_sqlite or number < AT_ONCE:
            yield
            return
        trigger = self.one("SELECT sql FROM sqlite_master WHERE name = 'person_search_inserted'")
        last = self.one("SELECT coalesce(max(id), 0) FROM person")
        self.run("DROP TRIGGER person_search_inserted")
        yield
        self.run(
            "INSERT INTO person_search (rowid, folded, name) "
            "SELECT id, folded, name FROM person WHERE id > :last",
            last=last,
        )
        self._driver.execute(trigger)

    @contextmanager
    def without_unsearching(self, number: int) -> Iterator[None]:
        """Most people go: the search index is made anew, not emptied one by one."""
        if not self.is_sqlite or number * LARGE < self.one("SELECT count(*) FROM person"):
            yield
            return
        trigger = self.one("SELECT sql FROM sqlite_master WHERE name = 'person_search_deleted'")
        self.run("DROP TRIGGER person_search_deleted")
        yield
        self.run("INSERT INTO person_search (person_search) VALUES ('rebuild')")
        self._driver.execute(trigger)

    @contextmanager
    def without_indexes(self, table: str, number: int) -> Iterator[None]:
        """A list that is large against the table has its indexes made anew: sorted, not row by row."""
        if not self.is_sqlite or number < AT_ONCE:
            yield
            return
        there = self.one(f"SELECT count(*) FROM {table}")
        if number < there * LARGE:
            yield
            return
        indexes = self.all(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL",
            table=table,
        )
        for name, _sql in indexes:
            self.run(f'DROP INDEX "{name}"')
        yield
        for _name, sql in indexes:
            self._beat()
            self._driver.execute(sql)

    def _look(self) -> int:
        try:
            self._beat()
        except RuleViolation as error:
            self._refused = error
            return 1
        return 0


def plain_value(column: str, value: Any) -> Any:
    """A value of either driver as JSON keeps it: SQLite gives days and JSON as text."""
    if isinstance(value, date):
        return value.isoformat()
    return json.loads(value) if column in JSON and isinstance(value, str) else value


def _type(column: str) -> str:
    if column in REAL:
        return "DOUBLE PRECISION"
    if column in WHOLE or column.endswith("_id"):
        return "INTEGER"
    return "JSON" if column in JSON else "DATE" if column in DAYS else "TEXT"
