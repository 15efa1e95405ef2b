"""The small pieces that every page is built of: words, buttons, cards, facts, pills."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.icons import set_icon
from desktop.widgets.theme import set_look

ICON_SIZE = QSize(16, 16)
Fact = str | QWidget
Top = Qt.AlignmentFlag.AlignTop


class Label(QLabel):
    """Words in one line end in "…" where they do not fit, and the tooltip has them whole."""

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self.wordWrap() else QSize(min(hint.width(), 48), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_cut():
            super().paintEvent(event)
            return
        area, metrics = self.contentsRect(), self.fontMetrics()
        elided = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, area, self.alignment(), self.palette(), self.isEnabled(), elided, self.foregroundRole()
        )

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip() and self._is_cut():
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.text(), self)
            return True
        return super().event(event)

    def _is_cut(self) -> bool:
        plain = not self.wordWrap() and self.textFormat() == Qt.TextFormat.PlainText
        return plain and self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()


def label(text: str, role: str = "", wrap: bool = False, tone: str = "") -> Label:
    """Words; `role` is title, section, muted, strong or note, `tone` good, warn, bad or info."""
    made = Label(text.upper() if role == "section" else text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    return made


def button(
    text: str,
    icon: str = "",
    primary: bool = False,
    danger: bool = False,
    on_click: Callable[[], object] | None = None,
) -> QPushButton:
    """A button whose text is a verb; one `primary` button to a page."""
    made = QPushButton(text)
    made.setIconSize(ICON_SIZE)
    made.setAutoDefault(False)
    made.setProperty("role", "primary" if primary else "danger" if danger else "")
    if icon:
        set_icon(made, icon, "on_accent" if primary else "bad" if danger else "text")
        made.setText(f" {text}")
    if on_click:
        made.clicked.connect(lambda _checked: on_click())
    return made


def link(text: str, on_click: Callable[[], object] | None = None) -> QPushButton:
    """Words or a number that lead somewhere."""
    made = button(text, on_click=on_click)
    made.setProperty("role", "link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def icon_button(icon: str, text: str, on_click: Callable[[], object] | None = None) -> QPushButton:
    """A button that shows only its icon; the words are its tooltip and its name for screen readers."""
    made = button("", icon, on_click=on_click)
    made.setText("")
    made.setToolTip(text)
    made.setAccessibleName(text)
    return made


def row(*pieces: QWidget | QLayout | None, spacing: int = 8) -> QHBoxLayout:
    """Pieces side by side; None is the room that stretches."""
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    for piece in pieces:
        if piece is None:
            box.addStretch(1)
        else:
            put(box, piece)
    return box


def put(box: QVBoxLayout | QHBoxLayout, piece: QWidget | QLayout, stretch: int = 0) -> None:
    """Add a widget or a layout to a box."""
    if isinstance(piece, QWidget):
        box.addWidget(piece, stretch)
    else:
        box.addLayout(piece, stretch)


def line() -> QFrame:
    """A thin line between blocks."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


class Card(QFrame):
    """A box about one thing, with its subject in small capitals."""

    def __init__(self, title: str = "", *content: QWidget | QLayout, spacing: int = 8) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.title = label(title, "section")
        self.title.setVisible(bool(title))
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(16, 14, 16, 14)
        self.box.setSpacing(spacing)
        self.box.addWidget(self.title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.add(*content)

    def add(self, *content: QWidget | QLayout) -> None:
        for piece in content:
            put(self.box, piece)

    def set_title(self, title: str) -> None:
        self.title.setText(title.upper())
        self.title.setVisible(bool(title))

    def sizeHint(self) -> QSize:
        """As high as its words need in the width it has: a narrow card cuts no line."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def card(title: str = "", *content: QWidget | QLayout, spacing: int = 8) -> Card:
    """A `Card`, as a function beside `label` and `button`."""
    return Card(title, *content, spacing=spacing)


class Facts(QWidget):
    """Names on the left, what is so on the right."""

    def __init__(self, pairs: Iterable[tuple[str, Fact]] = ()) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._shown: list[tuple[Label, QWidget]] = []
        self.set_facts(pairs)

    def set_facts(self, pairs: Iterable[tuple[str, Fact]]) -> None:
        """Show these pairs; a value is words, or a widget such as a pill or a link."""
        pairs = list(pairs)
        if not self._only_words_changed(pairs):
            self._rebuild(pairs)
        for (name, fact), (name_label, widget) in zip(pairs, self._shown, strict=True):
            name_label.setText(name)
            if isinstance(fact, str) and isinstance(widget, QLabel):
                widget.setText(breakable(fact) or "—")

    def _only_words_changed(self, pairs: Sequence[tuple[str, Fact]]) -> bool:
        same_number = len(pairs) == len(self._shown)
        return same_number and all(
            widget is fact or (isinstance(fact, str) and widget.property("words"))
            for (_name, fact), (_label, widget) in zip(pairs, self._shown, strict=True)
        )

    def _rebuild(self, pairs: Sequence[tuple[str, Fact]]) -> None:
        kept = {id(fact) for _name, fact in pairs}
        for old in (widget for shown in self._shown for widget in shown):
            self._grid.removeWidget(old)
            if id(old) not in kept:
                old.hide()
                old.deleteLater()
        self._shown = [(label(name, "muted"), self._value(fact)) for name, fact in pairs]
        for place, (name_label, widget) in enumerate(self._shown):
            self._grid.addWidget(name_label, place, 0, Top)
            if widget.property("words"):
                self._grid.addWidget(widget, place, 1)
            else:
                self._grid.addWidget(widget, place, 1, Qt.AlignmentFlag.AlignLeft)

    @staticmethod
    def _value(fact: Fact) -> QWidget:
        if isinstance(fact, QWidget):
            return fact
        value = label("", wrap=True)
        value.setProperty("words", True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return value


def facts(pairs: Iterable[tuple[str, Fact]] = ()) -> Facts:
    """A `Facts`, as a function beside `label` and `button`."""
    return Facts(pairs)


def breakable(text: str) -> str:
    """Let long numbers such as 400.9.12.3/041/Dinsos/2020 go on in the next line after a slash."""
    return text.replace("/", "/\u200b") if len(text) > 24 else text


class Pill(QLabel):
    """A state as a word on a quiet colour."""

    def __init__(self, text: str = "", tone: str = "neutral") -> None:
        super().__init__(text)
        self.setProperty("role", "pill")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set(text, tone)

    def set(self, text: str, tone: str = "neutral") -> None:
        self.setText(text)
        self.setVisible(bool(text)) if self.parentWidget() else None
        set_look(self, tone=tone)


class PageHead(QWidget):
    """The title and a line of facts on the left, at most three actions on the right."""

    def __init__(self, title: str, facts: str = "", *actions: QWidget) -> None:
        super().__init__()
        self.title, self.facts = label(title, "title"), label(facts, "muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        self._actions = row()
        box = row(spacing=16)
        box.addLayout(words, 1)
        box.addLayout(self._actions)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.set_facts(facts)
        for action in actions:
            self.add_action(action)

    def set_title(self, title: str) -> None:
        self.title.setText(title)

    def set_facts(self, facts: str) -> None:
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))

    def add_action(self, action: QWidget) -> None:
        self._actions.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)


class EmptyState(QWidget):
    """Nothing here: one sentence and one button."""

    def __init__(
        self, text: str = "", button_text: str = "", on_click: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.text = label(text, "muted", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = button(button_text)
        self.button.clicked.connect(self._click)
        self._on_click: Callable[[], object] | None = None
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addStretch(1)
        box.addWidget(self.text)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        self.set(text, button_text, on_click)

    def set(self, text: str, button_text: str = "", on_click: Callable[[], object] | None = None) -> None:
        self.text.setText(text)
        self.button.setText(button_text)
        self.button.setVisible(bool(button_text))
        self._on_click = on_click

    def _click(self) -> None:
        if self._on_click:
            self._on_click()


class Checklist(QWidget):
    """What is done (✓) and what is still to do (–)."""

    def __init__(self, lines: Iterable[tuple[str, bool]] = ()) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[tuple[Label, Label]] = []
        self.set_lines(lines)

    def set_lines(self, lines: Iterable[tuple[str, bool]]) -> None:
        lines = list(lines)
        while len(self._lines) < len(lines):
            self._add_line()
        for place, (mark, text) in enumerate(self._lines):
            shown = place < len(lines)
            mark.setVisible(shown)
            text.setVisible(shown)
            if shown:
                words, done = lines[place]
                mark.setText("✓" if done else "–")
                text.setText(breakable(words))
                set_look(mark, role="strong" if done else "muted", tone="good" if done else "")

    def _add_line(self) -> None:
        mark, text = label("–", "muted"), label("", wrap=True)
        mark.setFixedWidth(16)
        self._grid.addWidget(mark, len(self._lines), 0, Top)
        self._grid.addWidget(text, len(self._lines), 1)
        self._lines.append((mark, text))


def scrolled(content: QWidget) -> QScrollArea:
    """Content that scrolls where the screen is small."""
    content.setProperty("role", "clear")
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(content)
    return area


def clear(box: Any) -> None:
    """Take everything out of a layout and let it go."""
    while item := box.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif item.layout():
            clear(item.layout())
