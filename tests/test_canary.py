"""The platform itself: what must be sound before any test of ours means something."""

import sys

from PySide6.QtWidgets import QWidget


def test_qt_gives_back_what_it_borrows(qapp):
    """PySide6 6.12.0 on Python 3.11 loses a reference to None at each call and dies after some thousands."""
    widget, before = QWidget(), sys.getrefcount(None)
    for _ in range(1000):
        widget.setEnabled(True)
    assert sys.getrefcount(None) - before > -100
