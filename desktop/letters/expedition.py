"""The expedition book: which letters have left, by whom, and who has them now."""

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from db.rules.access import Right
from db.rules.agenda import ExpeditionState
from db.rules.dates import short_date
from db.rules.words import _, grouped, ngettext
from db.services import expedition
from db.services.expedition import ExpeditionRow
from desktop import paper
from desktop.clock import today
from desktop.letters.expedition_forms import (
    LATELY,
    ChangeSentDialog,
    ReceivedDialog,
    SendAgainDialog,
    SendDialog,
)
from desktop.letters.incoming_fields import FILTER_WIDTH, YearFilter, set_quietly
from desktop.letters.incoming_sheet import Stated, read_expedition
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.basics import button, link
from desktop.widgets.failure import sentence
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

PRINTED = 1_000  # lines of one print


class ExpeditionSection(Tab, Opener):
    """Letters that were sent; several may be noted as received at once."""

    reads = frozenset({"expedition", "letter"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.send_button = button(_("Kirim surat…"), "send-outline", primary=True, on_click=self.send)
        self.received_button = button(_("Catat penerimaan…"), "check", on_click=self.note_received)
        self.change_link = link(_("Ubah…"), self.change)
        self.again_link = link(_("Tujuan lain…"), self.send_again)
        self.again_link.setToolTip(_("Kirim surat ini juga ke tujuan lain, misalnya tembusan"))
        self.print_button = button(_("Cetak"), "printer-outline", on_click=self.print_book)
        self.search = SearchBox(_("Cari nomor, hal, nama…"), width=260)
        self.state_filter, self.year_filter = QComboBox(), YearFilter()
        self.state_filter.setAccessibleName(_("Keadaan"))
        self.state_filter.addItem(_("Semua keadaan"), None)
        self.state_filter.addItem(_("Belum diterima"), ExpeditionState.ON_THE_WAY.value)
        self.state_filter.addItem(_("Sudah diterima"), ExpeditionState.RECEIVED.value)
        self.state_filter.setMinimumWidth(FILTER_WIDTH)
        self.entries = LazyTable(
            worker, _columns(), expedition.count_expedition, expedition.list_expedition, self
        )
        self.table = TableView(self.entries, "expedition")
        self.search.results = self.table
        facts = _("Surat keluar yang dikirim, pembawanya, dan tanda terimanya")
        self.page = Page(_("Ekspedisi"), facts, self.print_button, self.received_button)
        self.page.head.add_action(self.send_button)
        self.page.add_filter(self.search, self.state_filter, self.year_filter)
        self.page.add_filter(self.change_link, self.again_link)
        self.page.add_main(self.table, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self.search.searched.connect(self._search)
        self.state_filter.currentIndexChanged.connect(self._search)
        self.year_filter.currentIndexChanged.connect(self._search)
        self.entries.searched.connect(self._on_searched)
        self.table.activated_row.connect(lambda _row: self.change())
        self.table.selectionModel().selectionChanged.connect(self._count_chosen)
        self.table.copied.connect(self.said)
        allow(
            worker, Right.LETTERS, self.send_button, self.received_button, self.change_link, self.again_link
        )
        self._count_chosen()

    def refresh(self) -> None:
        """Read the book anew, and how many letters wait to be sent."""
        self.worker.read(self, expedition.list_sent_years, self.year_filter.offer)
        lately = today() - timedelta(days=LATELY)
        self.worker.read(self, partial(expedition.count_unsent, since=lately), self._tell_unsent)
        if self.entries.rows_loaded:
            self.entries.refresh()
        else:
            self._search()

    def receive(self, topic: str, payload: Any) -> None:
        """`expedition` with the id of a letter: note that it leaves now."""
        if isinstance(payload, int):
            self.send(payload)

    def send(self, letter_id: int | None = None) -> None:
        """Note which letters leave now."""
        if self.send_button.isEnabled():
            self._open(SendDialog(self, self.worker, letter_id))

    def send_again(self) -> None:
        """Note that the letter of an entry leaves for somebody else too."""
        if (row := self.table.current_row()) and self.again_link.isEnabled():
            self._open(SendAgainDialog(self, self.worker, row))

    def note_received(self) -> None:
        """Note who took the chosen letters."""
        self.entries.fetch(self.table.selected_ranges(), self._note_rows)

    def change(self) -> None:
        """Put an entry right."""
        if (row := self.table.current_row()) and self.change_link.isEnabled():
            self._open(ChangeSentDialog(self, self.worker, row))

    def print_book(self) -> None:
        """The chosen entries, or all that the list shows, with room for signatures."""
        ranges = self.table.selected_ranges()
        if sum(last - first + 1 for first, last in ranges) < 2:
            ranges = [(0, min(self.entries.rowCount(), PRINTED) - 1)]
        self.entries.fetch(ranges, self._print_rows)

    def _print_rows(self, rows: list[ExpeditionRow]) -> None:
        def render(stated: Stated) -> None:
            title = _("Buku ekspedisi {day}").format(day=short_date(today()))
            self.worker.run(
                self,
                lambda: paper.render(*stated),
                then=partial(self.show_paper, title),
                failed=self._tell_failure,
            )

        work = partial(read_expedition, rows=list(reversed(rows)), on=today())
        self.worker.read(self, work, then=render, failed=self._tell_failure)

    def _note_rows(self, rows: list[ExpeditionRow]) -> None:
        waiting = [row for row in rows if row.received_on is None]
        if waiting:
            self._open(ReceivedDialog(self, self.worker, waiting))
        else:
            self.page.banner.say(_("Penerimaannya sudah dicatat; gunakan Ubah… untuk membetulkan."), "info")

    def _search(self) -> None:
        state = self.state_filter.currentData()
        self.entries.search(
            text=self.search.text().strip(),
            state=ExpeditionState(state) if state else None,
            year=self.year_filter.year(),
        )

    def _forget_filters(self) -> None:
        self.search.clear()
        set_quietly(self.state_filter, 0)
        set_quietly(self.year_filter, 0)
        self._search()

    def _tell_unsent(self, number: int) -> None:
        text = _("Kirim surat… ({n})").format(n=number) if number else _("Kirim surat…")
        self.send_button.setText(f" {text}")
        self.send_button.setToolTip(
            _("{n} surat dari {days} hari terakhir belum dikirim").format(n=number, days=LATELY)
            if number
            else ""
        )

    def _on_searched(self, found: int) -> None:
        text = ngettext("{n} kiriman", "{n} kiriman", found)
        self.page.set_count(text.format(n=grouped(found)))
        self.print_button.setEnabled(bool(found))
        if any(self.entries.criteria.values()):
            text = _("Tidak ada kiriman yang cocok dengan pencarian ini.")
            self.table.set_empty(text, _("Hapus saringan"), self._forget_filters)
        else:
            text = _("Belum ada surat yang dicatat terkirim.")
            self.table.set_empty(text, _("Kirim surat…"), self.send)

    def _count_chosen(self) -> None:
        number = sum(last - first + 1 for first, last in self.table.selected_ranges())
        self.received_button.setEnabled(number > 0)
        self.change_link.setEnabled(number == 1)
        self.again_link.setEnabled(number == 1)
        text = _("Catat {n} penerimaan…").format(n=number) if number > 1 else _("Catat penerimaan…")
        self.received_button.setText(f" {text}")

    def _open(self, dialog: Any) -> None:
        self.page.banner.clear()
        dialog.accepted.connect(lambda: self.said.emit(dialog.sentence))
        self.open_dialog(dialog)

    def _tell_failure(self, error: Exception) -> None:
        self.page.banner.say(sentence(error), "bad")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Dikirim"), lambda r: short_date(r.sent_on), width=96),
        Column(_("Nomor surat"), lambda r: r.number, width=236, tooltip=lambda r: r.number),
        Column(_("Hal"), lambda r: r.subject, width=240, tooltip=lambda r: r.subject),
        Column(_("Tujuan"), lambda r: r.recipient, width=206, tooltip=lambda r: r.recipient),
        Column(_("Cara"), lambda r: r.way, width=104),
        Column(_("Pembawa"), lambda r: r.carrier, width=130, tooltip=lambda r: r.carrier),
        Column(_("Penerimaan"), _standing, tone=lambda r: "good" if r.received_on else "warn", width=140),
        Column(_("Penerima"), lambda r: r.received_by, tooltip=lambda r: r.received_by),
    )


def _standing(row: ExpeditionRow) -> str:
    return short_date(row.received_on) or _("Belum diterima")
