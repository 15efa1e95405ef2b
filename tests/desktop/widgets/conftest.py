"""A worker with the real threads and no database: the session is None."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from concurrent.futures import ThreadPoolExecutor

import pytest
import shiboken6
from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal

from desktop.widgets.theme import apply_theme


class ThreadsOnly(QObject):
    """`desktop.worker.Worker` as far as widgets know it."""

    changed = Signal(frozenset)
    _answered = Signal(object, object, object)

    def __init__(self):
        super().__init__()
        self._pool = ThreadPoolExecutor(2)
        self._closed = False
        self._answered.connect(self._deliver)

    def read(self, owner, work, then, failed=None):
        def run():
            try:
                answer = work(None)
            except Exception as error:
                self._answered.emit(owner, failed, error)
            else:
                self._answered.emit(owner, then, answer)

        if not self._closed:
            self._pool.submit(run)

    def close(self):
        self._closed = True
        self._pool.shutdown(cancel_futures=True)

    def _deliver(self, owner, receiver, answer):
        if shiboken6.isValid(owner):
            receiver(answer)


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp):
    QStandardPaths.setTestModeEnabled(True)
    apply_theme(qapp, dark=False)


@pytest.fixture(autouse=True)
def own_settings(tmp_path):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture
def threads(qapp):
    worker = ThreadsOnly()
    yield worker
    worker.close()
