"""A page of the main window that keeps itself up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from desktop.worker import Worker


class Tab(QWidget):
    """Refreshes when a table it `reads` changes: at once if visible, else when next shown.

    No tab knows another: it asks with `navigate("recruitment/open", kecamatan_code)`, and the main window
    shows the tab of that name and hands it the rest through `receive`.
    """

    reads: frozenset[str] = frozenset()
    navigate = Signal(str, object)
    said = Signal(str)  # a quiet sentence for the status bar: what was done

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self._stale = True
        worker.changed.connect(self._on_changed)

    def refresh(self) -> None:
        raise NotImplementedError

    def receive(self, topic: str, payload: Any) -> None:
        """Do what another tab asks for: `topic` is the part after the slash."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def _on_changed(self, tables: frozenset[str]) -> None:
        self._stale = self._stale or bool(self.reads & tables)
        if self.isVisible():
            self._catch_up()

    def _catch_up(self) -> None:
        if self._stale:
            self._stale = False
            self.refresh()
