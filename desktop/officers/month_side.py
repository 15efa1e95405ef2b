"""Beside the matrix: all that is known of one monthly report, and what can be done with it."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.words import _, ngettext
from db.rules.work import MOVES, MonthCell, ReportState, month_name, report_label
from db.services import monthly_reports
from db.services.monthly_paper import ReportKey
from db.services.monthly_reports import MonthsRow, ReportDetails
from desktop.officers.month_grid import TONES
from desktop.parts.rights import allow, may
from desktop.parts.scan import ScanField, keep
from desktop.widgets.basics import Pill, button, card, facts, label, link, row
from desktop.worker import Worker


class MonthSide(QWidget):
    """Says nothing until a month is chosen. The buttons are for all chosen months at once."""

    wished = Signal(str)  # receive, approve, revise, print, compose, activities, history
    failed = Signal(object)  # why a scan was not laid to the report

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self.key: ReportKey | None = None
        self.details: ReportDetails | None = None
        self.state, self.facts = Pill(), facts()
        self.note = label("", wrap=True)
        self.scan = ScanField(worker, right=Right.OFFICERS)
        self.many = label("", "muted", wrap=True)
        self.receive_button = self._button(_("Tandai diterima (Spasi)"), "receive")
        self.approve_button = self._button(_("Setujui (A)"), "approve")
        self.revise_button = self._button(_("Perlu perbaikan… (P)"), "revise")
        self.print_button = self._button(_("Cetak laporan"), "print")
        self.compose_button = self._link(_("Buka di Buat surat"), "compose")
        self.activities_button = self._button(_("Kegiatan bulan ini"), "activities")
        self.history_button = self._link(_("Riwayat"), "history")
        self.hint = label(_("Pilih satu bulan di tabel."), "muted", wrap=True)
        self.card = card(
            _("Rincian laporan"),
            self.hint,
            row(self.state, None),
            self.facts,
            self.note,
            self.scan,
            self.many,
            row(self.receive_button, None),
            row(self.approve_button, self.revise_button, None),
        )
        self.paper = card(
            _("Laporan dari kegiatan"),
            row(self.print_button, self.activities_button, None),
            row(self.compose_button, self.history_button, None),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.card)
        box.addWidget(self.paper)
        allow(worker, Right.OFFICERS, self.receive_button, self.approve_button, self.revise_button)
        if not may(worker, Right.OFFICERS):
            self.scan.lock()
        allow(worker, Right.LETTERS, self.compose_button)
        allow(worker, Right.HISTORY, self.history_button)
        self.scan.edited.connect(self._attach)
        self.clear()

    def clear(self) -> None:
        """Nothing is chosen."""
        self.key = self.details = None
        self.card.set_title(_("Rincian laporan"))
        self.hint.show()
        for piece in (self.state, self.facts, self.note, self.scan, self.many, self.paper):
            piece.hide()
        for piece in (self.receive_button, self.approve_button, self.revise_button):
            piece.hide()

    def show_month(self, shown: MonthsRow, key: ReportKey, cells: list[MonthCell]) -> None:
        """Show a month; cells: all that are chosen, which the buttons are for."""
        again = key == self.key
        self.key = key
        if not again:
            self.details = None
        cell = shown.cells[key.month - 1]
        self.hint.hide()
        self.card.set_title(f"{shown.name} · {month_name(key.year, key.month)}")
        serves = cell.begun or cell.state is not None
        text = report_label(cell.state) if serves else _("Belum mulai atau tidak bertugas")
        tone = TONES[cell.state] if cell.state else "bad" if cell.missing else "neutral"
        self.state.set(text, tone)
        for piece in (self.state, self.facts, self.paper):
            piece.show()
        self._show_buttons(cells)
        self._say(cell)
        work = partial(monthly_reports.report_details, key=key)
        self._worker.read(self, work, lambda details: self._take(key, cell, details))

    def _show_buttons(self, cells: list[MonthCell]) -> None:
        states = [cell.state for cell in cells]
        number = len(cells)
        words = ngettext("Untuk {n} bulan yang dipilih:", "Untuk {n} bulan yang dipilih:", number)
        self.many.setText(words.format(n=number))
        self.many.setVisible(number > 1)
        waits = None in states
        self.receive_button.setVisible(waits)
        for made, state in (
            (self.approve_button, ReportState.APPROVED),
            (self.revise_button, ReportState.REVISE),
        ):
            able = any(state in MOVES[one] for one in states)
            made.setVisible(able or waits)
            made.setEnabled(able)
            made.setToolTip("" if able else _("Tandai dahulu bahwa laporannya diterima."))

    def _take(self, key: ReportKey, cell: MonthCell, details: ReportDetails) -> None:
        if key == self.key:
            self.details = details
            self._say(cell)

    def _say(self, cell: MonthCell) -> None:
        found = self.details
        due = short_date(found.due) if found else "…"
        pairs: list[tuple[str, Any]] = [(_("Batas"), due)]
        if cell.received_on:
            late = _(" (terlambat)") if cell.late else ""
            pairs.append((_("Diterima"), f"{short_date(cell.received_on)}{late}"))
        if found and found.decided_on:
            pairs.append((_("Diputuskan"), f"{short_date(found.decided_on)}, {found.decided_by}"))
        photos = _(", {n} foto").format(n=found.photos) if found and found.photos else ""
        pairs.append((_("Kegiatan"), f"{found.activities}{photos}" if found else "…"))
        self.facts.set_facts(pairs)
        self.note.setText(_("Catatan: {note}").format(note=found.note) if found and found.note else "")
        self.note.setVisible(bool(self.note.text()))
        self.scan.setVisible(cell.state is not None)
        if found:
            self.scan.set_value(found.scan_id)
        self.history_button.setVisible(bool(found and found.report_id))
        printable = bool(found and found.activities)
        for made in (self.print_button, self.compose_button):
            made.setEnabled(printable)
            made.setToolTip("" if printable else _("Belum ada kegiatan bulan ini yang dicatat."))

    def _attach(self) -> None:
        key, attached = self.key, self.scan.value()
        if key is None:
            return

        def work(session: Any) -> None:
            monthly_reports.attach_scan(session, key, keep(session, attached))

        self._worker.write(self, work, lambda _nothing: None, self.failed.emit)

    def _button(self, text: str, wish: str) -> Any:
        return button(text, on_click=lambda: self.wished.emit(wish))

    def _link(self, text: str, wish: str) -> Any:
        return link(text, lambda: self.wished.emit(wish))
