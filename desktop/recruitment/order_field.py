"""A field whose value is an order: dragged, or moved with buttons and Alt+↑, Alt+↓."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.rules.words import _
from desktop.widgets.basics import button

KEY = Qt.ItemDataRole.UserRole
FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
ROW, FRAME = 28, 8


class OrderField(QWidget):
    """`ticked`: each line has a tick, and only the ticked ones belong to the value."""

    edited = Signal()

    def __init__(self, words: Mapping[Any, str], *, ticked: bool = False) -> None:
        super().__init__()
        self._words, self._ticked = dict(words), ticked
        self.list = QListWidget()
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setFixedHeight(max(len(self._words), 3) * ROW + FRAME)
        self.up_button = button("↑", on_click=lambda: self.move_line(-1))
        self.up_button.setToolTip(_("Naikkan"))
        self.up_button.setShortcut("Alt+Up")
        self.down_button = button("↓", on_click=lambda: self.move_line(1))
        self.down_button.setToolTip(_("Turunkan"))
        self.down_button.setShortcut("Alt+Down")
        side = QVBoxLayout()
        side.addWidget(self.up_button)
        side.addWidget(self.down_button)
        side.addStretch(1)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list, 1)
        box.addLayout(side)
        self.setFocusProxy(self.list)
        self.list.itemChanged.connect(lambda _item: self.edited.emit())
        self.list.model().rowsMoved.connect(lambda *_where: self.edited.emit())
        self.set_value(self._words)

    def value(self) -> tuple[Any, ...]:
        """The keys in their order; with ticks, only those ticked."""
        items = [self.list.item(place) for place in range(self.list.count())]
        on = Qt.CheckState.Checked
        keys = list(self._words)  # an item would turn a key into plain text
        return tuple(keys[item.data(KEY)] for item in items if not self._ticked or item.checkState() == on)

    def set_value(self, keys: Iterable[Any] | None) -> None:
        """These keys first, ticked where there are ticks; the others below them."""
        chosen = list(keys or ())
        self.list.blockSignals(True)
        self.list.clear()
        for key in (*chosen, *(other for other in self._words if other not in chosen)):
            item = QListWidgetItem(self._words[key])
            item.setData(KEY, list(self._words).index(key))
            item.setFlags(
                FLAGS | (Qt.ItemFlag.ItemIsUserCheckable if self._ticked else Qt.ItemFlag.NoItemFlags)
            )
            if self._ticked:
                item.setCheckState(Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    def move_line(self, by: int) -> None:
        """Move the chosen line."""
        place = self.list.currentRow()
        if 0 <= place + by < self.list.count():
            self.list.insertItem(place + by, self.list.takeItem(place))
            self.list.setCurrentRow(place + by)
            self.edited.emit()
