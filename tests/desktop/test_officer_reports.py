"""The section *Laporan*: the screen, the paper and Excel say the same, cell by cell."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from db.models.officers import Assignment
from db.rules.access import ROLES
from db.rules.reports import cell_text
from desktop.officers.reports_section import ReportsSection
from desktop.officers.roster_section import RosterSection
from desktop.officers.tab import OfficersTab
from tests.services.test_officer_reports import TODAY, UTAN, fill_card, utan_left

CODES = ("L01", "L02", "L03", "L05", "L19")


@pytest.fixture
def section(qtbot, worker, act, set_day, show, own_settings):
    """The section with something in every report."""
    set_day(TODAY)
    act(fill_card)
    act(old_utan)
    section = show(ReportsSection(worker))
    qtbot.waitUntil(lambda: len(section.view.tables) == 1)
    return section


def old_utan(session):
    term = session.scalars(select(Assignment).where(Assignment.kecamatan_code == UTAN)).one()
    term.starts_on = date(2015, 9, 1)


def choose(qtbot, section, code):
    section.receive("reports", code)
    qtbot.waitUntil(lambda: bool(section.view.tables) and section.view.tables[0].code == code)


def on_screen(view):
    model = view.rows
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def in_excel(path, table, sheet=0):
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python()
    titles = [column.title for column in table.columns]
    start = rows.index(titles) + 1
    count = len(table.rows) + bool(table.totals)
    return [
        [
            cell_text(column.kind, int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
            for column, cell in zip(table.columns, row, strict=True)
        ]
        for row in rows[start : start + count]
    ], rows


def on_paper(pdf):
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def printed(qtbot, section):
    section.view.print_button.click()
    qtbot.waitUntil(lambda: section.view.dialog is not None, timeout=10000)
    pdf = section.view.dialog.paper._pdf
    section.view.dialog.close()
    return pdf


def assert_printed(pages, rows):
    """Each row stands on the paper with all its cells, one after the other."""
    at = 0
    for row in rows:
        for cell in row:
            words = "".join(cell.split())
            while words and pages and pages[0].find(words, at) < 0:
                pages.pop(0)
                at = 0
            assert pages, f"{cell} of {row} is not on paper"
            at = pages[0].find(words, at) + len(words)


@pytest.mark.parametrize("code", CODES)
def test_three_outlets_say_the_same(section, qtbot, tmp_path, code):
    choose(qtbot, section, code)
    [table], [view] = section.view.tables, section.view.views
    shown = on_screen(view)
    assert len(shown) == len(table.rows) + bool(table.totals) > 0
    path = tmp_path / "laporan.xlsx"
    with qtbot.waitSignal(section.said, timeout=10000):
        section.view.write_excel(path)
    written, whole = in_excel(path, table)
    assert written == shown
    assert_printed(on_paper(printed(qtbot, section)), shown)
    raw = [row for row in whole if len(row) > 2 and "5204060109" in row]
    assert raw if code != "L02" else True  # the NIAT is text, not a number


def test_true_dates_and_text_in_excel(section, qtbot, tmp_path):
    path = tmp_path / "daftar"
    with qtbot.waitSignal(section.said, timeout=10000) as said:
        section.view.write_excel(path)
    assert said.args[0].endswith("daftar.xlsx")
    _cells, rows = in_excel(tmp_path / "daftar.xlsx", section.view.tables[0])
    [utan] = [row for row in rows if "5204060109" in row]
    assert date(1988, 11, 5) in utan
    assert utan[3] == "5204••••••••9003"


def test_the_footer_says_the_filter_and_the_day(section, qtbot):
    section.kecamatan.setCurrentIndex(section.kecamatan.findData(UTAN))
    qtbot.waitUntil(lambda: len(section.view.tables[0].rows) == 1)
    section.signed.setChecked(True)
    text = " ".join(PdfReader(BytesIO(printed(qtbot, section))).pages[0].extract_text().split())
    assert text.count("Keadaan 13 April 2020, Kecamatan Utan") == 2  # below the title, and in the footer
    assert "Sumber: Dinas Sosial Kabupaten Sumbawa, dicetak 13-04-2020 pukul" in text
    assert "Halaman 1 dari 1" in text
    assert "Mengetahui, KEPALA DINAS" in text


def test_filters_follow_the_report(section, qtbot, act):
    assert [section.state.itemText(n) for n in range(section.state.count())][:2] == [
        *("Semua status", "Definitif"),
    ]
    act(utan_left)
    choose(qtbot, section, "L02")
    assert section.year.isHidden()
    section.refresh()
    section.state.setCurrentIndex(3)
    qtbot.waitUntil(lambda: len(section.view.tables[0].rows) == 1)
    assert on_screen(section.view.views[0])[0][1] == "Utan"
    section.as_of.set_value(date(2020, 4, 1))
    qtbot.waitUntil(lambda: section.view.tables[0].rows == ())
    section.as_of.setText("1-1")  # half typed: nothing is asked
    assert section.wanted is None
    choose(qtbot, section, "L19")
    assert not section.state.isHidden()


def test_from_a_row_to_the_history_of_its_officer(section, qtbot):
    view = section.view.views[0]
    place = next(n for n, row in enumerate(on_screen(view)) if row[2] == "5204060109")
    view.selectRow(place)
    assert section.profile_button.isEnabled()
    view.activated_row.emit(view.current_row())
    qtbot.waitUntil(lambda: len(section.view.tables) == 9)
    assert section.chosen.code == "L04"
    assert section.officer.currentText() == "Burhan Maulana, S.Pd. · 5204060109"
    assert len(section.view.views) == 9
    assert section.kecamatan.isHidden()
    shown = [on_screen(view) for view in section.view.views]
    assert all(shown)  # something in each of the nine tables
    assert_printed(on_paper(printed(qtbot, section)), [row for rows in shown for row in rows])


def test_every_table_of_a_history_has_its_sheet(section, qtbot, tmp_path):
    section.receive("reports", ("L04", section.view.tables[0].keys[0][0]))
    qtbot.waitUntil(lambda: len(section.view.tables) == 9)
    path = tmp_path / "riwayat.xlsx"
    with qtbot.waitSignal(section.said, timeout=10000):
        section.view.write_excel(path)
    assert CalamineWorkbook.from_path(path).sheet_names[:3] == ["L04 Riwayat TKSK", "SK", "Penugasan"]


def test_without_an_officer_the_history_says_what_to_do(section, qtbot):
    section.receive("reports", "L04")
    qtbot.waitUntil(lambda: section.view.empty.isVisible())
    assert not section.view.print_button.isEnabled()


def test_the_profile_of_the_chosen_kecamatan_is_shown_on_as_few_pages_as_it_needs(section, qtbot):
    assert not section.profile_button.isEnabled()
    view = section.view.views[0]
    place = next(n for n, row in enumerate(on_screen(view)) if row[2] == "5204060109")
    view.selectRow(place)
    section.profile_button.click()
    qtbot.waitUntil(lambda: section.dialog is not None, timeout=10000)
    pages = on_paper(section.dialog.paper._pdf)
    assert len(pages) == 1
    assert "PROFILKECAMATANUTAN" in pages[0]
    assert "12kegiatan" in pages[0]
    section.dialog.close()


def test_who_may_not_export_looks_only(qtbot, worker, set_day, show):
    set_day(TODAY)
    worker.database.actor = replace(worker.database.actor, rights=ROLES["auditor"][1])
    section = show(ReportsSection(worker))
    qtbot.waitUntil(lambda: len(section.view.tables) == 1)
    assert not section.view.print_button.isEnabled()
    assert not section.view.excel_button.isEnabled()
    section.view.views[0].selectRow(0)
    assert not section.profile_button.isEnabled()


def test_the_tab_leads_to_a_report(qtbot, worker, set_day, show):
    set_day(TODAY)
    tab = show(OfficersTab(worker))
    tab.receive("reports", "L05")
    made = tab.sections["reports"]
    qtbot.waitUntil(lambda: bool(made.view.tables) and made.view.tables[0].code == "L05")


def test_the_profile_opens_from_the_roster(qtbot, worker, act, set_day, show):
    set_day(TODAY)
    act(fill_card)
    roster = show(RosterSection(worker))
    qtbot.waitUntil(lambda: roster.model.rowCount() == 24)
    assert roster.table.choose(UTAN)
    qtbot.waitUntil(roster.side.profile_button.isVisible)
    roster.side.profile_button.click()
    qtbot.waitUntil(lambda: roster.dialog is not None, timeout=10000)
    assert "PROFILKECAMATANUTAN" in on_paper(roster.dialog.paper._pdf)[0]
    roster.dialog.close()
