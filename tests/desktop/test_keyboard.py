"""Three members score five candidates by keys alone, with PINs and locks, in less than four minutes."""

import sys
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from db.rules.recruitment import PanelRole
from db.services.recruitment import administration, interviews, sheets, vacancies
from desktop.recruitment.scores import ScoresDialog
from tests.services.utan import PEOPLE, TEAM, announced, person, register, render, verify

KEYS_A_SECOND = 3
MEMBERS = ("Ahmad Fauzi", "Sri Lestari", "Lalu Wirya")
PINS = ("4071", "5093", "8264")
FIVE = (
    *PEOPLE[:2],
    person("Dewi Anggraini", "5204064702959005", date(1995, 2, 7)),
    person("Made Suarta", "5204061111889006", date(1988, 11, 11)),
    person("Lina Kartika", "5204065203969007", date(1996, 3, 12)),
)


class Keyboard:
    """Keys go to whatever has the focus, and are counted."""

    def __init__(self, qtbot):
        self.qtbot, self.pressed = qtbot, 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        popup = QApplication.activePopupWidget()
        target = (popup.focusWidget() or popup) if popup else QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        QTest.keyClick(target, key, modifier)
        self.pressed += 1

    def type(self, text):
        for letter in text:
            self.press(letter)

    def until(self, is_there, *, key=Qt.Key.Key_Backtab, most=20):
        """Go on with a key until something is reached."""
        for _try in range(most):
            if is_there():
                return
            self.press(key)
        raise AssertionError("not reached by keyboard")


@pytest.fixture
def room(act):
    vacancy = announced(act)
    ids = [register(act, vacancy, values) for values in FIVE]
    act(vacancies.close_registration, vacancy)
    for applicant in ids:
        verify(act, applicant)
    act(administration.finish_administration, vacancy, TEAM, render=render)
    roles = (PanelRole.CHAIR, PanelRole.SECRETARY, PanelRole.MEMBER)
    panel = [
        interviews.MemberForm(name, "Dinas Sosial", role) for name, role in zip(MEMBERS, roles, strict=True)
    ]
    act(interviews.set_panel, vacancy, panel, before=[])
    return vacancy, [member.id for member in act(interviews.list_panel, vacancy)]


@pytest.fixture
def dialog(qtbot, worker, own_settings, set_day, room):
    set_day(date(2020, 4, 20))
    window = QMainWindow()
    window.resize(1366, 740)
    window.show()
    dialog = ScoresDialog(window, worker, room[0])
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.is_ready and bool(dialog.scores))
    yield dialog
    shiboken6.delete(window)


def test_fifteen_sheets_by_keyboard_in_less_than_four_minutes(qtbot, act, dialog, room):
    vacancy, members = room
    keys = Keyboard(qtbot)
    for place, (member, pin) in enumerate(zip(members, PINS, strict=True)):
        choice = dialog.bar.choice
        keys.until(lambda choice=choice: choice.hasFocus() or choice.lineEdit().hasFocus())
        keys.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        row = choice.findData(member)
        keys.until(
            lambda choice=choice, row=row: choice.view().currentIndex().row() == row, key=Qt.Key.Key_Down
        )
        keys.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.dialog is not None and dialog.dialog.isVisible())
        form = dialog.dialog
        qtbot.waitUntil(form.pin.hasFocus)
        for _twice in range(2):  # the first time a PIN is set
            keys.type(pin)
            keys.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.is_ready and dialog.bar.seat.key is not None)
        qtbot.waitUntil(lambda member=member: dialog.bar.seat.key.member_id == member and dialog.is_ready)
        dialog.activateWindow()  # as a window manager does when the dialog before it closes
        qtbot.waitUntil(dialog.isActiveWindow)
        for sheet in range(5):
            qtbot.waitUntil(lambda: dialog.is_ready and dialog.scores["W1"].hasFocus(), timeout=8000)
            shown = dialog.shown
            for number in range(6):
                keys.type(f"{70 + place + sheet + number}")
                keys.press(Qt.Key.Key_Return)
            if sheet < 4:
                qtbot.waitUntil(lambda shown=shown: dialog.shown != shown and dialog.is_ready, timeout=8000)
        qtbot.waitUntil(lambda: dialog.acts.lock_button.text() == "Kunci 5 lembar", timeout=8000)
        qtbot.waitUntil(dialog.acts.lock_button.isEnabled)
        keys.until(dialog.acts.lock_button.hasFocus, key=Qt.Key.Key_Tab)
        keys.press(Qt.Key.Key_Space)
        qtbot.waitUntil(lambda form=form: dialog.dialog is not form and dialog.dialog.isVisible())
        qtbot.waitUntil(dialog.dialog.pin.hasFocus)
        keys.type(pin)
        keys.press(Qt.Key.Key_Return)
        left = 10 - 5 * place
        qtbot.waitUntil(lambda left=left: len(act(sheets.open_sheets, vacancy)) == left, timeout=8000)
        qtbot.waitUntil(lambda: not dialog.dialog.isVisible() and dialog.is_ready)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
    assert act(sheets.all_locked, vacancy)
    seconds = keys.pressed / KEYS_A_SECOND
    sys.stdout.write(f"\n{keys.pressed} keys, {seconds:.0f} seconds at {KEYS_A_SECOND} a second\n")
    assert seconds < 4 * 60
