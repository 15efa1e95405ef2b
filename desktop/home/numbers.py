"""A number that leads to its names: the whole card can be clicked."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from db.rules.words import grouped
from desktop.widgets.basics import Card, label, link
from desktop.widgets.theme import set_look


class NumberCard(Card):
    """A number with its name; the name is the link for the keyboard."""

    def __init__(self, text: str, on_click: Callable[[], object]) -> None:
        super().__init__("", spacing=0)
        self.number = label("–", "title")
        self.link = link(text, on_click)
        self.add(self.number, self.link)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_number(self, number: int, tone: str = "") -> None:
        """Show a number, in the colour of a tone where it asks for attention."""
        self.number.setText(grouped(number))
        self.link.setAccessibleName(f"{self.link.text()}: {number}")
        set_look(self.number, tone=tone)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.link.click()
