"""Many final letters in one run: one PDF in the order of the list, or a file each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QRadioButton, QVBoxLayout, QWidget

from db.rules.drafts import Unfit
from db.rules.words import _
from db.services import letters
from desktop import paper
from desktop.files import GrowingFile, ask_where_to_save, file_name, start_folder
from desktop.parts.letter_files import FolderSaver, Saved
from desktop.parts.letter_messages import MessagesDialog
from desktop.settings import remember_folder
from desktop.viewer import PaperDialog, show_paper
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import Waiting
from desktop.widgets.columns import Column
from desktop.widgets.failure import sentence
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from desktop.paper.binder import Binder

CHUNK = 20  # letters read at once
LONGEST_PATH = 240  # Windows counts the folder too


@dataclass(frozen=True)
class Made:
    """A letter that is final now; its paper stays in the database until it is asked for."""

    id: int
    number: str
    subject: str
    recipient: str = ""
    phone: str = ""  # as the list of recipients had it
    message: bool = False  # there is a text for WhatsApp


class BatchDialog(QDialog):
    """What a run has made, who is missing, and where the papers go."""

    said = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        made: Sequence[Made],
        *,
        title: str = "",
        text: str = "",
        missing: Sequence[Unfit] = (),
    ) -> None:
        super().__init__(parent)
        self.worker, self.made = worker, list(made)
        self._missing = tuple(missing)
        self.problems: list[Unfit] = list(missing)
        self._cancelled = self._running = False
        self._file: GrowingFile | None = None
        self._book: Binder | None = None
        self.dialog: MessagesDialog | None = None
        self.paper_dialog: PaperDialog | None = None
        self._output = BytesIO()  # what is being joined to be printed
        self.setWindowTitle(title or _("Cetak banyak surat"))
        self.setMinimumWidth(600)
        self.banner = Banner()
        self.banner.close_button.hide()
        self.banner.hide()
        self.one = QRadioButton(_("Satu PDF, urut seperti daftar"))
        self.each = QRadioButton(_("Berkas terpisah dalam satu folder"))
        self.one.setChecked(True)
        self.waiting = Waiting()
        self._saver = FolderSaver(self, worker, self.waiting)
        self.table = unfit_table(self.problems)
        self.table_head = label(_("Belum berhasil"), "section")
        self.make_button = button(_("Simpan PDF…"), "content-save-outline", primary=True, on_click=self.make)
        self.make_button.setDefault(True)
        self.print_button = button(_("Cetak…"), "printer-outline", on_click=self.print_all)
        self.print_button.setToolTip(_("Semua surat sebagai satu cetakan, urut seperti daftar"))
        self.messages_button = button(_("Teks WhatsApp…"), "content-copy", on_click=self.show_messages)
        self.messages_button.setVisible(any(one.message for one in self.made))
        self.close_button = button(_("Tutup"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        box.addWidget(self.banner)
        box.addWidget(label(_("{n} surat final").format(n=len(self.made)), "strong"))
        box.addWidget(self.one)
        box.addWidget(self.each)
        box.addWidget(self.waiting)
        box.addWidget(self.table_head)
        box.addWidget(self.table, 1)
        box.addStretch(0)
        box.addLayout(row(self.messages_button, None, self.print_button, self.make_button, self.close_button))
        self.make_button.setEnabled(bool(self.made))
        self.print_button.setEnabled(bool(self.made))
        if text:
            self.banner.say(text, "warn" if missing else "good")
        self._show_problems()

    def make(self) -> None:
        """Ask where, and begin."""
        if self.one.isChecked():
            name = _("{n} surat").format(n=len(self.made))
            target = ask_where_to_save(self, _("Simpan PDF"), f"{name}.pdf", _("PDF (*.pdf)"))
        else:
            chosen = QFileDialog.getExistingDirectory(self, _("Folder untuk surat"), str(start_folder()))
            target = Path(chosen) if chosen else None
            if target is not None:
                remember_folder(target)
        if target is not None:
            self.write_to(target)

    def print_all(self) -> None:
        """Join the letters in the order of the list, and show them where they are printed."""
        self._begin()
        self.waiting.start(_("Menyiapkan cetakan…"), self.cancel)
        self._output = BytesIO()
        self._bind(paper.binding(self._output), 0)

    def show_messages(self) -> None:
        """The texts for WhatsApp of all recipients."""
        self.dialog = MessagesDialog(self, self.worker)
        self.dialog.read([one.id for one in self.made], {one.id: one.phone for one in self.made})
        self.dialog.open()

    def write_to(self, target: Path) -> None:
        """Write into this file, or a file for each letter into this folder."""
        self._begin()
        if self.one.isChecked():
            self.waiting.start(_("Menyiapkan surat…"), self.cancel)
            self._file, self._book = GrowingFile(target), None
            self._join(self._file, 0)
        else:
            wanted = [(one.id, self._name(place, one, target)) for place, one in enumerate(self.made, 1)]
            self._file = self._book = None
            self._saver.save_as(wanted, target, _("Menyimpan PDF…"), self._tell_saved)

    def cancel(self) -> None:
        """Stop after the letters that are just being read."""
        self._cancelled = True

    def reject(self) -> None:
        if not self._running:
            super().reject()

    def _begin(self) -> None:
        self._cancelled, self._running = False, True
        self.problems = list(self._missing)
        self._show_problems()
        self.banner.clear()
        for piece in self._controls():
            piece.setEnabled(False)

    def _controls(self) -> tuple[QWidget, ...]:
        return self.make_button, self.print_button, self.one, self.each, self.close_button

    def _bind(self, book: "Binder", first: int) -> None:
        """The same for one paper to be printed."""
        chunk = self.made[first : first + CHUNK]
        if self._cancelled:
            self._finish(_("Dihentikan. Tidak ada yang dicetak."), None)
            return

        def add(papers: list[bytes]) -> None:
            for one, pdf in zip(chunk, papers, strict=True):
                book.add(pdf, f"{one.number} {one.subject}".strip())
            if first + CHUNK >= len(self.made):
                book.close()

        def go_on(_nothing: None) -> None:
            self.waiting.advance(first + len(chunk), len(self.made))
            if first + CHUNK < len(self.made):
                self._bind(book, first + CHUNK)
            else:
                self._rest()
                title = _("{n} surat").format(n=len(self.made))
                self.paper_dialog = show_paper(self, self.worker, title, self._output.getvalue())

        self._read(chunk, lambda papers: self.worker.run(self, partial(add, papers), go_on, self._fail))

    def _read(self, chunk: Sequence[Made], then: Callable[[list[bytes]], object]) -> None:
        ids = [one.id for one in chunk]
        self.worker.read(
            self,
            lambda session: [pdf for _number, pdf in letters.get_papers(session, ids)],
            then=then,
            failed=self._fail,
        )

    def _join(self, file: GrowingFile, first: int) -> None:
        """Add some letters to the file, then the next ones: no more than these are ever held."""
        chunk = self.made[first : first + CHUNK]
        if self._cancelled:
            self._finish(_("Dihentikan. Tidak ada berkas yang ditulis."), None)
            return
        if not chunk:
            self._close(file)
            return

        def add(papers: list[bytes]) -> None:
            with file.growing() as stream:
                self._book = self._book or paper.binding(stream)
                for one, pdf in zip(chunk, papers, strict=True):
                    self._book.add(pdf, f"{one.number} {one.subject}".strip())

        def go_on(_nothing: None) -> None:
            self.waiting.advance(first + len(chunk), len(self.made))
            self._join(file, first + CHUNK)

        self._read(chunk, lambda papers: self.worker.run(self, partial(add, papers), go_on, self._fail))

    def _close(self, file: GrowingFile) -> None:
        book = self._book
        assert book is not None

        def job() -> Path:
            with file.growing():
                book.close()
            return file.keep()

        text = _("{n} surat digabung dalam {file}.").format(n=len(self.made), file=file.path.name)
        self.worker.run(self, job, lambda path: self._finish(text, path.parent), self._fail)

    @staticmethod
    def _name(place: int, one: Made, folder: Path) -> str:
        """In the order of the list, and short enough for Windows."""
        room = max(LONGEST_PATH - len(str(folder)) - 10, 20)
        name = file_name(" ".join(part for part in (one.number, one.recipient or one.subject) if part))
        return f"{place:03d} {name[:room].strip()}.pdf"

    def _tell_saved(self, saved: Saved) -> None:
        self._cancelled = saved.stopped
        self.problems += [
            Unfit(place, name, reason) for place, (name, reason) in enumerate(saved.failures, 1)
        ]
        text = _("{n} berkas disimpan.").format(n=saved.written)
        if saved.stopped:
            text = _("Dihentikan. {text} Yang sudah disimpan tetap ada.").format(text=text)
        if saved.failures:
            text = _("{text} {n} tidak dapat disimpan.").format(text=text, n=len(saved.failures))
        self._finish(text, saved.folder)

    def _finish(self, text: str, folder: Path | None) -> None:
        self._rest()
        tone = "warn" if len(self.problems) > len(self._missing) or self._cancelled else "good"
        if folder is None:
            self.banner.say(text, tone)
        else:
            url = QUrl.fromLocalFile(str(folder))
            self.banner.say(text, tone, _("Buka folder"), lambda: QDesktopServices.openUrl(url))
        self.said.emit(text)
        self._show_problems()

    def _fail(self, error: Exception) -> None:
        self._rest()
        self.banner.say(sentence(error), "bad")

    def _rest(self) -> None:
        if self._file is not None:
            self._file.drop()
        self._running, self._file, self._book = False, None, None
        self.waiting.finish()
        for piece in self._controls():
            piece.setEnabled(True)
        self.close_button.setFocus()

    def _show_problems(self) -> None:
        model = self.table.rows
        assert isinstance(model, RowsTable)
        model.set_rows(self.problems)
        self.table.setVisible(bool(self.problems))
        self.table_head.setVisible(bool(self.problems))


def unfit_table(unfit: Sequence[Unfit]) -> TableView:
    """Who got no letter, and why; can be copied to Excel."""
    columns = (
        Column(_("No."), lambda u: str(u.place), width=52, align_right=True),
        Column(_("Penerima"), lambda u: u.name or "—", width=220),
        Column(_("Alasan"), lambda u: u.reason),
    )
    table = TableView(RowsTable(columns, unfit))
    table.set_empty(_("Semua penerima mendapat surat."))
    return table
