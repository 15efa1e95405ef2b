"""A box about an error outlives whoever it is about, and nothing fails a second time."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from shiboken6 import delete

from desktop.errors import show_error


def boxes():
    return [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]


def test_an_owner_that_is_gone_already_does_no_harm(qtbot):
    owner = QWidget()
    delete(owner)
    QTimer.singleShot(50, lambda: [box.accept() for box in boxes()])
    show_error(owner, ValueError("x"))


def test_an_owner_that_goes_while_the_box_is_open_takes_it_along(qtbot):
    owner = QWidget()
    QTimer.singleShot(50, lambda: delete(owner))
    show_error(owner, ValueError("x"))
    assert not boxes()
