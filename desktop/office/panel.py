"""What the panels of the office's settings share."""

from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.widgets.banner import Banner
from desktop.widgets.basics import row
from desktop.widgets.failure import sentence
from desktop.worker import Worker


class Panel(QWidget):
    """Reads itself when first shown and when a table it `reads` has changed; tells results in its banner."""

    reads: frozenset[str] = frozenset()

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self.dialog: Any = None
        self.banner = Banner()
        self.action_row = QWidget()  # the dialog shows them beside its own button
        self.main_button: QPushButton | None = None  # what Enter means here
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(16, 16, 16, 12)
        self.box.setSpacing(12)
        self.box.addWidget(self.banner)
        worker.changed.connect(self._on_changed)

    def set_actions(self, *pieces: QWidget | None) -> None:
        """What can be done here, from left to right; None is the room between."""
        self.action_row.setLayout(row(*pieces, spacing=12))

    def refresh(self) -> None:
        raise NotImplementedError

    def is_edited(self) -> bool:
        """Whether something typed here would be lost."""
        return False

    def tell(self, text: str) -> None:
        """Say what was done."""
        self.banner.say(text, "good")

    def show_failure(self, error: Exception) -> None:
        """Say what is in the way; what was typed stays."""
        self.banner.say(sentence(error), "bad")

    def _on_changed(self, tables: frozenset[str]) -> None:
        if self.reads & tables:
            self.refresh()
