"""The scans of one applicant beside the requirements: one paper at a time, larger and smaller."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.access import Right, missing_right
from db.rules.words import _
from db.services import scans
from db.services.recruitment.papers import PaperFacts
from desktop.parts.rights import may
from desktop.parts.scan import as_pages
from desktop.widgets.basics import button, label, row
from desktop.widgets.failure import sentence
from desktop.worker import Worker

if TYPE_CHECKING:
    from desktop.viewer import PaperView

STEP, SMALLEST, LARGEST = 1.25, 0.3, 5.0


class ScanPane(QWidget):
    """The viewer is made with the first scan that is shown: it brings QtPdf."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self.shown: int | None = None  # the id of the scan that is wanted
        self.paper: PaperView | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Pindaian berkas"))
        self.smaller_button = button("\N{MINUS SIGN}", on_click=lambda: self.zoom(1 / STEP))
        self.larger_button = button("+", on_click=lambda: self.zoom(STEP))
        for pressed, tip in (
            (self.smaller_button, _("Perkecil (Ctrl+-)")),
            (self.larger_button, _("Perbesar (Ctrl++)")),
        ):
            pressed.setToolTip(tip)
            pressed.setAccessibleName(tip)
            pressed.setFixedWidth(36)
        self.note = label("", "note", wrap=True, tone="warn")
        self.empty = label("", "muted", wrap=True)
        bar = row(self.choice, self.smaller_button, self.larger_button, spacing=4)
        bar.setStretch(0, 1)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)
        self._box.addLayout(bar)
        self._box.addWidget(self.note)
        self._box.addWidget(self.empty)
        self._box.addStretch(0)
        self._papers: dict[int, PaperFacts] = {}
        self.choice.currentIndexChanged.connect(lambda _place: self._look())

    def show_papers(self, papers: Sequence[PaperFacts]) -> None:
        """The papers of another applicant; the paper looked at before is kept, where there is one."""
        before = self.choice.currentText()
        self._papers = {paper.scan_id: paper for paper in papers if paper.scan_id}
        self.choice.blockSignals(True)
        self.choice.clear()
        for scan_id, paper in self._papers.items():
            self.choice.addItem(paper.name.split(" (")[0], scan_id)
        self.choice.setCurrentIndex(max(self.choice.findText(before), 0) if self._papers else -1)
        self.choice.blockSignals(False)
        self._look()

    def zoom(self, factor: float) -> None:
        """Larger or smaller than it is now."""
        if self.paper is None:
            return
        view = self.paper.view
        now = view.zoomFactor()
        if view.zoomMode() is not type(view).ZoomMode.Custom and self.paper.document.pageCount():
            points = self.paper.document.pagePointSize(0).width()
            now = view.viewport().width() / max(points * self.logicalDpiX() / 72, 1)
        view.setZoomMode(type(view).ZoomMode.Custom)
        view.setZoomFactor(min(max(now * factor, SMALLEST), LARGEST))

    def _look(self) -> None:
        scan_id = self.choice.currentData()
        self.shown = scan_id
        readable = may(self._worker, Right.HISTORY)
        for piece in (self.choice, self.smaller_button, self.larger_button):
            piece.setVisible(scan_id is not None and readable)
        if self.paper is not None:
            self.paper.setVisible(scan_id is not None and readable)
        self.empty.setVisible(scan_id is None or not readable)
        self.empty.setText(_("Belum ada pindaian berkas.") if readable else missing_right(Right.HISTORY))
        expired = self._papers[scan_id].expired if scan_id is not None else ""
        self.note.setText(expired[:1].upper() + expired[1:])
        self.note.setVisible(bool(expired))
        if scan_id is None or not readable:
            return
        self._worker.read(
            self, partial(scans.get_scan, scan_id=scan_id), partial(self._lay_out, scan_id), self._fail
        )

    def _lay_out(self, scan_id: int, found: tuple[str, bytes]) -> None:
        self._worker.run(self, partial(as_pages, *found), partial(self._show, scan_id, found[0]), self._fail)

    def _show(self, scan_id: int, name: str, pdf: bytes) -> None:
        if scan_id != self.shown:
            return
        if self.paper is None:
            from desktop.viewer import PaperView

            self.paper = PaperView(self._worker)
            self._box.addWidget(self.paper, 1)
        self.paper.show_paper(pdf, name)
        for piece in (self.paper.print_button, self.paper.save_button, self.paper.zoom_button):
            piece.hide()

    def _fail(self, error: Exception) -> None:
        self.empty.setText(sentence(error))
        self.empty.show()
