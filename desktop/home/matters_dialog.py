"""All matters of one kind, when they are too many for the first page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.words import _
from desktop.widgets.basics import button, row
from desktop.widgets.columns import Column
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView

SIZE = (760, 460)


@dataclass(frozen=True)
class MatterLine:
    """One matter in words, and where it leads."""

    id: int
    what: str
    when: str
    action: str
    link: str
    payload: object


class MattersDialog(QDialog):
    """A list that leads on: Enter starts the work of the chosen line."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        lines: Sequence[MatterLine],
        ask: Callable[[str, object], object],
    ) -> None:
        super().__init__(parent)
        self._ask = ask
        self.setWindowTitle(title)
        columns = (
            Column(_("Perihal"), lambda r: r.what, width=420, sort_key="what", tooltip=lambda r: r.what),
            Column(_("Keterangan"), lambda r: r.when, tooltip=lambda r: r.when),
        )
        self.model = RowsTable(columns, list(lines), parent=self)
        self.table = TableView(self.model, "home/matters")
        self.start_button = button(lines[0].action, primary=True, on_click=self._start)
        self.start_button.setDefault(True)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(8)
        box.addWidget(self.table, 1)
        box.addLayout(row(None, self.start_button, self.close_button))
        take_room(self, *SIZE)
        self.table.activated_row.connect(lambda _line: self._start())
        self.table.selectRow(0)

    def _start(self) -> None:
        line: MatterLine | None = self.table.current_row()
        if line is not None:
            self.accept()
            self._ask(line.link, line.payload)
