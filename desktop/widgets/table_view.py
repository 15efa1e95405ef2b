"""The table of every page: whole rows, pills, remembered widths, copying, and a word when it is empty."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSettings, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from db.rules.words import _, grouped, ngettext
from desktop.widgets.basics import EmptyState
from desktop.widgets.columns import Column, TableModel, as_text, identity
from desktop.widgets.failure import sentence
from desktop.widgets.pills import CellDelegate

ROW_HEIGHT, COMPACT_HEIGHT = 32, 28
COPY_LIMIT = 10_000
DEFAULT_WIDTH, NARROWEST = 130, 40
TITLE_MARGIN = 24  # around the title of a column
NUMERAL, NUMERAL_MARGIN = 2, 17  # so few letters stand closer: one of 26 columns
MINIMUM_HEIGHT = 132  # the header and three rows, or the words of an empty table
NOWHERE = QModelIndex()


class TableView(QTableView):
    """Shows a `LazyTable` or a `RowsTable`; speaks of rows, never of cells.

    The chosen row stays chosen, by its `id`, when the rows are read anew or sorted.
    With a `name` this computer remembers the widths of the columns.
    """

    activated_row = Signal(object)  # Enter or double click
    current_row_changed = Signal(object)  # another row was chosen, or read anew with other facts; or None
    copied = Signal(str)  # a sentence about what is on the clipboard now, for the status bar

    def __init__(self, model: TableModel, name: str = "") -> None:
        super().__init__()
        self.rows = model
        self.name = name
        self.menu_actions: list[QAction] = []  # shown above "Salin" in the menu of a row
        self._chosen: Any | None = None
        self._steering = False  # the selection moves by our doing, not the person's
        self._widths_changed = False
        self._own_widths = False  # somebody at this computer made them so
        self._laying = False  # the widths change by our doing
        self._ranges: list[tuple[int, int]] = []
        model.modelAboutToBeReset.connect(self._hold)  # before Qt's own selection hears of it
        model.rowsAboutToBeRemoved.connect(self._hold)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self._set_up_rows()
        self._set_up_header()
        self._copy_actions = self._make_copy_actions()
        self._empty = EmptyState()
        self._empty.setParent(self.viewport())
        self._empty.hide()
        self._failure = EmptyState()
        self._failure.setProperty("role", "cover")
        self._failure.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._failure.setParent(self.viewport())
        self._failure.hide()

        model.searched.connect(self._show_or_hide_empty)
        model.failed.connect(self._show_failure)
        model.dataChanged.connect(lambda first, last: self._follow(first.row(), last.row()))
        model.rowsRemoved.connect(self._let_go)
        model.modelReset.connect(self._let_go)
        self.selectionModel().selectionChanged.connect(self._take_choice)
        self.selectionModel().currentRowChanged.connect(self._take_choice)
        self.doubleClicked.connect(self._activate)
        self._show_or_hide_empty()

    def current_row(self) -> Any | None:
        """The chosen row, or None."""
        return self._chosen

    def selected_ranges(self) -> list[tuple[int, int]]:
        """First and last place of each block of selected rows, from top to bottom."""
        blocks = self.selectionModel().selection().toList()
        ranges = sorted({(block.top(), block.bottom()) for block in blocks})
        merged: list[tuple[int, int]] = []
        for first, last in ranges:
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return merged

    def choose(self, wanted: Any) -> bool:
        """Choose the row with this id, if it is at hand."""
        place = self.rows.place_of(wanted, 0, self.rows.rowCount() - 1)
        if place is not None:
            self.selectRow(place)
            self.scrollTo(self.rows.index(place, 0))
        return place is not None

    def set_empty(self, text: str, button: str = "", handler: Callable[[], object] | None = None) -> None:
        """What to say, and what to offer, when a search has found nothing."""
        self._empty.set(text, button, handler)
        self._place_empty()

    def set_ranges(self, ranges: Sequence[tuple[int, int]]) -> None:
        """The least and the wished width of each column: where the room is short, the widest give first.

        A title is never cut; and widths that somebody has chosen stay.
        """
        titles = [title_width(column) for column in self.rows.columns]
        self._ranges = [
            (max(least, title), max(wished, least, title))
            for (least, wished), title in zip(ranges, titles, strict=True)
        ]
        self._lay_out_widths()

    def set_compact(self, compact: bool) -> None:
        """Lower rows, for those who want more of them on the screen."""
        self.verticalHeader().setDefaultSectionSize(COMPACT_HEIGHT if compact else ROW_HEIGHT)

    def wrap_rows(self) -> None:
        """Long texts are broken into lines and rows are as high as they need: for short lists only."""
        self.setWordWrap(True)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        rows.setMinimumSectionSize(rows.defaultSectionSize())
        self.horizontalHeader().sectionResized.connect(lambda *_sizes: self.resizeRowsToContents())

    def copy_selected(self, with_titles: bool = False) -> None:
        """Put the selected rows on the clipboard, as Excel takes them."""
        ranges = self.selected_ranges()
        number = sum(last - first + 1 for first, last in ranges)
        if number > COPY_LIMIT:
            text = _(
                "Paling banyak {limit} baris dapat disalin sekaligus. Untuk lebih banyak, gunakan ekspor."
            )
            self.copied.emit(text.format(limit=grouped(COPY_LIMIT)))
        elif number:
            self.rows.fetch(ranges, lambda rows: self._to_clipboard(rows, with_titles))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._activate()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif (
            event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}
            and not event.modifiers()
            and self.rows.rowCount()
        ):
            place = 0 if event.key() == Qt.Key.Key_Home else self.rows.rowCount() - 1
            self.selectRow(place)
            self.scrollTo(self.rows.index(place, 0))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.selectionModel().hasSelection():
            menu = QMenu(self)
            menu.addActions(self.menu_actions)
            menu.addSeparator()
            menu.addActions(self._copy_actions)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_empty()
        self._lay_out_widths()

    def hideEvent(self, event: QHideEvent) -> None:
        self._remember_widths()
        super().hideEvent(event)

    def _set_up_rows(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(MINIMUM_HEIGHT)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(COMPACT_HEIGHT)
        self.set_compact(False)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(NARROWEST)
        two_lines = any(column.heading for column in self.rows.columns)  # which would count as one
        elide = Qt.TextElideMode.ElideNone if two_lines else Qt.TextElideMode.ElideRight
        header.setTextElideMode(elide)
        header.setSectionsClickable(any(column.sort_key for column in self.rows.columns))
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)  # the third click brings the first order back
        header.setSortIndicatorShown(True)
        self._sorted_by = (-1, Qt.SortOrder.AscendingOrder)
        self.rows.modelReset.connect(self._follow_columns)
        self._titled = self._titles()
        for place, width in enumerate(self._remembered_widths()):
            self.setColumnWidth(place, width)
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionResized.connect(lambda place, _old, _new: self._note_widths(place))

    def _make_copy_actions(self) -> list[QAction]:
        texts = (_("Salin baris"), _("Salin dengan judul kolom"), _("Salin isi kolom ini"))
        copy, with_titles, cell = (QAction(text, self) for text in texts)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(lambda: self.copy_selected())
        with_titles.triggered.connect(lambda: self.copy_selected(with_titles=True))
        cell.triggered.connect(lambda: QGuiApplication.clipboard().setText(self.currentIndex().data() or ""))
        return [copy, with_titles, cell]

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        if column >= 0 and not self.rows.columns[column].sort_key:
            header = self.horizontalHeader()
            header.blockSignals(True)
            header.setSortIndicator(*self._sorted_by)
            header.blockSignals(False)
            header.viewport().update()
        elif (column, order) != self._sorted_by:
            self._sorted_by = (column, order)
            self.rows.sort(column, order)

    def _activate(self) -> None:
        if self._chosen is not None:
            self.activated_row.emit(self._chosen)

    def _to_clipboard(self, rows: list[Any], with_titles: bool) -> None:
        QGuiApplication.clipboard().setText(as_text(self.rows.columns, rows, with_titles))
        text = ngettext("{number} baris disalin.", "{number} baris disalin.", len(rows))
        self.copied.emit(text.format(number=len(rows)))

    # The chosen row

    def _take_choice(self) -> None:
        if not self._steering:
            self._set_chosen(self._row_under_cursor())

    def _row_under_cursor(self) -> Any | None:
        here = self.currentIndex()
        selected = here.isValid() and self.selectionModel().isRowSelected(here.row(), NOWHERE)
        return self.rows.row_at(here) if selected else None

    def _set_chosen(self, row: Any | None) -> None:
        if row != self._chosen:
            self._chosen = row
            self.current_row_changed.emit(row)

    def _hold(self) -> None:
        self._steering = True

    def _let_go(self) -> None:
        self._steering = False
        self._follow(0, self.rows.rowCount() - 1)

    def _follow(self, first: int, last: int) -> None:
        """After rows were read: find the chosen one again, or own that it is gone."""
        row = self._row_under_cursor()
        if self._steering:
            return
        if self._chosen is None or (row is not None and identity(row) == identity(self._chosen)):
            self._set_chosen(row)
            return
        place = self.rows.place_of(identity(self._chosen), first, last)
        here = max(self.currentIndex().row(), 0)
        if place is not None:
            self._steer_to(place)
        elif not self.rows.rowCount() or self.rows.is_fresh(here):
            self._steering = True
            self.clearSelection()
            self._steering = False
            self._set_chosen(None)

    def _steer_to(self, place: int) -> None:
        self._steering = True
        self.selectRow(place)
        self._steering = False
        self._set_chosen(self.rows.row(place))

    # Nothing to show

    def _show_or_hide_empty(self) -> None:
        self._failure.hide()
        self._empty.setVisible(self.rows.rows_loaded and self.rows.rowCount() == 0)
        self._place_empty()

    def _show_failure(self, error: Exception) -> None:
        self._failure.set(sentence(error), _("Coba lagi"), self._try_again)
        self._failure.show()
        self._place_empty()

    def _try_again(self) -> None:
        self._failure.hide()
        self.rows.refresh()

    def _place_empty(self) -> None:
        self._empty.setGeometry(self.viewport().rect())
        self._failure.setGeometry(self.viewport().rect())

    # Widths

    def _setting(self) -> str:
        return f"tables/{self.name}"

    def _remembered_widths(self) -> list[int]:
        given = [
            max(column.width or DEFAULT_WIDTH, title_width(column))  # no title is cut
            for column in self.rows.columns
        ]
        known = str(QSettings().value(self._setting(), "")) if self.name else ""
        titles, _bar, widths = known.rpartition("|")
        kept = [int(width) for width in widths.split() if width.isdigit()]
        fits = titles == self._titles() and len(kept) == len(given)  # else they are of other columns
        self._own_widths = fits
        return kept if fits else given

    def _follow_columns(self) -> None:
        """Other columns have other widths."""
        if self._titles() != self._titled:
            self._titled = self._titles()
            self._lay_out_widths(self._remembered_widths())

    def _lay_out_widths(self, widths: Sequence[int] = ()) -> None:
        if not widths and (self._own_widths or not self._ranges):
            return
        if not widths:
            widths = within(self._ranges, self.viewport().width())
        self._laying = True
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)
        self._laying = False

    def _titles(self) -> str:
        return "|".join(column.title for column in self.rows.columns)

    def _note_widths(self, place: int) -> None:
        last = place == len(self.rows.columns) - 1  # it takes the rest of the room by itself
        if self.isVisible() and not self._laying and not last:
            self._widths_changed = self._own_widths = True

    def _remember_widths(self) -> None:
        if self.name and self._widths_changed:
            self._widths_changed = False
            widths = (self.columnWidth(place) for place in range(len(self.rows.columns)))
            kept = f"{self._titles()}|{' '.join(map(str, widths))}"
            QSettings().setValue(self._setting(), kept)


def title_width(column: Column) -> int:
    """The room that the title of a column needs."""
    font = QFont(QGuiApplication.font())
    font.setWeight(QFont.Weight.DemiBold)  # as the style sheet has it
    wide = QFontMetrics(font).horizontalAdvance
    title = column.heading or column.title
    margin = TITLE_MARGIN if len(title) > NUMERAL else NUMERAL_MARGIN
    return max(map(wide, title.split("\n"))) + margin


def within(ranges: Sequence[tuple[int, int]], room: int) -> list[int]:
    """The wished widths, the widest made narrower until they fit; as wished where there is no way."""
    widths = wished = [wish for _least, wish in ranges]
    limit = max(wished, default=0)
    while sum(widths) > room:
        limit -= 1
        if limit < 0:
            return wished
        widths = [min(wish, max(least, limit)) for least, wish in ranges]
    return widths
