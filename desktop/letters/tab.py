"""The tab Surat: a row of sections, and the chosen one below it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QPushButton, QStackedWidget, QVBoxLayout

from db.rules.words import _
from desktop.widgets.basics import button
from desktop.widgets.tab import Tab
from desktop.worker import Worker

REMEMBERED = "letters/section"
FIRST = "outgoing"
SECTION_OF = {  # the sections that know a topic which is not their own name
    "show": "outgoing",
    "awaited": "outgoing",
    "draft": "compose",
    "number": "numbers",
}


class LettersTab(Tab):
    """Each section is a `Tab` of its own, made when it is first shown and kept in `sections` by its name."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.sections: dict[str, Tab] = {}
        self.buttons: dict[str, QPushButton] = {}
        self.stack = QStackedWidget()
        self._group = QButtonGroup(self)  # exclusive: one is chosen, and arrow keys go from one to the next
        self.bar = QFrame()
        self.bar.setMinimumWidth(1)  # where its buttons do not fit beside each other they take two lines
        self._places = QGridLayout(self.bar)
        self._places.setContentsMargins(16, 10, 16, 0)
        self._places.setSpacing(6)
        self._makers: dict[str, Callable[[Worker], Tab]] = {}
        for place, (name, title, maker) in enumerate(sections(), 1):
            self._makers[name] = maker
            made = self.buttons[name] = button(title)
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
        remembered = str(QSettings().value(REMEMBERED, FIRST))
        self.show_section(remembered if remembered in self._makers else FIRST)

    @property
    def front(self) -> str:
        """The name of the section in front."""
        return next(name for name, made in self.sections.items() if made is self.stack.currentWidget())

    @property
    def outgoing(self) -> Any:
        """The register of final letters."""
        return self.section("outgoing")

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
        QSettings().setValue(REMEMBERED, name)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def refresh(self) -> None:
        """Each section reads for itself."""

    def receive(self, topic: str, payload: Any) -> None:
        """Show the section that knows the topic, and hand it on."""
        self.show_section(SECTION_OF.get(topic, topic)).receive(topic, payload)

    def _fold(self) -> None:
        """The buttons in one line, or in two where the window is narrow."""
        made = list(self.buttons.values())
        wished = sum(one.sizeHint().width() for one in made) + 6 * len(made) + 32
        across = len(made) if wished <= self.width() else -(-len(made) // 2)
        for column in range(len(made) + 1):
            self._places.setColumnStretch(column, int(column == across))
        for place, one in enumerate(made):
            self._places.addWidget(one, *divmod(place, across))

    def _navigate(self, link: str, payload: object) -> None:
        """From one section to another by ourselves; the rest is for the window."""
        tab, _slash, topic = link.partition("/")
        if tab == "letters":
            self.receive(topic, payload)
        else:
            self.navigate.emit(link, payload)


def sections() -> tuple[tuple[str, str, Callable[[Worker], Tab]], ...]:
    """Name, title and maker of each section, in the order of their buttons; a maker imports what it makes."""
    return (
        ("outgoing", _("Surat keluar"), _outgoing),
        ("compose", _("Buat surat"), _compose),
        ("incoming", _("Surat masuk"), _incoming),
        ("agenda", _("Agenda"), _agenda),
        ("expedition", _("Ekspedisi"), _expedition),
        ("numbers", _("Nomor"), _numbers),
        ("templates", _("Templat"), _templates),
        ("check", _("Periksa keaslian"), _check),
    )


def _outgoing(worker: Worker) -> Tab:
    from desktop.letters.outgoing import OutgoingSection

    return OutgoingSection(worker)


def _incoming(worker: Worker) -> Tab:
    from desktop.letters.incoming import IncomingSection

    return IncomingSection(worker)


def _agenda(worker: Worker) -> Tab:
    from desktop.letters.agenda import AgendaSection

    return AgendaSection(worker)


def _expedition(worker: Worker) -> Tab:
    from desktop.letters.expedition import ExpeditionSection

    return ExpeditionSection(worker)


def _compose(worker: Worker) -> Tab:
    from desktop.letters.compose import ComposeSection

    return ComposeSection(worker)


def _templates(worker: Worker) -> Tab:
    from desktop.letters.templates import TemplatesSection

    return TemplatesSection(worker)


def _numbers(worker: Worker) -> Tab:
    from desktop.letters.numbers import NumbersSection

    return NumbersSection(worker)


def _check(worker: Worker) -> Tab:
    from desktop.letters.check import CheckSection

    return CheckSection(worker)
