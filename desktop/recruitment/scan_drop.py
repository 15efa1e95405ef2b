"""Scans that wait beside the form of an application until it is saved."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from db.rules.words import _
from db.services.recruitment import papers
from db.services.recruitment.papers import FIELDS
from desktop.parts.scan import NewScan, keep
from desktop.recruitment.documents_field import DocumentsField
from desktop.recruitment.scan_match import MatchDialog, ReadFolder, ask_for_folder, read_files, scans_said
from desktop.widgets.basics import label, link, row
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.widgets.dialog import FormDialog


class ScanDrop(QWidget):
    """One line: how to bring scans, then which papers have one. A paper with a scan is ticked."""

    def __init__(self, dialog: "FormDialog", worker: Worker, field: DocumentsField) -> None:
        super().__init__()
        self._dialog, self._worker, self._field = dialog, worker, field
        self.documents: list[tuple[str, str]] = []
        self.waiting: dict[str, NewScan] = {}
        self.match: QDialog | None = None
        self.text = label("", "note", wrap=True)
        self.folder_button = link(_("Ambil pindaian dari folder…"), self.ask_folder)
        box = row(self.text, self.folder_button, spacing=12)
        box.setContentsMargins(0, 0, 0, 0)
        box.setStretch(0, 1)
        self.setLayout(box)
        self.clear()

    def ask_folder(self) -> None:
        """Ask for a folder, and match its files."""
        self.use_files(ask_for_folder(self))

    def use_files(self, paths: list[Path]) -> None:
        """Read these files and say which paper each is, to be corrected before they are used."""
        if paths and self.documents:
            self._worker.run(self, partial(read_files, paths), self._match, self._dialog.show_error)

    def clear(self) -> None:
        """Nothing waits."""
        self.waiting = {}
        self._show()

    def keep_all(self, session: "Session", applicant_id: int) -> None:
        """Keep what waits, in the transaction of the form."""
        if not self.waiting:
            return
        listed = {paper.code: paper for paper in papers.list_papers(session, applicant_id)}
        before = {code: {name: getattr(listed[code], name) for name in FIELDS} for code in self.waiting}
        after = {
            code: before[code] | {"present": True, "scan_id": keep(session, scan)}
            for code, scan in self.waiting.items()
        }
        papers.save_papers(session, applicant_id, before, after)

    def take(self, scans: dict[str, NewScan]) -> None:
        """These scans wait to be kept."""
        self.waiting |= scans
        self._field.tick(scans)
        self._show()

    def _match(self, found: ReadFolder) -> None:
        dialog = MatchDialog(self, found, self.documents)
        dialog.matched.connect(self.take)
        self.match = dialog
        dialog.open()

    def _show(self) -> None:
        said = scans_said(self.waiting, self.documents)
        self.text.setText(said or _("Folder atau berkas pindaian dapat diseret ke formulir ini."))
