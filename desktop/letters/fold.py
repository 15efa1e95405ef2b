"""Three panes side by side where there is room; where there is not, they take turns."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.widgets.basics import button, row

WIDE, MIDDLE = 1080, 800  # all three; the list beside one of the others
NARROWEST = 380


def focus_chain(root: QWidget) -> list[QWidget]:
    """What can have the focus inside a widget, in the order of the Tab key."""
    found, following = [], root.nextInFocusChain()
    while following is not None and following is not root:
        if root.isAncestorOf(following) and following.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            found.append(following)
        following = following.nextInFocusChain()
    return found


def put_behind(root: QWidget, others: Sequence[QWidget]) -> None:
    """Let the Tab key go on from the last field of a widget to these, one after the other."""
    for before, following in pairwise([*focus_chain(root)[-1:], *others]):
        QWidget.setTabOrder(before, following)


class Fold(QWidget):
    """A list, what is worked on, and how it looks; `show_pane` brings one to the front."""

    def __init__(self, panes: tuple[QWidget, QWidget, QWidget], names: tuple[str, str, str]) -> None:
        super().__init__()
        self.panes = panes
        self.buttons: list[QPushButton] = []
        self._group = QButtonGroup(self)
        bar = row(spacing=6)
        for place, name in enumerate(names):
            made = button(name)
            made.setCheckable(True)
            self._group.addButton(made, place)
            self.buttons.append(made)
            bar.addWidget(made)
        bar.addStretch(1)
        self.bar = QWidget()
        self.bar.setLayout(bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(12)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(panes[1])
        self.splitter.addWidget(panes[2])
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(panes[0])
        body.addWidget(self.splitter, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # else it could never become narrow
        box.addWidget(self.bar)
        box.addLayout(body, 1)
        self._list_width = panes[0].maximumWidth()
        self.buttons[0].setChecked(True)
        self._group.idToggled.connect(lambda _place, _on: self._fold())
        self._fold()

    def show_pane(self, place: int) -> None:
        """Bring a pane to the front; where all stand side by side this changes nothing."""
        self.buttons[place].setChecked(True)

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        width, chosen = self.width(), max(self._group.checkedId(), 0)
        whole, middle = width >= WIDE, width >= MIDDLE
        self.bar.setVisible(not whole)
        self.buttons[0].setVisible(not middle)
        if middle and not whole and chosen == 0:
            chosen = 1
        self.panes[0].setVisible(middle or chosen == 0)
        self.panes[1].setVisible(whole or chosen == 1)
        self.panes[2].setVisible(whole or chosen == 2)
        self.splitter.setVisible(middle or chosen != 0)
        if middle:
            self.panes[0].setFixedWidth(self._list_width)
        else:
            self.panes[0].setMinimumWidth(0)
            self.panes[0].setMaximumWidth(16_777_215)
