"""The eight duties with how often each was done lately; one that nobody did is red."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from db.rules.dates import long_date
from db.rules.profile import DutyCount
from db.rules.words import _
from desktop.widgets.basics import button, label, row
from desktop.widgets.theme import set_look


class DutyStrip(QFrame):
    """A click on a duty looks for its entries."""

    chosen = Signal(str)  # code of a duty

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "muted")
        self.buttons: dict[str, QPushButton] = {}
        self._row = row(spacing=6)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.title)
        box.addLayout(self._row)

    def show_counts(self, since: date, counts: Sequence[DutyCount], who: str) -> None:
        """Show these; who: of whom, empty for everybody."""
        if list(self.buttons) != [duty.code for duty in counts]:
            self._rebuild([duty.code for duty in counts])
        idle = [duty.code for duty in counts if not duty.number]
        said = _("Kegiatan per tugas sejak {day}").format(day=long_date(since))
        said = f"{said} ({who})" if who else said
        if idle:
            said = _("{said}; tidak ada yang mengerjakan {duties}").format(said=said, duties=", ".join(idle))
        self.title.setText(f"{said}.")
        set_look(self.title, tone="bad" if idle else "")
        for duty in counts:
            made = self.buttons[duty.code]
            made.setText(f"{duty.code}  {duty.number}")
            made.setToolTip(f"{duty.code}: {duty.name}")
            made.setAccessibleName(_("{code}: {n} kegiatan").format(code=duty.code, n=duty.number))
            set_look(made, role="" if duty.number else "danger")

    def _rebuild(self, codes: Sequence[str]) -> None:
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self.buttons = {}
        for code in codes:
            made = button("", on_click=partial(self.chosen.emit, code))
            self.buttons[code] = made
            self._row.addWidget(made)
        self._row.addStretch(1)
