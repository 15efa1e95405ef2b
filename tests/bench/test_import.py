"""Long lists of the social map, beside what the machine can do at all (performance.md).

pytest tests/bench/test_import.py --benchmark-only -s        (PILAR_PEOPLE: people of the long list)
Each figure is a ratio to a baseline of the same run, on the clock and in seconds of the processor: on a
machine that others share the first sways, the second hardly.
"""

import csv
import gc
import os
import re
import resource
import shutil
import subprocess
import time
from dataclasses import dataclass
from datetime import datetime

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import func, select

from db.engine import Database
from db.exchange.headings import find_lists, match, source_rows
from db.exchange.sheets import read_grid
from db.migrate import migrate
from db.models.people import Person
from db.models.regions import Region
from db.rules.imports import Outcome, Task
from db.rules.names import fold
from db.services import imports, practice, setup
from db.tallies import adding
from tests.bench.lists import HEADINGS, people, write_csv, write_xlsx
from tests.bench.offices import TODAY
from tests.conftest import ACTOR

LONG = int(os.environ.get("PILAR_PEOPLE", 1_000_000))
SHORT = min(100_000, LONG)
SHORT_HOLDS, LONG_HOLDS = LONG >= 100_000, LONG >= 1_000_000  # rows for which the targets are stated
ERRORS = 0.03
XLSX, CSV, BESIDE = 3, 6, 1.5  # × its baseline at the most, on the clock (performance.md)


@dataclass(frozen=True)
class Spent:
    """Seconds of one piece of work, on the clock and of the processor."""

    clock: float
    cpu: float

    def over(self, limit):
        """As ratio to a baseline."""
        return Spent(self.clock / limit.clock, self.cpu / limit.cpu)

    def __str__(self):
        return f"clock {self.clock:.2f}, CPU {self.cpu:.2f}"


def spent(work, of=resource.RUSAGE_SELF):
    """What `work` takes, here or in the programs that it calls, and what it gives."""
    before, begun = resource.getrusage(of), time.perf_counter()
    result = work()
    clock, after = time.perf_counter() - begun, resource.getrusage(of)
    return Spent(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime), result


@pytest.fixture(autouse=True, scope="module")
def swept():
    """As in the program: waste is not looked for in the thread that works (desktop/sweeper.py)."""
    gc.freeze()
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("impor")


def make(path):
    database = Database(f"sqlite:///{path}", ACTOR)
    migrate(database, TODAY)
    with database.writing() as session:
        setup.load_lists(session)
        practice.create_practice_office(session)
    return database


def places(database):
    with database.reading() as session:
        regions = session.scalars(select(Region).where(Region.level == 10)).all()
        names = dict(session.execute(select(Region.code, Region.name).where(Region.level == 6)).all())
        return [(region.name, names[region.code[:6]]) for region in regions]


def take_in(database, path):
    """As the wizard does it: open, match, write."""
    with database.reading() as session:
        target = imports.get_targets(session)["people"]
    grid = read_grid(path)
    [(sheet, header)] = find_lists(grid, target)[:1]
    columns = match(header.titles, target, {})
    task = Task("people", columns, TODAY, headings=header.titles, file_name=path.name, count=sheet.height)
    with database.writing() as session:
        return imports.apply(session, task, source_rows([(sheet, header)]))


def bare(path, into):
    """csv or calamine and executemany into a table without an index: the limit."""
    connection = sqlcipher.connect(str(into))
    connection.execute(f"CREATE TABLE t ({', '.join(f'c{n}' for n in range(len(HEADINGS)))})")
    insert = f"INSERT INTO t VALUES ({', '.join('?' * len(HEADINGS))})"
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            connection.executemany(insert, csv.reader(stream, delimiter=";"))
    else:
        from python_calamine import CalamineWorkbook

        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()
        connection.executemany(insert, rows)
    connection.commit()
    connection.close()


def imported(path, into):
    """`sqlite3 .import`: the limit that performance.md names."""
    columns = ", ".join(f"c{n}" for n in range(len(HEADINGS)))
    commands = (f"CREATE TABLE t ({columns});", ".separator ;", f".import {path} t")
    subprocess.run(["sqlite3", str(into), *commands], check=True, capture_output=True)


def staged(path, database):
    """The same rows into the same tables as a careful script does it: checked, staged, then INSERT … SELECT.

    Without what an import owes besides: who is known already by name, a report of each row, taking back.
    """
    names = ("nik", "kk", "name", "folded", "birth_date", "sex", "address", "phone", "desa_code", "kind")
    rest = {column.name: "''" for column in Person.__table__.columns} | {"version": "1"}
    own = {name: name for name in names[:-1]}
    columns = {name: text for name, text in (rest | own).items() if name != "id"}
    with database.writing() as session:
        regions = session.execute(select(Region.code, Region.name).where(Region.level == 10))
        codes = {name: code for code, name in regions}
        driver = session.connection().connection.driver_connection
        driver.execute(f"CREATE TEMP TABLE t ({', '.join(names)})")
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, delimiter=";")
            next(reader)
            marks = ", ".join("?" * len(names))
            driver.executemany(f"INSERT INTO t VALUES ({marks})", (checked(row, codes) for row in reader))
        driver.execute("DELETE FROM t WHERE nik IN (SELECT nik FROM person)")
        driver.execute(
            f"INSERT INTO person ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM t"
        )
        with adding(session, TODAY):
            driver.execute(
                "INSERT INTO mapping_record (person_id, kind_code, desa_code, kecamatan_code, sex, born, "
                "criteria, disabilities, facts, state, recorded_on, confirmed_on, entered_at, source, "
                "recorder, exception_reason, note, closed_reason, version) SELECT p.id, t.kind, t.desa_code, "
                "substr(t.desa_code, 1, 6), t.sex, t.birth_date, '[]', '[]', '{}', 'reported', '2020-04-09', "
                "'2020-04-09', '2020-04-09', '', '', '', '', '', 1 FROM t JOIN person p ON p.nik = t.nik"
            )
        session.rollback()


def checked(row, codes):
    """NIK, birth date and desa as they must be."""
    if not re.fullmatch("[0-9]{16}", row[0]):
        return (None,) * 10
    born = datetime.strptime(row[5], "%d-%m-%Y").date().isoformat()
    name = " ".join(row[2].split())
    return (*row[:2], name, fold(name), born, row[6], row[11], row[16], codes.get(row[14]), row[17])


def told(benchmark, name, figures):
    figures = {name: str(figure) for name, figure in figures.items()}
    benchmark.extra_info |= figures
    print(f"\n{name}: {figures}")


def once(benchmark, work):
    return benchmark.pedantic(work, rounds=1, iterations=1)


def test_a_hundred_thousand_rows_with_errors_add_up(benchmark, folder):
    """The report of a list with three per cent of errors: every row is told, and what is told is written."""
    database = make(folder / "errors.db")
    path = write_xlsx(folder / "daftar.xlsx", people(SHORT, places(database), errors=ERRORS))
    limit, _ = spent(lambda: bare(path, folder / "bare_x.db"))
    took, result = once(benchmark, lambda: spent(lambda: take_in(database, path)))
    with database.reading() as session:
        written = session.scalar(select(func.count(Person.id)))
        kept = imports.get_results(session, result.batch_id)
    totals = {outcome.value: number for outcome, number in result.totals.items() if number}
    reasons = {}
    for row in result.rows:
        if row.outcome is Outcome.ERROR:
            key = row.reason.split("“")[0].split("(")[0][:40]
            reasons[key] = reasons.get(key, 0) + 1
    print(f"\n{SHORT} rows = {totals}; kept {len(kept)} rows, {written} people; refused because: {reasons}")
    assert sum(result.totals.values()) == SHORT == len(kept)
    assert 0.025 < result.totals[Outcome.ERROR] / SHORT < 0.035
    told(benchmark, "100.000 xlsx", {"× calamine + executemany": took.over(limit), "target": XLSX, "s": took})
    database.close()
    if SHORT_HOLDS:  # with fewer rows, what is done once weighs too much
        assert took.over(limit).clock <= XLSX


def test_a_million_rows_into_an_empty_database_and_more_into_it(benchmark, folder):
    """One process, so that memory is what the import needs; then a hundred thousand beside them, and back."""
    database = make(folder / "long.db")
    where = places(database)
    path = write_csv(folder / "panjang.csv", people(LONG, where))
    limit, _ = spent(lambda: bare(path, folder / "bare_c.db"))
    (folder / "bare_c.db").unlink()
    outside = None
    if shutil.which("sqlite3"):
        outside, _ = spent(lambda: imported(path, folder / "cli.db"), resource.RUSAGE_CHILDREN)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took, result = once(benchmark, lambda: spent(lambda: take_in(database, path)))
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    figures = {"× csv + executemany": took.over(limit), "s": took}
    if outside:
        figures |= {"× .import": took.over(outside), "target": CSV}
    told(benchmark, f"{LONG} csv", figures | {"MB more": used, "rows/s": round(LONG / took.clock)})
    assert sum(result.totals.values()) == LONG
    more = write_csv(folder / "lagi.csv", people(SHORT, where, seed=9, region="5203"))
    limit, _ = spent(lambda: staged(more, database))
    beside, result = spent(lambda: take_in(database, more))
    told(
        benchmark,
        f"{SHORT} into {LONG}",
        {"× staged": beside.over(limit), "target ": BESIDE, "s ": beside}
        | {outcome.value: number for outcome, number in result.totals.items() if number},
    )
    with database.writing() as session:
        took_back, back = spent(lambda: imports.take_back(session, result.batch_id))
    print(f"taken back: {back.undone} rows, {len(back.kept)} stay, s: {took_back}")
    assert not back.kept
    database.close()
    if LONG_HOLDS:
        assert outside is None or took.over(outside).clock <= CSV
        assert beside.over(limit).clock <= BESIDE
