"""A large dialog in which one thing after another is worked through."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.problems import Conflict
from db.rules.words import _
from desktop.widgets.ask import confirm
from desktop.widgets.banner import Banner
from desktop.widgets.busy import BusyCursor
from desktop.widgets.failure import copy_report, is_expected, sentence
from desktop.worker import Worker

WIDTH, HEIGHT = 1330, 690


class WorkDialog(QDialog):
    """Says on top what is in the way, waits for a running write, and asks before anything typed is lost."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        super().__init__(parent)
        self.worker = worker
        self.banner = Banner()
        self.banner.hide()
        self._busy = BusyCursor(self)
        self._saving = False
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

    def unsaved(self) -> bool:
        """Whether something typed would be lost."""
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
        elif is_expected(error):
            self.banner.say(sentence(error), "bad")
        else:
            self.banner.say(sentence(error), "bad", _("Salin laporan"), lambda: copy_report(error))

    def reject(self) -> None:
        if not self._saving and self._may_go():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._saving or not self._may_go():
            event.ignore()
        else:
            self.done(QDialog.DialogCode.Rejected)

    def showEvent(self, event: QShowEvent) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width() - 32), min(HEIGHT, room.height() - 48))
        super().showEvent(event)

    def _may_go(self) -> bool:
        question = _("Isian yang belum disimpan akan hilang.")
        return not self.unsaved() or confirm(self, question, _("Buang isian"), danger=True)
