"""A tab that is a row of sections, with the chosen one below it."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QPushButton, QStackedWidget, QVBoxLayout

from desktop.widgets.basics import button
from desktop.widgets.tab import Tab
from desktop.worker import Worker

Maker = Callable[[Worker], Tab]
GAP = 6
MARGIN = 16


class SectionedTab(Tab):
    """Each section is a `Tab` of its own, made when it is first shown and kept in `sections` by its name.

    The first one is in front until somebody chooses another; which one it was is remembered, unless the
    tab says that it always begins with the first.
    """

    name = ""  # of the tab, as links begin: "letters/…"
    section_of: Mapping[str, str] = MappingProxyType(
        {}
    )  # the sections that know a topic which is not their own name
    remembers = True

    def __init__(self, worker: Worker, made_of: Sequence[tuple[str, str, Maker]]) -> None:
        super().__init__(worker)
        self.sections: dict[str, Tab] = {}
        self.buttons: dict[str, QPushButton] = {}
        self.stack = QStackedWidget()
        self._group = QButtonGroup(self)  # exclusive: one is chosen, and arrow keys go from one to the next
        self.bar = QFrame()
        self.bar.setMinimumWidth(1)  # where its buttons do not fit beside each other they take two lines
        self._places = QGridLayout(self.bar)
        self._places.setContentsMargins(MARGIN, 10, MARGIN, 0)
        self._places.setSpacing(GAP)
        self._makers = {name: maker for name, _title, maker in made_of}
        for place, (name, title, _maker) in enumerate(made_of, 1):
            made = self.buttons[name] = button(title.replace("&", "&&"))
            made.setParent(self.bar)
            made.setCheckable(True)
            made.setToolTip(f"Alt+{place}")
            made.toggled.connect(lambda chosen, name=name: chosen and self.show_section(name))
            QShortcut(QKeySequence(Qt.Modifier.ALT | Qt.Key(Qt.Key.Key_0 + place)), self, made.click)
            self._group.addButton(made)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.stack, 1)
        first = made_of[0][0]
        remembered = str(QSettings().value(self._setting, first)) if self.remembers else first
        self.show_section(remembered if remembered in self._makers else first)

    @property
    def front(self) -> str:
        """The name of the section in front."""
        return next(name for name, made in self.sections.items() if made is self.stack.currentWidget())

    def section(self, name: str) -> Tab:
        """A section, made if it was not there yet."""
        if name not in self.sections:
            made = self.sections[name] = self._makers[name](self.worker)
            made.navigate.connect(self._navigate)
            made.said.connect(self.said)
            self.stack.addWidget(made)
        return self.sections[name]

    def show_section(self, name: str) -> Tab:
        """Bring a section to the front, and remember it for the next start."""
        made = self.section(name)
        self.buttons[name].setChecked(True)
        self.stack.setCurrentWidget(made)
        if self.remembers:
            QSettings().setValue(self._setting, name)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def refresh(self) -> None:
        """Each section reads for itself."""

    def receive(self, topic: str, payload: Any) -> None:
        """Show the section that knows the topic, and hand it on."""
        self.show_section(self.section_of.get(topic, topic)).receive(topic, payload)

    @property
    def _setting(self) -> str:
        return f"{self.name}/section"

    def _fold(self) -> None:
        """The buttons in one line, or in two where the window is narrow."""
        made = list(self.buttons.values())
        wished = sum(one.sizeHint().width() for one in made) + GAP * len(made) + 2 * MARGIN
        across = len(made) if wished <= self.width() else -(-len(made) // 2)
        for column in range(len(made) + 1):
            self._places.setColumnStretch(column, int(column == across))
        for place, one in enumerate(made):
            self._places.addWidget(one, *divmod(place, across))

    def _navigate(self, link: str, payload: object) -> None:
        """From one section to another by ourselves; the rest is for the window."""
        tab, _slash, topic = link.partition("/")
        if tab == self.name:
            self.receive(topic, payload)
        else:
            self.navigate.emit(link, payload)
