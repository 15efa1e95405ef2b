"""A grid for rows copied from Excel: checked in words, saved together; bad rows stay to be mended."""

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from db.rules.paste import MOST_ROWS, grid_columns, into_grid, split_rows
from db.rules.words import _, ngettext
from db.services import regions
from db.services.mapping import kinds, paste
from db.services.mapping.paste import RowSaid, Usual
from desktop.clock import today
from desktop.mapping.entry_dialog import is_of_people
from desktop.mapping.labels import kind_label
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import BusyCursor
from desktop.widgets.columns import NOWHERE, Index
from desktop.widgets.dialog import GuardedDialog
from desktop.widgets.fields import ChoiceField, DateField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.room import take_room
from desktop.widgets.table_view import COMPACT_HEIGHT
from desktop.widgets.theme import colours
from desktop.worker import Worker

SAID_WIDTH, WIDTHS = 300, {"nik": 140, "name": 160, "kind": 130, "desa": 140, "address": 130}
NARROW, USUAL_WIDTH = 52, 124
PAUSE = 200  # ms after an edit before the rows are checked anew
Role = Qt.ItemDataRole


class GridModel(QAbstractTableModel):
    """The cells as they were copied, and what is to be said of each row."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.columns = grid_columns()
        self.cells: list[dict[str, str]] = []
        self.said: list[RowSaid] = []

    def set_rows(self, rows: list[dict[str, str]]) -> None:
        """Show these rows, not checked yet."""
        self.beginResetModel()
        self.cells, self.said = rows, []
        self.endResetModel()

    def set_said(self, said: list[RowSaid]) -> None:
        """What the check has found."""
        self.said = said
        if self.cells:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.cells) - 1, 0))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role != Role.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return self.columns[section - 1].title if section else _("Hasil periksa")

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.column():
            if role in (Role.DisplayRole, Role.EditRole):
                return self.cells[index.row()].get(self.columns[index.column() - 1].name, "")
            return None
        said = self.said[index.row()] if index.row() < len(self.said) else None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return _in_words(said)
        if role == Role.ForegroundRole and said is not None:
            return colours().tone("bad" if said.problems else "good")
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.EditRole or not index.column():
            return False
        self.cells[index.row()][self.columns[index.column() - 1].name] = str(value).strip()
        self.edited.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        own = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return own | Qt.ItemFlag.ItemIsEditable if index.column() else own


class PasteDialog(GuardedDialog):
    """Ctrl+V pastes, Del removes rows, F2 or Ctrl+S saves what is good."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        super().__init__(parent)
        self.worker = worker
        self.setWindowTitle(_("Tempel dari Excel"))
        take_room(self, 1240, 640)
        self.banner = Banner()
        self.banner.hide()
        self._busy = BusyCursor(self)
        self._checks = 0
        self.form = Form("above", columns=5, compact=True)
        self.desa, self.kind = ChoiceField(hint=_("Pilih desa…")), ChoiceField(hint=_("Pilih jenis…"))
        self.form.add("desa_code", _("Desa bila kolomnya kosong"), self.desa)
        self.form.add("kind_code", _("Jenis bila kolomnya kosong"), self.kind)
        self.form.add("recorded_on", _("Tanggal data"), DateField(maximum=today()), required=True)
        self.form.add("source", _("Sumber"), line_edit(120))
        self.form.add("recorder", _("Petugas"), line_edit(120))
        self.form.fill({"recorded_on": today()})
        self.model = GridModel()
        self.grid = QTableView()
        self.grid.setModel(self.model)
        self._set_up_grid()
        self.count = label("", "muted")
        self.paste_button = button(_("Tempel (Ctrl+V)"), "content-copy", on_click=self.paste)
        self.remove_button = button(_("Hapus baris"), "delete-outline", on_click=self.remove)
        self.save_button = button(_("Simpan"), primary=True, on_click=self.save)
        self.save_button.setDefault(True)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        hint = label(
            _(
                "Salin baris di Excel (dengan atau tanpa judul kolom), lalu tempel di sini. Tanpa judul, "
                "urutannya seperti kolom di bawah."
            ),
            "muted",
            wrap=True,
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        for piece in (hint, self.form, self.banner):
            box.addWidget(piece)
        box.addWidget(self.grid, 1)
        box.addLayout(
            row(self.paste_button, self.remove_button, self.count, None, self.save_button, self.close_button)
        )
        self._check_soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._check_soon.timeout.connect(self.check)
        self.model.edited.connect(self._check_soon.start)
        self.form.edited.connect(lambda _field: self._check_soon.start())
        for keys, does in (
            (QKeySequence(QKeySequence.StandardKey.Paste), self.paste),
            (QKeySequence("Ctrl+S"), self.save),
            (QKeySequence("F2"), self.save),
        ):
            QShortcut(keys, self, does)
        worker.read(self, _lists, then=self._take_lists)
        self._show_count()
        self.paste()

    def paste(self) -> None:
        """Put the rows of the clipboard below those that are there."""
        rows = split_rows(QGuiApplication.clipboard().text())
        found = into_grid(rows) if any(len(cells) > 1 for cells in rows) else []
        if not found:
            text = _("Belum ada baris di papan klip. Salin dahulu beberapa baris di Excel.")
            self.banner.say(text, "info")
            return
        self.banner.clear()
        if len(rows) > MOST_ROWS:
            text = _("Hanya {number} baris pertama yang ditempel; untuk yang lebih banyak pakai Impor.")
            self.banner.say(text.format(number=MOST_ROWS), "warn")
        self.model.set_rows([*self.model.cells, *found][:MOST_ROWS])
        self.check()

    def remove(self) -> None:
        """Take the selected rows out of the grid."""
        chosen = {index.row() for index in self.grid.selectionModel().selectedIndexes()}
        kept = [cells for place, cells in enumerate(self.model.cells) if place not in chosen]
        said = [one for place, one in enumerate(self.model.said) if place not in chosen]
        self.model.set_rows(kept)
        self.model.set_said(said)
        self._show_count()

    def check(self) -> None:
        """Let every row be checked; nothing is saved."""
        self._checks += 1
        tag, cells, usual = self._checks, [dict(row) for row in self.model.cells], self._usual()
        self._show_count()
        if not cells or usual is None:
            return

        def show(said: list[RowSaid]) -> None:
            if tag == self._checks:
                self.model.set_said(said)
                self._show_count()

        self.worker.read(
            self, lambda session: paste.check_rows(session, cells, usual, today=today()), then=show
        )

    def save(self) -> None:
        """Save the good rows together; the others stay."""
        usual = self._usual()
        if self._saving or not self.model.cells:
            return
        if usual is None:
            self.form.check()
            return
        self._set_saving(True)
        cells = [dict(row) for row in self.model.cells]
        work = partial(paste.save_rows, rows=cells, usual=usual, today=today())
        self.worker.write(self, work, then=partial(self._saved, cells), failed=self._fail)

    def unsaved(self) -> bool:
        return bool(self.model.cells)

    def _saved(self, cells: list[dict[str, str]], said: list[RowSaid]) -> None:
        self._set_saving(False)
        bad = [place for place, one in enumerate(said) if one.problems]
        done = len(said) - len(bad)
        self.model.set_rows([cells[place] for place in bad])
        self.model.set_said([said[place] for place in bad])
        text = ngettext("{n} baris disimpan.", "{n} baris disimpan.", done).format(n=done)
        if bad:
            text += " " + _("{n} baris belum: perbaiki menurut keterangannya, lalu simpan lagi.").format(
                n=len(bad)
            )
        self.said.emit(text)
        self.banner.say(text, "warn" if bad else "good")
        self._show_count()

    def _fail(self, error: Exception) -> None:
        self._set_saving(False)
        self.say_failure(error)

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        for piece in (self.save_button, self.close_button, self.grid, self.form):
            piece.setEnabled(not saving)
        self._busy.start() if saving else self._busy.stop()

    def _usual(self) -> Usual | None:
        values = self.form.values()
        if values["recorded_on"] is None:
            return None
        return Usual(
            values["recorded_on"],
            values["desa_code"] or "",
            values["kind_code"] or "",
            source=values["source"],
            recorder=values["recorder"],
        )

    def _show_count(self) -> None:
        number = len(self.model.cells)
        bad = sum(bool(one.problems) for one in self.model.said)
        text = ngettext("{n} baris", "{n} baris", number).format(n=number)
        if bad:
            text += " · " + _("{n} perlu diperbaiki").format(n=bad)
        self.count.setText(text if number else "")
        self.save_button.setText(_("Simpan {n} baris").format(n=number - bad) if number else _("Simpan"))
        self.save_button.setEnabled(bool(number - bad) and not self._saving)
        self.remove_button.setEnabled(bool(number))

    def _set_up_grid(self) -> None:
        self.grid.setAlternatingRowColors(True)
        self.grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.grid.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        vertical, header = self.grid.verticalHeader(), self.grid.horizontalHeader()
        vertical.setDefaultSectionSize(COMPACT_HEIGHT)
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.grid.setColumnWidth(0, SAID_WIDTH)
        for place, column in enumerate(self.model.columns, 1):
            narrow = NARROW if column.name in ("sex", "rt", "rw") else USUAL_WIDTH
            self.grid.setColumnWidth(place, WIDTHS.get(column.name, narrow))

    def _take_lists(self, lists: tuple[Any, Any]) -> None:
        for field, choices in zip((self.desa, self.kind), lists, strict=True):
            field.set_choices(choices)


def _lists(session: Any) -> tuple[Any, Any]:
    desa = [(place.code, place.name) for place in regions.list_desa(session)]
    offered = [(kind.code, kind_label(kind)) for kind in kinds.list_kinds(session) if is_of_people(kind)]
    return desa, offered


def _in_words(said: RowSaid | None) -> str:
    if said is None:
        return ""
    if said.problems:
        return " ".join(said.problems)
    return _("Baik; melengkapi data {name}").format(name=said.known) if said.known else _("Baik")
