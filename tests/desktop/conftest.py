"""The real worker on a real database, for tests that click."""

import gc

import pytest

from desktop.worker import Worker


@pytest.fixture
def worker(qtbot, sqlite_database):
    """A worker whose database is open."""
    worker = Worker()
    opened = []
    worker.open(worker, lambda: sqlite_database, lambda: opened.append(True), opened.append)
    qtbot.waitUntil(lambda: opened == [True])
    yield worker
    worker.close()


@pytest.fixture(autouse=True)
def swept():
    """As in the program: waste is collected in the GUI thread, never in a worker."""
    gc.disable()
    yield
    gc.collect()
