"""Hands and eyes of the demonstration: it clicks, types, waits for what must happen, takes pictures."""

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from db.rules.dates import short_date
from desktop.main_window import MainWindow
from desktop.widgets import theme
from desktop.widgets.fields import ChoiceField, DateField
from desktop.widgets.table_view import TableView

PATIENCE = 30_000  # ms until something that must happen counts as failed
LOOK, TYPE = 900, 25  # ms to look at a step, and between two keys, at speed 1
TITLE_BAR = 28  # the system draws one; a picture of the dialog alone has none
T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


class DemoFailed(Exception):
    """What should have happened on the screen did not."""


class Player:
    """speed: 1 is slow enough to follow, 2 twice as fast, 0 without pauses (as where there is no screen)."""

    def __init__(self, window: MainWindow, pictures: Path, speed: float) -> None:
        self.window = window
        self._pictures = pictures
        self._steps = 0
        offscreen = QGuiApplication.platformName() in {"offscreen", "minimal"}
        self._slow = 0.0 if offscreen or speed <= 0 else 1 / speed

    def step(self, text: str) -> None:
        """Say what was done, on the terminal and in the status bar, and keep a picture of it."""
        self._steps += 1
        self.window.say(text)
        self.settle()
        shown = QApplication.activeModalWidget() or self.window
        name = "".join(sign if sign.isalnum() else "-" for sign in text.lower())[:60].strip("-")
        path = self._pictures / f"{self._steps:02}-{name}.png"
        _whole_screen(self.window, shown).save(str(path))
        sys.stdout.write(f"{self._steps:2}. {text}\n")
        sys.stdout.flush()
        self.pause()

    def pause(self, times: float = 1.0) -> None:
        """Time to look, where somebody looks."""
        if self._slow:
            QTest.qWait(int(LOOK * self._slow * times))

    def settle(self) -> None:
        """Let everything that is due be painted."""
        for _round in range(3):
            QApplication.processEvents()

    def wait(self, condition: Callable[[], T], what: str) -> T:
        """Wait until a fact is true, and return it; the fact, never a time."""
        end = time.monotonic() + PATIENCE / 1000
        while not (found := condition()):
            if time.monotonic() > end:
                raise DemoFailed(what)
            QTest.qWait(5)
        return found

    def click(self, button: QAbstractButton) -> None:
        """Click a button that can be clicked now."""
        self.wait(lambda: button.isVisible() and button.isEnabled(), f"tombol {button.text().strip()!r}")
        self.pause(0.4)
        mark = QPoint(10, button.height() // 2)  # a check box is wider than what can be clicked of it
        place = mark if isinstance(button, QCheckBox) else button.rect().center()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)
        self.settle()

    def agree(self, button: QAbstractButton) -> None:
        """Press a button that asks before it acts, and agree to what it asks."""
        answer = QTimer(interval=LOOK)
        answer.timeout.connect(_say_yes)
        answer.start()
        self.click(button)
        answer.stop()

    def enter(self, field: QLineEdit | QPlainTextEdit, text: str) -> None:
        """Type into a field, in place of what stands there."""
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()
        QTest.keyClicks(field, text, delay=int(TYPE * self._slow) or -1)
        self.settle()

    def date(self, field: Any, day: date) -> None:
        """Type a date as dd-mm-yyyy into a date field, or into one that shows its weekday beside it."""
        self.enter(field if isinstance(field, DateField) else field.date, short_date(day))
        self.pause(0.1)

    def pick(self, field: QComboBox, text: str) -> None:
        """Choose an entry by words that it holds; a field with a search is typed into."""
        place = self.wait(lambda: _place_of(field, text), f"pilihan {text!r}") - 1
        line, completer = field.lineEdit(), field.completer()
        if isinstance(field, ChoiceField) and line and completer:
            self.enter(line, field.itemText(place))
            if popup := completer.popup():
                popup.hide()
        else:
            field.setCurrentIndex(place)
        self.settle()

    def choose(self, table: TableView, wanted: Any) -> None:
        """Choose a row of a table by its id."""
        self.wait(lambda: table.choose(wanted), f"baris {wanted!r}")
        self.settle()

    def dialog(self, owner: Any, kind: type[W]) -> W:
        """The dialog that `owner` has opened, once it is on the screen."""

        def opened() -> W | None:
            found = getattr(owner, "dialog", None)
            return found if isinstance(found, kind) and _visible(found) else None

        found = self.wait(opened, f"jendela {kind.__name__}")
        assert found is not None
        self.settle()
        return found

    def gone(self, dialog: QWidget) -> None:
        """Wait until a dialog has closed."""
        self.wait(lambda: not _visible(dialog), f"jendela {type(dialog).__name__} tertutup")

    def paper(self, text: str) -> None:
        """Look at the paper that has come up, and put it away."""
        from desktop.viewer import PaperDialog

        def shown() -> PaperDialog | None:
            found = [
                w for w in QApplication.topLevelWidgets() if isinstance(w, PaperDialog) and w.isVisible()
            ]
            return found[-1] if found else None

        dialog = self.wait(shown, f"surat: {text}")
        assert dialog is not None
        self.wait(lambda: dialog.paper.document.pageCount() > 0, f"halaman surat: {text}")
        QTest.qWait(150)  # the page is drawn by Qt's own thread
        self.step(text)
        self.click(dialog.close_button)


def _say_yes() -> None:
    asked = QApplication.activeModalWidget()
    if isinstance(asked, QMessageBox):
        asked.defaultButton().click()


def _place_of(field: QComboBox, text: str) -> int:
    """The place of an entry, counted from 1; 0 while there is none."""
    found = [place for place in range(field.count()) if text in field.itemText(place)]
    return next((place for place in found if field.itemText(place).startswith(text)), (*found, -1)[0]) + 1


def _visible(widget: QWidget) -> bool:
    try:
        return widget.isVisible()
    except RuntimeError:  # Qt has deleted it
        return False


def _whole_screen(window: MainWindow, front: QWidget) -> QPixmap:
    """The window with the dialog in front of it, as a person sees them."""
    picture = window.grab()
    if front is window:
        return picture
    dialog, worn = front.grab(), theme.colours()
    scale = picture.devicePixelRatio()
    size = QSizeF(dialog.width(), dialog.height() + TITLE_BAR) / scale
    place = QRectF(QPointF(window.rect().center()) - QPointF(size.width(), size.height()) / 2, size)
    place.moveTo(max(place.x(), 0), max(place.y(), 0))
    painter = QPainter(picture)
    painter.setPen(QColor(worn.edge))
    painter.fillRect(place, QColor(worn.surface))
    painter.drawPixmap(place.topLeft() + QPointF(0, TITLE_BAR), dialog)
    painter.drawRect(place)
    painter.setPen(QColor(worn.text))
    title = place.adjusted(12, 0, -12, TITLE_BAR - place.height())
    painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, front.windowTitle())
    painter.end()
    return picture
