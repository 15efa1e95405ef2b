"""A line to type what one looks for; it speaks when the typing pauses."""

from PySide6.QtCore import QKeyCombination, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.widgets.icons import icon, set_icon

PAUSE = 150  # ms


class SearchBox(QLineEdit):
    """`searched` comes once per pause in typing, and at once for Enter; ↓ goes on to the results."""

    searched = Signal(str)

    def __init__(self, hint: str, results: QWidget | None = None, width: int = 300) -> None:
        super().__init__()
        self.results = results
        self._width = width
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(min(width, 160))
        self.setMaximumWidth(width)
        glass = self.addAction(icon("magnify", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        set_icon(glass, "magnify", "muted")
        self._said = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._say)
        self.textChanged.connect(self._pause.start)
        self.returnPressed.connect(self._say)

    def sizeHint(self) -> QSize:
        return QSize(self._width, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.results:
            self._say()
            self.results.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.keyCombination() == QKeyCombination(Qt.Key.Key_Escape) and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._said:
            self._said = text
            self.searched.emit(text)
