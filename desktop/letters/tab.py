"""The register of letters, and the chosen one as it was printed."""

from functools import partial
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout

from db.rules.dates import short_date
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.words import _, ngettext
from db.services import letters
from db.services.letters import LetterRow
from desktop import paper
from desktop.letters.preview import LetterPreview
from desktop.parts.history import HistoryDialog
from desktop.widgets.basics import button
from desktop.widgets.failure import sentence
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

PAUSE = 80  # ms that a row stays chosen before its paper is fetched: arrow keys run ahead
NARROW = 900  # width below which the list and the paper take turns
JOIN_LIMIT = 200
SPLITTER = "letters/splitter"


class LettersTab(Tab):
    """Final letters only; they come from the work in the other tabs."""

    reads = frozenset({"letter"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.dialog: Any = None
        self._wanted: int | None = None  # a letter another tab asks for, until its row is found
        self._paper_shown: int | None = None
        self.search = SearchBox(_("Cari nomor, hal, atau tujuan…"), width=260)
        self.kind_filter, self.year_filter = QComboBox(), QComboBox()
        self.kind_filter.setAccessibleName(_("Jenis surat"))
        self.kind_filter.addItem(_("Semua jenis"), None)
        for kind in LetterKind:
            self.kind_filter.addItem(kind_label(kind), kind)
        self.year_filter.setAccessibleName(_("Tahun"))
        self.year_filter.addItem(_("Semua tahun"), 0)
        self.batch_button = button(_("Gabung PDF"), "file-pdf-box", on_click=self._join)
        self.paper_button = button(_("Lihat surat"))
        self.paper_button.setCheckable(True)

        self.letters = LazyTable(worker, _columns(), letters.count_letters, letters.list_letters, self)
        self.table = TableView(self.letters, "letters")
        self.search.results = self.table
        self.preview = LetterPreview(worker)
        self.print_button, self.save_button = self.preview.paper.print_button, self.preview.paper.save_button
        self.history_button = self.preview.history_button
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(12)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.preview)
        if not self.splitter.restoreState(QSettings().value(SPLITTER)):
            self.splitter.setSizes([640, 660])
        facts = _("Surat keluar yang sudah bernomor; isinya tidak berubah lagi")
        self.page = Page(_("Surat"), facts, self.batch_button, self.paper_button)
        self.page.add_filter(self.search, self.kind_filter, self.year_filter)
        self.page.add_main(self.splitter, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

        self._look_soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._look_soon.timeout.connect(self._look)
        self.search.searched.connect(self._search)
        self.kind_filter.currentIndexChanged.connect(self._search)
        self.year_filter.currentIndexChanged.connect(self._search)
        self.letters.searched.connect(self._on_searched)
        self.table.current_row_changed.connect(self._look_soon.start)
        self.table.selectionModel().selectionChanged.connect(self._count_chosen)
        self.table.activated_row.connect(lambda _row: self.paper_button.setChecked(True))
        self.table.copied.connect(self.said)
        self.preview.paper.said.connect(self.said)
        self.history_button.clicked.connect(self._open_history)
        self.paper_button.toggled.connect(self._fold)
        self.splitter.splitterMoved.connect(self._remember_splitter)
        self._count_chosen()
        self._fold()

    def refresh(self) -> None:
        """Read the register anew; the chosen letter stays chosen."""
        self.worker.read(self, letters.list_years, self._offer_years)
        if self.letters.rows_loaded:
            self.letters.refresh()
        else:
            self._search()

    def receive(self, topic: str, payload: Any) -> None:
        """`show` with a letter's id: bring that letter to the eye, whatever was looked for before."""
        if topic == "show":
            self._wanted = payload
            self._forget_filters()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # The register

    def _search(self) -> None:
        kind = self.kind_filter.currentData()  # Qt keeps it as its text
        self.letters.search(
            text=self.search.text().strip(),
            kind=LetterKind(kind) if kind else None,
            year=self.year_filter.currentData() or 0,
        )

    def _forget_filters(self) -> None:
        self.search.clear()
        for choice in (self.kind_filter, self.year_filter):
            choice.blockSignals(True)
            choice.setCurrentIndex(0)
            choice.blockSignals(False)
        self._search()

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
        self.page.set_count(
            ngettext("{n} surat", "{n} surat", found).format(n=f"{found:,}".replace(",", "."))
        )
        filtered = any(self.letters.criteria.values())
        if filtered:
            text = _("Tidak ada surat yang cocok dengan pencarian ini.")
            self.table.set_empty(text, _("Hapus saringan"), self._forget_filters)
        else:
            text = _("Belum ada surat. Surat lahir dari pekerjaan di tab TKSK dan Rekrutmen.")
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
                then=lambda row: self.search.setText(row.number),
            )

    def _count_chosen(self) -> None:
        number = sum(last - first + 1 for first, last in self.table.selected_ranges())
        self.batch_button.setEnabled(number > 1)
        text = _("Gabung {n} PDF").format(n=number) if number > 1 else _("Gabung PDF")
        self.batch_button.setText(f" {text}")
        self.batch_button.setToolTip(_("Pilih beberapa surat dengan Ctrl atau Shift, lalu gabungkan."))

    # The paper

    def _look(self) -> None:
        row: LetterRow | None = self.table.current_row()
        if row is None:
            self._paper_shown = None
            self.preview.clear()
        elif row.id != self._paper_shown:
            self._paper_shown = row.id
            work = partial(letters.get_paper, letter_id=row.id)
            self.worker.read(self, work, then=lambda pdf: self._show_paper(row, pdf))

    def _show_paper(self, row: LetterRow, pdf: bytes) -> None:
        if row.id == self._paper_shown:
            self.preview.show_letter(row, pdf)

    def _open_history(self) -> None:
        if row := self.table.current_row():
            self.dialog = HistoryDialog(self, self.worker, row.number, "letter", str(row.id))
            self.dialog.open()

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
            papers = letters.get_papers(session, [row.id for row in rows])
            return paper.join([pdf for _number, pdf in papers], [number for number, _pdf in papers])

        self.worker.read(self, work, then=partial(self._show_joined, len(rows)), failed=self._tell_failure)

    def _show_joined(self, number: int, pdf: bytes) -> None:
        from desktop.viewer import show_paper

        self._count_chosen()
        title = _("{n} surat").format(n=number)
        self.dialog = show_paper(self, self.worker, title, pdf)
        self.said.emit(_("{n} surat digabung menjadi satu PDF.").format(n=number))

    def _tell_failure(self, error: Exception) -> None:
        self._count_chosen()
        self.page.banner.say(sentence(error), "bad")

    # Room

    def _fold(self) -> None:
        """The list and the paper side by side, or one after the other where there is no room."""
        narrow, empty = self.width() < NARROW, not self.letters.rowCount()
        paper_only = narrow and self.paper_button.isChecked()
        self.paper_button.setVisible(narrow and not empty)
        self.paper_button.setText(_("Lihat daftar") if paper_only else _("Lihat surat"))
        self.table.setVisible(not paper_only or empty)
        self.preview.setVisible(not empty and (paper_only or not narrow))

    def _remember_splitter(self) -> None:
        QSettings().setValue(SPLITTER, self.splitter.saveState())


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Nomor"), lambda r: r.number, width=196, tooltip=lambda r: r.number),
        Column(_("Tanggal"), lambda r: short_date(r.dated_on), width=92),
        Column(_("Jenis"), lambda r: kind_label(r.kind), tone=lambda r: "neutral", width=176),
        Column(_("Hal"), lambda r: r.subject, width=180, tooltip=lambda r: r.subject),
        Column(_("Tujuan"), lambda r: r.recipient, width=170, tooltip=lambda r: r.recipient),
        Column(_("Penandatangan"), lambda r: r.signer_name, width=190, tooltip=lambda r: r.signer_name),
    )
