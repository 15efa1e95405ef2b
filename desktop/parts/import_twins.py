"""After a list was taken in: are some of its people there twice? Looked for while the result is read."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.imports import Outcome, Result
from db.rules.words import _, grouped, ngettext
from desktop.parts.progress import Progress
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, row
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.services.mapping.twin_finding import FoundPair

PEOPLE = "people"  # the target whose rows are people of the map


class ImportTwins(QWidget):
    """Hidden until there is a result with people that are new or changed."""

    wanted = Signal()  # to decide about the pairs

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self._batch_id: int | None = None
        self.button = button(
            _("Cari orang ganda di antara baris ini"), "account-search-outline", on_click=self.search
        )
        self.banner, self.waiting = Banner(), Waiting()
        self.banner.hide()
        self.progress = Progress(self.waiting)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.banner)
        box.addWidget(self.waiting)
        box.addLayout(row(self.button, None))
        self.hide()

    def offer(self, result: Result | None) -> None:
        """Offer to look through the people of this import."""
        totals = result.totals if result else {}
        came = sum(totals.get(one, 0) for one in (Outcome.NEW, Outcome.CHANGED))
        self._batch_id = result.batch_id if result else None
        self.banner.clear()
        self.setVisible(bool(came and self._batch_id))

    def search(self) -> None:
        """Compare these people with everybody, in the worker."""
        from db.services.mapping import twin_finding

        batch_id = self._batch_id
        assert batch_id is not None

        def work(session: "Session") -> "tuple[list[FoundPair], set[int]]":
            only = twin_finding.people_of_import(session, batch_id)
            return twin_finding.find_twins(session, self.progress.tick, only), only

        def keep(answer: "tuple[list[FoundPair], set[int]]") -> None:
            self.worker.write(
                self,
                lambda session: twin_finding.keep_twins(session, *answer),
                lambda _kept: self._tell(len(answer[0])),
                self._fail,
            )

        self.banner.clear()
        self.button.setEnabled(False)
        self.progress.begin(_("Mencari orang ganda…"), 100)
        self.worker.read(self, work, keep, self._fail)

    def stop(self) -> None:
        """Nobody waits for the answer any more."""
        self.progress.stop()

    def _tell(self, number: int) -> None:
        self._rest()
        if not number:
            self.banner.say(_("Tidak ada dugaan orang ganda di antara baris ini."), "good")
            return
        text = ngettext("{n} pasangan mungkin satu orang.", "{n} pasangan mungkin satu orang.", number)
        self.banner.say(text.format(n=grouped(number)), "warn", _("Buka Orang ganda"), self.wanted.emit)

    def _fail(self, error: Exception) -> None:
        self._rest()
        if self.progress.was_stopped:
            self.banner.say(_("Pencarian dihentikan. Daftar tidak berubah."), "info")
        else:
            self.banner.say(sentence(error), "bad")

    def _rest(self) -> None:
        self.progress.finish()
        self.button.setEnabled(True)
