"""A month to choose a day from, under the field that asked for it."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from desktop.widgets.theme import colours

WIDTH, HEIGHT = 300, 248


class CalendarPopup(QFrame):
    """Closes when a day is chosen, and for Esc or a click elsewhere."""

    chosen = Signal(object)  # a datetime.date

    def __init__(self, field: QWidget, day: date, minimum: date | None, maximum: date | None) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.field = field
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedSize(WIDTH, HEIGHT)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._colour_week()
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        if minimum:
            self.calendar.setMinimumDate(QDate(minimum.year, minimum.month, minimum.day))
        if maximum:
            self.calendar.setMaximumDate(QDate(maximum.year, maximum.month, maximum.day))
        self.calendar.activated.connect(self._choose)
        self.calendar.clicked.connect(self._choose)
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        box.addWidget(self.calendar)

    def open(self) -> None:
        """Show it below the field, or above where there is no room."""
        below = self.field.mapToGlobal(self.field.rect().bottomLeft())
        above = self.field.mapToGlobal(self.field.rect().topLeft()) - QPoint(0, HEIGHT)
        room = self.field.screen().availableGeometry()
        place = above if below.y() + HEIGHT > room.bottom() else below
        place.setX(min(place.x(), room.right() - WIDTH))
        self.move(place)
        self.show()
        self.calendar.setFocus()

    def _choose(self, day: QDate) -> None:
        if self.isVisible():  # Enter and a click may both tell of the same day
            self.close()
            self.chosen.emit(date(day.year(), day.month(), day.day()))

    def _colour_week(self) -> None:
        for day in Qt.DayOfWeek:
            wear = QTextCharFormat()
            wear.setForeground(QColor(colours().bad if day == Qt.DayOfWeek.Sunday else colours().text))
            self.calendar.setWeekdayTextFormat(day, wear)
        header = QTextCharFormat()
        header.setForeground(QColor(colours().muted))
        self.calendar.setHeaderTextFormat(header)
