"""The editor of one block: only the parts that its kind understands."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QVBoxLayout, QWidget

from db.rules.templates import STYLES, Block, BlockKind, Field, FieldType
from db.rules.words import _
from desktop.letters.templates_text import FieldText, field_menu
from desktop.letters.templates_words import Part, block_label, block_note, condition, parts_of, style_label
from desktop.widgets.basics import button, clear, label, row

Maker = Callable[[Block, Part], QWidget | None]
MARKERS = {"1", "a", "-", "1;", "a;", "-;"}


class BlockEditor(QWidget):
    """`changed` tells the name of a part and its new value."""

    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, FieldText] = {}
        self.field_choice: QComboBox | None = None
        self.when_choice: QComboBox | None = None
        self.style_button: QPushButton | None = None
        self._fields: tuple[Field, ...] = ()
        self._last: FieldText | None = None
        self.title = label("", "strong")
        self.insert_button = button(_("Sisipkan bidang"), "plus", on_click=self.open_menu)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(4)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(row(self.title, None, self.insert_button))
        box.addLayout(self._parts)
        box.addStretch(1)
        self.menu: QMenu | None = None

    def show_block(self, block: Block | None, fields: Sequence[Field]) -> None:
        """Offer the parts of this block."""
        clear(self._parts)
        self.texts, self._last, self._fields = {}, None, tuple(fields)
        self.field_choice = self.when_choice = self.style_button = None
        self.title.setText(block_label(block.kind) if block else "")
        if block and (note := block_note(block.kind)):
            self._parts.addWidget(label(note, "muted", wrap=True))
        for part in parts_of(block.kind) if block else ():
            self._add(block, part)
        self.insert_button.setVisible(bool(self.texts))

    def open_menu(self) -> None:
        """The fields to insert, under the button."""
        self.menu = field_menu(self, self._fields, self.insert)
        self.menu.popup(self.insert_button.mapToGlobal(self.insert_button.rect().bottomLeft()))

    def insert(self, words: str) -> None:
        """Put a field where somebody was typing last."""
        target = self._last or next(iter(self.texts.values()), None)
        if target is not None:
            target.insert(words)

    def _add(self, block: Block | None, part: Part) -> None:
        assert block is not None
        makers: dict[str, Maker] = {
            "field": self._field,
            "style": self._style,
            "when": self._when,
        }
        maker: Maker = makers.get(part.name, self._text)
        if block.kind is BlockKind.SPACE and part.name == "style":
            maker = self._text
        widget = maker(block, part)
        if widget is None:
            return
        name = label(part.label, "muted")
        name.setFixedWidth(150)
        name.setToolTip(part.help)
        if isinstance(widget, FieldText):
            heading = row(label(part.label, "muted"), label(part.help, "note"), None)
            self._parts.addLayout(heading)
            self._parts.addWidget(widget)
        else:
            self._parts.addLayout(row(name, widget, None))

    def _text(self, block: Block, part: Part) -> QWidget:
        many = part.name == "lines"
        made = FieldText(self._fields, many=many, name=part.label)
        value = getattr(block, part.name)
        made.set_text("\n".join(value) if many else value)
        if part.name == "text" and block.kind in (BlockKind.BODY, BlockKind.RECITAL):
            made.grow()
        made.edited.connect(
            lambda: self.changed.emit(part.name, made.lines() if many else made.text().strip("\n"))
        )
        made.focused.connect(self._remember)
        self.texts[part.name] = made
        return made

    def _remember(self, text: FieldText) -> None:
        self._last = text

    def _field(self, block: Block, part: Part) -> QWidget | None:
        tables = block.kind in (BlockKind.TABLE, BlockKind.SIGN_ALL)
        wanted = {FieldType.TABLE} if tables else {FieldType.LINES, FieldType.TABLE}
        fitting = [field for field in self._fields if field.type in wanted]
        if not fitting and not block.field:
            return None
        choice = _narrow(part.label)
        choice.addItem(_("(pilih)") if tables else _("(tidak ada)"), "")
        for field in fitting:
            choice.addItem(f"{field.label}  {{{field.name}}}", field.name)
        if block.field and choice.findData(block.field) < 0:
            choice.addItem(_("{{{name}}} (tidak dikenal)").format(name=block.field), block.field)
        choice.setCurrentIndex(max(choice.findData(block.field), 0))
        choice.currentIndexChanged.connect(lambda: self.changed.emit("field", choice.currentData() or ""))
        self.field_choice = choice
        return choice

    def _style(self, block: Block, part: Part) -> QWidget | None:
        known = STYLES.get(block.kind, ())
        if not known:
            return None
        made = button("")
        menu = QMenu(made)
        chosen = block.style.split()
        actions: dict[str, QAction] = {}
        for word in known:
            action = QAction(style_label(word), menu)
            action.setCheckable(True)
            action.setChecked(word in chosen)
            action.toggled.connect(partial(self._take_style, actions, word, made))
            actions[word] = action
            menu.addAction(action)
        made.setMenu(menu)
        made.setAccessibleName(part.label)
        made.setText(_style_text(chosen))
        self.style_button = made
        return made

    def _take_style(self, actions: dict[str, QAction], word: str, made: QPushButton, checked: bool) -> None:
        if checked and word in MARKERS:  # a list has one kind of marker
            for other in MARKERS - {word}:
                if other in actions:
                    actions[other].blockSignals(True)
                    actions[other].setChecked(False)
                    actions[other].blockSignals(False)
        chosen = [name for name, action in actions.items() if action.isChecked()]
        made.setText(_style_text(chosen))
        self.changed.emit("style", " ".join(chosen))

    def _when(self, block: Block, part: Part) -> QWidget:
        choice = _narrow(part.label)
        choice.addItem(_("selalu"), "")
        for field in self._fields:
            for when in (field.name, f"!{field.name}"):
                choice.addItem(condition(when, self._fields), when)
        if block.when and choice.findData(block.when) < 0:
            choice.addItem(block.when, block.when)
        choice.setCurrentIndex(max(choice.findData(block.when), 0))
        choice.currentIndexChanged.connect(lambda: self.changed.emit("when", choice.currentData() or ""))
        self.when_choice = choice
        return choice


def _narrow(name: str) -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(name)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(26)
    return choice


def _style_text(chosen: Sequence[Any]) -> str:
    text = ", ".join(style_label(word) for word in chosen) or _("biasa")
    return text if len(text) <= 44 else f"{text[:43]}…"
