"""The lists taken in: what each brought, and the way back; for any kind of data."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.exchange.import_book import batch_workbook, template_workbook
from db.rules.access import Right
from db.rules.imports import Outcome, TakeBack, Target, outcome_label
from db.rules.words import _, grouped, ngettext
from db.services import imports
from db.services.imports import BatchRow
from desktop.files import ask_where_to_save, write_file
from desktop.parts.import_take_back import TakeBackDialog
from desktop.parts.opener import Opener
from desktop.parts.rights import allow, may
from desktop.widgets.basics import button
from desktop.widgets.busy import BusyCursor
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.page import Page
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from desktop.parts.import_wizard import ImportWizard

SHORT_OUTCOMES = tuple(outcome for outcome in Outcome if outcome is not Outcome.UNCLEAR)


class ImportList(Tab, Opener):
    """Ambil berkas… begins; a file may be dropped here too.

    targets: what a file may hold. names: the kinds of data whose imports are listed. tab: whose settings.
    """

    reads = frozenset({"import_batch"})

    def __init__(
        self,
        worker: Worker,
        right: Right,
        tab: str,
        empty: str,
        names: Sequence[str],
        outcomes: Sequence[Outcome] = SHORT_OUTCOMES,
    ) -> None:
        super().__init__(worker)
        self.right, self.names = right, names
        self.targets: tuple[Target, ...] = ()
        self.import_button = button(
            _("Ambil berkas…"), "file-upload-outline", primary=True, on_click=self.start_import
        )
        self.template_button = button(
            _("Unduh templat…"), "file-download-outline", on_click=self.save_template
        )
        self.page = Page(_("Impor"), "", self.template_button, self.import_button)
        self.model = RowsTable(_columns(outcomes), parent=self)
        self.table = TableView(self.model, f"{tab}/imports")
        self.table.set_empty(empty, _("Ambil berkas…"), self.start_import)
        self.back_button = button(_("Ambil kembali…"), "undo", on_click=self.take_back)
        self.save_button = button(_("Simpan hasil…"), "content-save-outline", on_click=self.save_result)
        self._busy = BusyCursor(self)
        self.page.add_filter(self.back_button, self.save_button)
        self.page.add_main(self.table, 1)
        self._offer(None)
        self._may_import = allow(worker, right, self.import_button, self.back_button)
        allow(worker, Right.EXPORT, self.save_button)
        self.setAcceptDrops(self._may_import)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self.table.current_row_changed.connect(self._offer)
        self.table.copied.connect(self.said)

    def replace_main(self, stack: QStackedWidget, other: QWidget) -> None:
        """The table becomes the first page of a stack, `other` the second."""
        stack.addWidget(self.table)
        stack.addWidget(other)
        self.page.add_main(stack, 1)

    def refresh(self) -> None:
        """Read the list of imports anew."""
        self.worker.read(self, lambda session: imports.list_batches(session, *self.names), self._show)

    def start_import(self, path: Path | None = None) -> "ImportWizard | None":
        """Ask for the file, unless it was dropped here, and open the steps at its headings."""
        if not may(self.worker, self.right) or not self.targets:
            return None
        from desktop.parts.import_wizard import ImportWizard, ask_for_list

        path = path or ask_for_list(self)
        if path is None:
            return None
        wizard = ImportWizard(self, self.worker, *self.targets)
        wizard.navigate.connect(self.navigate)
        self.open_dialog(wizard)
        wizard.read_file(path)
        return wizard

    def save_template(self) -> None:
        """An empty list with every heading that is understood."""
        if self.targets:
            self.save_template_of(self.targets[0])

    def save_template_of(self, target: Target) -> None:
        """Ask where the empty list of a kind of data goes."""
        name = _("Templat {title}.xlsx").format(title=target.title)
        if path := ask_where_to_save(self, _("Simpan templat"), name, _("Excel (*.xlsx)")):
            self._busy.start()
            self._write(path, lambda: template_workbook(target))

    def save_result(self) -> None:
        """What became of each row of the chosen import."""
        batch: BatchRow | None = self.table.current_row()
        if batch is None:
            return
        name = _("{file} - hasil.xlsx").format(file=batch.file_name.rpartition(".")[0])
        path = ask_where_to_save(self, _("Simpan hasil"), name, _("Excel (*.xlsx)"))
        if path is not None:
            self.save_result_to(batch, path)

    def save_result_to(self, batch: BatchRow, path: Path) -> None:
        """Write the workbook."""
        title = f"{batch.file_name} · {_made(batch)}"
        self._busy.start()
        self.worker.read(
            self,
            lambda session: [
                (str(kept.row), kept.name, kept.outcome, kept.reason, "; ".join(kept.changes))
                for kept in imports.get_results(session, batch.id)
            ],
            lambda rows: self._write(path, lambda: batch_workbook(title, rows)),
            self._fail,
        )

    def take_back(self) -> None:
        """Say what would be undone and what stays, and ask."""
        if batch := self.table.current_row():
            self._busy.start()
            self.worker.read(
                self,
                lambda session: imports.check_take_back(session, batch.id),
                lambda found: self._ask(batch, found),
                self._fail,
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.start_import(Path(event.mimeData().urls()[0].toLocalFile()))

    def _ask(self, batch: BatchRow, found: TakeBack) -> None:
        self._busy.stop()
        dialog = TakeBackDialog(self, self.worker, batch, found)
        dialog.accepted.connect(lambda: self._tell(dialog.sentence))
        self.open_dialog(dialog)

    def _tell(self, text: str) -> None:
        self.page.banner.say(text, "good")
        self.said.emit(text)

    def _write(self, path: Path, make: Callable[[], bytes]) -> None:
        def tell(path: Path) -> None:
            self._busy.stop()
            self._tell(_("{file} disimpan.").format(file=path.name))

        self.worker.run(self, lambda: write_file(path, make()), tell, self._fail)

    def _fail(self, error: Exception) -> None:
        self._busy.stop()
        self.page.banner.say(sentence(error), "bad")

    def _show(self, batches: list[BatchRow]) -> None:
        self.model.set_rows(batches)
        number = len(batches)
        self.page.set_count(ngettext("{n} impor", "{n} impor", number).format(n=number))
        if batches and self.table.current_row() is None:
            self.table.selectRow(0)

    def _offer(self, batch: BatchRow | None) -> None:
        self.back_button.setEnabled(batch is not None and batch.taken_back_at is None)
        self.save_button.setEnabled(batch is not None)


def _columns(outcomes: Sequence[Outcome]) -> tuple[Column, ...]:
    def total(outcome: Outcome) -> Column:
        return Column(
            outcome_label(outcome),
            lambda batch: grouped(batch.totals.get(outcome, 0)),
            align_right=True,
            width=86 if outcome in SHORT_OUTCOMES else 158,
            muted=lambda batch: not batch.totals.get(outcome, 0),
        )

    return (
        Column(_("Waktu"), _made, sort_key="made_at", width=140),
        Column(_("Berkas"), lambda batch: batch.file_name, sort_key="file_name", width=190),
        Column(_("Asal"), lambda batch: batch.source, width=150),
        *(total(outcome) for outcome in outcomes),
        Column(_("Oleh"), lambda batch: batch.made_by, sort_key="made_by", width=110),
        Column(
            _("Keadaan"),
            lambda batch: _("Diambil kembali") if batch.taken_back_at else _("Berlaku"),
            lambda batch: "neutral" if batch.taken_back_at else "good",
            tooltip=_taken_back,
            width=116,
        ),
    )


def _made(batch: BatchRow) -> str:
    return f"{batch.made_at.astimezone():%d-%m-%Y %H.%M}"


def _taken_back(batch: BatchRow) -> str:
    if batch.taken_back_at is None:
        return ""
    day = f"{batch.taken_back_at.astimezone():%d-%m-%Y %H.%M}"
    return _("Diambil kembali oleh {who}, {day}").format(who=batch.taken_back_by, day=day)
