"""How soon the window is there, beside a bare window measured in the same run.

pytest tests/bench/test_start.py --benchmark-only
Targets (performance.md): painted ≤ 1.5 × bare, first rows ≤ 3.5 × bare, RSS ≤ 130 MB.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

from db.engine import Database
from db.migrate import migrate
from tests.conftest import ACTOR, TODAY, practice, setup

ROOT = Path(__file__).parents[2]
ROUNDS = 7
TOLD = """
import json, os, time
def told(**facts):
    ms = (time.clock_gettime_ns(time.CLOCK_MONOTONIC) - int(os.environ["PILAR_T0"])) / 1e6
    print(json.dumps({**facts, "ms": round(ms)}), flush=True)
def rss():
    kilobytes = next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]
    return int(kilobytes) / 1024
"""
BARE = (
    TOLD
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        told(what="painted")
        os._exit(0)
window = Window()
window.resize(1280, 700)
window.show()
app.exec()
"""
)
PROGRAM = (
    TOLD
    + """
import sys
from PySide6.QtCore import QTimer
from desktop.app import make_app, make_window
app = make_app()
window = make_window(app)
window.settings.tab = 1
first = []
def paint(event, super_paint=type(window).paintEvent):
    super_paint(window, event)
    if not first:
        first.append(True)
        told(what="painted")
type(window).paintEvent = lambda self, event: paint(event)
window.show()
app.processEvents()
from desktop.program import Program
program = Program(window, sys.argv[1])
program.open()
def look():
    page = window.pages.get("officers")
    page = page and page.section("roster")
    if page is not None and page.table.rows.rowCount() == 24 and page.table.rows.row(0) is not None:
        window.grab()
        told(what="rows")
        QTimer.singleShot(1500, rest)
    else:
        QTimer.singleShot(2, look)
def rest():
    told(what="rest", rss=rss())
    os._exit(0)
look()
app.exec()
"""
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The practice office of Sumbawa with its 24 officers."""
    path = tmp_path_factory.mktemp("start") / "pilar.db"
    database = Database(f"sqlite:///{path}", ACTOR)
    migrate(database, TODAY)
    with database.writing() as session:
        setup.load_lists(session)
        practice.create_practice_office(session)
        practice.fill_roster(session, year=2020, today=TODAY)
    database.close()
    return f"sqlite:///{path}"


def start(script, *arguments):
    environment = os.environ | {
        "PILAR_T0": str(time.clock_gettime_ns(time.CLOCK_MONOTONIC)),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the installed program is compiled, too
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return {line["what"]: line for line in map(json.loads, done.stdout.splitlines())}


def test_start(benchmark, office):
    start(BARE), start(PROGRAM, office)  # compile and warm the disk
    rounds = [(start(BARE), start(PROGRAM, office)) for _ in range(ROUNDS)]
    bare = median(b["painted"]["ms"] for b, _ in rounds)
    painted = median(p["painted"]["ms"] for _, p in rounds)
    rows = median(p["rows"]["ms"] for _, p in rounds)
    memory = median(p["rest"]["rss"] for _, p in rounds)
    benchmark.pedantic(start, (PROGRAM, office), rounds=1)
    benchmark.extra_info |= {
        "bare window ms": bare,
        "painted × bare": round(painted / bare, 2),
        "first rows × bare": round(rows / bare, 2),
        "RSS MB": round(memory),
    }
    print(
        f"\nbare {bare} ms · painted {painted} ms = {painted / bare:.2f}× · "
        f"rows {rows} ms = {rows / bare:.2f}× · RSS {memory:.0f} MB"
    )
