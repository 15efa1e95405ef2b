"""The book of numbers of a year: every number, and what became of it."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from db.exchange.report import report_workbook
from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.numbering import NumberStatus, number_status_label
from db.rules.reports import Report
from db.rules.words import _, grouped, ngettext
from db.services import number_book, numbers, srikandi
from db.services.numbers import Gap, NumberRow, Run
from desktop import paper
from desktop.clock import today
from desktop.files import ask_where_to_save, write_file
from desktop.letters.numbers_dialogs import ExternalDialog, NotEnteredDialog, ReserveDialog, VoidDialog
from desktop.parts.awaited import Awaited
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.basics import Pill, button, card, facts, label, link, row
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

TONES = {NumberStatus.RESERVED: "info", NumberStatus.USED: "good", NumberStatus.VOID: "neutral"}


class NumbersSection(Tab, Opener):
    """One year at a time; the chosen number is explained in a card at the side."""

    reads = frozenset({"letter_number", "letter", "number_counter", "letter_setting", "office"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._wanted: NumberRow | None = None  # to be chosen when the book has been read
        self.reserve_button = button(_("Pesan nomor…"), "plus", primary=True, on_click=self.reserve)
        self.print_button = button(_("Cetak buku nomor"), "printer-outline", on_click=self.print_book)
        self.excel_button = button(_("Ekspor Excel"), "file-excel-outline", on_click=self.save_excel)
        self.search = SearchBox(_("Cari nomor, hal, untuk apa…"), width=240)
        self.year_filter, self.run_filter, self.status_filter = QComboBox(), QComboBox(), QComboBox()
        self.year_filter.setAccessibleName(_("Tahun"))
        self.year_filter.addItem(str(today().year), today().year)
        self.run_filter.setAccessibleName(_("Urutan nomor"))
        self.run_filter.addItem(_("Semua urutan"), "")
        self.status_filter.setAccessibleName(_("Keadaan"))
        self.status_filter.addItem(_("Semua keadaan"), None)
        for status in NumberStatus:
            self.status_filter.addItem(number_status_label(status), status)
        self.book = LazyTable(worker, _columns(), numbers.count_book, numbers.list_book, self)
        self.table = TableView(self.book, "numbers")
        self.search.results = self.table
        self.waiting = Waiting()
        self._make_cards()
        self._lay_out()
        self.awaited = Awaited(self.waiting, self.page.banner)
        self.may_reserve = allow(
            worker, Right.LETTERS, self.reserve_button, self.void_button, self.external_button
        )
        allow(worker, Right.EXPORT, self.print_button, self.excel_button)
        allow(worker, Right.HISTORY, self.history_button)
        self.search.searched.connect(self._search)
        self.year_filter.currentIndexChanged.connect(self._on_year)
        for choice in (self.run_filter, self.status_filter):
            choice.currentIndexChanged.connect(self._search)
        self.book.searched.connect(self._on_searched)
        self.table.current_row_changed.connect(self._show_number)
        self.table.activated_row.connect(self._open)
        self.table.copied.connect(self.said)
        self._show_number(None)

    @property
    def year(self) -> int:
        """The year that is shown."""
        return int(self.year_filter.currentData())

    def refresh(self) -> None:
        """Read the book anew; the chosen number stays chosen."""
        self.worker.read(self, numbers.list_book_years, self._offer_years)
        self._read_year()
        if self.book.rows_loaded:
            self.book.refresh()
        else:
            self._search()

    def receive(self, topic: str, payload: Any) -> None:
        """`number` with the id of a number: bring it to the eye, whatever was looked for before."""
        if topic == "number" and isinstance(payload, int):
            work = partial(numbers.get_number, number_id=payload)
            self.worker.read(self, work, then=self._go_to, failed=self._tell_failure)

    # What can be done

    def reserve(self) -> None:
        """Set numbers aside."""
        dialog = ReserveDialog(self, self.worker)
        dialog.accepted.connect(lambda: self._tell_reserved(dialog.made))
        self.open_dialog(dialog)

    def void(self) -> None:
        """Strike the chosen number out."""
        if number := self.table.current_row():
            dialog = VoidDialog(self, self.worker, number)
            text = _("Nomor {number} dibatalkan; buku memuat alasannya.").format(number=number.number)
            dialog.accepted.connect(lambda: self.said.emit(text))
            self.open_dialog(dialog)

    def record_external(self) -> None:
        """Note the number that SRIKANDI gave to the letter of the chosen number."""
        number: NumberRow | None = self.table.current_row()
        if number is not None and number.letter_id is not None:
            title = f"{number.number} · {number.explanation}"
            self.open_dialog(
                ExternalDialog(self, self.worker, number.letter_id, title, number.external_number)
            )

    def show_not_entered(self) -> None:
        """The letters that SRIKANDI does not know yet."""
        self.open_dialog(NotEnteredDialog(self, self.worker, self.year))

    def show_history(self) -> None:
        """Who did what with the chosen number."""
        if number := self.table.current_row():
            self.show_history_of(number.number, "letter_number", number.id)

    def print_book(self) -> None:
        """The whole book of the year (or of one run), on landscape paper, whatever is looked for."""
        job = self.awaited.start(_("Mencetak buku nomor…"))
        failed = partial(self.awaited.fail, job)

        def render(book: Report) -> None:
            if self.awaited.is_awaited(job):
                then = partial(self._show_book, job, book.title)
                self.worker.run(self, lambda: paper.render_report(book), then=then, failed=failed)

        self.worker.read(self, self._export("text", "status"), then=render, failed=failed)

    def save_excel(self) -> None:
        """Ask where, and write the book as a workbook."""
        name = f"Buku nomor surat keluar {self.year}.xlsx"
        if path := ask_where_to_save(self, _("Simpan buku nomor"), name, _("Buku kerja Excel (*.xlsx)")):
            self.write_excel(path)

    def write_excel(self, path: Path) -> None:
        """Write the book to a file; the status bar says where it is."""
        job = self.awaited.start(_("Menulis Excel…"))
        failed = partial(self.awaited.fail, job)
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")

        def write(book: Report) -> None:
            if self.awaited.is_awaited(job):
                work = partial(_written, book, target)
                self.worker.run(self, work, then=partial(self._tell_saved, job), failed=failed)

        self.worker.read(self, self._export(), then=write, failed=failed)

    # How it is laid out

    def _make_cards(self) -> None:
        self.status_pill = Pill("")
        self.number_title = label("", "strong", wrap=True)
        self.number_facts = facts()
        self.letter_link = link(_("Lihat surat"), self._open_letter)
        self.history_button = link(_("Riwayat"), self.show_history)
        self.void_button = button(_("Batalkan…"), on_click=self.void)
        self.external_button = button(_("Nomor SRIKANDI…"), on_click=self.record_external)
        self.number_card = card(
            _("Nomor terpilih"),
            self.number_title,
            row(self.status_pill, None),
            self.number_facts,
            row(self.void_button, self.external_button, None),
            row(self.letter_link, self.history_button, None, spacing=12),
        )
        self.srikandi_label = label("", "muted", wrap=True)
        self.srikandi_button = button(_("Belum di SRIKANDI…"), on_click=self.show_not_entered)
        self.srikandi_card = card(_("SRIKANDI"), self.srikandi_label, row(self.srikandi_button, None))
        self.runs_facts = facts()
        self.runs_card = card(_("Nomor terakhir"), self.runs_facts)

    def _lay_out(self) -> None:
        words = _("Setiap nomor surat keluar, dan apa yang terjadi dengannya")
        self.page = Page(_("Nomor surat"), words, self.excel_button, self.print_button, self.reserve_button)
        self.page.add_filter(self.search, self.run_filter, self.status_filter, self.year_filter)
        self.page.add_main(self.waiting)
        self.page.add_main(self.table, 1)
        self.page.add_card(self.number_card, self.srikandi_card, self.runs_card)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

    # What is shown

    def _on_year(self) -> None:
        self._read_year()
        self._search()

    def _read_year(self) -> None:
        year = self.year

        def work(session: Any) -> tuple[int, list[Run], list[Gap], int]:
            gaps = [gap for gap in numbers.list_gaps(session, year) if not gap.explained]
            runs = numbers.list_runs(session, year)
            return year, runs, gaps, srikandi.count_not_entered(session, year)

        self.worker.read(self, work, then=lambda answer: self._show_year(*answer), failed=self._tell_failure)

    def _show_year(self, year: int, runs: list[Run], gaps: list[Gap], missing: int) -> None:
        if year != self.year:
            return
        _offer(self.run_filter, [(_("Semua urutan"), ""), *((run.label, run.series) for run in runs)])
        self.run_filter.setVisible(len(runs) > 1)
        self.runs_facts.set_facts((run.label, _come_to(run)) for run in runs)
        self.srikandi_button.setEnabled(missing > 0)
        done = _("Semua surat tahun {year} sudah dicatat di SRIKANDI.")
        waits = ngettext(
            "{n} surat tahun {year} belum punya nomor SRIKANDI.",
            "{n} surat tahun {year} belum punya nomor SRIKANDI.",
            missing,
        )
        self.srikandi_label.setText((waits if missing else done).format(n=missing, year=year))
        if gaps:
            text = _("Nomor yang hilang dari buku tahun {year} dan tidak dapat dijelaskan: {places}.")
            places = "; ".join(f"{gap.run} {gap.describe()}" for gap in gaps)
            self.page.banner.say(text.format(year=year, places=places), "bad")

    def _search(self) -> None:
        status = self.status_filter.currentData()  # Qt keeps it as its text
        self.book.search(
            year=self.year,
            series=self.run_filter.currentData() or "",
            status=NumberStatus(status) if status else None,
            text=self.search.text().strip(),
        )

    def _forget_filters(self) -> None:
        self.search.clear()
        for choice in (self.run_filter, self.status_filter):
            choice.blockSignals(True)
            choice.setCurrentIndex(0)
            choice.blockSignals(False)
        self._search()

    def _offer_years(self, years: list[int]) -> None:
        wanted = sorted({*years, today().year, self.year}, reverse=True)
        _offer(self.year_filter, [(str(year), year) for year in wanted])

    def _go_to(self, number: NumberRow) -> None:
        self._wanted = number
        year = number.dated_on.year
        if self.year_filter.findData(year) < 0:
            self.year_filter.addItem(str(year), year)
        self.year_filter.setCurrentIndex(self.year_filter.findData(year))
        self.search.setText("")
        for choice in (self.run_filter, self.status_filter):
            choice.setCurrentIndex(0)
        self._search()

    def _on_searched(self, found: int) -> None:
        text = ngettext("{n} nomor", "{n} nomor", found)
        self.page.set_count(text.format(n=grouped(found)))
        criteria = self.book.criteria
        if any(criteria.get(name) for name in ("series", "status", "text")):
            empty = _("Tidak ada nomor yang cocok dengan pencarian ini.")
            self.table.set_empty(empty, _("Hapus saringan"), self._forget_filters)
        else:
            empty = _("Belum ada nomor pada tahun {year}. Nomor lahir bersama surat, atau dipesan dahulu.")
            offer = _("Pesan nomor…") if self.may_reserve else ""
            self.table.set_empty(empty.format(year=self.year), offer, self.reserve)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.table.choose(wanted.id):
            return
        if wanted is not None and not criteria.get("text"):  # further down than the first page
            self.search.setText(wanted.number)
        elif found and self.table.current_row() is None:
            self.table.selectRow(0)

    def _show_number(self, number: NumberRow | None) -> None:
        self.number_card.setVisible(number is not None)
        if number is None:
            return
        self.number_title.setText(number.number)
        self.status_pill.set(_state(number), _tone(number))
        self.number_facts.set_facts(
            [
                (_("Tanggal"), short_date(number.dated_on)),
                (_("Urutan"), f"{number.run}, {number.place}"),
                (_("Keterangan"), number.explanation),
                (_("SRIKANDI"), number.external_number),
            ]
        )
        has_letter = number.letter_id is not None
        self.letter_link.setVisible(has_letter)
        voidable = number.status is NumberStatus.RESERVED or (
            number.status is NumberStatus.USED and (number.cancelled or not has_letter)
        )
        self.void_button.setEnabled(voidable)
        why = _("Nomor ini dipakai surat yang berlaku. Batalkan suratnya dahulu di Surat keluar.")
        is_used = number.status is NumberStatus.USED
        self.void_button.setToolTip("" if voidable or not is_used else why)
        self.external_button.setEnabled(has_letter and not number.cancelled)

    def _open(self, number: NumberRow) -> None:
        if number.letter_id is not None:
            self._open_letter()

    def _open_letter(self) -> None:
        if (number := self.table.current_row()) and number.letter_id is not None:
            self.navigate.emit("letters/show", number.letter_id)

    # Paper and Excel

    def _export(self, *without: str) -> Any:
        at = datetime.combine(today(), datetime.now().time())
        criteria = {name: value for name, value in self.book.criteria.items() if name not in without}
        return partial(number_book.export_book, at=at, **criteria)

    def _show_book(self, job: int, title: str, pdf: bytes) -> None:
        if self.awaited.end(job):
            self.show_paper(title, pdf)

    def _tell_saved(self, job: int, path: Path) -> None:
        self.awaited.end(job)
        self.said.emit(_("Buku nomor disimpan: {path}").format(path=path))

    def _tell_failure(self, error: Exception) -> None:
        self.page.banner.say(sentence(error), "bad")

    def _tell_reserved(self, made: list[NumberRow]) -> None:
        first, last = made[0], made[-1]
        self._go_to(first)
        text = _("{n} nomor dipesan: {first} s.d. {last}.") if len(made) > 1 else _("Nomor {first} dipesan.")
        self.said.emit(text.format(n=len(made), first=first.number, last=last.number))


def _written(book: Report, path: Path) -> Path:
    return write_file(path, report_workbook(book))


def _offer(box: QComboBox, choices: list[tuple[str, Any]]) -> None:
    """Offer other choices without telling anybody; what was chosen stays, where it is among them."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for text, key in choices:
        box.addItem(text, key)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)


def _come_to(run: Run) -> str:
    """How far a run has come: 73; 1–40 di luar buku ini."""
    spans = (str(first) if first == last else f"{first}–{last}" for first, last in run.outside)
    outside = [_("{spans} di luar buku ini").format(spans=", ".join(spans))] if run.outside else []
    return "; ".join([str(run.last) if run.last else _("belum ada"), *outside])


def _state(number: NumberRow) -> str:
    return _("Surat dibatalkan") if number.cancelled else number_status_label(number.status)


def _tone(number: NumberRow) -> str:
    return "warn" if number.cancelled and number.status is NumberStatus.USED else TONES[number.status]


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("No."), lambda r: r.place, align_right=True, width=66),
        Column(_("Nomor surat"), lambda r: r.number, width=226, tooltip=lambda r: r.number),
        Column(_("Tanggal"), lambda r: short_date(r.dated_on), width=92),
        Column(_("Keadaan"), _state, tone=_tone, width=128),
        Column(_("Keterangan"), lambda r: r.explanation, width=250, tooltip=lambda r: r.explanation),
        Column(_("Tujuan"), lambda r: r.recipient, width=108, tooltip=lambda r: r.recipient),
        Column(_("SRIKANDI"), lambda r: r.external_number, width=104, tooltip=lambda r: r.external_number),
    )
