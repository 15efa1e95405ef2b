"""Officers without a post, whom the roster by kecamatan cannot show; from here their cards open."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.dates import short_date
from db.rules.words import _, ngettext
from db.services.unplaced import Unplaced, list_unplaced
from desktop.clock import today
from desktop.parts.opener import Opener
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.worker import Worker


class UnplacedDialog(QDialog, Opener):
    """Found by any part of the name or the NIAT."""

    said = Signal(str)

    def __init__(self, parent: QWidget, worker: Worker) -> None:
        super().__init__(parent)
        self.worker = worker
        self._found: list[Unplaced] = []
        self.setWindowTitle(_("TKSK tanpa penugasan"))
        self.model = RowsTable(_columns(), parent=self)
        self.table = TableView(self.model, "officers/unplaced")
        self.table.set_empty(_("Tidak ada TKSK tanpa penugasan yang cocok."))
        self.search = SearchBox(_("Cari nama, NIAT…"), self.table)
        self.count = label("", "muted")
        self.card_button = button(_("Buka kartu"), "card-account-details-outline", on_click=self.open_card)
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.card_button.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addLayout(row(self.search, None, self.count))
        box.addWidget(self.table, 1)
        box.addLayout(row(None, self.card_button, self.close_button))
        take_room(self, 860, 520)
        self.search.searched.connect(lambda _text: self._show())
        self.table.activated_row.connect(lambda _row: self.open_card())
        self.table.current_row_changed.connect(lambda row: self.card_button.setEnabled(row is not None))
        self.table.copied.connect(self.said)
        self.card_button.setEnabled(False)
        self.refresh()

    def refresh(self) -> None:
        """Read them anew."""
        day = today()
        self.worker.read(self, lambda session: list_unplaced(session, day), self._take)

    def open_card(self) -> None:
        """Open the card of the chosen officer."""
        from desktop.officers.card import OfficerCardDialog

        if chosen := self.table.current_row():
            dialog = OfficerCardDialog(self, self.worker, chosen.id)
            dialog.accepted.connect(lambda: self.said.emit(dialog.sentence))
            dialog.accepted.connect(self.refresh)
            self.open_dialog(dialog)

    def _take(self, found: list[Unplaced]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        rows = [one for one in self._found if all(w in f"{one.name} {one.niat}".casefold() for w in words)]
        self.model.set_rows(rows)
        self.count.setText(ngettext("{n} orang", "{n} orang", len(rows)).format(n=len(rows)))
        if rows and self.table.current_row() is None:
            self.table.selectRow(0)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Nama"), lambda one: one.name, sort_key="name", width=250),
        Column(_("NIAT"), lambda one: one.niat, sort_key="niat", width=110),
        Column(_("Diangkat"), lambda one: str(one.first_year or ""), width=90),
        Column(_("Terakhir bertugas"), _last, muted=lambda one: not one.last_place),
    )


def _last(one: Any) -> str:
    if not one.last_place:
        return _("belum pernah bertugas")
    until = _("{place}, s.d. {day}") if one.ended_on else "{place}"
    return until.format(place=one.last_place, day=short_date(one.ended_on))
