"""Waiting, by its length: nothing, then a busy cursor, then a bar with what, how far, how long and Batal."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy

from db.rules.words import _, grouped, ngettext
from desktop.widgets.basics import button, label, row

CURSOR_AFTER, BAR_AFTER = 200, 1000  # ms
FORESEEABLE = 2.0  # seconds of work after which the rest can be guessed


class BusyCursor(QObject):
    """For work elsewhere: the cursor changes only if the answer takes more than 0.2 s."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown = False
        self._soon = QTimer(self, singleShot=True, interval=CURSOR_AFTER)
        self._soon.timeout.connect(self._show)
        parent.destroyed.connect(self.stop)  # a window closed meanwhile takes its cursor along

    def start(self) -> None:
        if not self._shown:
            self._soon.start()

    def stop(self) -> None:
        self._soon.stop()
        if self._shown:
            self._shown = False
            QGuiApplication.restoreOverrideCursor()

    def _show(self) -> None:
        self._shown = True
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)


class Waiting(QFrame):
    """A line for long work; it appears after a second and goes when the work is done."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setProperty("tone", "neutral")
        self.what, self.rest = label(""), label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(120)
        self.cancel_button = button(_("Batal"))
        self.cancel_button.clicked.connect(self._cancel)
        box = row(self.what, self.bar, self.rest, self.cancel_button, spacing=12)
        box.setContentsMargins(12, 4, 4, 4)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._on_cancel: Callable[[], object] | None = None
        self._unit = ""
        self._clock = QElapsedTimer()
        self._soon = QTimer(self, singleShot=True, interval=BAR_AFTER)
        self._soon.timeout.connect(self.show)
        self.hide()

    def start(self, what: str, on_cancel: Callable[[], object] | None = None, unit: str = "") -> None:
        """Begin: `what` says what is being done, "Membaca berkas…"; of a `unit` the speed is told."""
        self._on_cancel = on_cancel
        self._unit = unit
        self._clock.start()
        self.what.setText(what)
        self.rest.setText("")
        self.bar.setRange(0, 0)
        self.cancel_button.setVisible(on_cancel is not None)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setText(_("Batal"))
        self._soon.start()

    def advance(self, done: int, total: int, what: str = "") -> None:
        """Tell how far it is; may be called as often as one likes."""
        if what:
            self.what.setText(what)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        spent = self._clock.elapsed() / 1000
        text = _("{done} dari {total}").format(done=grouped(done), total=grouped(total))
        if 0 < done < total and spent >= FORESEEABLE:
            if self._unit:
                text = f"{text} · {grouped(round(done / spent))} {self._unit}"
            text = f"{text} · {time_left(spent * (total - done) / done)}"
        self.rest.setText(text)

    def finish(self) -> None:
        """The work is done, or has been given up."""
        self._soon.stop()
        self.hide()

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.cancel_button.setText(_("Menghentikan…"))
        if self._on_cancel:
            self._on_cancel()


def time_left(seconds: float) -> str:
    """A guess in words, in steps that do not flicker."""
    if seconds < 90:
        number = max(5, round(seconds / 5) * 5)
        return ngettext("kira-kira {number} detik lagi", "kira-kira {number} detik lagi", number).format(
            number=number
        )
    number = round(seconds / 60)
    return ngettext("kira-kira {number} menit lagi", "kira-kira {number} menit lagi", number).format(
        number=number
    )
