from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import DEFAULT_WIDTH, TableView, title_width, within


@dataclass(frozen=True)
class Officer:
    id: int
    name: str
    until: str | None = None


COLUMNS = (
    Column("Nama", lambda row: row.name, sort_key="name", bold=lambda row: row.id == 1),
    Column(
        "Sampai",
        lambda row: row.until or "",
        sort_key="until",
        tone=lambda row: "warn" if row.until else None,
    ),
    Column("Catatan", lambda row: "catatan " * 20),
)
ROWS = (Officer(1, "Siti"), Officer(2, "budi", "2021"), Officer(3, "Ani", "2020"))


@pytest.fixture
def view(qtbot):
    view = TableView(RowsTable(COLUMNS, ROWS), "officers")
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    return view


def test_the_model_keeps_the_rules_of_qt(qtmodeltester):
    model = RowsTable(COLUMNS, ROWS)
    qtmodeltester.check(model)
    model.set_rows(ROWS[:1])
    model.sort(0)


def test_enter_and_double_click_activate_the_row(view, qtbot):
    view.selectRow(1)
    with qtbot.waitSignal(view.activated_row) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [ROWS[1]]


def test_rows_sort_without_regard_to_capitals_and_empty_ones_come_last(view):
    header = view.horizontalHeader()
    header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    assert [row.name for row in view.rows.rows] == ["Ani", "budi", "Siti"]
    header.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    assert [row.until for row in view.rows.rows] == ["2021", "2020", None]
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    assert [row.id for row in view.rows.rows] == [1, 2, 3]


def test_new_rows_keep_the_chosen_one_and_tell_of_new_facts(view, qtbot):
    view.selectRow(2)
    with qtbot.waitSignal(view.current_row_changed) as told:
        view.rows.set_rows([Officer(3, "Ani Rahma", "2020"), *ROWS[:2]])
    assert told.args == [Officer(3, "Ani Rahma", "2020")]
    assert view.currentIndex().row() == 0


def test_choose_finds_a_row_by_its_id(view):
    assert view.choose(2)
    assert view.current_row() == ROWS[1]
    assert not view.choose(99)


def test_nothing_to_show_is_said_only_after_the_search(qtbot):
    model = RowsTable(COLUMNS)
    view = TableView(model)
    qtbot.addWidget(view)
    pressed = []
    view.set_empty("Belum ada TKSK.", "Tambah TKSK", lambda: pressed.append(1))
    view.show()
    assert not view._empty.isVisible()
    model.set_rows([])
    assert view._empty.isVisible()
    view._empty.button.click()
    assert pressed == [1]
    model.set_rows(ROWS)
    assert not view._empty.isVisible()


def test_ctrl_c_copies_the_chosen_rows(view, qtbot):
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().startswith("budi\t2021\tcatatan")


def test_the_computer_remembers_the_widths(view, qtbot):
    view.setColumnWidth(0, 222)
    view.hide()
    again = TableView(RowsTable(COLUMNS, ROWS), "officers")
    qtbot.addWidget(again)
    assert again.columnWidth(0) == 222


@pytest.mark.parametrize("kept", ["300 300 300", "Nama|Sampai|300 300", "Nama|Sejak|Catatan|300 300 300"])
def test_widths_that_were_kept_for_other_columns_are_forgotten(own_settings, qtbot, kept):
    QSettings().setValue("tables/officers", kept)
    view = TableView(RowsTable(COLUMNS, ROWS), "officers")
    qtbot.addWidget(view)
    assert [view.columnWidth(place) for place in (0, 1)] == [DEFAULT_WIDTH, DEFAULT_WIDTH]
    QSettings().setValue("tables/officers", "Nama|Sampai|Catatan|300 210 300")
    again = TableView(RowsTable(COLUMNS, ROWS), "officers")
    qtbot.addWidget(again)
    assert [again.columnWidth(place) for place in (0, 1)] == [300, 210]


def test_home_and_end_go_to_the_first_and_last_row(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current_row() == ROWS[2]
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.current_row() == ROWS[0]


def test_it_paints_pills_and_cut_words(view):
    view.selectRow(0)
    assert not view.grab().isNull()


def test_the_widest_columns_give_way_and_no_title_is_cut(qtbot):
    assert within([(50, 50), (60, 300), (60, 120)], 250) == [50, 100, 100]
    assert within([(50, 50), (60, 90)], 500) == [50, 90]
    assert within([(50, 80), (60, 90)], 100) == [80, 90]  # a bar is needed anyway
    view = TableView(RowsTable(COLUMNS, ROWS), "fitted")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.set_ranges([(10, 40), (10, 40), (10, 2000)])
    assert view.columnWidth(0) >= title_width(COLUMNS[0])
    assert sum(view.columnWidth(place) for place in range(3)) <= view.viewport().width()
    view.setColumnWidth(0, 222)  # somebody drags it
    view.resize(500, 300)
    assert view.columnWidth(0) == 222
