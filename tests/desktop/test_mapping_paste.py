"""Rows copied in Excel, pasted into the grid: checked, mended, saved together."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.mapping.paste_dialog import PasteDialog
from desktop.mapping.records_section import RecordsSection

pytestmark = pytest.mark.usefixtures("day")
TODAY = date(2026, 11, 21)
HEAD = "NIK\tNama Lengkap\tTgl Lahir\tJK\tDesa\tKategori\tKriteria"
GOOD = "5204061508509001\tAmaq Sahnun\t15/08/1950\tL\tMotong\tLUT\ta b"
BAD = "5204064501909003\tInaq Mirah\t31-2-1990\tP\tMotong\t23\ta"


@pytest.fixture
def dialog(qtbot, worker):
    QGuiApplication.clipboard().setText("")
    dialog = PasteDialog(None, worker)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.kind.count() > 0)
    dialog.unsaved = lambda: False  # or it would ask before the test can end
    return dialog


def paste(qtbot, dialog, *lines):
    QGuiApplication.clipboard().setText("\r\n".join(lines))
    dialog.paste_button.click()
    qtbot.waitUntil(lambda: len(dialog.model.said) == len(dialog.model.cells))


def test_an_empty_clipboard_says_what_to_do(dialog):
    dialog.paste_button.click()
    assert "Salin dahulu beberapa baris di Excel" in dialog.banner.text.text()
    assert not dialog.save_button.isEnabled()


def test_good_rows_are_saved_and_a_bad_one_is_mended(qtbot, dialog):
    paste(qtbot, dialog, HEAD, GOOD, BAD)
    assert dialog.count.text() == "2 baris · 1 perlu diperbaiki"
    assert dialog.save_button.text() == "Simpan 1 baris"
    assert "31-2-1990" in dialog.model.index(1, 0).data()
    with qtbot.waitSignal(dialog.said) as said:
        dialog.save_button.click()
    assert said.args[0].startswith("1 baris disimpan. 1 baris belum")
    column = next(n for n, one in enumerate(dialog.model.columns, 1) if one.name == "birth_date")
    dialog.model.setData(dialog.model.index(0, column), "5-1-1990")
    qtbot.waitUntil(lambda: dialog.model.index(0, 0).data() == "Baik")
    with qtbot.waitSignal(dialog.said) as said:
        qtbot.keyClick(dialog, Qt.Key.Key_F2)
    assert said.args == ["1 baris disimpan."]
    assert dialog.model.cells == []


def test_without_headings_the_order_of_the_grid_counts(qtbot, dialog):
    dialog.form.widget("kind_code").set_value("PMKS-24")
    paste(qtbot, dialog, "5204061508509001\tAmaq Sahnun\t15-08-1950\tL\tMotong")
    assert dialog.model.cells == [
        {
            "nik": "5204061508509001",
            "name": "Amaq Sahnun",
            "birth_date": "15-08-1950",
            "sex": "L",
            "desa": "Motong",
        }
    ]
    assert dialog.model.index(0, 0).data() == "Centang paling sedikit satu kriteria."


def test_ctrl_v_in_the_list_opens_the_grid_with_the_rows(qtbot, worker):
    section = RecordsSection(worker)
    qtbot.addWidget(section)
    section.show()
    qtbot.waitUntil(lambda: section.kind.count() == 38)
    QGuiApplication.clipboard().setText(f"{HEAD}\n{GOOD}")
    section.paste_rows()
    grid = section.dialog
    qtbot.waitUntil(lambda: len(grid.model.said) == 1)
    with qtbot.waitSignal(section.said):
        grid.save_button.click()
    grid.close_button.click()
    qtbot.waitUntil(lambda: section.records.rowCount() == 1)
