"""How long the reports about 5,000 TKSK with ten years of decrees and monthly reports take to be read.

pytest tests/bench/test_officer_reports.py --benchmark-only -s
Target (issue 4): each within two seconds.
"""

from datetime import date
from time import perf_counter

import pytest

from db.rules.officer_reports import State
from db.services import officer_reports
from db.services.officer_history import officer_report
from db.services.officer_reports import Wanted
from tests.services.test_officer_reports import fill_many

OFFICERS, TARGET = 5000, 2.0
WANTED = Wanted(date(2020, 4, 13))
REPORTS = {
    "L01": (officer_reports.roster_report, WANTED),
    "L02": (officer_reports.posts_report, WANTED),
    "L03": (officer_reports.decrees_report, Wanted(WANTED.on, state=State.VALID)),
    "L05": (officer_reports.monthly_report, WANTED),
    "L19": (officer_reports.replacement_report, WANTED),
}


@pytest.mark.benchmark(group="reports")
def test_5000_officers(benchmark, sqlite_database):
    with sqlite_database.writing() as session:
        fill_many(session, OFFICERS)

    def read_all():
        taken = {}
        with sqlite_database.reading() as session:
            for code, (report, wanted) in REPORTS.items():
                start = perf_counter()
                assert len(report(session, wanted).rows) >= OFFICERS, code
                taken[code] = perf_counter() - start
            start = perf_counter()
            officer_report(session, 1005, WANTED.on)
            taken["L04"] = perf_counter() - start
        return taken

    taken = benchmark.pedantic(read_all, rounds=2)
    print("\n" + ", ".join(f"{code} {seconds:.2f} s" for code, seconds in sorted(taken.items())))
    assert max(taken.values()) < TARGET
