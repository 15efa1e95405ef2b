"""The register of letters, and the chosen one as it was printed."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QMenu, QSplitter, QVBoxLayout

from db.rules.access import Right
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.letter_life import LetterStatus, Standing, standing_label
from db.rules.words import _, grouped, ngettext
from db.services import letters
from db.services.letters import EVERY_LETTER, LetterRow, LetterSearch
from desktop import paper
from desktop.clock import today
from desktop.files import start_folder
from desktop.letters.actions import LetterActions, Section
from desktop.letters.columns import StackedDelegate, letter_columns
from desktop.letters.preview import LetterPreview
from desktop.letters.scans import ScansDialog
from desktop.parts.rights import allow, may
from desktop.settings import remember_folder
from desktop.widgets.basics import button, link
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence
from desktop.widgets.lazy_table import LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.widgets.theme import set_look
from desktop.worker import Worker

PAUSE = 80  # ms that a row stays chosen before its paper is fetched: arrow keys run ahead
NARROW = 960  # width below which the list and the paper take turns
JOIN_LIMIT = 200
STACKED_HEIGHT = 46
SPLITTER = "letters/splitter"


class OutgoingSection(Section):
    """Final letters, with what happens to them after they are printed."""

    reads = frozenset({"letter"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._wanted: int | None = None  # a letter another tab asks for, until its row is found
        self._paper_shown: int | None = None
        self._offered: int | None = None
        self._awaited = 0  # letters not yet back
        self._make_filters()
        self.batch_button = button(_("Gabung PDF"), "file-pdf-box", on_click=self._join)
        self.paper_button = button(_("Lihat surat"))
        self.paper_button.setCheckable(True)
        self.letters = LazyTable(worker, letter_columns(), letters.count_letters, letters.list_letters, self)
        self.table = TableView(self.letters, "outgoing")
        self.table.setItemDelegate(StackedDelegate(self.table))
        self.table.verticalHeader().setDefaultSectionSize(STACKED_HEIGHT)
        self.search.results = self.table
        self.preview = LetterPreview(worker)
        self.print_button, self.save_button = self.preview.paper.print_button, self.preview.paper.save_button
        self.waiting = Waiting()
        self._make_page()
        self.actions_of_letter = LetterActions(self, worker, self.page.banner, self.waiting)
        self._fill_menus()
        self.setAcceptDrops(may(worker, Right.LETTERS))

        self._look_soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._look_soon.timeout.connect(self._look)
        self.search.searched.connect(self._search)
        for choice in (self.kind_filter, self.year_filter, self.state_filter):
            choice.currentIndexChanged.connect(self._search)
        self.letters.searched.connect(self._on_searched)
        self.table.current_row_changed.connect(self._look_soon.start)
        self.table.current_row_changed.connect(self._offer)
        self.table.selectionModel().selectionChanged.connect(self._count_chosen)
        self.table.activated_row.connect(lambda _row: self.paper_button.setChecked(True))
        self.table.copied.connect(self.said)
        self.preview.paper.said.connect(self.said)
        self.paper_button.toggled.connect(self._fold)
        self.splitter.splitterMoved.connect(self._remember_splitter)
        self._offer(None)
        self._count_chosen()
        self._fold()

    def _make_filters(self) -> None:
        self.search = SearchBox(_("Cari nomor, hal, tujuan…"), width=260)
        self.kind_filter, self.year_filter, self.state_filter = QComboBox(), QComboBox(), QComboBox()
        self.kind_filter.setAccessibleName(_("Jenis surat"))
        self.kind_filter.addItem(_("Semua jenis"), None)
        for kind in LetterKind:
            self.kind_filter.addItem(kind_label(kind), kind)
        self.year_filter.setAccessibleName(_("Tahun"))
        self.year_filter.addItem(_("Semua tahun"), 0)
        self.state_filter.setAccessibleName(_("Keadaan"))
        self.state_filter.addItem(_("Semua keadaan"), None)
        for standing in Standing:
            self.state_filter.addItem(standing_label(standing), standing)
        for choice in (self.kind_filter, self.year_filter, self.state_filter):
            choice.setMinimumWidth(96)  # the longest of their words may be cut where there is no room
        self.kind_filter.setMaximumWidth(210)
        self.awaited_link = link("", self._show_awaited)
        self.awaited_link.hide()

    def _make_page(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(12)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.preview)
        if not self.splitter.restoreState(QSettings().value(SPLITTER)):
            self.splitter.setSizes([730, 590])
        self.scans_button, self.more_button = button(_("Masukkan pindaian")), button(_("Lainnya"))
        for made in (self.scans_button, self.more_button):
            set_look(made, menu="true")
            made.setMenu(QMenu(made))
            made.menu().setToolTipsVisible(True)
        facts = _("Surat bernomor; isinya tidak berubah lagi. Jatuhkan pindaian yang ditandatangani di sini.")
        actions = (self.scans_button, self.batch_button, self.more_button, self.paper_button)
        self.page = Page(_("Surat keluar"), facts, *actions)
        self.page.add_filter(
            self.search, self.kind_filter, self.year_filter, self.state_filter, self.awaited_link
        )
        self.page.add_main(self.waiting)
        self.page.add_main(self.splitter, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

    def _fill_menus(self) -> None:
        acts = self.actions_of_letter
        self.folder_action = acts.action(_("Folder pindaian…"), self._choose_folder)
        self.files_action = acts.action(_("Berkas pindaian…"), self._choose_files)
        self.scans_button.menu().addActions([self.folder_action, self.files_action])
        self.return_action = acts.action(_("Sudah kembali ditandatangani…"), self._note_returned)
        self.save_all_action = acts.action(_("Simpan PDF terpilih ke folder…"), self._save_all)
        self.export_action = acts.action(_("Ekspor daftar ke Excel…"), lambda: acts.export(self.value()))
        self.messages_action = acts.action(
            _("Teks WhatsApp terpilih…"), lambda: self._with_chosen(acts.show_messages)
        )
        self.more_button.menu().addActions([self.return_action, self.messages_action])
        self.more_button.menu().addActions([self.save_all_action, self.export_action])
        self.preview.menu.addActions(acts.menu)
        self.preview.correct_button.clicked.connect(acts.correct.trigger)
        self.preview.return_button.clicked.connect(self._return_one)
        self.table.menu_actions = [acts.correct, self.return_action, *acts.menu]
        worker, preview = self.worker, self.preview
        allow(worker, Right.LETTERS, self.folder_action, self.files_action, self.return_action)
        allow(worker, Right.LETTERS, preview.correct_button, preview.return_button)
        allow(worker, Right.EXPORT, self.export_action, self.save_all_action)

    def refresh(self) -> None:
        """Read the register anew; the chosen letter stays chosen."""
        self.worker.read(self, letters.list_years, self._offer_years)
        awaited = partial(letters.count_letters, search=LetterSearch(standing=Standing.AWAITED, on=today()))
        self.worker.read(self, awaited, self._tell_awaited)
        if self.letters.rows_loaded:
            self.letters.refresh()
        else:
            self._search()

    def receive(self, topic: str, payload: Any) -> None:
        """`show` a letter by its id, whatever was looked for before; `awaited`: those not yet back."""
        if topic == "show":
            self._wanted = payload
            self._forget_filters()
        elif topic == "awaited":
            self._forget_filters()
            self._show_awaited()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # The register

    def value(self) -> LetterSearch:
        """What is looked for now."""
        kind, standing = self.kind_filter.currentData(), self.state_filter.currentData()  # Qt keeps texts
        return LetterSearch(
            text=self.search.text().strip(),
            kind=LetterKind(kind) if kind else None,
            year=self.year_filter.currentData() or 0,
            standing=Standing(standing) if standing else None,
            on=today() if standing else None,
        )

    def _search(self) -> None:
        self.page.banner.clear()
        self.letters.search(search=self.value())

    def _forget_filters(self) -> None:
        self.search.clear()
        for choice in (self.kind_filter, self.year_filter, self.state_filter):
            choice.blockSignals(True)
            choice.setCurrentIndex(0)
            choice.blockSignals(False)
        self._search()

    def _show_awaited(self) -> None:
        self.state_filter.setCurrentIndex(self.state_filter.findData(Standing.AWAITED))

    def _tell_awaited(self, number: int) -> None:
        text = ngettext("{n} belum kembali", "{n} belum kembali", number)
        self.awaited_link.setText(text.format(n=grouped(number)))
        self.awaited_link.setToolTip(
            _("Surat final sampai kemarin yang belum dicatat kembali bertanda tangan")
        )
        self._awaited = number
        self._fold()

    def _offer_years(self, years: list[int]) -> None:
        chosen = self.year_filter.currentData()
        self.year_filter.blockSignals(True)
        self.year_filter.clear()
        self.year_filter.addItem(_("Semua tahun"), 0)
        for year in years:
            self.year_filter.addItem(str(year), year)
        self.year_filter.setCurrentIndex(max(self.year_filter.findData(chosen), 0))
        self.year_filter.blockSignals(False)

    def _on_searched(self, found: int) -> None:
        self.page.set_count(ngettext("{n} surat", "{n} surat", found).format(n=grouped(found)))
        filtered = self.letters.criteria.get("search") != EVERY_LETTER
        if filtered:
            text = _("Tidak ada surat yang cocok dengan pencarian ini.")
            self.table.set_empty(text, _("Hapus saringan"), self._forget_filters)
        else:
            text = _("Belum ada surat. Surat lahir dari tab TKSK, Rekrutmen, dan Buat surat.")
            self.table.set_empty(
                text, _("Buka Rekrutmen"), lambda: self.navigate.emit("recruitment/board", None)
            )
        self._fold()
        if self._wanted is not None:
            self._find(self._wanted, filtered)
        elif found and self.table.current_row() is None:
            self.table.selectRow(0)

    def _find(self, wanted: int, filtered: bool) -> None:
        if self.table.choose(wanted) or filtered:
            self._wanted = None
        else:  # further down than the first page: ask for its number
            self.worker.read(
                self,
                partial(letters.get_letter, letter_id=wanted),
                then=lambda row: self.search.setText(row.code or row.number),
            )

    def _count_chosen(self) -> None:
        number = sum(last - first + 1 for first, last in self.table.selected_ranges())
        self.batch_button.setEnabled(number > 1)
        self.save_all_action.setEnabled(number > 0)
        self.return_action.setEnabled(number > 0)
        self.messages_action.setEnabled(number > 0)
        text = _("Gabung {n} PDF").format(n=number) if number > 1 else _("Gabung PDF")
        self.batch_button.setText(f" {text}")
        self.batch_button.setToolTip(_("Pilih beberapa surat dengan Ctrl atau Shift, lalu gabungkan."))

    # The paper

    def _look(self) -> None:
        row: LetterRow | None = self.table.current_row()
        if row is None:
            self._paper_shown = None
            self.preview.clear()
        elif row.id == self._paper_shown:
            self.preview.tell(row)
        else:
            self._paper_shown = row.id
            work = partial(letters.get_paper, letter_id=row.id)
            self.worker.read(
                self, work, lambda pdf: self._show_paper(row, pdf), partial(self._show_no_paper, row)
            )

    def _show_paper(self, row: LetterRow, pdf: bytes) -> None:
        if row.id == self._paper_shown:
            self.preview.show_letter(row, pdf)

    def _show_no_paper(self, row: LetterRow, error: Exception) -> None:
        """A letter with scores is not read while sheets are open; its line stays, without pages."""
        if row.id != self._paper_shown:
            return
        self._paper_shown = None  # asked again when it is chosen again
        self.preview.tell_hidden(row, sentence(error))

    def _offer(self, letter: LetterRow | None) -> None:
        if (letter.id if letter else None) != self._offered:
            self._offered = letter.id if letter else None
            self.page.banner.clear()  # it told of the letter chosen before
        self.actions_of_letter.offer(letter)
        valid = letter is not None and letter.status is not LetterStatus.CANCELLED
        self.preview.correct_button.setEnabled(valid)
        self.preview.return_button.setEnabled(valid)

    # Several letters

    def _with_chosen(self, then: Callable[[Sequence[LetterRow]], object]) -> None:
        if ranges := self.table.selected_ranges():
            self.letters.fetch(ranges, then)

    def _note_returned(self) -> None:
        self._with_chosen(self.actions_of_letter.note_returned)

    def _return_one(self) -> None:
        if letter := self.table.current_row():
            self.actions_of_letter.note_returned([letter])

    def _save_all(self) -> None:
        self._with_chosen(self.actions_of_letter.save_all)

    def _join(self) -> None:
        ranges = self.table.selected_ranges()
        if sum(last - first + 1 for first, last in ranges) > JOIN_LIMIT:
            text = _("Paling banyak {limit} surat digabung sekaligus. Pilih lebih sedikit.")
            self.page.banner.say(text.format(limit=JOIN_LIMIT), "warn")
            return
        self.page.banner.clear()
        self.batch_button.setEnabled(False)
        self.letters.fetch(ranges, self._join_rows)

    def _join_rows(self, rows: list[LetterRow]) -> None:
        def work(session: Any) -> bytes:
            papers = (pdf for row in rows for _number, pdf in letters.get_papers(session, [row.id]))
            return paper.join(papers, [row.number for row in rows])

        self.worker.read(self, work, then=partial(self._show_joined, len(rows)), failed=self._tell_failure)

    def _show_joined(self, number: int, pdf: bytes) -> None:
        self._count_chosen()
        self.show_paper(_("{n} surat").format(n=number), pdf)
        self.said.emit(_("{n} surat digabung menjadi satu PDF.").format(n=number))

    def _tell_failure(self, error: Exception) -> None:
        self._count_chosen()
        self.page.banner.say(sentence(error), "bad")

    # Scans

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders of this computer may be dropped anywhere on the section."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.file_scans(paths)

    def file_scans(self, paths: Sequence[Path]) -> None:
        """Read these files and folders, and file each scan to its letter."""
        if paths:
            self.open_dialog(ScansDialog(self, self.worker, paths))

    def _choose_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, _("Pilih folder pindaian"), str(start_folder())):
            remember_folder(Path(folder))
            self.file_scans([Path(folder)])

    def _choose_files(self) -> None:
        ending = _("Pindaian (*.pdf *.jpg *.jpeg *.png)")
        paths, _kind = QFileDialog.getOpenFileNames(self, _("Pilih pindaian"), str(start_folder()), ending)
        if paths:
            remember_folder(Path(paths[0]).parent)
            self.file_scans([Path(path) for path in paths])

    # Room

    def _fold(self) -> None:
        """The list and the paper side by side, or one after the other where there is no room."""
        narrow, empty = self.width() < NARROW, not self.letters.rowCount()
        paper_only = narrow and self.paper_button.isChecked()
        self.paper_button.setVisible(narrow and not empty)
        self.paper_button.setText(_("Lihat daftar") if paper_only else _("Lihat surat"))
        self.awaited_link.setVisible(self._awaited > 0 and not narrow)
        self.batch_button.setVisible(not narrow)
        self.table.setVisible(not paper_only or empty)
        self.preview.setVisible(not empty and (paper_only or not narrow))

    def _remember_splitter(self) -> None:
        QSettings().setValue(SPLITTER, self.splitter.saveState())
