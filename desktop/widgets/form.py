"""Binds the fields of a record to widgets, and problems to the field they are about."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.rules.problems import Problem
from db.rules.words import _
from desktop.widgets import adapters
from desktop.widgets.banner import Banner
from desktop.widgets.basics import Label, label
from desktop.widgets.theme import set_look

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
NOTE_HEIGHT = 16
TEXT_HEIGHT = 88  # four lines; a form that wants more sets the height of its field


class Form(QWidget):
    """Nothing is saved as you type: `fill`, let the person edit, then take `values`.

    `labels`: "left" of the fields in one column, or "above" them in one or more `columns`.
    `compact` gives the line under a field back to the others until it has something to say; its rows
    stand `gap` apart.
    """

    edited = Signal(str)  # the name of the field that was edited
    submitted = Signal()  # Enter in the last field

    def __init__(
        self, labels: Literal["left", "above"] = "left", columns: int = 1, compact: bool = False, gap: int = 8
    ) -> None:
        super().__init__()
        self.original: dict[str, Any] = {}
        self._left, self._columns, self._compact = labels == "left", columns, compact
        self._fields: dict[str, _Field] = {}
        self._filling = False
        self._place = [0, 0]  # the next free row and column of the grid
        self._banner = Banner()
        self._banner.close_button.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(gap if compact else 0)
        for column in (1,) if self._left else range(columns):
            self._grid.setColumnStretch(column, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self._banner)
        box.addLayout(self._grid)
        box.addStretch(1)

    def section(self, title: str) -> None:
        """Begin a group of at most seven fields."""
        self._new_row()
        heading = label(title, "section")
        if self._place[0]:
            heading.setContentsMargins(0, 12, 0, 0)
        heading.setContentsMargins(0, heading.contentsMargins().top(), 0, 4)
        self._grid.addWidget(heading, self._place[0], 0, 1, -1)
        self._place[0] += 1

    def add(
        self,
        field: str,
        text: str,
        widget: QWidget,
        required: bool = False,
        hint: str = "",
        wide: bool = False,
    ) -> None:
        """Add a field under its name; with `wide` it takes all columns of the form."""
        made = _Field(field, text, widget, required, hint, self._compact)
        self._fields[field] = made
        if self._left:
            self._grid.addWidget(made.heading, self._place[0], 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(made, self._place[0], 1)
            self._place[0] += 1
        else:
            made.put_heading_above()
            self._place_above(made, wide)
        if isinstance(widget, QAbstractSpinBox):
            widget.lineEdit().setTextMargins(7, 0, 0, 0)  # the style sheet's padding does not reach it
        widget.installEventFilter(self)
        adapters.edited(widget).connect(lambda *_anything: self._on_edited(made))

    def add_widget(self, widget: QWidget) -> None:
        """Something between the fields that is not a field."""
        self._new_row()
        self._grid.addWidget(widget, self._place[0], 0, 1, -1)
        self._place[0] += 1

    def widget(self, field: str) -> Any:
        """The widget of a field."""
        return self._fields[field].widget

    def show_field(self, field: str, shown: bool) -> None:
        """Hide a field that does not apply now; it keeps its value."""
        self._fields[field].heading.setVisible(shown)
        self._fields[field].setVisible(shown)

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put these values in, empty the other fields, and take that as the original."""
        self._filling = True
        for name, field in self._fields.items():
            adapters.write(field.widget, values.get(name))
        self._filling = False
        self.show_problems(())
        self.original = self.values()

    def values(self) -> dict[str, Any]:
        return {name: adapters.read(field.widget) for name, field in self._fields.items()}

    def take_as_original(self, field: str) -> None:
        """What stands in a field was put there by the program: it is no work that would be lost."""
        self.original[field] = adapters.read(self._fields[field].widget)

    def changed(self) -> bool:
        """Whether something typed would be lost."""
        original = self.original or {name: None for name in self._fields}
        values = self.values()
        return bool(self._typing_problems()) or any(
            values[name] != original.get(name)
            and not (self._blank(values[name]) and name not in self.original)
            for name in values
        )

    def check(self) -> bool:
        """Whether all is filled in and legible; if not, the form says where."""
        missing = [
            Problem(_("Belum diisi."), name)
            for name, field in self._fields.items()
            if field.required and field.isVisibleTo(self) and self._is_missing(field)
        ]
        problems = [*self._typing_problems(), *missing]
        self.show_problems(problems)
        return not problems

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Put each sentence under its field, the others on top, and go to the first."""
        texts: dict[str | None, list[str]] = {}
        for problem in problems:
            place = problem.field if problem.field in self._fields else None
            texts.setdefault(place, []).append(problem.text)
        self._banner.say("\n".join(texts.get(None, ())), "bad")
        for name, field in self._fields.items():
            field.set_problem("\n".join(texts.get(name, ())))
        if first := next((name for name in self._fields if name in texts), None):
            self.focus(first)

    def note(self, field: str, text: str, tone: str = "") -> None:
        """Say something under a field while the person types: a hint, not a refusal."""
        self._fields[field].set_hint(text, tone)

    def field_of(self, widget: QWidget | None) -> str | None:
        """The field that a widget is, or stands in."""
        if widget is None:
            return None
        fields = self._fields.items()
        return next((name for name, field in fields if field is widget or field.isAncestorOf(widget)), None)

    def go_on(self, field: str) -> None:
        """To the field behind this one, as Enter does; from the last one the form is submitted."""
        self._go_on(self._fields[field].widget)

    def warnings(self) -> list[str]:
        """The amber lines below the fields that are shown."""
        told = [field.warning() for field in self._fields.values() if not field.isHidden()]
        return [text for text in told if text]

    def focus(self, field: str) -> None:
        """Go to a field, and bring it into sight."""
        widget = self._fields[field].widget
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        inside = widget.focusProxy()  # a field of many fields: the one of them that is meant
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(self._fields[field], 0, 24)
            if inside is not None:
                area.ensureWidgetVisible(inside, 0, 24)

    def focus_first(self) -> None:
        """Go to the first field."""
        if self._fields:
            self.focus(next(iter(self._fields)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in ENTER:
            in_text = isinstance(watched, QPlainTextEdit)
            if not in_text or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._go_on(watched)
                return True
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox | QAbstractSpinBox):
            event.ignore()  # scrolling the form must not change what stands in it
            return True
        return super().eventFilter(watched, event)

    def _go_on(self, watched: QObject) -> None:
        fields = [field.widget for field in self._fields.values() if field.isVisibleTo(self)]
        fields = [widget for widget in fields if widget.isEnabled()]
        after = fields[fields.index(watched) + 1 :] if watched in fields else []
        if after:
            after[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submitted.emit()

    def _on_edited(self, field: "_Field") -> None:
        if not self._filling:
            field.set_problem("")
            self.edited.emit(field.name)

    def _typing_problems(self) -> list[Problem]:
        found = {name: adapters.problem(field.widget) for name, field in self._fields.items()}
        return [Problem(text, name) for name, text in found.items() if text]

    @staticmethod
    def _blank(value: Any) -> bool:
        return not value

    @staticmethod
    def _is_missing(field: "_Field") -> bool:
        return adapters.is_empty(adapters.read(field.widget)) and not adapters.problem(field.widget)

    def _new_row(self) -> None:
        if self._place[1]:
            self._place = [self._place[0] + 1, 0]

    def _place_above(self, made: "_Field", wide: bool) -> None:
        if wide:
            self._new_row()
        line, column = self._place
        self._grid.addWidget(made, line, column, 1, self._columns if wide else 1)
        last = wide or column + 1 == self._columns
        self._place = [line + 1, 0] if last else [line, column + 1]


class _Field(QWidget):
    """A widget with its label and the line under it, where hints and problems stand."""

    def __init__(
        self, name: str, text: str, widget: QWidget, required: bool, hint: str, compact: bool
    ) -> None:
        super().__init__()
        self.name, self.widget, self.required = name, widget, required
        self._hint, self._hint_tone, self._compact = hint, "", compact
        self._tone_shown = ""
        self.heading = _heading(text, widget, required)
        self._note: Label = label("", "note", wrap=True)
        self._note.setMinimumHeight(NOTE_HEIGHT)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        grows = isinstance(widget, QPlainTextEdit)
        if grows and widget.maximumHeight() > 2000:
            widget.setMaximumHeight(TEXT_HEIGHT)
        narrow = widget.maximumWidth() < 2000 or isinstance(widget, QCheckBox | QAbstractSpinBox)
        self._box.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))
        self._box.addWidget(self._note)
        self._box.addStretch(1)
        if not widget.accessibleName():
            widget.setAccessibleName(text)
        self.set_problem("")

    def put_heading_above(self) -> None:
        self._box.insertWidget(0, self.heading)

    def set_hint(self, text: str, tone: str) -> None:
        self._hint, self._hint_tone = text, tone
        if self._tone_shown != "bad":
            self._say(text, tone)

    def warning(self) -> str:
        """What the line below says, if it is amber."""
        return self._hint if self._hint_tone == "warn" else ""

    def set_problem(self, text: str) -> None:
        point_out = getattr(self.widget, "point_out", None)
        if point_out is not None and point_out(text):
            text = ""  # a field of many fields says it where it is
        self._tone_shown = "bad" if text else ""
        if text:
            self._say(text, "bad")
        else:
            self._say(self._hint, self._hint_tone)
        set_look(self.widget, tone=self._tone_shown)

    def _say(self, text: str, tone: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text) or not self._compact)
        set_look(self._note, tone=tone)
        self.widget.setAccessibleDescription(text)


def _heading(text: str, widget: QWidget, required: bool) -> QWidget:
    holder = QWidget()
    box = QHBoxLayout(holder)
    box.setContentsMargins(0, 7, 0, 2)
    box.setSpacing(6)
    name = QLabel(text)
    name.setBuddy(widget)
    pieces: Sequence[QLabel] = (name, label(_("wajib"), "note")) if required else (name,)
    for piece in pieces:
        box.addWidget(piece)
    box.addStretch(1)
    return holder
