"""Python's waste is collected in the GUI thread only.

Left alone, Python collects in whatever thread makes the next object; in a worker that could delete a window
there, and Qt would end the program.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

OFTEN, SELDOM = 2_000, 15  # ms between looks at what is young; every how many of them at everything
MANY, PATIENCE = 20_000, 150  # young objects: somebody is at work with them; how many looks that may last
MODULES = 40  # so many new ones are a library: it stays, and is not looked at again


class Sweeper(QObject):
    """Sweeps while it lives, never long: what a library has made stays anyway and is not looked at again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = self._waited = self._modules = 0
        gc.disable()
        self._timer = QTimer(self, interval=OFTEN)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> None:
        """Look at what is young, now and then at everything."""
        self._looks += 1
        if gc.get_count()[0] > MANY and self._waited < PATIENCE:
            self._waited += 1
            return
        self._waited = 0
        if len(sys.modules) > self._modules + MODULES:
            self._modules = len(sys.modules)
            gc.freeze()
        gc.collect(2 if self._looks % SELDOM == 0 else 1)
