"""Tali asih in the window: rates, months owed, the list that is signed."""

from datetime import date

import pytest

from db.services import stipends
from desktop import clock
from desktop.officers.stipends_section import OWED, PAID, StipendsSection

TODAY = date(2020, 5, 20)


@pytest.fixture(autouse=True)
def day():
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


@pytest.fixture
def section(qtbot, worker):
    made = StipendsSection(worker)
    qtbot.addWidget(made)
    made.resize(1366, 640)
    made.show()
    qtbot.waitUntil(lambda: made.source.count() == 4)
    return made


def add_rate(qtbot, section):
    section.rates_button.click()
    rates = section.dialog
    rates.add_button.click()
    form = rates.dialog
    form.source.set_value("apbn")
    form.amount.setText("700.000")
    form.basis.setText("Kepmensos")
    form.save_button.click()
    qtbot.waitUntil(lambda: rates.rates.rowCount() == 1)
    rates.close_button.click()
    qtbot.waitUntil(lambda: len(section._rows) == 24)


def texts(section, row=0):
    model = section.report.views[0].rows
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_an_office_without_rates_is_told_what_to_do(qtbot, section):
    qtbot.waitUntil(lambda: section.report.empty.button.text() == "Nilai per bulan…")
    assert not section.pay_button.isEnabled()


def test_from_a_rate_to_the_signed_list(qtbot, worker, section):
    add_rate(qtbot, section)
    assert texts(section)[2:8] == [OWED] * 5 + [""]
    section.pay_button.click()
    qtbot.waitUntil(lambda: section.dialog is not None)
    dialog = section.dialog
    dialog.last.setCurrentIndex(2)  # March
    dialog.officers.set_value(dialog.officers.value()[:2])
    dialog.budget.setText("APBN Tahun Anggaran 2020")
    dialog.basis.setText("Kepmensos")
    dialog.treasurer.setText("Baiq Aminah")
    dialog.treasurer_nip.setText("198204052006042011")
    qtbot.waitUntil(lambda: dialog.signer.value() is not None)
    issued = []
    dialog.issued.connect(issued.append)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: bool(issued), timeout=10_000)
    assert issued[0].pdf.startswith(b"%PDF")
    qtbot.waitUntil(lambda: texts(section)[2:7] == [PAID] * 3 + [OWED] * 2)


def test_nobody_ticked_is_said_at_the_list(qtbot, section):
    add_rate(qtbot, section)
    section.pay_button.click()
    qtbot.waitUntil(lambda: section.dialog is not None)
    section.dialog.officers.tick_all(False)
    section.dialog.note_button.click()
    assert "paling sedikit satu" in section.dialog.officers.accessibleDescription()


def test_months_noted_without_a_list_and_taken_back(qtbot, worker, section, monkeypatch):
    add_rate(qtbot, section)
    section.pay_button.click()
    qtbot.waitUntil(lambda: section.dialog is not None)
    dialog = section.dialog
    first = dialog.officers.value()[0]
    dialog.officers.set_value([first])
    dialog.note_button.click()
    qtbot.waitUntil(lambda: texts(section)[2:7] == [PAID] * 4 + [OWED])  # May is not over
    section.show_payments(first)
    payments = section.dialog
    qtbot.waitUntil(lambda: payments.payments.rowCount() == 4)
    monkeypatch.setattr("desktop.officers.stipend_dialogs.confirm", lambda *_a, **_k: True)
    payments.table.selectRow(0)
    payments.remove_button.click()
    qtbot.waitUntil(lambda: payments.payments.rowCount() == 3)
    with worker.database.reading() as session:
        assert len(stipends.list_payments(session, first)) == 3


@pytest.mark.parametrize("text", ["tujuh ratus", "7.00"])
def test_an_amount_that_is_none_is_said_at_its_field(qtbot, section, text):
    section.rates_button.click()
    section.dialog.add_button.click()
    form = section.dialog.dialog
    form.source.set_value("apbn")
    form.amount.setText(text)
    form.save_button.click()
    assert "Isi angka rupiah" in form.amount.accessibleDescription()


def test_a_new_rate_is_of_the_source_that_is_shown(qtbot, section):
    section.source.setCurrentIndex(section.source.findData("apbd_province"))
    section.rates_button.click()
    section.dialog.add_button.click()
    assert section.dialog.dialog.source.value() == "apbd_province"


def test_a_long_signer_shows_the_beginning_of_the_name(qtbot, section):
    add_rate(qtbot, section)
    section.pay_button.click()
    qtbot.waitUntil(lambda: section.dialog is not None)
    signer = section.dialog.signer
    qtbot.waitUntil(lambda: signer.value() is not None)
    assert signer.lineEdit().cursorPosition() == 0
