"""The real worker on a real database, for tests that click."""

import gc

import pytest
import shiboken6
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget

from desktop import clock
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
def no_unheard_errors(monkeypatch):
    """A box about an error that no test expects would wait for ever for somebody to close it."""

    def fail(_owner, error, _text=""):
        raise AssertionError(f"the worker reports: {error}") from error

    monkeypatch.setattr("desktop.worker.show_error", fail)


@pytest.fixture(autouse=True)
def swept():
    """As in the program: waste is collected in the GUI thread, never in a worker."""
    gc.disable()
    yield
    gc.collect()
    gc.freeze()  # what outlives a test stays: the next one need not look through it again


@pytest.fixture
def act(sqlite_database):
    """Calls a service in the database that the worker has open."""

    def run(service, *args, **kwargs):
        with sqlite_database.writing() as session:
            return service(session, *args, **kwargs)

    return run


@pytest.fixture
def own_settings(tmp_path):
    """Neither use nor change what this computer remembers."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture
def set_day():
    """Sets today, until the end of the test."""
    yield clock.set_today
    clock.set_today(None)


@pytest.fixture
def day(request, set_day):
    """Today is what the module calls TODAY."""
    set_day(request.module.TODAY)


@pytest.fixture
def show(qtbot):
    """Shows a section in the size that it has on a small screen."""

    def run(section, height=640):
        section.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        qtbot.addWidget(section)
        section.resize(1366, height)
        section.show()
        return section

    return run


@pytest.fixture
def opened(qtbot, worker):
    """Open a dialog over a window; what it says is kept in `dialog.heard`."""
    window = QWidget()
    window.show()

    def show(kind, *args):
        dialog = kind(window, worker, *args)
        dialog.heard = []
        dialog.said.connect(dialog.heard.append)
        dialog.open()
        dialog.activateWindow()
        return dialog

    yield show
    shiboken6.delete(window)  # before the worker closes: whatever is still being read has nobody to tell


@pytest.fixture
def papers(monkeypatch):
    """The title and the bytes of every paper that would have been shown."""
    shown = []

    class Closed:
        finished = type("Never", (), {"connect": staticmethod(lambda _then: None)})()

    def show(_parent, _worker, title, pdf):
        shown.append((title, pdf))
        return Closed()

    monkeypatch.setattr("desktop.viewer.show_paper", show)
    return shown


def click(qtbot, pressed):
    """Press what may be pressed."""
    assert pressed.isEnabled()
    qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)


def text_of(section):
    """What stands on the paper beside the form."""
    document = section.preview.paper.document
    words = " ".join(document.getAllText(page).text() for page in range(document.pageCount()))
    return words.replace("\n", " ")
