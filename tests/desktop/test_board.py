"""The formation board, its map, and posts filled for the time being, all from the window."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt

from db.rules.access import ROLES
from db.rules.officers import AssignmentKind, NextStep, PostState
from db.services import assignments, formation, officers
from db.services.assignments import AssignmentForm
from desktop import clock
from desktop.officers.board_section import STEP, BoardSection
from desktop.officers.post_tables import board_table, roster_table
from desktop.officers.roster_section import RosterSection
from desktop.parts.map_places import Place
from desktop.parts.place_map import PlaceMap
from tests.services.utan import leave_utan

TODAY = date(2020, 4, 13)
UTAN, ALAS = "520406", "520405"


@pytest.fixture(autouse=True)
def _today():
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


@pytest.fixture
def act(sqlite_database):
    def run(service, *args, **kwargs):
        with sqlite_database.writing() as session:
            return service(session, *args, **kwargs)

    return run


def opened(qtbot, worker, kind):
    section = kind(worker)
    qtbot.addWidget(section)
    section.resize(1366, 700)
    section.show()
    qtbot.waitUntil(lambda: section.table.rows.rowCount() == 24)
    return section


@pytest.fixture
def board(qtbot, worker, act):
    leave_utan(act)
    board = opened(qtbot, worker, BoardSection)
    qtbot.waitUntil(lambda: shown(board) == UTAN)
    return board


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(section):
    return section._found.post.id if section._found else None


def cells(section, row=0):
    return [section.table.rows.index(row, column).data() for column in range(len(section.table.rows.columns))]


def choose(qtbot, section, code):
    assert section.table.choose(code)
    qtbot.waitUntil(lambda: shown(section) == code)


def test_a_row_says_how_the_post_stands_and_what_is_next(board):
    cause = "Mengundurkan diri, ikut Pilkades"
    expected = ["Utan", "—", "", "Lowong 3 hari", "10-04-2020", "3", cause, "Buka lowongan"]
    assert cells(board) == expected
    assert cells(board, 1)[:4] == ["Alas", "Nurhidayah Syafira, S.Sos.", "", "Aktif"]
    texts = [made.text() for made in board.states.values()]
    assert texts == ["Semua  24", "Terisi  23", "Plt  0", "Lowong  1", "Tanpa formasi  0"]
    assert board.page.head.facts.text().endswith(" · 24 formasi")


def test_the_totals_filter(board, qtbot):
    click(qtbot, board.states[PostState.VACANT])
    assert board.model.rowCount() == 1
    click(qtbot, board.states[PostState.ACTING])
    assert board.model.rowCount() == 0
    click(qtbot, board.table._empty.button)
    assert board.model.rowCount() == 24
    board.search.setText("alas")
    qtbot.waitUntil(lambda: board.model.rowCount() == 2)
    board.receive("board", UTAN)
    qtbot.waitUntil(lambda: shown(board) == UTAN)


def test_another_day_is_only_looked_at(board, qtbot):
    said, asked = [], []
    board.said.connect(said.append)
    board.navigate.connect(lambda topic, payload: asked.append(topic))
    changing = (board.side.fill_button, board.side.interim_button, board.side.open_vacancy_button)
    assert all(made.isEnabled() and not made.toolTip() for made in changing)
    board.as_of.set_value(date(2020, 4, 12))
    qtbot.waitUntil(lambda: cells(board)[3] == "Lowong 2 hari")
    qtbot.waitUntil(lambda: not board.side.fill_button.isEnabled())
    why = "Ini keadaan per 12 April 2020. Kembali ke hari ini untuk mengubah."
    assert board.side.advice.text() == why
    assert [made.isEnabled() for made in changing] == [False] * 3
    assert {made.toolTip() for made in (*changing, board.posts_button)} == {why}
    assert not board.posts_button.isEnabled()
    assert cells(board)[7] == ""  # no step
    board.take_step(NextStep.OPEN_VACANCY)
    assert (said, asked) == ([why], [])
    click(qtbot, board.today_button)
    qtbot.waitUntil(lambda: all(made.isEnabled() for made in (*changing, board.posts_button)))
    assert cells(board)[7] == "Buka lowongan"
    assert not board.today_button.isVisible()


def test_before_the_exit_the_board_shows_who_served_and_nothing_to_end(board, qtbot):
    board.as_of.set_value(date(2020, 4, 9))
    qtbot.waitUntil(lambda: board.states[PostState.VACANT].text() == "Lowong  0")
    choose(qtbot, board, UTAN)
    qtbot.waitUntil(lambda: board.side.heading.text() == "Burhan Maulana, S.Pd.")
    assert board.side.exit_button.isVisible()
    assert not board.side.exit_button.isEnabled()
    assert board.side.edit_button.isEnabled()  # the card is of no day


def test_the_step_is_taken_where_it_stands(board, qtbot):
    asked = []
    board.navigate.connect(lambda topic, payload: asked.append((topic, payload)))
    board.table.clicked.emit(board.model.index(0, STEP))
    board.table.clicked.emit(board.model.index(0, 0))  # another cell only chooses
    board.table.activated_row.emit(board.table.current_row())
    assert asked == [("recruitment/open", UTAN)] * 2
    board.take_step(NextStep.SHOW_PROPOSAL)
    assert asked[-1] == ("recruitment/show", None)


def test_who_may_not_take_the_step_is_told(qtbot, worker, act):
    leave_utan(act)
    worker.database.actor = replace(worker.database.actor, rights=ROLES["panel"][1])
    board = opened(qtbot, worker, BoardSection)
    said, asked = [], []
    board.said.connect(said.append)
    board.navigate.connect(lambda topic, payload: asked.append(topic))
    board.take_step(NextStep.OPEN_VACANCY)
    assert asked == []
    assert "tidak berhak" in said[0]
    assert not board.posts_button.isEnabled()
    assert not board.side.interim_button.isEnabled()


def test_a_post_is_filled_for_the_time_being_by_clicking(board, qtbot):
    said = []
    board.said.connect(said.append)
    click(qtbot, board.side.interim_button)
    dialog = board.dialog
    qtbot.waitUntil(lambda: dialog.officer.count() == 24)
    assert [dialog.kind.itemText(n) for n in range(dialog.kind.count())] == ["Plt", "Rangkap"]
    label = next(
        dialog.officer.itemText(n) for n in range(24) if dialog.officer.itemText(n).endswith("— Alas")
    )
    dialog.officer.setEditText(label)
    dialog.officer.setCurrentText(label)
    assert dialog.kind.value() is AssignmentKind.DOUBLE  # the officer of another kecamatan
    dialog.starts_on.set_value(date(2020, 4, 10))
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: board.dialog is None)
    assert said == [
        "Nurhidayah Syafira, S.Sos. bertugas sebagai Rangkap di Kecamatan Utan mulai 10 April 2020."
    ]
    qtbot.waitUntil(lambda: board.table.current_row().state is PostState.ACTING)
    utan = next(row for row in range(24) if cells(board, row)[0] == "Utan")
    assert cells(board, utan)[1:5] == [
        "—",
        "Nurhidayah Syafira, S.Sos. (Rangkap)",
        "Rangkap, tanpa SK",
        "10-04-2020",
    ]
    qtbot.waitUntil(lambda: board.side.close_button.isVisible())
    assert not board.side.exit_button.isVisible()

    click(qtbot, board.side.close_button)
    dialog = board.dialog
    dialog.ends_on.set_value(date(2020, 4, 12))
    dialog.reason.setText("ada PAW")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: board.table.current_row().state is PostState.VACANT)


def test_somebody_new_stands_in(board, qtbot):
    click(qtbot, board.side.interim_button)
    dialog = board.dialog
    click(qtbot, dialog.save_button)
    assert dialog.officer.accessibleDescription() == "Belum diisi."
    dialog.new_person.setChecked(True)
    assert not dialog.officer.isVisible()
    dialog.form.widget("name").setText("Rina Marlina")
    qtbot.keyClicks(dialog.form.widget("nik"), "5204064501929002")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: board.dialog is None)
    qtbot.waitUntil(lambda: board.table.current_row().interim == "Rina Marlina")
    assert board.table.current_row().interim_kind is AssignmentKind.ACTING


def test_beside_a_serving_officer_the_form_warns_and_refuses_without_an_end(board, qtbot):
    choose(qtbot, board, ALAS)
    click(qtbot, board.side.assignments_button)
    terms = board.dialog
    qtbot.waitUntil(lambda: terms.model.rowCount() == 1)
    terms.add()
    dialog = terms.dialog
    qtbot.waitUntil(lambda: dialog.officer.count() == 24)
    dialog.new_person.setChecked(True)
    dialog.form.widget("name").setText("Rina Marlina")
    qtbot.keyClicks(dialog.form.widget("nik"), "5204064501929002")
    dialog.kind.set_value(AssignmentKind.ACTING)
    qtbot.waitUntil(lambda: "masih definitif pada 13 April 2020" in dialog.warning.text())
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: "masih dijabat" in dialog.ends_on.accessibleDescription())
    dialog.ends_on.set_value(date(2020, 6, 30))
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: terms.model.rowCount() == 2)
    assert terms.model.row(0).officer == "Rina Marlina"

    terms.table.selectRow(0)
    click(qtbot, terms.correct_button)
    dialog = terms.dialog
    assert not dialog.changed()
    dialog.ends_on.set_value(date(2020, 5, 31))
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: terms.model.row(0).ends_on == date(2020, 5, 31))
    terms.accept()


def test_the_formation_is_set_with_a_reason(board, qtbot):
    click(qtbot, board.posts_button)
    dialog = board.dialog
    dialog.posts.set_value(0)
    click(qtbot, dialog.save_button)
    assert dialog.reason.accessibleDescription() == "Belum diisi."
    dialog.reason.setPlainText("digabung dengan Rhee")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: board.states[PostState.NO_POST].text() == "Tanpa formasi  1")
    assert board.states[PostState.VACANT].text() == "Lowong  0"
    board.receive("board", UTAN)
    qtbot.waitUntil(lambda: board.table.current_row().id == UTAN)
    assert board.table.current_row().state is PostState.NO_POST
    qtbot.waitUntil(lambda: board.side.heading.text() == "Tanpa formasi TKSK")
    assert not board.side.open_vacancy_button.isVisible()


# the map


def test_the_map_shows_what_the_table_shows_and_chooses_for_both(board, qtbot):
    click(qtbot, board.map_button)
    assert board.views.currentWidget() is board.map
    places = {place.id: place for place in board.map.places}
    assert len(places) == 24
    assert (places[UTAN].tone, places[ALAS].tone) == ("bad", "good")
    assert places[UTAN].tooltip.startswith("Utan: Lowong · lowong sejak 10-04-2020, 3 hari")
    assert board.map.current == UTAN
    qtbot.mouseClick(board.map, Qt.MouseButton.LeftButton, pos=board.map._points[ALAS].toPoint())
    assert board.table.current_row().id == ALAS
    qtbot.waitUntil(lambda: shown(board) == ALAS)
    click(qtbot, board.states[PostState.VACANT])
    assert [place.id for place in board.map.places if not place.faint] == [UTAN]
    qtbot.mouseClick(board.map, Qt.MouseButton.LeftButton, pos=board.map._points[ALAS].toPoint())
    assert board.table.current_row().id == ALAS  # the filter gives way


PLACES = [
    Place("utara", "Utara", -8.0, 117.0, "good", "Utara: Terisi"),
    Place("selatan", "Selatan", -9.0, 117.0, "bad", "Selatan: Lowong"),
    Place("timur", "Timur", -8.5, 118.0, "info", "Timur: Plt"),
]


@pytest.fixture
def place_map(qtbot):
    made = PlaceMap([("good", "Terisi")])
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.set_places(PLACES)
    made.show()
    return made


def test_north_is_up_and_distances_are_true(place_map):
    north, south, east = (place_map._points[place.id] for place in PLACES)
    assert north.y() < east.y() < south.y()
    assert east.x() > north.x() == south.x()
    degree_down, degree_right = south.y() - north.y(), east.x() - north.x()
    assert degree_right / degree_down == pytest.approx(0.989, abs=0.001)  # cos 8,5°


def test_the_arrow_keys_go_to_the_neighbour_in_their_direction(place_map, qtbot):
    chosen, acted = [], []
    place_map.chosen.connect(chosen.append)
    place_map.activated.connect(acted.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(place_map, key)
    assert chosen == ["utara", "timur", "selatan", "utara"]  # nothing lies above the last
    assert place_map.accessibleDescription() == "Utara: Terisi"
    qtbot.keyClick(place_map, Qt.Key.Key_Return)
    assert acted == ["utara"]


def test_a_click_beside_everything_chooses_nothing(place_map, qtbot):
    assert place_map.place_at(QPointF(5, 395)) is None
    place_map.set_places([])
    qtbot.keyClick(place_map, Qt.Key.Key_Right)
    assert place_map.current is None
    place_map.grab()


# paper


def test_the_roster_prints_what_is_shown_as_of_the_day_that_is_shown(qtbot, worker, act):
    leave_utan(act)
    officer = next(row for row in act(officers.list_posts, on=TODAY) if row.id == ALAS)
    form = AssignmentForm(officer.officer_id, UTAN, AssignmentKind.DOUBLE, date(2020, 4, 10), None, None)
    act(assignments.add_assignment, form, today=TODAY)
    roster = opened(qtbot, worker, RosterSection)
    roster.as_of.set_value(date(2020, 4, 9))
    roster.search.setText("utan")
    qtbot.waitUntil(lambda: roster.model.rowCount() == 1)
    click(qtbot, roster.print_button)
    qtbot.waitUntil(lambda: roster.dialog is not None)
    [table] = roster.dialog.view.tables
    assert table.subtitle[:2] == ("Keadaan per 9 April 2020", "Cari: “utan”")
    assert [row[1:3] for row in table.rows] == [("Utan", "Burhan Maulana, S.Pd.")]
    roster.dialog.accept()
    rows = act(officers.list_posts, on=TODAY, text="utan")
    [row] = roster_table(rows, TODAY).rows
    assert row == (1, "Utan", "", "", f"{officer.officer} (rangkap)", None, "Rangkap", rows[0].cause)


def test_the_board_prints_its_rows_and_its_total(board, act):
    act(formation.change_posts, "520402", 1, 0, "digabung")
    rows = act(officers.list_posts, on=TODAY)
    table = board_table(rows, TODAY, ["Keadaan: Lowong"])
    cause = "Mengundurkan diri, ikut Pilkades"
    assert table.rows[0] == (1, "Utan", 1, "", "", "Lowong", date(2020, 4, 10), 3, cause)
    assert table.totals[:3] == (None, "Jumlah", 23)
    assert len(table.rows) == 24
    assert table.subtitle == (
        "Keadaan per 13 April 2020",
        "Keadaan: Lowong",
        "24 kecamatan: 23 terisi, 0 Plt/rangkap, 1 lowong, 0 tanpa formasi",
    )
