import time
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from desktop.widgets.columns import TONE
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.table_view import TableView


@dataclass(frozen=True)
class Row:
    id: int
    name: str


class Shelf:
    """Rows that a search finds, and a note of every page that was asked for."""

    def __init__(self, ids):
        self.ids = list(ids)
        self.asked = []
        self.error = None

    def count(self, _session, rest=None):
        if self.error:
            raise self.error
        return len(self._found(rest))

    def page(self, _session, offset, limit, rest=None, sort=None, descending=False):
        self.asked.append((offset, limit, sort, descending))
        found = sorted(self._found(rest), reverse=descending)
        return [Row(i, f"Nama {i}") for i in found[offset : offset + limit]]

    def _found(self, rest):
        return self.ids if rest is None else [i for i in self.ids if i % 10 == rest]


COLUMNS = (
    Column("Id", lambda row: str(row.id), align_right=True, sort_key="id", width=80),
    Column("Nama", lambda row: row.name, tone=lambda row: "good" if row.id % 2 else None),
)


@pytest.fixture
def make(threads, qtbot):
    def make(ids):
        shelf = Shelf(ids)
        table = LazyTable(threads, COLUMNS, shelf.count, shelf.page, QObject(threads))
        return shelf, table

    return make


@pytest.fixture
def show(make, qtbot):
    def show(ids):
        shelf, table = make(ids)
        view = TableView(table)
        qtbot.addWidget(view)
        view.resize(400, 400)
        view.show()
        table.search()
        qtbot.waitUntil(lambda: table.rows_loaded)
        return shelf, table, view

    return show


def test_the_model_keeps_the_rules_of_qt(make, qtbot, qtmodeltester):
    _shelf, table = make(range(1000))
    qtmodeltester.check(table)
    table.search()
    qtbot.waitUntil(lambda: table.rowCount() == 1000)
    table.search(rest=3)
    qtbot.waitUntil(lambda: table.rowCount() == 100)
    assert table.index(2, 0).data() == "23"


def test_count_and_first_rows_come_in_one_answer(make, qtbot):
    shelf, table = make(range(1000))
    with qtbot.waitSignal(table.searched):
        table.search()
    assert table.index(0, 0).data() == "0"
    assert table.index(1, 1).data(TONE) == "good"
    assert shelf.asked == [(0, 200, None, False)]


def test_a_row_far_down_is_read_when_it_is_looked_at(make, qtbot):
    _shelf, table = make(range(1000))
    table.search()
    qtbot.waitUntil(lambda: table.rowCount() == 1000)
    assert table.index(950, 0).data() == ""
    qtbot.waitUntil(lambda: table.index(950, 0).data() == "950")


def test_while_the_person_types_only_the_newest_search_waits(make, qtbot):
    shelf, table = make(range(1000))
    for digit in range(10):
        table.search(rest=digit)
    qtbot.waitUntil(lambda: table.rows_loaded)
    assert table.index(0, 0).data() == "9"
    assert len(shelf.asked) == 2


def test_dragging_the_bar_asks_for_few_pages_and_ends_with_the_right_rows(show, qtbot):
    shelf, table, view = show(range(100_000))
    bar = view.verticalScrollBar()
    shelf.asked.clear()
    started = time.monotonic()
    steps = 200
    for step in range(1, steps + 1):
        bar.setValue(bar.maximum() * step // steps)
        view.viewport().repaint()
        if step % 10 == 0:
            QApplication.processEvents()
    last = table.index(99_999, 0)
    qtbot.waitUntil(lambda: last.data() == "99999")
    assert len(shelf.asked) < 100, "every page passed on the way was asked for"
    assert time.monotonic() - started < 10
    qtbot.waitUntil(lambda: not table._wanted and not table._asked)
    assert len(table._pages) <= table.PAGES_KEPT


def test_a_refresh_keeps_the_chosen_row_by_its_id(show, qtbot):
    shelf, _table, view = show(range(10, 500))
    view.selectRow(5)
    assert view.current_row() == Row(15, "Nama 15")
    told = []
    view.current_row_changed.connect(told.append)

    shelf.ids = [1, 2, *shelf.ids]
    view.rows.refresh()
    qtbot.waitUntil(lambda: view.currentIndex().row() == 7)

    assert view.current_row().id == 15
    assert view.selected_ranges() == [(7, 7)]
    assert told == []


def test_a_chosen_row_that_is_gone_is_not_replaced_by_another(show, qtbot):
    shelf, table, view = show(range(100))
    view.selectRow(5)
    shelf.ids.remove(5)
    with qtbot.waitSignal(view.current_row_changed, check_params_cb=lambda row: row is None):
        table.refresh()
    assert view.selected_ranges() == []
    assert table.rowCount() == 99


def test_the_last_row_deleted_above_keeps_the_chosen_one(show, qtbot):
    shelf, table, view = show(range(50))
    view.selectRow(49)
    shelf.ids.remove(3)
    table.refresh()
    qtbot.waitUntil(lambda: view.selected_ranges() == [(48, 48)])
    assert view.current_row().id == 49


def test_sorting_is_told_to_page_and_keeps_the_chosen_row(show, qtbot):
    shelf, table, view = show(range(100))
    view.selectRow(1)
    view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: table.index(0, 0).data() == "99")
    assert shelf.asked[-1] == (0, 200, "id", True)
    assert view.current_row().id == 1
    assert view.currentIndex().row() == 98


def test_a_column_without_a_sort_key_does_not_sort(show, qtbot):
    shelf, _table, view = show(range(100))
    shelf.asked.clear()
    view.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
    assert view.horizontalHeader().sortIndicatorSection() == -1
    assert shelf.asked == []


def test_a_failed_search_says_so_and_can_be_tried_again(show, qtbot, caplog):
    shelf, table, view = show(range(3000))
    shelf.error = RuntimeError("disk")  # while the rows are counted
    with qtbot.waitSignal(table.failed):
        table.search(rest=1)
    assert view._failure.isVisible()
    shelf.error = None
    view._failure.button.click()
    qtbot.waitUntil(lambda: table.rowCount() == 300)
    assert not view._failure.isVisible()
    caplog.clear()


def test_copying_reads_the_rows_that_are_not_at_hand(show, qtbot):
    _shelf, table, view = show(range(1000))
    qtbot.waitUntil(lambda: table.rowCount() == 1000)
    view.selectAll()
    with qtbot.waitSignal(view.copied):
        view.copy_selected(with_titles=True)
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0] == "Id\tNama"
    assert lines[1000] == "999\tNama 999"
    assert len(lines) == 1001


def test_a_search_that_finds_nothing_empties_a_table_that_grew_meanwhile(make, qtbot):
    shelf, table = make([])
    table.search()
    qtbot.waitUntil(lambda: table.rows_loaded)
    shelf.ids = [7]
    table.refresh()
    qtbot.waitUntil(lambda: table.rowCount() == 1)
    table.search(rest=3)
    qtbot.waitUntil(lambda: table.rowCount() == 0)
