"""A large dialog in which one thing after another is worked through."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.problems import Conflict
from db.rules.words import _
from desktop.widgets.banner import Banner
from desktop.widgets.busy import BusyCursor
from desktop.widgets.dialog import GuardedDialog
from desktop.widgets.failure import sentence
from desktop.widgets.room import take_room
from desktop.worker import Worker

WIDTH, HEIGHT = 1330, 690


class WorkDialog(GuardedDialog):
    """Says on top what is in the way, waits for a running write, and asks before anything typed is lost."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        super().__init__(parent)
        self.worker = worker
        self.banner = Banner()
        self.banner.hide()
        self._busy = BusyCursor(self)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(16, 12, 16, 12)
        self.box.setSpacing(12)
        self.box.addWidget(self.banner)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)

    def save(self) -> None:
        """Keep what was typed; Ctrl+S."""
        raise NotImplementedError

    def reload(self) -> None:
        """Show what the database has now instead of what was typed: somebody else has changed it."""
        raise NotImplementedError

    def set_saving(self, saving: bool) -> None:
        """A write has begun, or has ended."""
        self._saving = saving
        if saving:
            self._busy.start()
        else:
            self._busy.stop()

    def show_error(self, error: Exception) -> None:
        """Stay open with what was typed, and say what is in the way."""
        self.set_saving(False)
        if isinstance(error, Conflict):
            self.banner.say(sentence(error), "bad", _("Muat ulang"), self.reload)
        else:
            self.say_failure(error)

    def showEvent(self, event: QShowEvent) -> None:
        take_room(self, WIDTH, HEIGHT)
        super().showEvent(event)
