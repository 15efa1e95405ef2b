"""Kegiatan & laporan: the monthly reports that came in, and the work that they tell of."""

from typing import Any

from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from db.rules.words import _
from desktop.officers.activity_view import ActivityView
from desktop.officers.month_view import MonthView
from desktop.widgets.basics import button, row
from desktop.widgets.tab import Tab
from desktop.worker import Worker


class WorkSection(Tab):
    """Two views with a switch; each keeps itself up to date."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._switches = (ViewSwitch(0), ViewSwitch(1))
        self.months = MonthView(worker, self._switches[0])
        self.activities = ActivityView(worker, self._switches[1])
        self.stack = QStackedWidget()
        for view in (self.months, self.activities):
            self.stack.addWidget(view)
            view.said.connect(self.said)
            view.navigate.connect(self._navigate)
        for switch in self._switches:
            switch.group.idClicked.connect(self.show_view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)

    def refresh(self) -> None:
        """Each view reads for itself."""

    def receive(self, topic: str, payload: Any) -> None:
        """`work` with an officer whose report is late, or None for the duties that nobody does;
        `activities` with officer, year and month: what was done then.
        """
        if topic == "activities":
            self.show_view(1)
            self.activities.show_month(*payload)
        elif payload is not None:
            self.show_view(0)
            self.months.show_late(int(payload))
        else:
            self.show_view(1)
            self.activities.clear()

    def show_view(self, place: int) -> None:
        """0: the reports; 1: the activities. The keyboard goes on in the switch or in the table."""
        from_switch = self._switches[1 - place].has_focus()
        self.stack.setCurrentIndex(place)
        self._switches[place].group.button(place).setChecked(True)
        if from_switch:
            self._switches[place].group.button(place).setFocus()

    def _navigate(self, link: str, payload: object) -> None:
        if link == "officers/activities":
            self.receive("activities", payload)
        else:
            self.navigate.emit(link, payload)


class ViewSwitch(QWidget):
    """Which of the two views is seen; each view has its own, so that it stands among its filters."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.group = QButtonGroup(self)
        self._place = place
        for number, text in enumerate((_("Laporan bulanan"), _("Kegiatan"))):
            made = button(text)
            made.setCheckable(True)
            self.group.addButton(made, number)
        self.group.button(place).setChecked(True)
        self.group.idClicked.connect(lambda _number: self.group.button(place).setChecked(True))
        box = row(*self.group.buttons(), spacing=4)
        box.setContentsMargins(0, 0, 16, 0)  # apart from what the buttons beside it do
        self.setLayout(box)

    def has_focus(self) -> bool:
        return any(made.hasFocus() for made in self.group.buttons())
