"""A list of which some are ticked: Space turns one, Ctrl+A all of them."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from db.rules.words import _

KEY = Qt.ItemDataRole.UserRole


class TickList(QListWidget):
    """A field whose value is the keys that are ticked, in the order of the list."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setToolTip(_("Spasi mencentang satu baris, Ctrl+A semuanya."))
        self.setUniformItemSizes(True)
        self.itemChanged.connect(lambda _item: self.edited.emit())

    def set_choices(self, choices: Iterable[tuple[Any, str]], *, ticked: bool = True) -> None:
        """Offer these keys with their words; a key that was offered before keeps its tick."""
        known = {item.data(KEY): item.checkState() for item in self._items()}
        self.blockSignals(True)
        self.clear()
        for key, text in choices:
            item = QListWidgetItem(text)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(KEY, key)
            item.setCheckState(known.get(key, _state(ticked)))
            self.addItem(item)
        self.blockSignals(False)
        if self.count() and self.currentRow() < 0:
            self.setCurrentRow(0)
        self.edited.emit()

    def value(self) -> tuple[Any, ...]:
        return tuple(item.data(KEY) for item in self._items() if item.checkState() == Qt.CheckState.Checked)

    def set_value(self, keys: Iterable[Any] | None) -> None:
        wanted = set(keys or ())
        self.blockSignals(True)
        for item in self._items():
            item.setCheckState(_state(item.data(KEY) in wanted))
        self.blockSignals(False)
        self.edited.emit()

    def tick_all(self, ticked: bool = True) -> None:
        """Tick every one, or none."""
        self.set_value([item.data(KEY) for item in self._items()] if ticked else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.tick_all(len(self.value()) < self.count())
        else:
            super().keyPressEvent(event)

    def _items(self) -> list[QListWidgetItem]:
        return [item for place in range(self.count()) if (item := self.item(place)) is not None]


def _state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
