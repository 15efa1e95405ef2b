"""Long work in the worker, told step by step to a line with a bar, and stopped from there."""

from threading import Event

from PySide6.QtCore import QObject, Signal

from db.rules.imports import stopped
from desktop.widgets.busy import Waiting


class Progress(QObject):
    """`tick` is called in the worker; it ends the work when somebody has pressed Batal."""

    advanced = Signal(int)

    def __init__(self, waiting: Waiting) -> None:
        super().__init__(waiting)
        self._waiting = waiting
        self._stop = Event()
        self._total, self._told = 0, -1
        self.advanced.connect(self._show)

    @property
    def was_stopped(self) -> bool:
        """Whether Batal was pressed since the beginning."""
        return self._stop.is_set()

    def begin(self, what: str, total: int = 0, unit: str = "") -> None:
        """Work begins; without a total it can neither be measured nor stopped. unit: whose speed is told."""
        self._stop.clear()
        self._total, self._told = total, -1
        self._waiting.start(what, self._stop.set if total else None, unit)

    def tick(self, done: int) -> None:
        """So many rows are done; asked however often, the window hears of it once."""
        if self._stop.is_set():
            raise stopped()
        if done != self._told:
            self._told = done
            self.advanced.emit(done)

    def stop(self) -> None:
        """As if Batal were pressed."""
        self._stop.set()

    def finish(self) -> None:
        """The work is done, or has been given up."""
        self._waiting.finish()

    def _show(self, done: int) -> None:
        self._waiting.advance(min(done, self._total), self._total)
