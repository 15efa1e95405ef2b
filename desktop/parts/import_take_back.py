"""Taking an import back: what goes, what stays and why; then the deed."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.imports import TakeBack
from db.rules.words import _
from db.services import imports
from db.services.imports import BatchRow
from desktop.parts.import_preview import rows_said
from desktop.parts.progress import Progress
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import Waiting
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class TakeBackDialog(QDialog):
    """What goes, what stays and why; then the deed."""

    def __init__(self, parent: QWidget, worker: Worker, batch: BatchRow, found: TakeBack) -> None:
        super().__init__(parent)
        self.worker, self.batch = worker, batch
        self.sentence = ""
        self._running = False
        self.setWindowTitle(_("Ambil kembali impor"))
        self.setMinimumWidth(620)
        self.banner = Banner()
        self.banner.hide()
        self.waiting = Waiting()
        self.progress = Progress(self.waiting)
        self._undone = found.undone
        text = _("Hasil {rows} dari {file} dihapus atau dikembalikan seperti sebelum impor.")
        if not found.undone:
            text = _("Tidak ada baris dari {file} yang dapat diambil kembali.")
        self.text = label(text.format(rows=rows_said(found.undone), file=batch.file_name), wrap=True)
        self.kept_head = label(
            _("{rows} tetap seperti sekarang:").format(rows=rows_said(len(found.kept))), "strong"
        )
        self.model = RowsTable(_kept_columns(), found.kept, self)
        self.table = TableView(self.model, "officers/imports_kept")
        self.kept_head.setVisible(bool(found.kept))
        self.table.setVisible(bool(found.kept))
        self.back_button = button(_("Ambil kembali"), "undo", danger=True, on_click=self.take_back)
        self.back_button.setEnabled(found.undone > 0)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        self.cancel_button.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        for piece in (self.banner, self.text, self.kept_head):
            box.addWidget(piece)
        box.addWidget(self.table, 1)
        box.addWidget(self.waiting)
        box.addLayout(row(None, self.back_button, self.cancel_button))
        self.cancel_button.setFocus()

    def take_back(self) -> None:
        """Undo the import, in one transaction."""
        self._set_running(True)
        self.progress.begin(_("Mengambil kembali…"), self._undone)
        self.worker.write(
            self,
            lambda session: imports.take_back(session, self.batch.id, self.progress.tick),
            self._finish,
            self._fail,
        )

    def reject(self) -> None:
        if not self._running:
            super().reject()

    def _finish(self, done: TakeBack) -> None:
        self._set_running(False)
        text = _("{rows} dari {file} diambil kembali.")
        if done.kept:
            text = _("{rows} dari {file} diambil kembali; {kept} tetap karena sudah berubah.")
        kept = rows_said(len(done.kept))
        self.sentence = text.format(rows=rows_said(done.undone), file=self.batch.file_name, kept=kept)
        self.accept()

    def _fail(self, error: Exception) -> None:
        self._set_running(False)
        self.banner.say(sentence(error), "neutral" if self.progress.was_stopped else "bad")

    def _set_running(self, running: bool) -> None:
        self._running = running
        self.back_button.setEnabled(not running)
        self.cancel_button.setEnabled(not running)
        if not running:
            self.progress.finish()


def _kept_columns() -> tuple[Column, ...]:
    return (
        Column(_("Baris"), lambda kept: str(kept.number), align_right=True, width=60),
        Column(_("Nama"), lambda kept: kept.name, width=200),
        Column(_("Alasan"), lambda kept: kept.reason, width=300),
    )
