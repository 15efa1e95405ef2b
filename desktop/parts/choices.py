"""Choices of a filter that are read anew."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox


def refill(combo: QComboBox, choices: Sequence[tuple[Any, str]]) -> None:
    """Offer these; what was chosen stays chosen where it is still offered, without a signal."""
    kept = combo.currentData()
    with QSignalBlocker(combo):
        combo.clear()
        for key, words in choices:
            combo.addItem(words, key)
        combo.setCurrentIndex(max(next((n for n, one in enumerate(choices) if one[0] == kept), 0), 0))
