"""The one shape of a page: head, filter bar, main area, and at its side a column of cards."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from db.rules.words import _
from desktop.widgets.banner import Banner
from desktop.widgets.basics import PageHead, button, label, put, row

MARGIN, GAP = 16, 12
SIDE_WIDTH = 330
FOLDS_BELOW = 1200  # width of the page at which the cards fold away
ALONE_BELOW = 860  # width at which the unfolded cards take the whole page
ANY_WIDTH = 16_777_215  # Qt's own limit


class Page(QWidget):
    """Put filters, the main area and cards in; the page arranges them, and folds when it is narrow."""

    def __init__(self, title: str, facts: str = "", *actions: QWidget) -> None:
        super().__init__()
        self.toggle = button(_("Rincian"))
        self.toggle.setCheckable(True)
        self.toggle.hide()
        self.head = PageHead(title, facts, *actions)
        self.head.add_action(self.toggle)
        self.banner = Banner()
        self.banner.hide()
        self.count = label("", "muted")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

        self._filters = row()
        self._filter_bar = QWidget()
        bar = row(self._filters, self.count, spacing=GAP)
        bar.setStretch(1, 1)
        self._filter_bar.setLayout(bar)
        self._filter_bar.hide()
        self._main = QWidget()
        self._main_box = QVBoxLayout(self._main)
        self._main_box.setContentsMargins(0, 0, 0, 0)
        self._main_box.setSpacing(GAP)
        self._main_box.addWidget(self._filter_bar)
        self._side = _Side()

        self._body = QHBoxLayout()
        self._body.setSpacing(GAP)
        self._body.addWidget(self._main, 1)
        self._body.addWidget(self._side)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, MARGIN, 0)
        inner.setSpacing(GAP)
        inner.addWidget(self.head)
        inner.addWidget(self.banner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, 14, 0, GAP)
        outer.setSpacing(GAP)
        outer.addLayout(inner)
        outer.addLayout(self._body, 1)
        self._has_cards = False
        self._side.hide()
        self.toggle.toggled.connect(self._fold)
        self._fold()

    def add_filter(self, *filters: QWidget | QLayout) -> None:
        """Put something into the filter bar, from left to right."""
        for piece in filters:
            put(self._filters, piece)
        self._filter_bar.show()

    def set_count(self, text: str) -> None:
        """The count in words, at the end of the filter bar."""
        self.count.setText(text)
        self._filter_bar.show()

    def add_main(self, piece: QWidget | QLayout, stretch: int = 0) -> None:
        """Put something into the main area, from top to bottom; the table has `stretch=1`."""
        put(self._main_box, piece, stretch)

    def add_card(self, *cards: QWidget) -> None:
        """Put cards into the side column, from top to bottom."""
        for made in cards:
            self._side.cards.insertWidget(self._side.cards.count() - 1, made)
        self._has_cards = True
        self._fold()

    def show_cards(self, shown: bool) -> None:
        """Give the room of the cards to the main area, or back to them."""
        self._has_cards = shown
        self._fold()

    def is_narrow(self) -> bool:
        """Whether the cards are folded away, or cover the page."""
        return self.width() < FOLDS_BELOW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        narrow, wanted = self.is_narrow(), self.toggle.isChecked()
        side = self._has_cards and (wanted or not narrow)
        self.toggle.setVisible(self._has_cards and narrow)
        self._side.setVisible(side)
        alone = side and self.width() < ALONE_BELOW
        self._main.setVisible(not alone)
        self._side.set_alone(alone)
        self._body.setContentsMargins(0, 0, 0 if side else MARGIN, 0)


class _Side(QScrollArea):
    """The column of cards scrolls by itself; its bar lies in the margin of the page."""

    def __init__(self) -> None:
        super().__init__()
        self._content = QWidget()
        self._content.setProperty("role", "clear")
        self.cards = QVBoxLayout(self._content)
        self.cards.setSpacing(GAP)
        self.cards.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(self._content)
        self.set_alone(False)

    def set_alone(self, alone: bool) -> None:
        """Take the whole page, or stand beside the table."""
        self.setMinimumWidth(0 if alone else SIDE_WIDTH + MARGIN)
        self.setMaximumWidth(ANY_WIDTH if alone else SIDE_WIDTH + MARGIN)
        self._content.setMaximumWidth(ANY_WIDTH if alone else SIDE_WIDTH)
        self.cards.setContentsMargins(0, 0, MARGIN if alone else 0, 0)

    def sizeHint(self) -> QSize:
        return QSize(SIDE_WIDTH + MARGIN, 200)
