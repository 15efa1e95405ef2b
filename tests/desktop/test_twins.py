"""Doubles as people work on them: search, keys, merge, undo, a list compared."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from db.models.people import Person
from db.rules.lookups import Met
from db.rules.people import Sex
from db.rules.twins import Verdict
from desktop.mapping.twins_section import TwinsSection

pytestmark = pytest.mark.usefixtures("day")
TODAY = date(2026, 11, 21)
BORN = date(1980, 4, 17)
NAMES = (
    ("Muhammad Jusup", "Moh. Yusuf"),
    ("Sahnunajudin", "Sahnunajuddin"),
    ("Zulhaedi Rahmansyah", "Julhaidi Rahmansyah"),
)


@pytest.fixture
def section(qtbot, sqlite_database, worker):
    with sqlite_database.writing() as session:
        for number, names in enumerate(NAMES):
            for name in names:
                born = BORN.replace(day=10 + number)
                session.add(
                    Person(
                        name=name,
                        no_nik_reason="Belum punya",
                        birth_date=born,
                        sex=Sex.MALE,
                        desa_code="5204062002",
                    )
                )
    made = TwinsSection(worker)
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    qtbot.waitUntil(lambda: made.pairs.rows_loaded and bool(made.counted))
    return made


@pytest.fixture
def found(qtbot, section):
    section.find_button.click()
    qtbot.waitUntil(lambda: section.pairs.rowCount() == len(NAMES) and section.sides.compared is not None)
    return section


def pair_names(section):
    return [
        (section.pairs.row(place).first, section.pairs.row(place).second)
        for place in range(section.pairs.rowCount())
    ]


def test_nothing_found_yet_says_what_to_do(section):
    assert section.table._empty.button.text() == "Cari orang ganda"
    assert section.below.isHidden()


def test_a_search_lists_pairs_and_shows_the_first_side_by_side(qtbot, found):
    assert set(pair_names(found)) == set(NAMES)
    assert found.page.banner.text.text() == "3 pasangan baru; 3 belum diputuskan."
    qtbot.waitUntil(lambda: "terakhir dicari" in found.page.head.facts.text())
    chosen = found.table.current_row()
    assert chosen.score >= 88
    assert "tanggal lahir sama" in found.sides.why.text()
    assert {"Nama"} <= {line.label for line in found.sides.rows.rows if line.differs}


def test_b_says_two_people_and_goes_on(qtbot, found):
    first, second = (found.pairs.row(place).id for place in (0, 1))
    qtbot.keyClick(found, Qt.Key.Key_B)
    qtbot.waitUntil(
        lambda: found.pairs.rowCount() == 2 and getattr(found.table.current_row(), "id", None) == second
    )
    assert found.counted[Verdict.OPEN] in (2, 3)
    found.page.banner.link.click()
    qtbot.waitUntil(lambda: first in {getattr(found.pairs.row(place), "id", None) for place in range(3)})


def test_merge_field_by_field_and_part_again(qtbot, found):
    qtbot.keyClick(found, Qt.Key.Key_G)
    dialog = found.dialog
    pair = dialog.pair
    assert dialog.save_button.isDefault()
    place = next(number for number, line in enumerate(dialog.rows.rows) if line.id == "name")
    dialog.table.selectRow(place)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Right)
    assert dialog.taken["name"] == "second"
    dialog.save_button.click()
    qtbot.waitUntil(lambda: found.pairs.rowCount() == 2 and found.dialog is None)
    assert found.page.banner.text.text() == f"{pair.second}: kedua data digabungkan."
    found.state.setCurrentIndex(1)
    qtbot.waitUntil(lambda: found.pairs.rowCount() == 1 and found.sides.compared is not None)
    assert found.part_button.isVisible()
    found.page.banner.link.click()
    found.state.setCurrentIndex(0)
    qtbot.waitUntil(lambda: found.pairs.rowCount() == 3)


def test_a_search_can_be_stopped(qtbot, section, monkeypatch):
    section.find_button.click()
    section.progress.stop()
    qtbot.waitUntil(lambda: "dihentikan" in section.page.banner.text.text() or section.pairs.rowCount() == 3)
    assert section.find_button.isEnabled()


def test_a_pasted_list_is_compared(qtbot, section):
    section.lookup_button.click()
    dialog = section.dialog
    assert not dialog.look_button.isEnabled()
    dialog.paste.setPlainText("Moh. Yusuf; 10-04-1980\nTidak Dikenal; 01-01-1960\n")
    assert dialog.count.text() == "2 orang akan dicari"
    dialog.look_button.click()
    qtbot.waitUntil(lambda: len(dialog.answers) == 2)
    assert [one.met for one in dialog.answers] == [Met.SEVERAL, Met.MISSING]
    assert dialog.summary.text().startswith("2 baris")
    dialog.again_button.click()
    assert dialog.paste.toPlainText()


def test_a_list_from_a_file_is_compared(qtbot, section, tmp_path):
    path = tmp_path / "daftar.csv"
    path.write_text("NIK;Nama;Tanggal lahir\n;Sahnunajudin;11-04-1980\n", "utf-16")
    section.lookup_button.click()
    dialog = section.dialog
    dialog.read_file(path)
    qtbot.waitUntil(lambda: dialog.count.text() == "daftar.csv: 1 orang akan dicari")
    dialog.look_button.click()
    qtbot.waitUntil(lambda: len(dialog.answers) == 1)
    (tmp_path / "kosong.csv").write_text("a;b\n1;2\n")
    dialog.begin_again()
    dialog.read_file(tmp_path / "kosong.csv")
    qtbot.waitUntil(lambda: "tidak berisi NIK atau nama" in dialog.banner.text.text())
