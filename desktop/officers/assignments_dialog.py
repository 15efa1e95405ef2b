"""Everybody who served in a kecamatan: definitive, Plt and double duty, from when until when."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import short_date
from db.rules.officers import AssignmentKind, assignment_label
from db.rules.words import _
from db.services import assignments, officers
from db.services.assignments import AssignmentRow
from desktop.clock import today
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.basics import button, row
from desktop.widgets.columns import Column
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

TONES = {AssignmentKind.DEFINITIVE: "good", AssignmentKind.ACTING: "info", AssignmentKind.DOUBLE: "info"}


class AssignmentsDialog(QDialog, Opener):
    """Newest first; a term is added, put right and ended here."""

    said = Signal(str)

    def __init__(self, parent: QWidget, worker: Worker, code: str, kecamatan: str) -> None:
        super().__init__(parent)
        self.worker, self._code, self._kecamatan = worker, code, kecamatan
        self.setWindowTitle(_("Penugasan di Kecamatan {name}").format(name=kecamatan))
        columns = (
            Column(_("Petugas"), lambda r: r.officer, width=200, sort_key="officer"),
            Column(
                _("Jenis"),
                lambda r: assignment_label(r.kind),
                lambda r: TONES[r.kind] if _serves(r) else "neutral",
                width=96,
            ),
            Column(_("Mulai"), lambda r: short_date(r.starts_on), width=96, sort_key="starts_on"),
            Column(_("Sampai"), lambda r: short_date(r.ends_on) or _("sekarang"), width=96),
            Column(_("SK"), lambda r: r.decree, width=150),
            Column(_("Alasan berhenti"), lambda r: r.cause, tooltip=lambda r: r.cause),
        )
        self.model = RowsTable(columns)
        self.table = TableView(self.model, "officers/assignments")
        self.table.set_empty(_("Belum ada yang bertugas di kecamatan ini."), _("Tambah penugasan…"), self.add)
        self.add_button = button(_("Tambah penugasan…"), "plus", on_click=self.add)
        self.correct_button = button(_("Betulkan…"), "pencil-outline", on_click=self.correct)
        self.end_button = button(_("Akhiri…"), "account-minus-outline", on_click=self.end)
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.close_button.setDefault(True)
        allow(worker, Right.OFFICERS, self.add_button, self.correct_button, self.end_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(self.table, 1)
        box.addLayout(row(self.add_button, self.correct_button, self.end_button, None, self.close_button))
        take_room(self, 880, 420)
        self.table.current_row_changed.connect(self._enable)
        self.table.activated_row.connect(lambda _row: self.correct())
        self.table.copied.connect(self.said)
        self.refresh()

    def refresh(self) -> None:
        """Read the terms anew."""
        code = self._code
        self.worker.read(self, lambda session: assignments.list_assignments(session, code), self._show)

    def add(self) -> None:
        """Note one more term."""
        from desktop.officers.assignment_form import AssignmentDialog

        if self.add_button.isEnabled():
            self._open(AssignmentDialog(self, self.worker, self._code, self._kecamatan))

    def correct(self) -> None:
        """Put the chosen term right."""
        from desktop.officers.assignment_form import CorrectAssignmentDialog

        chosen = self.table.current_row()
        if chosen and self.correct_button.isEnabled():
            self._open(CorrectAssignmentDialog(self, self.worker, chosen))

    def end(self) -> None:
        """End the chosen term: an interim on a day, a definitive one with its reason and papers."""
        chosen: AssignmentRow | None = self.table.current_row()
        if chosen is None:
            return
        if chosen.kind is not AssignmentKind.DEFINITIVE:
            from desktop.officers.assignment_form import CloseInterimDialog

            who = (chosen.id, chosen.officer, chosen.kecamatan, chosen.starts_on)
            self._open(CloseInterimDialog(self, self.worker, *who))
            return
        from desktop.officers.exit_form import ExitDialog

        self.worker.read(
            self,
            lambda session: officers.find_term(session, chosen.id),
            lambda term: self._open(ExitDialog(self, self.worker, term)) if term else self.refresh(),
        )

    def _show(self, rows: list[AssignmentRow]) -> None:
        self.model.set_rows(rows)
        if rows and self.table.current_row() is None:
            self.table.selectRow(0)
        self._enable()

    def _enable(self, _row: Any = None) -> None:
        chosen = self.table.current_row()
        self.correct_button.setEnabled(chosen is not None)
        self.end_button.setEnabled(chosen is not None and _serves(chosen))

    def _open(self, dialog: Any) -> None:
        dialog.accepted.connect(lambda: self.said.emit(dialog.sentence))
        dialog.accepted.connect(self.refresh)
        self.open_dialog(dialog)


def _serves(term: AssignmentRow) -> bool:
    return term.ends_on is None or term.ends_on >= today()
