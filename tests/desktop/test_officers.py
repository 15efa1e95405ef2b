"""The TKSK tab: Utan's officer resigns by clicking; Banda Aceh's nine come from Excel, with letters."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from db.roster import PostRow
from db.rules.access import ROLES
from db.rules.officers import AssignmentKind, PostState
from db.services import exits, officers
from desktop import clock
from desktop.officers.roster import state
from desktop.officers.roster_section import RosterSection

TODAY = date(2020, 4, 13)
UTAN, ALAS = "520406", "520405"


@pytest.fixture(autouse=True)
def _today():
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


@pytest.fixture
def tab(qtbot, worker):
    tab = RosterSection(worker)
    qtbot.addWidget(tab)
    tab.resize(1366, 700)
    tab.show()
    qtbot.waitUntil(lambda: tab.model.rowCount() == 24)
    return tab


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(qtbot, tab, code):
    assert tab.table.choose(code)
    qtbot.waitUntil(lambda: shown(tab) == code)


def shown(tab):
    """The kecamatan that the cards are about."""
    return tab._found.post.id if tab._found else None


def say_utan_resigns(qtbot, tab):
    choose(qtbot, tab, UTAN)
    click(qtbot, tab.side.exit_button)
    dialog = tab.dialog
    qtbot.waitUntil(lambda: dialog.reason.count() > 0)
    dialog.reason.setCurrentText("Mengundurkan diri")
    dialog.detail.setEditText("ikut Pilkades")
    dialog.left_on.set_value(date(2020, 4, 10))
    dialog.letter_number.setText("05/TKSK-UTN/2020")
    dialog.letter_on.set_value(date(2020, 4, 8))
    for tick in dialog.steps.ticks.values():
        tick.setChecked(False)
    return dialog


def cells(tab, row):
    return [tab.model.index(row, column).data() for column in (0, 1, 2, 3, 4, 6)]


def test_the_roster_says_who_serves_and_counts_in_words(tab, qtbot):
    assert cells(tab, 0)[:5] == ["Alas", "Nurhidayah Syafira, S.Sos.", "5204050106", "31-12-2020", "Aktif"]
    qtbot.waitUntil(lambda: tab.page.count.text() == "24 kecamatan · 24 terisi · 0 Plt · 0 lowong")
    assert tab.page.head.facts.text() == "Keadaan per 13 April 2020"
    qtbot.waitUntil(lambda: shown(tab) == ALAS)
    assert tab.side.heading.text() == "Nurhidayah Syafira, S.Sos."
    assert tab.side.exit_button.isVisible()
    assert not tab.side.open_vacancy_button.isVisible()


def test_utans_officer_resigns_by_clicking(tab, qtbot):
    said, asked = [], []
    tab.said.connect(said.append)
    tab.navigate.connect(lambda topic, payload: asked.append((topic, payload)))
    dialog = say_utan_resigns(qtbot, tab)
    assert dialog.detail.itemText(0) == "ikut Pilkades"
    assert dialog.consequence.text() == "Kecamatan Utan lowong mulai Jumat, 10 April 2020."
    click(qtbot, dialog.save_button)

    qtbot.waitUntil(lambda: cells(tab, 0)[0] == "Utan")
    assert cells(tab, 0)[4:] == ["Lowong 3 hari", "Mengundurkan diri, ikut Pilkades"]
    assert said == ["Kecamatan Utan lowong mulai Jumat, 10 April 2020."]
    assert tab.dialog is None
    qtbot.waitUntil(lambda: shown(tab) == UTAN and tab._found.post.days_vacant == 3)
    assert tab.table.current_row().id == UTAN
    assert tab.side.heading.text() == "Lowong sejak 10 April 2020"
    qtbot.waitUntil(lambda: "1 lowong" in tab.page.count.text())
    click(qtbot, tab.side.open_vacancy_button)
    assert asked == [("recruitment/open", UTAN)]


def test_the_roster_can_be_seen_as_of_another_day(tab, qtbot):
    click(qtbot, say_utan_resigns(qtbot, tab).save_button)
    qtbot.waitUntil(lambda: cells(tab, 0)[0] == "Utan")
    tab.as_of.set_value(date(2020, 4, 9))
    qtbot.waitUntil(lambda: cells(tab, 0)[0] == "Alas")
    qtbot.waitUntil(lambda: tab.side.heading.text() == "Burhan Maulana, S.Pd.")
    assert tab.page.head.facts.text() == "Keadaan per 9 April 2020"
    click(qtbot, tab.today_button)
    qtbot.waitUntil(lambda: cells(tab, 0)[0] == "Utan")


def test_an_exit_before_the_start_is_refused_where_it_was_typed(tab, qtbot):
    dialog = say_utan_resigns(qtbot, tab)
    dialog.left_on.set_value(date(2019, 4, 10))
    click(qtbot, dialog.save_button)
    sentence = "Tanggal berhenti harus sesudah awal penugasan (2 Januari 2020)."
    qtbot.waitUntil(lambda: dialog.left_on.accessibleDescription() == sentence)
    assert tab.dialog is dialog
    assert dialog.detail.value() == "ikut Pilkades"
    dialog.form.fill({})
    dialog.reject()


def test_searching_narrows_and_the_empty_table_leads_back(tab, qtbot):
    tab.search.setText("burhan")
    qtbot.waitUntil(lambda: tab.model.rowCount() == 1)
    tab.state.setCurrentIndex(3)
    qtbot.waitUntil(lambda: tab.model.rowCount() == 0)
    click(qtbot, tab.table._empty.button)
    qtbot.waitUntil(lambda: tab.model.rowCount() == 24)


def test_another_tab_can_ask_for_a_kecamatan(tab, qtbot):
    tab.search.setText("alas")
    qtbot.waitUntil(lambda: tab.model.rowCount() == 2)
    tab.receive("post", UTAN)
    qtbot.waitUntil(lambda: shown(tab) == UTAN)


def test_an_empty_kecamatan_is_filled_by_hand_and_a_strange_niat_only_warned_of(tab, qtbot):
    click(qtbot, say_utan_resigns(qtbot, tab).save_button)
    qtbot.waitUntil(lambda: shown(tab) == UTAN and tab._found.post.state is PostState.VACANT)
    click(qtbot, tab.side.fill_button)
    qtbot.waitUntil(lambda: tab.dialog is not None)
    dialog = tab.dialog
    assert dialog.kecamatan.value() == UTAN
    click(qtbot, dialog.save_button)
    assert dialog.form.widget("name").accessibleDescription() == "Belum diisi."
    dialog.form.widget("name").setText("Rina Marlina")
    qtbot.keyClicks(dialog.form.widget("nik"), "5204064501929002")
    qtbot.keyClicks(dialog.niat, "5204050099")
    assert "berbeda dari kode kecamatan 520406" in dialog.niat.accessibleDescription()
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: tab.dialog is None)
    qtbot.waitUntil(lambda: tab.side.heading.text() == "Rina Marlina")


def open_card_of_alas(qtbot, tab):
    choose(qtbot, tab, ALAS)
    click(qtbot, tab.side.edit_button)
    qtbot.waitUntil(lambda: tab.dialog is not None and tab.dialog._loaded is not None)
    return tab.dialog


def correct(qtbot, tab):
    """Open the newest term of the chosen kecamatan to put it right."""
    click(qtbot, tab.side.assignments_button)
    terms = tab.dialog
    qtbot.waitUntil(lambda: terms.table.current_row() is not None)
    click(qtbot, terms.correct_button)
    return terms.dialog


def test_changed_data_show_at_once_in_the_card(tab, qtbot):
    dialog = open_card_of_alas(qtbot, tab)
    assert not dialog.changed()
    dialog.form.widget("phone").set_value("081234567890")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: tab._found is not None and tab._found.officer.phone == "081234567890")


# Banda Aceh


POST = PostRow("1", "Utan", PostState.FILLED, 1, 1, "Rina", "", date(2020, 12, 31), None, None, "", None)

RANGKAP = replace(POST, state=PostState.ACTING, interim_kind=AssignmentKind.DOUBLE, by_decree=False)


@pytest.mark.parametrize(
    ("post", "day", "expected"),
    [
        (POST, date(2020, 4, 13), ("Aktif", "good")),
        (POST, date(2020, 11, 13), ("SK habis dalam 48 hari", "warn")),
        (POST, date(2020, 12, 31), ("SK habis hari ini", "warn")),
        (POST, date(2021, 1, 1), ("SK habis 1 hari yang lalu", "bad")),
        (replace(POST, by_decree=False), date(2020, 4, 13), ("Aktif, tanpa SK", "good")),
        (replace(POST, by_decree=False), date(2020, 12, 21), ("Tugas habis dalam 10 hari", "warn")),
        (replace(POST, decree_ends_on=None), date(2020, 4, 13), ("Aktif", "good")),
        (replace(POST, state=PostState.ACTING), date(2020, 4, 13), ("Plt", "info")),
        (replace(RANGKAP, decree_ends_on=None), date(2020, 4, 13), ("Rangkap, tanpa SK", "info")),
        (RANGKAP, date(2020, 12, 11), ("Rangkap, 20 hari lagi", "warn")),
        (replace(POST, state=PostState.VACANT, days_vacant=3), date(2020, 4, 13), ("Lowong 3 hari", "bad")),
        (replace(POST, state=PostState.VACANT, days_vacant=0), date(2020, 4, 13), ("Lowong hari ini", "bad")),
    ],
)
def test_the_state_is_a_word_on_a_quiet_colour(post, day, expected):
    assert state(replace(post, vacant_since=date(2020, 4, 10)), day) == expected


def test_a_post_before_all_data_is_not_called_empty(tab, qtbot):
    never = replace(POST, state=PostState.VACANT, officer_id=None)
    assert state(never, TODAY) == ("Lowong", "bad")
    assert state(never, date(2019, 1, 1)) == ("Belum ada data", "neutral")
    tab.as_of.set_value(date(2019, 1, 1))
    said = "24 kecamatan · belum ada data per tanggal ini"
    qtbot.waitUntil(lambda: tab.page.count.text() == said)


def test_a_name_has_the_room_that_empty_columns_leave(tab, qtbot):
    header, wide = tab.table.columnWidth, tab.table.fontMetrics().horizontalAdvance
    qtbot.waitUntil(lambda: header(1) > max(wide(cells(tab, place)[1]) for place in range(24)))


# corrections


def vacate(database, *codes):
    with database.writing() as session:
        for post in officers.list_posts(session, TODAY):
            if post.id in codes:
                form = exits.ExitForm("Mengundurkan diri", "", date(2020, 4, 10), "", None)
                exits.record_exit(session, post.assignment_id, form)


def put_on_roster(database, code, starts_on=TODAY):
    person = {"name": "Rina Marlina", "nik": "5204064501929002"}
    with database.writing() as session:
        term = {"niat": "", "kecamatan_code": code, "starts_on": starts_on, "ends_on": None}
        return officers.add_officer(session, None, person, **term, today=TODAY)


def test_who_was_just_added_is_chosen_in_the_roster(tab, qtbot, sqlite_database):
    vacate(sqlite_database, UTAN)
    tab.refresh()
    tab.search.setText("alas")
    qtbot.waitUntil(lambda: shown(tab) == ALAS)
    click(qtbot, tab.add_button)
    qtbot.waitUntil(lambda: tab.dialog is not None)
    dialog = tab.dialog
    dialog.kecamatan.set_value(UTAN)
    dialog.form.widget("name").setText("Rina Marlina")
    qtbot.keyClicks(dialog.form.widget("nik"), "5204064501929002")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: tab.side.heading.text() == "Rina Marlina")
    assert tab.table.current_row().id == UTAN


def test_a_wrong_start_is_corrected_and_a_second_officer_refused_in_one_sentence(tab, qtbot, sqlite_database):
    vacate(sqlite_database, UTAN)
    put_on_roster(sqlite_database, UTAN)
    tab.refresh()
    qtbot.waitUntil(lambda: tab.model.rowCount() == 24)
    choose(qtbot, tab, UTAN)
    qtbot.waitUntil(lambda: tab._found is not None and tab._found.officer.name == "Rina Marlina")
    dialog = correct(qtbot, tab)
    dialog.starts_on.set_value(date(2020, 4, 1))
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(
        lambda: (
            dialog.starts_on.accessibleDescription()
            == "Kecamatan Utan sudah dijabat Burhan Maulana, S.Pd. pada 1 April 2020. "
            "Akhiri dahulu penugasan itu atau ubah tanggal mulainya."
        )
    )
    dialog.starts_on.set_value(date(2020, 4, 11))
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: tab._found is not None and tab._found.term.starts_on == date(2020, 4, 11))


def test_a_wrong_kecamatan_is_corrected(tab, qtbot, sqlite_database):
    vacate(sqlite_database, UTAN, ALAS)
    put_on_roster(sqlite_database, UTAN)
    tab.refresh()
    choose(qtbot, tab, UTAN)
    qtbot.waitUntil(lambda: tab.side.heading.text() == "Rina Marlina")
    dialog = correct(qtbot, tab)
    qtbot.waitUntil(lambda: dialog.kecamatan.count() == 24)
    dialog.kecamatan.set_value(ALAS)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: tab.dialog.dialog is None)
    tab.dialog.accept()
    qtbot.waitUntil(lambda: tab.table.choose(ALAS))
    qtbot.waitUntil(lambda: shown(tab) == ALAS and tab.side.heading.text() == "Rina Marlina")


def test_the_kecamatan_of_a_decree_is_not_corrected_by_hand(tab, qtbot):
    choose(qtbot, tab, ALAS)
    dialog = correct(qtbot, tab)
    assert not dialog.kecamatan.isEnabled()
    assert dialog.kecamatan.accessibleDescription() == (
        "Kecamatan tidak dapat diubah karena tercantum dalam SK 460/001/DINSOS/2020."
    )


# rights


def test_who_may_only_look_sees_what_is_switched_off_and_why(qtbot, worker):
    worker.database.actor = replace(worker.database.actor, rights=ROLES["panel"][1])
    tab = RosterSection(worker)
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitUntil(lambda: shown(tab) == ALAS)
    side = tab.side
    reason = "Peran Anda tidak berhak mengubah data TKSK. Mintalah kepada admin."
    for button in (tab.add_button, side.exit_button, side.fill_button, side.renew_button):
        assert not button.isEnabled()
        assert button.toolTip() == reason
    assert not side.history_button.isEnabled()
    assert not side.open_vacancy_button.isEnabled()
    tab.table.activated_row.emit(tab.table.current_row())
    qtbot.waitUntil(lambda: tab.dialog is not None and tab.dialog._loaded is not None)
    assert not tab.dialog.save_button.isVisible()
    tab.dialog.reject()


def test_who_serves_nowhere_is_found_from_the_roster(qtbot, tab, act):
    from db.models.officers import Officer
    from db.models.people import Person

    act(lambda session: session.add_all(Officer(person=Person(name=f"{n} Baru")) for n in ("Ani", "Budi")))
    click(qtbot, tab.unplaced_button)
    dialog = tab.dialog
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    assert dialog.count.text() == "2 orang"
    dialog.search.setText("baru bu")
    qtbot.waitUntil(lambda: [one.name for one in dialog.model.rows] == ["Budi Baru"])
    assert dialog.model.index(0, 3).data() == "belum pernah bertugas"
    click(qtbot, dialog.card_button)
    card = dialog.dialog
    qtbot.waitUntil(lambda: "Budi Baru" in card.windowTitle())
    card.reject()
    dialog.accept()
