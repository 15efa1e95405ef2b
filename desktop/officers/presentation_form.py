"""Letters to the Camat: one for everybody a decree names, made final together."""

from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.dates import long_date
from db.rules.letters import Facts, Frame
from db.rules.problems import refuse
from db.rules.words import _, ngettext
from db.services import decree_letters
from db.services.decrees import DecreeListRow
from db.services.letters import IssuedLetter, LetterRow
from desktop import paper
from desktop.clock import today
from desktop.parts.earlier import add_earlier
from desktop.parts.look import add_look
from desktop.parts.signer import add_signer
from desktop.widgets.basics import label
from desktop.widgets.busy import Waiting
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField
from desktop.widgets.form import Form
from desktop.worker import Worker

WAITING_HEIGHT = 44  # room for the line that tells how far it is


class PresentationDialog(FormDialog):
    """Asks for the letters' day. `issued` are the new letters; `wanted` the earlier ones, if asked for."""

    def __init__(
        self, parent: QWidget, worker: Worker, decree: DecreeListRow, earlier: list[LetterRow]
    ) -> None:
        self._worker, self._decree, self._earlier = worker, decree, earlier
        self.issued: list[IssuedLetter] = []
        self.wanted: list[LetterRow] = []
        self.dated_on = DateField()
        form = Form(compact=True)
        what = _("Surat penghadapan SK ini")
        self.earlier_banner = add_earlier(form, what, earlier, self.show_earlier)
        self.earlier_button = self.earlier_banner.link
        form.add("dated_on", _("Tanggal surat"), self.dated_on, required=True)
        self.signer = add_signer(form, worker, self.dated_on)
        form.add_widget(label(_about(decree), "muted", wrap=True))
        text = ngettext("Cetak {number} surat", "Cetak {number} surat", decree.members)
        super().__init__(parent, _("Cetak surat penghadapan"), form, text.format(number=decree.members))
        self.waiting = Waiting()
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertWidget(box.count() - 1, self.waiting)
        form.edited.connect(lambda _field: self._compare_day())
        form.fill({"dated_on": today()})
        self._compare_day()
        self.look = add_look(
            self,
            worker,
            lambda session, _values: decree_letters.presentation_facts(session, decree.id),
            lambda values: values["dated_on"],
        )

    def save(self, values: dict[str, Any]) -> None:
        """Make all letters final in one go, or none of them."""
        press = _Press(self)
        press.printed.connect(self._advance)
        decree_id, day, signer = self._decree.id, values["dated_on"], values["signer"]
        self.waiting.start(_("Mencetak surat penghadapan…"), press.stop)
        self._worker.write(
            self,
            lambda session: decree_letters.issue_presentations(
                session, decree_id, dated_on=day, render=press.render, official_id=signer
            ),
            then=self._finish,
            failed=self._fail,
        )

    def show_earlier(self) -> None:
        """Show the letters that were made before instead of making new ones."""
        self.wanted = self._earlier
        self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.resize(self.width(), self.height() + WAITING_HEIGHT)

    def _compare_day(self) -> None:
        day, decree = self.dated_on.value(), self._decree.dated_on
        text = _("Lebih awal daripada tanggal SK, {day}.").format(day=long_date(decree))
        self.form.note("dated_on", text if day and day < decree else "", "warn")

    def _advance(self, done: int) -> None:
        self.waiting.advance(done, self._decree.members)

    def _finish(self, issued: list[IssuedLetter]) -> None:
        self.waiting.finish()
        self.issued = issued
        self.accept()

    def _fail(self, error: Exception) -> None:
        self.waiting.finish()
        self.show_error(error)


class _Press(QObject):
    """Renders in the writing thread, tells how many are done, and can be stopped between two letters."""

    printed = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._done = 0
        self._stopped = Event()

    def render(self, frame: Frame, facts: Facts) -> bytes:
        if self._stopped.is_set():
            raise refuse(_("Pencetakan dihentikan. Tidak ada surat yang dibuat."))
        pdf = paper.render(frame, facts)
        self._done += 1
        self.printed.emit(self._done)
        return pdf

    def stop(self) -> None:
        self._stopped.set()


def _about(decree: DecreeListRow) -> str:
    text = _("SK {number} tanggal {day}: satu surat untuk setiap Camat, sesuai urutan nama dalam SK.")
    return text.format(number=decree.number, day=long_date(decree.dated_on))
