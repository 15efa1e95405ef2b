"""Fields of letters that know a little more: lists without their marks, choices, sums, the kecamatan."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QMimeData, Qt

from db.rules.markers import without_marker
from desktop.letters.compose_table import LinesField
from desktop.widgets.fields import ChoiceField, DecimalField


class ItemsField(LinesField):
    """Lines that the letter numbers itself: marks that are pasted along fall out."""

    def insertFromMimeData(self, source: QMimeData) -> None:
        if not source.hasText():
            return
        lines = source.text().splitlines() or [""]
        cursor = self.textCursor()
        begins = not cursor.block().text()[: min(cursor.positionInBlock(), _anchor_in_block(cursor))].strip()
        told = [without_marker(line) if place or begins else line for place, line in enumerate(lines)]
        cursor.insertText("\n".join(told))
        self.setTextCursor(cursor)


class OfferField(ChoiceField):
    """Words to choose from; `free`: others may be typed too. What a draft says stays. Empty is None."""

    def __init__(self, choices: Iterable[str] = (), *, free: bool = False) -> None:
        self._free = free
        super().__init__([(word, word) for word in choices])

    def offer(self, choices: Sequence[str]) -> None:
        """Offer these words; what is typed stays."""
        self.set_choices([(word, word) for word in choices])

    def value(self) -> str | None:
        return (self.currentText().strip() or None) if self._free else super().value()

    def set_value(self, value: Any) -> None:
        if value and self.findData(value) < 0:
            if self._free:
                self.setCurrentIndex(-1)
                self.setEditText(str(value))
                return
            self.addItem(str(value), value)
        super().set_value(value or None)

    def problem(self) -> str:
        return "" if self._free else super().problem()


class SumField(DecimalField):
    """A sum that is computed, never typed."""

    def __init__(self) -> None:
        super().__init__(0)
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("computed", True)

    def show_sum(self, amount: int | None) -> None:
        if amount != self.value():
            self.set_value(None if amount is None else Decimal(amount))


def _anchor_in_block(cursor: Any) -> int:
    return int(min(cursor.anchor(), cursor.position()) - cursor.block().position())
