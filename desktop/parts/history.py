"""The history of one record, one click away: who changed what, and when."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.words import _
from db.services import history
from desktop.widgets.basics import button, row
from desktop.widgets.columns import Column
from desktop.widgets.lazy_table import LazyTable
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import ROW_HEIGHT, TableView
from desktop.worker import Worker

LEAST = 4  # rows that it has room for


class HistoryDialog(QDialog):
    """Newest first; of one record and `also` of some that belong to it, or of everything if none is named."""

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        title: str,
        table_name: str = "",
        record_id: str = "",
        also: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Riwayat: {title}").format(title=title))
        room = self.screen().availableGeometry()
        self._room = min(520, room.height() - 48)
        columns = (
            Column(_("Waktu"), lambda r: r.at.astimezone().strftime("%d-%m-%Y %H.%M"), width=150),
            Column(_("Oleh"), lambda r: r.user_name, width=150),
            Column(_("Komputer"), lambda r: r.pc, width=110),
            Column(_("Perubahan"), lambda r: r.sentence, tooltip=lambda r: r.sentence),
        )
        of: dict[str, Any] = {"table_name": table_name, "record_id": record_id, "also": also}
        self.model = LazyTable(
            worker, columns, partial(history.count_history, **of), partial(history.list_history, **of), self
        )
        self.table = TableView(self.model, "history")
        self.table.set_empty(_("Belum ada perubahan yang tercatat."))
        self.search = SearchBox(_("Cari dalam riwayat…"))
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.close_button.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(8)
        box.addWidget(self.search)
        box.addWidget(self.table, 1)
        box.addLayout(row(None, self.close_button))
        self.resize(min(1160, room.width() - 32), 0)
        self._grow(LEAST)
        self.model.searched.connect(self._grow)
        self.search.searched.connect(lambda text: self.model.search(text=text))
        self.model.search(text="")

    def _grow(self, found: int) -> None:
        """As high as what there is to show; a later search makes it no smaller."""
        around = self.sizeHint().height() - self.table.sizeHint().height()
        rows = self.table.horizontalHeader().sizeHint().height() + (found + 1) * ROW_HEIGHT
        self.resize(self.width(), max(self.height(), min(around + rows, self._room)))
