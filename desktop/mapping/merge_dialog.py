"""Two records of one person made one: for each field that differs, left or right."""

from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from db.rules.problems import Problem
from db.rules.words import _
from db.services.mapping import merges
from db.services.mapping.twins import TOGETHER, Comparison, TwinRow
from desktop.clock import today
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.columns import Column
from desktop.widgets.dialog import GuardedDialog
from desktop.widgets.room import take_room
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

FIRST, SECOND = "first", "second"
LEFT_COLUMN, RIGHT_COLUMN = 1, 2


class MergeDialog(GuardedDialog):
    """← takes the left value, → the right one; Enter merges. `merged` brings the merge's id and the name."""

    merged = Signal(int, str)

    def __init__(self, parent: QWidget | None, worker: Worker, pair: TwinRow, compared: Comparison) -> None:
        super().__init__(parent)
        self.worker, self.pair, self.compared = worker, pair, compared
        self.taken: dict[str, str] = dict(compared.better)
        self._touched = False
        self.setWindowTitle(_("Gabungkan {one} dan {other}").format(one=pair.first, other=pair.second))
        self.banner = Banner()
        self.banner.hide()
        self.kept = QComboBox()
        for number, (name, roles) in enumerate(
            ((pair.first, compared.first_roles), (pair.second, compared.second_roles)), 1
        ):
            said = ", ".join(roles) or _("tanpa pendataan")
            self.kept.addItem(_("{number}: {name} ({roles})").format(number=number, name=name, roles=said))
        self.kept.setCurrentIndex(int(len(compared.second_roles) > len(compared.first_roles)))
        self.kept.setAccessibleName(_("Data yang tetap"))
        self.kept.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.rows = RowsTable(self._columns())
        self.rows.set_rows(
            SimpleNamespace(id=one.name, label=one.label, first=one.first, second=one.second)
            for one in compared.fields
            if one.differs and one.name not in TOGETHER
        )
        self.table = TableView(self.rows, "mapping/merge")
        self.table.set_empty(_("Semua isian sama."))
        self.table.installEventFilter(self)
        self.table.clicked.connect(self._click)
        self.save_button = button(_("Gabungkan"), primary=True, on_click=self.merge)
        self.save_button.setDefault(True)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        self._lay_out()
        if self.rows.rowCount():
            self.table.selectRow(0)
        self.table.setFocus()
        worker.read(
            self,
            lambda session: merges.find_obstacles(session, pair.first_id, pair.second_id),
            self._show_obstacles,
            self.say_failure,
        )

    def unsaved(self) -> bool:
        return self._touched

    def choose(self, name: str, side: str) -> None:
        """Take the value of one side for a field, and what belongs to it."""
        self._touched = True
        for field in (name, *(one for one, leader in TOGETHER.items() if leader == name)):
            self.taken[field] = side
        self.rows.repaint_rows(0, self.rows.rowCount() - 1)

    def merge(self) -> None:
        """Write it in one transaction, or say why not."""
        pair, kept_first = self.pair, self.kept.currentIndex() == 0
        kept, gone = (pair.first_id, pair.second_id) if kept_first else (pair.second_id, pair.first_id)
        other = SECOND if kept_first else FIRST
        fields = [name for name, side in self.taken.items() if side == other]
        day = today()
        self.save_button.setEnabled(False)
        self._saving = True
        self.worker.write(
            self,
            lambda session: merges.merge_people(session, kept, gone, fields, today=day),
            self._done,
            self._fail,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            side = {Qt.Key.Key_Left: FIRST, Qt.Key.Key_Right: SECOND}.get(Qt.Key(event.key()))
            line = self.table.current_row()
            if side and line:
                self.choose(line.id, side)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.save_button.click()
                return True
        return super().eventFilter(watched, event)

    def _columns(self) -> list[Column]:
        def tone(side: str) -> Any:
            return lambda line: "good" if self.taken[line.id] == side else None

        def shown(value: str) -> str:
            return value or _("(kosong)")

        return [
            Column(_("Isian"), lambda line: line.label, width=170),
            Column(_("← Orang pertama"), lambda line: shown(line.first), tone=tone(FIRST), width=330),
            Column(_("Orang kedua →"), lambda line: shown(line.second), tone=tone(SECOND), width=330),
        ]

    def _lay_out(self) -> None:
        hint = label(
            _("Hijau dipakai. Pilih dengan ← dan →, atau klik. Isian yang sama tidak ditampilkan."),
            "muted",
            wrap=True,
        )
        moves = label(
            _(
                "Pendataan, bantuan, foto, dan lainnya dari kedua orang menjadi milik data yang tetap; "
                "jenis yang tercatat dua kali ditutup sekali dengan alasan Ganda. Dapat dipisahkan lagi."
            ),
            "muted",
            wrap=True,
        )
        keeps = row(label(_("Data yang tetap")), self.kept)
        keeps.setStretch(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(self.banner)
        box.addLayout(keeps)
        box.addWidget(hint)
        box.addWidget(self.table, 1)
        box.addWidget(moves)
        box.addLayout(row(None, self.save_button, self.cancel_button))
        take_room(self, 900, 520)

    def _click(self, index: QModelIndex) -> None:
        side = {LEFT_COLUMN: FIRST, RIGHT_COLUMN: SECOND}.get(index.column())
        if side and (line := self.rows.row_at(index)):
            self.choose(line.id, side)

    def _show_obstacles(self, problems: list[Problem]) -> None:
        if problems:
            self.banner.say(" ".join(problem.text for problem in problems), "bad")
            self.save_button.setEnabled(False)

    def _done(self, merge_id: int) -> None:
        self._saving = self._touched = False
        name = next(
            (
                line.first if self.taken["name"] == FIRST else line.second
                for line in self.compared.fields
                if line.name == "name"
            ),
            "",
        )
        self.merged.emit(merge_id, name)
        self.accept()

    def _fail(self, error: Exception) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        self.say_failure(error)
