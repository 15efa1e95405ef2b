"""What holds for every row of a list that says nothing else: kind, desa, day, source."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLineEdit, QSizePolicy, QWidget

from db.rules.imports import Ask
from db.rules.words import _
from desktop.clock import today
from desktop.widgets.basics import clear, label
from desktop.widgets.fields import DateField

ACROSS = 2  # questions beside each other


class ListAsks(QWidget):
    """One field for each question; the choices are found by typing."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asks: Sequence[Ask] = ()
        self.fields: dict[str, QWidget] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)

    def show_asks(self, asks: Sequence[Ask]) -> None:
        """The questions of a kind of data."""
        clear(self._grid)
        self.asks, self.fields = asks, {}
        for number, ask in enumerate(asks):
            field = self.fields[ask.name] = self._field(ask)
            field.setAccessibleName(ask.label)
            line, place = divmod(number, ACROSS)
            self._grid.addWidget(label(ask.label, "muted"), line, place * 2)
            self._grid.addWidget(field, line, place * 2 + 1)
        for place in range(ACROSS):
            self._grid.setColumnStretch(place * 2 + 1, 1)
        self.setVisible(bool(asks))

    def values(self) -> dict[str, Any]:
        """What was answered."""
        found = {ask.name: self._value(ask) for ask in self.asks}
        return {name: value for name, value in found.items() if value not in ("", None)}

    def missing(self, columns: Collection[str]) -> list[str]:
        """Answers that are needed still."""
        values = self.values()
        needed = (ask for ask in self.asks if ask.required or (ask.instead and ask.name not in columns))
        return [ask.label for ask in needed if ask.name not in values]

    def _field(self, ask: Ask) -> QWidget:
        if ask.is_day:
            day = DateField()
            day.set_value(today())
            day.textChanged.connect(self.changed)
            return day
        if not ask.choices:
            line = QLineEdit()
            line.setMaxLength(120)
            return line
        combo = QComboBox()
        combo.addItem(_("(menurut berkas)"), "")
        for code, words in ask.choices:
            combo.addItem(words, code)
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setMinimumContentsLength(24)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if completer := combo.completer():
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        combo.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
        combo.currentIndexChanged.connect(lambda _place: self.changed.emit())
        return combo

    def _value(self, ask: Ask) -> Any:
        field = self.fields[ask.name]
        if isinstance(field, QComboBox):
            place = field.findText(field.currentText())
            return field.itemData(place) if place >= 0 else ""
        if isinstance(field, DateField):
            return field.value()
        assert isinstance(field, QLineEdit)
        return field.text().strip()
