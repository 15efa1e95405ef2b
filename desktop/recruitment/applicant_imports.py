"""Lists of applicants taken in for one vacancy: what each brought, and the way back."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.exchange.import_book import template_workbook
from db.rules.access import Right
from db.rules.imports import Outcome, TakeBack, outcome_label
from db.rules.imports_applicants import applicant_target
from db.rules.words import _
from db.services import imports
from db.services.imports import BatchRow
from desktop.files import ask_where_to_save, write_file
from desktop.parts.import_take_back import TakeBackDialog
from desktop.parts.import_wizard import ImportWizard, ask_for_list
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class ApplicantImportsDialog(QDialog, Opener):
    """*Ambil berkas…* begins; a file may be dropped here too."""

    said = Signal(str)

    def __init__(self, parent: QWidget, worker: Worker, vacancy_id: int, kecamatan: str) -> None:
        super().__init__(parent)
        self.worker = worker
        self.target = applicant_target(vacancy_id)
        self.setWindowTitle(_("Impor pelamar Kecamatan {name}").format(name=kecamatan))
        self.banner = Banner()
        self.banner.hide()
        text = _(
            "Satu baris menjadi satu pelamar dengan nomor pendaftaran. Baris yang tidak dapat diterima "
            "diberi alasannya, dan satu impor dapat diambil kembali seluruhnya."
        )
        self.model = RowsTable(_columns(), parent=self)
        self.table = TableView(self.model, "recruitment/imports")
        self.table.set_empty(
            _("Belum ada daftar pelamar yang diimpor untuk lowongan ini."),
            _("Ambil berkas…"),
            self.start_import,
        )
        self.import_button = button(
            _("Ambil berkas…"), "file-upload-outline", primary=True, on_click=self.start_import
        )
        self.import_button.setDefault(True)
        self.template_button = button(
            _("Unduh templat…"), "file-download-outline", on_click=self.save_template
        )
        self.back_button = button(_("Ambil kembali…"), "undo", on_click=self.take_back)
        self.close_button = button(_("Tutup"), on_click=self.accept)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.banner)
        box.addWidget(label(text, "muted", wrap=True))
        box.addWidget(self.table, 1)
        box.addLayout(
            row(self.back_button, None, self.template_button, self.import_button, self.close_button)
        )
        self.setAcceptDrops(allow(worker, Right.RECRUITMENT, self.import_button, self.back_button))
        self.table.current_row_changed.connect(self._offer)
        self.table.copied.connect(self.said)
        take_room(self, 960, 440)
        self._offer(None)
        self.refresh()

    def refresh(self) -> None:
        """Read the list of imports anew."""
        self.worker.read(self, partial(imports.list_batches, target=self.target.name), self._show, self._fail)

    def start_import(self, path: Path | None = None) -> ImportWizard | None:
        """Ask for the file, unless it was dropped here, and open the steps at its headings."""
        path = path or ask_for_list(self)
        if path is None:
            return None
        wizard = ImportWizard(self, self.worker, self.target)
        self.open_dialog(wizard)
        wizard.finished.connect(lambda _result: self.refresh())
        wizard.read_file(path)
        return wizard

    def save_template(self) -> None:
        """An empty list with every heading that is understood."""
        name = _("Templat {title}.xlsx").format(title=self.target.title)
        if path := ask_where_to_save(self, _("Simpan templat"), name, _("Excel (*.xlsx)")):
            self.worker.run(
                self, lambda: write_file(path, template_workbook(self.target)), self._tell_saved, self._fail
            )

    def take_back(self) -> None:
        """Say what would be undone and what stays, and ask."""
        batch: BatchRow | None = self.table.current_row()
        if batch is not None:
            work = partial(imports.check_take_back, batch_id=batch.id)
            self.worker.read(self, work, partial(self._ask, batch), self._fail)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.start_import(Path(event.mimeData().urls()[0].toLocalFile()))

    def _ask(self, batch: BatchRow, found: TakeBack) -> None:
        dialog = TakeBackDialog(self, self.worker, batch, found)

        def done() -> None:
            self.banner.say(dialog.sentence, "good")
            self.said.emit(dialog.sentence)
            self.refresh()

        dialog.accepted.connect(done)
        self.open_dialog(dialog)

    def _show(self, batches: list[BatchRow]) -> None:
        self.model.set_rows(batches)
        if batches and self.table.current_row() is None:
            self.table.selectRow(0)
        self._offer(self.table.current_row())

    def _offer(self, batch: BatchRow | None) -> None:
        self.back_button.setEnabled(batch is not None and batch.taken_back_at is None)

    def _tell_saved(self, path: Path) -> None:
        self.banner.say(_("{file} disimpan.").format(file=path.name), "good")

    def _fail(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")


def _columns() -> tuple[Column, ...]:
    def total(outcome: Outcome) -> Column:
        return Column(
            outcome_label(outcome),
            lambda batch: str(batch.totals.get(outcome, 0)),
            align_right=True,
            width=80,
            muted=lambda batch: not batch.totals.get(outcome, 0),
        )

    shown = (Outcome.NEW, Outcome.SAME, Outcome.ERROR, Outcome.SKIPPED)
    return (
        Column(_("Waktu"), lambda batch: f"{batch.made_at.astimezone():%d-%m-%Y %H.%M}", width=130),
        Column(_("Berkas"), lambda batch: batch.file_name, width=200),
        *(total(outcome) for outcome in shown),
        Column(_("Oleh"), lambda batch: batch.made_by, width=110),
        Column(
            _("Keadaan"),
            lambda batch: _("Diambil kembali") if batch.taken_back_at else _("Berlaku"),
            tone=lambda batch: "neutral" if batch.taken_back_at else "good",
            width=130,
        ),
    )
