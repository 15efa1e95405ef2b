"""Long lists of the social map, beside what the machine can do at all (performance.md).

pytest tests/bench/test_import.py --benchmark-only -s        (PILAR_PEOPLE: people of the long list)
Each figure is a ratio to a baseline of the same run, in seconds of the processor (others work too).
"""

import csv
import os
import resource
import shutil
import subprocess
import time

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
from db.services import imports, practice, setup
from tests.bench.lists import HEADINGS, people, write_csv, write_xlsx
from tests.bench.offices import TODAY
from tests.conftest import ACTOR

LONG = int(os.environ.get("PILAR_PEOPLE", 1_000_000))
SHORT = min(100_000, LONG)
ERRORS = 0.03


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
    """As the wizard does it: open, match, write. Gives seconds and the result."""
    begun = time.process_time()
    with database.reading() as session:
        target = imports.get_targets(session)["people"]
    grid = read_grid(path)
    [(sheet, header)] = find_lists(grid, target)[:1]
    columns = match(header.titles, target, {})
    task = Task("people", columns, TODAY, headings=header.titles, file_name=path.name, count=sheet.height)
    with database.writing() as session:
        result = imports.apply(session, task, source_rows([(sheet, header)]))
    return time.process_time() - begun, result


def bare(path, into):
    """csv or calamine and executemany into a table without an index: the limit."""
    begun = time.process_time()
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
    return time.process_time() - begun


def imported(path, into):
    """`sqlite3 .import`: the limit that performance.md names; None where that program is missing."""
    if shutil.which("sqlite3") is None:
        return None
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    columns = ", ".join(f"c{n}" for n in range(len(HEADINGS)))
    commands = (f"CREATE TABLE t ({columns});", ".separator ;", f".import {path} t")
    subprocess.run(["sqlite3", str(into), *commands], check=True, capture_output=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime


def staged(path, database):
    """The same file into a database that holds people already: a staging table, then one INSERT … SELECT."""
    begun = time.process_time()
    names = ["nik", "kk", "name", "mother", "birth_place", "birth_date", "sex", "religion", "marital_status"]
    names += ["education", "occupation", "address", "rt", "rw", "phone"]
    rest = [name.name for name in Person.__table__.columns if name.name not in (*names, "id", "desa_code")]
    with database.writing() as session:
        connection = session.connection().connection.driver_connection
        connection.execute(f"CREATE TEMP TABLE t ({', '.join(f'c{n}' for n in range(len(HEADINGS)))})")
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, delimiter=";")
            next(reader)
            connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(HEADINGS))})", reader)
        empty = ", ".join("1" if name == "version" else "''" for name in rest)
        own = ", ".join(f"c{place}" for place in (*range(14), 16))
        connection.execute(
            f"INSERT OR IGNORE INTO person ({', '.join([*names, *rest])}) SELECT {own}, {empty} FROM t"
        )
        session.rollback()
    return time.process_time() - begun


def told(benchmark, name, figures):
    benchmark.extra_info |= figures
    print(f"\n{name}: {figures}")


def once(benchmark, work):
    return benchmark.pedantic(work, rounds=1, iterations=1)


def test_a_hundred_thousand_rows_with_errors_add_up(benchmark, folder):
    """The report of a list with three per cent of errors: every row is told, and what is told is written."""
    database = make(folder / "errors.db")
    path = write_xlsx(folder / "daftar.xlsx", people(SHORT, places(database), errors=ERRORS))
    limit = bare(path, folder / "bare_x.db")
    seconds, result = once(benchmark, lambda: take_in(database, path))
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
    told(
        benchmark,
        "100.000 xlsx",
        {"× calamine + executemany": round(seconds / limit, 1), "target": 3, "s": round(seconds, 1)},
    )
    database.close()


def test_a_million_rows_into_an_empty_database_and_more_into_it(benchmark, folder):
    """One process, so that memory is what the import needs; then a hundred thousand beside them, and back."""
    database = make(folder / "long.db")
    where = places(database)
    path = write_csv(folder / "panjang.csv", people(LONG, where))
    limit = bare(path, folder / "bare_c.db")
    (folder / "bare_c.db").unlink()
    outside = imported(path, folder / "cli.db")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, result = once(benchmark, lambda: take_in(database, path))
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    figures = {"× csv + executemany": round(seconds / limit, 1), "s": round(seconds, 1)}
    if outside:
        figures |= {"× .import": round(seconds / outside, 1), "target": 6}
    told(benchmark, f"{LONG} csv", figures | {"MB more": used, "rows/s": round(LONG / seconds)})
    assert sum(result.totals.values()) == LONG
    more = write_csv(folder / "lagi.csv", people(SHORT, where, seed=9, region="5203"))
    limit = staged(more, database)
    seconds, result = take_in(database, more)
    told(
        benchmark,
        f"{SHORT} into {LONG}",
        {"× staged": round(seconds / limit, 2), "target ": 1.5, "s ": round(seconds, 1)}
        | {outcome.value: number for outcome, number in result.totals.items() if number},
    )
    begun = time.process_time()
    with database.writing() as session:
        back = imports.take_back(session, result.batch_id)
    print(f"taken back: {back.undone} rows, {len(back.kept)} stay, {time.process_time() - begun:.1f} s")
    assert not back.kept
    database.close()
