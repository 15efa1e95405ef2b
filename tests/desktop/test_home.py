"""The first page tells what waits, and every line leads to the work."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.models.office import Official
from db.rules.access import ROLES
from db.rules.attention import Attention, AttentionKind
from db.rules.recruitment import Stage
from db.services import exits, officers, practice, settings
from desktop import clock
from desktop.home.matters import words_for
from desktop.home.tab import HomeTab

TODAY = date(2020, 4, 13)


@pytest.fixture(autouse=True)
def day():
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


@pytest.fixture(autouse=True)
def no_word_of_reports(worker):
    """Nobody has noted a monthly report here: that is not what these tests are about."""
    with worker.database.writing() as session:
        limits = settings.get_limits(session)
        settings.change_limits(session, limits, replace(limits, report_warns=0))


@pytest.fixture
def asked():
    return []


@pytest.fixture
def tab(qtbot, worker, asked):
    tab = HomeTab(worker)
    qtbot.addWidget(tab)
    tab.navigate.connect(lambda topic, payload: asked.append((topic, payload)))
    tab.resize(1366, 700)
    tab.show()
    qtbot.waitUntil(lambda: tab.filled_card.number.text() != "–")
    return tab


def leave(session, kecamatan_code):
    [post] = [p for p in officers.list_posts(session, TODAY) if p.id == kecamatan_code]
    form = exits.ExitForm("Mengundurkan diri", "", TODAY - timedelta(3), "", None)
    return exits.record_exit(session, post.assignment_id, form)


def test_a_calm_day_says_so(tab):
    assert tab.page.head.facts.text() == "Dinas Sosial Kabupaten Sumbawa · Senin, 13 April 2020"
    assert [card.number.text() for card in tab.numbers] == ["24", "0", "0", "0"]
    assert tab.matters.calm.isVisible()
    assert not tab.first_steps.isVisible()


def test_a_whole_office_that_is_late_is_one_line(qtbot, worker, tab):
    def warn(session):
        limits = settings.get_limits(session)
        settings.change_limits(session, limits, replace(limits, report_warns=1))

    worker.write(tab, warn, then=lambda _nothing: None)
    tab.refresh()
    qtbot.waitUntil(lambda: len(tab.matters.buttons) == 1)
    assert tab.matters.buttons[0].accessibleDescription() == "Laporan bulan lalu 24 TKSK belum masuk"


def test_a_resignation_appears_at_once_and_opens_the_selection(qtbot, worker, tab, asked):
    worker.write(tab, lambda session: leave(session, "520406"), then=lambda _code: None)
    qtbot.waitUntil(lambda: len(tab.matters.buttons) == 1)
    assert tab.vacant_card.number.text() == "1"
    assert not tab.matters.calm.isVisible()
    [start] = tab.matters.buttons
    assert start.text() == "Buka lowongan"
    start.click()
    tab.vacant_card.link.click()
    assert asked == [("recruitment/open", "520406"), ("officers/post", "520406")]


def test_decrees_that_end_are_announced_ninety_days_before(qtbot, tab, asked):
    clock.set_today(date(2020, 11, 21))
    tab.refresh()
    qtbot.waitUntil(lambda: len(tab.matters.buttons) == 1)
    tab.matters.buttons[0].click()
    assert asked == [("officers/decrees", None)]


def test_an_office_without_officers_sees_the_first_steps(qtbot, tab, asked):
    clock.set_today(date(2019, 1, 1))
    tab.refresh()
    qtbot.waitUntil(tab.first_steps.isVisible)
    assert not tab.matters.isVisible()
    steps = tab.first_steps
    for button in (steps.decree_button, steps.recruitment_button, steps.mapping_button):
        button.click()
    assert asked == [("officers/decrees", None), ("recruitment/board", None), ("mapping/add", None)]


def test_numbers_lead_to_their_names(qtbot, worker, tab, asked):
    worker.write(tab, lambda s: practice.fill_map(s, today=date(2026, 11, 21)), then=lambda _n: None)
    qtbot.waitUntil(lambda: tab.recorded_card.number.text() == "62")
    tab.recorded_card.link.click()
    tab.running_card.link.click()
    tab.filled_card.link.click()
    assert asked == [("mapping/recap", None), ("recruitment/board", None), ("officers/list", None)]


def test_the_end_of_the_only_signer_is_announced_and_leads_to_the_signers(qtbot, worker, tab, asked):
    def end_term(session):
        session.scalars(select(Official)).one().ends_on = TODAY + timedelta(30)

    worker.write(tab, end_term, then=lambda _nothing: None)
    qtbot.waitUntil(lambda: len(tab.matters.buttons) == 1)
    [start] = tab.matters.buttons
    assert start.accessibleDescription() == (
        "Masa jabatan penanda tangan Dra. Hj. Nur Kartini Wahyuni, M.Si. berakhir 13 Mei 2020"
    )
    start.click()
    assert asked == [("office/officials", None)]
    clock.set_today(TODAY + timedelta(40))
    tab.refresh()
    qtbot.waitUntil(lambda: "sudah berakhir 13 Mei 2020" in tab.matters.buttons[0].accessibleDescription())


def test_who_may_not_open_a_selection_cannot_press_the_button(qtbot, worker):
    with worker.database.writing() as session:
        leave(session, "520406")
    worker.database.actor = replace(worker.database.actor, rights=ROLES["auditor"][1])
    tab = HomeTab(worker)
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitUntil(lambda: len(tab.matters.buttons) == 1)
    assert not tab.matters.buttons[0].isEnabled()
    assert not tab.first_steps.decree_button.isEnabled()


def late(number):
    return [
        Attention(
            AttentionKind.NIAT_MISSING,
            f"Kecamatan {n}",
            f"52040{n}",
            TODAY,
            n,
            person=f"Orang {n}",
            officer_id=n,
        )
        for n in range(number)
    ]


def test_many_matters_of_one_kind_are_one_line_that_opens_their_list(qtbot, tab, asked):
    tab.matters.show_matters(late(3))
    assert [start.text() for start in tab.matters.buttons] == ["Buka kartu"] * 3
    tab.matters.show_matters(late(4))
    [start] = tab.matters.buttons
    assert start.text() == "Lihat 4"
    start.click()
    dialog = tab.matters.dialog
    assert dialog.windowTitle() == "4 TKSK belum memiliki NIAT"
    dialog.table.selectRow(2)
    dialog.start_button.click()
    assert asked == [("officers/card", 2)]


@pytest.mark.parametrize("kind", AttentionKind)
def test_every_matter_has_words_and_a_way_on(kind):
    stage = Stage.ANNOUNCED if kind is AttentionKind.STEP_DUE else None
    words = words_for(
        Attention(
            kind,
            "Utan",
            "520406",
            TODAY,
            3,
            person="Orang",
            stage=stage,
            vacancy_id=1,
            officer_id=2,
            detail="SKCK",
            number=2,
        )
    )
    assert words.what
    assert words.when
    assert words.action
    assert "/" in words.link
