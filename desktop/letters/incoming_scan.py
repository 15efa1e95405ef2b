"""The scan of an incoming letter as pages: a PDF as it is, a picture on a page of its own."""

from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.access import Right, missing_right
from db.rules.words import _
from db.services import scans
from desktop.parts.rights import may
from desktop.parts.scan import as_pages
from desktop.viewer import PaperView
from desktop.widgets.failure import sentence
from desktop.worker import Worker


class ScanView(QWidget):
    """Fetches the scan of the letter shown when somebody looks at it, not before."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self._wanted: int | None = None
        self._shown: int | None = None
        self.paper = PaperView(worker)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.paper)

    def show_scan(self, scan_id: int | None) -> None:
        """Show the pages of this scan, or say that there is none."""
        self._wanted = scan_id
        if self.isVisible():
            self._fetch()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fetch()

    def _fetch(self) -> None:
        wanted = self._wanted
        if wanted is not None and not may(self.worker, Right.HISTORY):
            self.paper.empty.set(missing_right(Right.HISTORY))
        elif wanted is None:
            self._shown = None
            self.paper.clear()
            self.paper.empty.set(_("Surat ini belum mempunyai pindaian. Seret berkasnya ke sini."))
        elif wanted != self._shown:
            self._shown = wanted
            self.paper.clear()
            self.paper.empty.set(_("Memuat pindaian…"))
            self.worker.read(
                self,
                partial(scans.get_scan, scan_id=wanted),
                then=lambda found: self._lay_out(wanted, *found),
                failed=partial(self._tell_failure, wanted),
            )

    def _lay_out(self, scan_id: int, name: str, content: bytes) -> None:
        self.worker.run(
            self,
            lambda: as_pages(name, content),
            then=partial(self._show, scan_id, name),
            failed=partial(self._tell_failure, scan_id),
        )

    def _show(self, scan_id: int, name: str, pdf: bytes) -> None:
        if scan_id != self._shown:  # another letter was chosen meanwhile
            return
        self.paper.show_paper(pdf, name.rpartition(".")[0] or name)
        if not self.paper.document.pageCount():
            text = _("{file} rusak atau dikunci sandi, jadi tidak dapat ditampilkan. Pindai ulang suratnya.")
            self.paper.banner.say(text.format(file=name), "warn")

    def _tell_failure(self, scan_id: int, error: Exception) -> None:
        if scan_id == self._shown:
            self.paper.empty.set(_("Pindaian tidak dapat ditampilkan."))
            self.paper.banner.say(sentence(error), "bad")
