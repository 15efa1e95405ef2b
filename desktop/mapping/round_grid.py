"""The matrix of a round: desa by kinds, typed from the keyboard; white, 0 and a number are three things."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from db.rules.rounds import BLANK, Cell, CellState, cell_state_label, cell_text, reconciled
from db.rules.words import _, grouped
from db.services.mapping.head_counts import KindColumn, MatrixRow
from desktop.widgets.columns import Column
from desktop.widgets.pills import CellDelegate
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.widgets.theme import colours

TOTAL, MALES, FEMALES = "total", "males", "females"
WIDTH, NAME_WIDTH = 46, 216
CORNER = 7
Index = QModelIndex | QPersistentModelIndex
STEPS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class MatrixTable(RowsTable):
    """The desa that are shown, and in its columns the kinds; each once, or once for L and once for P."""

    def __init__(self) -> None:
        super().__init__(())
        self.parts: list[tuple[KindColumn, str]] = []
        self.editable = False
        self.by_id: dict[str, SimpleNamespace] = {}

    def show_matrix(self, kinds: Sequence[KindColumn], rows: Sequence[MatrixRow], *, by_sex: bool) -> None:
        """Other kinds or other desa."""
        parts = (MALES, FEMALES) if by_sex else (TOTAL,)
        self.parts = [(kind, part) for kind in kinds for part in parts]
        self.columns = tuple(
            Column(_title(kind, part), lambda _row: "", width=WIDTH) for kind, part in self.parts
        )
        shown = [SimpleNamespace(id=row.id, row=row, cells=dict(row.cells)) for row in rows]
        self.by_id = {row.id: row for row in shown}
        self.set_rows(shown)

    def cell(self, index: Index) -> Cell:
        """What is known at a place."""
        row = self.row_at(index)
        return row.cells.get(self.parts[index.column()][0].code, BLANK) if row else BLANK

    def cell_of(self, desa: str, kind: str) -> Cell:
        """What is known of a kind in a desa that is shown."""
        row = self.by_id.get(desa)
        return row.cells.get(kind, BLANK) if row else BLANK

    def put(self, cells: Mapping[str, Mapping[str, Cell]]) -> None:
        """Show what was typed before it is written: by desa and kind."""
        for desa, own in cells.items():
            if desa in self.by_id:
                self.by_id[desa].cells.update(own)
        self.repaint_rows(0, self.rowCount() - 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if self.editable else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return part_text(self.cell(index), self.parts[index.column()][1])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words_at(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def words_at(self, index: Index) -> str:
        """Motong, Lanjut usia telantar: angka 12, bernama 9, belum bernama 3"""
        row = self.row_at(index)
        if row is None:
            return ""
        return f"{row.row.desa}, {self.parts[index.column()][0].name}: {reconciled(self.cell(index))}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            row = self.row(section)
            if row is not None and role == Qt.ItemDataRole.DisplayRole:
                return f"{row.row.desa}  ·  {row.row.kecamatan}"
            if row is not None and role == Qt.ItemDataRole.ToolTipRole:
                return _("{desa}, Kecamatan {kecamatan}").format(
                    desa=row.row.desa, kecamatan=row.row.kecamatan
                )
            return None
        if role == Qt.ItemDataRole.ToolTipRole and 0 <= section < len(self.parts):
            kind = self.parts[section][0]
            return f"{kind.code} {kind.name}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return super().headerData(section, orientation, role)


def part_text(cell: Cell, part: str) -> str:
    """What stands in a cell of a column."""
    if part == TOTAL:
        return cell_text(cell)
    value = cell.males if part == MALES else cell.females
    return "" if value is None else grouped(value)


def _title(kind: KindColumn, part: str) -> str:
    number = kind.code.rsplit("-", 1)[-1]
    sign = {MALES: " L", FEMALES: " P"}.get(part, "")
    return f"{number}{sign}\n{kind.short}"


class MatrixGrid(TableView):
    """Digits begin to type, Enter goes down, Tab to the right; Ctrl+V takes a block from Excel."""

    typed = Signal(object)  # list of (index, text)
    emptied = Signal()  # Delete
    confirmed = Signal()  # N: nihil
    moved = Signal()

    def __init__(self, table: MatrixTable) -> None:
        self._cursor = (0, 0)
        super().__init__(table)
        self.table = table
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setItemDelegate(MatrixDelegate(self))
        self.setAccessibleName(_("Matriks desa dan jenis"))
        self.setShowGrid(True)
        self.setAlternatingRowColors(False)
        self.set_compact(True)
        self.verticalHeader().show()
        self.verticalHeader().setFixedWidth(NAME_WIDTH)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().setDefaultSectionSize(WIDTH)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideNone)  # of two lines it shows none
        self.horizontalHeader().sectionClicked.connect(self.selectColumn)
        self.verticalHeader().setSectionsClickable(True)
        self.verticalHeader().sectionClicked.connect(self.selectRow)
        self._soon = QTimer(self, singleShot=True, interval=0)  # one word for both signals
        self._soon.timeout.connect(self.moved)
        self.selectionModel().selectionChanged.connect(lambda *_change: self._soon.start())
        self.selectionModel().currentChanged.connect(lambda *_change: self._soon.start())

    def chosen_blocks(self) -> list[tuple[range, range]]:
        """Rows and columns of each block that is selected: to name every cell would take long."""
        return [
            (range(one.top(), one.bottom() + 1), range(one.left(), one.right() + 1))
            for one in self.selectionModel().selection().toList()
        ]

    def count_chosen(self) -> int:
        """How many cells are selected."""
        return sum(len(rows) * len(columns) for rows, columns in self.chosen_blocks())

    def chosen_cells(self) -> list[tuple[str, str]]:
        """Desa and kind of the selected cells."""
        shown, parts = self.table.rows, self.table.parts
        found = (
            (shown[row].id, parts[column][0].code)
            for rows, columns in self.chosen_blocks()
            for row in rows
            for column in columns
        )
        return list(dict.fromkeys(found))

    def go(self, down: int, right: int) -> None:
        """Put the cursor a cell further."""
        here = self.currentIndex()
        row, column = here.row() + down, here.column() + right
        if column >= self.table.columnCount():
            row, column = row + 1, 0
        index = self.table.index(row, column)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key(event.key()), not event.modifiers()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.emptied.emit()
        elif plain and key == Qt.Key.Key_N:
            self.confirmed.emit()
        elif (key in STEPS and plain) or key == Qt.Key.Key_Backtab:
            self.go(*STEPS[key])
        elif event.text() and not event.text().isdigit() and event.text().isprintable() and plain:
            event.accept()  # letters begin nothing
        else:
            QTableView.keyPressEvent(self, event)

    def copy_selected(self, with_titles: bool = False) -> None:
        """The block around what is selected, as Excel takes it."""
        blocks = self.chosen_blocks()
        if not blocks:
            return
        rows = range(min(r.start for r, _c in blocks), max(r.stop for r, _c in blocks))
        columns = range(min(c.start for _r, c in blocks), max(c.stop for _r, c in blocks))
        lines = [[str(self.table.index(r, c).data() or "").replace(".", "") for c in columns] for r in rows]
        if with_titles:
            titles = [self.table.columns[c].title.replace("\n", " ") for c in columns]
            lines = [[self.table.row(r).row.desa, *line] for r, line in zip(rows, lines, strict=True)]  # type: ignore[union-attr]
            lines.insert(0, ["", *titles])
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
        text = _("{rows} × {columns} sel disalin.")
        self.copied.emit(text.format(rows=len(rows), columns=len(columns)))

    def paste(self) -> None:
        """A block of figures from the cursor on."""
        here, pasted = self.currentIndex(), []
        if not here.isValid() or not self.table.editable:
            return
        lines = QGuiApplication.clipboard().text().rstrip("\r\n").splitlines()
        for down, line in enumerate(lines):
            for right, text in enumerate(line.split("\t")):
                index = self.table.index(here.row() + down, here.column() + right)
                if index.isValid() and text.strip():
                    pasted.append((index, text.strip()))
        if pasted:
            self.typed.emit(pasted)

    def _row_under_cursor(self) -> Any | None:
        return self.table.row_at(self.currentIndex())

    def _hold(self) -> None:
        super()._hold()
        self._cursor = (max(self.currentIndex().row(), 0), max(self.currentIndex().column(), 0))

    def _steer_to(self, place: int) -> None:
        """The cursor stays in its column when the matrix is read anew."""
        self._steering = True
        column = min(self._cursor[1], self.table.columnCount() - 1)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.table.index(place, column), flags)
        self._steering = False
        self._set_chosen(self.table.row(place))


class MatrixDelegate(CellDelegate):
    """White for nothing said, a grey 0 for nobody, a number on green; a corner where names do not agree."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, worn = option.widget, colours()
        if not isinstance(view, MatrixGrid):
            return
        cell, area = view.table.cell(index), option.rect
        painter.save()
        part = view.table.parts[index.column()][1]
        text = part_text(cell, part)
        tone = {CellState.NONE: "neutral", CellState.COUNTED: "good"}.get(cell.state)
        painter.fillRect(area, worn.tone_bg(tone) if tone else QColor(worn.surface))
        if option.state & QStyle.StateFlag.State_Selected:
            shade = QColor(worn.accent)
            shade.setAlpha(40)
            painter.fillRect(area, shade)
        painter.setPen(QColor(worn.muted) if cell.state is CellState.NONE else QColor(worn.text))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        if part == TOTAL and (cell.unnamed or cell.beyond) and cell.named | (cell.total or 0):
            self._corner(painter, QRectF(area), worn.tone("bad" if cell.beyond else "warn"))
        if index == view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(worn.accent), 2 if view.hasFocus() else 1))
            painter.drawRect(QRectF(area).adjusted(1, 1, -1, -1))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setMaxLength(7)
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.setFrame(False)
        editor.setTextMargins(0, 0, 0, 0)
        editor.setStyleSheet("padding: 0; border-radius: 0; min-height: 0")
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.ToolTipRole)))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data() or "").replace(".", ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        view = self.parent()
        if isinstance(editor, QLineEdit) and isinstance(view, MatrixGrid):
            cell, part = view.table.cell(index), view.table.parts[index.column()][1]
            before = getattr(cell, part)  # what the desa said, not what the names say
            if editor.text().strip() != ("" if before is None else str(before)):
                view.typed.emit([(index, editor.text().strip())])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        view = self.parent()
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and Qt.Key(event.key()) in STEPS
            and isinstance(watched, QWidget)
            and isinstance(view, MatrixGrid)
        ):
            step = STEPS[Qt.Key(event.key())]
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
            QTimer.singleShot(0, view, lambda: view.go(*step))
            return True
        return super().eventFilter(watched, event)

    @staticmethod
    def _corner(painter: QPainter, box: QRectF, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        corner = box.topRight()
        points = (corner - QPointF(CORNER, 0), corner, corner + QPointF(0, CORNER))
        painter.drawPolygon(QPolygonF(list(points)))


def legend() -> str:
    """What the signs of the matrix mean, in words and not by colour alone."""
    states = (
        f"{sign} {cell_state_label(state)}"
        for sign, state in (
            (_("kosong"), CellState.NOT_SURVEYED),
            ("0", CellState.NONE),
            (_("angka"), CellState.COUNTED),
        )
    )
    return " · ".join((*states, _("sudut: angka desa dan nama belum cocok")))
