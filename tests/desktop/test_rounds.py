"""The section Putaran in the window: begun, typed, handed in, given out, taken back, locked, compared."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton
from python_calamine import CalamineWorkbook

from db.rules.kits import KitOutcome
from db.rules.people import Sex
from db.rules.rounds import Cell, CellState, NextStep, SheetState
from db.rules.words import grouped
from db.services.mapping import head_counts, records, rounds, sheets
from desktop.mapping.round_return import ReturnDialog
from desktop.mapping.rounds_section import RoundsSection
from tests.services.utan import person

TODAY = date(2026, 11, 21)
MOTONG = "5204062006"
VALUES = {
    "name": "Semester II 2026",
    "year": 2026,
    "reference_date": date(2026, 12, 31),
    "begins_on": date(2026, 11, 1),
    "ends_on": date(2026, 12, 5),
    "note": "",
}


@pytest.fixture(autouse=True)
def _today(set_day, own_settings):
    set_day(TODAY)


@pytest.fixture
def round_id(act):
    return act(rounds.create_round, VALUES, today=TODAY)


@pytest.fixture
def section(qtbot, worker, show, round_id):
    made = show(RoundsSection(worker))
    qtbot.waitUntil(lambda: made.sheets.model.rowCount() > 100)
    return made


@pytest.fixture
def grid(qtbot, section):
    section.buttons["matrix"].setChecked(True)
    qtbot.waitUntil(lambda: section.matrix.grid.table.rowCount() > 100)
    section.matrix.grid.setFocus()
    section.matrix.grid.go(1, 1)
    return section.matrix.grid


def at(grid, desa=MOTONG, column=7):
    place = grid.table.place_of(desa, 0, grid.table.rowCount() - 1)
    index = grid.table.index(place, column)
    grid.selectionModel().setCurrentIndex(index, grid.selectionModel().SelectionFlag.ClearAndSelect)
    return index


def said(act, round_id, desa=MOTONG, kind="PMKS-08"):
    matrix = act(head_counts.read_matrix, round_id)
    return next(row for row in matrix.rows if row.id == desa).cells.get(kind, Cell())


def old_man(act, name="Amaq Sahnun", nik="5204061508509001"):
    form = records.RecordForm(
        person_id=None,
        person=person(name, nik, date(1950, 8, 15), sex=Sex.MALE),
        kinds={"PMKS-08": ["a"]},
        disabilities=(),
        desa_code=MOTONG,
        recorded_on=TODAY,
        source="",
        recorder="",
        exception_reason="",
        note="",
    )
    return act(records.record, form, today=TODAY)


def answer(monkeypatch, yes):
    """Press the verb of the next questions, or Batal; returns what they were."""
    asked = []

    def execute(box):
        asked.append(box.text())
        buttons = box.buttons()
        chosen = [one for one in buttons if (box.buttonRole(one) == QMessageBox.ButtonRole.AcceptRole) is yes]
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: chosen[0])

    monkeypatch.setattr(QMessageBox, "exec", execute)
    return asked


def test_an_office_without_a_round_is_told_how_to_begin(qtbot, worker, show, act):
    section = show(RoundsSection(worker))
    qtbot.waitUntil(section.empty.isVisible)
    qtbot.mouseClick(section.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.dialog is not None)
    dialog = section.dialog
    assert dialog.name.text() == "Semester II 2026"
    dialog.submit()
    qtbot.waitUntil(lambda: section.sheets.model.rowCount() > 100)
    assert section.round.name == "Semester II 2026"
    qtbot.waitUntil(lambda: section.overview.step is NextStep.MAKE_KITS)


def test_figures_are_typed_with_the_keyboard_alone(qtbot, section, grid, act, round_id):
    at(grid)
    qtbot.keyClick(grid, Qt.Key.Key_1)
    editor = grid.focusWidget() or grid.indexWidget(grid.currentIndex())
    qtbot.keyClick(editor, Qt.Key.Key_2)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(act, round_id).total == 12)
    qtbot.waitUntil(lambda: grid.currentIndex().row() == at_row(grid) + 1)
    assert grid.table.cell_of(MOTONG, "PMKS-08").figure == 12
    qtbot.waitUntil(lambda: section.matrix.pending == 0)
    section.matrix.undo()
    qtbot.waitUntil(lambda: said(act, round_id).total is None)


def at_row(grid, desa=MOTONG):
    return grid.table.place_of(desa, 0, grid.table.rowCount() - 1)


def test_a_block_is_pasted_and_n_confirms_nobody(qtbot, section, grid, act, round_id):
    at(grid, column=0)
    QGuiApplication.clipboard().setText("3\t\t1.250\n4\t5\t6\n")
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said(act, round_id, kind="PMKS-03").total == 1250)
    assert said(act, round_id, kind="PMKS-02").state is CellState.NOT_SURVEYED
    grid.selectRow(at_row(grid))
    qtbot.keyClick(grid, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: said(act, round_id, kind="PMKS-02").state is CellState.NONE)
    assert said(act, round_id, kind="PMKS-01").total == 3
    assert "24 sel dipastikan nihil. 2 sel sudah terisi" in section.page.banner.text.text()
    section.page.banner.link.click()
    qtbot.waitUntil(lambda: said(act, round_id, kind="PMKS-02").state is CellState.NOT_SURVEYED)


def test_before_many_cells_become_nought_it_is_asked(qtbot, section, grid, act, round_id, monkeypatch):
    asked = answer(monkeypatch, yes=False)
    at(grid)
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(grid, Qt.Key.Key_N)
    rows = grid.table.rowCount()
    assert asked == [f"Pastikan nihil {grouped(rows * 26)} sel di {rows} desa?"]
    assert section.matrix.pending == 0
    answer(monkeypatch, yes=True)
    qtbot.keyClick(grid, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: said(act, round_id).state is CellState.NONE, timeout=10000)
    qtbot.waitUntil(section.page.banner.isVisible)
    section.page.banner.link.click()
    qtbot.waitUntil(lambda: said(act, round_id).state is CellState.NOT_SURVEYED, timeout=10000)
    assert act(rounds.get_progress, round_id).states == {SheetState.NOT_BEGUN: rows}  # as if never typed


def test_men_and_women_make_the_sum(qtbot, section, grid, act, round_id):
    section.matrix.by_sex.setChecked(True)
    index = at(grid, column=14)
    grid.typed.emit([(index, "5"), (index.siblingAtColumn(15), "7")])
    qtbot.waitUntil(lambda: said(act, round_id).total == 12)
    assert (said(act, round_id).males, said(act, round_id).females) == (5, 7)


def test_words_are_no_figure(qtbot, section, grid):
    grid.typed.emit([(at(grid), "banyak")])
    assert "bukan angka" in section.page.banner.text.text()


def test_the_three_states_are_words_too(qtbot, section, grid, act, round_id):
    old_man(act)
    section.matrix.refresh()
    qtbot.waitUntil(lambda: grid.table.cell_of(MOTONG, "PMKS-08").named == 1)
    at(grid)
    qtbot.waitUntil(lambda: "bernama 1" in section.matrix.words.text())
    at(grid, column=0)
    qtbot.waitUntil(lambda: section.matrix.words.text().endswith("belum didata"))


def test_sheets_are_handed_in_together_and_it_is_undone(qtbot, section, act, round_id):
    view = section.sheets
    view.search.setText("utan")
    qtbot.waitUntil(lambda: view.model.rowCount() < 20)
    number = view.model.rowCount()
    view.table.selectAll()
    view.set_state(SheetState.HANDED_IN)
    section.dialog.submit()
    qtbot.waitUntil(lambda: {row.state for row in view.model.rows} == {SheetState.HANDED_IN})
    assert f"{number} lembar: diserahkan TKSK." in section.page.banner.text.text()
    section.page.banner.link.click()
    qtbot.waitUntil(lambda: {row.state for row in view.model.rows} == {SheetState.NOT_BEGUN})


def test_targets_come_from_the_clipboard(qtbot, section, act, round_id):
    QGuiApplication.clipboard().setText("Utan\tMotong\t120\nUtan\tEntah\t9")
    section.sheets.paste_targets()
    dialog = section.dialog
    qtbot.waitUntil(lambda: dialog.plan is not None and len(dialog.plan.rows) == 2)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: (
            next(row for row in act(sheets.list_sheets, round_id) if row.desa_code == MOTONG).target == 120
        )
    )


def test_targets_come_from_a_file(qtbot, section, tmp_path):
    path = tmp_path / "target.csv"
    path.write_text("Kecamatan;Desa;Target\nUtan;Motong;120\n", encoding="utf-8")
    section.sheets.paste_targets()
    dialog = section.dialog
    dialog.open_file(path)
    qtbot.waitUntil(lambda: dialog.plan is not None and list(dialog.plan.targets.values()) == [120])


def test_a_dropped_file_is_taken_as_a_kit(qtbot, section, tmp_path):
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(b"not a workbook")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path))])
    here, buttons = QPoint(5, 5), Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(here, Qt.DropAction.CopyAction, files, buttons, plain)
    section.dragEnterEvent(enter)
    assert enter.isAccepted()
    section.dropEvent(QDropEvent(here, Qt.DropAction.CopyAction, files, buttons, plain))
    qtbot.waitUntil(lambda: "daftar.xlsx" in section.page.banner.text.text())
    assert section.front == "kits"


def kits_of(qtbot, section, folder):
    section.kits.make([MOTONG], ())
    qtbot.waitUntil(lambda: section.dialog is not None)
    dialog = section.dialog
    dialog.which.setCurrentIndex(1)
    dialog.make(folder)
    qtbot.waitUntil(lambda: not dialog.banner.isHidden(), timeout=20000)
    assert "1 paket dibuat, 2 berkas." in dialog.banner.text.text()
    dialog.reject()
    [book] = folder.glob("*.xlsx")
    assert list(folder.glob("*.pdf"))
    return book


def edited(book: Path, target: Path) -> Path:
    """The kit as a desa fills it in."""
    read = CalamineWorkbook.from_path(str(book))
    with xlsxwriter.Workbook(str(target)) as file:
        for name in read.sheet_names:
            rows = read.get_sheet_by_name(name).to_python()
            if name == "Data":
                place = {title: column for column, title in enumerate(rows[3])}
                rows[4][place["Keadaan"]] = "Tetap"
                for title, value in {
                    "Jenis": "PMKS-08 Lanjut usia telantar",
                    "Nama lengkap": "Amaq Baru",
                    "NIK": "5204060101519006",
                    "L/P": "L",
                    "Tanggal lahir": "01-01-1951",
                    "Kriteria": "a",
                }.items():
                    rows[5][place[title]] = value
            if name == "Angka":
                rows[4][5] = "Ya"
            sheet = file.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return target


def test_a_kit_goes_out_and_comes_back(qtbot, section, act, round_id, tmp_path):
    old_man(act)
    book = kits_of(qtbot, section, tmp_path)
    section.take_kit([str(edited(book, tmp_path / "kembali.xlsx"))])
    qtbot.waitUntil(lambda: isinstance(section.dialog, ReturnDialog) and section.dialog.plan is not None)
    dialog = section.dialog
    assert dialog.plan.counts == {KitOutcome.CONFIRMED: 1, KitOutcome.NEW: 1, KitOutcome.COUNT: 1}
    assert said(act, round_id, kind="PMKS-01").state is CellState.NOT_SURVEYED  # only a trial
    assert dialog.write_button.text() == "Tulis 3 baris"
    qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(act, round_id, kind="PMKS-01").state is CellState.NONE)
    assert said(act, round_id).named == 2
    qtbot.waitUntil(lambda: [row.outcome for row in section.kits.rows] == ["baru 1, dipastikan 1, angka 1"])


def test_a_running_round_has_no_changes_yet_and_says_why(qtbot, section):
    section.buttons["reports"].setChecked(True)
    section.reports.show_report("delta")  # while the first report is still being reckoned
    qtbot.wait(500)
    assert not section.reports.view.tables
    assert "belum dikunci" in section.reports.view.empty.text.text()
    section.reports.show_report("progress")
    qtbot.waitUntil(lambda: bool(section.reports.view.tables))
    assert section.reports.view.tables[0].code == "L10"


def test_a_file_that_is_no_kit_is_told_in_a_sentence(qtbot, section, tmp_path):
    path = tmp_path / "daftar.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        file.add_worksheet().write_row(0, 0, ("NIK", "Nama"))
    section.take_kit([str(path)])
    qtbot.waitUntil(lambda: "bukan paket pendataan" in section.page.banner.text.text())
    assert section.dialog is None


def test_white_cells_become_a_kit(qtbot, section, grid):
    grid.selectRow(at_row(grid))
    qtbot.mouseClick(section.matrix.kit_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.dialog is not None)
    [(desa, kinds)] = section.dialog.wishes().items()
    assert (desa, len(kinds)) == (MOTONG, 26)  # PPKS alone: those were chosen


def test_a_round_is_locked_and_what_changed_since_is_shown(qtbot, section, act, round_id, monkeypatch):
    made = old_man(act)
    answer(monkeypatch, yes=False)
    section.lock_round()
    qtbot.wait(300)
    assert not act(rounds.get_round, round_id).locked
    answer(monkeypatch, yes=True)
    section.lock_round()
    qtbot.waitUntil(lambda: act(rounds.get_round, round_id).locked, timeout=10000)
    qtbot.waitUntil(lambda: section.overview.step is NextStep.COMPARE)
    act(records.close_record, made.record_ids[0], on=TODAY, today=TODAY, reason="Meninggal")
    section.overview.step_button.click()
    qtbot.waitUntil(lambda: bool(section.reports.view.tables))
    [row] = [row for row in section.reports.view.tables[0].rows if row[0] == "PMKS-08"]
    assert row[2:5] == (1, 0, 1)
    section.reports.show_report("names")
    qtbot.waitUntil(lambda: section.reports.view.tables[0].title == "Nama di balik perubahan PPKS")
    assert section.reports.view.tables[0].rows[0][1] == "Amaq Sahnun"
    section.buttons["matrix"].setChecked(True)
    qtbot.waitUntil(lambda: section.matrix.grid.table.rowCount() > 100)
    assert not section.matrix.grid.table.editable
    assert not section.matrix.none_button.isEnabled()


def test_who_may_only_look_types_nothing(qtbot, worker, show, round_id, monkeypatch):
    from dataclasses import replace

    from db.rules.access import ROLES

    database = worker.database
    monkeypatch.setattr(database, "actor", replace(database.actor, rights=ROLES["auditor"][1]))
    section = show(RoundsSection(worker))
    qtbot.waitUntil(lambda: section.sheets.model.rowCount() > 100)
    section.buttons["matrix"].setChecked(True)
    qtbot.waitUntil(lambda: section.matrix.grid.table.rowCount() > 100)
    assert not section.matrix.grid.table.editable
    for made in (
        section.new_button,
        section.return_button,
        section.matrix.none_button,
        section.kits.make_button,
    ):
        assert isinstance(made, QPushButton)
        assert not made.isEnabled()
