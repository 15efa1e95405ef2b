"""The chosen record at the side: what the kind means, what was ticked, and the ways on."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from db.rules.access import Right
from db.rules.dates import long_date, short_date
from db.rules.mapping import state_label
from db.rules.words import _
from db.services.mapping import records, states
from db.services.mapping.records import MappingRow, RecordFacts
from desktop.clock import today
from desktop.errors import show_error
from desktop.mapping.card_steps import CloseDialog
from desktop.mapping.labels import SensitiveMark
from desktop.parts.history import HistoryDialog
from desktop.parts.progress import Progress
from desktop.parts.rights import may
from desktop.widgets.ask import confirm
from desktop.widgets.basics import Card, Checklist, Facts, button, label, link, row
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

__all__ = ["CloseDialog", "RecordCard"]


class RecordCard(Card):
    """Empty until a row is chosen; asks the worker for the words."""

    closed = Signal(str)  # a sentence about what was done
    navigate = Signal(str, object)

    def __init__(self, worker: Worker, progress: Progress) -> None:
        super().__init__(_("Pendataan"))
        self.worker, self.progress = worker, progress
        self.dialog: QWidget | None = None
        self._record: MappingRow | None = None
        self._table: TableView | None = None
        self.hint = label(_("Pilih satu baris untuk melihat arti jenis dan kriterianya."), "muted", wrap=True)
        self.name = label("", "title", wrap=True)
        self.kind, self.sensitive = label("", "strong", wrap=True), SensitiveMark()
        self.definition = label("", "muted", wrap=True)
        self.criteria, self.facts = Checklist(), Facts()
        self.open_button = button(_("Buka kartu"), "card-account-details-outline", on_click=self.open_card)
        self.open_button.setToolTip(_("Semua jenis, keluarga, bantuan, penanganan, foto, dan langkahnya"))
        self.confirm_button = button(_("Masih sama hari ini"), "check", on_click=self.confirm)
        self.close_button = button(_("Tutup data…"), "account-minus-outline", on_click=self.close_record)
        self.history_link = link(_("Riwayat"), self.show_history)
        kind = row(self.kind, self.sensitive)
        kind.setStretch(0, 1)
        self._criteria_title = label(_("Kriteria"), "section")
        self.add(self.hint, self.name, kind, self.definition)
        self.add(row(self.open_button, self.close_button, None), row(self.confirm_button, None))
        self.add(self._criteria_title, self.criteria, self.facts, row(None, self.history_link))
        self._show_pieces(False)

    def show_record(self, record: MappingRow | None, may_close: bool) -> None:
        """Show the card of a row of the list, or the hint."""
        self._record = record
        changes = record is not None and record.closed_on is None and not self._is_hidden(record)
        self.close_button.setEnabled(may_close and changes)
        if record is None:
            self._show_pieces(False)
            return
        self.confirm_button.setEnabled(self.close_button.isEnabled())
        self.worker.read(self, lambda session: records.get_record(session, record.id), then=self._show)

    def watch(self, table: TableView) -> None:
        """Follow the selection of the list, and put the ways on into the menu of its rows."""
        self._table = table
        for text, keys, does in (
            (_("Buka kartu"), "Ctrl+I", self.open_card),
            (_("Masih sama hari ini"), "", self.confirm),
        ):
            action = QAction(text, table)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(does)
            table.addAction(action)
            table.menu_actions.append(action)
        table.selectionModel().selectionChanged.connect(lambda *_parts: self._count_selected())

    def open_card(self) -> None:
        """Everything about whom this row is about."""
        if self._record is not None:
            self.open_card_of(self._record.id)

    def open_card_of(self, record_id: int) -> None:
        """The same for a record that a link asks for."""
        from desktop.mapping.card_dialog import RecordCardDialog

        dialog = RecordCardDialog(self.window(), self.worker, record_id)
        dialog.said.connect(self.closed)
        dialog.navigate.connect(self.navigate)
        self._open(dialog)

    def confirm(self) -> None:
        """This record, or all those that are selected in the list, are still so today."""
        if self._selected() > 1 and self._table is not None:
            if self._selected() > states.MOST:
                text = _("Paling banyak {most} pendataan dapat dipastikan sekaligus.")
                self.closed.emit(text.format(most=states.MOST))
            else:
                self._table.rows.fetch(self._table.selected_ranges(), self.confirm_many)
        elif (record := self._record) is not None:
            self.confirm_many([record])

    def confirm_many(self, chosen: list[MappingRow]) -> None:
        """Say of these rows that nothing has changed; several are asked about first."""
        open_ones = [one.id for one in chosen if one.closed_on is None and not self._is_hidden(one)]
        if not open_ones or not may(self.worker, Right.MAPPING):
            return
        text = _("{number} pendataan dipastikan masih sama hari ini.").format(number=len(open_ones))
        if len(open_ones) > 1:
            question = _("Pastikan {number} pendataan masih sama hari ini?").format(number=len(open_ones))
            details = _("Tanggal “terakhir dipastikan” menjadi {day}.").format(day=long_date(today()))
            if not confirm(self, question, _("Masih sama"), details):
                return
        else:
            text = _("{name} dipastikan masih sama hari ini.").format(name=chosen[0].name)
        tick = self.progress.tick
        work = partial(states.confirm, record_ids=open_ones, on=today(), today=today(), tick=tick)
        self.progress.begin(_("Memastikan pendataan…"), len(open_ones))

        def done(_number: int) -> None:
            self.progress.finish()
            self.closed.emit(text)

        def fail(error: Exception) -> None:
            self.progress.finish()
            if self.progress.was_stopped:
                self.closed.emit(_("Dihentikan; tidak ada yang diubah."))
            else:
                show_error(self, error)

        self.worker.write(self, work, then=done, failed=fail)

    def close_record(self) -> None:
        """Ask why, and take the record out of the figures."""
        if (record := self._record) is None:
            return
        dialog = CloseDialog(self, self.worker, record, record.name, record.kind)
        text = _("Data {name} ({kind}) ditutup: {reason}.")
        dialog.accepted.connect(
            lambda: self.closed.emit(
                text.format(name=record.name, kind=record.kind, reason=dialog.reason.currentText().lower())
            )
        )
        self._open(dialog)

    def show_history(self) -> None:
        """Who changed this record, and when."""
        if self._record is not None:
            record = self._record
            self._open(HistoryDialog(self, self.worker, record.name, "mapping_record", str(record.id)))

    def _is_hidden(self, record: MappingRow) -> bool:
        return record.sensitive and not may(self.worker, Right.SENSITIVE)

    def _selected(self) -> int:
        ranges = self._table.selected_ranges() if self._table is not None else []
        return sum(last - first + 1 for first, last in ranges)

    def _count_selected(self) -> None:
        number = self._selected()
        text = _("Masih sama hari ini ({number} baris)…") if number > 1 else _("Masih sama hari ini")
        self.confirm_button.setText(" " + text.format(number=number))

    def _open(self, dialog: Any) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, facts: RecordFacts) -> None:
        record = self._record
        if record is None or record.id != facts.id:  # another row was chosen meanwhile
            return
        self.name.setText(facts.name)
        self.kind.setText(facts.kind.name)
        self.definition.setText(facts.kind.definition)
        closed = f"{short_date(record.closed_on)}" if record.closed_on else ""
        told: tuple[tuple[str, str], ...] = (
            (_("Keadaan"), " ".join(part for part in (state_label(record.state), closed) if part)),
            (_("Umur"), "" if record.age is None else _("{age} tahun").format(age=record.age)),
            (_("Alamat"), f"{record.desa}, {record.kecamatan}"),
            (_("Tanggal data"), long_date(facts.recorded_on)),
            (_("Dipastikan"), long_date(record.confirmed_on) if record.confirmed_on else ""),
            (_("Sumber"), facts.source),
            (_("Petugas"), facts.recorder),
        )
        own = (
            (_("Disabilitas"), ", ".join(facts.disabilities)),
            (_("Pengecualian"), facts.exception_reason),
            (_("Catatan"), facts.note),
        )
        sensitive = facts.kind.sensitive  # what is peculiar stands on the card, whose opening is noted
        criteria = () if sensitive else facts.criteria
        self.criteria.set_lines((text, True) for text in criteria)
        shown = (*told, *(() if sensitive else own))
        if sensitive:
            shown = (*shown, (_("Rincian"), _("di kartunya; pembukaannya dicatat")))
        self.facts.set_facts((name, words) for name, words in shown if words)
        self._show_pieces(True)
        self.sensitive.setVisible(sensitive)
        self._criteria_title.setVisible(bool(criteria))

    def _show_pieces(self, shown: bool) -> None:
        self.hint.setVisible(not shown)
        pieces = (self.name, self.kind, self.sensitive, self.definition, self._criteria_title, self.criteria)
        buttons = (self.open_button, self.confirm_button, self.close_button, self.history_link)
        for piece in (*pieces, self.facts, *buttons):
            piece.setVisible(shown)
