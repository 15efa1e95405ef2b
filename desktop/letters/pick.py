"""Choosing one letter of the register."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.dates import short_date
from db.rules.words import _
from db.services import letters
from db.services.letters import LetterRow, LetterSearch
from desktop.letters.columns import state_column
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.lazy_table import LazyTable
from desktop.widgets.room import take_room
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class PickLetterDialog(QDialog):
    """`picked` comes with the letter when one was chosen."""

    picked = Signal(object)

    def __init__(self, parent: QWidget, worker: Worker, what: str, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(what)
        self.search = SearchBox(_("Cari nomor, hal, tujuan, atau pindai kodenya…"), width=420)
        columns = (
            Column(_("Nomor"), lambda r: r.number, width=236, tooltip=lambda r: r.number),
            Column(_("Tanggal"), lambda r: short_date(r.dated_on), width=92),
            state_column(width=176),
            Column(_("Hal"), lambda r: r.subject, tooltip=lambda r: r.subject),
        )
        self.letters = LazyTable(worker, columns, letters.count_letters, letters.list_letters, self)
        self.table = TableView(self.letters, "pick_letter")
        self.table.set_empty(_("Tidak ada surat yang cocok. Ketik sebagian nomor, hal, atau tujuan."))
        self.search.results = self.table
        self.pick_button = button(action, primary=True, on_click=self._pick)
        self.pick_button.setDefault(True)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(label(what, "muted", wrap=True))
        box.addWidget(self.search)
        box.addWidget(self.table, 1)
        box.addLayout(row(None, self.pick_button, self.cancel_button))
        take_room(self, 960, 480)
        self.search.searched.connect(self._search)
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(lambda _row: self._pick())
        self._offer(None)
        self._search()

    def _search(self, text: str = "") -> None:
        self.letters.search(search=LetterSearch(text.strip()))

    def _offer(self, letter: LetterRow | None) -> None:
        self.pick_button.setEnabled(letter is not None)

    def _pick(self) -> None:
        if letter := self.table.current_row():
            self.accept()
            self.picked.emit(letter)


def pick_letter(
    parent: QWidget, worker: Worker, what: str, action: str, then: Any, *given: Any
) -> PickLetterDialog:
    """Ask for a letter; `then(*given, letter)` gets it."""
    dialog = PickLetterDialog(parent, worker, what, action)
    dialog.picked.connect(partial(then, *given))
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()
    return dialog
