"""The list of cases of a million people (PILAR_PEOPLE sets another number): pages, jumps, searches.

pytest tests/bench/test_mapping_list.py --benchmark-only -s
Targets (performance.md, Tables and Search): first 100 rows at each key ≤ 50 ms, a jump ≤ 100 ms, opening the
list ≤ 2.5 × an empty table, no pause of the window above 50 ms.
"""

import gc
import time
from statistics import median

import pytest
from PySide6.QtCore import QAbstractTableModel, QTimer
from PySide6.QtWidgets import QTableView

from db.engine import Database
from db.rules.mapping import Register
from db.services.mapping import records
from db.services.mapping.records import Filter
from desktop.mapping.records_section import RecordsSection
from desktop.worker import Worker
from tests.bench.people import COUNT, TODAY, fill, fill_records, make_office
from tests.bench.test_roster import ms
from tests.conftest import ACTOR

PAGE, KEY, JUMP, PAUSE, TIMES = 200, 50, 100, 50, 2.5  # rows; ms; × the empty table
NAMES = ("siti aminah", "muhammad zulkifli", "lalu supriadi", "wayan", "budi santoso hidayat")
FILTERS = {
    "kecamatan": Filter(kecamatan_code="520406"),
    "desa": Filter(desa_code="5204062001"),
    "kind": Filter(kind_code="PMKS-08"),
    "kecamatan, kind, sex": Filter(kecamatan_code="520406", kind_code="PMKS-08", sex="P"),
    "PSKS": Filter(register=Register.PSKS),
    "PPKS": Filter(register=Register.PPKS),
    "women of 60": Filter(sex="P", age_from=60, age_on=TODAY),
    "without NIK": Filter(without_nik=True),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("peta") / "pilar.db"
    fill(path, make_office(path), COUNT)
    fill_records(path)
    database = Database(f"sqlite:///{path}", ACTOR)
    gc.collect()
    gc.disable()  # as the program does (desktop/sweeper.py); the heap of the tests is not its own
    yield database
    gc.enable()
    database.close()


def test_pages_jumps_searches_and_filters(benchmark, database):
    """Each as the window asks: the first page, then how many."""
    with database.reading() as session:
        records.list_records(session, 0, PAGE)  # what is loaded once

        def page(offset, where):
            return round(ms(lambda: records.list_records(session, offset, PAGE, where)), 1)

        def counted(where):
            return round(ms(lambda: records.count_records(session, where)), 1)

        everything = Filter()
        number = records.count_records(session)
        jumps = [page(int(number * part), everything) for part in (0.1, 0.3, 0.5, 0.7, 0.9, 0.999)]
        keys, counts = {}, {}
        for name in NAMES:
            for length in range(1, len(name) + 1):
                typed = Filter(text=name[:length])
                keys[name[:length]], counts[name[:length]] = page(0, typed), counted(typed)
        niks = {text: page(0, Filter(text=text)) for text in ("5204", "520406", "5204061", "520406150850")}
        filters = {name: (page(0, where), counted(where)) for name, where in FILTERS.items()}
        deep = {
            name: page(records.count_records(session, FILTERS[name]) // 2, FILTERS[name])
            for name in ("PPKS", "kind")
        }
        first = benchmark(lambda: records.list_records(session, 0, PAGE))
        assert len(first) == PAGE
    worst = max(keys, key=keys.__getitem__)
    figures = {
        "count": counted(everything),
        "first page": page(0, everything),
        "jumps": jumps,
        "keys": f"median {median(keys.values())}, worst {keys[worst]} ({worst!r})",
        "counts": f"median {median(counts.values())}, worst {max(counts.values())}",
        "NIK": niks,
        "filters (page, count)": filters,
        "middle of": deep,
    }
    benchmark.extra_info |= {name: str(value) for name, value in figures.items()}
    print(f"\n{number} cases, ms:")
    for name, value in figures.items():
        print(f"  {name}: {value}")
    assert median(keys.values()) <= KEY
    assert max(jumps) <= JUMP


class Empty(QAbstractTableModel):
    """Nothing at all: the limit."""

    def rowCount(self, _parent=None):
        return 0

    def columnCount(self, _parent=None):
        return 9


def test_the_section_opens_and_never_stalls(benchmark, database, qtbot):
    """From nothing to the first rows, then a drag through all of them, with a heartbeat."""

    def until(done):
        began = time.perf_counter()
        qtbot.waitUntil(done, timeout=60_000)
        return (time.perf_counter() - began) * 1000

    def empty():
        view = QTableView()
        view.setModel(Empty(view))
        qtbot.addWidget(view)
        return ms(lambda: (view.show(), view.viewport().repaint()))

    worker, ready = Worker(), []
    worker.open(worker, lambda: database, lambda: ready.append(True), ready.append)
    qtbot.waitUntil(lambda: ready == [True])
    beats, last = [], [time.perf_counter()]

    def beat():
        now = time.perf_counter()
        beats.append((now - last[0]) * 1000)
        last[0] = now

    heart = QTimer()
    heart.timeout.connect(beat)
    limit = median(empty() for _ in range(3))
    section = RecordsSection(worker)
    qtbot.addWidget(section)
    began = time.perf_counter()
    section.resize(1366, 700)
    section.show()
    until(lambda: section.records.row(0) is not None)
    opened = (time.perf_counter() - began) * 1000
    until(lambda: bool(section.page.count.text()))
    counted = (time.perf_counter() - began) * 1000
    number = section.records.rowCount()
    bar = section.table.verticalScrollBar()
    last[0] = time.perf_counter()
    heart.start(5)
    times = []
    for part in (0.5, 0.1, 0.9, 0.3):
        bar.setValue(int(bar.maximum() * part))
        place = section.table.rowAt(5)
        times.append(until(lambda place=place: section.records.row(place) is not None))
    for step in range(100):  # a drag through all
        bar.setValue(bar.maximum() * step // 100)
        qtbot.wait(5)
    place = section.table.rowAt(5)
    landed = until(lambda: section.records.row(place) is not None)
    for length in range(1, 8):
        section.search.setText("siti am"[:length])
        qtbot.wait(40)
    searched = until(lambda: section.records.rowCount() < number)
    heart.stop()
    worker.close()
    figures = {
        "empty table": round(limit),
        "first rows": round(opened),
        "counted": round(counted),
        "jumps": [round(one) for one in times],
        "after the drag": round(landed),
        "search": round(searched),
        "longest pauses": [round(one) for one in sorted(beats)[-4:]],
    }
    benchmark.extra_info |= {name: str(value) for name, value in figures.items()}
    benchmark(lambda: section.records.row(0))
    print(f"\n{number} cases, ms: {figures}; targets: jump {JUMP}, pause {PAUSE}")
