"""Letters that come in: the list, and at its side the chosen one with all that is done about it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout

from db.rules.access import Right
from db.rules.agenda import IncomingState, incoming_state, incoming_state_label
from db.rules.dates import short_date
from db.rules.words import _, grouped, ngettext
from db.services import agenda
from db.services.agenda import IncomingRow, Recorded
from desktop.clock import today
from desktop.letters.incoming_card import TONES, IncomingCard
from desktop.letters.incoming_fields import FILTER_WIDTH, YearFilter, set_quietly
from desktop.letters.incoming_form import RecordDialog
from desktop.parts.opener import Opener
from desktop.parts.rights import allow, may
from desktop.parts.scan import dropped_file
from desktop.widgets.basics import button
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

PAUSE = 80  # ms that a row stays chosen before it is read: arrow keys run ahead
NARROW = 1000  # width below which the list and the card take turns
SPLITTER = "letters/incoming"


class IncomingSection(Tab, Opener):
    """Record, pass on, follow up, answer."""

    reads = frozenset({"incoming_letter", "disposition"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._wanted: int | None = None  # a letter to be chosen as soon as its row is there
        self.setAcceptDrops(True)
        self.add_button = button(_("Catat surat masuk…"), "plus", primary=True, on_click=self.record)
        self.add_button.setShortcut("Ctrl+N")
        self.add_button.setToolTip(_("Ctrl+N, atau seret berkas pindaian ke daftar"))
        self.card_button = button(_("Lihat surat"))
        self.card_button.setCheckable(True)
        self.search = SearchBox(_("Cari nomor, pengirim, hal…"), width=260)
        self.state_filter, self.year_filter = QComboBox(), YearFilter()
        self.state_filter.setAccessibleName(_("Keadaan"))
        self.state_filter.addItem(_("Semua keadaan"), None)
        for state in IncomingState:
            self.state_filter.addItem(incoming_state_label(state), state.value)
        self.state_filter.setMinimumWidth(FILTER_WIDTH)
        self.letters = LazyTable(worker, _columns(), agenda.count_incoming, agenda.list_incoming, self)
        self.table = TableView(self.letters, "incoming")
        self.search.results = self.table
        self.card = IncomingCard(worker)
        self._lay_out()
        self._look_soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._connect()
        allow(worker, Right.LETTERS, self.add_button)
        self._fold()

    def refresh(self) -> None:
        """Read the list anew; the chosen letter stays chosen, and is read anew too."""
        self.worker.read(self, agenda.list_years, self.year_filter.offer)
        if self.letters.rows_loaded and self.letters.criteria.get("on") == today():
            self.letters.refresh()
        else:
            self._search()
        self._look()

    def receive(self, topic: str, payload: Any) -> None:
        """`incoming` with an id shows that letter; with "overdue" those that wait too long; else the list."""
        if payload == IncomingState.OVERDUE:
            self._forget_filters(IncomingState.OVERDUE)
        elif isinstance(payload, int):
            self._wanted = payload
            self._forget_filters()

    def record(self, path: Path | None = None) -> None:
        """Open an empty form, perhaps with a scan."""
        if not self.add_button.isEnabled():
            return
        dialog = RecordDialog(self, self.worker)
        dialog.recorded.connect(self._note_recorded)
        self.open_dialog(dialog)
        if path is not None:
            dialog.use_file(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may(self.worker, Right.LETTERS) and dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped_file(event.mimeData()):
            event.acceptProposedAction()
            self.record(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(12)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 1)
        if not self.splitter.restoreState(QSettings().value(SPLITTER)):
            self.splitter.setSizes([760, 560])
        facts = _("Agenda surat masuk, disposisi, dan tindak lanjutnya")
        self.page = Page(_("Surat masuk"), facts, self.card_button, self.add_button)
        self.page.add_filter(self.search, self.state_filter, self.year_filter)
        self.page.add_main(self.splitter, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

    def _connect(self) -> None:
        self._look_soon.timeout.connect(self._look)
        self.search.searched.connect(self._search)
        self.state_filter.currentIndexChanged.connect(self._search)
        self.year_filter.currentIndexChanged.connect(self._search)
        self.letters.searched.connect(self._on_searched)
        self.table.current_row_changed.connect(self._look_soon.start)
        self.table.activated_row.connect(lambda _row: self.card_button.setChecked(True))
        self.table.copied.connect(self.said)
        self.card.said.connect(self.said)
        self.card.navigate.connect(self.navigate)
        self.card_button.toggled.connect(self._fold)
        self.splitter.splitterMoved.connect(lambda: QSettings().setValue(SPLITTER, self.splitter.saveState()))

    # The list

    def _search(self) -> None:
        state = self.state_filter.currentData()
        self.letters.search(
            on=today(),
            text=self.search.text().strip(),
            state=IncomingState(state) if state else None,
            year=self.year_filter.year(),
        )

    def _forget_filters(self, state: IncomingState | None = None) -> None:
        self.search.clear()
        wanted = max(self.state_filter.findData(state.value), 0) if state else 0
        set_quietly(self.state_filter, wanted)
        set_quietly(self.year_filter, 0)
        self._search()

    def _on_searched(self, found: int) -> None:
        text = ngettext("{n} surat masuk", "{n} surat masuk", found)
        self.page.set_count(text.format(n=grouped(found)))
        filtered = any(self.letters.criteria.get(name) for name in ("text", "state", "year"))
        if filtered:
            text = _("Tidak ada surat masuk yang cocok dengan pencarian ini.")
            self.table.set_empty(text, _("Hapus saringan"), self._forget_filters)
        else:
            text = _("Belum ada surat masuk. Catat surat pertama, atau seret berkas pindaiannya ke sini.")
            self.table.set_empty(text, _("Catat surat masuk…"), self.record)
        self._fold()
        if self._wanted is not None:
            self._find(self._wanted)
        elif found and self.table.current_row() is None:
            self.table.selectRow(0)

    def _find(self, wanted: int) -> None:
        self._wanted = None
        if not self.table.choose(wanted):  # further down than the first page
            self.table.clearSelection()
            self.card.show_incoming(wanted)

    def _note_recorded(self, recorded: Recorded, said: str) -> None:
        self._wanted = recorded.id
        self.said.emit(said)

    # The chosen letter

    def _look(self) -> None:
        row: IncomingRow | None = self.table.current_row()
        if row is not None:
            self.card.show_incoming(row.id)
        elif self.card.letter is not None and self.letters.rowCount():
            self.card.show_incoming(self.card.letter.id)
        else:
            self.card.show_incoming(None)

    def _fold(self) -> None:
        """The list and the card side by side, or one after the other where there is no room."""
        narrow, empty = self.width() < NARROW, not self.letters.rowCount()
        card_only = narrow and self.card_button.isChecked() and not empty
        self.card_button.setVisible(narrow and not empty)
        self.card_button.setText(_("Lihat daftar") if card_only else _("Lihat surat"))
        self.table.setVisible(not card_only)
        self.card.setVisible(not empty and (card_only or not narrow))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Agenda"), lambda r: f"{r.sequence}/{r.year}", width=78),
        Column(_("Diterima"), lambda r: short_date(r.received_on), width=94),
        Column(_("Pengirim"), lambda r: r.sender, width=112, tooltip=lambda r: r.sender),
        Column(_("Nomor surat"), lambda r: r.number, width=172, tooltip=lambda r: r.number),
        Column(_("Hal"), lambda r: r.subject, width=150, tooltip=lambda r: r.subject),
        Column(_("Keadaan"), _standing, tone=_tone, width=138, tooltip=_due),
        Column(_("Diteruskan"), lambda r: r.forwarded, width=120, tooltip=lambda r: r.forwarded),
        Column(_("Pindaian"), lambda r: _("ada") if r.has_scan else "", width=62),
    )


def _standing(row: IncomingRow) -> str:
    return incoming_state_label(incoming_state(row.done_on, row.due_on, today(), row.void_reason))


def _tone(row: IncomingRow) -> str:
    return TONES[incoming_state(row.done_on, row.due_on, today(), row.void_reason).value]


def _due(row: IncomingRow) -> str:
    day = short_date(row.due_on)
    return _("Batas waktu {day}").format(day=day) if day and not row.done_on else ""
