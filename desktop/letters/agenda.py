"""The agenda: letters of both directions in one book, on the screen, on paper and in Excel."""

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QComboBox, QPushButton, QVBoxLayout

from db.exchange.agenda import agenda_workbook
from db.rules.access import Right
from db.rules.agenda import AgendaBook, Direction, direction_label
from db.rules.dates import MONTHS, short_date
from db.rules.words import _, grouped, ngettext
from db.services import agenda_book
from db.services.agenda_book import AgendaRow
from desktop import paper
from desktop.clock import today
from desktop.files import ask_where_to_save, write_file
from desktop.letters.incoming_fields import FILTER_WIDTH, YearFilter, set_quietly
from desktop.letters.incoming_sheet import Stated, read_book
from desktop.parts.awaited import Awaited
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.basics import button, row
from desktop.widgets.busy import Waiting
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

TONES = {Direction.IN: "info", Direction.OUT: "good", Direction.NUMBER: "warn"}


class AgendaSection(Tab, Opener):
    """Masuk, Keluar or both, by month; a line leads to its letter."""

    reads = frozenset({"incoming_letter", "letter", "letter_number"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.print_button = button(_("Cetak buku agenda"), "printer-outline", on_click=self.print_book)
        self.excel_button = button(_("Ekspor Excel"), "file-excel-outline", on_click=self.save_excel)
        self.both_button, self.in_button, self.out_button = (
            _switch(_("Semua")),
            _switch(_("Masuk")),
            _switch(_("Keluar")),
        )
        self._group = QButtonGroup(self)
        for made in (self.both_button, self.in_button, self.out_button):
            self._group.addButton(made)
        self.both_button.setChecked(True)
        self.search = SearchBox(_("Cari nomor, nama, hal…"), width=260)
        self.month_filter, self.year_filter = QComboBox(), YearFilter()
        self.month_filter.setAccessibleName(_("Bulan"))
        self.month_filter.addItem(_("Semua bulan"), 0)
        for number, name in enumerate(MONTHS, 1):
            self.month_filter.addItem(name, number)
        self.month_filter.setMinimumWidth(FILTER_WIDTH)
        self.year_filter.offer([today().year])
        self.year_filter.setCurrentIndex(1)
        self.lines = LazyTable(worker, _columns(), agenda_book.count_agenda, agenda_book.list_agenda, self)
        self.table = TableView(self.lines, "agenda")
        self.search.results = self.table
        self.waiting = Waiting()
        self._lay_out()
        self.awaited = Awaited(self.waiting, self.page.banner)
        self._group.buttonToggled.connect(lambda _button, chosen: self._search() if chosen else None)
        self.search.searched.connect(self._search)
        self.month_filter.currentIndexChanged.connect(self._search)
        self.year_filter.currentIndexChanged.connect(self._search)
        self.lines.searched.connect(self._on_searched)
        self.table.activated_row.connect(self._open)
        self.table.copied.connect(self.said)
        allow(worker, Right.EXPORT, self.print_button, self.excel_button)

    @property
    def direction(self) -> Direction | None:
        """Which direction is shown; None is both."""
        if self.in_button.isChecked():
            return Direction.IN
        return Direction.OUT if self.out_button.isChecked() else None

    def refresh(self) -> None:
        """Read the agenda anew."""
        self.worker.read(self, agenda_book.list_agenda_years, self._offer_years)
        if self.lines.rows_loaded:
            self.lines.refresh()
        else:
            self._search()

    def print_book(self) -> None:
        """The book of what is shown, on landscape paper."""
        job = self.awaited.start(_("Mencetak buku agenda…"))
        work = partial(read_book, at=_now(), **self.lines.criteria)
        self.worker.read(self, work, then=partial(self._render, job), failed=partial(self.awaited.fail, job))

    def save_excel(self) -> None:
        """Ask where, and write what is shown as a workbook."""
        criteria = self.lines.criteria
        period = agenda_book.period(criteria["year"], criteria["month"])
        name = f"{agenda_book.TITLES[criteria['direction']].capitalize()} {period}.xlsx"
        if path := ask_where_to_save(self, _("Simpan agenda"), name, _("Buku kerja Excel (*.xlsx)")):
            self.write_excel(path)

    def write_excel(self, path: Path) -> None:
        """Write what is shown to a file; the status bar says where it is."""
        job = self.awaited.start(_("Menulis Excel…"))
        failed = partial(self.awaited.fail, job)
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        work = partial(agenda_book.export_agenda, at=_now(), **self.lines.criteria)

        def write(book: AgendaBook) -> None:
            self.worker.run(
                self,
                lambda: write_file(target, agenda_workbook(book)),
                then=partial(self._tell_saved, job),
                failed=failed,
            )

        self.worker.read(self, work, then=write, failed=failed)

    def _lay_out(self) -> None:
        facts = _("Surat masuk dan keluar menurut tanggal; surat keluar tercatat dengan sendirinya")
        self.page = Page(_("Agenda"), facts, self.excel_button, self.print_button)
        switch = row(self.both_button, self.in_button, self.out_button, spacing=2)
        self.page.add_filter(switch, self.search, self.month_filter, self.year_filter)
        self.page.add_main(self.waiting)
        self.page.add_main(self.table, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

    # The list

    def _search(self) -> None:
        year = self.year_filter.year()
        self.month_filter.setEnabled(bool(year))
        self.lines.search(
            text=self.search.text().strip(),
            direction=self.direction,
            year=year,
            month=(self.month_filter.currentData() or 0) if year else 0,
        )

    def _offer_years(self, years: list[int]) -> None:
        self.year_filter.offer(sorted({*years, today().year}, reverse=True))

    def _on_searched(self, found: int) -> None:
        self.page.set_count(ngettext("{n} baris", "{n} baris", found).format(n=grouped(found)))
        year = bool(self.lines.criteria["year"])
        self.print_button.setEnabled(year)
        self.print_button.setToolTip("" if year else _("Pilih satu tahun; buku agenda dicetak per tahun."))
        text = _("Tidak ada surat pada pilihan ini.")
        self.table.set_empty(text, _("Tampilkan semua"), self._show_all)

    def _show_all(self) -> None:
        self.search.clear()
        set_quietly(self.month_filter, 0)
        set_quietly(self.year_filter, 0)
        self.both_button.setChecked(True)
        self._search()

    def _open(self, line: AgendaRow) -> None:
        topic = {Direction.IN: "incoming", Direction.OUT: "show", Direction.NUMBER: "number"}[line.direction]
        self.navigate.emit(f"letters/{topic}", line.record_id)

    # Out of the program

    def _render(self, job: int, stated: Stated) -> None:
        if self.awaited.is_awaited(job):
            then, failed = partial(self._show_book, job), partial(self.awaited.fail, job)
            self.worker.run(self, lambda: paper.render(*stated), then=then, failed=failed)

    def _show_book(self, job: int, pdf: bytes) -> None:
        if self.awaited.end(job):
            criteria = self.lines.criteria
            period = agenda_book.period(criteria["year"], criteria["month"])
            self.show_paper(f"{agenda_book.TITLES[criteria['direction']].capitalize()} {period}", pdf)

    def _tell_saved(self, job: int, path: Path) -> None:
        self.awaited.end(job)
        self.said.emit(_("Agenda disimpan: {path}").format(path=path))


def _switch(text: str) -> QPushButton:
    made = button(text)
    made.setCheckable(True)
    return made


def _now() -> datetime:
    return datetime.combine(today(), datetime.now().time())


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            _("Arah"), lambda r: direction_label(r.direction), tone=lambda r: TONES[r.direction], width=92
        ),
        Column(_("Agenda"), lambda r: r.place, width=78),
        Column(_("Tanggal"), lambda r: short_date(r.day), width=96),
        Column(_("Nomor surat"), lambda r: r.number, width=248, tooltip=lambda r: r.number),
        Column(_("Dari/kepada"), lambda r: r.party, width=236, tooltip=lambda r: r.party),
        Column(_("Hal"), lambda r: r.subject, width=400, tooltip=lambda r: r.subject),
        Column(_("Keterangan"), lambda r: r.note, tooltip=lambda r: r.note),
    )
