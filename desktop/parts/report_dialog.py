"""A table as it will be printed, in a dialog of its own: print it, save it, close it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.reports import ReportTable
from db.rules.words import _
from desktop.parts.report_view import ReportView
from desktop.widgets.basics import button, row
from desktop.widgets.room import take_room
from desktop.worker import Worker


class ReportDialog(QDialog):
    """Enter prints. signed: with *Mengetahui* below the last rows."""

    said = Signal(str)

    def __init__(self, parent: QWidget, worker: Worker, table: ReportTable, *, signed: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(table.title)
        self.view = ReportView(worker, lambda: signed)
        self.view.said.connect(self.said)
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.view.print_button.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(self.view, 1)
        box.addLayout(row(None, self.view.print_button, self.view.excel_button, self.close_button))
        take_room(self, 1180, 560)
        self.view.show_report(table)
