"""A round of 900 desa × 37 kinds over 1.3 million cases: opening, typing, locking, what changed since.

pytest tests/bench/test_rounds.py --benchmark-only -s        (PILAR_PEOPLE for fewer)
Targets: the matrix is there in 500 ms, a typed figure is written in 50 ms, locking says how far it is.
"""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from db.engine import Database
from db.rules.mapping import Register
from db.services.mapping import deltas, head_counts, kits, round_reports, rounds, sheets, snapshots
from db.services.mapping.deltas import Compared
from db.services.mapping.head_counts import NOTHING, CellChange, Said
from tests.bench.people import COUNT, TODAY, fill, fill_records, make_office
from tests.bench.test_roster import ms
from tests.conftest import ACTOR

TIMES, OPEN, TYPED = 5, 500, 50  # ms
VALUES = {
    "name": "Semester I 2020",
    "year": 2020,
    "reference_date": date(2020, 6, 30),
    "begins_on": date(2020, 4, 1),
    "ends_on": date(2020, 6, 30),
    "note": "",
}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("putaran") / "pilar.db"
    fill(path, make_office(path), COUNT)
    fill_records(path)
    database = Database(f"sqlite:///{path}", ACTOR)
    yield database
    database.close()


def test_a_round_over_a_million(benchmark, database):
    def ask(service, *args, **kwargs):
        with database.reading() as session:
            return service(session, *args, **kwargs)

    def do(service, *args, **kwargs):
        with database.writing() as session:
            return service(session, *args, **kwargs)

    def best(service, *args, **kwargs):
        return min(ms(lambda: ask(service, *args, **kwargs)) for _ in range(TIMES))

    made = ms(lambda: do(rounds.create_round, VALUES, today=TODAY))
    [found] = ask(rounds.list_rounds)
    matrix = ask(head_counts.read_matrix, found.id)
    first = matrix.rows[0]
    kind = matrix.kinds[0].code
    typed = [
        ms(lambda n=n: do(head_counts.set_counts, found.id, [change(first.id, kind, n)], on=TODAY))
        for n in range(TIMES)
    ]
    opened = best(head_counts.read_matrix, found.id)
    times = {
        "a round begins, 900 sheets": made,
        "matrix 900 × 37": opened,
        "sheets": best(sheets.list_sheets, found.id),
        "overview": best(rounds.get_progress, found.id),
        "a typed figure": min(typed),
        "matrix as a report": best(round_reports.matrix_table, found.id, Register.PPKS),
        "a kit": ms(lambda: do(kits.make_kit, found.id, first.id, [], at=datetime.now(UTC))),
        "locking": ms(
            lambda: do(snapshots.lock_round, found.id, at=datetime.now(UTC), today=date(2020, 6, 30))
        ),
    }
    close = "UPDATE mapping_record SET closed_on = :day, closed_reason = 'Meninggal' WHERE id % 200 = 0"
    with database.engine.begin() as connection:
        connection.execute(text(close), {"day": TODAY.isoformat()})
    times["what changed, per kind"] = ms(lambda: ask(deltas.delta_table, Compared(found.id)))
    times["what changed, names"] = ms(lambda: ask(deltas.names_table, Compared(found.id)))
    for name, time in times.items():
        print(f"{name:32}{time:10,.0f} ms")
    benchmark.pedantic(lambda: ask(head_counts.read_matrix, found.id), rounds=TIMES)
    assert opened < OPEN
    assert min(typed) < TYPED


def change(desa, kind, number):
    """What is typed the n-th time into the same cell."""
    before = Said(number - 1) if number else NOTHING
    return CellChange(desa, kind, before, Said(number))
