"""Python's waste is collected in the GUI thread only.

Left alone, Python collects in whatever thread makes the next object; in a worker that could delete a window
there, and Qt would end the program.
"""

import gc

from PySide6.QtCore import QObject, QTimer

OFTEN, SELDOM = 2_000, 15  # ms between looks at what is young; every how many of them at everything


class Sweeper(QObject):
    """Sweeps while it lives. What the start has made stays anyway and is not looked at again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = 0
        gc.disable()
        self._timer = QTimer(self, interval=OFTEN)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> None:
        """Look at what is young, now and then at everything."""
        self._looks += 1
        if self._looks == 1:
            gc.freeze()
        gc.collect(2 if self._looks % SELDOM == 0 else 1)
