"""The only road from a widget to the database."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from desktop.errors import show_error

if TYPE_CHECKING:  # SQLAlchemy is imported by the opener, in the writing thread, after the window is painted
    from sqlalchemy.orm import Session

    from db.engine import Database
    from db.rules.access import Actor

T = TypeVar("T")
Failed = Callable[[Exception], object]
Receiver = Callable[[Any], object]


def _drop(_answer: object) -> None:
    """Nobody waits for it."""


class Worker(QObject):
    """Runs work off the GUI thread and brings the answer back to it.

    Reads run side by side, and their answers reach an owner in the order in which it asked: what was read
    before a write is never shown over what was read after it. Writes run one after another, each in one
    transaction.
    `work` must not touch a widget; `then` and `failed` may. If `owner` is gone, the answer is dropped.
    """

    changed = Signal(frozenset)  # names of the tables a committed write touched
    _answered = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database: Database | None = None
        self._reads = ThreadPoolExecutor(2, "read")
        self._writes = ThreadPoolExecutor(1, "write")
        self._last_write: Future[None] | None = None
        self._lines: dict[
            int, deque[list[Callable[[], None]]]
        ] = {}  # by owner: questions, each with its answer
        self._opened = Event()  # reads asked for while a database is being opened wait for it
        self._opened.set()
        self._closed = False
        self.guest: Actor | None = None  # who looks on while the database is being opened
        self._answered.connect(self._deliver)

    @property
    def database(self) -> "Database":
        """The open database; asking before `open` has answered is our bug."""
        assert self._database is not None, "no database is open"
        return self._database

    @property
    def actor(self) -> "Actor":
        """Who works here."""
        actor = self._database.actor if self._database else self.guest
        assert actor is not None, "nobody works here before a database is open"
        return actor

    def open(
        self, owner: QObject, opener: "Callable[[], Database]", then: Callable[[], object], failed: Failed
    ) -> None:
        """Open a database (imports, migration) in the writing thread.

        The one open before is closed first: when this fails, none is open and nothing can be written.
        """
        self._opened.clear()

        def job() -> None:
            before, self._database = self._database, None
            if before is not None:
                before.close()
            self._database = opener()

        self._start(self._writes, job, owner, lambda _nothing: then(), failed)
        self._start(self._writes, self._opened.set, owner, lambda _nothing: None, failed)

    def read(
        self,
        owner: QObject,
        work: "Callable[[Session], T]",
        then: Callable[[T], object],
        failed: Failed | None = None,
    ) -> None:
        def job() -> T:
            self._opened.wait()
            if self._database is None:
                raise CancelledError  # the opening has failed and says so itself
            with self._database.reading() as session:
                return work(session)

        if not self._closed:
            turn = self._stand_in_line(owner)
            self._start(self._reads, job, self, turn(then), turn(failed or _show(owner)), turn(_drop))

    def write(
        self,
        owner: QObject,
        work: "Callable[[Session], T]",
        then: Callable[[T], object],
        failed: Failed | None = None,
    ) -> None:
        def job() -> T:
            from db.audit import changed_tables

            with self.database.writing() as session:
                result = work(session)
            self.changed.emit(changed_tables(session))
            return result

        self._start(self._writes, job, owner, then, failed)

    def run(
        self, owner: QObject, job: Callable[[], T], then: Callable[[T], object], failed: Failed | None = None
    ) -> None:
        """Work without the database: a file, a PDF."""
        self._start(self._reads, job, owner, then, failed)

    @property
    def writing(self) -> bool:
        """Whether something is being written or opened right now, or waits for that."""
        return self._last_write is not None and not self._last_write.done()

    def close(self) -> None:
        """Wait for a running write, drop waiting reads, close the database."""
        self._closed = True
        self._reads.shutdown(cancel_futures=True)
        self._writes.shutdown()
        if self._database is not None:
            self._database.close()

    def _start(
        self,
        pool: Executor,
        job: Callable[[], T],
        owner: QObject,
        then: Callable[[T], object],
        failed: Failed | None,
        dropped: "Callable[[object], object]" = _drop,
    ) -> None:
        def run() -> None:
            try:
                answer = job()
            except CancelledError as error:
                self._answered.emit(owner, dropped, error)
            except Exception as error:
                self._answered.emit(owner, failed or _show(owner), error)
            else:
                self._answered.emit(owner, then, answer)

        if not self._closed:  # a timer of a window that is just closing may still ask
            future = pool.submit(run)
            if pool is self._writes:
                self._last_write = future

    def _stand_in_line(self, owner: QObject) -> "Callable[[Receiver], Receiver]":
        """What holds an answer back until the earlier questions of its owner have theirs."""
        line = self._lines.setdefault(id(owner), deque())
        question: list[Callable[[], None]] = []
        line.append(question)

        def turn(receiver: Receiver) -> Receiver:
            def take(answer: Any) -> None:
                question.append(partial(self._deliver, owner, receiver, answer))
                while line and line[0]:
                    line.popleft()[0]()
                if not line and self._lines.get(id(owner)) is line:
                    del self._lines[id(owner)]

            return take

        return turn

    def _deliver(self, owner: QObject, receiver: Callable[[Any], object], answer: Any) -> None:
        if shiboken6.isValid(owner) and not self._closed:
            receiver(answer)


def _show(owner: QObject) -> Failed:
    return lambda error: show_error(owner, error)
