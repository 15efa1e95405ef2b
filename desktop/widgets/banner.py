"""A quiet line about a problem or a result, with a way on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton

from db.rules.words import _
from desktop.widgets.basics import label, link, row
from desktop.widgets.icons import icon, set_icon
from desktop.widgets.theme import set_look, theme

ICONS = {
    "good": "check",
    "warn": "alert-outline",
    "bad": "alert-circle-outline",
    "info": "information-outline",
    "neutral": "information-outline",
}
Handler = Callable[[], object]


class Banner(QFrame):
    """Hidden until it has something to say; it never takes the focus and never waits for a click."""

    def __init__(
        self, text: str = "", tone: str = "info", link_text: str = "", on_click: Handler | None = None
    ) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._icon, self.text = QLabel(), label("", wrap=True)
        self.link = link("", self._click)
        self.close_button = QToolButton()
        set_icon(self.close_button, "close", "muted")
        self.close_button.setToolTip(_("Tutup"))
        self.close_button.setAccessibleName(_("Tutup pesan"))
        self.close_button.clicked.connect(self.hide)
        self._on_click: Handler | None = None

        box = row(self._icon, self.text, self.link, self.close_button)
        box.setStretch(1, 1)
        box.setContentsMargins(12, 4, 4, 4)
        box.setAlignment(self._icon, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.say(text, tone, link_text, on_click)
        theme.changed.connect(self._draw_icon)

    def say(
        self, text: str, tone: str = "info", link_text: str = "", on_click: Handler | None = None
    ) -> None:
        """Show one sentence; an empty one hides the line."""
        self._on_click = on_click
        self._tone = tone
        self._draw_icon()
        self.text.setText(text)
        self.setAccessibleName(text)
        self.link.setText(link_text)
        self.link.setVisible(bool(link_text))
        set_look(self, tone=tone)
        set_look(self.text, tone=tone)
        self.setVisible(bool(text)) if self.parentWidget() or not text else None

    def clear(self) -> None:
        self.say("")

    def _draw_icon(self) -> None:
        self._icon.setPixmap(icon(ICONS[self._tone], self._tone).pixmap(16, 16))

    def _click(self) -> None:
        if self._on_click:
            self._on_click()
