"""A word before the window closes: what is typed is kept, or asked about."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class BeforeClose(QObject):
    """Asks `may_close` when the window around a section is about to close; False keeps it open."""

    def __init__(self, section: QWidget, may_close: Callable[[], bool]) -> None:
        super().__init__(section)
        self._section, self._may_close = section, may_close
        self._window: QWidget | None = None
        section.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._section:
            if event.type() == QEvent.Type.Show:
                self._watch(self._section.window())
        elif event.type() == QEvent.Type.Close and not self._may_close():
            event.ignore()
            return True
        return False

    def _watch(self, window: QWidget) -> None:
        if window is not self._window and window is not self._section:
            if self._window is not None:
                self._window.removeEventFilter(self)
            self._window = window
            window.installEventFilter(self)
