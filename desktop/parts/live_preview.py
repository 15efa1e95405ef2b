"""The letter as it would be printed, drawn anew while somebody types."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from db.rules.letters import Frame
from db.rules.templates import Values
from db.rules.words import _
from desktop.viewer import PaperView
from desktop.widgets.banner import Banner
from desktop.widgets.basics import label
from desktop.widgets.failure import sentence
from desktop.worker import Worker

PAUSE = 300  # ms after the last change
Draw = Callable[[Any], "Drawn"]  # session -> the paper; runs in the worker


@dataclass(frozen=True)
class Drawn:
    """A paper, the values that stand in it, and what keeps it from being final."""

    pdf: bytes
    frame: Frame
    values: Values
    note: str = ""
    about: str = ""  # whose values are shown


class DraftView(PaperView):
    """A paper that is no letter yet: it is not saved as PDF and not printed, and stays where one looks."""

    def show_paper(self, pdf: bytes, name: str) -> None:
        bar = self.view.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        super().show_paper(pdf, name)
        QTimer.singleShot(0, self, lambda: bar.setValue(round(share * bar.maximum())))

    def save_paper(self) -> None:
        """A draft has no PDF of its own."""

    def print_paper(self) -> None:
        """A draft is not printed."""

    def _show(self, shown: bool) -> None:
        super()._show(shown)
        self.print_button.hide()
        self.save_button.hide()


class LivePreview(QFrame):
    """One drawing at a time, 0.3 s after the last change; the newest wish wins."""

    drawn = Signal(object)  # Drawn

    def __init__(self, worker: Worker, empty_text: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.worker = worker
        self.last: Drawn | None = None
        self._draw: Draw | None = None
        self._running = self._again = False
        self.title = label(_("Pratinjau"), "strong")
        self.about = label("", "muted")
        self.banner = Banner()
        self.banner.close_button.hide()
        self.banner.hide()
        self.paper = DraftView(worker, empty_text)
        self.paper.bar.insertWidget(0, self.title)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(6)
        self.about.hide()
        box.addWidget(self.banner)
        box.addWidget(self.paper, 1)
        box.addWidget(self.about)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self._start)

    def draw(self, work: Draw, *, now: bool = False) -> None:
        """Draw this paper soon: `work` is asked in the worker."""
        self._draw = work
        if now:
            self._start()
        else:
            self._soon.start()

    def clear(self) -> None:
        """Nothing to show."""
        self._soon.stop()
        self._draw, self.last = None, None
        self.banner.clear()
        self.about.hide()
        self.paper.clear()

    def _start(self) -> None:
        self._soon.stop()
        if self._draw is None:
            return
        if self._running:
            self._again = True
            return
        self._running, work = True, self._draw
        self.worker.read(self, work, then=lambda drawn: self._show(work, drawn), failed=self._fail)

    def _show(self, work: Draw, drawn: Drawn) -> None:
        self._done()
        if self._draw is not work and self._draw is None:
            return
        self.last = drawn
        self.banner.say(drawn.note, "warn")
        self.about.setText(drawn.about)
        self.about.setVisible(bool(drawn.about))
        self.paper.show_paper(drawn.pdf, _("Konsep"))
        self.drawn.emit(drawn)

    def _fail(self, error: Exception) -> None:
        self._done()
        self.banner.say(sentence(error), "bad")

    def _done(self) -> None:
        self._running = False
        if self._again:
            self._again = False
            self._start()
