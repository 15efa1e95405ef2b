"""A code by which letters are filed, found by any word of its name; favourites first."""

from collections.abc import Iterable

from db.rules.classifications import CODE, LONGEST
from db.rules.words import _
from db.services.classifications import ClassificationRow
from desktop.widgets.fields import ChoiceField

STAR = "★ "
POPUP_WIDTH = 520  # names are longer than the field


class ClassificationField(ChoiceField):
    """The code; one that is not in the list may be typed, since codes are a local habit. Empty is ""."""

    def __init__(self, rows: Iterable[ClassificationRow] = ()) -> None:
        super().__init__(hint=_("Kode atau kata…"))
        self.setMinimumContentsLength(9)
        line = self.lineEdit()
        assert line is not None
        line.setMaxLength(200)
        completer = self.completer()
        found = completer.popup() if completer else None
        for popup in filter(None, (self.view(), found)):
            popup.setMinimumWidth(POPUP_WIDTH)
        self.activated.connect(self._show_beginning)
        self.offer(rows)

    def offer(self, rows: Iterable[ClassificationRow]) -> None:
        """Offer these codes; what was chosen or typed stays."""
        value = self.value()
        self.set_choices((row.id, f"{STAR if row.favourite else ''}{row.label}") for row in rows)
        self.set_value(value)

    def _show_beginning(self) -> None:
        if line := self.lineEdit():
            line.setCursorPosition(0)

    def value(self) -> str:
        chosen = super().value()
        if chosen is not None:
            return str(chosen)
        return self.currentText().strip().removeprefix(STAR).strip()

    def set_value(self, value: str | None) -> None:
        super().set_value(value or None)
        if value and self.findData(value) < 0:
            self.setEditText(value)

    def problem(self) -> str:
        """What is wrong with what was typed, or nothing."""
        value = self.value()
        if not value or (CODE.fullmatch(value) and len(value) <= LONGEST):
            return ""
        return _("Pilih dari daftar, atau ketik kodenya saja, misalnya 400.9.12.3.")
