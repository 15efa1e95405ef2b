from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLineEdit

from desktop.clock import set_today
from desktop.widgets.fields import ChoiceField, DateField, DecimalField, DigitsField, WholeField


@pytest.fixture
def put(qtbot):
    def put(field):
        qtbot.addWidget(field)
        field.show()
        return field

    return put


@pytest.mark.parametrize("typed", ["17-04-2020", "17042020", "17/4/2020", "17.04.2020", " 17-4-2020 "])
def test_a_date_is_understood_as_it_is_typed(put, typed):
    field = put(DateField())
    field.setText(typed)
    assert field.value() == date(2020, 4, 17)
    assert field.problem() == ""


@pytest.mark.parametrize("typed", ["31-02-2020", "17", "besok", "17-04-20"])
def test_what_is_no_date_is_a_problem_and_no_value(put, typed):
    field = put(DateField())
    field.setText(typed)
    assert field.value() is None
    assert field.problem()


def test_an_empty_date_is_none_and_no_problem(put):
    field = put(DateField())
    assert (field.value(), field.problem()) == (None, "")


def test_arrows_move_by_a_day(put, qtbot):
    field = put(DateField())
    field.set_value(date(2020, 2, 29))
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "01-03-2020"
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.value() == date(2020, 2, 29)


def test_an_empty_date_begins_with_the_day_of_the_office(put, qtbot, monkeypatch):
    monkeypatch.setattr("desktop.widgets.calendar_popup.CalendarPopup.show", lambda self: None)
    set_today(date(2020, 4, 9))
    try:
        field = put(DateField())
        field.open_calendar()
        assert field._popup.calendar.selectedDate() == QDate(2020, 4, 9)
        qtbot.keyClick(field, Qt.Key.Key_Up)
        assert field.value() == date(2020, 4, 9)
    finally:
        set_today(None)


def test_the_limits_of_a_date(put):
    field = put(DateField(minimum=date(2020, 1, 1)))
    field.set_value(date(2019, 12, 31))
    assert "01-01-2020" in field.problem()


def test_a_day_is_chosen_from_the_calendar(put, qtbot, monkeypatch):
    monkeypatch.setattr("desktop.widgets.calendar_popup.CalendarPopup.show", lambda self: None)
    monkeypatch.setattr("desktop.widgets.calendar_popup.CalendarPopup.isVisible", lambda self: True)
    field = put(DateField())
    field.open_calendar()
    field._popup.calendar.clicked.emit(QDate(2020, 4, 17))
    assert field.value() == date(2020, 4, 17)


def test_a_choice_is_found_by_any_part_of_its_words(put, qtbot):
    field = put(ChoiceField([(1, "Utan"), (2, "Alas"), (3, "Alas Barat")]))
    assert field.value() is None
    field.setEditText("alas")
    assert field.value() == 2
    field.setEditText("barat")
    assert field.value() == 3
    field.setEditText("a")
    assert field.value() is None
    assert field.problem()
    field.setEditText("")
    assert field.problem() == ""


def test_new_choices_keep_what_was_chosen(put):
    field = put(ChoiceField([(1, "Utan"), (2, "Alas")]))
    field.set_value(2)
    field.set_choices([(2, "Alas"), (5, "Buer")])
    assert field.value() == 2
    field.set_choices([(5, "Buer")])
    assert field.value() is None
    assert field.currentText() == ""


def test_a_value_may_come_before_its_choices_but_not_after_the_person_emptied_it(put, qtbot):
    field = put(ChoiceField())
    field.set_value(2)
    assert field.value() is None
    field.set_choices([(1, "Utan"), (2, "Alas")])
    assert field.value() == 2
    field.lineEdit().selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    field.set_choices([(2, "Alas")])
    assert field.value() is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("72,5", "72.5"),
        ("72.5", "72.5"),
        ("1.250,75", "1250.75"),
        ("1.250", "1250"),
        ("-3", "-3"),
        ("7,", "7"),
    ],
)
def test_a_number_is_understood_as_it_is_typed(put, typed, value):
    field = put(DecimalField())
    field.setText(typed)
    assert field.value() == Decimal(value)


def test_a_number_knows_its_limits(put):
    field = put(DecimalField(2, 0, 100))
    field.set_value(Decimal("1250.5"))
    assert field.text() == "1.250,50"
    assert "100,00" in field.problem()
    field.setText("72,555")
    assert "2" in field.problem()
    field.setText("abc")
    assert field.value() is None
    assert "72,50" in field.problem()
    rupiah = put(DecimalField(0))
    rupiah.setText("banyak")
    assert rupiah.problem() == "Tulis angka, misalnya 1.250.000."


def test_digits_are_grouped_and_the_cursor_stays_where_one_types(put, qtbot):
    field = put(DigitsField(16, (6, 6, 4)))
    qtbot.keyClicks(field, "52.0405-0101900001")
    assert field.text() == "520405 010190 0001"
    assert field.value() == "5204050101900001"
    field.setCursorPosition(2)
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert field.value() == "504050101900001"
    assert field.cursorPosition() == 1
    assert "15" in field.problem()


def test_a_telephone_keeps_its_plus(put, qtbot):
    field = put(DigitsField(plus=True))
    qtbot.keyClicks(field, "+62 812-3456")
    assert field.value() == "+628123456"
    assert isinstance(field, QLineEdit)


@pytest.mark.parametrize(
    ("typed", "said"), [("-5", "Tidak boleh kurang dari 0."), ("lima", "Tulis angka bulat."), ("5", "")]
)
def test_a_whole_number_below_zero_is_told_so(put, typed, said):
    field = put(WholeField())
    field.setText(typed)
    assert field.problem() == said


@pytest.mark.parametrize(("typed", "number"), [("1.000", 1000), ("1.00", None), ("1000", 1000)])
def test_a_whole_number_may_have_its_points(put, typed, number):
    field = put(WholeField(9))
    field.setText(typed)
    assert field.value() == number
