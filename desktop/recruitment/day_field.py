"""A day with its weekday beside it, so that nobody calls people in on a Sunday."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from db.rules.dates import day_and_date
from db.rules.working_days import WORKDAYS, why_free
from desktop.widgets.basics import label, row
from desktop.widgets.fields import DateField
from desktop.widgets.theme import set_look


class DayField(QWidget):
    """A `DateField` followed by "Jumat, 17 April 2020"; a day without work is marked."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.date = DateField()
        self.date.setFixedWidth(136)
        self.holidays: Mapping[date, str] = {}
        self.says_why = True  # why nobody works on a day, unless a sentence below the field does
        self.words = label("", "muted")
        self.words.setMinimumWidth(190)
        self.setLayout(row(self.date, self.words, None, spacing=10))
        self.setFocusProxy(self.date)
        self.date.textChanged.connect(self._on_edited)

    def value(self) -> date | None:
        """The day, or None."""
        return self.date.value()

    def set_value(self, value: date | None) -> None:
        """Put a day in."""
        self.date.set_value(value)

    def set_holidays(self, holidays: Mapping[date, str]) -> None:
        """Mark these days as well, by their names."""
        self.holidays = holidays
        self._show_words()

    def problem(self) -> str:
        """What is wrong with what was typed, or nothing."""
        return self.date.problem()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DynamicPropertyChange:
            set_look(self.date, tone=self.property("tone") or "")
        return super().event(event)

    def _on_edited(self) -> None:
        self._show_words()
        self.edited.emit()

    def _show_words(self) -> None:
        day = self.date.value()
        why = why_free(day, self.holidays) if day else ""
        self.words.setText(day_and_date(day) if day else "")
        self.words.setToolTip(why)
        if self.says_why and day and why and day.weekday() < WORKDAYS:
            self.words.setText(f"{day_and_date(day)} ({why})")
        set_look(self.words, tone="warn" if why else "")
