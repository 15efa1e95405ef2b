"""Answers reach a window in the order in which it asked."""

from threading import Event

import pytest
from PySide6.QtCore import QObject


@pytest.fixture
def slow():
    """A question whose answer waits for `free`."""
    free = Event()

    def ask(_session):
        assert free.wait(10)
        return "old"

    ask.free = free
    yield ask
    free.set()


def test_what_was_asked_first_is_never_shown_last(qtbot, worker, slow):
    window, other, shown, beside = QObject(), QObject(), [], []
    worker.read(window, slow, shown.append)
    worker.read(window, lambda _session: "new", shown.append)
    worker.read(other, lambda _session: "beside", beside.append)
    qtbot.waitUntil(lambda: beside == ["beside"])  # who asked nothing slow does not wait
    assert shown == []
    slow.free.set()
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert shown == ["old", "new"]


def test_a_question_that_fails_keeps_its_place(qtbot, worker, slow):
    window, shown = QObject(), []

    def fail(session):
        slow(session)
        raise ValueError("no")

    worker.read(window, fail, shown.append, failed=lambda error: shown.append(str(error)))
    worker.read(window, lambda _session: "new", shown.append)
    slow.free.set()
    qtbot.waitUntil(lambda: shown == ["no", "new"])


def test_an_answer_may_ask_again(qtbot, worker):
    window, shown = QObject(), []

    def ask_again(answer):
        shown.append(answer)
        worker.read(window, lambda _session: "second", shown.append)

    worker.read(window, lambda _session: "first", ask_again)
    qtbot.waitUntil(lambda: shown == ["first", "second"])
    worker.read(window, lambda _session: "third", shown.append)
    qtbot.waitUntil(lambda: shown[-1] == "third")
    assert worker._lines == {}


def test_who_is_gone_is_not_answered(qtbot, worker, slow):
    window, shown, told = QObject(), [], []
    worker.read(window, slow, shown.append)
    worker.read(window, lambda _session: told.append("read"), shown.append)
    window.deleteLater()
    qtbot.waitUntil(lambda: told == ["read"])
    slow.free.set()
    qtbot.waitUntil(lambda: worker._lines == {})
    assert shown == []
