"""Fields that know what is typed in an Indonesian office: dates, numbers with a comma, NIK, choices."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSpinBox

from db.rules.dates import no_such_day
from db.rules.words import _
from desktop.clock import today
from desktop.widgets.calendar_popup import CalendarPopup
from desktop.widgets.icons import icon, set_icon

DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})|(\d{2})(\d{2})(\d{4})")
THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d*)?")
WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(\.[0-9]{3})+")
NUMBER = re.compile(r"-?\d+(,\d*)?|-?,\d+")


def line_edit(length: int) -> QLineEdit:
    """One line of at most so many letters."""
    field = QLineEdit()
    field.setMaxLength(length)
    return field


class DateField(QLineEdit):
    """A day typed as dd-mm-yyyy or ddmmyyyy; ↑ ↓ move by a day, F4 opens the calendar. Empty is None."""

    def __init__(self, minimum: date | None = None, maximum: date | None = None) -> None:
        super().__init__()
        self.minimum, self.maximum = minimum, maximum
        self.setPlaceholderText(_("hh-bb-tttt"))
        self.setMinimumWidth(120)
        self.setMaximumWidth(180)
        opener = self.addAction(icon("calendar-outline", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        set_icon(opener, "calendar-outline", "muted")
        opener.setToolTip(_("Buka kalender (F4)"))
        opener.triggered.connect(self.open_calendar)
        self._popup: CalendarPopup | None = None

    def value(self) -> date | None:
        if not (match := DATE.fullmatch(self.text().strip())):
            return None
        day, month, year = (int(part) for part in match.groups() if part)
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def set_value(self, value: date | None) -> None:
        self.setText(f"{value:%d-%m-%Y}" if value else "")

    def problem(self) -> str:
        """What is wrong with what was typed, or nothing."""
        value = self.value()
        if value is None:
            return self._why_not() if self.text().strip() else ""
        if self.minimum and value < self.minimum:
            return _("Paling awal {date}.").format(date=f"{self.minimum:%d-%m-%Y}")
        if self.maximum and value > self.maximum:
            return _("Paling akhir {date}.").format(date=f"{self.maximum:%d-%m-%Y}")
        return ""

    def _why_not(self) -> str:
        match = DATE.fullmatch(self.text().strip())
        why = no_such_day(*(int(part) for part in match.groups() if part)) if match else ""
        return why or _("Tanggal belum benar. Contoh: 17-04-2020.")

    def open_calendar(self) -> None:
        day = self.value() or today()
        self._popup = CalendarPopup(self, day, self.minimum, self.maximum)
        self._popup.chosen.connect(self._take)
        self._popup.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self.open_calendar()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not self.isReadOnly():
            step = timedelta(1 if event.key() == Qt.Key.Key_Up else -1)
            value = self.value()
            self.set_value(value + step if value else today())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if value := self.value():
            self.set_value(value)

    def _take(self, day: date) -> None:
        self.set_value(day)
        self.setFocus()


class ChoiceField(QComboBox):
    """One of (key, label) pairs, found by typing any part of the label. Empty is None."""

    def __init__(self, choices: Iterable[tuple[Any, str]] = (), hint: str = "") -> None:
        super().__init__()
        self._awaited: Any = None  # a value that came before its choices
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self.setMaxVisibleItems(14)
        line = self.lineEdit()
        assert line is not None
        line.textEdited.connect(self._forget_awaited)
        line.setPlaceholderText(hint or _("Ketik untuk mencari…"))
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(14)
        self.setCompleter(completer)
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[tuple[Any, str]]) -> None:
        """Offer other choices; what was chosen, or put in before they came, stays if it is among them."""
        value = self._awaited if self.value() is None else self.value()
        self.blockSignals(True)
        self.clear()
        for key, text in choices:
            self.addItem(text, key)
        self.blockSignals(False)
        self.set_value(value)

    def value(self) -> Any:
        place = self._place()
        return self.itemData(place) if place >= 0 else None

    def set_value(self, value: Any) -> None:
        place = -1 if value is None else self.findData(value)
        self._awaited = value if place < 0 else None
        self.setCurrentIndex(place)
        if place < 0:
            self.setEditText("")
        elif (line := self.lineEdit()) is not None and not self.hasFocus():
            line.setCursorPosition(0)  # a long text shows its beginning

    def problem(self) -> str:
        return _("Pilih salah satu dari daftar.") if self.currentText().strip() and self._place() < 0 else ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if (place := self._place()) >= 0 and place != self.currentIndex():
            self.setCurrentIndex(place)

    def _forget_awaited(self) -> None:
        self._awaited = None

    def _place(self) -> int:
        text = self.currentText().strip()
        if self.currentIndex() >= 0 and self.itemText(self.currentIndex()) == text:
            return self.currentIndex()
        if not text:
            return -1
        exact = self.findText(text, Qt.MatchFlag.MatchFixedString)
        if exact >= 0:
            return exact
        found = [place for place in range(self.count()) if text.lower() in self.itemText(place).lower()]
        return found[0] if len(found) == 1 else -1


class DecimalField(QLineEdit):
    """A number as people here write it: 1.250,75. Empty is None."""

    def __init__(
        self, decimals: int = 2, minimum: Decimal | int | None = None, maximum: Decimal | int | None = None
    ) -> None:
        super().__init__()
        self.decimals, self.minimum, self.maximum = decimals, minimum, maximum
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaximumWidth(180)

    def value(self) -> Decimal | None:
        text = self._plain()
        return Decimal(text.replace(",", ".")) if NUMBER.fullmatch(text) else None

    def set_value(self, value: Decimal | int | None) -> None:
        self.setText("" if value is None else self._written(Decimal(value)))

    def problem(self) -> str:
        value = self.value()
        if value is None:
            example = "72,50" if self.decimals else "1.250.000"
            return _("Tulis angka, misalnya {n}.").format(n=example) if self.text().strip() else ""
        if value != round(value, self.decimals):
            return _("Paling banyak {number} angka di belakang koma.").format(number=self.decimals)
        if self.minimum is not None and value < self.minimum:
            return _("Paling kecil {number}.").format(number=self._written(Decimal(self.minimum)))
        if self.maximum is not None and value > self.maximum:
            return _("Paling besar {number}.").format(number=self._written(Decimal(self.maximum)))
        return ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.problem():
            self.set_value(self.value())

    def _plain(self) -> str:
        text = self.text().replace(" ", "")
        if THOUSANDS.fullmatch(text):
            return text.replace(".", "")
        return text.replace(".", ",") if text.count(".") == 1 and "," not in text else text

    def _written(self, value: Decimal) -> str:
        return f"{value:,.{self.decimals}f}".translate(str.maketrans(",.", ".,"))


class YearField(QSpinBox):
    """A year, from the first that can be meant until the next one."""

    def __init__(self, first: int, value: int) -> None:
        super().__init__()
        self.setRange(first, value + 1)
        self.setValue(value)
        self.setAccessibleName(_("Tahun"))
        self.lineEdit().setTextMargins(7, 0, 0, 0)  # the style sheet's padding does not reach it


class DigitsField(QLineEdit):
    """Digits only (NIK, telephone): spaces, dots and dashes fall out; shown in groups. Empty is ""."""

    def __init__(self, length: int | None = None, groups: Sequence[int] = (), plus: bool = False) -> None:
        super().__init__()
        self.length, self.groups, self.plus = length, tuple(groups), plus
        digits = self.fontMetrics().horizontalAdvance("0") * (length or 16)
        self.setMinimumWidth(digits + 8 * len(self.groups) + 28)
        self.setMaximumWidth(max(260, self.minimumWidth()))
        self.textEdited.connect(self._regroup)

    def value(self) -> str:
        text = self.text().strip()
        plus = "+" if self.plus and text.startswith("+") else ""
        return plus + "".join(sign for sign in text if sign in "0123456789")

    def set_value(self, value: str | None) -> None:
        self.setText(value or "")
        self._regroup()

    def problem(self) -> str:
        typed = len(self.value().lstrip("+"))
        if self.length and typed and typed != self.length:
            return _("Harus {length} angka; baru {typed}.").format(length=self.length, typed=typed)
        return ""

    def _regroup(self) -> None:
        left = self.text()[: self.cursorPosition()]
        before = sum(sign.isdigit() or (self.plus and sign == "+") for sign in left)
        grouped: list[str] = []
        rest = self.value()
        for size in self.groups:
            grouped, rest = [*grouped, rest[:size]], rest[size:]
        text = " ".join(part for part in (*grouped, rest) if part)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(_after_digits(text, before))


class WholeField(QLineEdit):
    """A whole number of at most so many digits: points, a year between the first and last. Empty is None."""

    def __init__(self, length: int = 4, years: tuple[int, int] | None = None) -> None:
        super().__init__()
        self.years = years
        self.setMaxLength(length)
        self.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * length + 36)

    def value(self) -> int | None:
        text = self.text().strip()
        return int(text.replace(".", "")) if WHOLE.fullmatch(text) else None

    def set_value(self, value: int | None) -> None:
        self.setText("" if value is None else str(value))

    def problem(self) -> str:
        value = self.value()
        if self.years and value is not None and not self.years[0] <= value <= self.years[1]:
            return _("Tulis tahun dari {first} sampai {last}.").format(
                first=self.years[0], last=self.years[1]
            )
        if not self.text().strip() or value is not None:
            return ""
        below = self.text().strip().startswith(("-", "\u2212"))
        return _("Tidak boleh kurang dari 0.") if below else _("Tulis angka bulat.")


def _after_digits(text: str, number: int) -> int:
    for place, sign in enumerate(text):
        if number == 0:
            return place
        number -= sign != " "
    return len(text)
